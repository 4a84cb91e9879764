"""Who is told of a matter, when; and that the clock only proposes to go up, once, at work, and on proof."""

from __future__ import annotations

from datetime import date

import pytest

from tests import make
from yidan.kernel.journal import Entry
from yidan.matters import queries
from yidan.matters.commands import asking, closing, reminding, working
from yidan.matters.models import Matter
from yidan.people.commands import notifying
from yidan.people.models import Notice

pytestmark = pytest.mark.django_db


def told(*names):
    rows = Notice.objects.order_by("id").values_list("person__name", "sentence")
    return [(name, sentence) for name, sentence in rows if not names or name in names]


def test_the_unit_is_told_when_it_is_handed_out_with_what_is_asked_until_when(way):
    matter = way.issued()
    assert told("李工") == [("李工", f"交办：{matter.number}“进场道路被阻工”，请于5月21日前签收。")]


def _matter():
    return Matter.objects.get()


def test_signing_for_it_tells_nobody_since_it_stays_the_units_turn(way):
    way.issued()
    before = Notice.objects.count()
    working.sign_for(_matter(), by=way.cast.li, at=way.at(21))
    assert Notice.objects.count() == before


def test_an_urging_reaches_whoever_has_it_in_hand_and_becomes_a_letter(way):
    matter = way.running()
    for day in (22, 25, 26):
        working.urge(matter, by=way.cast.wang, at=way.at(day), words="请抓紧")
    sentences = [sentence for _name, sentence in told("李工") if "请抓紧" in sentence]
    assert [sentence[:3] for sentence in sentences] == ["催办：", "催办：", "督办函"]


def test_sent_back_tells_the_unit_and_an_application_tells_the_verifier(way):
    matter = way.applied()
    assert told("卜建") == [("卜建", f"申请销号：{matter.number}“进场道路被阻工”，请于6月1日前核查。")]
    closing.send_back(matter, by=way.cast.bu, at=way.at(26), reason="影像缺一处", verifiers="卜建、程远")
    assert told("李工")[-1] == ("李工", f"退回整改：{matter.number}“进场道路被阻工”，请于6月30日前申请销号。")


def test_going_up_to_a_leader_tells_the_leader(way):
    matter = way.running(contact_leader=way.cast.he)
    asking.escalate(matter, by=way.cast.li, at=way.at(22), reason="须跨区协调", rung=5)
    assert told("何市长") == [("何市长", f"提请联系市领导协调：{matter.number}“进场道路被阻工”。须跨区协调")]


def test_what_goes_up_without_a_named_leader_lies_on_every_leaders_desk(way):
    matter = way.planned()
    asking.escalate(matter, by=way.cast.wang, at=way.at(25), reason="须跨区协调", rung=5)
    assert [name for name, _sentence in told("何市长")] == ["何市长"]
    assert list(queries.decisions_of(way.cast.he)) == [matter]
    named = way.planned(contact_leader=way.cast.lin)
    asking.escalate(named, by=way.cast.wang, at=way.at(25), reason="须跨区协调", rung=5)
    assert list(queries.decisions_of(way.cast.he)) == [matter]


def test_a_refused_act_has_told_nobody(way):
    from yidan.kernel.errors import Refused

    matter = way.applied()
    before = Notice.objects.count()
    with pytest.raises(Refused):
        closing.send_back(matter, by=way.cast.bu, at=way.at(26), reason="缺", verifiers="李工")
    assert Notice.objects.count() == before


# --- the clock ---


def test_near_and_over_are_said_once_each_and_never_outside_working_hours(way):
    way.planned()
    assert reminding.remind(at=make.moment(2020, 6, 29, 22)) == 0  # at night
    assert reminding.remind(at=make.moment(2020, 6, 27, 10)) == 0  # on a Saturday
    assert reminding.remind(at=make.moment(2020, 6, 28, 10)) == 1
    assert reminding.remind(at=make.moment(2020, 6, 29, 10)) == 0
    assert told("李工")[-1][1].startswith("临近时限：")
    assert reminding.remind(at=make.moment(2020, 7, 1, 10)) == 1
    assert reminding.remind(at=make.moment(2020, 7, 2, 10)) == 0
    assert told("李工")[-1][1].startswith("已逾期：")


def proposals():
    return Notice.objects.filter(occasion__startswith="propose:")


def overdue(way):
    matter = way.planned()
    reminding.remind(at=make.moment(2020, 7, 1, 10))
    return matter


def read_all(way, at):
    numbers = list(Notice.objects.filter(person=way.cast.li).values_list("pk", flat=True))
    notifying.read(way.cast.li, by=way.cast.li, at=at, notices=numbers)


def test_without_proof_that_the_unit_was_told_nothing_is_proposed(way):
    overdue(way)
    for day in range(2, 31):
        reminding.remind(at=make.moment(2020, 7, day, 10))
    assert proposals().count() == 0


