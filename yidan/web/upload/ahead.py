"""Files that a browser sent ahead of their form, by tus: the form then names them by hash instead of carrying them.

A large file in one POST begins anew after every cut; sent ahead (assets/ahead) it goes on at the byte. Whoever has no
script, or only small files, sends the form as ever. A hash counts only where its sender has the receipt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from yidan.evidence.commands import keep
from yidan.evidence.models import File
from yidan.evidence.queries import receipt_of
from yidan.kernel import parameters
from yidan.kernel.errors import Invalid
from yidan.people.models import Person
from yidan.web.media import media_type_of
from yidan.web.upload import quota
from yidan.web.upload.protocol import Problem

ENDING = "-ahead"
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Ahead:
    """A file that came before the form: its hash, and what its sender calls it."""

    sha256: str
    name: str


class AheadInput(forms.ClearableFileInput):
    """Several files in one field, carried by the form or sent ahead of it."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """What the form carries, and what it names."""
        carried = super().value_from_datadict(data, files, name)
        told = data.getlist(name + ENDING) if hasattr(data, "getlist") else []
        named = [found for text in told if (found := _read(text))]
        if not named:
            return carried
        return [*(carried if isinstance(carried, list) else [carried] if carried else []), *named]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether neither was sent."""
        return super().value_omitted_from_data(data, files, name) and name + ENDING not in data


class FileInput(AheadInput):
    """One file, carried by the form or sent ahead of it; its name makes the form show it as a place to drop files."""

    allow_multiple_selected = False


class OneField(forms.FileField):
    """One file of any kind that a person's record may hold, large ones ahead of the form."""

    widget = FileInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        sent = data if isinstance(data, list) else [data]
        if len(sent) > 1:
            raise forms.ValidationError(_("这里只附一个文件，其余请另附。"))
        return cleaned(self, sent, initial)[0]


def _read(text: str) -> Ahead | None:
    sha256, _space, name = text.partition(" ")
    return Ahead(sha256, name[:200]) if _SHA256.fullmatch(sha256) else None


def cleaned(field: forms.FileField, sent: list[Any], initial: Any) -> list[Any]:
    """Each as the field itself checks it; what came ahead was checked when it came."""
    return [each if isinstance(each, Ahead) else forms.FileField.clean(field, each, initial) for each in sent]


def kept(
    sent: Any, *, by: Person, at: datetime, key: UUID | None, field: str, types: frozenset[str] | None = None,
    refusal: str = "",
) -> File:  # fmt: skip
    """The file, kept now or by its receipt; `refusal` names it where its content is none of `types` (None: any)."""
    if isinstance(sent, Ahead):
        receipt = receipt_of(by, sent.sha256)
        if receipt is None:
            raise Invalid(
                _("“%(name)s”没有传完，请再选一次；已收到的部分会接着传。") % {"name": sent.name}, field=field
            )
        file, media_type = receipt.file, receipt.file.media_type
    else:
        file, media_type = None, media_type_of(sent)
    if types is not None and media_type not in types:
        raise Invalid(refusal % {"name": sent.name}, field=field)
    if file is None:
        try:
            quota.require_day(by, sent.size, at=at, values=parameters.values())
        except Problem as problem:
            raise Invalid(str(problem), field=field) from None
        file = keep(by.unit, by=by, at=at, key=key, name=sent.name, data=sent, media_type=media_type)
    return file
