"""How allauth behaves here: nobody signs up alone; accounts are made by an administrator."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):
    """Log-in only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
