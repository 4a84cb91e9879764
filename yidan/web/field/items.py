"""Reading what a phone sent: a table of the acts it may send, and a parser for everything it may say.

Nothing here is believed: whatever has another shape, another size or another name ends as `Unreadable` with a
sentence, and only what is named here reaches a command.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yidan.evidence.rules import Datum, Place
from yidan.evidence.rules.places import placed
from yidan.evidence.states import Origin
from yidan.kernel.values import BEIJING, Month
from yidan.kernel.verbs import Verb

LARGEST_BYTES = 2 * 1024 * 1024
MOST_ITEMS = 200
MOST_EVIDENCE = 20
LONGEST_TEXT = 2000
SHA256 = re.compile(r"[0-9a-f]{64}")
FIELDS = ("physical_progress", "problems", "needs", "next_step", "explanation")
DAYS = ("forecast_on", "actual_on", "reason")


class Unreadable(ValueError):
    """What was sent has not the shape it must have; the message is a sentence for the person."""


@dataclass(frozen=True)
class Picture:
    """A file that goes with an act, by its hash, with what the phone claims of it."""

    sha256: str
    origin: Origin
    taken_at: datetime | None
    place: Place | None
    nonce: str
    poster: str


@dataclass(frozen=True)
class Item:
    """One act, as it was sent."""

    key: UUID
    verb: Verb
    subject_type: str
    subject_id: int
    at: datetime | None
    after: UUID | None
    args: Mapping[str, Any]
    evidence: tuple[Picture, ...]


@dataclass(frozen=True)
class Parcel:
    """What one request brought: items, or the reason why one of them cannot be read, in the order they came."""

    device: str
    person: int | None
    items: tuple[Item | tuple[str, str], ...]


def read(body: bytes) -> Parcel:
    """The whole request. A request that is no such thing is refused whole; a single bad item only itself."""
    if len(body) > LARGEST_BYTES:
        raise Unreadable(_("一次发送的内容过大，请分几次发送。"))
    try:
        said = json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Unreadable(_("发送的内容无法识别，请更新应用后再发；填写的内容还在手机里。")) from None
    if not isinstance(said, dict) or not isinstance(said.get("items"), list):
        raise Unreadable(_("发送的内容无法识别，请更新应用后再发；填写的内容还在手机里。"))
    if len(said["items"]) > MOST_ITEMS:
        raise Unreadable(_("一次最多发送%(most)s件，请分几次发送。") % {"most": MOST_ITEMS})
    person = said.get("person")
    try:
        device = _text(said.get("device"), 60)
    except Unreadable:
        device = ""
    return Parcel(
        device=device,
        person=person if isinstance(person, int) and not isinstance(person, bool) else None,
        items=tuple(_item_or_fault(each) for each in said["items"]),
    )


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _item_or_fault(said: Any) -> Item | tuple[str, str]:
    key = said.get("key") if isinstance(said, dict) else None
    try:
        return item(said)
    except Unreadable as fault:
        return (key if isinstance(key, str) and len(key) <= 40 and key.isprintable() else "", str(fault))


def item(said: Any) -> Item:
    """One act; raises Unreadable."""
    if not isinstance(said, dict):
        raise Unreadable(_("这一件无法识别，请重新填写。"))
    verb = said.get("verb")
    if not isinstance(verb, str) or verb not in TABLE:
        raise Unreadable(_("手机应用不能办理这一件，请到网页办理。"))
    subjects, arguments = TABLE[verb]
    subject = said.get("subject")
    if not isinstance(subject, dict) or subject.get("type") not in subjects:
        raise Unreadable(_("这一件没有说明办的是什么，请重新填写。"))
    args = said.get("args", {})
    if not isinstance(args, dict):
        raise Unreadable(_("这一件无法识别，请重新填写。"))
    evidence = said.get("evidence") or []
    if not isinstance(evidence, list) or len(evidence) > MOST_EVIDENCE:
        raise Unreadable(_("这一件的附图无法识别，请重新选择。"))
    return Item(
        key=_uuid(said.get("key")),
        verb=Verb(verb),
        subject_type=subject["type"],
        subject_id=_id(subject.get("id")),
        at=_moment(said.get("at")),
        after=_uuid(said["after"]) if said.get("after") else None,
        args={name: parse(args[name]) for name, parse in arguments.items() if name in args},
        evidence=tuple(_picture(each) for each in evidence),
    )


# --- the smallest parts ----------------------------------------------------------------------------------


def _text(value: Any, longest: int = LONGEST_TEXT) -> str:
    """A text that a database takes: no NUL, no half of a character, not too long."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unreadable(_("有一处文字无法识别，请重新填写。"))
    if len(value) > longest:
        raise Unreadable(_("有一处文字超过%(most)s字，请写短些。") % {"most": longest})
    if "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise Unreadable(_("有一处文字含有无法保存的字符，请重新填写。"))
    return value.strip()


