"""角色: grant and end. Only the security administrator does (domain.md §12)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from yidan.kernel.command import command
from yidan.kernel.errors import Invalid, Stale
from yidan.kernel.journal import Note, note
from yidan.kernel.policy import Role
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.people.commands import tenure
from yidan.people.models import Person, RoleHolding, Unit


@command(Verb.ROLE_GRANT)
def grant(
    person: Person, *, by: Any, at: datetime, recorded_at: datetime, role: str, unit: Unit, since_on: date
) -> Note:
    """授予角色 from a day on, today or earlier; nobody grants one to themselves."""
    if role not in Role.values:
        raise Invalid(_("请选择角色。"), field="role")
    if person.pk == by.pk:
        raise Invalid(_("不能给自己授予角色，请由另一名安全管理员办理。"), field="person")
    if since_on > beijing_day(at):
        raise Invalid(_("任职日期不能晚于今天；到任当天再授予。"), field="since_on")
    holding = tenure.begin(person, Role(role), unit, since_on, recorded_at=recorded_at)
    return note(holding, person=person, role=Role(role).label, unit=unit.name, since_on=since_on)


@command(Verb.ROLE_END)
def end(
    holding: RoleHolding, *, by: Any, at: datetime, recorded_at: datetime, until_on: date, reason: str = ""
) -> Note:
    """收回角色: the last day on which it is held, today or earlier."""
    if holding.until_on is not None:
        raise Stale(_("这个角色已经收回，请刷新后再看。"))
    if until_on > beijing_day(at):
        raise Invalid(_("结束日期不能晚于今天；离任当天再收回。"), field="until_on")
    if not reason.strip():
        raise Invalid(_("请写明收回角色的原因。"), field="reason")
    if holding.role == Role.SECURITY_ADMIN and _is_last(holding):
        raise Invalid(_("这是最后一名安全管理员；请先授予另一人，再收回。"), field="until_on")
    ended = tenure.end(holding, until_on, recorded_at=recorded_at)
    return note(
        ended,
        person=holding.person,
        role=holding.get_role_display(),
        unit=holding.unit.name,
        until_on=until_on,
        reason=reason.strip(),
    )


def _is_last(holding: RoleHolding) -> bool:
    others = RoleHolding.objects.live().filter(role=holding.role, until_on__isnull=True, person__is_active=True)
    return not others.exclude(person=holding.person).exists()
