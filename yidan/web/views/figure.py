"""指标页: a number, how it came about, its groups, its sources.

Asked for by htmx it is the sheet that opens over a page; otherwise a page of its own, or a CSV of the sources.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from yidan.figures import queries
from yidan.figures.approvals import Median
from yidan.figures.define import Figure, Gap, Measure, Ratio, Sum, Value
from yidan.figures.dimensions import DIMENSIONS
from yidan.figures.funds import Growth
from yidan.figures.question import Question
from yidan.figures.sources import Source
from yidan.kernel.values import beijing_day
from yidan.progress.models import Span
from yidan.web import asking, cockpit, csv_file, fragments
from yidan.web import format as words
from yidan.web.preferences import preferences
from yidan.web.request import Request

SHEET_SOURCES = 6
PAGE_SOURCES = 50
CSV_CHUNK = 2000
SIDES = (("", gettext_lazy("分子")), ("denominator", gettext_lazy("分母")))


@require_GET
def figure(request: Request, key: str) -> HttpResponseBase:
    """One figure."""
    declared = queries.known().get(key)
    if declared is None:
        raise Http404(key)
    asked, now, at = asking.seen(request)
    made = queries.ask(key, asked)
    if request.GET.get("format") == "csv":
        return csv_file.response(_records(made), f"{key}-{asked.period}.csv")
    by = request.GET.get("by", "unit")
    if by not in queries.dimensions(key):
        raise Http404(by)
    unit, today = preferences(request).unit, beijing_day(now)
    is_sheet = bool(request.headers.get("HX-Request"))

    def context() -> dict[str, Any]:
        if not is_sheet and key in queries.REGISTRY:
            queries.foresee([key], asked, [None, by], at=at)
        told = _told(declared, made, queries.value(key, asked, at=at), asked, unit)
        more = _first_sources(made, unit) if is_sheet else _page(request, declared, made, asked, unit, by, at, today)
        return told | more

    template = "figures/sheet.html" if is_sheet else "figures/board.html"
    board = fragments.kept(request, template, asked, context, at=at, today=today)
    if is_sheet:
        return HttpResponse(board)
    return render(request, "figures/page.html", {"board": board, "title": declared.label})


def _told(declared: Figure, made: Any, value: Value, asked: Question, unit: str) -> dict[str, Any]:
    """The value in full and how it came about."""
    shown = asking.cut(asked, str(declared.calibre.label))
    return {
        "asked": asked,
        "key": declared.key,
        "title": declared.label,
        "value": _in_full(declared, value, unit),
        "unit": cockpit.unit_of(declared.key, unit),
        "exact": _exact(declared, value),
        "cut": shown,
        "definition": _(declared.definition),
        "formula": formula(made, value, declared.unit),
        "scope_words": asking.scope_words(asked),
        "all_href": asking.address(declared.key, asked),
    }


def _in_full(declared: Figure, value: Value, unit: str) -> str:
    if declared.unit is Measure.WAN:
        return words.money(value.value, unit)
    if declared.unit is Measure.PERCENT:
        return words.percent(value.value, 2)
    if declared.unit is Measure.POINTS:
        return words.signed(value.value, 2)
    return words.number(value.value, cockpit.places_of(declared.unit, value))


def _exact(declared: Figure, value: Value) -> str:
    """An amount to the last 分, said beside its rounded form."""
    if declared.unit is not Measure.WAN or value.value is None:
        return ""
    return _("%(amount)s 万元") % {"amount": exactly(value.value)}


def exactly(amount: Any) -> str:
    """All digits that are there, with thousands: 6,476,000 · 12.345678."""
    text = f"{amount:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", words.MINUS)


def formula(made: Any, value: Value, measure: Measure = Measure.PERCENT) -> str:
    """The arithmetic with its numbers."""
    if isinstance(made, Gap):
        if value.value is None:
            return _("年度计划为 0，无从计算")
        return _("%(over)s ÷ %(under)s × 100%% − %(months)s÷12 × 100%% = %(rate)s − %(due)s = %(gap)s 个百分点") % {
            "over": exactly(value.numerator),
            "under": exactly(value.denominator),
            "months": made.months,
            "rate": words.percent(Fraction(value.value) + Fraction(100 * made.months, 12), 4),
            "due": words.percent(Fraction(100 * made.months, 12), 4),
            "gap": words.signed(value.value, 4),
        }
    if isinstance(made, Growth) and value.value is not None:
        over, under = exactly(value.numerator), exactly(value.denominator)
        return f"({over} − {under}) ÷ {under} = {words.percent(value.value, 4)}"
    if len(made.parts) > 1:
        if value.value is None:
            return _("分母为 0，无从计算")
        if measure is not Measure.PERCENT:  # a mean
            return f"{exactly(value.numerator)} ÷ {exactly(value.denominator)} = {words.number(value.value, 4)}"
        return f"{exactly(value.numerator)} ÷ {exactly(value.denominator)} = {words.percent(value.value, 4)}"
    if isinstance(made, Sum):
        return _records_added(made.sources_count())
    if isinstance(made, Median) and value.value is not None:
        return _("%(count)s件的中位数") % {"count": words.number(made.sources_count())}
    return ""


def _records_added(count: int) -> str:
    """What a sum adds up."""
    return _("%(count)s 条记录相加") % {"count": words.number(count)}


def _first_sources(made: Any, unit: str) -> dict[str, Any]:
    found = made.sources(0, SHEET_SOURCES, largest_first=True)
    return {"sources": [source_row(each, unit) for each in found], "count": words.number(made.sources_count())}


def source_row(source: Source, unit: str) -> dict[str, Any]:
    """A record as a line: the project, what it says, where its paper is."""
    return {
        "href": asking.source_address(source),
        "name": source.name,
        "internal_id": source.internal_id,
        "unit": source.unit,
        "what": _what(source),
        "report": asking.report_address(source.project_id, source.month) if source.report_id else "",
        "value": words.money(source.part, unit) if source.amount is not None else "",
        "share": _share(source, unit),
        "origin": source.origin,
    }


def _what(source: Source) -> str:
    if source.words:
        return source.words
    if source.month is None:
        return _("%(year)s年计划") % {"year": source.year} if source.year else ""
    month = words.month(source.month)
    if source.span == Span.YEAR_OPENING:
        return _("截至%(month)s(年内期初)") % {"month": month}
    if source.span == Span.PRIOR_OPENING:
        return _("截至%(month)s(上年底累计)") % {"month": month}
    return month


def _share(source: Source, unit: str) -> str:
    if source.percent is None:
        return ""
    return _("%(amount)s 的 %(percent)s") % {
        "amount": words.money(source.amount, unit),
        "percent": words.percent(source.percent, 2),
    }


def _page(
    request: Request, declared: Figure, made: Any, asked: Question, unit: str, by: str, at: str, today: date
) -> dict[str, Any]:
    table = queries.grouped([declared.key], asked, by, at=at)[declared.key]
    is_ratio, is_under = len(made.parts) > 1, request.GET.get("of") == "denominator"
    sources = _Sources(made.under if is_ratio and is_under else made)
    page = Paginator(sources, PAGE_SOURCES).get_page(request.GET.get("page"))  # type: ignore[arg-type]  # any slice of it will do
    path = f"/figures/{declared.key}/"
    tabs = [
        {"label": each.label, "address": f"{path}?{asking.query(asked, by=name)}", "is_here": name == by}
        for name, each in queries.dimensions(declared.key).items()
    ]
    sides = [
        {"label": word, "address": f"{path}?{asking.query(asked, by=by, of=of)}#sources",
         "is_here": bool(of) == is_under}
        for of, word in SIDES
    ]  # fmt: skip
    return {
        "picker": asking.picker(asked, path, today=today),
        "as_of": asking.as_of_day(asked.as_of),
        "tabs": tabs,
        "by_label": DIMENSIONS[by].label,
        "groups": [_group(group, table[group.key], declared, asked, unit, by) for group in queries.groups(by, table)],
        "is_ratio": is_ratio,
        "sides": sides if is_ratio else [],
        "is_money": declared.unit is Measure.WAN,
        "is_money_ratio": isinstance(made, Ratio) and isinstance(made.over, Sum),
        "note": _note(by, declared),
        "page": page,
        "rows": [source_row(each, unit) for each in page.object_list],
        "unit_word": words.unit_word(unit),
        "csv_href": f"{path}?{asking.query(asked, format='csv')}",
        "back": f"/?{asking.query(asked)}",
    }


def _note(by: str, declared: Figure) -> str:
    if by == "level":
        return _("一个项目可以同属几级，各级之和可能大于合计。")
    return ""


def _group(group: Any, value: Value, declared: Figure, asked: Question, unit: str, by: str) -> dict[str, Any]:
    key = declared.key
    return {
        "name": group.name,
        "href": asking.address(key, asked, **{by: group.key}) if group.key not in (None, "") else "",
        "value": cockpit.written(key, value, unit),
        "numerator": _part(value.numerator, unit, declared),
        "denominator": _part(value.denominator, unit, declared),
    }


def _part(value: Any, unit: str, declared: Figure) -> str:
    if isinstance(value, int):
        return words.number(value)
    return words.number(value, 2) if declared.unit is Measure.READING else words.money(value, unit)


class _Sources:
    """The sources as a sequence that Django's paginator can count and slice."""

    def __init__(self, made: Any) -> None:
        self.made = made

    def count(self) -> int:
        """How many."""
        return self.made.sources_count()

    __len__ = count

    def __getitem__(self, part: slice) -> list[Source]:
        return self.made.sources(part.start or 0, part.stop)


def _records(made: Any) -> Iterator[list[Any]]:
    """The sources as a table; of a rate those of the numerator, then those of the denominator."""
    is_ratio = len(made.parts) > 1
    side = [_("分子或分母")] if is_ratio else []
    yield side + [
        _("编号"), _("项目或事项"), _("单位"), _("期间"), _("计入(万元或个)"), _("原数(万元)"), _("分摊%"),
        _("来源"), _("记入时间"),
    ]  # fmt: skip
    for part, (_of, word) in zip(made.parts, SIDES, strict=False):
        before = [word] if is_ratio else []
        start = 0
        while found := part.sources(start, start + CSV_CHUNK):
            for each in found:
                yield before + [
                    each.internal_id, each.name, each.unit, _what(each), each.part, each.amount, each.percent,
                    each.origin, _moment(each),
                ]  # fmt: skip
            start += CSV_CHUNK


def _moment(source: Source) -> str:
    return source.recorded_at.astimezone(words.BEIJING).isoformat(timespec="seconds") if source.recorded_at else ""
