"""Whose turn it is, what waits for a leader, and lights in the database as the rule says them."""

from datetime import date, timedelta

import pytest

from tests import make
from yidan.matters import queries, rules
from yidan.matters.commands import asking, closing, listing
from yidan.matters.models import Matter
from yidan.matters.states import Rung, State

pytestmark = pytest.mark.django_db


def turns(person):
    return [each.title for each in queries.turn_of(person)]


def test_a_turn_is_his_who_may_take_the_step_and_nobodys_who_only_reads(cast, way):
    way.drafted(title="待入账")
    way.issued(title="待签收")
    way.applied(title="待核查")
    said = {name: turns(getattr(cast, name)) for name in ("wang", "li", "bu", "lin", "zhao", "shen", "tong")}
    assert said == {
        "wang": ["待入账"], "li": ["待签收"], "bu": ["待核查"], "lin": [], "zhao": [], "shen": [], "tong": [],
    }  # fmt: skip


def test_a_leader_sees_what_only_he_decides(cast, way):
    asked = way.planned(title="第二次延期", contact_leader=cast.he)
    for until in (date(2020, 7, 15), date(2020, 7, 25)):
        asking.ask_extension(asked, by=cast.li, at=way.at(23), until_on=until, reason="连日降雨")
        if until == date(2020, 7, 15):
            assert turns(cast.he) == []  # the first is the office's to give
            asking.extend(asked, by=cast.wang, at=way.at(23))
    way.verified(title="重大已核查", severity="important")
    way.verified(title="一般已核查")
    up = way.planned(title="上提到联系领导", contact_leader=cast.he)
    asking.escalate(up, by=cast.wang, at=way.at(24), reason="需市领导协调", rung=Rung.LEADER)
    lower = way.planned(title="上提到部门", contact_leader=cast.he)
    asking.escalate(lower, by=cast.wang, at=way.at(24), reason="需部门协调", rung=Rung.DEPARTMENT)
    assert sorted(turns(cast.he)) == ["上提到联系领导", "第二次延期", "重大已核查"]
    asking.extend(asked, by=cast.he, at=way.at(24), opinion="同意，抓紧")
    assert (asked.due_on, asked.extensions.first().approving_leader) == (date(2020, 7, 25), cast.he)
    asking.lower(up, by=cast.he, at=way.at(24), opinion="请住建局三日内解决")
    assert turns(cast.he) == ["重大已核查"]


@pytest.mark.parametrize("today", [date(2020, 6, 1), date(2020, 6, 26), date(2020, 6, 30), date(2020, 7, 1)])
def test_the_database_lights_a_matter_as_the_rule_does(cast, way, today):
    way.drafted()
    asking.pause(way.running(), by=cast.wang, at=way.at(22), reason="汛期", expires_on=date(2020, 6, 20))
    asking.pause(
        way.running(due_on=date(2020, 5, 25)), by=cast.wang, at=way.at(26), reason="汛期", expires_on=date(2020, 6, 26)
    )
    way.running()
    way.closed()
    listing.drop(way.drafted(), by=cast.wang, at=way.at(), reason="重复")
    late = way.verified()
    closing.close_out(late, by=cast.wang, at=make.moment(2020, 7, 2))
    soon = today + timedelta(days=4)
    for colour in ("red", "yellow", "green", "grey"):
        said = [
            each.pk for each in Matter.objects.order_by("pk")
            if rules.light(
                each.state, each.due_on, today, soon, each.closed_at and each.closed_at.date(),
                each.step_due_on if each.state == State.PAUSED else None,
            ) == colour
        ]  # fmt: skip
        assert [each.pk for each in Matter.objects.filter(queries.is_lit(colour, today, soon)).order_by("pk")] == said
