"""Acts on what column heads mean."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from yidan.kernel.command import command
from yidan.kernel.journal import Note, note
from yidan.kernel.verbs import Verb
from yidan.ledger.commands import derived
from yidan.ledger.models import ColumnMapping
from yidan.people.models import Person, Unit


@command(Verb.COLUMN_MAP)
def map(unit: Unit, *, by: Person, at: datetime, head: str, kind: str, field: str) -> Note:
    """记住列名: what this head means in workbooks of this kind; an empty field leaves the column out."""
    head = derived.require_text(head, _("列名是空的，请先在表中补上。"), "head")[:200]
    old = ColumnMapping.objects.filter(head=head, kind=kind).values_list("field", flat=True).first()
    mapping, _created = ColumnMapping.objects.update_or_create(head=head, kind=kind, defaults={"field": field})
    return note(mapping, head=head, kind=kind, field=field, before=old)
