"""人员: register, change, retire, passwords, and the hand-over to a successor."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from yidan.kernel import holdings, once
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid, NotPermitted, Stale
from yidan.kernel.journal import Note, note
from yidan.kernel.policy import Role
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.people.commands import tenure
from yidan.people.commands.changes import apply
from yidan.people.console import is_console
from yidan.people.models import Person, Unit
from yidan.people.rules import KEPT_APART, USERNAME, masked_phone

FIELDS = ("name", "username", "post", "phone", "unit", "protocol_order", "is_active")


@command(Verb.PERSON_REGISTER)
def register(
    unit: Unit | None,
    *,
    by: Any,
    at: datetime,
    name: str,
    username: str = "",
    post: str = "",
    phone: str = "",
    password: str = "",
    protocol_order: int = 9999,
    must_change_password: bool | None = None,
) -> Note:
    """登记人员. Without a password nobody can log in as them; a first password is changed at the first log-in."""
    person = Person(
        unit=unit,
        name=name.strip(),
        username=username.strip().lower() or None,
        post=post.strip(),
        phone=phone.strip(),
        protocol_order=protocol_order,
        must_change_password=bool(password) if must_change_password is None else must_change_password,
    )
    _require_sound(person)
    if password:
        _set(person, password)
    else:
        person.set_unusable_password()
    person.save()
    return note(person, name=person.name, username=person.username, unit=unit and unit.name, post=person.post)


@command(Verb.PERSON_CHANGE)
def change(person: Person, *, by: Any, at: datetime, reason: str = "", **changes: Any) -> Note:
    """变更人员. Who still holds a role somewhere does not change units: hand over first."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if "username" in changes:
        changes["username"] = (changes["username"] or "").strip().lower() or None
    differing = apply(person, changes, FIELDS)
    if "unit" in differing and (roles := tenure.open_roles(person)):
        raise Invalid(
            _("%(person)s还是%(roles)s；请先移交或收回角色，再变更单位。")
            % {"person": person, "roles": "、".join(each.get_role_display() for each in roles)},
            field="unit",
        )
    if "is_active" in differing and not person.is_active:
        raise Invalid(_("停用请用“停用人员”办理。"), field="is_active")
    _require_sound(person)
    person.save()
    if "phone" in differing:  # the journal is for ever: no more of a phone in it than outsiders see
        differing["phone"] = [masked_phone(each) for each in differing["phone"]]
    return note(person, name=person.name, changes=differing, reason=reason.strip())


