"""A scheme in words, and the what-if: changed weights over past months, as a matrix of places before and after."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from yidan.assessment import queries
from yidan.assessment.queries.computing import BackTest
from yidan.assessment.rules import said
from yidan.figures import queries as figures
from yidan.kernel.errors import Invalid, Refused
from yidan.kernel.values import Month
from yidan.web import format as words
from yidan.web.request import Request

MOST_MONTHS = 12
WEIGHT = "weight-"


def criteria(data: dict[str, Any], given: Any = None) -> list[dict[str, Any]]:
    """Each criterion with its weight (and the one being tried), its rule and its figure's definition in words."""
    return [
        {
            "key": each["key"], "name": WEIGHT + each["key"], "label": each["label"],
            "weight": str(each.get("weight", "")), "rule": rule(each), "missing": missing(each),
            "tried": (given or {}).get(WEIGHT + each["key"]) or str(each.get("weight", "")),
            "pending": each.get("pending", ""), **_figure(each),
        }
        for each in data["criteria"]
    ]  # fmt: skip


def events(data: dict[str, Any]) -> list[dict[str, Any]]:
    """What is added or taken by event."""
    return [{"label": each["label"], "rule": event_rule(each)} for each in data.get("events", ())]


def _figure(each: dict[str, Any]) -> dict[str, str]:
    try:
        figure = figures.get(each["figure"])
    except Invalid:
        return {"figure": "", "definition": ""}
    return {"figure": str(figure.label), "definition": figure.definition}


def rule(each: dict[str, Any]) -> str:
    """The way of scoring as a sentence."""
    way = each.get("way", "each")
    if way == "share":
        full = _("序时进度") if each.get("full") == "schedule" else f"{each.get('full', 100)}%"
        cap = Fraction(str(each.get("cap", 1)))
        most = _("，最多得满分") if cap == 1 else _("，最多按%(cap)s倍计") % {"cap": said(cap)}
        return _("达到%(full)s得满分，不到的按比例%(most)s") % {"full": full, "most": most}
    if way == "steps":
        parts = [_("%(from)s及以上得%(points)s") % step for step in each["steps"]]
        return _("；").join([*parts, _("其余得%(points)s") % {"points": each.get("otherwise", 0)}])
    if way == "place":
        parts = [
            _("前%(until)s名得%(points)s") % step if step.get("until") else _("其余得%(points)s") % step
            for step in each["places"]
        ]
        return _("按组内位次：") + _("；").join(parts)
    if way == "slope":
        return _slope(each)
    return _each(each)


def _slope(each: dict[str, Any]) -> str:
    target = _("序时进度") if each.get("target") == "schedule" else f"{each.get('target', 100)}%"
    parts = [_("达到%(target)s得%(points)s") % {"target": target, "points": each.get("at_target", 0)}]
    if each.get("below"):
        parts.append(_("每低1个百分点减%(rate)s") % {"rate": each["below"]})
    for band in each.get("above", ()):
        upto = _("(到%(until)s%%为止)") % band if band.get("until") else ""
        parts.append(_("每高1个百分点加%(rate)s%(upto)s") % {"rate": band["rate"], "upto": upto})
    return _("，").join([*parts, *_caps(each)])


def _each(each: dict[str, Any]) -> str:
    word = _("每个加%(points)s") if Fraction(str(each.get("points", 1))) > 0 else _("每个减%(points)s")
    return _for_each(each, word)


def event_rule(each: dict[str, Any]) -> str:
    """What an event adds or takes, as a sentence."""
    word = _("每次加%(points)s") if Fraction(str(each.get("points", 1))) > 0 else _("每次减%(points)s")
    return _for_each(each, word)


def _for_each(each: dict[str, Any], word: str) -> str:
    given = Fraction(str(each.get("points", 1)))
    return _("，").join([word % {"points": said(abs(given))}, *_caps(each)])


def _caps(each: dict[str, Any]) -> list[str]:
    caps = []
    if each.get("most") is not None:
        caps.append(_("最多加%(most)s") % {"most": each["most"]})
    if each.get("least") is not None:
        caps.append(_("最多减%(least)s") % {"least": said(-Fraction(str(each["least"])))})
    return caps


def missing(each: dict[str, Any]) -> str:
    """What happens to a unit that has nothing to be judged by."""
    if each.get("missing") == "base":
        return _("没有可比的项目得基本分%(base)s") % {"base": each.get("base", 0)}
    return _("没有可比的项目，权重按比例摊给其他指标") if each.get("weight") else ""


def changed(data: dict[str, Any], given: Any) -> dict[str, Any]:
    """The scheme with the weights of the form; a weight that is no number is refused in the scheme's own words."""
    return {
        **data,
        "criteria": [
            {**each, "weight": given[WEIGHT + each["key"]].strip()} if given.get(WEIGHT + each["key"]) else each
            for each in data["criteria"]
        ],
    }  # fmt: skip


def tried(request: Request, key: str, data: dict[str, Any]) -> dict[str, Any] | None:
    """The back-test that the address asks for; None where none is asked."""
    given = request.GET
    if "since" not in given:
        return None
    said_so_far: dict[str, Any] = {
        "since": given.get("since", ""), "until": given.get("until", ""), "error": ""
    }  # fmt: skip
    try:
        first, last = Month.parse(given.get("since", "")), Month.parse(given.get("until", ""))
    except ValueError:
        return {**said_so_far, "error": _("月份写作 2020-05。")}
    months = [first + step for step in range(last - first + 1)]
    if not 0 < len(months) <= MOST_MONTHS:
        return {**said_so_far, "error": _("请选1到%(most)s个月。") % {"most": MOST_MONTHS}}
    try:
        pack = queries.read(changed(data, given))
        test = queries.back_test(
            {each: queries.pack_of(key, each) for each in months}, pack, queries.cut_offs(key, months)
        )
    except Refused as refusal:
        return {**said_so_far, "error": str(refusal)}
    return {**said_so_far, "months": [words.month(each) for each in months], "rows": _matrix(test),
            "moved": test.moved_count, "full": said(pack.full), "query": given.urlencode()}  # fmt: skip


def _matrix(test: BackTest) -> list[dict[str, Any]]:
    return [
        {"unit": unit.short, "cells": [_cell(test.changes.get((unit.key, month))) for month in test.months]}
        for unit, _table in test.units
    ]  # fmt: skip


def _cell(change: Any) -> dict[str, Any]:
    if change is None:
        return {"before": words.MISSING, "after": "", "gained": None, "points": ""}
    before, after = (words.MISSING if each is None else str(each) for each in (change.before, change.after))
    totals = [
        words.number(each, 2) if each is not None else words.MISSING
        for each in (change.points_before, change.points_after)
    ]
    return {"before": before, "after": after if after != before else "", "gained": change.gained,
            "points": "→".join(dict.fromkeys(totals))}  # fmt: skip
