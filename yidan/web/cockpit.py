"""The cockpit's words: exact values become strings here, in the unit the reader chose, each with its address."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from yidan.figures import rules
from yidan.figures.curve import Curve
from yidan.figures.define import Measure, Value
from yidan.figures.dimensions import Group
from yidan.figures.lists import Listed, Need
from yidan.figures.queries import REGISTRY, get
from yidan.figures.question import Question
from yidan.figures.ranking import Table
from yidan.figures.rules import Light
from yidan.web import asking, cartogram, charts, outlines
from yidan.web import format as words

LIGHT_SHAPES: dict[Light | None, str] = {Light.GREEN: "green", Light.YELLOW: "yellow", Light.RED: "red"}
WRITTEN_PLACES = {words.WAN: 0, words.YI: 2}


def written(key: str, value: Value, unit: str) -> str:
    """A figure's value as a page shows it."""
    measure = get(key).unit
    if measure is Measure.WAN:
        return words.money(value.value, unit)
    if measure is Measure.PERCENT:
        return words.percent(value.value)
    if measure is Measure.POINTS:
        return words.signed(value.value)
    return words.number(value.value, places_of(measure, value))


def places_of(measure: Measure, value: Value) -> int:
    """Decimals of what is neither money nor a rate: a price has two, an average one, a count none."""
    if measure is Measure.READING:
        return 2
    return 1 if isinstance(value.value, Fraction) else 0


def unit_of(key: str, unit: str) -> str:
    """The word behind the value; a percentage carries its own."""
    declared = get(key)
    measure = declared.unit
    if measure is Measure.WAN:
        return words.unit_word(unit)
    if measure is Measure.READING:
        return declared.counted_in
    if measure is Measure.POINTS:
        return "pp" if words.is_english() else str(measure.label)
    if measure in (Measure.WORKDAYS, Measure.DAYS):
        return str(measure.label)
    if measure is Measure.PERCENT or words.is_english():
        return ""
    return _("件") if key.startswith("matter.") else declared.counted_in or _("个")


@dataclass(frozen=True, slots=True)
class Cell:
    """A number in a table: what it says, and where its sources are."""

    value: str
    href: str
    css: str = ""


class Cells(dict[str, Cell]):
    """A row's numbers by short name; written as a table's cells in one go, since a page holds hundreds."""

    def written(self, columns: Iterable[tuple[str, str, Any]]) -> SafeString:
        """Each column's cell: name, class, the word that a phone shows before it."""
        return mark_safe("".join([self._written(self[name], css, label) for name, css, label in columns]))

    def _written(self, cell: Cell, css: str, label: Any) -> str:
        css = " ".join(part for part in ("n", css, cell.css) if part)
        said = f' data-label="{label}"' if label else ""
        if cell.value == words.MISSING:
            return f'<td class="{css}"{said}><span class="figure missing">{cell.value}</span></td>'
        href = cell.href.replace("&", "&amp;")  # an address in which everything else is quoted
        return (
            f'<td class="{css}"{said}><a class="figure" href="{href}" data-sheet>'
            f'<span class="figure-value">{cell.value}</span></a></td>'
        )

    @property
    def line(self) -> SafeString:
        """All of the ranking table's columns."""
        return self.written(_LINE)

    @property
    def brief(self) -> SafeString:
        """Those of a grouping."""
        return self.written(_BRIEF)


