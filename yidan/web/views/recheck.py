"""回头看: batches that anybody can draw again, one second look after another, and problems brought down to zero."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _w
from django.views.decorators.http import require_GET, require_http_methods

from yidan.kernel import policy
from yidan.kernel.verbs import Verb
from yidan.matters import queries, rules
from yidan.matters.commands import second_look
from yidan.matters.models import RecheckBatch
from yidan.matters.states import Result, State
from yidan.people.models import Unit
from yidan.people.queries import scope_of
from yidan.web import clock
from yidan.web import format as words
from yidan.web.acting import ActForm, act_of, attempt, require
from yidan.web.project.forms import DayField
from yidan.web.project.forms import text as written
from yidan.web.request import Request

both = require_http_methods(["GET", "POST"])
TONES = {Result.WAITING: "quiet", Result.HOLDS: "good", Result.REBOUND: "bad"}


@require_GET
def rechecks(request: Request) -> HttpResponse:
    """Every batch with its rate of rebounds, the interval of it, and how much was looked at of how much."""
    person: Any = request.user
    counted = queries.batches_for(person).select_related("drawer").annotate(
        drawn=Count("rechecks"),
        looked=Count("rechecks", filter=~Q(rechecks__result=Result.WAITING)),
        rebounds=Count("rechecks", filter=Q(rechecks__result=Result.REBOUND)),
    )  # fmt: skip
    return render(
        request, "matters/rechecks.html",
        {"batches": [_told(batch) for batch in counted], "may_draw": policy.may(person, Verb.RECHECK_DRAW, person.unit),
         "sees_nothing": not scope_of(person).is_city},
    )  # fmt: skip


def _told(batch: Any) -> dict[str, Any]:
    low, high = rules.interval(batch.rebounds, batch.looked)
    return {
        "href": reverse("recheck-batch", args=[batch.pk]),
        "name": batch.name,
        "period": f"{words.day(batch.closed_from_on)} — {words.day(batch.closed_to_on)}",
        "population": batch.population,
        "drawn": batch.drawn,
        "looked": batch.looked,
        "looked_of": f"{batch.looked} / {batch.drawn}",
        "left": batch.drawn - batch.looked,
        "rebounds": batch.rebounds,
        "rate": words.percent(100 * batch.rebounds / batch.looked) if batch.looked else "",
        "interval": _("%(low)s—%(high)s") % {"low": words.percent(100 * low), "high": words.percent(100 * high)}
        if batch.looked
        else "",
        "seed": batch.seed,
        "drawer": batch.drawer.name,
        "drawn_at": words.minute(batch.drawn_at),
    }


class DrawForm(ActForm):
    """Which period, how much of it, by which seed."""

    name = written(_w("批次名称"), most=80, must=True)
    from_on = DayField(label=_w("销号日期从"))
    to_on = DayField(label=_w("到"))
    percent = forms.IntegerField(label=_w("抽查比例(%)"), min_value=1, max_value=100, initial=30)
    seed = written(_w("抽样种子"), most=40, must=True, help_text=_w("如抽取当天的日期；印在记录里，谁都能照着重抽一遍"))


@both
def draw(request: Request) -> HttpResponse:
    """抽取回头看."""
    person: Any = request.user
    require(request, Verb.RECHECK_DRAW, person.unit)
    today = clock.today()
    before = today.replace(day=1) - timedelta(days=1)
    initial = {
        "from_on": before.replace(day=1), "to_on": before, "seed": f"{today:%Y%m%d}",
        "name": _("%(year)d年%(month)d月销号回头看") % {"year": before.year, "month": before.month},
    }  # fmt: skip
    form = DrawForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            run = lambda: second_look.draw(person.unit, **act_of(request, form), **form.entered())  # noqa: E731
            made: RecheckBatch | None = attempt(request, form, run)
            if made is not None:
                messages.success(request, _("已抽取，逐件去看"))
                return HttpResponseRedirect(reverse("recheck-batch", args=[made.pk]))
            status = 409
    return render(
        request, "matters/plain_act.html",
        {"form": form, "title": Verb.RECHECK_DRAW.label, "verb": Verb.RECHECK_DRAW.label, "back": reverse("rechecks"),
         "note": _("从这段时间销号的事项里按种子抽；同样的种子抽出同样的件。")},
        status=status,
    )  # fmt: skip


@require_GET
def batch(request: Request, batch_id: int) -> HttpResponse:
    """One batch: what it says so far, and each second look."""
    person: Any = request.user
    counted = queries.batches_for(person).select_related("drawer").annotate(
        drawn=Count("rechecks"),
        looked=Count("rechecks", filter=~Q(rechecks__result=Result.WAITING)),
        rebounds=Count("rechecks", filter=Q(rechecks__result=Result.REBOUND)),
    )  # fmt: skip
    found = get_object_or_404(counted, pk=batch_id)
    looks = found.rechecks.select_related("matter__lead_unit", "looker").order_by("order")
    rows = [
        {
            "order": each.order,
            "title": each.matter.title,
            "number": each.matter.number,
            "href": reverse("matter", args=[each.matter_id]),
            "lead": str(each.matter.lead_unit or ""),
            "result": (str(each.get_result_display()), TONES[Result(each.result)]),
            "found": each.found,
            "who": f"{each.looker.name} {words.minute(each.looked_at)}" if each.looker else "",
            "record": reverse("recheck.record", args=[each.pk]) if each.result == Result.WAITING else "",
        }
        for each in looks
    ]
    may_record = any(Verb.RECHECK_RECORD in policy.ROLE_VERBS[policy.Role(role)] for role, _unit in person.holds())
    following = next((row["record"] for row in rows if row["record"]), "") if may_record else ""
    return render(
        request, "matters/recheck_batch.html",
        {"batch": _told(found), "rows": rows, "next": following, "may_record": may_record, "back": reverse("rechecks")},
    )  # fmt: skip


class RecordForm(ActForm):
    """What the second look found."""

    result = forms.ChoiceField(
        label=_w("复查结果"), widget=forms.RadioSelect,
        choices=[(Result.HOLDS.value, Result.HOLDS.label), (Result.REBOUND.value, Result.REBOUND.label)],
    )  # fmt: skip
    found = written(_w("看到的情况"), rows=3, most=300, must=True)


@both
def record(request: Request, pk: int) -> HttpResponse:
    """记录回头看; the next one of the batch opens after it."""
    person: Any = request.user
    found = queries.rechecks_for(person).select_related("matter__lead_unit", "matter__raised_by", "batch").filter(pk=pk)
    look = found.first()
    if look is None:
        raise Http404
    require(request, Verb.RECHECK_RECORD, look)
    form = RecordForm(request.POST or None)
    status, back = 200, reverse("recheck-batch", args=[look.batch_id])
    if not queries.batches_for(person).filter(pk=look.batch_id).exists():
        back = reverse("matter", args=[look.matter_id])
    if request.method == "POST":
        status = 422
        if form.is_valid():
            if attempt(request, form, lambda: second_look.record(look, **act_of(request, form), **form.entered())):
                messages.success(request, _("已记录"))
                return HttpResponseRedirect(back)
            status = 409
    return render(
        request, "matters/recheck_record.html",
        {"form": form, "look": look, "matter": look.matter, "title": Verb.RECHECK_RECORD.label,
         "verb": Verb.RECHECK_RECORD.label, "back": back,
         "matter_href": reverse("matter", args=[look.matter_id])},
        status=status,
    )  # fmt: skip


# --- problems brought down to zero ---------------------------------------------------------------------------------

BY = {"lead": ("lead_unit", _w("按牵头单位")), "county": ("assessed_unit", _w("按县市区"))}
FILTER = {"lead": "unit", "county": "county"}


@require_GET
def rectification(request: Request) -> HttpResponse:
    """问题整改清零: of how many problems how many are put right, by unit, with the total; each number leads on."""
    person: Any = request.user
    today = clock.today()
    by = request.GET.get("by", "lead")
    by = by if by in BY else "lead"
    field = BY[by][0]
    seen = queries.visible_to(person)
    counted = {row[field]: row for row in queries.rectified_by(seen, field, today)}
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=[key for key in counted if key])}
    ordered = sorted(units.values(), key=lambda unit: (unit.protocol_order, unit.pk))
    rows = [_line(str(unit), counted[unit.pk], f"{FILTER[by]}={unit.pk}", today) for unit in ordered]
    if None in counted:
        rows.append(_line(_("还没有定单位"), counted[None], "", today))
    total: dict[str, Any] = {
        name: sum(row[name] or 0 for row in counted.values())
        for name in ("total", "closed", "late", "overdue", "rebounds")
    }
    links = [{"label": label, "address": f"?by={name}", "is_here": name == by} for name, (_f, label) in BY.items()]
    left_out = seen.filter(kind__in=queries.RECTIFIED, state__in=(State.DROPPED, State.MERGED)).count()
    return render(
        request, "matters/rectification.html",
        {"rows": rows, "total": _line(_("合计"), total, "", today), "by": by, "back": reverse("matters"),
         "links": links, "left_out": left_out, "cut_off": words.short_day(today),
         "sees_nothing": scope_of(person).is_nothing},
    )  # fmt: skip


def _line(name: str, row: dict[str, Any], narrowed: str, today: date) -> dict[str, Any]:
    """A row of the table; every number leads to the matters behind it."""
    kinds = "&".join(f"kind={kind.value}" for kind in queries.RECTIFIED)
    base = f"{reverse('matters')}?{kinds}" + (f"&{narrowed}" if narrowed else "")
    return {
        "name": name,
        "total": row["total"], "closed": row["closed"], "late": row["late"], "overdue": row["overdue"],
        "left": row["total"] - row["closed"], "rebounds": row["rebounds"],
        "rate": words.percent(100 * row["closed"] / row["total"]) if row["total"] else words.MISSING,
        "is_zero": row["total"] == row["closed"],
        "all_href": f"{base}&tab=all", "closed_href": f"{base}&tab=closed", "overdue_href": f"{base}&tab=overdue",
        "rebound_href": f"{base}&tab=all&rebound=1",
    }  # fmt: skip
