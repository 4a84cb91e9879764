"""What commands keep in step with the facts: a project's live profile, search text and stage; and shared refusals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from yidan.kernel.errors import Invalid
from yidan.kernel.values import beijing_day
from yidan.ledger import rules
from yidan.ledger.models import Profile, Project, StageMark


def search_text(project: Project, profile: Profile, *, names: Iterable[str] = (), codes: Iterable[str] = ()) -> str:
    """What search reads, a line each: number, name, former names, codes, the owner's names, pinyin initials."""
    owner = profile.owner_unit
    owners = (owner.name, owner.short_name, *owner.former_names.split("、")) if owner else ()
    words = [project.internal_id, profile.name, *names, *codes, *owners]
    readings = [reading for name in (profile.name, *names) for reading in rules.initials(name)]
    lines = [rules.full_to_half(word).lower() for word in words if word] + readings
    return "\n".join(dict.fromkeys(lines))


def refresh_search(project: Project) -> None:
    """Write the search text again from all facts (after a name, code or owner changed)."""
    profile = project.profile
    assert profile is not None  # from registration on
    past = project.profiles.exclude(pk=profile.pk).values_list("name", flat=True)
    noted = project.former_names.live().values_list("name", flat=True)
    codes = project.codes.live().values_list("code", flat=True)
    project.search = search_text(project, profile, names=dict.fromkeys([*past, *noted]), codes=codes)
    project.name_key = rules.name_key(profile.name)
    Project.objects.filter(pk=project.pk).update(search=project.search, name_key=project.name_key)


def refresh_stage(project: Project) -> None:
    """Write the stage again from the live marks."""
    marks = StageMark.objects.live().filter(project=project).values_list("mark", "happened_on")
    project.stage = rules.stage_of(marks)
    Project.objects.filter(pk=project.pk).update(stage=project.stage)


def refuse_merged(project: Project) -> None:
    """Nothing more is recorded of a project that was merged into another."""
    if project.merged_into_id:
        raise Invalid(
            _("“%(name)s”已并入“%(into)s”，请到那里办理。")
            % {"name": project.name, "into": Project.objects.select_related("profile").get(pk=project.merged_into_id)}
        )


def require_text(text: str, message: Any, field: str) -> str:
    """A text that must be there, trimmed."""
    if not (text := (text or "").strip()):
        raise Invalid(message, field=field)
    return text


def refuse_future(day: date, at: datetime, what: Any, field: str) -> None:
    """What has happened cannot lie ahead of the day on which it is told."""
    if day > beijing_day(at):
        raise Invalid(_("%(what)s%(day)s还没有到，请填实际日期。") % {"what": what, "day": day}, field=field)
