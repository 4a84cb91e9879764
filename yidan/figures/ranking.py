"""排名: 考核单元 by completion rate within their groups, with movement against last month (domain.md §2.3)."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from yidan.figures import names, parameters, queries, rules
from yidan.figures.define import Value
from yidan.figures.dimensions import Group
from yidan.figures.question import Question
from yidan.people.models import RankingGroup

KEYS = (
    "project.count", "plan.annual", "invested.month", "invested.year", "completion.rate", "schedule.gap",
    "start.count", "start.due", "start.rate", "finish.count", "finish.due", "finish.rate",
)  # fmt: skip
SHOWING = KEYS[:4]  # a unit that has one of these has something to show
BY = "completion.rate"


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit's row: its place (None: listed but not ranked), places gained since last month, and its figures."""

    group: Group
    place: int | None
    gained: int | None
    values: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Table:
    """One ranking group."""

    ranking_group: str
    label: str
    rows: list[Standing]


def ranking(question: Question, values: dict[str, Any], *, by: str = BY, at: str | None = None) -> list[Table]:
    """Each group's table, ordered by place; equal places in protocol order. `values` are the parameters."""
    least = values[parameters.RANKED_FROM.name]
    now = queries.grouped(KEYS, question, "unit", at=at)
    before = question.period.before
    past = queries.grouped(("project.count", by), question.over(before), "unit", at=at) if before else {}
    units = queries.groups("unit", _with_projects(now))
    tables = []
    for ranking_group in [*RankingGroup.values, ""]:
        members = [unit for unit in units if unit.ranking_group == ranking_group]
        if members:
            label = RankingGroup(ranking_group).label if ranking_group else ""
            tables.append(Table(ranking_group, str(label), _standings(members, now, past, by, least)))
    return tables


def places(
    question: Question, values: dict[str, Any], *, by: str = BY, at: str | None = None
) -> dict[Hashable, int]:  # fmt: skip
    """The place of each unit that has one, as `ranking` says, without the rest of its tables: of many months."""
    now = queries.grouped(dict.fromkeys((*SHOWING, by)), question, "unit", at=at)
    keys = _with_projects(now)
    known = names.ranking_groups((key for key in keys if isinstance(key, int)), at=at)
    group_of = {key: known.get(key, "") if isinstance(key, int) else "" for key in keys}
    found: dict[Hashable, int] = {}
    for each in set(group_of.values()):
        members = [key for key, group in group_of.items() if group == each]
        found |= _places(members, now, by, values[parameters.RANKED_FROM.name])
    return found


def _with_projects(table: dict[str, dict[Hashable, Value]]) -> list[Hashable]:
    """Units that have anything to show: a project, or a part of a shared one."""
    return [key for key in table["project.count"] if any(_amount(table[name], key) for name in SHOWING)]


def _amount(groups: dict[Hashable, Value], key: Hashable) -> Any:
    found = groups.get(key)
    return found.value if found else None


def _standings(members: list[Group], now: dict, past: dict, by: str, least: int) -> list[Standing]:
    keys = [unit.key for unit in members]
    place = _places(keys, now, by, least)
    place_before = _places(keys, past, by, least) if past else {}
    by_key = {unit.key: unit for unit in members}
    return [
        Standing(
            group=by_key[key],
            place=place.get(key),
            gained=rules.gained(place.get(key), place_before.get(key)),
            values={name: now[name].get(key, Value(None)) for name in KEYS},
        )
        for key in rules.in_order_of_place(keys, place)
    ]


def _places(keys: list[Hashable], table: dict, by: str, least: int) -> dict[Hashable, int]:
    among = [key for key in keys if (_amount(table["project.count"], key) or 0) >= least]
    return rules.places({key: _amount(table[by], key) for key in keys}, among=among)