def test_with_proof_it_is_proposed_once_to_the_office_after_some_working_days(way):
    matter = overdue(way)
    read_all(way, make.moment(2020, 7, 1, 11))
    entries = Entry.objects.count()
    reminding.remind(at=make.moment(2020, 7, 3, 10))
    assert proposals().count() == 0  # two working days
    reminding.remind(at=make.moment(2020, 7, 6, 2))
    assert proposals().count() == 0  # in the night
    for day in (6, 7, 8, 20):
        reminding.remind(at=make.moment(2020, 7, day, 10))
    proposal = proposals().get()
    assert (proposal.person, proposal.made_at) == (way.cast.wang, make.moment(2020, 7, 6, 10))
    assert proposal.sentence == (
        f"建议上提：{matter.number}“进场道路被阻工”，时限6月30日，7月1日已提醒渌江投资；请上提，或写明暂不上提的理由。"
    )
    matter.refresh_from_db()
    assert (matter.rung, Entry.objects.count()) == (0, entries)  # the clock decides nothing


def test_a_sent_message_is_proof_as_well(way):
    overdue(way)
    notice = Notice.objects.filter(occasion__startswith="over:").get()
    notifying.delivered([notice], "mail", at=make.moment(2020, 7, 1, 11))
    reminding.remind(at=make.moment(2020, 7, 6, 10))
    assert proposals().count() == 1


def test_whoever_holds_it_is_not_asked_until_that_day(way):
    matter = overdue(way)
    read_all(way, make.moment(2020, 7, 1, 11))
    asking.hold(matter, by=way.cast.wang, at=make.moment(2020, 7, 2), words="已电话沟通", until_on=date(2020, 7, 15))
    reminding.remind(at=make.moment(2020, 7, 14, 10))
    assert proposals().count() == 0
    reminding.remind(at=make.moment(2020, 7, 16, 10))
    assert proposals().count() == 1


def test_a_paused_matter_is_left_in_peace(way):
    matter = way.planned()
    asking.pause(matter, by=way.cast.wang, at=way.at(25), reason="汛期", expires_on=date(2020, 7, 31))
    assert reminding.remind(at=make.moment(2020, 7, 6, 10)) == 0


def test_a_pause_that_runs_out_is_the_offices_to_prolong_or_to_end(way):
    matter = way.planned()
    asking.pause(matter, by=way.cast.wang, at=way.at(25), reason="汛期", expires_on=date(2020, 7, 31))
    before = len(told("王科长"))
    assert reminding.remind(at=make.moment(2020, 7, 29, 10)) == 1
    assert reminding.remind(at=make.moment(2020, 7, 29, 11)) == 0
    assert told("王科长")[before:] == [
        ("王科长", f"临近时限：{matter.number}“进场道路被阻工”，请于7月31日前恢复计时。")
    ]
    asking.pause(Matter.objects.get(), by=way.cast.wang, at=make.moment(2020, 7, 30), reason="汛期延长",
                 expires_on=date(2020, 10, 20))  # fmt: skip
    assert reminding.remind(at=make.moment(2020, 8, 3, 10)) == 0


@pytest.mark.parametrize(("severity", "title", "urgent"), [
    ("important", "深基坑坍塌险情处置", True), ("serious", "深基坑坍塌险情处置", False),
    ("important", "进场道路被阻工", False),
])  # fmt: skip
def test_only_an_important_matter_that_names_an_emergency_is_told_at_night(way, severity, title, urgent):
    way.issued(severity=severity, title=title)
    assert {each.is_urgent for each in Notice.objects.filter(person=way.cast.li)} == {urgent}


def test_which_words_make_an_emergency_is_the_offices_to_set(way):
    from yidan.kernel import parameters

    parameters.set("matter.emergency_words", by=way.cast.wang, at=way.at(), value="断水", reason="会议定")
    way.issued(severity="important", title="片区断水三日")
    assert Notice.objects.filter(person=way.cast.li, is_urgent=True).count() == 1


# --- what was done is asked of nobody any more ---


def test_once_it_is_signed_for_the_notice_that_asked_for_it_waits_in_no_inbox(way):
    from yidan.people.queries import unread, waiting

    matter = way.issued()
    assert unread(way.cast.li).count() == 1
    working.sign_for(matter, by=way.cast.li, at=way.at(21))
    assert (unread(way.cast.li).count(), waiting("mail", way.at(21))) == (0, {})
    notice = Notice.objects.get(person=way.cast.li)
    assert (notice.settled_at, notice.read_at) == (way.at(21), None)  # settled is not noted


def test_an_urging_is_settled_by_the_next_step(way):
    from yidan.people.queries import unread

    matter = way.running()
    working.urge(matter, by=way.cast.wang, at=way.at(22), words="请抓紧")
    assert unread(way.cast.li).count() == 1
    working.plan(matter, by=way.cast.li, at=way.at(22), text="本周协商")
    assert unread(way.cast.li).count() == 0


def test_a_proposal_is_settled_by_holding_it(way):
    matter = overdue(way)
    read_all(way, make.moment(2020, 7, 1, 11))
    reminding.remind(at=make.moment(2020, 7, 6, 10))
    asking.hold(matter, by=way.cast.wang, at=make.moment(2020, 7, 6), words="已电话沟通", until_on=date(2020, 7, 15))
    assert proposals().get().settled_at == make.moment(2020, 7, 6)


def test_what_was_said_costs_next_to_nothing_the_next_minute(way, django_assert_max_num_queries):
    for number in range(8):
        way.planned(about=make.project(way.cast, f"第{number}标段", despite_duplicates=True, reason="确属两个项目"))
    late = make.moment(2020, 7, 1, 10)
    assert reminding.remind(at=late) == 8
    with django_assert_max_num_queries(9):
        assert reminding.remind(at=late) == 0
