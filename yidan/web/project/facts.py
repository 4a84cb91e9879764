"""A project's page in words: the numbers, and what is true of it as (word, value, note)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from yidan.evidence.rules import outlines
from yidan.ledger import rules, wording
from yidan.ledger.models import Level, Listing, Mark, Pool, Stage
from yidan.ledger.states import PaperKind
from yidan.people.queries import may_see_phones
from yidan.people.rules import callable_number, masked_phone
from yidan.progress.models import Span
from yidan.web import charts
from yidan.web import format as words
from yidan.web.addresses import address
from yidan.web.project import page as project_page
from yidan.web.project.page import NOTED, PART, Page
from yidan.web.request import Request

STAGE_TONES = {Stage.SUSPENDED: "warn", Stage.TERMINATED: "bad", Stage.COMPLETION: "good", Stage.OPERATION: "good"}


def stages(page: Page) -> list[tuple[str, str]]:
    """Where the project stands, as badges; a bundle stands where its children do, counted."""
    if not page.children:
        stage = (
            rules.stage_of((mark.mark, mark.happened_on) for mark in page.marks) if page.as_of else page.project.stage
        )
        return [(str(Stage(stage).label), STAGE_TONES.get(Stage(stage), "waiting"))]
    counted = Counter(Stage(child.more) for child in page.children)
    return [(f"{stage.label} {counted[stage]}", STAGE_TONES.get(stage, "waiting")) for stage in Stage if counted[stage]]


def sub(page: Page) -> str:
    profile = page.profile
    levels = [
        ("★" if level == Level.PROVINCIAL else "") + str(label)
        for level, label in Level.choices
        if getattr(profile, f"is_{level}_key")
    ]
    return " · ".join(
        [page.project.internal_id, *levels, *([str(profile.assessed_unit)] if profile.assessed_unit else [])]
    )


def numbers(page: Page, unit: str) -> list[dict[str, Any]]:
    """Total, plan, done, rate, to date; what has a definition among the figures opens its sources."""
    planned, done = page.planned, page.of_year()
    period = str(page.until or page.year)
    word = words.unit_word(unit)

    def sources(key: str) -> str:
        narrowed = {"period": period, "project": page.project.pk}
        if page.as_of:
            narrowed["as_of"] = f"{page.as_of:%Y-%m-%d}"
        return f"{address('figure', key)}?{urlencode(narrowed)}"

    months = page.until.month if page.until else 0
    gap = done * 100 / planned - Decimal(months * 100) / 12 if planned and months else None
    plan = page.plan
    original = words.money(plan.original_planned_wan, unit) if plan and plan.is_adjusted else ""
    return [
        {"label": _("总投资"), "value": words.money(page.profile.total_investment_wan, unit), "unit": word},
        {
            "label": _("%(year)d年计划") % {"year": page.year},
            "value": words.money(planned, unit),
            "unit": word,
            "href": sources("plan.annual") if planned is not None else "",
            "note": _("原计划 %(amount)s") % {"amount": original} if original else "",
        },
        {
            "label": _("本年完成"),
            "value": words.money(done, unit) if page.progress else words.MISSING,
            "unit": word,
            "href": sources("invested.year") if page.progress else "",
            "note": _("1—%(month)d月") % {"month": months} if months else "",
        },
        {
            "label": _("完成率"),
            "value": words.percent(done * 100 / planned) if planned else words.MISSING,
            "href": sources("completion.rate") if planned else "",
            "note": _("比序时 %(gap)s") % {"gap": words.points(gap)} if gap is not None else "",
        },
        {
            "label": _("自开工累计"),
            "value": words.money(page.to_date(), unit) if page.progress else words.MISSING,
            "unit": word,
            "href": sources("invested.to_date") if page.progress else "",
        },
    ]


Told = list[tuple[Any, ...]]


def filled(told: Told) -> tuple[Told, str]:
    """Only what is known, and in one line what is not: a page of dashes hides the rest."""
    empty = _("、").join(str(each[0]) for each in told if each[1] in ("", None))
    return [each for each in told if each[1] not in ("", None)], empty


def _former_names(page: Page, may: dict[str, bool]) -> str:
    """曾用名, one after the other; beside those that were noted, the way to withdraw them, for who may."""
    said = [each for each in page.said.get("name", ()) if each.text != page.profile.name]
    shown = []
    for name in dict.fromkeys(each.text for each in said):
        noted = next((each for each in said if each.text == name and each.more == NOTED), None)
        if noted and may.get("project_withdraw_former_name"):
            where = address("project.withdraw_former_name", noted.id)
            shown.append(format_html('{} <span class="quiet"><a href="{}">{}</a></span>', name, where, _("撤回")))
        else:
            shown.append(format_html("{}", name))
    return format_html_join(_("、"), "{}", ((each,) for each in shown))


def identity(page: Page, may: dict[str, bool]) -> Told:
    profile = page.profile
    codes = page.said.get("code", [])
    # SQLite writes a truth as 1, PostgreSQL as true
    current = [each.text for each in codes if each.more in {"1", "true"}]
    former_codes = [each.text for each in codes if each.more not in {"1", "true"}]
    without = _("储备库项目，尚未赋码") if profile.pool == Pool.RESERVE else ""
    used = _("曾用：") + _("、").join(former_codes) if former_codes else ""
    told = [
        (_("项目代码"), current[0] if current else without, used),
        (_("曾用名"), _former_names(page, may)),
        (_("领域"), profile.get_domain_display()),
        (_("项目库"), profile.get_pool_display()),
        (_("建设性质"), profile.get_nature_display()),
        (_("管理方式"), profile.get_management_form_display()),
        (_("投资性质"), profile.get_funding_nature_display()),
        (_("行业代码"), profile.industry_code),
    ]
    if page.project.parent_id:
        parent = page.project.parent
        link = format_html('<a href="{}">{}</a>', address("project", parent.pk), parent)
        told.insert(0, (_("所属打包项目"), link))
    if merged := page.said.get("merged"):
        told.append((_("并入的项目"), _("、").join(f"{each.text}（{each.more}）" for each in merged)))
    return told


def people(request: Request, page: Page) -> Told:
    profile = page.profile
    leader = profile.contact_leader
    return [
        (_("考核单元"), profile.assessed_unit),
        (_("项目业主"), profile.owner_unit.name if profile.owner_unit else ""),
        (_("责任单位"), profile.responsible_unit.name if profile.responsible_unit else ""),
        (_("主管部门"), profile.competent_unit.name if profile.competent_unit else ""),
        (_("联系市领导"), leader.name if leader else "", leader.post if leader else ""),
        (_("责任人"), profile.duty_person),
        (_("联系电话"), phone(request, page)),
    ]


def phone(request: Request, page: Page) -> Any:
    """Tap to call, for those who may see it in full; others see it masked (domain.md §12)."""
    phone = page.profile.duty_phone
    if not phone or not may_see_phones(request.user, page.profile.owner_unit_id):
        return masked_phone(phone) if phone else ""
    number = callable_number(phone)
    return format_html('<a href="tel:{}">{}</a>', number, phone) if number else phone


def about(page: Page, unit: str) -> Told:
    profile = page.profile
    shares = [f"{each.text} {words.plain(Decimal(each.more))}%" for each in page.said.get("share", ())]
    amounts = project_page.source_amounts(page)
    total = sum((amount for _label, amount in amounts), Decimal(0))
    sources = _("、").join(f"{label} {words.money(amount, unit)}" for label, amount in amounts)
    differs = amounts and profile.total_investment_wan is not None and total != profile.total_investment_wan
    note = _("合计 %(sum)s，与总投资不符") % {"sum": words.money(total, unit)} if differs else ""
    place = " ".join(part for part in (profile.place, profile.region_code) if part)
    point = f"{profile.longitude}, {profile.latitude}" if profile.longitude is not None else ""
    months = (
        f"{profile.begins_in or '…'} — {profile.finishes_in or '…'}" if profile.begins_in or profile.finishes_in else ""
    )
    told = [
        (_("建设地点"), place, point),
        (_("红线范围"), wording.outline(outlines.kept(profile.outline))),
        (_("建设起止年限"), profile.years or months, months if profile.years else ""),
        (_("建设规模及内容"), profile.scale),
        (_("资金来源"), f"{sources} {words.unit_word(unit)}" if sources else "", note),
        (_("备注"), profile.remark),
    ]
    if shares:
        told.insert(1, (_("县区分摊"), _("、").join(shares)))
    return told


def plan_facts(page: Page, unit: str) -> Told:
    plan = page.plan
    if plan is None:
        return []
    word = words.unit_word(unit)
    amount = f"{words.money(plan.planned_wan, unit)} {word}"
    original = f"{words.money(plan.original_planned_wan, unit)} {word}"
    told = [
        (_("类别"), Listing(plan.listing).label),
        (_("年度计划投资"), amount, plan.reason if plan.is_adjusted else ""),
        (_("计划开工"), words.short_day(plan.starts_on)),
        (_("计划竣工"), words.short_day(plan.finishes_on)),
        (_("依据文件"), plan.document),
        (_("主要建设内容"), plan.content),
    ]
    if plan.is_adjusted:
        told.insert(2, (_("原计划"), original))
    return told


def chart(page: Page, unit: str) -> dict[str, Any]:
    months, plan, done = page.by_month()
    if page.planned is None and not any(value is not None for value in done):
        return {"chart": ""}
    rows, planned_sum, done_sum = [], Decimal(0), Decimal(0)
    for month, planned, value in zip(months, plan, done, strict=True):
        planned_sum += planned or 0
        done_sum += value or 0
        rows.append([
            _("%(month)d月") % {"month": month.month}, words.money(planned, unit), words.money(value, unit),
            words.money(planned_sum if planned is not None else None, unit),
            words.money(done_sum if value is not None else None, unit),
        ])  # fmt: skip
    return {
        "chart": charts.monthly(months, plan, done, unit=unit),
        "chart_heads": [_("月份"), _("计划"), _("完成"), _("累计计划"), _("累计完成")],
        "chart_rows": rows,
        "chart_note": "" if page.split else _("没有分月计划，按12个月均分"),
    }


def children(page: Page, unit: str) -> list[dict[str, Any]]:
    """The 子项 of a bundle, each with its own plan, what was done and the rate."""
    planned = {plan.project_id: plan.planned_wan for plan in page.plans if plan.year == page.year}
    done: dict[int, Decimal] = {}
    for fact in page.progress:
        if fact.month.year == page.year and fact.span != Span.PRIOR_OPENING:
            done[fact.project_id] = done.get(fact.project_id, Decimal(0)) + fact.invested_wan
    return [
        {
            "name": each.text,
            "href": address("project", each.id),
            "stage": Stage(each.more).label,
            "planned": words.money(planned.get(each.id), unit),
            "done": words.money(done.get(each.id), unit),
            "rate": words.percent(done.get(each.id, Decimal(0)) * 100 / planned[each.id])
            if planned.get(each.id)
            else words.MISSING,
        }
        for each in page.children
    ]


def milestone(page: Page, each: Any, papers: list[dict[str, Any]]) -> dict[str, Any]:
    late = each.actual_on or each.forecast_on
    days = (late - each.planned_on).days if late and each.planned_on else 0
    slip = _("推迟%d天") % days if days > 0 else _("提前%d天") % -days if days < 0 else ""
    return {
        "id": each.pk,
        "name": each.name,
        "planned": words.short_day(each.planned_on),
        "forecast": words.short_day(each.forecast_on),
        "actual": words.short_day(each.actual_on),
        "is_reached": each.actual_on is not None,
        "slip": slip,
        "is_late": days > 0,
        "reason": each.slip_reason,
        "papers": [file for file in papers if file["milestone"] == each.name],
    }


def marks(page: Page) -> list[dict[str, Any]]:
    return [
        {
            "id": mark.pk,
            "label": Mark(mark.mark).label,
            "day": words.short_day(mark.happened_on),
            "words": _("；").join(part for part in (mark.basis, mark.reason) if part),
        }
        for mark in page.marks
    ]


def files(page: Page) -> list[dict[str, Any]]:
    """Files with their sizes; filed papers with what is printed on them, in the order of a project's course."""
    found = [_file(each) for each in page.said.get("file", ())]
    course = ["", *PaperKind.values]
    return sorted(found, key=lambda each: (not each["kind"], course.index(each["kind"]), each["day"]))


def _file(each: Any) -> dict[str, Any]:
    count, kind, number, day, milestone = str(each.more).split(PART)
    on = date.fromisoformat(day) if day else None
    label = str(PaperKind(kind).label) if kind else ""
    return {
        "title": each.text, "href": address("attachment", each.id), "size": size(int(count)), "kind": kind,
        "day": day, "milestone": milestone, "label": label,
        "said": " · ".join(part for part in (label, number, words.short_day(on) if on else "", milestone) if part),
        "short": " ".join(part for part in (label or each.text, number) if part),
    }  # fmt: skip


def size(count: int) -> str:
    return f"{count / 1024 / 1024:.1f} MB" if count >= 1024 * 1024 else f"{max(1, round(count / 1024))} KB"
