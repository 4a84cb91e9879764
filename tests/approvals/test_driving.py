"""Many projects' permits at once: row for row what the single commands write, and as strict."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from tests import make
from tests.approvals.scene import template
from tests.make import moment
from yidan.approvals.commands.driving import Act, Way, drive_many, drive_one
from yidan.approvals.models import ApprovalCourse, Permit, PermitEvent
from yidan.approvals.states import Mode
from yidan.kernel.errors import Refused
from yidan.kernel.journal import Entry
from yidan.kernel.verbs import Verb


def way(cast, project) -> Way:
    """A correction, a pause, a promise, papers missing, simulated before the land, a waiver; up to the certificate."""
    by, paper = cast.wang, {"document": "株许〔2020〕3号"}

    def act(code, verb, month, day, hour=10, **words):
        return Act(code, verb, by, moment(2020, month, day, hour), words)

    acts = [
        act("energy", Verb.PERMIT_WAIVE, 5, 6, reason="能耗不足标准"),
        act("filing", Verb.PERMIT_SUBMIT, 5, 6, 18),
        act("filing", Verb.PERMIT_NOTIFY, 5, 8, basis="缺用地意见", document="补1号"),
        act("filing", Verb.PERMIT_COMPLETE, 5, 11),
        act("filing", Verb.PERMIT_DECIDE, 5, 12, **paper),
        act("filing", Verb.PERMIT_ISSUE, 5, 12, document="备案证1号"),
        act("soil_water", Verb.PERMIT_SUBMIT, 5, 13, mode=Mode.PROMISED, document="承诺书1号"),
        act("soil_water", Verb.PERMIT_DECIDE, 5, 13, **paper),
        act("design_review", Verb.PERMIT_SUBMIT, 5, 13, mode=Mode.DEFICIENT, missing="地勘",
            promised_on=date(2020, 6, 1)),
        act("design_review", Verb.PERMIT_ACCEPT, 5, 13, document="受理1号"),
        act("design_review", Verb.PERMIT_PAUSE, 5, 14, basis="公示", document="告知1号"),
        act("design_review", Verb.PERMIT_RESUME, 5, 22),
        act("works_permit", Verb.PERMIT_SUBMIT, 5, 25, mode=Mode.SIMULATED),
        act("works_permit", Verb.PERMIT_ACCEPT, 5, 25),
        act("design_review", Verb.PERMIT_CONVERT, 5, 28, basis="地勘已补齐"),
        act("design_review", Verb.PERMIT_DECIDE, 5, 28, **paper),
        act("works_permit", Verb.PERMIT_DECIDE, 6, 1, **paper),
        act("works_permit", Verb.PERMIT_CONVERT, 6, 3, basis="出让合同", document="合1号"),
        act("works_permit", Verb.PERMIT_ISSUE, 6, 3),
        act("construction", Verb.PERMIT_SUBMIT, 6, 4, mode=Mode.SIMULATED),
        act("construction", Verb.PERMIT_DECIDE, 6, 9, **paper),
        act("environment", Verb.PERMIT_SUBMIT, 6, 10),
    ]  # fmt: skip
    return Way(project, template(), by, moment(2020, 5, 6, 9), tuple(acts))


def rows(project):
    """Everything that was written of a project, without the numbers of rows."""
    permits = Permit.objects.filter(project=project).order_by("order")
    events = PermitEvent.objects.filter(permit__project=project).order_by("permit__order", "serial")
    courses = ApprovalCourse.objects.filter(project=project).order_by("id")
    entries = Entry.objects.filter(project_id=project.pk, at__gte=moment(2020, 5, 6)).order_by("at", "verb")
    plain = {"id", "project_id", "permit_id", "subject_id"}
    return [
        [{name: value for name, value in row.items() if name not in plain} for row in table.values()]
        for table in (permits, events, courses, entries)
    ]


def test_at_once_writes_what_one_act_after_the_other_writes(cast):
    singly, at_once = make.project(cast), make.project(cast)
    drive_one(way(cast, singly))
    assert drive_many([way(cast, at_once)]) == 11
    one, many = rows(singly), rows(at_once)
    assert [len(each) for each in one] == [11, 21, 1, 23]
    assert many == one


def test_at_once_refuses_what_a_single_act_refuses_and_keeps_nothing(cast):
    project = make.project(cast)
    drawn = way(cast, project)
    hasty = Act("land_permit", Verb.PERMIT_SUBMIT, cast.wang, moment(2020, 6, 11), {})
    with pytest.raises(Refused, match="前置事项"), transaction.atomic():
        drive_many([Way(project, drawn.template, drawn.by, drawn.at, (*drawn.acts, hasty))])
    assert Permit.objects.filter(project=project).count() == 0
