"""A checklist as data, and the answers to it: which questions are asked, and what does not hold of the answers.

A form is `{"title", "version", "items": [...]}`; an item is `{"name", "kind", "label", "hint", "must", "choices",
"relevant", "constraint", "constraint_words", "depth"}`. Groups are headings whose condition reaches all inside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yidan.patrol.rules import expressions

TEXT, NUMBER, WHOLE, ONE, SEVERAL, DAY, PHOTO, NOTE, GROUP = (
    "text", "decimal", "integer", "select_one", "select_multiple", "date", "photo", "note", "group",
)  # fmt: skip
ASKED = (TEXT, NUMBER, WHOLE, ONE, SEVERAL, DAY)
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,39}")
MOST_ITEMS, MOST_CHOICES, LONGEST_ANSWER = 100, 100, 500


@dataclass(frozen=True)
class Fault:
    """What does not hold of an answer: the question, which kind of fault, the form's own words where it has some."""

    name: str
    kind: str
    label: str
    words: str = ""


def shown(form: Mapping[str, Any], answers: Mapping[str, Any], *, today: date) -> list[Mapping[str, Any]]:
    """The items that are asked, given these answers; an item of a hidden group is hidden too."""
    visible: list[Mapping[str, Any]] = []
    hidden_from: int | None = None
    for item in form["items"]:
        depth = item.get("depth", 0)
        if hidden_from is not None:
            if depth > hidden_from:
                continue
            hidden_from = None
        if item.get("relevant") and not expressions.holds(item["relevant"], answers, today=today):
            hidden_from = depth if item["kind"] == GROUP else None
            continue
        visible.append(item)
    return visible


def read(form: Mapping[str, Any], given: Mapping[str, Any], *, today: date) -> tuple[dict[str, Any], list[Fault]]:
    """The answers in their plain form, without those to questions that are not asked, and what does not hold.

    In the form's order, so that a condition only ever sees answers that stand.
    """
    kept: dict[str, Any] = {}
    faults: list[Fault] = []
    for item in form["items"]:
        if item["kind"] not in ASKED:
            continue
        value, fault = _plain(item, given.get(item["name"]))
        if fault:
            faults.append(fault)
        elif value not in ("", []):
            kept[item["name"]] = value
    asked = {item["name"] for item in shown(form, kept, today=today)}
    for _round in range(len(kept)):  # an answer that falls away may hide a further question
        before = len(kept)
        kept = {name: value for name, value in kept.items() if name in asked}
        if len(kept) == before:
            break
        asked = {item["name"] for item in shown(form, kept, today=today)}
    faults = [each for each in faults if each.name in asked]
    return kept, faults + _broken(form["items"], asked - {each.name for each in faults}, kept, today)


def _broken(items: Iterable[Mapping[str, Any]], asked: set[str], kept: dict[str, Any], today: date) -> list[Fault]:
    found = []
    for item in items:
        if item["kind"] not in ASKED or item["name"] not in asked:
            continue
        value = kept.get(item["name"])
        if value is None:
            if item.get("must"):
                found.append(Fault(item["name"], "missing", item["label"]))
        elif item.get("constraint") and not expressions.holds(item["constraint"], kept, own=value, today=today):
            found.append(Fault(item["name"], "constraint", item["label"], item.get("constraint_words", "")))
    return found


def _plain(item: Mapping[str, Any], value: Any) -> tuple[Any, Fault | None]:
    """The value as it is kept: text, a list of choices; or the fault."""

    def fault(kind: str) -> tuple[Any, Fault]:
        return "", Fault(item["name"], kind, item["label"])

    if item["kind"] == SEVERAL:
        chosen = [str(each) for each in value] if isinstance(value, list | tuple) else str(value or "").split()
        known = [name for name, _label in item["choices"]]
        return (list(dict.fromkeys(chosen)), None) if set(chosen) <= set(known) else fault("choice")
    if not isinstance(value, str | int | float | type(None)) or isinstance(value, bool):
        return fault("unreadable")
    text = "" if value is None else str(value).strip()
    if len(text) > LONGEST_ANSWER:
        return fault("long")
    if not text:
        return "", None
    if item["kind"] == ONE and text not in [name for name, _label in item["choices"]]:
        return fault("choice")
    if item["kind"] == WHOLE and not re.fullmatch(r"-?\d{1,15}", text):
        return fault("whole")
    if item["kind"] == NUMBER and not re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", text):
        return fault("number")
    if item["kind"] == DAY:
        try:
            return date.fromisoformat(text).isoformat(), None
        except ValueError:
            return fault("day")
    return text, None


def told(form: Mapping[str, Any], answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The answers as a person reads them: each question's label, and the choices' labels."""
    said = []
    for item in form["items"]:
        value = answers.get(item["name"])
        if value in (None, "", []):
            continue
        labels = dict(item.get("choices") or ())
        chosen = value if isinstance(value, list) else [value]
        said.append((item["label"], "、".join(str(labels.get(each, each)) for each in chosen)))
    return said
