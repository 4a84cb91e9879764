"""企业: the list of firms looked after, one firm with its story, and the list on paper."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yidan.enterprises import queries
from yidan.enterprises.models import Enterprise
from yidan.figures import resumption
from yidan.figures.question import Period, Question
from yidan.kernel import policy
from yidan.kernel.errors import NotPermitted
from yidan.kernel.values import Month, beijing_day
from yidan.kernel.verbs import Verb
from yidan.matters import queries as listed
from yidan.matters.models import Matter
from yidan.matters.states import Kind
from yidan.people.queries import may_see_phones, scope_of
from yidan.people.rules import masked_phone
from yidan.web import asking, clock
from yidan.web import format as words
from yidan.web.enterprise import rolling
from yidan.web.matter.rows import rows as matter_rows
from yidan.web.papers import enterprise as papers
from yidan.web.request import Request
from yidan.web.views.watch import TYPES

SIZE = 50


@require_GET
def enterprises(request: Request) -> HttpResponse:
    """Firms, who looks after each, and how many are at work again."""
    person: Any = request.user
    as_of = asking.as_of(request)
    now = as_of or clock.now()
    today = beijing_day(now)
    found = rolling.chosen(person, request.GET, today, as_of)
    parts = list(queries.parts_in_use())
    page = Paginator(found, SIZE).get_page(request.GET.get("page"))
    rates = resumption.resumption(found, today)
    query = request.GET.copy()
    query["wanting"] = "resume"
    return render(
        request, "enterprises/list.html",
        {
            "rows": rolling.rows(list(page.object_list), parts, today), "page": page, "parts": parts,
            "chips": rolling.filters(request, person), "q": request.GET.get("q", ""),
            "is_filtered": any(request.GET.get(name) for name in ("q", "unit", "wanting", "ended")),
            "numbers": _numbers(request, now), "as_of": asking.as_of_day(as_of),
            "rate": words.percent(rates.resumed_percent), "resumed": len(rates.resumed),
            "waiting": len(rates.waiting), "waiting_href": f"?{query.urlencode()}",
            "staff": words.percent(rates.staff_percent), "back": words.number(rates.back),
            "due": words.number(rates.due),
            "definitions": resumption.DEFINITIONS, "cut_off": words.day(today),
            "sees_nothing": scope_of(person).is_nothing, "may": _may(person), "exports": _exports(request),
        },
    )  # fmt: skip


def _numbers(request: Request, now: datetime) -> dict[str, str]:
    """Where each number stands with its sources; of a narrowed list, or of part of a city, the list itself is that."""
    person: Any = request.user
    scope = scope_of(person)
    if not scope.is_city or any(request.GET.get(name) for name in ("q", "unit", "wanting", "ended")):
        return {}
    asked = Question(Period.of(Month.of(beijing_day(now))), scope, now)
    return {name: asking.address(f"{resumption.PREFIX}{name}", asked)
            for name in ("resumption_rate", "resumed", "staff_rate")}  # fmt: skip


def _may(person: Any) -> dict[str, bool]:
    able = {verb for role, _unit in person.holds() for verb in policy.ROLE_VERBS[policy.Role(role)]}
    return {
        "set": Verb.ENTERPRISE_SET in able, "schemes": Verb.SCHEME_SET in able,
        "import": {Verb.ENTERPRISE_SET, Verb.CARE_ASSIGN} <= able,
    }  # fmt: skip


def _exports(request: Request) -> list[dict[str, str]]:
    found = []
    for form, label in (("xlsx", _("包保清单（Excel）")), ("csv", _("包保清单（CSV）"))):
        query = request.GET.copy()
        query["format"] = form
        found.append({"label": label, "address": f"{reverse('enterprises-export')}?{query.urlencode()}"})
    return found


@require_GET
def enterprise(request: Request, pk: int) -> HttpResponse:
    """One firm: who looks after it and who did, each call, and what became of what it asked for."""
    person: Any = request.user
    today = clock.today()
    one = get_object_or_404(queries.visible_to(person).select_related("unit").prefetch_related("calls__caller"), pk=pk)
    firm = queries.firm_of(one, today)
    matters = listed.visible_to(person).filter(enterprise=one.name, kind=Kind.REQUEST).order_by("-raised_at", "-id")
    asked = list(matters.select_related("lead_unit", "turn_unit"))
    is_open = may_see_phones(person, one.unit_id)
    cares = list(queries.cares_over_time(one))
    return render(
        request, "enterprises/enterprise.html",
        {
            "enterprise": one, "stands": rolling.stands(firm, today), "staff": rolling.staff(firm),
            "facts": [
                (_("县市区"), one.unit.name), (_("行业"), one.industry), (_("所在名单"), one.lists),
                (_("联系人"), one.contact), (_("电话"), one.phone if is_open else masked_phone(one.phone)),
                (_("计划复工日"), words.short_day(one.to_resume_on) if one.to_resume_on else ""),
            ],
            "cares": [each for each in map(_care, cares) if not each["until"]],
            "missing": [part.name for part in queries.parts_in_use()
                        if part.pk not in {each.part_id for each in cares if each.until_on is None}],
            "former": [each for each in map(_care, cares) if each["until"]],
            "calls": [_call(each) for each in one.calls.all()], "matters": _asked(asked, person, today),
            "acts": _acts(person, one), "back": reverse("enterprises"),
        },
    )  # fmt: skip


def _care(care: Any) -> dict[str, Any]:
    holder = care.person
    return {
        "part": care.part.name,
        "scheme": care.part.scheme.name,
        "who": str(care),
        "post": f"{holder.unit or ''} {holder.post}".strip() if holder else "",
        "since": words.short_day(care.since_on),
        "until": words.short_day(care.until_on) if care.until_on else "",
        "reason": care.reason,
    }


def _call(call: Any) -> dict[str, Any]:
    staff = f"{call.back_count}/{call.due_count}" if call.back_count is not None and call.due_count else ""
    return {
        "day": words.day(call.called_on),
        "who": call.caller.name,
        "text": call.text,
        "staff": staff,
        "resumed": words.short_day(call.resumed_on) if call.resumed_on else "",
    }


def _asked(matters: list[Matter], person: Any, today: Any) -> list[dict[str, Any]]:
    rows = matter_rows(matters, person, today, ticks=False)
    for row, matter in zip(rows, matters, strict=True):
        row["quote"] = matter.source_quote or matter.description
        row["content"] = str(matter.get_satisfaction_display() or "") if matter.satisfaction else ""
    return rows


def _acts(person: Any, one: Enterprise) -> list[dict[str, Any]]:
    pages = (
        (Verb.CALL_RECORD, "call.record"), (Verb.NEED_RAISE, "need.raise"), (Verb.CARE_ASSIGN, "care.assign"),
        (Verb.ENTERPRISE_SET, "enterprise-change"),
    )  # fmt: skip
    return [
        {"label": _("修改企业") if name == "enterprise-change" else verb.label, "address": reverse(name, args=[one.pk])}
        for verb, name in pages if policy.may(person, verb, one)
    ]  # fmt: skip


@require_GET
def export(request: Request) -> HttpResponseBase:
    """包保清单 of what the list shows."""
    form, person = request.GET.get("format", "xlsx"), request.user
    if form not in TYPES:
        raise Http404(form)
    if scope_of(person).is_nothing:
        raise NotPermitted(_("您的角色不接触业务数据，不能导出。"))
    as_of = asking.as_of(request)
    today = beijing_day(as_of) if as_of else clock.today()
    with tempfile.NamedTemporaryFile(suffix=f".{form}", delete=False) as file:
        path = Path(file.name)
    try:
        papers.write(
            rolling.chosen(person, request.GET, today, as_of), list(queries.parts_in_use()), path,
            format=form, today=today, shows_phone=lambda unit: may_see_phones(person, unit),
        )  # fmt: skip
        opened = path.open("rb")
    finally:
        path.unlink(missing_ok=True)  # what is open stays readable until it is sent
    answer = FileResponse(opened, content_type=TYPES[form])
    name = papers.file_name(today, form)
    answer["Content-Disposition"] = f"attachment; filename=\"enterprises.{form}\"; filename*=UTF-8''{quote(name)}"
    return answer
