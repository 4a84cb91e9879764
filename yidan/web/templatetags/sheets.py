"""The line under a form that asks people for facts: by which basis, how often, for whom, until when."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import RequestContext

from yidan.web import clock, sheets
from yidan.web import format as words

register = template.Library()
_PAGES = {page: sheet.name for sheet in sheets.SHEETS for page in sheet.pages}


@register.inclusion_tag("forms/line.html", takes_context=True)
def form_line(context: RequestContext) -> dict[str, Any]:
    """Nothing where the page is no form of the register."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    name = _PAGES.get(match.url_name or "") if match else None
    if name is None or not request.user.is_authenticated:
        return {}
    form = sheets.standing_of(name, clock.today())
    return {
        "label": form.sheet.label, "basis": form.said, "frequency": form.sheet.frequency.label,
        "owner": form.owner, "expires": words.short_day(form.expires_on), "is_expired": form.is_expired,
    }  # fmt: skip
