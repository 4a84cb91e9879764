"""导入: drop a workbook, see what it would change cell by cell, name unknown columns once, confirm."""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass, field, replace
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
from yidan.people.models import Person, Unit
from yidan.people.queries import assessed_units
from yidan.web import clock
from yidan.web import format as words
from yidan.web.papers.importing import applying, preparing
from yidan.web.papers.importing.acts import ImportPlan
from yidan.web.papers.workbook.fields import AMOUNT_FIELDS, LABELS, SPLIT_FIELDS
from yidan.web.papers.workbook.grid import read_book
from yidan.web.papers.workbook.one_table import SheetReading
from yidan.web.papers.workbook.rows import counts
from yidan.web.request import Request

ACCEPT = ".xlsx,.xls,.et,.ods,.csv,.xlsm,.xlsb,.txt,.xml,.html,.htm"
SHOWN = 200
ALIKE = 4  # so many findings that say the same of one column are one line
_PARTICULARS = re.compile(r"“[^”]*”|[0-9][0-9.,%]*")
KINDS = (
    ("plan", gettext_lazy("年度计划")), ("dispatch", gettext_lazy("月度调度表")),
    ("rolling", gettext_lazy("三年滚动计划")),
)  # fmt: skip
TONES = {"error": "bad", "warning": "warn", "question": "waiting"}
SEVERITIES = {"error": gettext_lazy("错误"), "warning": gettext_lazy("提醒"), "question": gettext_lazy("请确认")}
_RANK = {"error": 0, "warning": 1, "question": 2}
UNITS = ("万元", "亿元", "元")


class UploadForm(forms.Form):
    """A workbook and what it is; the month or year is read from the table where it says it."""

    file = forms.FileField(label=gettext_lazy("工作簿"))
    kind = forms.ChoiceField(label=gettext_lazy("种类"), choices=KINDS, widget=forms.RadioSelect)


@dataclass
class Wanted:
    """What the address says: kind, year, month, 考核单元 of rows that name none, document."""

    kind: str
    year: int | None = None
    month: Month | None = None
    unit: Unit | None = None
    document: str = ""
    wrong: list[str] = field(default_factory=list)
    months: list[Month] = field(default_factory=list)  # that the workbook holds, where one is still to be chosen

    @classmethod
    def of(cls, query: Any) -> Wanted:
        """Read from GET or POST; what cannot be read is said."""
        kind = query.get("kind", "")
        wanted = cls(kind if kind in dict(KINDS) else "dispatch", document=query.get("document", "")[:200])
        if year := query.get("year", "").strip():
            if year.isdecimal() and 1990 <= int(year) <= 2100:
                wanted.year = int(year)
            else:
                wanted.wrong.append(_("年度应写作四位数，如 2020。"))
        if month := query.get("month", "").strip():
            try:
                wanted.month = Month.parse(month)
            except ValueError:
                wanted.wrong.append(_("月份应写作 2020-05。"))
        if (unit := query.get("unit", "")).isdecimal():
            wanted.unit = assessed_units().filter(pk=int(unit)).first()
        return wanted

    def query(self) -> str:
        """The same as an address's query."""
        given = {
            "kind": self.kind, "year": self.year, "month": self.month, "unit": self.unit and self.unit.pk,
            "document": self.document,
        }  # fmt: skip
        return urlencode({name: str(value) for name, value in given.items() if value})


@require_http_methods(["GET", "POST"])
def upload(request: Request) -> HttpResponse:
    """Drop a file; it is kept by its hash before anything else, so that no error loses it."""
    _require_importer(request.user)
    form = UploadForm(request.POST or None, request.FILES or None, initial={"kind": _likely_kind(request.user)})
    status = 200
    if request.method == "POST":
        status = 422
        if kept := taken(request.user, form):
            query = urlencode({"kind": form.cleaned_data["kind"]})
            return HttpResponseRedirect(f"{reverse('import-preview', args=[kept.pk])}?{query}")
    context = {"form": form, "accept": ACCEPT, "recent": _recent(request.user), "is_office": _is_office(request.user)}
    return render(request, "imports/upload.html", context, status=status)


@require_http_methods(["GET", "POST"])
def preview(request: Request, pk: int) -> HttpResponse:
    """What the file would change; POST names columns or confirms."""
    _require_importer(request.user)
    file = get_object_or_404(File, pk=pk)
    if not brought_by(request.user, file):
        raise Http404
    wanted = Wanted.of(request.POST if request.method == "POST" else request.GET)
    if request.method == "POST" and request.POST.get("act") == "map":
        return _map(request, file, wanted)
    plan, refused = _prepare(request.user, file, wanted)
    if request.method == "POST" and plan is not None:
        good_rows = request.POST.get("act") == "good_rows"
        try:
            done = applying.apply(plan, by=request.user, at=clock.now(), good_rows_only=good_rows)
        except Refused as refusal:
            return render(
                request, "imports/preview.html", _context(request, file, wanted, plan, str(refusal)), status=409
            )
        said = _("已导入：新登记%(created)d个，更新%(updated)d个，不变%(unchanged)d个，未导入%(held)d个")
        messages.success(
            request, said % {name: getattr(done, name) for name in ("created", "updated", "unchanged", "held")}
        )
        return HttpResponseRedirect(f"{request.path}?{wanted.query()}")
    context = _context(request, file, wanted, plan, refused)
    return render(request, "imports/preview.html", context, status=422 if refused else 200)


