"""导入审批办理表: the office's own table of cases; tried first, shown case by case, then confirmed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from yidan.evidence.models import File
from yidan.evidence.queries import opened
from yidan.kernel import policy
from yidan.kernel.errors import Refused
from yidan.kernel.verbs import Verb
from yidan.web import clock
from yidan.web import format as words
from yidan.web.imports.page import SEVERITIES, SHOWN, TONES
from yidan.web.papers.importing import permits
from yidan.web.papers.importing.permits import Outcome
from yidan.web.request import Request
from yidan.web.views.imports import ACCEPT, PERMITS, brought_by, taken


class FileForm(forms.Form):
    """The table."""

    file = forms.FileField(label=gettext_lazy("审批办理表"))


def may_import(person: Any) -> bool:
    """Whoever enters for the city what departments did; a department enters its own on the permit."""
    return not policy.deny(person, Verb.PERMIT_OPEN, person.unit)


@require_http_methods(["GET", "POST"])
def upload(request: Request) -> HttpResponse:
    """Drop a file; it is kept by its hash before anything else, so that no error loses it."""
    _require(request.user)
    form = FileForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        status = 422
        if kept := taken(request.user, form, PERMITS):
            return HttpResponseRedirect(reverse("permits-import-preview", args=[kept.pk]))
    return render(request, "permits/import.html", {"form": form, "accept": ACCEPT}, status=status)


@require_http_methods(["GET", "POST"])
def preview(request: Request, pk: int) -> HttpResponse:
    """What the file would do, tried and rolled back; POST does it."""
    _require(request.user)
    file = get_object_or_404(File, pk=pk)
    if not brought_by(request.user, file):
        raise Http404(pk)
    with opened(file) as source:
        data = source.read()
    is_trial = request.method != "POST"
    good_rows = request.POST.get("act") == "good_rows"
    refused, outcome, status = "", None, 200
    try:
        outcome = permits.take(
            data, by=request.user, at=clock.now(), is_trial=is_trial, good_rows=good_rows,
        )  # fmt: skip
    except Refused as refusal:
        refused, status = str(refusal), 422
    if not is_trial and outcome is not None:
        if not outcome.errors or good_rows:
            said = _("已导入：新列%(opened)d件，更新%(updated)d件，不变%(unchanged)d件，未导入%(held)d件")
            messages.success(request, said % vars(outcome))
            return HttpResponseRedirect(request.path)
        status = 409
    return render(request, "permits/import_preview.html", _context(file, outcome, refused), status=status)


def _require(person: Any) -> None:
    if not may_import(person):
        raise PermissionDenied(_("您的角色不导入审批办理表；导入由市项目办办理。"))


def _context(file: File, outcome: Outcome | None, refused: str) -> dict[str, Any]:
    context: dict[str, Any] = {"file": file, "refused": refused, "outcome": outcome}
    if outcome is None:
        return context
    findings = [
        {"place": f"{each.sheet} {each.cell}".strip(), "word": SEVERITIES[each.severity],
         "tone": TONES[each.severity], "reason": each.reason}
        for each in sorted(outcome.findings, key=lambda each: each.severity != "error")
    ]  # fmt: skip
    rows = [
        {"name": each.line.project.name, "item": each.line.item.name, "what": _("，").join(each.acts),
         "place": f"{each.line.sheet} {each.line.row}"}
        for each in outcome.done
    ]  # fmt: skip
    numbers = (
        (_("新列事项"), outcome.opened, _("件")), (_("更新"), outcome.updated, _("件")),
        (_("不变"), outcome.unchanged, _("件")), (_("未导入"), outcome.held, _("件")),
        (_("合计和说明"), outcome.notes, _("行")),
    )  # fmt: skip
    return context | {
        "numbers": [(label, words.number(value), unit) for label, value, unit in numbers], "to_do": len(rows),
        "errors": len(outcome.errors), "findings": findings[:SHOWN], "more_findings": max(len(findings) - SHOWN, 0),
        "rows": rows[:SHOWN], "more_rows": max(len(rows) - SHOWN, 0),
    }  # fmt: skip
