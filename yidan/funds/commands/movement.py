"""Acts on movements: recorded once, corrected by superseding, withdrawn with a reason; never overdrawn on any day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import BigIntegerField, Sum
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from yidan.funds import rules, wording
from yidan.funds.models import Batch, Fund, Movement
from yidan.funds.queries import moved
from yidan.funds.rules import Moved
from yidan.funds.rules.questions import plain
from yidan.funds.states import STATE_SOURCES, STEPS, Step
from yidan.kernel import journal, policy
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid, NotPermitted, NthRefused, Refused
from yidan.kernel.journal import Note, note
from yidan.kernel.policy import Role
from yidan.kernel.values import from_fen, wan
from yidan.kernel.verbs import Verb
from yidan.ledger.commands import derived
from yidan.ledger.models import Project
from yidan.people.models import Person

ZERO = Decimal(0)
_FEN = Cast("granted_wan", BigIntegerField())
_BY_OFFICES = (Step.GRANTED, Step.ALLOCATED)


@command(Verb.MOVEMENT_RECORD)
def record(
    project: Project, *, by: Person, at: datetime, recorded_at: datetime, source: str, step: str, happened_on: date,
    amount_wan: Decimal, year: int | None = None, batch: Batch | None = None, document: str = "", reason: str = "",
    origin: str = "",
) -> Note:  # fmt: skip
    """记资金: an amount of one source took a step on a day, with its paper."""
    entry = _read(
        Recorded(project, source, step, happened_on, amount_wan, year, batch, document, reason, origin), by, at
    )
    fund = _fund_of(entry)
    _lock(fund)
    before = list(Movement.objects.live().filter(fund=fund))
    _require_possible(fund, [*moved(before), entry.moved])
    if entry.step == Step.GRANTED:
        _require_quota(entry.batch, entry.amount_wan)
    serial = Movement.objects.filter(fund=fund).order_by("-serial").values_list("serial", flat=True).first() or 0
    made = Movement.record(recorded_at=recorded_at, fund=fund, serial=serial + 1, **entry.fields())
    _settle(fund, [*moved(before), entry.moved])
    return note(made, **_said(made, fund))


@command(Verb.MOVEMENT_CORRECT)
def correct(
    movement: Movement, *, by: Person, at: datetime, recorded_at: datetime, happened_on: date, amount_wan: Decimal,
    document: str = "", reason: str = "",
) -> Note:  # fmt: skip
    """更正资金: day, amount or paper were wrong; the movement as it was stays on record."""
    fund = movement.fund
    _require_office(movement.step, fund.source, by)
    reason = derived.require_text(reason, _("更正须写明原因。"), "reason")
    derived.refuse_future(happened_on, at, Step(movement.step).label, "happened_on")
    amount = _amount(amount_wan)
    changes = {
        name: [old, new]
        for name, old, new in (
            ("happened_on", movement.happened_on, happened_on), ("amount_wan", movement.amount_wan, amount),
            ("document", movement.document, document.strip()),
        )
        if old != new
    }  # fmt: skip
    if not changes:
        raise Invalid(_("没有改动任何内容。"), field="amount_wan")
    _lock(fund)
    others = list(Movement.objects.live().filter(fund=fund).exclude(pk=movement.pk))
    after = [*moved(others), Moved(happened_on, movement.step, amount)]
    _require_possible(fund, after)
    if movement.step == Step.GRANTED:
        _require_quota(fund.batch, amount - movement.amount_wan)
    new = movement.superseded_by(
        recorded_at=recorded_at, happened_on=happened_on, amount_wan=amount, document=document.strip(), reason=reason
    )
    _settle(fund, after)
    return note(new, step=movement.get_step_display(), fund=str(fund), changes=changes, reason=reason)


@command(Verb.MOVEMENT_WITHDRAW)
def withdraw(movement: Movement, *, by: Person, at: datetime, recorded_at: datetime, reason: str) -> Note:
    """撤回资金: it never happened; refused while what came later stands on it."""
    fund = movement.fund
    _require_office(movement.step, fund.source, by)
    reason = derived.require_text(reason, _("撤回须写明原因。"), "reason")
    _lock(fund)
    left = moved(Movement.objects.live().filter(fund=fund).exclude(pk=movement.pk))
    _require_possible(fund, left)
    if movement.step == Step.GRANTED:
        _require_quota(fund.batch, -movement.amount_wan)
    movement.retire(recorded_at=recorded_at)
    _settle(fund, left)
    return note(movement, **_said(movement, fund) | {"reason": reason})


# --- many at once ---


@dataclass(frozen=True, slots=True)
class Recorded:
    """A movement to be recorded."""

    project: Project
    source: str
    step: str
    happened_on: date
    amount_wan: Decimal
    year: int | None = None
    batch: Batch | None = None
    document: str = ""
    reason: str = ""
    origin: str = ""
    key: UUID | None = None

    @property
    def moved(self) -> Moved:
        """As the rules see it."""
        return Moved(self.happened_on, self.step, self.amount_wan)

    def fields(self) -> dict[str, Any]:
        """The fields of its fact."""
        return {
            "project": self.project, "step": self.step, "happened_on": self.happened_on,
            "amount_wan": self.amount_wan, "document": self.document, "reason": self.reason, "origin": self.origin,
        }  # fmt: skip


def record_many(entries: Sequence[Recorded], *, by: Person, at: datetime) -> list[Movement]:
    """记资金, many at once, row for row what `record` writes; `NthRefused` for the first refused, and nothing is done.

    Only for funds that nobody else writes to meanwhile: an archive, a simulated city. No savepoint is set.
    """
    with transaction.atomic(savepoint=False):
        read = []
        for index, each in enumerate(entries):
            try:
                policy.require(by, Verb.MOVEMENT_RECORD, each.project)
                read.append(_read(each, by, at))
            except Refused as refusal:
                raise NthRefused(index, refusal) from None
        funds = _funds_of(read)
        known: dict[int, list[Moved]] = {fund.pk: [] for fund in funds.values()}
        serials = dict.fromkeys(known, 0)
        for before in Movement.objects.filter(fund__in=known):
            serials[before.fund_id] = max(serials[before.fund_id], before.serial)
            if before.superseded_at is None:
                known[before.fund_id] += moved([before])
        made = []
        for index, entry in enumerate(read):
            fund = funds[_place(entry)]
            known[fund.pk].append(entry.moved)
            try:
                _require_possible(fund, known[fund.pk])
            except Refused as refusal:
                raise NthRefused(index, refusal) from None
            serials[fund.pk] += 1
            made.append(Movement(recorded_at=at, fund=fund, serial=serials[fund.pk], **entry.fields()))
        Movement.objects.bulk_create(made, batch_size=500)
        _settle_many(list(funds.values()), known)
        for batch in {entry.batch.pk: entry.batch for entry in read if entry.batch}.values():
            _require_quota(batch, ZERO)
        acts = ((note(each, **_said(each, each.fund)), entry.key) for each, entry in zip(made, read, strict=True))
        journal.write_many(Verb.MOVEMENT_RECORD, acts, by=by, at=at, recorded_at=at)
    return made


def _funds_of(entries: Iterable[Recorded]) -> dict[tuple[Any, ...], Fund]:
    wanted = {_place(entry): entry for entry in entries}
    projects = {entry.project.pk for entry in wanted.values()}
    there = {
        (fund.project_id, fund.source, fund.year, fund.batch_id): fund
        for fund in Fund.objects.filter(project__in=projects).select_related("batch")
    }
    lacking = [
        Fund(project=entry.project, source=entry.source, year=entry.year, batch=entry.batch)
        for place, entry in wanted.items() if place not in there
    ]  # fmt: skip
    made = Fund.objects.bulk_create(lacking, batch_size=500)
    made_by_place = {(fund.project_id, fund.source, fund.year, fund.batch_id): fund for fund in made}
    return {place: (there | made_by_place)[place] for place in wanted}


def _settle_many(funds: list[Fund], known: dict[int, list[Moved]]) -> None:
    for fund in funds:
        _carry(fund, known[fund.pk])
    # As rows that are there already: a bulk_update of so many columns costs four times as much.
    Fund.objects.bulk_create(
        funds, update_conflicts=True, unique_fields=["id"], update_fields=[f"{step}_wan" for step in Step],
        batch_size=500,
    )  # fmt: skip


# --- shared steps ---


def _read(entry: Recorded, by: Person, at: datetime) -> Recorded:
    """What was entered, checked, with the source and year of its batch."""
    derived.refuse_merged(entry.project)
    if entry.source not in STEPS:
        raise Invalid(_("没有“%(source)s”这种资金来源。") % {"source": entry.source}, field="source")
    if entry.step not in STEPS[entry.source]:
        raise Invalid(
            _("%(source)s没有这个环节，可记：%(steps)s。")
            % {
                "source": wording.source(entry.source),
                "steps": _("、").join(wording.step(step, entry.source) for step in STEPS[entry.source]),
            },
            field="step",
        )
    _require_office(entry.step, entry.source, by)
    derived.refuse_future(entry.happened_on, at, wording.step(Step(entry.step), entry.source), "happened_on")
    amount = _amount(entry.amount_wan)
    if amount < 0 and not entry.reason.strip():
        raise Invalid(_("收回、退回(负数)须写明原因。"), field="reason")
    if entry.batch and entry.batch.source != entry.source:
        raise Invalid(_("批次“%(batch)s”不是%(source)s的。") % {
            "batch": entry.batch.name, "source": wording.source(entry.source)}, field="batch")  # fmt: skip
    if entry.source in STATE_SOURCES and entry.step in _BY_OFFICES and not (entry.batch or entry.document.strip()):
        raise Invalid(_("请选批次，或填下达、拨付的文号。"), field="document")
    return Recorded(
        entry.project, entry.source, entry.step, entry.happened_on, amount, _year_of(entry), entry.batch,
        entry.document.strip(), entry.reason.strip(), entry.origin, entry.key,
    )  # fmt: skip


def _year_of(entry: Recorded) -> int | None:
    """The plan year of what the state gives; where nothing says it, that of the project's latest without a batch."""
    if entry.source not in STATE_SOURCES:
        return None
    if entry.batch:
        return entry.batch.year
    if entry.year:
        return entry.year
    there = Fund.objects.filter(project=entry.project, source=entry.source, batch__isnull=True).order_by("-year")
    return there.values_list("year", flat=True).first() or entry.happened_on.year


