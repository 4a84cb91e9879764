"""What the register computes from values alone: codes, names, initials, months of a year text, the stage."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from functools import cache, lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Protocol

from yidan.kernel.values import Month
from yidan.ledger.states import Asking, Mark, Stage

if TYPE_CHECKING:
    from pypinyin.core import Pinyin


@dataclass(frozen=True)
class Fault:
    """What does not hold, and the values its sentence speaks of (ledger/wording.py makes the sentence)."""

    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)


# --- names ---------------------------------------------------------------------------------------------------------

_COMMON = re.compile(
    r"湖南省|株洲市|株洲|醴陵市|攸县|茶陵县|炎陵县|渌口区|天元区|芦淞区|荷塘区|石峰区|经开区|云龙示范区|高新区"
    r"|建设项目|工程项目|建设工程|项目|工程"
)
_PHASE = re.compile(r"\(?(?:第)?([一二三四五六七八九十]|[1-9])期\)?")
_NOISE = re.compile(r"[\s\-—–·・,,.。、;;::\"“”'‘’()()\[\]【】<>《》/\\_&+#]")
_DIGITS = dict(zip("123456789", "一二三四五六七八九", strict=True))


def full_to_half(text: str) -> str:
    """Full-width letters, digits and brackets as half-width ones; spaces trimmed to single ones."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()


def name_key(name: str) -> str:
    """A name without what many names share (株洲市, a county's name, 项目, 工程, 一期, brackets, width).

    Two spellings of one project give the same key; two phases do not: 二期 stays in it.
    """
    text = _PHASE.sub(_phase, full_to_half(name).lower())
    short = _NOISE.sub("", _COMMON.sub("", text))
    return short or _NOISE.sub("", text)


def _phase(match: re.Match[str]) -> str:
    which = _DIGITS.get(match[1], match[1])
    return "" if which == "一" else f"{which}期"


def phase(name: str) -> str:
    """Which phase a name speaks of, as 二期; "" for the first or none."""
    found = [part for match in _PHASE.finditer(full_to_half(name)) if (part := _phase(match))]
    return found[-1] if found else ""


def initials(text: str, most: int = 8) -> list[str]:
    """The pinyin initials of a text: 株洲轨道 → ["zzgd"]; letters and digits stay.

    The phrase's own reading comes first; then the other readings of single characters that have
    several (行 → x, h), up to `most` in all, so that a guess at the keyboard finds the project.
    """
    plain = re.sub(r"[^0-9a-z\u3400-\u9fff]", "", full_to_half(text).lower())
    if not plain:
        return []
    # pypinyin hands runs of letters and digits back as one piece: "5g基站" → "5g", "j", "z".
    usual = "".join(_spoken(piece) for piece in _pinyin().seg(plain))
    choices = [_letters(each) if "\u3400" <= each <= "\u9fff" else each for each in plain]
    found = {usual: None}
    if len(usual) == len(choices):
        for index, (taken, options) in enumerate(zip(usual, choices, strict=True)):
            for other in options:
                if other != taken:
                    found[usual[:index] + other + usual[index + 1 :]] = None
    return list(found)[:most]


@cache
def _pinyin() -> Pinyin:
    from pypinyin.core import Pinyin  # here and not above: its dictionaries take half a second and 56 MB

    return Pinyin()


@lru_cache(maxsize=20_000)
def _spoken(piece: str) -> str:
    """The initials of a word as it is said; the names of a city's projects share most of their words."""
    from pypinyin import Style
    from pypinyin.converter import DefaultConverter

    return "".join(item[0] for item in DefaultConverter().convert(piece, Style.FIRST_LETTER, False, "default", True))


@lru_cache(maxsize=8_000)
def _letters(character: str) -> str:
    """The initials of all readings of one character."""
    from pypinyin import Style, pinyin

    return "".join(dict.fromkeys(pinyin(character, style=Style.FIRST_LETTER, heteronym=True)[0])) or character


# --- codes (domain.md §5.1) ----------------------------------------------------------------------------------------

_CODE = re.compile(r"(\d{4})-(\d{6})-(\d{2})-(\d{2})-(\d{6})")
_DASHES = re.compile(r"[‐-―−﹘﹣－_—–]")


