"""Questions about monthly reports: who owes one, what it says beside last month, what is known of a project.

`scope` is always a queryset of projects that the asker may see (`yidan.ledger.queries.visible_to`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Sum

from yidan.kernel import journal, parameters
from yidan.kernel.values import Month, from_fen
from yidan.kernel.verbs import Verb
from yidan.ledger import queries as ledger
from yidan.ledger.models import AnnualPlan, Listing, Mark, Milestone, Project, Stage, StageMark
from yidan.progress.calendar import current_month
from yidan.progress.models import MonthlyReport, Progress, Span
from yidan.progress.parameters import thresholds as read_thresholds
from yidan.progress.rules import MilestoneSaid, Said, Situation, Thresholds, Unshown, read_day
from yidan.progress.states import State

OPEN_STATES = (State.DRAFT, State.SENT_BACK)
REVIEWED_STATES = (State.SUBMITTED, State.CHECKED)


# --- who owes a report -----------------------------------------------------------------------------------


def expected(month: Month, scope: QuerySet[Project]) -> QuerySet[Project]:
    """The projects that owe a report of this month: in the year's plan (a bundle's parent has none), not ended."""
    planned = AnnualPlan.objects.live().filter(project=OuterRef("pk"), year=month.year)
    return scope.filter(Exists(planned)).exclude(stage=Stage.TERMINATED).order_by("order", "id")


def working_month(today: date) -> Month:
    """The month in hand: today's, or the newest reported one where nothing is planned for this year."""
    month = current_month(today)
    if AnnualPlan.objects.live().filter(year=month.year).exists():
        return month
    return MonthlyReport.objects.order_by("-month").values_list("month", flat=True).first() or month


def reports_due(month: Month, scope: QuerySet[Project]) -> QuerySet[Project]:
    """The same, each with `report_id`, `report_state` (None: nothing written) and `sent_back_reason`: one join."""
    return expected(month, scope).annotate(
        this=FilteredRelation("reports", condition=Q(reports__month=month)),
        report_id=F("this__id"),
        report_state=F("this__state"),
        submitted_at=F("this__submitted_at"),
        sent_back_reason=F("this__sent_back_reason"),
    )


def not_reported(month: Month, scope: QuerySet[Project]) -> QuerySet[Project]:
    """Those of them that wait for their reporter: nothing written, a draft, or sent back."""
    due: QuerySet[Any] = reports_due(month, scope)  # with `report_state` beside its own fields
    return due.filter(Q(report_state__isnull=True) | Q(report_state__in=OPEN_STATES))


def count_by_state(month: Month, scope: QuerySet[Project]) -> dict[str, int]:
    """How many of the expected reports are in each state; "" counts those not begun."""
    counts = {"": 0, **dict.fromkeys(State.values, 0)}
    due: QuerySet[Any] = reports_due(month, scope)
    rows = due.order_by().values_list("report_state").annotate(count=Count("id"))
    for state, count in rows:
        counts[state or ""] = count
    return counts


def reminders(month: Month, project_ids: Iterable[int]) -> dict[int, datetime]:
    """When each project was last reminded of this month's report."""
    entries = journal.Entry.objects.filter(
        verb=Verb.REPORT_REMIND.value, project_id__in=list(project_ids), facts__month=str(month)
    ).order_by("at")
    return {project: at for project, at in entries.values_list("project_id", "at") if project is not None}


# --- what is known of a project --------------------------------------------------------------------------


def last_accepted(project: Project, before: Month, as_of: datetime | None = None) -> Progress | None:
    """The newest accepted month before this one: what the form shows beside each input."""
    facts = Progress.objects.known_at(as_of).filter(project=project, span=Span.MONTH, month__lt=before)
    return facts.order_by("-month").first()


def months_of(project: Project, year: int, as_of: datetime | None = None) -> list[Progress]:
    """A year's accepted months, January first."""
    facts = Progress.objects.known_at(as_of).filter(project=project, span=Span.MONTH)
    return list(facts.filter(month__gte=Month(year, 1), month__lte=Month(year, 12)).order_by("month"))


def versions(project: Project, month: Month) -> list[Progress]:
    """Everything that was ever held true of this month, oldest first: the first acceptance and each correction."""
    facts = Progress.objects.filter(project=project, month=month, span=Span.MONTH)
    return list(facts.select_related("approved_by").order_by("recorded_at", "id"))


def fact_of(project: Project, month: Month, as_of: datetime | None = None) -> Progress | None:
    """What holds of this month (as known at that moment)."""
    return Progress.objects.known_at(as_of).filter(project=project, month=month, span=Span.MONTH).first()


def total(project_ids: Iterable[int], until: Month, as_of: datetime | None = None) -> Decimal:
    """自开工累计 of these projects up to and including a month, 万元."""
    facts = Progress.objects.known_at(as_of).filter(project__in=project_ids, month__lte=until)
    return _sum(facts)


