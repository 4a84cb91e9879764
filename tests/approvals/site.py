"""The cast with a project whose permits are on the list, for the tests of approvals."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests import make
from tests.approvals.scene import laid_out
from tests.cast import assemble
from yidan.people.commands import unit
from yidan.people.models import UnitKind


@pytest.fixture
def permitted(db) -> SimpleNamespace:
    """卜建 of the housing bureau decides on 施工许可; 自然资源 and 发改 have nobody here."""
    cast = assemble()
    for name, full in (("resources", "株洲市自然资源和规划局"), ("reform", "株洲市发展和改革委员会")):
        made = unit.register(
            None, by=cast.guan, at=make.AT, name=full, short_name=full[2:], kind=UnitKind.DEPARTMENT, protocol_order=210
        )
        setattr(cast, name, made)
    cast.site = make.project(cast, "渌江陶瓷厂房", management_form="filing")
    cast.permits = laid_out(cast, cast.site)
    return cast
