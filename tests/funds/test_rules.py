"""Money without a database: balances, faults, idle days, questions, clocks, matching."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from yidan.funds import rules, wording
from yidan.funds.rules import Account, Limits, Line, Moved, Parcel
from yidan.funds.states import BOUND, STEPS, Question, Step
from yidan.kernel.workdays import Calendar
from yidan.ledger.states import Source

LIMITS = Limits(
    start_within_months=3, return_after_months=12, bond_slow_months=3, bond_slow_percent=Decimal(30),
    bond_june_percent=Decimal(50), bond_december_percent=Decimal(90), behind_points=Decimal(20),
    ahead_points=Decimal(10), idle_months=6, idle_percent=Decimal(10), forward_workdays=10, decompose_workdays=20,
)  # fmt: skip
JUNE = date(2020, 6, 30)


def moved(*said):
    return tuple(Moved(date(2020, month, day), step, Decimal(amount)) for month, day, step, amount in said)


WAY = moved((3, 2, "granted", 1000), (3, 20, "allocated", 800), (4, 1, "in_place", 800), (5, 1, "paid", 500))


def test_each_step_adds_up_by_itself():
    back = [*WAY, Moved(date(2020, 6, 1), "granted", Decimal(-100))]
    assert rules.balances(back) == {
        Step.APPLIED: 0, Step.GRANTED: 900, Step.ALLOCATED: 800, Step.IN_PLACE: 800, Step.PAID: 500,
    }  # fmt: skip
    assert rules.fault(Source.SPECIAL_BOND, WAY) is None


def test_money_paid_before_it_came_is_a_fault_of_that_day_though_all_adds_up_later():
    early = moved((3, 2, "granted", 1000), (3, 20, "allocated", 800), (4, 10, "in_place", 800), (4, 1, "paid", 500))
    found = rules.fault(Source.CENTRAL, early)
    assert (found.on, found.step, found.above, found.limit_wan) == (date(2020, 4, 1), Step.PAID, Step.IN_PLACE, 0)
    assert wording.fault(found, Source.CENTRAL) == (
        "到2020-04-01，支付累计 500 万元，超过到位累计 0 万元；请先记到位，或核对金额和日期。"
    )


def test_a_bank_pays_out_within_its_credit_and_ones_own_money_needs_no_grant():
    loan = moved((3, 2, "granted", 100), (3, 3, "in_place", 120))
    assert rules.fault(Source.BANK_LOAN, loan).above == Step.GRANTED
    assert wording.fault(rules.fault(Source.BANK_LOAN, loan), Source.BANK_LOAN).startswith("到2020-03-03，放款累计 120")
    assert rules.fault(Source.OWN, moved((3, 3, "in_place", 120), (3, 3, "paid", 120))) is None


movements = st.lists(
    st.builds(
        Moved,
        st.dates(date(2020, 1, 1), date(2020, 3, 1)),
        st.sampled_from(list(Step)),
        st.integers(-50, 50).map(Decimal),
    ),
    max_size=12,
)


@given(st.sampled_from(list(Source)), movements)
def test_without_a_fault_nothing_is_negative_or_overdrawn_on_any_evening(source, some):
    known = [each for each in some if each.step in STEPS[source]]
    is_possible = True
    for offset in range(61):
        standing = rules.balances(each for each in known if each.on <= date(2020, 1, 1) + timedelta(days=offset))
        row = [standing[step] for step in BOUND if step in STEPS[source]]
        is_possible &= min(standing.values()) >= 0 and row == sorted(row, reverse=True)
    assert (rules.fault(source, known) is None) == is_possible


@given(movements)
def test_idle_days_are_the_sum_of_what_lies_there_each_night(some):
    until = date(2020, 3, 10)
    nights = (date(2020, 1, 1) + timedelta(days=offset) for offset in range((until - date(2020, 1, 1)).days))
    lying = [rules.balances(each for each in some if each.on <= night) for night in nights]
    assert rules.idle(some, until).wan_days == sum(each[Step.IN_PLACE] - each[Step.PAID] for each in lying)


def test_idle_money_is_counted_in_wan_days_and_from_the_oldest_that_still_lies_there():
    more = [*WAY, Moved(date(2020, 5, 11), "in_place", Decimal(100))]
    found = rules.idle(more, date(2020, 5, 21))
    # 30 days of 800, 10 of 300, 10 of 400
    assert (found.amount_wan, found.wan_days, found.since_on, found.days) == (400, 31000, date(2020, 4, 1), 50)


def account(*said, source=Source.SPECIAL_BOND, done=700, planned=2000, started=date(2020, 3, 10), issued=None):
    parcel = Parcel(source, "2020年第一批", moved(*said) if said else WAY, issued)
    return Account((parcel,), Decimal(done), started, Decimal(done), Decimal(planned) if planned else None)


def asked(account, today=JUNE, limits=LIMITS):
    return [each.question for each in rules.questions(account, limits, today)]


def test_what_fits_together_makes_nobody_ask():
    assert asked(account(done=1000)) == []


def test_paid_more_than_done_is_a_question_with_both_numbers():
    (first, *_others) = rules.questions(account(done=420), LIMITS, JUNE)
    assert (first.question, first.amount_wan) == (Question.PAID_OVER_DONE, 80)
    assert wording.question(first) == "累计支付 500 万元，比完成投资 420 万元多 80 万元：月报是否少报，或支付是否超前？"
    assert asked(replace(account(done=0), has_reports=False)) == []


def test_paid_without_a_start_or_before_it():
    assert asked(account(done=1000, started=None))[0] == Question.PAID_WITHOUT_START
    late = rules.questions(account(done=1000, started=date(2020, 5, 20)), LIMITS, JUNE)
    assert [(each.question, each.amount_wan) for each in late] == [(Question.PAID_WITHOUT_START, 500)]


def test_a_start_is_due_three_months_after_the_grant_and_after_a_year_one_asks_whether_to_return():
    granted = account((3, 2, "granted", 1000), done=0, started=None, source=Source.CENTRAL)
    assert asked(granted, date(2020, 6, 2)) == []
    assert asked(granted, date(2020, 6, 3)) == [Question.NOT_STARTED]
    assert asked(granted, date(2021, 3, 3)) == [Question.TO_RETURN]


def test_pay_ahead_of_and_behind_the_work_compares_unrounded_points():
    assert asked(account(done=1400)) == []  # 50 % of the grant, 70 % of the work: exactly 20 points
    assert asked(account(done=1401)) == [Question.PAID_BEHIND]
    assert asked(account(done=799)) == [Question.PAID_AHEAD]  # 50 against 39.95
    assert asked(account(done=800)) == []
    assert asked(account(done=799), date(2021, 1, 1)) == [
        Question.IDLE
    ]  # of another year's money the plan says nothing
    assert asked(account(done=799, planned=None)) == []


def test_works_beyond_the_plan_are_not_owed_for():
    most = account((3, 2, "granted", 1000), (3, 20, "allocated", 1000), (4, 1, "in_place", 1000), (5, 1, "paid", 850),
                   done=2600)  # fmt: skip
    assert asked(most) == []  # 130 % of the plan, 85 % of the money: 15 points short of the whole
    assert asked(account(done=2600)) == [Question.PAID_BEHIND]  # half of the money is still there


def test_a_bond_is_slow_three_months_after_issue_and_has_its_june_and_december():
    slow = account((3, 2, "granted", 1000), (3, 2, "allocated", 200), (3, 2, "in_place", 200), (4, 2, "paid", 200),
                   done=400, issued=date(2020, 3, 5))  # fmt: skip
    assert asked(slow, date(2020, 6, 4)) == []
    assert asked(slow, date(2020, 6, 5)) == [Question.SLOW]
    assert asked(slow, JUNE) == [Question.SLOW, Question.BELOW_TARGET]
    assert Question.BELOW_TARGET in asked(account(done=1000), date(2020, 12, 31))  # 50 % where 90 are due
    assert asked(account(done=1000, source=Source.CENTRAL), date(2020, 9, 30)) == []


def test_money_that_lies_for_more_than_six_months_is_asked_about():
    assert asked(account(done=1000, source=Source.CENTRAL), date(2020, 10, 1)) == []
    assert asked(account(done=1000, source=Source.CENTRAL), date(2020, 10, 2)) == [Question.IDLE]
    last = Moved(date(2020, 6, 1), "paid", Decimal(220))  # 80 of 800 are left: a tenth
    rest = replace(account(source=Source.CENTRAL, done=1000), parcels=(Parcel("central", "", (*WAY, last)),))
    assert asked(rest, date(2020, 12, 31)) == [Question.PAID_AHEAD]


def test_a_batch_is_forwarded_in_ten_working_days_and_decomposed_in_twenty_where_it_came_as_one_sum():
    calendar = Calendar({}, {2026: "notice"})
    said = {"forwarded_on": None, "decomposed_on": date(2026, 4, 1), "limits": LIMITS, "calendar": calendar}
    found = rules.clock(date(2026, 3, 2), is_bundled=True, **said)
    assert [(each.name, each.due_on) for each in found] == [
        ("forward", date(2026, 3, 16)), ("decompose", date(2026, 3, 30)), ("start", date(2026, 6, 2)),
    ]  # fmt: skip
    assert [each.is_late(date(2026, 3, 17)) for each in found] == [True, True, False]
    assert len(rules.clock(date(2026, 3, 2), is_bundled=False, **said)) == 2


def line(key, on=1, amount=100, code="A"):
    return Line(key, code, date(2020, 6, on), Decimal(amount))


def test_lines_are_matched_the_surest_first_and_what_is_left_is_listed():
    theirs = [line(1), line(2, on=8), line(3, on=20, amount=90), line(4, on=25, amount=7), line(5, code="X")]
    ours = [line(11, on=5), line(12), line(13, on=20, amount=95), line(14, on=28, amount=1, code="B")]
    found = rules.match(theirs, ours, codes=frozenset("AB"))
    pairs = [[(pair.theirs.key, pair.ours.key) for pair in some] for some in (found.same, found.near, found.differs)]
    assert pairs == [[(1, 12)], [(2, 11)], [(3, 13)]]
    assert rules.days_apart(found.near[0]) == 3
    lists = (found.only_theirs, found.only_ours, found.unknown)
    assert [[each.key for each in some] for some in lists] == [[4], [14], [5]]


lines = st.lists(
    st.builds(line, st.just(0), st.integers(1, 30), st.integers(1, 3), st.sampled_from("ABX")), max_size=12
)


@given(lines, lines)
def test_no_line_is_lost_and_none_is_used_twice(theirs, ours):
    theirs = [replace(each, key=number) for number, each in enumerate(theirs)]
    ours = [replace(each, key=100 + number, code=each.code.replace("X", "A")) for number, each in enumerate(ours)]
    found = rules.match(theirs, ours, codes=frozenset("AB"))
    pairs = [*found.same, *found.near, *found.differs]
    assert sorted(each.key for each in [*[p.theirs for p in pairs], *found.only_theirs, *found.unknown]) == list(
        range(len(theirs))
    )
    assert sorted(each.key for each in [*[p.ours for p in pairs], *found.only_ours]) == [each.key for each in ours]
    assert all(pair.theirs.code == pair.ours.code for pair in pairs)
    assert all(each.code == "X" for each in found.unknown)
