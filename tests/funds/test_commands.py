"""Acts on money: refusals say what to do, facts stay, the database guards what adds up."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import make
from tests.cast import assemble
from tests.funds.scene import AT, give_batch, move
from yidan.evidence.commands import keep
from yidan.funds.commands import batch, movement, reconciliation
from yidan.funds.commands.movement import Recorded, record_many
from yidan.funds.models import Batch, Fund, Movement, Reconciliation
from yidan.funds.rules import Line, balances
from yidan.funds.states import STEPS, Step
from yidan.kernel.errors import Invalid, NotPermitted, NthRefused, Refused
from yidan.kernel.journal import Entry
from yidan.ledger.states import Source

pytestmark = pytest.mark.django_db


def standing(fund):
    fund.refresh_from_db()
    return [getattr(fund, f"{step}_wan") for step in Step]


def test_a_fund_carries_what_its_movements_add_up_to(town):
    assert standing(town.fund) == [0, 1000, 800, 800, 500]
    assert [each.serial for each in Movement.objects.order_by("id")] == [1, 2, 3, 4]
    entry = Entry.objects.order_by("-id").first()
    assert (entry.verb, entry.project_id, entry.facts["step"], entry.facts["amount_wan"]) == (
        "movement.record", town.project.pk, "支付", "500",
    )  # fmt: skip


def test_an_overdrawn_payment_is_refused_in_a_sentence_and_leaves_no_trace(town):
    before = Entry.objects.count()
    with pytest.raises(Invalid, match="支付累计 801 万元，超过到位累计 800 万元；请先记到位") as refused:
        move(town.cast, town.project, "paid", 301, date(2020, 6, 1), batch=town.batch)
    assert refused.value.field == "amount_wan"
    assert (standing(town.fund)[-1], Entry.objects.count(), Movement.objects.count()) == (500, before, 4)


@pytest.mark.parametrize(
    "amounts",
    [{"paid_wan": 801}, {"in_place_wan": 801}, {"allocated_wan": 1001}, {"paid_wan": -1}, {"applied_wan": -1}],
)
def test_the_database_itself_refuses_what_is_negative_or_overdrawn(town, amounts):
    with pytest.raises(IntegrityError), transaction.atomic():
        Fund.objects.update(**{name: Decimal(amount) for name, amount in amounts.items()})


def test_a_batch_gives_no_more_than_it_has(town):
    other = make.project(town.cast, "攸水大桥")
    with pytest.raises(Invalid, match="额度 5000 万元，已下达到项目 1000 万元，还剩 4000 万元"):
        move(town.cast, other, "granted", 4001, batch=town.batch)
    move(town.cast, other, "granted", 4000, batch=town.batch)
    with pytest.raises(Invalid, match="额度不能小于它"):
        batch.change(town.batch, by=town.cast.wang, at=AT, reason="调减", quota_wan=Decimal(4999))


def test_what_is_taken_back_needs_a_reason_and_cannot_undo_what_was_spent(town):
    with pytest.raises(Invalid, match="须写明原因"):
        move(town.cast, town.project, "granted", -100, date(2020, 6, 1), batch=town.batch)
    move(town.cast, town.project, "granted", -200, date(2020, 6, 1), batch=town.batch, reason="调整用途")
    with pytest.raises(Invalid, match="拨付累计 800 万元，超过下达累计 799 万元"):
        move(town.cast, town.project, "granted", -1, date(2020, 6, 2), batch=town.batch, reason="调整用途")


def test_a_correction_supersedes_and_a_withdrawal_waits_for_what_stands_on_it(town):
    paid = Movement.objects.get(step="paid")
    new = movement.correct(
        paid, by=town.cast.wang, at=AT, happened_on=date(2020, 5, 6), amount_wan=Decimal(480), reason="凭证重复"
    )
    assert (new.serial, standing(town.fund)[-1], Movement.objects.live().count()) == (paid.serial, 480, 4)
    with pytest.raises(Invalid, match="支付累计 480 万元，超过到位累计 0 万元"):
        movement.withdraw(Movement.objects.get(step="in_place"), by=town.cast.wang, at=AT, reason="录重")
    movement.withdraw(new, by=town.cast.wang, at=AT, reason="录重")
    assert (standing(town.fund)[-1], Movement.objects.live().count(), Movement.objects.count()) == (0, 3, 5)


def test_the_receiver_does_not_say_what_was_granted(town):
    with pytest.raises(NotPermitted, match="下达和拨付由市项目办、县市区或主管部门记"):
        move(town.cast, town.project, "granted", 10, batch=town.batch, by=town.cast.li)
    assert move(town.cast, town.project, "paid", 10, date(2020, 6, 1), batch=town.batch, by=town.cast.li)
    with pytest.raises(NotPermitted):
        move(town.cast, town.project, "paid", 10, date(2020, 6, 1), batch=town.batch, by=town.cast.zhao)
    with pytest.raises(NotPermitted):
        move(town.cast, town.project, "paid", 10, date(2020, 6, 1), batch=town.batch, by=town.cast.tong)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"source": "own", "step": "granted"}, "企业自筹没有这个环节，可记：到位、支付"),
        ({"source": "lottery"}, "没有“lottery”这种资金来源"),
        ({"amount": "0"}, "金额不能为0"),
        ({"amount": "0.0000001"}, "不是精确到分的金额"),
        ({"day": date(2020, 8, 4)}, "下达2020-08-04还没有到"),
        ({"batch": None, "year": 2020}, "请选批次，或填下达、拨付的文号"),
        ({"source": "central", "document": "发改投资〔2020〕9号"}, "不是中央预算内的"),
    ],
)
def test_what_does_not_hold_is_said_where_it_stands(town, said, sentence):
    given_ = {"step": "granted", "amount": 10, "batch": town.batch} | said
    step, amount = given_.pop("step"), given_.pop("amount")
    with pytest.raises(Invalid, match=sentence):
        move(town.cast, town.project, step, amount, **given_)


def test_ones_own_money_has_one_fund_over_the_years_and_the_same_key_moves_it_once(town):
    key = uuid4()
    for _again in range(2):
        move(town.cast, town.project, "in_place", 300, date(2019, 5, 1), source="own", key=key)
    move(town.cast, town.project, "paid", 300, date(2020, 5, 1), source="own")
    assert list(Fund.objects.filter(source="own").values_list("year", "in_place_wan", "paid_wan")) == [(None, 300, 300)]


def test_a_batch_is_registered_once_and_changed_with_a_reason(town):
    with pytest.raises(Invalid, match="已经登记过"):
        give_batch(town.cast)
    with pytest.raises(Invalid, match="来源和年度不能再改"):
        batch.change(town.batch, by=town.cast.wang, at=AT, reason="录错", year=2021)
    batch.change(town.batch, by=town.cast.wang, at=AT, reason="更正", forwarded_on=date(2020, 2, 28))
    assert Batch.objects.get().forwarded_on == date(2020, 2, 28)
    plain = give_batch(town.cast, source="central", name="第二批")
    assert (plain.bond_code, plain.term_years) == ("", None)  # only a bond has them
    with pytest.raises(Invalid, match="转发日期早于下达日期"):
        batch.change(plain, by=town.cast.wang, at=AT, reason="更正", forwarded_on=date(2020, 1, 1))
    with pytest.raises(Invalid, match="请填写下达日期"):
        give_batch(town.cast, name="第三批", granted_on=None, forwarded_on=date(2020, 1, 1))


def test_a_reconciliation_keeps_the_lines_as_read_and_moves_nothing(town):
    file = keep(
        town.cast.office, by=town.cast.wang, at=AT, name="国库支付.xlsx", data=b"x",
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )  # fmt: skip
    said = {"name": "国库支付.xlsx", "since_on": date(2020, 1, 1), "until_on": date(2020, 6, 30)}
    with pytest.raises(Invalid, match="没有读出任何一行"):
        reconciliation.record(file, by=town.cast.wang, at=AT, lines=[], **said)
    lines = [Line(7, "2012-430200-04-01-123456", date(2020, 5, 1), Decimal("500.5"), "渌江大道", "票1")]
    made = reconciliation.record(file, by=town.cast.wang, at=AT, lines=lines, **said)
    assert made.lines == [
        {"key": 7, "code": "2012-430200-04-01-123456", "on": "2020-05-01", "amount_wan": "500.5", "name": "渌江大道",
         "document": "票1"}
    ]  # fmt: skip
    assert (Movement.objects.count(), Reconciliation.objects.count()) == (4, 1)


def written():
    funds = [
        [fund.project.internal_id, fund.source, fund.year, fund.batch_id, *standing(fund)]
        for fund in Fund.objects.order_by("project", "source", "year", "batch")
    ]
    rows = Movement.objects.order_by("fund__project", "fund__source", "serial").values_list(
        "project__internal_id", "fund__source", "step", "serial", "happened_on", "amount_wan", "document", "origin"
    )
    entries = Entry.objects.filter(verb="movement.record").order_by("project_id", "id").values_list("facts", flat=True)
    return funds, list(rows), sorted(map(str, entries))


def test_many_at_once_write_row_for_row_what_one_by_one_writes():
    cast = assemble()
    first, other = make.project(cast, "一号厂房"), make.project(cast, "二号厂房")
    central = give_batch(cast, source="central", name="第一批")
    entries = [
        Recorded(first, "central", "granted", date(2020, 3, 1), Decimal(100), batch=central),
        Recorded(other, "own", "in_place", date(2020, 3, 1), Decimal(50), origin="册1"),
        Recorded(first, "central", "allocated", date(2020, 3, 5), Decimal(80), batch=central, document="拨1"),
        Recorded(other, "own", "paid", date(2020, 3, 2), Decimal(20)),
        Recorded(first, "central", "granted", date(2020, 4, 1), Decimal("-10.5"), batch=central, reason="调减"),
    ]
    point = transaction.savepoint()
    for each in entries:
        movement.record(
            each.project, by=cast.wang, at=AT, source=each.source, step=each.step, happened_on=each.happened_on,
            amount_wan=each.amount_wan, batch=each.batch, document=each.document, reason=each.reason,
            origin=each.origin,
        )  # fmt: skip
    one_by_one = written()
    transaction.savepoint_rollback(point)
    record_many(entries, by=cast.wang, at=AT)
    assert written() == one_by_one
    with pytest.raises(NthRefused) as refused:
        record_many([entries[3], Recorded(other, "own", "paid", date(2020, 3, 2), Decimal(20))], by=cast.wang, at=AT)
    assert refused.value.index == 1


acts = st.lists(
    st.tuples(st.sampled_from(["special_bond", "bank_loan", "own"]), st.sampled_from(list(Step)), st.integers(-40, 60),
              st.integers(1, 20), st.sampled_from(["record", "correct", "withdraw"])),
    max_size=10,
)  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts)
def test_whatever_is_done_funds_are_the_sum_of_their_movements_and_never_overdrawn(town, some):
    point = transaction.savepoint()
    for source, step, amount, day, act in some:
        live = Movement.objects.live().filter(fund__source=source).order_by("id").last()
        try:
            if act == "record" or live is None:
                move(town.cast, town.project, step, amount, date(2020, 6, day), source=source, document="1号",
                     reason="测试", year=2020)  # fmt: skip
            elif act == "correct":
                movement.correct(live, by=town.cast.wang, at=AT, happened_on=date(2020, 6, day),
                                 amount_wan=Decimal(amount), reason="测试")  # fmt: skip
            else:
                movement.withdraw(live, by=town.cast.wang, at=AT, reason="测试")
        except Refused:
            pass
    for fund in Fund.objects.all():
        live = [each for each in fund.movements.all() if each.superseded_at is None]
        added = balances([_Seen(each) for each in live])
        assert standing(fund) == [added[step] for step in Step]
        assert min(standing(fund)) >= 0
        assert all(each.step in STEPS[Source(fund.source)] for each in live)
    transaction.savepoint_rollback(point)


class _Seen:
    def __init__(self, movement):
        self.step, self.amount_wan = movement.step, movement.amount_wan
