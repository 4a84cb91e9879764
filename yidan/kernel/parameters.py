"""Parameters: what an office may change, declared once with default, unit and source.

What domain.md marks [M] or [A] is a parameter, never a constant. A value set by the office is a fact:
the old one stays on record, and what was computed with it can be computed again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from yidan.kernel import once
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid
from yidan.kernel.facts import Fact, one_live
from yidan.kernel.journal import Note, note
from yidan.kernel.statements import Prepared
from yidan.kernel.verbs import Verb


@dataclass(frozen=True)
class Parameter:
    """A named number, day or choice. `read` turns the kept text into the value and raises ValueError."""

    name: str
    label: Any
    default: Any
    unit: Any
    source: str
    read: Callable[[str], Any]


REGISTRY: dict[str, Parameter] = {}


def declare(
    name: str, label: Any, default: Any, *, unit: Any, source: str, read: Callable[[str], Any] | None = None
) -> Parameter:
    """Declare a parameter; its type follows the default unless `read` says otherwise."""
    if name in REGISTRY:
        raise RuntimeError(f"parameter {name} is declared twice")
    kind: Any = Decimal if isinstance(default, Decimal) else type(default)
    REGISTRY[name] = parameter = Parameter(name, label, default, unit, source, read or kind)
    return parameter


class ParameterValue(Fact):
    """A value that the office set, until it set another."""

    name = models.CharField(max_length=60)
    value = models.CharField(max_length=200)
    reason = models.CharField(max_length=200)

    class Meta:
        constraints = one_live("parameter_value", "name")

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


def values(as_of: datetime | None = None) -> dict[str, Any]:
    """Every parameter's value as known at that moment, in one query."""
    return _values(as_of) if as_of else dict(once.ask("parameters", lambda: _values(None)))


def _values(as_of: datetime | None) -> dict[str, Any]:
    return read(_told(as_of) if as_of else LIVE.of(0))


def read(told: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Every parameter's value, where these are the ones that were set (what `LIVE` says)."""
    known = {name: parameter.default for name, parameter in REGISTRY.items()}
    for name, text in told:
        if name in REGISTRY:
            known[name] = REGISTRY[name].read(text)
    return known


def _told(as_of: datetime | None) -> models.QuerySet:
    return ParameterValue.objects.known_at(as_of).values_list("name", "value")


LIVE = Prepared(lambda _all: _told(None))  # asked by most pages and acts; the key says nothing


@command(Verb.PARAMETER_SET)
def set(name: str, *, by: Any, at: datetime, recorded_at: datetime, value: str, reason: str) -> Note:
    """设定参数: change a number of the office, with the reason or paper behind it."""
    parameter = REGISTRY.get(name)
    if parameter is None:
        raise Invalid(_("没有名为“%(name)s”的参数。") % {"name": name}, field="name")
    try:
        parameter.read(value)
    except (ValueError, ArithmeticError):
        raise Invalid(
            _("“%(label)s”不能是“%(value)s”。") % {"label": parameter.label, "value": value}, field="value"
        ) from None
    if not reason.strip():
        raise Invalid(_("请写明更改“%(label)s”的依据。") % {"label": parameter.label}, field="reason")
    old = ParameterValue.objects.live().filter(name=name).first()
    if old:
        new = old.superseded_by(recorded_at=recorded_at, value=value, reason=reason)
    else:
        new = ParameterValue.record(recorded_at=recorded_at, name=name, value=value, reason=reason)
    once.forget()
    return note(new, name=name, old=old.value if old else str(parameter.default), new=value, reason=reason)
