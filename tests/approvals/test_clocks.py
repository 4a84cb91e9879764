"""The clock against a slow way that knows nothing of it, and the calendar against a public table of holidays."""

from __future__ import annotations

import json
from datetime import date

from bench import clocks
from tests import make
from tests.approvals.scene import decided, laid_out
from tests.make import moment
from yidan.approvals.commands import moving
from yidan.approvals.models import ApprovalCourse, Permit, PermitEvent
from yidan.approvals.queries import known_now
from yidan.approvals.states import Mode, State
from yidan.kernel import workdays


def test_two_thousand_clocks_drawn_at_random_agree_with_counting_by_hand():
    """`make soak` draws 100,000."""
    assert clocks.check(2_000, seed=7) == 0


def test_every_day_of_the_public_table_is_as_our_calendar_has_it(shared):
    tables = sorted((shared / "data" / "03-holidays").glob("holiday-cn_2*.json"))
    known, compared, differing = clocks.calendar(), 0, []
    for table in tables:
        for row in json.loads(table.read_text(encoding="utf-8"))["days"]:
            day = date.fromisoformat(row["date"])
            compared += 1
            if known.works(day) is row["isOffDay"]:
                differing.append(row)
    assert (differing, compared > 200) == ([], True)


def test_the_courses_of_many_projects_are_counted_anew_together_as_each_would_be_alone(cast):
    projects = [make.project(cast, f"厂房{place}", management_form="filing") for place in range(4)]
    for project in projects:
        permits = laid_out(cast, project)
        decided(cast, permits["filing"], moment(2020, 5, 11), moment(2020, 5, 12))
        decided(cast, permits["construction"], moment(2020, 5, 11), moment(2020, 5, 15), mode=Mode.SIMULATED)
    # One is on record as finished although it is not: it is taken back, and nothing stands in its place.
    last = Permit.objects.get(project=projects[-1], code="construction")
    Permit.objects.filter(pk=last.pk).update(state=State.ACCEPTED, ended_on=None, used=None)
    PermitEvent.objects.filter(permit=last, kind="decide").delete()
    rows = [workdays.Row(date(2020, 5, 14), False, "停水停电", "株政办函〔2020〕9号")]
    workdays.import_(rows, by=cast.wang, at=moment(2020, 5, 20), source="停工安排.csv")
    live = ApprovalCourse.objects.live().order_by("project_id")
    assert [(each.project_id, each.workdays) for each in live] == [(each.pk, 3) for each in projects[:-1]]
    assert ApprovalCourse.objects.count() == 4 + 3
    for project in projects:
        moving.settle(project, known_now(), moment(2020, 5, 21))
    assert ApprovalCourse.objects.count() == 4 + 3
