"""Rendered parts of a page, kept until anything is written: a page of figures is the same for all who may ask it.

Measured (docs/figures.md): rendering costs most of a cockpit; the ledger's own answers are kept already.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from yidan.figures import queries
from yidan.figures.question import Question
from yidan.web.preferences import preferences
from yidan.web.request import Request


def kept(
    request: Request,
    template: str,
    asked: Question,
    context: Callable[[], dict[str, Any]],
    *,
    at: str,
    today: date,
    whose: str = "",
) -> SafeString:
    """The template rendered with what `context` says, once per address, question, unit, language and day.

    `whose` tells apart what depends on more than the question, such as a role. Nothing with a token goes in here.
    """

    def render() -> bytes:
        return zlib.compress(render_to_string(template, context(), request).encode(), 1)

    name = "|".join((template, request.get_full_path(), preferences(request).unit, str(today), whose))
    return mark_safe(zlib.decompress(queries.keep(name, asked, render, at=at)).decode())