def year_total(project_ids: Iterable[int], until: Month, as_of: datetime | None = None) -> Decimal:
    """1—N月累计 of these projects, 万元."""
    facts = Progress.objects.known_at(as_of).filter(_within_year(until), project__in=project_ids)
    return _sum(facts)


def _within_year(until: Month) -> Q:
    return Q(month__gte=Month(until.year, 1), month__lte=until) & ~Q(span=Span.PRIOR_OPENING)


def _sum(facts: QuerySet[Progress]) -> Decimal:
    # The database adds whole 分; Sum over a WanField comes back converted.
    value = facts.order_by().aggregate(sum=Sum("invested_wan"))["sum"]
    return value if isinstance(value, Decimal) else from_fen(value) or Decimal(0)


def thresholds(as_of: datetime | None = None) -> Thresholds:
    """The office's thresholds as known at that moment."""
    return read_thresholds(parameters.values(as_of))


def situation(project: Project, month: Month, report: MonthlyReport | None = None) -> Situation:
    """The report (or an empty one) among everything the ledger knows of its project: six small queries."""
    return _around(month, [project.pk]).of(project, report, unshown=_unshown(project, month, report))


def situations(projects: Iterable[Project], month: Month, reports: Mapping[int, MonthlyReport]) -> dict[int, Situation]:
    """The same for many projects in as many queries as for one; where pictures are asked (`unshown`) is left out.

    `reports` are the month's papers by project, as far as there are any.
    """
    many = list(projects)
    known = _around(month, [project.pk for project in many])
    return {project.pk: known.of(project, reports.get(project.pk)) for project in many}


@dataclass(frozen=True)
class _Known:
    """What the ledger knows of some projects around a month, each by project."""

    month: Month
    facts: Mapping[int, list[Progress]]
    plans: Mapping[int, AnnualPlan]
    marks: Mapping[int, dict[str, date]]
    milestones: Mapping[int, list[Milestone]]
    missing: Mapping[int, tuple[Month, ...]]

    def of(self, project: Project, report: MonthlyReport | None, unshown: tuple[Unshown, ...] = ()) -> Situation:
        """One project's situation."""
        month, known = self.month, self.facts.get(project.pk, [])
        plan, marks = self.plans.get(project.pk), self.marks.get(project.pk, {})
        openings = [fact for fact in known if fact.span == Span.YEAR_OPENING and fact.month.year == month.year]
        return Situation(
            month=month,
            **_written(report, self.milestones.get(project.pk, [])),
            past=tuple(
                Said(fact.month, fact.invested_wan, fact.physical_progress)
                for fact in known
                if fact.span == Span.MONTH and fact.month < month
            ),
            year_opening_wan=sum((fact.invested_wan for fact in openings), Decimal(0)),
            earlier_wan=sum(
                (f.invested_wan for f in known if f.span != Span.MONTH and f not in openings and f.month < month),
                Decimal(0),
            ),
            covered_until=covered_until(known, month),
            missing=self.missing.get(project.pk, ()),
            planned_wan=plan.planned_wan if plan else None,
            is_preparing=bool(plan and plan.listing == Listing.PREPARING),
            total_investment_wan=project.profile.total_investment_wan if project.profile else None,
            started_on=marks.get(Mark.STARTED),
            completed_on=marks.get(Mark.COMPLETED),
            is_suspended=project.stage == Stage.SUSPENDED,
            unshown=unshown,
        )


def _around(month: Month, ids: list[int]) -> _Known:
    facts: dict[int, list[Progress]] = {}
    for fact in (
        Progress.objects.live()
        .filter(project__in=ids)
        .order_by("month")
        .only("project_id", "month", "span", "invested_wan", "physical_progress")
    ):
        facts.setdefault(fact.project_id, []).append(fact)
    marks: dict[int, dict[str, date]] = {}
    days = StageMark.objects.live().filter(project__in=ids).order_by("happened_on")
    for project, mark, day in days.values_list("project_id", "mark", "happened_on"):
        marks.setdefault(project, {})[mark] = day
    milestones: dict[int, list[Milestone]] = {}
    for each in Milestone.objects.live().filter(project__in=ids).order_by("order", "planned_on", "id"):
        milestones.setdefault(each.project_id, []).append(each)
    return _Known(month, facts, plans_in(month.year, ids), marks, milestones, _missing(ids, month, facts))


