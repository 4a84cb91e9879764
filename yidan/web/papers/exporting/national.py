"""The dispatch block of the national project database as a workbook, so that nobody types it twice (domain.md §7.2).

Amounts are since the project began, not of the year; what the ledger does not know is left blank, never invented.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db.models import F

from yidan.figures import funds, population
from yidan.figures.question import Question
from yidan.funds.states import SOURCE_WORDS, STATE_SOURCES, Step
from yidan.ledger.models import Mark, ProjectCode, StageMark
from yidan.ledger.states import Source
from yidan.progress.models import Progress
from yidan.web.papers.exporting.forms import Column, field
from yidan.web.papers.exporting.sheet import Sheet, workbook

TITLE = "国家重大建设项目库项目调度表"


def columns() -> list[Column]:
    """The block's columns in the order in which the database asks for them."""
    return [
        Column(("序号",), field("serial"), 5, "centre"),
        Column(("项目名称",), field("name"), 26, "long"),
        Column(("项目代码",), field("code"), 14),
        Column(("计划年度",), field("year"), 6, "centre"),
        Column(("下达文号",), field("papers"), 16, "long"),
        Column(("总投资",), field("total_wan"), 9, "wan", is_summed=True),
        *_by_source("本年度下达", Step.GRANTED, STATE_SOURCES, "year_"),
        *_by_source("累计到位", Step.IN_PLACE, tuple(Source), ""),
        Column(("累计完成投资",), field("done_wan"), 9, "wan", is_summed=True),
        *_by_source("累计支付", Step.PAID, tuple(Source), ""),
        Column(("开工", "是否开工"), field("has_started"), 5, "centre"),
        Column(("开工", "开工日期"), field("started_on"), 10, "day"),
        Column(("竣工", "是否完工"), field("has_completed"), 5, "centre"),
        Column(("竣工", "竣工日期"), field("completed_on"), 10, "day"),
        Column(("形象进度",), field("physical_progress"), 24, "long"),
        Column(("存在问题",), field("problems"), 18, "long"),
        Column(("整改措施",), field("next_step"), 18, "long"),
        Column(("日常监管责任单位",), field("competent"), 12, "long"),
        Column(("项目单位",), field("owner"), 14, "long"),
        Column(("责任人",), field("duty_person"), 7, "centre"),
    ]


def _by_source(head: str, step: str, sources: tuple[str, ...], prefix: str) -> list[Column]:
    return [
        Column((head, str(SOURCE_WORDS[Source(source)])), field(f"{prefix}{source}_{step}"), 8, "wan", is_summed=True)
        for source in sources
    ]


def rows(question: Question) -> list[dict[str, Any]]:
    """A row for each project to which the state gave money in the year, in the ledger's order."""
    amounts, papers = funds.by_project(question), funds.papers_of(question)
    of_year = _of_year(question)
    codes = dict(
        ProjectCode.objects.known_at(question.as_of)
        .filter(project__in=amounts, is_current=True)
        .values_list("project", "code")
    )
    done, last = _progress(question, amounts)
    marks = _marks(question, amounts)
    found = population.projects(question).filter(pk__in=amounts).order_by("order", "pk")
    listed = found.values(
        "pk", name=F("about__name"), total_wan=F("about__total_investment_wan"), duty_person=F("about__duty_person"),
        competent=F("about__competent_unit__name"), owner=F("about__owner_unit__name"),
    )  # fmt: skip
    made = []
    for serial, values in enumerate(listed, 1):
        row: dict[str, Any] = dict(values)
        pk = row.pop("pk")
        report = last.get(pk)
        said = {f"{source}_{step}": amount for (source, step), amount in amounts[pk].items()}
        said |= {f"year_{source}_{Step.GRANTED}": amount for source, amount in of_year.get(pk, {}).items()}
        started, completed = marks.get((pk, Mark.STARTED)), marks.get((pk, Mark.COMPLETED))
        made.append(
            row | said | {
                "serial": serial, "code": codes.get(pk, ""), "year": question.period.year,
                "papers": "、".join(papers.get(pk, ())), "done_wan": done.get(pk),
                "has_started": "是" if started else "否", "started_on": started,
                "has_completed": "是" if completed else "否", "completed_on": completed,
                "physical_progress": report.physical_progress if report else "",
                "problems": report.problems if report else "", "next_step": report.next_step if report else "",
            }
        )  # fmt: skip
    return made


def _of_year(question: Question) -> dict[int, dict[str, Decimal]]:
    found: dict[int, dict[str, Decimal]] = {}
    for each in funds.money(Step.GRANTED)(question):
        of_project = found.setdefault(each.project_id, {})
        of_project[each.fund.source] = of_project.get(each.fund.source, Decimal(0)) + each.amount_wan
    return found


def _progress(question: Question, projects: Any) -> tuple[dict[int, Decimal], dict[int, Progress]]:
    """What was done to date, and what the newest month says, by project."""
    done: dict[int, Decimal] = {}
    last: dict[int, Progress] = {}
    for each in population.ever(question).filter(project__in=projects).order_by("month", "pk"):
        done[each.project_id] = done.get(each.project_id, Decimal(0)) + each.invested_wan
        last[each.project_id] = each
    return done, last


def _marks(question: Question, projects: Any) -> dict[tuple[int, str], Any]:
    found = StageMark.objects.known_at(question.as_of).filter(
        project__in=projects, mark__in=(Mark.STARTED, Mark.COMPLETED), occurrence=1,
        happened_on__lte=question.period.until,
    )  # fmt: skip
    return {(each.project_id, each.mark): each.happened_on for each in found}


def _sums(made: list[dict[str, Any]]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for row in made:
        for name, value in row.items():
            if isinstance(value, Decimal):
                sums[name] = sums.get(name, Decimal(0)) + value
    return sums


def write(path: Path, question: Question, cut_off: str) -> int:
    """Write the workbook; how many projects it holds."""
    made = rows(question)
    with workbook(path) as book:
        sheet = Sheet(book, "项目调度", columns())
        sheet.title("", f"{question.period.year}年{TITLE}", f"数据截至{cut_off}", "单位：万元")
        sheet.heads()
        sheet.group(1, f"合计({len(made)}个)", _sums(made), len(made))
        for row in made:
            sheet.body(row)
        sheet.note("各项金额均为自开工累计；完成投资不分来源，国家库要求分来源填报的请按资金到账比例另填。")
        sheet.done()
    return len(made)
