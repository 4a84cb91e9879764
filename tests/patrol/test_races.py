"""Two at once: the office and the clock make one list; a finding is settled once; a person is told once."""

from __future__ import annotations

from datetime import date

import pytest

from tests import make
from tests.patrol.scene import site_of, visitor_of
from tests.people.test_races import at_once
from yidan.kernel.journal import Entry
from yidan.kernel.verbs import Verb
from yidan.matters.models import Matter
from yidan.patrol.commands import finding, planning, visiting
from yidan.patrol.models import Assignment, Finding, PatrolDay
from yidan.people.commands.notifying import notify
from yidan.people.console import CLOCK
from yidan.people.models import Notice

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
MORNING = make.moment(2020, 6, 1, 7)


def test_the_office_and_the_clock_make_one_list(cast):
    sites, visitors = [site_of(cast.site, light="red")], [visitor_of(cast.chen)]

    def makes(by):
        return lambda: planning.plan(
            cast.office, by=by, at=MORNING, day=date(2020, 6, 1), sites=sites, visitors=visitors
        )

    assert at_once(makes(cast.wang), makes(CLOCK)) == ["done", "refused"]
    assert (PatrolDay.objects.count(), Assignment.objects.count()) == (1, 1)
    assert Entry.objects.filter(verb="patrol.plan").count() == 1


def test_a_finding_is_raised_or_solved_but_not_both(cast):
    visit = visiting.record(cast.site, by=cast.chen, at=MORNING, physical_progress="路基", problems="边沟堵塞")
    pk = visit.findings.get().pk
    acts = (
        lambda: finding.solve(Finding.objects.get(pk=pk), by=cast.chen, at=MORNING, how="当场"),
        lambda: finding.raise_(Finding.objects.get(pk=pk), by=cast.chen, at=MORNING),
    )
    assert at_once(*acts) == ["done", "refused"]
    assert Matter.objects.count() == Finding.objects.filter(state="raised").count()


def test_an_occasion_is_told_once_by_two_clocks(cast):
    def tells():
        notify([cast.li], "临近时限", about=cast.site, verb=Verb.MATTER_REPLY, at=MORNING, occasion="near:1")

    assert at_once(tells, tells) == ["done", "done"]
    assert Notice.objects.count() == 1
