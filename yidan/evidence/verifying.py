"""Whether everything that was kept is still what it was: the store against the rows, the rows against the journal.

Bytes are hashed anew. Rows are compared with the entries of the acts that made them, so that what was changed, deleted
or slipped in past the commands is named; whether the entries themselves are whole, `yidan journal verify` says.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Min

from yidan.evidence import store
from yidan.evidence.models import Capture, File, Reading, Receipt
from yidan.kernel.journal import Entry
from yidan.kernel.verbs import Verb

CHUNK = 1000


@dataclass(frozen=True)
class Problem:
    """Something that is not as it was left; `kind` is missing, changed, row_gone, row_changed, unkept and so on."""

    kind: str
    sha256: str = ""
    name: str = ""
    number: int = 0


def stored_bytes(on_file: Callable[[], None] = lambda: None) -> Iterator[Problem]:
    """Every file whose bytes are missing from the store, or no longer have their hash (nor their SM3)."""
    for file in File.objects.order_by("pk").iterator(CHUNK):
        try:
            digests = _digests(file)
        except FileNotFoundError:
            yield Problem("missing", file.sha256, file.name, file.pk)
        else:
            if digests[0] != file.sha256 or (file.sm3 and digests[1] and digests[1] != file.sm3):
                yield Problem("changed", file.sha256, file.name, file.pk)
        on_file()


def _digests(file: File) -> tuple[str, str]:
    """SHA-256, and SM3 where one is kept and this machine can compute it."""
    both = [hashlib.sha256()]
    if file.sm3 and "sm3" in hashlib.algorithms_available:
        both.append(hashlib.new("sm3"))
    with store.opened(file.sha256) as source:
        while block := source.read(store.BLOCK):
            for digest in both:
                digest.update(block)
    return both[0].hexdigest(), both[1].hexdigest() if len(both) > 1 else ""


def orphans() -> Iterator[Problem]:
    """Bytes in the store for which there is no row: left by an act that was rolled back, or by one under way."""
    known = set(File.objects.values_list("sha256", flat=True))
    yield from (Problem("orphaned", sha256) for sha256 in store.hashes() if sha256 not in known)


def kept_rows() -> Iterator[Problem]:
    """Rows of files and receipts against the entries of `file.keep`."""
    rows = dict(File.objects.values_list("pk", "sha256"))
    told: dict[int, str] = {}
    brought: set[tuple[int, str]] = set()
    entries = Entry.objects.filter(verb=Verb.FILE_KEEP.value).order_by("pk")
    for number, actor, facts in entries.values_list("subject_id", "actor_id", "facts").iterator(CHUNK):
        sha256 = facts.get("sha256", "")
        brought.add((actor, sha256))
        if number in told:
            continue
        told[number] = sha256
        if number not in rows:
            yield Problem("row_gone", sha256, facts.get("name", ""), number)
        elif rows[number] != sha256:
            yield Problem("row_changed", sha256, facts.get("name", ""), number)
    yield from (Problem("unkept", sha256, number=number) for number, sha256 in rows.items() if number not in told)
    for person, sha256, name in Receipt.objects.values_list("person", "file__sha256", "file__name").iterator(CHUNK):
        if (person, sha256) not in brought:
            yield Problem("receipt_unkept", sha256, name)


def claimed() -> Iterator[Problem]:
    """What captures claim against what the entries of their acts said of it, the place included while there is one.

    An act of before there were seals says nothing, and its captures are not looked at.
    """
    told: dict[str, list[str]] = defaultdict(list)
    sealed = Entry.objects.filter(facts__has_key="claim_seals")
    for facts in sealed.values_list("facts", flat=True).iterator(CHUNK):
        for text in facts["claim_seals"]:
            claim, _space, place = text.partition(" ")
            told[claim].append(place)
    since = sealed.aggregate(since=Min("recorded_at"))["since"]
    removed = set(Entry.objects.filter(verb=Verb.CAPTURE_REMOVE_PLACE.value).values_list("subject_id", flat=True))
    captures = Capture.objects.select_related("file", "poster").order_by("pk")
    for capture in captures.filter(received_at__gte=since).iterator(CHUNK) if since else ():
        places, here = told.get(capture.claim_seal, []), capture.place_seal
        about = capture.file.sha256, capture.file.name, capture.pk
        if not places:
            yield Problem("claim_changed", *about)
        elif here in places:
            places.remove(here)
        else:
            places.pop()
            if here or capture.pk not in removed:
                yield Problem("place_changed", *about)
    yield from (Problem("claim_gone", name=claim) for claim, places in told.items() for _place in places)


def drawn() -> Iterator[Problem]:
    """Previews that are no longer what was drawn: what people look at is not the original but these."""
    readings = Reading.objects.exclude(view_sha256="").order_by("pk")
    for sha256, name, *sums in readings.values_list(
        "file__sha256", "file__name", "view_sha256", "thumb_sha256"
    ).iterator(CHUNK):
        for which, drawn_sha256 in zip(store.PREVIEWS, sums, strict=True):
            try:
                data = store.preview_place(sha256, which).read_bytes()
            except FileNotFoundError:
                continue  # drawn by another server, or to be drawn again: nothing false is shown
            if drawn_sha256 and hashlib.sha256(data).hexdigest() != drawn_sha256:
                yield Problem("preview_changed", sha256, name)
