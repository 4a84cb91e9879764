"""Units, persons and roles through their commands."""

from datetime import date, timedelta

import pytest

from tests.cast import AT, SINCE
from yidan.kernel.errors import Invalid, NotPermitted, Refused, Stale
from yidan.kernel.journal import Entry
from yidan.kernel.policy import Role
from yidan.kernel.values import beijing_day
from yidan.people import founding
from yidan.people.commands import person, role, unit
from yidan.people.console import CONSOLE
from yidan.people.models import Person, RankingGroup, RoleHolding, Unit, UnitKind
from yidan.people.queries import roles_on

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=100)
TODAY = beijing_day(LATER)


def roles_of(someone):
    someone = Person.objects.get(pk=someone.pk)
    return sorted(someone.holds())


def test_the_cast_assembles_and_each_holds_one_role(cast):
    names = ("he", "wang", "chen", "tong", "shen", "lin", "bu", "li", "zhao", "guan", "an")
    assert [role for name in names for role, _unit in getattr(cast, name).holds()] == [
        "leader", "supervisor", "inspector", "statistics_reader", "auditor", "county_reviewer",
        "department_reviewer", "reporter", "reporter", "system_admin", "security_admin",
    ]  # fmt: skip


# --- founding ---


def test_an_empty_instance_is_founded_by_the_console_and_the_journal_says_so():
    founded = founding.found(AT, office="某市重点办", system_admin=("管", "guan", "Chuang-ye-2020"))
    entries = Entry.objects.order_by("id").values_list("verb", "actor_id", "actor_name")
    assert list(entries) == [
        ("unit.register", 0, "系统"),
        ("person.register", 0, "系统"), ("role.grant", 0, "系统"),
        ("person.register", 0, "系统"), ("role.grant", 0, "系统"),
    ]  # fmt: skip
    assert roles_of(founded.system_admin) == [("system_admin", founded.office.pk)]
    assert roles_of(founded.security_admin) == [("security_admin", founded.office.pk)]
    assert founded.system_admin.check_password("Chuang-ye-2020")
    assert founded.system_admin.must_change_password


def test_a_founded_instance_is_not_founded_again(cast):
    with pytest.raises(Invalid):
        founding.found(LATER, office="另一个办公室")
    assert Unit.objects.filter(name="另一个办公室").count() == 0


def test_after_the_founding_the_console_makes_accounts_but_grants_nothing(cast):
    made = person.register(cast.office, by=CONSOLE, at=LATER, name="新来的")
    with pytest.raises(NotPermitted):
        role.grant(made, by=CONSOLE, at=LATER, role=Role.SUPERVISOR, unit=cast.office, since_on=TODAY)
    assert roles_of(made) == []


# --- units ---


def test_a_renamed_unit_keeps_its_old_name_and_needs_a_reason(cast):
    with pytest.raises(Invalid) as refusal:
        unit.change(cast.bureau, by=cast.guan, at=LATER, name="株洲市住房城乡建设局")
    assert refusal.value.field == "reason"
    changed = unit.change(cast.bureau, by=cast.guan, at=LATER, name="株洲市住房城乡建设局", reason="株编发〔2020〕1号")
    assert changed.former_names == "株洲市住房和城乡建设局"
    entry = Entry.objects.order_by("-id").first()
    assert entry.facts["changes"] == {"name": ["株洲市住房和城乡建设局", "株洲市住房城乡建设局"]}


def test_nothing_changed_is_refused_and_leaves_no_trace(cast):
    before = Entry.objects.count()
    with pytest.raises(Invalid):
        unit.change(cast.county, by=cast.guan, at=LATER, short_name=cast.county.short_name)
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "醴陵市"}, "name"),
        ({"kind": "kingdom"}, "kind"),
        ({"region_code": "4302"}, "region_code"),
        ({"is_assessed": True}, "ranking_group"),
        ({"ranking_group": "best"}, "ranking_group"),
    ],
)
def test_an_unsound_unit_is_refused_at_its_field(cast, wrong, field):
    with pytest.raises(Invalid) as refusal:
        unit.register(None, by=cast.guan, at=LATER, **{"name": "某单位", "kind": UnitKind.OTHER, **wrong})
    assert refusal.value.field == field


