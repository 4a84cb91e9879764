"""Amounts of some groups as lying bars: what was done in the accent, the plan as a grey mark across; for papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import escape
from django.utils.translation import gettext as _

from yidan.web.charts import ACCENT, GREY, INK, PLAN

WIDTH, PITCH, BAR, TEXT = 560, 31, 13, 13
LEFT, RIGHT = 104, 148


@dataclass(frozen=True)
class Bar:
    """A group: its name, both amounts, and how the paper prints them."""

    name: str
    plan: Decimal
    done: Decimal
    said_plan: str
    said_done: str


def on_paper(bars: Sequence[Bar]) -> str:
    """The drawing; each bar's numbers stand at its end, so it needs no axis."""
    height, most = PITCH * len(bars) + 10, max([*(max(each.plan, each.done) for each in bars), Decimal(1)])

    def x(amount: Decimal) -> float:
        return LEFT + float(amount / most) * (WIDTH - LEFT - RIGHT)

    parts, spoken = [], []
    for place, each in enumerate(bars):
        y = 5 + PITCH * place + PITCH / 2
        end = max(x(each.done), x(each.plan)) + 10
        parts += [
            _text(LEFT - 10, y + 4.5, each.name, "end", INK, "lane-text"),
            f'<rect class="lane-held" fill="{ACCENT}" x="{LEFT}" y="{y - BAR / 2:.1f}" '
            f'width="{max(x(each.done) - LEFT, 1):.1f}" height="{BAR}"/>',
            f'<path class="plan-line" stroke="{PLAN}" stroke-width="2.5" d="M{x(each.plan):.1f} {y - BAR / 2 - 5:.1f}'
            f'V{y + BAR / 2 + 5:.1f}"/>',
            _text(end, y - 2.5, f"{_('完成')} {each.said_done}", "start", ACCENT, "actual-word"),
            _text(end, y + 12, f"{_('计划')} {each.said_plan}", "start", GREY, "plan-word"),
        ]
        spoken.append(f"{each.name}{_('完成')} {each.said_done} {_('计划')} {each.said_plan}")
    return (
        f'<svg font-family="Noto Serif SC" class="plot" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(_("；").join(spoken))}">{"".join(parts)}</svg>'
    )


def _text(x: float, y: float, word: str, anchor: str, colour: str, css: str) -> str:
    at = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{TEXT}" fill="{colour}"'
    return f'<text class="{css}" {at}>{escape(word)}</text>'
