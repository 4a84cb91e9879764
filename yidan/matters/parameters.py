"""What the office may change of the four institutions: every timer, limit and threshold, with its source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from yidan.kernel.parameters import declare
from yidan.matters.rules import Timers
from yidan.matters.states import Rung

_FLOW = "domain.md §1.2 [A]"
_WORKDAYS = _("个工作日")

ENLIST = declare("matter.enlist_days", _("登记后审核入账"), 1, unit=_WORKDAYS, source=_FLOW)
ISSUE = declare("matter.issue_days", _("入账后交办"), 1, unit=_WORKDAYS, source=_FLOW)
SIGN = declare("matter.sign_days", _("交办后签收"), 1, unit=_WORKDAYS, source=_FLOW)
DECLINE = declare("matter.decline_days", _("申请退单期限"), 2, unit=_WORKDAYS, source=_FLOW)
RULE = declare("matter.rule_days", _("退单裁定"), 1, unit=_WORKDAYS, source=_FLOW)
PLAN = declare("matter.plan_days", _("签收后报整改方案"), 3, unit=_WORKDAYS, source=_FLOW)
ASK_BEFORE = declare("matter.ask_before_days", _("申请延期须提前"), 2, unit=_WORKDAYS, source=_FLOW)
EXTENSIONS = declare("matter.extensions", _("延期次数(再多须分管领导同意)"), 1, unit=_("次"), source=_FLOW)
MOST_EXTENSIONS = declare("matter.most_extensions", _("延期次数上限"), 2, unit=_("次"), source=_FLOW)
DECIDE = declare("matter.decide_days", _("延期审批"), 2, unit=_WORKDAYS, source=_FLOW)
VERIFY = declare("matter.verify_days", _("申请销号后核查"), 5, unit=_WORKDAYS, source=_FLOW)
CLOSE = declare("matter.close_days", _("核查后审定销号"), 1, unit=_WORKDAYS, source=_FLOW)
VERIFIERS = declare("matter.verifiers", _("核查人数(一般)"), 2, unit=_("人"), source="domain.md §1.2 [S18]")
VERIFIERS_IMPORTANT = declare(
    "matter.verifiers_important", _("核查人数(重大)"), 3, unit=_("人"), source="domain.md §1.2 [S18]"
)
URGES = declare("matter.urges", _("催办几次后发督办函"), 2, unit=_("次"), source="domain.md §1.3 [M+]")
SOON = declare("matter.soon_days", _("到期前几个工作日预警"), 3, unit=_WORKDAYS, source="domain.md §2.4 [A]")
PROPOSE = declare(
    "matter.propose_days", _("提醒逾期后几日建议上提"), 3, unit=_WORKDAYS, source="domain.md §3.3 [A]：须先有送达凭据"
)
PAUSE_MOST = declare("matter.pause_days", _("暂停最长(到期须续报)"), 90, unit=_("天"), source="domain.md §1.2 [A]")
PAPER_PREFIX = declare(
    "matter.paper_prefix", _("交办单等文书的字号前缀"), "株项办", unit="", source="domain.md §1.3 [M+]"
)
EMERGENCIES = declare(
    "matter.emergency_words", _("重大事项写有哪些词即为紧急，随时通知"), "险情、坍塌、伤亡、溃坝、泄漏、火灾、滑坡",
    unit="",
    source="本系统 [A]：夜间和节假日只为真正的险情打扰人",
)  # fmt: skip
_LADDER = "domain.md §3.3 [A]"
RUNGS = {
    Rung.SPECIALIST: declare("rung.specialist_days", _("服务专员协调"), 3, unit=_WORKDAYS, source=_LADDER),
    Rung.COUNTY: declare("rung.county_days", _("县区指挥部协调"), 5, unit=_WORKDAYS, source=_LADDER),
    Rung.DEPARTMENT: declare("rung.department_days", _("市直牵头部门协调"), 5, unit=_WORKDAYS, source=_LADDER),
    Rung.OFFICE: declare("rung.office_days", _("市项目办联席协调"), 7, unit=_WORKDAYS, source=_LADDER),
    Rung.LEADER: declare("rung.leader_days", _("联系市领导协调"), 7, unit=_WORKDAYS, source=_LADDER),
    Rung.MAYOR: declare("rung.mayor_days", _("书记、市长协调"), 7, unit=_WORKDAYS, source=_LADDER),
}
SAMPLE_RED = declare(
    "verify.sample_red_percent", _("逾期和领导交办件核查比例"), 100, unit="%", source="domain.md §1.2 [A]"
)
SAMPLE = declare("verify.sample_percent", _("其他件现场核查比例"), 30, unit="%", source="domain.md §1.2 [A]")


def timers(values: Mapping[str, Any]) -> Timers:
    """The timers as the office has set them."""
    return Timers(
        enlist=values[ENLIST.name],
        issue=values[ISSUE.name],
        sign=values[SIGN.name],
        decline=values[DECLINE.name],
        rule=values[RULE.name],
        plan=values[PLAN.name],
        ask_before=values[ASK_BEFORE.name],
        decide=values[DECIDE.name],
        verify=values[VERIFY.name],
        close=values[CLOSE.name],
        soon=values[SOON.name],
        rungs={int(rung): values[parameter.name] for rung, parameter in RUNGS.items()},
    )