def _require_importer(person: Person) -> None:
    if not _is_office(person) and policy.deny(person, Verb.REPORT_SUBMIT, person.unit):
        raise PermissionDenied(_("您的角色不导入工作簿；导入由市项目办、县市区和业主填报人员办理。"))


def _likely_kind(person: Person) -> str:
    """A month's table, once there is any plan that it can speak of; plans are the office's to bring."""
    return "plan" if _is_office(person) and not AnnualPlan.objects.live().exists() else "dispatch"


def _is_office(person: Person) -> bool:
    return not policy.deny(person, Verb.PROJECT_REGISTER)


def taken(person: Person, form: forms.Form) -> File | None:
    """The file of a form as it was brought, kept if it can be read; else the form says why not."""
    if not form.is_valid():
        return None
    given = form.cleaned_data["file"]
    data = given.read()
    try:
        read_book(data)
        media_type = mimetypes.guess_type(given.name)[0] or "application/octet-stream"
        kept: File = files.keep(
            person.unit, by=person, at=clock.now(), name=given.name, data=data, media_type=media_type
        )
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return None
    return kept


def brought_by(person: Person, file: File) -> bool:
    """Whether it was this person who brought the file."""
    return Entry.objects.filter(
        subject_type="file", subject_id=file.pk, actor_id=person.pk, verb=Verb.FILE_KEEP.value
    ).exists()


def _recent(person: Person) -> list[dict[str, Any]]:
    """The workbooks this person brought last: an interrupted import is taken up where it was left."""
    entries = Entry.objects.filter(actor_id=person.pk, verb=Verb.FILE_KEEP.value, subject_type="file").order_by("-id")[
        :30
    ]
    rows: dict[int, dict[str, Any]] = {}
    for entry in entries:
        name = str(entry.facts.get("name", ""))
        if name.lower().endswith(tuple(ACCEPT.split(","))) and entry.subject_id not in rows:
            address = reverse("import-preview", args=[entry.subject_id])
            rows[entry.subject_id] = {"name": name, "at": words.minute(entry.at), "address": address}
    return list(rows.values())[:5]


def _prepare(person: Person, file: File, wanted: Wanted) -> tuple[ImportPlan | None, str]:
    if wanted.wrong:
        return None, wanted.wrong[0]
    try:
        with opened(file) as source:
            data = source.read()
        plan = preparing.prepare(
            data, file.name, wanted.kind, by=person, at=clock.now(), year=wanted.year, month=wanted.month,
            unit=wanted.unit, document=wanted.document,
        )  # fmt: skip
    except preparing.SeveralMonths as refusal:
        wanted.months = refusal.months
        return None, str(refusal)
    except Refused as refusal:
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
        name = "" if said == "out" else f"{said}@{unit}" if said in AMOUNT_FIELDS and unit in UNITS else said
        if known.get(head) == name:
            continue
        columns.map(request.user.unit, by=request.user, at=clock.now(), head=head, kind=wanted.kind, field=name)
        count += 1
    messages.success(request, _("已记住%(count)d列，下次同样的列名不再询问") % {"count": count})
    return HttpResponseRedirect(f"{reverse('import-preview', args=[file.pk])}?{wanted.query()}")


