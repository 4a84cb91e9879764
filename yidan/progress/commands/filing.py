"""成批报送: many monthly reports through their whole way at once, row for row what the single commands write.

Only for loading a simulated city or an archive: 240,000 reports take four acts each, and one act at a time would
take an hour. Nothing is weaker: the same permissions, lacks and doubts are asked, one entry of the journal is
written per act, and tests/demo/test_building.py compares every row with what the commands themselves wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db import transaction

from yidan.kernel import policy
from yidan.kernel.journal import Entry, note
from yidan.kernel.statements import insert_many
from yidan.kernel.values import Month, beijing_day
from yidan.kernel.verbs import Verb
from yidan.ledger.models import Project
from yidan.people.models import Person
from yidan.progress import queries, rules, wording
from yidan.progress.commands import report as single
from yidan.progress.models import MonthlyReport, Progress, Span
from yidan.progress.states import State

CHUNK = 500


@dataclass(frozen=True)
class Attempt:
    """One saving and, unless it stays a draft, one submission; `sent_back` if the reviewer did not take it."""

    fields: Mapping[str, Any]
    saved_at: datetime
    submitted_at: datetime | None = None
    situation: rules.Situation | None = None  # the report among what is known at submission
    sent_back: str = ""
    sent_back_at: datetime | None = None


@dataclass(frozen=True)
class Filing:
    """A report's way from the first word to as far as it came."""

    project: Project
    month: Month
    reporter: Person
    attempts: tuple[Attempt, ...]
    reviewer: Person
    office: Person
    checked_at: datetime | None = None
    accepted_at: datetime | None = None


def file_one(filing: Filing) -> MonthlyReport:
    """The same by the commands themselves, one act after the other."""
    report = None
    for attempt in filing.attempts:
        report = single.save(
            filing.project, by=filing.reporter, at=attempt.saved_at, month=filing.month, **attempt.fields
        )
        if attempt.submitted_at:
            single.submit(report, by=filing.reporter, at=attempt.submitted_at)
        if attempt.sent_back_at:
            single.send_back(report, by=filing.reviewer, at=attempt.sent_back_at, reason=attempt.sent_back)
    if report is None:
        raise ValueError("a filing has at least one attempt")
    if filing.checked_at:
        single.check(report, by=filing.reviewer, at=filing.checked_at)
    if filing.accepted_at:
        single.accept(report, by=filing.office, at=filing.accepted_at)
    return report


def file_many(filings: Iterable[Filing]) -> int:
    """File them all; returns how many. The caller's transaction, if any, holds it all."""
    limits = queries.thresholds()
    left, count = iter(filings), 0
    while chunk := list(islice(left, CHUNK)):
        with transaction.atomic():
            _file_chunk(chunk, limits)
        count += len(chunk)
    return count


def _file_chunk(chunk: list[Filing], limits: rules.Thresholds) -> None:
    acts = [list(_acts(filing, limits)) for filing in chunk]
    reports = [_report(filing, limits) for filing in chunk]
    MonthlyReport.objects.bulk_create(reports)
    insert_many(
        _entry(verb, report, by, at, facts)
        for report, each in zip(reports, acts, strict=True)
        for verb, by, at, facts in each
    )
    insert_many(
        Progress(
            recorded_at=filing.accepted_at, project_id=report.project_id, month=report.month, span=Span.MONTH,
            invested_wan=_accepted(report), physical_progress=report.physical_progress, problems=report.problems,
            needs=report.needs, next_step=report.next_step, is_unchanged=report.is_unchanged, report=report,
            approved_by=filing.office, origin=report.origin,
        )
        for filing, report in zip(chunk, reports, strict=True)
        if filing.accepted_at
    )  # fmt: skip


def _accepted(report: MonthlyReport) -> Decimal:
    """A report that is accepted has an amount: it could not have been submitted without."""
    assert report.invested_wan is not None
    return report.invested_wan


Act = tuple[Verb, Person, datetime, dict[str, Any]]


