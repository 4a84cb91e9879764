"""How allauth behaves here: nobody signs up alone; accounts are made by an administrator; work comes first."""

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.shortcuts import resolve_url

from yidan.kernel.policy import Role
from yidan.people.models import Person

# Whose day begins elsewhere than at the numbers; a reporter's front page is the reports themselves (views.home).
DESKS = {Role.INSPECTOR: "patrol", Role.SYSTEM_ADMIN: "persons", Role.SECURITY_ADMIN: "persons"}


class Adapter(DefaultAccountAdapter):
    """Log-in only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To the desk of somebody's only role, where it has one."""
        held = {Role(role) for role, _unit in cast(Person, request.user).holds()}
        desk = DESKS.get(held.pop()) if len(held) == 1 else None
        return resolve_url(desk) if desk else super().get_login_redirect_url(request)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Log-in and log-out need no toast: the page that opens says it."""
