"""开办: an empty instance has nobody who could make anybody; the server's console does it, through the commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from yidan.kernel.errors import Invalid
from yidan.kernel.policy import Role
from yidan.kernel.values import beijing_day
from yidan.people.commands import person, role, unit
from yidan.people.console import CONSOLE, is_founded
from yidan.people.models import Person, Unit, UnitKind


@dataclass(frozen=True)
class Founded:
    """What an instance begins with."""

    office: Unit
    system_admin: Person
    security_admin: Person


def found(
    at: datetime,
    *,
    office: str,
    short_name: str = "市项目办",
    system_admin: tuple[str, str, str] = ("系统管理员", "admin", ""),
    security_admin: tuple[str, str, str] = ("安全管理员", "security", ""),
    must_change_password: bool | None = None,
) -> Founded:
    """Make the office and its two administrators, each (name, username, password); refused where there are some."""
    if is_founded():
        raise Invalid(_("本系统已经开办；人员和角色请由系统管理员、安全管理员办理。"))
    if (home := Unit.objects.filter(name=office).first()) is None:
        home = unit.register(
            None, by=CONSOLE, at=at, name=office, short_name=short_name, kind=UnitKind.OFFICE, protocol_order=1
        )
    made = []
    for (name, username, password), kind in (
        (system_admin, Role.SYSTEM_ADMIN),
        (security_admin, Role.SECURITY_ADMIN),
    ):
        each = person.register(
            home, by=CONSOLE, at=at, name=name, username=username, password=password,
            must_change_password=must_change_password,
        )  # fmt: skip
        role.grant(each, by=CONSOLE, at=at, role=kind, unit=home, since_on=beijing_day(at))
        made.append(each)
    return Founded(home, *made)
