"""监测: the watches, a day's sheet with its papers, one item with what is behind its numbers, and the acts."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yidan.figures import watching
from yidan.kernel import policy
from yidan.kernel.verbs import Verb
from yidan.people.queries import scope_of
from yidan.watch import queries
from yidan.watch.commands import lead
from yidan.watch.models import Watch
from yidan.watch.rules import Before, day_before, mean
from yidan.web import charts, clock
from yidan.web import format as words
from yidan.web.papers import watch as papers
from yidan.web.request import Request
from yidan.web.views.matter_paper import TYPES as PAPERS
from yidan.web.watch import showing

TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv"}
COURSE_DAYS = 30


@require_GET
def watches(request: Request) -> HttpResponse:
    """Every watch with how its latest day stands."""
    person: Any = request.user
    today = clock.today()
    rows = [_told(person, watch, today) for watch in queries.visible_to(person).select_related("unit")]
    return render(
        request, "watch/watches.html",
        {"rows": rows, "may_set": policy.may(person, Verb.WATCH_SET), "sees_nothing": scope_of(person).is_nothing},
    )  # fmt: skip


def _told(person: Any, watch: Watch, today: date) -> dict[str, Any]:
    day = queries.last_day(watch, today)
    points = list(queries.points_for(person, watch))
    sheet = watching.day_sheet(watch, points, day) if day else None
    return {
        "name": watch.name, "href": reverse("watch", args=[watch.pk]), "basis": watch.basis, "unit": watch.unit.name,
        "is_ended": watch.is_ended, "points": len(points), "items": queries.items_of(watch).count(),
        "day": words.day(day, today) if day else "", "told": len(points) - len(sheet.missing) if sheet else 0,
        "alerts": len(sheet.alerts) if sheet else 0,
    }  # fmt: skip


def found(request: Request, pk: int) -> Watch:
    """The watch, if this person may see it."""
    return get_object_or_404(queries.visible_to(request.user).select_related("unit"), pk=pk)


def day_of(request: Request, watch: Watch, today: date) -> date:
    """The day asked for, else the latest on which anything was entered, else today."""
    given = request.GET.get("day", "")
    try:
        day = date.fromisoformat(given) if given else queries.last_day(watch, today) or today
    except ValueError:
        raise Http404("day") from None
    if day > today:
        raise Http404("day")
    return day


@require_GET
def watch(request: Request, pk: int) -> HttpResponse:
    """日报: what crosses the line first, then every item, then which points have not told theirs."""
    person: Any = request.user
    one, today = found(request, pk), clock.today()
    day = day_of(request, one, today)
    sheet = watching.day_sheet(one, queries.points_for(person, one), day)
    may_record = not one.is_ended and any(policy.may(person, Verb.OBSERVATION_RECORD, each) for each in sheet.points)
    address, query = reverse("watch", args=[pk]), f"?day={day}"
    return render(
        request, "watch/day.html",
        {
            "watch": one, "sheet": sheet, "day": words.day(day, today), "is_today": day == today, "query": query,
            **showing.neighbours(address, day, today), "latest": address,
            "rows": showing.rows(sheet), "heads": list(showing.AGAINST.values()),
            "alerts": showing.alerts(sheet, may_raise=_may_raise(person)),
            "line": showing.line_words(sheet.line), "points": _points(person, sheet), "may_record": may_record,
            "told": len(sheet.points) - len(sheet.missing), "definitions": watching.DEFINITIONS,
            "exports": [
                {"label": label, "address": f"{reverse('watch-paper', args=[pk, ending])}{query}"}
                for ending, label in (
                    ("docx", _("日报（Word）")), ("pdf", _("日报（PDF）")), ("xlsx", _("采价表（Excel）")),
                    ("csv", _("采价表（CSV）")),
                )
            ],
            "places": _places(person, one),
        },
    )  # fmt: skip


def _may_raise(person: Any) -> bool:
    return any(Verb.LEAD_RAISE in policy.ROLE_VERBS[policy.Role(role)] for role, _unit in person.holds())


def _points(person: Any, sheet: watching.DaySheet) -> list[dict[str, Any]]:
    """Each point with how many goods it told, and the way to its sheet for whoever may fill it in."""
    asked = {point.pk: sum(point.tells(row.item) for row in sheet.rows) for point in sheet.points}
    return [
        {
            "name": point.name, "kind": point.kind, "unit": point.unit, "told": sheet.told.get(point.pk, 0),
            "of": asked[point.pk],
            "is_whole": sheet.told.get(point.pk, 0) >= asked[point.pk],
            "record": f"{reverse('observation.record', args=[point.pk])}?day={sheet.day}"
            if not sheet.watch.is_ended and policy.may(person, Verb.OBSERVATION_RECORD, point)
            else "",
        }
        for point in sheet.points
    ]  # fmt: skip


def _places(person: Any, watch: Watch) -> list[dict[str, str]]:
    pages = [
        (Verb.WATCH_SET, _("监测与预警线"), reverse("watch-change", args=[watch.pk])),
        (Verb.POINT_SET, _("监测点"), reverse("watch-points", args=[watch.pk])),
        (Verb.GOODS_SET, _("监测品种"), reverse("watch-items", args=[watch.pk])),
    ]
    return [{"label": label, "address": place} for verb, label, place in pages if policy.may(person, verb, watch)]


@require_GET
def paper(request: Request, pk: int, ending: str) -> HttpResponse:
    """The day's sheet as docx, PDF, xlsx or csv."""
    one = found(request, pk)
    day = day_of(request, one, clock.today())
    sheet = watching.day_sheet(one, queries.points_for(request.user, one), day)
    name = papers.name_of(sheet)
    if ending in PAPERS:
        kind, make = PAPERS[ending]
        answer: Any = HttpResponse(make(papers.paper(sheet), title=name), content_type=kind)
    elif ending in TYPES:
        with tempfile.NamedTemporaryFile(suffix=f".{ending}", delete=False) as file:
            path = Path(file.name)
        try:
            papers.write(sheet, path, ending)
            opened = path.open("rb")
        finally:
            path.unlink(missing_ok=True)  # what is open stays readable until it is sent
        answer = FileResponse(opened, content_type=TYPES[ending])
    else:
        raise Http404
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name}.{ending}')}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_GET
def item(request: Request, pk: int, item_id: int) -> HttpResponse:
    """One item: how it went over a month, and each point's price behind the mean, today and on the days compared."""
    person: Any = request.user
    one, today = found(request, pk), clock.today()
    day = day_of(request, one, today)
    goods = get_object_or_404(one.items, pk=item_id)
    points = list(queries.points_for(person, one))
    sheet = watching.day_sheet(one, points, day)
    row = next((each for each in sheet.rows if each.item.pk == goods.pk), None)
    if row is None:
        raise Http404
    course = watching.course(goods, points, day, COURSE_DAYS)
    days, means = [each for each, _mean in course], [showing.drawn(value) for _day, value in course]
    return render(
        request, "watch/item.html",
        {
            "watch": one, "item": goods, "day": words.day(day, today),
            "back": f"{reverse('watch', args=[pk])}?day={day}", "mean": showing.value(row.mean),
            "changes": [
                (showing.AGAINST[which], showing.changed(row.change(which)), words.short_day(day_before(day, which)),
                 showing.value(mean(row.then[which]))) for which in Before
            ],
            "rows": _sources(row, points, day), "heads": [words.short_day(day_before(day, which)) for which in Before],
            "picture": charts.daily(days, means, goods.measure),
            "table_heads": [_("日期"), _("平均")],
            "table": [(words.short_day(each), showing.value(value)) for each, value in course if value is not None],
            "definitions": watching.DEFINITIONS, "cut_off": words.day(day, today),
        },
    )  # fmt: skip


def _sources(row: watching.Row, points: list[Any], day: date) -> list[dict[str, Any]]:
    now = {each.point_id: each for each in row.observations}
    found = []
    for point in points:
        seen = now.get(point.pk)
        found.append({
            "point": point.name, "unit": point.unit,
            "now": _("缺货") if seen and seen.is_out else showing.value(seen.value if seen else None),
            "is_out": bool(seen and seen.is_out), "remark": seen.remark if seen else "",
            "then": [(words.short_day(day_before(day, which)), showing.value(row.then[which].get(point.pk)))
                     for which in Before],
            "who": f"{seen.observer.name} {words.minute(seen.recorded_at)}" if seen else "",
        })  # fmt: skip
    return found


@require_POST
def raise_(request: Request, pk: int) -> HttpResponse:
    """线索转一单 in one tap: the draft opens."""
    seen = get_object_or_404(queries.observations_for(request.user), pk=pk)
    made = lead.raise_(seen, by=request.user, at=clock.now(), why=request.POST.get("why", "")[:100])
    messages.success(request, _("已转一单，市项目办审核后交办"))
    return HttpResponseRedirect(reverse("matter", args=[made.pk]))
