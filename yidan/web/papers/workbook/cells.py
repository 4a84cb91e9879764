"""What one cell says: amounts, percentages, dates, persons with phones, yes and no, project codes.

Every function takes the value as the grid gives it and returns a value, None for an empty
cell, or raises `Doubtful` with a short reason; nothing is guessed silently
(domain.md §5.6).
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import cast

from django.utils.translation import gettext as _

from yidan.ledger import rules, wording
from yidan.web.papers.workbook.grid import Value

EMPTY = frozenset(["", "-", "--", "---", "—", "——", "–", "―", "─", "/", "//", "\\", "无", "暂无", "·", "一一", "."])
DITTO = frozenset(["同上", "〃", "″", '"', "''", '""', "“", "”", "同前"])
IN_WAN = {
    "亿元": Decimal(10_000),
    "亿": Decimal(10_000),
    "千万元": Decimal(1_000),
    "千万": Decimal(1_000),
    "百万元": Decimal(100),
    "万元": Decimal(1),
    "万": Decimal(1),
    "千元": Decimal("0.1"),
    "元": Decimal("0.0001"),
}
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]")
_AMOUNT = re.compile(
    r"(?:约|共|人民币|¥|￥|RMB)*(?P<sign>[+-]?)(?P<open>\()?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+)"
    r"(?P<power>[eE][+-]?\d{1,2})?\)?(?P<unit>亿元|千万元|百万元|万元|千元|元|亿|千万|万)?(?:整|人民币)?(?:左右)?"
)
_PERCENT = re.compile(r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(%|个百分点)?")


class Doubtful(ValueError):
    """The cell cannot be read for certain; the message is the reason, without the place."""


def text(value: Value) -> str:
    """The cell as one trimmed text without invisible characters; '' for empty, numbers as they are shown."""
    if value is None:
        return ""
    if isinstance(value, str):
        if value.isprintable():
            return value.strip()
        return _INVISIBLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


@lru_cache(maxsize=20_000)
def flat(value: str) -> str:
    """For comparing: half-width, without any white space."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", _INVISIBLE.sub("", value)))


def is_empty(value: Value) -> bool:
    """Empty, or one of the marks that offices write into an empty cell."""
    return value is None or (isinstance(value, str) and flat(value) in EMPTY)


def amount(value: Value, unit: str = "万元") -> Decimal | None:
    """Money in 万元, exact to 分; `unit` is the column's, a unit written in the cell goes before it."""
    if is_empty(value):
        return None
    if isinstance(value, bool):
        raise Doubtful(_("不是金额"))
    if isinstance(value, int | float):
        return _in_wan(_decimal(value), unit)
    if isinstance(value, date | time | timedelta):
        raise Doubtful(_("应为金额，却是日期格式(%(value)s)，请把单元格改为数值格式") % {"value": text(value)})
    line = flat(value)
    match = _AMOUNT.fullmatch(line)
    if not match or bool(match["open"]) != _bare(match, line).endswith(")"):
        raise Doubtful(_("金额看不懂：%(value)s，请只写数字") % {"value": _short(value)})
    if match["power"]:
        raise Doubtful(_("科学计数法的金额可能丢了位数：%(value)s") % {"value": _short(value)})
    number = Decimal(match["number"].replace(",", ""))
    if match["sign"] == "-" or match["open"]:
        number = -number
    return _in_wan(number, match["unit"] or unit)


def _bare(match: re.Match, line: str) -> str:
    """The amount without its unit and the words behind it."""
    return line.removesuffix("左右").replace(match["unit"] or "\0", "").rstrip("整")


def _decimal(value: int | float) -> Decimal:
    """Excel's own fifteen significant digits: 0.1+0.2 is 0.3."""
    return Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")