def _unshown(project: Project, month: Month, report: MonthlyReport | None) -> tuple[Unshown, ...]:
    """Where the ledger asks for a picture of this month and has none; a day typed in the report counts as reached."""
    typed = {}
    for name, days in (report.milestone_days if report else {}).items():
        try:
            day = read_day(str(days.get("actual_on") or ""))
        except ValueError:
            continue
        if day:
            typed[name] = day
    slots = ledger.asked([project.pk], month, typed=typed).get(project.pk, [])
    return tuple(Unshown(slot.name, slot.reason) for slot in ledger.unanswered(slots, month))


def _written(report: MonthlyReport | None, milestones: list[Milestone]) -> dict:
    days = report.milestone_days if report else {}
    said = tuple(
        MilestoneSaid(
            id=each.pk,
            name=each.name,
            planned_on=each.planned_on,
            known_on=each.forecast_on.isoformat() if each.forecast_on else "",
            known_reason=each.slip_reason,
            **{part: str(days.get(each.name, {}).get(part) or "") for part in ("forecast_on", "actual_on", "reason")},
        )
        for each in milestones
        if not each.actual_on
    )
    if report is None:
        return {"milestones": said}
    return {
        "invested_wan": report.invested_wan,
        "physical_progress": report.physical_progress,
        "problems": report.problems,
        "explanation": report.explanation,
        "typed": report.typed,
        "milestones": said,
    }


def covered_until(known: Iterable[Progress], month: Month) -> Month | None:
    """The month until which an opening amount already holds everything, if that includes this month."""
    ends = [
        fact.month
        for fact in known
        if fact.month >= month
        and (fact.span == Span.PRIOR_OPENING or (fact.span == Span.YEAR_OPENING and fact.month.year == month.year))
    ]
    return max(ends, default=None)


def _missing(ids: list[int], month: Month, facts: Mapping[int, list[Progress]]) -> dict[int, tuple[Month, ...]]:
    """Months of this year before this one that are neither accepted, covered by an opening, nor on their way."""
    gaps = {pk: found for pk in ids if (found := _gaps(month, facts.get(pk, [])))}
    if not gaps:
        return {}
    on_their_way = set(
        MonthlyReport.objects.filter(
            project__in=gaps, month__in={gap for each in gaps.values() for gap in each}, state__in=REVIEWED_STATES
        ).values_list("project_id", "month")
    )
    return {pk: tuple(gap for gap in each if (pk, gap) not in on_their_way) for pk, each in gaps.items()}


def _gaps(month: Month, known: list[Progress]) -> list[Month]:
    first = Month(month.year, 1)
    begun = min((fact.month for fact in known if fact.span == Span.MONTH), default=month)
    covered = [fact.month for fact in known if fact.span == Span.YEAR_OPENING and fact.month.year == month.year]
    start = max([first, begun, *(until + 1 for until in covered)])
    have = {fact.month for fact in known if fact.span == Span.MONTH}
    return [start + step for step in range(max(0, month - start)) if start + step not in have]


# --- the reviewer's list ---------------------------------------------------------------------------------


def reports_of(month: Month, scope: QuerySet[Project]) -> QuerySet[MonthlyReport]:
    """The month's reports within reach, those with doubts first, then in the office's order."""
    parts = ("assessed_unit", "owner_unit", "competent_unit", "responsible_unit")
    return (
        MonthlyReport.objects.filter(month=month, project__in=scope)
        .select_related("project__profile__assessed_unit", "project__profile__owner_unit", "needs_from")
        # A list needs names; the forty columns of fifty profiles cost more than the rest of the page.
        .only(
            *(field.name for field in MonthlyReport._meta.concrete_fields if field.name not in {"project", "typed"}),
            "project__internal_id",
            "project__order",
            "project__profile__name",
            "project__profile__project_id",
            *(f"project__profile__{part}" for part in parts),
            *(f"project__profile__{part}__{name}" for part in parts[:2] for name in ("name", "short_name")),
        )
        .order_by("-doubt_count", "project__order", "project_id")
    )


def facts_in(month: Month, project_ids: Iterable[int]) -> dict[int, Progress]:
    """Each project's accepted fact of one month."""
    facts = Progress.objects.live().filter(project__in=list(project_ids), month=month, span=Span.MONTH)
    return {fact.project_id: fact for fact in facts}


def year_totals(until: Month, project_ids: Iterable[int]) -> dict[int, Decimal]:
    """1—N月累计 of each project, 万元."""
    rows = (
        Progress.objects.live()
        .filter(_within_year(until), project__in=list(project_ids))
        .order_by()
        .values_list("project_id")
        .annotate(sum=Sum("invested_wan"))
    )
    return {pk: value if isinstance(value, Decimal) else from_fen(value) or Decimal(0) for pk, value in rows}


def plans_in(year: int, project_ids: Iterable[int]) -> dict[int, AnnualPlan]:
    """Each project's live plan of the year."""
    plans = AnnualPlan.objects.live().filter(project__in=list(project_ids), year=year)
    return {plan.project_id: plan for plan in plans}
