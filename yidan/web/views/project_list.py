"""滞后、未开工、零投资、未报送: the lists of projects behind the three problems; the lights are in light.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from yidan.figures import lists, parameters, population, queries, rules
from yidan.figures.question import Question
from yidan.kernel import policy
from yidan.kernel.parameters import values as parameter_values
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.web import asking, clock, cockpit, csv_file, fragments
from yidan.web import format as words
from yidan.web.preferences import preferences
from yidan.web.request import Request
from yidan.web.views.figure import CSV_CHUNK, PAGE_SOURCES

KINDS: dict[str, dict[str, Any]] = {
    "lagging": {"title": gettext_lazy("滞后项目"), "figure": "completion.rate"},
    "not_started": {"title": gettext_lazy("应开工未开工项目"), "figure": "start.overdue"},
    "zero": {"title": gettext_lazy("零投资项目"), "figure": "invested.zero"},
    "not_reported": {"title": gettext_lazy("未报送项目"), "figure": "report.missing"},
}


@require_GET
def project_list(request: Request, kind: str) -> HttpResponseBase:
    """滞后、未开工、零投资、未报送清单."""
    if kind not in KINDS:
        raise Http404(kind)
    now, at = clock.now(), queries.revision()
    asked, today = asking.question(request, now=now, at=at), beijing_day(now)
    if asked.scope.is_nothing:
        raise Http404(kind)
    points = parameter_values(asked.as_of)[parameters.LAGGING_POINTS.name]
    unit = preferences(request).unit
    source = _Listed(kind, asked, points, today)
    if request.GET.get("format") == "csv":
        return csv_file.response(_list_records(source), f"{kind}-{asked.period}.csv")

    def context() -> dict[str, Any]:
        return _context(request, source, unit, today)

    may_raise = policy.may(request.user, Verb.MATTER_RAISE, request.user.unit)
    board = fragments.kept(
        request, "figures/list.html", asked, lambda: context() | {"may_raise": may_raise}, at=at, today=today,
        whose=str(may_raise),
    )  # fmt: skip
    return render(request, "figures/page.html", {"board": board, "title": KINDS[kind]["title"]})


def _context(request: Request, source: _Listed, unit: str, today: date) -> dict[str, Any]:
    asked, kind = source.asked, source.kind
    page = Paginator(source, PAGE_SOURCES).get_page(request.GET.get("page"))  # type: ignore[arg-type]  # any slice of it will do
    return {
        "asked": asked,
        "kind": kind,
        "title": KINDS[kind]["title"],
        "sub": _sub(kind, source.points),
        "tabs": tabs(kind, asking.query(asked)),
        "picker": asking.picker(asked, f"/lists/{kind}/", today=today),
        "as_of": asking.as_of_day(asked.as_of),
        "cut": asking.cut(asked, str(queries.REGISTRY["completion.rate"].calibre.label)),
        "page": page,
        "rows": [cockpit.listed(item, unit) for item in page.object_list],
        "unit_word": words.unit_word(unit),
        "scope_words": asking.scope_words(asked),
        "csv_href": f"/lists/{kind}/?{asking.query(asked, format='csv')}",
        "back": f"/?{asking.query(asked)}",
    }


def tabs(here: str, query: str) -> list[dict[str, Any]]:
    """The lists of projects one looks after, the lights first."""
    places = [("lights", _("亮灯"), f"/lights/?{query}")]
    places += [(name, each["title"], f"/lists/{name}/?{query}") for name, each in KINDS.items()]
    places.append(("doubts", _("疑点"), f"/doubts/?{query}"))
    return [{"label": label, "address": address, "is_here": name == here} for name, label, address in places]


def _sub(kind: str, points: Any) -> Any:
    if kind == "lagging":
        return _("年度计划完成率低于序时进度 %(points)s 个百分点以上，不含预备和计划开工日期未到的项目") % {
            "points": f"{points.normalize():f}"
        }
    if kind == "not_started":
        return _("计划开工日期已过而没有开工记录的新开工项目，逾期最久的在前")
    return queries.REGISTRY[KINDS[kind]["figure"]].definition


class _Listed:
    """A list of projects as a sequence for the paginator."""

    def __init__(self, kind: str, asked: Question, points: Any, today: Any) -> None:
        self.kind, self.asked, self.points = kind, asked, points
        self.fetch: Callable[..., list[lists.Listed]] = {
            "lagging": partial(lists.lagging, asked, points),
            "not_started": partial(lists.not_started, asked, today=today),
            "zero": partial(lists.zero_investment, asked),
            "not_reported": partial(lists.not_reported, asked),
        }[kind]

    def count(self) -> int:
        """How many."""
        if self.kind == "lagging":
            return lists.lagging_count(self.asked, self.points)
        condition = {
            "not_started": population.is_overdue_to_start,
            "zero": population.has_nothing_done,
            "not_reported": population.is_not_reported,
        }[self.kind]
        return population.projects(self.asked).filter(condition(self.asked)).count()

    __len__ = count

    def __getitem__(self, part: slice) -> list[lists.Listed]:
        return self.fetch(start=part.start or 0, stop=part.stop)


def _list_records(source: _Listed) -> Iterator[list[Any]]:
    yield [
        _("项目名称"), _("考核单元"), _("项目业主"), _("联系市领导"), _("责任人"), _("年度计划(万元)"),
        _("本年完成(万元)"), _("完成率%"), _("超序时(个百分点)"), _("计划开工"), _("逾期天数"),
    ]  # fmt: skip
    start = 0
    while found := source[start : start + CSV_CHUNK]:
        for each in found:
            yield [
                each.name, each.unit, each.owner, each.leader, each.duty_person, each.planned_wan, each.done_wan,
                _written(each.rate), _written(each.gap), each.to_start_on or "", each.overdue_days,
            ]  # fmt: skip
        start += CSV_CHUNK


def _written(value: Any) -> Any:
    return None if value is None else rules.written(value, 2)
