"""Firms: who looks after them over time, who called, what they asked for, how many are at work again."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests import make
from tests.enterprises.scene import DAY, NOW
from yidan.enterprises import queries
from yidan.enterprises.commands import call, care, enterprise, need, scheme
from yidan.enterprises.models import Care, Need
from yidan.figures.resumption import resumption
from yidan.kernel.errors import Invalid, NotPermitted, Refused
from yidan.matters.states import Kind, State
from yidan.people.commands import person

pytestmark = pytest.mark.django_db


def held(cast, part):
    return [(str(each), each.since_on, each.until_on) for each in
            Care.objects.live().filter(enterprise=cast.firm, part=part).order_by("since_on")]  # fmt: skip


def test_whoever_comes_after_ends_the_one_before_on_the_day_before(cast):
    care.assign(cast.firm, by=cast.wang, at=NOW, part=cast.cadre, person=cast.lin, since_on=DAY)
    care.assign(cast.firm, by=cast.wang, at=NOW, part=cast.cadre, person=cast.chen, since_on=date(2020, 3, 1))
    assert held(cast, cast.cadre) == [("林县", DAY, date(2020, 2, 29)), ("陈巡", date(2020, 3, 1), None)]
    with pytest.raises(Invalid, match="现在就是陈巡"):
        care.assign(cast.firm, by=cast.wang, at=NOW, part=cast.cadre, person=cast.chen, since_on=date(2020, 3, 2))
    with pytest.raises(Invalid, match="接任不能更早"):
        care.assign(cast.firm, by=cast.wang, at=NOW, part=cast.cadre, person=cast.lin, since_on=DAY)


def test_a_hand_over_takes_the_firms_along_and_keeps_the_history(cast):
    care.assign(cast.firm, by=cast.wang, at=NOW, part=cast.cadre, person=cast.lin, since_on=DAY)
    moved_on = DAY + timedelta(days=20)
    person.hand_over(cast.lin, by=cast.wang, at=make.moment(2020, 3, 1), successor=cast.bu)
    assert held(cast, cast.cadre) == [("林县", DAY, moved_on - timedelta(days=1)), ("卜建", moved_on, None)]


def test_a_part_is_played_by_what_the_scheme_says(cast):
    with pytest.raises(Invalid, match="由单位担任"):
        care.assign(cast.firm, by=cast.wang, at=NOW, part=cast.duty, person=cast.lin, since_on=DAY)
    care.assign(cast.firm, by=cast.wang, at=NOW, part=cast.duty, unit=cast.bureau, since_on=DAY)
    with pytest.raises(Invalid, match="不能改由另一类"):
        scheme.set(cast.scheme, by=cast.wang, at=NOW, name="双定双包", basis="x", persons=["包保领导", "责任单位"])
    scheme.set(cast.scheme, by=cast.wang, at=NOW, name="双定双包", basis="x", persons=["包保领导"])
    cast.cadre.refresh_from_db()
    with pytest.raises(Refused, match="已经停用"):
        care.assign(cast.firm, by=cast.wang, at=NOW, part=cast.cadre, person=cast.lin, since_on=DAY)


def test_a_need_is_a_matter_with_the_firms_words_and_a_time_limit(cast):
    made = call.record(
        cast.firm, by=cast.lin, at=NOW, called_on=DAY, text="缺口罩，缺工人。", back_count=40, due_count=90
    )
    matter = need.raise_(made, by=cast.lin, at=NOW, text="缺口罩5000只，请协调采购渠道。", lead_unit=cast.bureau)
    assert (matter.kind, matter.state, matter.enterprise, matter.lead_unit, matter.assessed_unit, matter.due_on) == (
        Kind.REQUEST, State.DRAFT, cast.firm.name, cast.bureau, cast.county, date(2020, 2, 24),
    )  # fmt: skip
    assert (Need.objects.get().matter, Need.objects.get().call, matter.source_quote) == (
        matter, made, "缺口罩5000只，请协调采购渠道。",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("who", "refused"), [("lin", ""), ("chen", ""), ("bu", "没有这项权限"), ("li", "没有这项权限")]
)
def test_who_may_call(cast, who, refused):
    if not refused:
        assert call.record(cast.firm, by=getattr(cast, who), at=NOW, called_on=DAY, text="正常").caller == getattr(
            cast, who
        )
        return
    with pytest.raises(NotPermitted, match=refused):
        call.record(cast.firm, by=getattr(cast, who), at=NOW, called_on=DAY, text="正常")


def test_a_county_registers_only_its_own_firms(cast):
    with pytest.raises(NotPermitted, match="只能办理本单位"):
        enterprise.set(cast.other_county, by=cast.lin, at=NOW, name="攸县某公司")
    with pytest.raises(Invalid, match="已经登记"):
        enterprise.set(cast.county, by=cast.lin, at=NOW, name=cast.firm.name)


def test_calls_that_cannot_be_are_refused(cast):
    with pytest.raises(Invalid, match="还没有到"):
        call.record(cast.firm, by=cast.lin, at=NOW, called_on=DAY + timedelta(days=1), text="正常")
    with pytest.raises(Invalid, match="不能多于"):
        call.record(cast.firm, by=cast.lin, at=NOW, called_on=DAY, text="正常", back_count=9, due_count=8)


def test_the_rate_of_resumption_and_the_firms_behind_it(cast):
    """The worked example: one of two due firms is at work, 50 %; the third is not due before March."""
    second = enterprise.set(cast.county, by=cast.lin, at=NOW, name="醴陵二厂")
    enterprise.set(cast.county, by=cast.lin, at=NOW, name="醴陵三厂", to_resume_on=date(2020, 3, 1))
    call.record(cast.firm, by=cast.lin, at=NOW, called_on=DAY, text="开工", resumed_on=DAY, back_count=45, due_count=90)
    rates = resumption(queries.with_cares(queries.visible_to(cast.wang)), DAY)
    assert (rates.resumed_percent, rates.staff_percent) == (50, 50)
    assert ([each.pk for each in rates.resumed], [each.pk for each in rates.waiting]) == ([cast.firm.pk], [second.pk])


def test_who_sees_which_firm(cast):
    other = enterprise.set(cast.other_county, by=cast.wang, at=NOW, name="攸县一厂")
    seen = {
        name: {each.pk for each in queries.visible_to(getattr(cast, name))}
        for name in ("wang", "lin", "li", "guan", "bu")
    }
    assert seen == {"wang": {cast.firm.pk, other.pk}, "lin": {cast.firm.pk}, "li": set(), "guan": set(), "bu": set()}
    care.assign(other, by=cast.wang, at=NOW, part=cast.duty, unit=cast.bureau, since_on=DAY)
    assert {each.pk for each in queries.visible_to(cast.bu)} == {other.pk}


def test_the_database_refuses_two_at_a_time_and_nobody(cast):
    said = {"enterprise": cast.firm, "part": cast.cadre, "recorded_at": NOW}
    Care.objects.create(**said, person=cast.lin, since_on=DAY)
    for wrong in ({"person": cast.chen}, {"person": cast.chen, "unit": cast.bureau}, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Care.objects.create(**said, **wrong, since_on=DAY + timedelta(days=1))
