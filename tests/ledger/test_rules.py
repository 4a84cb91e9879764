"""What the register computes from values alone."""

import re
import string
from datetime import date
from decimal import Decimal

import pypinyin
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yidan.kernel.values import Month
from yidan.ledger import rules, wording
from yidan.ledger.rules import Reason, Traits
from yidan.ledger.states import Mark, Stage

DIGITS = st.text("0123456789", min_size=6, max_size=6)
PAIR = st.text("0123456789", min_size=2, max_size=2)


# --- codes (domain.md §5.1) ---


@pytest.mark.parametrize(
    ("code", "form", "year", "month"),
    [
        ("2012-430200-04-01-123456", "new", 2020, 12),
        ("2011-430281-04-05-000001", "new", 2020, 11),
        ("2601-430200-07-02-999999", "new", 2026, 1),
        ("2015-430200-78-01-001234", "old", 2015, None),
        ("2020-430203-36-03-012345", "old", 2020, None),
        ("2013-000000-48-01-000001", None, None, None),
        ("2000-430200-04-01-123456", None, None, None),
        ("1999-430200-04-01-123456", None, None, None),
    ],
)
def test_characters_three_and_four_tell_the_form_of_a_code(code, form, year, month):
    if form is None:
        with pytest.raises(rules.NoCode) as refused:
            rules.read_code(code)
        assert "首段" in wording.fault(refused.value.fault)
    else:
        read = rules.read_code(code)
        assert (read.text, read.form, read.year, read.month) == (code, form, year, month)


@pytest.mark.parametrize(
    "written",
    ["２０１２－４３０２００－０４－０１－１２３４５６", " 2012—430200—04—01—123456 ", "20124302000401123456"],
)
def test_a_code_is_read_however_it_was_typed(written):
    assert rules.read_code(written).text == "2012-430200-04-01-123456"


@pytest.mark.parametrize("written", ["", "2012-430200-04-01-12345", "2012-430200-04-01-1234567", "ZZ-2020-0001", "无"])
def test_what_has_not_five_parts_is_no_code(written):
    with pytest.raises(rules.NoCode) as refused:
        rules.read_code(written)
    assert "五段数字" in wording.fault(refused.value.fault)


@given(year=st.integers(0, 99), month=st.integers(1, 12), region=DIGITS, part=PAIR, kind=PAIR, serial=DIGITS)
def test_every_code_of_the_new_structure_is_read_whatever_its_check_digit(year, month, region, part, kind, serial):
    read = rules.read_code(f"{year:02d}{month:02d}-{region}-{part}-{kind}-{serial}")
    assert (read.form, read.year, read.month, read.region) == ("new", 2000 + year, month, region)


@given(year=st.integers(2015, 2020), region=DIGITS, part=PAIR, kind=PAIR, serial=DIGITS)
def test_every_code_of_the_old_structure_is_read(year, region, part, kind, serial):
    read = rules.read_code(f"{year}-{region}-{part}-{kind}-{serial}")
    assert (read.form, read.year, read.month, read.region) == ("old", year, None, region)


@given(st.text(string.printable + "一二三－—"))
def test_any_text_is_either_a_code_or_refused_with_a_sentence(text):
    said = ""
    try:
        text = rules.read_code(text).text
    except rules.NoCode as refused:
        said = wording.fault(refused.fault)
    assert said.startswith("项目代码“") or rules.read_code(text).text == text


@pytest.mark.parametrize(
    ("name", "is_classified"),
    [
        ("某涉密工程", True),
        ("机密级机房建设", True),
        ("非涉密信息系统建设", False),
        ("精密机械产业园", False),
        ("株洲保密印刷厂搬迁", False),
    ],
)
def test_a_classified_project_is_recognised_by_its_words(name, is_classified):
    assert rules.is_classified(name) is is_classified


# --- names ---


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("株洲市轨道交通产业园建设项目（一期）", "轨道交通产业园", True),
        ("醴陵市５Ｇ基站项目", "5g基站", True),
        ("轨道交通产业园（二期）", "轨道交通产业园", False),
        ("轨道交通产业园二期", "轨道交通产业园(第2期)", True),
        ("项目", "工程", False),
    ],
)
def test_the_key_of_a_name_leaves_out_what_many_names_share(one, other, is_same):
    assert (rules.name_key(one) == rules.name_key(other)) is is_same


@given(st.text("株洲市项目（一期）轨道交通园 ＡB-", min_size=1))
def test_the_key_of_a_name_is_its_own_key_or_shorter(name):
    key = rules.name_key(name)
    assert len(rules.name_key(key)) <= len(key) <= max(len(rules.full_to_half(name)), len(key))


