"""The form of a monthly report: what it opens with, what came back from it, and what is shown beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from yidan.kernel.values import FEN_PER_WAN, Month
from yidan.ledger.models import Project
from yidan.people.models import Unit
from yidan.progress import queries, rules, wording
from yidan.progress.models import MonthlyReport, Progress
from yidan.progress.rules import Situation, Thresholds
from yidan.web import format as words

TEXTS = ("physical_progress", "problems", "needs", "next_step")


@dataclass
class Writing:
    """A report being written: the paper (perhaps not kept yet), last month, and what the ledger knows."""

    project: Project
    month: Month
    report: MonthlyReport
    last: Progress | None
    situation: Situation
    limits: Thresholds
    is_new: bool

    @property
    def doubts(self) -> list[rules.Doubt]:
        """The questions that it raises as it stands."""
        return rules.doubts(self.situation, self.limits)

    @property
    def is_behind(self) -> bool:
        """Whether the problems may not stay empty."""
        return rules.is_behind(self.situation, self.limits)


def writing(project: Project, month: Month, report: MonthlyReport | None = None) -> Writing:
    """Open the form: an empty one carries last month's words forward (domain.md §13.2)."""
    last = queries.last_accepted(project, month)
    paper = report or carried(project, month, last)
    situation = queries.situation(project, month, paper)
    return Writing(project, month, paper, last, situation, queries.thresholds(), is_new=report is None)


def carried(project: Project, month: Month, last: Progress | None) -> MonthlyReport:
    """A paper that nobody has kept yet, with the words of last month."""
    said = {name: getattr(last, name) for name in TEXTS} if last else {}
    return MonthlyReport(project=project, month=month, **said)


# --- what came back --------------------------------------------------------------------------------------


def posted(data: QueryDict, opened: Writing) -> dict[str, Any]:
    """The fields of a sent form as `report.save` takes them; a form without a field leaves it alone."""
    said: dict[str, Any] = {name: data[name].strip() for name in (*TEXTS, "explanation") if name in data}
    if "invested" in data:
        text, unit = data["invested"].strip(), data.get("unit", rules.WAN)
        said["invested_wan"] = (
            text + "亿" if unit == rules.YI and text and not text.endswith(("万", "亿", "元")) else text
        )
    if "needs_from" in data:
        chosen = data["needs_from"]
        said["needs_from"] = Unit.objects.filter(pk=chosen, is_active=True).first() if chosen.isdigit() else None
    days = {}
    for milestone in opened.situation.milestones:
        typed = {
            part: data.get(f"milestone-{milestone.id}-{part}", "").strip()
            for part in ("forecast_on", "actual_on", "reason")
        }
        carried_on = {"forecast_on": milestone.known_on, "actual_on": "", "reason": milestone.known_reason}
        if any(typed.values()) and typed != carried_on:
            days[milestone.name] = typed
    said["milestone_days"] = days
    said["is_unchanged"] = "is_unchanged" in data and bool(opened.last) and _same_as(opened.last, said)
    return said


def _same_as(last: Progress | None, said: Mapping[str, Any]) -> bool:
    return all((said.get(name) or "") == (getattr(last, name) or "") for name in TEXTS)


def unchanged(opened: Writing, said: Mapping[str, Any]) -> dict[str, Any]:
    """本月无变化: last month's words, and no investment where none was typed."""
    return {
        **said,
        **{name: getattr(opened.last, name) for name in TEXTS},
        "invested_wan": said.get("invested_wan") or Decimal(0),
        "is_unchanged": True,
    }


def answers(data: QueryDict) -> dict[str, str]:
    """What was written below each question."""
    return {name[len("answer-") :]: data[name] for name in data if name.startswith("answer-")}


def differs(report: MonthlyReport, said: Mapping[str, Any], answered: Mapping[str, str]) -> bool:
    """Whether keeping it would change anything: an idle form writes no history."""
    for name, value in said.items():
        kept = getattr(report, name)
        if name == "invested_wan" and isinstance(value, str):
            try:
                value, raw = rules.read_amount(value), ""
            except ValueError:
                value, raw = None, value
            if raw != report.typed.get("invested_wan", ""):
                return True
        if value != kept:
            return True
    given = {kind: answer.strip() for kind, answer in answered.items() if answer.strip()}
    return given != report.typed.get("answers", {})


# --- what is shown ---------------------------------------------------------------------------------------


def shown(opened: Writing, *, unit: str, lacks: Iterable[rules.Lack] = ()) -> dict[str, Any]:
    """The context of the form."""
    report, last = opened.report, opened.last
    missing: dict[str, list[str]] = {}
    for lack in lacks:
        missing.setdefault(lack.field, []).append(wording.lack(lack))
    kept_answers = report.typed.get("answers", {}) or {each["kind"]: each["answer"] for each in report.doubts}
    return {
        "project": opened.project,
        "month": str(opened.month),
        "month_words": words.month(opened.month),
        "report": report,
        "is_new": opened.is_new,
        "has_last": last is not None,
        "last_month": last_words(opened.month, last),
        "may_be_unchanged": last is not None and (opened.is_new or _same_as(last, _texts_of(report))),
        "unit": unit,
        "amount": amount_text(report, unit),
        "last_amount": _last_amount(last, unit),
        "echo": echo(opened.situation, unit),
        "texts": [_text(name, opened, missing.get(name, [])) for name in TEXTS],
        "causes": [str(cause) for cause in wording.TYPICAL_CAUSES],
        "is_behind": opened.is_behind,
        "behind_words": behind_words(opened.situation) if opened.is_behind else "",
        "milestones": [_milestone(each, missing) for each in opened.situation.milestones],
        "has_milestone_lack": any(name.startswith("milestone-") for name in missing),
        "doubts": [asked(doubt, kept_answers) for doubt in opened.doubts],
        "missing": missing,
        "amount_lacks": missing.get("invested_wan", []),
        "explanation_lacks": missing.get("explanation", []),
        "saved_at": words.clock(report.saved_at) if report.saved_at else "",
        "seen_at": report.saved_at.isoformat() if report.saved_at else "",
    }