def test_an_assessed_unit_needs_no_region_code(cast):
    """经开区 has none (domain.md §5.3)."""
    made = unit.register(
        None, by=cast.wang, at=LATER, name="株洲经开区", kind=UnitKind.PARK, is_assessed=True,
        ranking_group=RankingGroup.COUNTY,
    )  # fmt: skip
    assert (made.region_code, made.is_assessed) == ("", True)


def test_a_unit_is_never_under_itself(cast):
    below = unit.register(cast.county, by=cast.guan, at=LATER, name="醴陵市发改局", kind=UnitKind.DEPARTMENT)
    for wrong in (below, cast.county):
        with pytest.raises(Invalid) as refusal:
            unit.change(cast.county, by=cast.guan, at=LATER, parent=wrong)
        assert refusal.value.field == "parent"


def test_a_unit_with_people_is_not_switched_off(cast):
    with pytest.raises(Invalid):
        unit.change(cast.owner, by=cast.guan, at=LATER, is_active=False, reason="注销")
    person.retire(cast.li, by=cast.guan, at=LATER, reason="离职")
    assert not unit.change(cast.owner, by=cast.guan, at=LATER, is_active=False, reason="注销").is_active


# --- persons ---


def test_usernames_are_unique_whatever_their_case(cast):
    with pytest.raises(Invalid) as refusal:
        person.register(cast.office, by=cast.guan, at=LATER, name="另一个王", username="WANG")
    assert refusal.value.field == "username"


def test_the_journal_keeps_no_more_of_a_phone_than_outsiders_see(cast):
    person.change(cast.li, by=cast.guan, at=LATER, phone="13907331234")
    assert Entry.objects.order_by("-id").first().facts["changes"] == {"phone": ["138****0040", "139****1234"]}


def test_who_holds_a_role_does_not_move_to_another_unit(cast):
    with pytest.raises(Invalid) as refusal:
        person.change(cast.li, by=cast.guan, at=LATER, unit=cast.other_owner)
    assert refusal.value.field == "unit"
    assert str(refusal.value) == "李工还是业主填报员；请先移交或收回角色，再变更单位。"


def test_retiring_ends_every_role_today_and_keeps_the_name_in_history(cast):
    person.retire(cast.li, by=cast.guan, at=LATER, reason="退休")
    li = Person.objects.get(pk=cast.li.pk)
    assert (li.is_active, roles_of(li)) == (False, [])
    assert [each.until_on for each in RoleHolding.objects.live().filter(person=li)] == [TODAY]
    with pytest.raises(Stale):
        person.retire(cast.li, by=cast.guan, at=LATER, reason="退休")


def test_nobody_retires_themselves_or_a_security_administrator(cast):
    for someone in (cast.guan, cast.an):
        with pytest.raises(Invalid):
            person.retire(someone, by=cast.guan, at=LATER, reason="离职")


# --- passwords ---


def test_a_first_password_is_to_be_changed_and_is_never_in_the_journal(cast):
    made = person.register(cast.office, by=cast.guan, at=LATER, name="周新", username="zhou", password="Lu-jiang-7788")
    assert made.must_change_password
    person.change_password(made, by=made, at=LATER, old="Lu-jiang-7788", new="Xiang-jiang-99")
    assert not Person.objects.get(pk=made.pk).must_change_password
    assert Person.objects.get(pk=made.pk).check_password("Xiang-jiang-99")
    words = str(list(Entry.objects.values_list("facts", flat=True)))
    assert ("Lu-jiang" in words, "Xiang-jiang" in words) == (False, False)


@pytest.mark.parametrize("weak", ["sHort1", "Password1", "Zhouxin-1", "lujiang7788", "LUJIANG-LUJIANG"])
def test_weak_passwords_are_refused_with_words(cast, weak):
    with pytest.raises(Invalid) as refusal:
        person.register(cast.office, by=cast.guan, at=LATER, name="周新", username="zhouxin", password=weak)
    assert refusal.value.field == "password"
    assert str(refusal.value) != ""


