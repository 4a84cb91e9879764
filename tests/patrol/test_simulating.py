"""A simulated year in small: far fewer visits, the same problems found within the stated delay."""

from __future__ import annotations

from tests.patrol.test_days import CALENDAR
from yidan.patrol.rules import Limits
from yidan.patrol.rules.simulating import build, simulate

SMALL = {"projects": 40, "visitors": 4, "year": 2020, "seed": 7, "calendar": CALENDAR, "limits": Limits()}


def test_at_least_half_the_visits_are_saved_and_no_lasting_problem_is_lost():
    found = simulate(**SMALL, within_days=28)
    assert found.saved_percent >= 50
    assert found.is_equal
    assert found.by_risk.lasting == found.by_risk.found_in_time == found.daily.found_in_time > 10
    assert found.by_risk.longest_unseen_days <= 28
    assert found.by_risk.load_difference <= 1


def test_daily_visiting_goes_everywhere_on_every_working_day():
    found = simulate(**SMALL, within_days=28)
    assert (found.workdays, found.daily.visits) == (249, 249 * 40)


def test_the_same_seed_is_the_same_year_and_what_passes_is_counted_apart():
    assert build(40, 4, 2020, 7, CALENDAR) == build(40, 4, 2020, 7, CALENDAR)
    found = simulate(**SMALL, within_days=28)
    assert found == simulate(**SMALL, within_days=28)
    assert found.by_risk.passing_found <= found.daily.passing_found <= found.daily.passing
