"""Figures of the one list: worked by hand, as of two days, with their matters behind them."""

from datetime import date
from fractions import Fraction

import pytest

from tests import make
from yidan.figures import matters, queries
from yidan.figures.question import Period, Question
from yidan.kernel.errors import Invalid
from yidan.matters.commands import asking, closing, listing

pytestmark = pytest.mark.django_db
JUNE = Question(Period(2020, 6))
KEYS = list(matters.REGISTRY)


@pytest.fixture
def six(cast, way):
    """Closed in time, closed late, overdue, running, dropped; and one whose deadline was extended on 28 May."""
    in_time = way.closed()
    late = closing.close_out(way.verified(due_on=date(2020, 5, 26)), by=cast.wang, at=way.at(29))
    overdue = closing.send_back(way.applied(due_on=date(2020, 5, 28)), by=cast.bu, at=way.at(27), reason="未清完")
    running = way.planned(due_on=date(2020, 7, 31))
    listing.drop(way.planned(), by=cast.wang, at=make.moment(2020, 6, 2), reason="项目调出", approved="何市长")
    extended = way.planned(due_on=date(2020, 6, 5))
    asking.ask_extension(extended, by=cast.li, at=way.at(27), until_on=date(2020, 6, 20), reason="雨季")
    asking.extend(extended, by=cast.wang, at=way.at(28))
    return in_time, late, overdue, running, extended


def test_at_the_end_of_june(six):
    got = {key: value.value for key, value in queries.totals(KEYS, JUNE).items()}
    assert got == {
        "matter.issued": 5, "matter.closed": 2, "matter.closed_late": 1, "matter.running": 1, "matter.overdue": 2,
        "matter.sent_back": 1, "matter.requests_closed": 0, "matter.close_rate": Fraction(40),
        "matter.on_time_rate": Fraction(25),
        # handed out on Wednesday 20 May, struck off on the 27th (5 working days) and on the 29th (7)
        "matter.days.average": Fraction(12, 2),
    }  # fmt: skip


def test_as_of_an_earlier_evening_what_came_later_is_not_known(six):
    then = Question(Period(2020, 6), as_of=make.moment(2020, 5, 28, 18))
    got = {key: value.value for key, value in queries.totals(KEYS, then).items()}
    assert (got["matter.issued"], got["matter.closed"], got["matter.overdue"]) == (6, 1, 1)
    before_extension = Question(Period(2020, 6), as_of=make.moment(2020, 5, 27, 18))
    assert queries.value("matter.closed", before_extension).value == 1


def test_a_pause_holds_the_count_to_its_last_day_and_is_remembered(cast, way):
    matter = way.planned(due_on=date(2020, 5, 25))
    asking.pause(matter, by=cast.wang, at=way.at(26), reason="汛期停工令", expires_on=date(2020, 6, 10))
    nobody_resumed = {day: _counts(day) for day in ((5, 28), (6, 10), (6, 11))}
    asking.resume(matter, by=cast.wang, at=make.moment(2020, 6, 15))
    closing.apply_close_out(matter, by=cast.li, at=make.moment(2020, 6, 15), statement="道路已畅通")
    resumed = {day: _counts(day) for day in nobody_resumed}
    assert resumed == nobody_resumed == {(5, 28): (1, 0), (6, 10): (1, 0), (6, 11): (0, 1)}


def test_a_deadline_moved_by_a_pause_is_known_on_every_later_day(cast, way):
    matter = way.planned(due_on=date(2020, 5, 28))
    asking.pause(matter, by=cast.wang, at=way.at(26), reason="汛期停工令", expires_on=date(2020, 6, 10))
    asking.resume(matter, by=cast.wang, at=make.moment(2020, 6, 1))  # the deadline is now 3 June
    assert [_counts(day) for day in ((5, 25), (5, 29), (6, 3), (6, 4))] == [(1, 0), (1, 0), (1, 0), (0, 1)]


def _counts(day):
    asked = Question(Period(2020, 6), as_of=make.moment(2020, *day, 18))
    return tuple(queries.value(key, asked).value for key in ("matter.running", "matter.overdue"))


def test_by_lead_unit_and_of_one_unit_they_agree(cast, six):
    groups = queries.grouped(KEYS, JUNE, "unit")
    assert {key: value.value for key, value in groups["matter.issued"].items()} == {cast.owner.pk: 5}
    assert queries.value("matter.issued", JUNE.narrowed(unit=cast.bureau.pk)).value == 0
    for key in KEYS:
        assert groups[key][cast.owner.pk] == queries.value(key, JUNE.narrowed(unit=cast.owner.pk))


def test_the_sources_are_as_many_as_the_value_and_lead_to_their_matters(six):
    for key in KEYS:
        asked = queries.ask(key, JUNE)
        found = asked.sources()
        value = queries.value(key, JUNE)
        assert len(found) == asked.sources_count()
        assert sum(each.part for each in found) == (value.value if value.numerator is None else value.numerator)
        assert all(each.matter_id and each.internal_id.startswith("2020-ZD-") for each in found)


def test_sources_add_up_to_every_part_on_three_dates(cast, six):
    for as_of in (None, make.moment(2020, 5, 28, 18), make.moment(2020, 6, 1)):
        for asked in (Question(Period(2020, 6), as_of=as_of), Question(Period(2020), as_of=as_of, unit=cast.owner.pk)):
            for key in KEYS:
                for part in queries.ask(key, asked).parts:
                    found = part.sources()
                    assert sum(each.part for each in found) == part.value, (key, asked)
                    assert len(found) == part.sources_count(), (key, asked)


def test_an_average_of_nothing_is_none_and_its_sources_say_the_days(six):
    assert queries.value("matter.days.average", Question(Period(2020, 4))).value is None
    longest = queries.ask("matter.days.average", JUNE).sources(0, 1, largest_first=True)
    assert [(each.part, each.words) for each in longest] == [(7, "7个工作日")]


def test_the_figures_partition_what_was_handed_out(six):
    got = queries.totals(KEYS, JUNE)
    parts = ("matter.closed", "matter.running", "matter.overdue")
    assert sum(got[key].value for key in parts) == got["matter.issued"].value


def test_matters_and_projects_are_asked_for_together(six):
    got = queries.totals(["project.count", "matter.issued"], JUNE)
    assert {key: value.value for key, value in got.items()} == {"project.count": 0, "matter.issued": 5}


def test_other_groups_are_refused_with_a_sentence(six):
    with pytest.raises(Invalid):
        queries.grouped(["matter.issued"], JUNE, "domain")
    with pytest.raises(Invalid):
        queries.value("matter.issued", JUNE.narrowed(domain="industry"))


def test_each_says_its_calibre():
    assert all(figure.definition and str(figure.label) for figure in matters.REGISTRY.values())
