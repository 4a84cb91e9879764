"""A project's permits as lanes over the days: what the department held, where the clock stood still, what waits.

One drawing for the desk and for paper, one for a phone; every lane leads to its case, where each day is explained.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from yidan.web.charts import ACCENT, EDGE, GREY, HAIRLINE, INK, PLAN

PITCH = 26


@dataclass(frozen=True)
class Lane:
    """One permit: its stretch, the pauses in it, the words at its end."""

    name: str
    href: str
    start: date
    end: date
    clock_from: date | None = None
    pauses: Sequence[tuple[date, date]] = field(default_factory=tuple)
    words: str = ""
    is_excluded: bool = False
    is_late: bool = False
    is_running: bool = False


def draw(lanes: Sequence[Lane], today: date, budget_on: date | None = None) -> SafeString:
    """The lanes of a project; empty where nothing has begun."""
    if not lanes:
        return mark_safe("")
    first = min(each.start for each in lanes)
    last = max([*(each.end for each in lanes), *([budget_on] if budget_on else [])])
    wide = _drawing(lanes, first, last, today, budget_on, width=720, left=164, above=0, text=12)
    narrow = _drawing(lanes, first, last, today, budget_on, width=344, left=4, above=15, text=11)
    return mark_safe(f'<div class="plot-wide">{wide}</div><div class="plot-narrow">{narrow}</div>')


def on_paper(lanes: Sequence[Lane], today: date, budget_on: date | None = None) -> tuple[str, str]:
    """The same drawings in the face that papers are set in."""
    first = min(each.start for each in lanes)
    last = max([*(each.end for each in lanes), *([budget_on] if budget_on else [])])
    wide = _drawing(lanes, first, last, today, budget_on, width=720, left=164, above=0, text=13)
    narrow = _drawing(lanes, first, last, today, budget_on, width=344, left=4, above=15, text=11)
    face = '<svg font-family="Noto Serif SC" '
    return wide.replace("<svg ", face, 1), narrow.replace("<svg ", face, 1)


def _drawing(
    lanes: Sequence[Lane], first: date, last: date, today: date, budget_on: date | None, *, width: int, left: int,
    above: int, text: int,
) -> str:  # fmt: skip
    right, top = 66, 20
    pitch = PITCH + above
    height = top + pitch * len(lanes) + (20 if budget_on else 6)
    span = max((last - first).days + 1, 1)

    def x(day: date) -> float:
        return left + (day - first).days * (width - left - right) / span

    parts = _frame(x, first, last, top, height, text, width - right)
    for place, each in enumerate(lanes):
        y = top + place * pitch + above + (pitch - above) / 2
        parts.append(_lane(each, x, y, left, above, text))
    if first <= today <= last:
        parts.append(f'<path stroke="{GREY}" stroke-dasharray="2 3" d="M{x(today):.1f} {top}V{height - 18}"/>')
    if budget_on:
        edge = x(budget_on + timedelta(days=1))
        parts.append(f'<path class="actual-line" stroke="{ACCENT}" d="M{edge:.1f} {top - 4}V{height - 4}"/>')
        parts.append(_text(edge + 4, height - 6, _("预算用完"), text - 1, "start"))
    label = _("各审批件的时间与停表")
    return (
        f'<svg class="plot plot-lanes" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )


def _frame(x: object, first: date, last: date, top: int, height: int, text: int, right: float) -> list[str]:
    """A hairline at each month's first day, with the month's name; few of them where the way was long."""
    months = []
    day = first.replace(day=1)
    while day <= last:
        months.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    step = max(1, -(-len(months) // 8))
    parts, free = [], -100.0
    for day in months[::step]:
        at = max(x(max(day, first)), 0)  # type: ignore[operator]
        parts.append(f'<path class="grid-line" stroke="{HAIRLINE}" d="M{at:.1f} {top}V{height - 4}"/>')
        if at - free > 34 and at < right - 20:
            parts.append(_text(at, 10, _("%(month)s月") % {"month": day.month}, text - 1, "start"))
            free = at
    return parts


def _lane(each: Lane, x: object, y: float, left: int, above: int, text: int) -> str:
    start, end = x(each.start), x(each.end + timedelta(days=1))  # type: ignore[operator]
    name = (
        _text(left - 8, y + 4, each.name, text, "end") if not above else _text(left, y - 11, each.name, text, "start")
    )
    fill, css = (PLAN, "plan-line-fill") if each.is_excluded else (ACCENT, "lane-held")
    clock = x(each.clock_from) if each.clock_from else end  # type: ignore[operator]
    clock = min(max(clock, start), end)
    parts = [
        f'<rect class="lane-waits" fill="none" stroke="{EDGE}" x="{start:.1f}" y="{y - 6:.1f}" '
        f'width="{max(end - start, 3):.1f}" height="12" rx="2"/>'
    ]
    if each.clock_from:
        parts.append(
            f'<rect class="{css}" fill="{fill}" x="{clock:.1f}" y="{y - 6:.1f}" '
            f'width="{max(end - clock, 3):.1f}" height="12" rx="2"/>'
        )
    for since, until in each.pauses:
        since_x, until_x = x(since + timedelta(days=1)), x(until + timedelta(days=1))  # type: ignore[operator]
        parts.append(
            f'<rect class="lane-paused" fill="#ffffff" stroke="{EDGE}" stroke-dasharray="3 2" x="{since_x:.1f}" '
            f'y="{y - 6:.1f}" width="{max(until_x - since_x, 2):.1f}" height="12"/>'
        )
    weight = ' font-weight="600"' if each.is_late or each.is_running else ""
    parts.append(_text(end + 5, y + 4, ("■ " if each.is_late else "") + each.words, text, "start", weight))
    title = f"<title>{escape(each.name)} {escape(each.words)}</title>"
    return f'<a href="{escape(each.href)}">{title}{name}{"".join(parts)}</a>'


def _text(x: float, y: float, words: str, size: int, anchor: str, more: str = "") -> str:
    return (
        f'<text class="lane-text" x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" '
        f'fill="{INK}"{more}>{escape(words)}</text>'
    )
