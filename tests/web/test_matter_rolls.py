"""The one list that is kept is the list asked for anew, after every kind of act."""

from contextlib import suppress
from datetime import date, timedelta
from itertools import count
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import transaction
from django.db.models import Count
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import make
from tests.cast import assemble
from tests.figures.acts import anew
from tests.matters.scene import Way
from yidan.kernel import parameters
from yidan.kernel.errors import Refused
from yidan.ledger.commands import project as projects
from yidan.ledger.commands import tag as tags
from yidan.matters import queries
from yidan.matters.commands import asking, closing, listing, second_look, working
from yidan.matters.models import Matter
from yidan.matters.parameters import EXTENSIONS
from yidan.people.commands import person as persons
from yidan.people.commands import unit
from yidan.web.matter import roll as rolls

pytestmark = pytest.mark.django_db
TODAY = date(2020, 6, 29)
PEOPLE = ("wang", "li", "lin", "he")
NARROWED = (
    {}, {"state": ["running", "closed"]}, {"kind": ["problem"], "q": ["进场"]}, {"light": ["yellow", "red"]},
    {"year": ["2020"]}, {"rebound": ["yes"]},
)  # fmt: skip
SOME = st.tuples(st.integers(0, 18), st.integers(0, 8))
_days = count()


@pytest.fixture
def city():
    """Matters at every stretch of the way, two of them about projects, one tag."""
    cast = assemble()
    way = Way(cast)
    about = [make.project(cast), make.project(cast)]
    tag = tags.register(cast.wang, by=cast.wang, at=way.at(1), name="攻坚", kind="campaign", year=2020)
    way.drafted(about=about[0])
    way.listed(about=about[1], kind="request")
    way.issued(supporting_units=[cast.other_owner])
    way.planned(due_on=date(2020, 6, 20))
    way.applied(contact_leader=cast.he)
    way.verified(severity="important", contact_leader=cast.he)
    way.closed(about=about[0])
    return SimpleNamespace(cast=cast, way=way, projects=about, tag=tag)


def do(city, act):
    """One act; what is refused changes nothing."""
    kind, number = act
    cast, at = city.cast, make.moment(2020, 6, 1) + timedelta(minutes=next(_days))
    found = list(Matter.objects.order_by("pk"))
    matter, other = found[number % len(found)], found[(number + 3) % len(found)]
    project = city.projects[number % 2]
    how, own, verifier = {"by": cast.wang, "at": at}, {"by": cast.li, "at": at}, {"by": cast.bu, "at": at}
    acts = [
        lambda: listing.raise_(project if number % 3 else cast.county, title=f"进场{number}", **own),
        lambda: listing.change(matter, title="改进场", projects=[project], **how),
        lambda: listing.enlist(matter, despite="另一处", **how),
        lambda: listing.issue(
            matter, lead_unit=cast.other_owner if number % 2 else cast.owner, verifying_unit=cast.bureau,
            due_on=date(2020, 6, 28 + number % 3), close_out_standard="通车", **how,
        ),
        lambda: working.sign_for(matter, **own),
        lambda: working.plan(matter, text="下周清障", **own),
        lambda: asking.ask_extension(matter, until_on=date(2020, 7, 9), reason="雨", **own),
        lambda: asking.extend(matter, **how),
        lambda: asking.escalate(matter, reason="请协调", rung=5, **how),
        lambda: asking.pause(matter, reason="汛期", expires_on=date(2020, 7, 1), **how),
        lambda: closing.verify(matter, way="on_site", verifiers="卜建、程远、向前", opinion="通", **verifier),
        lambda: closing.close_out(matter, **how),
        lambda: listing.reopen(matter, reason="又堵了", **how),
        lambda: listing.merge(matter, into=other, reason="一件事", **how),
        lambda: projects.change(
            project, reason="改", owner_unit=cast.other_owner, assessed_unit=cast.other_county, **how
        ),
        lambda: projects.tag(project, tag=city.tag, **how),
        lambda: persons.hand_over(cast.he, by=cast.guan, at=at, successor=cast.tong),
        lambda: unit.change(cast.owner, by=cast.guan, at=at, protocol_order=100 + number),
        lambda: parameters.set(EXTENSIONS.name, value=str(number % 3 + 1), reason="改", **how),
    ]  # fmt: skip
    with suppress(Refused):
        acts[kind]()


def said(person, query):
    """Everything a list says, for the tab of the query."""
    found = rolls.roll(person, query, today=TODAY)
    return list(found.ids[:]), found.tab, found.sort, found.counts, found.states


def check(city, query):
    """Kept, asked anew, and as the database orders and counts it."""
    for name in PEOPLE:
        person = getattr(city.cast, name)
        kept = said(person, query)
        assert kept == anew(lambda person=person: said(person, query)), (name, query)
        roll = rolls.roll(person, query, today=TODAY)
        assert list(roll.matters.values_list("pk", flat=True)) == kept[0], (name, query)
        wanted = {key: tuple(values) for key, values in query.items()}
        seen = rolls.narrowed(queries.visible_to(person), wanted, TODAY)
        counted = dict(seen.order_by().values_list("state").annotate(Count("pk")))
        assert {state: each for state, each in roll.states.items() if each} == counted
        assert roll.counts[rolls.OVERDUE] == seen.filter(queries.is_overdue(TODAY)).count()
        assert rolls.turns(person, TODAY) == queries.turn_of(person).count()


def after_each_act(city, acts, look):
    point = transaction.savepoint()
    cache.clear()
    try:
        look()
        for act in acts:
            do(city, act)
            look()
    finally:
        transaction.savepoint_rollback(point)
        cache.clear()


SOME_ACTS = st.lists(SOME, min_size=1, max_size=4)
quick = settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])


@quick
@given(acts=SOME_ACTS, query=st.sampled_from(NARROWED), tab=st.sampled_from(["", *rolls.TABS]))
def test_a_kept_list_is_the_list_asked_anew_however_it_is_narrowed(city, acts, query, tab):
    asked = [query | {"tab": [tab]}, {"tag": [str(city.tag.pk)]}]
    after_each_act(city, acts, lambda: [check(city, each) for each in asked])


@quick
@given(acts=SOME_ACTS, sort=st.sampled_from([*rolls.SORTS]), tab=st.sampled_from([*rolls.TABS]))
def test_a_kept_list_is_the_list_asked_anew_whatever_it_is_ordered_by(city, acts, sort, tab):
    asked = [{"tab": [tab], "sort": [each]} for each in (sort, f"-{sort}")]
    after_each_act(city, acts, lambda: [check(city, each) for each in asked])


def test_acts_beside_the_list_leave_it_as_it_is_and_a_second_look_that_finds_a_rebound_is_seen(city):
    cast, way = city.cast, city.way
    before = said(cast.wang, {"tab": ["all"]})
    batch = second_look.draw(
        cast.office, by=cast.wang, at=make.moment(2020, 6, 1), name="首批", from_on=date(2020, 5, 1),
        to_on=date(2020, 5, 31), percent=100, seed="1",
    )  # fmt: skip
    assert said(cast.wang, {"tab": ["all"]}) == before
    look = batch.rechecks.get()
    second_look.record(look, by=cast.wang, at=make.moment(2020, 6, 2), result="rebound", found="又堵了")
    assert len(said(cast.wang, {"tab": ["all"]})[0]) == len(before[0]) + 1
    assert way.cast is cast
