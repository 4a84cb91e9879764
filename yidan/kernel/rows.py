"""A row of an office's own register, written new or changed: refused at the field that says nothing or too much."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import CharField, Model
from django.utils.translation import gettext as _

from yidan.kernel.errors import Invalid


def written(model: type[Model], row: Any, values: Mapping[str, Any]) -> Any:
    """The row with these values; texts lose the blanks around them, as long and as empty as their columns allow."""
    clean = {name: _clean(model, name, value) for name, value in values.items()}
    if row is None:
        return model._default_manager.create(**clean)
    for name, value in clean.items():
        setattr(row, name, value)
    row.save()
    return row


def require_new(same: Any, row: Any, sentence: str, field: str = "name") -> None:
    """No other row of that name."""
    if same.exclude(pk=getattr(row, "pk", None)).exists():
        raise Invalid(sentence, field=field)


def _clean(model: type[Model], name: str, value: Any) -> Any:
    column: Any = model._meta.get_field(name)
    if not isinstance(column, CharField):
        return value
    text = str(value or "").strip()
    if not text and not column.blank:
        raise Invalid(_("请填写%(field)s。") % {"field": column.verbose_name}, field=name)
    if column.max_length and len(text) > column.max_length:
        raise Invalid(
            _("%(field)s最多%(most)d字。") % {"field": column.verbose_name, "most": column.max_length}, field=name
        )
    return text
