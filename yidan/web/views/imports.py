"""导入: drop a workbook, see what it would change cell by cell, name unknown columns once, confirm."""

from __future__ import annotations

import mimetypes
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from yidan.evidence import commands as files
from yidan.evidence.models import File
from yidan.evidence.queries import opened
from yidan.kernel import policy
from yidan.kernel.errors import Refused
from yidan.kernel.journal import Entry
from yidan.kernel.values import Month
from yidan.kernel.verbs import Verb
from yidan.ledger.commands import column as columns
from yidan.ledger.models import AnnualPlan
from yidan.people.models import Person
from yidan.web import clock
from yidan.web import format as words
from yidan.web.imports import brought, page, result
from yidan.web.imports.wanted import KINDS, Wanted
from yidan.web.papers.importing import preparing
from yidan.web.papers.importing.acts import ImportPlan
from yidan.web.papers.workbook.fields import AMOUNT_FIELDS, LABELS
from yidan.web.papers.workbook.grid import read_book
from yidan.web.request import Request

ACCEPT = ".xlsx,.xls,.et,.ods,.csv,.xlsm,.xlsb,.txt,.xml,.html,.htm"
PERMITS = "permits"


class UploadForm(forms.Form):
    """A workbook and what it is; the month or year is read from the table where it says it."""

    file = forms.FileField(label=gettext_lazy("工作簿"))
    kind = forms.ChoiceField(label=gettext_lazy("种类"), choices=KINDS, widget=forms.RadioSelect)


@require_http_methods(["GET", "POST"])
def upload(request: Request) -> HttpResponse:
    """Drop a file; it is kept by its hash before anything else, so that no error loses it."""
    require_importer(request.user)
    form = UploadForm(request.POST or None, request.FILES or None, initial={"kind": _likely_kind(request.user)})
    status = 200
    if request.method == "POST":
        status = 422
        form.is_valid()
        if kept := taken(request.user, form, form.cleaned_data.get("kind", "")):
            query = urlencode({"kind": form.cleaned_data["kind"]})
            return HttpResponseRedirect(f"{reverse('import-preview', args=[kept.pk])}?{query}")
    context = {
        "form": form,
        "accept": ACCEPT,
        "recent": _recent(request.user),
        "imports": result.listed(request.user),
        "is_office": _is_office(request.user),
    }
    return render(request, "imports/upload.html", context, status=status)


@require_http_methods(["GET", "POST"])
def preview(request: Request, pk: int) -> HttpResponse:
    """What the file would change; POST names columns, or says which project a row is."""
    file, wanted = asked_for(request, pk)
    if request.method == "POST" and request.POST.get("act") == "map":
        return _map(request, file, wanted)
    if request.method == "POST" and request.POST.get("act") == "same":
        count = wanted.say_same(request.POST)
        messages.success(request, _("已按说明的%(count)d行再看，台账还没有改动") % {"count": count})
        return HttpResponseRedirect(f"{request.path}?{wanted.query()}")
    plan, refused = prepared(request.user, file, wanted)
    context = page.shown(file, wanted, plan, refused)
    if last := brought.last_of(request.user, file.pk):
        context["result"] = reverse("import-result", args=[last.pk])
    return render(request, "imports/preview.html", context, status=422 if refused else 200)


def asked_for(request: Request, pk: int) -> tuple[File, Wanted]:
    """The file that this person brought, and how it is to be read; else there is none."""
    require_importer(request.user)
    file = get_object_or_404(File, pk=pk)
    if not brought_by(request.user, file):
        raise Http404
    return file, Wanted.of(request.POST if request.method == "POST" else request.GET)


def require_importer(person: Person) -> None:
    """Refused to those whose roles bring no workbooks."""
    if not _is_office(person) and policy.deny(person, Verb.REPORT_SUBMIT, person.unit):
        raise PermissionDenied(_("您的角色不导入工作簿；导入由市项目办、县市区和业主填报人员办理。"))


def _likely_kind(person: Person) -> str:
    """A month's table, once there is any plan that it can speak of; plans are the office's to bring."""
    return "plan" if _is_office(person) and not AnnualPlan.objects.live().exists() else "dispatch"


def _is_office(person: Person) -> bool:
    return not policy.deny(person, Verb.PROJECT_REGISTER)


