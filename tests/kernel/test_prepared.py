"""A question written once says the same as the queryset."""

from datetime import date

import pytest

from tests import make
from tests.cast import assemble
from yidan.kernel.journal import Entry
from yidan.kernel.prepared import TEXT, Prepared
from yidan.kernel.values import Month
from yidan.ledger.commands import stage
from yidan.ledger.models import Profile, StageMark
from yidan.progress.models import Progress

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    cast = assemble()
    one, other = make.project(cast), make.project(cast, contact_leader=cast.he)
    for project in (one, other):
        make.plan(cast, project)
        make.accepted(cast, project, Month(2020, 5), 100)
        stage.record(project, by=cast.wang, at=make.moment(2020, 6, 1), mark="started", happened_on=date(2020, 5, 4))
    return one, other


ABOUT = {
    "plain": lambda pk: StageMark.objects.live().filter(project=pk).order_by("happened_on", "id"),
    "some fields": lambda pk: Progress.objects.live().filter(project__in=[pk]).only("month", "invested_wan"),
    "related": lambda pk: Profile.objects.filter(project=pk).select_related(
        "project__parent__profile", "owner_unit", "contact_leader"
    ),
    "part": lambda pk: Entry.objects.filter(project_id=pk).order_by("-at", "-id")[:3],
    "none": lambda pk: StageMark.objects.filter(project=pk, mark="withdrawn"),
}


@pytest.mark.parametrize("name", ABOUT)
def test_what_was_written_once_says_the_same_of_every_key(two, name, django_assert_num_queries):
    prepared = Prepared(ABOUT[name])
    for project in (*two, two[0]):
        asked = list(ABOUT[name](project.pk))
        with django_assert_num_queries(1):
            found = prepared.of(project.pk)
        assert [_whole(each) for each in found] == [_whole(each) for each in asked]
        assert [each.get_deferred_fields() for each in found] == [each.get_deferred_fields() for each in asked]


def _whole(row):
    """Every field that was read, and of what was read beside it."""
    fields = {name: value for name, value in vars(row).items() if name != "_state"}
    beside = {name: each and vars(each).keys() for name, each in row._state.fields_cache.items()}
    return fields, beside, [_whole(each) for each in row._state.fields_cache.values() if each]


def test_nothing_beside_the_key_is_asked_for_what_comes_with_it(two, django_assert_num_queries):
    prepared = Prepared(ABOUT["related"])
    with django_assert_num_queries(1):
        (profile,) = prepared.of(two[1].pk)
        assert (profile.project.parent, str(profile.owner_unit), str(profile.contact_leader)) == (
            None, "渌江投资", "何市长"
        )  # fmt: skip


def test_a_key_of_text_is_asked_for_as_it_is_written(two):
    prepared = Prepared(lambda key: Profile.objects.filter(name=key), TEXT)
    names = [Profile.objects.get(project=each).name for each in two]
    for name in (*names, "' OR ''='", "%s", TEXT + "x", ""):
        assert [each.pk for each in prepared.of(name)] == [each.pk for each in Profile.objects.filter(name=name)]
