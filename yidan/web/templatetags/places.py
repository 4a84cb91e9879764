"""`{% url "…" number %}` through `addresses`: a page says a dozen of them."""

from __future__ import annotations

from django import template
from django.template import Context
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as djangos
from django.urls import NoReverseMatch

from yidan.web.addresses import address

register = template.Library()


class Place(URLNode):
    """Django's own tag, but that an address is looked up once."""

    def render(self, context: Context) -> str:
        """The address, or nothing where it is kept in a variable."""
        parts = [each.resolve(context) for each in self.args]
        try:
            found = address(self.view_name.resolve(context), *parts)
        except NoReverseMatch:
            return super().render(context)  # which knows what to say of it
        if not self.asvar:
            return found
        context[self.asvar] = found
        return ""


@register.tag
def url(parser: Parser, token: Token) -> URLNode:
    """Django's own, where the parts are named."""
    asked = djangos(parser, token)
    return asked if asked.kwargs else Place(asked.view_name, asked.args, asked.kwargs, asked.asvar)
