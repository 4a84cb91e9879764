"""The acts on permits: what each does, what it refuses, and that a refusal leaves no trace."""

from __future__ import annotations

from datetime import date

import pytest

from tests import make
from tests.approvals.scene import decided, laid_out, template
from tests.make import moment
from yidan.approvals import queries
from yidan.approvals.commands import catalogue, listing, permit
from yidan.approvals.models import ApprovalCourse, ApprovalItem, ApprovalTemplate, Permit, PermitEvent
from yidan.approvals.states import Mode, State
from yidan.evidence import commands as evidence
from yidan.kernel import workdays
from yidan.kernel.errors import IllegalMove, Invalid, NotPermitted, Refused
from yidan.kernel.journal import Entry
from yidan.kernel.verbs import Verb

DAY = moment(2020, 5, 11)
PAPER = "株许〔2020〕8号"


def test_a_list_is_laid_out_with_departments_limits_and_what_each_item_needs(cast):
    made = cast.permits
    assert [each.code for each in sorted(made.values(), key=lambda each: each.order)] == [
        "filing", "energy", "environment", "soil_water", "land_supply", "land_permit", "land_title", "design_review",
        "works_permit", "drawings", "construction",
    ]  # fmt: skip
    assert made["construction"].department == cast.bureau
    assert made["soil_water"].department is None
    assert (made["land_permit"].limit, made["land_permit"].needs) == (2, ["land_supply"])
    assert made["construction"].needs == ["works_permit", "drawings", "land_title"]
    entry = Entry.objects.get(verb=Verb.PERMIT_LAY_OUT)
    assert (entry.project_id, entry.facts["template"]) == (cast.site.pk, "备案类·招拍挂(社会投资产业项目)")


def test_the_published_lists_serve_every_kind_and_the_demo_track_sums_up_to_the_budget(cast):
    lists = ApprovalTemplate.objects.live()
    assert {(each.management_form, each.land) for each in lists} == {
        (form, land) for form in ("approval", "verification", "filing") for land in ("auction", "allocation")
    }  # fmt: skip
    limits = {each["code"]: each.get("limit") for each in template().items}
    track = ("filing", "design_review", "land_permit", "land_title", "works_permit", "drawings", "construction")
    assert sum(limits[code] for code in track) == 33
    codes = {each.code for each in ApprovalItem.objects.live()}
    assert len(codes) == 20
    assert all(each["code"] in codes for row in lists for each in row.items)
    assert all(each.source for each in ApprovalItem.objects.live())


def test_a_second_list_adds_only_what_is_not_there(cast):
    with pytest.raises(Invalid, match="都已在办"):
        listing.lay_out(cast.site, by=cast.wang, at=DAY, template=template())
    listing.lay_out(cast.site, by=cast.wang, at=DAY, template=template("verification_auction"))
    assert Permit.objects.filter(project=cast.site).count() == 12


def test_from_the_window_to_the_certificate(cast):
    made = decided(cast, cast.permits["filing"], DAY, moment(2020, 5, 12))
    assert (made.state, made.accepted_on, made.due_on, made.ended_on, made.used, made.number) == (
        State.DECIDED, date(2020, 5, 11), date(2020, 5, 12), date(2020, 5, 12), 1, "株许〔2020〕1号",
    )  # fmt: skip
    permit.issue(made, by=cast.wang, at=moment(2020, 5, 13))
    assert (made.state, made.issued_on) == (State.ISSUED, date(2020, 5, 13))
    assert [each.kind for each in queries.events_of(made)] == ["submit", "accept", "decide", "issue"]
    assert Permit.objects.get(pk=made.pk).used == 1


def test_formally_what_it_needs_comes_first_and_other_ways_say_what_they_ask(cast):
    made = cast.permits["design_review"]
    with pytest.raises(Refused, match="企业投资项目备案"):
        permit.submit(made, by=cast.li, at=DAY)
    with pytest.raises(Invalid, match="缺什么"):
        permit.submit(made, by=cast.li, at=DAY, mode=Mode.DEFICIENT)
    with pytest.raises(Invalid, match="承诺书"):
        permit.submit(made, by=cast.li, at=DAY, mode=Mode.PROMISED)
    with pytest.raises(Invalid, match="不能早于收件"):
        permit.submit(
            made, by=cast.li, at=DAY, mode=Mode.DEFICIENT, missing="地勘报告", promised_on=date(2020, 5, 1)
        )  # fmt: skip
    assert (Permit.objects.get(pk=made.pk).state, PermitEvent.objects.count()) == (State.PLANNED, 0)
    permit.submit(made, by=cast.li, at=DAY, mode=Mode.SIMULATED)
    assert (made.state, made.mode, made.began_as) == (State.RECEIVED, Mode.SIMULATED, Mode.SIMULATED)