def _amount(given: Decimal) -> Decimal:
    try:
        amount = wan(given)
    except ValueError as error:
        raise Invalid(f"{error}。", field="amount_wan") from None
    if not amount:
        raise Invalid(_("金额不能为0。"), field="amount_wan")
    return amount


def _require_office(step: str, source: str, by: Person) -> None:
    """What the state grants and allocates is not for its receiver to say."""
    offices = (Role.SUPERVISOR, Role.COUNTY_REVIEWER, Role.DEPARTMENT_REVIEWER)
    if source in STATE_SOURCES and step in _BY_OFFICES and not by.is_role(*offices):
        raise NotPermitted(_("下达和拨付由市项目办、县市区或主管部门记；业主记申请、到位和支付。"))


def _place(entry: Recorded) -> tuple[Any, ...]:
    return (entry.project.pk, entry.source, entry.year, entry.batch.pk if entry.batch else None)


def _fund_of(entry: Recorded) -> Fund:
    fund, _is_new = Fund.objects.get_or_create(
        project=entry.project, source=entry.source, year=entry.year, batch=entry.batch
    )
    return fund


def _lock(fund: Fund) -> None:
    """One writer a fund at a time: the other waits, and then counts what the first wrote."""
    Fund.objects.select_for_update(of=("self",)).get(pk=fund.pk)


