"""What units say against their results, and what the office answers in the open."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from yidan.assessment.models import Adjustment, Appeal, Result
from yidan.assessment.states import APPEAL_FLOW, ROUND_FLOW
from yidan.evidence.models import File
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid, NotPermitted, Refused
from yidan.kernel.journal import Note, note
from yidan.kernel.values import beijing_day, spoken
from yidan.kernel.verbs import Verb
from yidan.people.commands.notifying import notify, settle
from yidan.people.models import Person
from yidan.people.queries import people_of

MOST_POINTS = Decimal(1000)


@command(Verb.RESULT_APPEAL)
def appeal(
    result: Result,
    *,
    by: Person,
    at: datetime,
    reason: str,
    evidence: str,
    criterion: str = "",
    file: File | None = None,
) -> Note:
    """申诉: a unit against its own result, within the window, with what is wrong and what proves it."""
    if result.unit_id not in {unit for _role, unit in by.holds()}:
        raise NotPermitted(_("申诉由%(unit)s提出，其他单位不能代替。") % {"unit": result.unit})
    ROUND_FLOW.target(result.round.state, Verb.RESULT_APPEAL)
    until = result.round.appeals_until_on
    if until and beijing_day(at) > until:
        raise Refused(_("申诉期已于%(until)s结束，逾期不受理，请直接与市项目办联系。") % {"until": until})
    if not reason.strip():
        raise Invalid(_("请写明哪里不对。"), field="reason")
    if not evidence.strip():
        raise Invalid(_("请写明依据：文件名称文号，或台账里的哪条记录。"), field="evidence")
    known = {each["key"] for each in result.explanation["children"]}
    if criterion and criterion not in known:
        raise Invalid(_("请在本次考核的指标中选。"), field="criterion")
    made = Appeal.objects.create(
        result=result, criterion=criterion, reason=reason.strip()[:500], evidence=evidence.strip()[:300], file=file,
        filed_at=at, filer=by,
    )  # fmt: skip
    with translation.override(settings.LANGUAGE_CODE):
        sentence = _("%(unit)s对%(month)s考核得分提出申诉：%(reason)s") % {
            "unit": result.unit, "month": spoken(result.round.month), "reason": reason.strip()[:80],
        }  # fmt: skip
    freezer = [result.round.freezer] if result.round.freezer else []
    notify(freezer, sentence, about=result, verb=Verb.RESULT_ADJUST, at=at, but=by)
    return note(made, unit=result.unit, month=result.round.month, reason=reason.strip(), evidence=evidence.strip())


def _not_ones_own(result: Result, by: Person) -> None:
    if result.unit_id == by.unit_id or result.unit_id in {unit for _role, unit in by.holds()}:
        raise NotPermitted(_("不能调整本单位的得分，请由市项目办其他人员办理。"))


@command(Verb.RESULT_ADJUST)
def adjust(
    result: Result,
    *,
    by: Person,
    at: datetime,
    points: Decimal,
    document: str,
    reason: str,
    appeal: Appeal | None = None,
) -> Note:
    """调整得分: points given or taken in the open, by a paper; never by the unit itself. It may answer an appeal."""
    _not_ones_own(result, by)
    ROUND_FLOW.target(result.round.state, Verb.RESULT_ADJUST)
    if not points or abs(points) > MOST_POINTS or points != round(points, 4):
        raise Invalid(_("请写要加或减的分，最多四位小数，如 1.5 或 -2。"), field="points")
    if not result.total:
        raise Refused(_("%(unit)s这个月没有可以计分的指标，没有得分可调。") % {"unit": result.unit})
    if not document.strip() or not reason.strip():
        raise Invalid(
            _("调整要有文号和原因，结果公布时一并公布。"), field="document" if not document.strip() else "reason"
        )
    if appeal is not None:
        if appeal.result_id != result.pk:
            raise Invalid(_("这份申诉不是针对这个结果的。"), field="appeal")
        APPEAL_FLOW.advance(
            appeal, Verb.RESULT_ADJUST, decided_at=at, decider=by, answer=reason.strip()[:500]
        )  # fmt: skip
    Adjustment.objects.create(
        result=result, points=points, document=document.strip()[:120], reason=reason.strip()[:300], appeal=appeal,
        adjusted_at=at, adjuster=by,
    )  # fmt: skip
    with translation.override(settings.LANGUAGE_CODE):
        sentence = _("%(month)s考核得分调整%(points)s分：%(reason)s") % {
            "month": spoken(result.round.month), "points": points, "reason": reason.strip()[:120],
        }  # fmt: skip
    _tell(result, at, by, sentence)
    return note(
        result, unit=result.unit, month=result.round.month, points=points, document=document.strip(),
        reason=reason.strip(), appeal=appeal.reason if appeal else None,
    )  # fmt: skip


@command(Verb.APPEAL_DISMISS)
def dismiss(appeal: Appeal, *, by: Person, at: datetime, answer: str) -> Note:
    """不予采纳: with the answer that the unit reads."""
    _not_ones_own(appeal.result, by)
    if not answer.strip():
        raise Invalid(_("请写明为什么不予采纳。"), field="answer")
    APPEAL_FLOW.advance(appeal, Verb.APPEAL_DISMISS, decided_at=at, decider=by, answer=answer.strip()[:500])
    with translation.override(settings.LANGUAGE_CODE):
        sentence = _("%(month)s考核申诉未采纳：%(answer)s") % {
            "month": spoken(appeal.result.round.month), "answer": answer.strip()[:120],
        }  # fmt: skip
    _tell(appeal.result, at, by, sentence)
    return note(appeal, unit=appeal.result.unit, month=appeal.result.round.month, answer=answer.strip())


def _tell(result: Result, at: datetime, by: Person, sentence: str) -> None:
    settle(result, Verb.RESULT_APPEAL, Verb.RESULT_ADJUST, at=at)
    notify(people_of(result.unit_id), sentence, about=result, verb=Verb.RESULT_APPEAL, at=at, but=by)
