"""Which weeks and months can be drafted, and what is missing for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yidan.bulletins import parameters as office
from yidan.bulletins.blocks import length
from yidan.bulletins.drafting.weekly import reported
from yidan.bulletins.models import Bulletin
from yidan.bulletins.states import Kind, State
from yidan.figures import queries
from yidan.figures.question import CITY, Period, Question
from yidan.kernel.parameters import values
from yidan.kernel.values import Month, beijing_day
from yidan.people.models import Unit
from yidan.people.queries import assessed_units
from yidan.progress.calendar import deadlines
from yidan.progress.queries import working_month
from yidan.web import asking
from yidan.web import format as words
from yidan.web.papers import bulletin as papers

WEEKS, MONTHS = 8, 6


@dataclass(frozen=True)
class Stretch:
    """For what a paper is made: its words, its address, when its data are cut, the paper where there is one."""

    key: str
    label: str
    address: str
    cut_off: str
    is_due: bool
    made: Bulletin | None


def anchor(given: str, today: date) -> date:
    """The day from which one chooses backwards: as asked, today, or the end of the newest month that was reported where
    nothing is planned for this year."""
    try:
        return min(date.fromisoformat(given), today)
    except ValueError:
        return min(working_month(today).last, today)


def weeks(now: datetime, today: date) -> list[Stretch]:
    """The week in hand and those before it, the newest first."""
    ends = [papers.week_of(today) - timedelta(days=7 * back) for back in range(WEEKS)]
    made = _made(Kind.WEEKLY, ends)
    found = []
    for end in ends:
        cut = papers.weekly_cut_off(end)
        begin = end - timedelta(days=6)
        label = f"{words.day(begin)}—{words.day(end, begin)}"
        address = f"{reverse('bulletin.draft')}?kind=weekly&ending={end}"
        found.append(Stretch(str(end), label, address, words.minute(cut), cut <= now, made.get(end)))
    return found


def newest_due(now: datetime) -> str:
    """The newest month whose reports should be accepted by now; empty where there is none among the last few."""
    this = working_month(beijing_day(now))
    return next((str(each) for each in (this, this - 1, this - 2) if deadlines(each).accept_by <= now), "")


def special(now: datetime, today: date) -> dict[str, Any]:
    """Of what a 专报 can be made: each 考核单元, of the newest month that is in."""
    due = [each for each in months(now, today) if each.is_due]
    return {"month": due[0].key if due else "", "label": due[0].label if due else "", "units": assessed_units()}


def months(now: datetime, today: date, kind: Kind = Kind.MONTHLY) -> list[Stretch]:
    """The month in hand and those before it, the newest first."""
    this = Month.of(today)
    known = [this - back for back in range(MONTHS)]
    made = _made(kind, [month.last for month in known])
    found = []
    for month in known:
        cut = deadlines(month).accept_by
        address = f"{reverse('bulletin.draft')}?kind={kind.value}&month={month}"
        found.append(
            Stretch(str(month), words.month(month), address, words.minute(cut), cut <= now, made.get(month.last))
        )
    return found


def years(now: datetime, today: date) -> list[Stretch]:
    """The year in hand and the one before it, the newest first."""
    this = Month.of(today).year
    made = _made(Kind.ANNUAL, [date(year, 12, 31) for year in (this, this - 1)])
    found = []
    for year in (this, this - 1):
        cut = papers.annual_cut_off(year)
        address = f"{reverse('bulletin.draft')}?kind=annual&year={year}"
        label = _("%(year)s年") % {"year": year}
        found.append(Stretch(str(year), label, address, words.minute(cut), cut <= now, made.get(date(year, 12, 31))))
    return found


def _made(kind: Kind, ends: list[date]) -> dict[date, Bulletin]:
    papers_made = Bulletin.objects.filter(kind=kind, to_on__in=ends, corrects=None).exclude(state=State.WITHDRAWN)
    return {each.to_on: each for each in papers_made}


def missing(about: dict[str, Any], now: datetime) -> list[dict[str, str]]:
    """What the reader of a draft should know before it is kept: sentences, each with where to look."""
    if about["cut_off_at"] > now:
        return []
    found = []
    month = reported(about["to_on"], about["cut_off_at"]) if about["kind"] == Kind.WEEKLY else Month.of(about["to_on"])
    asked = Question(Period.of(month), CITY, about["cut_off_at"]) if month else None
    count = queries.value("report.missing", asked).value if asked else 0
    if asked and month and count:
        said = ngettext(
            "数据截止时还有%(count)s个项目没有报%(month)s月报，它们当月的完成数不在内。",
            "数据截止时还有%(count)s个项目没有报%(month)s月报，它们当月的完成数不在内。", int(count),
        ) % {"count": words.number(count), "month": words.month(month)}  # fmt: skip
        as_of = about["cut_off_at"].isoformat()
        found.append({"said": said, "href": f"/lists/not_reported/?{asking.query(asked, as_of=as_of)}"})
    most = values(about["cut_off_at"])[office.MOST.name]
    if (written := length(about["blocks"])) > most:
        said = _("正文%(count)s字，超过%(most)s字的上限，请删减。") % {"count": words.number(written), "most": most}
        found.append({"said": said, "href": ""})
    return found


def named(ids: Any) -> list[str]:
    """The units that a draft names."""
    return [str(unit) for unit in Unit.objects.filter(pk__in=list(ids)).order_by("protocol_order", "id")]
