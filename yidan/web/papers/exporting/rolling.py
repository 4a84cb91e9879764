"""The three-year rolling sheet and the difference report beside the year's plan, as the office prints them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import F

from yidan.figures import population
from yidan.figures.question import Question
from yidan.ledger import pooling, proposing, wording
from yidan.ledger.models import Listing, ProjectCode, RollingPlan
from yidan.people.models import Unit
from yidan.web.papers.exporting.forms import COUNTY, Column, field

OUTCOMES = {"add": "建议列入", "drop": "建议核减", "differs": "不一致", "same": "一致"}
NEEDS = ("first_wan", "second_wan", "third_wan")


def first_year(question: Question) -> int:
    """Of the newest sheet that holds the period's year; that year itself where there is none."""
    return proposing.sheet_of(question.period.year, question.as_of) or question.period.year


def columns(first: int) -> list[Column]:
    """三年滚动计划表 (domain.md §8), two rows of heads."""
    need, above = "三年投资需求", "上级资金需求"
    return [
        Column(("序号",), field("serial"), 5, "centre"),
        Column(("项目名称",), field("name"), 30, "long"),
        COUNTY,
        Column(("项目代码",), field("code"), 14),
        Column(("总投资",), field("total_wan"), 10, "wan", is_summed=True),
        Column(("前期工作计划(节点)",), field("preparation"), 30, "long"),
        Column(("拟开工年",), field("starts_in_text"), 7, "centre"),
        *(Column((need, f"{first + place}年"), field(name), 10, "wan", is_summed=True)
          for place, name in enumerate(NEEDS)),
        Column((need, "合计"), field("sum_wan"), 10, "wan", is_summed=True),
        Column((above, "中央"), field("central_wan"), 10, "wan", is_summed=True),
        Column((above, "省"), field("provincial_wan"), 10, "wan", is_summed=True),
        Column(("资金落实",), field("secured_wan"), 10, "wan", is_summed=True),
        Column(("入库日期",), field("pooled_on"), 10, "day"),
        Column(("责任单位",), field("responsible"), 12, "long"),
    ]  # fmt: skip


def rows(question: Question, only: set[int] | None = None) -> Iterator[dict[str, Any]]:
    """A row for each project of the sheet that this question may see, in the ledger's order."""
    first = first_year(question)
    plans = RollingPlan.objects.known_at(question.as_of).filter(first_year=first)
    by_project = {each.project_id: each for each in plans if only is None or each.project_id in only}
    codes = dict(ProjectCode.objects.known_at(question.as_of).filter(is_current=True).values_list("project_id", "code"))
    short = {unit.pk: str(unit) for unit in Unit.objects.only("name", "short_name")}
    found = population.projects(question).order_by("order", "pk")
    said = found.values(
        "pk", name=F("about__name"), total_wan=F("about__total_investment_wan"),
        pool=F("about__pool"), responsible_id=F("about__responsible_unit_id"), assessed_id=F("about__assessed_unit_id"),
    )  # fmt: skip
    since = pooling.in_pool_since(by_project, question.as_of)
    serial = 0
    for row in said.iterator(chunk_size=2000):
        plan = by_project.get(row["pk"])
        if plan is None:
            continue
        serial += 1
        yield {
            **{name: getattr(plan, name) for name in (*NEEDS, "central_wan", "provincial_wan", "secured_wan")},
            "sum_wan": sum((getattr(plan, name) for name in NEEDS), Decimal(0)), "preparation": plan.preparation,
            "starts_in": plan.starts_in, "starts_in_text": str(plan.starts_in), "serial": serial, "pk": row["pk"],
            "name": row["name"],
            "code": codes.get(row["pk"], ""), "total_wan": row["total_wan"],
            "responsible": short.get(row["responsible_id"]) or short.get(row["assessed_id"], ""),
            "assessed": short.get(row["assessed_id"], ""), "plan": plan,
            "pooled_on": since.get(row["pk"]) if row["pool"] else None,
        }  # fmt: skip


def sums(made: list[dict[str, Any]]) -> dict[str, Decimal]:
    """The amounts of all rows."""
    found: dict[str, Decimal] = {}
    for row in made:
        for name, value in row.items():
            if isinstance(value, Decimal):
                found[name] = found.get(name, Decimal(0)) + value
    return found


def difference_columns(year: int) -> list[Column]:
    """年度计划差异表: what the sheet proposes, what the plan has, by how much they differ and why."""
    proposed, planned = "滚动计划建议", f"{year}年年度计划"
    return [
        Column(("序号",), field("serial"), 5, "centre"),
        Column(("项目名称",), field("name"), 32, "long"),
        COUNTY,
        Column(("结论",), field("outcome"), 9, "centre"),
        Column((proposed, "类别"), field("proposed_listing"), 8, "centre"),
        Column((proposed, "投资"), field("proposed_wan"), 10, "wan", is_summed=True),
        Column((planned, "类别"), field("planned_listing"), 8, "centre"),
        Column((planned, "投资"), field("planned_wan"), 10, "wan", is_summed=True),
        Column(("相差",), field("difference_wan"), 10, "wan", is_summed=True),
        Column(("原因",), field("why"), 46, "long"),
    ]


def difference_rows(question: Question) -> list[dict[str, Any]]:
    """Every project of either, those that differ first to last in the ledger's order."""
    lines = proposing.differences(population.projects(question), question.period.year, question.as_of)
    return [difference_row(serial, line) for serial, line in enumerate(lines, 1)]


def difference_row(serial: int, line: proposing.Line) -> dict[str, Any]:
    """One project of the report."""
    found, has = line.outcome, line.planned
    planned_wan = has.planned_wan if has else None
    return {
        "serial": serial, "pk": line.profile.project_id, "name": line.profile.name,
        "assessed": str(line.profile.assessed_unit or ""), "kind": found.kind, "outcome": OUTCOMES[found.kind],
        "proposed_listing": str(Listing(found.listing).label) if found.listing else "", "listing": found.listing,
        "proposed_wan": found.proposed_wan, "planned_listing": str(Listing(has.listing).label) if has else "",
        "planned_wan": planned_wan, "difference_wan": (planned_wan or Decimal(0)) - (found.proposed_wan or Decimal(0)),
        "why": "；".join(wording.differs(why) for why in found.reasons),
    }  # fmt: skip
