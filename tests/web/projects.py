"""What the tests of projects' pages share: accepted months, the words of a page, a form sent back, a rich project."""

from datetime import date
from decimal import Decimal

from tests import make
from yidan.kernel.values import Month
from yidan.ledger.commands import milestone as milestones
from yidan.ledger.commands import plan as plans
from yidan.ledger.commands import project as projects
from yidan.ledger.commands import stage as stages
from yidan.ledger.commands import tag as tags
from yidan.progress.commands import report as reports

JULY = make.moment(2020, 7, 6)


def done(cast, project, amount, month=6):
    """An accepted month."""
    return reports.record(project, by=cast.wang, at=JULY, month=Month(2020, month), invested_wan=Decimal(amount))


def text(response):
    """The words of a page."""
    import re

    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def rich(cast):
    """A project that has been through everything."""
    project = make.project(
        cast, "株洲轨道交通产业园（二期）", code="2018-430203-70-03-012345", former_names=["轨交小镇"],
        years="2019-2022", place="渌口区南洲镇", region_code="430212", domain="industry", contact_leader=cast.he,
        duty_person="张三", duty_phone="13907331234", levels=("provincial", "municipal"), scale="新建厂房12万平方米",
        competent_unit=cast.bureau, document="株发改〔2019〕1号",
    )  # fmt: skip
    act = {"by": cast.wang, "at": make.moment(2020, 2, 1)}
    projects.assign_code(project, **act, code="2012-430200-04-01-123456")
    projects.share(project, **act, parts={cast.county: Decimal(60), cast.other_county: Decimal(40)})
    projects.set_sources(project, **act, amounts={"central": Decimal(5000), "own": Decimal(10000)})
    projects.tag(project, **act, tag=tags.register(None, **act, name="五个100", kind="campaign"))
    stages.record(project, by=cast.wang, at=JULY, mark="started", happened_on=date(2020, 3, 5), basis="施工许可证")
    plan = make.plan(cast, project, 12000, months={Month(2020, each): Decimal(1000) for each in range(1, 13)})
    milestone = milestones.set(project, **act, name="主体封顶", planned_on=date(2020, 5, 31))
    milestones.forecast(milestone, by=cast.wang, at=JULY, forecast_on=date(2020, 6, 30), reason="雨季")
    for month in (1, 2, 3):
        done(cast, project, 900, month)
    plans.adjust(plan, by=cast.wang, at=JULY, planned_wan=Decimal(10000), months={}, reason="资金", document="9号")
    projects.change(project, by=cast.wang, at=JULY, name="株洲轨道交通产业园（新）", reason="批复更名")
    return project


def fields_of(response):
    """What a form would send back untouched."""
    form = response.context["form"]
    values = {bound.html_name: bound.value() for bound in form}
    return {name: value for name, value in values.items() if value not in (None, "", [])}
