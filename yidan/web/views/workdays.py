"""工作日历: which years are settled by a notice, and the way to bring in the next one (domain.md §4.5)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from yidan.kernel import policy
from yidan.kernel import workdays as kernel
from yidan.kernel.verbs import Verb
from yidan.web import clock
from yidan.web.acting import ActForm, act_of, attempt, require

LARGEST = 200_000


class CalendarForm(ActForm):
    """The file of a notice, or of a stoppage of the office's own."""

    file = forms.FileField(
        label=gettext_lazy("日历文件"), help_text=gettext_lazy("CSV，表头为：日期,上班,名称,依据；一天一行。")
    )

    def clean_file(self) -> Any:
        """A calendar is a small file."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("文件太大，日历一天一行就够了。"))
        return file


@require_GET
def workdays(request: HttpRequest) -> HttpResponse:
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
def import_(request: HttpRequest) -> HttpResponse:
    """导入工作日历: what is there already changes nothing."""
    require(request, Verb.CALENDAR_IMPORT)
    form = CalendarForm(request.POST or None, request.FILES or None)
    if attempt(request, form, lambda: _take_over(request, form)):
        messages.success(request, _("已导入工作日历。"))
        return redirect("workdays")
    return render(request, "workdays/import.html", {"form": form}, status=422 if form.errors else 200)


def _take_over(request: HttpRequest, form: CalendarForm) -> kernel.WorkDay:
    file = form.cleaned_data["file"]
    return kernel.import_(kernel.read_csv(file.read()), source=file.name, **act_of(request, form))
