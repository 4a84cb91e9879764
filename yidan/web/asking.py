"""The question a page asks of the figures, read from its address and written back into addresses.

`?period=2020-06&unit=3&as_of=2020-07-05` says all of it, so that a number can be sent to somebody as a link.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from yidan.figures import months, queries
from yidan.figures.population import LEVELS
from yidan.figures.question import Period, Question, moment
from yidan.figures.sources import Source
from yidan.kernel.values import Month, beijing_day
from yidan.ledger.models import Domain, Listing
from yidan.web import clock
from yidan.web import format as words
from yidan.web.request import Request

NUMBERS = ("unit", "leader", "owner", "project")
NARROWING = ("unit", "domain", "level", "listing", "leader", "owner")
CHOICES = {"domain": Domain.values, "level": LEVELS, "listing": Listing.values}


def seen(request: Request) -> tuple[Question, datetime, str]:
    """What is asked, the moment of asking and the state of the ledger then; no page for whoever sees no business."""
    now, at = clock.now(), queries.revision()
    asked = question(request, now=now, at=at)
    if asked.scope.is_nothing:
        raise Http404
    return asked, now, at


def question(request: Request, *, now: datetime, at: str) -> Question:
    """What is asked, within what this person may see; without a period, the newest month that is (nearly) all in."""
    given = request.GET
    text = given.get("period", "").strip()
    asked = Question.of(request.user, Period(now.year), as_of=as_of(request))
    asked = asked.over(Period.parse(text) if text else latest(asked, now=now, at=at))
    narrowed: dict[str, Any] = {}
    for name in NUMBERS:
        if given.get(name):
            if not given[name].isdecimal():
                raise Http404(name)
            narrowed[name] = int(given[name])
    for name, allowed in CHOICES.items():
        if given.get(name):
            if given[name] not in allowed:
                raise Http404(name)
            narrowed[name] = given[name]
    return asked.narrowed(**(_own_unit(asked) | narrowed))


def as_of(request: Request) -> datetime | None:
    """The moment of knowing that the address names; None for now."""
    given = request.GET.get("as_of", "").strip()
    return moment(given) if given else None


def as_of_day(known_at: datetime | None) -> str:
    """That moment as the control of a page shows it; empty for now."""
    return known_at.astimezone(words.BEIJING).strftime("%Y-%m-%d") if known_at else ""


def _own_unit(asked: Question) -> dict[str, int]:
    """A county's reviewer asks of the own unit, in which shared projects count with their part."""
    scope = asked.scope
    alone = not scope.is_city and len(scope.assessed) == 1 and not scope.competent and not scope.owned
    return {"unit": next(iter(scope.assessed))} if alone else {}


def latest(asked: Question, *, now: datetime, at: str) -> Period:
    """The newest month that is (nearly) all in."""
    # The same for everybody: a person with a single project is not shown another month than the city.
    this_month = Month.of(beijing_day(now))
    found = months.newest(None, this_month, as_of=asked.as_of, at=at)
    if found is None:
        found = months.opened(None, Month(this_month.year, 12), asked.as_of) or this_month
    return Period.of(found)


def address(key: str, asked: Question, **over: Any) -> str:
    """Where a figure stands with its sources."""
    return f"/figures/{key}/?{query(asked, **over)}"


def query(asked: Question, **over: Any) -> str:
    """The question as the query of an address."""
    said = {
        "period": str(asked.period),
        "unit": asked.unit,
        "domain": asked.domain,
        "level": asked.level,
        "listing": asked.listing,
        "leader": asked.leader,
        "owner": asked.owner,
        "project": asked.project,
        "as_of": asked.as_of.isoformat(timespec="minutes") if asked.as_of else None,
    }
    said |= over
    return urlencode({name: value for name, value in said.items() if value not in (None, "")})


def scope_words(asked: Question) -> str:
    """Which projects: the chosen unit, domain, level, listing, leader, owner; empty for all one may see."""
    chosen = {
        "unit": asked.unit,
        "domain": asked.domain,
        "level": asked.level,
        "listing": asked.listing,
        "leader": asked.leader,
        "owner": asked.owner,
    }
    said = [
        group.name
        for by, key in chosen.items()
        if key is not None
        for group in queries.groups(by, [key])
    ]  # fmt: skip
    return " · ".join(said)


def project_address(project_id: int) -> str:
    """A project's record."""
    return reverse("project", args=[project_id])


def source_address(source: Source) -> str:
    """The record behind a number: the item, the permits or the matter it is, or the project it is of."""
    if source.item_id:
        return reverse("item", args=[source.item_id])
    if source.permits_of:
        return reverse("permits-of", args=[source.permits_of])
    if source.enterprise_id:
        return reverse("enterprise", args=[source.enterprise_id])
    if source.reading:
        watch, item, day = source.reading
        return f"{reverse('watch-item', args=[watch, item])}?day={day}"
    return reverse("matter", args=[source.matter_id]) if source.matter_id else project_address(source.project_id)


def report_address(project_id: int, month: Month | None) -> str:
    """The report of a month of a project; empty for what has no month."""
    return reverse("report", args=[project_id, str(month)]) if month else ""


@dataclass(frozen=True, slots=True)
class Cut:
    """The line under every number: 口径:调度口径 · 数据截至…"""

    calibre: str
    cut_off: str
    note: str


def cut(asked: Question, calibre: str) -> Cut:
    """How the numbers of this question are to be read."""
    note = _("按 %(moment)s 所知") % {"moment": words.minute(asked.as_of)} if asked.as_of else ""
    return Cut(_("%(calibre)s口径") % {"calibre": calibre}, _day(asked.period.until), note)


def _day(value: date) -> str:
    return f"{words.short_day(value)}" if words.is_english() else f"{value.year}年{value.month}月{value.day}日"


@dataclass(frozen=True, slots=True)
class PeriodPicker:
    """The months of the year, the whole year, the month before and after, and the years there are."""

    here: str
    before: str
    after: str
    options: list[tuple[str, str, bool]]


def picker(asked: Question, path: str, *, today: date) -> PeriodPicker:
    """Links that change nothing but the period."""

    def link(period: Period) -> str:
        return f"{path}?{query(asked, period=str(period))}"

    year, this_month = asked.period.year, Month.of(today)
    months = [Month(year, number) for number in range(1, 13)]
    options = [
        (link(Period.of(month)), words.months_to(month), asked.period == Period.of(month))
        for month in months
        if month <= this_month
    ]
    options.append((link(Period(year)), _("%(year)s年全年") % {"year": year}, asked.period.is_year))
    options += [
        (link(Period(other, 12)), _("%(year)s年") % {"year": other}, False)
        for other in (year - 1, year + 1)
        if other <= today.year
    ]
    here = _said(asked.period)
    last = asked.period.last
    return PeriodPicker(
        here=here,
        before=link(Period.of(last - 1)),
        after=link(Period.of(last + 1)) if last < this_month else "",
        options=options,
    )


def _said(period: Period) -> str:
    return _("%(year)s年全年") % {"year": period.year} if period.is_year else words.months_to(period.last)