def _in_wan(number: Decimal, unit: str) -> Decimal:
    scaled = number * IN_WAN[unit]
    if abs(scaled) >= Decimal(10) ** 11:
        raise Doubtful(_("金额大得不合理：%(number)s%(unit)s") % {"number": number, "unit": unit})
    exact = scaled.quantize(Decimal("0.000001"))
    return exact.normalize() + Decimal(0) if exact else Decimal(0)


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage as given; `is_certain` when it wrote its % sign or had a percent format, else maybe a fraction."""

    value: Decimal
    is_certain: bool


def percent(value: Value, *, is_percent_format: bool = False) -> Percent | None:
    """A percentage written as 0.62, 62 or 62% (domain.md §5.6)."""
    if is_empty(value):
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = _decimal(value)
        return Percent(number * 100, True) if is_percent_format else Percent(number, False)
    if isinstance(value, str):
        match = _PERCENT.fullmatch(flat(value))
        if match:
            return Percent(Decimal(match[1].replace(",", "")), bool(match[2]))
    raise Doubtful(_("百分比看不懂：%(value)s") % {"value": _short(value)})


@dataclass(frozen=True, slots=True)
class Span:
    """A time as precise as it was written: `2020年5月` is all of May, `5月底` its last days."""

    first: date
    last: date

    @property
    def is_day(self) -> bool:
        """A single day was meant."""
        return self.first == self.last


def _month_span(year: int, month: int) -> Span:
    if not 1 <= month <= 12:
        raise Doubtful(_("没有%(month)s月") % {"month": month})
    return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


_SEPARATOR = r"[.\-/年。,·]"
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_DAY = re.compile(
    rf"{_YEAR}{_SEPARATOR}(?P<month>\d{{1,2}})(?:{_SEPARATOR}|月)(?P<day>\d{{1,2}})[日号]?(?:\d{{1,2}}:.*)?"
)
_MONTH = re.compile(rf"{_YEAR}{_SEPARATOR}(?P<month>\d{{1,2}})月?份?")
_WHOLE = re.compile(rf"{_YEAR}年?度?")
_MONTHS = re.compile(rf"{_YEAR}{_SEPARATOR}(?P<first>\d{{1,2}})月?[-—–~至到](?P<last>\d{{1,2}})月份?")
_PACKED = re.compile(r"(?P<year>20\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)?")
_PART = re.compile(
    rf"(?:{_YEAR}{_SEPARATOR}?)?(?P<what>(?P<month>\d{{1,2}})月份?(?P<part>[上中下]旬|初|中|底|末|前|内|(?P<day>\d{{1,2}})[日号]?)?"
    r"|第?(?P<quarter>[一二三四1-4])季度(?P<quarter_part>初|中|底|末|前|内)?|(?P<half>上半年|下半年)"
    r"|(?P<end>年底|年末|年内|年中|年初|底|末|内|初|中))(?:前|之前|左右)?"
)
_MARKS = ("未开工", "未竣工", "未完工", "未动工", "待定", "未定", "未开", "尚未开工", "未启动")


def when(value: Value, *, year: int | None = None, is_1904: bool = False, is_hundredths: bool = False) -> Span | None:
    """A date as offices write it: `2020.5`, `2020年5月`, `5月底` (needs the table's year), a day, a serial number."""
    if is_empty(value) or (isinstance(value, str) and flat(value) in _MARKS):
        return None
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return Span(value, value)
    if isinstance(value, bool | time | timedelta):
        raise Doubtful(_("日期看不懂：%(value)s") % {"value": text(value)})
    if isinstance(value, int | float):
        return _when_number(value, is_1904, is_hundredths)
    return _when_text(_digits(flat(value).strip(".。")), year, value)


_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_MONTH_WORDS = {word: str(n) for n, word in enumerate([*"一二三四五六七八九十", "十一", "十二"], 1)}
_SAID_BESIDE = re.compile(
    r"\([^()]*\)$|(?:已|拟|计划|预计|实际)?(?:全面|正式)?(?:开工|动工|竣工|完工|建成|投产|启动)(?:建设|投产)?$"
)


def _digits(line: str) -> str:
    """`二〇二〇年十二月` in digits, and without what is said beside the day: `2020年5月(已开工)`, `2020年12月完工`."""
    line = re.sub(r"[〇○零一二三四五六七八九]{4}(?=年)", lambda found: found[0].translate(_CHINESE_DIGITS), line)
    line = re.sub(
        r"(?<![一二三四五六七八九十])(十[一二]?|[一二三四五六七八九])(?=月)", lambda found: _MONTH_WORDS[found[1]], line
    )
    bare = _SAID_BESIDE.sub("", line)
    return bare if re.search(r"\d", bare) else line


def _when_number(value: float, is_1904: bool, is_hundredths: bool) -> Span:
    shown = f"{value:.15g}"
    if value == int(value):
        number = int(value)
        if 1949 <= number <= 2100:
            return Span(date(number, 1, 1), date(number, 12, 31))
        if match := _PACKED.fullmatch(str(number)):
            return _from_parts(int(match["year"]), int(match["month"]), match["day"], shown)
    elif re.fullmatch(r"(?:19|20)\d\d\.\d{1,2}", shown):
        year, _point, month = shown.partition(".")
        if month == "1":
            if is_hundredths:
                return _month_span(int(year), 10)
            raise Doubtful(
                _("%(shown)s 可能是1月，也可能是丢了零的10月，请写成“%(year)s年1月”或“%(year)s年10月”")
                % {"shown": shown, "year": year}
            )
        return _month_span(int(year), int(month))
    if 30_000 <= value + (1_462 if is_1904 else 0) <= 60_000:
        epoch = date(1904, 1, 1) if is_1904 else date(1899, 12, 30)
        day = epoch + timedelta(days=int(value))
        return Span(day, day)
    raise Doubtful(_("日期看不懂：%(value)s") % {"value": shown})


def _from_parts(year: int, month: int, day: str | None, shown: object) -> Span:
    if not day:
        return _month_span(year, month)
    try:
        exact = date(year, month, int(day))
    except ValueError:
        raise Doubtful(_("没有这一天：%(value)s") % {"value": _short(shown)}) from None
    return Span(exact, exact)


def _when_text(line: str, year: int | None, shown: object) -> Span:
    if match := _DAY.fullmatch(line):
        return _from_parts(int(match["year"]), int(match["month"]), match["day"], shown)
    if match := _MONTH.fullmatch(line):
        return _month_span(int(match["year"]), int(match["month"]))
    if match := _WHOLE.fullmatch(line):
        return Span(date(int(match["year"]), 1, 1), date(int(match["year"]), 12, 31))
    if match := _PACKED.fullmatch(line):
        return _from_parts(int(match["year"]), int(match["month"]), match["day"], shown)
    if match := _MONTHS.fullmatch(line):
        first, last = (_month_span(int(match["year"]), int(match[name])) for name in ("first", "last"))
        if first.first <= last.first:
            return Span(first.first, last.last)
    if re.fullmatch(r"[345]\d{4}", line):  # a day that the cell shows as the number that Excel keeps
        return _when_number(float(line), is_1904=False, is_hundredths=False)
    match = _PART.fullmatch(line)
    if not match:
        raise Doubtful(_("日期看不懂：%(value)s，请写成2020年5月或2020-05-01") % {"value": _short(shown)})
    known = int(match["year"]) if match["year"] else year
    if known is None:
        raise Doubtful(_("%(value)s没有年份，表题中也没有") % {"value": _short(shown)})
    return _part_of(known, match, shown)


def _part_of(year: int, match: re.Match, shown: object) -> Span:
    """`5月底`, `6月上旬`, `一季度`, `上半年`, `年底`: a range of days within the year."""
    if match["month"]:
        month = _month_span(year, int(match["month"]))
        part = match["part"] or ""
        if match["day"]:
            return _from_parts(year, int(match["month"]), match["day"], shown)
        first, last = {
            "上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "中": (11, 20),
            "下旬": (21, 31), "底": (21, 31), "末": (21, 31),
        }.get(part, (1, 31))  # fmt: skip
        end = month.last.day
        return Span(month.first.replace(day=first), month.first.replace(day=min(last, end)))
    if match["quarter"]:
        number = "一二三四".find(match["quarter"]) + 1 or int(match["quarter"])
        months = {"初": (0, 0), "中": (1, 1), "底": (2, 2), "末": (2, 2)}.get(match["quarter_part"] or "", (0, 2))
        start = number * 3 - 2
        return Span(_month_span(year, start + months[0]).first, _month_span(year, start + months[1]).last)
    whole = match["half"] or match["end"]
    first, last = {
        "上半年": (1, 6), "下半年": (7, 12), "年底": (12, 12), "年末": (12, 12), "底": (12, 12), "末": (12, 12),
        "年中": (6, 6), "中": (6, 6), "年初": (1, 1), "初": (1, 1),
    }.get(whole, (1, 12))  # fmt: skip
    return Span(_month_span(year, first).first, _month_span(year, last).last)


def years(value: Value, *, is_1904: bool = False, is_hundredths: bool = False) -> tuple[Span | None, Span | None]:
    """建设起止年限 as (begin, end): `2020-2022`, `2020.03-2022.12`, `2020年3月至2022年`, one year alone is both."""
    if is_empty(value):
        return None, None
    if not isinstance(value, str):
        single = when(value, is_1904=is_1904, is_hundredths=is_hundredths)
        return single, single
    line = flat(value)
    if match := re.fullmatch(r"(.+?)(?:年)?(?:起|开始|开工|[-—–~至]+(?:今)?)", line):
        return _when_text(match[1], None, value), None
    if _MONTH.fullmatch(line) or _WHOLE.fullmatch(line) or _DAY.fullmatch(line) or _PACKED.fullmatch(line):
        single = _when_text(line, None, value)
        return single, single
    for first, last in _splits(line):
        try:
            begin = _when_text(first, None, value)
            end = _end_of_range(last, begin, value)
        except Doubtful:
            continue
        if end.last < begin.first:
            raise Doubtful(_("止早于起：%(value)s") % {"value": _short(value)})
        return begin, end
    raise Doubtful(_("起止年限看不懂：%(value)s") % {"value": _short(value)})


def _splits(line: str) -> list[tuple[str, str]]:
    """Every way to cut a range in two at one of its dashes, middle first."""
    cuts = [match.span() for match in re.finditer(r"[-—–―~至到→]+", line)]
    middle = len(line) / 2
    cuts.sort(key=lambda cut: abs((cut[0] + cut[1]) / 2 - middle))
    return [(line[:start], line[end:]) for start, end in cuts]


def _end_of_range(line: str, begin: Span, shown: object) -> Span:
    if re.fullmatch(r"\d{2}年?", line) and begin.first.month == 1 and begin.last.month == 12:
        line = f"20{line[:2]}"
    if re.fullmatch(r"\d{1,2}月", line):
        return _month_span(begin.first.year, int(line[:-1]))
    return _when_text(line, begin.first.year, shown)


_PHONE = re.compile(
    r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})(?!\d)"
    r"|(?<!\d)(0\d{2,3})[-) ]{0,2}(\d{7,8})(?:-(\d{1,6}))?(?!\d)"
    r"|(?<!\d)([2-8]\d{6,7})(?!\d)"
)
_BETWEEN = re.compile(r"[\s,;:/|、()\[\]<>{}。.·]+|(?:联系)?电话|手机号?码?|联系方式|[Tt][Ee][Ll]")


