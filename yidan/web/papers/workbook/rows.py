"""What each row of a table is: project, group, subtotal, note or blank, each exactly once (domain.md §5.5, §5.6)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from django.utils.translation import gettext as _

from yidan.web.papers.workbook import cells
from yidan.web.papers.workbook.fields import AMOUNT_FIELDS, LISTING_OF
from yidan.web.papers.workbook.findings import Severity
from yidan.web.papers.workbook.grid import Sheet
from yidan.web.papers.workbook.heads import Head
from yidan.web.papers.workbook.parts import Parts

RowKind = Literal["project", "group", "subtotal", "note", "blank"]

_CHINESE = "一二三四五六七八九十百"
_LEVELS = (
    (1, re.compile(rf"[{_CHINESE}]{{1,4}}[、.,:](?P<title>.+)")),
    (2, re.compile(rf"\([{_CHINESE}]{{1,4}}\)[、.]?(?P<title>.+)")),
    (3, re.compile(r"\d{1,3}[、.](?!\d)(?P<title>\D.*)")),
    (4, re.compile(r"\(\d{1,3}\)[、.]?(?P<title>\D.*)")),
)
UNNUMBERED, OUTERMOST = 9, -1
_COUNT = re.compile(r"\(?(?:共)?(?:计)?(\d{1,5})(?:个|项)(?:项目)?(?:[,、].*)?\)?$")
_SUBTOTAL = re.compile(
    r"(?:.{0,24}?)(?:合计|小计|总计|共计|总合计)(?:\(.*\))?[::]?|(?:合计|总计|小计|共计)\D{0,4}\d+(?:个|项).*|其中[::].*|其中"
)
_PARTIAL = re.compile(r"其中.*")
_NOTE = re.compile(
    r"(?:注|备注|附注|说明|填报|制表|审核|填表|资料来源|.{0,4}负责人|联系人|.{0,4}领导|报送|签字|审签|打印日期|填写说明"
    r"|联系电话|电话|日期|经办|复核|校对|签发|抄送|编制|统计)"
    r"(?:单位|人|日期|时间|说明)?(?:\(?(?:签字|盖章|签章)\)?)?[::\d].*|注[、.].*|\*.*|★.*|填表说明.*"
    r"|第\d+页.*|续(?:上)?表|接上页.*|转下页.*|(?:以上|以下|上述|本表)(?:项目|数据|为|均|由|所).*|.{6,}表(?:\(续.{0,3}\))?"
)
_SENTENCE = re.compile(r"[。;!?]|,(?![^(]*\))")  # a heading has no such stops, but in brackets
_COUNTY_TITLE = re.compile(
    r"[一-龥]{1,4}(?:区|县|市|州)(?:\(.{1,12}\))?|[一-龥]{0,6}(?:经开区|高新区|示范区|开发区)(?:\(.{1,12}\))?"
)
_AREA = re.compile(r"(?:园|厂|片|小|社|景|新|校|院|街|库|灌|城|矿|牧|林|山|湖|港|站)区$")
_BARE_ORDINAL = re.compile(rf"[{_CHINESE}]{{1,3}}|\([{_CHINESE}]{{1,3}}\)")
_LISTING_TITLE = re.compile(
    r"(?:计划|拟)?(新开工|新建|续建|竣工|预备|前期|在建|开工|完工|储备)(?:\(前期\))?(?:类)?(?:项目)?(?:\(.*\))?"
)
_DAY = re.compile(r"20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?")
_DOMAIN_TITLE = re.compile(r"产业|基础设施|民生|社会事业|生态|环保|城镇|城市建设|农业|能源|交通|水利|科技|园区|乡村")


@dataclass(slots=True)
class Row:
    """One row: its number as Excel counts, what it is, its label, the groups it stands under, its fields' values."""

    number: int
    kind: RowKind
    label: str = ""
    level: int = 0
    stated_count: int | None = None
    groups: tuple[str, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)
    is_hidden: bool = False
    is_partial: bool = False
    bundle: int = 0  # of a 子项 the number of the row of its 打包项目
    whole: str = ""  # and its name: a part is called 一片区 under several
    parts: int = 0  # of a 打包项目 how many 子项 it has
    is_beside: bool = False  # a 打包项目 named in the row of its first 子项

    @property
    def name_key(self) -> str:
        """What tells it from other rows by name: its label, under its bundle's."""
        return cells.flat(f"{self.whole}/{self.label}" if self.whole else self.label)

    @property
    def index(self) -> int:
        """The row counted from 0."""
        return self.number - 1


