"""Making the day's list, visiting, correcting, and what findings become."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests import make
from tests.patrol.scene import site_of, visitor_of
from yidan.evidence.commands import keep
from yidan.evidence.rules import Claim
from yidan.kernel.errors import IllegalMove, Invalid, NotPermitted, Refused
from yidan.kernel.journal import Entry
from yidan.ledger.models import Exhibit
from yidan.matters.models import Matter, MatterEvidence
from yidan.matters.states import Kind
from yidan.patrol import queries
from yidan.patrol.commands import checklist, finding, planning, visiting
from yidan.patrol.commands.visiting import Brought
from yidan.patrol.models import Assignment, Checklist, Finding, PatrolDay, Sighting, Visit
from yidan.patrol.states import State
from yidan.people.commands import person
from yidan.people.console import CLOCK

MORNING = make.moment(2020, 6, 1, 7)
NOON = make.moment(2020, 6, 1, 12)
FORM = {"title": "道路巡查", "version": "", "items": [
    {"name": "depth", "kind": "decimal", "label": "路基厚度", "hint": "", "depth": 0, "must": True}
]}  # fmt: skip


def plan(cast, *, by=None, at=MORNING, day=date(2020, 6, 1), **said):
    said.setdefault("sites", [site_of(cast.site, light="red", light_words="连续两月黄灯")])
    said.setdefault("visitors", [visitor_of(cast.chen)])
    return planning.plan(cast.office, by=by or cast.wang, at=at, day=day, **said)


def visited(cast, *, by=None, at=NOON, **said):
    said.setdefault("physical_progress", "路基完成三公里，比上次多一公里")
    return visiting.record(cast.site, by=by or cast.chen, at=at, **said)


def last_entry():
    return Entry.objects.latest("id")


# --- the list ---


def test_the_list_says_who_where_and_why_and_the_entry_only_how_many(cast):
    made = plan(cast)
    asked = made.assignments.get()
    assert (asked.project, asked.visitor) == (cast.site, cast.chen)
    assert asked.words == "红灯：连续两月黄灯；还没有巡查过，到了该看的期限"
    assert asked.reasons == ["red", "fallow"]
    assert last_entry().facts == {
        "day": "2020-06-01", "live": 1, "asked": 1, "reasons": {"红灯": 1}, "seed": "2020",
    }  # fmt: skip
    assert made.limits["red_days"] == "3"


def test_a_list_is_made_once_a_day(cast):
    plan(cast)
    with pytest.raises(Refused, match="已经生成"):
        plan(cast)
    assert (PatrolDay.objects.count(), Assignment.objects.count()) == (1, 1)


def test_the_clock_may_make_it_and_nothing_else(cast):
    assert plan(cast, by=CLOCK).assignments.count() == 1
    assert (last_entry().actor_id, last_entry().actor_name) == (0, "系统")
    with pytest.raises(NotPermitted):
        visited(cast, by=CLOCK)


@pytest.mark.parametrize("name", ["chen", "lin", "li", "he", "guan"])
def test_nobody_else_makes_it(cast, name):
    with pytest.raises(NotPermitted):
        plan(cast, by=getattr(cast, name))


@pytest.mark.parametrize(("said", "words"), [
    ({"day": date(2020, 5, 31)}, "今天或此后"),
    ({"day": date(2020, 6, 9)}, "今天或此后"),
    ({"day": date(2020, 6, 6)}, "休息日"),
    ({"visitors": []}, "还没有可派的"),
])  # fmt: skip
def test_no_list_for_such_a_day(cast, said, words):
    with pytest.raises(Refused, match=words):
        plan(cast, **said)
    assert PatrolDay.objects.count() == 0


# --- the visit ---


def test_three_fields_are_a_visit_and_each_line_a_finding(cast):
    plan(cast)
    visit = visited(cast, at_work="两个作业面，46人，8台机械", problems="1、边沟堵塞\n2、围挡破损")
    seen = queries.words_of(visit)
    assert (seen.physical_progress, seen.at_work) == ("路基完成三公里，比上次多一公里", "两个作业面，46人，8台机械")
    assert visit.assignment == Assignment.objects.get()
    assert [each.text for each in visit.findings.order_by("id")] == ["边沟堵塞", "围挡破损"]
    entry = last_entry()
    assert (entry.verb, entry.project_id, entry.facts["findings"]) == ("visit.record", cast.site.pk, 2)
    assert queries.last_visits([cast.site.pk]) == {cast.site.pk: date(2020, 6, 1)}


def test_a_visit_of_ones_own_accord_is_a_visit_too(cast):
    assert visited(cast).assignment is None


@pytest.mark.parametrize("problems", ["", "无", "没有。"])
def test_no_problem_is_no_finding(cast, problems):
    assert visited(cast, problems=problems).findings.count() == 0


@pytest.mark.parametrize("name", ["lin", "li", "bu", "zhao", "he", "shen"])
def test_who_is_no_inspector_records_no_visit(cast, name):
    with pytest.raises(NotPermitted):
        visited(cast, by=getattr(cast, name))


def test_nobody_inspects_a_project_of_the_own_unit(cast):
    person.change(cast.shen, by=cast.guan, at=MORNING, post="审计")
    cast.site = make.project(cast, "项目办自用楼", owner_unit=cast.office)
    with pytest.raises(NotPermitted, match="本单位的项目"):
        visited(cast)
    assert Visit.objects.count() == 0


@pytest.mark.parametrize(("said", "field"), [
    ({"physical_progress": " "}, "physical_progress"),
    ({"physical_progress": "长" * 501}, "physical_progress"),
    ({"problems": "长" * 301}, "problems"),
    ({"visited_at": make.moment(2020, 6, 2)}, "visited_at"),
    ({"problems": "积水", "problem_type": "weather"}, "problem_type"),
])  # fmt: skip
def test_what_cannot_be_kept_is_refused_at_its_field(cast, said, field):
    with pytest.raises(Invalid) as refusal:
        visited(cast, **said)
    assert (refusal.value.field, Visit.objects.count(), Sighting.objects.count()) == (field, 0, 0)


def test_a_visit_written_offline_keeps_both_times(cast):
    visit = visiting.record(
        cast.site, by=cast.chen, at=NOON, recorded_at=make.moment(2020, 6, 3), physical_progress="路基完成"
    )
    assert (visit.visited_at, visit.recorded_at) == (NOON, make.moment(2020, 6, 3))


def test_pictures_come_along_and_speak_for_the_project(cast):
    file = keep(cast.office, by=cast.chen, at=NOON, name="全景.jpg", data=b"picture", media_type="image/jpeg")
    visit = visited(cast, brought=[Brought(file, Claim(), caption="东侧全景")])
    exhibit = visit.exhibits.get()
    assert (exhibit.project, str(exhibit.month), exhibit.caption) == (cast.site, "2020-06", "东侧全景")
    assert last_entry().facts["evidence"] == [file.sha256]


def test_a_picture_of_somebody_else_undoes_the_visit(cast):
    file = keep(cast.owner, by=cast.li, at=NOON, name="全景.jpg", data=b"theirs", media_type="image/jpeg")
    with pytest.raises(NotPermitted):
        visited(cast, brought=[Brought(file, Claim())])
    assert (Visit.objects.count(), Exhibit.objects.count()) == (0, 0)


# --- the correction ---


def test_a_correction_keeps_the_earlier_words_and_settles_the_findings(cast):
    visit = visited(cast, problems="边沟堵塞\n围挡破损")
    visiting.correct(
        visit,
        by=cast.chen,
        at=NOON,
        reason="看错了标段",
        physical_progress="路基完成两公里",
        problems="围挡破损\n无警示灯",
    )
    assert [each.physical_progress for each in visit.sightings.order_by("id")] == [
        "路基完成三公里，比上次多一公里", "路基完成两公里",
    ]  # fmt: skip
    assert [(each.text, each.state) for each in visit.findings.order_by("id")] == [
        ("边沟堵塞", State.VOID), ("围挡破损", State.OPEN), ("无警示灯", State.OPEN),
    ]  # fmt: skip
    assert last_entry().facts["reason"] == "看错了标段"


def test_what_was_solved_or_raised_stands_after_a_correction(cast):
    visit = visited(cast, problems="边沟堵塞\n围挡破损")
    first, second = visit.findings.order_by("id")
    finding.solve(first, by=cast.chen, at=NOON, how="当场疏通")
    finding.raise_(second, by=cast.chen, at=NOON)
    visiting.correct(visit, by=cast.wang, at=NOON, reason="补记", physical_progress="路基完成两公里")
    assert [each.state for each in visit.findings.order_by("id")] == [State.SOLVED, State.RAISED]


@pytest.mark.parametrize(("said", "words"), [
    ({"reason": " "}, "为什么更正"),
    ({"physical_progress": "路基完成三公里，比上次多一公里"}, "没有任何改动"),
])  # fmt: skip
def test_a_correction_says_why_and_changes_something(cast, said, words):
    visit = visited(cast)
    with pytest.raises(Invalid, match=words):
        visiting.correct(visit, by=cast.chen, at=NOON, **{"reason": "改", "physical_progress": "二", **said})


def test_only_who_went_or_the_office_corrects(cast):
    visit = visited(cast, by=cast.wang)
    with pytest.raises(NotPermitted):
        visiting.correct(visit, by=cast.chen, at=NOON, reason="改", physical_progress="二")


# --- findings ---


def test_a_finding_is_solved_on_the_spot_with_how(cast):
    found = visited(cast, problems="边沟堵塞").findings.get()
    with pytest.raises(Invalid):
        finding.solve(found, by=cast.chen, at=NOON, how=" ")
    finding.solve(found, by=cast.chen, at=NOON, how="当场疏通")
    found.refresh_from_db()
    assert (found.state, found.how, found.settled_by) == (State.SOLVED, "当场疏通", cast.chen)
    assert Matter.objects.count() == 0
    with pytest.raises(IllegalMove):
        finding.raise_(found, by=cast.chen, at=NOON)


def test_a_finding_becomes_a_draft_on_the_list_with_its_words_and_pictures(cast):
    file = keep(cast.office, by=cast.chen, at=NOON, name="围挡.jpg", data=b"fence", media_type="image/jpeg")
    visit = visited(cast, problems="围挡破损", problem_type="site_peace", brought=[Brought(file, Claim())])
    matter = finding.raise_(visit.findings.get(), by=cast.chen, at=NOON).matter
    assert (matter.kind, matter.title, matter.source, matter.source_quote) == (
        Kind.FINDING,
        "围挡破损",
        "巡查",
        "围挡破损",
    )
    assert (matter.problem_type, matter.source_on, matter.assessed_unit) == (
        "site_peace",
        date(2020, 6, 1),
        cast.county,
    )
    assert list(matter.projects.all()) == [cast.site]
    assert MatterEvidence.objects.get().capture == visit.exhibits.get().capture
    assert (matter.turn_unit, matter.step) == (cast.office, "matter.enlist")


def test_whoever_did_not_go_settles_nothing(cast):
    found = visited(cast, by=cast.wang, problems="边沟堵塞").findings.get()
    for act in (lambda: finding.solve(found, by=cast.chen, at=NOON, how="好"),
                lambda: finding.raise_(found, by=cast.chen, at=NOON)):  # fmt: skip
        with pytest.raises(NotPermitted):
            act()
    assert Finding.objects.get().state == State.OPEN


# --- the checklist ---


def test_a_checklist_is_versioned_and_visits_keep_theirs(cast):
    first = checklist.set(
        cast.office, by=cast.wang, at=MORNING, domain="infrastructure", form=FORM, reason="株重办〔2020〕9号"
    )
    visit = visited(cast, answers={"depth": "0.8"})
    second = checklist.set(
        cast.office, by=cast.wang, at=NOON, domain="infrastructure", form=FORM, reason="修订", title="道路巡查二"
    )
    assert (first.version, second.version, queries.checklist_of(cast.site)) == (1, 2, second)
    assert queries.words_of(visit).checklist_id == first.pk
    assert last_entry().facts["questions"] == 1


def test_answers_that_do_not_hold_are_refused_and_none_at_all_are_no_obstacle(cast):
    checklist.set(cast.office, by=cast.wang, at=MORNING, domain="", form=FORM, reason="株重办〔2020〕9号")
    with pytest.raises(Invalid, match="数字") as refusal:
        visited(cast, answers={"depth": "很厚"})
    assert refusal.value.field == "answer-depth"
    visit = visited(cast, answers={"depth": ""})
    assert (queries.words_of(visit).answers, queries.words_of(visit).checklist) == ({}, None)


def test_a_checklist_has_a_basis_and_can_be_taken_away(cast):
    with pytest.raises(Invalid, match="依据"):
        checklist.set(cast.office, by=cast.wang, at=MORNING, domain="", form=FORM, reason=" ")
    checklist.set(cast.office, by=cast.wang, at=MORNING, domain="", form=FORM, reason="株重办〔2020〕9号")
    checklist.set(cast.office, by=cast.wang, at=NOON, domain="", form=None, reason="不再需要")
    assert queries.checklist_of(cast.site) is None
    again = checklist.set(cast.office, by=cast.wang, at=NOON, domain="", form=FORM, reason="重新启用")
    assert again.version == 2
    with pytest.raises(NotPermitted):
        checklist.set(cast.office, by=cast.chen, at=NOON, domain="", form=FORM, reason="我要")


# --- what the database guarantees ---


@pytest.mark.parametrize("broken", [
    {"text": ""}, {"state": "solved"}, {"state": "raised"}, {"state": "solved", "how": "好"},
])  # fmt: skip
def test_a_finding_is_never_half_settled(cast, broken):
    visit = visited(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.create(**{"visit": visit, "text": "积水", "found_at": NOON, **broken})


def test_one_live_sighting_a_visit_and_one_assignment_a_day(cast):
    visit = visited(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sighting.record(recorded_at=NOON, visit=visit, physical_progress="又一次")
    made = plan(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(patrol_day=made, project=cast.site, visitor=cast.wang, words="再派")
    with pytest.raises(IntegrityError), transaction.atomic():
        Checklist.record(recorded_at=NOON, domain="", version=1, title="无依据", form=FORM, reason="")


# --- who sees what ---


def test_the_day_list_is_seen_by_those_it_concerns_alone(cast):
    plan(cast)
    seen = {name for name in ("wang", "he", "shen", "chen", "tong", "lin", "bu", "li", "zhao", "guan", "an")
            if queries.assignments_visible_to(getattr(cast, name)).exists()}  # fmt: skip
    assert seen == {"wang", "he", "shen", "chen"}


def test_visits_are_seen_by_whoever_sees_the_project(cast):
    visited(cast, problems="边沟堵塞")
    for of in (queries.visible_to, queries.findings_visible_to):
        seen = {name for name in ("wang", "lin", "li", "zhao", "guan") if of(getattr(cast, name)).exists()}
        assert seen == {"wang", "lin", "li"}
