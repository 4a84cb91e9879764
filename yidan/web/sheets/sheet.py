"""What a form of the register says of itself, and what the office says of it: basis and expiry are parameters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy

from yidan.kernel import parameters
from yidan.kernel.verbs import Verb

EXPIRES_ON = date(2027, 12, 31)
FRESH_FOR_SECONDS = 30
SOURCE = "domain.md §13.4 [A]"
JOURNAL = "Entry.facts"  # why somebody did something: said with each act, and asked of nobody twice


class Frequency(models.TextChoices):
    """How often it is asked; what is asked each month or once is a fact of that period, and nobody is asked twice."""

    MONTHLY = "monthly", gettext_lazy("每月一次")
    STANDING = "standing", gettext_lazy("有变化时")
    EVENT = "event", gettext_lazy("一事一次")
    VOLUNTARY = "voluntary", gettext_lazy("自愿")


@dataclass(frozen=True)
class Sheet:
    """A form that asks people for facts.

    `asks` names for each field the fact of the ledger it becomes (`Model.field`), `filled` those that open with what
    the ledger holds; `forms` are the form classes, `pages` the routes on which its line stands, `verbs` its acts.
    """

    name: str
    label: Any
    who: Any
    frequency: Frequency
    basis: Any
    pages: tuple[str, ...]
    verbs: tuple[Verb, ...]
    asks: dict[str, str]
    forms: tuple[str, ...] = ()
    filled: frozenset[str] = frozenset()
    labels: dict[str, Any] = field(default_factory=dict)

    @property
    def facts(self) -> set[str]:
        """What it asks, as facts of the ledger."""
        return set(self.asks.values()) - {JOURNAL}

    @cached_property
    def basis_parameter(self) -> parameters.Parameter:
        """依据文号, as the office sets it."""
        label = gettext_lazy("填报依据")
        return parameters.declare(
            f"form.{self.name}.basis", format_lazy("{} · {}", self.label, label), self.basis, unit="",
            source=SOURCE, read=str,
        )  # fmt: skip

    @cached_property
    def owner_parameter(self) -> parameters.Parameter:
        """归口单位: the office itself, until it names another."""
        label = gettext_lazy("归口")
        return parameters.declare(
            f"form.{self.name}.owner", format_lazy("{} · {}", self.label, label), settings.OFFICE_NAME, unit="",
            source=SOURCE, read=str,
        )  # fmt: skip

    @property
    def is_by_law(self) -> bool:
        """Whether its basis is a published paper; a mere name stands until the office gives its own paper's number."""
        return any(mark in str(self.basis) for mark in ("〔", "《"))

    @cached_property
    def expiry_parameter(self) -> parameters.Parameter:
        """到期日, as the office sets it, with the paper that prolongs it as the reason."""
        label = gettext_lazy("到期日")
        return parameters.declare(
            f"form.{self.name}.expires_on", format_lazy("{} · {}", self.label, label), EXPIRES_ON, unit="",
            source=SOURCE, read=date.fromisoformat,
        )  # fmt: skip

    def words(self, *, filled: bool | None = None) -> list[str]:
        """What it asks, in the words of the forms and tables; only what opens filled, or only what does not."""
        said = {
            str(self.labels.get(name) or _label(fact)): None
            for name, fact in self.asks.items()
            if (fact != JOURNAL or name in self.labels) and filled in {None, name in self.filled}
        }
        return list(said)


@dataclass(frozen=True)
class Standing:
    """A form as it stands on a day."""

    sheet: Sheet
    basis: str
    owner: str
    expires_on: date
    is_expired: bool
    is_numbered: bool

    @property
    def said(self) -> str:
        """The basis as it stands under the form, with what it lacks."""
        return self.basis if self.is_numbered else gettext("%(basis)s(文号未填)") % {"basis": self.basis}


def standing(today: date, *, is_fresh: bool = False) -> list[Standing]:
    """Every form of the register as the office has set it; what it set counts within half a minute, or at once."""
    from yidan.web.sheets.declared import SHEETS

    said = None if is_fresh else cache.get("sheets")
    if said is None:
        live = parameters.ParameterValue.objects.live().filter(name__startswith="form.")
        said = dict(live.values_list("name", "value"))
        cache.set("sheets", said, FRESH_FOR_SECONDS)
    found = []
    for sheet in SHEETS:
        expires_on = date.fromisoformat(said.get(sheet.expiry_parameter.name, EXPIRES_ON.isoformat()))
        basis = said.get(sheet.basis_parameter.name) or str(sheet.basis)
        owner = said.get(sheet.owner_parameter.name) or settings.OFFICE_NAME
        is_numbered = sheet.is_by_law or bool(said.get(sheet.basis_parameter.name))
        found.append(Standing(sheet, basis, owner, expires_on, today > expires_on, is_numbered))
    return found


def standing_of(name: str, today: date, *, is_fresh: bool = False) -> Standing:
    """One form of the register."""
    return next(each for each in standing(today, is_fresh=is_fresh) if each.sheet.name == name)


def _label(fact: str) -> str:
    model, _dot, name = fact.partition(".")
    return str(apps.get_model("yidan", model)._meta.get_field(name).verbose_name)
