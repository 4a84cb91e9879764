"""Two people at once, on a real PostgreSQL: what SQLite's one writer hides."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection

from tests import cast
from yidan.kernel import parameters, seals
from yidan.kernel.errors import Refused
from yidan.kernel.journal import Entry
from yidan.ledger.commands import tag
from yidan.ledger.models import Tag

AT = datetime(2020, 6, 5, 9, tzinfo=UTC)
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def at_once(work, times=8):
    """Do `work` eight times at the same time; a refusal is its name."""

    def job(number):
        try:
            return work(number)
        except Refused as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(job, range(times)))


def test_eight_replays_of_one_key_are_one_act():
    people, key = cast.assemble(), uuid4()
    results = at_once(
        lambda _n: tag.register(None, by=people.wang, at=AT, key=key, name="集中开工", kind="campaign").pk
    )
    assert len(set(results)) == 1
    assert (Tag.objects.count(), Entry.objects.filter(key=key).count()) == (1, 1)


def test_eight_who_set_one_parameter_leave_one_live_value():
    people = cast.assemble()
    name = next(iter(parameters.REGISTRY))
    value = str(parameters.REGISTRY[name].default)
    parameters.set(name, by=people.wang, at=AT, value=value, reason="依据")
    results = at_once(lambda n: str(parameters.set(name, by=people.wang, at=AT, value=value, reason=f"依据{n}")))
    done = [result for result in results if result != "Stale"]
    assert parameters.ParameterValue.objects.live().filter(name=name).count() == 1
    assert Entry.objects.filter(verb="parameter.set").count() == 1 + len(done)
    assert parameters.ParameterValue.objects.filter(name=name).count() == 1 + len(done)


def test_eight_who_seal_at_once_make_one_chain():
    Entry.objects.bulk_create(
        Entry(verb="tag.register", subject_type="tag", subject_id=n, actor_id=1, actor_name="王", at=AT, recorded_at=AT)
        for n in range(100)
    )

    def seal(_n):
        try:
            return seals.seal(at=AT)
        except Exception as error:  # a worker that lost the race tries again at its next turn
            return type(error).__name__

    results = at_once(seal)
    assert sum(result for result in results if isinstance(result, int)) == 100
    verdict = seals.verify()
    assert (verdict.problem, verdict.checked, verdict.unsealed) == (None, 100, 0)
