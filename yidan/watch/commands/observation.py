"""What was seen at a point on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from yidan.kernel import parameters
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid, Refused
from yidan.kernel.journal import Note, note
from yidan.kernel.policy import Role
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.people.models import Person
from yidan.watch import parameters as office
from yidan.watch.models import Observation, Point

# What is said of an item: its value or None, whether there was none to be had, a remark.
Said = tuple[Decimal | None, bool, str]


@command(Verb.OBSERVATION_RECORD)
def record(
    point: Point, *, by: Person, at: datetime, recorded_at: datetime, day: date, said: Mapping[int, Said],
    reason: str = "",
) -> Note:  # fmt: skip
    """采价: one sheet of a point and a day. What stands already and is said otherwise is corrected, with the reason."""
    _require_day(point, by, day, beijing_day(at))
    known = dict(point.watch.items.filter(pk__in=said, is_ended=False).values_list("pk", "name"))
    if strange := said.keys() - known.keys():
        raise Invalid(_("有%(count)d个品种不在监测范围内，请刷新后再填。") % {"count": len(strange)})
    if not said:
        raise Invalid(_("还没有填写任何品种。"))
    live = {each.item_id: each for each in Observation.objects.live().filter(point=point, day=day, item__in=said)}
    values = {item: {"value": value, "is_out": is_out, "remark": remark.strip()[:100], "observer": by}
              for item, (value, is_out, remark) in said.items()}  # fmt: skip
    changed = {item: each for item, each in live.items() if _differs(each, values[item])}
    if changed and not reason.strip():
        raise Invalid(
            _("有%(count)d个品种这天已经填过，与现在填的不同；确需更正请写明原因。") % {"count": len(changed)},
            field="reason",
        )
    new = [item for item in said if item not in live]
    if not new and not changed:
        raise Invalid(_("没有任何改动。"))
    for item, each in changed.items():
        each.superseded_by(recorded_at=recorded_at, reason=reason.strip()[:200], **values[item])
    Observation.objects.bulk_create(
        Observation(point=point, item_id=item, day=day, recorded_at=recorded_at, **values[item]) for item in new
    )
    return note(
        point, day=day, filled=len(new), reason=reason.strip() or None,
        changes={known[item]: [_shown(each.value), _shown(values[item]["value"])] for item, each in changed.items()},
    )  # fmt: skip


def _require_day(point: Point, by: Person, day: date, today: date) -> None:
    if point.is_ended or point.watch.is_ended:
        raise Refused(_("%(point)s已经停用，不再填报。") % {"point": point})
    if day > today:
        raise Invalid(_("%(day)s还没有到，不能先填。") % {"day": day}, field="day")
    back = parameters.values()[office.BACK.name]
    if day < today - timedelta(days=back) and not by.is_role(Role.SUPERVISOR):
        raise Invalid(_("只能补录%(days)d天内的；更早的请交市项目办导入。") % {"days": back}, field="day")


def _differs(live: Observation, said: Mapping[str, object]) -> bool:
    return any(getattr(live, name) != said[name] for name in ("value", "is_out", "remark"))


def _shown(value: object) -> str:
    return "" if value is None else str(value)
