"""Pictures and papers of a matter: taken from a form, shown on its page, handed out to who sees the matter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from yidan.evidence.models import File, Reading
from yidan.evidence.rules import Claim
from yidan.evidence.states import Origin
from yidan.matters import grading
from yidan.matters.models import Matter, MatterEvidence
from yidan.people.models import Person
from yidan.web import format as words
from yidan.web.project import grades
from yidan.web.upload import ahead

AT_ONCE = 20
SHOWN = frozenset({"image/jpeg", "image/png", "image/webp"})
_OFFICE = "application/vnd.openxmlformats-officedocument"
TAKEN = SHOWN | {
    "image/heic", "image/heif", "video/mp4", "video/quicktime", "application/pdf", "application/x-ole-storage",
    f"{_OFFICE}.wordprocessingml.document", f"{_OFFICE}.spreadsheetml.sheet", f"{_OFFICE}.presentationml.presentation",
}  # fmt: skip
ACCEPT = "image/*,video/mp4,video/quicktime,.pdf,.heic,.doc,.docx,.xls,.xlsx"


class FilesInput(ahead.AheadInput):
    """Several files in one field."""


class FilesField(forms.FileField):
    """Pictures and papers, each told by its content what it is."""

    widget = FilesInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        sent = list(data) if isinstance(data, list | tuple) else [data] if data else []
        if len(sent) > AT_ONCE:
            raise forms.ValidationError(_("一次最多%(count)d个文件，请分几次附。") % {"count": AT_ONCE})
        if not sent and not self.required:
            return []
        return ahead.cleaned(self, sent or [None], initial)


def brought(
    sent: Iterable[Any], *, by: Person, at: datetime, key: UUID | None, field: str = "brought"
) -> list[tuple[File, Claim]]:
    """Keep what was sent, each once, and say of it that it came from a form; the caller's transaction holds it all."""
    found = []
    for place, each in enumerate(sent):
        kept = ahead.kept(
            each, by=by, at=at, key=uuid5(key, f"file/{place}") if key else None, types=TAKEN, field=field,
            refusal=_("“%(name)s”不是照片、视频、PDF或办公文档，没有附上；请换一个文件。"),
        )  # fmt: skip
        origin = Origin.GALLERY if kept.media_type.startswith(("image/", "video/")) else Origin.DESKTOP
        found.append((kept, Claim(origin=origin)))
    return found


def shots(matter: Matter, person: Person) -> list[dict[str, Any]]:
    """Each piece of evidence: what to show, what it is, with which reply it came, and what the rules say of it."""
    kept = list(matter.evidence.select_related("capture__file", "capture__person", "capture__unit").order_by("id"))
    for each in kept:
        each.matter = matter
    files = [each.capture.file_id for each in kept]
    readings = {each.file_id: each for each in Reading.objects.filter(file__in=files)}
    graded = grades.shown(grading.graded(kept), person)
    return [shot(each, readings.get(each.capture.file_id)) | {"grade": graded.get(each.capture_id)} for each in kept]


def shot(each: MatterEvidence, reading: Reading | None) -> dict[str, Any]:
    """One piece as a tile shows it."""
    file = each.capture.file
    address = reverse("matter-evidence", args=[each.matter_id, each.pk])
    has_preview = bool(reading and reading.has_preview)
    return {
        "href": address,
        "thumb": f"{address}?small" if has_preview else "",
        "name": each.caption or file.name,
        "is_video": file.media_type.startswith("video/"),
        "reply": each.reply_id,
        "who": each.capture.person.name,
        "when": words.minute(each.added_at),
        "code": f"{file.sha256[:4]}-{file.sha256[4:8]}".upper(),
    }
