"""Whether the exhibits are those that people attached: rows against the entries of `exhibit.add` and `withdraw`."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from yidan.evidence.verifying import CHUNK, Problem
from yidan.kernel.journal import Entry
from yidan.kernel.verbs import Verb
from yidan.ledger.models import Exhibit


def exhibit_rows() -> Iterator[Problem]:
    """Exhibits that are gone, show another file, project or month than was attached, or ended without anybody's act."""
    rows = {
        number: (sha256, project, str(month), ended)
        for number, sha256, project, month, ended in Exhibit.objects.values_list(
            "pk", "capture__file__sha256", "project", "month", "superseded_at"
        ).iterator(CHUNK)
    }
    withdrawn = set(_entries(Verb.EXHIBIT_WITHDRAW).values_list("subject_id", flat=True))
    added: set[int] = set()
    for number, project, facts in _entries(Verb.EXHIBIT_ADD).values_list("subject_id", "project_id", "facts"):
        added.add(number)
        said = facts.get("sha256", ""), project, facts.get("month", "")
        about = {"sha256": said[0], "name": facts.get("name", ""), "number": number}
        if number not in rows:
            yield Problem("exhibit_gone", **about)
            continue
        if rows[number][:3] != said:
            yield Problem("exhibit_changed", **about)
        if (rows[number][3] is not None) != (number in withdrawn):
            yield Problem("exhibit_ended", **about)
    yield from (Problem("exhibit_unadded", rows[number][0], number=number) for number in rows if number not in added)


def _entries(verb: Verb) -> QuerySet[Entry]:
    return Entry.objects.filter(verb=verb.value).order_by("pk")
