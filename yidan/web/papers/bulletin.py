"""A bulletin as the file that goes out: docx or PDF, with what is needed to check it later."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from yidan.bulletins import drafting, parameters
from yidan.bulletins.asking import plain
from yidan.bulletins.blocks import Chart, Heading, Paragraph, Recipient, Title, Words, from_json, numerals
from yidan.bulletins.drafting.sections import Draft, day, moment
from yidan.bulletins.models import Bulletin
from yidan.bulletins.states import Kind
from yidan.evidence import store
from yidan.figures.curve import curve
from yidan.kernel.parameters import values
from yidan.kernel.values import BEIJING, Month, beijing_day
from yidan.ledger.models import Project
from yidan.people.models import Unit
from yidan.progress.calendar import deadlines
from yidan.web import charts
from yidan.web.format import YI
from yidan.web.papers import annual, typesetting
from yidan.web.papers.rendering.pdf import pdf_of


def manifest_of(bulletin: Bulletin) -> dict[str, Any]:
    """Which paper it is, as of when its numbers hold, how they are rounded, and the newest seal when it went out."""
    return {
        "bulletin": bulletin.pk,
        "kind": bulletin.kind,
        "title": bulletin.title,
        "issue": bulletin.issue,
        "cut_off": bulletin.cut_off_at.astimezone(BEIJING).isoformat(),
        "rounding": bulletin.rounding,
        "seal": bulletin.seal,
        "position": bulletin.seal_position,
    }


def docx_file(bulletin: Bulletin) -> bytes:
    """For Word and WPS."""
    from yidan.web.papers.rendering.docx import docx_of  # python-docx is read when it is needed

    return docx_of(
        from_json(bulletin.blocks), title=bulletin.title, manifest=manifest_of(bulletin),
        drawing=typesetting.drawing, picture=kept_picture,
    )  # fmt: skip


def pdf_file(bulletin: Bulletin) -> bytes:
    """For printing and for keeping."""
    return pdf_of(
        from_json(bulletin.blocks), title=bulletin.title, manifest=manifest_of(bulletin), picture=kept_picture
    )


def kept_picture(sha256: str) -> bytes | None:
    """The preview of a kept picture, cut to 4:3 so that before and after are alike; None where there is none."""
    from PIL import Image

    try:
        with Image.open(store.preview_place(sha256, "view")) as image:
            width, height = image.size
            wide, high = min(width, height * 4 // 3), min(height, width * 3 // 4)
            left, top = (width - wide) // 2, (height - high) // 2
            cut = image.convert("RGB").crop((left, top, left + wide, top + high))
            cut.thumbnail((1100, 1100))
            out = io.BytesIO()
            cut.save(out, "JPEG", quality=82)
            return out.getvalue()
    except OSError:
        return None


def week_of(day: date) -> date:
    """The last day of the week in which a day lies: its Sunday, or as the office has set it."""
    return day + timedelta(days=(values()[parameters.WEEK_END.name] - day.isoweekday()) % 7)


def weekly_cut_off(ending: date) -> datetime:
    """17:00 on the last day of the week, or as the office has set it."""
    hour = values()[parameters.CUT_OFF_HOUR.name]
    return datetime.combine(ending, time(hour), tzinfo=BEIJING)


def draft_weekly(ending: date) -> tuple[Draft, dict[str, Any]]:
    """The weekly of the week that ends on that day, and what the command that keeps it wants to know."""
    cut_off = weekly_cut_off(ending)
    mode = values(cut_off)[parameters.ROUNDING.name]
    paper = drafting.weekly(ending, cut_off, issuer=settings.OFFICE_NAME, mode=mode)
    return paper, _about(paper, "weekly", ending - timedelta(days=6), ending, cut_off, mode)


def draft_monthly(month: Month) -> tuple[Draft, dict[str, Any]]:
    """The monthly of a month, as of the office's own deadline for accepting its reports."""
    dates = deadlines(month)
    cut_off = dates.accept_by
    mode = values(cut_off)[parameters.ROUNDING.name]
    paper = drafting.monthly(month, cut_off, dates.publish_on, issuer=settings.OFFICE_NAME, mode=mode)
    _draw(paper)
    return paper, _about(paper, "monthly", month.first, month.last, cut_off, mode)


def draft_assessment(month: Month, pack: str = "default") -> tuple[Draft, dict[str, Any]]:
    """The paper of a confirmed assessment, as of its round's cut-off."""
    mode = values()[parameters.ROUNDING.name]
    dates = deadlines(month)
    paper, of = drafting.assessment(pack, month, dates.publish_on, issuer=settings.OFFICE_NAME, mode=mode)
    return paper, _about(paper, "assessment", month.first, month.last, of.cut_off_at, mode)


def draft_of_month(kind: str, month: Month) -> tuple[Draft, dict[str, Any]]:
    """讲评材料 or 问题台账通报 of a month, as of the deadline for accepting its reports."""
    dates = deadlines(month)
    paper = _drafted(kind, month, dates.accept_by, dates.publish_on, values(dates.accept_by)[parameters.ROUNDING.name])
    return paper, _about(paper, kind, month.first, month.last, dates.accept_by, paper.book.mode)


def draft_special(about: Project | Unit, month: Month) -> tuple[Draft, dict[str, Any]]:
    """专报 on a project or a unit, as of the month's deadline for accepting reports."""
    dates = deadlines(month)
    mode = values(dates.accept_by)[parameters.ROUNDING.name]
    paper = drafting.special(
        about, month, dates.accept_by, dates.publish_on, issuer=settings.OFFICE_NAME, mode=mode
    )  # fmt: skip
    return paper, _about(paper, Kind.SPECIAL, month.first, month.last, dates.accept_by, mode)


