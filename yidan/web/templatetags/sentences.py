"""`{% translate "…" %}` of a whole sentence, looked up once a process and language: a page says fifty of them."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context, Node
from django.template.base import Parser, Token
from django.templatetags.i18n import TranslateNode, do_translate
from django.utils.translation import get_language

register = template.Library()


class Sentence(Node):
    """A literal without filters, of no context, kept in no variable; its words depend on the language alone."""

    def __init__(self, asked: TranslateNode) -> None:
        self._asked = asked
        self._told: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        """The words in the language of the request."""
        language = get_language()
        told = self._told.get(language)
        if told is None:
            told = self._told[language] = self._asked.render(context)
        return told


@register.tag("translate")
@register.tag("trans")
def sentence(parser: Parser, token: Token) -> Node:
    """Django's own tag, except where the answer can only be one."""
    asked: Any = do_translate(parser, token)
    said = asked.filter_expression
    literal = not said.filters and getattr(said.var, "literal", None) is not None
    is_plain = literal and not (asked.noop or asked.asvar or asked.message_context)
    return Sentence(asked) if is_plain else asked
