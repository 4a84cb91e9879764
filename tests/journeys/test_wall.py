"""The wall is one page, whole, on every screen it may hang on."""

from decimal import Decimal

import pytest

from tests import make
from yidan.kernel.values import Month
from yidan.people.commands import unit as units
from yidan.people.models import RankingGroup, UnitKind
from yidan.progress.commands import report as reports

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OVER = "[document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]"
JULY = make.moment(2020, 7, 1)
SCREENS = [(1280, 720), (1366, 768), (1920, 1080), (1920, 1200), (3840, 2160)]


@pytest.fixture
def city(people):
    """Ten units with long names, each with a project that is behind."""
    for number in range(10):
        unit = units.register(
            None, by=people.guan, at=make.AT, name=f"第{number}县(某某经济技术开发区)", kind=UnitKind.COUNTY,
            is_assessed=True, ranking_group=RankingGroup.COUNTY, protocol_order=number,
        )  # fmt: skip
        for place in range(2):
            name = f"{unit}某某产业园标准化厂房及配套基础设施建设项目({place}期)"
            built = make.project(people, name, unit=unit, despite_duplicates=True, reason="确属两个项目")
            make.plan(people, built)
            reports.record(built, by=people.wang, at=JULY, month=Month(2020, 6), invested_wan=Decimal(100 + number))
    return people


@pytest.mark.any_database
def test_the_wall_overflows_on_no_screen(window, live_server, city):
    for width, height in SCREENS:
        window.set_viewport_size({"width": width, "height": height})
        window.goto(f"{live_server.url}/wall/?period=2020-06")
        assert window.locator(".wall-ranking tbody tr").count() >= 10
        assert window.evaluate(OVER) == [0, 0], (width, height)
