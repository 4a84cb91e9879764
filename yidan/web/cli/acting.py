"""Who acts at the command line: commands need a person, and the journal names them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from yidan.kernel.policy import Role
from yidan.web.cli.language import _

option = click.option("--by", "username", metavar="USER", help=_("以谁的名义办理(登录名)；默认为市项目办。"))


def person(username: str) -> Any:
    """The active person of that username."""
    from yidan.people.models import Person

    found = Person.objects.filter(username=username.strip().lower(), is_active=True).first()
    if found is None:
        raise click.ClickException(
            _("没有登录名为 %(name)s 的在用人员；用 yidan createuser 建一个。") % {"name": username}
        )
    return found


def office(username: str | None, at: datetime) -> Any:
    """Who acts for the office: the one named, else the first of its people; an empty instance is founded first."""
    from yidan.people import founding
    from yidan.people.console import is_founded
    from yidan.people.models import RoleHolding

    if username:
        return person(username)
    holding = (
        RoleHolding.objects.live()
        .filter(role=Role.SUPERVISOR, until_on__isnull=True, person__is_active=True)
        .select_related("person__unit")
        .order_by("person__protocol_order", "person_id")
        .first()
    )
    if holding:
        return holding.person
    if is_founded():
        raise click.ClickException(_("市项目办还没有人；请用 --by 指明以谁的名义办理。"))
    from django.conf import settings

    return _first_supervisor(founding.found(at, office=settings.OFFICE_NAME), at)


def _first_supervisor(founded: Any, at: datetime) -> Any:
    """The office itself, without a password, until it has people of its own."""
    from yidan.kernel.values import beijing_day
    from yidan.people.commands import person as persons
    from yidan.people.commands import role

    made = persons.register(founded.office, by=founded.system_admin, at=at, name="市项目办", username="office")
    role.grant(
        made, by=founded.security_admin, at=at, role=Role.SUPERVISOR, unit=founded.office, since_on=beijing_day(at)
    )
    return made
