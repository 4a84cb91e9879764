"""The fields a project office's columns hold (domain.md §5.5 (a), (b), (c)); their heads are in `head_patterns`."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

SOURCES = (
    "source_central", "source_provincial", "source_city_county", "source_special_bond", "source_bank", "source_own",
    "source_social",
)  # fmt: skip
SPLIT_FIELDS = tuple(f"split_{month}" for month in range(1, 13))  # what a year's plan says of each month
PERIOD_FIELDS = ("quarter_1", "quarter_2", "quarter_3", "quarter_4", "half_1", "half_2")  # compared, not kept
AMOUNT_FIELDS = frozenset(
    (
        *SPLIT_FIELDS,
        *PERIOD_FIELDS,
        "total_investment",
        "prior_cumulative",
        "planned",
        "month_plan",
        "invested_month",
        "invested_year",
        "invested_to_date",
        *SOURCES,
        "need_1",
        "need_2",
        "need_3",
        "need_sum",
        "need_central",
        "need_provincial",
        "secured",
    )
)
PERCENT_FIELDS = frozenset(("percent_of_plan", "percent_of_total"))
POOLED_FIELDS = frozenset(("pooled", "pooled_reserve", "pooled_rolling", "pooled_construction"))
DATE_FIELDS = frozenset(("planned_start", "planned_finish", "actual_start", "actual_finish")) | POOLED_FIELDS
# What a vertical merge, or a blank where the format knows no merges, may hand down from the row above.
DITTO_FIELDS = frozenset(
    (
        "responsible_unit",
        "assessed_unit",
        "competent_unit",
        "owner_unit",
        "contact_leader",
        "duty_person",
        "duty_phone",
        "place",
        "listing",
        "domain",
        "level",
        "remark",
        "nature",
        "goal",
        "years",
    )
)
INHERITED_BLANKS = frozenset(("responsible_unit", "assessed_unit", "competent_unit", "contact_leader"))

LABELS = {
    "serial": "序号",
    "name": "项目名称",
    "part": "子项名称",
    "row_month": "月份",
    "code": "项目代码",
    "place": "建设地点",
    "nature": "建设性质",
    "scale": "建设规模及主要内容",
    "years": "建设起止年限",
    "total_investment": "总投资",
    "source_central": "资金来源·中央",
    "source_provincial": "资金来源·省",
    "source_city_county": "资金来源·市县",
    "source_special_bond": "资金来源·专项债",
    "source_bank": "资金来源·银行贷款",
    "source_own": "资金来源·企业自筹",
    "source_social": "资金来源·社会资本",
    "prior_cumulative": "截至上年底累计完成投资",
    "planned": "年度计划投资",
    "split_1": "1月计划投资",
    "split_2": "2月计划投资",
    "split_3": "3月计划投资",
    "split_4": "4月计划投资",
    "split_5": "5月计划投资",
    "split_6": "6月计划投资",
    "split_7": "7月计划投资",
    "split_8": "8月计划投资",
    "split_9": "9月计划投资",
    "split_10": "10月计划投资",
    "split_11": "11月计划投资",
    "split_12": "12月计划投资",
    "quarter_1": "一季度计划投资",
    "quarter_2": "二季度计划投资",
    "quarter_3": "三季度计划投资",
    "quarter_4": "四季度计划投资",
    "half_1": "上半年计划投资",
    "half_2": "下半年计划投资",
    "goal": "年度建设内容和目标",
    "planned_start": "计划开工时间",
    "planned_finish": "计划竣工时间",
    "owner_unit": "项目业主",
    "responsible_unit": "责任单位",
    "competent_unit": "主管部门",
    "duty_person": "责任人",
    "duty_phone": "责任人电话",
    "contact_leader": "联系市领导",
    "remark": "备注",
    "listing": "年度类型",
    "domain": "领域",
    "level": "级别",
    "month_plan": "本月计划投资",
    "invested_month": "本月完成投资",
    "invested_year": "本年累计完成投资",
    "percent_of_plan": "占年度计划%",
    "invested_to_date": "自开工累计完成投资",
    "percent_of_total": "占总投资%",
    "physical_progress": "形象进度",
    "year_goal": "年度目标",
    "is_on_schedule": "是否达序时",
    "actual_start": "实际开工时间",
    "actual_finish": "实际竣工时间",
    "problems": "存在问题",
    "needs": "需协调事项",
    "next_step": "下一步计划",
    "assessed_unit": "县市区",
    "prep_plan": "前期工作计划",
    "starts_in": "拟开工年",
    "need_1": "第一年投资需求",
    "need_2": "第二年投资需求",
    "need_3": "第三年投资需求",
    "need_sum": "三年投资需求合计",
    "need_central": "中央资金需求",
    "need_provincial": "省资金需求",
    "secured": "资金落实",
    "pooled": "入库日期",
    "pooled_reserve": "纳入储备库日期",
    "pooled_rolling": "纳入滚动库日期",
    "pooled_construction": "纳入实施库日期",
}


def label_of(field: str) -> str:
    """What a field is called, in the reader's language; the catalogue keeps % doubled, as pages ask for it."""
    return gettext(LABELS.get(field, field).replace("%", "%%")).replace("%%", "%")


LISTING_OF = {
    "新开工": "starting", "新建": "starting", "开工": "starting", "计划新开工": "starting", "拟新开工": "starting",
    "续建": "continuing", "在建": "continuing", "结转": "continuing",
    "竣工": "completing", "计划竣工": "completing", "完工": "completing", "建成": "completing",
    "预备": "preparing", "前期": "preparing", "储备": "preparing", "预备(前期)": "preparing",
}  # fmt: skip
LISTING_OF |= {f"{word}项目": listing for word, listing in LISTING_OF.items()} | {
    f"{word}类": listing for word, listing in LISTING_OF.items()
}


@dataclass(frozen=True, slots=True)
class Found:
    """What a head was recognised as; `is_guess` where the head alone is not certain."""

    field: str | None = None
    year: int | None = None
    month: int | None = None
    is_guess: bool = False
