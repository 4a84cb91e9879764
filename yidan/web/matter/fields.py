"""Fields that the forms on matters share: a deadline as people write it, units by name, another matter by number."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from yidan.kernel import workdays
from yidan.matters import queries, rules
from yidan.matters.models import Matter
from yidan.people.models import Person, Unit
from yidan.web import clock
from yidan.web import format as words
from yidan.web.acting import ActForm
from yidan.web.matter.wording import read_back
from yidan.web.project.forms import NamedUnitField

_PLAIN = re.compile(r"20\d\d-\d\d-\d\d")


class DeadlineField(forms.CharField):
    """「6月底」「5个工作日内」「2020-06-30」: read while it is typed, shown back with its weekday before it is sent."""

    is_deadline = True

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("照平常的写法：6月底、节前、一季度、5个工作日内，或2020-06-30"))
        super().__init__(**kwargs)
        self.widget = forms.TextInput(
            attrs={
                "autocomplete": "off", "hx-get": reverse_lazy("matters-deadline"), "hx-target": "next .read-back",
                "hx-trigger": "input changed delay:250ms", "hx-swap": "outerHTML",
            }
        )  # fmt: skip

    @property
    def today(self) -> date:
        """The day it is read on: a form is declared once, when the server starts, and that may be days ago."""
        return clock.today()

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date) or not (text := str(value or "").strip()):
            return value or None
        found = rules.read_deadline(text, self.today, workdays.calendar())
        if found is None:
            raise forms.ValidationError(
                _("没有读懂“%(text)s”，可写“6月底”“5个工作日内”或2020-06-30。") % {"text": text}
            )
        return found

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value

    def told(self, value: Any) -> dict[str, str]:
        """What the value was understood as, for the line below the field."""
        try:
            due_on = self.to_python(value)
        except forms.ValidationError:
            due_on = None
        if due_on is None:
            return {"said": "", "seen": ""}
        count = workdays.calendar().between(self.today, due_on).value
        return {"said": read_back(due_on, self.today, working_days=count), "seen": due_on.isoformat()}


class MatterForm(ActForm):
    """An act's form: what its fields are called in the command, and each deadline shown back before it is sent."""

    RENAMED: dict[str, str] = {"due": "due_on", "until": "until_on"}
    WIDE: frozenset[str] = frozenset()
    FOLDED: frozenset[str] = frozenset()

    def clean(self) -> dict[str, Any]:
        """A deadline in words counts once its day has been shown."""
        cleaned = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            if not isinstance(field, DeadlineField) or not (due_on := cleaned.get(name)):
                continue
            typed = str(self.data.get(self.add_prefix(name), "")).strip()
            seen = self.data.get(f"{self.add_prefix(name)}_seen", "")
            if not _PLAIN.fullmatch(typed) and seen != due_on.isoformat():
                self.add_error(
                    name, _("“%(text)s”即%(day)s，核对无误请再按一次。") % {"text": typed, "day": words.day(due_on)}
                )
        return cleaned

    def entered(self, *but: str) -> dict[str, Any]:
        """What was entered, by the names of the command."""
        return {self.RENAMED.get(name, name): value for name, value in super().entered(*but).items()}

    def deadlines(self) -> dict[str, dict[str, str]]:
        """What each deadline now in the form was understood as."""
        return {
            name: field.told(self[name].value()) for name, field in self.fields.items()
            if isinstance(field, DeadlineField)
        }  # fmt: skip

    def shown(self) -> list[dict[str, Any]]:
        """The visible fields with what the page needs to draw each."""
        read = self.deadlines()
        return [
            {
                "field": field, "wide": field.name in self.WIDE, "folded": field.name in self.FOLDED,
                "read": read.get(field.name), "is_files": getattr(field, "widget_type", "") == "files",
            }
            for field in self.visible_fields()
        ]  # fmt: skip


class NamedUnitsField(forms.CharField):
    """Several units by their names, parted by 、."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget = forms.TextInput(attrs={"autocomplete": "off"})

    def to_python(self, value: Any) -> list[Unit]:
        names = rules.names_in(str(value or "")) if not isinstance(value, list) else value
        one = NamedUnitField()
        return [unit for name in names if (unit := one.to_python(name))]

    def prepare_value(self, value: Any) -> Any:
        return "、".join(unit.name for unit in value) if isinstance(value, list) else value


class MatterField(forms.CharField):
    """Another matter by its number, 2020-ZD-0012, of those the person may see."""

    person: Person

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget = forms.TextInput(attrs={"autocomplete": "off", "placeholder": "2020-ZD-0012"})

    def to_python(self, value: Any) -> Matter | None:
        if isinstance(value, Matter) or not (number := str(value or "").strip().upper()):
            return value or None
        year, _dash, serial = number.partition("-ZD-")
        found = None
        if year.isdecimal() and serial.isdecimal() and len(serial) < 8:
            found = queries.visible_to(self.person).filter(year=int(year), serial=int(serial)).first()
        if found is None:
            raise forms.ValidationError(_("没有编号为%(number)s的事项。") % {"number": number})
        return found

    def prepare_value(self, value: Any) -> Any:
        return value.number if isinstance(value, Matter) else value
