"""Who gets to read what of a paper: a unit that is named only what names it, the public without persons and phones.

Pure: blocks in, blocks out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from yidan.bulletins.asking import plain
from yidan.bulletins.blocks import (
    Block,
    Cell,
    Chart,
    Contact,
    Heading,
    Numeral,
    Paragraph,
    Part,
    Parts,
    Picture,
    PicturePair,
    Slip,
    Table,
    Words,
    text_of,
)
from yidan.bulletins.states import Withheld

LEFT_OUT = Words("……")
_MARKS = re.compile(r"([；、。：])")
# 0731-2868 0000, 13912345678, 139 1234 5678: with or without strokes and blanks.
_PHONE = re.compile(r"(?<![\d.,])(?:0\d{2,3}[-－—\s]?\d{3,4}[-\s]?\d{4}|1[3-9]\d[-\s]?\d{4}[-\s]?\d{4})(?![\d.%])")
PERSONS = ("联系市领导", "联系领导", "责任人", "联系人", "电话", "联系电话")
COLUMNS = {Withheld.OWNER: ("业主单位",)}
SECTIONS = {Withheld.BEHIND: "存在问题", Withheld.MATTERS: "问题台账销号情况"}


@dataclass(frozen=True)
class Named:
    """Who reads: the unit by its keys and names, its projects by their keys, and how the others are called."""

    units: frozenset[int]
    names: frozenset[str]
    projects: frozenset[int]
    others: frozenset[str]

    def is_in(self, parts: Iterable[Part]) -> bool:
        """Whether these parts speak of the unit."""
        parts = tuple(parts)
        asks = [ask for each in parts if isinstance(each, Numeral) for ask in plain(each.ask)]
        if any(ask.get("unit") in self.units for ask in asks):
            return True
        if any(ask.get("project") in self.projects for ask in asks):
            return True
        text = text_of(parts)
        return any(name in text for name in self.names)

    def has_others(self, parts: Iterable[Part]) -> int:
        """Where another unit is first named in the text; -1 where none is."""
        text = text_of(parts)
        return min((place for place in map(text.find, self.others) if place >= 0), default=-1)


def excerpt(blocks: Sequence[Block], named: Named) -> tuple[Block, ...]:
    """What of a paper names the unit, under the headings it stands under; what is left out shows as ……."""
    found: list[Any] = []
    waiting: list[Any] = []
    for block in blocks:
        if isinstance(block, Heading):
            waiting = [each for each in waiting if each.level < block.level] + [block]
        elif isinstance(block, Paragraph) and named.is_in(block.parts):
            found += [*waiting, Paragraph(_clauses(block.parts, named))]
            waiting = []
        elif isinstance(block, Table):
            rows = tuple(row for row in block.rows if named.is_in(part for cell in row for part in cell.parts))
            if rows:
                found.append(replace(block, rows=rows))
    return tuple(found)


def _clauses(parts: Parts, named: Named) -> Parts:
    """The clauses that name the unit or nobody; of those that name others only the words before the name."""
    if named.has_others(parts) < 0:
        return parts
    kept: list[Part] = []
    is_others = False  # a name may hold a 、 itself: what follows another's name belongs to it up to the next ；or 。
    for clause in _split(parts):
        if named.is_in(clause):
            kept += clause
            is_others = False
        elif (place := named.has_others(clause)) >= 0:
            lead = _PHRASE.search(text_of(clause)[:place])
            kept += [Words(lead.group()), LEFT_OUT] if lead else [LEFT_OUT]
            is_others = True
        else:
            kept += [LEFT_OUT] if is_others or _counts(clause) else clause
        if text_of(clause)[-1:] in "；。":
            is_others = False
    joined: list[Part] = []
    for part in kept:
        if part is not LEFT_OUT or not joined or joined[-1] is not LEFT_OUT:
            joined.append(part)
    return tuple(joined)


def _counts(clause: Iterable[Part]) -> bool:
    """Whether a clause says a number of the ledger, not only a threshold of the office."""
    return any(isinstance(part, Numeral) and "parameter" not in part.ask for part in clause)


_PHRASE = re.compile(r"[^，]*的?是$")


def _split(parts: Parts) -> list[list[Part]]:
    """Parts cut behind each ；、。：."""
    clauses: list[list[Part]] = [[]]
    for part in parts:
        if isinstance(part, Numeral):
            clauses[-1].append(part)
            continue
        for piece in _MARKS.split(part.text):
            if piece:
                clauses[-1].append(Words(piece, part.is_strong))
            if _MARKS.fullmatch(piece):
                clauses.append([])
    return [clause for clause in clauses if clause]


def public_edition(
    blocks: Sequence[Block], withheld: Collection[str], names: Collection[str]
) -> tuple[Block, ...]:  # fmt: skip
    """The paper for everybody: without names of persons (`names`) and phone numbers in any case, without pictures, and
    without what the office ticked when it published."""
    hidden = {SECTIONS[each] for each in SECTIONS if each.value in withheld}
    columns = set(PERSONS) | {head for each in COLUMNS if each.value in withheld for head in COLUMNS[each]}
    found: list[Any] = []
    is_hidden = False
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            is_hidden = any(word in text_of(block.parts) for word in hidden)
            found.append(_masked(block, names))
            if is_hidden:
                found.append(Paragraph((Words("本节不对外公开。"),)))
            continue
        if not isinstance(block, Heading | Paragraph | Chart):
            is_hidden = False  # a section ends where the attachments begin
        if is_hidden or isinstance(block, Contact | Slip | Picture | PicturePair):
            continue
        if isinstance(block, Table) and block.is_wide and Withheld.LISTS.value in withheld:
            found.append(Paragraph((Words(f"{block.title}不对外公开。"),)))
            continue
        found.append(_masked(_without(block, columns) if isinstance(block, Table) else block, names))
    return tuple(found)


def _without(table: Table, columns: Collection[str]) -> Table:
    """A table without some columns, by their heads. A head in several rows is looked through in its first."""
    gone, place = set(), 0
    for each in table.heads[0] if table.heads else ():
        if text_of(each.parts) in columns:
            gone |= set(range(place, place + each.across))
        place += each.across
    if not gone:
        return table

    def kept(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        out, at = [], 0
        for each in row:
            across = sum(1 for column in range(at, at + each.across) if column not in gone)
            if across:
                out.append(replace(each, across=across))
            at += each.across
        return tuple(out)

    widths = tuple(width for number, width in enumerate(table.widths) if number not in gone)
    heads = tuple(kept(row) if number == 0 else row for number, row in enumerate(table.heads))
    return replace(table, heads=heads, rows=tuple(kept(row) for row in table.rows), widths=widths)


def _masked(value: Any, names: Collection[str]) -> Any:
    """Texts without names and phones; numbers that the system wrote are neither."""
    if isinstance(value, str):
        text = _PHONE.sub("（电话略）", value)
        for name in names:
            text = text.replace(name, "（姓名略）")
        return text
    if value is None or isinstance(value, Numeral | Chart | int | float):
        return value
    if isinstance(value, tuple):
        return tuple(_masked(each, names) for each in value)
    return replace(value, **{name: _masked(getattr(value, name), names) for name in value.__dataclass_fields__})
