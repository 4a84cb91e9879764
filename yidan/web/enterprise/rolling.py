"""企业名单 by what the address asks: county, what is wanting, words."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _w

from yidan.enterprises import parameters as office
from yidan.enterprises import queries, rules
from yidan.enterprises.models import Call, Care, Enterprise, Part
from yidan.kernel import parameters
from yidan.people.models import Person, Unit
from yidan.people.queries import assessed_units
from yidan.web import chips
from yidan.web import format as words

WANTING = (
    ("care", _w("包保未落实")), ("resume", _w("应复工未复工")), ("quiet", _w("久未走访")), ("need", _w("诉求未办结")),
)  # fmt: skip


def chosen(person: Person, query: Any, today: date, as_of: datetime | None = None) -> list[Enterprise]:
    """The firms this address shows to this person, as the list had them at that moment (None: now).

    `today` is the day of that moment.
    """
    found = queries.listed(queries.visible_to(person), as_of, is_ended=query.get("ended") == "1")
    if units := [int(each) for each in query.getlist("unit") if each.isdecimal()]:
        found = found.filter(then_unit__in=units)
    for word in query.get("q", "").split():
        found = found.filter(
            Q(then_name__icontains=word) | Q(then_industry__icontains=word) | Q(then_lists__icontains=word)
        )
    wanting = query.get("wanting", "")
    found = queries.with_cares(found, as_of)
    if wanting == "care":
        found = _without_care(found, as_of)
    elif wanting == "resume":
        back = Call.objects.filter(enterprise=OuterRef("pk"), resumed_on__lte=today)
        back = back.filter(recorded_at__lte=as_of) if as_of else back
        due = Q(then_to_resume_on__isnull=True) | Q(then_to_resume_on__lte=today)
        found = found.filter(due).exclude(Exists(back))
    elif wanting == "quiet":
        since = today - timedelta(days=parameters.values(as_of)[office.QUIET.name])
        found = found.filter(Q(last_on__isnull=True) | Q(last_on__lt=since))
    elif wanting == "need":
        found = found.filter(open_count__gt=0)
    units_then = Unit.objects.in_bulk(set(found.values_list("then_unit", flat=True)))
    firms = list(found)
    for each in firms:
        each.unit = units_then[each.then_unit]  # type: ignore[attr-defined]
        for name in queries.KEPT:
            setattr(each, name, getattr(each, f"then_{name}"))
    return sorted(firms, key=lambda each: (each.unit.protocol_order, each.unit_id, each.pk))


def _without_care(found: QuerySet[Enterprise], as_of: datetime | None) -> QuerySet[Enterprise]:
    """Firms for which at least one part in use is nobody's."""
    held = Care.objects.known_at(as_of).filter(
        enterprise=OuterRef("pk"), until_on__isnull=True, part__is_ended=False, part__scheme__is_ended=False
    )
    missing = Q()
    for part in queries.parts_in_use():
        missing |= ~Q(Exists(held.filter(part=part)))
    return found.filter(missing) if missing else found.none()


def rows(enterprises: list[Enterprise], parts: list[Part], today: date) -> list[dict[str, Any]]:
    """Each firm with who looks after it, whether it is at work, when it was called on, what it waits for."""
    found = []
    for each in enterprises:
        held = {care.part_id: care for care in each.cares_now}  # type: ignore[attr-defined]
        firm = queries.firm_of(each, today)
        last_on = each.last_on  # type: ignore[attr-defined]
        found.append({
            "pk": each.pk, "name": each.name, "href": reverse("enterprise", args=[each.pk]), "unit": each.unit,
            "industry": each.industry, "lists": each.lists,
            "cares": [(part.name, str(held[part.pk]) if part.pk in held else "") for part in parts],
            "stands": stands(firm, today), "staff": staff(firm),
            "last": words.short_day(last_on) if last_on else "",
            "open": each.open_count, "needs": each.need_count,  # type: ignore[attr-defined]
        })  # fmt: skip
    return found


def stands(firm: rules.Firm, today: date) -> tuple[str, str]:
    """(已复工, good): whether a firm is at work."""
    if rules.has_resumed(firm, today):
        return _("已复工"), "good"
    if not rules.is_due(firm, today):
        return _("计划%(day)s复工") % {"day": words.short_day(firm.to_resume_on)}, "quiet"
    return _("未复工"), "warn"


def staff(firm: rules.Firm) -> str:
    """返岗86/120."""
    if firm.back_count is None:
        return ""
    return f"{firm.back_count}/{firm.due_count}" if firm.due_count else str(firm.back_count)


def filters(request: Any, person: Person) -> list[Any]:
    """The chips above the list."""
    counties = assessed_units().filter(pk__in=queries.visible_to(person).values("unit"))
    made = [
        chips.chip(request.GET, "wanting", _("要补的"), WANTING),
        chips.chip(request.GET, "unit", _("县市区"), [(each.pk, each) for each in counties], several=True),
        chips.chip(request.GET, "ended", _("状态"), [("1", _("不再包保"))]),
    ]
    return [each for each in made if each.options]
