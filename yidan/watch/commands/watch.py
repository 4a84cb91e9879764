"""What is watched, on which paper's ground, and from where on somebody should look."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from yidan.kernel.command import command
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Note, note
from yidan.kernel.rows import require_new, written
from yidan.kernel.verbs import Verb
from yidan.people.models import Person, Unit
from yidan.watch.models import AlertRule, Watch


@command(Verb.WATCH_SET)
def set(
    watch: Watch | None, *, by: Person, at: datetime, recorded_at: datetime, name: str, value_word: str, basis: str,
    unit: Unit, day_percent: Decimal | None, week_percent: Decimal | None, on_outage: bool, source: str,
    is_ended: bool = False,
) -> Note:  # fmt: skip
    """设监测: a change of the alert lines is a fact with its source; yesterday's sheet keeps yesterday's lines."""
    if not source.strip():
        raise Invalid(_("请写明预警线的依据。"), field="source")
    for field, percent in (("day_percent", day_percent), ("week_percent", week_percent)):
        if percent is not None and not 0 < percent <= 1000:
            raise Invalid(_("预警线在0到1000之间；不预警就不填。"), field=field)
    require_new(Watch.objects.filter(name=name.strip()), watch, _("已有同名的监测。"))
    kept = written(Watch, watch, {
        "name": name, "value_word": value_word, "basis": basis, "unit": unit, "is_ended": is_ended,
    })  # fmt: skip
    line = {
        "day_percent": day_percent, "week_percent": week_percent, "on_outage": on_outage, "source": source.strip()[:200]
    }  # fmt: skip
    live = AlertRule.objects.live().filter(watch=kept).first()
    if live is None:
        AlertRule.record(recorded_at=recorded_at, watch=kept, **line)
    elif any(getattr(live, field) != value for field, value in line.items()):
        live.superseded_by(recorded_at=recorded_at, **line)
    return note(kept, name=kept.name, unit=unit.name, is_ended=is_ended, **line)
