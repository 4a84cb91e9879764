"""How much one person may bring a day, and whether the disk can take it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from yidan.evidence import queries, store
from yidan.kernel.values import BEIJING, beijing_day
from yidan.people.models import Person
from yidan.web.upload import waiting
from yidan.web.upload.parameters import DAY_MB, UNFINISHED
from yidan.web.upload.protocol import Problem


def require(person: Person, length: int, *, at: datetime, values: Mapping[str, Any]) -> None:
    """A Problem with the sentence where so many more bytes are too many for today, or for the disk."""
    unfinished = [each for each in waiting.of_person(person.pk) if each.state == waiting.OPEN]
    if len(unfinished) >= values[UNFINISHED.name]:
        raise Problem(
            429,
            _("您有%(count)d个文件还没传完，请先把它们传完或取消，再传新的。") % {"count": len(unfinished)},
            Retry_After="600",
        )
    require_day(person, length, at=at, values=values, under_way=sum(each.length for each in unfinished))
    others = waiting.everywhere()
    largest = max(settings.UPLOAD_LIMIT_BYTES.values())
    try:
        # only on a disk that might become full is it worth reading how much each still lacks
        if store.room() < length + len(others) * largest:
            store.require_room(length + waiting.missing_bytes(others))
    except store.Full as refusal:
        raise Problem(507, str(refusal)) from None


def require_day(person: Person, length: int, *, at: datetime, values: Mapping[str, Any], under_way: int = 0) -> None:
    """A Problem where so many more bytes are too many for today, by whichever door they come."""
    midnight = datetime.combine(beijing_day(at), time(), BEIJING)
    limit = values[DAY_MB.name] * store.MEGABYTE
    left = limit - queries.received_bytes(person, since=midnight) - under_way
    if length <= left:
        return
    resets_at = midnight + timedelta(days=1)
    raise Problem(
        429,
        _("今天还能上传%(left)d MB(每人每天%(limit)d MB)，这个文件%(size)d MB，放不下；明天0点起重新计算。")
        % {
            "left": max(0, left) // store.MEGABYTE,
            "limit": values[DAY_MB.name],
            "size": -(-length // store.MEGABYTE),
        },
        Retry_After=str(max(1, int((resets_at - at).total_seconds()))),
    )
