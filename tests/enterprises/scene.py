"""A scheme with three parts and one firm, for the tests of 企业帮扶."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from tests import make
from tests.cast import assemble
from yidan.enterprises.commands import enterprise, scheme
from yidan.enterprises.models import Part

NOW = make.moment(2020, 2, 10)
DAY = date(2020, 2, 10)


@pytest.fixture
def looked_after(db) -> SimpleNamespace:
    return furnished()


def furnished() -> SimpleNamespace:
    people = assemble()
    people.scheme = scheme.set(
        None, by=people.wang, at=NOW, name="双定双包", basis="株办发〔2020〕2号", persons=["包保领导", "包保干部"],
        units=["责任单位"],
    )  # fmt: skip
    people.leader, people.cadre, people.duty = Part.objects.order_by("order")
    people.firm = enterprise.set(
        people.county, by=people.lin, at=NOW, name="醴陵华鑫电瓷有限公司（模拟）", industry="电瓷",
        to_resume_on=date(2020, 2, 10),
    )  # fmt: skip
    return people
