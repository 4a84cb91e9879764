"""Which matters a list shows, in what order, with how many of each: page, export and saved views ask here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from yidan.ledger.models import Tagging
from yidan.matters import queries
from yidan.matters.models import Matter
from yidan.matters.states import Kind, ProblemType, Severity, State, Tier
from yidan.people.models import Person
from yidan.web.matter.wording import soon_on

MINE, ALL, OVERDUE, CLOSED = "mine", "all", "overdue", "closed"
TABS = {MINE: _("轮到我办"), ALL: _("全部"), OVERDUE: _("逾期"), CLOSED: _("已销号")}
LIGHTS = {"red": _("逾期"), "yellow": _("将到期"), "green": _("正常"), "grey": _("未计时")}
CHOICES: dict[str, tuple[str, Any]] = {
    "state": ("state", State), "kind": ("kind", Kind), "type": ("problem_type", ProblemType),
    "tier": ("tier", Tier), "severity": ("severity", Severity),
}  # fmt: skip
NUMBERS = {"unit": "lead_unit", "county": "assessed_unit", "verifier": "verifying_unit", "leader": "contact_leader"}
FILTERS = ("q", *CHOICES, *NUMBERS, "year", "tag", "light", "project", "rebound")
SORTS: dict[str, tuple[str, ...]] = {
    "step": ("step_due_on", "due_on"), "due": ("due_on",), "number": ("year", "serial"),
    "lead": ("lead_unit__protocol_order",), "state": ("state",), "raised": ("raised_at",),
}  # fmt: skip
USUAL = {MINE: "step", ALL: "-number", OVERDUE: "due", CLOSED: "-number"}


@dataclass(frozen=True)
class Roll:
    """The answer: the matters in order, the tab it is, how many each tab has, how many in each state."""

    matters: QuerySet[Matter]
    tab: str
    sort: str
    counts: dict[str, int]
    states: dict[str, int]


def roll(person: Person, query: Mapping[str, Any], *, today: date) -> Roll:
    """Matters this person may see, as the query (of lists of strings) says."""
    wanted = {name: tuple(each for each in values if each) for name, values in query.items()}
    seen = narrowed(queries.visible_to(person), wanted, today)
    mine = narrowed(queries.turn_of(person), wanted, today)  # of the units the person sees by, or of the whole city
    late = seen.filter(queries.is_overdue(today))
    states = queries.by_state(seen)
    counts = {
        MINE: mine.order_by().count(), ALL: sum(states.values()), OVERDUE: late.order_by().count(),
        CLOSED: states[State.CLOSED],
    }  # fmt: skip
    tab = (wanted.get("tab") or ("",))[0]
    if tab not in TABS:
        is_asked = any(wanted.get(name) for name in FILTERS)
        tab = MINE if counts[MINE] and not is_asked else ALL
    chosen = {MINE: mine, OVERDUE: late, CLOSED: seen.filter(state=State.CLOSED)}.get(tab, seen)
    sort = (wanted.get("sort") or (USUAL[tab],))[0]
    sort = sort if sort.lstrip("-") in SORTS else USUAL[tab]
    return Roll(chosen.order_by(*_order(sort)), tab, sort, counts, states)


def _order(sort: str) -> list[Any]:
    is_down = sort.startswith("-")
    parts = [F(field) for field in SORTS[sort.lstrip("-")]]
    ordered = [part.desc(nulls_last=True) if is_down else part.asc(nulls_last=True) for part in parts]
    return [*ordered, "-id" if is_down else "id"]


def narrowed(matters: QuerySet[Matter], wanted: Mapping[str, tuple[str, ...]], today: date) -> QuerySet[Matter]:
    """The filters; they compose, and within one filter any of its values will do."""
    for name, (field, choices) in CHOICES.items():
        if values := [each for each in wanted.get(name, ()) if each in choices.values]:
            matters = matters.filter(**{f"{field}__in": values})
    for name, field in NUMBERS.items():
        if values := _whole(wanted.get(name, ())):
            matters = matters.filter(**{f"{field}__in": values})
    if years := _whole(wanted.get("year", ())):
        matters = matters.filter(Q(year__in=years) | Q(year__isnull=True, pk__in=_raised_in(matters, years)))
    if tags := _whole(wanted.get("tag", ())):
        tagged = Tagging.objects.live().filter(tag__in=tags).values("project")
        matters = matters.filter(pk__in=Matter.projects.through.objects.filter(project__in=tagged).values("matter"))
    if projects := _whole(wanted.get("project", ())):
        matters = matters.filter(pk__in=Matter.projects.through.objects.filter(project__in=projects).values("matter"))
    if lights := [each for each in wanted.get("light", ()) if each in LIGHTS]:
        soon, condition = soon_on(today), Q(pk__in=[])
        for colour in lights:
            condition |= queries.is_lit(colour, today, soon)
        matters = matters.filter(condition)
    if wanted.get("rebound"):
        matters = matters.filter(rebound_of__isnull=False)
    return queries.search(matters, wanted["q"][0]) if wanted.get("q") else matters


def _raised_in(matters: QuerySet[Matter], years: list[int]) -> QuerySet[Any]:
    """What has no number yet belongs to the year in which it was raised."""
    drafts = Matter.objects.filter(year__isnull=True).annotate(raised=ExtractYear("raised_at"))
    return drafts.filter(raised__in=years).values("pk")


def _whole(values: tuple[str, ...]) -> list[int]:
    return [int(value) for value in values if value.isdecimal() and len(value) < 10]


def shown(matters: QuerySet[Matter]) -> QuerySet[Matter]:
    """With everything that a row says, in as many queries for fifty as for one."""
    return matters.select_related(
        "lead_unit", "verifying_unit", "turn_unit", "assessed_unit", "contact_leader", "raised_by"
    ).prefetch_related("projects__profile", "supporting_units")
