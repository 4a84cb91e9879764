"""影像: a project's pictures as its page shows them, and one picture with everything that is known of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from yidan.evidence import wording
from yidan.evidence.models import Capture, Reading
from yidan.evidence.rules import outlines
from yidan.evidence.states import Kind, Origin, ReadingState, Verdict
from yidan.kernel import policy
from yidan.kernel.values import Month, beijing_day
from yidan.kernel.verbs import Verb
from yidan.ledger import queries
from yidan.ledger.models import Asking, Exhibit, Project, Slot
from yidan.web import clock
from yidan.web import format as words
from yidan.web.addresses import address
from yidan.web.project import grades
from yidan.web.request import Request

MOST = 600  # pictures on one page; a project with more shows the newest
VERDICT_TONES = {Verdict.CREDIBLE: "good", Verdict.DOUBTFUL: "warn", Verdict.REJECTED: "bad"}


def short_code(sha256: str) -> str:
    """短码: the first eight digits of the hash, as one reads them to another on the telephone."""
    return f"{sha256[:4]}-{sha256[4:8]}".upper()


# --- one picture ---------------------------------------------------------------------------------------------------


def shot(exhibit: Exhibit, grade: Any = None) -> dict[str, Any]:
    """A picture as a tile shows it: what to load, what stands below it, in what state it is."""
    capture: Capture = exhibit.capture
    file, reading = capture.file, _reading(capture)
    kind = file.kind
    has_preview = bool(reading and reading.has_preview)
    poster = getattr(capture, "poster", None)
    taken_at = when(capture)
    verdict = _verdict(capture)
    return {
        "id": exhibit.pk,
        "href": address("exhibit", exhibit.pk),
        "thumb": address("preview", exhibit.pk, "thumb") if has_preview or poster else "",
        "view": address("preview", exhibit.pk, "view") if has_preview or poster else "",
        "original": address("original", exhibit.pk),
        "kind": kind.value,
        "kind_label": kind.label,
        "is_video": kind == Kind.VIDEO,
        "media_type": file.media_type,
        "is_waiting": reading is None or reading.state == ReadingState.WAITING,
        "fault": wording.fault(reading.fault) if reading and reading.state == ReadingState.UNREADABLE else "",
        "name": file.name,
        "caption": exhibit.caption,
        "slot": exhibit.slot_name,
        "milestone": exhibit.milestone,
        "what": exhibit.slot_name or exhibit.caption or exhibit.milestone or _plain_name(capture),
        "month": str(exhibit.month),
        "month_words": words.month(exhibit.month),
        "day": words.day(taken_at),
        "short_day": words.short_day(beijing_day(taken_at)),
        "moment": words.minute(taken_at),
        "unit": str(capture.unit or ""),
        "code": short_code(file.sha256),
        "grade": grade,
        "verdict": verdict.get_verdict_display() if verdict else "",
        "verdict_tone": VERDICT_TONES[Verdict(verdict.verdict)] if verdict else "",
    }


def when(capture: Capture) -> datetime:
    """When it was taken as far as anybody says: the phone, else the file itself, else when it was received."""
    reading = _reading(capture)
    return capture.taken_at or (reading.taken_at if reading else None) or capture.received_at


def place_of(capture: Capture) -> tuple[Decimal, Decimal, int | None] | None:
    """Where it was taken as claimed at capture (longitude, latitude, accuracy in metres)."""
    if capture.longitude is None or capture.latitude is None:
        return None
    return capture.longitude, capture.latitude, capture.accuracy_m


def _reading(capture: Capture) -> Reading | None:
    return getattr(capture.file, "reading", None)


def _verdict(capture: Capture) -> Any:
    found = getattr(capture, "live_judgements", None)
    if found is None:
        found = list(capture.judgements.live().select_related("judged_by")[:1])
    return found[0] if found else None


def told(request: Request, exhibit: Exhibit) -> dict[str, Any]:
    """Everything known of one picture, its grade with the reasons, its judgement, and what this person may do."""
    capture, project = exhibit.capture, exhibit.project
    grade = grades.of([exhibit], request.user).get(capture.pk)
    picture = shot(exhibit, grade)
    verdict = _verdict(capture)
    return {
        "exhibit": exhibit,
        "project": project,
        "picture": picture,
        "grade": grade,
        "facts": _facts(exhibit),
        "judgement": verdict
        and {
            "word": verdict.get_verdict_display(),
            "tone": VERDICT_TONES[Verdict(verdict.verdict)],
            "opinion": verdict.opinion,
            "who": verdict.judged_by.name,
            "grade": verdict.grade,
            "when": words.minute(verdict.recorded_at),
        },
        "may": _may(request, exhibit),
        "back": address("project", project.pk) + "#pictures",
    }


def _may(request: Request, exhibit: Exhibit) -> dict[str, bool]:
    person, capture = request.user, exhibit.capture
    is_own = capture.person_id == person.pk
    is_of_unit = is_own or (capture.unit_id is not None and capture.unit_id == person.unit_id)
    return {
        "judge": not is_own and policy.may(person, Verb.EXHIBIT_JUDGE, exhibit),
        "withdraw": is_of_unit and policy.may(person, Verb.EXHIBIT_WITHDRAW, exhibit),
        "remove_place": is_own and capture.longitude is not None,
    }


def _facts(exhibit: Exhibit) -> list[tuple[str, ...]]:
    capture, file, reading = exhibit.capture, exhibit.capture.file, _reading(exhibit.capture)
    facts: list[tuple[str, ...]] = [
        (_("月份"), words.month(exhibit.month)),
        (_("佐证位"), exhibit.slot_name or _("不属于佐证位")),
        (_("节点"), exhibit.milestone),
        (_("拍摄"), words.minute(capture.taken_at), _("手机所称")) if capture.taken_at else (_("拍摄"), ""),
        (_("文件自带时间"), words.minute(reading.taken_at) if reading and reading.taken_at else ""),
        (_("服务器收到"), words.minute(capture.received_at), _between(capture)),
        (_("位置"), *_place_words(capture)),
        (_("来源"), str(capture.get_origin_display())),
        (_("提供单位"), str(capture.unit or "")),
        (_("文件"), f"{file.kind.label} {words.size(file.size_bytes)}", _pixels(reading)),
        (_("相机"), reading.camera if reading else ""),
        (_("短码"), short_code(file.sha256), f"SHA-256 {file.sha256[:16]}…"),
    ]
    return [fact for fact in facts if fact[1]]


def _plain_name(capture: Capture) -> str:
    """The app names its own pictures by the second, which tells a reader nothing; a person's file name may."""
    return str(capture.get_origin_display()) if capture.origin == Origin.CAMERA else capture.file.name


