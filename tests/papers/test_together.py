"""Many acts together write, row for row, what the single commands write one after the other."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import transaction

from tests import make
from yidan.kernel.errors import NotPermitted, NthRefused
from yidan.kernel.journal import Entry
from yidan.kernel.values import Month
from yidan.ledger.commands import enrolling
from yidan.ledger.commands import plan as plans
from yidan.ledger.commands import project as projects
from yidan.ledger.commands import stage as stages
from yidan.ledger.commands.enrolling import Marked, Planned, Registration
from yidan.ledger.models import AnnualPlan, Mark, PlannedMonth, PoolTerm, Profile, Project, ProjectCode, StageMark
from yidan.progress.commands import opening as openings
from yidan.progress.commands import recording
from yidan.progress.commands import report as reports
from yidan.progress.commands.recording import Opening, Recording
from yidan.progress.models import MonthlyReport, Progress, Span

AT = make.moment(2020, 6, 28)
MAY, JUNE = Month(2020, 5), Month(2020, 6)
TABLES = (
    Project, Profile, PoolTerm, ProjectCode, AnnualPlan, PlannedMonth, StageMark, MonthlyReport, Progress, Entry,
)  # fmt: skip
NAMES = ("渌江新城", "渌江二桥", "陶瓷产业园")
POOLED_ON = (date(2019, 11, 5), None, None)
DOCUMENT = "《计划》"
TYPES = {table._meta.model_name: table for table in TABLES}


def key(number: int) -> UUID:
    return UUID(int=number)


def rows() -> dict[str, list[dict]]:
    """Every row of every table, ids replaced by their place; entries by person, verb and subject."""
    order = {Progress: ("project_id", "month"), MonthlyReport: ("project_id", "month"), Entry: ("verb", "pk")}
    ids = {table: table.objects.order_by(*order.get(table, ("pk",))).values_list("pk", flat=True) for table in TABLES}
    place = {table: {pk: n for n, pk in enumerate(listed)} for table, listed in ids.items()}
    out = {}
    for table in TABLES:
        links = {f.attname: f.related_model for f in table._meta.concrete_fields if f.related_model in place}
        listed = []
        for row in table.objects.order_by("pk").values():
            row.pop("id")
            for name, target in links.items():
                row[name] = place[target].get(row[name])
            if table is Entry:
                subject = TYPES.get(row["subject_type"])
                row["subject_id"] = place[subject][row["subject_id"]] if subject else None
                row["project_id"] = place[Project].get(row["project_id"])
            listed.append(row)
        out[table.__name__] = sorted(listed, key=repr)
    return out


def profile(cast, number):
    return {
        "name": NAMES[number], "owner_unit": cast.owner, "total_investment_wan": Decimal(20000 + number),
        "pool": ("rolling", "construction", "")[number], "years": "2019-2021", "is_municipal_key": True,
        "document": DOCUMENT, "origin": f"表 第{number}行",
    }  # fmt: skip


def plan_fields(number):
    return {
        "listing": "continuing", "planned_wan": Decimal(12000), "content": " 主体封顶 ", "order": number,
        "document": DOCUMENT, "origin": f"表 第{number}行", "finishes_on": date(2020, 11, 30),
        "months": {Month(2020, month): Decimal(6000) for month in (3, 9)} if number else {},
    }  # fmt: skip


def code(number):
    return f"2012-430281-04-01-12345{number}" if number else ""


WORDS = {"physical_progress": "主体封顶", "problems": "征地", "next_step": "装修"}


def one_by_one(cast):
    given = {"by": cast.wang, "at": AT}
    made = [
        projects.register(
            cast.county, **given, key=key(number), order=number, code=code(number), despite_duplicates=True,
            reason="导入", pool_on=POOLED_ON[number], **profile(cast, number),
        )
        for number in range(3)
    ]  # fmt: skip
    for number, project in enumerate(made):
        plans.set(project, **given, key=key(10 + number), year=2020, **plan_fields(number))
        stages.record(project, **given, key=key(20 + number), mark=Mark.STARTED, happened_on=date(2020, 3, 31))
        openings.set(
            project, **given, key=key(30 + number), month=MAY, span=Span.YEAR_OPENING, invested_wan=Decimal(5000),
            origin="表",
        )  # fmt: skip
        reports.record(
            project, **given, key=key(40 + number), month=JUNE, invested_wan=Decimal(900), origin="表", **WORDS
        )


def together(cast):
    given = {"by": cast.wang, "at": AT}
    made = enrolling.register_many(
        [
            Registration(
                cast.county, number, "导入", profile(cast, number), code(number), key(number), POOLED_ON[number]
            )
            for number in range(3)
        ],
        **given,
    )
    each = list(enumerate(made))
    enrolling.plan_many([Planned(p, 2020, plan_fields(n), key(10 + n)) for n, p in each], **given)
    enrolling.mark_many([Marked(p, Mark.STARTED, date(2020, 3, 31), key=key(20 + n)) for n, p in each], **given)
    recording.open_many(
        [Opening(p, MAY, Span.YEAR_OPENING, Decimal(5000), "表", key=key(30 + n)) for n, p in each], **given
    )
    recording.record_many([Recording(p, JUNE, Decimal(900), "表", WORDS, key(40 + n)) for n, p in each], **given)


def test_together_and_one_by_one_are_the_same_rows(cast):
    with transaction.atomic():
        one_by_one(cast)
        singly = rows()
        transaction.set_rollback(True)
    together(cast)
    many = rows()
    for table in singly:
        assert many[table] == singly[table], table
    assert len(many["Entry"]) > 15


def test_the_first_refusal_undoes_all(cast):
    good, bad = profile(cast, 0), {**profile(cast, 1), "name": ""}
    with pytest.raises(NthRefused, match="请填写项目名称") as refused, transaction.atomic():
        enrolling.register_many(
            [Registration(cast.county, n, "导入", each) for n, each in enumerate((good, bad))], by=cast.wang, at=AT
        )
    assert (refused.value.index, Project.objects.count()) == (1, 0)


def test_a_code_may_not_come_twice(cast):
    given = [Registration(cast.county, n, "导入", profile(cast, n), code(1)) for n in range(2)]
    with pytest.raises(NthRefused, match="已属于") as refused, transaction.atomic():
        enrolling.register_many(given, by=cast.wang, at=AT)
    assert refused.value.index == 1


def test_the_same_permission_is_asked(cast):
    project = make.project(cast)
    for person in (cast.li, cast.he):
        with pytest.raises(NthRefused) as refused, transaction.atomic():
            recording.record_many([Recording(project, JUNE, Decimal(1))], by=person, at=AT)
        with pytest.raises(NotPermitted) as single:
            reports.record(project, by=person, at=AT, month=JUNE, invested_wan=Decimal(1))
        assert str(refused.value) == str(single.value)


def test_a_covered_month_a_report_in_flow_and_an_old_opening_are_treated_as_one_by_one(cast):
    covered, flowing, opened = (make.project(cast) for _ in range(3))
    openings.set(covered, by=cast.wang, at=AT, month=JUNE, span=Span.YEAR_OPENING, invested_wan=Decimal(1))
    with pytest.raises(NthRefused, match="已作为期初入账") as refused, transaction.atomic():
        recording.record_many(
            [Recording(flowing, JUNE, Decimal(7)), Recording(covered, JUNE, Decimal(1))], by=cast.wang, at=AT
        )
    assert (refused.value.index, MonthlyReport.objects.count()) == (1, 0)
    make.plan(cast, flowing)
    make.report(cast, flowing, JUNE, 5)
    recording.record_many([Recording(flowing, JUNE, Decimal(7))], by=cast.wang, at=AT)
    assert Progress.objects.live().get(project=flowing).invested_wan == 7
    for amount in (3, 4):
        given = [Opening(opened, MAY, Span.YEAR_OPENING, Decimal(amount))]
        recording.open_many(given, by=cast.wang, at=AT)
    assert Progress.objects.live().get(project=opened).invested_wan == 4
    assert Progress.objects.filter(project=opened).count() == 2


def test_a_contradictory_stage_is_refused(cast):
    project = make.project(cast)
    given = [Marked(project, Mark.COMPLETED, date(2020, 3, 1))]
    with pytest.raises(NthRefused, match="之前没有开工"), transaction.atomic():
        enrolling.mark_many(given, by=cast.wang, at=AT)
    enrolling.mark_many(
        [Marked(project, Mark.STARTED, date(2020, 2, 1)), Marked(project, Mark.COMPLETED, date(2020, 3, 1))],
        by=cast.wang, at=AT,
    )  # fmt: skip
    project.refresh_from_db()
    assert project.stage == "completion"
