"""What the office may change of approvals: the budget, the early word, the days of the law, the window's hours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any

from django.utils.translation import gettext_lazy as _

from yidan.approvals.rules import Hours
from yidan.kernel.parameters import declare

_WORKDAYS = _("个工作日")
_WINDOW = "湖南政务服务网办事窗口作息 domain.md §4.5 [S46]"

BUDGET = declare(
    "approvals.budget_days",
    _("立项到施工许可的时间预算"),
    33,
    unit=_WORKDAYS,
    source="向两会报告 domain.md §4.1 [Seed]",
)
AHEAD = declare(
    "approvals.flag_ahead_days", _("预算用完前几日提示"), 5, unit=_WORKDAYS, source="domain.md §4 [A]：早一周，还来得及"
)
NOTICE = declare(
    "approvals.notice_days", _("一次告知补正的期限"), 5, unit=_WORKDAYS, source="行政许可法第三十二条 domain.md §4.4"
)
WINDOW_UNTIL = declare("approvals.window_until", _("窗口收件截止时刻"), "17:00", unit="", source=_WINDOW)
LEFT_WARNING = declare("approvals.yellow_days_left", _("黄灯：时限只剩"), 1, unit=_("日"), source="domain.md §4.5 [A]")
USED_WARNING = declare("approvals.yellow_used_percent", _("黄灯：时限已用"), 80, unit="%", source="domain.md §4.5 [A]")
END = declare(
    "approvals.end_item", _("时间预算算到哪个事项办结"), "construction", unit="",
    source="立项到施工许可 domain.md §4.2：施工许可证办结为止，填事项代号",
)  # fmt: skip


def hours(values: Mapping[str, Any]) -> Hours:
    """The window's hours as set."""
    return Hours(time.fromisoformat(values[WINDOW_UNTIL.name]))
