"""台账: the list of projects."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _w
from django.views.decorators.http import require_GET

from yidan.figures import holding, news
from yidan.kernel import policy
from yidan.kernel.statements import Prepared
from yidan.kernel.verbs import Verb
from yidan.ledger.models import Domain, Level, Listing, Pool, Project, SavedView, Stage, Tag
from yidan.people.models import Person
from yidan.people.queries import assessed_units, scope_of
from yidan.web import chips, clock, columns
from yidan.web import format as words
from yidan.web.addresses import address
from yidan.web.board import Board, in_wan
from yidan.web.imports import brought
from yidan.web.preferences import preferences
from yidan.web.request import Request
from yidan.web.roll import ITEMS, LEAVES, Roll, Sums
from yidan.web.rolling import roll

PAGE = "projects"
SIZES = (20, 50)
NUMERALS = "一二三四五六七八九十"
FILTERS = (
    "q", "unit", "domain", "level", "listing", "stage", "pool", "leader", "tag", "amount", "lag", "start", "report",
    "brought",
)  # fmt: skip
AMOUNTS = (
    ("500000-", _w("50亿元以上")),
    ("100000-500000", _w("10—50亿元")),
    ("50000-100000", _w("5—10亿元")),
    ("10000-50000", _w("1—5亿元")),
    ("0-10000", _w("1亿元以下")),
)


@require_GET
def projects(request: Request) -> HttpResponse:
    """台账: projects narrowed, ordered and summed as the URL says."""
    today = clock.today()
    query = request.GET
    asked = query.get("year", "")
    found = roll(request.user, dict(query.lists()), year=int(asked) if asked.isdigit() else None, today=today)
    size = int(query["size"]) if query.get("size") in {str(each) for each in SIZES} else SIZES[-1]
    page = Paginator(found.ids, size).get_page(query.get("page"))
    chosen = [name for name in query.getlist("columns") if name in columns.BY_NAME] or list(columns.USUAL)
    shown = [column for column in columns.COLUMNS if column.name in chosen]
    unit = preferences(request).unit
    board = found.board
    sums = found.sums
    context = {
        "page": page,
        "rows": list(_rows(found, page, shown, unit)),
        "columns": [{"name": each.name, "label": each.label, "is_on": each.name in chosen} for each in columns.COLUMNS],
        "total_row": _sum_row("total", _("合计（%d个）") % sums.count, sums, unit, shown),
        "shown": [(each, words.unit_word(unit) if each.is_money else "") for each in shown],
        "chips": _chips(request, found, today),
        "clear": chips.without(query, *FILTERS),
        "q": query.get("q", ""),
        "sort": query.get("sort", "order"),
        "sums": _shown_sums(sums, unit),
        "year": board.year,
        "cut_off": words.short_day(board.until.last) if board.until else _("还没有审定的月报"),
        "month_word": _("%(month)d月") % {"month": board.until.month} if board.until else "",
        "by": LEAVES if query.get("by") == LEAVES else ITEMS,
        "by_links": _by_links(query),
        "views": _views(request),
        "save": address("view.save"),
        "exports": _exports(query, board),
        "register": policy.may(request.user, Verb.PROJECT_REGISTER),
        "is_filtered": any(query.get(name) for name in FILTERS),
        "sees_nothing": scope_of(request.user).is_nothing,
    }
    return render(request, "projects/list.html", context)


def _rows(found: Roll, page: Any, shown: list[columns.Column], unit: str) -> Iterator[str]:
    """The rows of a page as HTML: group heads, items, and children under their bundle."""
    ids = list(page.object_list)
    below = [child for each in ids for child in found.shown.get(each, ())]
    values = {row["id"]: row for row in Project.objects.filter(pk__in=[*ids, *below]).values(*columns.FIELDS)}
    first = page.start_index() - 1
    heads = _heads(found, first, len(ids), unit, shown)
    drawing = columns.Drawing(found, unit)
    drawing.stages = {number: row["stage"] for number, row in values.items()}
    opened = [(column.opening(), column) for column in shown]
    for index, project_id in enumerate(ids, start=first):
        if index in heads:
            yield heads[index]
        if project_id not in values:  # gone since the roll was read
            continue
        own = address("project", project_id)
        yield mark_safe(columns.draw(values[project_id], drawing, opened, own, str(index + 1)))
        for child in found.shown.get(project_id, ()):
            if child in values:
                yield mark_safe(
                    columns.draw(values[child], drawing, opened, address("project", child), "", is_child=True)
                )


def _heads(found: Roll, first: int, size: int, unit: str, shown: list[columns.Column]) -> dict[int, str]:
    """一、产业发展项目(178个) with its subtotals, before the first row of each domain and on top of each page."""
    if not found.is_grouped:
        return {}
    heads = {}
    for number, (domain, start, sums) in enumerate(found.groups):
        if start + sums.count <= first or start >= first + size:
            continue
        label = _("%(domain)s项目") % {"domain": Domain(domain).label} if domain else _("未分领域")
        numeral = str(number + 1) if words.is_english() else NUMERALS[number]
        title = _("%(numeral)s、%(label)s（%(count)d个）") % {"numeral": numeral, "label": label, "count": sums.count}
        heads[max(start, first)] = _sum_row("group", title, sums, unit, shown)
    return heads


def _sum_row(css: str, title: str, sums: Sums, unit: str, shown: list[columns.Column]) -> str:
    subtotals = _shown_sums(sums, unit)
    cells = "".join(
        f'<td class="n{" wide" if each.phone == "wide" else " key" if each.phone == "key" else ""}" '
        f'data-label="{each.label}">{subtotals[each.name]}</td>'
        if each.name in subtotals
        else '<td class="wide"></td>'
        for each in shown
    )
    return mark_safe(
        f'<tr class="{css}"><td class="wide"></td><th scope="rowgroup" class="main stays">{title}</th>{cells}</tr>'
    )


def _shown_sums(sums: Sums, unit: str) -> dict[str, str]:
    return {
        "count": words.number(sums.count),
        "leaves": words.number(sums.leaves),
        "total": words.money(in_wan(sums.total), unit),
        "planned": words.money(in_wan(sums.planned), unit),
        "month": words.money(in_wan(sums.month), unit),
        "done": words.money(in_wan(sums.done), unit),
        "rate": words.percent(in_wan(sums.done) * 100 / in_wan(sums.planned)) if sums.planned else words.MISSING,
    }


def _chips(request: Request, found: Roll, today: date) -> list[chips.Chip]:
    """One chip for each filter; choices that the ledger holds are kept."""
    query, board = request.GET, found.board
    choices = holding.kept(("chips", board.leaders), news.known(), lambda: _choices(board))
    due = board.report_month
    report = _("%(month)d月未报送") % {"month": due.month} if due else _("未报送")
    years = {year: _("%(year)d年") % {"year": year} for year in (board.year, *board.years)}
    several: list[tuple[str, Any, Any]] = [
        ("unit", _("考核单元"), choices["unit"]),
        ("domain", _("领域"), Domain.choices),
        ("listing", _("类别"), Listing.choices),
        ("stage", _("阶段"), Stage.choices),
        ("level", _("级别"), Level.choices),
        ("leader", _("联系市领导"), choices["leader"]),
        ("tag", _("标签"), choices["tag"]),
        ("pool", _("项目库"), Pool.choices),
    ]  # fmt: skip
    single = [
        ("amount", _("总投资"), AMOUNTS),
        ("lag", _("进度"), [("yes", _("未达序时")), ("half", _("不到序时一半"))]),
        ("start", _("开工"), [("none", _("列为新开工、尚未开工")), ("overdue", _("应开工未开工"))]),
        ("report", _("月报"), [("missing", report)]),
        ("year", years[board.year], [(year, years[year]) for year in board.years]),
    ]
    if query.get("brought"):  # only where a result page led here: nobody narrows a list by an import
        single.append(("brought", _("导入"), [(query["brought"], brought.said(request.user, query["brought"]))]))
    made = [chips.chip(query, name, label, options, several=True) for name, label, options in several if options]
    return made + [chips.chip(query, name, label, options) for name, label, options in single if options]


def _choices(board: Board) -> dict[str, list[tuple[int, str]]]:
    leaders = Person.objects.filter(pk__in=board.leaders)
    return {
        "unit": [(unit.pk, str(unit)) for unit in assessed_units()],
        "leader": list(leaders.order_by("protocol_order", "id").values_list("pk", "name")),
        "tag": list(Tag.objects.order_by("kind", "-year", "name").values_list("pk", "name")),
    }


def _by_links(query: Any) -> list[dict[str, Any]]:
    links, now = [], query.get("by") or ITEMS
    for value, label in ((ITEMS, _("按项")), (LEAVES, _("按子项"))):
        rest = query.copy()
        rest.pop("page", None)
        rest["by"] = value
        links.append({"label": label, "address": "?" + rest.urlencode(), "is_here": now == value})
    return links


def _exports(query: Any, board: Board) -> list[dict[str, Any]]:
    """The office's own tables of exactly what the list shows."""
    rest = query.copy()
    for name in ("page", "size", "columns"):
        rest.pop(name, None)
    rest["period"] = str(board.until or board.year)
    return [
        {"label": label, "address": f"{address('export', kind)}?{rest.urlencode()}&format={form}"}
        for kind, form, label in (
            ("plan", "xlsx", _("年度计划表（Excel）")),
            ("dispatch", "xlsx", _("调度表（Excel）")),
            ("dispatch", "csv", _("调度表（CSV）")),
        )
    ]


_SAVED = Prepared(lambda person: SavedView.objects.filter(person=person, page=PAGE).order_by("name"))


def _views(request: Request) -> list[dict[str, Any]]:
    here = request.GET.urlencode()
    return [
        {
            "label": view.name,
            "address": f"?{view.query}",
            "is_here": view.query == here,
            "drop": address("view.drop", view.pk),
        }
        for view in _SAVED.of(request.user.pk)
    ]
