"""What the office may change of the month's dispatch: days, hours, and when a number is worth a question."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from yidan.kernel.parameters import declare
from yidan.progress.rules import Thresholds

_CALENDAR = "domain.md §2 [M]"
_FRAUD = "domain.md §13.3 [A]"


def _hour(text: str) -> str:
    """A time of day, kept as 17:00; ValueError for anything else."""
    return f"{time.fromisoformat(text):%H:%M}"


OPEN_DAY = declare("dispatch.open_day", _("月报开放填报(当月)"), 20, unit=_("日"), source="domain.md §2 [A]")
REPORT_DAY = declare("dispatch.report_day", _("业主填报截止(当月)"), 25, unit=_("日"), source=_CALENDAR)
CHECK_DAY = declare("dispatch.check_day", _("县区、部门初审截止(当月)"), 27, unit=_("日"), source=_CALENDAR)
ACCEPT_DAY = declare("dispatch.accept_day", _("市项目办审定截止(当月)"), 29, unit=_("日"), source=_CALENDAR)
RANK_DAY = declare("dispatch.rank_day", _("排名(次月)"), 3, unit=_("日"), source=_CALENDAR)
PUBLISH_DAY = declare("dispatch.publish_day", _("通报(次月)"), 5, unit=_("日"), source=_CALENDAR)
CUT_OFF = declare("dispatch.cut_off", _("截止时刻"), "17:00", unit=_("时刻"), source="domain.md §2 [S7]", read=_hour)
REMIND_FROM = declare(
    "remind.from", _("催报最早时刻"), "08:30", unit=_("时刻"), source="domain.md §13.2 [A]", read=_hour
)
REMIND_TO = declare("remind.to", _("催报最晚时刻"), "17:30", unit=_("时刻"), source="domain.md §13.2 [A]", read=_hour)

MONTH_SHARE = declare("doubt.month_share_percent", _("单月占年度计划超过"), Decimal(40), unit="%", source=_FRAUD)
DECEMBER = declare("doubt.december_percent", _("12月占年度计划超过"), Decimal(25), unit="%", source=_FRAUD)
IDENTICAL = declare("doubt.identical_months", _("连续相同的月数"), 3, unit=_("个月"), source=_FRAUD)
ROUND_STEP = declare("doubt.round_step_wan", _("整数的单位"), Decimal(1000), unit=_("万元"), source=_FRAUD)
ROUND_PERCENT = declare("doubt.round_percent", _("整数月份占比超过"), Decimal(60), unit="%", source=_FRAUD)
OVER_TOTAL = declare("doubt.over_total_percent", _("自开工累计占总投资超过"), Decimal(100), unit="%", source=_FRAUD)
UNCHANGED = declare(
    "doubt.unchanged_text_percent", _("形象进度未变而其间投资占年度计划超过"), Decimal(10), unit="%", source=_FRAUD
)
UNSTARTED = declare(
    "doubt.unstarted_percent", _("台账无开工记录而累计投资占总投资超过"), Decimal(10), unit="%", source=_FRAUD
)
IDLE = declare("doubt.idle_months", _("开工后没有投资满"), 3, unit=_("个月"), source="domain.md §2.6, §13.3 [A]")
BEHIND = declare(
    "report.behind_points", _("落后序时须写明问题"), Decimal(10), unit=_("个百分点"), source="domain.md §14.36 [M]"
)


def thresholds(values: Mapping[str, Any]) -> Thresholds:
    """The thresholds among the office's parameters (yidan.kernel.parameters.values)."""
    return Thresholds(
        month_share_percent=values[MONTH_SHARE.name],
        december_percent=values[DECEMBER.name],
        identical_months=values[IDENTICAL.name],
        round_step_wan=values[ROUND_STEP.name],
        round_percent=values[ROUND_PERCENT.name],
        over_total_percent=values[OVER_TOTAL.name],
        unchanged_text_percent=values[UNCHANGED.name],
        unstarted_percent=values[UNSTARTED.name],
        idle_months=values[IDLE.name],
        behind_points=values[BEHIND.name],
    )