_BRIEF = (
    ("count", "", gettext_lazy("项目")), ("done", "", gettext_lazy("完成")), ("rate", "key", ""),
    ("gap", "", gettext_lazy("超序时")),
)  # fmt: skip
_LINE = (
    ("count", "", gettext_lazy("项目")), ("planned", "wide", ""), ("month", "wide", ""),
    ("done", "", gettext_lazy("完成")), ("rate", "key", ""), ("gap", "", gettext_lazy("超序时")),
    ("started", "wide", ""), ("to_start", "wide", ""), ("start_rate", "wide", ""), ("finished", "wide", ""),
    ("to_finish", "wide", ""), ("finish_rate", "wide", ""),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the ranking or of a grouping."""

    place: int | None
    of: int
    name: str
    gained: int | None
    is_ranked: bool
    href: str
    cells: Cells
    light: str | None = None
    light_word: str = ""


# The columns of the ranking table (domain.md §5.5 d): figure, short head, whether a phone shows it.
COLUMNS = (
    ("project.count", "count"),
    ("plan.annual", "planned"),
    ("invested.month", "month"),
    ("invested.year", "done"),
    ("completion.rate", "rate"),
    ("schedule.gap", "gap"),
    ("start.count", "started"),
    ("start.due", "to_start"),
    ("start.rate", "start_rate"),
    ("finish.count", "finished"),
    ("finish.due", "to_finish"),
    ("finish.rate", "finish_rate"),
)


def cells(asked: Question, values: Callable[[str], Value], money: str, /, **narrowed: Any) -> Cells:
    """A row's numbers by short name, each with its own address."""
    query = asking.query(asked, **narrowed)
    made = Cells()
    for key, name in COLUMNS:
        value = values(key)
        css = "behind" if name == "gap" and value.value is not None and value.value < 0 else ""
        made[name] = Cell(written(key, value, money), f"/figures/{key}/?{query}", css)
    return made


def page(known: Any, asked: Question, unit: str, *, today: date) -> dict[str, Any]:
    """Everything the page's templates show."""
    totals = known.totals
    return {
        "asked": asked,
        "title": _("重点项目调度"),
        "whose": asking.scope_words(asked),
        "picker": asking.picker(asked, "/", today=today),
        "cut": asking.cut(asked, str(REGISTRY["invested.year"].calibre.label)),
        "as_of": asking.as_of_day(asked.as_of),
        "unit_word": words.unit_word(unit),
        "is_empty": not totals["project.count"].value,
        "numbers": numbers(totals, asked, unit),
        "problems": problems(known, asked, today),
        "needs": [_need(need) for need in known.needs],
        "tables": [_table(table, known.lights, asked, unit) for table in known.tables],
        "map": unit_map(known, asked),
        "moved_href": f"/moved/?{asking.query(asked)}",
        "total": cells(asked, totals.__getitem__, unit),
        "domains": [_grouped("domain", group, known.by_domain, asked, unit) for group in known.domains],
        "levels": [_grouped("level", group, known.by_level, asked, unit) for group in known.levels],
        "footnote": footnote(known, unit),
        "picture": charts.cumulative(
            known.curve.months, known.curve.planned_so_far, known.curve.done_so_far, unit=unit
        ),
        "curve_heads": [_("月份"), _("当月计划"), _("当月完成"), _("累计计划"), _("累计完成")],
        "curve_rows": curve_rows(known.curve, unit),
        "lagging": [listed(item, unit) for item in known.lagging],
        "lagging_count": words.number(known.lagging_count),
        "lagging_href": f"/lists/lagging/?{asking.query(asked)}",
        "lagging_points": f"{known.lagging_points.normalize():f}",
        "not_started": [listed(item, unit) for item in known.not_started],
        "not_started_href": f"/lists/not_started/?{asking.query(asked)}",
    }


def numbers(totals: dict[str, Value], asked: Question, unit: str) -> dict[str, Any]:
    """The three numbers, each with the words under it."""
    gap = totals["schedule.gap"].value
    return {
        "done": _number("invested.year", totals, asked, unit),
        "planned": _number("plan.annual", totals, asked, unit),
        "month": _number("invested.month", totals, asked, unit),
        "rate": _number("completion.rate", totals, asked, unit),
        "gap": against_schedule(gap),
        "gap_href": asking.address("schedule.gap", asked),
        "light": None if gap is None else "green" if gap >= 0 else "yellow" if gap > -10 else "red",
        "schedule": words.percent(Fraction(100 * asked.period.months, 12)),
        "started": _number("start.count", totals, asked, unit),
        "start_due": _number("start.due", totals, asked, unit),
        "start_rate": _number("start.rate", totals, asked, unit),
        "finished": _number("finish.count", totals, asked, unit),
        "finish_due": _number("finish.due", totals, asked, unit),
        "finish_rate": _number("finish.rate", totals, asked, unit),
        "count": _number("project.count", totals, asked, unit),
        "leaves": _number("project.count_leaves", totals, asked, unit),
        "is_split": totals["project.count"].value != totals["project.count_leaves"].value,
        "resumption": _number("resumption.rate", totals, asked, unit),
    }


def _number(key: str, totals: dict[str, Value], asked: Question, unit: str) -> dict[str, str]:
    return {
        "label": str(REGISTRY[key].label),
        "value": written(key, totals[key], unit),
        "unit": unit_of(key, unit),
        "href": asking.address(key, asked),
    }


def against_schedule(gap: Any) -> str:
    """超序时 12.9 个百分点 · 欠序时 3.1 个百分点 · 与序时持平, from the unrounded gap."""
    if gap is None:
        return ""
    if gap == 0:
        return _("与序时持平")
    shown = words.number(abs(gap), 1)
    if gap > 0:
        return _("超序时 %(points)s 个百分点") % {"points": shown}
    return _("欠序时 %(points)s 个百分点") % {"points": shown}


def problems(known: Any, asked: Question, today: date) -> list[dict[str, Any]]:
    """Three problems, each with how many and the one to begin with."""
    totals, query = known.totals, asking.query(asked)
    worst, unstarted = known.lagging[:1], known.not_started[:1]
    missing = ngettext("%(names)s", "%(names)s", 1) % {
        "names": _("、").join(item.name for item in known.not_reported[:2])
    }  # fmt: skip
    return [
        _problem(
            _("滞后"), known.lagging_count, f"/lists/lagging/?{query}", "red",
            _("欠序时 %(points)s 个百分点") % {"points": words.number(abs(worst[0].gap), 1)} if worst else "", worst,
        ),
        _problem(
            _("应开工未开工"), totals["start.overdue"].value, f"/lists/not_started/?{query}", "yellow",
            _("逾期 %(days)s 天") % {"days": unstarted[0].overdue_days} if unstarted else "", unstarted,
        ),
        _problem(
            _("未报送"), totals["report.missing"].value, f"/lists/not_reported/?{query}", "yellow",
            missing if len(known.not_reported) < 3 else _("%(names)s等") % {"names": missing}, [],
        ),
    ]  # fmt: skip


def _problem(word: str, count: Any, href: str, light: str, said: str, worst: list[Listed]) -> dict[str, Any]:
    return {
        "word": word,
        "count": words.number(count),
        "is_none": not count,
        "href": href,
        "light": light if count else "green",
        "said": said if count else "",
        "name": worst[0].name if worst else "",
        "name_href": asking.project_address(worst[0].project_id) if worst else "",
    }


def _need(need: Need) -> dict[str, str]:
    since = words.month(need.since)
    return {
        "text": need.text,
        "name": need.name,
        "unit": need.unit,
        "href": asking.project_address(need.project_id),
        "raise": f"{reverse('matter.raise')}?{urlencode({'project': need.project_id, 'quote': need.text})}",
        "asked_of": _("请%(unit)s协调") % {"unit": need.asked_of} if need.asked_of else _("未写明请谁协调"),
        "since": _("%(month)s起") % {"month": since},
    }


def _table(table: Table, lights: dict[Any, Light | None], asked: Question, unit: str) -> dict[str, Any]:
    ranked = sum(standing.place is not None for standing in table.rows)
    rows = [
        Row(
            place=standing.place,
            of=ranked,
            name=str(standing.group),
            gained=standing.gained,
            is_ranked=standing.place is not None,
            href=f"/?{asking.query(asked, unit=standing.group.key)}" if standing.group.key else "",
            cells=cells(asked, standing.values.__getitem__, unit, unit=standing.group.key),
            light=LIGHT_SHAPES.get(lights.get(standing.group.key)),
            light_word=_("跟踪") if lights.get(standing.group.key) is Light.TRACKED else "",
        )
        for standing in table.rows
    ]
    return {"label": table.label, "rows": rows, "has_unranked": ranked < len(rows)}


_MARKS = {Light.GREEN: "●", Light.YELLOW: "▲", Light.RED: "■"}


def unit_map(known: Any, asked: Question) -> dict[str, Any]:
    """各单元: each with its completion rate and its light; on the city's own outlines where it brought some, else (and
    for units without one, or too small there for their names) as tiles about where they lie."""
    standings = {row.group.key: row for table in known.tables for row in table.rows if row.group.key is not None}
    drawn = known.drawing
    shapes = {key: drawn.shapes[key] for key in standings if key in drawn.shapes} if drawn else {}
    tiles = _tiles(known, asked, {
        key: each for key, each in standings.items() if key not in shapes or not shapes[key].has_room
    })  # fmt: skip
    shown = [
        _told(key, standings[key], known, asked) | {
            "path": shape.path, "x": shape.x, "y": shape.y, "has_room": shape.has_room,
            "mark": _MARKS.get(known.lights.get(key), "○"),
        }
        for key, shape in shapes.items()
    ]  # fmt: skip
    return {"shapes": shown, "tiles": tiles, "height": drawn.height if drawn else 0, "width": int(outlines.WIDTH)}


def _tiles(known: Any, asked: Question, standings: dict[Any, Any]) -> list[dict[str, Any]]:
    return [
        _told(tile.key, standings[tile.key], known, asked) | {"row": tile.row, "column": tile.column}
        for tile in cartogram.tiles(list(standings), known.centres)
    ]


def _told(key: Any, standing: Any, known: Any, asked: Question) -> dict[str, Any]:
    light = known.lights.get(key)
    return {
        "name": str(standing.group), "rate": words.percent(standing.values["completion.rate"].value),
        "light": LIGHT_SHAPES.get(light), "light_word": _("跟踪") if light is Light.TRACKED else "",
        "href": f"/?{asking.query(asked, unit=key)}",
    }  # fmt: skip


def _grouped(by: str, group: Group, table: dict[str, dict[Any, Value]], asked: Question, unit: str) -> Row:
    def value(key: str) -> Value:
        return table[key][group.key]

    return Row(None, 0, group.short, None, False, "", cells(asked, value, unit, **{by: group.key}))


def footnote(known: Any, unit: str) -> str:
    """Where the rounded rows do not add up to the rounded total, that is said (domain.md §14.11)."""
    scale, places = (words.WAN_PER_YI if unit == words.YI else 1), WRITTEN_PLACES[unit]
    rows = [standing for table in known.tables for standing in table.rows]
    if not rows or any(standing.group.key is None for standing in rows):
        return ""
    for key in ("plan.annual", "invested.month", "invested.year"):
        parts = [Fraction(standing.values[key].value or 0) / scale for standing in rows]
        if rules.rounding_differs(parts, Fraction(known.totals[key].value) / scale, places):
            return _("各行按四舍五入列示，合计按原数计算，故各行之和可能与合计略有出入。")
    return ""


def curve_rows(curve: Curve, unit: str) -> list[tuple[str, ...]]:
    """The picture's numbers as a table."""
    columns = (curve.planned, curve.done, curve.planned_so_far, curve.done_so_far)
    return [
        (words.month(month), *(words.money(column[index], unit) for column in columns))
        for index, month in enumerate(curve.months)
    ]


def listed(item: Listed, unit: str) -> dict[str, str]:
    """A row of a list of projects."""
    return {
        "name": item.name,
        "href": asking.project_address(item.project_id),
        "raise": f"{reverse('matter.raise')}?project={item.project_id}",
        "unit": item.unit,
        "owner": item.owner,
        "leader": item.leader,
        "duty": item.duty_person,
        "planned": words.money(item.planned_wan, unit),
        "done": words.money(item.done_wan, unit),
        "rate": words.percent(item.rate),
        "gap": words.signed(item.gap),
        "to_start": words.short_day(item.to_start_on) if item.to_start_on else _("年底前"),
        "overdue": words.number(item.overdue_days),
    }
