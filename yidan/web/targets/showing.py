"""Items as rows and pages show them: columns from the definition, tallies, goals from below, what became of a start."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidan.figures import carrying, goals, registers
from yidan.figures.define import Measure
from yidan.figures.question import Question
from yidan.kernel.values import beijing_day
from yidan.targets import queries, rules
from yidan.targets.models import Content, Item, Link, Register
from yidan.targets.rules import After, Field, How
from yidan.targets.states import FieldKind, Level, State
from yidan.web import asking
from yidan.web import format as words
from yidan.web.preferences import Preferences

TONES = {
    State.NOTED: "quiet", State.RUNNING: "waiting", State.CLAIMED: "warn", State.DONE: "good", State.DROPPED: "quiet",
}  # fmt: skip
AFTER = {
    After.EARLY: (gettext_lazy("未到时候"), "quiet"), After.AT_WORK: (gettext_lazy("仍在施工"), "good"),
    After.FINISHED: (gettext_lazy("已竣工"), "good"), After.IDLE: (gettext_lazy("没有投资入账"), "bad"),
    After.NOT_STARTED: (gettext_lazy("没有开工记录"), "bad"),
}  # fmt: skip
MOST_COLUMNS = 4


def columns(register: Register) -> list[Field]:
    """The own columns that a list has room for: what is required first, long text last."""
    fields = register.asks.fields
    ordered = sorted(fields, key=lambda each: (not each.is_required, each.kind == FieldKind.TEXT))
    chosen = {each.name for each in ordered[:MOST_COLUMNS]}
    return [each for each in fields if each.name in chosen]


def written(each: Field, value: Any) -> str:
    """A value as it is read; empty where there is none."""
    if value in (None, ""):
        return ""
    if each.kind == FieldKind.FLAG:
        return _("是") if value else _("否")
    if each.kind == FieldKind.NUMBER:
        return words.plain(Decimal(str(value)))
    if each.kind == FieldKind.DAY:
        return words.day(date.fromisoformat(value))
    return str(value)


def row(item: Item, register: Register, projects: dict[int, int], above: dict[int, str]) -> dict[str, Any]:
    """An item in its list."""
    content = item.live
    if content is None:
        return {}
    return {
        "pk": item.pk, "href": reverse("item", args=[item.pk]), "title": content.title, "year": content.year or "",
        "when": when(content), "unit": str(content.unit) if content.unit else "",
        "level": Level(content.level).label if content.level else "",
        "document": content.document, "state": (State(item.state).label, TONES.get(State(item.state), "quiet")),
        "above": above.get(item.parent_id or 0, ""), "projects": projects.get(item.pk, 0),
        "cells": [
            {"label": each.label, "value": _read(each, content.value(each.name)),
             "is_number": each.kind == FieldKind.NUMBER, "is_short": each.kind in (FieldKind.CHOICE, FieldKind.DAY),
             "measure": each.measure}
            for each in columns(register)
        ],
    }  # fmt: skip


def _read(field: Field, value: Any) -> str:
    """A value in a table: of a number, its thousands."""
    shown = written(field, value)
    return _grouped(Decimal(str(value))) if shown and field.kind == FieldKind.NUMBER else shown


def _grouped(value: Decimal | Fraction | int) -> str:
    """All its digits with thousands; what has no end is rounded to two places."""
    if isinstance(value, Fraction) and (value.denominator != 1):
        return words.number(value, 2)
    number = Decimal(value.numerator) if isinstance(value, Fraction) else Decimal(value)
    places = max(0, -int(number.normalize().as_tuple().exponent))
    return words.number(number, places)


def when(content: Content) -> str:
    """Its day, or its stretch of days."""
    if content.starts_on is None:
        return ""
    first = words.day(content.starts_on)
    return f"{first}—{words.day(content.until_on)}" if content.until_on else first


def tallies(register: Register, asked: Question, chosen: Preferences) -> list[dict[str, Any]]:
    """The register's figures, each leading to its sources."""
    shown = []
    for declared, value in registers.tallied(register, asked):
        shown.append({
            "label": declared.label, "value": in_words(declared, value, chosen.unit), "note": declared.definition,
            "unit": words.unit_word(chosen.unit) if declared.unit is Measure.WAN else
                    "" if declared.unit is Measure.PERCENT else declared.counted_in,
            "href": asking.address(declared.key, asked),
        })  # fmt: skip
    return shown


def in_words(declared: Any, value: Any, unit: str) -> str:
    """A register's figure as it is read."""
    if value is None:
        return words.MISSING
    if declared.unit is Measure.WAN:
        return words.money(value, unit)
    if declared.unit is Measure.PERCENT:
        return words.percent(value, 1)
    return _grouped(value)


