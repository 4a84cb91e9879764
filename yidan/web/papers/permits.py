"""审批进度表: a project's permits as a paper: certificates, both numbers, and every day of every clock with its notice.

Official, and so in Chinese whoever prints it. Its two numbers are figures of that project, of the finished course or of
the one under way up to today, so that the paper can be checked against the ledger as of the moment it was printed
(`yidan bulletin verify`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.utils.translation import override

from yidan.approvals import explaining, queries
from yidan.approvals import parameters as office
from yidan.approvals.models import Permit
from yidan.approvals.states import DONE, State
from yidan.bulletins.asking import Book
from yidan.bulletins.blocks import (
    Cell,
    Chart,
    Heading,
    Paragraph,
    Part,
    Signature,
    Table,
    Title,
    Words,
    cell,
    words,
)
from yidan.bulletins.drafting.sections import day, moment
from yidan.bulletins.rules import HALF_UP
from yidan.kernel.errors import Refused
from yidan.kernel.values import BEIJING, Month, beijing_day
from yidan.ledger.models import Mark, Project
from yidan.web.permit import lanes, wording
from yidan.web.permit import sheet as sheets
from yidan.web.permit.sheet import Sheet

OWN = ("approvals.own.days", "approvals.own.calendar_days")
BUDGETED = {"parameter": office.BUDGET.name}
NOTHING = "—"


def title_of(project: Project) -> str:
    """What the paper is called."""
    return f"{project.name}审批进度表"


def manifest_of(project: Project, at: datetime) -> dict[str, Any]:
    """Which paper it is and as of when its numbers hold; it was never published, so it has no seal."""
    return {
        "bulletin": None, "kind": "permits", "title": title_of(project), "issue": "",
        "cut_off": at.astimezone(BEIJING).isoformat(), "rounding": HALF_UP, "seal": "", "position": None,
    }  # fmt: skip


def blocks_of(project: Project, at: datetime) -> list[Any]:
    """The paper as of that moment; refused while nothing is on the list."""
    with override("zh-hans"):
        sheet = sheets.read(project, beijing_day(at))
        if not sheet.permits:
            raise Refused("这个项目还没有列审批清单，没有可以打印的进度表。")
        return [
            Title(title_of(project)),
            *_whole(sheet, project, at),
            _certificates(sheet),
            *_lanes(sheet),
            *_counted(sheet),
            *_each(sheet),
            Signature(settings.OFFICE_NAME, day(sheet.today)),
        ]


def _whole(sheet: Sheet, project: Project, at: datetime) -> Iterator[Paragraph]:
    """Both numbers first; then what is missing, and in whose hands it is."""
    about = f"项目编号{project.internal_id}，截至{day(sheet.today)}{moment(at).partition('日')[2]}。"
    begun = [reading.accepted for reading in sheet.readings.values() if reading.accepted]
    if not begun:
        yield Paragraph(words(about + "各事项都还没有受理，时限没有开始计算。"))
        yield from _taken_off(project, at)
        return
    numbers = _Numbers(sheet, project, at)
    days, calendar_days = numbers.own()
    until = f"至{day(sheet.ended)}办结施工许可" if sheet.ended else f"，截至{day(sheet.today)}尚未走完"
    so_far = "" if sheet.ended else "已"
    yield Paragraph(
        (Words(f"{about}自{day(min(begun))}首次受理{until}，政府{so_far}用时"), days,
         Words(f"个工作日，企业{so_far}经历"), calendar_days, Words("个日历日；"), *_against(sheet, numbers))
    )  # fmt: skip
    yield from _taken_off(project, at)
    if sheet.spent.provisional_years:
        years = "、".join(map(str, sheet.spent.provisional_years))
        yield Paragraph(words(f"{years}年的放假通知尚未导入，涉及的日期为暂估。"))
    missing = [each.item.output or each.item.name for each in sheet.permits
               if each.state not in (*DONE, State.WAIVED) and not each.item.is_excluded]  # fmt: skip
    if missing:
        yield Paragraph(words(f"还缺：{'、'.join(missing)}。"))
    held = "；".join(f"{each['who']}：{each['what']}({each['state'][0]})" for each in sheets.hands(sheet))
    if held:
        yield Paragraph(words(f"现在在办：{held}。"))


def _taken_off(project: Project, at: datetime) -> Iterator[Paragraph]:
    """That the project was 调出: its own clocks run on, and the city's medians know nothing of it."""
    marks = project.stage_marks.known_at(at).filter(mark=Mark.WITHDRAWN, happened_on__lte=beijing_day(at))
    if found := marks.order_by("happened_on").first():
        yield Paragraph(words(f"项目已于{day(found.happened_on)}调出，不再计入全市用时。"))


