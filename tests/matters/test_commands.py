"""A matter from 提出 to 销号, and every refusal on the way."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests import make
from tests.matters.scene import DUE
from yidan.evidence.commands import keep
from yidan.evidence.rules import Claim
from yidan.kernel import parameters
from yidan.kernel.errors import IllegalMove, Invalid, NotPermitted, Refused
from yidan.kernel.journal import Entry
from yidan.matters import queries
from yidan.matters.commands import asking, closing, listing, second_look, working
from yidan.matters.models import Matter, Recheck
from yidan.matters.states import Rung, State
from yidan.people.commands import person as person_commands
from yidan.people.commands import unit

pytestmark = pytest.mark.django_db


def test_a_matter_goes_from_raised_to_struck_off_and_each_act_is_in_the_journal(cast, way):
    matter = way.closed()
    assert (matter.number, matter.state, matter.closed_by, matter.turn_unit, matter.step) == (
        "2020-ZD-0001", State.CLOSED, cast.wang, None, "",
    )  # fmt: skip
    acts = Entry.objects.filter(subject_type="matter", subject_id=matter.pk).order_by("id")
    assert [each.verb for each in acts] == [
        "matter.raise", "matter.enlist", "matter.issue", "matter.sign_for", "matter.plan", "matter.apply_close_out",
        "matter.verify", "matter.close_out",
    ]  # fmt: skip


def test_at_every_stretch_one_unit_has_one_next_step_until_a_day(cast, way):
    said = []
    for stretch in (way.drafted, way.listed, way.issued, way.running, way.planned, way.applied, way.verified):
        matter = stretch()
        fresh = Matter.objects.get(pk=matter.pk)
        assert (fresh.turn_unit_id, fresh.step, fresh.step_due_on) == (
            matter.turn_unit.pk, matter.step, matter.step_due_on,
        )  # fmt: skip
        said.append((str(fresh.turn_unit), fresh.step, fresh.step_due_on.isoformat()))
    office = str(cast.office)
    assert said == [
        (office, "matter.enlist", "2020-05-21"),
        (office, "matter.issue", "2020-05-21"),
        ("渌江投资", "matter.sign_for", "2020-05-21"),
        ("渌江投资", "matter.plan", "2020-05-26"),
        ("渌江投资", "matter.apply_close_out", "2020-06-30"),
        ("市住建局", "matter.verify", "2020-06-01"),
        (office, "matter.close_out", "2020-05-27"),
    ]


def test_numbers_are_gap_free_per_year_even_when_drafts_are_dropped(cast, way):
    way.listed()
    listing.drop(way.drafted(title="重复"), by=cast.wang, at=way.at(), reason="重复登记")
    assert way.listed(title="第二件").number == "2020-ZD-0002"
    later = way.drafted(title="新年第一件")
    assert listing.enlist(later, by=cast.wang, at=make.moment(2021, 1, 4)).number == "2021-ZD-0001"


def test_a_matter_like_one_still_open_is_shown_before_it_is_listed(cast, way):
    project = make.project(cast)
    first = way.listed(about=project, problem_type="land_clearance")
    again = way.drafted(about=project, problem_type="land_clearance")
    with pytest.raises(Invalid, match=first.number):
        listing.enlist(again, by=cast.wang, at=way.at())
    assert listing.enlist(again, by=cast.wang, at=way.at(), despite="另一处地块").number == "2020-ZD-0002"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"verifying_unit": "owner"}, "verifying_unit"),
        ({"close_out_standard": "  "}, "close_out_standard"),
        ({"due_on": date(2020, 5, 19)}, "due_on"),
        ({"evidence_asked": "现场照片"}, "evidence_reason"),
    ],
)
def test_what_is_handed_out_has_a_standard_a_day_and_another_unit_that_verifies(cast, way, change, field):
    given = {name: getattr(cast, value) if value == "owner" else value for name, value in change.items()}
    with pytest.raises(Invalid) as refused:
        way.issued(**given)
    assert refused.value.field == field
    assert Matter.objects.get().state == State.LISTED


def test_the_database_itself_refuses_a_unit_that_verifies_its_own_work(cast, way):
    matter = way.issued()
    with pytest.raises(IntegrityError), transaction.atomic():
        Matter.objects.filter(pk=matter.pk).update(verifying_unit=matter.lead_unit)
    with pytest.raises(IntegrityError), transaction.atomic():
        Matter.objects.filter(pk=matter.pk).update(turn_unit=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Matter.objects.filter(pk=matter.pk).update(step_due_on=None)


def test_only_the_lead_unit_signs_and_the_office_only_with_a_paper_in_hand(cast, way):
    matter = way.issued()
    with pytest.raises(NotPermitted):
        working.sign_for(matter, by=cast.zhao, at=way.at(21))
    with pytest.raises(NotPermitted, match="依据"):
        working.sign_for(matter, by=cast.wang, at=way.at(21))
    working.sign_for(matter, by=cast.wang, at=way.at(21), on_behalf="渌投函〔2020〕3号")
    entry = Entry.objects.get(verb="matter.sign_for")
    assert (entry.actor_name, entry.facts["on_behalf"]) == ("王科长", "渌投函〔2020〕3号")


def test_a_unit_may_give_it_back_once_and_soon_and_the_office_decides(cast, way):
    matter = working.decline(way.issued(), by=cast.li, at=way.at(21), reason="属交通部门职责")
    assert (matter.state, str(matter.turn_unit)) == (State.DECLINED, str(cast.office))
    working.insist(matter, by=cast.wang, at=way.at(22), reason="进场道路在红线内")
    with pytest.raises(Refused, match="用过"):
        working.decline(matter, by=cast.li, at=way.at(22), reason="再说一次")
    late = way.issued()
    with pytest.raises(Refused, match="2个工作日"):
        working.decline(late, by=cast.li, at=way.at(25), reason="不是我们的")
    other = working.decline(way.issued(), by=cast.li, at=way.at(22), reason="属交通部门职责")
    assert working.take_back(other, by=cast.wang, at=way.at(22)).state == State.LISTED


def test_more_time_is_asked_for_before_the_deadline_and_no_longer_than_the_first(cast, way):
    matter = way.planned(due_on=date(2020, 6, 5))
    with pytest.raises(Invalid, match="最迟2020-06-21"):
        asking.ask_extension(matter, by=cast.li, at=way.at(28), until_on=date(2020, 6, 30), reason="雨季")
    asking.ask_extension(matter, by=cast.li, at=way.at(28), until_on=date(2020, 6, 15), reason="雨季")
    assert (matter.step, str(matter.turn_unit)) == ("matter.extend", str(cast.office))
    with pytest.raises(Refused, match="等批复"):
        asking.ask_extension(matter, by=cast.li, at=way.at(28), until_on=date(2020, 6, 16), reason="雨季")
    asking.extend(matter, by=cast.wang, at=way.at(29))
    assert (matter.due_on, matter.original_due_on, matter.step) == (
        date(2020, 6, 15), date(2020, 6, 5), "matter.apply_close_out",
    )  # fmt: skip
    asking.ask_extension(matter, by=cast.li, at=make.moment(2020, 6, 8), until_on=date(2020, 6, 20), reason="雨季")
    with pytest.raises(Invalid, match="分管市领导"):
        asking.extend(matter, by=cast.wang, at=make.moment(2020, 6, 9))
    asking.refuse_extension(matter, by=cast.wang, at=make.moment(2020, 6, 9), reason="已有充足时间")
    with pytest.raises(Refused, match="来不及"):
        asking.ask_extension(matter, by=cast.li, at=make.moment(2020, 6, 12), until_on=date(2020, 6, 20), reason="雨")
    assert Matter.objects.get(pk=matter.pk).due_on == date(2020, 6, 15)


def test_the_ladder_goes_up_once_a_rung_holds_with_a_note_and_comes_down(cast, way):
    matter = way.planned()
    asking.escalate(matter, by=cast.li, at=way.at(25), reason="征拆资金未到位", rung=Rung.COUNTY)
    assert (matter.step, matter.step_due_on) == ("matter.lower", date(2020, 6, 1))
    with pytest.raises(Refused):
        asking.escalate(matter, by=cast.wang, at=way.at(26), reason="再提一次", rung=Rung.COUNTY)
    asking.hold(matter, by=cast.wang, at=way.at(26), words="已电话沟通，下周拨付", until_on=date(2020, 6, 8))
    assert matter.step_due_on == date(2020, 6, 8)
    asking.lower(matter, by=cast.he, at=way.at(27), opinion="县级可解决")
    assert (matter.rung, matter.step) == (Rung.OWNER, "matter.apply_close_out")
    with pytest.raises(Refused):
        asking.lower(matter, by=cast.he, at=way.at(27), opinion="再降")


def test_a_pause_moves_the_deadline_by_its_days_and_the_original_stays(cast, way):
    matter = way.planned()
    with pytest.raises(Invalid, match="90天"):
        asking.pause(matter, by=cast.wang, at=way.at(25), reason="汛期", expires_on=date(2020, 12, 1))
    asking.pause(matter, by=cast.wang, at=way.at(25), reason="汛期停工令", expires_on=date(2020, 6, 10))
    assert (matter.state, matter.step, matter.step_due_on) == (State.PAUSED, "matter.resume", date(2020, 6, 10))
    asking.pause(matter, by=cast.wang, at=make.moment(2020, 6, 9), reason="汛期停工令", expires_on=date(2020, 7, 1))
    asking.resume(matter, by=cast.wang, at=make.moment(2020, 6, 24))
    assert (matter.due_on, matter.original_due_on, matter.pauses.count()) == (date(2020, 7, 30), DUE, 1)


def test_a_pause_that_ran_out_counts_again_and_prolonging_it_later_pardons_nothing(cast, way):
    matter = way.planned(due_on=date(2020, 5, 25))
    asking.pause(matter, by=cast.wang, at=way.at(26), reason="汛期停工令", expires_on=date(2020, 6, 10))
    assert matter.due_on == date(2020, 6, 9)  # a day over time before, a day over time on the last day of the pause
    counted = [[each.pk for each in queries.overdue(day)] for day in (date(2020, 6, 10), date(2020, 6, 11))]
    assert counted == [[], [matter.pk]]
    asking.pause(matter, by=cast.wang, at=make.moment(2020, 6, 20), reason="又一轮强降雨", expires_on=date(2020, 6, 30))
    assert matter.due_on == date(2020, 6, 19)  # ten days ran between the two
    first, second = matter.pauses.all()
    assert (first.ended_on, first.due_on, second.from_on, second.due_on) == (
        date(2020, 6, 10), date(2020, 6, 9), date(2020, 6, 20), date(2020, 6, 19),
    )  # fmt: skip
    asking.resume(matter, by=cast.wang, at=make.moment(2020, 7, 15))
    second.refresh_from_db()
    assert (matter.due_on, second.ended_on) == (date(2020, 6, 19), date(2020, 6, 30))


def test_urging_twice_is_a_reminder_the_third_time_a_letter_and_once_a_day(cast, way):
    matter = way.planned()
    for day in (25, 26, 27):
        working.urge(matter, by=cast.wang, at=way.at(day))
    assert [each.is_supervision_letter for each in matter.urges.all()] == [False, False, True]
    with pytest.raises(Refused, match="今天"):
        working.urge(matter, by=cast.wang, at=way.at(27))
    assert (matter.step, matter.step_due_on) == ("matter.apply_close_out", DUE)


def test_evidence_that_was_asked_for_comes_before_close_out(cast, way):
    matter = way.planned(evidence_asked="清障后的道路照片", evidence_reason="阻工反复发生，需核对现场")
    with pytest.raises(Invalid) as refused:
        closing.apply_close_out(matter, by=cast.li, at=way.at(25), statement="已清障")
    assert refused.value.field == "brought"
    file = keep(
        cast.owner, by=cast.li, at=way.at(25), name="路.jpg", data=b"\xff\xd8\xff road", media_type="image/jpeg"
    )
    closing.apply_close_out(matter, by=cast.li, at=way.at(25), statement="已清障", brought=[(file, Claim())])
    entry = Entry.objects.get(verb="matter.apply_close_out")
    assert entry.facts["evidence"] == [file.sha256]
    assert matter.evidence.count() == 1


def test_verification_is_by_two_of_another_unit(cast, way):
    matter = way.applied()
    for by in (cast.li, cast.wang):
        with pytest.raises(NotPermitted):
            closing.verify(matter, by=by, at=way.at(26), way="paper", verifiers="甲、乙", opinion="可以")
    with pytest.raises(Invalid, match="至少2人"):
        closing.verify(matter, by=cast.bu, at=way.at(26), way="paper", verifiers="", opinion="可以")
    with pytest.raises(Invalid, match="李工是牵头单位的人"):
        closing.verify(matter, by=cast.bu, at=way.at(26), way="paper", verifiers="卜建、李工", opinion="可以")
    assert Matter.objects.get(pk=matter.pk).state == State.APPLIED


def test_what_is_drawn_or_late_is_not_verified_by_papers_alone(cast, way):
    def share(percent, red):
        for name, value in (("verify.sample_percent", percent), ("verify.sample_red_percent", red)):
            parameters.set(name, by=cast.wang, at=way.at(), value=str(value), reason="株项办〔2020〕1号")

    def verify(matter, how="paper"):
        return closing.verify(matter, by=cast.bu, at=way.at(26), way=how, verifiers="卜建、程远", opinion="属实")

    share(100, 0)
    matter = way.applied()
    with pytest.raises(Invalid, match="按比例抽中") as refused:
        verify(matter)
    assert refused.value.field == "way"
    assert verify(matter, "call_back").state == State.VERIFIED
    share(0, 100)
    assert verify(way.applied()).state == State.VERIFIED
    for weighty in (way.applied(due_on=date(2020, 5, 23)), way.applied(kind="instruction")):
        with pytest.raises(Invalid, match="按比例抽中"):
            verify(weighty)
    entry = Entry.objects.filter(verb="matter.verify").order_by("id")
    assert [each.facts["drawn"] for each in entry] == [True, False]


def test_an_important_matter_is_seen_on_site_by_three_and_struck_off_by_a_leader(cast, way):
    matter = way.applied(severity="important")
    with pytest.raises(Invalid, match="至少3人"):
        closing.verify(matter, by=cast.bu, at=way.at(26), way="on_site", verifiers="程远", opinion="可以")
    with pytest.raises(Invalid, match="现场"):
        closing.verify(matter, by=cast.bu, at=way.at(26), way="paper", verifiers="程远、向前", opinion="可以")
    closing.verify(matter, by=cast.bu, at=way.at(26), way="on_site", verifiers="程远、向前", opinion="可以")
    with pytest.raises(NotPermitted, match="市领导"):
        closing.close_out(matter, by=cast.wang, at=way.at(27))
    assert closing.close_out(matter, by=cast.he, at=way.at(27)).state == State.CLOSED


def test_sent_back_the_deadline_runs_on_and_the_way_begins_again(cast, way):
    matter = closing.send_back(way.applied(), by=cast.bu, at=way.at(26), reason="路口仍有土堆")
    assert (matter.state, matter.step, matter.due_on) == (State.RUNNING, "matter.apply_close_out", DUE)
    assert [each.is_passed for each in matter.verifications.all()] == [False]
    again = closing.send_back(way.verified(), by=cast.wang, at=way.at(27), reason="照片不清")
    assert again.state == State.RUNNING


def test_nobody_strikes_off_what_his_own_unit_did_and_the_unsatisfied_are_not_struck_off(cast, way):
    matter = way.verified()
    with pytest.raises(NotPermitted):
        closing.close_out(matter, by=cast.li, at=way.at(27))
    with pytest.raises(Refused, match="不满意"):
        closing.close_out(matter, by=cast.wang, at=way.at(27), satisfaction=1)


def test_struck_off_late_stays_marked(cast, way):
    matter = way.verified(due_on=date(2020, 5, 26))
    closing.close_out(matter, by=cast.wang, at=way.at(29))
    entry = Entry.objects.get(verb="matter.close_out")
    assert entry.facts["late"] is True


def test_an_act_out_of_turn_is_refused_and_leaves_no_trace(cast, way):
    matter = way.listed()
    before = Entry.objects.count()
    for act in (
        lambda: working.reply(matter, by=cast.li, at=way.at(), text="在办", on_behalf="x"),
        lambda: closing.close_out(matter, by=cast.wang, at=way.at()),
        lambda: working.sign_for(matter, by=cast.wang, at=way.at(), on_behalf="x"),
    ):
        with pytest.raises((IllegalMove, NotPermitted)):
            act()
    assert (Entry.objects.count(), Matter.objects.get(pk=matter.pk).state) == (before, State.LISTED)


def test_passed_on_another_unit_signs_anew_and_the_deadline_stays(cast, way):
    matter = way.planned()
    listing.pass_on(matter, by=cast.wang, at=way.at(25), lead_unit=cast.other_owner, reason="标段划转")
    assert (matter.state, matter.lead_unit, matter.step, matter.due_on) == (
        State.ISSUED, cast.other_owner, "matter.sign_for", DUE,
    )  # fmt: skip
    working.sign_for(matter, by=cast.zhao, at=way.at(26))
    assert matter.step == "matter.plan"
    with pytest.raises(Invalid):
        listing.pass_on(matter, by=cast.wang, at=way.at(27), lead_unit=cast.bureau, reason="验收单位不能办")


def test_the_verifying_unit_takes_over_where_another_verifies_from_then_on(cast, way):
    matter = way.planned()
    listing.pass_on(
        matter, by=cast.wang, at=way.at(27), lead_unit=cast.bureau, verifying_unit=cast.office, reason="并入住建局"
    )
    assert (matter.lead_unit, matter.verifying_unit, matter.turn_unit) == (cast.bureau, cast.office, cast.bureau)


def test_verification_is_given_to_another_unit_in_the_middle_of_it(cast, way):
    matter = way.applied()
    with pytest.raises(Invalid, match="不能是牵头单位"):
        listing.reassign(matter, by=cast.wang, at=way.at(26), verifying_unit=cast.owner, reason="机构改革")
    with pytest.raises(Invalid, match="已经是验收单位"):
        listing.reassign(matter, by=cast.wang, at=way.at(26), verifying_unit=cast.bureau, reason="机构改革")
    listing.reassign(matter, by=cast.wang, at=way.at(26), verifying_unit=cast.county, reason="住建局撤并")
    assert (matter.state, matter.turn_unit, matter.step, matter.due_on) == (
        State.APPLIED, cast.county, "matter.verify", DUE,
    )  # fmt: skip
    said = {"way": "on_site", "verifiers": "林县、程远", "opinion": "现场查看，道路畅通"}
    with pytest.raises(NotPermitted, match="只能办理本单位"):
        closing.verify(matter, by=cast.bu, at=way.at(27), **said)
    assert closing.verify(matter, by=cast.lin, at=way.at(27), **said).state == State.VERIFIED
    with pytest.raises(IllegalMove):
        listing.reassign(matter, by=cast.wang, at=way.at(27), verifying_unit=cast.office, reason="晚了")


def test_a_unit_in_which_nobody_may_verify_does_not(cast, way):
    for nobody in (cast.other_owner, cast.other_county):  # an owner's reporter may not; in the county nobody is
        with pytest.raises(Invalid, match="没有能办核查的人员"):
            way.issued(verifying_unit=nobody)


def test_a_unit_with_matters_in_hand_is_not_dissolved_and_a_dissolved_one_gets_none(cast, way):
    matter = way.planned()
    for person in (cast.li, cast.bu):
        person_commands.retire(person, by=cast.guan, at=way.at(23), reason="调离")
    for unit_, held in ((cast.owner, "牵头未销号的事项1"), (cast.bureau, "由它验收的事项1")):
        with pytest.raises(Invalid, match=held):
            unit.change(unit_, by=cast.guan, at=way.at(24), is_active=False, reason="机构改革")
    listing.reassign(matter, by=cast.wang, at=way.at(25), verifying_unit=cast.office, reason="机构改革")
    gone = unit.change(cast.bureau, by=cast.guan, at=way.at(25), is_active=False, reason="机构改革")
    with pytest.raises(Invalid, match="已经撤并"):
        listing.pass_on(matter, by=cast.wang, at=way.at(26), lead_unit=gone, reason="移交")
    listing.pass_on(matter, by=cast.wang, at=way.at(26), lead_unit=cast.other_owner, reason="移交")
    assert unit.change(cast.owner, by=cast.guan, at=way.at(26), is_active=False, reason="合并").is_active is False


def test_dropping_what_was_handed_out_needs_a_leaders_word(cast, way):
    with pytest.raises(Invalid, match="市领导批准"):
        listing.drop(way.planned(), by=cast.wang, at=way.at(25), reason="项目调出")
    dropped = listing.drop(way.planned(), by=cast.wang, at=way.at(25), reason="项目调出", approved="何市长5月25日")
    assert (dropped.state, dropped.turn_unit) == (State.DROPPED, None)


def test_merged_its_projects_go_over_and_its_number_is_not_used_again(cast, way):
    one, two = make.project(cast), make.project(cast)
    first = way.listed(about=one, problem_type="land_clearance")
    second = way.listed(about=two, problem_type="funding")
    listing.merge(second, by=cast.wang, at=way.at(), into=first, reason="同一地块")
    assert set(first.projects.all()) == {one, two}
    assert (second.state, second.merged_into, way.listed().number) == (State.MERGED, first, "2020-ZD-0003")
    with pytest.raises(Invalid):
        listing.merge(first, by=cast.wang, at=way.at(), into=second, reason="反了")


def test_a_rebound_is_a_new_matter_and_the_old_one_stays_struck_off(cast, way):
    old = way.closed()
    new = listing.reopen(old, by=cast.wang, at=make.moment(2020, 8, 3), reason="道路再次被堵")
    assert (new.number, new.rebound_of, new.state, new.kind, new.title) == (
        "2020-ZD-0002", old, State.LISTED, "rectification", old.title,
    )  # fmt: skip
    assert Matter.objects.get(pk=old.pk).state == State.CLOSED
    with pytest.raises(Invalid, match="2020-ZD-0002"):
        listing.reopen(old, by=cast.wang, at=make.moment(2020, 8, 4), reason="再报一次")


def test_a_second_look_is_drawn_by_a_seed_and_a_rebound_is_on_the_list_at_once(cast, way):
    closed = [way.closed() for _each in range(4)]
    batch = second_look.draw(
        cast.office, by=cast.wang, at=make.moment(2020, 7, 1), name="上半年回头看", from_on=date(2020, 1, 1),
        to_on=date(2020, 6, 30), percent=50, seed="20200701",
    )  # fmt: skip
    looks = list(Recheck.objects.filter(batch=batch))
    assert (batch.population, len(looks)) == (4, 2)
    second_look.record(looks[0], by=cast.chen, at=make.moment(2020, 7, 2), result="holds", found="畅通")
    second_look.record(looks[1], by=cast.chen, at=make.moment(2020, 7, 2), result="rebound", found="又堵")
    with pytest.raises(Refused):
        second_look.record(looks[1], by=cast.chen, at=make.moment(2020, 7, 2), result="holds", found="畅通")
    with pytest.raises(NotPermitted):
        second_look.record(looks[0], by=cast.li, at=make.moment(2020, 7, 2), result="holds", found="畅通")
    new = Matter.objects.get(rebound_of=looks[1].matter)
    assert (new.state, new.pk in {each.pk for each in closed}) == (State.LISTED, False)


def test_a_leaders_words_become_a_draft_word_for_word(cast, way):
    project = make.project(cast)
    with pytest.raises(Invalid):
        listing.give(project, by=cast.he, at=way.at(), text="  ")
    matter = listing.give(project, by=cast.he, at=way.at(), text="请住建局月底前解决渣土外运", due=date(2020, 5, 31))
    assert (matter.kind, matter.source_quote, matter.contact_leader, matter.state, str(matter.turn_unit)) == (
        "instruction", "请住建局月底前解决渣土外运", cast.he, State.DRAFT, str(cast.office),
    )  # fmt: skip
    with pytest.raises(NotPermitted):
        listing.give(project, by=cast.wang, at=way.at(), text="代领导批示")


def test_what_one_may_not_see_is_not_there(cast, way):
    project = make.project(cast)
    matter = way.planned(about=project)
    seen = {person: queries.visible_to(getattr(cast, person)).filter(pk=matter.pk).exists()
            for person in ("wang", "he", "li", "lin", "bu", "zhao", "shen", "guan", "an")}  # fmt: skip
    assert seen == {
        "wang": True, "he": True, "li": True, "lin": True, "bu": True, "zhao": False, "shen": True, "guan": False,
        "an": False,
    }  # fmt: skip
    assert [each.pk for each in queries.turn_of(cast.li)] == [matter.pk]
    assert list(queries.turn_of(cast.zhao)) == []


def test_the_same_key_signs_once(cast, way):
    from uuid import uuid4

    matter, key = way.issued(), uuid4()
    working.sign_for(matter, by=cast.li, at=way.at(21), key=key)
    again = working.sign_for(matter, by=cast.li, at=way.at(22), key=key)
    assert (again.pk, Entry.objects.filter(verb="matter.sign_for").count()) == (matter.pk, 1)


def test_at_a_hand_over_open_matters_go_to_the_successor(cast, way):
    from yidan.people.commands import person

    matter = way.planned()
    closed = way.closed()
    new = person.register(cast.owner, by=cast.guan, at=way.at(), name="刘工", username="liu")
    person.hand_over(cast.li, by=cast.wang, at=way.at(28), successor=new)
    hands = {each.pk: each.duty_person for each in Matter.objects.select_related("duty_person")}
    assert (hands[matter.pk], hands[closed.pk]) == (new, cast.li)
