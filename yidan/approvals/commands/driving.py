"""成批办理: many projects' permits through their whole way at once, row for row what the single commands write.

Only for loading a simulated city or an archive. The same checks are asked and one entry is written per act;
tests/approvals/test_driving.py compares every row with what the commands themselves wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction

from yidan.approvals.commands import listing, moving, permit
from yidan.approvals.models import ApprovalCourse, ApprovalTemplate, Permit, PermitEvent
from yidan.approvals.queries import known_now
from yidan.approvals.reading import Known, course
from yidan.approvals.rules import Happened
from yidan.approvals.states import FLOW, State
from yidan.kernel import policy
from yidan.kernel.journal import Entry, note, prepared
from yidan.kernel.statements import insert_many
from yidan.kernel.verbs import Verb
from yidan.ledger.commands import derived
from yidan.ledger.models import Project
from yidan.people.models import Person

CHUNK = 200
_RUN = {
    Verb.PERMIT_SUBMIT: permit.submit, Verb.PERMIT_NOTIFY: permit.notify, Verb.PERMIT_COMPLETE: permit.complete,
    Verb.PERMIT_ACCEPT: permit.accept, Verb.PERMIT_PAUSE: permit.pause, Verb.PERMIT_RESUME: permit.resume,
    Verb.PERMIT_DECIDE: permit.decide, Verb.PERMIT_ISSUE: permit.issue, Verb.PERMIT_CONVERT: permit.convert,
    Verb.PERMIT_WAIVE: listing.waive,
}  # fmt: skip


@dataclass(frozen=True)
class Act:
    """One act on one item of the project's list."""

    code: str
    verb: Verb
    by: Person
    at: datetime
    words: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Way:
    """A project's permits from the list to as far as they came; the acts in time."""

    project: Project
    template: ApprovalTemplate
    by: Person
    at: datetime
    acts: tuple[Act, ...]


def drive_one(way: Way) -> None:
    """The same by the commands themselves, one act after the other."""
    listing.lay_out(way.project, by=way.by, at=way.at, template=way.template)
    permits = {
        each.code: each
        for each in Permit.objects.filter(project=way.project).select_related("item", "project__profile")
    }
    for act in way.acts:
        _RUN[act.verb](permits[act.code], by=act.by, at=act.at, **act.words)


def drive_many(ways: Iterable[Way]) -> int:
    """Drive them all; returns how many permits. The caller's transaction, if any, holds it all."""
    known, catalogue = known_now(), listing.catalogue()
    left, count = iter(ways), 0
    while chunk := list(islice(left, CHUNK)):
        with transaction.atomic():
            count += _drive(chunk, known, catalogue)
    return count


def _drive(chunk: list[Way], known: Known, catalogue: Mapping[str, Any]) -> int:
    driven = [_Driven(way, known, catalogue) for way in chunk]
    for each in driven:
        each.run()
    Permit.objects.bulk_create([made for each in driven for made in each.permits.values()])
    insert_many(event for each in driven for event in each.events())
    insert_many(entry for each in driven for entry in each.entries())
    insert_many(each.course for each in driven if each.course)
    return sum(len(each.permits) for each in driven)


