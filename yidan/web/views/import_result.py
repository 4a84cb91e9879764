"""导入的结果: a workbook is brought in; what came of it stands on a page of its own, for good."""

from __future__ import annotations

import tempfile
from pathlib import Path
from urllib.parse import quote

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yidan.evidence.models import File
from yidan.kernel.errors import Refused
from yidan.web import clock
from yidan.web import format as words
from yidan.web.imports import brought, page, result
from yidan.web.imports.wanted import Wanted
from yidan.web.papers.importing import applying, sending_back
from yidan.web.request import Request
from yidan.web.views.exports import TYPES
from yidan.web.views.imports import asked_for, brought_by, prepared, require_importer


@require_http_methods(["GET", "POST"])
def bring_in(request: Request, pk: int) -> HttpResponse:
    """导入工作簿: all rows or those that can be; what came of it is shown on the result page."""
    file, wanted = asked_for(request, pk)
    preview = f"{reverse('import-preview', args=[file.pk])}?{wanted.query()}"
    if request.method != "POST":
        return HttpResponseRedirect(preview)
    plan, refused = prepared(request.user, file, wanted)
    if plan is None:
        return render(request, "imports/preview.html", page.shown(file, wanted, None, refused), status=422)
    good_rows = request.POST.get("act") == "good_rows"
    reading = wanted.query() if plan.goes_to_review else wanted.reading()  # only the office's word becomes a name
    try:
        done = applying.apply(
            plan, by=request.user, at=clock.now(), good_rows_only=good_rows, file=file, reading=reading
        )
    except Refused as refusal:
        return render(request, "imports/preview.html", page.shown(file, wanted, plan, str(refusal)), status=409)
    entry = brought.last_of(request.user, file.pk)
    if entry is None:  # nothing to do, and never was
        return HttpResponseRedirect(preview)
    if done.created or done.updated:
        said = _("已导入：新登记%(created)d个，更新%(updated)d个，不变%(unchanged)d个，未导入%(held)d个")
        counted = {name: getattr(done, name) for name in ("created", "updated", "unchanged", "held")}
        messages.success(request, said % counted)
    return HttpResponseRedirect(reverse("import-result", args=[entry.pk]))


@require_GET
def shown(request: Request, pk: int) -> HttpResponse:
    """What an import brought; with `?left`, what is left of the workbook, read again as the ledger is now."""
    require_importer(request.user)
    entry = get_object_or_404(brought.imports_of(request.user), pk=pk)
    context = result.shown(request.user, entry)
    file = get_object_or_404(File, pk=entry.facts["file_id"])
    is_mine = brought_by(request.user, file)
    context["again"] = (
        f"{reverse('import-preview', args=[file.pk])}?{entry.facts.get('reading', '')}" if is_mine else ""
    )
    if "left" not in request.GET:
        return render(request, "imports/result.html", context)
    wanted = Wanted.of(QueryDict(entry.facts.get("reading", "")))
    plan, refused = prepared(request.user, file, wanted)
    left = page.shown(file, wanted, plan, refused)
    context |= {"is_read": True, "refused": refused, "still": left.get("to_do", 0)}
    context |= {name: left.get(name) for name in ("findings", "more_findings")}
    return render(request, "imports/result.html#left" if request.htmx else "imports/result.html", context)


@require_GET
def findings(request: Request, pk: int) -> HttpResponseBase:
    """问题清单 of a workbook, as a workbook to send back."""
    require_importer(request.user)
    file = get_object_or_404(File, pk=pk)
    if not brought_by(request.user, file) and brought.last_of(request.user, file.pk) is None:
        raise Http404
    plan, refused = prepared(request.user, file, Wanted.of(request.GET))
    if plan is None:
        raise Refused(refused)
    with tempfile.NamedTemporaryFile(suffix=".xlsx", delete=False) as kept:
        path = Path(kept.name)
    try:
        sending_back.write(plan, path, day=words.day(clock.today()))
        opened = path.open("rb")
    finally:
        path.unlink(missing_ok=True)  # what is open stays readable until it is sent
    answer = FileResponse(opened, content_type=TYPES["xlsx"])
    name = sending_back.file_name(file.name)
    answer["Content-Disposition"] = f"attachment; filename=\"findings.xlsx\"; filename*=UTF-8''{quote(name)}"
    return answer
