"""Published rates over the months as lines: what is below zero too, with the axis drawn where zero is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yidan.kernel.values import Month
from yidan.web.charts import (
    ACCENT,
    EDGE,
    GREY,
    HAIRLINE,
    PLAN,
    Sheet,
    _both,
    _points,
    _svg,
    _text,
    in_paper_face,
    ticks,
)

Values = Sequence[Decimal | None]


def rates(months: Sequence[Month], own: Values, beside: Values, *, own_word: str, beside_word: str) -> SafeString:
    """The place's own line in the accent, what it is compared with in grey; each named at its end."""
    return _both(lambda sheet: _drawn(sheet, months, ((beside, beside_word, "plan"), (own, own_word, "actual"))))


def on_paper(
    months: Sequence[Month], own: Values, beside: Values, said: Sequence[str], *, own_word: str, beside_word: str
) -> tuple[str, str]:  # fmt: skip
    """The drawing alone, in the face that papers are set in, and the same for a phone; `said` are the last numbers as
    the paper prints them."""
    lines = ((beside, beside_word, "plan"), (own, own_word, "actual"))
    named = dict(zip(("actual", "plan"), said, strict=False))
    return in_paper_face(lambda sheet: _drawn(sheet, months, lines, named))


def _scale(values: list[Decimal]) -> list[Decimal]:
    """Round steps from below the least (zero at most) to above the most."""
    highest, lowest = max([*values, Decimal(0)]), min([*values, Decimal(0)])
    step = ticks(highest - lowest or Decimal(1))[1]
    first = -(-lowest // step) if lowest >= 0 else -((-lowest + step - 1) // step)
    marks = [first * step]
    while marks[-1] < highest:
        marks.append(marks[-1] + step)
    return marks if len(marks) > 1 else [marks[0], marks[0] + step]


def _drawn(
    sheet: Sheet, months: Sequence[Month], lines: Sequence[tuple[Values, str, str]],
    said: Mapping[str, str] | None = None,
) -> str:  # fmt: skip
    marks = _scale([value for values, _word, _css in lines for value in values if value is not None])
    span = marks[-1] - marks[0]
    slot = sheet.inner_width / max(len(months), 1)

    def height(value: Decimal) -> float:
        return sheet.top + sheet.inner_height * (1 - float((value - marks[0]) / span))

    parts = []
    for value in marks:
        y = height(value)
        line, colour = ("axis", EDGE) if value == 0 else ("grid-line", HAIRLINE)
        parts.append(f'<path class="{line}" stroke="{colour}" d="M{sheet.left} {y:.1f}H{sheet.width - sheet.right}"/>')
        parts.append(_text(sheet, sheet.left - 6, y + 4, f"{value.normalize():f}".replace("-", "−"), "end"))
    every = max(1, -(-len(months) * sheet.text * 3 // sheet.inner_width))
    for index, month in enumerate(months):
        if index % every == 0 or (index == len(months) - 1 and index % every > every / 2):
            word = f"{month.year % 100:02d}-{month.month:02d}"
            parts.append(_text(sheet, sheet.left + (index + 0.5) * slot, sheet.height - 8, word, "middle"))
    ends: list[tuple[float, float, str, str]] = []
    for values, word, css in lines:
        points = [
            (sheet.left + (index + 0.5) * slot, height(value))
            for index, value in enumerate(values)
            if value is not None
        ]
        if points:
            colour = ACCENT if css == "actual" else PLAN
            parts.append(
                f'<polyline class="{css}-line" fill="none" stroke="{colour}" stroke-width="2" '
                f'points="{_points(points)}"/>'
            )
            last = next(value for value in reversed(values) if value is not None)
            shown = said[css] if said else f"{last.normalize():f}".replace("-", "−")
            ends.append((*points[-1], f"{word} {shown}", css))
    return _svg(sheet, parts + _named(sheet, ends), _spoken(months, lines))


def _named(sheet: Sheet, ends: list[tuple[float, float, str, str]]) -> list[str]:
    """Each line's word at its end, none upon another; where they stand inside, over the upper line, under the lower."""
    parts, floor = [], float("-inf")
    for place, (x, y, word, css) in enumerate(sorted(ends, key=lambda end: end[1])):
        is_inside = sheet.right < 60
        at = max(y - 8 if is_inside else y + 4, floor + sheet.text + 2)
        under = y + sheet.text + 4
        if is_inside and place and under < sheet.top + sheet.inner_height:
            at = max(under, floor + sheet.text + 2)
        floor = at
        anchor, left = ("end", x + 4) if is_inside else ("start", x + 8)
        parts.append(_text(sheet, left, at, word, anchor, f"{css}-word", ACCENT if css == "actual" else GREY))
    return parts


def _spoken(months: Sequence[Month], lines: Sequence[tuple[Values, str, str]]) -> str:
    """The newest numbers in one sentence."""
    said = []
    for values, word, _css in reversed(lines):
        if found := [(month, value) for month, value in zip(months, values, strict=True) if value is not None]:
            said.append(f"{found[-1][0]} {word} {found[-1][1].normalize():f}")
    return _("；").join(said) or _("还没有公布数")
