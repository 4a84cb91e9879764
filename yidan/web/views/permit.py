"""手续: a project's permit sheet, a case with its clock day by day, a paper of it."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from yidan.approvals import explaining, queries
from yidan.approvals.models import Permit, PermitPaper
from yidan.approvals.states import FLOW, State
from yidan.kernel import policy
from yidan.kernel.values import Month, beijing_day
from yidan.kernel.verbs import Verb
from yidan.ledger import queries as ledger
from yidan.ledger.models import Project
from yidan.web import clock, serving
from yidan.web import format as words
from yidan.web.papers import permits as papers
from yidan.web.papers.handing import paper_response, refuse_ending
from yidan.web.permit import sheet as sheets
from yidan.web.permit import wording
from yidan.web.request import Request
from yidan.web.views.permit_act import ACTS, seen

PROMINENT = (
    Verb.PERMIT_SUBMIT, Verb.PERMIT_COMPLETE, Verb.PERMIT_ACCEPT, Verb.PERMIT_RESUME, Verb.PERMIT_DECIDE,
    Verb.PERMIT_ISSUE,
)  # fmt: skip


@require_GET
def sheet(request: Request, pk: int) -> HttpResponse:
    """A project's permits: both numbers, in whose hands, the lanes, the items; by htmx the part on its page."""
    person: Any = request.user
    project = get_object_or_404(queries.projects_visible_to(person).select_related("profile"), pk=pk)
    today = clock.today()
    may = {verb: policy.may(person, verb, project) for verb in (Verb.PERMIT_LAY_OUT, Verb.PERMIT_OPEN)}
    context = {
        "project": project, "sub": _("立项到施工许可"), "sees_project": _sees(person, project),
        "lay_out": may[Verb.PERMIT_LAY_OUT], "open": may[Verb.PERMIT_OPEN],
        **sheets.context(sheets.read(project, today)),
    }  # fmt: skip
    return render(request, "permits/section.html" if request.htmx else "permits/sheet.html", context)


@require_GET
def sheet_paper(request: Request, pk: int, ending: str) -> HttpResponse:
    """审批进度表 as docx or PDF, with the numbers it can be checked by."""
    project = get_object_or_404(queries.projects_visible_to(request.user), pk=pk)
    refuse_ending(ending)
    at = clock.now()
    title, blocks, manifest = papers.title_of(project), papers.blocks_of(project, at), papers.manifest_of(project, at)
    return paper_response(ending, title, blocks, manifest)


def _sees(person: Any, project: Project) -> bool:
    return ledger.visible_to(person).filter(pk=project.pk).exists()


@require_GET
def permit(request: Request, pk: int) -> HttpResponse:
    """One case: its terms, what happened, and every day of its clock with the notice behind it."""
    person: Any = request.user
    found = seen(request, pk)
    today, known = clock.today(), queries.known_now()
    events = queries.events_of(found)
    reading = queries.readings([found], today, known)[found.pk]
    whole = sheets.read(found.project, today)
    days = explaining.explained(reading, events, today, known)
    used = sum(each.number is not None for each in days) if reading.accepted else None
    one = whole if found.pk in whole.readings else None
    acts = _acts(person, found)
    due = reading.due(known.calendar)
    context = {
        "permit": found, "project": found.project, "sees_project": _sees(person, found.project),
        "state": wording.state(found, reading), "turn": wording.turn(found),
        "used": wording.plain(used), "limit": reading.limit, "unit": wording.unit_word(found),
        "has_clock": bool(reading.accepted),
        "light": wording.LIGHTS.get(colour) if one and (colour := one.light(found)) else None,
        "light_word": wording.light_words(one.light(found), is_ended=reading.ended is not None) if one else "",
        "due": words.day(due, today) if due else "", "is_paused": reading.is_paused,
        "facts": _facts(found, reading), "steps": [_step(each) for each in events],
        "months": _months(days), "is_provisional": any(each.is_provisional for each in days),
        "papers": [_paper(each) for each in found.papers.select_related("file")],
        "acts": [each for each in acts if not each["is_prominent"]],
        "first": next((each for each in acts if each["is_prominent"]), None),
        "may_attach": policy.may(person, Verb.PERMIT_ATTACH, found),
        "raise_href": _raise(person, found, due) if due and due < today and reading.ended is None else "",
    }  # fmt: skip
    return render(request, "permits/permit.html", context)


