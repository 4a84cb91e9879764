"""What a project's page shows, read in a fixed number of queries whatever the project has been through."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf

from yidan.kernel import parameters
from yidan.kernel.facts import known as known_fact
from yidan.kernel.journal import Entry
from yidan.kernel.statements import Prepared, together
from yidan.kernel.values import FEN_PER_WAN, Month
from yidan.kernel.verbs import Verb
from yidan.ledger.models import (
    AnnualPlan,
    Attachment,
    FormerName,
    InvestmentSource,
    Milestone,
    PlannedMonth,
    Profile,
    Project,
    ProjectCode,
    Share,
    Source,
    StageMark,
    Tagging,
)
from yidan.ledger.queries import visible_to
from yidan.people.models import Person
from yidan.people.queries import Scope, scope_of
from yidan.progress.models import MonthlyReport, Progress, Span

ENTRIES = 20
NOTED = "noted"  # of a former name: by hand or by an import, so that it can be withdrawn
REPORTS = 6


@dataclass(frozen=True)
class Said:
    """One small fact: which kind, its row, what it says, what goes with it."""

    kind: str
    id: int
    text: str
    more: str


@dataclass
class Page:
    """Everything known of one project, now or as of a day."""

    project: Project
    profile: Profile
    as_of: datetime | None
    year: int
    said: dict[str, list[Said]]
    marks: list[StageMark]
    milestones: list[Milestone]
    plans: list[AnnualPlan]
    split: dict[Month, Decimal]
    progress: list[Progress]
    newest: list[Entry]
    parameters: dict[str, Any]
    reports: list[MonthlyReport] = field(default_factory=list)

    @property
    def children(self) -> list[Said]:
        """The 子项 of a bundle, in order."""
        return self.said.get("child", [])

    @property
    def plan(self) -> AnnualPlan | None:
        """This project's own plan of the year (a bundle has none)."""
        return next(
            (plan for plan in self.plans if plan.year == self.year and plan.project_id == self.project.pk), None
        )

    @property
    def planned(self) -> Decimal | None:
        """The year's plan, of a bundle the sum of its children's."""
        amounts = [plan.planned_wan for plan in self.plans if plan.year == self.year]
        return sum(amounts, Decimal(0)) if amounts else None

    @property
    def until(self) -> Month | None:
        """The last accepted month of the year."""
        months = [fact.month for fact in self.progress if fact.month.year == self.year and fact.span == Span.MONTH]
        return max(months, default=None)

    def of_year(self) -> Decimal:
        """本年完成: months and an opening within the year."""
        return self._sum(lambda fact: fact.month.year == self.year and fact.span != Span.PRIOR_OPENING)

    def to_date(self) -> Decimal:
        """自开工累计, up to the year's end."""
        return self._sum(lambda fact: fact.month.year <= self.year)

    def _sum(self, wanted: Any) -> Decimal:
        return sum((fact.invested_wan for fact in self.progress if wanted(fact)), Decimal(0))

    def held(self) -> dict[Month, Progress]:
        """What holds of each accepted month of the project itself: the fact, which may have been corrected since."""
        own = [fact for fact in self.progress if fact.project_id == self.project.pk and fact.span == Span.MONTH]
        return {fact.month: fact for fact in own}

    def by_month(self) -> tuple[list[Month], list[Decimal | None], list[Decimal | None]]:
        """The year's twelve months: plan (the split, else in equal parts) and what was done (None: not yet known)."""
        months = [Month(self.year, number) for number in range(1, 13)]
        planned = self.planned
        plan: list[Decimal | None]
        if self.split:
            plan = [self.split.get(month, Decimal(0)) for month in months]
        else:
            plan = [planned / 12 if planned is not None else None] * 12
        done = dict.fromkeys(months)
        for fact in self.progress:
            if fact.span != Span.PRIOR_OPENING and fact.month in done:
                done[fact.month] = (done[fact.month] or Decimal(0)) + fact.invested_wan
        return months, plan, [done[month] for month in months]


