"""The day's list: who is asked to look where, and why; pure, so whoever has the values makes the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from yidan.kernel import workdays
from yidan.patrol.rules import Limits, Site, Visitor, day_list, is_sampled, lines_of
from yidan.patrol.rules.sharing import neighbouring, shared
from yidan.patrol.states import Reason

CALENDAR = workdays.of_rows(workdays._published())
QUIET = Limits(sample_percent=Decimal(0))
MONDAY = date(2020, 6, 1)
CHEN = Visitor(1, frozenset({90}))


def site(number: int = 1, **said) -> Site:
    said.setdefault("last_visit_on", MONDAY - timedelta(days=3))
    return Site(number, f"ZZ-{number:04d}", frozenset({100 + number}), **said)


def asked(sites, day=MONDAY, visitors=(CHEN,), limits=QUIET, seed="2020"):
    return {each.site.id: [why.kind for why in each.reasons] for each in
            day_list(sites, visitors, day, CALENDAR, seed, limits).asked}  # fmt: skip


def test_nobody_is_asked_on_a_day_off():
    red = [site(light="red", last_visit_on=None)]
    assert asked(red, date(2020, 6, 6)) == {}  # a Saturday
    assert asked(red, date(2020, 6, 25)) == {}  # 端午
    assert asked(red, date(2020, 6, 28)) == {1: [Reason.RED, Reason.FALLOW]}  # a Sunday made up for


def test_a_red_site_comes_on_every_third_working_day():
    found = [
        day for day in (date(2020, 6, 1) + timedelta(offset) for offset in range(30))
        if asked([site(light="red", last_visit_on=date(2020, 6, 1))], day)
    ]  # fmt: skip
    assert found[0] == date(2020, 6, 4)
    assert asked([site(light="red", last_visit_on=date(2020, 6, 5))], date(2020, 6, 10)) == {1: [Reason.RED]}


def test_each_reason_is_given_with_what_makes_it():
    known = day_list(
        [
            site(1, light="red", light_words="连续两月黄灯", last_visit_on=date(2020, 5, 20)),
            site(2, light="yellow", last_visit_on=date(2020, 5, 20)),
            site(3, milestones=((date(2020, 6, 3), "主体封顶"),), last_visit_on=date(2020, 5, 28)),
            site(4, idle_months=2, last_visit_on=date(2020, 5, 14)),
            site(5, doubted_on=date(2020, 5, 31), doubt_words="形象进度未变", last_visit_on=date(2020, 5, 30)),
            site(6),
        ],
        [CHEN], MONDAY, CALENDAR, "2020", QUIET,
    )  # fmt: skip
    assert {each.site.id: [why.kind for why in each.reasons] for each in known.asked} == {
        1: [Reason.RED], 2: [Reason.YELLOW], 3: [Reason.MILESTONE], 4: [Reason.IDLE], 5: [Reason.DOUBT],
    }  # fmt: skip
    assert known.asked[0].reasons[0].values == {"words": "连续两月黄灯"}


def test_a_milestone_is_looked_at_once_before_and_once_after_it_was_due():
    due = ((date(2020, 6, 10), "主体封顶"),)
    days = [MONDAY + timedelta(offset) for offset in range(30)]
    seen, found = date(2020, 5, 29), []
    for day in days:
        if Reason.MILESTONE in asked([site(milestones=due, last_visit_on=seen)], day).get(1, []):
            seen = day
            found.append(day)
    assert found == [date(2020, 6, 5), date(2020, 6, 11)]


def test_a_doubt_is_looked_at_once():
    known = site(doubted_on=date(2020, 5, 25), last_visit_on=date(2020, 5, 26))
    assert Reason.DOUBT not in asked([known]).get(1, [])
    assert Reason.DOUBT in asked([replace(known, last_visit_on=date(2020, 5, 24))])[1]


def test_who_was_visited_today_is_not_asked_again():
    assert asked([site(light="red", last_visit_on=MONDAY)]) == {}


def test_a_site_of_the_visitors_unit_goes_to_somebody_else_or_to_nobody():
    own = replace(site(light="red", last_visit_on=None), units=frozenset({90}))
    alone = day_list([own], [CHEN], MONDAY, CALENDAR, "2020", QUIET)
    assert (alone.asked, [each.id for each in alone.left]) == ((), [1])
    both = day_list([own], [CHEN, Visitor(2, frozenset({91}))], MONDAY, CALENDAR, "2020", QUIET)
    assert [each.visitor.id for each in both.asked] == [2]


def test_what_is_promised_goes_beyond_the_workload_and_the_rest_is_said_to_be_left():
    limits = replace(QUIET, most_per_visitor=2)
    sites = [site(number, light="red", last_visit_on=date(2020, 5, 20)) for number in range(1, 5)]
    sites += [site(number, light="yellow", last_visit_on=date(2020, 5, 20)) for number in range(5, 8)]
    made = day_list(sites, [CHEN], MONDAY, CALENDAR, "2020", limits)
    assert sorted(each.site.id for each in made.asked) == [1, 2, 3, 4]
    assert sorted(each.id for each in made.left) == [5, 6, 7]


def test_the_lot_can_be_drawn_again_and_falls_on_the_set_share():
    drawn = [number for number in range(20_000) if is_sampled(f"ZZ-{number}", MONDAY, "2020", Decimal("2.5"))]
    assert 400 < len(drawn) < 600
    assert drawn == [n for n in range(20_000) if is_sampled(f"ZZ-{n}", MONDAY, "2020", Decimal("2.5"))]
    assert drawn != [n for n in range(20_000) if is_sampled(f"ZZ-{n}", MONDAY, "2021", Decimal("2.5"))]


def test_neighbours_stand_together_county_by_county():
    places = {
        1: (1, (113.0, 27.0)),
        2: (2, (114.0, 28.0)),
        3: (1, (113.01, 27.01)),
        4: (2, (114.01, 28.0)),
        5: (1, None),
    }
    row = neighbouring([site(number, county=county, place=place) for number, (county, place) in places.items()])
    assert [each.id for each in row] == [1, 3, 5, 2, 4]


def test_a_year_keeps_every_promise():
    """Red at least every third working day, everybody within 28 days, on every day loads that differ by one at most."""
    people = [Visitor(number, frozenset({number})) for number in range(1, 4)]
    reds = {3, 17}
    seen: dict[int, date] = {}
    gaps_red, gaps = [], []
    for offset in range(366):
        day = date(2020, 1, 1) + timedelta(offset)
        sites = [
            Site(number, f"{number:03d}", frozenset({number % 50}), light="red" if number in reds else "",
                 last_visit_on=seen.get(number), since_on=date(2020, 1, 1))
            for number in range(60)
        ]  # fmt: skip
        made = day_list(sites, people, day, CALENDAR, "2020", Limits())
        assert made.left == ()
        loads = [sum(1 for each in made.asked if each.visitor == person) for person in people]
        assert max(loads) - min(loads) <= 1
        for each in made.asked:
            assert each.visitor.units.isdisjoint(each.site.units)
            before = seen.get(each.site.id)
            if before and each.site.id in reds:
                gaps_red.append(CALENDAR.between(before, day).value)
            gaps.append((day - (before or date(2020, 1, 1))).days)
            seen[each.site.id] = day
    assert len(seen) == 60
    assert (max(gaps_red), max(gaps) <= 28) == (3, True)


UNITS = st.frozensets(st.integers(0, 5), max_size=3)


@given(st.lists(UNITS, max_size=30), st.lists(UNITS.filter(bool), min_size=1, max_size=6), st.integers(0, 99))
def test_shares_are_lawful_and_as_even_as_the_law_lets_them_be(sites, people, seed):
    known = [Site(number, f"{number:03d}", units, number % 3) for number, units in enumerate(sites)]
    visitors = [Visitor(number, units) for number, units in enumerate(people)]
    held, nobody = shared(known, visitors, seed=str(seed))
    assert len(held) + len(nobody) == len(known)
    loads = {person.id: 0 for person in visitors}
    for each in known:
        may = [person for person in visitors if person.units.isdisjoint(each.units)]
        assert (each.id in held) == bool(may)
        if may:
            assert held[each.id] in may
            loads[held[each.id].id] += 1
    for each in known:  # nobody could be relieved by anybody with two fewer
        for person in visitors:
            if each.id in held and person.units.isdisjoint(each.units):
                assert loads[held[each.id].id] - loads[person.id] <= 1
    if all(person.units.isdisjoint(each.units) for person in visitors for each in known):
        assert max(loads.values()) - min(loads.values()) <= 1


def test_a_line_is_a_problem_and_none_is_none():
    assert lines_of("1、基坑积水\n2. 围挡破损\n\n 基坑积水 \n") == ["基坑积水", "围挡破损"]
    assert lines_of("无。") == lines_of("") == lines_of("没有") == []
