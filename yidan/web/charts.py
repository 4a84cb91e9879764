"""Charts as pure functions from numbers to an SVG drawing: the same on screen, in print and in papers.

The plan is a grey line, what was done is the accent; direct labels instead of a legend; the axis
begins at zero (look.md). Colours are written into the drawing, so that it stands without a
stylesheet; on a page the theme's colours take their place (charts.css).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil, floor, log10
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from yidan.kernel.values import Month
from yidan.web.format import WAN, YI, is_english, money

Values = Sequence[Decimal | None]
INK, GREY, PLAN, ACCENT, HAIRLINE, EDGE = "#1d2127", "#5b6470", "#a9adb3", "#27518c", "#e4e1d9", "#8b8f96"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The paper a chart is drawn on, in its own pixels."""

    width: int
    height: int
    left: int
    right: int
    top: int = 18
    bottom: int = 26
    text: int = 12

    @property
    def inner_width(self) -> int:
        return self.width - self.left - self.right

    @property
    def inner_height(self) -> int:
        return self.height - self.top - self.bottom


ZERO = Decimal(0)
WIDE = Sheet(720, 250, left=58, right=84)
PAPER = Sheet(560, 230, left=46, right=92, text=13)  # 150 mm wide its letters are 9.5 pt
NARROW = Sheet(344, 210, left=44, right=14, text=11)


def monthly(months: Sequence[Month], plan: Values, actual: Values, *, unit: str = WAN) -> SafeString:
    """Each month's amount as a bar and its plan as a grey line across it; values in 万元, written in `unit`."""
    return _both(lambda sheet: _bars(sheet, months, plan, actual, unit))


def cumulative(months: Sequence[Month], plan: Values, actual: Values, *, unit: str = WAN) -> SafeString:
    """Cumulative plan (grey) and actual (accent) over the months; actual stops where it is not yet known."""
    return _both(lambda sheet: _lines(sheet, months, plan, actual, unit))


def on_paper(
    months: Sequence[Month], plan: Values, actual: Values, said: tuple[str, str], *, unit: str = YI
) -> tuple[str, str]:
    """The cumulative drawing alone, in its own ink and in the face that papers are set in, and the same for a phone;
    `said` are the last amounts of plan and of what was done, rounded as the paper rounds."""
    return in_paper_face(lambda sheet: _lines(sheet, months, plan, actual, unit, said))


def in_paper_face(draw: Callable[[Sheet], str]) -> tuple[str, str]:
    """A drawing for a paper and for a phone that reads it."""
    wide, narrow = (draw(sheet).replace("<svg ", '<svg font-family="Noto Serif SC" ', 1) for sheet in (PAPER, NARROW))
    return wide, narrow


def daily(days: Sequence[date], values: Values, measure: str) -> SafeString:
    """One value a day as a line, a day without one as a gap; the axis from zero, the last value at its end."""
    return _both(lambda sheet: _day_line(sheet, days, values, measure))