def read(person: Person, pk: int, *, year: int | None, today: date, as_of: datetime | None) -> Page | None:
    """The page of a project the person may see; None where there is none (or it was not known yet)."""
    asked = _Questions(person, as_of) if as_of else _now(person)
    answers = together(*((each, pk) for each in asked.all))
    profiles, facts, plans, known, marks, milestones, newest, told, *reports = answers
    if not profiles:
        return None
    profile = profiles[0]
    project = profile.project
    project.profile = project.profile if as_of else profile
    said = _said(facts)
    if leaves := [child.id for child in said.get("child", ())]:
        plans, known = list(_plans(leaves, as_of)), list(_progress(leaves, as_of))
    chosen = year or _year(plans, known, today)
    split: dict[Month, Decimal] = {}
    for each in said.get("month", ()):
        month = Month.from_number(int(each.text))
        if month.year == chosen:
            split[month] = split.get(month, Decimal(0)) + Decimal(each.more) / FEN_PER_WAN
    return Page(
        project=project,
        profile=profile,
        as_of=as_of,
        year=chosen,
        said=said,
        marks=marks,
        milestones=milestones,
        plans=plans,
        split=split,
        progress=known,
        newest=newest,
        parameters=parameters.read(told),
        reports=reports[0] if reports else [],
    )


class _Questions:
    """What is asked of a project a person may see, as known then."""

    def __init__(self, person: Person, as_of: datetime | None) -> None:
        visible = visible_to(person, as_of)
        self.all = [
            Prepared(lambda pk: _profile(pk, visible, as_of)),
            Prepared(lambda pk: _small_facts(pk, as_of)),
            Prepared(lambda pk: _plans([pk], as_of)),
            Prepared(lambda pk: _progress([pk], as_of)),
            Prepared(lambda pk: StageMark.objects.known_at(as_of).filter(project=pk).order_by("happened_on", "id")),
            Prepared(lambda pk: Milestone.objects.known_at(as_of).filter(project=pk)),
            Prepared(lambda pk: _entries([pk], as_of, 0)),
            parameters.LIVE,
            *([] if as_of else [Prepared(_reports)]),
        ]


def _now(person: Person) -> _Questions:
    """The same for everybody with the same reach, written once."""
    scope = scope_of(person)
    if scope not in _WRITTEN:
        if len(_WRITTEN) >= MOST_REACHES:
            _WRITTEN.clear()
        _WRITTEN[scope] = _Questions(person, None)
    return _WRITTEN[scope]


MOST_REACHES = 200
_WRITTEN: dict[Scope, _Questions] = {}


def _profile(pk: int, visible: QuerySet[Project], as_of: datetime | None) -> QuerySet[Profile]:
    return (
        Profile.objects.known_at(as_of)
        .filter(project=pk, project__in=visible.filter(pk=pk))  # else the whole register is gone through for one
        .select_related(
            "project__parent__profile",
            "owner_unit",
            "responsible_unit",
            "competent_unit",
            "assessed_unit",
            "contact_leader",
        )
    )


def _plans(projects: list[int], as_of: datetime | None) -> QuerySet[AnnualPlan]:
    return AnnualPlan.objects.known_at(as_of).filter(project__in=projects).order_by("-year", "order", "id")


def _progress(projects: list[int], as_of: datetime | None) -> QuerySet[Progress]:
    facts = Progress.objects.known_at(as_of).filter(project__in=projects).order_by("month")
    return facts.only("month", "span", "invested_wan", "project_id", "reason", "physical_progress", "problems")


def _reports(pk: int) -> QuerySet[MonthlyReport]:
    reports = MonthlyReport.objects.filter(project=pk).order_by("-month")[:REPORTS]
    return reports.only("month", "state", "invested_wan", "physical_progress", "problems")


def _year(plans: list[AnnualPlan], progress: list[Progress], today: date) -> int:
    """The newest year that is not ahead and has anything accepted, else the newest with a plan."""
    done = [fact.month.year for fact in progress if fact.span != Span.PRIOR_OPENING and fact.month.year <= today.year]
    planned = sorted(plan.year for plan in plans)
    return (
        max(done, default=0)
        or max((year for year in planned if year <= today.year), default=0)
        or (planned[0] if planned else today.year)
    )


