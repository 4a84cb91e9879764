"""Setting a watch, filling in a point's day, correcting it, and turning a lead into a matter."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.watch.scene import DAY, NOW, tell
from yidan.figures.watching import day_sheet
from yidan.kernel.errors import Invalid, NotPermitted, Refused
from yidan.kernel.journal import Entry
from yidan.matters.states import Kind, State
from yidan.watch import queries
from yidan.watch.commands import goods, lead, point, watch
from yidan.watch.models import Lead, Observation
from yidan.watch.rules import Alarm, Before

pytestmark = pytest.mark.django_db


def test_a_days_sheet_compares_the_points_that_told_both_days(cast):
    """The worked example: 29 → 33 is +13.8 %, over the line; the point without yesterday moves nothing."""
    tell(cast, cast.market, DAY - timedelta(days=1), pork="29")
    tell(cast, cast.market, DAY, pork="33")
    tell(cast, cast.shop, DAY, pork="31", mask="out")
    sheet = day_sheet(cast.watch, queries.points_for(cast.wang, cast.watch), DAY)
    pork, mask = sheet.rows
    assert (pork.mean, pork.change(Before.DAY), pork.change(Before.WEEK)) == (32, Fraction(400, 29), None)
    assert [(alert.observation.point.name, alert.kinds) for alert in sheet.alerts] == [
        ("来龙门市场", (Alarm.DAY,)), ("攸县步步高", (Alarm.OUT,)),
    ]  # fmt: skip
    assert (mask.mean, len(mask.out), sheet.missing) == (None, 1, [])
    assert {each.value for each in pork.observations} == {Decimal(33), Decimal(31)}


def test_a_correction_supersedes_and_needs_its_reason(cast):
    tell(cast, cast.market, DAY, pork="29")
    before = Entry.objects.count()
    with pytest.raises(Invalid, match="确需更正请写明原因"):
        tell(cast, cast.market, DAY, pork="33")
    assert Entry.objects.count() == before
    later = NOW + timedelta(hours=1)
    tell(cast, cast.market, DAY, pork="33", reason="看错一行", at=later)
    assert [(each.value, each.superseded_at) for each in Observation.objects.order_by("id")] == [
        (Decimal(29), later), (Decimal(33), None),
    ]  # fmt: skip
    then = day_sheet(cast.watch, [cast.market], DAY, as_of=NOW + timedelta(minutes=1))
    assert then.rows[0].mean == 29


def test_the_same_sheet_again_changes_nothing_and_the_same_key_is_one_act(cast):
    key = uuid4()
    tell(cast, cast.market, DAY, pork="29", key=key)
    tell(cast, cast.market, DAY, pork="29", key=key)
    assert Observation.objects.count() == 1
    with pytest.raises(Invalid, match="没有任何改动"):
        tell(cast, cast.market, DAY, pork="29")


@pytest.mark.parametrize(("who", "place", "refused"), [
    ("lin", "market", ""), ("lin", "shop", "只能办理本单位"), ("bu", "shop", ""), ("chen", "shop", ""),
    ("li", "market", "没有这项权限"), ("he", "market", "没有这项权限"), ("shen", "market", "没有这项权限"),
])  # fmt: skip
def test_who_may_fill_in_which_point(cast, who, place, refused):
    if not refused:
        tell(cast, getattr(cast, place), DAY, by=getattr(cast, who), pork="29")
        assert Observation.objects.get().observer == getattr(cast, who)
        return
    with pytest.raises(NotPermitted, match=refused):
        tell(cast, getattr(cast, place), DAY, by=getattr(cast, who), pork="29")


def test_days_to_come_and_days_long_past_are_refused(cast):
    with pytest.raises(Invalid, match="还没有到"):
        tell(cast, cast.market, DAY + timedelta(days=1), pork="29")
    with pytest.raises(Invalid, match="只能补录60天内"):
        tell(cast, cast.market, DAY - timedelta(days=61), by=cast.lin, pork="29")
    tell(cast, cast.market, DAY - timedelta(days=365), pork="21")


def test_a_lead_becomes_one_draft_for_the_unit_that_follows_leads(cast):
    tell(cast, cast.market, DAY, by=cast.lin, mask="out")
    seen = Observation.objects.get()
    matter = lead.raise_(seen, by=cast.lin, at=NOW)
    assert (matter.kind, matter.state, matter.lead_unit, matter.assessed_unit, matter.title, matter.source) == (
        Kind.FINDING, State.DRAFT, cast.bureau, cast.county, "来龙门市场口罩缺货", "价格监测",
    )  # fmt: skip
    assert Lead.objects.get().matter == matter
    with pytest.raises(Refused, match="已经转为"):
        lead.raise_(seen, by=cast.wang, at=NOW)


def test_what_was_corrected_is_no_lead_any_more(cast):
    tell(cast, cast.market, DAY, mask="out")
    seen = Observation.objects.get()
    tell(cast, cast.market, DAY, mask="3", reason="补货了")
    with pytest.raises(Refused, match="已经更正"):
        lead.raise_(Observation.objects.get(pk=seen.pk), by=cast.wang, at=NOW)


def test_alert_lines_change_from_then_on(cast):
    later = NOW + timedelta(days=1)
    watch.set(
        cast.watch, by=cast.wang, at=later, name="价格监测", value_word="价格", basis="株发改价〔2020〕3号",
        unit=cast.bureau, day_percent=Decimal(5), week_percent=None, on_outage=False, source="会议纪要第8期",
    )  # fmt: skip
    assert queries.line_of(cast.watch)[0].day_percent == 5
    assert queries.line_of(cast.watch, NOW + timedelta(hours=1)) == (
        queries.line_of(cast.watch, NOW + timedelta(hours=2))[0], "市价格监测方案",
    )  # fmt: skip
    with pytest.raises(Invalid, match="预警线的依据"):
        watch.set(cast.watch, by=cast.wang, at=later, name="价格监测", value_word="价格", basis="x", unit=cast.bureau,
                  day_percent=None, week_percent=None, on_outage=True, source=" ")  # fmt: skip


def test_goods_that_were_priced_keep_their_measure(cast):
    tell(cast, cast.market, DAY, pork="29")
    with pytest.raises(Invalid, match="另设一个"):
        goods.set(cast.pork, by=cast.wang, at=NOW, name="猪肉", spec="精瘦肉", measure="元/公斤")
    goods.set(cast.pork, by=cast.wang, at=NOW, name="猪肉", spec="精瘦肉", measure="元/500克", is_ended=True)
    with pytest.raises(Invalid, match="不在监测范围"):
        tell(cast, cast.market, DAY, pork="30", reason="x")


def test_a_point_lies_in_a_county_and_has_a_name_of_its_own(cast):
    with pytest.raises(Invalid, match="归在县市区"):
        point.set(cast.watch, by=cast.wang, at=NOW, name="某店", unit=cast.bureau)
    with pytest.raises(Invalid, match="同名"):
        point.set(cast.watch, by=cast.wang, at=NOW, name="来龙门市场", unit=cast.county)
    point.set(cast.market, by=cast.wang, at=NOW, name="来龙门市场", unit=cast.county, is_ended=True)
    cast.market.refresh_from_db()
    with pytest.raises(Refused, match="已经停用"):
        tell(cast, cast.market, DAY, pork="29")


def test_the_database_refuses_a_price_with_an_outage_and_two_live_ones(cast):
    said = {"point": cast.market, "item": cast.pork, "day": DAY, "observer": cast.wang, "recorded_at": NOW}
    for wrong in ({"value": 3, "is_out": True}, {"value": None, "is_out": False}, {"value": 0, "is_out": False}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Observation.objects.create(**{**said, "item": cast.mask}, **wrong)
    Observation.objects.create(**said, value=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.create(**said, value=4)
