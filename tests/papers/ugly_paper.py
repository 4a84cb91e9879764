"""What an ugly workbook is made of: the words offices write over their columns, and a sheet with its known truth."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

IN_WAN = {"万元": Decimal(1), "亿元": Decimal(10_000), "元": Decimal("0.0001")}
FORMATS = ("xlsx", "openpyxl", "xls", "ods", "csv-utf8", "csv-bom", "csv-gb18030", "tsv-utf16", "csv-semicolon", "html")
PLAIN = ("csv-utf8", "csv-bom", "csv-gb18030", "tsv-utf16", "csv-semicolon")

PLAN_HEADS = {
    "serial": ["序号", "序 号", "编号"],
    "name": ["项目名称", "项 目\n名 称", "建设项目名称"],
    "code": ["项目代码", "国家项目代码", "项目统一代码"],
    "place": ["建设地点", "项目地点"],
    "nature": ["建设性质"],
    "scale": ["建设规模及主要内容", "建设规模及\n主要内容", "主要建设内容及规模"],
    "years": ["建设起止年限", "起止年限", "建设\n起止年限"],
    "total_investment": ["总投资", "总 投 资", "计划总投资"],
    "source_central": ["资金来源/中央"],
    "source_special_bond": ["资金来源/专项债"],
    "source_own": ["资金来源/企业自筹"],
    "prior_cumulative": ["截至2019年底累计完成投资", "截至2019年底\n累计完成投资", "至2019年底累计完成投资"],
    "planned": ["2020年计划/年度计划投资", "年度计划投资", "2020年计划投资"],
    "goal": ["2020年计划/主要建设内容和形象进度目标", "年度建设目标"],
    "planned_start": ["2020年计划/计划开工时间", "计划开工时间"],
    "planned_finish": ["2020年计划/计划竣工时间", "计划竣工时间"],
    "owner_unit": ["项目业主", "业主单位", "建设单位"],
    "responsible_unit": ["责任单位"],
    "duty_person": ["责任人", "责任人及电话", "项目负责人及联系电话"],
    "contact_leader": ["联系市领导", "联系领导"],
    "remark": ["备注", "备 注"],
}
DISPATCH_HEADS = {
    "serial": ["序号", "序\n号"],
    "name": ["项目名称", "项目名称"],
    "responsible_unit": ["责任单位"],
    "owner_unit": ["项目业主", "业主单位"],
    "total_investment": ["总投资", "总投资额"],
    "planned": ["年度计划投资", "年度\n计划投资", "2020年计划投资"],
    "month_plan": ["投资完成情况/本月计划", "本月计划投资"],
    "invested_month": ["投资完成情况/本月完成", "5月完成投资", "本月完成投资"],
    "invested_year": ["投资完成情况/1-5月累计完成", "1—5月累计完成投资", "2020年1-5月累计完成投资"],
    "percent_of_plan": ["投资完成情况/占年度计划%", "占年度计划%", "年度投资完成率"],
    "invested_to_date": ["投资完成情况/自开工累计", "自开工累计完成投资"],
    "percent_of_total": ["投资完成情况/占总投资%", "占总投资%"],
    "physical_progress": ["形象进度/本月形象进度", "形象进度", "工程形象进度"],
    "year_goal": ["形象进度/年度目标", "年度形象进度目标"],
    "is_on_schedule": ["形象进度/是否达序时", "是否达到序时进度"],
    "planned_start": ["开竣工/计划开工", "计划开工时间"],
    "actual_start": ["开竣工/实际开工", "实际开工时间"],
    "planned_finish": ["开竣工/计划竣工", "计划竣工时间"],
    "problems": ["存在问题", "存在的主要问题"],
    "needs": ["需协调事项", "需协调解决的问题"],
    "next_step": ["下一步计划", "下步工作计划"],
    "contact_leader": ["联系市领导"],
    "duty_person": ["责任人及电话", "责任人"],
}
AMOUNTS = (
    "total_investment", "source_central", "source_special_bond", "source_own", "prior_cumulative", "planned",
    "month_plan", "invested_month", "invested_year", "invested_to_date",
)  # fmt: skip
PERCENTS = {
    "percent_of_plan": ("invested_year", "planned"),
    "percent_of_total": ("invested_to_date", "total_investment"),
}
DATES = ("planned_start", "planned_finish", "actual_start")
REQUIRED = ("name", "total_investment", "planned", "responsible_unit", "owner_unit")
UNITS = ["天元区", "芦淞区", "荷塘区", "石峰区", "渌口区", "醴陵市", "攸县", "茶陵县", "炎陵县", "经开区"]
EMPTIES = ["", "—", "/", "-", "无", "——", "\\", None]
GROUPS = [
    ("产业发展项目", ["先进制造业", "现代服务业"]),
    ("基础设施项目", ["交通", "水利能源"]),
    ("民生改善项目", ["教育卫生", "住房保障"]),
]
FOOTERS = [
    "审核人：李四",
    "填报人：张三  联系电话：0731-22881234",
    "单位负责人(签字)：",
    "第1页，共2页",
    "以上数据由各责任单位填报",
]
LISTINGS = ["续建项目", "新开工项目", "竣工项目"]
WIDE = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")


@dataclass
class Cell:
    """A value and the number format it is shown with."""

    value: Any
    format: str = ""


@dataclass
class Paper:
    """One sheet as drawn: cells, merges (top, left, bottom, right), what is hidden, and the truth of each row."""

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    kinds: list[str] = field(default_factory=list)
    truth: dict[int, dict[str, Any]] = field(default_factory=dict)
    fields: dict[int, str] = field(default_factory=dict)
    head_rows: list[int] = field(default_factory=list)
    parts: dict[int, int] = field(default_factory=dict)  # row of a 子项 → row of its 打包项目
    wrong_sums: list[tuple[int, int]] = field(default_factory=list)

    @property
    def height(self) -> int:
        """Rows drawn so far."""
        return len(self.kinds)


@dataclass
class Workbook:
    """A file to be made: its format and its papers."""

    seed: int
    kind: str
    format: str
    papers: list[Paper]
