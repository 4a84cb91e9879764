"""Figures of approvals: worked by hand, as of two days, by every dimension, with their courses behind them."""

from datetime import date
from fractions import Fraction

import pytest

from tests import make
from tests.approvals.scene import decided, laid_out
from tests.make import moment
from yidan.approvals.commands import permit
from yidan.approvals.states import Mode
from yidan.figures import approvals, queries
from yidan.figures.dimensions import DIMENSIONS
from yidan.figures.question import Period, Question
from yidan.kernel import parameters
from yidan.ledger.commands import stage
from yidan.ledger.models import Mark
from yidan.people.queries import Scope

pytestmark = pytest.mark.django_db
JUNE = Question(Period(2020, 6))
KEYS = list(approvals.REGISTRY)


@pytest.fixture
def cast(permitted):
    return permitted


def finish(cast, permits, end):
    """立项 on 11 and 12 May (one working day), 施工许可 from 18 May to `end`."""
    decided(cast, permits["filing"], moment(2020, 5, 11), moment(2020, 5, 12))
    return decided(cast, permits["construction"], moment(2020, 5, 18), end, mode=Mode.SIMULATED)


@pytest.fixture
def three(cast):
    """Two, five and six working days; a fourth under way with a stopped, an overdue and a running permit."""
    other = make.project(cast, unit=cast.other_county, owner_unit=cast.other_owner)
    third = make.project(cast)
    finish(cast, cast.permits, moment(2020, 5, 19))
    finish(cast, laid_out(cast, other), moment(2020, 5, 22))
    last = finish(cast, laid_out(cast, third), moment(2020, 5, 25))
    running = laid_out(cast, make.project(cast))
    for code in ("filing", "environment", "works_permit"):
        permit.submit(running[code], by=cast.wang, at=moment(2020, 6, 22), mode=Mode.SIMULATED)
        permit.accept(running[code], by=cast.wang, at=moment(2020, 6, 22))
    permit.pause(running["environment"], by=cast.wang, at=moment(2020, 6, 23), basis="公示", document="告1号")
    return last


def test_at_the_end_of_june(three):
    got = {key: value.value for key, value in queries.totals(KEYS, JUNE).items()}
    assert got == {
        "approvals.days.median": 5, "approvals.calendar_days.median": 11, "approvals.finished": 3,
        "approvals.within": 3, "approvals.within_rate": Fraction(100), "approvals.in_hand": 3, "approvals.paused": 1,
        "approvals.overdue": 1, "approvals.simulated": 4,
        # from 22 June: 23, 24, 28 (a Sunday worked), 29, 30; the feast and the pause of one of three do not count
        "approvals.under_way.days": 5, "approvals.under_way.calendar_days": 8,
        "approvals.budget": 33,
        "approvals.own.days": 5, "approvals.own.calendar_days": 8,  # of 2, 5, 5, 6 and of 8, 8, 11, 14
    }  # fmt: skip


def test_within_goes_by_the_budget_as_set(cast, three):
    parameters.set("approvals.budget_days", by=cast.wang, at=moment(2020, 6, 1), value="5", reason="提速")
    assert queries.value("approvals.within_rate", JUNE).value == Fraction(200, 3)
    then = Question(Period(2020, 5), as_of=moment(2020, 5, 31))
    assert [queries.value("approvals.budget", asked).value for asked in (JUNE, then)] == [5, 33]


def test_a_corrected_day_counts_from_when_it_was_known(cast, three):
    step = three.events.live().get(kind="decide")
    permit.correct(
        three, by=cast.wang, at=moment(2020, 7, 1), event=step, happened_at=moment(2020, 5, 18), reason="录错"
    )
    assert queries.value("approvals.days.median", JUNE).value == 2
    then = Question(Period(2020, 6), as_of=moment(2020, 6, 30))
    assert queries.value("approvals.days.median", then).value == 5


def test_a_course_under_way_is_counted_up_to_the_day_and_as_known_then(cast, three):
    both = ("approvals.under_way.days", "approvals.under_way.calendar_days")

    def said(period, as_of=None):
        asked = Question(period, as_of=as_of)
        return [(len(queries.ask(key, asked).sources()), queries.value(key, asked).value) for key in both]

    assert said(Period(2020, 6), moment(2020, 6, 24, 18)) == [(1, 2), (1, 2)]
    assert said(Period(2020, 6), moment(2020, 6, 21)) == [(0, None), (0, None)]
    assert said(Period(2020, 4)) == [(0, None), (0, None)]
    source = queries.ask(both[0], JUNE).sources()[0]
    assert source.origin == "2020-06-22首次受理，截至2020-06-30：政府5个工作日，企业8天"
    # at the end of 20 May the first was through and the two others, finished since, were under way
    assert said(Period(2020, 6), moment(2020, 5, 20, 23)) == [(2, 3), (2, 9)]