def draft_annual(year: int) -> tuple[Draft, dict[str, Any]]:
    """The report of a year, as of some days after it, when the year's numbers are published."""
    cut_off = annual_cut_off(year)
    mode = values(cut_off)[parameters.ROUNDING.name]
    paper = _annual(year, cut_off, beijing_day(cut_off), mode)
    return paper, _about(paper, Kind.ANNUAL, date(year, 1, 1), date(year, 12, 31), cut_off, mode)


def annual_cut_off(year: int) -> datetime:
    """20 January, or as the office has set it, at the hour of the weekly's; never before December's reports are in."""
    set_ = values()
    day = date(year, 12, 31) + timedelta(days=set_[parameters.ANNUAL.name])
    return max(
        deadlines(Month(year, 12)).accept_by,
        datetime.combine(day, time(set_[parameters.CUT_OFF_HOUR.name]), tzinfo=BEIJING),
    )


def _annual(year: int, cut_off: datetime, published: date, mode: str) -> Draft:
    paper = drafting.annual(year, cut_off, published, issuer=settings.OFFICE_NAME, mode=mode)
    if any(isinstance(block, Heading) for block in paper.blocks):
        annual.illustrate(paper, _curve(paper))
    return paper


MONTHLY_KINDS = {Kind.REVIEW: drafting.review, Kind.MATTERS: drafting.one_list}


def _drafted(kind: str, month: Month, cut_off: datetime, published: date, mode: str) -> Draft:
    return MONTHLY_KINDS[Kind(kind)](month, cut_off, published, issuer=settings.OFFICE_NAME, mode=mode)


def subject_of(bulletin: Bulletin) -> Project | Unit | None:
    """What a 专报 is about: the first project or unit that one of its numbers names."""
    for ask in (ask for each in numerals(from_json(bulletin.blocks)) for ask in plain(each.ask)):
        if ask.get("project"):
            return Project.objects.filter(pk=ask["project"]).first()
        if ask.get("unit"):
            return Unit.objects.filter(pk=ask["unit"]).first()
    return None


def _draw(paper: Draft) -> None:
    """The year's plan against what was done, in front of the second section."""
    second = [number for number, block in enumerate(paper.blocks) if isinstance(block, Heading) and block.level == 1][1]
    paper.blocks.insert(second, _curve(paper))


def _curve(paper: Draft) -> Chart:
    """The year's plan against what was done, month by month."""
    asked = paper.book.question(paper.period)
    known, cut_off = curve(asked), asked.as_of
    if cut_off is None:
        raise ValueError("a paper has a cut-off")
    said = tuple(
        paper.book.numeral(figure=figure, period=paper.period, form="yi") for figure in ("plan.annual", "invested.year")
    )
    with override("zh-hans"):
        drawn, narrow = charts.on_paper(
            known.months, known.planned_so_far, known.done_so_far, (said[0].printed, said[1].printed), unit=YI
        )
    return Chart(
        f"{paper.month.year}年累计计划与累计完成投资", drawn, "亿元",
        f"口径：调度口径。数据截至{moment(cut_off)}；未分月的年度计划按十二分之一计。", said, narrow,
    )  # fmt: skip


def corrected(bulletin: Bulletin, at: datetime, reason: str) -> dict[str, Any]:
    """The same period's paper again, from what is known now, saying first what it corrects and why."""
    if bulletin.kind == "weekly":
        paper = drafting.weekly(bulletin.to_on, at, issuer=settings.OFFICE_NAME, mode=bulletin.rounding)
    else:
        paper = _month_again(bulletin, at)
    said = Paragraph(
        (Words(f"本期更正{day(beijing_day(bulletin.published_at or at))}印发的{bulletin.number}，更正原因：{reason}"),)
    )
    place = next(number for number, block in enumerate(paper.blocks) if isinstance(block, Recipient | Title)) + 1
    if isinstance(paper.blocks[place], Recipient):
        place += 1
    paper.blocks.insert(place, said)
    return {"blocks": paper.blocks, "cut_off_at": at}


def _month_again(bulletin: Bulletin, at: datetime) -> Draft:
    """A month's paper of the same kind, from what is known now."""
    month, today = Month.of(bulletin.to_on), at.astimezone(BEIJING).date()
    if bulletin.kind in MONTHLY_KINDS:
        return _drafted(bulletin.kind, month, at, today, bulletin.rounding)
    if bulletin.kind == Kind.ANNUAL:
        return _annual(month.year, at, today, bulletin.rounding)
    if bulletin.kind == Kind.SPECIAL:
        about = subject_of(bulletin)
        if about is None:
            raise ValueError(_("这份专报的对象已查不到，请另行起草。"))
        return drafting.special(about, month, at, today, issuer=settings.OFFICE_NAME, mode=bulletin.rounding)
    paper = drafting.monthly(month, at, today, issuer=settings.OFFICE_NAME, mode=bulletin.rounding)
    _draw(paper)
    return paper


def _about(paper: Draft, kind: str, from_on: date, to_on: date, cut_off: datetime, mode: str) -> dict[str, Any]:
    title = next(block.text.replace("\n", "") for block in paper.blocks if isinstance(block, Title))
    return {
        "kind": kind, "title": title, "from_on": from_on, "to_on": to_on, "cut_off_at": cut_off, "rounding": mode,
        "blocks": paper.blocks, "named": paper.named,
    }  # fmt: skip
