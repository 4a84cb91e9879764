"""本周影像: the newest pictures of the city, as a page and as a wall; contact sheet and bundle of any selection."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from yidan.figures.rules import Light
from yidan.kernel.errors import Refused
from yidan.kernel.values import beijing_day
from yidan.ledger.models import Stage
from yidan.people.queries import assessed_units, scope_of
from yidan.web import chips, clock
from yidan.web import format as words
from yidan.web.album import bundle, selection, sheet
from yidan.web.album.selection import Week
from yidan.web.project import grades
from yidan.web.request import Request

A_PAGE = 40
ON_THE_WALL = 8
_w = gettext_lazy
LIGHTS = ((Light.RED, _w("滞后")), (Light.YELLOW, _w("预警")), (Light.TRACKED, _w("跟踪")), (Light.GREEN, _w("正常")))
FILTERS = ("unit", "stage", "grade", "light")


@require_GET
def week(request: Request) -> HttpResponse:
    """本周影像: newest first, narrowed by unit, stage, grade and light."""
    _require_business(request)
    found = selection.narrowed(request)
    chosen = selection.newest_week(request, found)
    shots = _shots(request, chosen, selection.MOST)
    page = Paginator(shots, A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    for name in ("until", "page"):
        query.pop(name, None)
    context = {
        **_said(chosen, len(shots)),
        "shots": _led(list(page)) if page.number == 1 else list(page),
        "page": page,
        "chips": _chips(request),
        "clear": chips.without(request.GET, *FILTERS),
        "selection": request.GET.urlencode(),
        **_neighbours(found, chosen, query.urlencode()),
    }
    return render(request, "evidence/week.html", context)


@require_GET
def wall(request: Request) -> HttpResponse:
    """The same for a wall of 1920×1080: the eight newest, nothing to press, renewed every five minutes."""
    _require_business(request)
    chosen = selection.newest_week(request, selection.narrowed(request))
    shots = _shots(request, chosen, ON_THE_WALL)
    context = {
        **_said(chosen, len(shots)),
        "shots": shots,
        "address": request.get_full_path(),
        "renewed": words.minute(clock.now(), clock.today()),
    }
    template = "evidence/wall.html#board" if request.headers.get("HX-Request") else "evidence/wall.html"
    return render(request, template, context)


@require_GET
def contact_sheet(request: Request) -> HttpResponse:
    """影像页 (PDF)."""
    shots = _bounded(request, sheet.MOST)
    title, sub = _title(request, shots)
    response = HttpResponse(sheet.pdf(shots, title=title, sub=sub), content_type="application/pdf")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(title)}.pdf"
    return response


@require_GET
def bundled(request: Request) -> HttpResponseBase:
    """打包下载: copies with a watermark; with `?original` the original bytes."""
    shots = _bounded(request, bundle.MOST)
    title, _sub = _title(request, shots)
    pieces = bundle.packed(shots, is_original="original" in request.GET)
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(title)}.zip"
    return response


def _require_business(request: Request) -> None:
    if scope_of(request.user).is_nothing:
        raise Http404("evidence")


def _shots(request: Request, chosen: Week | None, most: int) -> list[dict[str, Any]]:
    if chosen is None:
        return []
    return selection.shots(request, list(selection.within(selection.narrowed(request), chosen)[:most]))


def _bounded(request: Request, most: int) -> list[dict[str, Any]]:
    """The selection, if it is neither empty nor too large."""
    _require_business(request)
    shots = selection.selected(request, most)
    if not shots:
        raise Refused(_("所选范围里没有影像，没有生成文件；请放宽筛选。"))
    if len(shots) > most:
        raise Refused(_("所选影像超过%(most)d件，没有生成文件；请按项目或月份缩小范围。") % {"most": most})
    return shots


def _title(request: Request, shots: list[dict[str, Any]]) -> tuple[str, str]:
    projects = {each["project"] for each in shots}
    days = sorted(each["short_day"] for each in shots)
    title = _("%(project)s影像") % {"project": projects.pop()} if len(projects) == 1 else _("重点项目影像")
    span = days[0] if days[0] == days[-1] else f"{days[0]} — {days[-1]}"
    return title, _("%(span)s，共%(count)d件") % {"span": span, "count": len(shots)}


def _said(chosen: Week | None, count: int) -> dict[str, Any]:
    if chosen is None:
        return {"span": "", "count": 0}
    return {"span": f"{words.day(chosen.since)} — {words.day(chosen.until, chosen.since)}", "count": count}


def _led(shots: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The newest that can be seen stands large, and first."""
    lead = next((each for each in shots if each["view"]), None)
    if lead is None or len(shots) < 3:
        return shots
    return [{**lead, "is_lead": True}, *(each for each in shots if each is not lead)]


def _chips(request: Request) -> list[chips.Chip]:
    query = request.GET
    units = [(unit.pk, str(unit)) for unit in assessed_units()]
    return [
        chips.chip(query, "unit", _("考核单元"), units, several=True),
        chips.chip(query, "stage", _("阶段"), Stage.choices, several=True),
        chips.chip(query, "grade", _("评级"), [(letter, letter) for letter in grades.LETTERS], several=True),
        chips.chip(query, "light", _("亮灯"), LIGHTS, several=True),
    ]


def _neighbours(found: Any, chosen: Week | None, query: str) -> dict[str, str]:
    """Where the weeks before and after lie, each ending where there is a picture."""
    if chosen is None:
        return {}
    since, until = chosen.bounds()
    recorded = found.values_list("recorded_at", flat=True)
    before = recorded.filter(recorded_at__lt=since).order_by("-recorded_at").first()
    after = recorded.filter(recorded_at__gte=until).order_by("recorded_at").first()
    rest = f"&{query}" if query else ""

    def address(day: date) -> str:
        return f"?until={day}{rest}"

    return {
        "earlier": address(beijing_day(before)) if before else "",
        "later": address(beijing_day(after) + selection.WEEK * 6 / 7) if after else "",
    }