def test_ahead_of_the_land_no_certificate_before_it_is_formal(cast):
    made = decided(cast, cast.permits["works_permit"], DAY, moment(2020, 5, 18), mode=Mode.SIMULATED)
    with pytest.raises(Refused, match="转正以后"):
        permit.issue(made, by=cast.wang, at=moment(2020, 5, 19))
    with pytest.raises(Invalid, match="依据"):
        permit.convert(made, by=cast.wang, at=moment(2020, 5, 20), basis=" ")
    permit.convert(made, by=cast.wang, at=moment(2020, 5, 20), basis="出让合同", document="株合〔2020〕5号")
    assert (made.mode, made.began_as, made.converted_on) == (Mode.FORMAL, Mode.SIMULATED, date(2020, 5, 20))
    with pytest.raises(Refused, match="已经是正式"):
        permit.convert(made, by=cast.wang, at=moment(2020, 5, 21), basis="出让合同")
    assert permit.issue(made, by=cast.wang, at=moment(2020, 5, 20)).state == State.ISSUED


def test_on_a_promise_the_certificate_comes_first_and_the_check_after(cast):
    made = cast.permits["soil_water"]
    permit.submit(made, by=cast.wang, at=DAY, mode=Mode.PROMISED, document="承诺书1号", promised_on=date(2020, 8, 1))
    permit.decide(made, by=cast.wang, at=DAY, document=PAPER)
    permit.issue(made, by=cast.wang, at=DAY)
    assert (made.used, made.accepted_on, made.state) == (0, date(2020, 5, 11), State.ISSUED)
    assert permit.convert(made, by=cast.wang, at=moment(2020, 7, 1), basis="现场核查相符").mode == Mode.FORMAL


def test_what_is_lacking_is_told_once_and_in_time(cast):
    made = cast.permits["filing"]
    permit.submit(made, by=cast.li, at=moment(2020, 4, 27))
    permit.notify(made, by=cast.wang, at=moment(2020, 4, 29), basis="缺用地意见")
    with pytest.raises(IllegalMove):
        permit.notify(made, by=cast.wang, at=moment(2020, 4, 30), basis="还缺公章")
    permit.complete(made, by=cast.li, at=moment(2020, 5, 12))
    assert (made.state, made.accepted_on) == (State.ACCEPTED, date(2020, 5, 12))
    with pytest.raises(IllegalMove):
        permit.notify(made, by=cast.wang, at=moment(2020, 5, 12), basis="还缺公章")


def test_told_too_late_the_papers_count_as_accepted(cast):
    made = cast.permits["filing"]
    permit.submit(made, by=cast.li, at=moment(2020, 4, 27))
    with pytest.raises(Refused, match="视为受理"):
        permit.notify(made, by=cast.wang, at=moment(2020, 5, 8), basis="缺用地意见")
    permit.accept(made, by=cast.wang, at=moment(2020, 5, 8))
    assert made.accepted_on == date(2020, 4, 27)


def test_a_clock_stops_only_for_what_the_law_leaves_out_and_in_writing(cast):
    made = cast.permits["environment"]
    permit.submit(made, by=cast.wang, at=DAY, mode=Mode.SIMULATED)
    permit.accept(made, by=cast.wang, at=DAY)
    with pytest.raises(Invalid, match="技术评估"):
        permit.pause(made, by=cast.wang, at=DAY, basis="领导出差", document=PAPER)
    with pytest.raises(Invalid, match="书面告知"):
        permit.pause(made, by=cast.wang, at=DAY, basis="公示", document="")
    permit.pause(made, by=cast.wang, at=DAY, basis="公示", document=PAPER)
    assert (made.state, made.due_on) == (State.PAUSED, None)
    with pytest.raises(IllegalMove):
        permit.decide(made, by=cast.wang, at=DAY, document=PAPER)
    permit.resume(made, by=cast.wang, at=moment(2020, 5, 18))
    assert made.due_on == date(2020, 6, 2)  # 15 calendar days after the 18th


def test_an_extension_is_granted_once_as_far_as_the_item_allows(cast):
    made = cast.permits["works_permit"]
    permit.submit(made, by=cast.wang, at=DAY, mode=Mode.SIMULATED)
    permit.accept(made, by=cast.wang, at=DAY)
    with pytest.raises(Invalid, match="最多延长10日"):
        permit.extend(made, by=cast.wang, at=DAY, extra_days=11, basis="情况复杂", document=PAPER)
    with pytest.raises(Invalid, match="批准文号"):
        permit.extend(made, by=cast.wang, at=DAY, extra_days=10, basis="情况复杂", document="")
    permit.extend(made, by=cast.wang, at=DAY, extra_days=10, basis="情况复杂", document=PAPER)
    assert made.due_on == workdays.calendar().add(date(2020, 5, 11), 15).value
    with pytest.raises(Refused, match="只能延长一次"):
        permit.extend(made, by=cast.wang, at=DAY, extra_days=1, basis="情况复杂", document=PAPER)
    filing = cast.permits["filing"]
    permit.submit(filing, by=cast.wang, at=DAY)
    permit.accept(filing, by=cast.wang, at=DAY)
    with pytest.raises(Refused, match="不能延长"):
        permit.extend(filing, by=cast.wang, at=DAY, extra_days=1, basis="情况复杂", document=PAPER)


