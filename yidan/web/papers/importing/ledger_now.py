"""What the ledger knows of the projects a workbook may mean, loaded once for all its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from yidan.kernel import parameters
from yidan.kernel.values import Month
from yidan.ledger import queries, rules
from yidan.ledger.models import (
    AnnualPlan,
    FormerName,
    InvestmentSource,
    PlannedMonth,
    Profile,
    Project,
    ProjectCode,
    RollingPlan,
    StageMark,
)
from yidan.people.models import Person, Unit
from yidan.progress.models import MonthlyReport, Progress, Span
from yidan.web.papers.importing import naming
from yidan.web.papers.workbook.cells import flat

NEAR = 40  # so many that share a piece of the name are looked at


def _shares(profile: Profile, wanted: rules.Traits) -> bool:
    """The same owner or the same total: without either, names alone make no duplicate."""
    if wanted.owner_id is not None and profile.owner_unit_id == wanted.owner_id:
        return True
    return wanted.total_wan is not None and profile.total_investment_wan == wanted.total_wan


@dataclass(slots=True)
class Invested:
    """A project's accepted amounts around a month; 万元."""

    before_year: Decimal = Decimal(0)
    has_before_year: bool = False
    months: dict[int, Decimal] = field(default_factory=dict)
    opening_until: int = 0
    opening: Decimal = Decimal(0)

    def knows(self, month: int) -> bool:
        """Whether every month of the year before this one has an amount, of its own or within the opening."""
        return all(m <= self.opening_until or m in self.months for m in range(1, month))

    def own_before(self, month: int) -> Decimal:
        """The sum of this year's own months before this one."""
        return sum((amount for m, amount in self.months.items() if m < month), Decimal(0))

    def before(self, month: int) -> Decimal:
        """This year's amount before this month."""
        return self.own_before(month) + (self.opening if self.opening_until else Decimal(0))


