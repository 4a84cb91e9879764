"""备案材料 (domain.md §13.4): the list of functions as the code has them, and the self-check with what proves it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import get_resolver
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidan.kernel.policy import OWN_VERBS, who_may
from yidan.kernel.verbs import Verb
from yidan.web.field.items import TABLE

# The rooms by the first word of their verbs, in the office's words; a verb of an unknown word is a mistake.
ROOMS = {
    "calendar": gettext_lazy("基础设置"), "parameter": gettext_lazy("基础设置"), "unit": gettext_lazy("单位人员"),
    "person": gettext_lazy("单位人员"), "role": gettext_lazy("单位人员"), "notice": gettext_lazy("消息与答复"),
    "calendar_feed": gettext_lazy("消息与答复"), "feedback": gettext_lazy("消息与答复"), "file": gettext_lazy("佐证"),
    "capture": gettext_lazy("佐证"), "slot": gettext_lazy("佐证"), "exhibit": gettext_lazy("佐证"),
    "project": gettext_lazy("项目台账"), "stage": gettext_lazy("项目台账"), "plan": gettext_lazy("项目台账"),
    "pool": gettext_lazy("项目库"), "rolling": gettext_lazy("项目库"),
    "milestone": gettext_lazy("项目台账"), "tag": gettext_lazy("项目台账"), "view": gettext_lazy("项目台账"),
    "column": gettext_lazy("项目台账"), "opening": gettext_lazy("月报调度"), "report": gettext_lazy("月报调度"),
    "month": gettext_lazy("月报调度"), "instruction": gettext_lazy("一单四制"), "matter": gettext_lazy("一单四制"),
    "recheck": gettext_lazy("一单四制"), "patrol": gettext_lazy("巡查"), "visit": gettext_lazy("巡查"),
    "finding": gettext_lazy("巡查"), "checklist": gettext_lazy("巡查"), "bulletin": gettext_lazy("通报"),
    "pack": gettext_lazy("讲评考核"), "round": gettext_lazy("讲评考核"), "result": gettext_lazy("讲评考核"),
    "appeal": gettext_lazy("讲评考核"), "merit": gettext_lazy("讲评考核"), "card": gettext_lazy("讲评考核"),
    "approval_item": gettext_lazy("前期手续"), "approval_template": gettext_lazy("前期手续"),
    "permit": gettext_lazy("前期手续"),
    "register": gettext_lazy("规划任务"), "item": gettext_lazy("规划任务"),
    "watch": gettext_lazy("监测"),
    "point": gettext_lazy("监测"), "goods": gettext_lazy("监测"), "observation": gettext_lazy("监测"),
    "lead": gettext_lazy("监测"), "enterprise": gettext_lazy("企业帮扶"), "scheme": gettext_lazy("企业帮扶"),
    "care": gettext_lazy("企业帮扶"), "call": gettext_lazy("企业帮扶"), "need": gettext_lazy("企业帮扶"),
    "series": gettext_lazy("公布数"), "release": gettext_lazy("公布数"),
    "batch": gettext_lazy("资金"), "movement": gettext_lazy("资金"), "reconciliation": gettext_lazy("资金"),
}  # fmt: skip
IN_WORKBOOKS = frozenset(
    {Verb.PROJECT_REGISTER, Verb.PLAN_SET, Verb.ROLLING_SET, Verb.REPORT_RECORD, Verb.REPORT_SAVE, Verb.REPORT_SUBMIT}
)


@dataclass(frozen=True)
class Function:
    """One thing that can be done, by whom, and on which faces."""

    verb: Verb
    room: str
    label: str
    who: str
    address: str
    is_on_phone: bool
    is_in_workbooks: bool


@cache
def _addresses() -> dict[str, str]:
    found = {route.name: f"/{route.pattern}" for route in get_resolver().url_patterns if getattr(route, "name", None)}
    return {name: address for name, address in found.items() if isinstance(name, str)}


def page_count() -> int:
    """How many addresses the site map has."""
    return len(_addresses())


def functions() -> list[Function]:
    """Every verb with its label, who may, and where; generated, so that it cannot fall behind the code."""
    addresses = _addresses()
    return [
        Function(
            verb, str(ROOMS[verb.value.split(".")[0]]), str(verb.label),
            _("所有人(本人)") if verb in OWN_VERBS else who_may(verb), addresses.get(verb.value, ""),
            verb.value in TABLE, verb in IN_WORKBOOKS,
        )
        for verb in Verb
    ]  # fmt: skip


def checks() -> list[dict[str, Any]]:
    """自查表: each rule, how it is kept, and the test or page by which anybody can see it."""
    rows = (
        (
            _("不随意、重复填表报数"),
            _("每张表登记依据、频次、归口、到期日；没有登记的表和字段通不过检查；已有的数带出来。"),
            "tests/laws/test_sheets.py",
        ),
        (
            _("不打卡签到、不积分排名、不计在线时长"),
            _("这些功能一概不设，登录次数、照片张数也不统计；只按项目结果给单位排名。"),
            "tests/laws/test_house.py",
        ),
        (
            _("不强制下载，不通报安装率"),
            _("每件事电脑网页都能办，月报还可用 Excel；手机应用自愿使用，没有登录统计。"),
            "tests/laws/test_sheets.py",
        ),
        (
            _("非必要不要照片、视频和轨迹"),
            _("逐个佐证位写明理由才要；默认什么都不要；位置只在拍摄时取，本人可删；没有轨迹。"),
            "tests/ledger/test_asking.py",
        ),
        (
            _("不把应用作为考核督查的主要载体"),
            _("巡查由项目办派专员，绿灯项目不去；考核按项目结果，线下审定。"),
            "tests/patrol/test_days.py",
        ),
        (
            _("先备案后上线"),
            _("备案编号和主办单位在每页页脚和“关于”页；没有编号时写“待备案”。"),
            "tests/web/test_sheets.py",
        ),
        (
            _("有投诉建议，答复能收到"),
            _("“关于”页和 /feedback/，答复发到本人消息。"),
            "tests/web/test_feedback.py",
        ),
        (
            _("留痕、备份、可退出"),
            _("每次办理留痕，防篡改链；yidan backup 导出全部数据，停用时移交。"),
            "tests/kernel/test_seals.py",
        ),
    )
    return [{"rule": rule, "kept": kept, "proof": proof} for rule, kept, proof in rows]
