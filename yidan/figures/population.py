"""The rows every figure stands on: one per project that carries plan and progress, as known at the moment asked for.

One definition for now and for then: profile, plan, stage marks and progress are joined as they were known
`as_of` (`yidan.kernel.facts.known`), so a bulletin of last year can be computed again.
"""

from __future__ import annotations

from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    ExpressionWrapper,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from yidan.figures.question import Question
from yidan.kernel.facts import known
from yidan.kernel.values import MonthField, WanField
from yidan.ledger.models import AnnualPlan, Listing, Mark, PlannedMonth, Profile, Project, Share, StageMark
from yidan.ledger.queries import standing
from yidan.progress.models import MonthlyReport, Progress, Span
from yidan.progress.states import State

LEVELS = ("national", "provincial", "municipal", "county")


def projects(question: Question) -> QuerySet[Project]:
    """The projects in question, each once.

    Reached beside their own fields: `about__…` (profile), `plan__…` (that year's plan, if any), `started__happened_on`,
    `completed__happened_on` (up to the period's last day), all as known then.
    """
    withdrawn = marks(question).filter(
        project=OuterRef("pk"), mark=Mark.WITHDRAWN, happened_on__lte=question.period.until
    )
    return registered(question).exclude(Exists(withdrawn))


def registered(question: Question) -> QuerySet[Project]:
    """The same with those that were 调出, which are counted nowhere and still have a course of their own."""
    as_of = question.as_of
    rows = (
        standing(as_of)
        .order_by()
        .annotate(
            about=FilteredRelation("profiles", condition=known(as_of, "profiles__")),
            plan=FilteredRelation("plans", condition=known(as_of, "plans__") & Q(plans__year=question.period.year)),
            started=_mark("stage_marks", Mark.STARTED, question),
            completed=_mark("stage_marks", Mark.COMPLETED, question),
        )
    )
    return rows.filter(Q(about__isnull=False) & within(question))


def _mark(path: str, mark: Mark, question: Question) -> FilteredRelation:
    condition = known(question.as_of, f"{path}__") & Q(
        **{f"{path}__mark": mark, f"{path}__occurrence": 1, f"{path}__happened_on__lte": question.period.until}
    )
    return FilteredRelation(path, condition=condition)


def within(question: Question) -> Q:
    """What the person may see (`ledger.queries.visible_to`, said of the profile known then), narrowed by choice."""
    condition = Q()
    scope = question.scope
    if not scope.is_city:
        shared = Share.objects.known_at(question.as_of).filter(unit__in=scope.assessed).values("project")
        condition &= (
            Q(about__assessed_unit__in=scope.assessed)
            | Q(pk__in=shared)
            | Q(about__competent_unit__in=scope.competent)
            | Q(about__responsible_unit__in=scope.competent)
            | Q(about__owner_unit__in=scope.owned)
        )
    if question.unit is not None:
        shared = Share.objects.known_at(question.as_of).filter(unit=question.unit).values("project")
        condition &= Q(about__assessed_unit=question.unit) | Q(pk__in=shared)
    if question.domain is not None:
        condition &= Q(about__domain=question.domain)
    if question.level is not None:
        condition &= Q(**{f"about__is_{question.level}_key": True})
    if question.listing is not None:
        condition &= Q(plan__listing=question.listing)
    if question.leader is not None:
        condition &= Q(about__contact_leader=question.leader)
    if question.owner is not None:
        condition &= Q(about__owner_unit=question.owner)
    if question.project is not None:
        condition &= Q(pk=question.project) | Q(parent=question.project)
    return condition


# --- the facts that are summed ---


def plans(question: Question) -> QuerySet[AnnualPlan]:
    """That year's plans."""
    return AnnualPlan.objects.known_at(question.as_of).filter(year=question.period.year)


def this_month(question: Question) -> QuerySet[Progress]:
    """What was done in the period's last month."""
    return Progress.objects.known_at(question.as_of).filter(month=question.period.last, span=Span.MONTH)


def this_year(question: Question) -> QuerySet[Progress]:
    """What was done from January on: months, and an opening within the year."""
    return (
        Progress.objects.known_at(question.as_of)
        .filter(month__gte=question.period.first, month__lte=question.period.last)
        .exclude(span=Span.PRIOR_OPENING)
    )


def ever(question: Question) -> QuerySet[Progress]:
    """Everything up to the period's last month: earlier years' opening, openings, months."""
    return Progress.objects.known_at(question.as_of).filter(month__lte=question.period.last)


def marks(question: Question) -> QuerySet[StageMark]:
    """Steps taken, as known then."""
    return StageMark.objects.known_at(question.as_of)


def planned_months(question: Question) -> QuerySet[PlannedMonth]:
    """分月计划 of that year's plans."""
    return PlannedMonth.objects.filter(plan__in=plans(question))


def plans_of_the_month(question: Question) -> QuerySet[AnnualPlan]:
    """That year's plans with `month_wan`, what they plan for the period's last month (`month`).

    分月计划 where a plan has them, else a twelfth, cut so that the twelve add up to the plan to the last 分.
    """
    month = question.period.last
    fen = BigIntegerField()
    parts = PlannedMonth.objects.filter(plan=OuterRef("pk")).order_by()
    own = parts.filter(month=month).annotate(fen=Cast("planned_wan", fen)).values("fen")
    whole = Cast("planned_wan", fen)
    twelfth = whole * Value(month.month) / Value(12) - whole * Value(month.month - 1) / Value(12)
    planned = Case(When(Exists(parts), then=Coalesce(Subquery(own), 0)), default=twelfth, output_field=fen)
    return plans(question).annotate(
        month=Value(month.number, output_field=MonthField()),
        month_wan=ExpressionWrapper(planned, output_field=WanField()),
    )


