"""The day's list: made once a day, by the office or by the clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from yidan.kernel import parameters, workdays
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid, Refused
from yidan.kernel.journal import Note, note
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.patrol import parameters as office
from yidan.patrol import wording
from yidan.patrol.models import Assignment, PatrolDay
from yidan.patrol.rules import Site, Visitor, day_list
from yidan.people.models import Unit

AHEAD_DAYS = 7


@command(Verb.PATROL_PLAN)
def plan(
    unit: Unit | None, *, by: Any, at: datetime, day: date, sites: Iterable[Site], visitors: Iterable[Visitor]
) -> Note:
    """生成巡查单: who is asked to look at which project that day, and why. Once a day; a second time is refused.

    `sites` and `visitors` are what is known of them now (lights come from a room further down, so as values).
    The entry says how many and why, never who goes where: that stands in the assignments, for those concerned.
    """
    today = beijing_day(at)
    if not today <= day <= today + timedelta(days=AHEAD_DAYS):
        raise Invalid(_("巡查单只能为今天或此后%(days)d天内生成。") % {"days": AHEAD_DAYS}, field="day")
    values, calendar = parameters.values(), workdays.calendar()
    if not calendar.works(day):
        raise Refused(_("%(day)s是休息日，不派巡查。") % {"day": day})
    known, people = list(sites), list(visitors)
    if not people:
        raise Refused(_("还没有可派的项目服务专员；请先由安全管理员授予角色。"))
    limits, seed = office.limits(values), str(values[office.SEED.name])
    found = day_list(known, people, day, calendar, seed, limits)
    made, is_new = PatrolDay.objects.get_or_create(
        day=day,
        defaults={
            "made_at": at, "seed": seed, "population": len(known), "left_count": len(found.left),
            "limits": {name: str(value) for name, value in vars(limits).items()},
        },
    )  # fmt: skip
    if not is_new:
        raise Refused(_("%(day)s的巡查单已经生成，不再重复。") % {"day": day})
    Assignment.objects.bulk_create(
        Assignment(
            patrol_day=made, project_id=each.site.id, visitor_id=each.visitor.id,
            reasons=[why.kind.value for why in each.reasons], words=wording.reasons(each.reasons),
        )
        for each in found.asked
    )  # fmt: skip
    first = Counter(str(each.reasons[0].kind.label) for each in found.asked)
    return note(made, day=day, live=len(known), asked=len(found.asked), left=len(found.left) or None,
                reasons=dict(sorted(first.items())), seed=seed)  # fmt: skip
