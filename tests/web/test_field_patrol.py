"""A visit written on a phone without a network: sent later, kept once, with its pictures and both times."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests import make
from tests.cast import AT
from tests.patrol.test_checklists import SHEETS
from tests.web.test_field import act, answers, brought, picture
from yidan.evidence.states import Origin
from yidan.kernel.values import Month, beijing_day
from yidan.matters.models import Matter
from yidan.patrol import queries
from yidan.patrol.commands import checklist
from yidan.patrol.models import Assignment, Finding, PatrolDay, Visit
from yidan.patrol.rules import xlsform

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(cast):
    return make.project(cast, "渌江大道提质改造")


@pytest.fixture
def chen(cast):
    client = Client()
    client.force_login(cast.chen)
    return client


def visiting(project, **said):
    said.setdefault("physical_progress", "路基完成三公里")
    return act("visit.record", project, **said)


def test_a_visit_arrives_with_when_it_was_and_when_it_came(cast, project, chen):
    went = timezone.now() - timedelta(days=2)
    (answer,) = answers(
        chen, visiting(project, at=went.isoformat(), problems="边沟堵塞\n围挡破损", at_work="两个作业面")
    )
    visit = Visit.objects.get()
    assert answer["state"] == "done"
    assert (visit.visited_at, visit.recorded_at > went) == (went, True)
    assert [each.text for each in visit.findings.order_by("id")] == ["边沟堵塞", "围挡破损"]


def test_the_same_visit_sent_twice_is_one(cast, project, chen):
    sent = visiting(project, at=timezone.now().isoformat())
    assert [each["state"] for each in answers(chen, sent) + answers(chen, sent)] == ["done", "done"]
    assert Visit.objects.count() == 1


def test_pictures_wait_for_their_bytes_and_then_stand_in_the_project(cast, project, chen):
    sent = visiting(project, at=timezone.now().isoformat(), evidence=[picture(b"\xff\xd8\xff fence")])
    (answer,) = answers(chen, sent)
    assert (answer["state"], len(answer["missing"]), Visit.objects.count()) == ("waiting", 1, 0)
    brought(cast.chen, b"\xff\xd8\xff fence")
    assert [each["state"] for each in answers(chen, sent)] == ["done"]
    shown = Visit.objects.get().exhibits.select_related("capture").get()
    assert (shown.capture.origin, shown.month) == (Origin.CAMERA, Month.of(beijing_day(timezone.now())))


def test_answers_to_a_checklist_come_along(cast, project, chen):
    checklist.set(cast.office, by=cast.wang, at=AT, domain="", form=xlsform.read(SHEETS), reason="依据")
    said = {"crane": "yes", "cranes": "3", "works": ["piling"]}
    answers(chen, visiting(project, at=timezone.now().isoformat(), answers=said))
    assert queries.words_of(Visit.objects.get()).answers == said


@pytest.mark.parametrize(("said", "words"), [
    ({"physical_progress": ""}, "形象进度"), ({"physical_progress": "长" * 501}, "超过500字"),
    ({"answers": ["crane"]}, "清单的回答无法识别"), ({"problem_type": "weather", "problems": "积水"}, "问题类型"),
])  # fmt: skip
def test_what_cannot_be_kept_is_answered_with_a_sentence(cast, project, chen, said, words):
    (answer,) = answers(chen, visiting(project, at=timezone.now().isoformat(), **said))
    assert (answer["state"], words in answer["sentence"], Visit.objects.count()) == ("refused", True, 0)


def test_a_reporter_sends_no_visit(cast, project):
    client = Client()
    client.force_login(cast.li)
    (answer,) = answers(client, visiting(project, at=timezone.now().isoformat()))
    assert (answer["state"], Visit.objects.count()) == ("refused", 0)


def test_findings_are_settled_in_the_same_breath(cast, project, chen):
    visit = visiting(project, at=timezone.now().isoformat(), problems="1、边沟堵塞\n围挡破损\n管线外露")
    solved = act("finding.solve", project, after=visit["key"], line="边沟堵塞", how="当场清通")
    raised = act("finding.raise", project, after=visit["key"], line="围挡破损")
    nameless = act("finding.raise", project, after=visit["key"], line="没有这一条")
    assert [each["state"] for each in answers(chen, visit, solved, raised, nameless)] == ["done"] * 3 + ["refused"]
    answers(chen, visit, solved, raised)
    assert [(each.text, each.state) for each in Finding.objects.order_by("id")] == [
        ("边沟堵塞", "solved"), ("围挡破损", "raised"), ("管线外露", "open"),
    ]  # fmt: skip
    assert Matter.objects.get().title == "围挡破损"
    left = chen.get("/field/data/").json()["patrol"]["findings"]
    assert [each["text"] for each in left] == ["管线外露"]
    known = act("finding.solve", Finding.objects.get(state="open"), how="已包裹")
    assert answers(chen, known)[0]["state"] == "done"


def test_the_phone_keeps_todays_list_with_its_reasons_and_the_checklist(cast, project, chen):
    checklist.set(cast.office, by=cast.wang, at=AT, domain="", form=xlsform.read(SHEETS), reason="依据")
    day = PatrolDay.objects.create(day=beijing_day(timezone.now()), made_at=timezone.now(), seed="1", population=1)
    Assignment.objects.create(patrol_day=day, project=project, visitor=cast.chen, reasons=["red"], words="红灯：滞后")
    said = chen.get("/field/data/").json()["patrol"]
    (asked,) = said["asked"]
    assert (asked["name"], asked["words"], asked["is_done"]) == ("渌江大道提质改造", "滞后", False)
    assert said["checklists"][""]["items"]
    answers(chen, visiting(project, at=timezone.now().isoformat()))
    (asked,) = chen.get("/field/data/").json()["patrol"]["asked"]
    assert (asked["is_done"], asked["last_words"]) == (True, "")


def test_nobody_of_the_project_keeps_who_comes_when(cast, project):
    client = Client()
    client.force_login(cast.li)
    said = client.get("/field/data/").json()
    assert (said["patrol"], [each["may_visit"] for each in said["projects"]]) == (None, [])


@pytest.mark.parametrize("days", [-3650, 3650])
def test_a_visit_by_a_clock_ten_years_off_stands_on_the_day_it_came(cast, project, chen, days):
    claimed = (timezone.now() + timedelta(days=days)).isoformat()
    assert [each["state"] for each in answers(chen, visiting(project, at=claimed))] == ["done"]
    assert timezone.now() - Visit.objects.get().visited_at < timedelta(minutes=5)
