"""The rules of thumb about money (domain.md §7), each a setting with its source."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from yidan.funds.rules import Limits
from yidan.kernel.parameters import declare

_THUMB = "domain.md §7 [M]"
_ORDER = "国家发展改革委令2024年第10号 domain.md §7 [S56]"
_MONTHS, _WORKDAYS, _POINTS = _("个月"), _("个工作日"), _("个百分点")

START = declare("funds.start_within_months", _("下达后应开工"), 3, unit=_MONTHS, source=_THUMB)
RETURN = declare("funds.return_after_months", _("未开工考虑收回或调整"), 12, unit=_MONTHS, source=_THUMB)
SLOW_MONTHS = declare("funds.bond_slow_months", _("专项债发行后几个月看支出"), 3, unit=_MONTHS, source=_THUMB)
SLOW = declare("funds.bond_slow_percent", _("专项债支出慢：低于"), Decimal(30), unit="%", source=_THUMB)
JUNE = declare("funds.bond_june_percent", _("专项债6月底支出应达"), Decimal(50), unit="%", source=_THUMB)
DECEMBER = declare("funds.bond_december_percent", _("专项债年底支出应达"), Decimal(90), unit="%", source=_THUMB)
BEHIND = declare("funds.behind_points", _("支付率低于完成率(疑欠款)"), Decimal(20), unit=_POINTS, source=_THUMB)
AHEAD = declare("funds.ahead_points", _("支付率高于完成率(疑超付)"), Decimal(10), unit=_POINTS, source=_THUMB)
IDLE = declare("funds.idle_months", _("资金到位未用视为闲置"), 6, unit=_MONTHS, source=_THUMB)
IDLE_SHARE = declare(
    "funds.idle_percent", _("闲置起点：未用占到位"), Decimal(10), unit="%", source="本系统 [A]：尾款、质保金不算闲置"
)
FORWARD = declare("funds.forward_workdays", _("资金计划转发时限"), 10, unit=_WORKDAYS, source=_ORDER)
DECOMPOSE = declare("funds.decompose_workdays", _("打捆资金分解时限"), 20, unit=_WORKDAYS, source=_ORDER)


def limits(values: Mapping[str, Any]) -> Limits:
    """The limits among `kernel.parameters.values()`."""
    return Limits(
        start_within_months=values[START.name],
        return_after_months=values[RETURN.name],
        bond_slow_months=values[SLOW_MONTHS.name],
        bond_slow_percent=values[SLOW.name],
        bond_june_percent=values[JUNE.name],
        bond_december_percent=values[DECEMBER.name],
        behind_points=values[BEHIND.name],
        ahead_points=values[AHEAD.name],
        idle_months=values[IDLE.name],
        idle_percent=values[IDLE_SHARE.name],
        forward_workdays=values[FORWARD.name],
        decompose_workdays=values[DECOMPOSE.name],
    )