def test_a_bundles_own_course_is_not_that_of_its_parts(cast, three):
    part = make.project(cast, "单独报批的标准厂房一期", parent=cast.site)
    finish(cast, laid_out(cast, part), moment(2020, 5, 29))
    both = ("approvals.own.days", "approvals.days.median")
    of_bundle, of_part = JUNE.narrowed(project=cast.site.pk), JUNE.narrowed(project=part.pk)
    assert [queries.value(key, of_part).value for key in both] == [10, 10]
    assert queries.value("approvals.own.days", of_bundle).value == 2
    assert [each.project_id for each in queries.ask("approvals.own.days", of_bundle).sources()] == [cast.site.pk]
    assert len(queries.ask("approvals.days.median", of_bundle).sources()) == 2


@pytest.mark.parametrize("is_finished", [True, False])
def test_a_project_taken_off_the_list_has_its_own_course_and_is_in_no_median(cast, three, is_finished):
    site = cast.site if is_finished else make.project(cast, "在办的项目")
    if not is_finished:
        decided(cast, laid_out(cast, site)["filing"], moment(2020, 5, 11), moment(2020, 5, 12))
    own, asked = ("approvals.own.days", "approvals.own.calendar_days"), JUNE.narrowed(project=site.pk)
    before = queries.totals(own, asked)
    medians = ("approvals.finished", "approvals.own.days", "approvals.in_hand")
    city = queries.totals(medians, JUNE)
    how = {"by": cast.wang, "mark": Mark.WITHDRAWN, "reason": "政策变化"}
    stage.record(site, at=moment(2020, 6, 20), happened_on=date(2020, 6, 20), **how)
    assert queries.totals(own, asked) == before
    assert [each.project_id for each in queries.ask(own[0], asked).sources()] == [site.pk]
    assert queries.grouped(own, asked, "unit")[own[0]] == {cast.county.pk: before[own[0]]}
    assert queries.value("approvals.finished", asked).value == 0
    assert queries.value("approvals.finished", JUNE).value == city["approvals.finished"].value - is_finished
    assert len(queries.ask(own[0], JUNE).sources()) == 3 + (not is_finished)
    other = Scope(is_city=False, assessed=frozenset({cast.other_county.pk}), competent=frozenset(), owned=frozenset())
    assert queries.value(own[0], Question(JUNE.period, scope=other, project=site.pk)).value is None


def test_groups_add_up_and_each_agrees_with_the_question_of_it_alone(cast, three):
    groups = queries.grouped(KEYS, JUNE, "unit")
    assert {key: value.value for key, value in groups["approvals.days.median"].items()} == {
        cast.county.pk: 2, cast.other_county.pk: 5,
    }  # fmt: skip
    for key in KEYS:
        for unit, value in groups[key].items():
            assert value == queries.value(key, JUNE.narrowed(unit=unit)), key
    for by in DIMENSIONS:
        parts = queries.grouped(["approvals.finished"], JUNE, by)["approvals.finished"]
        assert sum(value.value for value in parts.values()) == 3, by


def test_the_sources_are_the_courses_counted(three):
    made = queries.ask("approvals.days.median", JUNE)
    assert [each.origin for each in made.sources(0, 1, largest_first=True)] == [
        "2020-05-11至2020-05-25：政府6个工作日，企业14天"
    ]
    for key in KEYS:
        asked = queries.ask(key, JUNE)
        assert len(asked.sources()) == asked.sources_count()
    assert queries.ask("approvals.within_rate", JUNE).sources_count() == 3


def test_where_the_days_go(three):
    steps = approvals.steps(JUNE, "item")
    assert [(each.name, each.count, each.total, each.median) for each in steps] == [
        ("建筑工程施工许可", 3, 10, 4), ("企业投资项目备案", 3, 3, 1),
    ]  # fmt: skip
    departments = approvals.steps(JUNE, "department")
    assert departments[0].name == "市住建局"
    assert approvals.last_day(JUNE) == date(2020, 6, 30)
