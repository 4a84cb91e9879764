"""The one endpoint's work: each item is a command, run in its own transaction, answered on its own.

Replay is harmless (the key finds what was done), order between files and acts does not matter (an act whose file
has not arrived waits), and one bad item never harms another. `at` is the phone's claim; the server's receipt decides.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import OperationalError
from django.utils.translation import gettext as _

from yidan.evidence.models import Capture, File, Receipt
from yidan.evidence.rules import Claim
from yidan.kernel import parameters
from yidan.kernel.command import REGISTRY
from yidan.kernel.errors import Refused
from yidan.kernel.journal import Entry
from yidan.kernel.verbs import Verb
from yidan.ledger.models import Exhibit, Milestone, Project
from yidan.ledger.queries import seen_by, visible_to
from yidan.matters.queries import visible_to as matters_visible_to
from yidan.matters.rules import first_clause, likely_type
from yidan.patrol.commands.visiting import Brought
from yidan.patrol.models import Finding
from yidan.patrol.queries import findings_visible_to
from yidan.people.models import Person, Unit
from yidan.progress.models import MonthlyReport
from yidan.web import clock
from yidan.web.field import data, nonce
from yidan.web.field import matters as field_matters
from yidan.web.field import parameters as field
from yidan.web.field.items import Item, Parcel, Picture, Unreadable
from yidan.web.matter import page

log = logging.getLogger(__name__)
DONE, REFUSED, WAITING = "done", "refused", "waiting"
CLAIMED_DAYS = (
    14  # how long ago a phone may say that something was done; the app keeps 72 hours and has been carried on
)


class NotThere(Refused):
    """What the act is about is not within this person's reach, or does not exist: the same words for both."""

    def __init__(self) -> None:
        super().__init__(_("找不到要办的项目、事项或佐证，可能已移交、撤回或办结；请刷新后再办。"))


def answered(parcel: Parcel, person: Person) -> list[dict[str, Any]]:
    """The answers, in the order of the items."""
    keys = [each.key for each in parcel.items if isinstance(each, Item)]
    done: dict[UUID, Entry] = {
        entry.key: entry
        for entry in Entry.objects.filter(actor_id=person.pk, key__in=_with_after(parcel, keys))
        if entry.key
    }
    here = {each.sha256 for item in parcel.items if isinstance(item, Item) for each in item.evidence}
    here |= {each.poster for item in parcel.items if isinstance(item, Item) for each in item.evidence} - {""}
    receipts = received(person, here)
    answers = []
    for item in parcel.items:
        if not isinstance(item, Item):
            answers.append({"key": item[0], "state": REFUSED, "sentence": item[1]})
            continue
        answer = _answer(item, parcel, person, done, receipts)
        if item.key not in done and answer["state"] == DONE:
            done[item.key] = Entry.objects.get(actor_id=person.pk, key=item.key)
        answers.append({"key": str(item.key), **answer})
    return answers


def received(person: Person, hashes: Iterable[str]) -> dict[str, datetime]:
    """When this person handed in each of these files, as far as all of it arrived."""
    held = Receipt.objects.filter(person=person, file__sha256__in=list(hashes))
    return dict(held.values_list("file__sha256", "kept_at"))


def _with_after(parcel: Parcel, keys: list[UUID]) -> list[UUID]:
    return keys + [each.after for each in parcel.items if isinstance(each, Item) and each.after]


def _answer(
    item: Item, parcel: Parcel, person: Person, done: dict[UUID, Entry], receipts: dict[str, datetime]
) -> dict[str, Any]:
    if item.key in done:
        return _done(item, done[item.key], receipts)
    if item.after and item.after not in done:
        return {"state": WAITING, "sentence": _("要先办成前一件。"), "missing": []}
    wanted = [sha for each in item.evidence for sha in (each.sha256, each.poster) if sha]
    if missing := [sha for sha in dict.fromkeys(wanted) if sha not in receipts]:
        return {"state": WAITING, "sentence": "", "missing": missing}
    try:
        PERFORM[item.verb](item, parcel, person, done)
        return _done(item, Entry.objects.get(actor_id=person.pk, key=item.key), receipts)
    except (Refused, Unreadable) as refusal:
        return {"state": REFUSED, "sentence": str(refusal), **_theirs(item, person)}
    except OperationalError:  # the database is busy: nothing is wrong with the act
        log.warning("sync: %s waits for the database", item.verb)
        return {"state": WAITING, "sentence": _("服务器忙，稍后会自动再发。"), "missing": []}
    except Exception:  # one bad item never harms another; nothing of it is in the database
        log.exception("sync: %s failed", item.verb)
        return {"state": REFUSED, "sentence": _("服务器没能办理这一件，已记录；内容还在手机里，请稍后再发。")}


