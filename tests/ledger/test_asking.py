"""When a picture is asked for: by the slot's rule and reason, by lot at its rate, never otherwise."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import make
from yidan.evidence.commands import keep
from yidan.evidence.rules import Claim
from yidan.kernel import parameters
from yidan.kernel.values import Month
from yidan.ledger import queries, rules
from yidan.ledger.commands import exhibit, milestone
from yidan.ledger.models import Asking
from yidan.progress import queries as progress
from yidan.progress import rules as progress_rules
from yidan.progress import wording

JUNE = Month(2020, 6)
AT = make.moment(2020, 6, 10)


@dataclass
class View:
    """A slot without a database."""

    asking: str
    milestone: str = ""
    rate_percent: Decimal | None = None
    name: str = "基坑全景"


# --- the rule ---


@pytest.mark.parametrize("asking", [Asking.NEVER, Asking.FOR_CLOSE_OUT])
def test_nothing_is_asked_of_a_month_where_the_rule_is_another(asking):
    reached = {"": date(2020, 6, 5)}
    assert [rules.is_asked(View(asking, rate_percent=Decimal(100)), "ZZ-1", JUNE, reached, "一")] == [False]


def test_a_milestone_s_picture_is_asked_in_the_month_in_which_it_is_reached():
    slot = View(Asking.ON_MILESTONE, milestone="主体封顶")
    reached = {"主体封顶": date(2020, 6, 30), "基础出±0": date(2020, 5, 1)}
    asked = [rules.is_asked(slot, "ZZ-1", JUNE + step, reached, "一") for step in (-1, 0, 1)]
    assert (asked, rules.is_asked(slot, "ZZ-1", JUNE, {}, "一")) == ([False, True, False], False)


@given(st.sampled_from([1, 2, 3, 10, 25, 50, 90, 100]), st.text(min_size=1, max_size=8))
def test_sampling_draws_at_its_rate_whatever_the_seed(rate, seed):
    slot = View(Asking.ON_SAMPLING, rate_percent=Decimal(rate))
    drawn = sum(
        rules.is_asked(slot, f"ZZ-{number}", JUNE + month, {}, seed) for number in range(500) for month in range(4)
    )
    deviation = (2000 * rate / 100 * (1 - rate / 100)) ** 0.5
    assert abs(drawn - 2000 * rate / 100) <= 6 * deviation


@given(st.text(max_size=12), st.text(max_size=30), st.integers(0, 1200), st.text(max_size=9))
def test_a_lot_can_be_drawn_again_and_a_higher_rate_asks_whoever_a_lower_asks(project, name, later, seed):
    views = [View(Asking.ON_SAMPLING, rate_percent=Decimal(rate), name=name) for rate in (1, 10, 40, 40, 100)]
    asked = [rules.is_asked(view, project, JUNE + later, {}, seed) for view in views]
    assert asked == sorted(asked)
    assert asked[-1] is True


def test_another_seed_draws_others():
    slot = View(Asking.ON_SAMPLING, rate_percent=Decimal(20))
    drawn = [[rules.is_asked(slot, f"ZZ-{number}", JUNE, {}, seed) for number in range(300)] for seed in "一二一"]
    assert (drawn[0] == drawn[2], drawn[0] == drawn[1]) == (True, False)


# --- the ledger ---


@pytest.fixture
def project(cast):
    made = make.project(cast, "渌江大道提质改造")
    make.plan(cast, made)
    return made


def slot(cast, project, name="基坑全景", **more):
    more = {"reason": "深基坑属危大工程", "asking": Asking.ON_SAMPLING, "rate_percent": Decimal(100), **more}
    return exhibit.set(project, by=cast.wang, at=AT, name=name, **more)


def bring(cast, project, name="", data=b"\xff\xd8\xff one", month=JUNE):
    file = keep(cast.owner, by=cast.li, at=AT, name="a.jpg", data=data, media_type="image/jpeg")
    return exhibit.add(project, by=cast.li, at=AT, file=file, month=month, claim=Claim(), slot_name=name)


def test_a_project_of_which_nothing_is_asked_costs_one_query_and_says_nothing(project, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert queries.asked([project.pk], JUNE) == {}
    assert queries.unanswered([], JUNE) == []
    assert progress.situation(project, JUNE).unshown == ()


def test_a_picture_in_the_slot_answers_the_month_it_is_for(cast, project):
    asked = slot(cast, project)
    slot(cast, project, "塔吊", asking=Asking.NEVER)
    assert queries.asked([project.pk], JUNE) == {project.pk: [asked]}
    bring(cast, project, "基坑全景", month=JUNE - 1)
    bring(cast, project, "", data=b"\xff\xd8\xff two")
    assert queries.unanswered([asked], JUNE) == [asked]
    brought = bring(cast, project, "基坑全景")
    assert queries.unanswered([asked], JUNE) == []
    exhibit.withdraw(brought, by=cast.li, at=AT, reason="传错")
    assert queries.unanswered([asked], JUNE) == [asked]


def test_a_day_typed_in_the_report_counts_before_the_office_has_accepted_it(cast, project):
    milestone.set(project, by=cast.wang, at=AT, name="主体封顶", planned_on=date(2020, 6, 20))
    asked = slot(cast, project, asking=Asking.ON_MILESTONE, milestone="主体封顶")
    assert queries.asked([project.pk], JUNE) == {}
    assert queries.asked([project.pk], JUNE, typed={"主体封顶": date(2020, 6, 9)}) == {project.pk: [asked]}
    report = make.report(cast, project, JUNE, milestone_days={"主体封顶": {"actual_on": "2020-06-09"}})
    assert progress.situation(project, JUNE, report).unshown == (
        progress_rules.Unshown("基坑全景", "深基坑属危大工程"),
    )


def test_what_is_asked_and_missing_is_a_question_that_lets_the_report_go(cast, project):
    slot(cast, project)
    report = make.report(cast, project, JUNE, 1000, problems="征地拆迁未完成")
    from yidan.progress.commands import report as reports

    reports.submit(report, by=cast.li, at=make.moment(2020, 6, 24), answers={"picture_asked": "连日暴雨，坑内积水"})
    (doubt,) = report.doubts
    assert (report.state, doubt["kind"], doubt["answer"]) == ("submitted", "picture_asked", "连日暴雨，坑内积水")
    sentence = wording.question(doubt["kind"], doubt["values"])
    assert sentence == "本月按佐证位请附图：基坑全景（深基坑属危大工程）。还没有附上；不便拍摄可在此说明。"


def test_the_office_may_draw_with_another_seed(cast, project):
    for number in range(40):
        slot(cast, project, f"点位{number}", rate_percent=Decimal(50))
    first = queries.asked([project.pk], JUNE)[project.pk]
    parameters.set("ledger.sampling_seed", by=cast.wang, at=AT, value="2021", reason="年度更换")
    assert queries.asked([project.pk], JUNE)[project.pk] != first


def test_exhibits_come_newest_month_first_without_those_withdrawn(cast, project, django_assert_num_queries):
    slot(cast, project)
    old = bring(cast, project, "基坑全景", month=JUNE - 1)
    new = bring(cast, project, "", data=b"\xff\xd8\xff two")
    gone = bring(cast, project, "", data=b"\xff\xd8\xff three")
    exhibit.withdraw(gone, by=cast.li, at=AT, reason="传错")
    exhibit.judge(old, by=cast.lin, at=AT, verdict="doubtful", grade="B", opinion="不是同一处")
    with django_assert_num_queries(2):
        found = list(queries.exhibits_of([project]))
        assert found[0].capture.live_judgements == []
        assert found[1].capture.live_judgements[0].judged_by.name == "林县"
    assert found == [new, old]