def taken(person: Person, form: forms.Form, kind: str) -> File | None:
    """The file of a form as it was brought, kept if it can be read; else the form says why not.

    `kind` is noted beside it, so that it can be taken up again as what it was brought for.
    """
    if not form.is_valid():
        return None
    given = form.cleaned_data["file"]
    data = given.read()
    try:
        read_book(data)
        media_type = mimetypes.guess_type(given.name)[0] or "application/octet-stream"
        kept: File = files.keep(
            person.unit, by=person, at=clock.now(), name=given.name, data=data, media_type=media_type, kind=kind
        )
    except Refused as refusal:
        form.add_error("file", _("“%(name)s”：%(why)s") % {"name": given.name, "why": refusal})
        return None
    return kept


def brought_by(person: Person, file: File) -> bool:
    """Whether it was this person who brought the file."""
    return Entry.objects.filter(
        subject_type="file", subject_id=file.pk, actor_id=person.pk, verb=Verb.FILE_KEEP.value
    ).exists()


def _recent(person: Person) -> list[dict[str, Any]]:
    """The workbooks this person brought and did not import: taken up where they were left, as what they were."""
    entries = Entry.objects.filter(actor_id=person.pk, verb=Verb.FILE_KEEP.value, subject_type="file").order_by("-id")[
        :30
    ]
    done: dict[int, int] = {}
    for entry in brought.imports_of(person)[:50]:
        done.setdefault(entry.facts["file_id"], entry.pk)
    rows: dict[int, dict[str, Any]] = {}
    for entry in entries:
        if entry.pk < done.get(entry.subject_id, 0):
            continue  # it came in after it was brought
        name, kind = str(entry.facts.get("name", "")), str(entry.facts.get("kind", ""))
        if not name.lower().endswith(tuple(ACCEPT.split(","))) or entry.subject_id in rows:
            continue
        page_name = "permits-import-preview" if kind == PERMITS else "import-preview"
        address = reverse(page_name, args=[entry.subject_id])
        if kind in dict(KINDS):
            address += f"?{urlencode({'kind': kind})}"
        said = {**dict(KINDS), PERMITS: _("审批办理表")}.get(kind, "")
        rows[entry.subject_id] = {"name": name, "kind": said, "at": words.minute(entry.at), "address": address}
    return list(rows.values())[:5]


def prepared(person: Person, file: File, wanted: Wanted) -> tuple[ImportPlan | None, str]:
    """The import of a file as it is to be read; or the sentence that refuses it."""
    if wanted.wrong:
        return None, wanted.wrong[0]
    try:
        with opened(file) as source:
            data = source.read()
        plan = preparing.prepare(
            data, file.name, wanted.kind, by=person, at=clock.now(), year=wanted.year, month=wanted.month,
            unit=wanted.unit, document=wanted.document, same=wanted.same,
        )  # fmt: skip
    except preparing.SeveralMonths as refusal:
        wanted.months = refusal.months
        return None, str(refusal)
    except Refused as refusal:
        if getattr(refusal, "field", "") == "month":  # the table does not say: most likely the last one or this one
            now = Month.of(clock.today())
            wanted.months = [now - 1, now]
        return None, str(refusal)
    return plan, ""


def _map(request: Request, file: File, wanted: Wanted) -> HttpResponse:
    """Remember what heads mean; each that is new or said otherwise is one act, and the preview is made again."""
    count = 0
    known = preparing.remembered(wanted.kind)
    for name in request.POST:
        if not name.startswith("head-"):
            continue
        head, number = request.POST.get(name, ""), name.removeprefix("head-")
        said = request.POST.get(f"field-{number}", "")
        if said == "" or (said != "out" and said not in LABELS):
            continue
        unit = request.POST.get(f"unit-{number}", "")
        name = "" if said == "out" else f"{said}@{unit}" if said in AMOUNT_FIELDS and unit in page.UNITS else said
        if known.get(head) == name:
            continue
        columns.map(request.user.unit, by=request.user, at=clock.now(), head=head, kind=wanted.kind, field=name)
        count += 1
    messages.success(request, _("已记住%(count)d列，下次同样的列名不再询问") % {"count": count})
    return HttpResponseRedirect(f"{reverse('import-preview', args=[file.pk])}?{wanted.query()}")
