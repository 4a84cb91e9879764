"""Units, persons and roles through their commands."""

import pytest

from tests.cast import assemble

pytestmark = pytest.mark.django_db


def test_the_cast_assembles_and_each_holds_one_role():
    cast = assemble()
    assert {name: [role for role, _unit in getattr(cast, name).holds()] for name in ("wang", "lin", "shen", "an")} == {
        "wang": ["supervisor"], "lin": ["county_reviewer"], "shen": ["auditor"], "an": ["security_admin"],
    }  # fmt: skip
