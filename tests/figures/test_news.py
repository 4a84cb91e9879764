"""The journal's news: which projects were written to, whoever did it and however late it was committed."""

from contextlib import contextmanager
from threading import Event, Thread

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from tests import make
from tests.cast import assemble
from yidan.figures import holding, news
from yidan.kernel.journal import Entry
from yidan.kernel.policy import Role
from yidan.ledger.commands import project as projects
from yidan.ledger.commands import view
from yidan.people.commands import role, unit

LATER = make.moment(2020, 2, 3)


@pytest.fixture
def two(cast):
    return [make.project(cast), make.project(cast)]


def note_name(cast, project, name="曾用"):
    return projects.note_former_name(project, by=cast.wang, at=LATER, name=name)


def written_since(state):
    news.look()
    return news.since(state)[0].projects


def test_nothing_written_is_the_same_state(two):
    assert news.look() == news.look()


def test_an_act_on_a_project_names_it_and_two_name_both(cast, two):
    state = news.look()
    note_name(cast, two[0])
    middle = news.look()
    assert middle != state
    note_name(cast, two[1])
    assert written_since(state) == {project.pk for project in two}
    assert written_since(middle) == {two[1].pk}


def test_acts_that_touch_no_project_name_none_but_are_news(cast, two):
    state = news.look()
    view.save(cast.wang, by=cast.wang, at=LATER, page="projects", name="我的", query="unit=1")
    role.grant(cast.li, by=cast.an, at=LATER, role=Role.INSPECTOR, unit=cast.office, since_on=LATER.date())
    assert news.look() != state
    assert written_since(state) == frozenset()


def test_an_act_on_no_project_that_may_touch_many_is_about_any(cast, two):
    state = news.look()
    unit.change(cast.county, by=cast.guan, at=LATER, protocol_order=7)
    assert written_since(state) is None


def test_a_merger_is_about_any(cast, two):
    state = news.look()
    projects.merge(two[0], by=cast.wang, at=LATER, into=two[1], reason="重复登记")
    assert written_since(state) is None


def test_what_was_rolled_back_and_written_anew_under_the_same_number_is_about_any(cast, two):
    news.look()
    point = transaction.savepoint()
    note_name(cast, two[0])
    state = news.look()
    transaction.savepoint_rollback(point)
    note_name(cast, two[1])
    assert written_since(state) is None


def test_a_cleared_cache_begins_anew(two):
    state = news.look()
    cache.clear()
    assert written_since(state) is None


def test_more_entries_than_are_worth_reading_are_about_any(cast, two):
    state = news.look()
    last = Entry.objects.order_by("-id").first()
    copies = [
        Entry(**{name: getattr(last, name) for name in ENTRY}, project_id=two[0].pk)
        for _number in range(news.MOST_ENTRIES + 1)
    ]
    Entry.objects.bulk_create(copies)
    assert written_since(state) is None
    later = news.look()
    note_name(cast, two[1])
    assert written_since(later) == {two[1].pk}


ENTRY = ("verb", "subject_type", "subject_id", "actor_id", "actor_name", "at", "recorded_at")


def test_states_long_past_are_about_any(cast, two):
    state = news.look()
    for number in range(news.REMEMBERED + 1):
        note_name(cast, two[0], f"曾用{number}")
        news.look()
    assert written_since(state) is None


def test_answers_are_kept_within_a_state_and_go_with_it(cast, two):
    said = iter(range(100))

    def ask(at):
        return holding.kept("name", at, lambda: next(said))

    first = news.look()
    assert [ask(first), ask(first)] == [0, 0]
    note_name(cast, two[0])
    second = news.look()
    assert [ask(second), ask(first), ask(second), ask(first)] == [1, 2, 1, 3]
    assert list(holding._answers) == ["name"]


# --- somebody else, on a connection of their own ---


@contextmanager
def open_transaction(work):
    """Do `work` in another thread and transaction; it is committed when the block ends."""
    done, may_end = Event(), Event()

    def run():
        try:
            with transaction.atomic():
                work()
                done.set()
                may_end.wait(20)
        finally:
            done.set()
            connection.close()

    thread = Thread(target=run)
    thread.start()
    assert done.wait(20)
    try:
        yield
    finally:
        may_end.set()
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_another_process_s_act_is_seen_as_soon_as_it_is_committed():
    cast = assemble()
    one = make.project(cast)
    state = news.look()
    with open_transaction(lambda: note_name(cast, one)):
        assert news.look() == state
    assert written_since(state) == {one.pk}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_smaller_number_committed_after_a_larger_one_is_seen():
    cast = assemble()
    one, other = make.project(cast), make.project(cast)
    state = news.look()
    with open_transaction(lambda: note_name(cast, one)):
        note_name(cast, other)
        middle = news.look()
        assert news.since(state)[0].projects == {other.pk}
        for number in range(70):
            note_name(cast, other, f"曾用{number}")
        middle = news.look()
    assert written_since(middle) == {one.pk}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_who_was_at_work_at_the_first_look_is_noticed_when_done(monkeypatch):
    monkeypatch.setattr(news, "BELOW", 2)
    cast = assemble()
    one, other = make.project(cast), make.project(cast)
    with open_transaction(lambda: note_name(cast, one)):
        for number in range(5):
            note_name(cast, other, f"曾用{number}")
        cache.clear()
        state = news.look()
        assert news.look() == state
    assert written_since(state) is None


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_what_is_settled_is_watched_no_more(monkeypatch):
    monkeypatch.setattr(news, "GRACE_SECONDS", 0.0)
    cast = assemble()
    one, other = make.project(cast), make.project(cast)
    news.look()
    for _look in range(3):
        news.look()
    assert len(news._watch.seen) == 1
    with open_transaction(lambda: note_name(cast, one)):
        for number in range(5):
            note_name(cast, other, f"曾用{number}")
            state = news.look()
        assert len(news._watch.seen) == 6
    assert written_since(state) == {one.pk}
    news.look()
    assert len(news._watch.seen) == 1