@dataclass(frozen=True, slots=True)
class Person:
    """责任人及电话: the name or names as written, and the telephone numbers taken out of the cell."""

    name: str
    phones: tuple[str, ...]


def person(value: Value) -> Person | None:
    """Names and telephones of one cell, whatever stands between them; several of each are kept."""
    if is_empty(value):
        return None
    line = unicodedata.normalize("NFKC", text(value)).replace("\n", " ")
    phones: list[str] = []

    def take(match: re.Match) -> str:
        if match[1]:
            phones.append("".join(match.group(1, 2, 3)))
        elif match[4]:
            phones.append(f"{match[4]}-{match[5]}" + (f"-{match[6]}" if match[6] else ""))
        else:
            phones.append(match[7])
        return " "

    rest = re.sub(r"(?<![一-龥])([一-龥])\s+([一-龥])(?![一-龥])", r"\1\2", _PHONE.sub(take, line))
    names = [part for part in _BETWEEN.split(rest) if part and part.strip("-—–")]
    if any(re.search(r"\d{5}", name) for name in names):
        raise Doubtful(_("电话号码看不懂：%(value)s") % {"value": _short(value)})
    return Person("、".join(names), tuple(dict.fromkeys(phones)))


_YES = frozenset(
    ["是", "√", "✓", "✔", "☑", "Y", "YES", "有", "1", "达到", "已达到", "达序时", "已达序时", "达", "已达", "超序时"]
    + ["完成", "对", "TRUE", "持平", "符合"]
)
_NO = frozenset(
    ["否", "×", "✗", "✘", "X", "N", "NO", "0", "未达到", "未达", "未达序时", "没有", "低于序时", "滞后", "未完成"]
    + ["FALSE", "不符合", "慢于序时"]
)