@dataclass(slots=True)
class Puzzle:
    """A row that is not what it seems: (row from 0, column, severity, reason)."""

    row: int
    column: int | None
    severity: Severity
    reason: str


def classify(sheet: Sheet, head: Head, first: int = 0) -> tuple[list[Row], list[Puzzle]]:
    """Every row but the head's own, from `first` on, with what is odd about it."""
    sorter = _Sorter(sheet, head)
    above = [sorter.above(index) for index in range(first, head.first_body_row) if index not in head.rows]
    rows = []
    for index in range(head.first_body_row, len(sheet.rows)):
        row = sorter.sort(index)
        rows += [sorter.bundles.first[index], row] if index in sorter.bundles.first else [row]
    _numbered_projects(sheet, head, rows, sorter.puzzles)
    return above + rows, sorter.puzzles


def _numbered_projects(sheet: Sheet, head: Head, rows: list[Row], puzzles: list[Puzzle]) -> None:
    """`1.渌江新城 20000`, `2.渌江二桥 15000` with nothing beneath them are no headings: the serial is in the name."""
    said = [row for row in rows if row.kind in ("project", "group")]
    amounts = [column.index for column in head.columns if column.is_amount]
    found = []
    for place, row in enumerate(said):
        below = said[place + 1] if place + 1 < len(said) else None
        if row.kind != "group" or row.level not in (3, 4) or row.stated_count is not None:
            continue
        is_empty = below is None or (below.kind == "group" and below.level <= row.level)
        if is_empty and not _LISTING_TITLE.fullmatch(row.groups[-1]) and any(sheet.own(row.index, c) for c in amounts):
            found.append(row)
    for row in found:
        row.kind, row.level, row.label, row.groups = "project", 0, row.groups[-1], row.groups[:-1]
    if found:
        words = _("“%(name)s”等%(count)s行有金额而下面没有项目，按项目读取，请确认") % {
            "name": found[0].label[:30],
            "count": len(found),
        }
        puzzles.append(Puzzle(found[0].index, head.index_of("name"), "question", words))


def unread(sheet: Sheet, index: int) -> Row:
    """A row that belongs to no table: a note, or blank."""
    filled = [cells.text(value) for value in sheet.rows[index] if value is not None]
    return Row(index + 1, "note" if filled else "blank", label=next(iter(filled), "")[:60])


def _is_number(value: object) -> bool:
    """A number, or a text that is one; a sentence with a date in it is not."""
    if isinstance(value, str):
        return bool(re.fullmatch(r"[+-]?\d[\d,]*(?:\.\d*)?(?:亿元|万元|元|亿|万)?", cells.flat(value)))
    return isinstance(value, int | float) and not isinstance(value, bool)


