"""What the office may change of patrol: how often, how many, and by which lot, with its source."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from yidan.kernel.parameters import declare
from yidan.patrol.rules import Limits

_WORKDAYS = _("个工作日")
_LIST = "domain.md §13.4 [A]"

RED = declare("patrol.red_days", _("红灯项目巡查间隔"), 3, unit=_WORKDAYS, source="一单四制：红灯至少三日一巡 [A]")
YELLOW = declare("patrol.yellow_days", _("黄灯项目巡查间隔"), 5, unit=_WORKDAYS, source=_LIST)
IDLE = declare("patrol.idle_days", _("零进展项目巡查间隔"), 10, unit=_WORKDAYS, source=_LIST)
IDLE_MONTHS = declare("patrol.idle_months", _("零进展：连续无投资"), 2, unit=_("个月"), source=_LIST)
AHEAD = declare("patrol.milestone_ahead_days", _("节点到期前几日巡查"), 3, unit=_WORKDAYS, source=_LIST)
ALL_WITHIN = declare(
    "patrol.all_within_days", _("每个在建项目至少巡查一次"), 28, unit=_("天"), source="一单四制：28天全覆盖 [A]"
)
SAMPLE = declare(
    "patrol.sample_percent", _("随机抽查比例"), Decimal("2.5"), unit="%", source="domain.md §13.4 [A] 2–3%"
)
MOST = declare(
    "patrol.most_per_visitor", _("每人每日最多巡查"), 8, unit=_("个"), source="本系统 [A]：红灯和到期的不受此限"
)
SEED = declare("patrol.seed", _("巡查抽签的种子"), "2020", unit="", source="本系统 [A]：任何人都能复算")
MAKE_FROM = declare(
    "patrol.make_from_hour", _("每日巡查单生成时刻"), 7, unit=_("时"), source="本系统 [A]：工作日早上，上班之前"
)


def limits(values: Mapping[str, Any]) -> Limits:
    """The limits as the office has set them."""
    return Limits(
        red_days=values[RED.name],
        yellow_days=values[YELLOW.name],
        idle_days=values[IDLE.name],
        milestone_ahead_days=values[AHEAD.name],
        all_within_calendar_days=values[ALL_WITHIN.name],
        sample_percent=values[SAMPLE.name],
        most_per_visitor=values[MOST.name],
    )