def _done(item: Item, entry: Entry, receipts: dict[str, datetime]) -> dict[str, Any]:
    if entry.verb != item.verb:
        return {"state": REFUSED, "sentence": _("这一件的编号已用于另一件事，请重新填写。")}
    return {
        "state": DONE,
        "sentence": "",
        "subject": {"type": entry.subject_type, "id": entry.subject_id},
        "seen_at": entry.recorded_at.isoformat(),
        "receipts": {
            sha: receipts[sha].isoformat()
            for each in item.evidence
            for sha in (each.sha256, each.poster)
            if sha in receipts
        },
    }


def _theirs(item: Item, person: Person) -> dict[str, Any]:
    """What the server has of the month's report, so that the person can choose; only of what he may see."""
    if item.verb not in {Verb.REPORT_SAVE, Verb.REPORT_SUBMIT} or "month" not in item.args:
        return {}
    paper = (
        MonthlyReport.objects.filter(
            project__in=visible_to(person).filter(pk=item.subject_id), month=item.args["month"]
        )
        .select_related("reporter")
        .first()
    )
    return {"theirs": data.report(paper)} if paper else {}


# --- what each act is done with ---------------------------------------------------------------------------


def _run(item: Item, subject: Any, person: Person, **arguments: Any) -> None:
    now = clock.now()
    REGISTRY[item.verb](subject, by=person, at=item.at or now, recorded_at=now, key=item.key, **arguments)


def _believed(claimed: datetime | None, now: datetime) -> datetime:
    """When it was done, as far as a phone's clock is believed: some days before the receipt, never after it."""
    if claimed is None or not now - timedelta(days=CLAIMED_DAYS) <= claimed <= now:
        return now
    return claimed


def _argument(item: Item, name: str) -> Any:
    if name not in item.args:
        raise Unreadable(_("这一件少了必要的内容，请重新填写。"))
    return item.args[name]


def _project(item: Item, person: Person) -> Project:
    project = visible_to(person).select_related("profile").filter(pk=item.subject_id).first()
    if project is None:
        raise NotThere
    return project


def _save_report(item: Item, parcel: Parcel, person: Person, done: dict[UUID, Entry]) -> None:
    said = dict(item.args)
    month, seen_at = _argument(item, "month"), said.pop("seen_at", None)
    said.pop("month")
    if "invested" in said:
        said["invested_wan"] = said.pop("invested")
    if said.get("needs_from"):
        said["needs_from"] = Unit.objects.filter(pk=said["needs_from"], is_active=True).first()
    _run(item, _project(item, person), person, month=month, seen_at=seen_at, is_from_afar=True, **said)


def _submit_report(item: Item, parcel: Parcel, person: Person, done: dict[UUID, Entry]) -> None:
    """What is handed in is what the save before it kept, not what somebody wrote since."""
    month = _argument(item, "month")
    paper = MonthlyReport.objects.filter(project=_project(item, person), month=month).first()
    if paper is None:
        raise NotThere
    before = done.get(item.after) if item.after else None
    _run(
        item, paper, person, answers=item.args.get("answers"),
        seen_at=before.recorded_at if before and before.verb == Verb.REPORT_SAVE else None,
    )  # fmt: skip


def _add_exhibit(item: Item, parcel: Parcel, person: Person, done: dict[UUID, Entry]) -> None:
    if len(item.evidence) != 1:
        raise Unreadable(_("一件佐证附一个文件，请重新选择。"))
    said = item.evidence[0]
    files = {file.sha256: file for file in File.objects.filter(sha256__in=[said.sha256, said.poster])}
    claim = _claim(said, parcel, person)
    _argument(item, "month")
    _run(
        item, _project(item, person), person, file=files[said.sha256], poster=files.get(said.poster), claim=claim,
        **item.args,
    )  # fmt: skip


def _claim(said: Picture, parcel: Parcel, person: Person) -> Claim:
    """What the phone claims of a picture, with what its nonce proves."""
    hours = parameters.values()[field.NONCE_HOURS.name]
    issued_at, fault = nonce.read(said.nonce, person, clock.now(), hours)
    return Claim(
        origin=said.origin, taken_at=said.taken_at, place=said.place, nonce=said.nonce, nonce_at=issued_at,
        nonce_fault=fault, device=parcel.device,
    )  # fmt: skip


def _record_visit(item: Item, parcel: Parcel, person: Person, done: dict[UUID, Entry]) -> None:
    _argument(item, "physical_progress")
    brought = [Brought(file, claim) for file, claim in _brought(item, parcel, person)]
    said = dict(item.args)
    when = _believed(said.pop("visited_at", None) or item.at, clock.now())
    _run(item, _project(item, person), person, brought=brought, visited_at=when, **said)


def _brought(item: Item, parcel: Parcel, person: Person) -> list[tuple[File, Claim]]:
    """The files that came along, each with what is claimed of it."""
    hashes = [each.sha256 for each in item.evidence]
    files = {file.sha256: file for file in File.objects.filter(sha256__in=hashes)}
    return [(files[each.sha256], _claim(each, parcel, person)) for each in item.evidence]