def _context(request: Request, file: File, wanted: Wanted, plan: ImportPlan | None, refused: str) -> dict[str, Any]:
    context: dict[str, Any] = {
        "file": file,
        "wanted": wanted,
        "kinds": KINDS,
        "kind_word": dict(KINDS)[wanted.kind],
        "units": [(unit.pk, str(unit)) for unit in assessed_units()],
        "refused": refused,
        "months": [(str(each), replace(wanted, month=each).query()) for each in wanted.months],
        "plan": plan,
    }
    if plan is None:
        return context
    number = plan.counts()
    findings = _alike(sorted(plan.findings, key=lambda finding: _RANK[finding.severity]))
    differences = [each for row in plan.rows for each in row.differences]
    created = [row for row in plan.rows if row.outcome == "created"]
    context |= {
        "time": _time(plan, wanted.kind),
        "numbers": [
            (_("新登记"), words.number(number["created"])),
            (_("更新"), words.number(number["updated"])),
            (_("不变"), words.number(number["unchanged"])),
            (_("未导入"), words.number(number["held"])),
        ],
        "to_do": number["created"] + number["updated"],
        "errors": len(plan.errors),
        "findings": [_findings(each) for each in findings[:SHOWN]],
        "lacks_unit": any(finding.reason.startswith(str(preparing.NO_UNIT)) for finding in plan.findings),
        "more_findings": max(0, len(findings) - SHOWN),
        "differences": differences[:SHOWN],
        "more_differences": max(0, len(differences) - SHOWN),
        "created": [
            {"name": row.name, "place": _("%(sheet)s 第%(row)s行") % {"sheet": row.sheet, "row": row.number}}
            for row in created[:SHOWN]
        ],
        "more_created": max(0, len(created) - SHOWN),
        "sheets": [_sheet(sheet) for sheet in plan.reading.sheets],
        "unknown": _unknown(plan),
        "by_hand": _by_hand(plan, wanted.kind),
        "fields": [each for each in LABELS.items() if wanted.kind == "plan" or each[0] not in SPLIT_FIELDS],
        "amounts": sorted(AMOUNT_FIELDS),
        "money_units": UNITS,
        "query": wanted.query(),
    }
    return context


def _time(plan: ImportPlan, kind: str) -> str:
    if kind == "dispatch":
        return str(plan.month or "")
    if kind == "rolling" and plan.year:
        return f"{plan.year}—{plan.year + 2}"
    return _("%(year)s年") % {"year": plan.year} if plan.year else ""


def _alike(findings: list[Any]) -> list[list[Any]]:
    """The findings in their order, those that differ only in row, quoted text and digits together where they are many.

    A column of 144 wrong codes is one thing to look at, not 144 lines that hide the next.
    """
    groups: dict[Any, list[Any]] = {}
    for finding in findings:
        same = (finding.sheet, finding.column, finding.severity, _PARTICULARS.sub("", finding.reason))
        groups.setdefault(same, []).append(finding)
    out: list[list[Any]] = []
    for group in groups.values():
        out += [group] if len(group) >= ALIKE else [[finding] for finding in group]
    return sorted(out, key=lambda group: _RANK[group[0].severity])


def _findings(group: list[Any]) -> dict[str, Any]:
    """A line: its first finding, and the others like it to be opened."""
    first, *others = group
    return _finding(first) | {
        "others": [_finding(finding) for finding in others[:SHOWN]],
        "other_count": len(others),
        "more": max(0, len(others) - SHOWN),
    }


def _finding(finding: Any) -> dict[str, Any]:
    place = " ".join(part for part in (finding.sheet, finding.cell) if part)
    return {
        "place": place or "—",
        "word": SEVERITIES[finding.severity],
        "tone": TONES[finding.severity],
        "reason": finding.reason,
    }


def _sheet(sheet: SheetReading) -> dict[str, Any]:
    number = counts(sheet.rows)
    said = _("项目%(project)d行，分组%(group)d行，合计%(subtotal)d行，说明%(note)d行，空%(blank)d行") % number
    return {
        "name": sheet.name,
        "counts": said,
        "head_rows": _("、").join(str(row + 1) for row in sheet.head.rows) if sheet.head else "",
        "columns": [
            {
                "letter": column.letter,
                "head": column.head.replace("/", " · "),
                "field": LABELS.get(column.field or "", ""),
                "unit": column.unit or "",
                "is_by_hand": column.is_by_hand,
            }
            for column in sheet.columns
        ],
    }


def _unknown(plan: ImportPlan) -> list[dict[str, Any]]:
    """Heads that nobody knows, each with where it stands."""
    return _heads(plan, lambda column: column.is_unknown)


def _by_hand(plan: ImportPlan, kind: str) -> list[dict[str, Any]]:
    """Heads whose meaning somebody said, with what was said: a slip can be said anew."""
    known = preparing.remembered(kind)
    columns = _heads(plan, lambda column: column.is_by_hand, start=1000)
    for column in columns:
        field_name, _at, unit = known.get(column["head"], "").partition("@")
        column |= {"field": field_name or "out", "unit": unit}
    return columns


def _heads(plan: ImportPlan, is_wanted: Any, start: int = 0) -> list[dict[str, Any]]:
    out: dict[str, dict[str, Any]] = {}
    for sheet in plan.reading.sheets:
        for column in sheet.columns:
            if is_wanted(column) and column.head not in out:
                out[column.head] = {
                    "number": start + len(out), "head": column.head,
                    "where": _("%(sheet)s %(column)s列") % {"sheet": sheet.name, "column": column.letter},
                    "holds": _holds(sheet.samples.get(column.index, [])),
                }  # fmt: skip
    return list(out.values())


def _holds(samples: list[str]) -> str:
    """What stands in a column, so that a person can tell what it is."""
    if not samples:
        return _("这一列是空的。")
    return _("列中有：%(samples)s") % {"samples": _("、").join(f"“{sample}”" for sample in samples)}
