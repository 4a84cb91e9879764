"""What one cell says, pure."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yidan.web.papers.workbook import cells
from yidan.web.papers.workbook.cells import Doubtful, Percent, Person, Span

WIDE = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")


@pytest.mark.parametrize(
    ("value", "wan"),
    [
        (12345.6, "12345.6"),
        (0.1 + 0.2, "0.3"),
        ("12,345.60", "12345.6"),
        ("１２，３４５．６", "12345.6"),
        (" 12 345 ", "12345"),
        ("3.5亿元", "35000"),
        ("5000万元", "5000"),
        ("120000元", "12"),
        ("约5000", "5000"),
        ("约3.2亿", "32000"),
        ("2.1亿元左右", "21000"),
        ("(1,234.5)", "-1234.5"),
        ("0", "0"),
    ],
)
def test_an_amount_is_read_however_it_is_written(value, wan):
    assert cells.amount(value) == Decimal(wan)


@pytest.mark.parametrize("value", [None, "", " ", "—", "——", "/", "-", "－", "无", "\\", "　"])
def test_the_marks_of_an_empty_cell_are_empty(value):
    assert cells.amount(value) is None
    assert cells.percent(value) is None
    assert cells.when(value) is None


@pytest.mark.parametrize(
    "value", ["1,23", "1.2.3", "三千", "12+5", "1.2E+05", "5000(含征拆)", "1,2345", True, date(2020, 5, 1)]
)
def test_an_amount_that_is_not_certain_is_said_not_guessed(value):
    with pytest.raises(Doubtful):
        cells.amount(value)


@given(st.decimals(min_value=-1_000_000, max_value=1_000_000, places=2, allow_nan=False))
def test_an_amount_comes_back_exactly_from_every_dress(number):
    for dress in (str(number), f"{number:,}", f"{number:,}".translate(WIDE), f" {number} ", float(number)):
        assert cells.amount(dress) == number
    assert cells.amount(f"{number}", "亿元") == number * 10_000


def test_percentages_are_read_three_ways():
    assert cells.percent("62.3％") == Percent(Decimal("62.3"), True)
    assert cells.percent(0.623, is_percent_format=True) == Percent(Decimal("62.3"), True)
    assert cells.percent(0.623) == Percent(Decimal("0.623"), False)


MAY = Span(date(2020, 5, 1), date(2020, 5, 31))


@pytest.mark.parametrize(
    ("value", "span"),
    [
        ("2020.5", MAY),
        ("2020.05", MAY),
        ("2020年5月", MAY),
        ("2020-05", MAY),
        ("２０２０年５月", MAY),
        ("5月", MAY),
        ("二〇二〇年五月", MAY),
        ("二○二○年5月", MAY),
        ("2020年5月（已开工）", MAY),
        ("2020年5月\n开工建设", MAY),
        ("2020年12月31日前完工", Span(date(2020, 12, 31), date(2020, 12, 31))),
        ("2020年4-5月", Span(date(2020, 4, 1), date(2020, 5, 31))),
        ("十二月底", Span(date(2020, 12, 21), date(2020, 12, 31))),
        ("43952", Span(date(2020, 5, 1), date(2020, 5, 1))),
        (2020.5, MAY),
        (202005.0, MAY),
        ("202005", MAY),
        ("5月底", Span(date(2020, 5, 21), date(2020, 5, 31))),
        ("2020年5月底前", Span(date(2020, 5, 21), date(2020, 5, 31))),
        ("6月上旬", Span(date(2020, 6, 1), date(2020, 6, 10))),
        ("6月中旬", Span(date(2020, 6, 11), date(2020, 6, 20))),
        ("2020年二季度", Span(date(2020, 4, 1), date(2020, 6, 30))),
        ("上半年", Span(date(2020, 1, 1), date(2020, 6, 30))),
        ("2020年底", Span(date(2020, 12, 1), date(2020, 12, 31))),
        ("2020", Span(date(2020, 1, 1), date(2020, 12, 31))),
        ("2020年2月29日", Span(date(2020, 2, 29), date(2020, 2, 29))),
        ("2020/5/1", Span(date(2020, 5, 1), date(2020, 5, 1))),
        (43952.0, Span(date(2020, 5, 1), date(2020, 5, 1))),
        (date(2020, 5, 1), Span(date(2020, 5, 1), date(2020, 5, 1))),
    ],
)
def test_a_date_is_as_precise_as_it_was_written(value, span):
    assert cells.when(value, year=2020) == span


def test_days_are_counted_from_1904_where_the_book_says_so():
    assert cells.when(42490.0, is_1904=True) == Span(date(2020, 5, 1), date(2020, 5, 1))


def test_2020_1_is_january_or_october_and_only_the_format_tells():
    with pytest.raises(Doubtful, match="10月"):
        cells.when(2020.1)
    assert cells.when(2020.1, is_hundredths=True) == Span(date(2020, 10, 1), date(2020, 10, 31))


@pytest.mark.parametrize(
    "value", ["2020.13", "2019年2月29日", "尽快", "5月底", "已开工", "2020年6-5月", "十三月", "3.18"]
)
def test_a_date_that_cannot_be_is_said(value):
    with pytest.raises(Doubtful):
        cells.when(value)


@pytest.mark.parametrize("value", ["2020.03-2022.12", "2020年3月至2022年12月", "2020.3—2022.12", "2020-03～2022-12"])
def test_a_span_of_years_is_read_however_it_is_joined(value):
    begin, end = cells.years(value)
    assert (begin.first, end.last) == (date(2020, 3, 1), date(2022, 12, 31))


def test_whole_years_and_open_ends():
    assert [span.first.year for span in cells.years("2020-2022")] == [2020, 2022]
    assert cells.years("2018年起")[1] is None
    with pytest.raises(Doubtful):
        cells.years("2022-2020")
    with pytest.raises(Doubtful):
        cells.years("36个月")


@pytest.mark.parametrize(
    ("value", "person"),
    [
        ("张三13812345678", Person("张三", ("13812345678",))),
        ("张三 138-1234-5678", Person("张三", ("13812345678",))),
        ("张三、李四\n13812345678/0731-28881234", Person("张三、李四", ("13812345678", "0731-28881234"))),
        ("王五（0733）28812345", Person("王五", ("0733-28812345",))),
        ("李 四：138 1234 5678", Person("李四", ("13812345678",))),
        ("欧阳建国", Person("欧阳建国", ())),
        (13812345678.0, Person("", ("13812345678",))),
    ],
)
def test_telephones_are_taken_out_of_the_person(value, person):
    assert cells.person(value) == person


def test_a_telephone_with_a_missing_digit_is_said():
    with pytest.raises(Doubtful):
        cells.person("张三1381234567")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("2012-430200-04-01-123456", "2012-430200-04-01-123456"),
        ("2020-430200-41-03-123456", "2020-430200-41-03-123456"),
        ("２０１２－４３０２００－０４－０１－１２３４５６", "2012-430200-04-01-123456"),
        (" 2012—430200—04—01—123456", "2012-430200-04-01-123456"),
        ("20124302000401123456", "2012-430200-04-01-123456"),
        ("暂无代码", None),
        ("正在办理", None),
        ("/", None),
    ],
)
def test_a_project_code_of_either_form_is_tidied(value, code):
    assert cells.code(value) == code


@pytest.mark.parametrize("value", ["2013-430200-04-01-123456x", "440306231391573900141", 2.0124302000401123e19])
def test_a_code_of_neither_form_is_said(value):
    with pytest.raises(Doubtful):
        cells.code(value)


def test_yes_and_no():
    assert [cells.yes_no(value) for value in ("是", "√", "达序时", "否", "×", "未达到", "", None)] == [
        True, True, True, False, False, False, None, None,
    ]  # fmt: skip
    with pytest.raises(Doubtful):
        cells.yes_no("基本")


def test_invisible_and_control_characters_leave_a_text():
    assert cells.text("\u200b株洲\x00\ufeff轨道\r\n交通\u202e ") == "株洲轨道\n交通"
