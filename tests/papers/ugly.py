"""Ugly workbooks with known truth: a seeded generator of plan and dispatch tables with every quirk of domain.md §5.6.

`make(seed)` decides everything from the seed: which quirks, which projects, what each cell
must read as. Writers (ugly_files.py) put the same paper into xlsx, xls, ods, csv or HTML.
"""

from __future__ import annotations

import calendar
import random
from datetime import date
from decimal import Decimal
from typing import Any

from tests.papers.ugly_paper import (
    AMOUNTS,
    DATES,
    DISPATCH_HEADS,
    EMPTIES,
    FOOTERS,
    FORMATS,
    GROUPS,
    IN_WAN,
    LISTINGS,
    PERCENTS,
    PLAIN,
    PLAN_HEADS,
    REQUIRED,
    UNITS,
    WIDE,
    Cell,
    Paper,
    Workbook,
)


def make(seed: int, format: str | None = None, kind: str | None = None) -> Workbook:
    """The workbook of a seed."""
    chance = random.Random(seed)
    format = format or FORMATS[seed % len(FORMATS)]
    kind = kind or ("plan", "dispatch")[seed // len(FORMATS) % 2]
    count = 1 if format in PLAIN else chance.choice([1, 1, 2])
    names: set[str] = set()
    papers = [_Drawer(chance, kind, format, f"附表{number + 1}", names).draw() for number in range(count)]
    return Workbook(seed, kind, format, papers)


class _Drawer:
    def __init__(self, chance: random.Random, kind: str, format: str, name: str, names: set[str]) -> None:
        self.chance, self.kind, self.format, self.names = chance, kind, format, names
        self.paper = Paper(name)
        self.is_plain = format in PLAIN
        self.heads = PLAN_HEADS if kind == "plan" else DISPATCH_HEADS
        self.levels = chance.choice([1, 2, 2, 2 if self.is_plain else 3])
        self.columns = self._columns()
        self.unit = chance.choice(["万元", "万元", "亿元"])
        self.unit_at = chance.choice(["title", "row", "head"])
        self.units = dict.fromkeys(AMOUNTS, self.unit)
        if self.unit_at == "head":
            self.units = {f: chance.choice(["万元", "亿元"]) for f in AMOUNTS}
        self.amount_style = {f: chance.choice(["number", "number", "text", "comma", "wide", "spaced"]) for f in AMOUNTS}
        self.percent_style = {f: chance.choice(["fraction", "number", "text", "format"]) for f in PERCENTS}
        self.date_style = {f: chance.choice(["dot", "chinese", "dash", "part", "date", "number", "day"]) for f in DATES}
        self.years_style = chance.choice(["years", "dots", "chinese", "wave"])
        self.merge_units = chance.random() < 0.5
        self.row = 0

    def _columns(self) -> list[str]:
        """Which fields there are, in which order; the serial stays first when there is one, sub-heads stay together."""
        optional = [f for f in self.heads if f not in REQUIRED and f != "serial"]
        chosen = [f for f in optional if self.chance.random() < 0.75]
        if "invested_to_date" in self.heads and "percent_of_total" in chosen and "invested_to_date" not in chosen:
            chosen.append("invested_to_date")
        if "percent_of_plan" in chosen and "invested_year" not in chosen:
            chosen.append("invested_year")
        self.words = {
            f: self.chance.choice([w for w in self.heads[f] if self.levels > 1 or "/" not in w] or [self.heads[f][0]])
            for f in [*REQUIRED, *chosen, "serial"]
        }
        if self.levels == 1:
            chosen = [f for f in chosen if "/" not in self.words[f]]
        blocks: dict[str, list[str]] = {}
        for f in [f for f in self.heads if f in (*REQUIRED, *chosen)]:
            parent, slash, _ = self.words[f].partition("/")
            blocks.setdefault(parent if slash else f, []).append(f)
        order = list(blocks.values())
        if self.chance.random() < 0.7:
            self.chance.shuffle(order)
        columns = [f for block in order for f in block]
        return ["serial", *columns] if self.chance.random() < 0.85 else columns

    # --- drawing ---

    def draw(self) -> Paper:
        """Title, unit, head, groups of projects, subtotals, notes."""
        self._title()
        self._head()
        grouping = self.chance.choice(["none", "one", "two", "three"])
        start = self.row
        top_total = self.chance.random() < 0.5
        if top_total:
            self._reserve("subtotal")
        self._groups(grouping)
        if top_total:
            self._total(start, f"合计({self._count(0)}个)")
        elif self.chance.random() < 0.6:
            at = self._reserve("subtotal")
            self._total(at, self.chance.choice(["合计", "合  计", "总计"]))
        if self.chance.random() < 0.5:
            self._reserve("blank")
        if self.chance.random() < 0.6:
            at = self._reserve("note")
            self._put(at, 0, "注:本表数据截至2020年5月25日,由各责任单位填报。")
            self._merge(at, 0, at, min(5, len(self.columns) - 1))
        for words in self.chance.sample(FOOTERS, self.chance.choice([0, 0, 1, 2])):
            at = self._reserve("note")
            first = self.chance.choice([0, self.columns.index("name")])
            self._put(at, first, words)
            self._put(at, len(self.columns) - 1 if first == 0 else 0, self.chance.choice(["", "2020.6.3"]))
        return self.paper

    def _put(self, row: int, column: int, value: Any, format: str = "") -> None:
        if value is not None and value != "":
            self.paper.cells[row, column] = Cell(value, format)

    def _merge(self, top: int, left: int, bottom: int, right: int) -> None:
        if (top, left) != (bottom, right) and not self.is_plain:
            self.paper.merges.append((top, left, bottom, right))

    def _reserve(self, kind: str) -> int:
        self.paper.kinds.append(kind)
        self.row = len(self.paper.kinds)
        return self.row - 1

    def _title(self) -> None:
        width = len(self.columns) - 1
        if self.chance.random() < 0.4:
            self._put(self._reserve("note"), 0, "附件1")
        title = "2020年株洲市重点建设项目计划表" if self.kind == "plan" else "2020年5月株洲市重点项目投资完成情况调度表"
        at = self._reserve("note")
        self._put(at, 0, title + (f"(单位:{self.unit})" if self.unit_at == "title" else ""))
        self._merge(at, 0, at, width)
        if self.chance.random() < 0.4:
            at = self._reserve("note")
            self._put(at, 0, "填报单位:市重点办")
            self._put(at, width, self.chance.choice(["填报日期：2020年6月3日", "2020.6.3", "日期:2020-06-03"]))
        if self.unit_at == "row" and self.chance.random() < 0.3:
            at = self._reserve("note")
            self._put(at, width - 1, self.chance.choice(["单位：", "金额单位"]))
            self._put(at, width, self.chance.choice([self.unit, f"({self.unit})", f"{self.unit}、%"]))
        elif self.unit_at == "row":
            at = self._reserve("note")
            column = self.chance.choice([0, width])
            self._put(
                at, column, self.chance.choice([f"单位:{self.unit}", f"单位：{self.unit}", f"金额单位: {self.unit}"])
            )

    def _head(self) -> None:
        top = self.row
        parents = {f: self.words[f].partition("/")[0] for f in self.columns if "/" in self.words[f]}
        depth = self.levels if parents else 1
        for _ in range(depth):
            self.paper.head_rows.append(self._reserve("head"))
        bottom = top + depth - 1
        column = 0
        while column < len(self.columns):
            f = self.columns[column]
            if f not in parents or depth == 1:
                self._put(top, column, self._head_words(f, self.words[f].rpartition("/")[2]))
                self._merge(top, column, bottom, column)
                column += 1
                continue
            end = column
            while end + 1 < len(self.columns) and parents.get(self.columns[end + 1]) == parents[f]:
                end += 1
            parent_bottom = top + (1 if depth == 3 else 0)
            self._put(top, column, parents[f])
            self._merge(top, column, parent_bottom, end)
            for sub in range(column, end + 1):
                words = self.words[self.columns[sub]].partition("/")[2]
                self._put(parent_bottom + 1, sub, self._head_words(self.columns[sub], words))
                self._merge(parent_bottom + 1, sub, bottom, sub)
            column = end + 1
        self.paper.fields = dict(enumerate(self.columns))
        if self.chance.random() < 0.2 and len(self.columns) >= 5:
            at = self._reserve("note")
            for column in range(len(self.columns)):
                self._put(at, column, self.chance.choice([column + 1]))

    def _head_words(self, f: str, words: str) -> str:
        if f in AMOUNTS and self.unit_at == "head":
            return words + self.chance.choice([f"({self.units[f]})", f"\n({self.units[f]})", f"（{self.units[f]}）"])
        return words

    def _groups(self, grouping: str) -> None:
        serial = 0
        if grouping == "none":
            for _ in range(self.chance.randint(4, 12)):
                serial += 1
                self._projects(serial, [])
            self._merge_units()
            return
        for number, (title, parts) in enumerate(self.chance.sample(GROUPS, self.chance.randint(1, 3))):
            at = self._reserve("group")
            begin = self.row
            restart = self.chance.random() < 0.7
            for depth_2, part in enumerate(parts if grouping != "one" else [""]):
                at_2 = self._reserve("group") if part else None
                begin_2 = self.row
                for depth_3, listing in enumerate(
                    LISTINGS[: self.chance.randint(1, 3)] if grouping == "three" else [""]
                ):
                    at_3 = self._reserve("group") if listing else None
                    begin_3 = self.row
                    serial = 0 if restart else serial
                    for _ in range(self.chance.randint(1, 5)):
                        serial += 1
                        self._projects(serial, [g for g in (title, part, listing) if g])
                    self._merge_units(begin_3)
                    if at_3 is not None:
                        self._group_row(at_3, f"{depth_3 + 1}.{listing}", begin_3)
                if at_2 is not None:
                    self._group_row(at_2, f"({'一二三'[depth_2]}){part}", begin_2)
            if self.chance.random() < 0.3:
                self._sum_into(self._reserve("subtotal"), begin, self.row, "小计")
            self._group_row(at, f"{'一二三'[number]}、{title}", begin)

    def _group_row(self, at: int, label: str, begin: int) -> None:
        count = self._count(begin)
        label += self.chance.choice([f"({count}个)", f"（{count}个）", f"({count}项)", ""])
        name = self.columns.index("name")
        style = self.chance.choice(["first", "name", "merged"])
        if style == "merged" and name <= 3 and not self.is_plain and not set(self.columns[:name]) & set(AMOUNTS):
            self._put(at, 0, label)
            self._merge(at, 0, at, name)
        elif style == "first" and self.columns[0] == "serial":
            self._put(at, 0, label)
        else:
            self._put(at, name, label)
        if self.chance.random() < 0.6:
            self._sum_into(at, begin, self.row, None)

    def _total(self, at: int, label: str) -> None:
        self._sum_into(at, 0, self.row, label)

    def _sum_into(self, at: int, begin: int, end: int, label: str | None) -> None:
        rows = [row for row in self.paper.truth if begin <= row < end and row not in self.paper.parts]
        if label:
            self._put(at, self.columns.index("name"), label)
        for column, f in enumerate(self.columns):
            if f in ("total_investment", "planned", "invested_month", "invested_year"):
                total = sum(
                    (self.paper.truth[row][f] for row in rows if self.paper.truth[row].get(f) is not None), Decimal(0)
                )
                if self.chance.random() < 0.02 and rows:
                    total += 1000
                    self.paper.wrong_sums.append((at, column))
                self._put(at, column, *self._amount(f, total))

    def _merge_units(self, begin: int = 0) -> None:
        """Runs of one responsible unit become one merged cell (or blanks beneath, where a format has no merges)."""
        if not self.merge_units:
            return
        column = self.columns.index("responsible_unit")
        rows = sorted(row for row in self.paper.truth if row >= begin)
        start = 0
        while start < len(rows):
            end = start
            unit = self.paper.truth[rows[start]]["responsible_unit"]
            while (
                end + 1 < len(rows)
                and rows[end + 1] == rows[end] + 1
                and self.paper.truth[rows[end + 1]]["responsible_unit"] == unit
            ):
                end += 1
            if end > start:
                for row in rows[start + 1 : end + 1]:
                    self.paper.cells.pop((row, column), None)
                self._merge(rows[start], column, rows[end], column)
            start = end + 1

    def _count(self, begin: int) -> int:
        """How many projects there are: with bundles counted once, or with their parts counted instead."""
        rows = [row for row in self.paper.truth if begin <= row < self.row]
        parts, wholes = self.paper.parts, set(self.paper.parts.values())
        return self.chance.choice([sum(row not in parts for row in rows), sum(row not in wholes for row in rows)])

    # --- one project ---

    def _projects(self, serial: int, groups: list[str]) -> None:
        """One project; where rows have serials, now and then a bundle of two or three with its parts beneath it."""
        if self.columns[0] != "serial" or self.chance.random() > 0.12:
            self._project(serial, groups, self._facts(serial))
            return
        whole = self._facts(serial)
        shape = self.chance.choice(["{0}-{1}", "{0}.{1}", "({1})", "（{1}）"])
        parts = [self._facts(shape.format(serial, number)) for number in range(1, self.chance.choice([3, 4]))]
        for f in AMOUNTS:
            amounts = [part[f] for part in parts if part[f] is not None]
            whole[f] = sum(amounts, Decimal(0)) if len(amounts) == len(parts) else None
        for f, (part, of) in PERCENTS.items():
            whole[f] = whole[part] / whole[of] * 100
        at = self._project(serial, groups, whole)
        for part in parts:
            self.paper.parts[self._project(part["serial"], groups, part)] = at

    def _project(self, serial: int | str, groups: list[str], truth: dict[str, Any]) -> int:
        at = self._reserve("project")
        for column, f in enumerate(self.columns):
            value = truth.get(f)
            if f in AMOUNTS:
                self._put(at, column, *self._amount(f, value))
            elif f in PERCENTS:
                self._put(at, column, *self._percent(f, truth))
            elif f in DATES:
                self._put(at, column, *self._date(f, truth))
            elif f == "years":
                self._put(at, column, self._years(truth))
            elif f == "duty_person":
                self._put(at, column, self._person(truth))
            elif f == "is_on_schedule":
                self._put(at, column, self.chance.choice(["是", "√"] if value else ["否", "×"]))
            elif f == "serial":
                self._put(at, column, serial if self.chance.random() < 0.8 else str(serial))
            elif value is None:
                self._put(at, column, self.chance.choice(EMPTIES))
            else:
                self._put(at, column, self._dressed(f, value))
        truth = {f: value for f, value in truth.items() if f in self.columns}
        truth["groups"] = tuple(groups)
        self.paper.truth[at] = truth
        if self.chance.random() < 0.04 and self.format in ("xlsx", "openpyxl", "xls", "ods"):
            self.paper.hidden_rows.add(at)
        if self.chance.random() < 0.04:
            self._reserve("blank")
        return at

    def _facts(self, serial: int | str) -> dict[str, Any]:
        chance = self.chance
        name = ""
        while not name or name in self.names:
            name = chance.choice(UNITS) + chance.choice(
                ["轨道交通", "陶瓷", "硬质合金", "航空发动机", "光伏玻璃", "安置房"]
            )
            name += (
                chance.choice(["产业园", "基地", "扩建工程", "改造项目", "配套道路"]) + f"({chance.randint(1, 9999)}号)"
            )
        self.names.add(name)
        total = Decimal(chance.randint(50_000_000, 9_000_000_000)) / 10_000 // 1
        total = total - total % 100
        planned = Decimal(int(total) // chance.randint(2, 6))
        month = Decimal(int(planned) // chance.randint(9, 14))
        year = month * 5
        prior = Decimal(int(total) // 10)
        first = chance.choice([2018, 2019, 2020])
        truth: dict[str, Any] = {
            "serial": str(serial),
            "name": name,
            "code": f"20{chance.randint(10, 12)}-430200-04-01-{chance.randint(100000, 999999)}"
            if chance.random() < 0.7
            else None,
            "place": chance.choice(UNITS),
            "nature": chance.choice(["新建", "扩建", "改建和技术改造"]),
            "scale": f"新建厂房{chance.randint(1, 50)}万平方米及配套设施",
            "total_investment": total,
            "source_central": chance.choice([None, Decimal(1200)]),
            "source_special_bond": chance.choice([None, Decimal(5000)]),
            "source_own": None,
            "prior_cumulative": prior,
            "planned": planned,
            "month_plan": month if chance.random() < 0.7 else None,
            "invested_month": month,
            "invested_year": year,
            "invested_to_date": prior + year,
            "goal": chance.choice(["主体封顶", "完成投产", "路基完成80%"]),
            "year_goal": "主体工程完工",
            "physical_progress": chance.choice(["正在进行主体施工", "完成桩基础、承台浇筑", "设备安装调试"]),
            "is_on_schedule": chance.random() < 0.7,
            "problems": chance.choice([None, "征地拆迁滞后", "资金未到位"]),
            "needs": chance.choice([None, "请市自规局协调用地指标"]),
            "next_step": chance.choice([None, "加快施工进度"]),
            "owner_unit": f"株洲{chance.choice(['高科', '城发', '国投', '云龙'])}集团有限公司",
            "responsible_unit": chance.choice(UNITS[:3]),
            "contact_leader": chance.choice(["何市长", "王副市长"]),
            "remark": chance.choice([None, "专项债项目"]),
        }
        truth["years"] = (first, first + chance.randint(1, 3))
        truth["planned_start"], truth["planned_finish"] = (2020, chance.randint(2, 9)), (2020, chance.randint(11, 12))
        truth["actual_start"] = (2020, chance.randint(2, 5)) if chance.random() < 0.6 else None
        phones = [
            f"1{chance.choice('3578')}{chance.randint(100000000, 999999999)}"
            for _ in range(chance.choice([0, 1, 1, 2]))
        ]
        truth["duty_person"] = (chance.choice(["张三", "李四", "欧阳建国", "王小明"]), tuple(phones))
        truth["percent_of_plan"] = year / planned * 100
        truth["percent_of_total"] = (prior + year) / total * 100
        return truth

    def _dressed(self, f: str, value: str) -> str:
        if f == "code":
            return self.chance.choice([value, value.replace("-", "—"), f" {value} "])
        if f == "name":
            return self.chance.choice([value, f"{value} ", value.replace("(", "（").replace(")", "）")])
        return value

    def _amount(self, f: str, value: Decimal | None) -> tuple[Any, str]:
        if value is None:
            return self.chance.choice(EMPTIES), ""
        number = value / IN_WAN[self.units[f]]
        style = self.amount_style[f]
        plain = f"{number.normalize():f}"
        if style == "number" and not self.is_plain:
            return float(number), "0.0_ "
        if style == "comma":
            return f"{number:,}", ""
        if style == "wide":
            return plain.translate(WIDE), ""
        if style == "spaced":
            return self.chance.choice([f" {plain}", f"{plain}　", f"{plain}{self.units[f]}"]), ""
        return plain, ""

    def _percent(self, f: str, truth: dict) -> tuple[Any, str]:
        value = truth[f]
        style = self.percent_style[f]
        if style == "format" and not self.is_plain:
            return float(value / 100), "0.0%"
        if style == "fraction":
            return (str(round(value / 100, 4)) if self.is_plain else float(value / 100)), ""
        if style == "number":
            return (str(round(value, 1)) if self.is_plain else float(round(value, 1))), ""
        return f"{round(value, 1)}%", ""

    def _date(self, f: str, truth: dict) -> tuple[Any, str]:
        if truth.get(f) is None:
            return self.chance.choice(EMPTIES), ""
        year, month = truth[f]
        end = calendar.monthrange(year, month)[1]
        truth[f] = (date(year, month, 1), date(year, month, end))
        style = self.date_style[f]
        if style == "part":
            truth[f] = (date(year, month, 21), date(year, month, end))
            return f"{month}月底", ""
        if style in ("date", "day"):
            day = date(year, month, min(15, end))
            truth[f] = (day, day)
            text = f"{year}年{month}月{day.day}日"
            return (day, "yyyy/m/d") if style == "date" and not self.is_plain else (text, "")
        if style == "number" and not self.is_plain and month not in (1, 10):
            return float(f"{year}.{month}"), ""
        if style == "chinese":
            return f"{year}年{month}月", ""
        return (f"{year}-{month:02d}", "") if style == "dash" else (f"{year}.{month}", "")

    def _years(self, truth: dict) -> str:
        begin, end = truth["years"]
        truth["years"] = ((date(begin, 1, 1), date(begin, 12, 31)), (date(end, 1, 1), date(end, 12, 31)))
        if self.years_style == "years":
            return f"{begin}-{end}"
        if self.years_style == "wave":
            return f"{begin}～{end}年"
        truth["years"] = ((date(begin, 3, 1), date(begin, 3, 31)), (date(end, 12, 1), date(end, 12, 31)))
        return f"{begin}.03-{end}.12" if self.years_style == "dots" else f"{begin}年3月至{end}年12月"

    def _person(self, truth: dict) -> str:
        name, phones = truth["duty_person"]
        return name + self.chance.choice(["", " ", "\n", "："]) + self.chance.choice(["/", "、", " "]).join(phones)
