"""The city on paper: what `city.draw` invents and `load` performs. Plain values, no database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(slots=True)
class Report:
    """A month as its reporter first sent it, and what it was corrected to."""

    invested_wan: int
    physical_progress: str
    problems: str = ""
    needs: str = ""
    needs_from: str = ""  # a unit's key
    next_step: str = ""
    is_unchanged: bool = False
    days_late: int = 0
    sent_back: str = ""  # the reason, where it was sent back once before
    corrected_wan: int | None = None
    corrected_on: date | None = None
    correction: str = ""
    is_self_declared: bool = False

    @property
    def final_wan(self) -> int:
        """What holds in the end."""
        return self.invested_wan if self.corrected_wan is None else self.corrected_wan


@dataclass(slots=True)
class Step:
    """A milestone with its days."""

    name: str
    planned_on: date
    forecast_on: date | None = None
    actual_on: date | None = None
    reason: str = ""


@dataclass(slots=True)
class Plan:
    """A year's plan, and its adjustment in September."""

    year: int
    listing: str
    planned_wan: int
    content: str
    starts_on: date | None = None
    finishes_on: date | None = None
    months: dict[int, int] = field(default_factory=dict)
    adjusted_wan: int | None = None
    adjustment: str = ""


@dataclass(slots=True)
class Sketch:
    """One project: a bundle's parent has children and neither plans nor reports."""

    key: int
    name: str
    county: str
    kind: str
    domain: str
    manner: str
    listing: str
    total_wan: int
    owner: str  # unit key
    responsible: str
    competent: str
    leader: int  # place in places.LEADERS
    parent: int | None = None
    industry_code: str = ""
    nature: str = "new"
    management_form: str = "filing"
    funding_nature: str = "enterprise"
    region_code: str = ""
    place: str = ""
    longitude: Decimal | None = None
    latitude: Decimal | None = None
    scale: str = ""
    begins: tuple[int, int] = (2020, 1)
    finishes: tuple[int, int] = (2021, 12)
    sources: dict[str, int] = field(default_factory=dict)
    duty_person: str = ""
    duty_phone: str = ""
    provincial: bool = False
    national: bool = False
    county_key: bool = False
    code: str = ""
    new_code: str = ""  # assigned on `recoded_on` in place of `code`
    recoded_on: date | None = None
    former_names: tuple[str, ...] = ()
    renamed_from: str = ""  # registered under this name, renamed in the course of the year
    renamed_on: date | None = None
    shares: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    prior_wan: int = 0
    began_on: date | None = None  # 开工 in an earlier year
    started_on: date | None = None  # 开工 in 2020 and after
    completed_on: date | None = None
    resumed_on: date | None = None  # 复工 after the festival and the epidemic
    operating_on: date | None = None
    structure_on: date | None = None
    plans: list[Plan] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    reports: dict[tuple[int, int], Report] = field(default_factory=dict)
    opening: tuple[str, Report] | None = None  # the open month: (state in which the report is left, report)
    is_bundle: bool = False
    is_duplicate_of: int | None = None
    is_of_a_crowd: bool = False  # of a city so large that it is told more briefly
    hint: tuple[int, int, int] = (0, 0, 0)  # of named projects: plan (万元), month of 开工, month of 竣工 in 2020
    special: str = ""  # a name by which tests and the cast find it

    def year_wan(self, year: int) -> int:
        """What was invested in the year, in the end."""
        return sum(report.final_wan for (y, _m), report in self.reports.items() if y == year)


@dataclass(frozen=True, slots=True)
class Lie:
    """A seeded untruth (domain.md §13.3), for detectors to find."""

    project: int  # Sketch.key
    kind: str
    months: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class City:
    """Everything drawn."""

    projects: list[Sketch]
    owners: dict[str, tuple[str, str]]  # key → (name, county)
    lies: list[Lie]
    months: list[tuple[int, int]]
    open_month: tuple[int, int] | None