@command(Verb.PERSON_RETIRE)
def retire(person: Person, *, by: Any, at: datetime, recorded_at: datetime, reason: str) -> Note:
    """停用人员: every role ends today, log-in ends at once; what they did stays under their name."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if not person.is_active:
        raise Stale(_("%(person)s已经停用。") % {"person": person})
    if person.pk == by.pk:
        raise Invalid(_("不能停用自己的账号，请由另一名系统管理员办理。"))
    if not reason.strip():
        raise Invalid(_("请写明停用的原因。"), field="reason")
    roles = tenure.open_roles(person)
    if any(each.role == Role.SECURITY_ADMIN for each in roles):
        raise Invalid(_("%(person)s是安全管理员；请先由安全管理员收回角色，再停用。") % {"person": person})
    today = beijing_day(at)
    for each in roles:
        tenure.end(each, max(today, each.since_on), recorded_at=recorded_at)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    person.is_active = False
    ended = [f"{each.get_role_display()}({each.unit})" for each in roles]
    return note(person, name=person.name, roles_ended=ended or None, reason=reason.strip())


@command(Verb.PERSON_SET_PASSWORD)
def set_password(person: Person, *, by: Any, at: datetime, password: str) -> Note:
    """重置密码; the person changes it at the next log-in. Nobody takes over a guardian's account this way."""
    guarded = {Role(each.role) for each in tenure.open_roles(person)} & {Role.SECURITY_ADMIN, Role.AUDITOR}
    if guarded and not is_console(by):
        raise NotPermitted(
            _("%(role)s的密码不能由系统管理员重置，请在服务器上用 yidan createuser 命令办理。")
            % {"role": "、".join(str(role.label) for role in guarded)}
        )
    if not person.username:
        raise Invalid(_("%(person)s没有登录名，请先补登。") % {"person": person}, field="username")
    _set(person, password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    return note(person, name=person.name)


@command(Verb.PERSON_CHANGE_PASSWORD)
def change_password(person: Person, *, by: Any, at: datetime, old: str, new: str) -> Note:
    """修改密码: one's own, knowing the old one."""
    if not person.check_password(old):
        raise Invalid(_("原密码不对，请重新输入。"), field="old")
    if old == new:
        raise Invalid(_("新密码与原密码相同，请另设一个。"), field="new")
    _set(person, new, field="new")
    person.must_change_password = False
    person.save(update_fields=["password", "must_change_password"])
    return note(person, name=person.name)


@command(Verb.PERSON_HAND_OVER)
def hand_over(
    person: Person, *, by: Any, at: datetime, recorded_at: datetime, successor: Person, reason: str = ""
) -> Note:
    """移交: every role and all that is open goes to the successor in one act; history keeps the old name.

    The roles end the day before and begin today. Within one unit; to another unit only by the project office.
    """
    locked = Person.objects.select_for_update().in_bulk(sorted({person.pk, successor.pk}))
    person, successor = locked[person.pk], locked[successor.pk]
    refuse_hand_over(person, successor, by)
    today = beijing_day(at)
    roles = tenure.open_roles(person)
    for each in roles:
        tenure.end(each, tenure.last_day(each, today), recorded_at=recorded_at)
        _begin_unless_held(successor, each, today, recorded_at=recorded_at)
    moved = {
        str(kind.label): count
        for kind in holdings.REGISTRY
        if (count := kind.move(person, successor, by=by, at=at, recorded_at=recorded_at))
    }
    if not roles and not moved:
        raise Invalid(_("%(person)s名下没有可移交的事项。") % {"person": person})
    Person.objects.filter(pk=person.pk).update(successor=successor)
    person.successor = successor
    counts = {_("角色"): len(roles), **moved} if roles else moved
    return note(person, name=person.name, successor=successor.name, moved=counts, reason=reason.strip())


def refuse_hand_over(person: Person, successor: Person, by: Any) -> None:
    """Raise the reason why `person` may not hand over to `successor`; silent where they may."""
    if person.pk == successor.pk:
        raise Invalid(_("不能移交给本人，请另选接手人。"), field="successor")
    if not successor.is_active:
        raise Invalid(_("%(successor)s已停用，请另选接手人。") % {"successor": successor}, field="successor")
    if person.unit_id != successor.unit_id and not is_role(by, Role.SUPERVISOR):
        raise Invalid(
            _("%(successor)s不在%(unit)s；跨单位移交须由市项目办办理。")
            % {"successor": successor, "unit": person.unit or _("同一单位")},
            field="successor",
        )
    roles = tenure.open_roles(person)
    if roles and not is_role(by, Role.SUPERVISOR) and not tenure.open_roles(successor):
        # else who makes accounts could give a role to one they made, past the security administrator (domain.md §12)
        raise Invalid(
            _("%(successor)s还没有任何角色；请安全管理员先授予，或由市项目办办理移交。") % {"successor": successor},
            field="successor",
        )
    if apart := [each for each in roles if Role(each.role) in KEPT_APART]:
        raise Invalid(
            _("%(role)s不随移交，请由安全管理员先收回，再授予接手人。") % {"role": apart[0].get_role_display()},
            field="successor",
        )


def is_role(by: Any, role: Role) -> bool:
    """Whether the actor holds a role anywhere."""
    return any(held == role for held, _unit in by.holds())


def _begin_unless_held(successor: Person, holding: Any, since_on: Any, *, recorded_at: datetime) -> None:
    held = [
        each for each in tenure.open_roles(successor) if (each.role, each.unit_id) == (holding.role, holding.unit_id)
    ]
    if not held:
        tenure.begin(successor, Role(holding.role), holding.unit, since_on, recorded_at=recorded_at)


def _set(person: Person, password: str, *, field: str = "password") -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Invalid("".join(str(message) for message in error.messages), field=field) from None
    # A load gives its whole cast the same one: a hash is a quarter of a second.
    person.password = once.ask(f"hash of {password}", lambda: make_password(password))


def _require_sound(person: Person) -> None:
    if not person.name:
        raise Invalid(_("请填写姓名。"), field="name")
    if person.username:
        if not USERNAME.fullmatch(person.username):
            raise Invalid(_("登录名用2至40个小写字母、数字、点、下划线或连字符，以字母或数字开头。"), field="username")
        if Person.objects.filter(username=person.username).exclude(pk=person.pk).exists():
            raise Invalid(_("登录名“%(name)s”已有人用，请换一个。") % {"name": person.username}, field="username")
