"""A register's columns as an office writes them, one a line: 「面积：数字(平方米)，必填」, read and written back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from yidan.kernel.errors import Invalid
from yidan.targets.rules import Definition, Field, Tally
from yidan.targets.states import FieldKind

_LINE = re.compile(
    r"^(?P<label>[^:：]{1,40})[:：]\s*(?P<kind>[^(（,，]+)\s*(?:[(（](?P<inside>.*)[)）])?\s*(?P<rest>.*)$"
)


def must() -> str:
    """The word that makes a column one that has to be filled."""
    return _("必填")


def lines(asked: Definition) -> str:
    """The columns as lines."""
    return "\n".join(_line(each) for each in asked.fields)


def _line(each: Field) -> str:
    inside = "、".join(each.choices) or each.measure
    kind = FieldKind(each.kind).label
    return f"{each.label}：{kind}{f'({inside})' if inside else ''}{f'，{must()}' if each.is_required else ''}"


def read(text: str, before: Definition | None = None) -> list[dict[str, Any]]:
    """Columns from lines; a column known by its label keeps its name, so that what was entered stays under it."""
    names = {each.label: each.name for each in before.fields} if before else {}
    kinds = {str(label): value for value, label in FieldKind.choices}
    taken, rows = set(names.values()), []
    for number, line in enumerate((each.strip() for each in text.splitlines()), 1):
        if not line:
            continue
        found = _LINE.match(line)
        kind = kinds.get(found["kind"].strip()) if found else None
        if found is None or kind is None:
            raise Invalid(
                _("第%(number)s行“%(line)s”没有看懂：写作“名称：类型”，类型是%(kinds)s，如“面积：数字(平方米)，必填”。")
                % {"number": number, "line": line[:40], "kinds": "、".join(kinds)},
                field="columns",
            )
        label, inside = found["label"].strip(), (found["inside"] or "").strip()
        row: dict[str, Any] = {"name": names.get(label) or _fresh(taken), "label": label, "kind": kind}
        taken.add(row["name"])
        if kind == FieldKind.CHOICE:
            row["choices"] = [each for each in re.split(r"[、,，/;；]\s*", inside) if each]
        elif inside:
            row["measure"] = inside
        if must() in found["rest"]:
            row["is_required"] = True
        rows.append(row)
    return rows


def _fresh(taken: set[str]) -> str:
    number = len(taken) + 1
    while f"c{number}" in taken:
        number += 1
    return f"c{number}"


def tallies(name: str, columns: Iterable[Mapping[str, Any]], is_proven: bool) -> list[dict[str, Any]]:
    """What is counted of a register that a city just invented: its items, those done, and the sum of each number."""
    made: list[dict[str, Any]] = [
        {
            "key": "count",
            "label": name,
            "definition": _("当年%(name)s的条目数，不含撤销和不再推进的。") % {"name": name},
        }
    ]
    if is_proven:
        made.append({
            "key": "done", "label": _("%(name)s已完成") % {"name": name}, "where": {"state": "done"},
            "definition": _("当年%(name)s的条目中凭佐证经别的单位认定完成的。") % {"name": name},
        })  # fmt: skip
    for column in columns:
        if column["kind"] == FieldKind.NUMBER:
            made.append({
                "key": f"sum_{column['name']}", "label": column["label"], "measured": "sum", "of": column["name"],
                "definition": _("当年%(name)s各条目“%(label)s”之和。") % {"name": name, "label": column["label"]},
                **({"measure": column["measure"]} if column.get("measure") else {}),
            })  # fmt: skip
    return made


def said(tally: Tally) -> str:
    """How a tally is counted, in a line."""
    return f"{tally.label}：{tally.definition}"