def _between(capture: Capture) -> str:
    """Only what the app itself took, with a nonce that stands, was taken between the two (`grading.interval_of`)."""
    if capture.origin != Origin.CAMERA or capture.nonce_at is None or capture.nonce_fault:
        return ""
    return _("随机数发出于%(from)s，即摄于两者之间") % {"from": words.minute(capture.nonce_at)}


def _place_words(capture: Capture) -> tuple[str, str]:
    place = place_of(capture)
    if place is None:
        return (_("已由本人删除"), "") if capture.place_removed_at else ("", "")
    longitude, latitude, accuracy = place
    note = _("精度约%(metres)d米") % {"metres": accuracy} if accuracy is not None else ""
    return f"{latitude:.5f}, {longitude:.5f}", note


def _pixels(reading: Reading | None) -> str:
    if reading is None or not reading.width:
        return ""
    size = f"{reading.width}×{reading.height}"
    return f"{size} {reading.seconds:.0f} s" if reading.seconds else size


# --- a month's pictures, beside its report ---------------------------------------------------------------------------


def of_month(request: Request, project: Project, month: Month) -> dict[str, Any]:
    """What the month's report is asked for, with the reason, and what was brought for it."""
    exhibits = list(queries.exhibits_of([project]).filter(month=month)[:MOST])
    graded = grades.of(exhibits, request.user)
    there = {exhibit.slot_name for exhibit in exhibits}
    return {
        "project": project,
        "month": str(month),
        "back": address("report", project.pk, month),
        "asked": [
            {"name": slot.name, "reason": slot.reason, "is_there": slot.name in there}
            for slot in queries.asked([project.pk], month).get(project.pk, [])
        ],
        "shots": [shot(exhibit, graded.get(exhibit.capture_id)) for exhibit in exhibits],
        "may": {"add": policy.may(request.user, Verb.EXHIBIT_ADD, project)},
    }


# --- a project's pictures ------------------------------------------------------------------------------------------