class _Driven:
    """One project's way, in memory."""

    def __init__(self, way: Way, known: Known, catalogue: Mapping[str, Any]) -> None:
        self.way, self.known = way, known
        policy.require(way.by, Verb.PERMIT_LAY_OUT, way.project)
        derived.refuse_merged(way.project)
        made = listing.drawn_up(way.project, way.template, way.at, **catalogue)
        self.permits = {each.code: each for each in made}
        self.happened: dict[str, list[Happened]] = {each.code: [] for each in made}
        self.documents: dict[str, list[tuple[datetime, str]]] = {each.code: [] for each in made}
        self.noted: list[tuple[Verb, Any, Person, datetime, dict[str, Any]]] = [
            (Verb.PERMIT_LAY_OUT, way.project, way.by, way.at, listing.laid_out(way.template, made))
        ]
        self.course: ApprovalCourse | None = None

    def run(self) -> None:
        """Every act in order, permitted and checked."""
        for act in self.way.acts:
            subject = self.permits[act.code]
            policy.require(act.by, act.verb, subject)
            if act.verb is Verb.PERMIT_WAIVE:
                subject.state, subject.waiver = FLOW.target(subject.state, act.verb), act.words["reason"]
                facts = {"item": subject.item.name, "reason": subject.waiver}
            else:
                facts = self._step(subject, act)
            self.noted.append((act.verb, subject, act.by, act.at, facts))

    def _step(self, subject: Permit, act: Act) -> dict[str, Any]:
        words = moving.said(
            act.at, act.words.get("happened_at"), **{name: act.words.get(name) for name in ("basis", "document")}
        )
        more = _checked(subject, act, words, self.permits)
        events = self.happened[act.code]
        target, added, columns = moving.stepped(subject, events, act.verb, words, self.known)
        for name, value in {**columns, **words.changes, "state": target}.items():
            setattr(subject, name, value)
        events.append(added)
        self.documents[act.code].append((act.at, words.document))
        if moving.ends_budget(subject, self.known) and self.course is None:
            found = course([(each, self.happened[code]) for code, each in self.permits.items()], self.known)
            if found:
                self.course = ApprovalCourse(recorded_at=act.at, project=self.way.project, **found)
        facts = {"item": subject.item.name, "happened_at": words.at, "basis": words.basis, "document": words.document}
        return facts | {name: value(subject) if callable(value) else value for name, value in more.items()}

    def events(self) -> Iterable[PermitEvent]:
        """The rows of what happened."""
        for code, events in self.happened.items():
            for serial, (each, (at, document)) in enumerate(zip(events, self.documents[code], strict=True), 1):
                yield PermitEvent(
                    recorded_at=at, permit=self.permits[code], serial=serial, kind=each.kind, happened_at=each.at,
                    basis=each.basis, document=document,
                )  # fmt: skip

    def entries(self) -> Iterable[Entry]:
        """The journal's rows, one an act."""
        for verb, subject, by, at, facts in self.noted:
            yield prepared(verb, note(subject, **facts), by=by, at=at)


def _checked(
    subject: Permit, act: Act, words: moving.Said, siblings: Mapping[str, Permit]
) -> dict[str, Any]:  # fmt: skip
    """What the single command asks before it moves, and what it adds to its note (a function: read afterwards)."""
    given = act.words
    if act.verb is Verb.PERMIT_SUBMIT:
        mode, missing, promised_on = given.get("mode", "formal"), given.get("missing", ""), given.get("promised_on")
        moving.require_needs(subject, siblings, mode)
        words.changes.update(permit.handed_in(subject, words, mode, missing, promised_on))
        return {"mode": lambda row: row.get_mode_display(), "missing": missing, "promised_on": promised_on}
    if act.verb is Verb.PERMIT_NOTIFY and subject.state == State.RECEIVED:
        moving.require_in_time_to_notify(subject, words)
    if act.verb is Verb.PERMIT_ACCEPT:
        return {"accepted_on": lambda row: row.accepted_on}
    if act.verb is Verb.PERMIT_PAUSE:
        moving.require_basis(subject, words)
    if act.verb is Verb.PERMIT_DECIDE:
        words.changes.update(permit.decided(words, given.get("is_refused", False)))
        return {"used": lambda row: row.used, "is_refused": given.get("is_refused") or None}
    if act.verb is Verb.PERMIT_ISSUE:
        moving.require_converted(subject)
        if words.document:
            words.changes["number"] = words.document
    if act.verb is Verb.PERMIT_CONVERT:
        was = subject.get_mode_display()
        words.changes.update(permit.converted(subject, words))
        return {"was": was}
    return {}
