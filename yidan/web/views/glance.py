"""What the cockpit brings after its first numbers: what moved within a week, and what falls due in the next five.

Parts of the cockpit's page, loaded after it; without script, and for whoever wants all of it, pages of their own.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yidan.figures import due as milestones
from yidan.figures import queries
from yidan.figures.bars import bars
from yidan.figures.moved import Moved
from yidan.figures.moved import moved as what_moved
from yidan.figures.question import Question
from yidan.kernel.parameters import values as parameter_values
from yidan.kernel.values import BEIJING, beijing_day
from yidan.web import asking, cockpit
from yidan.web import format as words
from yidan.web.papers.battle import battle_map
from yidan.web.preferences import preferences
from yidan.web.request import Request

WEEK = timedelta(days=7)
WEEKS, LISTED, LINES, NAMES, PAGE = 5, 5, 3, 2, 50


@require_GET
def moved(request: Request) -> HttpResponse:
    """一周变化 and the calendar of milestones."""
    asked, now, at = asking.seen(request)
    today = beijing_day(asked.as_of or now)
    since = datetime.combine(today - WEEK, time.max, tzinfo=BEIJING)
    known = queries.keep(f"moved/{since}", asked, lambda: what_moved(asked, since, at=at), at=at)
    first = today - timedelta(days=today.weekday())
    context = {
        "lines": lines(known, asked, preferences(request).unit), "since": words.day(since.date(), today),
        "calendar": calendar(asked, first, today), "due": [_due(each, today) for each in _next(asked, today)],
        "due_href": f"/milestones/?{asking.query(asked)}", "as_of": asking.as_of_day(asked.as_of),
        "back": f"/?{asking.query(asked)}",
    }  # fmt: skip
    return render(request, "home/moved.html" if request.headers.get("HX-Request") else "home/moved_page.html", context)


def lines(known: Moved, asked: Question, unit: str) -> list[dict[str, Any]]:
    """The three things that moved most visibly, in this order: money, starts and completions, places, matters."""
    found = [_money(known, asked, unit), *_steps(known, asked), _places(known, asked), *_matters(known, asked)]
    return [each for each in found if each][:LINES]


def _money(known: Moved, asked: Question, unit: str) -> dict[str, Any] | None:
    if not (change := known.by("invested.year")):
        return None
    note = _("完成率%(rate)s") % {"rate": words.percent(known.now["completion.rate"].value)}
    if points := known.by("completion.rate"):
        note += _("，%(points)s") % {"points": words.points(points)}
    shown = words.money(change, unit)
    return {
        "word": _("完成投资"), "value": shown if change < 0 else f"+{shown}", "unit": words.unit_word(unit),
        "note": note, "href": asking.address("invested.year", asked),
    }  # fmt: skip


def _steps(known: Moved, asked: Question) -> list[dict[str, Any]]:
    steps = (
        (_("新开工"), "start.count", known.started), (_("新竣工"), "finish.count", known.completed),
    )  # fmt: skip
    return [
        {
            "word": word, "value": words.signed(known.by(key), 0), "unit": cockpit.unit_of(key, ""),
            "note": _("、").join(names[:NAMES]) + (_("等") if len(names) > NAMES else ""),
            "href": asking.address(key, asked),
        }
        for word, key, names in steps
        if known.by(key)
    ]  # fmt: skip


def _places(known: Moved, asked: Question) -> dict[str, Any] | None:
    if not known.places:
        return None
    shown = known.places[:2] + known.places[2:][-2:]
    said = _("、").join(f"{group} {words.movement(gained)}" for group, gained in shown)
    return {
        "word": _("位次"), "value": said, "unit": "", "note": _("按年度计划完成率"),
        "href": asking.address("completion.rate", asked, by="unit"), "is_words": True,
    }  # fmt: skip


def _matters(known: Moved, asked: Question) -> list[dict[str, Any]]:
    issued, closed, overdue = (known.by(f"matter.{name}") for name in ("issued", "closed", "overdue"))
    said = [
        _("交办%(count)s件") % {"count": words.number(issued)} if issued > 0 else "",
        _("逾期未办结%(change)s件") % {"change": words.signed(overdue, 0)} if overdue else "",
    ]
    if not (closed or any(said)):
        return []
    return [
        {"word": _("一单销号"), "value": words.signed(closed, 0), "unit": _("件"),
         "note": _("，").join(filter(None, said)),
         "href": asking.address("matter.closed", asked)}
    ]  # fmt: skip


def calendar(asked: Question, first: date, today: date) -> dict[str, Any]:
    """Five weeks from this one: how many milestones fall due each day; and how many should have been reached before."""
    last = first + timedelta(days=7 * WEEKS - 1)
    counts = milestones.by_day(asked, first, last)
    days = [first + timedelta(days=number) for number in range(7 * WEEKS)]
    late = milestones.overdue_count(asked, today)
    return {
        "heads": words.weekdays(),
        "weeks": [[_day(each, counts.get(each, 0), asked, today) for each in days[at : at + 7]]
                  for at in range(0, 7 * WEEKS, 7)],
        "count": words.number(sum(count for day, count in counts.items() if day >= today)),
        "late": words.number(late) if late else "",
        "late_href": f"/milestones/?{asking.query(asked, day='late')}",
    }  # fmt: skip


def _day(each: date, count: int, asked: Question, today: date) -> dict[str, Any]:
    is_first = each.day == 1
    return {
        "word": f"{each.month}-{each.day}" if is_first else str(each.day), "count": count or "",
        "is_today": each == today, "is_past": each < today,
        "href": f"/milestones/?{asking.query(asked, day=str(each))}" if count else "",
        "spoken": _("%(day)s，%(count)s个节点到期") % {"day": words.day(each, today), "count": count},
    }  # fmt: skip


def _next(asked: Question, today: date) -> list[milestones.Due]:
    found = milestones.rows(asked).filter(due_on__gte=today).order_by("due_on", "project__order", "pk")
    return milestones.listed(found[:LISTED])


def _due(each: milestones.Due, today: date) -> dict[str, Any]:
    days = (each.due_on - today).days
    return {
        "name": each.name, "project": each.project, "unit": each.unit, "href": asking.project_address(each.project_id),
        "day": words.short_day(each.due_on), "in_days": _in_days(days), "is_late": days < 0,
        "slipped": _("推迟%(days)s天") % {"days": each.slipped_days} if each.slipped_days > 0 else "",
    }  # fmt: skip


def _in_days(days: int) -> str:
    if days == 0:
        return _("今天")
    if days < 0:
        return _("已过%(days)s天") % {"days": words.number(-days)}
    return _("还有%(days)s天") % {"days": words.number(days)}


@require_GET
def due(request: Request) -> HttpResponse:
    """节点: what falls due from today on, on one day, or what is late, with its project."""
    asked, now, _at = asking.seen(request)
    today, chosen = beijing_day(asked.as_of or now), request.GET.get("day", "")
    found = milestones.rows(asked)
    if chosen == "late":
        found = found.filter(due_on__lt=today)
    elif chosen:
        found = found.filter(due_on=_read_day(chosen))
    else:
        found = found.filter(due_on__gte=today)
    page = Paginator(found.order_by("due_on", "project__order", "pk"), PAGE).get_page(request.GET.get("page"))
    tabs = [
        {"label": label, "address": f"/milestones/?{asking.query(asked, day=day)}", "is_here": chosen == day}
        for day, label in (("", _("将到期")), ("late", _("已过期")))
    ]
    if chosen not in ("", "late"):
        tabs.append({"label": words.day(_read_day(chosen), today), "address": request.get_full_path(), "is_here": True})
    return render(
        request, "home/due.html",
        {"page": page, "rows": [_due(each, today) for each in milestones.listed(page.object_list)], "tabs": tabs,  # type: ignore[arg-type]
         "as_of": asking.as_of_day(asked.as_of), "scope_words": asking.scope_words(asked),
         "back": f"/?{asking.query(asked)}"},
    )  # fmt: skip


@require_GET
def battle(request: Request) -> HttpResponse:
    """作战图: all projects one sees on one sheet of A0, as PDF."""
    asked, now, _at = asking.seen(request)
    known_at = asked.as_of or now
    found = bars(asked, parameter_values(asked.as_of), today=beijing_day(known_at))
    response = HttpResponse(battle_map(found, asked, known_at, settings.CITY_NAME), content_type="application/pdf")
    name = _("作战图%(period)s") % {"period": asked.period}
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.pdf"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404(text) from None