def section(request: Request, project: Project) -> dict[str, Any]:
    """The fragment 影像: rows of slots and columns of months, the map's points, and what this person may do."""
    exhibits = list(queries.exhibits_of([project])[:MOST])
    for exhibit in exhibits:
        exhibit.project = project
    slots = list(Slot.objects.live().filter(project=project))
    graded = grades.of(exhibits, request.user)
    shots = [shot(exhibit, graded.get(exhibit.capture_id)) for exhibit in exhibits]
    this = Month.of(clock.today())
    asked = {slot.name for slot in queries.asked([project.pk], this).get(project.pk, [])} if slots else set()
    months = _months([exhibit.month for exhibit in exhibits])
    photos = [each for each in shots if each["view"] and not each["is_video"]]
    return {
        "project": project,
        "count": len(shots),
        "months": [{"key": str(month), "words": _column(month, place, months)} for place, month in enumerate(months)],
        "rows": _rows(shots, slots, [str(month) for month in months], asked),
        "can_compare": any(len(group) > 1 for group in _by_slot(photos).values()),
        "map": _map(project, exhibits, graded),
        "may": {
            "add": policy.may(request.user, Verb.EXHIBIT_ADD, project),
            "slot": policy.may(request.user, Verb.SLOT_SET, project),
        },
        "sheet": address("evidence-sheet"),
        "bundle": address("evidence-bundle"),
    }


def _months(found: Iterable[Month]) -> list[Month]:
    """Every month from the first to the last with a picture; at most three years of them."""
    months = sorted(set(found))
    if not months:
        return []
    if months[-1] - months[0] >= 36:
        return months
    return [months[0] + step for step in range(months[-1] - months[0] + 1)]


def _column(month: Month, place: int, months: list[Month]) -> str:
    """6月, with its year in the first column and each January."""
    is_first = place == 0 or months[place - 1].year != month.year
    return words.month(month) if is_first or words.is_english() else _("%(month)d月") % {"month": month.month}


def _by_slot(shots: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for each in shots:
        found.setdefault(each["slot"], []).append(each)
    return found


def _rows(shots: list[dict[str, Any]], slots: list[Slot], months: list[str], asked: set[str]) -> list[dict[str, Any]]:
    """A row for each slot in the office's order, then ended slots that have pictures, then what belongs to none."""
    groups = _by_slot(shots)
    known = {slot.name: slot for slot in slots}
    names = [*known, *(name for name in sorted(groups) if name and name not in known)]
    if "" in groups:
        names.append("")
    rows = []
    for name in names:
        cells: dict[str, list[dict[str, Any]]] = {month: [] for month in months}
        for each in groups.get(name, []):
            cells[each["month"]].append(each)
        slot = known.get(name)
        rows.append(
            {
                "name": name or _("其他影像"),
                "slot": slot,
                "rule": _rule(slot) if slot else _("佐证位已取消") if name else "",
                "is_asked": name in asked,
                "cells": list(cells.values()) if groups.get(name) else [],
            }
        )
    return rows


def _rule(slot: Slot) -> str:
    if slot.asking == Asking.ON_MILESTONE:
        return _("“%(name)s”完成当月请附") % {"name": slot.milestone}
    if slot.asking == Asking.ON_SAMPLING and slot.rate_percent is not None:
        return _("每月按%(rate)s%%抽查") % {"rate": f"{slot.rate_percent.normalize():f}"}
    return str(slot.get_asking_display())


def _map(project: Project, exhibits: list[Exhibit], graded: dict[int, Any]) -> dict[str, str] | None:
    """What the map draws, as JSON in attributes: [longitude, latitude, accuracy, grade, exhibit, words], outline."""
    points = []
    for exhibit in exhibits:
        place = place_of(exhibit.capture)
        if place is None:
            continue
        grade = graded.get(exhibit.capture_id)
        said = f"{words.day(when(exhibit.capture))} {exhibit.slot_name or exhibit.caption}".strip()
        points.append(
            [float(place[0]), float(place[1]), place[2] or 0, grade.letter if grade else "", exhibit.pk, said]
        )
    profile = project.profile
    outline = outlines.kept(profile.outline) if profile else ()
    if not points and not outline:
        return None
    known = (profile.longitude, profile.latitude) if profile else ()
    site = [float(each) for each in known if each is not None]  # both or none: the database sees to it
    return {
        "points": json.dumps(points, ensure_ascii=False), "site": json.dumps(site), "outline": json.dumps(outline),
        "count": str(len(points)),
    }  # fmt: skip
