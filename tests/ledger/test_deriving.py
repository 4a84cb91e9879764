"""The year's plan as the three-year sheet proposes it: what differs, and each difference with its reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import make
from tests.cast import assemble
from yidan.ledger import proposing, wording
from yidan.ledger.commands import milestone, pool, rolling, stage
from yidan.ledger.commands import plan as plans
from yidan.ledger.deriving import Asked, Facts, Planned, compare, proposed_listing
from yidan.ledger.models import Project
from yidan.ledger.states import Listing, Pool

AT = make.moment(2020, 12, 20)
BUILT = Facts(Pool.CONSTRUCTION, started_on=date(2020, 3, 1))
IDLE = Facts(Pool.ROLLING, lacking=("drawings", "tender"))


def words(asked, planned, facts):
    found = compare(asked, planned, facts, 2021)
    return found and (found.kind, found.listing, [wording.differs(why) for why in found.reasons])


def test_the_listing_follows_from_facts_and_from_the_year_it_is_to_start():
    assert proposed_listing(Asked(2020, Decimal(1)), BUILT, 2021) == Listing.CONTINUING
    ends = Facts(Pool.CONSTRUCTION, started_on=date(2020, 3, 1), finishes_year=2021)
    assert proposed_listing(Asked(2020, Decimal(1)), ends, 2021) == Listing.COMPLETING
    assert proposed_listing(Asked(2021, Decimal(1)), IDLE, 2021) == Listing.STARTING
    assert proposed_listing(Asked(2020, Decimal(1)), IDLE, 2021) == Listing.STARTING  # late, and still to start
    assert proposed_listing(Asked(2022, Decimal(1)), IDLE, 2021) == Listing.PREPARING


def test_what_is_proposed_and_not_planned_says_what_stands_in_the_way():
    assert words(Asked(2021, Decimal(500)), None, IDLE) == (
        "add", "starting", ["还在计划滚动库，没有转入实施库", "台账里缺：施工图、施工招标"])  # fmt: skip
    assert words(Asked(2020, Decimal(500)), None, BUILT) == ("add", "continuing", ["年度计划还没有下达"])
    assert words(Asked(2019, Decimal(500)), None, Facts(Pool.CONSTRUCTION)) == (
        "add", "starting", ["滚动计划拟2019年开工，至今没有开工"])  # fmt: skip


def test_what_is_planned_and_not_proposed_says_why():
    has = Planned("continuing", Decimal(500))
    assert words(None, has, BUILT) == ("drop", "", ["没有编入三年滚动计划"])
    assert words(None, has, Facts("")) == ("drop", "", ["不在滚动库或实施库（不在任何项目库里）"])
    assert words(Asked(2020, Decimal(0)), has, BUILT) == ("drop", "", ["三年滚动计划里2021年没有投资需求"])
    done = Facts(Pool.CONSTRUCTION, date(2019, 3, 1), date(2020, 11, 30))
    assert words(Asked(2019, Decimal(9)), has, done) == ("drop", "", ["2020-11-30已竣工"])
    assert words(Asked(2020, Decimal(0)), None, BUILT) is None


def test_amounts_and_listings_that_differ_say_by_how_much_and_why():
    asked = Asked(2020, Decimal(500))
    assert words(asked, Planned("continuing", Decimal(500)), BUILT) == ("same", "continuing", [])
    assert words(asked, Planned("continuing", Decimal("480.5")), BUILT)[2] == ["计划比滚动需求少19.5万元"]
    adjusted = Planned("continuing", Decimal(600), is_adjusted=True, document="株重办〔2021〕3号")
    assert words(asked, adjusted, BUILT)[2] == ["计划比滚动需求多100万元，已凭株重办〔2021〕3号调整"]
    assert words(asked, Planned("starting", Decimal(500)), BUILT) == (
        "differs", "continuing", ["计划列为新开工；2020-03-01已开工，应列续建"])  # fmt: skip
    longer = Facts(Pool.CONSTRUCTION, started_on=date(2020, 3, 1), finishes_year=2023)
    assert words(asked, Planned("completing", Decimal(500)), longer)[2] == ["计划列为竣工；建设年限到2023年，应列续建"]
    assert words(Asked(2022, Decimal(5)), Planned("starting", Decimal(5)), IDLE)[2] == [
        "计划列为新开工；滚动计划拟2022年开工，应列预备"]  # fmt: skip


years, amounts = st.integers(2018, 2024), st.integers(0, 3).map(Decimal)
some = st.builds(Asked, years, amounts) | st.none()
has = st.builds(Planned, st.sampled_from(Listing.values), amounts) | st.none()
days = st.dates(date(2018, 1, 1), date(2022, 12, 31)) | st.none()
known = st.builds(Facts, st.sampled_from(["", *Pool.values]), days, days, years | st.none())


@given(some, has, known)
def test_every_difference_has_a_reason_and_a_plan_as_proposed_has_none(asked, planned, facts):
    found = compare(asked, planned, facts, 2021)
    if found is None:
        assert planned is None
        return
    assert bool(found.reasons) == (found.kind != "same")
    assert all(wording.differs(why) for why in found.reasons)
    if found.kind in {"add", "differs"}:
        agreed = Planned(found.listing, found.proposed_wan)
        assert compare(asked, agreed, facts, 2021).kind == "same"


@pytest.mark.django_db
def test_the_report_is_of_the_newest_sheet_and_can_be_asked_as_of_a_day():
    cast = assemble()
    going, new, gone = (make.project(cast, name, pool="construction") for name in ("续建厂", "新厂", "旧厂"))
    stage.record(going, by=cast.wang, at=AT, mark="started", happened_on=date(2020, 3, 1), basis="开工令")
    how = {"by": cast.wang, "at": AT}
    rolling.set(going, **how, first_year=2020, starts_in=2020, second_wan=7)
    rolling.set(going, **how, first_year=2021, starts_in=2020, first_wan=500)
    rolling.set(new, **how, first_year=2021, starts_in=2021, first_wan=300)
    make.plan(cast, going, 450, year=2021, at=AT)
    make.plan(cast, gone, 90, year=2021, at=AT)
    assert proposing.sheet_of(2021) == 2021
    assert proposing.sheet_of(2020) == 2020
    lines = proposing.differences(Project.objects.all(), 2021)
    assert [(str(line.profile), line.outcome.kind) for line in lines] == [
        ("续建厂", "differs"), ("新厂", "add"), ("旧厂", "drop")]  # fmt: skip
    later = make.moment(2021, 2, 1)
    plans.set(new, by=cast.wang, at=later, year=2021, listing="starting", planned_wan=Decimal(300))
    pool.remove(gone, by=cast.wang, at=later, reason="停办")
    kinds = {str(line.profile): line.outcome for line in proposing.differences(Project.objects.all(), 2021)}
    assert kinds["新厂"].kind == "same"
    assert [wording.differs(why) for why in kinds["旧厂"].reasons] == ["不在滚动库或实施库（不在任何项目库里）"]
    before = {str(line.profile): line.outcome.kind for line in proposing.differences(Project.objects.all(), 2021, AT)}
    assert before == {"续建厂": "differs", "新厂": "add", "旧厂": "drop"}
    assert proposing.differences(Project.objects.filter(pk=new.pk), 2021)[0].outcome.kind == "same"


@pytest.mark.django_db
def test_a_past_day_says_what_the_project_lacked_then():
    cast = assemble()
    ripening = make.project(cast, "待熟厂", pool="rolling", at=AT)
    rolling.set(ripening, by=cast.wang, at=AT, first_year=2021, starts_in=2021, first_wan=300)

    def lacked(as_of=None):
        (line,) = proposing.differences(Project.objects.all(), 2021, as_of)
        return next(each.values["lacking"] for each in line.outcome.reasons if each.kind == "lacking")

    then = lacked(AT)
    assert "tender" in then
    later = make.moment(2021, 2, 1)
    assert lacked() == then
    node = milestone.set(ripening, by=cast.wang, at=later, name="施工招标", planned_on=date(2021, 1, 8))
    milestone.reach(node, by=cast.wang, at=later, actual_on=date(2021, 1, 10))
    assert lacked() == tuple(each for each in then if each != "tender")
    assert lacked(AT) == then
    assert lacked(later) == lacked()