def _against(sheet: Sheet, numbers: _Numbers) -> Iterator[Part]:
    """Within the budget or beyond it, or when it is spent."""
    over = sheet.spent.workdays - sheet.budget
    if sheet.ended or over > 0 or sheet.budget_on is None:
        yield from (Words("时间预算"), numbers.budget(), Words("个工作日"))
        if over > 0:
            yield from (Words("，超出"), numbers.beyond(over), Words("个工作日。"))
        else:
            yield Words("，没有超出。" if sheet.ended else "。")
    elif not over:
        yield from (numbers.budget(), Words(f"个工作日的预算在{day(sheet.budget_on)}用完。"))
    else:
        spent = f"个工作日，{day(sheet.budget_on)}用完。"
        yield from (Words("照现在的样子，预算还剩"), numbers.left(-over), Words(spent))


class _Numbers:
    """Figures of this project alone, and the budget as the office had set it; words only where the ledger does not say
    the same, as of one that is a project no more (并案)."""

    def __init__(self, sheet: Sheet, project: Project, at: datetime) -> None:
        self.allowed, self.spent = sheet.budget, (sheet.spent.workdays, sheet.spent.calendar_days)
        self.book, month = Book(at), Month.of(sheet.ended or sheet.today)
        self.asks = [{"figure": key, "period": str(month), "project": project.pk} for key in OWN]

    def own(self) -> list[Part]:
        """The government's working days and the enterprise's days."""
        return [self._said(number, **ask) for ask, number in zip(self.asks, self.spent, strict=True)]

    def budget(self) -> Part:
        """The working days that the course is held against."""
        return self._said(self.allowed, **BUDGETED)

    def beyond(self, number: int) -> Part:
        """By how much it was exceeded."""
        return self._said(number, less=[self.asks[0], BUDGETED])

    def left(self, number: int) -> Part:
        """What is left of it."""
        return self._said(number, less=[BUDGETED, self.asks[0]])

    def _said(self, number: int, **ask: Any) -> Part:
        return self.book.numeral(**ask, form="count") if self.book.exact(ask) == number else Words(str(number))


def _certificates(sheet: Sheet) -> Table:
    heads = ("序号", "事项", "经办部门", "状态", "受理", "办结", "用时/承诺", "文号")
    rows = []
    for number, each in enumerate(sheet.permits, 1):
        reading = sheet.readings[each.pk]
        state = wording.state(each, reading)[0]
        mode = wording.mode(each)
        used = wording.used(each, sheet.used(each), reading.limit)
        unit = "" if not used or each.item.unit == "workday" else "天"
        rows.append(
            (
                cell(str(number), "center"), cell(each.item.name), cell(_department(each)),
                cell(f"{state}\n({mode})" if mode else state, "center"), cell(_short(reading.accepted), "center"),
                cell(_short(reading.ended), "center"), cell(f"{used}{unit}" or NOTHING, "center"),
                cell(each.waiver or each.number),
            )
        )  # fmt: skip
    return Table(
        (tuple(cell(text, "center") for text in heads),), tuple(rows), (1.5, 4.0, 3.4, 2.8, 3.9, 3.9, 2.4, 4.3),
        "各事项办理情况", "用时单位：工作日，另注明的除外",
    )  # fmt: skip


def _lanes(sheet: Sheet) -> Iterator[Chart]:
    drawn = [lane for each in sheet.permits if (lane := sheets.lane_of(sheet, each))]
    if drawn:
        wide, narrow = lanes.on_paper(drawn, sheet.today, sheet.budget_on)
        about = "实心是部门手里在走时限，空心是收件待受理或停表，灰色整项不计入时间预算。"
        yield Chart("各事项的时间与停表", wide, "", about, narrow=narrow)


def _counted(sheet: Sheet) -> Iterator[Any]:
    """The working days of the whole, each once however many departments held something."""
    if not sheet.spent.days:
        return
    yield Heading(1, words("一、政府用时的工作日"))
    yield Paragraph(words("任一部门手里有件的工作日计一次，并联的不重复计；停表和整项不计的事项除外。"))
    rows, number = [], 0
    for month, days in groupby(sheet.spent.days, key=Month.of):
        listed = list(days)
        said = "、".join(_run(run, number + offset) for offset, run in _runs(listed))
        number += len(listed)
        basis = _notice(sheet, month.year) if month.year in sheet.known.calendar.notices else "暂估"
        rows.append((cell(_month(month), "center"), cell(said), cell(str(len(listed)), "center"), cell(basis)))
    heads = tuple(cell(text, "center") for text in ("月份", "计入的日期", "天数", "依据"))
    yield Table((heads,), tuple(rows), (3.6, 10.4, 1.6, 4.6))


