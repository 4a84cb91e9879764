"""The clockwork of a matter: whose next step, until when; lights, deadlines as people write them, fair samples."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import sqrt

from yidan.kernel.values import Month
from yidan.kernel.verbs import Verb
from yidan.kernel.workdays import Calendar
from yidan.matters.states import Cycle, Letter, ProblemType, Rung, Severity, State

OFFICE, LEAD, VERIFIER = "office", "lead", "verifier"


@dataclass(frozen=True)
class Timers:
    """Every timer in working days (domain.md §1.2, all [A]: parameters)."""

    enlist: int = 1
    issue: int = 1
    sign: int = 1
    decline: int = 2
    rule: int = 1
    plan: int = 3
    ask_before: int = 2
    decide: int = 2
    verify: int = 5
    close: int = 1
    soon: int = 3
    rungs: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Course:
    """Where a matter stands, in values: what the next step depends on. `since` is the day of the last move."""

    state: State
    since: date
    due_on: date | None = None
    cycle: Cycle = Cycle.ONCE
    signed_on: date | None = None
    has_plan: bool = False
    last_reply_on: date | None = None
    asked_on: date | None = None
    rung: int = Rung.OWNER
    rung_since: date | None = None
    held_until: date | None = None
    paused_until: date | None = None


@dataclass(frozen=True)
class Step:
    """The one next step: which act, whose turn, until which day."""

    verb: Verb
    turn: str
    due_on: date


def next_step(course: Course, timers: Timers, calendar: Calendar) -> Step | None:
    """The next step of an open matter; None once it has ended. Exactly one at every instant."""

    def within(day: date, count: int) -> date:
        return calendar.add(day, count).value

    since = course.since
    simple = {
        State.DRAFT: (Verb.MATTER_ENLIST, OFFICE, timers.enlist),
        State.LISTED: (Verb.MATTER_ISSUE, OFFICE, timers.issue),
        State.ISSUED: (Verb.MATTER_SIGN_FOR, LEAD, timers.sign),
        State.DECLINED: (Verb.MATTER_TAKE_BACK, OFFICE, timers.rule),
        State.APPLIED: (Verb.MATTER_VERIFY, VERIFIER, timers.verify),
        State.VERIFIED: (Verb.MATTER_CLOSE_OUT, OFFICE, timers.close),
    }
    if course.state in simple:
        verb, turn, count = simple[course.state]
        return Step(verb, turn, within(since, count))
    if course.state == State.PAUSED:
        return Step(Verb.MATTER_RESUME, OFFICE, course.paused_until or since)
    if course.state != State.RUNNING:
        return None
    if course.asked_on:
        return Step(Verb.MATTER_EXTEND, OFFICE, within(course.asked_on, timers.decide))
    if course.rung > Rung.OWNER:
        until = within(course.rung_since or since, timers.rungs.get(course.rung, timers.decide))
        return Step(Verb.MATTER_LOWER, OFFICE, max(until, course.held_until or until))
    if not course.has_plan:
        return Step(Verb.MATTER_PLAN, LEAD, _earlier(within(course.signed_on or since, timers.plan), course.due_on))
    reply_due = feedback_due(course.cycle, course.last_reply_on or course.signed_on or since)
    if reply_due and course.due_on and reply_due < course.due_on:
        return Step(Verb.MATTER_REPLY, LEAD, reply_due)
    return Step(Verb.MATTER_APPLY_CLOSE_OUT, LEAD, course.due_on or since)


def _earlier(day: date, due_on: date | None) -> date:
    return min(day, due_on) if due_on else day


def feedback_due(cycle: Cycle | str, last_on: date) -> date | None:
    """The day by which the next reply is due; None where one reply at the end is enough."""
    if cycle == Cycle.MONTHLY:
        month = Month.of(last_on) + 1
        return date(month.year, month.month, min(last_on.day, month.last.day))
    days = {Cycle.DAILY: 1, Cycle.WEEKLY: 7, Cycle.HALF_MONTHLY: 15}.get(Cycle(cycle))
    return last_on + timedelta(days=days) if days else None


def light(
    state: State | str,
    due_on: date | None,
    today: date,
    soon_on: date,
    ended_on: date | None = None,
    paused_until: date | None = None,
) -> str:
    """绿 running in time, 黄 due by `soon_on` (some working days ahead), 红 overdue, 灰 paused or not handed out.

    A pause that ran out on `paused_until` hides nothing any more, whether or not somebody ended it.

    A matter struck off late stays red for ever: 「逾期销号」 stays marked (domain.md §1.2).
    """
    if state in (State.DRAFT, State.LISTED, State.DROPPED, State.MERGED) or due_on is None:
        return "grey"
    if state == State.PAUSED and is_waiting(paused_until, today):
        return "grey"
    day = ended_on if state == State.CLOSED and ended_on else today
    if day > due_on:
        return "red"
    return "yellow" if state != State.CLOSED and due_on <= soon_on else "green"


def letters_called_for(state: State | str, light: str, rung: int, urges: int, most_urges: int) -> tuple[Letter, ...]:
    """Which of the 四单 are called for now.

    提示单 when the deadline is near; 督办函 when it is over and `most_urges` urgings did not help; 联系单 while
    departments or the office have to agree on it; 报告单 once a leader's decision is asked for. Thresholds are the
    office's: what is near, and how many urgings.
    """
    if state not in (State.ISSUED, State.RUNNING):
        return ()
    called = {
        Letter.PROMPT: light == "yellow",
        Letter.SUPERVISION: light == "red" and urges >= most_urges,
        Letter.LIAISON: Rung.DEPARTMENT <= rung < Rung.LEADER,
        Letter.REPORT: rung >= Rung.LEADER,
    }
    return tuple(letter for letter, is_called in called.items() if is_called)


def paper_number(prefix: str, letter: str, year: int | None, serial: int | None, order: int = 1) -> str:
    """株项办交〔2020〕12号: the matter's own number, no leading zero, no 第 (GB/T 9704); a later one 12号之二."""
    again = f"之{_in_chinese(order)}" if order > 1 else ""
    return f"{prefix}{letter}〔{year}〕{serial}号{again}"


