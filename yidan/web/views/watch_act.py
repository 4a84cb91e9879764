"""The acts of 监测: the sheet of a point and a day, a file of many, and what is watched where."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yidan.kernel import parameters, policy
from yidan.kernel.errors import Invalid
from yidan.kernel.verbs import Verb
from yidan.watch import parameters as office
from yidan.watch import queries
from yidan.watch.commands import goods, observation, point, watch
from yidan.watch.models import Goods, Point, Watch
from yidan.watch.rules import Before, day_before
from yidan.web import clock
from yidan.web import format as words
from yidan.web.acting import act_of, attempt, require
from yidan.web.papers.prices import Read, Reader, Said
from yidan.web.papers.workbook.grid import read_book
from yidan.web.project.acts import act
from yidan.web.request import Request
from yidan.web.views.watch import found
from yidan.web.watch import showing
from yidan.web.watch.forms import FileForm, GoodsForm, PointForm, SheetForm, WatchForm

both = require_http_methods(["GET", "POST"])
SHOWN_FAULTS = 30


@both
def record(request: Request, pk: int) -> HttpResponse:
    """填监测: one point, one day, one line an item; what was told the day before stands beside, never in the field."""
    place = get_object_or_404(queries.points_for(request.user), pk=pk)
    require(request, Verb.OBSERVATION_RECORD, place)
    today = clock.today()
    day = _day(request, today)
    live = {each.item_id: each for each in queries.seen([place], [day])}
    goods = [each for each in queries.items_of(place.watch) if place.tells(each) or each.pk in live]
    form = SheetForm(goods, live, request.POST or None, initial={"day": day})
    back, status = f"{reverse('watch', args=[place.watch_id])}?day={day}", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            made = attempt(request, form, lambda: observation.record(
                place, **act_of(request, form), day=day, said=form.said, reason=form.cleaned_data["reason"]
            ))  # fmt: skip
            if made is not None:
                messages.success(request, _("%(point)s已填") % {"point": place})
                return HttpResponseRedirect(back)
            status = 409
    then = day_before(day, Before.DAY)
    before = {
        each.item_id: _("缺货") if each.is_out else showing.value(each.value) for each in queries.seen([place], [then])
    }
    return render(
        request, "watch/record.html",
        {"form": form, "lines": form.lines(before), "point": place, "watch": place.watch, "day": words.day(day, today),
         "then": words.short_day(then), "is_again": bool(live), "back": back, "verb": _("保存"),
         "may_import": policy.may(request.user, Verb.OBSERVATION_RECORD, place)},
        status=status,
    )  # fmt: skip


def _day(request: Request, today: date) -> date:
    given = request.POST.get("day") or request.GET.get("day", "")
    try:
        day = date.fromisoformat(given) if given else today
    except ValueError:
        raise Http404("day") from None
    if day > today:
        raise Http404("day")
    return day


@both
def import_(request: Request, pk: int) -> HttpResponse:
    """导入采价表: a workbook or csv as it is; what cannot be read is named with its place, and nothing is guessed."""
    one = found(request, pk)
    places = [each for each in queries.points_for(request.user, one)
              if policy.may(request.user, Verb.OBSERVATION_RECORD, each)]  # fmt: skip
    if not places:
        require(request, Verb.OBSERVATION_RECORD, one)
    form = FileForm(request.POST or None, request.FILES or None)
    faults: list[str] = []
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            read = attempt(request, form, lambda: _read(one, places, form))
            faults = read.faults if read else []
            if read and (not faults or form.cleaned_data["skips_bad"]):
                count = attempt(request, form, lambda: _enter(request, form, places, read))
                if count is not None:
                    messages.success(request, _("已导入%(count)s个数") % {"count": words.number(count)})
                    last = max(day for _point, day in read.sheets)
                    return HttpResponseRedirect(f"{reverse('watch', args=[pk])}?day={last}")
            status = 409
    return render(
        request, "watch/import.html",
        {"form": form, "watch": one, "back": reverse("watch", args=[pk]), "faults": faults[:SHOWN_FAULTS],
         "more": max(0, len(faults) - SHOWN_FAULTS)},
        status=status,
    )  # fmt: skip


def _read(one: Watch, places: list[Point], form: FileForm) -> Read:
    data = form.cleaned_data["file"].read()
    form.digest = hashlib.sha256(data).hexdigest()  # type: ignore[attr-defined]
    return Reader(places, queries.items_of(one), form.cleaned_data["day"]).book(read_book(data))


def _enter(request: Request, form: FileForm, places: list[Point], read: Read) -> int:
    """A loop of ordinary acts, all or none; the same file twice is the same acts."""
    if not read.sheets:
        raise Invalid(_("没有读到任何价格。"), field="file")
    known = {place.pk: place for place in places}
    said = act_of(request, form)
    fresh = _unsaid(places, read)
    if not fresh:
        raise Invalid(_("表里的数都已经在了，没有任何改动。"), field="file")
    with transaction.atomic():
        for (place, day), values in sorted(fresh.items(), key=lambda each: (each[0][1], each[0][0])):
            key = uuid5(NAMESPACE_URL, f"{form.digest}:{place}:{day}")  # type: ignore[attr-defined]
            observation.record(
                known[place], by=said["by"], at=said["at"], key=key, day=day, said=values,
                reason=form.cleaned_data["reason"],
            )  # fmt: skip
    return sum(len(values) for values in fresh.values())


def _unsaid(places: list[Point], read: Read) -> dict[tuple[int, date], dict[int, Said]]:
    """What of the file does not stand already, so that a longer list can follow a shorter one."""
    stands = {
        (each.point_id, each.day, each.item_id): (each.value, each.is_out, each.remark)
        for each in queries.seen(places, {day for _place, day in read.sheets})
    }
    fresh = {
        key: {item: said for item, said in values.items() if stands.get((*key, item)) != said}
        for key, values in read.sheets.items()
    }
    return {key: values for key, values in fresh.items() if values}


# --- what is watched, where, of which goods ---


@both
def set(request: Request) -> HttpResponse:
    """设监测: a new one."""
    known = parameters.values()
    initial = {
        "value_word": _("价格"), "day_percent": showing.plain(known[office.DAY.name]),
        "week_percent": showing.plain(known[office.WEEK.name]), "on_outage": True, "source": office.DAY.source,
    }  # fmt: skip
    return _watch(request, None, initial, reverse("watches"))


@both
def change(request: Request, pk: int) -> HttpResponse:
    """A watch as it is now."""
    one = found(request, pk)
    line, source = queries.line_of(one)
    initial = {
        "name": one.name, "value_word": one.value_word, "basis": one.basis, "unit": one.unit, "is_ended": one.is_ended,
        "day_percent": line.day_percent, "week_percent": line.week_percent, "on_outage": line.on_outage,
        "source": source,
    }  # fmt: skip
    return _watch(request, one, initial, reverse("watch", args=[pk]))


def _watch(request: Request, one: Watch | None, initial: dict[str, Any], back: str) -> HttpResponse:
    return act(
        request, Verb.WATCH_SET, one, WatchForm(request.POST or None, initial=initial), watch.set,
        done=_("已保存"), back=back, title=one.name if one else Verb.WATCH_SET.label, columns=2,
        note=_("监测什么、在哪里、哪些品种都由市里定；改预警线不影响已经发出的日报。"),
    )  # fmt: skip


@require_GET
def points(request: Request, pk: int) -> HttpResponse:
    """The points of a watch, for whoever sets them."""
    one = found(request, pk)
    require(request, Verb.POINT_SET, one)
    rows = [
        {"name": each.name, "words": [each.kind, str(each.unit)], "is_ended": each.is_ended,
         "href": reverse("point-change", args=[each.pk])}
        for each in one.points.select_related("unit").order_by("is_ended", "order", "id")
    ]  # fmt: skip
    return _register(request, one, rows, Verb.POINT_SET, _("监测点"), [_("类型"), _("县市区")])


@require_GET
def items(request: Request, pk: int) -> HttpResponse:
    """The goods of a watch, for whoever sets them."""
    one = found(request, pk)
    require(request, Verb.GOODS_SET, one)
    rows = [
        {"name": each.name, "words": [each.group, each.spec, each.measure], "is_ended": each.is_ended,
         "href": reverse("goods-change", args=[each.pk])}
        for each in one.items.order_by("is_ended", "order", "id")
    ]  # fmt: skip
    return _register(request, one, rows, Verb.GOODS_SET, _("监测品种"), [_("类别"), _("规格"), _("计量单位")])


def _register(
    request: Request, one: Watch, rows: list[dict[str, Any]], verb: Verb, title: str, heads: list[str]
) -> HttpResponse:
    return render(
        request, "watch/register.html",
        {"watch": one, "rows": rows, "title": title, "heads": heads, "back": reverse("watch", args=[one.pk]),
         "add": reverse(verb.value, args=[one.pk]), "add_word": verb.label},
    )  # fmt: skip


@both
def set_point(request: Request, pk: int) -> HttpResponse:
    """设监测点: a new one."""
    one = found(request, pk)
    return act(request, Verb.POINT_SET, one, PointForm(request.POST or None), point.set, done=_("已保存"),
               back=reverse("watch-points", args=[pk]), columns=2)  # fmt: skip


@both
def change_point(request: Request, pk: int) -> HttpResponse:
    """A point as it is now."""
    seen = queries.visible_to(request.user)
    one = get_object_or_404(Point.objects.filter(watch__in=seen).select_related("watch", "unit"), pk=pk)
    initial = {name: getattr(one, name) for name in ("name", "kind", "groups", "unit", "order", "is_ended")}
    return act(request, Verb.POINT_SET, one, PointForm(request.POST or None, initial=initial), point.set,
               done=_("已保存"), back=reverse("watch-points", args=[one.watch_id]), title=one.name,
               columns=2)  # fmt: skip


@both
def set_item(request: Request, pk: int) -> HttpResponse:
    """设监测品种: a new one."""
    one = found(request, pk)
    return act(request, Verb.GOODS_SET, one, GoodsForm(request.POST or None), goods.set, done=_("已保存"),
               back=reverse("watch-items", args=[pk]), columns=2)  # fmt: skip


@both
def change_item(request: Request, pk: int) -> HttpResponse:
    """An item as it is now."""
    seen = queries.visible_to(request.user)
    one = get_object_or_404(Goods.objects.filter(watch__in=seen).select_related("watch"), pk=pk)
    initial = {name: getattr(one, name) for name in ("name", "group", "spec", "measure", "order", "is_ended")}
    return act(request, Verb.GOODS_SET, one, GoodsForm(request.POST or None, initial=initial), goods.set,
               done=_("已保存"), back=reverse("watch-items", args=[one.watch_id]), title=one.name,
               columns=2)  # fmt: skip