def _each(sheet: Sheet) -> Iterator[Any]:
    """Each clock by month: what counts, what does not and why, by which notice or paper."""
    begun = [each for each in sheet.permits if sheet.readings[each.pk].accepted]
    if not begun:
        return
    yield Heading(1, words("二、各事项逐日计算"))
    yield Paragraph(words("受理当日不计(民法典第二百零一条)；听证、检验、专家评审等依法不计(行政许可法第四十五条)。"))
    rows: list[tuple[Cell, ...]] = []
    years = set()
    for place, permit in enumerate(begun, 1):
        rows.append((cell(f"{_chinese(place)}{permit.item.name}：{_told(sheet, permit)}", across=4),))
        days = explaining.explained(
            sheet.readings[permit.pk], queries.events_of(permit), sheet.today, sheet.known
        )  # fmt: skip
        rows += _days(sheet, days)
        years |= {each.day.year for each in days}
    heads: tuple[Cell, ...] = tuple(
        cell(text, "center") for text in ("月份", "计入的日期", "不计入的日期和原因", "依据")
    )
    notices = sheet.known.calendar.notices
    named = [f"{_notice(sheet, year)}即《{notices[year]}》" for year in sorted(years) if year in notices]
    yield Table((heads,), tuple(rows), (3.6, 6.4, 6, 4.6), note="；".join(named) + "。" if named else "")


def _notice(sheet: Sheet, year: int) -> str:
    """How the yearly notice is called in the tables; its title stands below them."""
    return f"{year}年放假通知" if year in sheet.known.calendar.notices else ""


def _month(month: Month) -> str:
    return f"{month.year}年{month.month}月"


def _chinese(place: int) -> str:
    digits = "一二三四五六七八九"
    tens, ones = divmod(place, 10)
    text = ("" if tens == 0 else "十" if tens == 1 else digits[tens - 1] + "十") + (digits[ones - 1] if ones else "")
    return f"（{text}）"


def _told(sheet: Sheet, permit: Permit) -> str:
    reading, unit = sheet.readings[permit.pk], wording.unit_word(permit)
    parts = [_department(permit) or "经办部门未定"]
    if reading.received:
        parts.append(f"{day(reading.received)}收件")
    if reading.accepted:
        parts.append(f"{day(reading.accepted)}" + ("因逾期未告知视为受理" if reading.is_deemed else "受理"))
    if reading.ended:
        parts.append(f"{day(reading.ended)}" + ("撤回" if reading.decided is None else "办结"))
    used = sheet.used(permit)
    parts.append(f"{'用时' if reading.ended else '已用'}{used}{unit}")
    if reading.limit is not None:
        parts.append(f"承诺{reading.limit}{unit}" + (f"(含延长{reading.extended})" if reading.extended else ""))
    if not reading.ended and (due := reading.due(sheet.known.calendar)):
        parts.append(f"{day(due)}到期")
    return "，".join(parts) + ("；整项不计入时间预算。" if permit.item.is_excluded else "。")


def _days(sheet: Sheet, days: Sequence[explaining.Day]) -> Iterator[tuple[Cell, ...]]:
    notices = sheet.known.calendar.notices
    for month, listed in groupby(days, key=lambda each: Month.of(each.day)):
        known = list(listed)
        counts = [each for each in known if each.number is not None]
        bases = dict.fromkeys(
            _notice(sheet, month.year) if each.basis == notices.get(month.year) else each.basis
            for each in known if each.basis
        )  # fmt: skip
        counted = "、".join(_run(run, (counts[place].number or 1) - 1) for place, run in _runs([x.day for x in counts]))
        yield (
            cell(_month(month), "center"), cell(counted or NOTHING), cell("；".join(_left_out(known)) or NOTHING),
            cell("；".join(bases)),
        )  # fmt: skip


def _left_out(days: Iterable[explaining.Day]) -> Iterator[str]:
    """16—17日周末；19日检验."""
    reasons: dict[str, list[date]] = {}
    for each in days:
        if each.number is None:
            reasons.setdefault(each.why, []).append(each.day)
    for why, found in reasons.items():
        yield "、".join(_span(run) for _place, run in _runs(found)) + why


def _runs(days: Sequence[date]) -> Iterator[tuple[int, list[date]]]:
    """Days that follow each other, with the place of the first."""
    run: list[date] = []
    for place, each in enumerate(days):
        if run and each - run[-1] != timedelta(days=1):
            yield place - len(run), run
            run = []
        run.append(each)
    if run:
        yield len(days) - len(run), run


def _span(run: Sequence[date]) -> str:
    return f"{run[0].day}日" if len(run) == 1 else f"{run[0].day}—{run[-1].day}日"


def _run(run: Sequence[date], before: int) -> str:
    """12—15日(第1—4日): with the place each has in the count."""
    last = before + len(run)
    return f"{_span(run)}(第{last})" if len(run) == 1 else f"{_span(run)}(第{before + 1}—{last})"


def _department(permit: Permit) -> str:
    return str(permit.department or permit.item.department or "")


def _short(value: date | None) -> str:
    return f"{value.year}.{value.month}.{value.day}" if value else NOTHING
