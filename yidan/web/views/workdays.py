"""工作日历: which years are settled by a notice, and the way to bring in the next one (domain.md §4.5)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from yidan.approvals import queries as permits
from yidan.approvals.models import Permit
from yidan.kernel import policy
from yidan.kernel import workdays as kernel
from yidan.kernel.verbs import Verb
from yidan.web import clock
from yidan.web import format as words
from yidan.web.acting import ActForm, act_of, attempt, require
from yidan.web.request import Request

LARGEST = 200_000
MOST_SHOWN = 100


class CalendarForm(ActForm):
    """The file of a notice, or of a stoppage of the office's own."""

    file = forms.FileField(
        label=gettext_lazy("日历文件"), required=False,
        help_text=gettext_lazy("CSV，表头为：日期,上班,名称,依据；一天一行。"),
    )  # fmt: skip
    content = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(widget=forms.HiddenInput, required=False)
    is_seen = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def clean_file(self) -> Any:
        """A calendar is a small file."""
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST:
            raise forms.ValidationError(_("文件太大，日历一天一行就够了。"))
        return file

    def clean(self) -> dict[str, Any]:
        """What the file says, from the file or from the page that showed what it would move."""
        said = super().clean() or self.cleaned_data
        if file := said.get("file"):
            said["content"], said["name"] = kernel.decoded(file.read()), file.name
        elif not said.get("content") and not self.errors:
            self.add_error("file", _("请选择文件。"))
        return said


@require_GET
def workdays(request: Request) -> HttpResponse:
    """The years, newest first; the running and the next year are named even where nothing is known of them."""
    calendar = kernel.calendar()
    days = Counter((day.year, works) for day, works in calendar.exceptions.items())
    this_year = clock.today().year
    years = sorted({this_year, this_year + 1, *calendar.notices, *(year for year, _works in days)}, reverse=True)
    rows = [
        {
            "year": year,
            "notice": calendar.notices.get(year, ""),
            "holidays": days[year, False],
            "made_up": days[year, True],
        }
        for year in years
    ]
    why_not = policy.deny(request.user, Verb.CALENDAR_IMPORT)
    return render(request, "workdays/workdays.html", {"rows": rows, "why_not": why_not})


@require_http_methods(["GET", "POST"])
def import_(request: Request) -> HttpResponse:
    """导入工作日历: what is there already changes nothing; what would move is shown before it counts."""
    require(request, Verb.CALENDAR_IMPORT)
    form = CalendarForm(request.POST or None, request.FILES or None)
    is_first = request.method == "POST" and form.is_valid() and not form.cleaned_data["is_seen"]
    if is_first and (moved := attempt(request, form, lambda: _foreseen(form))):
        return render(request, "workdays/moved.html", {"form": _again(form), **moved})
    made = None if form.errors else attempt(request, form, lambda: _take_over(request, form))
    if made is not None:
        messages.success(request, _("已导入工作日历。"))
        return redirect("workdays")
    return render(request, "workdays/import.html", {"form": form}, status=422 if form.errors else 200)


def _rows(form: CalendarForm) -> list[kernel.Row]:
    return kernel.read_csv(form.cleaned_data["content"].encode())


def _take_over(request: Request, form: CalendarForm) -> kernel.WorkDay:
    said = act_of(request, form)
    return kernel.import_(_rows(form), source=form.cleaned_data["name"], **said)


def _foreseen(form: CalendarForm) -> dict[str, Any]:
    """The clocks that would move, the first of them by name; empty where none would."""
    before, after = kernel.foreseen(_rows(form))
    found = list(permits.moves(before, after))
    if not found:
        return {}
    named = {each.permit.pk: each for each in found[:MOST_SHOWN]}
    rows = (
        Permit.objects.filter(pk__in=named)
        .select_related("item", "project__profile")
        .order_by("project__order", "order")
    )
    changed = kernel.changed(before, after)
    return {
        "count": words.number(len(found)), "is_more": len(found) > MOST_SHOWN,
        "days": [(words.day(day), after.works(day)) for day in changed[:MOST_SHOWN]],
        "rows": [
            {"project": each.project.name, "item": each.item.name, "what": _what(named[each.pk])} for each in rows
        ],
    }  # fmt: skip


def _what(move: permits.Move) -> str:
    labels = {"received_on": _("收件"), "accepted_on": _("受理"), "due_on": _("到期"), "used": _("用时")}
    return _("，").join(
        f"{label} {_shown(move.was[name])}→{_shown(move.now[name])}"
        for name, label in labels.items() if move.was[name] != move.now[name]
    )  # fmt: skip


def _shown(value: Any) -> str:
    return "—" if value is None else str(value)


def _again(form: CalendarForm) -> CalendarForm:
    """The same file as a form of its own: sent once more, it counts."""
    said = form.cleaned_data
    return CalendarForm(initial={"content": said["content"], "name": said["name"], "is_seen": True, "key": said["key"]})
