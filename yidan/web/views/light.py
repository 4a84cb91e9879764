"""亮灯: every project's light with its reason, filtered by colour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from yidan.figures import parameters, project_lights, queries
from yidan.figures.define import Calibre
from yidan.figures.project_lights import Lit
from yidan.figures.question import Question
from yidan.figures.rules import Cause, Light
from yidan.kernel import policy
from yidan.kernel.parameters import values as parameter_values
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.web import asking, clock, csv_file, fragments
from yidan.web import format as words
from yidan.web.chips import chip, without
from yidan.web.request import Request
from yidan.web.views.figure import PAGE_SOURCES
from yidan.web.views.project_list import tabs

NOT_JUDGED = "none"
WORDS = {
    Light.RED: gettext_lazy("红灯"),
    Light.YELLOW: gettext_lazy("黄灯"),
    Light.TRACKED: gettext_lazy("跟踪"),
    Light.GREEN: gettext_lazy("正常"),
    NOT_JUDGED: gettext_lazy("未评"),
}
SHAPES: dict[str | None, str] = {Light.RED: "red", Light.YELLOW: "yellow", Light.GREEN: "green"}
LIT = (Light.RED, Light.YELLOW, Light.TRACKED)


@require_GET
def lights(request: Request) -> HttpResponseBase:
    """亮灯一览: what is lit, or the colours asked for."""
    now, at = clock.now(), queries.revision()
    asked, today = asking.question(request, now=now, at=at), beijing_day(now)
    if asked.scope.is_nothing:
        raise Http404("lights")
    wanted = request.GET.getlist("light") or list(LIT)
    if not set(wanted) <= {*WORDS}:
        raise Http404("light")
    if request.GET.get("format") == "csv":
        records = _records(_chosen(_found(asked, today, at), wanted))
        return csv_file.response(records, f"lights-{asked.period}.csv")

    may_raise = policy.may(request.user, Verb.MATTER_RAISE, request.user.unit)

    def context() -> dict[str, Any]:
        return _context(request, asked, wanted, today, at) | {"may_raise": may_raise}

    board = fragments.kept(
        request, "figures/lights.html", asked, context, at=at, today=today, whose=str(may_raise)
    )  # fmt: skip
    return render(request, "figures/page.html", {"board": board, "title": _("亮灯")})


def _found(asked: Question, today: date, at: str) -> list[Lit]:
    values = parameter_values(asked.as_of)
    return queries.keep(
        f"lights/{today}", asked, lambda: project_lights.of_projects(asked, values, today=today), at=at
    )  # fmt: skip


def _chosen(found: list[Lit], wanted: list[str]) -> list[Lit]:
    return [each for each in found if (each.light or NOT_JUDGED) in wanted]


def _context(request: Request, asked: Question, wanted: list[str], today: date, at: str) -> dict[str, Any]:
    found = _found(asked, today, at)
    counts = Counter(str(each.light or NOT_JUDGED) for each in found)
    page = Paginator(_chosen(found, wanted), PAGE_SOURCES).get_page(request.GET.get("page"))
    choices = [(str(light), word) for light, word in WORDS.items()]
    query = asking.query(asked)
    return {
        "asked": asked,
        "title": _("亮灯"),
        "sub": _rule(asked.as_of),
        "tabs": tabs("lights", query),
        "picker": asking.picker(asked, "/lights/", today=today),
        "as_of": asking.as_of_day(asked.as_of),
        "cut": asking.cut(asked, str(Calibre.DISPATCH.label)),
        "chips": [chip(request.GET, "light", _("亮灯"), choices, several=True, counts=counts)],
        "clear": without(request.GET, "light"),
        "totals": [(SHAPES.get(light), word, words.number(counts[str(light)])) for light, word in WORDS.items()],
        "page": page,
        "rows": [_row(each) for each in page.object_list],
        "scope_words": asking.scope_words(asked),
        "csv_href": f"/lights/?{asking.query(asked, format='csv')}" + "".join(f"&light={each}" for each in wanted),
        "back": f"/?{query}",
    }


def _rule(as_of: datetime | None) -> str:
    limits = parameters.light_limits(parameter_values(as_of))
    return _(
        "月度完成低于本月计划的%(tracked)s%%跟踪，低于%(yellow)s%%黄灯；连续两月黄灯，或累计低于序时应完成的%(red)s%%，红灯；"
        "应开工未开工满%(yellow_months)s个月黄灯，满%(red_months)s个月红灯；上月红灯、本月补齐的，先亮一个月黄灯。预备项目不评，计划开工日期未到的未评。"
    ) % {
        "tracked": _plain(limits.tracked_below),
        "yellow": _plain(limits.yellow_below),
        "red": _plain(limits.red_below_schedule),
        "yellow_months": limits.yellow_overdue_months,
        "red_months": limits.red_overdue_months,
    }


def _plain(value: Any) -> str:
    return f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)


def reasons(each: Lit) -> list[str]:
    """What makes the light, each cause with its numbers."""
    said = {
        Cause.MONTH: _("本月完成为本月计划的%(percent)s") % {"percent": words.percent(each.of_month)},
        Cause.TWO_MONTHS: _("连续两月低于月计划：上月%(before)s，本月%(percent)s")
        % {"before": words.percent(each.of_month_before), "percent": words.percent(each.of_month)},
        Cause.FAR_BEHIND: _("累计完成为序时应完成的%(percent)s") % {"percent": words.percent(each.of_schedule)},
        Cause.MADE_UP: _("上月红灯，已补齐，先亮一个月黄灯"),
        Cause.NOT_STARTED: _("应开工未开工，逾期%(days)s天") % {"days": words.number(each.overdue_days)},
    }
    if each.causes:
        return [said[cause] for cause in each.causes]
    if each.light is None:
        return [_("计划开工日期未到")]
    return [_("已完成年度计划或已竣工")] if each.is_done else []


def _row(each: Lit) -> dict[str, Any]:
    return {
        "name": each.name,
        "href": asking.project_address(each.project_id),
        "unit": each.unit,
        "owner": each.owner,
        "shape": SHAPES.get(each.light) if each.light else None,
        "word": WORDS[each.light or NOT_JUDGED],
        "reasons": (said := reasons(each)),
        "raise": f"{reverse('matter.raise')}?{urlencode({'project': each.project_id, 'quote': _('；').join(said)})}",
        "of_month": words.percent(each.of_month),
        "of_schedule": words.percent(each.of_schedule),
    }


def _records(found: list[Lit]) -> Iterator[list[Any]]:
    yield [
        _("亮灯"), _("项目名称"), _("考核单元"), _("项目业主"), _("原因"), _("本月完成占月计划%"),
        _("累计占序时应完成%"), _("逾期天数"),
    ]  # fmt: skip
    for each in found:
        yield [
            WORDS[each.light or NOT_JUDGED], each.name, each.unit, each.owner, _("；").join(reasons(each)),
            _number(each.of_month), _number(each.of_schedule), each.overdue_days or "",
        ]  # fmt: skip


def _number(value: Any) -> str:
    return "" if value is None else words.number(value, 2)
