"""Facts, on the parameters of the office: the smallest fact there is."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from yidan.kernel.errors import Stale
from yidan.kernel.parameters import ParameterValue

AT = datetime(2020, 6, 5, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def record(value="1", at=AT, name="x"):
    return ParameterValue.record(recorded_at=at, name=name, value=value, reason="r")


@pytest.mark.django_db
def test_a_correction_keeps_both_and_each_is_found_as_of_its_day():
    old = record("1")
    new = old.superseded_by(recorded_at=AT + 10 * DAY, value="2", reason="更正")
    facts = ParameterValue.objects
    assert [facts.known_at(AT + n * DAY).get().value for n in (0, 5, 10, 20)] == ["1", "1", "2", "2"]
    assert list(facts.known_at(AT - DAY)) == []
    assert facts.live().get() == new
    assert (new.name, new.value, new.reason) == ("x", "2", "更正")


@pytest.mark.django_db
def test_the_database_allows_one_live_fact_per_key():
    record("1")
    with pytest.raises(IntegrityError), transaction.atomic():
        record("2")


@pytest.mark.django_db
def test_the_database_refuses_a_fact_superseded_before_it_was_recorded():
    fact = record("1")
    with pytest.raises(IntegrityError), transaction.atomic():
        ParameterValue.objects.filter(pk=fact.pk).update(superseded_at=AT - DAY)


@pytest.mark.django_db
def test_the_second_to_supersede_finds_it_stale():
    fact = record("1")
    mine, theirs = (ParameterValue.objects.get(pk=fact.pk) for _ in range(2))
    theirs.superseded_by(recorded_at=AT + DAY, value="2")
    with pytest.raises(Stale):
        mine.superseded_by(recorded_at=AT + DAY, value="3")
    assert ParameterValue.objects.live().get().value == "2"


@pytest.mark.django_db
def test_a_retired_fact_is_known_before_and_unknown_after():
    record("1").retire(recorded_at=AT + DAY)
    assert ParameterValue.objects.known_at(AT).count() == 1
    assert ParameterValue.objects.known_at(AT + DAY).count() == 0


class AnyHistory(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.integers(1, 30), min_size=1, max_size=8), st.integers(-5, 250))
    def test_as_of_equals_replaying_the_history(self, gaps, when):
        moment, history, fact = AT, [], None
        for value, gap in enumerate(gaps):
            moment += gap * DAY
            text = str(value)
            fact = fact.superseded_by(recorded_at=moment, value=text) if fact else record(text, moment)
            history.append((moment, text))
        as_of = AT + when * DAY
        expected = [text for at, text in history if at <= as_of][-1:]
        assert list(ParameterValue.objects.known_at(as_of).values_list("value", flat=True)) == expected