def _finding(item: Item, person: Person, done: dict[UUID, Entry]) -> Finding:
    """By its number, or by its line in the visit that was recorded just before."""
    seen = findings_visible_to(person).select_related("visit__project__profile")
    before = done.get(item.after) if item.after else None
    if item.subject_type == "finding":
        found = seen.filter(pk=item.subject_id).first()
    elif before and before.verb == Verb.VISIT_RECORD:
        found = seen.filter(visit=before.subject_id, text=item.args.get("line", "")).first()
    else:
        found = None
    if found is None:
        raise NotThere
    return found


def _solve_finding(item: Item, parcel: Parcel, person: Person, done: dict[UUID, Entry]) -> None:
    _run(item, _finding(item, person, done), person, how=item.args.get("how", ""))


def _raise_finding(item: Item, parcel: Parcel, person: Person, done: dict[UUID, Entry]) -> None:
    _run(item, _finding(item, person, done), person, title=item.args.get("title", ""))


def _raise_matter(item: Item, parcel: Parcel, person: Person, done: dict[UUID, Entry]) -> None:
    """提出事项 about a project, in the words of a report or one's own; the type is guessed where none was chosen."""
    said = dict(item.args)
    said["problem_type"] = said.get("problem_type") or likely_type(f"{said.get('source_quote', '')}{said.get('title')}")
    said["title"] = said.get("title") or first_clause(said.get("source_quote", ""))
    _run_dated(item, _project(item, person), person, brought=_brought(item, parcel, person), **said)


def _act_on_matter(item: Item, parcel: Parcel, person: Person, done: dict[UUID, Entry]) -> None:
    """An act on a matter as the pages take it; what its form must have stands in the item or it is refused."""
    matter = page.read(matters_visible_to(person), item.subject_id)
    if matter is None:
        raise NotThere
    for name in field_matters.musts(item.verb):
        _argument(item, name)
    files = {"brought": _brought(item, parcel, person)} if item.verb in field_matters.BRINGING else {}
    _run_dated(item, matter, person, **files, **item.args)


def _run_dated(item: Item, subject: Any, person: Person, **arguments: Any) -> None:
    """Deadlines count from when it was done as far as that is believed: a phone ten years off moves none of them."""
    now = clock.now()
    REGISTRY[item.verb](subject, by=person, at=_believed(item.at, now), recorded_at=now, key=item.key, **arguments)


def _exhibit(item: Item, person: Person) -> Exhibit:
    found = (
        Exhibit.objects.live()
        .filter(seen_by(person), pk=item.subject_id)
        .select_related("capture__file", "project__profile")
        .first()
    )
    if found is None:
        raise NotThere
    return found


def _withdraw_exhibit(item: Item, parcel: Parcel, person: Person, done: dict[UUID, Entry]) -> None:
    _run(item, _exhibit(item, person), person, reason=item.args.get("reason", ""))


def _remove_place(item: Item, parcel: Parcel, person: Person, done: dict[UUID, Entry]) -> None:
    capture: Capture = _exhibit(item, person).capture
    _run(item, capture, person)


def _milestone(item: Item, person: Person) -> Milestone:
    """The milestone as it is now: the phone may know it by a version that was superseded since."""
    known = Milestone.objects.filter(seen_by(person), pk=item.subject_id).first()
    live = known and Milestone.objects.live().filter(project=known.project_id, name=known.name).first()
    if not live:
        raise NotThere
    return live


def _forecast_milestone(item: Item, parcel: Parcel, person: Person, done: dict[UUID, Entry]) -> None:
    _argument(item, "forecast_on")
    _run(item, _milestone(item, person), person, **item.args)


def _reach_milestone(item: Item, parcel: Parcel, person: Person, done: dict[UUID, Entry]) -> None:
    _argument(item, "actual_on")
    _run(item, _milestone(item, person), person, **item.args)


PERFORM: dict[Verb, Callable[[Item, Parcel, Person, dict[UUID, Entry]], None]] = {
    Verb.REPORT_SAVE: _save_report,
    Verb.REPORT_SUBMIT: _submit_report,
    Verb.EXHIBIT_ADD: _add_exhibit,
    Verb.EXHIBIT_WITHDRAW: _withdraw_exhibit,
    Verb.CAPTURE_REMOVE_PLACE: _remove_place,
    Verb.MILESTONE_FORECAST: _forecast_milestone,
    Verb.MILESTONE_REACH: _reach_milestone,
    Verb.VISIT_RECORD: _record_visit,
    Verb.FINDING_SOLVE: _solve_finding,
    Verb.FINDING_RAISE: _raise_finding,
    Verb.MATTER_RAISE: _raise_matter,
    **dict.fromkeys(field_matters.FORMS, _act_on_matter),
}
