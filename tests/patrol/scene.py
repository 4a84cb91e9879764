"""The cast with a site under way, for the tests of patrol."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from tests import make
from tests.cast import AT, assemble
from yidan.ledger.commands import stage
from yidan.patrol import queries
from yidan.patrol.rules import Site, Visitor


@pytest.fixture
def patrolled(db) -> SimpleNamespace:
    cast = assemble()
    cast.site = make.project(cast, "渌江大道提质改造", domain="infrastructure")
    stage.record(cast.site, by=cast.wang, at=AT, mark="started", happened_on=date(2020, 1, 1), basis="施工许可")
    cast.site.refresh_from_db()
    return cast


def site_of(project, **said) -> Site:
    return Site(project.pk, project.internal_id, queries.units_named(project), **said)


def visitor_of(person) -> Visitor:
    return Visitor(person.pk, queries.units_of(person))
