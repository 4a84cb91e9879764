"""Before and after: of a project's slot with the longest span, its first and its newest picture, as known then."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Max, Min, QuerySet

from yidan.bulletins.blocks import Picture, PicturePair
from yidan.figures import population
from yidan.figures.question import CITY, Period, Question
from yidan.kernel.values import BEIJING, Month
from yidan.ledger.models import Exhibit, Profile


def pairs(year: int, as_of: datetime | None, most: int) -> list[PicturePair]:
    """Of the projects in the year's plan those whose slots were followed longest in it, one pair each, named; between
    equals the ledger's order."""
    spans = (
        _shown(as_of, year)
        .filter(project__in=population.projects(Question(Period(year), CITY, as_of)).values("pk"))
        .values("project", "slot_name", "project__order")
        .annotate(first=Min("month"), last=Max("month"))
        .filter(first__lt=F("last"))
        .order_by("first", "-last", "project__order", "project")
    )
    chosen = list(dict.fromkeys(each["project"] for each in spans[: most * 20]))[:most]
    names = dict(
        Profile.objects.known_at(as_of).filter(project__in=chosen).values_list("project", "name")
    )  # fmt: skip
    found = (pair(project, as_of, year=year, name=names.get(project, "")) for project in chosen)
    return [each for each in found if each]


def _shown(as_of: datetime | None, year: int | None) -> QuerySet[Exhibit]:
    """Photos in slots, as known then; those that were rejected are not shown."""
    found = (
        Exhibit.objects.known_at(as_of)
        .filter(capture__file__reading__has_preview=True, capture__file__media_type__startswith="image/")
        .exclude(slot_name="")
        .exclude(capture__judgements__verdict="rejected", capture__judgements__superseded_at=None)
    )
    return found.filter(month__gte=Month(year, 1), month__lte=Month(year, 12)) if year else found


def pair(
    project_id: int, as_of: datetime | None, *, year: int | None = None, name: str = ""
) -> PicturePair | None:  # fmt: skip
    """The two pictures, or None where no slot has two; of one year only, and under the project's name, where given."""
    found = (
        _shown(as_of, year)
        .filter(project=project_id)
        .select_related("capture__file")
        .order_by("month", "recorded_at", "pk")
    )
    slots: dict[str, list[Exhibit]] = {}
    for each in found:
        slots.setdefault(each.slot_name, []).append(each)
    spans = [shots for shots in slots.values() if shots[0].month < shots[-1].month]
    if not spans:
        return None
    longest = max(spans, key=lambda shots: shots[-1].month.number - shots[0].month.number)
    return PicturePair(_picture(longest[0], name), _picture(longest[-1], name))


def _picture(each: Exhibit, name: str) -> Picture:
    capture = each.capture
    taken = (capture.taken_at or capture.received_at).astimezone(BEIJING)
    what = f"{name}·{each.slot_name}" if name else each.slot_name
    return Picture(capture.file.sha256, f"{what}　{taken.year}年{taken.month}月{taken.day}日")
