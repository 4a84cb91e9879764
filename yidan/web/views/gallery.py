"""The gallery: every component in every state, with words of the trade; no data of anybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from yidan.kernel.values import Month
from yidan.web import charts
from yidan.web import format as words
from yidan.web.chips import chip, without
from yidan.web.icons import ICON_NAMES
from yidan.web.preferences import preferences
from yidan.web.request import Request

LONG_NAME = "株洲市渌口区南洲新区片区综合开发(一期)城乡供水一体化及配套管网提质改造工程"
COLOURS = (
    "paper",
    "card",
    "sunk",
    "ink",
    "ink-2",
    "hairline",
    "edge",
    "accent",
    "accent-tint",
    "green-ink",
    "green-tint",
    "yellow-ink",
    "yellow-tint",
    "red-ink",
    "red-tint",
    "vermilion",
    "plan",
)
# Amounts in 万元; invented, in the proportions of a city's year.
PLAN = (
    420_000,
    540_000,
    760_000,
    900_000,
    1_000_000,
    1_150_000,
    1_020_000,
    960_000,
    1_000_000,
    940_000,
    880_000,
    726_000,
)
DONE = (380_000, 410_000, 905_000, 1_180_000, 1_560_000, 2_041_000)
UNITS = (
    ("天元区(株洲高新区)", 92, 2_310_000, 1_592_000, 2),
    ("醴陵市", 71, 1_420_000, 961_000, 0),
    ("荷塘区", 48, 880_000, 588_000, -1),
    ("芦淞区", 46, 910_000, 596_000, 1),
    ("石峰区", 57, 1_130_000, 729_000, 0),
    ("攸县", 52, 870_000, 540_000, 3),
    ("经开区(云龙示范区)", 44, 1_010_000, 611_000, -2),
    ("茶陵县", 41, 620_000, 352_000, 0),
    ("渌口区", 55, 690_000, 381_000, -3),
    ("炎陵县", 37, 456_000, 236_000, 0),
)


class SpecimenForm(forms.Form):
    """Fields in their states."""

    invested = forms.DecimalField(label=_("本月完成投资"), help_text=_("只填本月数，累计数自动算。"))
    stage = forms.ChoiceField(label=_("项目阶段"), choices=[("construction", "在建"), ("suspended", "停工")])
    problem = forms.CharField(label=_("存在问题"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    finish_on = forms.CharField(label=_("计划竣工"), required=False, disabled=True)


@dataclass(frozen=True)
class Row:
    """A line of a table as a page would prepare it: strings, made in Python."""

    rank: int
    name: str
    projects: str
    planned: str
    done: str
    rate: str
    rate_number: float
    moved: int
    light: str


@require_GET
def gallery(request: Request) -> HttpResponse:
    """Show everything there is."""
    unit = preferences(request).unit
    months = [Month(2020, number) for number in range(1, 13)]
    plan = [Decimal(value) for value in PLAN]
    done = [Decimal(value) for value in DONE] + [None] * 6
    return render(
        request,
        "gallery.html",
        {
            "colours": COLOURS,
            "icon_names": ICON_NAMES,
            "long_name": LONG_NAME,
            "rows": _rows(unit),
            "total": {
                "projects": words.number(543),
                "planned": words.money(10_296_000, unit),
                "done": words.money(6_476_000, unit),
            },
            "numbers": {
                "planned": words.money(10_296_000, unit),
                "done": words.money(6_476_000, unit),
                "rate": words.percent(Decimal("62.9")),
                "gap": words.points(Decimal("12.9")),
            },
            "monthly": charts.monthly(months, plan, done, unit=unit),
            "cumulative": charts.cumulative(months, _running(plan), _running(done), unit=unit),
            "spark": charts.spark(done[:6]),
            "chart_heads": [_("月份"), _("计划"), _("完成")],
            "chart_rows": [
                (words.month(month), words.money(planned, unit), words.money(made, unit))
                for month, planned, made in zip(months, plan, done, strict=True)
            ],
            "form": SpecimenForm(
                initial={"invested": 1280, "problem": "管线迁改涉及三家产权单位，方案未定。", "finish_on": "2020-12"}
            ),
            "wrong_form": SpecimenForm(data={"invested": "", "stage": "construction", "problem": ""}),
            "page": Paginator(range(549), 50).page(3),
            **_stories(),
            **_choices(request),
        },
    )


def _rows(unit: str) -> list[Row]:
    rows = []
    for place, (name, projects, planned, done, moved) in enumerate(UNITS, start=1):
        rate = done / planned * 100
        light = "green" if rate >= 60 else "yellow" if rate >= 55 else "red"
        rows.append(
            Row(
                place,
                name,
                words.number(projects),
                words.money(planned, unit),
                words.money(done, unit),
                words.percent(rate),
                rate,
                moved,
                light,
            )
        )
    return rows


def _running(values: Sequence[Decimal | None]) -> list[Decimal | None]:
    total, sums = Decimal(0), []
    for value in values:
        total += value or 0
        sums.append(None if value is None else total)
    return sums


def _choices(request: Request) -> dict[str, Any]:
    query = request.GET
    return {
        "chips": [
            chip(
                query,
                "unit",
                _("责任单位"),
                [(index, row[0]) for index, row in enumerate(UNITS)],
                several=True,
                counts={index: row[1] for index, row in enumerate(UNITS)},
            ),
            chip(query, "listing", _("类型"), [("starting", "新开工"), ("continuing", "续建"), ("completing", "竣工")]),
            chip(query, "light", _("亮灯"), [("green", "正常"), ("yellow", "预警"), ("red", "滞后")]),
        ],
        "clear_chips": without(query, "unit", "listing", "light"),
        "columns": [
            {"name": "code", "label": _("项目代码"), "is_on": True},
            {"name": "owner", "label": _("业主单位"), "is_on": True},
            {"name": "leader", "label": _("联系市领导"), "is_on": False},
        ],
        "views": [{"label": "醴陵滞后项目", "address": "?unit=1&light=red", "is_here": False, "drop": ""}],
        "tabs": [
            {"label": _("本月"), "address": "?tab=month", "is_here": True},
            {"label": _("未报送"), "address": "?tab=missing", "is_here": False},
        ],
    }


def _stories() -> dict[str, Any]:
    return {
        "facts": [
            (_("项目代码"), "2020-430212-48-01-012345"),
            (_("业主单位"), "株洲市渌口区城市建设投资发展集团有限公司"),
            (_("总投资"), "128,000 万元", "2020年3月概算批复，原 119,600 万元"),
            (_("联系市领导"), ""),
        ],
        "steps": [
            {"label": _("填报"), "state": "done", "who": "李工 6月2日"},
            {"label": _("县区审核"), "state": "done", "who": "林县 6月3日"},
            {"label": _("市审定"), "state": "now", "who": "等王科长"},
            {"label": _("入库"), "state": "todo", "who": ""},
        ],
        "steps_back": [
            {"label": _("填报"), "state": "now", "who": "等李工改"},
            {"label": _("县区审核"), "state": "back", "who": "林县 退回"},
            {"label": _("市审定"), "state": "todo", "who": ""},
            {"label": _("入库"), "state": "todo", "who": ""},
        ],
        "entries": [
            {
                "day": "6月5日(周五)",
                "when": "17:00",
                "who": "王科长 · 市项目办",
                "act": _("退回"),
                "tone": "bad",
                "words": "形象进度与上月相同，本月却完成 1,280 万元；请说明完成的是哪一段。",
            },
            {"when": "09:12", "who": "李工 · 渌口城投", "act": _("报送"), "tone": "", "words": "", "href": "#journal"},
            {
                "day": "5月31日(周日)",
                "when": "16:40",
                "who": "王科长 · 市项目办",
                "act": _("审定"),
                "tone": "good",
                "words": "5月月报",
            },
        ],
        "notice_items": ["附表1 第37行 F列：1—5月累计 < 上月累计", "附表1 第52行 K列：“5月底”读作 2020-05-31"],
        "sources": [
            {"href": "#", "label": "中车产业园智轨快运系统", "value": "52,000 万元"},
            {"href": "#", "label": LONG_NAME, "value": "12,800 万元"},
            {"href": "#", "label": "醴陵陶瓷产业园标准厂房", "value": "9,640 万元"},
        ],
    }


@require_GET
def specimen_sheet(request: Request) -> HttpResponse:
    """The sheet behind the gallery's figures: a fragment for htmx, a page for those without script."""
    context = {
        "title": _("完成投资"),
        "value": "647.60",
        "unit": "亿元",
        "calibre": _("调度"),
        "cut_off": "2020年6月30日",
        "formula": "380,000 + 410,000 + … = 6,476,000 万元",
        "count": 1648,
        "all_href": "#",
        "sources": _stories()["sources"],
    }
    return render(
        request, "components/sheet.html" if request.headers.get("HX-Request") else "gallery_sheet.html", context
    )
