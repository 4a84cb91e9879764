"""What is claimed of a file when a person brings it, and what a person decides of it later."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from yidan.evidence.models import Capture, File, Judgement
from yidan.evidence.rules import Claim
from yidan.evidence.states import Verdict
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid, NotPermitted
from yidan.kernel.journal import Note, note
from yidan.kernel.statements import insert
from yidan.kernel.verbs import Verb
from yidan.people.models import Person


def captured(file: File, claim: Claim, *, by: Person, recorded_at: datetime, poster: File | None = None) -> Capture:
    """The step that commands of the rooms below share: what `by` claims of a kept file stands from now on.

    A place out of range is dropped rather than refused: a picture is not lost over a phone's fault.
    """
    place = claim.place
    made = Capture(
        file=file,
        poster=poster,
        person=by,
        unit=by.unit,
        origin=claim.origin,
        taken_at=claim.taken_at,
        longitude=place.longitude if place else None,
        latitude=place.latitude if place else None,
        accuracy_m=place.accuracy_m if place else None,
        place_salt=secrets.token_hex(16) if place else "",
        nonce=claim.nonce[:120],
        nonce_at=claim.nonce_at if claim.nonce_at and claim.nonce_at <= recorded_at else None,
        nonce_fault=claim.nonce_fault[:100],
        device=claim.device[:60],
        received_at=recorded_at,
    )
    return insert(made)


def seals(captures: Iterable[Capture]) -> list[str] | None:
    """What the entry of an act says of the captures that came with it, for `yidan evidence verify`."""
    return [f"{each.claim_seal} {each.place_seal}".strip() for each in captures] or None


def judged(capture: Capture, *, by: Person, recorded_at: datetime, verdict: str, opinion: str, grade: str) -> Judgement:
    """The step that commands of the rooms below share: a person's decision, superseding an earlier one."""
    if verdict not in Verdict.values:
        raise Invalid(_("请选择认可、存疑或不予采信。"), field="verdict")
    opinion = opinion.strip()
    if verdict != Verdict.CREDIBLE and not opinion:
        raise Invalid(_("存疑或不予采信须写明理由，对方要据此说明。"), field="opinion")
    if len(opinion) > 300:
        raise Invalid(_("理由最多300字。"), field="opinion")
    said = {"verdict": verdict, "opinion": opinion, "grade": grade, "judged_by": by}
    before = capture.judgements.live().first()
    if before:
        return before.superseded_by(recorded_at=recorded_at, **said)
    return Judgement.record(recorded_at=recorded_at, capture=capture, **said)


@command(Verb.CAPTURE_REMOVE_PLACE)
def remove_place(capture: Capture, *, by: Person, at: datetime, recorded_at: datetime) -> Note:
    """删除位置: the person who took the picture takes away where; the grade says from then on that none is given."""
    if capture.person_id != by.pk:
        raise NotPermitted(_("位置只能由拍摄人本人删除。"))
    if capture.longitude is None:
        raise Invalid(_("这份佐证没有位置，不需要删除。"))
    Capture.objects.filter(pk=capture.pk).update(
        longitude=None, latitude=None, accuracy_m=None, place_salt="", place_removed_at=recorded_at
    )
    capture.refresh_from_db()
    return note(capture, sha256=capture.file.sha256)
