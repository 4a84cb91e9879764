"""A hand-over passes on everything that is open, of whichever room, in one act."""

from datetime import date, timedelta

import pytest

from tests import make
from tests.cast import AT
from yidan.kernel import holdings
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Entry
from yidan.kernel.values import Month
from yidan.people.commands import person
from yidan.people.models import Person
from yidan.people.queries import held_by, roles_in_time
from yidan.progress.models import MonthlyReport

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=200)


def moved():
    return Entry.objects.get(verb="person.hand_over").facts["moved"]


def test_the_preview_counts_what_then_moves(cast):
    successor = person.register(cast.owner, by=cast.guan, at=AT, name="李接手")
    project = make.project(cast)
    make.report(cast, project, Month(2020, 5))
    preview = {label: count for label, count in held_by(cast.li) if count}
    person.hand_over(cast.li, by=cast.wang, at=LATER, successor=successor)
    assert moved() == {"角色": 1, **preview}
    assert [each.reporter for each in MonthlyReport.objects.all()] == [successor]
    assert [count for _label, count in held_by(cast.li) if count] == []


def test_a_leaders_projects_go_to_the_next_leader_and_history_keeps_the_name(cast):
    next_leader = person.register(cast.office, by=cast.guan, at=AT, name="周市长", post="副市长")
    projects = [make.project(cast, contact_leader=cast.he) for _each in range(3)]
    before = LATER - timedelta(days=1)
    person.hand_over(cast.he, by=cast.wang, at=LATER, successor=next_leader, reason="分工调整")
    assert moved() == {"角色": 1, "联系项目": 3}
    for project in projects:
        project.refresh_from_db()
        assert project.profile.contact_leader == next_leader
        assert project.profiles.known_at(before).get().contact_leader == cast.he


def test_what_the_successor_already_holds_is_not_doubled(cast):
    from yidan.kernel.policy import Role
    from yidan.people.commands import role

    successor = person.register(cast.owner, by=cast.guan, at=AT, name="李接手")
    role.grant(successor, by=cast.an, at=AT, role=Role.REPORTER, unit=cast.owner, since_on=date(2020, 1, 1))
    person.hand_over(cast.li, by=cast.wang, at=LATER, successor=successor)
    assert [(each.role, each.since_on) for each in roles_in_time(successor)] == [("reporter", date(2020, 1, 1))]


def test_one_kind_that_fails_undoes_the_whole(cast, monkeypatch):
    successor = person.register(cast.owner, by=cast.guan, at=AT, name="李接手")
    project = make.project(cast)
    make.report(cast, project, Month(2020, 5))

    def refuses(*_args, **_more):
        raise Invalid("这一类现在不能移交。")

    monkeypatch.setattr(holdings, "REGISTRY", [*holdings.REGISTRY, holdings.Holding("试", refuses)])
    with pytest.raises(Invalid):
        person.hand_over(cast.li, by=cast.wang, at=LATER, successor=successor)
    assert list(Person.objects.get(pk=cast.li.pk).holds()) == [("reporter", cast.owner.pk)]
    assert [each.reporter for each in MonthlyReport.objects.all()] == [cast.li]


def test_who_holds_nothing_has_nothing_to_hand_over(cast):
    idle = person.register(cast.owner, by=cast.guan, at=AT, name="李闲")
    with pytest.raises(Invalid):
        person.hand_over(idle, by=cast.wang, at=LATER, successor=cast.li)
