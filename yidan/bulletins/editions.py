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
    Attachments,
    Block,
    Cell,
    Chart,
    Contact,
    Heading,
    Imprint,
    Masthead,
    Numeral,
    Paragraph,
    Part,
    Parts,
    Picture,
    PicturePair,
    Signature,
    Slip,
    Table,
    Title,
    Words,
    text_of,
)
from yidan.bulletins.states import Withheld

LEFT_OUT = Words("……")
_MARKS = re.compile(r"([；、。：])")
# 0731-2868 0000, 13912345678, 139 1234 5678: with or without strokes and blanks.
_PHONE = re.compile(r"(?<![\d.,])(?:0\d{2,3}[-－—\s]?\d{3,4}[-\s]?\d{4}|1[3-9]\d[-\s]?\d{4}[-\s]?\d{4})(?![\d.%])")
# 座机28680000: a number without its area code is known only by the word before it.
_CALLED = re.compile(r"((?:电话|座机|传真|手机|号码|微信号?|QQ)[号为是：:\s]{0,3})\d[\d\-－—\s]{5,12}\d")
_MAIL = re.compile(r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
# Names that no register holds are known by what stands before them or behind them. A word of two to four characters
# after 「联系人：」 is taken for a name; one with a surname in front of a post or 同志 likewise.
_AFTER = re.compile(
    r"((?:联系人|责任人|负责人|经办人|承办人|项目经理|总监理工程师|联系市领导|联系领导|包联领导|责任领导|分管领导)"
    r"[：:为是\s]{1,2})(?!未|由|为|按|见|不|略|如|（)([\u4e00-\u9fa5·]{2,4})(?=[，。；、（）()\s\d]|$)"
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范石廖贾夏韦付方邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤易文欧阳谷"
)
_POSTS = "同志|先生|女士|书记|市长|县长|区长|局长|主任|科长|处长|院长|部长|镇长|乡长|总工|经理|董事长|工程师|组长"
_BEFORE = re.compile(
    rf"(?:(?<![\u4e00-\u9fa5])|(?<=[请由与和同及对向经让]))(?:欧阳|[{_SURNAMES}])"
    rf"(?:(?![区县市镇乡委局办部厅院副总])[\u4e00-\u9fa5]){{1,2}}?(?=(?:副|总)?(?:{_POSTS}))"
)
PERSONS = ("联系市领导", "联系领导", "责任人", "责任领导", "负责人", "联系人", "经办人", "电话", "姓名")
COLUMNS = {Withheld.OWNER: ("业主单位",)}
SECTIONS = {Withheld.BEHIND: "存在问题", Withheld.MATTERS: "问题台账销号情况"}
# What an attached list says of those who are named in a section stays away with it.
LISTED = {Withheld.BEHIND: ("未开工", "滞后", "零投资", "落后"), Withheld.MATTERS: ("台账", "销号", "逾期")}
# Figures whose records are such a list.
LISTED_FIGURES = ("start.overdue", "invested.zero", "schedule.gap")
# Where a section ends that no further heading follows: behind it stand the foot of the paper and what is attached.
_FOOT = (Masthead, Title, Attachments, Signature, Imprint)


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
    blocks: Sequence[Block], withheld: Collection[str], names: Collection[str], owners: Collection[str] = ()
) -> tuple[Block, ...]:  # fmt: skip
    """The paper for everybody: without names of persons (`names`, and what reads like one) and phone numbers in any
    case, without pictures, and without what the office ticked when it published; `owners` are the names left out with
    the owners' column."""
    hidden = {SECTIONS[each] for each in SECTIONS if each.value in withheld}
    columns = set(PERSONS) | {head for each in COLUMNS if each.value in withheld for head in COLUMNS[each]}
    lists = {word for each in LISTED if each.value in withheld for word in LISTED[each]}
    mask = Mask.of(blocks, names, owners if Withheld.OWNER.value in withheld else ())
    found: list[Any] = []
    is_hidden = False
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            is_hidden = any(word in text_of(block.parts) for word in hidden)
            found.append(mask.over(block))
            if is_hidden:
                found.append(Paragraph((Words("本节不对外公开。"),)))
            continue
        if isinstance(block, _FOOT):
            is_hidden = False
        if is_hidden or isinstance(block, Contact | Slip | Picture | PicturePair):
            continue
        if isinstance(block, Table):
            is_list = block.is_wide and Withheld.LISTS.value in withheld
            if is_list or any(word in block.title for word in lists):
                found.append(Paragraph((Words(f"{mask.text(block.title)}不对外公开。"),)))
                continue
            block = _without(block, columns)
        found.append(mask.over(block))
    return tuple(found)


def opens_sources(ask: dict[str, Any], withheld: Collection[str]) -> bool:
    """Whether everybody may see the records behind a number: not where the office ticked them, nor where the list
    that says the same stays away."""
    if {Withheld.SOURCES.value, Withheld.LISTS.value} & set(withheld):
        return False
    for each in plain(ask):
        key = str(each.get("figure", ""))
        if Withheld.MATTERS.value in withheld and ("say" in each or key.startswith("matter.")):
            return False
        if Withheld.BEHIND.value in withheld and key in LISTED_FIGURES:
            return False
    return True


@dataclass(frozen=True)
class Mask:
    """Texts without names, phones, addresses of mail; numbers that the system wrote are none of these."""

    names: re.Pattern[str] | None
    owners: re.Pattern[str] | None

    @classmethod
    def of(cls, blocks: Sequence[Block], names: Collection[str], owners: Collection[str]) -> Mask:
        """For these blocks: of thousands of names a paper has a few."""
        said = re.sub(r"\s", "", "".join(_texts(tuple(blocks))))
        return cls(*(_any_of(each for each in known if re.sub(r"\s", "", each) in said) for known in (names, owners)))

    def text(self, text: str) -> str:
        """One text."""
        if self.names:
            text = self.names.sub("（姓名略）", text)
        text = _AFTER.sub(r"\1（姓名略）", text)
        text = _BEFORE.sub("（姓名略）", text)
        if self.owners:
            text = self.owners.sub("（业主略）", text)
        text = _MAIL.sub("（邮箱略）", _IDENTITY.sub("（证件号略）", text))
        return _CALLED.sub(r"\1（电话略）", _PHONE.sub("（电话略）", text))

    def over(self, value: Any) -> Any:
        """All texts of a block."""
        if isinstance(value, str):
            return self.text(value)
        if value is None or isinstance(value, Numeral | Chart | int | float):
            return value
        if isinstance(value, tuple):
            return tuple(self.over(each) for each in value)
        return replace(value, **{name: self.over(getattr(value, name)) for name in value.__dataclass_fields__})


def _texts(value: Any) -> Iterable[str]:
    """Every text in a tree of blocks."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif not isinstance(value, Numeral | Chart) and hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _texts(getattr(value, name))


def _any_of(names: Iterable[str]) -> re.Pattern[str] | None:
    """Any of these names, the longest first; 王　伟 is 王伟 (names of two are set with a blank between)."""
    found = sorted((re.sub(r"\s", "", each) for each in names), key=len, reverse=True)
    spaced = (r"\s*".join(map(re.escape, each)) for each in found if len(each) > 1)
    return re.compile("|".join(spaced)) if any(len(each) > 1 for each in found) else None


def _without(table: Table, columns: Collection[str]) -> Table:
    """A table without some columns, by their heads. A head in several rows is looked through in its first."""
    gone, place = set(), 0
    for each in table.heads[0] if table.heads else ():
        if any(word in re.sub(r"\s", "", text_of(each.parts)) for word in columns):
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