def profiles(question: Question) -> QuerySet[Profile]:
    """What was said of projects then: names for a list of sources."""
    return Profile.objects.known_at(question.as_of)


def told_investments(question: Question) -> QuerySet[Profile]:
    """What was said of projects then, where a total investment was said."""
    return profiles(question).filter(total_investment_wan__isnull=False)


# --- conditions on rows of `projects` ---

LISTED = Q(plan__isnull=False)
NOT_PREPARING = LISTED & ~Q(plan__listing=Listing.PREPARING)


def is_any(question: Question) -> Q:
    """Every project in question."""
    return Q()


def is_listed(question: Question) -> Q:
    """In the year's plan."""
    return LISTED


def is_counted_as_base(question: Question) -> Q:
    """In the year's plan and not 预备 (domain.md §0.5: 前期项目 are no part of the denominator)."""
    return NOT_PREPARING


def is_listed_as_starting(question: Question) -> Q:
    """In the year's plan as 新开工."""
    return Q(plan__listing=Listing.STARTING)


def has_started(question: Question) -> Q:
    """Started within the year up to the period's last day; one listed as 新开工 also when it started before."""
    within_year = Q(started__happened_on__gte=question.period.first.first)
    return LISTED & Q(started__isnull=False) & (within_year | Q(plan__listing=Listing.STARTING))


def is_to_start(question: Question) -> Q:
    """Listed as 新开工 and to start by the period's last day; one without a day is to start by the year's end."""
    due = Q(plan__starts_on__lte=question.period.until)
    if question.period.months == 12:
        due |= Q(plan__starts_on__isnull=True)
    return Q(plan__listing=Listing.STARTING) & due


def is_overdue_to_start(question: Question) -> Q:
    """To start by the period's last day, and no start on record."""
    return is_to_start(question) & Q(started__isnull=True)


def is_not_yet_to_start(question: Question) -> Q:
    """Listed as 新开工 with a day after the period's last, and not started."""
    later = Q(plan__starts_on__gt=question.period.until)
    return Q(plan__listing=Listing.STARTING) & later & Q(started__isnull=True)


def has_finished(question: Question) -> Q:
    """Completed within the year up to the period's last day; one listed as 竣工 also when completed before."""
    within_year = Q(completed__happened_on__gte=question.period.first.first)
    return LISTED & Q(completed__isnull=False) & (within_year | Q(plan__listing=Listing.COMPLETING))


def is_to_finish(question: Question) -> Q:
    """To be completed by the period's last day by the plan; one listed as 竣工 without a day, by the year's end."""
    first, until = question.period.first.first, question.period.until
    due = Q(plan__finishes_on__gte=first, plan__finishes_on__lte=until)
    listed = Q(plan__listing=Listing.COMPLETING)
    if question.period.months == 12:
        due |= listed & Q(plan__finishes_on__isnull=True)
    return NOT_PREPARING & (due | listed & Q(plan__finishes_on__lt=first))


def is_under_way(question: Question) -> Q:
    """在建 or started, and not standing still on the period's last day."""
    until = question.period.until
    resumed = marks(question).filter(
        project=OuterRef("project"), occurrence=OuterRef("occurrence"), mark=Mark.RESUMED, happened_on__lte=until
    )
    suspended = (
        marks(question)
        .filter(project=OuterRef("pk"), mark=Mark.SUSPENDED, happened_on__lte=until)
        .exclude(Exists(resumed))
    )
    begun = Q(started__isnull=False) | Q(plan__listing__in=[Listing.CONTINUING, Listing.COMPLETING])
    return NOT_PREPARING & begun & ~Q(Exists(suspended))


def is_to_report(question: Question) -> Q:
    """In the year's plan and not terminated."""
    ended = marks(question).filter(project=OuterRef("pk"), mark=Mark.TERMINATED, happened_on__lte=question.period.until)
    return LISTED & ~Q(Exists(ended))


def is_not_reported(question: Question) -> Q:
    """To report, with nothing accepted for the period's last month or on its way."""
    return is_to_report(question) & ~_is_in(question)


def has_reported(question: Question) -> Q:
    """To report, with something accepted for the period's last month or on its way."""
    return is_to_report(question) & _is_in(question)


def _is_in(question: Question) -> Q:
    accepted = this_month(question).filter(project=OuterRef("pk"))
    return Q(Exists(accepted)) | Q(Exists(_on_its_way(question)))


def _on_its_way(question: Question) -> QuerySet:
    """Reports are papers, not facts: what was known of them is when they were submitted."""
    papers = MonthlyReport.objects.filter(project=OuterRef("pk"), month=question.period.last)
    if question.as_of is not None:
        return papers.filter(Q(submitted_at__lte=question.as_of) | Q(accepted_at__lte=question.as_of))
    return papers.filter(state__in=[State.SUBMITTED, State.CHECKED, State.ACCEPTED])


def has_nothing_done(question: Question) -> Q:
    """In the year's plan with an amount, not 预备, and nothing accepted this year."""
    done = this_year(question).filter(project=OuterRef("pk")).exclude(invested_wan=0)
    return NOT_PREPARING & Q(plan__planned_wan__gt=0) & ~Q(Exists(done))