class _Sorter:
    """Goes down the rows with the groups that are open."""

    def __init__(self, sheet: Sheet, head: Head) -> None:
        self.sheet, self.head = sheet, head
        self.stack: list[tuple[int, str]] = []
        self.puzzles: list[Puzzle] = []
        self.last_project: int | None = None
        self.is_after_total = False
        self.are_serials_kept: bool | None = None
        self.bundles = Parts(head, lambda *puzzle: self.puzzles.append(Puzzle(*puzzle)))
        by_field = {column.field: column.index for column in head.columns if column.field}
        self.name, self.serial = by_field["name"], by_field.get("serial")
        self.texts = [
            by_field[f]
            for f in ("owner_unit", "responsible_unit", "place", "scale", "duty_person", "code")
            if f in by_field
        ]
        self.amounts = [column for column in head.columns if column.field in AMOUNT_FIELDS]
        self.first_amount = min((column.index for column in self.amounts), default=sheet.width)
        self.lowest = {column.index: column.head.rpartition("/")[2] for column in head.columns}
        self.head_name = cells.flat(cells.text(sheet.at(head.rows[-1], self.name)))

    def above(self, index: int) -> Row:
        """What a line above the head is: a note; `一、天元区` opens its group also there."""
        row = unread(self.sheet, index)
        filled = [value for value in self.sheet.rows[index] if value is not None]
        if len(filled) == 1 and any(pattern.fullmatch(cells.flat(row.label)) for _level, pattern in _LEVELS[:2]):
            self._group(row, cells.flat(row.label), {self.name: row.label}, index)
        return row

    def sort(self, index: int) -> Row:
        """What this row is."""
        row = Row(index + 1, "blank", is_hidden=index in self.sheet.hidden_rows)
        raw = self.sheet.rows[index]
        filled = {
            column: value
            for column, value in enumerate(raw)
            if value is not None and (not isinstance(value, str) or cells.text(value))
        }
        broken = any(place[0] == index for place in self.sheet.errors) if self.sheet.errors else False
        if not filled and not broken:
            return row
        row.groups = tuple(title for _, title in self.stack)
        name = cells.text(filled.get(self.name))
        label = self._label(index, filled)
        if self._is_head_again(filled, name):
            row.kind, row.label = "note", name
        elif self.bundles.beside(row, filled, name):
            self.last_project, self.is_after_total = index, False
        elif _SUBTOTAL.fullmatch(label) and not self._has_serial(filled):
            self._subtotal(row, label, filled)
        elif self._group(row, label, filled, index):
            pass
        elif _NOTE.fullmatch(label) and not self._is_of_a_project(label, filled):
            row.kind, row.label = "note", label
        elif name:
            self._named(row, index, filled, name)
        else:
            self._nameless(row, index, filled, label)
        return row

    def _label(self, index: int, filled: dict) -> str:
        """The row's first words: an ordinal in the serial column is put before the name; a wide merge speaks alone."""
        serial = cells.flat(cells.text(filled.get(self.serial))) if self.serial is not None else ""
        name = cells.flat(cells.text(filled.get(self.name)))
        if serial and name and _BARE_ORDINAL.fullmatch(serial):
            return f"{serial}{name}" if serial.startswith("(") else f"{serial}、{name}"
        if serial and not re.fullmatch(r"[\d.]+", serial):
            return f"{serial}{name}" if name and len(serial) == 1 else serial
        if name:
            return name
        left = [column for column in sorted(filled) if column < max(self.first_amount, self.name + 1)]
        for column in left or sorted(filled)[:1]:
            text = filled[column]
            if isinstance(text, str):
                return cells.flat(text)
        return ""

    def _has_serial(self, filled: dict) -> bool:
        if self.serial is None:
            return False
        return bool(re.fullmatch(r"\d+", cells.flat(cells.text(filled.get(self.serial)))))

    def _has_numbers(self, filled: dict) -> bool:
        return any(_is_number(filled.get(column.index)) for column in self.amounts)

    def _has_texts(self, filled: dict) -> bool:
        """Words only a project has: its owner, its place, what is built."""
        return any(isinstance(filled.get(column), str) and not cells.is_empty(filled[column]) for column in self.texts)

    def _is_of_a_project(self, label: str, filled: dict) -> bool:
        """`★渌江二桥` with its owner or an amount is a project; beside `审核人:` stands a telephone or a day."""
        if label[0] in "*★" and self._has_texts(filled):
            return True
        return self._has_numbers(filled) and (":" not in label or self._has_serial(filled) or self._has_texts(filled))

    def _is_head_again(self, filled: dict, name: str) -> bool:
        """The head printed once more in the middle: under a column stands that column's own head."""
        if name and cells.flat(name) == self.head_name:
            return True
        if len(filled) < 3 or self._has_numbers(filled):
            return False
        return sum(1 for c, value in filled.items() if self.lowest.get(c) == cells.flat(cells.text(value))) * 2 > len(
            filled
        )

    def _subtotal(self, row: Row, label: str, filled: dict) -> None:
        row.kind, row.label = "subtotal", label
        row.is_partial = bool(_PARTIAL.match(label)) or self.bundles.own_sum(row, filled)
        self.is_after_total = True
        if not row.bundle:
            self.bundles.close()
        match = re.search(r"(\d{1,5})(?:个|项)", label)
        row.stated_count = int(match[1]) if match and not row.is_partial else None

    def _group(self, row: Row, label: str, filled: dict, index: int) -> bool:
        """Open a group, when the row's words are a group's and nothing in it is a project's."""
        is_numbered = any(
            pattern.fullmatch(label) for _level, pattern in _LEVELS[:2]
        )  # also where an owner would stand
        others = {c: value for c, value in filled.items() if not is_numbered or cells.flat(cells.text(value)) != label}
        if self._has_texts(others) or not label:
            return False
        level, title = self._level_of(label, filled, index)
        if not level:
            return False
        count = _COUNT.search(title)
        row.kind, row.label, row.level = "group", label, level
        row.stated_count = int(count[1]) if count else None
        title = re.sub(r"[(,、]*$", "", title[: count.start()] if count else title)
        while self.stack and self.stack[-1][0] >= level:
            self.stack.pop()
        self.stack.append((level, title))
        row.groups = tuple(name for _, name in self.stack)
        self.last_project, self.is_after_total = None, False
        self.bundles.close()
        return True

    def _level_of(self, label: str, filled: dict, index: int) -> tuple[int, str]:
        serial = self._has_serial(filled)
        for level, pattern in _LEVELS:
            match = pattern.fullmatch(label)
            if match and not (serial and level > 2 and not _LISTING_TITLE.fullmatch(match["title"])):
                return (0, "") if level > 2 and "。" in label else (level, match["title"])
        if _LISTING_TITLE.fullmatch(label) or (_COUNT.search(label) and not serial and len(label) <= 40):
            return UNNUMBERED, label
        if _NOTE.fullmatch(label) or _SENTENCE.search(label):
            return 0, ""
        if not serial and _COUNTY_TITLE.fullmatch(label) and not _AREA.search(label):
            return self._level_of_county(), label
        if self._lacks_its_serial(index, filled):
            words = _("“%(name)s”没有序号、业主和责任单位，按分组小计读取，未作为项目导入") % {"name": label[:30]}
            self.puzzles.append(Puzzle(index, self.name, "question", words))
            return UNNUMBERED, label
        span = self.sheet.span_of(index, min(filled))
        wide = bool(span and span[3] - span[1] >= 2)
        in_serial = self.serial is not None and self.serial in filled and self.name not in filled
        if len(label) <= 40 and not serial and (wide or in_serial):
            alone = len(filled) == 1 or self._has_numbers(filled)
            if alone and not re.fullmatch(r"[\d.\W]+", label):
                return UNNUMBERED, label
        return 0, ""

    def _level_of_county(self) -> int:
        """A county stands over 一、二、三 where it came first, and under them where they did."""
        is_inside = any(level > 0 for level, _title in self.stack) and self.stack[0][0] != OUTERMOST
        return UNNUMBERED if is_inside else OUTERMOST

    def _lacks_its_serial(self, index: int, filled: dict) -> bool:
        """Amounts under a name without serial, owner, unit, where every project has them: a sum of others."""
        if self.serial is None or not self.texts or self.serial in filled or (index, self.serial) in self.sheet.anchors:
            return False
        return self.name in filled and self._has_numbers(filled) and self._has_serials()

    def _has_serials(self) -> bool:
        """Whether the table's projects have serials, all but a few."""
        if self.are_serials_kept is None:
            with_texts = [
                isinstance(row[self.serial], int | float) or cells.flat(cells.text(row[self.serial])).isdecimal()
                for row in self.sheet.rows[self.head.first_body_row :]
                if self.serial is not None and len(row) > max(self.serial, self.name) and row[self.name] is not None
                if self._has_texts(dict(enumerate(row)))
            ]
            self.are_serials_kept = len(with_texts) >= 3 and sum(with_texts) * 10 >= len(with_texts) * 9
        return self.are_serials_kept

    def _named(self, row: Row, index: int, filled: dict, name: str) -> None:
        if _DAY.fullmatch(cells.flat(name)):  # beside 填报人, at the foot
            row.kind, row.label = "note", name
            return
        others = set(filled) - {self.name}
        if not others and not any((index, c.index) in self.sheet.anchors for c in self.head.columns):
            row.kind, row.label = "note", name
            self.puzzles.append(
                Puzzle(index, self.name, "question", _("只有一格文字“%(name)s”，未作为项目导入") % {"name": name[:30]})
            )
            return
        row.kind, row.label = "project", re.sub(r"\s*\n\s*", "", name)
        self.last_project, self.is_after_total = index, False
        self.bundles.beneath(row, cells.text(filled.get(self.serial)) if self.serial is not None else "")

    def _nameless(self, row: Row, index: int, filled: dict, label: str) -> None:
        row.kind, row.label = "note", label
        anchor = self.sheet.anchors.get((index, self.name))
        if anchor and anchor[1] == self.name and self.last_project is not None and anchor[0] <= self.last_project:
            name = cells.text(self.sheet.own(*anchor))[:30]
            self.puzzles.append(
                Puzzle(
                    index,
                    self.name,
                    "warning",
                    _("与第%(row)s行是同一项目“%(name)s”(名称合并单元格)，本行内容未导入")
                    % {"row": anchor[0] + 1, "name": name},
                )
            )
        elif self._has_numbers(filled) or (self._has_serial(filled) and len(filled) > 1):
            is_sum = self.is_after_total and not self._has_serial(filled) and not self._has_texts(filled)
            severity: Severity = "warning" if is_sum else "error"  # somebody's reckoning under the total is no project
            self.puzzles.append(Puzzle(index, self.name, severity, _("有数据但没有项目名称，未导入")))


