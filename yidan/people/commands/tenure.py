"""任期: steps that several commands share when a role begins or ends. Not commands themselves."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from yidan.kernel.errors import Invalid
from yidan.kernel.policy import Role
from yidan.people.models import Person, RoleHolding, Unit
from yidan.people.rules import apart_from


def open_roles(person: Person) -> list[RoleHolding]:
    """The roles held now, in the order of granting."""
    return list(
        RoleHolding.objects.live().filter(person=person, until_on__isnull=True).select_related("unit").order_by("id")
    )


def begin(person: Person, role: Role, unit: Unit, since_on: date, *, recorded_at: datetime) -> RoleHolding:
    """Let `person` hold `role` in `unit` from a day on, unless already held or the roles exclude each other."""
    Person.objects.select_for_update().get(pk=person.pk)
    if not person.is_active:
        raise Invalid(_("%(person)s已停用，不能授予角色。") % {"person": person}, field="person")
    if not unit.is_active:
        raise Invalid(_("%(unit)s已停用，请改选单位。") % {"unit": unit}, field="unit")
    held = list(RoleHolding.objects.live().filter(person=person))
    during = [each for each in held if each.until_on is None or each.until_on >= since_on]
    if other := apart_from(role, [each.role for each in during]):
        raise Invalid(
            _("%(role)s与%(other)s不能由同一人担任(三员分立)；请另选一人，或先收回%(other)s。")
            % {"role": role.label, "other": other.label},
            field="role",
        )
    same = [each for each in during if each.role == role and each.unit_id == unit.pk]
    for each in same:
        if each.until_on is not None and each.since_on == since_on:  # ended on the day it began, and begun again
            person.forget_roles()
            return each.superseded_by(recorded_at=recorded_at, until_on=None)
    if any(each.until_on is None or each.until_on > since_on for each in same):
        raise Invalid(
            _("%(person)s在%(unit)s已是%(role)s，不必重复授予。")
            % {"person": person, "unit": unit, "role": role.label},
            field="role",
        )
    person.forget_roles()
    return RoleHolding.record(recorded_at=recorded_at, person=person, role=role, unit=unit, since_on=since_on)


def end(holding: RoleHolding, until_on: date, *, recorded_at: datetime) -> RoleHolding:
    """Let a role end with a day (the last one on which it is held)."""
    if until_on < holding.since_on:
        raise Invalid(
            _("结束日期不能早于任职日期%(since)s。") % {"since": holding.since_on.isoformat()}, field="until_on"
        )
    holding.person.forget_roles()
    return holding.superseded_by(recorded_at=recorded_at, until_on=until_on)


def last_day(holding: RoleHolding, day: date) -> date:
    """The last day of a role that passes to another on `day`: the day before, unless it began that very day."""
    return max(holding.since_on, day - timedelta(days=1))
