"""The figures of issue 2: each said once, with its 口径. The keys stay (bulletins and scores cite them)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yidan.figures import population as of
from yidan.figures.define import COUNT, PERCENT, POINTS, WAN, Count, Gap, Ratio, Sum, figure
from yidan.figures.question import Question


@figure("project.count", label=_("项目个数"), unit=COUNT)
def project_count(question: Question) -> Count:
    """口径：列入当年年度计划的项目，按项计(打包项目计一个)，含预备项目；已并案、已调出的不计。一个项目同属几级的，
    合计只计一次；打包项目的子项分属不同单元或类别时各计一次，合计只计一次；跨县市区项目整个计入其考核单元，不拆
    分。
    """
    return Count(question, of.is_listed)


@figure("project.count_leaves", label=_("项目个数(按子项)"), unit=COUNT)
def project_count_leaves(question: Question) -> Count:
    """口径：列入当年年度计划的项目，打包项目按拆分后的子项计，含预备项目；已并案、已调出的不计。"""
    return Count(question, of.is_listed, leaves=True)


@figure("investment.total", label=_("总投资"), unit=WAN)
def investment_total(question: Question) -> Sum:
    """口径：列入当年年度计划的项目的总投资(经更正的按更正后数)，含预备项目，打包项目按子项相加；跨县市区项目按分摊比
    例计入各单元。
    """
    return Sum(question, of.told_investments, "total_investment_wan", of.is_listed)


@figure("plan.annual", label=_("年度计划投资"), unit=WAN)
def plan_annual(question: Question) -> Sum:
    """口径：列入当年年度计划的项目的年度计划投资(经文件调整的按调整后数)，含预备项目；跨县市区项目按分摊比例计入
    各单元。
    """
    return Sum(question, of.plans, "planned_wan")


@figure("plan.original", label=_("年度计划投资(调整前)"), unit=WAN)
def plan_original(question: Question) -> Sum:
    """口径：列入当年年度计划的项目下达时的年度计划投资，不看年中调整；与“年度计划投资”之差即调整额。"""
    return Sum(question, of.plans, "original_planned_wan")


@figure("plan.month", label=_("本月计划投资"), unit=WAN)
def plan_month(question: Question) -> Sum:
    """口径：列入当年年度计划的项目期间末月的分月计划，含预备项目；没有分月的年度计划按十二分之一计，十二个月之和等于
    年度计划；跨县市区项目按分摊比例计入各单元。
    """
    return Sum(question, of.plans_of_the_month, "month_wan")


@figure("invested.month", label=_("本月完成投资"), unit=WAN)
def invested_month(question: Question) -> Sum:
    """口径：期间末月各项目完成投资，以审定的月报为准；跨县市区项目按分摊比例计入各单元。"""
    return Sum(question, of.this_month, "invested_wan")


@figure("invested.year", label=_("本年累计完成投资"), unit=WAN)
def invested_year(question: Question) -> Sum:
    """口径：1月至期间末月各项目累计完成投资，以审定的月报和导入时补录的年内期初数为准；跨县市区项目按分摊比例计入
    各单元。
    """
    return Sum(question, of.this_year, "invested_wan")


@figure("invested.to_date", label=_("自开工累计完成投资"), unit=WAN)
def invested_to_date(question: Question) -> Sum:
    """口径：自开工至期间末月累计完成投资，含上年底累计、年内期初数和审定的月报；跨县市区项目按分摊比例计入各单元。"""
    return Sum(question, of.ever, "invested_wan")


@figure("completion.rate", label=_("年度计划完成率"), unit=PERCENT)
def completion_rate(question: Question) -> Ratio:
    """口径：1月至期间末月累计完成投资÷年度计划投资；分子只计列入当年年度计划的项目。"""
    return Ratio(Sum(question, of.this_year, "invested_wan", of.is_listed), plan_annual(question))


@figure("completion.month_rate", label=_("月度计划完成率"), unit=PERCENT)
def completion_month_rate(question: Question) -> Ratio:
    """口径：期间末月完成投资÷期间末月计划投资(没有分月的按十二分之一)；分子只计列入当年年度计划的项目。"""
    return Ratio(Sum(question, of.this_month, "invested_wan", of.is_listed), plan_month(question))


@figure("schedule.gap", label=_("超序时进度"), unit=POINTS)
def schedule_gap(question: Question) -> Gap:
    """口径：年度计划完成率减序时进度(月数÷12)，单位为个百分点，以未取整的数相减；负数为欠序时。"""
    rate = completion_rate(question)
    return Gap(rate.over, rate.under, question.period.months)


@figure("start.count", label=_("已开工"), unit=COUNT)
def start_count(question: Question) -> Count:
    """口径：列入当年年度计划、截至期间末当年内已开工的项目，按项计；列为新开工而上年已提前开工的也计。开工以记录
    的开工日期为准，进场不算开工。
    """
    return Count(question, of.has_started)


@figure("start.count_leaves", label=_("已开工(按子项)"), unit=COUNT)
def start_count_leaves(question: Question) -> Count:
    """口径：列入当年年度计划、截至期间末当年内已开工的项目，打包项目按拆分后的子项计；其余同“已开工”。"""
    return Count(question, of.has_started, leaves=True)


@figure("start.due", label=_("应开工"), unit=COUNT)
def start_due(question: Question) -> Count:
    """口径：当年计划新开工项目中，计划开工日期在期间末月月底以前的，按项计；没有计划日期的算作年底前应开工。"""
    return Count(question, of.is_to_start)


@figure("start.due_leaves", label=_("应开工(按子项)"), unit=COUNT)
def start_due_leaves(question: Question) -> Count:
    """口径：当年计划新开工项目中，计划开工日期在期间末月月底以前的，打包项目按拆分后的子项计；其余同“应开工”。"""
    return Count(question, of.is_to_start, leaves=True)


@figure("start.planned", label=_("全年计划新开工"), unit=COUNT)
def start_planned(question: Question) -> Count:
    """口径：当年年度计划中类别为新开工的项目，按项计。"""
    return Count(question, of.is_listed_as_starting)


@figure("start.rate", label=_("开工率"), unit=PERCENT)
def start_rate(question: Question) -> Ratio:
    """口径：已开工个数÷截至期间末应开工个数；提前开工的计入分子，可以超过100%。"""
    return Ratio(start_count(question), start_due(question))


@figure("start.overdue", label=_("应开工未开工"), unit=COUNT)
def start_overdue(question: Question) -> Count:
    """口径：计划开工日期在期间末月月底以前而尚无开工记录的新开工项目，按项计。"""
    return Count(question, of.is_overdue_to_start)


@figure("finish.count", label=_("已竣工"), unit=COUNT)
def finish_count(question: Question) -> Count:
    """口径：列入当年年度计划、截至期间末当年内已竣工的项目，按项计；列为竣工而上年已提前竣工的也计。主体完工、投
    产都不等于竣工。
    """
    return Count(question, of.has_finished)


@figure("finish.count_leaves", label=_("已竣工(按子项)"), unit=COUNT)
def finish_count_leaves(question: Question) -> Count:
    """口径：列入当年年度计划、截至期间末当年内已竣工的项目，打包项目按拆分后的子项计；其余同“已竣工”。"""
    return Count(question, of.has_finished, leaves=True)


@figure("finish.due", label=_("应竣工"), unit=COUNT)
def finish_due(question: Question) -> Count:
    """口径：当年年度计划中计划竣工日期在期间末月月底以前的项目，按项计，不含预备项目；列为竣工而没有日期的算作年底
    前应竣工。
    """
    return Count(question, of.is_to_finish)


@figure("finish.due_leaves", label=_("应竣工(按子项)"), unit=COUNT)
def finish_due_leaves(question: Question) -> Count:
    """口径：当年年度计划中计划竣工日期在期间末月月底以前的项目，打包项目按拆分后的子项计；其余同“应竣工”。"""
    return Count(question, of.is_to_finish, leaves=True)


@figure("finish.rate", label=_("竣工率"), unit=PERCENT)
def finish_rate(question: Question) -> Ratio:
    """口径：已竣工个数÷截至期间末应竣工个数；提前竣工的计入分子，可以超过100%。"""
    return Ratio(finish_count(question), finish_due(question))


@figure("resumption.rate", label=_("开复工率"), unit=PERCENT)
def resumption_rate(question: Question) -> Ratio:
    """口径：在建和已开工的项目÷列入当年年度计划的项目，均按项计；预备(前期)项目不列入基数，期间末仍停工的不计入分
    子。
    """
    return Ratio(Count(question, of.is_under_way), Count(question, of.is_counted_as_base))


@figure("report.missing", label=_("未报送"), unit=COUNT)
def report_missing(question: Question) -> Count:
    """口径：列入当年年度计划的项目中，期间末月的月报尚未报送(含被退回待改)的，按子项计；已终止的不计。"""
    return Count(question, of.is_not_reported, leaves=True)


@figure("report.complete_rate", label=_("月报齐全率"), unit=PERCENT)
def report_complete_rate(question: Question) -> Ratio:
    """口径：期间末月的月报已报送的项目÷列入当年年度计划的项目，按子项计；已终止的不计，被退回待改的不算已报送。"""
    return Ratio(
        Count(question, of.has_reported, leaves=True), Count(question, of.is_to_report, leaves=True)
    )  # fmt: skip


@figure("invested.zero", label=_("零投资项目"), unit=COUNT)
def invested_zero(question: Question) -> Count:
    """口径：列入当年年度计划(不含预备)且年度计划投资大于0的项目中，1月至期间末月审定的完成投资合计为0或没有的，按
    子项计。
    """
    return Count(question, of.has_nothing_done, leaves=True)
