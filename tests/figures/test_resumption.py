"""复工率 of the firms looked after as a figure: worked by hand, as of two moments, with the firms behind it."""

from datetime import date
from fractions import Fraction

import pytest

from tests import make
from tests.enterprises.scene import DAY, NOW
from yidan.enterprises.commands import call, enterprise
from yidan.enterprises.models import Enrolment
from yidan.figures import queries, resumption
from yidan.figures.question import Period, Question
from yidan.kernel.errors import Invalid
from yidan.people.queries import scope_of

pytestmark = pytest.mark.django_db
FEBRUARY = Question(Period(2020, 2))
KEYS = list(resumption.REGISTRY)


@pytest.fixture
def cast(looked_after):
    return looked_after


@pytest.fixture
def three(cast):
    """One at work with 45 of 90 back, one due and idle in another county, one to resume in March only."""
    idle = enterprise.set(cast.other_county, by=cast.wang, at=NOW, name="攸县一厂", to_resume_on=DAY)
    enterprise.set(cast.county, by=cast.lin, at=NOW, name="醴陵三厂", to_resume_on=date(2020, 3, 1))
    call.record(
        cast.firm, by=cast.lin, at=make.moment(2020, 2, 12), called_on=date(2020, 2, 12), text="开工",
        resumed_on=date(2020, 2, 11), back_count=45, due_count=90,
    )  # fmt: skip
    return idle


def test_of_february_one_of_two_due_firms_is_at_work(three):
    got = {key: value.value for key, value in queries.totals(KEYS, FEBRUARY).items()}
    assert got == {
        "enterprise.resumed": 1, "enterprise.due": 2, "enterprise.resumption_rate": Fraction(50),
        "enterprise.staff_rate": Fraction(50),
    }  # fmt: skip
    rate = queries.value("enterprise.staff_rate", FEBRUARY)
    assert (rate.numerator, rate.denominator) == (45, 90)
    march = queries.totals(KEYS, Question(Period(2020, 3)))
    assert march["enterprise.resumption_rate"].value == Fraction(100, 3)


def test_of_an_evening_before_the_call_was_entered_nobody_is_at_work(three):
    then = Question(Period(2020, 2), as_of=make.moment(2020, 2, 11, 18))
    got = {key: value.value for key, value in queries.totals(KEYS, then).items()}
    assert (got["enterprise.resumed"], got["enterprise.due"], got["enterprise.staff_rate"]) == (0, 2, None)


def test_of_an_earlier_moment_the_list_is_the_one_of_then(cast, three):
    """The firm of 攸县 goes over to 醴陵, is to resume later, and at last is looked after no more."""
    said = {"name": "攸县一厂", "by": cast.wang}
    enterprise.set(three, at=make.moment(2020, 2, 14), unit=cast.county, to_resume_on=DAY, **said)
    enterprise.set(three, at=make.moment(2020, 2, 17), unit=cast.county, to_resume_on=date(2020, 3, 2), **said)
    enterprise.set(three, at=make.moment(2020, 2, 20), unit=cast.county, is_ended=True, **said)
    assert Enrolment.objects.filter(enterprise=three).count() == 4

    def due(day):
        asked = Question(Period(2020, 2), as_of=make.moment(2020, 2, day, 23) if day else None)
        found = queries.grouped(["enterprise.due"], asked, "unit")["enterprise.due"]
        return {key: value.value for key, value in found.items() if value.value}

    county, other = cast.county.pk, cast.other_county.pk
    assert [due(day) for day in (13, 14, 17, 20, None)] == [
        {county: 1, other: 1}, {county: 2}, {county: 1}, {county: 1}, {county: 1},
    ]  # fmt: skip
    assert queries.value("enterprise.due", Question(Period(2020, 3))).value == 2
    enterprise.set(three, at=make.moment(2020, 2, 21), unit=cast.county, is_ended=True, contact="贺工", **said)
    assert Enrolment.objects.filter(enterprise=three).count() == 4  # nothing of the list changed


def test_by_county_and_of_one_county_they_agree(cast, three):
    groups = queries.grouped(KEYS, FEBRUARY, "unit")
    assert groups["enterprise.resumption_rate"][cast.county.pk].value == 100
    for unit in (cast.county, cast.other_county):
        for key in KEYS:
            alone = queries.value(key, FEBRUARY.narrowed(unit=unit.pk))
            assert (groups[key].get(unit.pk) or alone) == alone


def test_what_is_behind_it_adds_up_and_leads_to_the_firms(cast, three):
    for key in KEYS:
        for part in queries.ask(key, FEBRUARY).parts:
            found = part.sources()
            assert len(found) == part.sources_count()
            assert sum(each.part for each in found) == part.value
    named = queries.ask("enterprise.due", FEBRUARY).sources()
    assert {(each.name, each.enterprise_id, each.words) for each in named} == {
        (cast.firm.name, cast.firm.pk, "2020-02-11复工"), ("攸县一厂", three.pk, "应于2020-02-10复工"),
    }  # fmt: skip


def test_a_county_counts_its_own_firms_and_who_sees_nothing_counts_none(cast, three):
    def due(person):
        return queries.value("enterprise.due", Question(Period(2020, 2), scope=scope_of(person))).value

    assert {name: due(getattr(cast, name)) for name in ("wang", "lin", "guan")} == {"wang": 2, "lin": 1, "guan": 0}


def test_what_projects_are_narrowed_by_is_refused(three):
    with pytest.raises(Invalid, match="只能按县市区取数"):
        queries.value("enterprise.due", FEBRUARY.narrowed(domain="industry"))
    with pytest.raises(Invalid, match="只能按县市区分组"):
        queries.grouped(["enterprise.due"], FEBRUARY, "domain")
