"""成批直录: many months and opening amounts entered as facts at once, row for row what the single commands write.

An office's workbook brings ten thousand rows in one transaction. Nothing is weaker than one act after the other:
the same permission and the same refusals, one entry of the journal per act (tests/papers/test_together.py).
Whatever is not a plain first entry (a report in its flow, an opening that supersedes one) goes by the command itself.

No savepoint is set: SQLite keeps in memory every page that one may have to put back (260 MB for 10,000 rows, measured).
So a refusal undoes the whole transaction around it, and who would go on undoes it there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yidan.kernel import journal, policy
from yidan.kernel.errors import Invalid, NthRefused, Refused
from yidan.kernel.journal import Note, note
from yidan.kernel.statements import insert_many
from yidan.kernel.values import Month
from yidan.kernel.verbs import Verb
from yidan.ledger.models import Project
from yidan.people.models import Person
from yidan.progress.commands import opening as openings
from yidan.progress.commands import report as single
from yidan.progress.models import MonthlyReport, Progress, Span
from yidan.progress.states import State

CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class Recording:
    """A month of a project to be entered as fact."""

    project: Project
    month: Month
    invested_wan: Decimal
    origin: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    key: UUID | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """An amount for the time before the months that the ledger knows."""

    project: Project
    month: Month
    span: Span
    invested_wan: Decimal
    origin: str = ""
    reason: str = ""
    key: UUID | None = None


def record_many(recordings: Sequence[Recording], *, by: Person, at: datetime) -> None:
    """直录, many at once; `NthRefused` for the first that is refused, and then nothing is written."""
    known = _Known({each.project.pk for each in recordings})
    seen: set[tuple[int, Month]] = set()
    plain: list[Recording] = []
    with transaction.atomic(savepoint=False):
        for index, each in enumerate(recordings):
            try:
                policy.require(by, Verb.REPORT_RECORD, each.project)
                place = (each.project.pk, each.month)
                if place in known.reported or place in seen or known.is_odd(each.project):
                    single.record(
                        each.project, by=by, at=at, key=each.key, month=each.month, invested_wan=each.invested_wan,
                        origin=each.origin, **each.words,
                    )  # fmt: skip
                else:
                    known.refuse_covered(each)
                    plain.append(each)
            except Refused as refusal:
                raise NthRefused(index, refusal) from None
            seen.add(place)
        for start in range(0, len(plain), CHUNK):
            _write_months(plain[start : start + CHUNK], by, at)


def _write_months(recordings: list[Recording], by: Person, at: datetime) -> None:
    reports = [
        MonthlyReport(
            project=each.project, month=each.month, state=State.ACCEPTED, invested_wan=each.invested_wan,
            origin=each.origin, saved_at=at, accepted_at=at, accepted_by=by, **each.words,
        )
        for each in recordings
    ]  # fmt: skip
    insert_many(reports, numbered=True)
    insert_many(
        Progress(
            recorded_at=at, project_id=report.project_id, month=report.month, span=Span.MONTH,
            invested_wan=each.invested_wan, physical_progress=report.physical_progress, problems=report.problems,
            needs=report.needs, next_step=report.next_step, is_unchanged=report.is_unchanged, report=report,
            approved_by=by, origin=report.origin,
        )
        for report, each in zip(reports, recordings, strict=True)
    )  # fmt: skip
    acts = (
        (note(report, month=each.month, invested_wan=each.invested_wan, origin=each.origin), each.key)
        for report, each in zip(reports, recordings, strict=True)
    )
    journal.write_many(Verb.REPORT_RECORD, acts, by=by, at=at, recorded_at=at)


def open_many(given: Sequence[Opening], *, by: Person, at: datetime) -> None:
    """补期初数, many at once; an opening that supersedes another goes by the command itself."""
    known = _Known({each.project.pk for each in given})
    seen: set[tuple[int, Span, int]] = set()
    plain: list[Opening] = []
    with transaction.atomic(savepoint=False):
        for index, each in enumerate(given):
            place = (each.project.pk, each.span, each.month.year)
            try:
                policy.require(by, Verb.OPENING_SET, each.project)
                if place in seen or known.has_opening(each) or known.is_odd(each.project) or each.invested_wan < 0:
                    openings.set(
                        each.project, by=by, at=at, key=each.key, month=each.month, span=each.span,
                        invested_wan=each.invested_wan, origin=each.origin, reason=each.reason,
                    )  # fmt: skip
                else:
                    plain.append(each)
            except Refused as refusal:
                raise NthRefused(index, refusal) from None
            seen.add(place)
        for start in range(0, len(plain), CHUNK):
            _write_openings(plain[start : start + CHUNK], by, at)


def _write_openings(given: list[Opening], by: Person, at: datetime) -> None:
    facts = [
        Progress(
            recorded_at=at, project=each.project, month=each.month, span=each.span, invested_wan=each.invested_wan,
            origin=each.origin, reason=each.reason, approved_by=by,
        )
        for each in given
    ]  # fmt: skip
    insert_many(facts, numbered=True)
    journal.write_many(
        Verb.OPENING_SET, (_opened(fact, each) for fact, each in zip(facts, given, strict=True)),
        by=by, at=at, recorded_at=at,
    )  # fmt: skip


def _opened(fact: Progress, each: Opening) -> tuple[Note, UUID | None]:
    said = note(
        fact, month=each.month, span=each.span, invested_wan=each.invested_wan, old_wan=None, origin=each.origin,
        reason=each.reason,
    )  # fmt: skip
    return said, each.key


class _Known:
    """What the ledger knows of these projects, asked once."""

    def __init__(self, ids: set[int]) -> None:
        reports = MonthlyReport.objects.values_list("project_id", "month")
        self.reported = {(pk, month) for pk, month in reports.iterator() if pk in ids}
        parents = Project.objects.filter(parent__isnull=False).values_list("parent_id", flat=True)
        self.bundles = set(parents)
        kept = Progress.objects.live().exclude(span=Span.MONTH).values_list("project_id", "span", "month")
        self.openings: dict[int, list[tuple[str, Month]]] = {}
        for pk, span, month in kept.iterator():
            if pk in ids:
                self.openings.setdefault(pk, []).append((span, month))

    def is_odd(self, project: Project) -> bool:
        """Something that the command itself must look at."""
        return project.pk in self.bundles or project.merged_into_id is not None

    def has_opening(self, each: Opening) -> bool:
        """Whether this opening would supersede one, or is none that may be."""
        if each.span == Span.PRIOR_OPENING and each.month.month != 12:
            return True
        return any(
            span == each.span and (span == Span.PRIOR_OPENING or month.year == each.month.year)
            for span, month in self.openings.get(each.project.pk, ())
        )

    def refuse_covered(self, each: Recording) -> None:
        """An opening already holds this month."""
        for span, month in self.openings.get(each.project.pk, ()):
            if month >= each.month and (span == Span.PRIOR_OPENING or month.year == each.month.year):
                raise Invalid(
                    _("截至%(until)s的累计数已作为期初入账，%(month)s不能再单独入账；请先更正期初数。")
                    % {"until": month, "month": each.month},
                    field="invested_wan",
                )
