"""What the office may change of its papers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yidan.bulletins.states import Kind
from yidan.kernel.parameters import declare

NOBODY = "none"
CLOCKED = (Kind.WEEKLY, Kind.MONTHLY)


def _weekday(text: str) -> int:
    if (day := int(text)) not in range(1, 8):
        raise ValueError(text)
    return day


def _kinds(text: str) -> str:
    """Which papers the clock drafts: their kinds with commas between, or none."""
    kinds = [each.strip() for each in text.split(",")]
    if text != NOBODY and not set(kinds) <= set(CLOCKED):
        raise ValueError(text)
    return ",".join(kinds)


CONSULT = declare("bulletin.consult_days", _("点名征求意见"), 1, unit=_("个工作日"), source="domain.md §2.3 [A]")
MOST = declare("bulletin.most_characters", _("专项通报字数上限"), 4000, unit=_("字"), source="domain.md §11 [S62]")
ROUNDING = declare(
    "bulletin.rounding", _("取整方式(half_up 四舍五入，truncate 只舍不入)"), "half_up", unit="",
    source="domain.md §0.6 [S9]",
)  # fmt: skip
REVIEWED = declare(
    "bulletin.reviewed_projects", _("讲评材料列几个滞后项目"), 6, unit=_("个"), source="domain.md §2 [A]"
)
CUT_OFF_HOUR = declare("bulletin.cut_off_hour", _("周通报数据截止(周日)"), 17, unit=_("时"), source="domain.md §2 [S7]")
WEEK_END = declare(
    "bulletin.week_ends_on", _("周通报的一周到周几为止(7为周日)"), 7, unit="", source="domain.md §2 [S7]", read=_weekday
)
CLOCKED_KINDS = declare(
    "bulletin.drafted_by_clock", _("到数据截止时间自动起草(weekly 周通报，monthly 月通报，none 都不)"),
    "weekly,monthly", unit="", source="issue 5: drafted automatically at the cut-off", read=_kinds,
)  # fmt: skip
ANNUAL = declare(
    "bulletin.annual_days", _("年度报告数据截止(年后几天)"), 20, unit=_("天"),
    source="domain.md §6，全年数1月中下旬公布 [M]",
)  # fmt: skip