def spark(values: Values, *, width: int = 72, height: int = 18) -> SafeString:
    """A line the height of a word, for a table cell; the last point is marked."""
    known = [(index, float(value)) for index, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return mark_safe("")
    top = max(value for _index, value in known) or 1.0
    step = (width - 6) / max(len(values) - 1, 1)
    points = [(3 + index * step, height - 3 - value / top * (height - 6)) for index, value in known]
    return mark_safe(
        f'<svg class="plot plot-spark" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" aria-hidden="true">'
        f'<polyline class="actual-line" fill="none" stroke="{ACCENT}" '
        f'stroke-width="1.5" points="{_points(points)}"/>'
        f'<circle class="actual-dot" cx="{points[-1][0]:.1f}" cy="{points[-1][1]:.1f}" r="2.2" fill="{ACCENT}"/></svg>'
    )


def ticks(top: Decimal, wanted: int = 4) -> list[Decimal]:
    """Round numbers from zero to just above the largest value: steps of 1, 2, 2.5 or 5."""
    if top <= 0:
        return [Decimal(0), Decimal(1)]
    raw = top / wanted
    power = Decimal(10) ** floor(log10(raw))
    step = next(power * each for each in (1, 2, Decimal("2.5"), 5, 10) if power * each >= raw)
    marks = [Decimal(0)]
    while marks[-1] < top:
        marks.append(marks[-1] + step)
    return marks


def _both(draw: Callable[[Any], str]) -> SafeString:
    """The drawing for a desk and for paper, and the one for a phone, of which the stylesheet shows one."""
    return mark_safe(f'<div class="plot-wide">{draw(WIDE)}</div><div class="plot-narrow">{draw(NARROW)}</div>')


def _scale(values: Values) -> list[Decimal]:
    return ticks(max((value for value in values if value is not None), default=Decimal(0)))


def _frame(sheet: Sheet, months: Sequence[Month], marks: list[Decimal], unit: str) -> list[str]:
    """Grid lines with their amounts, the base line, and the months under it."""
    parts = []
    for value in marks:
        y = _y(sheet, value, marks[-1])
        line, colour = ("axis", EDGE) if value == 0 else ("grid-line", HAIRLINE)
        parts.append(
            f'<path class="{line}" stroke="{colour}" d="M{sheet.left} {y:.1f}H{sheet.width - sheet.right}"/>'
            + _text(sheet, sheet.left - 6, y + 4, _axis_word(value, marks, unit), "end")
        )
    slot = sheet.inner_width / max(len(months), 1)
    for index, month in enumerate(months):
        if sheet is NARROW and len(months) > 6 and month.month % 3 and index != 0:
            continue
        word = str(month.month) if is_english() or (sheet is NARROW and len(months) > 6) else f"{month.month}月"
        parts.append(_text(sheet, sheet.left + (index + 0.5) * slot, sheet.height - 8, word, "middle"))
    return parts


def _bars(sheet: Sheet, months: Sequence[Month], plan: Values, actual: Values, unit: str) -> str:
    marks = _scale([*plan, *actual])
    slot = sheet.inner_width / max(len(months), 1)
    parts = _frame(sheet, months, marks, unit)
    base = _y(sheet, Decimal(0), marks[-1])
    last = max((index for index, value in enumerate(actual) if value is not None), default=-1)
    for index, (planned, done) in enumerate(zip(plan, actual, strict=True)):
        left = sheet.left + index * slot
        if done is not None:
            y = _y(sheet, max(done, Decimal(0)), marks[-1])
            parts.append(
                f'<rect class="actual-bar" fill="{ACCENT}" x="{left + slot * 0.24:.1f}" y="{y:.1f}" '
                f'width="{slot * 0.52:.1f}" height="{base - y:.1f}"/>'
            )
            if index == last:
                parts.append(_text(sheet, left + slot / 2, y - 6, money(done, unit), "middle", "strong", INK))
        if planned is not None:
            y = _y(sheet, planned, marks[-1])
            parts.append(
                f'<path class="plan-line" stroke="{PLAN}" stroke-width="2" '
                f'd="M{left + slot * 0.1:.1f} {y:.1f}h{slot * 0.8:.1f}"/>'
            )
    taken = None if last < 0 or last != len(plan) - 1 else _y(sheet, max(actual[last] or ZERO, ZERO), marks[-1]) - 6
    parts.append(_end_word(sheet, plan, marks, _("计划"), "plan-word", GREY, taken))
    return _svg(sheet, parts, _spoken(months, plan, actual, unit))


def _lines(
    sheet: Sheet, months: Sequence[Month], plan: Values, actual: Values, unit: str, said: tuple[str, ...] = ()
) -> str:  # fmt: skip
    marks = _scale([*plan, *actual])
    parts = _frame(sheet, months, marks, unit)
    ends = []
    for number, (values, css, colour, width, word) in enumerate(
        ((plan, "plan", PLAN, 1.5, _("计划")), (actual, "actual", ACCENT, 2, _("完成")))
    ):
        points = _along(sheet, values, marks[-1])
        if not points:
            continue
        parts.append(
            f'<polyline class="{css}-line" fill="none" stroke="{colour}" stroke-width="{width}" '
            'stroke-linejoin="round" '
            f'points="{_points(points)}"/>'
        )
        index, last = [(index, value) for index, value in enumerate(values) if value is not None][-1]
        beside = (actual if css == "plan" else plan)[index]
        is_upper = css == "plan" if beside is None or last == beside else last > beside
        ends.append((points[-1], f"{word} {said[number] if said else money(last, unit)}", css, is_upper))
    parts += _end_labels(sheet, ends)
    return _svg(sheet, parts, _("、").join(each[1] for each in ends) if said else _spoken(months, plan, actual, unit))


def _day_line(sheet: Sheet, days: Sequence[date], values: Values, measure: str) -> str:
    marks, slot = _scale(values), sheet.inner_width / max(len(days), 1)
    parts = []
    for value in marks:
        y = _y(sheet, value, marks[-1])
        line, colour = ("axis", EDGE) if value == 0 else ("grid-line", HAIRLINE)
        parts.append(f'<path class="{line}" stroke="{colour}" d="M{sheet.left} {y:.1f}H{sheet.width - sheet.right}"/>')
        parts.append(_text(sheet, sheet.left - 6, y + 4, f"{value.normalize():f}", "end"))
    step = max(1, ceil(len(days) * sheet.text * 3.4 / sheet.inner_width))
    for index in range(len(days) - 1, -1, -step):
        word = f"{days[index].month}-{days[index].day}"
        parts.append(_text(sheet, sheet.left + (index + 0.5) * slot, sheet.height - 8, word, "middle"))
    for run in _runs(values):
        along = [(sheet.left + (index + 0.5) * slot, _y(sheet, values[index] or ZERO, marks[-1])) for index in run]
        parts.append(
            f'<polyline class="actual-line" fill="none" stroke="{ACCENT}" stroke-width="2" stroke-linejoin="round" '
            f'points="{_points(along)}"/>'
        )
    known = [(index, value) for index, value in enumerate(values) if value is not None]
    spoken = _("没有数据")
    if known:
        index, last = known[-1]
        x, y = sheet.left + (index + 0.5) * slot, _y(sheet, last, marks[-1])
        said = f"{last:.2f}"
        parts.append(f'<circle class="actual-dot" fill="{ACCENT}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>')
        parts.append(_text(sheet, x, y - 10, said, "end" if sheet is NARROW else "start", "actual-word", ACCENT))
        spoken = _("%(month)d月%(day)d日：%(value)s%(measure)s") % {
            "month": days[index].month, "day": days[index].day, "value": said, "measure": measure,
        }  # fmt: skip
    return _svg(sheet, parts, spoken)


def _runs(values: Values) -> list[list[int]]:
    """Stretches of days that have a value each."""
    found: list[list[int]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            found.append([])
        else:
            found[-1].append(index)
    return [run for run in found if run]


def _end_labels(sheet: Sheet, ends: list[tuple[tuple[float, float], str, str, bool]]) -> list[str]:
    """Each line's name and last amount at its end: in the margin where there is one, else above or below both lines."""
    parts, floor = [], float("-inf")
    for (x, y), word, css, is_upper in sorted(ends, key=lambda end: end[0][1]):
        at_edge = x > sheet.width - sheet.right - 40
        if css == "actual":
            parts.append(f'<circle class="actual-dot" fill="{ACCENT}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>')
        if sheet is NARROW or not at_edge:
            anchor, word_x, word_y = "end", x + (4 if at_edge else 0), y - 10 if is_upper else y + 4 * sheet.text
        else:
            anchor, word_x, word_y = "start", x + 8, y + 4
        word_y = floor = max(word_y, floor + sheet.text + 2)
        parts.append(_text(sheet, word_x, word_y, word, anchor, f"{css}-word", ACCENT if css == "actual" else GREY))
    return parts


def _end_word(
    sheet: Sheet, values: Values, marks: list[Decimal], word: str, css: str, colour: str, taken: float | None = None
) -> str:
    """A line named at its last point; on a narrow sheet at its first, where an amount stands at height `taken`."""
    points = _along(sheet, values, marks[-1])
    if not points:
        return ""
    slot = sheet.inner_width / max(len(values), 1)
    x, y = points[-1]
    if sheet is NARROW:
        y -= 6
        if taken is not None and abs(y - taken) < sheet.text + 2:
            x, y = points[0]
            return _text(sheet, x - slot / 2, y - 6, word, "start", css, colour)
        return _text(sheet, x + slot / 2, y, word, "end", css, colour)
    return _text(sheet, x + slot / 2 + 4, y + 4, word, "start", css, colour)


def _along(sheet: Sheet, values: Values, top: Decimal) -> list[tuple[float, float]]:
    slot = sheet.inner_width / max(len(values), 1)
    return [
        (sheet.left + (index + 0.5) * slot, _y(sheet, value, top))
        for index, value in enumerate(values)
        if value is not None
    ]


def _y(sheet: Sheet, value: Decimal, top: Decimal) -> float:
    return sheet.top + sheet.inner_height * (1 - float(value / top))


def _axis_word(value: Decimal, marks: list[Decimal], unit: str) -> str:
    if unit != YI:
        return money(value, unit)
    shown = value / 10_000
    return f"{shown:,.0f}" if marks[1] >= 10_000 else f"{shown:,.2f}".rstrip("0").rstrip(".")


def _points(points: list[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _text(
    sheet: Sheet, x: float, y: float, word: str, anchor: str, css: str = "", colour: str = GREY
) -> str:  # fmt: skip
    named = f' class="{css}"' if css else ""
    at = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{sheet.text}" fill="{colour}"'
    return f"<text{named} {at}>{escape(word)}</text>"


def _spoken(months: Sequence[Month], plan: Values, actual: Values, unit: str) -> str:
    """What the drawing says, in one sentence, for those who do not see it."""
    known = [
        (month, done, planned) for month, done, planned in zip(months, actual, plan, strict=True) if done is not None
    ]
    if not known:
        return _("还没有完成数")
    month, done, planned = known[-1]
    return _("%(month)s:完成 %(done)s,计划 %(plan)s") % {
        "month": month,
        "done": money(done, unit),
        "plan": money(planned, unit),
    }


def _svg(sheet: Sheet, parts: list[str], spoken: str) -> str:
    return (
        f'<svg class="plot" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {sheet.width} {sheet.height}" role="img" '
        f'aria-label="{escape(spoken)}">{"".join(parts)}</svg>'
    )
