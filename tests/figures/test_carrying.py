"""A plan's tree and its tallies, kept by project, say the same as what is read anew, after every kind of act."""

from datetime import date
from decimal import Decimal

import pytest

from tests import make
from tests.figures.acts import after_each_act, do
from tests.figures.scene import ASK
from yidan.figures import carrying
from yidan.figures.question import Period, Question
from yidan.ledger.models import Project
from yidan.targets import queries, rules
from yidan.targets.commands import item as items
from yidan.targets.commands import register as registers
from yidan.targets.models import Item, Link

pytestmark = pytest.mark.django_db
AT = make.moment(2020, 1, 10)
PLAN = {
    "fields": [{"name": "goal", "label": "目标值", "kind": "number"}], "parent": "plan", "projects": "serving",
    "series": [{"name": "actual", "label": "实际值", "goal": "goal"}],
    "tallies": [{"key": "count", "label": "目标数", "measured": "count", "definition": "每个节点计一个。"}],
}  # fmt: skip
QUESTIONS = (ASK, Question(Period(2020)), Question(Period(2020, 3)), ASK.narrowed(domain="industry"))


@pytest.fixture
def plan(city):
    """Two branches: three leaves carried by projects, a bundle and one of its parts among them, and an indicator."""
    how = {"by": city.cast.wang, "at": AT}
    register = registers.define(
        None, slug="plan", name="规划", family="plan", basis="湘政发〔2020〕1号", definition=PLAN, **how
    )
    first = items.enter(register, title="产业", **how)
    second = items.enter(register, title="城建", **how)
    leaves = [items.enter(register, title=f"任务{each}", parent=first, **how) for each in range(2)]
    leaves += [items.enter(register, title="路网", parent=second, **how)]
    items.enter(register, title="绿地率", parent=second, values={"goal": 40}, **how)
    for leaf, name in ((0, "bundle"), (0, "factory"), (1, "east"), (1, "bridge"), (2, "school"), (2, "factory")):
        items.link(leaves[leaf], project=getattr(city, name), **how)
    return register


def anew(register, question):
    """The tree, the lines and the count without goal as the database has them."""
    behind = queries.projects_behind(register.key)
    invested = carrying.invested_of({each for projects in behind.values() for each in projects}, question)
    nodes = queries.nodes(register, question.period.until, invested)
    lines = queries.lines(register.key, question.period.until)
    carried = Link.objects.live().filter(item__register_key=register.key).values("project")
    return rules.progress(nodes), lines, carrying._listed(question).exclude(pk__in=carried).count()


def as_kept(register, question):
    """The same as the pages are told."""
    return (
        carrying.reached(register, question),
        carrying.lines(register.key, question.period.until, None),
        carrying.without_goal(register, question),
    )


def look(city):
    """Both ways, of each question."""
    register = queries.register_of("plan")
    for question in QUESTIONS:
        assert as_kept(register, question) == anew(register, question), question


def test_the_tree_and_its_tallies_are_what_the_database_says_whatever_the_office_does(city, plan):
    @after_each_act(12)
    def looked(city):
        look(city)

    looked(city)


def test_an_act_on_one_project_moves_its_node_and_those_above_only(city, plan, monkeypatch):
    before = carrying.reached(plan, ASK)
    loads = []
    monkeypatch.setattr(carrying._Goals, "load", lambda kept: loads.append(kept))
    do(city, (0, "school", 4))
    after = carrying.reached(plan, ASK)
    monkeypatch.undo()
    titles = {each.pk: each.title for each in Item.objects.filter(register_key="plan")}
    assert {titles[each] for each in after if after[each] != before[each]} == {"路网", "城建"}
    assert loads == []
    look(city)


def test_an_act_on_an_item_reads_that_item_and_says_the_same_as_the_whole(city, plan, monkeypatch):
    how = {"by": city.cast.wang, "at": make.moment(2020, 8, 2)}
    cards = registers.define(
        None, slug="cards", name="评分", family="plan", basis="方案", definition={"parent": "plan", "fields": []}, **how
    )
    by_title = {each.title: each for each in Item.objects.filter(register_key="plan")}
    green, school = by_title["绿地率"], by_title["路网"]
    items.enter(cards, title="第一组", parent=green, **how)

    def seen():
        look(city)
        return carrying.lines("cards", ASK.period.until, None), queries.lines("cards", ASK.period.until)

    seen()
    loads = []
    for kind in (carrying._Goals, carrying._Lines):
        monkeypatch.setattr(kind, "load", lambda kept: loads.append(kept))
    acts = (
        lambda: items.measure(
            green, name="actual", until_on=date(2020, 6, 30), value=Decimal(20), source="公报", **how
        ),
        lambda: items.change(
            green, title="绿地率", values={"goal": 60}, reason="规划调整", **how
        ),  # its cards quote it
        lambda: items.link(green, project=city.park, **how),
        lambda: items.link(school, project=city.bundle, **how),
        lambda: items.unlink(Link.objects.live().get(item=green), reason="挂错", **how),
        lambda: items.unlink(Link.objects.live().get(item=school, project=city.school), reason="挂错", **how),
        lambda: items.enter(plan, title="新篇", order=0, **how),
        lambda: items.enter(plan, title="新任务", parent=Item.objects.order_by("pk").last(), **how),
        lambda: items.link(Item.objects.order_by("pk").last(), project=city.park, **how),
        lambda: items.enter(cards, title="第二组", parent=school, **how),
        lambda: items.withdraw(Item.objects.get(register_key="cards", serial=1), reason="重复", **how),
        lambda: items.withdraw(green, reason="重复", **how),
    )
    for number, act in enumerate(acts):
        act()
        kept, read = seen()
        assert kept == read, number
    assert loads == []
    assert green.pk not in carrying.reached(plan, ASK)
    monkeypatch.undo()
    registers.define(None, slug="plan", name="规划", family="plan", basis="湘政发〔2020〕2号",
                     definition=PLAN | {"projects": "承担"}, **how)  # fmt: skip
    look(city)


def test_a_part_and_its_bundle_both_count_for_what_they_carry(city, plan):
    invested = carrying.invested_of([city.bundle.pk, city.east.pk], ASK)
    alone = carrying.invested_of([city.east.pk], ASK)
    assert invested[city.east.pk] == alone[city.east.pk]
    parts = carrying.invested_of([each.pk for each in Project.objects.filter(parent=city.bundle)], ASK)
    assert invested[city.bundle.pk][0] == sum(done for done, _total in parts.values())


def test_a_day_in_the_past_says_what_was_said_then(city, plan):
    then = make.moment(2020, 7, 30)
    past = Question(ASK.period, as_of=then)
    said = carrying.reached(plan, past), carrying.lines("plan", ASK.period.until, then)
    without = carrying.without_goal(plan, past)
    for act in ((0, "school", 5), (12, "east", 3), (14, "factory", 1), (2, "bridge", 9)):
        do(city, act)
    assert (carrying.reached(plan, past), carrying.lines("plan", ASK.period.until, then)) == said
    assert carrying.without_goal(plan, past) == without
    look(city)
