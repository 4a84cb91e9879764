"""项目库「135」: the three pools by unit, and the projects of one with how ripe each is and why."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yidan.figures import queries
from yidan.figures.define import Calibre
from yidan.funds.rules.questions import months_after
from yidan.kernel.parameters import values as parameter_values
from yidan.kernel.values import beijing_day
from yidan.ledger import wording
from yidan.ledger.maturity import lacking, maturity
from yidan.ledger.models import Pool, Project
from yidan.ledger.queries import POOL_STILL, preparation_of, visible_to
from yidan.people.queries import assessed_units
from yidan.web import asking, clock, cockpit
from yidan.web import format as words
from yidan.web.chips import chip, without
from yidan.web.money.showing import figure_cells
from yidan.web.preferences import preferences

FIGURES = ("pool.reserve", "pool.rolling", "pool.construction", "pool.new", "pool.moved_on", "pool.conversion_rate")
NEXT = {Pool.RESERVE: Pool.ROLLING, Pool.ROLLING: Pool.CONSTRUCTION}
PAGE = 50


@require_GET
def pools(request: HttpRequest) -> HttpResponse:
    """The pools' figures in total and by unit; below, one pool's projects, those longest without progress first."""
    now, at = clock.now(), queries.revision()
    asked, today = asking.question(request, now=now, at=at), beijing_day(now)
    if asked.scope.is_nothing:
        raise Http404("pools")
    pool = request.GET.get("pool", Pool.RESERVE.value)
    if pool not in Pool.values:
        raise Http404("pool")
    unit = preferences(request).unit
    table = queries.grouped(FIGURES, asked, "unit", at=at)
    chosen = visible_to(request.user).filter(profile__pool=pool, children__isnull=True)  # type: ignore[arg-type]
    if asked.unit is not None:
        chosen = chosen.filter(profile__assessed_unit=asked.unit)
    page = Paginator(chosen.select_related("profile__assessed_unit").order_by("order", "pk"), PAGE).get_page(
        request.GET.get("page")
    )
    known = preparation_of([project.pk for project in page.object_list])
    still = int(parameter_values()[POOL_STILL.name])
    counts = {each: queries.value(f"pool.{each}", asked, at=at).value for each in Pool.values}
    context = {
        "asked": asked,
        "numbers": figure_cells(queries.totals(FIGURES, asked, at=at), asked, unit),
        "picker": asking.picker(asked, reverse("pools"), today=today),
        "as_of": asking.as_of_day(asked.as_of),
        "cut": asking.cut(asked, str(Calibre.DISPATCH.label)),
        "scope_words": asking.scope_words(asked),
        "heads": [str(queries.get(key).label) for key in FIGURES],
        "units": [
            {"name": group.name, "cells": [
                {"value": cockpit.written(key, table[key][group.key], unit),
                 "href": asking.address(key, asked, unit=group.key) if group.key else ""} for key in FIGURES
            ]}
            for group in queries.groups("unit", [
                key for key in table["pool.new"] if any(table[each][key].value for each in FIGURES)])
        ],
        "chips": [
            chip(request.GET, "pool", _("项目库"), Pool.choices, counts=counts),  # type: ignore[arg-type]
            chip(request.GET, "unit", _("考核单元"), [(each.pk, str(each)) for each in assessed_units()]),
        ],
        "clear": without(request.GET, "pool", "unit"),
        "pool": Pool(pool).label,
        "page": page,
        "rows": [_row(project, pool, *known[project.pk], still, today) for project in page.object_list],
    }  # fmt: skip
    return render(request, "projects/pools.html", context)


def _row(project: Project, pool: str, known: Any, last: date, still: int, today: date) -> dict[str, Any]:
    """A project: its level and points with the reasons, what the next pool asks for, and since when it stood still."""
    found = maturity(known)
    profile = project.profile
    assert profile is not None  # as asked for
    following = NEXT.get(Pool(pool))
    missing = lacking(known, following) if following else []
    return {
        "name": project.name,
        "href": reverse("project", args=[project.pk]),
        "unit": str(profile.assessed_unit or ""),
        "level": f"M{found.level}",
        "score": found.score,
        "points": [
            _("%(what)s %(earned)d/%(of)d") % {
                "what": wording.PREPARATION[point.name], "earned": point.earned, "of": point.of}
            for point in found.points
        ],
        "lacking": _("、").join(str(wording.PREPARATION[each]) for each in missing),
        "following": following.label if following else "",
        "last": words.short_day(last),
        "days": (today - last).days,
        "is_still": pool != Pool.CONSTRUCTION and today > months_after(last, still),
    }  # fmt: skip
