"""Whatever is accepted, corrected and re-opened, any past day can be asked again and gives what was true then."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import make
from yidan.kernel.values import Month
from yidan.progress import queries
from yidan.progress.commands import report as reports

START = make.moment(2020, 7, 1)
JUNE = Month(2020, 6)
acts = st.lists(
    st.tuples(st.integers(1, 6), st.integers(-3, 10**9)),  # which month, which amount in 分/100
    min_size=1,
    max_size=14,
)


@pytest.mark.django_db
@given(acts=acts)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sums_as_of_any_moment_equal_a_replay_up_to_that_moment(cast, acts):
    project = make.project(cast)
    truth: list[tuple[int, dict[int, Decimal]]] = []
    held: dict[int, Decimal] = {}
    written = {}
    for step, (number, cents) in enumerate(acts):
        at = START + timedelta(hours=step)
        amount = Decimal(cents) / 10000
        month = Month(2020, number)
        if number not in written:
            written[number] = reports.record(project, by=cast.wang, at=at, month=month, invested_wan=amount)
        elif held[number] != amount:
            reports.correct(written[number], by=cast.wang, at=at, reason="核减", invested_wan=amount)
        held[number] = amount
        truth.append((step, dict(held)))
    for step, known in truth:
        as_of = START + timedelta(hours=step, minutes=30)
        assert queries.year_total([project.pk], JUNE, as_of) == sum(known.values())
        assert queries.total([project.pk], Month(2020, 3), as_of) == sum(v for n, v in known.items() if n <= 3)
        for number, value in known.items():
            assert queries.fact_of(project, Month(2020, number), as_of).invested_wan == value
    assert queries.year_total([project.pk], JUNE) == sum(held.values())
    assert queries.year_total([project.pk], JUNE, START - timedelta(hours=1)) == 0
