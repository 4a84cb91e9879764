"""Questions about firms: which one may see, who looks after them now and before, what became of what they asked for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet, Subquery

from yidan.enterprises.models import Call, Care, Enrolment, Enterprise, Need, Part, Scheme
from yidan.enterprises.rules import Firm
from yidan.matters.states import ENDED
from yidan.people.models import Person
from yidan.people.queries import Scope, scope_of

# What the list says of a firm beside whose it is: asked of a past day, as it was then.
KEPT = ("name", "industry", "lists", "to_resume_on")


def visible_to(person: Person) -> QuerySet[Enterprise]:
    """The firms of one's county, those one looks after, and those whose need one's unit answers."""
    return within(scope_of(person), person)


def within(scope: Scope, person: Person | None = None) -> QuerySet[Enterprise]:
    """The firms that somebody of this scope may see: with `person` also those this one looks after in person."""
    if scope.is_city:
        return Enterprise.objects.all()
    if scope.is_nothing:
        return Enterprise.objects.none()
    now = Care.objects.live().filter(enterprise=OuterRef("pk"), until_on__isnull=True)
    by_unit = Q(unit__in=scope.competent | scope.assessed)
    mine = now.filter(Q(person=person) | by_unit if person else by_unit)
    asked = Need.objects.filter(enterprise=OuterRef("pk"), matter__lead_unit__in=scope.competent)
    return Enterprise.objects.filter(Q(unit__in=scope.assessed) | Exists(mine) | Exists(asked))


def enrolled(enterprises: QuerySet[Enterprise], as_of: datetime | None) -> list[Enterprise]:
    """Those looked after, each as the list had it at that moment (None: now): whose it was, when it was to resume."""
    said = Enrolment.objects.known_at(as_of).filter(is_ended=False, enterprise__in=enterprises.order_by().values("pk"))
    on_list = {each.enterprise_id: each for each in said.select_related("unit")}
    firms = list(with_calls(enterprises.filter(pk__in=on_list.keys()), as_of))
    for firm in firms:
        then = on_list[firm.pk]
        firm.unit, firm.is_ended = then.unit, False
        for name in KEPT:
            setattr(firm, name, getattr(then, name))
    return sorted(firms, key=lambda each: (each.unit.protocol_order, each.unit_id, each.pk))


def with_calls(enterprises: QuerySet[Enterprise], as_of: datetime | None = None) -> QuerySet[Enterprise]:
    """The firms with their calls, the latest first: of a moment only those entered by then."""
    calls = Call.objects.filter(recorded_at__lte=as_of) if as_of else Call.objects.all()
    return enterprises.select_related("unit").prefetch_related(Prefetch("calls", calls))


def calls_for(person: Person) -> QuerySet[Call]:
    """The calls on those firms."""
    return Call.objects.filter(enterprise__in=visible_to(person)).select_related("enterprise__unit")


def parts_in_use() -> QuerySet[Part]:
    """The parts of the schemes in use, in their order."""
    return Part.objects.filter(is_ended=False, scheme__is_ended=False).select_related("scheme")


def schemes() -> QuerySet[Scheme]:
    """The schemes with their parts."""
    return Scheme.objects.prefetch_related("parts")


def listed(
    enterprises: QuerySet[Enterprise], as_of: datetime | None, *, is_ended: bool = False
) -> QuerySet[Enterprise]:
    """Those that the list had at that moment (None: now), each with what it said of it then (`then_name`, …)."""
    said = Enrolment.objects.known_at(as_of).filter(enterprise=OuterRef("pk"))
    found = enterprises.filter(Exists(said.filter(is_ended=is_ended)))
    return found.annotate(**{f"then_{name}": Subquery(said.values(name)[:1]) for name in ("unit", *KEPT)})


def with_cares(enterprises: QuerySet[Enterprise], as_of: datetime | None = None) -> QuerySet[Enterprise]:
    """The firms with who looks after them, their last call and how many of their needs wait, in a few queries; of a
    moment only what was known by then."""
    now = Care.objects.known_at(as_of).filter(until_on__isnull=True).select_related("person__unit", "unit", "part")
    raised, waits = Q(), ~Q(needs__matter__state__in=ENDED)
    if as_of:
        raised = Q(needs__matter__raised_at__lte=as_of)
        waits = raised & (Q(needs__matter__ended_at__isnull=True) | Q(needs__matter__ended_at__gt=as_of))
    return (
        with_calls(enterprises, as_of)
        .prefetch_related(Prefetch("cares", now, to_attr="cares_now"))
        .annotate(
            need_count=Count("needs", filter=raised, distinct=True),
            open_count=Count("needs", filter=waits, distinct=True),
            last_on=Max("calls__called_on", filter=Q(calls__recorded_at__lte=as_of) if as_of else None),
        )
    )


def cares_over_time(enterprise: Enterprise) -> QuerySet[Care]:
    """Who looked after a firm, and when: as known now, the present ones first."""
    held = Care.objects.live().filter(enterprise=enterprise).select_related("person__unit", "unit", "part__scheme")
    return held.order_by("part__scheme", "part__order", "-since_on")


def firms(enterprises: Iterable[Enterprise], day: date) -> list[Firm]:
    """Each firm as its calls up to that day tell it; the latest that says something counts."""
    return [firm_of(each, day) for each in enterprises]


def firm_of(enterprise: Enterprise, day: date) -> Firm:
    """One firm as it stood on a day; its calls are read already, the latest first."""
    told = [call for call in enterprise.calls.all() if call.called_on <= day]

    def last(name: str) -> object:
        return next((value for call in told if (value := getattr(call, name)) is not None), None)

    return Firm(
        enterprise.to_resume_on, last("resumed_on"), last("back_count"), last("due_count"),  # type: ignore[arg-type]
    )  # fmt: skip
