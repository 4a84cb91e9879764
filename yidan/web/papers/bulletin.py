"""A bulletin as the file that goes out: docx or PDF, with what is needed to check it later."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings

from yidan.bulletins import drafting, parameters
from yidan.bulletins.blocks import Title, from_json
from yidan.bulletins.drafting.sections import Draft
from yidan.bulletins.models import Bulletin
from yidan.kernel.parameters import values
from yidan.kernel.values import BEIJING, Month
from yidan.progress.calendar import deadlines
from yidan.web.papers.rendering.docx import docx_of
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
    return docx_of(from_json(bulletin.blocks), title=bulletin.title, manifest=manifest_of(bulletin))


def pdf_file(bulletin: Bulletin) -> bytes:
    """For printing and for keeping."""
    return pdf_of(from_json(bulletin.blocks), title=bulletin.title, manifest=manifest_of(bulletin))


def weekly_cut_off(ending: date) -> datetime:
    """Sunday 17:00, or as the office has set it."""
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
    return paper, _about(paper, "monthly", month.first, month.last, cut_off, mode)


def _about(paper: Draft, kind: str, from_on: date, to_on: date, cut_off: datetime, mode: str) -> dict[str, Any]:
    title = next(block.text.replace("\n", "") for block in paper.blocks if isinstance(block, Title))
    return {
        "kind": kind, "title": title, "from_on": from_on, "to_on": to_on, "cut_off_at": cut_off, "rounding": mode,
        "blocks": paper.blocks, "named": paper.named,
    }  # fmt: skip
