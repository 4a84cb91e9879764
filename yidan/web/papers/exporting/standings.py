"""(d) 排名表 and (e) 未开工、滞后清单: the numbers are those of yidan.figures, places and lists too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from yidan.figures import lists, parameters, population, queries, ranking
from yidan.figures.question import Question
from yidan.kernel.parameters import values
from yidan.progress.models import Span
from yidan.web.format import movement
from yidan.web.papers.exporting.forms import Column, field

RATES = ("completion.rate", "start.rate", "finish.rate")


def ranking_columns() -> list[Column]:
    """(d) without 综合得分 and its 位次, its last two: there is no such value until the assessment gives one."""
    return [
        Column(("位次",), field("place"), 6, "centre"),
        Column(("县市区",), field("name"), 22, "long"),
        Column(("项目个数",), field("project.count"), 9, "centre"),
        Column(("总投资",), field("investment.total"), 13, "whole"),
        Column(("投资完成情况", "年度计划"), field("plan.annual"), 12, "whole"),
        Column(("投资完成情况", "本月完成"), field("invested.month"), 12, "whole"),
        Column(("投资完成情况", "累计完成"), field("invested.year"), 12, "whole"),
        Column(("投资完成情况", "完成率%"), field("completion.rate"), 9, "percent"),
        Column(("投资完成情况", "超序时(百分点)"), field("schedule.gap"), 9, "percent"),
        Column(("投资完成情况", "完成率位次"), field("place"), 7, "centre"),
        Column(("投资完成情况", "较上月位次"), field("movement"), 7, "centre"),
        Column(("开工情况", "应开工数"), field("start.due"), 8, "centre"),
        Column(("开工情况", "已开工"), field("start.count"), 8, "centre"),
        Column(("开工情况", "开工率%"), field("start.rate"), 9, "percent"),
        Column(("开工情况", "位次"), field("start.place"), 6, "centre"),
        Column(("竣工情况", "应竣工数"), field("finish.due"), 8, "centre"),
        Column(("竣工情况", "已竣工"), field("finish.count"), 8, "centre"),
        Column(("竣工情况", "竣工率%"), field("finish.rate"), 9, "percent"),
        Column(("竣工情况", "位次"), field("finish.place"), 6, "centre"),
    ]


def ranking_rows(question: Question) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each ranking group's label and rows, in order of place."""
    known = values(question.as_of)
    others = {key: _places(question, known, key) for key in RATES[1:]}
    totals = queries.grouped(["investment.total"], question, "unit")["investment.total"]
    for table in ranking.ranking(question, known):
        rows = []
        for standing in table.rows:
            row: dict[str, Any] = {key: value.value for key, value in standing.values.items()}
            total = totals.get(standing.group.key)
            row |= {
                "investment.total": total.value if total else None,
                "place": standing.place,
                "name": standing.group.name,
                "movement": movement(standing.gained),
                "start.place": others["start.rate"].get(standing.group.key),
                "finish.place": others["finish.rate"].get(standing.group.key),
            }
            rows.append(row)
        yield table.label, rows


def ranking_total(question: Question) -> dict[str, Any]:
    """合计: the city's own numbers, without a place."""
    found = queries.totals([*ranking.KEYS, "investment.total"], question)
    return {"name": "合计", **{key: value.value for key, value in found.items()}}


def _places(question: Question, known: dict[str, Any], key: str) -> dict[Any, int | None]:
    tables = ranking.ranking(question, known, by=key)
    return {standing.group.key: standing.place for table in tables for standing in table.rows}


def not_started_columns() -> list[Column]:
    """(e) 未开工清单."""
    return [
        Column(("序号",), field("serial"), 5, "centre"),
        Column(("项目",), field("name"), 36, "long"),
        Column(("责任单位",), field("unit"), 14, "long"),
        Column(("项目业主",), field("owner"), 22, "long"),
        Column(("年度计划投资",), field("planned_wan"), 11, "wan"),
        Column(("计划开工",), field("to_start_on"), 11, "day"),
        Column(("逾期天数",), field("overdue_days"), 8, "centre"),
        Column(("原因",), field("problems"), 34, "long"),
        Column(("措施",), field("next_step"), 30, "long"),
        Column(("承诺开工时间",), field("promised"), 12, "centre"),
        Column(("责任人",), field("duty_person"), 10, "centre"),
    ]


def lagging_columns() -> list[Column]:
    """(e) 滞后清单."""
    return [
        Column(("序号",), field("serial"), 5, "centre"),
        Column(("项目",), field("name"), 36, "long"),
        Column(("责任单位",), field("unit"), 14, "long"),
        Column(("项目业主",), field("owner"), 22, "long"),
        Column(("年度计划投资",), field("planned_wan"), 11, "wan"),
        Column(("累计完成投资",), field("done_wan"), 11, "wan"),
        Column(("完成率%",), field("rate"), 9, "percent"),
        Column(("超序时(百分点)",), field("gap"), 10, "percent"),
        Column(("原因",), field("problems"), 34, "long"),
        Column(("措施",), field("next_step"), 30, "long"),
        Column(("联系市领导",), field("leader"), 10, "centre"),
        Column(("责任人",), field("duty_person"), 10, "centre"),
    ]


def not_started_rows(question: Question, today: date) -> list[dict[str, Any]]:
    """应开工未开工, the longest overdue first, with what the last month says of why and what next."""
    return _told(question, lists.not_started(question, today=today))


def lagging_rows(question: Question) -> list[dict[str, Any]]:
    """Behind 序时 by the office's number of points or more, the farthest first."""
    points = values(question.as_of)[parameters.LAGGING_POINTS.name]
    return _told(question, lists.lagging(question, points))


def _told(question: Question, listed: list[lists.Listed]) -> list[dict[str, Any]]:
    said = {
        fact["project_id"]: fact
        for fact in population.this_month(question)
        .filter(project__in=[each.project_id for each in listed], span=Span.MONTH)
        .values("project_id", "problems", "next_step")
    }
    names = (
        "name",
        "unit",
        "owner",
        "leader",
        "planned_wan",
        "done_wan",
        "rate",
        "gap",
        "to_start_on",
        "overdue_days",
        "duty_person",
    )
    return [
        {"serial": serial, **{name: getattr(each, name) for name in names}, **said.get(each.project_id, {})}
        for serial, each in enumerate(listed, 1)
    ]
