"""The columns of the projects list: head, order, and the cell as a string (made in Python: measured, stack.md)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidan.ledger.models import Domain, Level, Listing, Pool, Stage
from yidan.web import format as words
from yidan.web.board import in_wan
from yidan.web.roll import Roll
from yidan.web.templatetags.look import light

Values = dict[str, Any]
MISSING = '<span class="missing">—</span>'


class Drawing:
    """What all rows of one page share: the roll, the unit of money, and every word looked up once.

    A translated word costs more than the cell it stands in; there are a thousand cells on a page.
    """

    def __init__(self, roll: Roll, unit: str) -> None:
        self.roll, self.unit = roll, unit
        self.words: dict[str, dict[str, str]] = {
            name: {value: str(escape(str(label))) for value, label in choices}
            for name, choices in (
                ("stage", Stage.choices),
                ("profile__domain", Domain.choices),
                ("profile__pool", Pool.choices),
                ("listing", Listing.choices),
                ("level", Level.choices),
            )
        }
        self.lights = {colour: light(colour) for colour in ("green", "yellow", "red", None)}
        self.not_judged = light(None, _("不评"))
        self.star = '<span class="star" title="{0}" aria-label="{0}">★</span>'.format(_("省重点"))
        self.stages: dict[int, str] = {}  # of every project on the page, for bundles that stand where their parts do
        self.bundle = _("打包·%d个子项")


@dataclass(frozen=True)
class Column:
    """One column: its key (also the order's), word, class, and how a cell is drawn."""

    name: str
    label: str | Promise
    cell: Callable[[Values, Drawing], str]
    css: str = ""
    sort: str = ""
    is_money: bool = False
    is_usual: bool = False
    phone: str = ""  # "key": the one number beside the name; "": grey, with its label; "wide": on a desk only

    def opening(self) -> str:
        """The start of its cells, the same in every row."""
        css = " ".join(part for part in (self.css, self.phone) if part)
        return f'<td class="{css}" data-label="{escape(str(self.label))}">'


def _text(path: str) -> Callable[[Values, Drawing], str]:
    return lambda values, drawing: escape(values[path]) if values[path] else MISSING


def _choice(path: str) -> Callable[[Values, Drawing], str]:
    return lambda values, drawing: drawing.words[path].get(values[path], MISSING)


def _stage(values: Values, drawing: Drawing) -> str:
    """A bundle stands where its children do, in as many words as they differ."""
    labels = drawing.words["stage"]
    children = drawing.roll.shown.get(values["id"])
    if not children:
        return labels.get(values["stage"], MISSING)
    reached = {drawing.stages[child] for child in children if child in drawing.stages}
    return _("、").join(label for stage, label in labels.items() if stage in reached) or MISSING


def _unit(prefix: str) -> Callable[[Values, Drawing], str]:
    short, full = f"{prefix}__short_name", f"{prefix}__name"
    return lambda values, drawing: escape(values[short] or values[full] or "") or MISSING


def _money(name: str) -> Callable[[Values, Drawing], str]:
    def cell(values: Values, drawing: Drawing) -> str:
        return words.money(in_wan(getattr(drawing.roll, name)(values["id"])), drawing.unit)

    return cell


def _total(values: Values, drawing: Drawing) -> str:
    total = values["profile__total_investment_wan"]
    if total is None:
        total = in_wan(drawing.roll.totals.get(values["id"]))
    return words.money(total, drawing.unit)


def _rate(values: Values, drawing: Drawing) -> str:
    planned = drawing.roll.planned(values["id"])
    return words.percent(Decimal(drawing.roll.done(values["id"]) * 100) / planned) if planned else words.MISSING


def _gap(values: Values, drawing: Drawing) -> str:
    planned, months = drawing.roll.planned(values["id"]), drawing.roll.board.months
    if not planned or not months:
        return MISSING
    return words.signed(Decimal(drawing.roll.done(values["id"]) * 100) / planned - Decimal(months * 100) / 12)


def _light(values: Values, drawing: Drawing) -> str:
    roll, number = drawing.roll, values["id"]
    if roll.listing(number) == Listing.PREPARING:
        return drawing.not_judged
    return drawing.lights[roll.board.light(roll.planned(number), roll.done(number))]


def _listing(values: Values, drawing: Drawing) -> str:
    return drawing.words["listing"].get(drawing.roll.listing(values["id"]), MISSING)


def _levels(values: Values, drawing: Drawing) -> str:
    held = [word for level, word in drawing.words["level"].items() if values[f"profile__is_{level}_key"]]
    return _("、").join(held) or MISSING


def name_cell(values: Values, drawing: Drawing, address: str, is_child: bool) -> str:
    """The name, linked; ★ for 省重点; a bundle's with how many children it has."""
    star = drawing.star if values["profile__is_provincial_key"] else ""
    children = drawing.roll.shown.get(values["id"])
    bundle = f'<span class="quiet nowrap"> {drawing.bundle % len(children)}</span>' if children else ""
    css = "main stays child" if is_child else "main stays"
    name = escape(values["profile__name"] or values["internal_id"])
    return f'<th scope="row" class="{css}"><a href="{address}">{name}</a>{star}{bundle}</th>'


_w = gettext_lazy
COLUMNS = (
    Column("number", _w("内部编号"), _text("internal_id"), sort="number", phone="wide"),
    Column("unit", _w("考核单元"), _unit("profile__assessed_unit"), sort="unit", is_usual=True),
    Column("responsible", _w("责任单位"), _unit("profile__responsible_unit"), sort="responsible", phone="wide"),
    Column("owner", _w("项目业主"), _unit("profile__owner_unit"), "wide-cell", sort="owner", phone="wide"),
    Column("levels", _w("级别"), _levels, phone="wide"),
    Column("domain", _w("领域"), _choice("profile__domain"), sort="domain", phone="wide"),
    Column("stage", _w("阶段"), _stage, sort="stage", is_usual=True),
    Column("listing", _w("类别"), _listing, sort="listing", is_usual=True),
    Column("leader", _w("联系市领导"), _text("profile__contact_leader__name"), sort="leader", is_usual=True,
           phone="wide"),
    Column("pool", _w("项目库"), _choice("profile__pool"), phone="wide"),
    Column("years", _w("建设年限"), _text("profile__years"), sort="years", phone="wide"),
    Column("place", _w("建设地点"), _text("profile__place"), "wide-cell", phone="wide"),
    Column("total", _w("总投资"), _total, "n", sort="total", is_money=True, is_usual=True, phone="wide"),
    Column("planned", _w("年度计划"), _money("planned"), "n", sort="planned",
           is_money=True, is_usual=True),
    Column("month", _w("本月完成"), _money("month"), "n", sort="month", is_money=True,
           is_usual=True, phone="wide"),
    Column("done", _w("本年完成"), _money("done"), "n", sort="done", is_money=True,
           is_usual=True),
    Column("rate", _w("完成率"), _rate, "n", sort="rate", is_usual=True, phone="key"),
    Column("gap", _w("超欠序时"), _gap, "n", sort="gap", phone="wide"),
    Column("light", _w("进度"), _light, is_usual=True),
)  # fmt: skip
BY_NAME = {column.name: column for column in COLUMNS}
USUAL = tuple(column.name for column in COLUMNS if column.is_usual)
FIELDS = (
    "id", "internal_id", "stage", "profile__name", "profile__assessed_unit__name", "profile__assessed_unit__short_name",
    "profile__owner_unit__name", "profile__owner_unit__short_name", "profile__responsible_unit__name",
    "profile__responsible_unit__short_name", "profile__contact_leader__name", "profile__domain", "profile__pool",
    "profile__years", "profile__place", "profile__total_investment_wan", "profile__is_national_key",
    "profile__is_provincial_key", "profile__is_municipal_key", "profile__is_county_key",
)  # fmt: skip


def draw(
    values: Values,
    drawing: Drawing,
    columns: list[tuple[str, Column]],
    address: str,
    serial: str,
    is_child: bool = False,
) -> str:
    """One row of the table; `columns` come with the opening of their cells."""
    cells = "".join([f"{opening}{column.cell(values, drawing)}</td>" for opening, column in columns])
    name = name_cell(values, drawing, address, is_child)
    return f'<tr><td class="c wide quiet">{serial}</td>{name}{cells}</tr>'