class NoCode(ValueError):
    """A text that is no project code; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.kind)
        self.fault = fault


@dataclass(frozen=True)
class Code:
    """A national project code read by its structure."""

    text: str
    form: str  # "new" | "old"
    year: int
    month: int | None
    region: str


def read_code(text: str) -> Code:
    """Read a project code of the new (GB/T 40058-2021) or old form; `NoCode` says what is wrong.

    Characters 3–4 tell the form: 13..20 an old code's year, 01..12 a new code's month (domain.md §5.1).
    The check digit is never judged: its algorithm is not public.
    """
    code = _DASHES.sub("-", full_to_half(text)).replace(" ", "")
    if re.fullmatch(r"\d{20}", code):
        code = "-".join((code[:4], code[4:10], code[10:12], code[12:14], code[14:]))
    match = _CODE.fullmatch(code)
    if not match:
        raise NoCode(Fault("code_parts", {"code": text}))
    head, region = match[1], match[2]
    tail = int(head[2:])
    if 1 <= tail <= 12:
        return Code(code, "new", 2000 + int(head[:2]), tail, region)
    if head.startswith("20") and 15 <= tail <= 20:
        return Code(code, "old", int(head), None, region)
    raise NoCode(Fault("code_head", {"code": text, "head": head}))


_CLASSIFIED = re.compile(r"涉密|(?<!非)(?:绝密|机密|秘密)(?:级|项目|工程|★|$)")


def is_classified(*texts: str) -> bool:
    """Whether a text says that the project is 涉密: such a project must not enter this system (domain.md §12)."""
    return any(
        match and "不涉密" not in text and "非涉密" not in text
        for text in texts
        if text
        for match in [_CLASSIFIED.search(text)]
    )


# --- years (建设起止年限) --------------------------------------------------------------------------------------------

_POINT = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:\s*[年./](?:\s*(1[0-2]|0?[1-9])(?!\d))?\s*月?)?")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d{2})(1[0-2]|0[1-9])(?!\d)")


def months_of_years(text: str) -> tuple[Month | None, Month | None]:
    """The first and last month a year text means: 2020-2022 → 2020-01, 2022-12; what is not said is None."""
    plain = _COMPACT.sub(r"\1.\2", full_to_half(text))
    # 2020-03 至 2022-12: a hyphen between a year and a month, not between two years.
    plain = re.sub(r"(?<!\d)((?:19|20)\d{2})-(1[0-2]|0[1-9])(?!\d)", r"\1.\2", plain)
    points = [(int(m[1]), int(m[2]) if m[2] else None) for m in _POINT.finditer(plain)]
    if not points:
        return None, None
    year, month = points[0]
    begins = Month(year, month or 1)
    if len(points) == 1:
        return begins, None if month else Month(year, 12)
    year, month = points[1]
    finishes = Month(year, month or 12)
    return (begins, finishes) if begins <= finishes else (begins, None)


# --- stages --------------------------------------------------------------------------------------------------------

REPEATABLE = frozenset({Mark.SUSPENDED, Mark.RESUMED, Mark.DEFERRED})
NEEDS_REASON = frozenset({Mark.SUSPENDED, Mark.DEFERRED, Mark.WITHDRAWN, Mark.TERMINATED})
_ORDER = list(Mark.values)
_LEADS_TO = {
    Mark.PLANNED: Stage.IDENTIFICATION,
    Mark.PREPARING: Stage.PREPARATION,
    Mark.ENTERED_SITE: Stage.PREPARATION,  # 进场 is not 开工
    Mark.STARTED: Stage.CONSTRUCTION,
    Mark.STRUCTURE_COMPLETED: Stage.CONSTRUCTION,  # 主体完工 is not 竣工
    Mark.COMPLETED: Stage.COMPLETION,
    Mark.OPERATING: Stage.OPERATION,
    Mark.FULL_CAPACITY: Stage.OPERATION,
}
_RISE = [Stage.IDENTIFICATION, Stage.PREPARATION, Stage.CONSTRUCTION, Stage.COMPLETION, Stage.OPERATION]
_REQUIRES = {
    Mark.STRUCTURE_COMPLETED: Mark.STARTED,
    Mark.COMPLETED: Mark.STARTED,
    Mark.OPERATING: Mark.STARTED,
    Mark.FULL_CAPACITY: Mark.OPERATING,
    Mark.SUSPENDED: Mark.STARTED,
}
Dated = tuple[str, date]


def in_order(marks: Iterable[Dated]) -> list[Dated]:
    """Marks by day; on one day in the order of a project's life."""
    return sorted(marks, key=lambda each: (each[1], _ORDER.index(each[0])))


def stage_of(marks: Iterable[Dated]) -> Stage:
    """Where the marks have brought a project; 复工 goes back to where 停工 or 缓建 found it."""
    reached, halted = Stage.IDENTIFICATION, False
    for mark, _day in in_order(marks):
        if mark in {Mark.SUSPENDED, Mark.DEFERRED}:
            halted = True
        elif mark == Mark.RESUMED:
            halted = False
        elif mark == Mark.TERMINATED:
            return Stage.TERMINATED
        elif mark in _LEADS_TO:
            reached = max(reached, _LEADS_TO[Mark(mark)], key=_RISE.index)
            halted = False if mark == Mark.STARTED else halted
    return Stage.SUSPENDED if halted else reached


