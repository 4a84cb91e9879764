"""Registers and items through commands: what they write, what they refuse, and who may."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError

from tests import make
from yidan.evidence import commands as evidence
from yidan.kernel.errors import IllegalMove, Invalid, NotPermitted, Stale
from yidan.kernel.journal import Entry
from yidan.targets import queries
from yidan.targets.commands import item as items
from yidan.targets.commands import proof, register
from yidan.targets.models import Item, Proof, Register
from yidan.targets.states import State

pytestmark = pytest.mark.django_db
AT = make.moment(2020, 3, 2)
TASKS = {
    "fields": [{"name": "goal", "label": "年度目标", "is_required": True}],
    "is_proven": True,
    "projects": "支撑项目",
    "series": [{"name": "actual", "label": "完成数"}],
    "tallies": [{"key": "done", "label": "已完成", "definition": "已完成。", "where": {"state": "done"}}],
}


def tasks(cast, **changed):
    said = {"slug": "tasks", "name": "年度任务", "family": "task", "definition": TASKS, "basis": "株政办发〔2020〕1号"}
    return register.define(None, by=cast.wang, at=AT, **said | changed)


def task(cast, book=None, title="建成5G基站2000个", **said):
    said = {"year": 2020, "unit": cast.bureau, "values": {"goal": "2000个"}} | said
    return items.enter(book or tasks(cast), by=cast.wang, at=AT, title=title, **said)


def paper(cast, by=None):
    by = by or cast.bu
    said = {"name": "验收意见.pdf", "data": b"%PDF-1.4 seen", "media_type": "application/pdf"}
    return evidence.keep(by.unit, by=by, at=AT, **said)


def test_a_city_invents_a_register_and_a_new_version_keeps_its_items(cast):
    first = tasks(cast)
    made = task(cast, first)
    second = tasks(cast, name="年度重点任务")
    assert (first.version, second.version, made.serial, made.state) == (1, 2, 1, State.RUNNING)
    assert Register.objects.known_at(first.recorded_at).get().name in ("年度任务", "年度重点任务")
    assert queries.register_of("tasks").name == "年度重点任务"


def test_what_items_rest_on_cannot_be_changed_under_them(cast):
    task(cast)
    with pytest.raises(Invalid, match="不能改“须佐证”和“上级”"):
        tasks(cast, definition=TASKS | {"is_proven": False})
    with pytest.raises(Invalid, match="不能改类型"):
        tasks(cast, definition=TASKS | {"fields": [{"name": "goal", "label": "年度目标", "kind": "number"}]})


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"slug": "任务"}, "slug"), ({"name": " "}, "name"), ({"basis": ""}, "basis"), ({"family": "x"}, "family"),
        ({"definition": {"parent": "nowhere"}}, "definition"),
    ],
)  # fmt: skip
def test_a_register_without_name_basis_or_place_is_refused(cast, changed, field):
    with pytest.raises(Invalid) as refused:
        tasks(cast, **changed)
    assert refused.value.field == field
    assert not Register.objects.exists()


def test_only_the_office_keeps_registers(cast):
    for person in (cast.bu, cast.lin, cast.li, cast.he, cast.shen):
        with pytest.raises(NotPermitted):
            register.define(None, by=person, at=AT, slug="x", name="甲", family="task", definition={}, basis="据")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title": ""}, "title"), ({"title": "长" * 201}, "title"), ({"level": "galactic"}, "level"),
        ({"year": 20}, "year"), ({"starts_on": date(2020, 5, 2), "until_on": date(2020, 5, 1)}, "until_on"),
        ({"until_on": date(2020, 5, 1)}, "until_on"), ({"values": {}}, "goal"),
    ],
)  # fmt: skip
def test_an_item_that_does_not_hold_is_refused_at_its_field(cast, said, field):
    with pytest.raises(Invalid) as refused:
        task(cast, **said)
    assert refused.value.field == field
    assert not Item.objects.exists()


def test_a_correction_keeps_both_and_says_why(cast):
    made = task(cast)
    later = make.moment(2020, 3, 9)
    said = {"title": "建成5G基站2010个", "year": 2020, "unit": cast.bureau, "values": {"goal": "2010个"}}
    with pytest.raises(Invalid, match="请写明更正原因"):
        items.change(made, by=cast.wang, at=later, reason=" ", **said)
    items.change(made, by=cast.wang, at=later, reason="按下达数", **said)
    then = queries.with_words(Item.objects.all(), make.moment(2020, 3, 5)).get()
    assert (then.title, Item.objects.get().title) == ("建成5G基站2000个", "建成5G基站2010个")
    assert Entry.objects.get(verb="item.change").facts["reason"] == "按下达数"
    with pytest.raises(Invalid, match="没有改动"):
        items.change(made, by=cast.wang, at=later, reason="再改", **said)


def test_an_item_lies_only_under_what_its_register_says(cast):
    plan = tasks(cast, slug="plan", name="规划", definition={"parent": "plan"})
    chapter = items.enter(plan, by=cast.wang, at=AT, title="第一篇")
    node = items.enter(plan, by=cast.wang, at=AT, title="任务一", parent=chapter)
    assert node.parent == chapter
    with pytest.raises(Invalid, match="不能放在“第一篇”下面"):
        task(cast, parent=chapter)
    with pytest.raises(Invalid, match="下面还有条目"):
        items.withdraw(chapter, by=cast.wang, at=AT, reason="误登")


def test_done_needs_proof_and_another_unit(cast):
    made = task(cast)
    file = paper(cast)
    with pytest.raises(Invalid, match="没有佐证不算完成"):
        proof.claim(made, by=cast.bu, at=AT, done_on=date(2020, 3, 1), words="已建成")
    with pytest.raises(Invalid, match="完成日期还没有到"):
        proof.claim(made, by=cast.bu, at=AT, done_on=date(2020, 3, 3), words="已建成", files=[file])
    with pytest.raises(NotPermitted, match="只能办理本单位的项目"):
        proof.claim(made, by=cast.lin, at=AT, done_on=date(2020, 3, 1), words="已建成", files=[file])
    proof.claim(made, by=cast.bu, at=AT, done_on=date(2020, 3, 1), words="已建成", files=[file])
    with pytest.raises(IllegalMove):
        proof.claim(made, by=cast.bu, at=AT, done_on=date(2020, 3, 1), words="已建成", files=[file])
    proof.send_back(made, by=cast.wang, at=AT, opinion="缺开通证明")
    assert made.state == State.RUNNING
    proof.claim(made, by=cast.bu, at=AT, done_on=date(2020, 3, 1), words="补开通证明", files=[file])
    proof.confirm(made, by=cast.wang, at=AT)
    assert (made.state, Proof.objects.filter(is_confirmed=True).count(), Proof.objects.count()) == (State.DONE, 1, 2)
    with pytest.raises(IllegalMove):
        proof.drop(made, by=cast.wang, at=AT, reason="不做了")


def test_nobody_confirms_what_the_own_unit_claimed(cast):
    made = task(cast, unit=cast.office)
    file = paper(cast, cast.wang)
    proof.claim(made, by=cast.wang, at=AT, done_on=date(2020, 3, 1), words="已办", files=[file])
    with pytest.raises(NotPermitted, match="由别的单位认定"):
        proof.confirm(made, by=cast.wang, at=AT)
    with pytest.raises(IntegrityError):
        Proof.objects.update(decided_at=AT, decided_by=cast.wang, is_confirmed=True, deciding_unit=cast.office)


def test_what_waits_for_a_decision_ends_with_what_is_dropped(cast):
    made = task(cast)
    proof.claim(made, by=cast.bu, at=AT, done_on=date(2020, 3, 1), words="已建成", files=[paper(cast)])
    proof.drop(made, by=cast.wang, at=AT, reason="并入省任务")
    assert (made.state, Proof.objects.get().is_confirmed) == (State.DROPPED, False)


def test_what_is_not_done_is_carried_over_once_and_keeps_its_year(cast):
    made = task(cast)
    with pytest.raises(Invalid, match="请填下一年度，如2021"):
        proof.carry_over(made, by=cast.wang, at=AT, year=2020, reason="跨年")
    new = proof.carry_over(made, by=cast.wang, at=AT, year=2021, reason="跨年")
    assert (new.carried_from, new.live.year, made.live.year, made.state) == (made, 2021, 2020, State.RUNNING)
    with pytest.raises(Invalid, match="已经结转过了"):
        proof.carry_over(made, by=cast.wang, at=AT, year=2021, reason="跨年")


def test_a_project_carries_an_item_once_and_stands_in_its_timeline(cast):
    made, project = task(cast), make.project(cast)
    carried = items.link(made, by=cast.wang, at=AT, project=project)
    with pytest.raises(Invalid, match="已经挂上了"):
        items.link(made, by=cast.wang, at=AT, project=project)
    assert Entry.objects.get(verb="item.link").project_id == project.pk
    line = queries.lines("tasks", date(2020, 12, 31))[0]
    assert (line.projects, line.investment) == (1, Decimal(20000))
    later = make.moment(2020, 4, 1)
    items.unlink(carried, by=cast.wang, at=later, reason="挂错")
    with pytest.raises(Stale):
        items.unlink(carried, by=cast.wang, at=later, reason="再取消")
    assert queries.lines("tasks", date(2020, 12, 31))[0].projects == 0
    assert queries.lines("tasks", date(2020, 12, 31), make.moment(2020, 3, 20))[0].projects == 1


def test_a_value_of_the_same_day_is_corrected_with_a_reason(cast):
    made = task(cast)
    said = {"name": "actual", "until_on": date(2020, 2, 29), "source": "通信发展办月报"}
    items.measure(made, by=cast.bu, at=AT, value=Decimal(800), **said)
    with pytest.raises(Invalid, match="这一天已有数值800，更正请写明原因"):
        items.measure(made, by=cast.bu, at=AT, value=Decimal(810), **said)
    items.measure(made, by=cast.bu, at=AT, value=Decimal(810), reason="漏报10个", **said)
    with pytest.raises(Invalid, match="没有“firms”这个数列"):
        items.measure(made, by=cast.bu, at=AT, value=Decimal(1), **said | {"name": "firms"})
    assert queries.lines("tasks", date(2020, 12, 31))[0].readings == {"actual": Decimal(810)}


def test_done_counts_from_the_day_it_was_done_as_known_then(cast):
    made = task(cast)
    proof.claim(made, by=cast.bu, at=AT, done_on=date(2020, 3, 1), words="已建成", files=[paper(cast)])
    decided = make.moment(2020, 3, 10)
    proof.confirm(made, by=cast.wang, at=decided)

    def state(until, as_of=None):
        return queries.lines("tasks", until, as_of)[0].state

    assert state(date(2020, 3, 31)) == State.DONE
    assert state(date(2020, 2, 29)) == State.RUNNING
    assert state(date(2020, 3, 31), make.moment(2020, 3, 9)) == State.RUNNING


def test_who_sees_an_item(cast):
    task(cast, tasks(cast, is_open=False))
    seen = {
        name: queries.visible_to(getattr(cast, name)).count()
        for name in ("wang", "he", "shen", "bu", "lin", "li", "guan")
    }
    assert seen == {"wang": 1, "he": 1, "shen": 1, "bu": 1, "lin": 0, "li": 0, "guan": 0}
    tasks(cast, is_open=True)
    assert queries.visible_to(cast.lin).count() == 1
    assert queries.visible_to(cast.guan).count() == 0
