"""Of which months a paper speaks: amounts end with the newest month that is accepted, and so does their 序时."""

from datetime import date

import pytest

from tests import make
from tests.figures.scene import accept, project
from yidan.bulletins.asking import Book, differences, plain
from yidan.bulletins.blocks import Heading, Paragraph, Table, numerals, text_of, typed_digits
from yidan.bulletins.drafting import monthly, weekly
from yidan.bulletins.drafting.sections import REPORTED
from yidan.bulletins.drafting.weekly import reported
from yidan.kernel.values import Month
from yidan.web.bulletin import periods

pytestmark = pytest.mark.django_db
ISSUER = "株洲市重点项目建设领导小组办公室"
SUNDAY, CUT = date(2020, 4, 12), make.moment(2020, 4, 12, 17)
MARCH = Month(2020, 3)


def said(paper):
    return "\n".join(text_of(block.parts) for block in paper.blocks if isinstance(block, Paragraph | Heading))


def asked(paper):
    return [ask for each in numerals(paper.blocks) for ask in plain(each.ask)]


@pytest.fixture
def spring(city):
    """By 12 April March is accepted, of April what one has sent early; a start is planned for the 28th."""
    accept(city.cast, city.factory, Month(2020, 2), 500, at=make.moment(2020, 2, 28))
    accept(city.cast, city.factory, MARCH, 1000, at=make.moment(2020, 3, 30))
    accept(city.cast, city.east, Month(2020, 4), 700, at=make.moment(2020, 4, 11))
    city.depot = project(city.cast, "城东停车场")
    make.plan(city.cast, city.depot, 2000, listing="starting", starts_on=date(2020, 4, 28))
    return city


def test_a_week_of_april_is_of_january_to_march_and_of_their_schedule(spring):
    paper = weekly(SUNDAY, CUT, issuer=ISSUER)
    text = said(paper)
    assert reported(SUNDAY, CUT) == MARCH
    assert "1—3月累计完成投资0.2亿元，占年度计划的9.1%，低于序时进度15.9个百分点。" in text  # 1500 of 16500, 3/12
    assert "4月月报尚未审定，完成投资、完成率为1—3月审定数，与1—3月序时进度相比。" in text
    assert {ask["period"] for ask in asked(paper) if ask.get("figure") in REPORTED} == {"2020-03"}
    assert {ask["period"] for ask in asked(paper) if ask.get("figure") == "project.count"} == {"2020-04"}
    assert differences([(each.printed, each.ask) for each in numerals(paper.blocks)], Book(CUT)) == []
    assert typed_digits(paper.blocks) == []


def test_the_tables_of_a_week_say_which_months_their_columns_are_of(spring):
    first, second = [each for each in weekly(SUNDAY, CUT, issuer=ISSUER).blocks if isinstance(each, Table)]
    assert [text_of(cell.parts) for cell in first.heads[1]][:2] == ["3月完成", "累计完成"]
    assert first.note == (
        "口径：完成投资、完成率、位次为1—3月审定数，超序时与1—3月序时进度相比；"
        "应开工为计划4月底以前开工的，已开工截至4月12日。"
    )
    assert second.note == "口径：累计完成、完成率、超序时为1—3月。"


def test_whoever_may_still_start_in_time_is_counted_as_due_and_not_named(spring):
    text = said(weekly(SUNDAY, CUT, issuer=ISSUER))
    assert "到4月底应开工项目3个，已开工1个" in text
    assert "计划4月底以前开工、尚未开工的共2个，其中已过计划开工日期的：醴陵市渌水大桥。" in text
    assert "；计划4月底以前开工、尚未开工2个" in text
    whole = said(monthly(Month(2020, 4), make.moment(2020, 4, 30, 17), date(2020, 5, 5), issuer=ISSUER))
    assert "截至目前，应开工项目3个" in whole
    assert "共2个，其中：醴陵市渌水大桥、醴陵市城东停车场。" in whole


def test_a_month_counts_from_the_week_in_which_it_had_to_be_accepted(spring):
    later, cut = date(2020, 5, 3), make.moment(2020, 5, 3, 17)
    assert reported(later, cut) == Month(2020, 4)
    text = said(weekly(later, cut, issuer=ISSUER))
    assert "1—4月累计完成投资" in text  # the school's opening and the early one
    assert "5月月报尚未审定，完成投资、完成率为1—4月审定数" in text


def test_a_correction_of_a_week_speaks_of_the_same_months(spring):
    accept(spring.cast, spring.bridge, Month(2020, 4), 800, at=make.moment(2020, 4, 29))
    assert reported(SUNDAY, make.moment(2020, 5, 10)) == MARCH


def test_until_a_month_is_accepted_nothing_is_measured_against_a_schedule(city):
    sunday, cut = date(2020, 1, 12), make.moment(2020, 1, 12, 17)
    paper = weekly(sunday, cut, issuer=ISSUER)
    text = said(paper)
    assert "本年月报尚未审定，完成投资和序时进度自首个月审定后通报。" in text
    assert "到1月底应开工项目0个，已开工0个；应竣工项目0个，已竣工0个。" in text
    assert [word for word in ("率—", "序时进度0", "低于序时", "占年度计划的", "零投资", "列第") if word in text] == []
    assert [ask for ask in asked(paper) if ask.get("figure") in REPORTED] == []
    (table, _names) = [each for each in paper.blocks if isinstance(each, Table)]
    assert [text_of(cell.parts) for cell in table.rows[-1]][4:8] == ["—"] * 4
    assert differences([(each.printed, each.ask) for each in numerals(paper.blocks)], Book(cut)) == []


def test_what_is_missing_of_a_week_is_missing_of_the_months_it_speaks_of(spring):
    about = {"kind": "weekly", "to_on": SUNDAY, "cut_off_at": CUT, "blocks": ()}
    (told,) = periods.missing(about, make.moment(2020, 4, 12, 18))
    assert ("3月" in told["said"], "period=2020-03" in told["href"]) == (True, True)


# --- a month that is not accepted (the monthly) ---


def of_june(cut):
    return said(monthly(Month(2020, 6), cut, date(2020, 7, 5), issuer=ISSUER))


def test_a_month_that_is_not_accepted_claims_no_fall_and_no_growth(city):
    for month, amount in ((Month(2019, 5), 1000), (Month(2019, 6), 2450)):
        accept(city.cast, city.east, month, amount, at=make.AT)
    before = of_june(make.moment(2020, 6, 20))
    assert "6月月报尚未审定，累计完成投资不含当月。" in before
    assert [word for word in ("同比", "贡献率", "拉动", "下降") if word in before] == []
    after = of_june(make.moment(2020, 7, 3))
    assert ("尚未审定" in after, "同比增长8.7%" in after) == (False, True)


def test_where_nobody_has_done_anything_nobody_is_the_first(city):
    units = [line for line in of_june(make.moment(2020, 5, 20)).split("\n") if line[:2] in {"1.", "2."}]
    assert len(units) == 2
    done = [line for line in units if "累计完成0.0亿元" in line]
    assert [line for line in done if "列第" in line] == []