def fault(marks: Iterable[Dated]) -> Fault | None:
    """What makes these marks impossible together; None when they make sense."""
    seen: dict[str, date] = {}
    halted = False
    for mark, day in in_order(marks):
        if Mark.TERMINATED in seen:
            return Fault("terminated", {"on": seen[Mark.TERMINATED], "mark": Mark(mark)})
        if mark in seen and mark not in REPEATABLE:
            return Fault("twice", {"mark": Mark(mark), "on": seen[mark]})
        needed = _REQUIRES.get(Mark(mark))
        if needed and needed not in seen:
            return Fault("lacks_before", {"mark": Mark(mark), "on": day, "needed": needed})
        if mark == Mark.RESUMED and not halted:
            return Fault("nothing_to_resume", {"on": day})
        if mark in {Mark.SUSPENDED, Mark.DEFERRED}:
            if halted:
                return Fault("halted_already", {"mark": Mark(mark), "on": day})
            halted = True
        elif mark in {Mark.RESUMED, Mark.STARTED}:
            halted = False
        seen[mark] = day
    return None


# --- likely duplicates ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Traits:
    """What two projects are compared by."""

    name: str
    place: str = ""
    owner_id: int | None = None
    total_wan: Decimal | None = None
    code: str = ""


@dataclass(frozen=True)
class Reason:
    """One thing two projects have in common; `percent` how like their names are."""

    kind: str
    percent: int = 100


@dataclass(frozen=True)
class Likeness:
    """How alike two projects are, 0–100, and why."""

    score: int
    reasons: tuple[Reason, ...]


def likeness(one: Traits, other: Traits) -> Likeness:
    """Score the chance that two entries are one project: code decides, the name weighs most (see Likeness)."""
    if one.code and one.code == other.code:
        return Likeness(100, (Reason("same_code"),))
    keys = name_key(one.name), name_key(other.name)
    reasons: list[Reason] = []
    score = 0.0
    if keys[0] == keys[1]:
        score += 65
        reasons.append(Reason("same_name" if full_to_half(one.name) == full_to_half(other.name) else "same_core"))
    else:
        ratio = SequenceMatcher(None, *keys, autojunk=False).ratio()
        if ratio >= 0.6:
            score += 65 * ratio * ratio
            reasons.append(Reason("like_name", round(ratio * 100)))
    if phase(one.name) != phase(other.name):
        score -= 25
    if one.owner_id and one.owner_id == other.owner_id:
        score += 12
        reasons.append(Reason("same_owner"))
    if one.total_wan and one.total_wan == other.total_wan:
        score += 13
        reasons.append(Reason("same_total"))
    if one.place and name_key(one.place) == name_key(other.place):
        score += 10
        reasons.append(Reason("same_place"))
    if one.code and other.code:
        score -= 20
    return Likeness(max(0, min(100, round(score))), tuple(reasons))


# --- sums ----------------------------------------------------------------------------------------------------------


def months_fault(planned: Decimal, months: dict[Month, Decimal], year: int) -> Fault | None:
    """Why a monthly split does not fit its plan; None when it does (to the last 分)."""
    for month, amount in months.items():
        if month.year != year:
            return Fault("month_of_another_year", {"month": month, "year": year})
        if amount < 0:
            return Fault("month_negative", {"month": month})
    total = sum(months.values(), Decimal(0))
    if months and total != planned:
        return Fault("months_sum", {"sum": f"{total.normalize():f}", "planned": f"{planned.normalize():f}"})
    return None


def shares_fault(percents: Sequence[Decimal]) -> Fault | None:
    """Why parts do not make a whole; None when they sum to exactly 100 or there are none."""
    if any(part <= 0 for part in percents):
        return Fault("share_not_positive")
    if percents and sum(percents, Decimal(0)) != 100:
        return Fault("shares_sum", {"sum": f"{sum(percents, Decimal(0)).normalize():f}"})
    return None


def below_entry(
    total_wan: Decimal | None, domain: str, *, least_wan: Decimal, least_livelihood_wan: Decimal
) -> Decimal | None:
    """The amount a project falls short of the entry rule for 市重点 (domain.md §5.4); a warning, never a refusal."""
    least = least_livelihood_wan if domain in {"livelihood", "ecology"} else least_wan
    return least if total_wan is not None and total_wan < least else None


# --- evidence asked for --------------------------------------------------------------------------------------------


class Viewpoint(Protocol):
    """What a slot says of when a picture is asked for there."""

    name: str
    asking: str
    milestone: str
    rate_percent: Decimal | None


def is_asked(slot: Viewpoint, number: str, month: Month, reached: Mapping[str, date | None], seed: str) -> bool:
    """Whether a month's report is asked for a picture at this slot (domain.md §13.4: only where its rule says so).

    On a milestone: in the month in which it was reached. On sampling: by lot at the slot's rate, a lot that anybody
    can draw again from the office's `seed`, the project's `number`, the slot and the month, so that nobody can be
    picked out.
    For close-out, matters ask, not months.
    """
    if slot.asking == Asking.ON_MILESTONE:
        day = reached.get(slot.milestone)
        return day is not None and Month.of(day) == month
    if slot.asking == Asking.ON_SAMPLING and slot.rate_percent is not None:
        return lot(f"{seed}|{number}|{slot.name}|{month}") * 100 < slot.rate_percent
    return False


def lot(words: str) -> Decimal:
    """A number in [0, 1) drawn from words: the same words, the same number."""
    return Decimal(int.from_bytes(sha256(words.encode()).digest()[:6], "big")) / Decimal(2**48)
