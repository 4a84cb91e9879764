"""Which matters a list shows, in what order, with how many of each: page, export and saved views ask here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from yidan.figures import news
from yidan.figures.holding import held
from yidan.ledger.models import Project, Tagging
from yidan.matters import queries
from yidan.matters.models import Matter
from yidan.matters.states import Kind, ProblemType, Severity, State, Tier
from yidan.people.models import Person, Unit
from yidan.people.queries import scope_of
from yidan.web.matter.keeping import Ids, Listed, Order, Told
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
    """The answer: the keys in order, the tab it is, how many each tab has, how many in each state."""

    ids: Ids
    tab: str
    sort: str
    counts: dict[str, int]
    states: dict[str, int]
    ask: Callable[[], QuerySet[Matter]]

    @property
    def matters(self) -> QuerySet[Matter]:
        """The same matters in the same order, asked of the database: for who wants all of them."""
        return self.ask().order_by(*_order(self.sort).by)


def roll(person: Person, query: Mapping[str, Any], *, today: date) -> Roll:
    """Matters this person may see, as the query (of lists of strings) says."""
    wanted = {name: tuple(each for each in values if each) for name, values in query.items()}
    asked = {name: wanted[name] for name in FILTERS if wanted.get(name)}
    looking = _Looking(person, asked, today, news.look())
    seen, mine = looking.told(ALL, USUAL[ALL]), looking.told(MINE, USUAL[MINE])
    states = {state.value: seen.states.get(state, 0) for state in State}
    counts = {MINE: len(mine.ids), ALL: len(seen.ids), OVERDUE: seen.late, CLOSED: states[State.CLOSED]}
    tab = (wanted.get("tab") or ("",))[0]
    if tab not in TABS:
        tab = MINE if counts[MINE] and not asked else ALL
    sort = (wanted.get("sort") or (USUAL[tab],))[0]
    sort = sort if sort.lstrip("-") in SORTS else USUAL[tab]
    return Roll(looking.told(tab, sort).ids, tab, sort, counts, states, looking.asking(tab))


def turns(person: Person, today: date) -> int:
    """How many matters wait for the person."""
    return len(_Looking(person, {}, today, news.look()).told(MINE, USUAL[MINE]).ids)


def seen(person: Person, today: date) -> Told:
    """All that the person may see: how many in each state, how many overdue."""
    return _Looking(person, {}, today, news.look()).told(ALL, USUAL[ALL])


@dataclass(frozen=True)
class _Looking:
    """Who looks at what on which day, and the state of the journal; lists are kept for who asks the same again."""

    person: Person
    asked: Mapping[str, tuple[str, ...]]
    today: date
    at: str

    def told(self, tab: str, sort: str) -> Told:
        """The list of a tab, kept in step with what is written."""
        scope = scope_of(self.person)
        mine = (self.person.pk, *sorted(self.person.holds()))
        who = mine if tab == MINE or not scope.is_city else scope
        key = ("matters", tab, sort, who, self.today, tuple(self.asked.items()))
        by_projects = (tab != MINE and not scope.is_city) or "tag" in self.asked
        order = _order(sort)
        kept = held(key, lambda: Listed(self.asking(tab), order, self.today, by_projects=by_projects))
        with kept.renewed(self.at):
            return kept.told

    def asking(self, tab: str) -> Callable[[], QuerySet[Matter]]:
        """What finds the matters of a tab."""
        person, asked, today = self.person, self.asked, self.today

        def ask() -> QuerySet[Matter]:
            if tab == MINE:  # of the units the person sees by, or of the whole city
                return narrowed(queries.turn_of(person), asked, today)
            found = narrowed(queries.visible_to(person), asked, today)
            if tab == OVERDUE:
                return found.filter(queries.is_overdue(today))
            return found.filter(state=State.CLOSED) if tab == CLOSED else found

        return ask


def _order(sort: str) -> Order:
    return Order(SORTS[sort.lstrip("-")], sort.startswith("-"))


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
    named = Project.objects.select_related("profile").only("internal_id", "order", "profile__name")
    return matters.select_related(
        "lead_unit", "verifying_unit", "turn_unit", "assessed_unit", "contact_leader", "raised_by"
    ).prefetch_related(Prefetch("projects", named), "supporting_units")


def in_order(ids: Iterable[int]) -> list[Matter]:
    """These, with everything that a row says; who is named many times is read once."""
    ids = list(ids)
    found = {each.pk: each for each in shown(Matter.objects.filter(pk__in=ids)).select_related(None).order_by()}
    for model, names in ((Unit, _UNITS), (Person, _PEOPLE)):
        wanted = {getattr(matter, f"{name}_id") for matter in found.values() for name in names}
        named = model.objects.in_bulk(wanted - {None})
        for matter in found.values():
            for name in names:
                if number := getattr(matter, f"{name}_id"):
                    setattr(matter, name, named[number])
    return [found[each] for each in ids if each in found]


_UNITS = ("lead_unit", "verifying_unit", "turn_unit", "assessed_unit")
_PEOPLE = ("contact_leader", "raised_by")
