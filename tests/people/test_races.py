"""Two at once: what must exclude each other does so also when nobody waits (PostgreSQL; SQLite has one writer)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection

from tests.cast import AT, assemble
from yidan.kernel.errors import Refused
from yidan.kernel.journal import Entry
from yidan.kernel.policy import Role
from yidan.people.commands import person, role
from yidan.people.models import Person, RoleHolding

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*acts):
    """Run the acts at the same moment; each gives "done" or "refused"."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait()
            act()
            return "done"
        except Refused:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def test_two_roles_that_exclude_each_other_are_not_both_granted():
    cast = assemble()
    someone = person.register(cast.office, by=cast.guan, at=AT, name="周新")

    def grants(what):
        fresh = Person.objects.get(pk=someone.pk)
        return lambda: role.grant(fresh, by=cast.an, at=AT, role=what, unit=cast.office, since_on=date(2020, 1, 1))

    assert at_once(grants(Role.AUDITOR), grants(Role.SUPERVISOR)) == ["done", "refused"]
    assert RoleHolding.objects.live().filter(person=someone).count() == 1


def test_two_hand_overs_at_once_pass_the_role_on_once():
    cast = assemble()
    successors = [person.register(cast.owner, by=cast.guan, at=AT, name=name) for name in ("李一", "李二")]
    later = AT + timedelta(days=100)

    def hands_over(to):
        return lambda: person.hand_over(cast.li, by=cast.wang, at=later, successor=to)

    assert at_once(*map(hands_over, successors)) == ["done", "refused"]
    assert RoleHolding.objects.live().filter(role=Role.REPORTER, unit=cast.owner, until_on__isnull=True).count() == 1
    assert Entry.objects.filter(verb="person.hand_over").count() == 1