def test_only_oneself_changes_ones_password_and_only_knowing_the_old_one(cast):
    person.set_password(cast.li, by=cast.guan, at=LATER, password="Lu-jiang-7788")
    with pytest.raises(NotPermitted):
        person.change_password(cast.li, by=cast.guan, at=LATER, old="Lu-jiang-7788", new="Xiang-jiang-99")
    with pytest.raises(Invalid) as refusal:
        person.change_password(cast.li, by=cast.li, at=LATER, old="wrong", new="Xiang-jiang-99")
    assert refusal.value.field == "old"


def test_the_system_administrator_cannot_take_over_a_guardian(cast):
    for guardian in (cast.an, cast.shen):
        with pytest.raises(NotPermitted):
            person.set_password(guardian, by=cast.guan, at=LATER, password="Lu-jiang-7788")
        person.set_password(guardian, by=CONSOLE, at=LATER, password="Lu-jiang-7788")
        assert Person.objects.get(pk=guardian.pk).check_password("Lu-jiang-7788")


# --- roles ---


def test_the_three_stand_apart_from_each_other_and_from_every_other_role(cast):
    apart = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)
    for someone in (cast.guan, cast.shen, cast.wang):
        for what in (
            apart
            if someone is cast.wang
            else [each for each in Role if (each.value,) not in [(held,) for held, _unit in someone.holds()]]
        ):
            with pytest.raises(Invalid) as refusal:
                role.grant(someone, by=cast.an, at=LATER, role=what, unit=cast.office, since_on=TODAY)
            assert refusal.value.field == "role"
    assert RoleHolding.objects.count() == 11


def test_the_system_administrator_makes_no_auditor(cast):
    made = person.register(cast.office, by=cast.guan, at=LATER, name="审二")
    with pytest.raises(NotPermitted):
        role.grant(made, by=cast.guan, at=LATER, role=Role.AUDITOR, unit=cast.office, since_on=TODAY)
    role.grant(made, by=cast.an, at=LATER, role=Role.AUDITOR, unit=cast.office, since_on=TODAY)
    assert roles_of(made) == [("auditor", cast.office.pk)]


def test_nobody_grants_a_role_to_themselves(cast):
    with pytest.raises(Invalid):
        role.grant(cast.an, by=cast.an, at=LATER, role=Role.LEADER, unit=cast.office, since_on=TODAY)


def test_the_last_security_administrator_stays(cast):
    holding = RoleHolding.objects.live().get(person=cast.an)
    with pytest.raises(Invalid):
        role.end(holding, by=cast.an, at=LATER, until_on=TODAY, reason="调离")


def test_roles_are_known_for_each_day(cast):
    holding = RoleHolding.objects.live().get(person=cast.li)
    ended = role.end(holding, by=cast.an, at=LATER, until_on=TODAY, reason="调岗")
    assert [roles_of(cast.li), [each.pk for each in roles_on(cast.li, TODAY)]] == [[], [ended.pk]]
    assert roles_on(cast.li, TODAY + timedelta(days=1)) == []
    assert roles_on(cast.li, SINCE - timedelta(days=1)) == []
    # As known the day before the end was recorded, the role had no end.
    assert [each.until_on for each in roles_on(cast.li, TODAY, as_of=LATER - timedelta(days=1))] == [None]


def test_a_role_neither_begins_nor_ends_in_the_future(cast):
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(Invalid):
        role.grant(cast.lin, by=cast.an, at=LATER, role=Role.COUNTY_REVIEWER, unit=cast.other_county, since_on=tomorrow)
    with pytest.raises(Invalid):
        role.end(RoleHolding.objects.live().get(person=cast.li), by=cast.an, at=LATER, until_on=tomorrow, reason="调岗")


