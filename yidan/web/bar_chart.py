"""Amounts of some groups as lying bars: what was done in the accent, the plan as a grey mark across; for papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import escape
from django.utils.translation import gettext as _

from yidan.web.charts import ACCENT, GREY, INK, PLAN


@dataclass(frozen=True)
class Bar:
    """A group: its name, both amounts, and how the paper prints them."""

    name: str
    plan: Decimal
    done: Decimal
    said_plan: str
    said_done: str


@dataclass(frozen=True)
class _Form:
    """How the bars stand on a sheet: from where to where they go, and, with `is_above`, their words over them."""

    width: int
    pitch: int
    left: int
    right: int
    text: int = 13
    bar: int = 13
    is_above: bool = False


_WIDE = _Form(560, 31, left=104, right=148)
_NARROW = _Form(344, 46, left=4, right=4, text=12, is_above=True)
_WORDS = 96  # so wide are a word and an amount over a bar


def on_paper(bars: Sequence[Bar]) -> tuple[str, str]:
    """The drawing, and the same for a phone; each bar's numbers stand at its end or over it, so it needs no axis."""
    return _drawn(_WIDE, bars), _drawn(_NARROW, bars)


def _drawn(form: _Form, bars: Sequence[Bar]) -> str:
    height, most = form.pitch * len(bars) + 10, max([*(max(each.plan, each.done) for each in bars), Decimal(1)])

    def x(amount: Decimal) -> float:
        return form.left + float(amount / most) * (form.width - form.left - form.right)

    parts, spoken = [], []
    for place, each in enumerate(bars):
        y = 5 + form.pitch * (place + (0.68 if form.is_above else 0.5))
        parts += [
            f'<rect class="lane-held" fill="{ACCENT}" x="{form.left}" y="{y - form.bar / 2:.1f}" '
            f'width="{max(x(each.done) - form.left, 1):.1f}" height="{form.bar}"/>',
            f'<path class="plan-line" stroke="{PLAN}" stroke-width="2.5" d="M{x(each.plan):.1f} '
            f'{y - form.bar / 2 - 5:.1f}V{y + form.bar / 2 + 5:.1f}"/>',
            *_written(form, each, y, max(x(each.done), x(each.plan)) + 10),
        ]
        spoken.append(f"{each.name}{_('完成')} {each.said_done} {_('计划')} {each.said_plan}")
    return (
        f'<svg font-family="Noto Serif SC" class="plot" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {form.width} {height}" role="img" aria-label="{escape(_("；").join(spoken))}">'
        f"{''.join(parts)}</svg>"
    )


def _written(form: _Form, each: Bar, y: float, end: float) -> list[str]:
    done, plan = f"{_('完成')} {each.said_done}", f"{_('计划')} {each.said_plan}"
    if form.is_above:
        over, right = y - form.bar / 2 - 9, form.width - form.right
        return [
            _text(form, form.left, over, each.name, "start", INK, "lane-text"),
            _text(form, right - _WORDS, over, done, "end", ACCENT, "actual-word"),
            _text(form, right, over, plan, "end", GREY, "plan-word"),
        ]
    return [
        _text(form, form.left - 10, y + 4.5, each.name, "end", INK, "lane-text"),
        _text(form, end, y - 2.5, done, "start", ACCENT, "actual-word"),
        _text(form, end, y + 12, plan, "start", GREY, "plan-word"),
    ]


def _text(form: _Form, x: float, y: float, word: str, anchor: str, colour: str, css: str) -> str:
    at = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{form.text}" fill="{colour}"'
    return f'<text class="{css}" {at}>{escape(word)}</text>'