def timeline(page: Page, before: int | None = None) -> tuple[list[Entry], int | None]:
    """The newest entries of the project and of those merged into it; and where the next page begins."""
    merged = [each.id for each in page.said.get("merged", ())]
    start = before or 0
    found = page.newest
    if merged or start:
        found = list(_entries([page.project.pk, *merged], page.as_of, start))
    return found[:ENTRIES], start + ENTRIES if len(found) > ENTRIES else None


def _entries(projects: list[int], as_of: datetime | None, start: int) -> QuerySet[Entry]:
    entries = Entry.objects.filter(project_id__in=projects).exclude(verb=Verb.REPORT_SAVE)  # drafts: in the journal
    if as_of:
        entries = entries.filter(recorded_at__lte=as_of)
    return entries.order_by("-at", "-id")[start : start + ENTRIES + 1]


def _said(rows: list[tuple[Any, ...]]) -> dict[str, list[Said]]:
    """Codes, names, months, shares, sources, tags, files, children, merged projects: in one query."""
    said: dict[str, list[Said]] = {}
    for kind, number, text, more, _order in sorted(rows, key=lambda row: (row[0], row[4], row[1])):
        said.setdefault(kind, []).append(Said(kind, number, text or "", more or ""))
    return said


def _small_facts(pk: int, as_of: datetime | None) -> QuerySet:
    def known(model: Any, kind: str, text: Any, more: Any = "", order: Any = "id") -> QuerySet:
        return _arm(model.objects.known_at(as_of).filter(project=pk), kind, text, more, order)

    past = Profile.objects.filter(project=pk)
    past = past.filter(recorded_at__lte=as_of) if as_of else past.filter(superseded_at__isnull=False)
    children = Project.objects.filter(parent=pk, merged_into__isnull=True)
    family = Project.objects.filter(Q(pk=pk) | Q(parent=pk)).values("pk")
    months = PlannedMonth.objects.filter(known_fact(as_of, "plan__"), plan__project__in=family)
    unit = Coalesce(NullIf("unit__short_name", Value("")), "unit__name")
    return _arm(past, "name", "name").union(
        known(FormerName, "name", "name", Value(NOTED, output_field=TextField()), order=Value(0)),
        known(ProjectCode, "code", "code", Cast("is_current", TextField())),
        known(Share, "share", unit, Cast("percent", TextField())),
        known(InvestmentSource, "source", "source", Cast("amount_wan", TextField())),
        known(Tagging, "tag", "tag__name", "tag__kind"),
        known(Attachment, "file", "title", _paper()),
        _arm(months, "month", "month", "planned_wan", "month"),
        _arm(children, "child", "profile__name", "stage", "order"),
        _arm(Project.objects.filter(merged_into=pk), "merged", "profile__name", "internal_id"),
        all=True,
    )


PART = "\x1f"


def _paper() -> Concat:
    """What goes with a file in one column: size, kind, number, day, milestone."""
    names = ("file__size_bytes", "kind", "number", "dated_on", "milestone")
    parts = [Coalesce(Cast(name, TextField()), Value(""), output_field=TextField()) for name in names]
    joined = [piece for part in parts for piece in (Value(PART, output_field=TextField()), part)][1:]
    return Concat(*joined, output_field=TextField())


def _arm(rows: QuerySet, kind: str, text: Any, more: Any = "", order: Any = "id") -> QuerySet:
    """One arm of the union: kind, row, text, what goes with it, place."""

    def column(value: Any) -> Any:
        if value == "":
            return Value("", output_field=TextField())
        return Cast(F(value) if isinstance(value, str) else value, TextField())

    return rows.order_by().values_list(
        Value(kind, output_field=TextField()), F("pk"), column(text), column(more), Cast(order, BigIntegerField())
    )


def source_amounts(page: Page) -> list[tuple[str, Decimal]]:
    """资金来源 in the order of the plan's table heads, 万元."""
    amounts = {each.text: Decimal(each.more) / FEN_PER_WAN for each in page.said.get("source", ())}
    return [(str(source.label), amounts[source]) for source in Source if source in amounts]
