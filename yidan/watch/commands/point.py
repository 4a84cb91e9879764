"""Where is watched."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from yidan.kernel.command import command
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Note, note
from yidan.kernel.rows import require_new, written
from yidan.kernel.verbs import Verb
from yidan.people.models import Person, Unit
from yidan.watch.models import Point, Watch


@command(Verb.POINT_SET)
def set(
    subject: Point | Watch, *, by: Person, at: datetime, name: str, unit: Unit, kind: str = "", groups: str = "",
    order: int = 100, is_ended: bool = False,
) -> Note:  # fmt: skip
    """设监测点: a new one of a watch, or one as it is now; what is no longer used keeps what was seen there."""
    point = subject if isinstance(subject, Point) else None
    watch = subject.watch if isinstance(subject, Point) else subject
    if not unit.is_assessed:
        raise Invalid(_("监测点归在县市区或园区名下，%(unit)s不是。") % {"unit": unit}, field="unit")
    require_new(watch.points.filter(name=name.strip()), point, _("已有同名的监测点。"))
    kept = written(Point, point, {
        "watch": watch, "name": name, "kind": kind, "groups": groups, "unit": unit, "order": order,
        "is_ended": is_ended,
    })  # fmt: skip
    return note(kept, watch=watch.name, name=kept.name, unit=unit.name, is_ended=is_ended)
