"""Taking a read table over: line by line the ordinary command, all or none; the same file twice is harmless."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from yidan.kernel.errors import Refused
from yidan.targets.commands import series as commands
from yidan.targets.models import Release, Series
from yidan.web.papers.importing.published import Line, read


@dataclass(frozen=True, slots=True)
class Taken:
    """How many lines were new, revised another number, or said what is known already."""

    new: int
    revised: int
    unchanged: int


class Faulty(Refused):
    """Lines that cannot be taken, each in a sentence; nothing was written."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(
            _("有%(count)d行不能导入，一行也没有写入；改好后整个文件再导入一次。") % {"count": len(faults)}
        )
        self.faults = faults


def take(content: bytes, *, by: Any, at: datetime, name: str, series: Series | None = None) -> Taken:
    """Read and record; every fault is collected first."""
    table = read(content, series=series)
    faults = list(table.faults)
    digest = hashlib.sha256(content).hexdigest()
    counts = {"new": 0, "revised": 0, "unchanged": 0}
    with transaction.atomic():
        for number, line in enumerate(table.lines):
            kind = _kind(line)
            counts[kind] += 1
            if kind == "unchanged":
                continue
            reason = _("按《%(document)s》修订(%(file)s)") if kind == "revised" else ""
            said = {"document": line.released.document, "file": name}
            try:
                commands.record(
                    line.series, by=by, at=at, key=uuid5(NAMESPACE_OID, f"{digest}/{number}"), released=line.released,
                    reason=reason % said if reason else "",
                )  # fmt: skip
            except Refused as refusal:
                faults.append(_("%(where)s：%(said)s") % {"where": line.where, "said": refusal})
        if faults:
            raise Faulty(faults)
    return Taken(**counts)


def _kind(line: Line) -> str:
    """Whether a line is new, another number than is held, or the same."""
    told = line.released
    live = Release.objects.live().filter(series=line.series, unit=told.unit, month=told.month).first()
    if live is None:
        return "new"
    names = ("said", "rank", "rank_of", "provincial", "national", "document", "released_on")
    return "unchanged" if all(getattr(live, name) == getattr(told, name) for name in names) else "revised"
