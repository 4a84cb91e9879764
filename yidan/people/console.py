"""The server's console as an actor, by name "系统".

Whoever can type commands on the server acts as `Console`. It holds the administrators' roles only until
there is a security administrator; after that it can still make accounts and reset passwords (as the owner
of a server always can), but grant nothing. All it does goes through the commands and stands in the journal.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from yidan.kernel.policy import Role
from yidan.people.models import RoleHolding


class Console:
    """The actor "系统": no row in the table of persons, id 0 in the journal."""

    pk = 0
    name = "系统"
    unit = None

    def holds(self) -> Iterable[tuple[str, int]]:
        """Accounts always; roles only while nobody else could grant any."""
        return ((Role.SYSTEM_ADMIN, 0),) if is_founded() else ((Role.SYSTEM_ADMIN, 0), (Role.SECURITY_ADMIN, 0))


CONSOLE = Console()


class Clock:
    """The clock as an actor: what the worker does by itself when its hour is come (policy.CLOCK_VERBS), named so."""

    pk = 0
    name = "系统"
    unit = None
    is_clock = True

    def holds(self) -> Iterable[tuple[str, int]]:
        """No role: it may do what the policy lets the clock do, and nothing more."""
        return ()

    def is_role(self, *_roles: Role) -> bool:
        """Never."""
        return False


CLOCK = Clock()


def is_console(by: Any) -> bool:
    """Whether the actor is the server's console."""
    return isinstance(by, Console)


def is_founded() -> bool:
    """Whether somebody active is security administrator."""
    return (
        RoleHolding.objects.live()
        .filter(role=Role.SECURITY_ADMIN, until_on__isnull=True, person__is_active=True)
        .exists()
    )
