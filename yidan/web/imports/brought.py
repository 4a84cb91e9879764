"""What imports brought, read from the journal: which there were, and which projects each of them wrote to."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yidan.kernel import policy
from yidan.kernel.journal import Entry
from yidan.kernel.verbs import Verb
from yidan.people.models import Person

NEW, CHANGED = "new", "changed"


def imports_of(person: Person) -> QuerySet[Entry]:
    """The imports that a person may look at, newest first: the office all, others those of their unit."""
    found = Entry.objects.filter(subject_type="unit", verb=Verb.FILE_BRING_IN.value).order_by("-id")
    return found.filter(subject_id=person.unit_id) if policy.deny(person, Verb.PROJECT_REGISTER) else found


def last_of(person: Person, file_id: int) -> Entry | None:
    """The last import of a file that this person may look at."""
    return imports_of(person).filter(facts__file_id=file_id).first()


def projects_of(entry: Entry, which: str = "") -> QuerySet[Entry, Any]:
    """The ids of the projects that an import wrote to: those it registered (NEW), the others (CHANGED), or all.

    What a workbook's rows did is of one person and one moment, to the microsecond.
    """
    acts = Entry.objects.filter(actor_id=entry.actor_id, at=entry.at, project_id__isnull=False)
    new = acts.filter(verb=Verb.PROJECT_REGISTER.value).values("project_id")
    if which == NEW:
        return new
    return (acts.exclude(project_id__in=new) if which == CHANGED else acts).values("project_id")


def among(value: str) -> QuerySet[Entry, Any]:
    """The same from an address: `123`, `123-new`, `123-changed`; none where there was no such import."""
    entry, which = _read(value)
    return projects_of(entry, which) if entry else Entry.objects.none().values("project_id")


def said(person: Person, value: str) -> str:
    """The same in words for who may look at the import: 《6月调度表.xlsx》新登记."""
    entry, which = _read(value)
    if entry is None or not imports_of(person).filter(pk=entry.pk).exists():
        return _("一次导入")
    words = {NEW: _("《%(file)s》新登记"), CHANGED: _("《%(file)s》更新")}.get(which, _("《%(file)s》"))
    return words % {"file": entry.facts.get("file", "")}


def _read(value: str) -> tuple[Entry | None, str]:
    number, _dash, which = value.partition("-")
    if not number.isdecimal() or len(number) > 18:
        return None, which
    return Entry.objects.filter(pk=int(number), verb=Verb.FILE_BRING_IN.value).first(), which
