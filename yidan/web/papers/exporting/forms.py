"""The columns of the annual plan's table (a) and of the monthly dispatch table (b), in the office's own order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from yidan.figures.question import Question
from yidan.ledger.models import Source


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head from top to bottom, what stands in it, how wide; `is_summed` in group rows."""

    head: tuple[str, ...]
    value: Callable[[dict[str, Any]], Any]
    width: float = 10
    style: str = "text"  # text, long, wan, whole (万元 shown without decimals), percent, day, centre
    is_summed: bool = False

    @property
    def plain_head(self) -> str:
        """The head in one line, for CSV."""
        return "/".join(self.head)


def field(name: str) -> Callable[[dict[str, Any]], Any]:
    """What a row says under that name."""
    return lambda row: row.get(name)


SOURCE_HEADS = {
    Source.CENTRAL: "中央", Source.PROVINCIAL: "省", Source.CITY_COUNTY: "市县", Source.SPECIAL_BOND: "专项债",
    Source.BANK_LOAN: "银行贷款", Source.OWN: "企业自筹", Source.SOCIAL: "社会资本",
}  # fmt: skip


COUNTY = Column(("县市区",), field("assessed"), 8, "centre")


def plan(question: Question, *, with_county: bool = False) -> list[Column]:
    """(a) 年度计划表; 县市区 beside the name where 责任单位 alone does not say whose project it is."""
    year = question.period.year
    this = f"{year}年计划"
    sources = [
        Column(("资金来源", head), field(f"source_{source.value}"), 9, "wan", is_summed=True)
        for source, head in SOURCE_HEADS.items()
    ]
    return [
        Column(("序号",), field("serial"), 5, "centre"),
        Column(("项目名称",), field("name"), 30, "long"),
        *([COUNTY] if with_county else []),
        Column(("项目代码",), field("code"), 14, "text"),
        Column(("建设地点",), field("place"), 12, "long"),
        Column(("建设性质",), field("nature"), 6, "centre"),
        Column(("建设规模及主要内容",), field("scale"), 34, "long"),
        Column(("建设起止年限",), field("years"), 9, "centre"),
        Column(("总投资",), field("total_wan"), 10, "wan", is_summed=True),
        *sources,
        Column((f"截至{year - 1}年底累计完成投资",), field("prior_wan"), 10, "wan", is_summed=True),
        Column((this, "年度计划投资"), field("planned_wan"), 10, "wan", is_summed=True),
        Column((this, "主要建设内容/形象进度目标"), field("content"), 24, "long"),
        Column((this, "计划开工时间"), field("to_start_on"), 10, "day"),
        Column((this, "计划竣工时间"), field("to_finish_on"), 10, "day"),
        Column(("项目业主",), field("owner"), 18, "long"),
        Column(("责任单位",), field("responsible"), 10, "long"),
        Column(("责任人",), field("duty_person"), 7, "centre"),
        Column(("联系市领导",), field("leader"), 7, "centre"),
        Column(("备注",), field("remark"), 12, "long"),
    ]


def dispatch(question: Question, *, with_county: bool = False) -> list[Column]:
    """(b) 调度表(月报), three rows of heads; 县市区 as in (a)."""
    done, shape, days = "投资完成情况", "形象进度", "开竣工"
    month = question.period.last.month
    so_far = f"1-{month}月累计完成" if month > 1 else "1月累计完成"
    return [
        Column(("序号",), field("serial"), 5, "centre"),
        Column(("项目名称",), field("name"), 28, "long"),
        *([COUNTY] if with_county else []),
        Column(("责任单位",), field("responsible"), 10, "long"),
        Column(("项目业主",), field("owner"), 16, "long"),
        Column(("总投资",), field("total_wan"), 10, "wan", is_summed=True),
        Column(("年度计划投资",), field("planned_wan"), 10, "wan", is_summed=True),
        Column((done, "本月计划"), field("month_planned_wan"), 9, "wan", is_summed=True),
        Column((done, "本月完成"), field("month_wan"), 9, "wan", is_summed=True),
        Column((done, so_far), field("year_wan"), 10, "wan", is_summed=True),
        Column((done, "占年度计划%"), field("percent_of_plan"), 7, "percent", is_summed=True),
        Column((done, "自开工累计"), field("to_date_wan"), 10, "wan", is_summed=True),
        Column((done, "占总投资%"), field("percent_of_total"), 7, "percent", is_summed=True),
        Column((shape, "本月形象进度"), field("physical_progress"), 30, "long"),
        Column((shape, "年度目标"), field("content"), 16, "long"),
        Column((shape, "是否达序时"), field("on_schedule"), 6, "centre"),
        Column((days, "开工", "计划开工"), field("to_start_on"), 10, "day"),
        Column((days, "开工", "实际开工"), field("started_on"), 10, "day"),
        Column((days, "竣工", "计划竣工"), field("to_finish_on"), 10, "day"),
        Column((days, "竣工", "实际竣工"), field("completed_on"), 10, "day"),
        Column(("存在问题",), field("problems"), 22, "long"),
        Column(("需协调事项",), field("needs"), 16, "long"),
        Column(("下一步计划",), field("next_step"), 16, "long"),
        Column(("联系市领导",), field("leader"), 7, "centre"),
        Column(("责任人及电话",), field("duty"), 9, "long"),
    ]
