"""Blocks go to JSON and back, and know which of their digits have a figure behind them."""

import json

import pytest

from yidan.bulletins.blocks import (
    Cell,
    Heading,
    Numeral,
    Paragraph,
    Table,
    Words,
    cell,
    from_json,
    length,
    numerals,
    text_of,
    to_json,
    typed_digits,
    words,
)

RATE = Numeral("62.9%", {"figure": "completion.rate", "period": "2020-06"}, "0.62898", "647.6/1029.6")
PAPER = (
    Heading(1, words("一、总体情况")),
    Paragraph((Words("截至6月30日，完成年度计划的"), RATE, Words("，超序时进度12.9个百分点。"))),
    Table(
        ((cell("单位"), cell("完成率", "right")),), ((cell("醴陵市"), Cell((RATE,), align="right")),), unit="单位：%"
    ),
)


def test_a_paper_goes_to_json_and_back_without_loss():
    assert from_json(json.loads(json.dumps(to_json(PAPER), ensure_ascii=False))) == PAPER


@pytest.mark.parametrize("bad", [{"kind": "Script", "text": "x"}, {"kind": "Words", "text": "x", "onclick": "y"}])
def test_what_is_no_block_is_refused(bad):
    with pytest.raises(ValueError, match="not a block"):
        from_json(bad)


def test_every_number_that_the_system_wrote_is_found_in_reading_order():
    assert [each.printed for each in numerals(PAPER)] == ["62.9%", "62.9%"]


def test_a_digit_typed_by_hand_is_named_and_a_date_is_not():
    assert typed_digits(PAPER) == ["12.9"]
    assert typed_digits([Paragraph(words("按照株政发〔2020〕12号，2020年6月5日17时前报送第3期。"))]) == []
    assert typed_digits([Paragraph(words("“3+5+2”产业增长9%，开通5G基站3座，用3+5台泵。"))]) == ["9", "3", "3", "5"]


def test_length_counts_characters_of_running_text_only():
    assert length([Paragraph(words("一 二三")), PAPER[2]]) == 3
    assert text_of(PAPER[1].parts) == "截至6月30日，完成年度计划的62.9%，超序时进度12.9个百分点。"
