"""Before and after: of a project's slot with the longest span, its first and its newest picture, as known then."""

from __future__ import annotations

from datetime import datetime

from yidan.bulletins.blocks import Picture, PicturePair
from yidan.evidence.states import Kind
from yidan.kernel.values import BEIJING
from yidan.ledger.models import Exhibit


def pair(project_id: int, as_of: datetime | None) -> PicturePair | None:
    """The two pictures, or None where no slot has two; pictures that were rejected are not shown."""
    found = (
        Exhibit.objects.known_at(as_of)
        .filter(project=project_id, capture__file__reading__has_preview=True)
        .exclude(slot_name="")
        .exclude(capture__judgements__verdict="rejected", capture__judgements__superseded_at=None)
        .select_related("capture__file")
        .order_by("month", "recorded_at", "pk")
    )
    slots: dict[str, list[Exhibit]] = {}
    for each in found:
        if each.capture.file.kind == Kind.PHOTO:
            slots.setdefault(each.slot_name, []).append(each)
    spans = [shots for shots in slots.values() if shots[0].month < shots[-1].month]
    if not spans:
        return None
    longest = max(spans, key=lambda shots: shots[-1].month.number - shots[0].month.number)
    return PicturePair(_picture(longest[0]), _picture(longest[-1]))


def _picture(each: Exhibit) -> Picture:
    capture = each.capture
    taken = (capture.taken_at or capture.received_at).astimezone(BEIJING)
    return Picture(capture.file.sha256, f"{each.slot_name}　{taken.year}年{taken.month}月{taken.day}日")