def _acts(filing: Filing, limits: rules.Thresholds) -> Iterator[Act]:
    """Every act in order, permitted and complete, with the facts its note keeps."""
    blank = MonthlyReport()
    before: dict[str, Any] = {name: getattr(blank, name) for name in single.FIELDS}
    for attempt in filing.attempts:
        policy.require(filing.reporter, Verb.REPORT_SAVE, filing.project)
        changed = sorted(name for name, value in attempt.fields.items() if value != before[name])
        before |= attempt.fields
        amount = before["invested_wan"]
        yield Verb.REPORT_SAVE, filing.reporter, attempt.saved_at, {
            "month": filing.month, "changed": changed, "invested_wan": amount,
        }  # fmt: skip
        if not attempt.submitted_at:
            continue
        doubts = _doubts(attempt, limits)
        yield Verb.REPORT_SUBMIT, filing.reporter, attempt.submitted_at, {
            "month": filing.month, "invested_wan": amount,
            "doubts": {doubt["kind"]: doubt["answer"] for doubt in doubts} or None,
        }  # fmt: skip
        if attempt.sent_back_at:
            policy.require(filing.reviewer, Verb.REPORT_SEND_BACK, filing.project)
            yield Verb.REPORT_SEND_BACK, filing.reviewer, attempt.sent_back_at, {
                "month": filing.month, "reason": attempt.sent_back,
            }  # fmt: skip
    if filing.checked_at:
        policy.require(filing.reviewer, Verb.REPORT_CHECK, filing.project)
        yield Verb.REPORT_CHECK, filing.reviewer, filing.checked_at, {"month": filing.month, "opinion": ""}
    if filing.accepted_at:
        policy.require(filing.office, Verb.REPORT_ACCEPT, filing.project)
        yield Verb.REPORT_ACCEPT, filing.office, filing.accepted_at, {
            "month": filing.month, "invested_wan": before["invested_wan"],
        }  # fmt: skip


def _doubts(attempt: Attempt, limits: rules.Thresholds) -> list[dict[str, Any]]:
    if attempt.situation is None or attempt.submitted_at is None:
        raise ValueError("a submission is asked about in its situation")
    if lacks := rules.lacks(attempt.situation, limits, beijing_day(attempt.submitted_at)):
        raise single.Incomplete(lacks)
    return [wording.kept(doubt) for doubt in rules.doubts(attempt.situation, limits)]


def _report(filing: Filing, limits: rules.Thresholds) -> MonthlyReport:
    last = filing.attempts[-1]
    submitted = [attempt for attempt in filing.attempts if attempt.submitted_at]
    doubts = _doubts(submitted[-1], limits) if submitted else []
    state = State.DRAFT
    if last.sent_back_at:
        state = State.SENT_BACK
    elif last.submitted_at:
        state = State.ACCEPTED if filing.accepted_at else State.CHECKED if filing.checked_at else State.SUBMITTED
    said: dict[str, Any] = {}
    for attempt in filing.attempts:
        said |= attempt.fields
    return MonthlyReport(
        project=filing.project, month=filing.month, state=state, **said, doubts=doubts, doubt_count=len(doubts),
        reporter=filing.reporter, saved_at=last.saved_at,
        submitted_at=submitted[-1].submitted_at if submitted else None,
        submitted_by=filing.reporter if submitted else None,
        checked_at=filing.checked_at, checked_by=filing.reviewer if filing.checked_at else None,
        accepted_at=filing.accepted_at, accepted_by=filing.office if filing.accepted_at else None,
        sent_back_reason=last.sent_back if last.sent_back_at else "",
    )  # fmt: skip


def _entry(verb: Verb, report: MonthlyReport, by: Person, at: datetime, facts: dict[str, Any]) -> Entry:
    return Entry(
        verb=verb.value, subject_type="monthlyreport", subject_id=report.pk, project_id=report.project_id,
        actor_id=by.pk, actor_name=by.name, actor_unit=by.unit.name if by.unit else "", at=at, recorded_at=at,
        facts=note(report, **facts).facts,
    )  # fmt: skip
