"""A request as views get it: of somebody who is logged in (`middleware.sign_in_required`), perhaps from htmx."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from yidan.people.models import Person


class Request(HttpRequest):
    """Never made by us: what middleware has seen to, written down for whoever reads and for the type checker."""

    user: Person
    htmx: HtmxDetails