def _in_chinese(number: int) -> str:
    digits = "〇一二三四五六七八九"
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    return (digits[tens] if tens > 1 else "") + ("十" if tens else "") + (digits[ones] if ones or not tens else "")


def is_waiting(paused_until: date | None, today: date) -> bool:
    """Whether a pause still holds: to its last day inclusive; from the day after on overdue days count again."""
    return paused_until is None or today <= paused_until


def pause_ended_on(from_on: date, expires_on: date, today: date) -> date:
    """The day to which an ended pause counts: never past its expiry, however late somebody said that it was over."""
    return max(from_on, min(today, expires_on))


def moved_with_pause(due_on: date, was_until: date, is_until: date) -> date:
    """The deadline goes with the end of the pause: out when it begins or is prolonged, back when it ends early."""
    return due_on + (is_until - was_until)


def least_verifiers(severity: Severity | str, ordinary: int = 2, important: int = 3) -> int:
    """How many people verify (domain.md §1.2 [S18])."""
    return important if severity == Severity.IMPORTANT else ordinary


def is_emergency(severity: Severity | str, text: str, named: str) -> bool:
    """A true emergency, for which people are told at once, also at night: an important matter that names one."""
    return severity == Severity.IMPORTANT and any(word in text for word in names_in(named))


def names_in(text: str) -> list[str]:
    """The people named in a field: 张三、李四, each once."""
    return list(dict.fromkeys(name for name in re.split(r"[、,，;；\s]+", text.strip()) if name))


# --- deadlines as people write them ---

_NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_FESTIVALS = {"元旦", "春节", "清明", "劳动", "五一", "端午", "中秋", "国庆", "十一"}
_NAMES = {"五一": "劳动", "十一": "国庆"}
_N = r"(\d+|[一二两三四五六七八九十]+)"


def read_deadline(text: str, today: date, calendar: Calendar) -> date | None:
    """「6月底」「节前」「一季度」「5个工作日内」「2020年6月5日前」 → a day on or after `today`; None if not understood.

    A month or quarter that has gone by this year means next year's. 节前 is the last working day before the next
    public holiday; 国庆前 the one before that holiday. Only a year written out leads into the past.
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
    if not match and re.search("半个月(之?内|以内)", text):
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
    if re.fullmatch("月[底末](之?前|以前)?", text):
        return Month.of(today).last
    if (match := re.fullmatch(_N + "(?:[日号](?:之?前|以前)|号)", text)) and (number := _number(match[1])):
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
    if match[1]:
        return None  # a lunar festival's day is not known by arithmetic
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


# --- fair samples and what they say ---


def drawn(numbers: Iterable[int], count: int, seed: str) -> list[int]:
    """`count` of the numbers, drawn by the seed: whoever has the seed draws the same (printed in the record)."""
    ordered = sorted(set(numbers), key=lambda number: hashlib.sha256(f"{seed}:{number}".encode()).hexdigest())
    return ordered[: max(count, 0)]


def is_sampled(number: int, percent: int, seed: str) -> bool:
    """Whether a matter falls into the share that is looked at on site."""
    value = int.from_bytes(hashlib.sha256(f"{seed}:{number}".encode()).digest()[:8], "big")
    return value * 100 < percent << 64


def interval(hits: int, of: int) -> tuple[float, float]:
    """The 95 % Wilson interval of a rate, each end 0–1: what a sample of that size can say."""
    if not of:
        return (0.0, 1.0)
    z, share = 1.959963984540054, hits / of
    centre = share + z * z / (2 * of)
    spread = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (max(0.0, (centre - spread) / (1 + z * z / of)), min(1.0, (centre + spread) / (1 + z * z / of)))


def average(days: Sequence[int]) -> float | None:
    """平均办理时长 in working days; None where nothing was struck off."""
    return sum(days) / len(days) if days else None
