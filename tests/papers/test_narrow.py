"""A paper's drawing is kept twice, for the sheet and for a phone: both write the same numbers, in the same ink."""

import re
from datetime import date
from decimal import Decimal

import pytest

from yidan.bulletins.blocks import Chart, from_json, to_json
from yidan.kernel.values import Month
from yidan.web import bar_chart, charts, rate_chart
from yidan.web.bulletin import paper
from yidan.web.permit import lanes

YEAR = [Month(2020, month) for month in range(1, 13)]
RISING = [Decimal(110_000 * month) for month in range(1, 13)]
RATES = [Decimal(month) - Decimal("12.3") for month in range(1, 13)]
HALF = [Decimal(98_000 * month) if month < 9 else None for month in range(1, 13)]


def _drawings():
    bars = [
        bar_chart.Bar("产业发展", Decimal(320), Decimal(452), "320.10", "452.00"),
        bar_chart.Bar("社会民生和公共服务", Decimal(51), Decimal(45), "50.10", "45.20"),
    ]
    lane = lanes.Lane("用地预审", "#", date(2020, 5, 6), date(2020, 5, 20), words="9/10")
    return {
        "curve": (charts.on_paper(YEAR, RISING, HALF, ("132.00", "78.40")), ["132.00", "78.40"]),
        "rates": (
            rate_chart.on_paper(
                YEAR, RATES, [*RATES[:6], *[None] * 6], ["9.7", "2.0"], own_word="全市", beside_word="全省"
            ),
            ["9.7", "2.0"],
        ),
        "bars": (bar_chart.on_paper(bars), ["320.10", "452.00", "50.10", "45.20"]),
        "lanes": (lanes.on_paper([lane], date(2020, 5, 15)), ["9/10"]),
    }


@pytest.mark.parametrize("name", ["curve", "rates", "bars", "lanes"])
def test_the_drawing_for_a_phone_writes_the_same_numbers_and_leaves_no_word_outside(name):
    both, said = _drawings()[name]
    for drawn, width in zip(both, (None, 344), strict=True):
        words = Chart("", drawn).words
        assert [number for number in said if not any(word.endswith(number) for word in words)] == []
        assert width is None or f'viewBox="0 0 {width} ' in drawn
    wide, narrow = (set(re.findall('(?:fill|stroke)="(#[0-9a-f]{6})"', drawn)) for drawn in both)
    assert narrow == wide
    for x, anchor, size, word in re.findall(
        'x="([^"]*)" y="[^"]*" text-anchor="([^"]*)" font-size="(\\d+)"[^>]*>([^<]*)', both[1]
    ):
        length = sum(1.0 if ord(letter) > 0x2E7F else 0.58 for letter in word) * int(size)
        left = float(x) - {"start": 0, "middle": length / 2, "end": length}[anchor]
        assert -1 <= left <= left + length <= 348, word


def test_on_a_phone_the_lower_lines_word_stands_under_it_not_upon_the_upper_one():
    own = [Decimal(each) for each in (-17, -5, 1, 4, 6, 7, 8, 9, 9, 9, 10, 10)]
    beside = [each - 2 for each in own]
    _wide, narrow = rate_chart.on_paper(YEAR, own, beside, ["9.7%", "7.6%"], own_word="全市", beside_word="全省")
    lower, upper = (
        float(points.split()[-1].split(",")[1]) for points in re.findall('<polyline[^>]* points="([^"]*)"', narrow)
    )
    at = {word[:2]: float(y) for y, word in re.findall('y="([^"]*)"[^>]*>(全[^<]*)', narrow)}
    assert at["全市"] < upper < lower < at["全省"] - 8  # its own line is above the letters


def test_a_paper_from_before_there_were_two_reads_as_it_was_and_shows_the_one():
    old = to_json(Chart("图", "<svg/>"))
    del old["narrow"]
    assert from_json(old) == Chart("图", "<svg/>")
    (shown,) = paper.shown([from_json(old)], lambda number: "")
    assert (shown["svg"], shown["narrow"]) == ("<svg/>", "")