def last_words(month: Month, last: Progress | None) -> str:
    """上月, or which month it was where one was left out."""
    if last is None:
        return ""
    return _("上月") if last.month == month - 1 else words.month(last.month)


def _texts_of(report: MonthlyReport) -> dict[str, str]:
    return {name: getattr(report, name) for name in TEXTS}


def _last_amount(last: Progress | None, unit: str) -> str:
    return f"{words.money(last.invested_wan, unit)} {words.unit_word(unit)}" if last else ""


def asked(doubt: rules.Doubt, kept: Mapping[str, str]) -> dict[str, str]:
    """A doubt as a question with its answer."""
    return {
        "kind": doubt.kind,
        "question": wording.question(doubt.kind, wording.plain(doubt.values)),
        "answer": kept.get(doubt.kind, ""),
    }


def amount_text(report: MonthlyReport, unit: str) -> str:
    """The amount as one types it in this unit; what could not be read stays as it was typed."""
    if raw := report.typed.get("invested_wan", ""):
        return str(raw)
    if report.invested_wan is None:
        return ""
    return words.plain(report.invested_wan / words.WAN_PER_YI if unit == rules.YI else report.invested_wan)


def _text(name: str, opened: Writing, errors: list[str]) -> dict[str, Any]:
    field = MonthlyReport._meta.get_field(name)
    before = getattr(opened.last, name) if opened.last else ""
    value = getattr(opened.report, name)
    return {
        "name": name,
        "label": field.verbose_name,
        "value": value,
        "last": before,
        "is_same": bool(before) and rules.same_text(value, before),
        "asks_if_same": name == "physical_progress",
        "errors": errors,
    }


def _milestone(said: rules.MilestoneSaid, missing: Mapping[str, list[str]]) -> dict[str, Any]:
    is_said = bool(said.forecast_on or said.actual_on or said.reason)
    return {
        "id": said.id,
        "name": said.name,
        "planned": words.short_day(said.planned_on),
        "forecast_on": said.forecast_on if is_said else said.known_on,
        "actual_on": said.actual_on,
        "reason": said.reason if is_said else said.known_reason,
        "errors": missing.get(f"milestone-{said.id}", []),
    }


def echo(now: Situation, unit: str) -> dict[str, Any]:
    """What the typed amount makes of the totals, and the exact 分 that the page's script adds to."""
    other = rules.YI if unit == rules.WAN else rules.WAN
    amount = now.invested_wan
    before = now.year_wan - (amount or Decimal(0))
    gap = rules.gap_points(now)
    return {
        "other": f"{_exact(amount, other)} {words.unit_word(other)}" if amount is not None else "",
        "year": f"{words.money(now.year_wan, unit)} {words.unit_word(unit)}",
        "year_words": words.months_to(now.month),
        "year_share": words.percent(rules.share(now.year_wan, now.planned_wan)) if now.planned_wan else "",
        "gap": gap_words(gap),
        "to_date": f"{words.money(now.to_date_wan, unit)} {words.unit_word(unit)}",
        "total_share": words.percent(rules.share(now.to_date_wan, now.total_investment_wan))
        if now.total_investment_wan
        else "",
        "year_before_fen": fen(before),
        "to_date_before_fen": fen(now.to_date_wan - (amount or Decimal(0))),
        "plan_fen": fen(now.planned_wan) if now.has_plan else "",
        "total_fen": fen(now.total_investment_wan) if now.total_investment_wan else "",
        "month_number": now.month.month,
    }


def fen(amount: Decimal | None) -> str:
    """An exact number of 分, as text that a script reads without rounding."""
    return "" if amount is None else str(int(amount * FEN_PER_WAN))


def _exact(amount: Decimal, unit: str) -> str:
    """The amount in the other unit with all its digits, thousands set off."""
    value = amount / words.WAN_PER_YI if unit == rules.YI else amount
    text = f"{value:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", words.MINUS, 1)


def gap_words(gap: Fraction | None) -> str:
    """超序时13.8个百分点 · 低于序时5.8个百分点 · 与序时持平 (domain.md §14 item 5)."""
    if gap is None:
        return ""
    size = words.number(abs(gap), 1)
    if size == "0.0":
        return _("与序时持平")
    return (_("超序时%(size)s个百分点") if gap > 0 else _("低于序时%(size)s个百分点")) % {"size": size}


def behind_words(now: Situation) -> str:
    """Why the problems may not stay empty."""
    return _("%(gap)s，请写明原因") % {"gap": gap_words(rules.gap_points(now))}


def due_words(due: Any, today: date, now: datetime) -> str:
    """Until when it is due, or that the day has passed; said, not scolded."""
    until = words.minute(due.report_by, today)
    return (
        _("%(until)s截止") % {"until": until}
        if now <= due.report_by
        else _("已过%(until)s，仍可报送") % {"until": until}
    )
