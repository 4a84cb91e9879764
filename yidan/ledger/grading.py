"""The grades of a project's exhibits: what each is to show, and where else its picture speaks for something."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q

from yidan.evidence import grades, wording
from yidan.evidence.rules import outlines
from yidan.evidence.rules.grading import Grade, Setting, Use
from yidan.evidence.rules.places import Place
from yidan.kernel.values import BEIJING
from yidan.ledger import queries
from yidan.ledger.models import Exhibit, Profile, Project, Slot


def graded(exhibits: Iterable[Exhibit]) -> dict[int, Grade]:
    """The grade of each exhibit's capture, by the capture's id; a dozen queries, however many exhibits."""
    chosen = list(exhibits)
    if not chosen:
        return {}
    projects = {exhibit.project_id for exhibit in chosen}
    points = profiles(projects)
    camera_only = set(
        Slot.objects.live().filter(project__in=projects, is_camera_only=True).values_list("project", "name")
    )
    kin = kin_of(projects)
    settings = {
        exhibit.capture_id: _setting(exhibit, points.get(exhibit.project_id), kin[exhibit.project_id], camera_only)
        for exhibit in chosen
    }
    return grades.graded([exhibit.capture for exhibit in chosen], grades.Context(settings))


def sentences(found: Collection[Grade], person: Any) -> Callable[[Grade], list[str]]:
    """How to say grades to a person: a project that he may not see is not named to him. One query for all."""
    ids = {reason.values["project_id"] for grade in found for reason in grade.reasons if "project_id" in reason.values}
    names: dict[int, str] = {}
    if ids - {None}:
        seen = queries.visible_to(person).filter(pk__in=ids - {None}).values_list("pk", flat=True)
        names = dict(Profile.objects.live().filter(project__in=seen).values_list("project", "name"))
    return lambda grade: [wording.reason(reason, names.get) for reason in grade.reasons]


def profiles(project_ids: Collection[int]) -> dict[int, Profile]:
    """Where each project is, by its id."""
    found = Profile.objects.live().filter(project__in=project_ids)
    return {each.project_id: each for each in found.only("project", "longitude", "latitude", "outline")}


def kin_of(project_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """For each project the bundle it belongs to and its own parts."""
    found: dict[int, set[int]] = {project: set() for project in project_ids}
    rows = Project.objects.filter(Q(pk__in=project_ids, parent__isnull=False) | Q(parent__in=project_ids))
    for child, parent in rows.values_list("pk", "parent_id"):
        assert parent is not None  # as asked for
        for one, other in ((child, parent), (parent, child)):
            if one in found:
                found[one].add(other)
    return {project: frozenset(others) for project, others in found.items()}


def _setting(
    exhibit: Exhibit, profile: Profile | None, kin: frozenset[int], camera_only: set[tuple[int, str]]
) -> Setting:
    """The project's point and outline, and the exhibit's month by Beijing's clock."""
    month = exhibit.month
    return Setting(
        project_id=exhibit.project_id,
        kin=kin,
        slot_name=exhibit.slot_name,
        person_id=exhibit.capture.person_id,
        month=str(month),
        since=datetime.combine(month.first, time(), BEIJING),
        until=datetime.combine(month.last + timedelta(days=1), time(), BEIJING),
        **site_of(profile),
        is_camera_only=(exhibit.project_id, exhibit.slot_name) in camera_only,
    )


def site_of(profile: Profile | None) -> dict[str, Any]:
    """The point and outline that a place is measured from."""
    if profile is None:
        return {}
    place = None
    if profile.longitude is not None and profile.latitude is not None:
        place = Place(profile.longitude, profile.latitude)
    return {"place": place, "outline": outlines.kept(profile.outline)}


@grades.tells_uses
def _uses(file_ids: Collection[int]) -> list[Use]:
    """Every exhibit, live or withdrawn, whose capture is of one of the files, or has it for its poster."""
    wanted = set(file_ids)
    either = Q(capture__file__in=wanted) | Q(capture__poster__in=wanted)
    return [
        _use(exhibit, file)
        for exhibit in Exhibit.objects.filter(either).select_related("capture")
        for file in (exhibit.capture.file_id, exhibit.capture.poster_id)
        if file is not None and file in wanted
    ]


def _use(exhibit: Exhibit, file_id: int) -> Use:
    return Use(
        file_id=file_id,
        capture_id=exhibit.capture_id,
        at=exhibit.recorded_at,
        project_id=exhibit.project_id,
        month=str(exhibit.month),
        ended_at=exhibit.superseded_at,
        slot_name=exhibit.slot_name,
        person_id=exhibit.capture.person_id,
    )
