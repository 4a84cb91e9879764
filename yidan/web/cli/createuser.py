"""`yidan createuser`: make an account at the server, or give one a new password."""

from __future__ import annotations

import sys
from typing import Any

import click

from yidan.web.cli import acting, home
from yidan.web.cli.language import _

ROLES = (
    "leader", "supervisor", "county_reviewer", "department_reviewer", "reporter", "inspector", "statistics_reader",
    "auditor", "system_admin", "security_admin",
)  # fmt: skip


@click.command(help=_("建一个登录账号；已有该登录名时重置密码。角色由安全管理员授予(--granted-by)。"))
@click.argument("username")
@click.option("--name", help=_("姓名。"))
@click.option("--unit", "unit_name", help=_("单位名称(须已登记)；默认为项目办。"))
@click.option("--role", type=click.Choice(ROLES), help=_("角色。"))
@click.option("--granted-by", metavar="USER", help=_("授予角色的安全管理员的登录名；尚无安全管理员时不需要。"))
@click.option("--password-stdin", is_flag=True, help=_("从标准输入读密码(第一行)。"))
def command(
    username: str,
    name: str | None,
    unit_name: str | None,
    role: str | None,
    granted_by: str | None,
    password_stdin: bool,
) -> None:
    """Make the person, then grant the role."""
    place = home.prepare()
    from django.db import transaction

    password = _password(password_stdin)
    with transaction.atomic():  # an account without its role would be half of what was asked for
        said = _make(username, name or username, unit_name, password)
        if role:
            said += " " + _grant(username, role, unit_name, granted_by)
    click.echo(_("%(said)s数据：%(home)s") % {"said": said, "home": place})


def _make(username: str, name: str, unit_name: str | None, password: str) -> str:
    """Register, or reset the password of who is there already."""
    from yidan.people.commands import person as persons
    from yidan.people.console import CONSOLE
    from yidan.people.models import Person

    existing = Person.objects.filter(username=username.strip().lower()).first()
    if existing:
        persons.set_password(existing, by=CONSOLE, at=home.now(), password=password)
        return _("%(name)s 的密码已重置，下次登录时须修改。") % {"name": existing.name}
    made = persons.register(
        _unit(unit_name), by=CONSOLE, at=home.now(), name=name, username=username, password=password
    )
    return _("已建账号 %(username)s(%(name)s)。") % {"username": made.username, "name": made.name}


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise click.UsageError(_("没有终端可以输入密码；请用 --password-stdin"))
    return click.prompt(_("密码"), hide_input=True, confirmation_prompt=_("再输一次"), err=True)


def _unit(unit_name: str | None) -> Any:
    """The unit named; the office where none is, made if the instance is new."""
    from django.conf import settings

    from yidan.people.commands import unit
    from yidan.people.console import CONSOLE
    from yidan.people.models import Unit, UnitKind

    if unit_name:
        found = Unit.objects.filter(name=unit_name).first() or Unit.objects.filter(short_name=unit_name).first()
        if found is None:
            raise click.ClickException(_("没有名为“%(name)s”的单位，请先登记单位。") % {"name": unit_name})
        return found
    return Unit.objects.filter(kind=UnitKind.OFFICE).first() or unit.register(
        None, by=CONSOLE, at=home.now(), name=settings.OFFICE_NAME, short_name="市项目办",
        kind=UnitKind.OFFICE, protocol_order=1,
    )  # fmt: skip


def _grant(username: str, role: str, unit_name: str | None, granted_by: str | None) -> str:
    from yidan.kernel.values import beijing_day
    from yidan.people.commands import role as roles
    from yidan.people.console import CONSOLE

    at, person = home.now(), acting.person(username)
    by = acting.person(granted_by) if granted_by else CONSOLE
    where = _unit(unit_name) if unit_name else person.unit or _unit(None)
    held = roles.grant(person, by=by, at=at, role=role, unit=where, since_on=beijing_day(at))
    return _("已授予角色：%(role)s(%(unit)s)。") % {"role": held.get_role_display(), "unit": where}
