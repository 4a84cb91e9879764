"""The grades of what is brought for a matter: a picture that strikes it off is looked at like any other.

Papers are not graded: one letter may well answer several matters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from yidan.evidence import grades
from yidan.evidence.rules.grading import Grade, Setting, Use
from yidan.evidence.states import Kind
from yidan.kernel.values import Month, beijing_day
from yidan.ledger.grading import kin_of, profiles, site_of
from yidan.ledger.models import Profile
from yidan.matters.models import Matter, MatterEvidence


def graded(pieces: Iterable[MatterEvidence]) -> dict[int, Grade]:
    """The grade of each photo and film, by its capture's id; the pieces come with capture, file and matter."""
    chosen = [piece for piece in pieces if piece.capture.file.kind != Kind.DOCUMENT]
    if not chosen:
        return {}
    projects = _projects({piece.matter_id for piece in chosen})
    every = {project for found in projects.values() for project in found}
    known, kin = profiles(every), kin_of(every)
    settings = {}
    for piece in chosen:
        about = projects[piece.matter_id]
        alike = frozenset(about[1:]).union(*(kin[project] for project in about))
        settings[piece.capture_id] = _setting(piece, about, alike, known)
    return grades.graded([piece.capture for piece in chosen], grades.Context(settings))


def _projects(matter_ids: Collection[int]) -> dict[int, list[int]]:
    """Which projects each matter is about."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = Matter.projects.through.objects.filter(matter__in=matter_ids).order_by("id")
    for matter, project in rows.values_list("matter", "project"):
        found[matter].append(project)
    return found


def _setting(piece: MatterEvidence, projects: list[int], kin: frozenset[int], known: dict[int, Profile]) -> Setting:
    """From its issue to the day on which it came; a place is measured where the matter is about one project."""
    matter, until = piece.matter, piece.added_at
    since = matter.issued_at if matter.issued_at and matter.issued_at < until else None
    span = f"{beijing_day(since)}—{beijing_day(until)}" if since else ""
    return Setting(
        project_id=projects[0] if projects else None,
        kin=kin,
        month=span,
        since=since,
        until=until if since else None,
        matter_id=matter.pk,
        person_id=piece.capture.person_id,
        **(site_of(known.get(projects[0])) if len(projects) == 1 else {}),
    )


@grades.tells_uses
def _uses(file_ids: Collection[int]) -> list[Use]:
    """Every photo and film that came for a matter."""
    found = MatterEvidence.objects.filter(capture__file__in=file_ids).select_related("capture__file")
    pieces = [piece for piece in found if piece.capture.file.kind != Kind.DOCUMENT]
    projects = _projects({piece.matter_id for piece in pieces}) if pieces else {}
    return [_use(piece, projects.get(piece.matter_id, [])) for piece in pieces]


def _use(piece: MatterEvidence, projects: list[int]) -> Use:
    return Use(
        file_id=piece.capture.file_id,
        capture_id=piece.capture_id,
        at=piece.added_at,
        project_id=projects[0] if projects else None,
        month=str(Month.of(beijing_day(piece.added_at))),
        kin=frozenset(projects[1:]),
        matter_id=piece.matter_id,
        person_id=piece.capture.person_id,
    )