def _acts(person: Any, permit: Permit) -> list[dict[str, Any]]:
    """What the flow leads on by, for those who may; the one usual next step first."""
    events = permit.state not in (State.PLANNED, State.WAIVED)
    offered = [
        each for each in ACTS if FLOW.allows(permit.state, each.verb) or (each.verb is Verb.PERMIT_CORRECT and events)
    ]
    if permit.mode == "formal":
        offered = [each for each in offered if each.verb is not Verb.PERMIT_CONVERT]
    found = [
        {"label": each.verb.label, "href": reverse(each.verb.value, args=[permit.pk]), "verb": each.verb}
        for each in offered if policy.may(person, each.verb, permit)
    ]  # fmt: skip
    usual = next((verb for verb in PROMINENT if any(each["verb"] is verb for each in found)), None)
    return [each | {"is_prominent": each["verb"] is usual} for each in found]


def _raise(person: Any, permit: Permit, due: Any) -> str:
    """Onto the one list in one tap: the draft says what is late, since when, and who has it."""
    if not policy.may(person, Verb.MATTER_RAISE, permit.project):
        return ""
    quote = _("“%(item)s”承诺%(due)s办结，至今未办结，现在%(who)s。") % {
        "item": permit.item.name, "due": due, "who": wording.turn(permit),
    }  # fmt: skip
    title = _("%(item)s超期未办结") % {"item": permit.item.name}
    return f"{reverse('matter.raise')}?{urlencode({'project': permit.project_id, 'title': title, 'quote': quote})}"


def _facts(permit: Permit, reading: Any) -> list[tuple[Any, ...]]:
    item = permit.item
    statutory = f"{item.statutory_limit} {wording.unit_word(permit)}" if item.statutory_limit else ""
    rows = [
        (_("经办部门"), str(permit.department or item.department)),
        (_("办理方式"), wording.mode(permit) or _("正式")),
        (_("承诺时限"), f"{permit.limit} {wording.unit_word(permit)}" if permit.limit is not None else ""),
        (_("法定时限"), statutory),
        (_("延长"), f"{reading.extended} {wording.unit_word(permit)}" if reading.extended else ""),
        (_("收件"), words.day(reading.received) if reading.received else ""),
        (_("受理"), _accepted(reading)),
        (_("补正告知期限"), words.day(reading.answer_by) if permit.state == State.RECEIVED else ""),
        (_("办结"), words.day(reading.decided) if reading.decided else ""),
        (_("文号"), permit.number), (_("办理结果"), item.output),
        (_("容缺的材料"), permit.missing),
        (_("承诺补齐(核查)日期"), words.day(permit.promised_on) if permit.promised_on else ""),
        (_("转正"), words.day(permit.converted_on) if permit.converted_on else ""),
        (_("免办理由"), permit.waiver), (_("依据"), item.source),
    ]  # fmt: skip
    return [row for row in rows if row[1]]


def _accepted(reading: Any) -> str:
    if reading.accepted is None:
        return ""
    day = words.day(reading.accepted)
    return _("%(day)s(逾期未告知，视为受理)") % {"day": day} if reading.is_deemed else day


def _step(event: Any) -> dict[str, Any]:
    more = [event.basis, event.document, _("延长%(days)d日") % {"days": event.days} if event.days else ""]
    if event.reason:
        more.append(_("更正：%(reason)s") % {"reason": event.reason})
    return {
        "label": wording.step(event.kind), "day": words.minute(event.happened_at) if event.kind == "submit"
        else words.day(beijing_day(event.happened_at)), "more": " · ".join(each for each in more if each),
    }  # fmt: skip


def _months(days: list[explaining.Day]) -> list[dict[str, Any]]:
    """The days by month, with how many count and the notice behind them; a day names its own where that is another."""
    found = []
    for month, rows in groupby(days, key=lambda each: Month.of(each.day)):
        known = list(rows)
        usual = Counter(each.basis for each in known).most_common(1)[0][0]
        listed = [
            {"day": words.day(each.day, each.day), "number": each.number, "why": each.why,
             "basis": "" if each.basis == usual else each.basis}
            for each in known
        ]  # fmt: skip
        counted = sum(each["number"] is not None for each in listed)
        found.append({"label": words.month(month), "counted": counted, "rows": listed, "basis": usual})
    return found


def _paper(paper: PermitPaper) -> dict[str, Any]:
    return {
        "href": reverse("permit-paper", args=[paper.pk]), "name": paper.number or paper.file.name,
        "kind": paper.get_kind_display(), "size": words.size(paper.file.size_bytes),
    }  # fmt: skip


@require_safe
def paper(request: Request, pk: int) -> HttpResponseBase:
    """The original bytes, as a download."""
    person: Any = request.user
    found = PermitPaper.objects.filter(pk=pk, permit__in=queries.visible_to(person)).select_related("file").first()
    if found is None:
        raise Http404
    return serving.original(request, found.file, is_download=True)
