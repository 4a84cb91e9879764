"""Permits as they were known then: the same as what stood in the ledger at that moment, whatever was done since."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from tests.approvals.scene import decided
from tests.make import moment
from yidan.approvals.commands import listing, permit
from yidan.approvals.models import Permit
from yidan.approvals.queries import DERIVED
from yidan.approvals.remembered import known_permits
from yidan.approvals.states import Mode, State

PAPER = "株许〔2020〕8号"
SAID = ("state", "mode", "began_as", "number", "is_refused", "waiver", *DERIVED)


def stood(rows) -> dict[str, tuple]:
    return {each.code: tuple(getattr(each, name) for name in SAID) for each in rows}


def now(cast) -> dict[str, tuple]:
    return stood(Permit.objects.filter(project=cast.site).exclude(state=State.WITHDRAWN))


def known(cast, as_of) -> dict[str, tuple]:
    rows = Permit.objects.filter(project=cast.site)
    is_there = ~Q(state=State.WITHDRAWN)
    return stood(known_permits(rows, as_of, is_there, lambda each: each.state != State.WITHDRAWN))


def test_every_moment_is_remembered_as_it_stood(cast):
    made, wang = cast.permits, cast.wang
    seen = []

    def act(day: int, run) -> None:
        run(moment(2020, 5, day, 10))
        seen.append((moment(2020, 5, day, 12), now(cast)))

    act(6, lambda at: listing.waive(made["energy"], by=wang, at=at, reason="年综合能耗不足1000吨标准煤"))
    act(7, lambda at: decided(cast, made["filing"], at, at))
    act(8, lambda at: permit.issue(made["filing"], by=wang, at=at))
    act(9, lambda at: permit.submit(made["works_permit"], by=cast.li, at=at, mode=Mode.SIMULATED))
    act(11, lambda at: permit.notify(made["works_permit"], by=wang, at=at, basis="缺用地红线图"))
    act(12, lambda at: permit.complete(made["works_permit"], by=wang, at=at))
    act(13, lambda at: permit.pause(made["works_permit"], by=wang, at=at, basis="专家评审", document="告1号"))
    act(14, lambda at: permit.resume(made["works_permit"], by=wang, at=at))
    act(15, lambda at: permit.decide(made["works_permit"], by=wang, at=at, document=PAPER))
    act(18, lambda at: permit.convert(made["works_permit"], by=wang, at=at, basis="土地出让合同"))
    act(19, lambda at: listing.require(made["energy"], by=wang, at=at, reason="实际能耗超过限额"))
    act(20, lambda at: permit.submit(made["design_review"], by=cast.li, at=at))
    act(21, lambda at: permit.withdraw(made["design_review"], by=wang, at=at, basis="方案要改"))
    event = made["filing"].events.live().get(kind="issue")
    act(22, lambda at: permit.correct(made["filing"], by=wang, at=at, event=event, happened_at=moment(2020, 5, 7, 11),
                                      reason="发证日期录错"))  # fmt: skip
    assert len({repr(each) for _at, each in seen}) == len(seen)  # each act changed something that is remembered
    assert [(at.day, known(cast, at)) for at, _then in seen] == [(at.day, then) for at, then in seen]
    assert known(cast, None) == now(cast)
    assert known(cast, moment(2020, 3, 1)) == {}  # not on the list yet
    assert known(cast, moment(2020, 5, 8, 12))["filing"][-2] == date(2020, 5, 8)
    assert now(cast)["filing"][-2] == date(2020, 5, 7)