def test_days_come_in_order_and_not_from_the_future(cast):
    made = cast.permits["filing"]
    with pytest.raises(Invalid, match="还没有到"):
        permit.submit(made, by=cast.li, at=DAY, happened_at=moment(2020, 5, 12))
    permit.submit(made, by=cast.li, at=DAY, happened_at=moment(2020, 5, 8))
    with pytest.raises(Invalid, match="上一步"):
        permit.accept(made, by=cast.wang, at=DAY, happened_at=moment(2020, 5, 7))
    assert made.received_on == date(2020, 5, 8)


def test_a_refused_permit_says_why_and_gives_no_certificate(cast):
    made = cast.permits["filing"]
    permit.submit(made, by=cast.li, at=DAY)
    with pytest.raises(Invalid, match="说明理由"):
        permit.decide(made, by=cast.wang, at=DAY, document=PAPER, is_refused=True)
    permit.decide(made, by=cast.wang, at=DAY, document=PAPER, is_refused=True, basis="不属备案范围")
    with pytest.raises(Refused, match="不予许可"):
        permit.issue(made, by=cast.wang, at=DAY)


def test_an_item_is_waived_with_a_reason_and_needed_after_all(cast):
    made = cast.permits["energy"]
    with pytest.raises(Invalid, match="为什么免办"):
        listing.waive(made, by=cast.wang, at=DAY, reason=" ")
    listing.waive(made, by=cast.wang, at=DAY, reason="年综合能耗不足1000吨标准煤")
    assert made.state == State.WAIVED
    listing.require(made, by=cast.wang, at=DAY, reason="扩产后达到标准")
    assert (made.state, made.waiver) == (State.PLANNED, "")


def test_withdrawn_and_handed_in_again_is_another_permit(cast):
    made = cast.permits["filing"]
    permit.submit(made, by=cast.li, at=DAY)
    permit.withdraw(made, by=cast.li, at=DAY, basis="改变建设内容")
    item = ApprovalItem.objects.live().get(code="filing")
    again = listing.open(cast.site, by=cast.wang, at=DAY, item=item)
    assert (again.pk != made.pk, again.state, made.state) == (True, State.PLANNED, State.WITHDRAWN)
    with pytest.raises(Invalid, match="已经在"):
        listing.open(cast.site, by=cast.wang, at=DAY, item=item)


def test_only_the_department_at_work_says_what_it_decides(cast):
    made = cast.permits["construction"]
    permit.submit(made, by=cast.li, at=DAY, mode=Mode.SIMULATED)
    with pytest.raises(NotPermitted):
        permit.accept(made, by=cast.li, at=DAY)
    with pytest.raises(NotPermitted):
        permit.submit(cast.permits["filing"], by=cast.zhao, at=DAY)
    assert permit.accept(made, by=cast.bu, at=DAY).state == State.ACCEPTED
    with pytest.raises(NotPermitted):
        permit.submit(cast.permits["filing"], by=cast.bu, at=DAY)
    assert cast.permits["construction"].pk in queries.visible_to(cast.bu).values_list("pk", flat=True)
    assert set(queries.visible_to(cast.bu).values_list("department", flat=True)) == {cast.bureau.pk}


def test_a_wrong_day_is_corrected_and_the_earlier_one_stays_on_record(cast):
    made = decided(cast, cast.permits["filing"], DAY, moment(2020, 5, 18))
    step = made.events.live().get(kind="decide")
    with pytest.raises(Invalid, match="前后两步"):
        permit.correct(made, by=cast.wang, at=moment(2020, 6, 1), event=step, happened_at=moment(2020, 5, 1),
                       reason="录错")  # fmt: skip
    permit.correct(made, by=cast.wang, at=moment(2020, 6, 1), event=step, happened_at=moment(2020, 5, 12),
                   reason="录错")  # fmt: skip
    assert (made.used, made.ended_on, made.events.count()) == (1, date(2020, 5, 12), 4)


