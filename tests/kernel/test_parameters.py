from datetime import UTC, datetime, timedelta

import pytest

from tests import cast
from yidan.kernel import parameters
from yidan.kernel.errors import Invalid, NotPermitted

pytestmark = pytest.mark.django_db
AT = datetime(2020, 6, 5, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def report_day():
    """A parameter of the test's own, forgotten afterwards: the laws list every declared one."""
    yield parameters.declare("test.report_day", "填报截止日", 25, unit="日", source="domain.md §2 [M]")
    del parameters.REGISTRY["test.report_day"]


@pytest.fixture
def people():
    return cast.assemble()


def test_a_parameter_has_its_default_until_the_office_sets_it(people):
    assert parameters.values()["test.report_day"] == 25
    parameters.set("test.report_day", by=people.wang, at=AT, value="26", reason="市政府办〔2020〕3号")
    assert parameters.values()["test.report_day"] == 26
    assert parameters.values(AT - timedelta(days=1))["test.report_day"] == 25


def test_a_parameter_set_twice_keeps_both(people):
    for day, value in enumerate(("26", "27")):
        parameters.set("test.report_day", by=people.wang, at=AT + timedelta(days=day), value=value, reason="依据")
    assert parameters.values(AT)["test.report_day"] == 26
    assert parameters.values()["test.report_day"] == 27


@pytest.mark.parametrize(
    ("name", "value", "reason", "field"),
    [
        ("no.such", "1", "依据", "name"),
        ("test.report_day", "二十", "依据", "value"),
        ("test.report_day", "26", " ", "reason"),
    ],
)
def test_what_does_not_hold_is_refused_where_it_stands(people, name, value, reason, field):
    with pytest.raises(Invalid) as refusal:
        parameters.set(name, by=people.wang, at=AT, value=value, reason=reason)
    assert refusal.value.field == field


def test_an_owner_sets_no_parameters(people):
    with pytest.raises(NotPermitted):
        parameters.set("test.report_day", by=people.li, at=AT, value="26", reason="依据")


def test_a_parameter_is_declared_once():
    with pytest.raises(RuntimeError):
        parameters.declare("test.report_day", "x", 1, unit="", source="")
