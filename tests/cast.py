"""The people every test knows, made through commands; nobody has a password (tests use `force_login`)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest

from tests import make
from tests.scenes import kept
from yidan.kernel.policy import Role
from yidan.kernel.values import BEIJING
from yidan.ledger.models import Project
from yidan.people import founding
from yidan.people.commands import person, role, unit
from yidan.people.models import RankingGroup, UnitKind

# Everybody came into office on 1 January 2020; the acts of tests happen later.
AT = datetime(2020, 1, 2, 9, 0, tzinfo=BEIJING)
SINCE = date(2020, 1, 1)


@kept
def assemble() -> SimpleNamespace:
    """Units and persons by their short names.

    office · county 醴陵市 · other_county 攸县 · bureau 市住房城乡建设局 · owner 株洲国投(醴陵)· other_owner 攸州投资;
    wang 项目办 · lin 县审核 · bu 部门审核 · li, zhao 业主填报 · chen 专员 · he 市领导 · tong 统计 · shen 审计 ·
    guan 系统管理员 · an 安全管理员.
    """
    founded = founding.found(
        AT,
        office="株洲市重点项目建设领导小组办公室",
        system_admin=("管宁", "guan", ""),
        security_admin=("安然", "an", ""),
    )
    cast = SimpleNamespace(office=founded.office, guan=founded.system_admin, an=founded.security_admin)
    for name, full, short, kind, code, order in (
        ("county", "醴陵市", "醴陵市", UnitKind.COUNTY, "430281", 106),
        ("other_county", "攸县", "攸县", UnitKind.COUNTY, "430223", 107),
        ("bureau", "株洲市住房和城乡建设局", "市住建局", UnitKind.DEPARTMENT, "", 205),
        ("owner", "醴陵市渌江投资控股集团有限公司", "渌江投资", UnitKind.OWNER, "", 901),
        ("other_owner", "攸县攸州投资发展集团有限公司", "攸州投资", UnitKind.OWNER, "", 902),
    ):
        is_county = kind == UnitKind.COUNTY
        made = unit.register(
            None, by=cast.guan, at=AT, name=full, short_name=short, kind=kind, region_code=code,
            ranking_group=RankingGroup.COUNTY if is_county else "", is_assessed=is_county, protocol_order=order,
        )  # fmt: skip
        setattr(cast, name, made)
    for name, full, post, where, what, order in (
        ("he", "何市长", "市委常委、常务副市长", cast.office, Role.LEADER, 1),
        ("wang", "王科长", "项目科科长", cast.office, Role.SUPERVISOR, 10),
        ("chen", "陈巡", "项目服务专员", cast.office, Role.INSPECTOR, 11),
        ("tong", "童计", "统计科科员", cast.office, Role.STATISTICS_READER, 12),
        ("shen", "沈计", "审计员", cast.office, Role.AUDITOR, 13),
        ("lin", "林县", "醴陵市发改局副局长", cast.county, Role.COUNTY_REVIEWER, 20),
        ("bu", "卜建", "市住建局项目科科长", cast.bureau, Role.DEPARTMENT_REVIEWER, 30),
        ("li", "李工", "工程部经理", cast.owner, Role.REPORTER, 40),
        ("zhao", "赵工", "工程部经理", cast.other_owner, Role.REPORTER, 50),
    ):
        made = person.register(
            where, by=cast.guan, at=AT, name=full, username=name, post=post, protocol_order=order,
            phone=f"138073300{order:02d}",
        )  # fmt: skip
        role.grant(made, by=cast.an, at=AT, role=what, unit=where, since_on=SINCE)
        setattr(cast, name, made)
    return cast


@pytest.fixture
def cast(db) -> SimpleNamespace:
    """The cast in an empty ledger; a room that adds something of its own to it has a `cast` made of its scene."""
    return assemble()


@pytest.fixture
def project(cast) -> Project:
    """渌江大道提质改造 of 李工's, at a point, with a plan of 12,000 万元 for 2020: the site of pictures and reports."""
    made = make.project(cast, "渌江大道提质改造", longitude=Decimal("113.48"), latitude=Decimal("27.65"))
    make.plan(cast, made)
    return made
