"""What the commands on units and persons share: apply what differs, and say what it was before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from yidan.kernel.errors import Invalid


def apply(thing: models.Model, changes: dict[str, Any], allowed: Iterable[str]) -> dict[str, list[str]]:
    """Set on `thing` what differs (not saved yet); returns {field: [before, after]} in words for the journal."""
    if unknown := set(changes) - set(allowed):
        raise TypeError(f"not a field to change: {', '.join(sorted(unknown))}")
    differing: dict[str, list[str]] = {}
    for name, value in changes.items():
        value = value.strip() if isinstance(value, str) else value
        before = getattr(thing, name)
        if before == value:
            continue
        words = _words(thing, name)
        setattr(thing, name, value)
        differing[name] = [words, _words(thing, name)]
    if not differing:
        raise Invalid(_("没有任何改动，无需保存。"))
    return differing


def _words(thing: models.Model, name: str) -> str:
    value = getattr(thing, name)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    display = getattr(thing, f"get_{name}_display", None)
    return str(display()) if display and value else str("" if value is None else value)