class LedgerNow:
    """Projects by code and name, and what is recorded of them."""

    def __init__(self, person: Person) -> None:
        visible = queries.visible_to(person).select_related("profile")
        self.projects: dict[int, Project] = {project.pk: project for project in visible}
        self._attach_units_and_leaders()
        self.by_name: dict[str, list[int]] = defaultdict(list)
        self.by_bare_name: dict[str, list[int]] = defaultdict(list)
        self.by_key: dict[str, int] = {}
        self.by_number = {project.internal_id.upper(): project.pk for project in self.projects.values()}
        for project in self.projects.values():
            self.by_name[flat(project.name)].append(project.pk)
            self.by_bare_name[flat(naming.bare(project.name))].append(project.pk)
            self.by_key.setdefault(project.name_key, project.pk)
        self.by_piece: dict[str, list[int]] = defaultdict(list)
        self.duplicate_from = parameters.values()[queries.DUPLICATE_FROM.name]
        self.by_former_name: dict[str, list[int]] = defaultdict(list)
        former = FormerName.objects.live().values_list("project_id", "name")
        past = Profile.objects.filter(superseded_at__isnull=False).values_list("project_id", "name").distinct()
        for pk, name in {*former, *past}:
            if pk in self.projects and flat(name) != flat(self.projects[pk].name):
                self.by_former_name[flat(name)].append(pk)
        codes = ProjectCode.objects.live().values_list("code", "project_id", "is_current")
        self.by_code = {code: pk for code, pk, _current in codes if pk in self.projects}
        self.code_of = {pk: code for code, pk, is_current in codes if is_current}
        parents = Project.objects.filter(parent__isnull=False, merged_into__isnull=True)
        self.bundles = set(parents.values_list("parent_id", flat=True))
        self.last_order = max((project.order for project in self.projects.values()), default=0)

    def _attach_units_and_leaders(self) -> None:
        """One object a unit and a leader, not one a project: ten thousand projects name a few hundred."""
        units = {unit.pk: unit for unit in Unit.objects.all()}
        wanted = {project.profile.contact_leader_id for project in self.projects.values() if project.profile}
        people = Person.objects.in_bulk(wanted - {None})
        for project in self.projects.values():
            profile = project.profile
            assert profile is not None  # from registration on
            for name in ("owner_unit", "responsible_unit", "competent_unit", "assessed_unit"):
                setattr(profile, name, units.get(getattr(profile, f"{name}_id")))
            profile.contact_leader = people.get(profile.contact_leader_id)

    def called(self, number_or_code: str) -> Project | None:
        """The project of that number or code, among those that the person may see."""
        pk = self.by_number.get(number_or_code) or self.by_code.get(number_or_code)
        return self.projects[pk] if pk else None

    def is_called(self, pk: int, name: str) -> bool:
        """Whether a project has or had that name; of one that the person does not see (any more), nobody can tell."""
        project = self.projects.get(pk)
        return project is None or flat(name) == flat(project.name) or pk in self.by_former_name.get(flat(name), ())

    def near(self, name: str, owner: Any, total_wan: Decimal | None, but: Collection[int]) -> Project | None:
        """A likely duplicate, never taken for the same: named alike but for common words, or nearly, by the same owner.

        `but` are projects that the workbook names elsewhere: whoever is there under its own name has no second one.
        """
        key = rules.name_key(name)
        if pk := self.by_key.get(key):
            return self.projects[pk]
        if not self.by_piece:
            for project in self.projects.values():
                for piece in {project.name_key[:4], project.name_key[-4:]}:
                    self.by_piece[piece].append(project.pk)
        wanted = rules.Traits(name, owner_id=owner.pk if isinstance(owner, Unit) else None, total_wan=total_wan)
        best, likeliest = self.duplicate_from - 1, None
        for pk in {*self.by_piece.get(key[:4], ())[:NEAR], *self.by_piece.get(key[-4:], ())[:NEAR]}:
            project = self.projects[pk]
            profile = project.profile
            if pk in but or profile is None or not _shares(profile, wanted):
                continue
            alike = rules.likeness(
                wanted, rules.Traits(profile.name, "", profile.owner_unit_id, profile.total_investment_wan)
            )
            if alike.score > best:
                best, likeliest = alike.score, project
        return likeliest

    def load_plans(self, year: int, ids: Iterable[int]) -> None:
        """The year's plans and the money's sources."""
        ids = set(ids)
        plans = AnnualPlan.objects.live().filter(year=year)
        self.plans = {plan.project_id: plan for plan in plans.iterator() if plan.project_id in ids}
        for pk, plan in self.plans.items():
            plan.project = self.projects[pk]
        self.splits: dict[int, dict[Month, Decimal]] = defaultdict(dict)
        split = PlannedMonth.objects.filter(plan__superseded_at__isnull=True, plan__year=year)
        for pk, month, amount in split.values_list("plan__project_id", "month", "planned_wan").iterator():
            if pk in ids:
                self.splits[pk][month] = amount
        self.sources: dict[int, dict[str, Decimal]] = defaultdict(dict)
        for each in InvestmentSource.objects.live():
            if each.project_id in ids:
                self.sources[each.project_id][each.source] = each.amount_wan

    def load_rolling(self, first_year: int, ids: Iterable[int]) -> None:
        """The rows of that three-year sheet."""
        ids = set(ids)
        rows = RollingPlan.objects.live().filter(first_year=first_year)
        self.rolling = {each.project_id: each for each in rows.iterator() if each.project_id in ids}

    def load_months(self, month: Month, ids: Iterable[int]) -> None:
        """Amounts accepted up to the month, the month's own report and fact, and the stages reached."""
        ids = set(ids)
        self.invested: dict[int, Invested] = defaultdict(Invested)
        facts = (
            Progress.objects.live().filter(month__lt=month).values_list("project_id", "month", "span", "invested_wan")
        )
        for pk, when, span, amount in facts.iterator(chunk_size=5_000):
            if pk not in ids:
                continue
            known = self.invested[pk]
            if when.year < month.year:
                known.before_year += amount
                known.has_before_year = True
            elif span == Span.YEAR_OPENING:
                known.opening_until, known.opening = when.month, amount
            else:
                known.months[when.month] = amount
        said = ("project_id", "invested_wan", "physical_progress", "problems", "needs", "next_step", "report_id")
        split = PlannedMonth.objects.filter(month=month, plan__superseded_at__isnull=True)
        self.month_plans = dict(split.values_list("plan__project_id", "planned_wan"))
        of_month: Any = Progress.objects.live().filter(month=month, span=Span.MONTH).values_list(*said, named=True)
        self.facts = {fact.project_id: fact for fact in of_month.iterator() if fact.project_id in ids}
        late = Progress.objects.live().filter(
            month__gte=month, month__lte=Month(month.year, 12), span=Span.YEAR_OPENING
        )
        self.openings = {fact.project_id: fact for fact in late if fact.project_id in ids}
        self.marks: dict[int, list[tuple[str, Any]]] = defaultdict(list)
        for pk, mark, day in StageMark.objects.live().values_list("project_id", "mark", "happened_on"):
            if pk in ids:
                self.marks[pk].append((mark, day))

    def load_reports(self, month: Month, ids: Iterable[int]) -> None:
        """The month's papers in whatever state."""
        ids = set(ids)
        reports = MonthlyReport.objects.filter(month=month)
        self.reports = {report.project_id: report for report in reports if report.project_id in ids}

    def load_prior(self, year: int, ids: Iterable[int]) -> None:
        """What is known up to the end of the year before."""
        ids = set(ids)
        self.prior: dict[int, Decimal] = {}
        self.prior_opening: dict[int, Decimal] = {}
        facts = Progress.objects.live().filter(month__lte=Month(year - 1, 12))
        for pk, span, amount in facts.values_list("project_id", "span", "invested_wan").iterator(chunk_size=5_000):
            if pk in ids:
                self.prior[pk] = self.prior.get(pk, Decimal(0)) + amount
                if span == Span.PRIOR_OPENING:
                    self.prior_opening[pk] = amount