@pytest.mark.parametrize(
    ("text", "first"), [("株洲轨道", "zzgd"), ("重庆长沙", "cqcs"), ("5G基站", "5gjz"), ("", None), ("——", None)]
)
def test_initials_follow_the_reading_of_the_phrase(text, first):
    assert next(iter(rules.initials(text)), None) == first


def test_initials_also_give_the_other_readings_of_single_characters():
    assert {"zgyx", "zgyh"} <= {*rules.initials("中国银行")}
    assert len(rules.initials("重长行乐朝调降" * 3)) == 8


@pytest.mark.parametrize(
    "text",
    ["株洲市长途客运中心调度大楼", "重庆路银行大厦（二期）", "湘江新城5g基站及zz110千伏变电站", "音乐厅快乐谷朝阳行动",
     "朝天区会计学院", "都市圈大都会", "𠮷野家仓储", "123", "abc"],
)  # fmt: skip
def test_a_name_said_word_by_word_is_the_name_said_as_a_whole(text):
    plain = re.sub(r"[^0-9a-z\u3400-\u9fff]", "", text)
    assert rules.initials(text)[0] == "".join(pypinyin.lazy_pinyin(plain, style=pypinyin.Style.FIRST_LETTER))


# --- years ---


@pytest.mark.parametrize(
    ("text", "begins", "finishes"),
    [
        ("2020-2022", "2020-01", "2022-12"),
        ("2019—2021年", "2019-01", "2021-12"),
        ("2020.03-2022.12", "2020-03", "2022-12"),
        ("2020年5月-2021年", "2020-05", "2021-12"),
        ("202003-202212", "2020-03", "2022-12"),
        ("２０２０．５", "2020-05", None),
        ("2020", "2020-01", "2020-12"),
        ("2022-2020", "2022-01", None),
        ("待定", None, None),
    ],
)
def test_a_year_text_means_months(text, begins, finishes):
    read = rules.months_of_years(text)
    assert tuple(str(month) if month else None for month in read) == (begins, finishes)


@given(st.integers(1950, 2090), st.integers(1, 12), st.integers(0, 60))
def test_a_written_span_of_months_is_read_back(year, month, length):
    begins, finishes = Month(year, month), Month(year, month) + length
    text = f"{begins.year}.{begins.month:02d}-{finishes.year}.{finishes.month:02d}"
    assert rules.months_of_years(text) == (begins, finishes)


# --- stages ---

D = date


@pytest.mark.parametrize(
    ("marks", "stage"),
    [
        ([], Stage.IDENTIFICATION),
        ([(Mark.PREPARING, D(2020, 1, 1)), (Mark.ENTERED_SITE, D(2020, 2, 1))], Stage.PREPARATION),
        ([(Mark.STARTED, D(2020, 3, 1))], Stage.CONSTRUCTION),
        ([(Mark.STARTED, D(2020, 3, 1)), (Mark.STRUCTURE_COMPLETED, D(2020, 9, 1))], Stage.CONSTRUCTION),
        ([(Mark.STARTED, D(2020, 3, 1)), (Mark.COMPLETED, D(2020, 9, 1))], Stage.COMPLETION),
        ([(Mark.STARTED, D(2020, 3, 1)), (Mark.OPERATING, D(2020, 9, 1))], Stage.OPERATION),
        ([(Mark.STARTED, D(2020, 3, 1)), (Mark.SUSPENDED, D(2020, 4, 1))], Stage.SUSPENDED),
        (
            [(Mark.RESUMED, D(2020, 5, 1)), (Mark.STARTED, D(2020, 3, 1)), (Mark.SUSPENDED, D(2020, 4, 1))],
            Stage.CONSTRUCTION,
        ),
        ([(Mark.DEFERRED, D(2020, 3, 1))], Stage.SUSPENDED),
        (
            [(Mark.PREPARING, D(2020, 1, 1)), (Mark.DEFERRED, D(2020, 3, 1)), (Mark.STARTED, D(2020, 6, 1))],
            "construction",
        ),
        ([(Mark.STARTED, D(2020, 3, 1)), (Mark.TERMINATED, D(2020, 4, 1))], Stage.TERMINATED),
        ([(Mark.STARTED, D(2020, 3, 1)), (Mark.WITHDRAWN, D(2020, 4, 1))], Stage.CONSTRUCTION),
    ],
)
def test_the_stage_follows_from_the_marks(marks, stage):
    assert rules.stage_of(marks) == stage


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        ([(Mark.COMPLETED, D(2020, 9, 1))], "竣工（2020-09-01）之前没有开工的记录"),
        ([(Mark.COMPLETED, D(2020, 1, 1)), (Mark.STARTED, D(2020, 3, 1))], "竣工（2020-01-01）之前没有开工的记录"),
        ([(Mark.STARTED, D(2020, 3, 1)), (Mark.STARTED, D(2020, 4, 1))], "开工已记为2020-03-01"),
        ([(Mark.STARTED, D(2020, 3, 1)), (Mark.RESUMED, D(2020, 4, 1))], "复工（2020-04-01）之前没有停工"),
        ([(Mark.STARTED, D(2020, 3, 1)), (Mark.FULL_CAPACITY, D(2020, 4, 1))], "之前没有投产的记录"),
        ([(Mark.TERMINATED, D(2020, 3, 1)), (Mark.STARTED, D(2020, 4, 1))], "项目已于2020-03-01终止"),
        (
            [(Mark.STARTED, D(2020, 3, 1)), (Mark.SUSPENDED, D(2020, 4, 1)), (Mark.SUSPENDED, D(2020, 5, 1))],
            "项目已处于停工或缓建",
        ),
    ],
)
def test_marks_that_contradict_each_other_are_named(marks, words):
    assert words in wording.fault(rules.fault(marks))