def test_papers_are_attached_as_many_as_there_are(cast):
    made = cast.permits["filing"]
    files = [
        evidence.keep(cast.owner, by=cast.li, at=DAY, name=f"{name}.pdf", data=name.encode(), media_type="text/plain")
        for name in ("申请表", "承诺书")
    ]  # fmt: skip
    for file in files:
        permit.attach(made, by=cast.li, at=DAY, file=file, kind="application")
    with pytest.raises(Invalid, match="已经附在"):
        permit.attach(made, by=cast.li, at=DAY, file=files[0])
    assert made.papers.count() == 2


def test_the_course_is_written_when_the_budget_ends_and_again_when_a_day_is_corrected(cast):
    first = decided(cast, cast.permits["filing"], DAY, moment(2020, 5, 12))
    assert ApprovalCourse.objects.count() == 0
    decided(cast, cast.permits["construction"], moment(2020, 6, 1), moment(2020, 6, 8), mode=Mode.SIMULATED)
    course = ApprovalCourse.objects.live().get()
    assert (course.started_on, course.ended_on, course.workdays, course.calendar_days) == (
        date(2020, 5, 11), date(2020, 6, 8), 6, 28,
    )  # fmt: skip
    permit.correct(first, by=cast.wang, at=moment(2020, 7, 1), event=first.events.live().get(kind="decide"),
                   happened_at=moment(2020, 5, 13), reason="录错")  # fmt: skip
    assert ApprovalCourse.objects.live().get().workdays == 7
    assert ApprovalCourse.objects.count() == 2


def test_a_calendar_that_changes_moves_every_clock_in_the_same_act_and_says_so_before(cast):
    made = cast.permits["works_permit"]
    permit.submit(made, by=cast.wang, at=DAY, mode=Mode.SIMULATED)
    permit.accept(made, by=cast.wang, at=DAY)
    decided(cast, cast.permits["construction"], DAY, moment(2020, 5, 15), mode=Mode.SIMULATED)
    assert (made.due_on, ApprovalCourse.objects.live().get().workdays) == (date(2020, 5, 18), 4)
    rows = [workdays.Row(date(2020, 5, 14), False, "停水停电", "株政办函〔2020〕9号")]
    foreseen = list(queries.moves(*workdays.foreseen(rows)))
    assert [(each.permit.code, each.was["due_on"], each.now["due_on"], each.now["used"]) for each in foreseen] == [
        ("works_permit", date(2020, 5, 18), date(2020, 5, 19), None),
        ("construction", date(2020, 5, 18), date(2020, 5, 19), 3),
    ]  # fmt: skip
    assert Permit.objects.get(pk=made.pk).due_on == date(2020, 5, 18)
    workdays.import_(rows, by=cast.wang, at=moment(2020, 5, 20), source="停工安排.csv")
    assert Permit.objects.get(pk=made.pk).due_on == date(2020, 5, 19)
    assert ApprovalCourse.objects.live().get().workdays == 3
    assert Entry.objects.get(verb=Verb.CALENDAR_IMPORT).facts["recounted"] == {"permits": 2}


def test_the_catalogue_gets_new_versions_and_running_permits_keep_theirs(cast):
    before = ApprovalItem.objects.live().get(code="filing")
    words = {name: getattr(before, name) for name in catalogue.FIELDS} | {"limit": 3, "source": "株政办发〔2020〕2号"}
    after = catalogue.set(before, by=cast.wang, at=DAY, code="filing", **words)
    assert (after.limit, ApprovalItem.objects.filter(code="filing").count()) == (3, 2)
    assert Permit.objects.get(project=cast.site, code="filing").limit == 1
    with pytest.raises(Invalid, match="没有任何改动"):
        catalogue.set(after, by=cast.wang, at=DAY, code="filing", **words)
    with pytest.raises(Invalid, match="绕成了圈"):
        catalogue.set(after, by=cast.wang, at=DAY, code="filing", **words | {"needs": ["construction"]})
    with pytest.raises(Invalid, match="依据"):
        catalogue.set(after, by=cast.wang, at=DAY, code="filing", **words | {"source": ""})
    assert laid_out(cast, make.project(cast), "verification_auction")["verification"].limit == 10


def test_a_list_of_the_offices_own(cast):
    said = {
        "code": "short", "name": "标准地·告知承诺", "management_form": "filing", "land": "auction",
        "items": [{"code": "filing"}, {"code": "construction", "limit": 1}], "source": "株政办发〔2020〕2号",
    }  # fmt: skip
    catalogue.set_(None, by=cast.wang, at=DAY, **said)
    assert laid_out(cast, make.project(cast), "short")["construction"].needs == []
    with pytest.raises(Invalid, match="没有代号"):
        catalogue.set_(None, by=cast.wang, at=DAY, **said | {"code": "other", "items": [{"code": "magic"}]})
    with pytest.raises(NotPermitted):
        catalogue.set_(None, by=cast.bu, at=DAY, **said | {"code": "other"})
    assert ApprovalTemplate.objects.live().count() == 7