# --- the tree of a plan ---


def tree(items: Iterable[Item], reached: dict[int, rules.Reached]) -> list[dict[str, Any]]:
    """The nodes in reading order, each with its depth and how far it is."""
    listed = list(items)
    known = {each.pk for each in listed}
    below: dict[int | None, list[Item]] = {}
    for each in listed:
        below.setdefault(each.parent_id if each.parent_id in known else None, []).append(each)
    made: list[dict[str, Any]] = []

    def walk(parent: int | None, depth: int) -> None:
        for each in below.get(parent, ()):
            content = each.live
            if content is None:
                continue
            made.append({
                "pk": each.pk, "href": reverse("item", args=[each.pk]), "title": content.title, "depth": min(depth, 5),
                "unit": str(content.unit) if content.unit else "", "kind": content.value("kind") or "",
                "has_parts": each.pk in below, **progress(reached.get(each.pk)),
                "state": (State(each.state).label, TONES.get(State(each.state), "quiet")),
            })  # fmt: skip
            walk(each.pk, depth + 1)

    walk(None, 0)
    return made


def progress(found: rules.Reached | None) -> dict[str, Any]:
    """How far, as a percentage, and how that was found, in words."""
    if found is None or found.part is None:
        return {"percent": None, "shown": words.MISSING, "how": _("下面没有项目、指标或佐证，无从计算")}
    said = {
        How.DONE: _("凭佐证认定完成"), How.INDICATOR: _("按指标的实际值计算"), How.NOTHING: _("还没有认定完成的佐证"),
        How.BELOW: _("下面%(of)s项中%(known)s项有数，取平均") % {"of": found.of, "known": found.known},
    }  # fmt: skip
    return {"percent": float(found.part * 100), "shown": words.percent(found.part * 100, 1), "how": said[found.how]}


def reached_of(register: Register, asked: Question) -> dict[int, rules.Reached]:
    """How far each node of a plan is, as of the question's moment."""
    return carrying.reached(register, asked)


# --- projects behind an item ---


def carried(item: Item, register: Register, person: Any, today: date) -> list[dict[str, Any]]:
    """The projects that carry an item, those one may see; of an event, whether work went on."""
    content = item.live
    seen = {each.pk: each for each in goals.visible_projects(person, item)}
    links = [each for each in queries.links_of(item) if each.project_id in seen]
    begun = content.starts_on if content else None
    checks = register.asks.checks if begun else ()
    after = goals.after([each.project_id for each in links], begun, checks, today) if begun and checks else {}
    return [_carried(each, after.get(each.project_id, {})) for each in links]


def _carried(each: Link, after: dict[int, str]) -> dict[str, Any]:
    profile = each.project.profile
    return {
        "pk": each.pk, "href": reverse("project", args=[each.project_id]), "name": profile.name if profile else "",
        "number": each.project.internal_id, "unit": str(profile.assessed_unit) if profile else "",
        "note": each.note, "stage": each.project.get_stage_display(),
        "after": [(days, *AFTER[said]) for days, said in after.items()],
    }  # fmt: skip


def facts(item: Item, register: Register) -> list[tuple[str, str]]:
    """What an item says, label and value."""
    content = item.live
    if content is None:
        return []
    rows = [
        (_("年度"), str(content.year or "")), (_("日期"), when(content)),
        (_("责任单位"), str(content.unit or "")), (_("级别"), Level(content.level).label if content.level else ""),
        (_("文号或出处"), content.document),
        *((each.label, _measured(each, written(each, content.value(each.name)))) for each in register.asks.fields),
        (_("说明"), content.text), (_("来源"), content.origin),
    ]  # fmt: skip
    return [(str(label), str(value)) for label, value in rows if value]


def _measured(each: Field, text: str) -> str:
    return f"{text} {each.measure}" if text and each.measure else text


def readings(item: Item, register: Register) -> list[dict[str, Any]]:
    """The dated values, a table for each series."""
    rows = list(queries.readings_of(item))
    made = []
    for series in register.asks.series:
        own = [each for each in rows if each.name == series.name]
        made.append({
            "label": series.label, "measure": series.measure,
            "rows": [
                {"day": words.day(each.until_on), "value": words.plain(each.value), "source": each.source,
                 "reason": each.reason}
                for each in reversed(own)
            ],
        })  # fmt: skip
    return made


def earlier(item: Item) -> list[dict[str, str]]:
    """What it said before, newest first."""
    past = item.contents.filter(superseded_at__isnull=False).order_by("-superseded_at")
    return [
        {"title": each.title, "day": words.day(beijing_day(each.recorded_at)), "document": each.document}
        for each in past
    ]
