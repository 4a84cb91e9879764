"""Lacks and doubts in the words that the reporter and the reviewer read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidan.progress.rules import Doubt, Lack

QUESTIONS = {
    "negative": gettext_lazy("本月为负数(%(invested_wan)s万元)，冲减的是哪个月、什么原因？"),
    "over_total": gettext_lazy(
        "自开工累计%(to_date_wan)s万元，超过总投资%(total_wan)s万元：总投资是否有调整，或某月多报？"
    ),
    "completed_still_spending": gettext_lazy("台账记录已于%(on)s竣工，本月仍有投资：是尾款结算，还是新增内容？"),
    "suspended_still_spending": gettext_lazy("台账记录为停工，本月仍有投资：是否已复工？"),
    "spending_before_start": gettext_lazy(
        "台账还没有开工记录，累计投资已占总投资%(percent)s%%:实际是否已开工，或只是征地、设备等前期费用？"
    ),
    "idle_since_start": gettext_lazy("台账记录已于%(on)s开工，之后%(months)s个月没有投资：现场是否真正开工？"),
    "december": gettext_lazy("12月一个月占年度计划%(percent)s%%(超过%(limit)s%%):主要是哪些工程量？"),
    "month_share": gettext_lazy("本月一个月占年度计划%(percent)s%%(超过%(limit)s%%):主要是哪些工程量或付款？"),
    "unchanged_text": gettext_lazy("形象进度自%(month)s起未变，其间投资却占年度计划%(percent)s%%：现场有哪些变化？"),
    "identical": gettext_lazy("已连续%(months)s个月都是%(invested_wan)s万元：是否按实际工程量填报？"),
    "round_numbers": gettext_lazy("今年%(of)s个月中有%(count)s个月是%(step_wan)s万元的整倍数：是否为估算数？"),
    "months_missing": gettext_lazy("%(months)s没有入账的月报，累计数可能少计：是否需要补报？"),
    "picture_asked": gettext_lazy("本月按佐证位请附图：%(slots)s（%(reason)s）。还没有附上；不便拍摄可在此说明。"),
}

# What a doubt is called where there is no room for its question.
NAMES = {
    "negative": gettext_lazy("本月负数"),
    "over_total": gettext_lazy("累计超总投资"),
    "completed_still_spending": gettext_lazy("竣工后仍有投资"),
    "suspended_still_spending": gettext_lazy("停工仍有投资"),
    "spending_before_start": gettext_lazy("未记开工先有投资"),
    "idle_since_start": gettext_lazy("开工后无投资"),
    "december": gettext_lazy("12月占比高"),
    "month_share": gettext_lazy("单月占比高"),
    "unchanged_text": gettext_lazy("形象进度未变"),
    "identical": gettext_lazy("连月相同"),
    "round_numbers": gettext_lazy("整数偏多"),
    "months_missing": gettext_lazy("缺月"),
    "picture_asked": gettext_lazy("应附图未附"),
}

LACKS = {
    "month_ahead": gettext_lazy("%(month)s还没有到，先存着，到时再报送。"),
    "amount_unreadable": gettext_lazy("“%(text)s”不是金额，请写成 1200 或 1.2亿 这样的数。"),
    "amount_missing": gettext_lazy("请填写本月完成投资；本月没有投资请填0。"),
    "negative_unexplained": gettext_lazy("本月为负数，请在“情况说明”中写明冲减哪个月、什么原因。"),
    "covered_by_opening": gettext_lazy("截至%(until)s的累计数已作为期初入账，本月不能再单独报送，请联系市项目办。"),
    "physical_progress_missing": gettext_lazy("请写形象进度：现场做到哪一步。"),
    "problems_missing": gettext_lazy("落后序时%(points)s个百分点，请写明存在问题；可点选下面的常见原因。"),
    "day_unreadable": gettext_lazy("“%(name)s”的日期无法识别，请写成 2020-07-31。"),
    "actual_in_future": gettext_lazy("“%(name)s”的实际完成日%(on)s还没有到，请改填预计日期。"),
    "forecast_passed": gettext_lazy("“%(name)s”的预计日期%(on)s已过：已完成请填实际日期，未完成请改预计日期。"),
    "slip_unexplained": gettext_lazy("“%(name)s”预计%(on)s,晚于计划%(planned)s,请写明推迟原因。"),
}

_MONTH = re.compile(r"(?<![\d-])(\d{4})-(\d{2})(?![-\d])")
# What usually holds a project up, in the trade's words (domain.md §14 items 35, 36).
TYPICAL_CAUSES = (
    gettext_lazy("征地拆迁未完成"),
    gettext_lazy("用地手续未办结"),
    gettext_lazy("施工许可未办结"),
    gettext_lazy("建设资金未到位"),
    gettext_lazy("设计变更"),
    gettext_lazy("招标未完成"),
    gettext_lazy("汛期、雨天影响施工"),
    gettext_lazy("环保管控停工"),
    gettext_lazy("管线迁改未完成"),
    gettext_lazy("施工力量不足"),
)


def question(kind: str, values: Mapping[str, Any]) -> str:
    """The sentence of a doubt, from the values kept with the report."""
    template = QUESTIONS.get(kind)
    return str(template) % _spoken(values) if template else kind


def plain(values: Mapping[str, Any]) -> dict[str, str]:
    """Values as they stand in a sentence and in JSON: amounts exact, rates to one decimal, days in full."""
    return {name: _plain(value) for name, value in values.items()}


def kept(doubt: Doubt, answer: str = "") -> dict[str, Any]:
    """A doubt as the report keeps it, with the reporter's answer."""
    return {"kind": doubt.kind, "values": plain(doubt.values), "answer": answer.strip()}


def lack(found: Lack) -> str:
    """The sentence of a lack."""
    return str(LACKS[found.kind]) % _spoken(plain(found.values))


def all_lacks(found: Iterable[Lack]) -> str:
    """One sentence for all that is still missing."""
    sentences = [lack(each) for each in found]
    if len(sentences) == 1:
        return sentences[0]
    return _("还有%(count)s处要改：%(what)s") % {"count": len(sentences), "what": "".join(sentences)}


def _spoken(values: Mapping[str, Any]) -> dict[str, str]:
    """Months are kept as 2020-05 and said in the reader's language."""
    return {name: _MONTH.sub(_month_words, str(value)) for name, value in values.items()}


def _month_words(found: re.Match[str]) -> str:
    return _("%(year)s年%(month)s月") % {"year": int(found[1]), "month": int(found[2])}


def _plain(value: Any) -> str:
    if isinstance(value, Fraction):
        tenth = Decimal(value.numerator) / Decimal(value.denominator)
        return f"{tenth.quantize(Decimal('0.1'), rounding=ROUND_HALF_UP)}"
    if isinstance(value, Decimal):
        return f"{value:,f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return "、".join(_plain(each) for each in value)
    return str(value)