def listing_of(row: Row, given: str | None) -> str | None:
    """新开工、续建、竣工、预备: from the row's own column, or from the group it stands under."""
    if given:
        return LISTING_OF.get(cells.flat(given))
    for title in reversed(row.groups):
        match = _LISTING_TITLE.fullmatch(title)
        if match:
            return LISTING_OF.get(match[1])
    return None


def domain_of(row: Row) -> str | None:
    """The outermost group that names a field of work: `产业发展项目` under 一、."""
    return next((re.sub(r"项目$", "", title) for title in row.groups if _DOMAIN_TITLE.search(title)), None)


def industry_of(row: Row) -> str | None:
    """The next group beneath it that is no listing: `先进制造业` under (一)."""
    titles = [title for title in row.groups if not _LISTING_TITLE.fullmatch(title)]
    return titles[1] if len(titles) > 1 else None


def counts(rows: list[Row]) -> dict[str, int]:
    """How many rows of each kind, as `--json` gives them; a bundle named beside its first part takes no row."""
    out = dict.fromkeys(("project", "group", "subtotal", "note", "blank"), 0)
    for row in (row for row in rows if not row.is_beside):
        out[row.kind] += 1
    return out


def total(rows: list[Row], name: str) -> Decimal:
    """The sum of a field over project rows."""
    return sum((row.values[name] for row in rows if row.values.get(name) is not None), Decimal(0))