def _short(longest: int) -> Callable[[Any], str]:
    return lambda value: _text(value, longest)


def _id(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**63:
        raise Unreadable(_("这一件没有说明办的是什么，请重新填写。"))
    return value


def _uuid(value: Any) -> UUID:
    try:
        return UUID(value)
    except (ValueError, AttributeError, TypeError):
        raise Unreadable(_("这一件没有编号，请更新应用后再发。")) from None


def _moment(value: Any) -> datetime | None:
    """A moment as claimed, however far off; nothing where it is none. Without a zone it is Beijing's."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        moment = datetime.fromisoformat(value)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)
        if not 1000 < moment.astimezone(UTC).year < 9000:  # what every database and every calendar can hold
            return None
        if moment.utcoffset() != timedelta(0):
            moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment


def _seen(value: Any) -> datetime | None:
    return _moment(value)


def _month(value: Any) -> Month:
    try:
        return Month.parse(_text(value, 10))
    except ValueError:
        raise Unreadable(_("月份无法识别，应写作 2020-05。")) from None


def _day(value: Any) -> date:
    try:
        return date.fromisoformat(_text(value, 10))
    except ValueError:
        raise Unreadable(_("日期无法识别，应写作 2020-07-31。")) from None


def _flag(value: Any) -> bool:
    return value is True


def _maybe_id(value: Any) -> int | None:
    return _id(value) if value is not None and value != "" else None


def _days(value: Any) -> dict[str, dict[str, str]]:
    """{"milestone": {"forecast_on", "actual_on", "reason"}}, at most a hundred of them."""
    if not isinstance(value, dict) or len(value) > 100:
        raise Unreadable(_("节点日期无法识别，请重新填写。"))
    read_in = {}
    for name, said in value.items():
        if not isinstance(said, dict):
            raise Unreadable(_("节点日期无法识别，请重新填写。"))
        read_in[_text(name, 100)] = {part: _text(said.get(part), 300) for part in DAYS}
    return read_in


def _answers(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or len(value) > 50:
        raise Unreadable(_("对疑问的回答无法识别，请重新填写。"))
    return {_text(kind, 40): _text(answer) for kind, answer in value.items()}


def _checklist_answers(value: Any) -> dict[str, Any]:
    """Answers to a checklist by name: a text, or the chosen ones of a select multiple."""
    if not isinstance(value, dict) or len(value) > 100:
        raise Unreadable(_("清单的回答无法识别，请重新填写。"))
    return {
        _text(name, 40): [_text(each, 40) for each in said[:100]] if isinstance(said, list) else _text(said, 500)
        for name, said in value.items()
    }


def _whole(value: Any) -> int | None:
    """A whole number as it was typed; nothing where nothing was."""
    text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if not text:
        return None
    if not re.fullmatch(r"-?\d{1,9}", text):
        raise Unreadable(_("有一处要填整数，请重新填写。"))
    return int(text)


def _picture(said: Any) -> Picture:
    if not isinstance(said, dict) or not isinstance(said.get("sha256"), str) or not SHA256.fullmatch(said["sha256"]):
        raise Unreadable(_("这一件的附图没有校验值，请重新选择。"))
    origin = said.get("origin")
    if origin not in (Origin.CAMERA, Origin.GALLERY):
        raise Unreadable(_("这一件的附图没有说明来源，请重新选择。"))
    poster = said.get("poster")
    if poster is not None and (not isinstance(poster, str) or not SHA256.fullmatch(poster)):
        poster = None
    return Picture(
        sha256=said["sha256"],
        origin=Origin(origin),
        taken_at=_moment(said.get("taken_at")),
        place=place(said.get("place")),
        nonce=_text(said.get("nonce"), 120) if isinstance(said.get("nonce"), str) else "",
        poster=poster or "",
    )


def place(said: Any) -> Place | None:
    """Where, as the phone states it; nothing where it is none: a picture is not lost over a phone's fault."""
    if not isinstance(said, dict):
        return None
    numbers: list[Any] = [said.get(name) for name in ("longitude", "latitude", "accuracy_m")]
    if any(isinstance(each, bool) or not isinstance(each, int | float) for each in numbers[:2]):
        return None
    try:
        accuracy = float(numbers[2]) if isinstance(numbers[2], int | float) else None
        return placed(numbers[0], numbers[1], datum=said.get("datum", Datum.WGS84), accuracy_m=accuracy)
    except (OverflowError, ArithmeticError):  # a number of five hundred digits
        return None


# What the field app may send: on what, and which arguments it may give (docs: house.md §6). Anything else is dropped.
TABLE: dict[str, tuple[frozenset[str], dict[str, Callable[[Any], Any]]]] = {
    Verb.REPORT_SAVE.value: (
        frozenset({"project"}),
        {
            "month": _month, "seen_at": _seen, "invested": _short(40), **dict.fromkeys(FIELDS, _text),
            "needs_from": _maybe_id, "milestone_days": _days, "is_unchanged": _flag, "answers": _answers,
        },
    ),
    Verb.REPORT_SUBMIT.value: (frozenset({"project"}), {"month": _month, "answers": _answers}),
    Verb.EXHIBIT_ADD.value: (
        frozenset({"project"}),
        {"month": _month, "slot_name": _short(60), "milestone": _short(100), "caption": _short(200)},
    ),
    Verb.EXHIBIT_WITHDRAW.value: (frozenset({"exhibit"}), {"reason": _short(300)}),
    Verb.CAPTURE_REMOVE_PLACE.value: (frozenset({"exhibit"}), {}),
    Verb.MILESTONE_FORECAST.value: (frozenset({"milestone"}), {"forecast_on": _day, "reason": _short(300)}),
    Verb.MILESTONE_REACH.value: (frozenset({"milestone"}), {"actual_on": _day, "reason": _short(300)}),
    Verb.VISIT_RECORD.value: (
        frozenset({"project"}),
        {
            "physical_progress": _short(500), "at_work": _short(500), "problems": _short(1000),
            "problem_type": _short(16), "answers": _checklist_answers, "visited_at": _moment,
        },
    ),
    # of a visit that is on its way, a finding is named by its line; of one that the phone knows, by its number
    Verb.FINDING_SOLVE.value: (frozenset({"finding", "project"}), {"line": _short(300), "how": _short(300)}),
    Verb.FINDING_RAISE.value: (frozenset({"finding", "project"}), {"line": _short(300), "title": _short(100)}),
    Verb.MATTER_RAISE.value: (
        frozenset({"project"}),
        {
            "title": _short(100), "description": _text, "problem_type": _short(16), "source": _short(120),
            "source_quote": _text,
        },
    ),
    **{
        verb.value: (frozenset({"matter"}), arguments)
        for verb, arguments in {
            Verb.MATTER_SIGN_FOR: {"opinion": _short(300)},
            Verb.MATTER_DECLINE: {"reason": _short(300)},
            Verb.MATTER_PLAN: {"text": _text},
            Verb.MATTER_REPLY: {"text": _text, "percent": _whole, "difficulties": _text, "next_step": _text},
            Verb.MATTER_ASK_EXTENSION: {"until_on": _day, "reason": _short(300)},
            Verb.MATTER_APPLY_CLOSE_OUT: {"statement": _text},
            Verb.MATTER_VERIFY: {"way": _short(16), "verifiers": _short(120), "opinion": _text},
            Verb.MATTER_SEND_BACK: {"reason": _text, "way": _short(16), "verifiers": _short(120)},
        }.items()
    },
}  # fmt: skip