def test_a_project_may_stop_and_go_on_more_than_once():
    marks = [(Mark.STARTED, D(2020, 3, 1))]
    for month in (4, 6, 8):
        marks += [(Mark.SUSPENDED, D(2020, month, 1)), (Mark.RESUMED, D(2020, month + 1, 1))]
    assert rules.fault(marks) is None
    assert rules.stage_of(marks) == Stage.CONSTRUCTION


@given(st.lists(st.tuples(st.sampled_from(Mark.values), st.dates(D(2019, 1, 1), D(2021, 1, 1))), max_size=8))
def test_the_stage_does_not_depend_on_the_order_in_which_marks_were_told(marks):
    assert rules.stage_of(marks) == rules.stage_of(reversed(marks))
    assert rules.fault(marks) == rules.fault(list(reversed(marks)))


# --- likely duplicates ---


def test_the_same_code_decides():
    alike = rules.likeness(Traits("甲", code="2012-430200-04-01-123456"), Traits("乙", code="2012-430200-04-01-123456"))
    assert (alike.score, alike.reasons) == (100, (Reason("same_code"),))


def test_the_same_name_place_owner_and_amount_add_up():
    one = Traits("株洲轨道交通产业园项目", "天元区", 3, Decimal(20000))
    alike = rules.likeness(one, Traits("轨道交通产业园(一期)", "天元区", 3, Decimal(20000)))
    assert (alike.score, alike.reasons) == (
        100,
        tuple(map(Reason, ("same_core", "same_owner", "same_total", "same_place"))),
    )


def test_two_phases_of_one_project_are_two_projects():
    one, other = Traits("轨道交通产业园一期", owner_id=3), Traits("轨道交通产业园二期", owner_id=3)
    assert rules.likeness(one, other).score < 60


def test_another_name_of_the_same_owner_is_another_project():
    one, other = Traits("轨道交通产业园", "天元区", 3), Traits("城区污水处理厂扩建", "天元区", 3)
    assert rules.likeness(one, other).score < 60


@given(st.text("轨道交通产业园污水处理厂一二期", max_size=12), st.text("轨道交通产业园污水处理厂一二期", max_size=12))
def test_likeness_lies_between_nothing_and_a_hundred(one, other):
    assert 0 <= rules.likeness(Traits(one), Traits(other)).score <= 100


# --- sums ---


def test_a_split_must_sum_to_the_plan_to_the_last_fen():
    months = {Month(2020, number): Decimal("83.333333") for number in range(1, 13)}
    assert rules.months_fault(Decimal("999.999996"), months, 2020) is None
    assert "合计999.999996万元，不等于年度计划1000万元" in wording.fault(
        rules.months_fault(Decimal(1000), months, 2020)
    )
    assert "不属于2020年" in wording.fault(rules.months_fault(Decimal(1), {Month(2021, 1): Decimal(1)}, 2020))
    assert rules.months_fault(Decimal(1000), {}, 2020) is None


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=10))
def test_shares_hold_exactly_when_they_sum_to_a_hundred(parts):
    total = sum(parts)
    percents = [Decimal(part * 100) / total for part in parts]
    exact = sum(percents) == 100
    assert (rules.shares_fault(percents) is None) is exact
    assert rules.shares_fault([Decimal(60), Decimal(40)]) is None
    assert "合计99.99%，应为100%" in wording.fault(rules.shares_fault([Decimal(60), Decimal("39.99")]))


@pytest.mark.parametrize(
    ("total", "domain", "least"),
    [(9999, "industry", 10000), (10000, "industry", None), (4999, "ecology", 5000), (5000, "livelihood", None)],
)
def test_a_project_below_the_entry_rule_is_told_the_rule(total, domain, least):
    told = rules.below_entry(Decimal(total), domain, least_wan=Decimal(10000), least_livelihood_wan=Decimal(5000))
    assert told == least
