"""The last byte is there: compare hash and type, keep the bytes, give the receipt."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from yidan.evidence import store
from yidan.evidence.commands import keep
from yidan.evidence.commands.keeping import plain_name, require_size
from yidan.evidence.queries import receipt_of
from yidan.evidence.states import Kind
from yidan.evidence.store import Arrival
from yidan.kernel.errors import NotPermitted, Refused
from yidan.people.models import Person
from yidan.web import media
from yidan.web.upload.protocol import CHECKSUM_MISMATCH, Problem
from yidan.web.upload.waiting import KEPT, OPEN, WHOLE, Upload

_KEYS = UUID("6f1d3a58-51b0-4ed1-9f0c-0f6f1f0f5a11")


def finish(upload: Upload, *, by: Person, at: datetime, sha256: str = "") -> Upload:
    """Keep it and note the receipt; `sha256` where it was computed while the bytes came. Held locked by the caller.

    Each step can be repeated: whatever a kill leaves, the next request that asks after the upload goes on from there.
    What does not hold is refused in a sentence, and its bytes are dropped.
    """
    if upload.state == KEPT:
        return upload
    if upload.state == OPEN:
        upload = _whole(upload, Arrival(upload.place, sha256, upload.length) if sha256 else store.hashed(upload.place))
    arrival = Arrival(upload.place, upload.sha256, upload.length)
    try:
        store.admit(arrival)  # before the transaction, which would hold all other writers off while the disk settles
        keep(
            by.unit, by=by, at=at, key=uuid5(_KEYS, str(upload.id)), name=upload.name, data=arrival,
            media_type=upload.media_type,
        )  # fmt: skip
    except store.Away as away:  # its bytes wait here; whoever asks after the upload goes on from there
        raise Problem(503, str(away), Retry_After="60") from None
    except Refused as refusal:
        upload.removed()
        raise Problem(403 if isinstance(refusal, NotPermitted) else 409, str(refusal)) from None
    receipt = receipt_of(by, upload.sha256)
    assert receipt is not None  # keep wrote it, or the act with this key did
    return upload.saved(state=KEPT, received_at=receipt.kept_at.isoformat())


def _whole(upload: Upload, arrival: Arrival) -> Upload:
    """The upload with its true hash and type, if they are acceptable."""
    name = plain_name(upload.name)
    try:
        if upload.sha256 and upload.sha256 != arrival.sha256:
            raise Problem(CHECKSUM_MISMATCH, _("“%(name)s”传输中有损坏，校验值不符，请重新上传。") % {"name": name})
        with upload.place.open("rb") as file:
            media_type = media.media_type_of(file)
        if reason := media.refusal(media_type):
            raise Problem(415, _("“%(name)s”%(reason)s") % {"name": name, "reason": reason})
        try:
            require_size(name, Kind.of(media_type), upload.length)
        except Refused as refusal:
            raise Problem(413, str(refusal)) from None
    except Problem:
        upload.removed()
        raise
    return upload.saved(state=WHOLE, sha256=arrival.sha256, media_type=media_type)
