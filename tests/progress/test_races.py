"""Eight hands at once: one wins, the others are told. SQLite takes turns; PostgreSQL shows the race."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from tests import make
from tests.cast import assemble
from yidan.kernel.errors import IllegalMove, Stale
from yidan.kernel.journal import Entry
from yidan.kernel.values import Month
from yidan.progress.commands import report as reports
from yidan.progress.models import MonthlyReport, Progress
from yidan.progress.states import State

JUNE = Month(2020, 6)
AT = make.moment(2020, 6, 24, 10)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(count, act):
    """Run `act(number)` in `count` threads that start together; what each returned or was refused with."""
    gate = Barrier(count)

    def one(number):
        try:
            gate.wait(timeout=30)
            return act(number)
        except (Stale, IllegalMove) as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


@pytest.fixture
def ready():
    cast = assemble()
    project = make.project(cast)
    make.plan(cast, project)
    return cast, project


def test_eight_accept_at_once_and_one_wins(ready):
    cast, project = ready
    report = make.report(cast, project, JUNE, 6000, state=State.CHECKED)
    held = [MonthlyReport.objects.get(pk=report.pk) for _ in range(8)]
    results = at_once(8, lambda number: reports.accept(held[number], by=cast.wang, at=AT))
    assert sum(isinstance(result, MonthlyReport) for result in results) == 1
    assert sum(isinstance(result, Stale) for result in results) == 7
    assert Progress.objects.count() == 1
    assert Entry.objects.filter(verb="report.accept").count() == 1


def test_eight_replays_of_one_key_are_one_act(ready):
    cast, project = ready
    report = make.report(cast, project, JUNE, 6000, state=State.CHECKED)
    held = [MonthlyReport.objects.get(pk=report.pk) for _ in range(8)]
    key = uuid4()
    results = at_once(8, lambda number: reports.accept(held[number], by=cast.wang, at=AT, key=key))
    assert Progress.objects.count() == 1
    assert Entry.objects.filter(verb="report.accept").count() == 1
    assert [result.pk for result in results] == [report.pk] * 8


def test_two_submit_at_once_and_one_wins(ready):
    cast, project = ready
    report = make.report(cast, project, JUNE, 6000)
    held = [MonthlyReport.objects.get(pk=report.pk) for _ in range(2)]
    people = [cast.li, cast.lin]
    results = at_once(2, lambda number: reports.submit(held[number], by=people[number], at=AT))
    assert sum(isinstance(result, MonthlyReport) for result in results) == 1
    assert Entry.objects.filter(verb="report.submit").count() == 1


def test_eight_first_savings_make_one_report(ready):
    cast, project = ready
    results = at_once(8, lambda number: reports.save(project, by=cast.li, at=AT, month=JUNE, problems=f"第{number}"))
    assert len({result.pk for result in results}) == 1
    assert MonthlyReport.objects.count() == 1


def test_accepting_and_sending_back_at_once_gives_one_of_both(ready):
    cast, project = ready
    report = make.report(cast, project, JUNE, 6000, state=State.CHECKED)
    held = [MonthlyReport.objects.get(pk=report.pk) for _ in range(2)]
    acts = [
        lambda: reports.accept(held[0], by=cast.wang, at=AT),
        lambda: reports.send_back(held[1], by=cast.lin, at=AT, reason="再核"),
    ]
    results = at_once(2, lambda number: acts[number]())
    assert sum(isinstance(result, MonthlyReport) for result in results) == 1
    report.refresh_from_db()
    assert Progress.objects.count() == (1 if report.state == State.ACCEPTED else 0)


def test_two_corrections_of_one_value_do_not_swallow_each_other(ready):
    cast, project = ready
    report = make.report(cast, project, JUNE, 6000, state=State.ACCEPTED)
    seen = Progress.objects.get().pk
    held = [MonthlyReport.objects.get(pk=report.pk) for _ in range(8)]
    results = at_once(
        8,
        lambda number: reports.correct(
            held[number], by=cast.wang, at=AT, reason="核减", problems=f"第{number}", seen_fact=seen
        ),
    )
    assert sum(isinstance(result, MonthlyReport) for result in results) == 1
    assert (Progress.objects.count(), Progress.objects.live().count()) == (2, 1)
