"""A register out to a workbook and back in: the heads are the labels, a row is an item, nothing is dropped silently."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidan.kernel.errors import Invalid
from yidan.people.models import Unit
from yidan.targets import queries
from yidan.targets.commands.item import cleaned
from yidan.targets.models import Item, Register
from yidan.targets.states import FieldKind, Level, State
from yidan.web.targets import showing

_w = gettext_lazy
COMMON = (
    ("title", _w("名称")), ("above", _w("上级")), ("year", _w("年度")), ("starts_on", _w("日期")),
    ("until_on", _w("至")), ("unit", _w("责任单位")), ("level", _w("级别")), ("document", _w("文号或出处")),
    ("text", _w("说明")),
)  # fmt: skip
MOST_ROWS = 5000


def heads(register: Register) -> list[tuple[str, str]]:
    """Name and head of each column, in the order of the sheet."""
    asked = register.asks
    common = [(name, asked.labels.get(name, str(head))) for name, head in COMMON if name != "above" or asked.parent]
    return [*common, *(("own-" + each.name, _head(each)) for each in asked.fields)]


def _head(each: Any) -> str:
    return f"{each.label}({each.measure})" if each.measure else each.label


def rows(register: Register, items: Iterable[Item], as_of: datetime | None = None) -> Iterator[list[Any]]:
    """The register as lines, its head first."""
    columns = heads(register)
    yield [*(head for _name, head in columns), _("状态")]
    listed = list(items)
    above = titles((each.parent_id for each in listed), as_of)
    for item in listed:
        content = item.live
        if content is None:
            continue
        said = {
            "title": content.title, "above": above.get(item.parent_id or 0, ""), "year": content.year,
            "starts_on": content.starts_on, "until_on": content.until_on,
            "unit": content.unit.name if content.unit else "",
            "level": Level(content.level).label if content.level else "", "document": content.document,
            "text": content.text,
            **{"own-" + each.name: showing.written(each, content.value(each.name)) if each.kind == FieldKind.FLAG
               else content.value(each.name) for each in register.asks.fields},
        }  # fmt: skip
        yield [*(said[name] for name, _head_ in columns), str(State(item.state).label)]


def titles(keys: Iterable[int | None], as_of: datetime | None = None) -> dict[int, str]:
    """What the items above were called."""
    wanted = {each for each in keys if each}
    return {each.pk: each.title for each in queries.with_words(Item.objects.filter(pk__in=wanted), as_of)}


@dataclass
class Read:
    """What a workbook says: items that hold, rows already there, and what does not hold, each by its cell."""

    items: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    known: int = 0
    findings: list[tuple[str, str]] = field(default_factory=list)


def read(register: Register, sheet: str, cells: list[list[Any]]) -> Read:
    """The items of a sheet. A row of which title, year and item above are there already changes nothing."""
    columns = heads(register)
    at, placed = _placed(columns, cells)
    if at is None:
        needed = "、".join(head for _name, head in columns[:1])
        raise Invalid(_("没有找到表头：第一列要叫“%(head)s”，与导出的表一致。") % {"head": needed}, field="file")
    existing = _existing(register)
    found = Read()
    for number, line in enumerate(cells[at + 1 :], at + 2):
        given = {name: line[place] if place < len(line) else None for name, place in placed.items()}
        if all(value in (None, "") for value in given.values()):
            continue
        if len(found.items) >= MOST_ROWS:
            raise Invalid(_("一次最多导入%(most)s行，请分开。") % {"most": MOST_ROWS}, field="file")
        _take(register, found, sheet, number, given, placed, existing)
    return found


def _placed(columns: list[tuple[str, str]], cells: list[list[Any]]) -> tuple[int | None, dict[str, int]]:
    """The head row among the first ten, and where each column stands."""
    known = {_bare(head): name for name, head in columns}
    for at, line in enumerate(cells[:10]):
        placed: dict[str, int] = {}
        for place, cell in enumerate(line):
            name = known.get(_bare(str(cell or "")))
            if name and name not in placed:
                placed[name] = place
        if "title" in placed:
            return at, placed
    return None, {}


def _bare(head: str) -> str:
    return re.sub(r"[(（].*?[)）]|[\s*＊]", "", head)


def _existing(register: Register) -> set[tuple[str, Any, int | None]]:
    items = queries.with_words(queries.of_register(Item.objects.all(), register.key))
    return {(each.live.title, each.live.year, each.parent_id) for each in items if each.live}


def _take(
    register: Register, found: Read, sheet: str, number: int, given: dict[str, Any], placed: dict[str, int],
    existing: set[tuple[str, Any, int | None]],
) -> None:  # fmt: skip
    try:
        said = _said(register, given)
        parent = said.pop("parent")
        content = cleaned(register, **said)
    except Invalid as refusal:
        name = refusal.field if refusal.field in placed else "own-" + refusal.field
        found.findings.append((_cell(sheet, number, placed.get(name, placed["title"])), str(refusal)))
        return
    known = (content["title"], content["year"], parent.pk if parent else None)
    if known in existing:
        found.known += 1
        return
    existing.add(known)
    found.items.append((number, said | {"parent": parent}))


def _said(register: Register, given: dict[str, Any]) -> dict[str, Any]:
    text = {name: "" if given.get(name) is None else str(given[name]).strip() for name in given}
    own = {name.removeprefix("own-"): _plain(value) for name, value in given.items() if name.startswith("own-")}
    levels = {str(label): value for value, label in Level.choices}
    level = text.get("level", "")
    if level and level not in levels:
        raise Invalid(_("没有“%(level)s”这个级别。") % {"level": level}, field="level")
    return {
        "title": text.get("title", ""), "year": _year(text.get("year", "")),
        "starts_on": _day(given.get("starts_on"), "starts_on"), "until_on": _day(given.get("until_on"), "until_on"),
        "unit": _unit(text.get("unit", "")), "level": levels.get(level, ""), "document": text.get("document", ""),
        "text": text.get("text", ""), "values": own, "parent": _parent(register, text.get("above", "")),
    }  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.date()
    return value


def _year(text: str) -> int | None:
    if not text:
        return None
    found = re.fullmatch(r"(\d{4})(?:\.0)?\u5e74?", text)
    if not found:
        raise Invalid(_("年度写作四位数，如2020。"), field="year")
    return int(found[1])


def _day(value: Any, name: str) -> date | None:
    if value in (None, ""):
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    found = re.fullmatch(r"\s*(\d{4})\s*[-./\u5e74]\s*(\d{1,2})\s*[-./\u6708]\s*(\d{1,2})\s*\u65e5?\s*", str(value))
    try:
        return date(*(int(part) for part in found.groups())) if found else _refuse_day(value, name)
    except ValueError:
        return _refuse_day(value, name)


def _refuse_day(value: Any, name: str) -> date:
    raise Invalid(_("日期“%(text)s”看不懂，写作 2020-05-08。") % {"text": str(value)[:40]}, field=name)


def _unit(name: str) -> Unit | None:
    if not name:
        return None
    found = Unit.objects.filter(name=name).first() or Unit.objects.filter(short_name=name).first()
    if found is None:
        raise Invalid(_("没有名为“%(name)s”的单位，请从提示中选，或先登记单位。") % {"name": name}, field="unit")
    return found


def _parent(register: Register, title: str) -> Item | None:
    if not title or not register.asks.parent:
        return None
    above = queries.of_register(Item.objects.all(), register.asks.parent)
    found = [each for each in queries.with_words(above.filter(contents__title=title)) if each.title == title]
    if not found:
        raise Invalid(_("上级“%(title)s”还没有登记。") % {"title": title}, field="above")
    return found[0]


def _cell(sheet: str, row: int, place: int) -> str:
    letters, rest = "", place + 1
    while rest:
        rest, one = divmod(rest - 1, 26)
        letters = chr(65 + one) + letters
    return _("%(sheet)s 第%(row)s行 %(column)s列") % {"sheet": sheet, "row": row, "column": letters}