def test_a_role_is_held_once_at_a_time_and_can_come_again(cast):
    with pytest.raises(Invalid):
        role.grant(cast.li, by=cast.an, at=LATER, role=Role.REPORTER, unit=cast.owner, since_on=TODAY)
    first = RoleHolding.objects.live().get(person=cast.li)
    role.end(first, by=cast.an, at=LATER, until_on=SINCE, reason="误授")
    again = role.grant(cast.li, by=cast.an, at=LATER, role=Role.REPORTER, unit=cast.owner, since_on=SINCE)
    assert (again.since_on, again.until_on) == (SINCE, None)
    assert roles_of(cast.li) == [("reporter", cast.owner.pk)]


# --- hand-over ---


def colleague(cast, name="李接手"):
    return person.register(cast.owner, by=cast.guan, at=LATER, name=name)


def test_a_hand_over_passes_the_role_on_today_and_keeps_the_old_name(cast):
    successor = colleague(cast)
    person.hand_over(cast.li, by=cast.wang, at=LATER, successor=successor, reason="轮岗")
    assert (roles_of(cast.li), roles_of(successor)) == ([], [("reporter", cast.owner.pk)])
    ended = RoleHolding.objects.live().get(person=cast.li)
    began = RoleHolding.objects.live().get(person=successor)
    assert (ended.until_on, began.since_on) == (date(2020, 4, 10), date(2020, 4, 11))
    assert Person.objects.get(pk=cast.li.pk).successor == successor
    entry = Entry.objects.get(verb="person.hand_over")
    assert (entry.facts["name"], entry.facts["successor"], entry.facts["moved"]["角色"]) == ("李工", "李接手", 1)


def test_hand_overs_that_make_no_sense_are_refused_and_leave_no_trace(cast):
    retired = colleague(cast, "已退")
    person.retire(retired, by=cast.guan, at=LATER, reason="退休")
    before = Entry.objects.count()
    for successor in (cast.li, retired, cast.zhao):
        with pytest.raises(Refused):
            person.hand_over(cast.li, by=cast.guan, at=LATER, successor=successor)
    with pytest.raises(NotPermitted):
        person.hand_over(cast.li, by=cast.lin, at=LATER, successor=cast.zhao)
    assert (Entry.objects.count(), roles_of(cast.li)) == (before, [("reporter", cast.owner.pk)])


def test_who_makes_accounts_gives_no_role_to_one_they_made(cast):
    """Else the system administrator would grant roles past the security administrator (domain.md §12)."""
    made = colleague(cast)
    with pytest.raises(Invalid) as refusal:
        person.hand_over(cast.li, by=cast.guan, at=LATER, successor=made)
    assert refusal.value.field == "successor"
    role.grant(made, by=cast.an, at=LATER, role=Role.REPORTER, unit=cast.owner, since_on=TODAY)
    person.hand_over(cast.li, by=cast.guan, at=LATER, successor=made)
    assert (roles_of(cast.li), roles_of(made)) == ([], [("reporter", cast.owner.pk)])


def test_the_office_may_hand_over_across_units(cast):
    person.hand_over(cast.li, by=cast.wang, at=LATER, successor=cast.zhao, reason="项目移交攸县")
    assert roles_of(cast.zhao) == sorted([("reporter", cast.owner.pk), ("reporter", cast.other_owner.pk)])


def test_a_guardians_role_is_not_handed_over(cast):
    successor = person.register(cast.office, by=cast.guan, at=LATER, name="审二")
    with pytest.raises(Invalid):
        person.hand_over(cast.shen, by=cast.guan, at=LATER, successor=successor)
    with pytest.raises(Invalid):
        person.hand_over(cast.wang, by=cast.guan, at=LATER, successor=cast.shen)
    assert (roles_of(cast.shen), roles_of(cast.wang)) == (
        [("auditor", cast.office.pk)],
        [("supervisor", cast.office.pk)],
    )


def test_a_hand_over_twice_with_one_key_is_one_act(cast):
    from uuid import uuid4

    key, successor = uuid4(), colleague(cast)
    for _again in range(2):
        person.hand_over(cast.li, by=cast.wang, at=LATER, successor=successor, key=key)
    assert Entry.objects.filter(verb="person.hand_over").count() == 1
