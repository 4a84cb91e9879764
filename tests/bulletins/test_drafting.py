"""Papers drafted from the small city: every number is a question, and the question answers it again."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from tests import make
from tests.figures.scene import accept
from yidan.bulletins.asking import Book, differences
from yidan.bulletins.blocks import Heading, Paragraph, Table, Words, from_json, numerals, text_of, to_json, typed_digits
from yidan.bulletins.drafting import monthly, weekly
from yidan.bulletins.drafting.sections import Draft, growth_words
from yidan.kernel.values import Month

pytestmark = pytest.mark.django_db
ISSUER = "株洲市重点项目建设领导小组办公室"
SUNDAY = date(2020, 6, 21)


def said(blocks):
    return "\n".join(text_of(block.parts) for block in blocks if isinstance(block, Paragraph | Heading))


def asked(blocks):
    return [(each.printed, each.ask) for each in numerals(blocks)]


@pytest.fixture
def week(city):
    return weekly(SUNDAY, make.moment(2020, 6, 29, 17), issuer=ISSUER)


def test_the_weekly_says_what_the_ledger_says(week):
    text = said(week.blocks)
    assert "全市调度重点项目5个(按子项计6个)，年度计划投资1.4亿元。" in text
    assert "竣工项目1个（攸县学校）" in text
    assert "新开工项目0个" in text
    headings = re.findall("^[一二三四五六七]、.*$", text, re.M)
    assert headings == [
        "一、总体情况", "二、各县市区推进情况", "三、省重点项目情况", "四、存在问题", "五、问题台账销号情况",
        "六、下周工作",
    ]  # fmt: skip


def test_no_figure_is_typed_by_hand(week):
    assert typed_digits(week.blocks) == []


def test_each_number_answers_its_question_again_the_same(week):
    book = Book(week.book.cut_off)
    assert len(asked(week.blocks)) > 50
    assert differences(asked(week.blocks), book) == []


def test_a_digit_changed_is_named_with_what_it_should_be(week):
    numbers = asked(week.blocks)
    numbers[2] = ("1.5", numbers[2][1])
    found = differences(numbers, Book(week.book.cut_off))
    assert [(each.order, each.printed, each.recomputed, each.exact) for each in found] == [(3, "1.5", "1.4", "13500")]


def test_what_is_learned_after_the_cut_off_changes_nothing(city, week):
    before = asked(week.blocks)
    accept(city.cast, city.bridge, Month(2020, 5), 999, at=make.moment(2020, 7, 3))
    again = weekly(SUNDAY, week.book.cut_off, issuer=ISSUER)
    assert asked(again.blocks) == before
    later = weekly(SUNDAY, make.moment(2020, 7, 4, 17), issuer=ISSUER)
    assert asked(later.blocks) != before


def test_who_is_named_is_asked_before(city, week):
    assert week.named == {city.cast.county.pk}


def test_the_monthly_ranks_names_the_first_and_the_last_and_attaches_three_tables(city):
    paper = monthly(Month(2020, 6), make.moment(2020, 7, 3, 17), date(2020, 7, 5), issuer=ISSUER)
    text = said(paper.blocks)
    assert "二、排名情况" in text
    assert "县市区中，年度计划完成率居前的是攸县" in text
    assert len([block for block in paper.blocks if isinstance(block, Table)]) == 3
    assert differences(asked(paper.blocks), Book(paper.book.cut_off)) == []
    assert from_json(to_json(paper.blocks)) == tuple(paper.blocks)


def test_the_monthly_compares_with_last_year_where_last_year_is_known(city):
    cut = make.moment(2020, 7, 5)
    assert "同比" not in said(monthly(Month(2020, 6), cut, date(2020, 7, 5), issuer=ISSUER).blocks)
    accept(city.cast, city.east, Month(2019, 6), 1000)
    accept(city.cast, city.bridge, Month(2019, 6), 2450)
    paper = monthly(Month(2020, 6), cut, date(2020, 7, 5), issuer=ISSUER)
    text = said(paper.blocks)
    assert "同比增长8.7%" in text  # 3750 against 3450
    assert "社会民生项目" in text
    assert "同比增长75.0%，对全市增长的贡献率250.0%，拉动21.7个百分点" in text
    assert differences(asked(paper.blocks), Book(cut)) == []
    assert typed_digits(paper.blocks) == []


def test_grown_by_more_than_the_whole_is_said_in_times(city):
    accept(city.cast, city.east, Month(2019, 6), "197.368421")
    draft = Draft(Book(make.moment(2020, 7, 5)), Month(2020, 6), date(2020, 6, 30))
    assert text_of(tuple(Words(each) if isinstance(each, str) else each for each in growth_words(draft))) == (
        "，同比增长18.0倍"
    )
    now, before = ({"figure": "invested.year", "period": f"{year}-06"} for year in (2020, 2019))
    assert Fraction(draft.book.exact(now)) / Fraction(draft.book.exact(before)) == pytest.approx(19, rel=1e-6)


def test_a_vague_word_has_its_exact_number_in_a_note(city):
    draft = Draft(Book(make.moment(2020, 7, 5)), Month(2020, 6), date(2020, 6, 30))
    draft.say("完成投资", *draft.vaguely("invested.year", "wan", "万元", step=100), "，列入计划",
              *draft.vaguely("plan.annual", "wan", "万元", base=13000), "。")  # fmt: skip
    draft.say_notes()
    assert said(draft.blocks) == "完成投资3700余万元①，列入计划超13000万元②。\n注：①3750万元；②13500万元。"
    assert differences(asked(draft.blocks), Book(make.moment(2020, 7, 5))) == []


def test_a_unit_that_stays_first_is_said_to_for_how_many_months(city):
    book = Book(make.moment(2020, 7, 5))
    run = {"run": city.cast.county.pk, "by": "completion.rate", "period": "2020-06", "form": "count"}
    first = [
        period for period in ("2020-06", "2020-05", "2020-04")
        if book.exact({"place": city.cast.county.pk, "by": "completion.rate", "period": period}) == 1
    ]  # fmt: skip
    assert book.exact(run) == (len(first) if first[:1] == ["2020-06"] else 0)
    assert book.exact({**run, "run": city.cast.other_county.pk}) == 6


def test_amounts_that_do_not_add_up_as_printed_are_footnoted(city):
    paper = monthly(Month(2020, 6), make.moment(2020, 7, 5), date(2020, 7, 5), issuer=ISSUER)
    (table,) = [block for block in paper.blocks if isinstance(block, Table) and "附表1" in block.title]
    assert table.note == ""  # 0.23 and 0.15 are 0.38
    accept(city.cast, city.bridge, Month(2020, 6), 54)
    paper = monthly(Month(2020, 6), make.moment(2020, 7, 5), date(2020, 7, 5), issuer=ISSUER)
    (table,) = [block for block in paper.blocks if isinstance(block, Table) and "附表1" in block.title]
    cells = [text_of(row[5].parts) for row in table.rows]
    assert table.note.startswith("注：") is (sum(map(Decimal, cells[:-1])) != Decimal(cells[-1]))


def test_an_empty_city_says_that_there_is_nothing(db):
    paper = weekly(SUNDAY, make.moment(2020, 6, 22, 17), issuer=ISSUER)
    text = said(paper.blocks)
    assert "没有应开工未开工的项目。" in text
    assert "下周没有计划到期的节点。" in text


def test_many_questions_read_together_have_the_answers_they_have_alone(city):
    paper = weekly(date(2020, 6, 28), make.moment(2020, 6, 29, 17), issuer="市项目办")
    asks = [each.ask for each in numerals(tuple(paper.blocks))]
    together = Book(make.moment(2020, 6, 29, 17))
    together.expect(asks)
    alone = [Book(make.moment(2020, 6, 29, 17)).exact(ask) for ask in asks]
    assert [together.exact(ask) for ask in asks] == alone
