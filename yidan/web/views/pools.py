"""项目库「135」: what waits for a decision, the pools by unit, and the projects of one: how ripe, how old."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yidan.figures import queries
from yidan.figures.define import Calibre
from yidan.figures.question import Question
from yidan.kernel import policy
from yidan.kernel.parameters import values as parameter_values
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.ledger import pooling, wording
from yidan.ledger.maturity import lacking, maturity
from yidan.ledger.models import Pool, PoolCase, Profile, Project
from yidan.ledger.queries import visible_to
from yidan.people.queries import assessed_units
from yidan.web import asking, clock, cockpit
from yidan.web import format as words
from yidan.web.chips import chip, without
from yidan.web.money.showing import figure_cells
from yidan.web.preferences import preferences
from yidan.web.request import Request
from yidan.web.views.rolling import tabs

FIGURES = (
    "pool.reserve", "pool.rolling", "pool.construction", "pool.new", "pool.conversion_rate", "pool.rolling_rate",
    "pool.start_rate", "pool.put_out",
)  # fmt: skip
SHORT = ("pool.reserve", "pool.rolling", "pool.construction", "pool.new", "pool.conversion_rate", "pool.rolling_rate")
NEXT = {Pool.RESERVE: Pool.ROLLING, Pool.ROLLING: Pool.CONSTRUCTION}
PAGE = 50
WAITING = 8


@require_GET
def pools(request: Request) -> HttpResponse:
    """What waits for a decision; the pools' figures in total and by unit; below, one pool's projects."""
    now, at = clock.now(), queries.revision()
    asked, today = asking.question(request, now=now, at=at), beijing_day(now)
    if asked.scope.is_nothing:
        raise Http404("pools")
    pool = request.GET.get("pool", Pool.RESERVE.value)
    if pool not in Pool.values:
        raise Http404("pool")
    unit = preferences(request).unit
    table = queries.grouped(FIGURES, asked, "unit", at=at)
    seen = visible_to(request.user)
    months = int(parameter_values(asked.as_of)[pooling.POOL_STILL.name])
    day = min(asked.period.until, today if asked.as_of is None else beijing_day(asked.as_of))
    is_now, chosen = asked.as_of is None, _chosen(request, asked, pool, day, today)
    idle = pooling.still(chosen, today, months)
    shown: Any = idle if is_now and request.GET.get("still") else chosen
    about = ("profile__assessed_unit", "profile__owner_unit", "profile__competent_unit")
    page = Paginator(shown.select_related(*about).order_by("order", "pk"), PAGE).get_page(request.GET.get("page"))
    waits = pooling.waiting(seen)
    context = {
        "asked": asked,
        "tabs": tabs("pools"),
        "numbers": figure_cells(queries.totals(FIGURES, asked, at=at), asked, unit),
        "picker": asking.picker(asked, reverse("pools"), today=today),
        "as_of": asking.as_of_day(asked.as_of),
        "cut": asking.cut(asked, str(Calibre.DISPATCH.label)),
        "scope_words": asking.scope_words(asked),
        "heads": [str(queries.get(key).label) for key in SHORT],
        "units": [
            {"name": group.name, "cells": [
                {"value": cockpit.written(key, table[key][group.key], unit),
                 "href": asking.address(key, asked, unit=group.key) if group.key else ""} for key in SHORT
            ]}
            for group in queries.groups("unit", [
                key for key in table["pool.new"] if any(table[each][key].value for each in FIGURES)])
        ],
        "chips": [
            chip(request.GET, "pool", _("项目库"), Pool.choices,
                 counts={each: queries.value(f"pool.{each}", asked, at=at).value for each in Pool.values}),
            chip(request.GET, "unit", _("考核单元"), [(each.pk, str(each)) for each in assessed_units()]),
            *([chip(request.GET, "still", _("进展"), [("1", _("%(months)d个月无进展") % {"months": months})],
                    counts={"1": idle.count()})] if is_now else []),
        ],
        "clear": without(request.GET, "pool", "unit", "still"),
        "pool": Pool(pool).label,
        "page": page,
        "rows": _rows(request, list(page.object_list), pool, idle, today, day) if is_now
                else _then(list(page.object_list), pool, months, day, asked.as_of),
        "is_idle_only": bool(request.GET.get("still")) and is_now,
        "waiting": [_waiting(each) for each in waits[:WAITING]],
        "waiting_count": waits.count(),
    }  # fmt: skip
    return render(request, "projects/pools.html", context)


def _chosen(request: Request, asked: Question, pool: str, day: date, today: date) -> QuerySet[Project]:
    """Who stands in the pool today; of another day, or as known then, who is counted in it."""
    if asked.as_of is not None:
        return queries.ask(f"pool.{pool}", asked).records
    if day < today:
        return Project.objects.filter(pk__in=queries.ask(f"pool.{pool}", asked).records.values("pk"))
    chosen = visible_to(request.user).filter(profile__pool=pool, children__isnull=True)
    return chosen if asked.unit is None else chosen.filter(profile__assessed_unit=asked.unit)


def _waiting(case: PoolCase) -> dict[str, Any]:
    """A proposal that nobody decided yet."""
    return {
        "name": case.project.name,
        "href": reverse("pool-case", args=[case.pk]),
        "into": case.get_into_display(),
        "who": str(case.proposed_by.unit or case.proposed_by.name),
        "day": words.short_day(beijing_day(case.proposed_at)),
    }


def _rows(
    request: Request, projects: list[Project], pool: str, still: QuerySet[Project], today: date, day: date
) -> list[dict[str, Any]]:
    ids = [project.pk for project in projects]
    idle = {*still.filter(pk__in=ids).values_list("pk", flat=True)}
    known, since, kept = pooling.preparation_of(ids), pooling.in_pool_since(ids, None, day), pooling.kept_until(ids)
    return [
        {
            **_row(project.profile, pool, *known[project.pk]),  # type: ignore[arg-type]
            "age": words.short_day(since[project.pk]),
            "age_days": (today - since[project.pk]).days,
            "is_still": project.pk in idle,
            "kept": words.short_day(kept[project.pk]) if kept.get(project.pk, today) > today else "",
            "acts": [
                (verb.label, reverse(verb.value, args=[project.pk]))
                for verb in ((Verb.POOL_REMOVE, Verb.POOL_KEEP) if project.pk in idle else (Verb.POOL_PROPOSE,))
                if project.profile.pool == pool
                and (project.pk in idle or pool != Pool.CONSTRUCTION)
                and policy.may(request.user, verb, project)
            ],
        }
        for project in projects
    ]  # fmt: skip


def _then(projects: list[Project], pool: str, months: int, day: date, as_of: datetime | None) -> list[dict[str, Any]]:
    """The rows as they stood on that day, as known then; nothing can be done about them."""
    ids = [project.pk for project in projects]
    known, since = pooling.preparation_of(ids, as_of, day), pooling.in_pool_since(ids, as_of, day)
    kept, idle_since = pooling.kept_until(ids, as_of), pooling.months_before(day, months)
    said = Profile.objects.known_at(as_of).filter(project__in=ids).select_related("assessed_unit")
    profiles = {each.project_id: each for each in said}
    return [
        {
            **_row(profiles[pk], pool, *known[pk]),
            "age": words.short_day(since[pk]),
            "age_days": (day - since[pk]).days,
            "is_still": pool != Pool.CONSTRUCTION and known[pk][1] < idle_since and kept.get(pk, date.min) < day,
            "kept": words.short_day(kept[pk]) if kept.get(pk, day) > day else "",
            "acts": [],
        }
        for pk in ids
    ]  # fmt: skip


def _row(profile: Profile, pool: str, known: Any, last: date) -> dict[str, Any]:
    """A project: its level and points with the reasons, what the next pool asks for, and since when it stood still."""
    found = maturity(known)
    following = NEXT.get(Pool(pool))
    missing = lacking(known, following) if following else []
    return {
        "name": profile.name,
        "href": reverse("project", args=[profile.project_id]),
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
    }  # fmt: skip
