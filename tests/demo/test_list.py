"""一单 and 巡查 in the simulated city: every way of a matter was gone, and something waits in every inbox."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import Count, F

from tests.demo.conftest import ask
from yidan.figures import lists
from yidan.kernel.journal import Entry
from yidan.kernel.values import Month
from yidan.kernel.verbs import Verb
from yidan.matters import queries as matters
from yidan.matters.models import Extension, Matter, RecheckBatch
from yidan.matters.states import Kind, Rung
from yidan.matters.states import State as MatterState
from yidan.patrol.models import Finding, PatrolDay, Visit
from yidan.people.models import Person

pytestmark = [pytest.mark.long, pytest.mark.any_database]


def test_what_is_asked_of_the_city_is_settled_after_months_not_years(in_city):
    needs = lists.needs(ask("2020-12"))
    assert len(needs) > 10
    assert min(need.since for need in needs) >= Month(2020, 9)
    assert Month(2020, 12) in {need.since for need in needs}


def test_the_year_has_matters_of_all_kinds_and_most_were_struck_off(in_city):
    count = Matter.objects.count()
    assert 1150 <= count <= 1300
    kinds = dict(Matter.objects.order_by().values_list("kind").annotate(Count("pk")))
    assert set(kinds) == set(Kind.values)
    assert kinds[Kind.REQUEST] > 300
    requests = Matter.objects.filter(kind=Kind.REQUEST, state=MatterState.CLOSED)
    assert requests.count() > 300
    assert set(requests.values_list("satisfaction", flat=True)) == {2, 3}
    assert not requests.filter(enterprise="").exists()
    closed = Matter.objects.filter(state=MatterState.CLOSED)
    late = closed.filter(closed_at__date__gt=F("due_on")).count()
    assert closed.count() > count * 0.9
    assert 0.05 < late / closed.count() < 0.3


def test_every_way_of_a_matter_was_gone(in_city):
    said = set(Entry.objects.filter(verb__startswith="matter.").values_list("verb", flat=True))
    assert {verb.value for verb in Verb if verb.value.startswith("matter.")} - said == {
        "matter.change",
        "matter.pass_on",
        "matter.reassign",  # of units that merge: none does in 2020
    }
    states = set(Matter.objects.values_list("state", flat=True))
    assert {MatterState.CLOSED, MatterState.DROPPED, MatterState.MERGED, MatterState.RUNNING} <= states
    assert set(Extension.objects.values_list("ask", flat=True)) == {"granted", "refused", "waiting"}
    numbers = list(Matter.objects.filter(year=2020).order_by("serial").values_list("serial", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_at_the_end_of_the_year_a_few_are_overdue_on_every_rung(in_city):
    late = Matter.objects.filter(state=MatterState.RUNNING, due_on__lt=date(2020, 12, 31))
    counted = dict(late.order_by().values_list("rung").annotate(Count("pk")))
    assert set(counted) == set(Rung.values)
    assert all(count <= 4 for count in counted.values())


def test_the_second_looks_end_without_a_rebound_that_is_open(in_city):
    batches = RecheckBatch.objects.order_by("drawn_at")
    results = [sorted(set(batch.rechecks.values_list("result", flat=True))) for batch in batches]
    assert results == [["holds", "rebound"], ["holds"]]
    assert set(Matter.objects.filter(rebound_of__isnull=False).values_list("state", flat=True)) == {MatterState.CLOSED}


def test_the_sites_were_visited_and_what_was_wrong_put_right_or_raised(in_city):
    assert 600 < Visit.objects.count() < 700  # 600 over the year, and those that answered the last mornings' lists
    listed = PatrolDay.objects.order_by("day")
    told = {each.day: each.assignments.filter(visit__isnull=False).count() for each in listed}
    assert len(told) >= 6
    assert all(list(told.values())[:5])
    assert listed.last().assignments.exists()
    assert set(Finding.objects.values_list("state", flat=True)) == {"solved", "raised"}


def steps_waiting(username: str) -> set[str]:
    """What the next steps in somebody's inbox are."""
    return {matter.step for matter in matters.turn_of(Person.objects.get(username=username))}


def test_the_open_month_leaves_something_in_every_inbox_of_the_list(in_city):
    assert {"matter.sign_for", "matter.reply"} <= steps_waiting("li")
    assert "matter.verify" in steps_waiting("lin")
    assert "matter.verify" in steps_waiting("bu")
    assert {"matter.issue", "matter.extend"} <= steps_waiting("wang")
    assert {"matter.lower", "matter.close_out"} <= steps_waiting("he")
    zhao = matters.turn_of(Person.objects.get(username="zhao"))
    assert [matter.due_on < date(2021, 1, 25) for matter in zhao] == [True]
