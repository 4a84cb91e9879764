"""How long it took: one bar for each stretch of working days, those within the budget in the accent."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from yidan.web.charts import ACCENT, EDGE, INK, PLAN

STEP = 3


def bins(durations: Sequence[int], budget: int) -> list[tuple[int, int, int]]:
    """(first, last, how many) of stretches of three days, cut so that one of them ends with the budget."""
    if not durations:
        return []
    first = min(durations) - (min(durations) - budget - 1) % STEP
    found = []
    for start in range(first, max(*durations, budget) + 1, STEP):
        last = start + STEP - 1
        found.append((max(start, 0), last, sum(start <= each <= last for each in durations)))
    return found


def draw(durations: Sequence[int], budget: int) -> SafeString:
    """The distribution of finished courses."""
    rows = bins(durations, budget)
    if not rows:
        return mark_safe("")
    return mark_safe(
        f'<div class="plot-wide">{_bars(rows, budget, 720, 200, 12)}</div>'
        f'<div class="plot-narrow">{_bars(rows, budget, 344, 180, 11)}</div>'
    )


def _bars(rows: list[tuple[int, int, int]], budget: int, width: int, height: int, text: int) -> str:
    left, bottom, top = 8, 24, 22
    slot = (width - 2 * left) / len(rows)
    most = max(count for _first, _last, count in rows) or 1
    every = max(1, round(44 / slot))
    parts, base = [], height - bottom
    for place, (first, last, count) in enumerate(rows):
        tall = count / most * (base - top)
        x = left + place * slot
        within = last <= budget
        css, colour = ("actual-bar", ACCENT) if within else ("plan-bar", PLAN)
        parts.append(
            f'<rect class="{css}" fill="{colour}" x="{x + 2:.1f}" y="{base - tall:.1f}" width="{max(slot - 4, 2):.1f}" '
            f'height="{tall:.1f}"/>'
        )
        if count and slot >= 18:
            parts.append(_text(x + slot / 2, base - tall - 5, str(count), text))
        if place % every == 0:
            label = f"{first}–{last}" if every == 1 and slot > 40 else str(last)
            parts.append(_text(x + slot / 2, height - 7, label, text))
        if last == budget:
            edge = x + slot
            parts.append(f'<path stroke="{EDGE}" stroke-dasharray="3 3" d="M{edge:.1f} 4V{base}"/>')
            parts.append(_text(edge + 4, 13, _("预算%(budget)s") % {"budget": budget}, text, "start"))
    label = _("立项到施工许可的工作日分布")
    return (
        f'<svg class="plot" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-label="{escape(label)}"><path class="axis" stroke="{EDGE}" '
        f'd="M{left} {base}H{width - left}"/>{"".join(parts)}</svg>'
    )


def _text(x: float, y: float, words: str, size: int, anchor: str = "middle") -> str:
    return (
        f'<text class="lane-text" x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" '
        f'fill="{INK}">{escape(words)}</text>'
    )