def _require_possible(fund: Fund, movements: Iterable[Moved]) -> None:
    if problem := rules.fault(fund.source, movements):
        raise Invalid(wording.fault(problem, fund.source), field="amount_wan")


def _require_quota(batch: Batch | None, more_wan: Decimal) -> None:
    """A batch gives its projects no more than it has; the other writer waits here."""
    if batch is None:
        return
    quota = Batch.objects.select_for_update().values_list("quota_wan", flat=True).get(pk=batch.pk)
    granted = from_fen(Fund.objects.filter(batch=batch).aggregate(sum=Sum(_FEN))["sum"]) or ZERO
    if granted + more_wan > quota:
        raise Invalid(
            _("“%(batch)s”额度 %(quota)s 万元，已下达到项目 %(granted)s 万元，还剩 %(left)s 万元；请核对金额。")
            % {
                "batch": batch.name, "quota": plain(quota), "granted": plain(granted), "left": plain(quota - granted),
            },
            field="amount_wan",
        )  # fmt: skip


def _carry(fund: Fund, movements: Iterable[Moved]) -> dict[str, Decimal]:
    amounts = {f"{step}_wan": amount for step, amount in rules.balances(movements).items()}
    for name, amount in amounts.items():
        setattr(fund, name, amount)
    return amounts


def _settle(fund: Fund, movements: Iterable[Moved]) -> None:
    """What they add up to, where the database guards it."""
    Fund.objects.filter(pk=fund.pk).update(**_carry(fund, movements))


def _said(movement: Movement, fund: Fund) -> dict[str, Any]:
    return {
        "step": wording.step(Step(movement.step), fund.source), "fund": str(fund), "happened_on": movement.happened_on,
        "amount_wan": movement.amount_wan, "document": movement.document, "reason": movement.reason,
        "origin": movement.origin,
    }  # fmt: skip