def yes_no(value: Value) -> bool | None:
    """是否达序时 and the like."""
    if value is None or (isinstance(value, str) and flat(value) in EMPTY):
        return None
    line = flat(text(value)).upper()
    if line in _YES:
        return True
    if line in _NO:
        return False
    raise Doubtful(_("应为“是”或“否”：%(value)s") % {"value": _short(value)})


_NO_CODE = frozenset(
    ["暂无代码", "无代码", "未赋码", "办理中", "正在办理", "正办理", "待办", "待办理", "申请中", "待赋码", "暂未赋码"]
)


def code(value: Value) -> str | None:
    """A national project code of the old or the new form, tidied (domain.md §5.1); never judged by its check digit."""
    if is_empty(value) or (isinstance(value, str) and flat(value) in _NO_CODE):
        return None
    if isinstance(value, float):
        raise Doubtful(_("项目代码成了数值，末位已丢失；请把该列设为文本格式后重填"))
    try:
        return rules.read_code(flat(text(value))).text
    except rules.NoCode as refused:
        raise Doubtful(wording.fault(refused.fault)) from None


def _short(value: object) -> str:
    line = re.sub(r"\s+", " ", value if isinstance(value, str) else text(cast(Value, value))).strip()
    return f"“{line[:30]}…”" if len(line) > 30 else f"“{line}”"
