"""表单清单 and 备案材料: what is asked of whom by which right, what the app can do, and how it keeps to the rules."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yidan.kernel import policy
from yidan.kernel.verbs import Verb
from yidan.web import clock, csv_file, filing, sheets
from yidan.web import format as words
from yidan.web.request import Request


@require_GET
def forms(request: Request) -> HttpResponseBase:
    """Every form that asks people for facts; readable by whoever is logged in."""
    rows = [
        {
            "label": each.sheet.label, "who": each.sheet.who, "frequency": each.sheet.frequency.label,
            "basis": each.basis, "is_numbered": each.is_numbered, "owner": each.owner,
            "expires": words.short_day(each.expires_on), "is_expired": each.is_expired,
            "asked": _("、").join(each.sheet.words(filled=False)),
            "carried": _("、").join(each.sheet.words(filled=True)),
            "basis_address": reverse("parameter.set", args=[each.sheet.basis_parameter.name]),
            "owner_address": reverse("parameter.set", args=[each.sheet.owner_parameter.name]),
            "expiry_address": reverse("parameter.set", args=[each.sheet.expiry_parameter.name]),
        }
        for each in sheets.standing(clock.today(), is_fresh=True)
    ]  # fmt: skip
    lacking = sum(not row["is_numbered"] for row in rows)
    may_set = policy.may(request.user, Verb.PARAMETER_SET)
    return render(request, "forms/forms.html", {"rows": rows, "lacking": lacking, "may_set": may_set})


@require_GET
def kit(request: Request) -> HttpResponseBase:
    """备案材料: functions from the verbs and the site map, and the self-check; `?format=csv` gives the functions."""
    functions = filing.functions()
    if request.GET.get("format") == "csv":
        head = [_("类别"), _("功能"), _("谁可以办"), _("网页"), _("手机"), _("表格导入")]
        mark = {True: _("有"), False: ""}
        lines = [
            [each.room, each.label, each.who, each.address, mark[each.is_on_phone], mark[each.is_in_workbooks]]
            for each in functions
        ]
        return csv_file.response([head, *lines], "functions.csv")
    rooms: dict[str, list[filing.Function]] = {}
    for each in functions:
        rooms.setdefault(each.room, []).append(each)
    context = {
        "rooms": list(rooms.items()), "count": len(functions), "checks": filing.checks(),
        "pages": filing.page_count(),
    }  # fmt: skip
    return render(request, "forms/kit.html", context)
