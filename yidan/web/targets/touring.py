"""看学议 and 奋战100天: a tour's stops with what its scorecards say of each, and how far a campaign is in its days.

Cards speak of projects and of the units that show them, never of a person; how many there were is said beside the mean.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from yidan.figures import queries as figures
from yidan.figures.question import Period, Question
from yidan.kernel.values import Month
from yidan.ledger import queries as ledger
from yidan.targets import queries
from yidan.targets.models import Item, Register
from yidan.targets.rules import Field
from yidan.targets.states import Family, FieldKind, State
from yidan.web import asking
from yidan.web import format as words

STOP, GOAL = "stop", "goal"


def scorecards(item: Item, register: Register, person: Any) -> dict[str, Any] | None:
    """The route, each stop with the mean of every criterion; None where there are no cards for an item like this."""
    book = next((each for each in queries.registers() if _has_cards(each, register)), None)
    content = item.live
    if book is None or content is None or any(content.value(name) not in values for name, values in book.asks.under):
        return None
    criteria = [each for each in book.asks.fields if each.kind == FieldKind.NUMBER]
    cards = _cards(item, book)
    links = list(queries.links_of(item))
    seen = {each.pk for each in ledger.visible_to(person).filter(pk__in=[link.project_id for link in links])}
    stops = [
        {
            "place": place, "name": str(link.project), "number": link.project.internal_id, "note": link.note,
            "href": reverse("project", args=[link.project_id]),
            "unit": str(link.project.profile.assessed_unit or "") if link.project.profile else "",
            **means(cards.get(link.project.internal_id, ()), criteria),
        }
        for place, link in enumerate(links, 1) if link.project_id in seen
    ]  # fmt: skip
    known = {link.project.internal_id for link in links}
    return {
        "heads": [each.label for each in criteria], "stops": stops, "units": _units(stops),
        "strange": sorted(cards.keys() - known), "has_cards": any(each["count"] for each in stops),
    }  # fmt: skip


def _has_cards(book: Register, above: Register) -> bool:
    names = {each.name for each in book.asks.fields}
    return book.asks.parent == above.key and book.key != above.key and STOP in names


def _cards(item: Item, book: Register) -> dict[str, list[dict[str, Any]]]:
    """What each card says, by the stop's number as it was written, in capitals."""
    found: dict[str, list[dict[str, Any]]] = {}
    listed = Item.objects.filter(parent=item, register_key=book.key).exclude(state=State.WITHDRAWN)
    for each in queries.with_words(listed):
        content = each.live
        if content:
            found.setdefault(str(content.value(STOP) or "").strip().upper(), []).append(content.values)
    return found


def means(cards: Iterable[dict[str, Any]], criteria: Iterable[Field]) -> dict[str, Any]:
    """Of one stop: the mean of each criterion over its cards, their sum, and how many cards there are."""
    given = list(cards)
    found = [
        _mean([each[field.name] for each in given if each.get(field.name) not in (None, "")]) for field in criteria
    ]
    known = [each for each in found if each is not None]
    total = sum(known, Fraction(0)) if known else None
    return {
        "count": len(given), "means": [_shown(each) for each in found], "total": _shown(total), "exact": total,
    }  # fmt: skip


def _mean(values: list[Any]) -> Fraction | None:
    return sum((Fraction(Decimal(str(each))) for each in values), Fraction(0)) / len(values) if values else None


def _shown(value: Fraction | None) -> str:
    return words.MISSING if value is None else words.number(value, 1)


def _units(stops: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Units by the mean of their stops, the highest first; equal ones in the order of the route."""
    by_unit: dict[str, list[Fraction]] = {}
    for each in stops:
        if each["exact"] is not None and each["unit"]:
            by_unit.setdefault(each["unit"], []).append(each["exact"])
    found = [(name, _mean(list(map(_decimal, values))), len(values)) for name, values in by_unit.items()]
    ordered = sorted(found, key=lambda each: -(each[1] or 0))
    return [{"name": name, "mean": _shown(mean), "stops": count} for name, mean, count in ordered]


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def countdown(item: Item, register: Register, person: Any, today: date) -> dict[str, Any] | None:
    """A campaign in its days: which day it is of how many, how many are left, and the rate beside its goal."""
    content = item.live
    if register.family != Family.EVENT or content is None or content.starts_on is None or content.until_on is None:
        return None
    first, last = content.starts_on, content.until_on
    days, passed = (last - first).days + 1, min(max((today - first).days + 1, 0), (last - first).days + 1)
    said = {"days": days, "day": passed, "left": days - passed, "percent": passed * 100 // days}
    if today < first:
        said["words"] = _("还有%(days)d天开始，共%(all)d天") % {"days": (first - today).days, "all": days}
    elif today > last:
        said["words"] = _("已结束，共%(all)d天") % {"all": days}
    else:
        said["words"] = _("第%(day)d天，共%(all)d天，还剩%(left)d天") % {
            "day": passed,
            "all": days,
            "left": days - passed,
        }
    return said | (_goal(content.value(GOAL), person, min(today, last)) or {})


def _goal(goal: Any, person: Any, day: date) -> dict[str, Any] | None:
    """The completion rate of the newest month that has ended by that day, beside the goal."""
    if goal in (None, ""):
        return None
    month = Month.of(day)
    if day < month.last:
        if month.month == 1:
            return None
        month = Month(month.year, month.month - 1)
    asked = Question.of(person, Period.of(month))
    value = figures.value("completion.rate", asked).value
    wanted = Decimal(str(goal))
    return {
        "goal": words.percent(Fraction(wanted), 1), "rate": words.percent(value, 1) if value is not None else "",
        "rate_href": asking.address("completion.rate", asked), "rate_month": str(month),
        "is_reached": value is not None and value >= wanted,
    }  # fmt: skip
