"""Questions about the pools: how a project is prepared, since when it stands still, what waits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from yidan.kernel import parameters
from yidan.kernel.values import BEIJING, Month, beijing_day
from yidan.ledger.maturity import Known, checklist, required
from yidan.ledger.models import (
    InvestmentSource,
    Milestone,
    Pool,
    PoolCase,
    PoolKind,
    PoolState,
    PoolTerm,
    Profile,
    Project,
    ProjectCode,
    StageMark,
)


def _read_needs(text: str) -> str:
    required(text)  # a word that is no item of the checklist is refused
    return text


POOL_STILL = parameters.declare(
    "ledger.pool_still_months",
    _("入库后无进展，考虑出库"),
    12,
    unit=_("个月"),
    source="domain.md §8 [S1]：一年无进展出库",
)
POOL_ENTRY_NEEDS = parameters.declare(
    "ledger.pool_entry_needs",
    _("入库必备(可写总投资、建设地点、牵头单位、选址坐标、项目代码、资金方案、建设内容)"),
    "总投资、建设地点、牵头单位",
    unit="",
    source="domain.md §8 入库核对单；哪几项必备为本系统取值 [A]",
    read=_read_needs,
)


def preparation_of(
    ids: Iterable[int], as_of: datetime | None = None, day: date | None = None
) -> dict[int, tuple[Known, date]]:
    """What the ledger knew of each project's preparation (up to a day), and the last day on which anything was done.

    To be admitted to a pool counts as something done: a project that moved on yesterday is not idle.
    """
    wanted = list(ids)
    reached: dict[int, dict[str, date]] = {}
    nodes = Milestone.objects.known_at(as_of).filter(project__in=wanted, actual_on__isnull=False)
    nodes = nodes.filter(actual_on__lte=day) if day else nodes
    for project, name, on in nodes.values_list("project", "name", "actual_on"):
        reached.setdefault(project, {})[name] = on
    marks: dict[int, dict[str, date]] = {}
    steps = StageMark.objects.known_at(as_of).filter(project__in=wanted)
    steps = steps.filter(happened_on__lte=day) if day else steps
    for project, mark, on in steps.values_list("project", "mark", "happened_on"):
        marks.setdefault(project, {})[mark] = on
    sources: dict[int, Decimal] = {}
    for project, amount in (
        InvestmentSource.objects.known_at(as_of).filter(project__in=wanted).values_list("project", "amount_wan")
    ):
        sources[project] = sources.get(project, Decimal(0)) + amount
    codes = ProjectCode.objects.known_at(as_of).filter(project__in=wanted, is_current=True)
    coded = set(codes.values_list("project", flat=True))
    admitted = {
        project: beijing_day(at)
        for project, at in _admissions(as_of).filter(project__in=wanted).order_by("decided_at")
        .values_list("project", "decided_at") if at and (day is None or beijing_day(at) <= day)
    }  # fmt: skip
    found = {}
    for profile in Profile.objects.known_at(as_of).filter(project__in=wanted).select_related("project"):
        pk = profile.project_id
        known = Known(
            reached=frozenset(reached.get(pk, ())), marks=frozenset(marks.get(pk, ())), has_code=pk in coded,
            total_wan=profile.total_investment_wan, sources_wan=sources.get(pk, Decimal(0)),
            has_place=bool(profile.place), has_coordinates=profile.longitude is not None,
            proposed=bool(profile.scale or profile.total_investment_wan),
            has_lead=bool(profile.responsible_unit_id or profile.competent_unit_id or profile.duty_person),
        )  # fmt: skip
        entered = admitted.get(pk) or beijing_day(profile.project.registered_at)
        found[pk] = (known, max([entered, *reached.get(pk, {}).values(), *marks.get(pk, {}).values()]))
    return found


def _admissions(as_of: datetime | None = None) -> QuerySet[PoolCase]:
    granted = PoolCase.objects.filter(kind=PoolKind.ENTRY, state=PoolState.GRANTED)
    return granted.filter(decided_at__lte=as_of) if as_of else granted


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier; the last of a shorter month."""
    month = Month.of(day)
    index = month.year * 12 + month.month - 1 - months
    earlier = Month(index // 12, index % 12 + 1)
    return date(earlier.year, earlier.month, min(day.day, earlier.last.day))


def still(projects: QuerySet[Project], today: date, months: int) -> QuerySet[Project]:
    """Those in reserve and rolling for which nothing was done for so long: the rule proposes them to leave.

    Whom somebody decided to keep is left alone until the day that was named.
    """
    since = months_before(today, months)
    moment = datetime(since.year, since.month, since.day, tzinfo=BEIJING)
    own = {"project": OuterRef("pk")}
    return projects.filter(profile__pool__in=(Pool.RESERVE, Pool.ROLLING), registered_at__lt=moment).exclude(
        Exists(Milestone.objects.live().filter(**own, actual_on__gte=since))
        | Exists(StageMark.objects.live().filter(**own, happened_on__gte=since))
        | Exists(_admissions().filter(**own, decided_at__gte=moment))
        | Exists(PoolCase.objects.filter(**own, kind=PoolKind.STAY, until_on__gte=today))
    )


def kept_until(ids: Iterable[int], as_of: datetime | None = None) -> dict[int, date]:
    """Until when somebody had decided that a project stays, whatever the rule says."""
    stays = PoolCase.objects.filter(project__in=list(ids), kind=PoolKind.STAY, until_on__isnull=False)
    stays = stays.filter(decided_at__lte=as_of) if as_of else stays
    return {project: day for project, day in stays.order_by("until_on").values_list("project", "until_on") if day}


def terms_of(project: int) -> QuerySet[PoolTerm]:
    """Since when a project stands where, the oldest first, as it is held now."""
    return PoolTerm.objects.live().filter(project=project).order_by("since_on")


def term_between(terms: Sequence[PoolTerm], pool: str = "") -> tuple[PoolTerm | None, PoolTerm | None, PoolTerm | None]:
    """The newest of a project's terms (in that pool), the one before it and the one after it."""
    places = [place for place, term in enumerate(terms) if not pool or term.pool == pool]
    if not places:
        return None, None, None
    last = places[-1]
    return terms[last], terms[last - 1] if last else None, terms[last + 1] if last + 1 < len(terms) else None


def stood_in(day: date, as_of: datetime | None, *pools: str, since: date | None = None) -> QuerySet[PoolTerm]:
    """The terms (of `OuterRef("pk")`) that hold on that day, or within the days from `since` to it; as known then."""
    own = {"project": OuterRef("pk"), "pool__in": pools, "since_on__lte": day}
    later = PoolTerm.objects.known_at(as_of).filter(
        project=OuterRef("project"), since_on__gt=OuterRef("since_on"), since_on__lte=since or day
    )
    return PoolTerm.objects.known_at(as_of).filter(~Exists(later), **own)


def in_pool_since(ids: Iterable[int], as_of: datetime | None = None, day: date | None = None) -> dict[int, date]:
    """The day since which each project stands where it stands (on that day), as known at that moment."""
    terms = PoolTerm.objects.known_at(as_of).filter(project__in=list(ids)).order_by("since_on")
    terms = terms.filter(since_on__lte=day) if day else terms
    return dict(terms.values_list("project", "since_on"))


def waiting(projects: QuerySet[Project]) -> QuerySet[PoolCase]:
    """Proposals on these projects that nobody decided yet, the oldest first."""
    return (
        PoolCase.objects.filter(state=PoolState.PROPOSED, project__in=projects)
        .select_related("project__profile__assessed_unit", "proposed_by__unit")
        .order_by("proposed_at", "pk")
    )


def absent(known: Known) -> list[str]:
    """What no entry goes without, as the office has set it, and is not there."""
    there = checklist(known)
    return [each for each in required(parameters.values()[POOL_ENTRY_NEEDS.name]) if not there[each]]
