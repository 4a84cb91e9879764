"""The rows of a project page's tables, made as strings: a page has a dozen, and each cell a word to look up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from yidan.web.addresses import address
from yidan.web.templatetags.look import badge, clamp, light
from yidan.web.templatetags.rows import MISSING


def report_rows(reports: Iterable[dict[str, Any]]) -> SafeString:
    """Month, state, amount, 形象进度 of each report, and whether it was corrected since."""
    corrected = f" {badge(_('已更正'))}"
    return mark_safe(
        "".join(
            f'<tr><th scope="row" class="main">{_linked(each["month"], each["href"])}</th>'
            f"<td>{badge(*each['state'])}{corrected if each['is_corrected'] else ''}</td>"
            f'<td class="n key">{each["amount"]}</td>'
            f'<td class="words-cell">{clamp(each["words"]) if each["words"] else MISSING}</td></tr>'
            for each in reports
        )
    )


def _linked(word: str, href: str) -> str:
    return format_html('<a href="{}">{}</a>', href, word) if href else conditional_escape(word)


def milestone_rows(milestones: Iterable[dict[str, Any]], may_reach: bool) -> SafeString:
    """Each milestone's days, what became of them and, for those who may, the acts on it."""
    planned, forecast, actual = _("计划"), _("预计"), _("实际")
    rows = []
    for each in milestones:
        reason = f'<br><span class="quiet">{conditional_escape(each["reason"])}</span>' if each["reason"] else ""
        acts = f'<td class="n">{_acts(each)}</td>' if may_reach else ""
        rows.append(
            f'<tr><th scope="row" class="main">{conditional_escape(each["name"])}{_papers(each)}</th>'
            f'<td data-label="{planned}">{each["planned"]}</td><td data-label="{forecast}">{each["forecast"]}</td>'
            f'<td data-label="{actual}">{each["actual"]}</td><td class="key">{_slip(each)}{reason}</td>{acts}</tr>'
        )
    return mark_safe("".join(rows))


def _papers(each: dict[str, Any]) -> str:
    """The filed papers that prove a milestone, each one tap away."""
    return "".join(
        format_html('<br><small><a href="{}">{}</a></small>', paper["href"], paper["short"]) for paper in each["papers"]
    )


def _slip(each: dict[str, Any]) -> str:
    if each["is_late"]:
        return light("yellow", each["slip"])
    return light("green", each["slip"] or _("按期")) if each["is_reached"] else each["slip"]


def _acts(each: dict[str, Any]) -> str:
    reach = f'<a href="{address("milestone.reach", each["id"])}">{_("更改") if each["is_reached"] else _("完成")}</a>'
    if each["is_reached"]:
        return reach
    return f'<a href="{address("milestone.forecast", each["id"])}">{_("预计")}</a> {reach}'
