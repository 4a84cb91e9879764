"""项目库: three pools with conversion, how ripe each project is and why, gates that look at facts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import uuid4

import pytest
from django.urls import reverse

from tests import make
from tests.cast import assemble
from yidan.figures import queries
from yidan.figures.question import Period, Question
from yidan.kernel import parameters
from yidan.kernel.errors import IllegalMove, Invalid, NotPermitted
from yidan.kernel.journal import Entry
from yidan.ledger import pooling
from yidan.ledger.commands import milestone, pool, stage
from yidan.ledger.commands import project as projects
from yidan.ledger.models import PoolCase, Project
from yidan.people.models import Notice

pytestmark = pytest.mark.django_db
NOW = make.moment(2021, 3, 1)
STUDIED, SECURED = ("可研批复", "用地预审"), ("初步设计批复", "用地批复")
EXPECTED = {
    "pool.reserve": 1,
    "pool.rolling": 1,
    "pool.construction": 1,
    "pool.new": 2,  # 渌江 in 2019 is none of 2020's; the one merged away counts with the other
    "pool.developed": 2,  # entered as construction, one would not be
    "pool.moved_on": 1,
    "pool.conversion_rate": Fraction(100, 2),
    "pool.rolled_on": 0,
    "pool.rolling_rate": 0,
    "pool.start_rate": 0,
    "pool.put_out": 0,
}
NEEDED = {"place": "城东", "duty_person": "贺工"}


@pytest.fixture
def cast(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    cast = assemble()
    cast.old = make.project(cast, "渌江新城", pool="construction", at=make.moment(2019, 5, 6))
    cast.idea = make.project(cast, "陶瓷小镇", pool="reserve")
    cast.twin = make.project(cast, "陶瓷小镇二", pool="reserve", despite_duplicates=True, reason="确属两个项目")
    cast.ripe = make.project(cast, "攸水大桥", pool="reserve", unit=cast.other_county, **NEEDED)
    projects.merge(cast.twin, by=cast.wang, at=make.moment(2020, 2, 3), into=cast.idea, reason="重复")
    return cast


def prepare(cast, project, *names, month=2):
    for name in names:
        node = milestone.set(project, by=cast.wang, at=make.AT, name=name, planned_on=date(2020, 1, 8))
        milestone.reach(node, by=cast.wang, at=make.moment(2020, month, 20), actual_on=date(2020, month, 10),
                        reason="")  # fmt: skip


def ripen(cast, project):
    prepare(cast, project, "立项批复", *STUDIED, *SECURED)
    projects.set_sources(project, by=cast.wang, at=make.AT, amounts={"own": Decimal(20000)})


def move(cast, project, into, *, month=3, day=3):
    """Proposed by 李工, decided by 王科长."""
    case = pool.propose(project, by=cast.li, at=make.moment(2020, month, day), into=into, grounds="条件成熟")
    return pool.admit(case, by=cast.wang, at=make.moment(2020, month, day, 15), opinion="经评审同意")


def test_a_gate_names_what_the_ledger_lacks_and_opens_when_it_is_there(cast):
    prepare(cast, cast.ripe, "立项批复", *STUDIED)
    case = pool.propose(cast.ripe, by=cast.li, at=make.moment(2020, 3, 3), into="rolling", grounds="可研已批")
    said = Entry.objects.get(verb="pool.propose").facts
    assert said["lacking"] == ["初步设计批复", "用地批复或供地", "资金来源全部落实"]
    how = {"by": cast.wang, "at": make.moment(2020, 3, 5), "opinion": "经评审同意", "document": "株重办〔2020〕5号"}
    with pytest.raises(Invalid, match="还不能进计划滚动库，台账里缺：初步设计批复、用地批复或供地、资金来源全部落实"):
        pool.admit(case, **how)
    assert Project.objects.get(pk=cast.ripe.pk).profile.pool == "reserve"
    prepare(cast, cast.ripe, *SECURED)
    projects.set_sources(cast.ripe, by=cast.wang, at=make.AT, amounts={"own": Decimal(20000)})
    case = pool.admit(PoolCase.objects.get(pk=case.pk), **how)
    profile = Project.objects.get(pk=cast.ripe.pk).profile
    assert (profile.pool, profile.reason, profile.document) == ("rolling", "入库：经评审同意", "株重办〔2020〕5号")
    assert (case.state, case.level, case.score) == ("granted", 4, 85)  # no coordinates, no clearance
    with pytest.raises(Invalid, match="还不能进建设实施库，台账里缺：施工图、施工招标"):
        move(cast, Project.objects.get(pk=cast.ripe.pk), "construction")


def test_no_entry_goes_without_what_the_office_has_set(cast):
    case = pool.propose(cast.old, by=cast.lin, at=make.moment(2020, 3, 3), into="reserve", grounds="退回储备")
    with pytest.raises(Invalid, match="还不能进前期储备库，台账里缺：建设地点、牵头单位；请先补进台账"):
        pool.admit(case, by=cast.wang, at=make.moment(2020, 3, 3), opinion="同意")
    parameters.set(
        pooling.POOL_ENTRY_NEEDS.name, by=cast.wang, at=make.moment(2020, 3, 4), value="总投资", reason="会议"
    )
    assert pool.admit(case, by=cast.wang, at=make.moment(2020, 3, 5), opinion="同意").state == "granted"
    with pytest.raises(Invalid):
        parameters.set(pooling.POOL_ENTRY_NEEDS.name, by=cast.wang, at=make.AT, value="总投资、天气", reason="会议")


def test_a_pool_is_changed_by_review_only(cast):
    with pytest.raises(Invalid, match="换库要经评审") as refused:
        projects.change(cast.idea, by=cast.wang, at=make.moment(2020, 3, 3), pool="rolling")
    assert refused.value.field == "pool"


def test_who_proposed_neither_reviews_nor_decides_and_a_unit_speaks_once(cast):
    at = make.moment(2020, 3, 3)
    own = pool.propose(cast.idea, by=cast.wang, at=at, into="rolling", grounds="市里推动")
    for act in (lambda: pool.admit(own, by=cast.wang, at=at, opinion="同意"),
                lambda: pool.decline(own, by=cast.wang, at=at, opinion="不行"),
                lambda: pool.review(own, by=cast.wang, at=at, is_in_favour=True, text="好")):  # fmt: skip
        with pytest.raises(NotPermitted, match="提请的人不能"):
            act()
    pool.review(own, by=cast.lin, at=at, is_in_favour=False, text="用地没有落实")
    with pytest.raises(Invalid, match="已经出过意见"):
        pool.review(own, by=cast.lin, at=at, is_in_favour=True, text="又同意了")
    with pytest.raises(Invalid, match="还在评审"):
        pool.propose(cast.idea, by=cast.lin, at=at, into="construction", grounds="再提")
    with pytest.raises(NotPermitted):
        pool.review(own, by=cast.zhao, at=at, is_in_favour=True, text="别人的项目")
    assert [(each.unit, each.is_in_favour) for each in own.opinions.all()] == [(cast.county, False)]


def test_declined_can_be_proposed_again_and_a_decided_case_is_closed(cast):
    at = make.moment(2020, 3, 3)
    case = pool.propose(cast.idea, by=cast.lin, at=at, into="rolling", grounds="条件成熟")
    pool.decline(case, by=cast.wang, at=at, opinion="可研未批")
    with pytest.raises(IllegalMove):
        pool.admit(case, by=cast.wang, at=at, opinion="同意")
    assert pool.propose(cast.idea, by=cast.lin, at=at, into="rolling", grounds="可研已批").state == "proposed"


def test_whoever_is_asked_is_told_and_who_proposed_hears_what_became_of_it(cast, client):
    at = make.moment(2020, 3, 3)
    case = pool.propose(cast.idea, by=cast.li, at=at, into="rolling", grounds="可研已批")

    def waiting():
        return dict(Notice.objects.filter(settled_at=None, subject_type="poolcase").values_list("person", "verb"))

    assert (waiting()[cast.wang.pk], waiting()[cast.lin.pk]) == ("pool.admit", "pool.review")
    assert cast.li.pk not in waiting()
    client.force_login(cast.lin)
    page = client.get(reverse("inbox")).content.decode()
    assert "“陶瓷小镇”提请进计划滚动库，请出具评审意见：可研已批" in page
    told = Notice.objects.get(person=cast.lin)
    gone = client.post(reverse("notice.read"), {"notices": told.pk, "go": "", "key": uuid4()})
    assert gone.url == reverse("pool-case", args=[case.pk])
    pool.review(case, by=cast.lin, at=at, is_in_favour=True, text="条件具备")
    assert cast.lin.pk not in waiting()
    assert cast.wang.pk in waiting()
    pool.decline(case, by=cast.wang, at=at, opinion="初步设计未批")
    assert waiting() == {cast.li.pk: "pool.decline"}
    assert Notice.objects.get(person=cast.li).sentence == "不予入库：“陶瓷小镇”，计划滚动库。初步设计未批"


def test_a_year_without_progress_is_proposed_to_leave_a_person_decides_and_there_is_a_way_back(cast):
    day, everything = date(2021, 3, 1), Project.objects.all()
    assert set(pooling.still(everything, day, 12)) == {cast.idea, cast.twin, cast.ripe}
    assert set(pooling.still(everything, date(2021, 1, 10), 12)) == set()  # to the day, not before
    prepare(cast, cast.ripe, "立项批复", month=4)
    assert cast.ripe not in pooling.still(everything, day, 12)
    stay = pool.keep(cast.idea, by=cast.wang, at=NOW, reason="等国土空间规划", until_on=date(2021, 9, 1))
    assert (stay.kind, stay.out_of, stay.into) == ("stay", "reserve", "reserve")
    assert cast.idea not in pooling.still(everything, day, 12)
    assert cast.idea in pooling.still(everything, date(2021, 9, 2), 12)
    with pytest.raises(Invalid, match="一次最多留12个月"):
        pool.keep(cast.idea, by=cast.wang, at=NOW, reason="再等等", until_on=date(2022, 9, 1))
    out = pool.remove(cast.idea, by=cast.wang, at=NOW, reason="三年没有进展")
    assert (out.kind, out.out_of, out.into, out.level) == ("exit", "reserve", "", 1)
    said = Entry.objects.get(verb="pool.remove").facts
    assert (said["pool"], said["last_on"]) == (["前期储备库", ""], "2020-01-10")
    asked = Question(Period(2021, 3))
    assert [queries.value(key, asked).value for key in ("pool.put_out", "pool.reserve")] == [1, 1]
    assert queries.value("pool.put_out", Question(Period(2021, 3), as_of=make.moment(2021, 2, 28))).value == 0
    with pytest.raises(Invalid, match="不在任何项目库里"):
        pool.remove(Project.objects.get(pk=cast.idea.pk), by=cast.wang, at=NOW, reason="再出一次")
    projects.change(cast.idea, by=cast.wang, at=NOW, **NEEDED)
    again = pool.propose(cast.idea, by=cast.lin, at=NOW, into="reserve", grounds="列入规划")
    pool.admit(again, by=cast.wang, at=NOW, opinion="同意重新入库")
    assert queries.value("pool.reserve", asked).value == 2
    assert queries.value("pool.new", asked).value == 0  # it is no new one


def stood(day, as_of=None):
    """Who stood in the reserve on the last day of a month, as known then."""
    return [each.name for each in queries.ask("pool.reserve", Question(Period(*day), as_of=as_of)).sources()]


def test_decembers_reserve_is_the_same_in_whatever_month_it_is_asked(cast, client):
    both, one = ["陶瓷小镇", "攸水大桥"], ["攸水大桥"]
    pool.remove(cast.idea, by=cast.wang, at=make.moment(2021, 1, 15), reason="业主放弃")
    assert (stood((2020, 12)), stood((2020,)), stood((2021, 1))) == (both, both, one)
    assert stood((2020, 12), make.moment(2021, 1, 20)) == both  # nor did what was printed change
    client.force_login(cast.tong)
    listed = client.get(reverse("pools"), {"period": "2020"}).content.decode()
    assert listed.count('href="/projects/2/pool/') == 0  # it stands in the list, and nothing is offered on it
    assert "陶瓷小镇" in listed
    assert "陶瓷小镇" not in client.get(reverse("pools"), {"period": "2021-01"}).content.decode()


def test_what_was_told_late_or_wrong_of_a_day_is_told_apart_from_what_was_known(cast, client):
    both, one = ["陶瓷小镇", "攸水大桥"], ["攸水大桥"]
    told, printed = make.moment(2021, 1, 15), make.moment(2021, 1, 10)
    with pytest.raises(Invalid, match="还没有到"):
        pool.remove(cast.idea, by=cast.wang, at=told, reason="业主放弃", since_on=date(2021, 1, 16))
    with pytest.raises(Invalid, match="2020-01-10起项目在前期储备库，这里要填以后的日期"):
        pool.remove(cast.idea, by=cast.wang, at=told, reason="业主放弃", since_on=date(2020, 1, 9))
    pool.remove(cast.idea, by=cast.wang, at=told, reason="年底已定", since_on=date(2020, 12, 30))
    assert (stood((2020, 12)), stood((2020, 12), printed), stood((2020, 11))) == (one, both, both)
    client.force_login(cast.wang)
    case = PoolCase.objects.get(kind="exit")
    address = reverse("pool.redate", args=[cast.idea.pk])
    assert address in client.get(reverse("pool-case", args=[case.pk])).content.decode()
    assert 'value="2020-12-30"' in client.get(address).content.decode()
    never = client.get(reverse("pool.redate", args=[make.project(cast, "没有进过库的厂", pool="").pk]))
    assert (never.status_code, "没有进过项目库" in never.content.decode()) == (409, True)
    refused = client.post(address, {"since_on": "2020-01-09", "reason": "文号日期"})
    assert (refused.status_code, stood((2020, 12))) == (409, one)
    client.post(address, {"since_on": "2021-01-04", "reason": "纪要1月4日印发"})
    assert (stood((2020, 12)), stood((2021, 1)), stood((2020, 12), told)) == (both, one, one)
    assert Entry.objects.get(verb="pool.redate").facts["since_on"] == ["2020-12-30", "2021-01-04"]


def put_out(*period, as_of=None):
    return [each.name for each in queries.ask("pool.put_out", Question(Period(*period), as_of=as_of)).sources()]


def test_who_left_is_counted_on_the_day_it_left_not_on_the_day_that_was_decided(cast):
    told = make.moment(2021, 1, 15)
    pool.remove(cast.idea, by=cast.wang, at=told, reason="年底已定，纪要晚到", since_on=date(2020, 12, 30))
    assert (put_out(2020), put_out(2020, 11), put_out(2021)) == (["陶瓷小镇"], [], [])
    assert put_out(2020, as_of=make.moment(2021, 1, 10)) == []  # nobody knew of it then
    pool.redate(
        Project.objects.get(pk=cast.idea.pk), by=cast.wang, at=NOW, since_on=date(2021, 1, 4), reason="纪要日期"
    )
    assert (put_out(2020), put_out(2021, 1)) == ([], ["陶瓷小镇"])
    assert (put_out(2020, as_of=told), put_out(2021, as_of=told)) == (["陶瓷小镇"], [])
    projects.change(cast.idea, by=cast.wang, at=NOW, **NEEDED)
    again = pool.propose(Project.objects.get(pk=cast.idea.pk), by=cast.lin, at=NOW, into="reserve", grounds="列入规划")
    pool.admit(again, by=cast.wang, at=NOW, opinion="同意重新入库")
    assert put_out(2021) == ["陶瓷小镇"]
    pool.remove(Project.objects.get(pk=cast.idea.pk), by=cast.wang, at=NOW, reason="当天又撤")
    assert put_out(2021) == ["陶瓷小镇"]
    make.project(cast, "没有进过库的厂", pool="", at=NOW)
    assert put_out(2021) == ["陶瓷小镇"]


def test_rates_of_the_rolling_and_the_construction_pool(cast):
    ripen(cast, cast.ripe)
    move(cast, cast.ripe, "rolling")
    prepare(cast, cast.ripe, "施工图审查", "施工招标")
    move(cast, Project.objects.get(pk=cast.ripe.pk), "construction", month=6)
    asked = Question(Period(2020))
    rates = ("pool.rolled_on", "pool.rolling_rate", "pool.start_rate")
    assert [queries.value(key, asked).value for key in rates] == [1, 100, 0]
    stage.record(cast.ripe, by=cast.wang, at=make.moment(2020, 9, 3), mark="started", happened_on=date(2020, 9, 1),
                 basis="开工令")  # fmt: skip
    assert queries.value("pool.start_rate", asked).value == Fraction(100, 2)
    assert queries.value("pool.start_rate", Question(Period(2020, 8))).value == 0


def test_pools_count_honestly_and_by_unit(cast):
    ripen(cast, cast.ripe)
    move(cast, cast.ripe, "rolling", month=6)
    projects.change(
        Project.objects.get(pk=cast.ripe.pk), by=cast.wang, at=make.moment(2020, 7, 3), scale="双向六车道"
    )  # no second entry
    asked = Question(Period(2020))
    assert {key: each.value for key, each in queries.totals(EXPECTED, asked).items()} == EXPECTED
    assert [source.name for source in queries.ask("pool.new", asked).sources()] == ["陶瓷小镇", "攸水大桥"]
    make.project(cast, "直接开工的厂房", pool="construction", at=make.moment(2020, 8, 3))
    assert [queries.value(key, asked).value for key in ("pool.new", "pool.developed")] == [3, 2]
    by_unit = queries.grouped(["pool.conversion_rate"], asked, "unit")["pool.conversion_rate"]
    assert {key: each.value for key, each in by_unit.items()} == {cast.county.pk: 0, cast.other_county.pk: 100}
    assert queries.value("pool.moved_on", Question(Period(2021, 2))).value == 0
    assert queries.value("pool.moved_on", Question(Period(2020, 5))).value == 0


def test_the_list_is_the_one_of_the_day_that_is_asked_for(client, cast):
    ripen(cast, cast.ripe)
    move(cast, cast.ripe, "rolling", month=6)
    projects.change(Project.objects.get(pk=cast.ripe.pk), by=cast.wang, at=make.moment(2020, 6, 4), name="攸水特大桥",
                    reason="批复用名")  # fmt: skip
    client.force_login(cast.tong)

    def shown(pool, **more):
        return client.get(reverse("pools"), {"period": "2020", "pool": pool, **more}).content.decode()

    assert ("攸水特大桥" in shown("reserve"), "攸水特大桥" in shown("rolling")) == (False, True)
    then = {"as_of": "2020-06-01"}
    assert ("攸水大桥" in shown("reserve", **then), "攸水" in shown("rolling", **then)) == (True, False)
    assert "攸水大桥" not in shown("reserve", as_of="2020-01-01")
    before = shown("reserve", as_of="2020-02-05")  # nothing was reached then that the ledger knew of
    assert before.count("<b>M0</b>") + before.count("<b>M1</b>") == 2


def test_the_page_shows_how_ripe_each_is_why_and_what_is_missing(client, cast):
    prepare(cast, cast.ripe, "立项批复", *STUDIED)
    client.force_login(cast.tong)
    text = client.get(reverse("pools"), {"period": "2020"}).content.decode()
    assert "M3" in text
    assert "立项或备案 10/10" in text
    assert "计划滚动库：初步设计批复、用地批复或供地、资金来源全部落实" in text
    assert text.count("久无进展，考虑出库") == 2  # neither did anything for a year
    assert "陶瓷小镇二" not in text
    own = client.get(reverse("pools"), {"period": "2020", "unit": cast.county.pk, "pool": "rolling"}).content.decode()
    assert "这个库里还没有项目" in own
    assert client.get(reverse("pools"), {"pool": "lake"}).status_code == 404
    client.force_login(cast.zhao)
    assert "陶瓷小镇" not in client.get(reverse("pools"), {"period": "2020"}).content.decode()


def test_the_office_sees_first_what_waits_and_the_case_says_what_is_lacking(client, cast):
    case = pool.propose(cast.ripe, by=cast.li, at=NOW, into="rolling", grounds="可研已批，用地在报")
    client.force_login(cast.wang)
    text = client.get(reverse("pools")).content.decode()
    assert "1件提请等评审" in text
    page = client.get(reverse("pool-case", args=[case.pk])).content.decode()
    assert "台账里还缺这些，补齐才能入库" in page
    refused = client.post(reverse("pool.admit", args=[case.pk]), {"opinion": "同意"})
    assert (refused.status_code, "还不能进计划滚动库" in refused.content.decode()) == (409, True)
    client.post(reverse("pool.decline", args=[case.pk]), {"opinion": "初设未批"})
    assert PoolCase.objects.get().state == "declined"
    assert "初设未批" in client.get(reverse("pool-case", args=[case.pk])).content.decode()
    assert "等评审" not in client.get(reverse("pools")).content.decode()
    client.force_login(cast.lin)  # of another county
    assert client.get(reverse("pool-case", args=[case.pk])).status_code == 404


def test_idle_projects_are_listed_with_both_ways_out(client, cast):
    client.force_login(cast.wang)
    page = client.get(reverse("pools"), {"period": "2020", "still": "1"}).content.decode()
    assert page.count(reverse("pool.remove", args=[cast.ripe.pk])) == 1
    said = client.get(reverse("pool.remove", args=[cast.ripe.pk])).content.decode()
    assert "12个月没有进展，按规则提请出库" in said
    client.post(reverse("pool.remove", args=[cast.ripe.pk]), {"reason": "业主放弃"})
    client.post(reverse("pool.keep", args=[cast.idea.pk]), {"reason": "规划调整中", "until_on": "2021-06-30"})
    page = client.get(reverse("pools"), {"period": "2020", "still": "1"}).content.decode()
    assert "没有久无进展的项目" in page
    assert "留库至" in client.get(reverse("pools"), {"period": "2020"}).content.decode()
    assert client.get(reverse("pool.keep", args=[cast.ripe.pk])).status_code == 409  # it is in no pool any more
    client.post(reverse("pool.propose", args=[cast.ripe.pk]), {"into": "reserve", "grounds": "换了业主"})
    assert PoolCase.objects.get(state="proposed").project == cast.ripe
