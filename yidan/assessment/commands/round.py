"""A month's round: computed, laid before the units, confirmed by another, published."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from yidan.assessment import parameters as office
from yidan.assessment.models import Appeal, Result, Round
from yidan.assessment.queries import computing, packs, rounds
from yidan.assessment.rules import score, told
from yidan.assessment.states import ROUND_FLOW, AppealState
from yidan.figures.define import Value
from yidan.kernel import parameters, seals, workdays
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid, NotPermitted, Refused
from yidan.kernel.journal import Note, note
from yidan.kernel.values import BEIJING, Month, beijing_day, spoken
from yidan.kernel.verbs import Verb
from yidan.people.commands.notifying import notify, settle
from yidan.people.models import Person, Unit
from yidan.people.queries import people_of


@command(Verb.ROUND_COMPUTE)
def compute(
    unit: Unit, *, by: Person, at: datetime, month: Month, cut_off_at: datetime, pack: str = packs.DEFAULT
) -> Note:
    """核算: scores from the figures of the ledger as of the cut-off; again as need be until frozen."""
    if cut_off_at > at:
        raise Invalid(_("数据截止时间还没有到，请到时再核算。"), field="cut_off_at")
    data = packs.pack_data(pack, month, cut_off_at)
    said_so_far = {"data": data, "cut_off_at": cut_off_at, "computed_at": at, "computer": by}
    made = rounds.round_of(pack, month)
    if made:
        ROUND_FLOW.advance(made, Verb.ROUND_COMPUTE, **said_so_far)
        made.results.all().delete()
    else:
        made = Round.objects.create(pack=pack, month=month, **said_so_far)
    rows = computing.computed(packs.read(data), month, cut_off_at)
    if not rows:
        raise Refused(_("%(month)s没有可以考核的单位：台账里还没有当年的年度计划。") % {"month": month})
    Result.objects.bulk_create(_result(made, row, order) for order, row in enumerate(rows, 1))
    return note(made, name=data["label"], month=month, cut_off_at=_minute(cut_off_at), counted=len(rows))


def _minute(moment: datetime) -> str:
    return f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M}"


def _result(of: Round, row: computing.Row, order: int) -> Result:
    score = row.score
    low, high = (str(each) for each in score.interval) if score.interval else ("", "")
    return Result(
        round=of, unit_id=int(str(row.unit.key)), table=row.table, order=order, is_ranked=score.is_ranked,
        total="" if score.total is None else str(score.total), low=low, high=high, events=row.events,
        figures={key: _figure(value) for key, value in row.values.items()}, explanation=told(score.root),
    )  # fmt: skip


def _figure(value: Value) -> list[str | None]:
    """Value, numerator and denominator, exactly."""
    return [
        None if each is None else str(each) for each in (value.value, value.numerator, value.denominator)
    ]  # fmt: skip


@command(Verb.ROUND_FREEZE)
def freeze(round_: Round, *, by: Person, at: datetime) -> Note:
    """定数: the figures stand, with the newest seal; the units see theirs and may appeal for as many working days as
    the scheme of this round says, the day of freezing not counted."""
    _as_the_ledger(round_)
    days = office.appeal_days(packs.read(round_.data), parameters.values())
    until = workdays.calendar().add(beijing_day(at), days).value
    position, seal = seals.head()
    ROUND_FLOW.advance(
        round_, Verb.ROUND_FREEZE, frozen_at=at, freezer=by, appeals_until_on=until, seal_position=position, seal=seal
    )
    for each in rounds.standings(round_):
        with translation.override(settings.LANGUAGE_CODE):
            sentence = _("%(month)s考核得分%(points)s，有异议请在%(until)s(含当天)以前申诉") % {
                "month": spoken(round_.month), "points": "—" if each.final is None else score(each.final),
                "until": spoken(until),
            }  # fmt: skip
        notify(
            people_of(each.result.unit_id), sentence, about=each.result, verb=Verb.RESULT_APPEAL, at=at, but=by
        )  # fmt: skip
    return note(
        round_,
        month=round_.month,
        appeal_days=days,
        until=until,
        seal=seal if position else None,
        position=position or None,
    )


def _as_the_ledger(round_: Round) -> None:
    if wrong := rounds.differences(round_):
        raise Refused(
            _("按截止时点重算，%(unit)s应为%(again)s而不是%(kept)s，请重新核算。")
            % {"unit": wrong[0].unit, "again": wrong[0].again, "kept": wrong[0].kept}
        )


@command(Verb.ROUND_CONFIRM)
def confirm(round_: Round, *, by: Person, at: datetime) -> Note:
    """确认: by another than who laid it before the units, when the time for appeals is over and each is decided."""
    ROUND_FLOW.target(round_.state, Verb.ROUND_CONFIRM)
    if by.pk == round_.freezer_id:
        raise NotPermitted(_("定数的人不能确认自己定的数，请由负责人确认。"))
    if round_.appeals_until_on and beijing_day(at) <= round_.appeals_until_on:
        raise Refused(_("申诉期到%(until)s，还没有结束。") % {"until": round_.appeals_until_on})
    waiting = Appeal.objects.filter(result__round=round_, state=AppealState.FILED).select_related("result__unit")
    if waiting:
        units = "、".join(str(each.result.unit) for each in waiting)
        raise Refused(_("%(units)s的申诉还没有答复。") % {"units": units})
    _as_the_ledger(round_)
    ROUND_FLOW.advance(round_, Verb.ROUND_CONFIRM, confirmed_at=at, confirmer=by)
    for each in Result.objects.filter(round=round_):  # nobody is asked any more whether he appeals
        settle(each, Verb.RESULT_APPEAL, at=at)
    return note(round_, month=round_.month)


@command(Verb.ROUND_PUBLISH)
def publish(round_: Round, *, by: Person, at: datetime, document: str) -> Note:
    """公布: with the paper's number; every unit sees the whole table."""
    if not document.strip():
        raise Invalid(_("请写明公布考核结果的文号。"), field="document")
    ROUND_FLOW.advance(round_, Verb.ROUND_PUBLISH, published_at=at, document=document.strip()[:120])
    return note(round_, month=round_.month, document=document.strip(), places=_places(round_))


def _places(round_: Round) -> list[str]:
    return [f"{each.place} {each.result.unit}" for each in rounds.standings(round_) if each.place]


@command(Verb.ROUND_WITHDRAW)
def withdraw(round_: Round, *, by: Person, at: datetime, reason: str) -> Note:
    """撤回: before it is published; what was said of it stays, and the month may be computed anew."""
    if not reason.strip():
        raise Invalid(_("请写明为什么撤回。"), field="reason")
    ROUND_FLOW.advance(round_, Verb.ROUND_WITHDRAW, reason=reason.strip()[:300])
    return note(round_, month=round_.month, reason=reason.strip())
