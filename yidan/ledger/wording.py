"""What the register's rules find, in the words that people read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidan.evidence.rules import outlines
from yidan.ledger.deriving import Why
from yidan.ledger.rules import Fault, Reason
from yidan.ledger.states import Listing, Mark, Pool

FAULTS = {
    "code_parts": gettext_lazy("项目代码“%(code)s”应为五段数字，如2012-430200-04-01-123456"),
    "code_head": gettext_lazy("项目代码“%(code)s”的首段“%(head)s”既不是年月（如2012，即2020年12月）也不是2015—2020年"),
    "terminated": gettext_lazy("项目已于%(on)s终止，不能再记%(mark)s"),
    "twice": gettext_lazy("%(mark)s已记为%(on)s，日期有误请先撤回再记"),
    "lacks_before": gettext_lazy("%(mark)s（%(on)s）之前没有%(needed)s的记录，请先记%(needed)s并核对日期"),
    "nothing_to_resume": gettext_lazy("复工（%(on)s）之前没有停工或缓建的记录，请先核对"),
    "halted_already": gettext_lazy("项目已处于停工或缓建，不能再记%(mark)s（%(on)s），请先记复工"),
    "month_of_another_year": gettext_lazy("分月计划含%(month)s，不属于%(year)s年"),
    "month_negative": gettext_lazy("%(month)s的分月计划为负数"),
    "months_sum": gettext_lazy("分月计划合计%(sum)s万元，不等于年度计划%(planned)s万元，请改到相等"),
    "share_not_positive": gettext_lazy("每个单位的分摊比例应大于0"),
    "shares_sum": gettext_lazy("分摊比例合计%(sum)s%%，应为100%%"),
}

REASONS = {
    "same_code": gettext_lazy("项目代码相同"),
    "same_name": gettext_lazy("名称相同"),
    "same_core": gettext_lazy("名称实质相同"),
    "like_name": gettext_lazy("名称相近（%(percent)s%%）"),
    "same_owner": gettext_lazy("业主相同"),
    "same_total": gettext_lazy("总投资相同"),
    "same_place": gettext_lazy("建设地点相同"),
}

PREPARATION = {
    "proposed": gettext_lazy("建设内容和总投资"),
    "initiated": gettext_lazy("立项或备案"),
    "feasibility": gettext_lazy("可研批复"),
    "design": gettext_lazy("初步设计批复"),
    "land_review": gettext_lazy("用地预审"),
    "land": gettext_lazy("用地批复或供地"),
    "money": gettext_lazy("资金来源全部落实"),
    "planning": gettext_lazy("规划选址"),
    "clearance": gettext_lazy("征地拆迁"),
    "drawings": gettext_lazy("施工图"),
    "tender": gettext_lazy("施工招标"),
}

CHECKLIST = {
    "total": gettext_lazy("总投资"),
    "place": gettext_lazy("建设地点"),
    "lead": gettext_lazy("牵头单位"),
    "coordinates": gettext_lazy("选址坐标"),
    "code": gettext_lazy("项目代码"),
    "sources": gettext_lazy("资金方案"),
    "scale": gettext_lazy("建设内容"),
}

DIFFERS = {
    "no_need": gettext_lazy("三年滚动计划里%(year)s年没有投资需求"),
    "completed": gettext_lazy("%(on)s已竣工"),
    "pool": gettext_lazy("不在滚动库或实施库（%(pool)s）"),
    "not_rolling": gettext_lazy("没有编入三年滚动计划"),
    "not_in_construction": gettext_lazy("还在计划滚动库，没有转入实施库"),
    "lacking": gettext_lazy("台账里缺：%(lacking)s"),
    "late": gettext_lazy("滚动计划拟%(starts_in)s年开工，至今没有开工"),
    "not_planned_yet": gettext_lazy("年度计划还没有下达"),
    "adjusted": gettext_lazy("计划比滚动需求%(by)s万元，已凭%(document)s调整"),
    "amount": gettext_lazy("计划比滚动需求%(by)s万元"),
    "listing_started": gettext_lazy("计划列为%(planned)s；%(on)s已开工，应列%(proposed)s"),
    "listing_finish": gettext_lazy("计划列为%(planned)s；建设年限到%(finishes_in)s年，应列%(proposed)s"),
    "listing_to_start": gettext_lazy("计划列为%(planned)s；滚动计划拟%(starts_in)s年开工，应列%(proposed)s"),
}

OUTLINES = {
    "unreadable": gettext_lazy("红线范围读不出来；请粘贴GeoJSON，或每行一个“经度，纬度”。"),
    "no_area": gettext_lazy("红线范围里没有面；请把范围画成闭合的面后再导出。"),
    "not_an_area": gettext_lazy("红线范围是点或线，不是面；线状项目请沿线画成面后再导出。"),
    "too_few": gettext_lazy("红线范围的每个面至少要有三个不同的角点，请补全。"),
    "too_many": gettext_lazy("红线范围有%(count)s个角点，最多%(most)s个；请在制图软件里简化后再导出。"),
    "too_long": gettext_lazy("红线范围的文字超过1 MB；请在制图软件里简化后再导出。"),
    "too_large": gettext_lazy("红线范围跨度超过二百公里，多半是角点写错，请核对。"),
    "projected": gettext_lazy("红线范围是以米计的投影坐标；请在制图软件里转为经纬度(度)后再导出。"),
    "swapped": gettext_lazy("红线范围的经度和纬度写反了；请经度在前、纬度在后。"),
}


def fault(found: Fault) -> str:
    """The sentence of a fault, without its full stop: it may stand inside another."""
    return str(FAULTS[found.kind]) % _spoken(found.values)


def reason(found: Reason) -> str:
    """Why two projects look alike."""
    return str(REASONS[found.kind]) % {"percent": found.percent}


def differs(why: Why) -> str:
    """Why the year's plan and the three-year sheet differ, without its full stop."""
    said = dict(why.values)
    for name in ("planned", "proposed"):
        if name in said:
            said[name] = Listing(said[name]).label
    if "by" in said:
        said["by"] = (_("多%(amount)s") if said["by"] > 0 else _("少%(amount)s")) % {
            "amount": f"{abs(said['by']).normalize():f}"}  # fmt: skip
    if "lacking" in said:
        said["lacking"] = _("、").join(str(PREPARATION[each]) for each in said["lacking"])
    if "pool" in said:
        said["pool"] = Pool(said["pool"]).label if said["pool"] else _("不在任何项目库里")
    return str(DIFFERS[why.kind]) % said


def outline_fault(found: outlines.Fault) -> str:
    """Why it is no outline, and what to do."""
    return str(OUTLINES[found.kind]) % _spoken(found.values)


def outline(known: outlines.Outline) -> str:
    """How large it is, for whoever reads a timeline: 12个角点，约3.2公顷(48亩)."""
    if not known:
        return ""
    metres = outlines.area_m2(known)
    return _("%(corners)d个角点，约%(hectares)s公顷(%(mu)s亩)") % {
        "corners": sum(map(len, known)),
        "hectares": f"{metres / 10_000:,.1f}",
        "mu": f"{metres / outlines.SQUARE_METRES_OF_MU:,.0f}",
    }


def _spoken(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value.label) if isinstance(value, Mark) else str(value) for name, value in values.items()}
