"""What people write, read: deadlines, the type of a problem, who leads, and the points of pasted minutes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from yidan.kernel.values import Month
from yidan.kernel.workdays import Calendar
from yidan.matters.states import ProblemType

# --- deadlines as people write them ---

_NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_FESTIVALS = {"元旦", "春节", "清明", "劳动", "五一", "端午", "中秋", "国庆", "十一"}
_NAMES = {"五一": "劳动", "十一": "国庆"}
_MONTHS_END = {f"月{end}{before}" for end in "底末" for before in ("", "前", "之前", "以前")}
_N = r"(\d+|[一二两三四五六七八九十]+)"


def read_deadline(text: str, today: date, calendar: Calendar) -> date | None:
    """「6月底」「节前」「一季度」「5个工作日内」「2020年6月5日前」 → a day on or after `today`; None if not understood.

    A month or quarter that has gone by this year means next year's. 节前 is the last working day before the next
    public holiday; 国庆前 the one before that holiday, 春节前 once that year's notice has been published. Only a year
    written out leads into the past.
    """
    plain = _last_of(_half_width(text))
    for reader in (_read_count, _read_full, _read_weekday, _read_month, _read_period, _read_festival, _read_bare):
        if (found := reader(plain, today, calendar)) is not None:
            return found if found >= today or re.search(r"20\d\d", plain) else None
    return None


def _half_width(text: str) -> str:
    shifted = (chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)
    return re.sub(r"\s+", "", "".join(shifted))


def _last_of(text: str) -> str:
    """「6月1日至30日」 ends on 6月30日: the deadline is where a span ends."""
    first, to, last = text.partition("至") if "至" in text else text.partition("到")
    if not to or not re.match(_N + "[月日号年]|20|[本下]?月|年底", last):
        return text
    month = re.search(_N + "月", first)
    return f"{month[0]}{last}" if month and "月" not in last and re.match(_N + "[日号]", last) else last


def _number(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    if text in _NUMERALS:
        return _NUMERALS[text]
    if match := re.fullmatch(r"([一二三四五六七八九]?)十([一二三四五六七八九]?)", text):
        return _NUMERALS.get(match[1], 1) * 10 + _NUMERALS.get(match[2], 0)
    return None


def _read_count(text: str, today: date, calendar: Calendar) -> date | None:
    match = re.search(_N + r"个?(工作日|天|日|周|星期|个月|月)(之?内|以内)", text)
    if not match and re.search("半个月(内|之内|以内)", text):
        return today + timedelta(days=15)
    if not match or (count := _number(match[1])) is None or count > 3660:
        return None
    if match[2] == "工作日":
        return calendar.add(today, count).value
    if match[2] in ("个月", "月"):
        month = Month.of(today) + count
        return date(month.year, month.month, min(today.day, month.last.day))
    return today + timedelta(days=count * (7 if match[2] in ("周", "星期") else 1))


def _read_full(text: str, today: date, calendar: Calendar) -> date | None:
    match = re.search(r"(20\d\d)[-./年](\d{1,2})[-./月](\d{1,2})日?", text)
    if match:
        return _day(int(match[1]), int(match[2]), int(match[3]))
    match = re.search(_N + "月" + _N + "[日号]", text)
    if match and (month := _number(match[1])) and (number := _number(match[2])):
        found = _day(today.year, month, number)
        return _day(today.year + 1, month, number) if found and found < today else found
    return None


def _read_weekday(text: str, today: date, calendar: Calendar) -> date | None:
    match = re.search(r"(本|这|下|)个?(?:周|星期|礼拜)([一二三四五六日天])", text)
    if not match:
        return None
    monday = today - timedelta(days=today.weekday())
    found = monday + timedelta(days="一二三四五六日".index(match[2].replace("天", "日")))
    if match[1] == "下" or (not match[1] and found < today):  # 「周五」 is the next that comes
        found += timedelta(days=7)
    return found


def _read_bare(text: str, today: date, calendar: Calendar) -> date | None:
    """What says its day in the fewest signs, and nothing else: 月底前, 25日前, 6.30前."""
    if text in _MONTHS_END:
        return Month.of(today).last
    if (match := re.fullmatch(_N + "(?:[日号](?:前|之前|以前)|号)", text)) and (number := _number(match[1])):
        month = Month.of(today) + (1 if number < today.day else 0)
        return _day(month.year, month.month, number)
    if match := re.fullmatch(r"(\d{1,2})[./](\d{1,2})(?:之?前|以前)?", text):
        found = _day(today.year, int(match[1]), int(match[2]))
        return _day(today.year + 1, int(match[1]), int(match[2])) if found and found < today else found
    return None


def _read_month(text: str, today: date, calendar: Calendar) -> date | None:
    match = re.search(r"(?:(20\d\d|今|明|本)年)?" + _N + r"月(?!\d+[日号])(上旬|中旬|下旬|初|中|底|末|份)?(前)?", text)
    if match and (number := _number(match[2])) and 1 <= number <= 12:
        year = _year(match[1], today)
        month = Month(year or today.year, number)
        if not year and month.last < today:
            month = Month(today.year + 1, number)
        if match[4] and not match[3]:  # 「6月前」 is before June begins
            return month.first - timedelta(days=1)
        return _part(month, match[3])
    if match := re.search(r"(本月|当月|这个月|下月|下个月)(上旬|中旬|下旬|初|中|底|末|)", text):
        return _part(Month.of(today) + (1 if "下" in match[1][:1] else 0), match[2])
    return None


def _part(month: Month, part: str | None) -> date:
    day = {"上旬": 10, "初": 10, "中旬": 20, "中": 15}.get(part or "")
    return date(month.year, month.month, day) if day else month.last


def _read_period(text: str, today: date, calendar: Calendar) -> date | None:
    match = re.search(r"(?:(20\d\d|今|明|本)年)?(?:第?([一二三四1-4])季度|(上半年|半年)|(年底|年末|年内|全年))", text)
    if not match:
        return {
            "本周": today + timedelta(days=6 - today.weekday()),
            "下周": today + timedelta(days=13 - today.weekday()),
        }.get(next(iter(re.findall("本周|下周", text)), ""))
    year = _year(match[1], today) or today.year
    number = 3 * (_number(match[2]) or 0) if match[2] else (6 if match[3] else 12)
    found = Month(year, number).last
    return found if found >= today or match[1] else Month(year + 1, number).last


def _year(text: str | None, today: date) -> int | None:
    if not text:
        return None
    return {"今": today.year, "本": today.year, "明": today.year + 1}.get(text) or int(text)


def _read_festival(text: str, today: date, calendar: Calendar) -> date | None:
    match = re.search(r"(元旦|春节|清明|劳动|五一|端午|中秋|国庆|十一|)(?:节|)前", text)
    if not match or (not match[1] and "节前" not in text):
        return None
    fixed = {"元旦": (1, 1), "劳动": (5, 1), "国庆": (10, 1)}.get(_NAMES.get(match[1] or "", match[1] or ""))
    if fixed:
        eve = date(today.year, *fixed)
        eve = eve if eve > today else date(today.year + 1, *fixed)
        return calendar.add(eve, -1).value
    if match[1]:  # a lunar festival's day is what the year's notice says; where there is none yet, nobody knows
        for year in (today.year, today.year + 1):
            first = calendar.holiday(match[1], year)
            if first and first > today:
                return calendar.add(first, -1).value
        return None
    day = today
    for _step in range(400):  # the next weekday off is the next public holiday
        day += timedelta(days=1)
        if day.weekday() < 5 and not calendar.works(day):
            return calendar.add(day, -1).value
    return None


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


# --- what a problem is about ---

# The words of a problem's type as they stand in reports; the first that is found wins.
_TYPES: dict[ProblemType, tuple[str, ...]] = {
    ProblemType.LAND_CLEARANCE: ("征地", "拆迁", "征收", "征拆", "房屋"),
    ProblemType.LAND_QUOTA: ("用地", "林地", "土地"),
    ProblemType.PLANNING: ("规划",), ProblemType.PRELIMINARIES: ("环评", "能评", "水保", "手续", "审批"),
    ProblemType.FUNDING: ("资金", "融资", "贷款", "拨付", "专项债"), ProblemType.PIPELINES: ("管线", "杆线", "迁改"),
    ProblemType.UTILITIES: ("供水", "供电", "供气", "电力", "配套"), ProblemType.SITE_PEACE: ("阻工", "扰工", "阻挠"),
    ProblemType.TENDERING: ("招标", "招投标", "流标"), ProblemType.DESIGN: ("设计",),
    ProblemType.LABOUR: ("用工", "材料", "砂石", "工人"), ProblemType.POLICY: ("政策",),
}  # fmt: skip


def likely_type(text: str) -> ProblemType:
    """The problem type whose words stand in the text; 其他 where none does. A person confirms it."""
    return next((kind for kind, words in _TYPES.items() if any(word in text for word in words)), ProblemType.OTHER)


def leads_in(text: str, names: Iterable[str]) -> str:
    """Which of these names leads by the sentence: the one before 牵头 or 负责, else the first named, else ""."""
    places = sorted((text.index(name), -len(name), name) for name in names if name in text)
    for _place, _length, name in places:
        if re.search(re.escape(name) + r"[^，。；、]{0,4}(牵头|负责|主办)", text):
            return name
    return places[0][2] if places else ""


def first_clause(text: str, most: int = 40) -> str:
    """The first clause of what was said, as a title."""
    first = re.split(r"[。；;]", text.strip().splitlines()[0])[0].strip() if text.strip() else ""
    return first if len(first) <= most else first[: most - 1] + "…"


# --- minutes of a meeting ---


@dataclass(frozen=True)
class Resolution:
    """One resolved point of a paper: its clause, its sentence word for word, the deadline as written."""

    clause: str
    quote: str
    deadline: str


_POINT = re.compile(
    r"^\s*(?:[（(]?([一二三四五六七八九十]+|\d{1,2})[)）]|([一二三四五六七八九十]+|\d{1,2})[、.．])\s*(.+)$"
)
_SECTION = re.compile(r"议定事项|会议(议定|决定|明确|要求)|有关要求|下(一)?步工作")
_DUTY = re.compile(r"(牵头|负责|责任单位|督促|要|须|应)")
_UNTIL = re.compile(
    r"(?:于|在)?((?:20\d\d年|今年|明年|本年)?(?:[\d一二三四五六七八九十]+月[\d一二三四五六七八九十]+[日号]|"
    r"[\d一二三四五六七八九十]+月(?:上旬|中旬|下旬|初|底|末)|[一二三四]季度|年底|年内|上半年|(?:元旦|春节|清明|五一|劳动|端午|中秋|国庆|十一)节?前|节前|本月底|下月底|月底前|"
    r"(?:本|下)?(?:周|星期)[一二三四五六日]|本周|下周)"
    r"|(?:[\d一二两三四五六七八九十]+个?(?:工作日|天|日|周|月)|半个月)(?:之?内|以内))"
)


def read_minutes(text: str) -> list[Resolution]:
    """The points of pasted minutes that ask something of somebody; a person confirms each before it is a matter."""
    found: list[Resolution] = []
    section, inside = "", False
    for line in text.splitlines():
        line = line.strip()
        if not line:
            continue
        if _SECTION.search(line) and len(line) <= 30:
            section, inside = line, True
            continue
        match = _POINT.match(line)
        if not match:
            if inside and found and not re.match(r"^(参加|出席|列席|请假|主持|记录|抄送)", line):
                last = found[-1]
                found[-1] = Resolution(last.clause, last.quote + line, last.deadline or _until(line))
            elif re.match(r"^(参加|出席|列席|请假|主持|记录|抄送)", line):
                inside = False
            continue
        if inside or _DUTY.search(match[3]):
            point = match[1] or match[2]
            clause = f"{section}（{point}）" if section else f"（{point}）"
            found.append(Resolution(clause[:60], match[3].strip(), _until(match[3])))
            inside = True
    return found


def _until(text: str) -> str:
    match = _UNTIL.search(text)
    while (
        match and text[match.end() : match.end() + 1] in ("至", "到") and (later := _UNTIL.match(text, match.end() + 1))
    ):
        match = later  # the end of a span
    return match[1] if match else ""
