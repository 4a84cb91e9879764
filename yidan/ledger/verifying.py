"""Whether the exhibits are those that people attached: rows against the entries of the acts that made them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation

from yidan.evidence.models import Judgement
from yidan.evidence.states import Verdict
from yidan.evidence.verifying import CHUNK, Problem
from yidan.kernel.journal import Entry
from yidan.kernel.values import Month, beijing_day
from yidan.kernel.verbs import Verb
from yidan.ledger.models import Exhibit


def exhibit_rows() -> Iterator[Problem]:
    """Exhibits that are gone, show another file, project or month than was attached, or ended without anybody's act."""
    rows = {
        number: (sha256, project, str(month), recorded, ended)
        for number, sha256, project, month, recorded, ended in Exhibit.objects.values_list(
            "pk", "capture__file__sha256", "project", "month", "recorded_at", "superseded_at"
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
        if (rows[number][4] is not None) != (number in withdrawn):
            yield Problem("exhibit_ended", **about)
    visits = _of_visits()
    for number, (sha256, project, month, recorded, ended) in rows.items():
        if number in added:
            continue
        if visits[sha256, project, month, recorded]:
            visits[sha256, project, month, recorded] -= 1
            if (ended is not None) != (number in withdrawn):
                yield Problem("exhibit_ended", sha256, number=number)
        else:
            yield Problem("exhibit_unadded", sha256, number=number)
    yield from (Problem("exhibit_gone", told[0]) for told in visits.elements())


def _of_visits() -> Counter[tuple[str, int | None, str, datetime]]:
    """What visitors brought: their entry names the hashes, the project and, by its day, the month."""
    found: Counter[tuple[str, int | None, str, datetime]] = Counter()
    visits = _entries(Verb.VISIT_RECORD).filter(facts__has_key="evidence")
    for project, at, recorded, facts in visits.values_list("project_id", "at", "recorded_at", "facts"):
        visited = datetime.fromisoformat(facts["visited_at"]) if "visited_at" in facts else at
        month = str(Month.of(beijing_day(visited)))
        found.update((sha256, project, month, recorded) for sha256 in facts["evidence"])
    return found


def judgements() -> Iterator[Problem]:
    """认定 that nobody made as it stands: reversed, reworded, or slipped in past the command."""
    said = {
        (number, recorded, facts.get("grade", ""), facts.get("opinion", ""), facts.get("verdict", ""))
        for number, recorded, facts in _entries(Verb.EXHIBIT_JUDGE).values_list("subject_id", "recorded_at", "facts")
    }
    labels = _verdict_labels()
    shown: dict[int, list[int]] = defaultdict(list)
    for capture, number in Exhibit.objects.filter(capture__judgements__isnull=False).values_list("capture", "pk"):
        shown[capture].append(number)
    for row in Judgement.objects.select_related("capture__file").order_by("pk").iterator(CHUNK):
        known = {
            (number, row.recorded_at, row.grade, row.opinion, label)
            for number in shown[row.capture_id] for label in labels[row.verdict]
        }  # fmt: skip
        if not known & said:
            file = row.capture.file
            yield Problem("judgement_changed", file.sha256, file.name, row.pk)


def _verdict_labels() -> dict[str, set[str]]:
    """What each verdict is called in the language of whoever made it."""
    found: dict[str, set[str]] = defaultdict(set)
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            for verdict in Verdict:
                found[verdict.value].add(str(verdict.label))
    return found


def _entries(verb: Verb) -> QuerySet[Entry]:
    return Entry.objects.filter(verb=verb.value).order_by("pk")
