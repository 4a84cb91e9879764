"""Time and height: asking for more time, the ladder of levels, and pauses by force majeure or order."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from yidan.kernel import parameters, workdays
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid, Refused
from yidan.kernel.journal import Note, note
from yidan.kernel.policy import Role
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.matters import parameters as office
from yidan.matters import rules
from yidan.matters.commands import telling
from yidan.matters.commands.stepping import advance, belongs, due_of, require_lead, require_text
from yidan.matters.models import Escalation, Extension, Matter, Pause
from yidan.matters.states import Ask, Rung
from yidan.people.models import Person


@command(Verb.MATTER_ASK_EXTENSION)
def ask_extension(
    matter: Matter, *, by: Person, at: datetime, recorded_at: datetime, until_on: date, reason: str, on_behalf: str = ""
) -> Note:
    """申请延期: received in time before the deadline, no longer than the original time, a few times at most."""
    require_lead(matter, by, Verb.MATTER_ASK_EXTENSION, on_behalf)
    reason = require_text(reason, _("请写明为什么需要延期。"), "reason")
    values, today = parameters.values(), beijing_day(recorded_at)
    due_on = due_of(matter)
    latest = workdays.calendar().add(due_on, -values[office.ASK_BEFORE.name]).value
    if today > latest:
        raise Refused(
            _("延期须在时限前%(days)d个工作日(%(latest)s前)申请，现已来不及；请抓紧办理并反馈困难。")
            % {"days": values[office.ASK_BEFORE.name], "latest": latest}
        )
    granted = matter.extensions.filter(ask=Ask.GRANTED).count()
    if granted >= values[office.MOST_EXTENSIONS.name]:
        raise Refused(_("已延期%(count)d次，不能再延。") % {"count": granted})
    if matter.extensions.filter(ask=Ask.WAITING).exists():
        raise Refused(_("已有一份延期申请在等批复。"))
    if until_on <= due_on:
        raise Invalid(_("申请延至的日期要晚于现在的时限%(due)s。") % {"due": due_on}, field="until_on")
    if matter.issued_at and matter.original_due_on:
        original = matter.original_due_on - beijing_day(matter.issued_at)
        if until_on - due_on > original:
            raise Invalid(
                _("每次延期不超过原办理时长(%(days)d天)，最迟%(day)s。")
                % {"days": original.days, "day": due_on + original},
                field="until_on",
            )
    Extension.objects.create(matter=matter, until_on=until_on, from_on=due_on, reason=reason, asked_at=at, asker=by)
    advance(matter, Verb.MATTER_ASK_EXTENSION, at=at, by=by)
    return note(matter, number=matter.number, until_on=until_on, due_on=due_on, reason=reason, on_behalf=on_behalf)


def _waiting(matter: Matter) -> Extension:
    asked = matter.extensions.filter(ask=Ask.WAITING).first()
    if asked is None:
        raise Refused(_("没有待批的延期申请，可能刚刚已被他人批复，请刷新后再看。"))
    return asked


def _decide(asked: Extension, by: Person, at: datetime, ask: Ask, opinion: str, leader: Person | None = None) -> None:
    asked.ask, asked.decided_at, asked.decider, asked.opinion, asked.approving_leader = ask, at, by, opinion, leader
    Extension.objects.filter(pk=asked.pk, ask=Ask.WAITING).update(
        ask=ask, decided_at=at, decider=by, opinion=opinion, approving_leader=leader
    )


@command(Verb.MATTER_EXTEND)
def extend(
    matter: Matter, *, by: Person, at: datetime, opinion: str = "", approving_leader: Person | None = None
) -> Note:
    """准予延期: the current deadline moves, the original stays; beyond the first a leader has approved it."""
    asked = _waiting(matter)
    if belongs(by, matter.lead_unit_id):
        raise Refused(_("不能批准本单位自己的延期申请。"))
    if by.is_role(Role.LEADER):  # who decides himself need not be named
        approving_leader = approving_leader or by
    granted = matter.extensions.filter(ask=Ask.GRANTED).count()
    if granted >= parameters.values()[office.EXTENSIONS.name] and not (
        approving_leader and approving_leader.is_role(Role.LEADER)
    ):
        raise Invalid(_("第二次延期须分管市领导同意，请选择同意的领导。"), field="approving_leader")
    _decide(asked, by, at, Ask.GRANTED, opinion.strip()[:300], approving_leader)
    advance(matter, Verb.MATTER_EXTEND, at=at, by=by, due_on=asked.until_on)
    return note(
        matter, number=matter.number, before=asked.from_on, due_on=asked.until_on, opinion=opinion.strip(),
        leader=approving_leader,
    )  # fmt: skip


@command(Verb.MATTER_REFUSE_EXTENSION)
def refuse_extension(matter: Matter, *, by: Person, at: datetime, reason: str) -> Note:
    """不准延期: the deadline stays, and why."""
    asked = _waiting(matter)
    reason = require_text(reason, _("请写明为什么不准延期。"), "reason")
    _decide(asked, by, at, Ask.REFUSED, reason)
    advance(matter, Verb.MATTER_REFUSE_EXTENSION, at=at, by=by)
    return note(matter, number=matter.number, until_on=asked.until_on, reason=reason)


@command(Verb.MATTER_ESCALATE)
def escalate(matter: Matter, *, by: Person, at: datetime, reason: str, rung: int | None = None) -> Note:
    """上提: one rung up or to a named one, with what could not be solved below; never the same rung twice."""
    if not belongs(by, matter.lead_unit_id) and not by.is_role(Role.SUPERVISOR):
        raise Refused(_("上提由牵头单位或市项目办提出。"))
    reason = require_text(reason, _("请写明本级为什么解决不了、需要上级协调什么。"), "reason")
    to = matter.rung + 1 if rung is None else rung
    if to not in Rung.values or to <= matter.rung:
        raise Refused(_("已经提到%(rung)s，不能再提到同级或下级。") % {"rung": Rung(matter.rung).label})
    _climb(matter, to, by, at, reason)
    advance(matter, Verb.MATTER_ESCALATE, at=at, by=by, rung=to)
    if to >= Rung.LEADER:
        telling.climbed(matter, str(Rung(to).label), reason, by=by, at=at)
    return note(matter, number=matter.number, to=Rung(to).label, reason=reason)


def _climb(matter: Matter, to: int, by: Person, at: datetime, words: str, holds_until_on: date | None = None) -> None:
    Escalation.objects.create(
        matter=matter, from_rung=matter.rung, to_rung=to, note=words, made_at=at, maker=by,
        holds_until_on=holds_until_on,
    )  # fmt: skip


@command(Verb.MATTER_HOLD)
def hold(matter: Matter, *, by: Person, at: datetime, words: str, until_on: date) -> Note:
    """暂不上提: somebody looked, and it need not go further up before that day (「已电话沟通」)."""
    words = require_text(words, _("请写明为什么暂不上提，如“已电话沟通，本周内解决”。"), "words")
    today = beijing_day(at)
    if not today < until_on <= today + timedelta(days=31):
        raise Invalid(_("暂不上提最长31天，请另选日期。"), field="until_on")
    _climb(matter, matter.rung, by, at, words, until_on)
    advance(matter, Verb.MATTER_HOLD, at=at, by=by)
    return note(matter, number=matter.number, words=words, until_on=until_on)


@command(Verb.MATTER_LOWER)
def lower(matter: Matter, *, by: Person, at: datetime, opinion: str, rung: int = Rung.OWNER) -> Note:
    """交下级办理: coordinated, or solvable below (「县级可解决」); the lead unit goes on with what was decided."""
    opinion = require_text(opinion, _("请写明协调结果或交办意见。"), "opinion")
    if matter.rung == Rung.OWNER:
        raise Refused(_("事项没有上提，不需要交下级办理。"))
    if rung not in Rung.values or rung >= matter.rung:
        raise Invalid(_("请选择更低的一级。"), field="rung")
    _climb(matter, rung, by, at, opinion)
    advance(matter, Verb.MATTER_LOWER, at=at, by=by, rung=rung)
    return note(matter, number=matter.number, to=Rung(rung).label, opinion=opinion)


@command(Verb.MATTER_PAUSE)
def pause(matter: Matter, *, by: Person, at: datetime, reason: str, expires_on: date, document: str = "") -> Note:
    """暂停计时: force majeure or an order to stop work, until a day; going on longer needs it said again."""
    reason = require_text(reason, _("请写明暂停的原因，如汛期、扬尘预警。"), "reason", 200)
    today, most, due_on = beijing_day(at), parameters.values()[office.PAUSE_MOST.name], due_of(matter)
    if not today < expires_on <= today + timedelta(days=most):
        raise Invalid(_("暂停最长%(days)d天，到期须续报，请另选日期。") % {"days": most}, field="expires_on")
    if matter.extensions.filter(ask=Ask.WAITING).exists():
        raise Invalid(_("还有待批的延期申请，请先批复。"), field="reason")
    running = matter.pauses.filter(ended_on__isnull=True).first()
    if running and not rules.is_waiting(running.expires_on, today):
        _end(running, running.expires_on)  # it ran out; the days since then count, so this is another pause
        running = None
    after_on = rules.moved_with_pause(due_on, running.expires_on if running else today, expires_on)
    if running:
        Pause.objects.filter(pk=running.pk).update(expires_on=expires_on, due_on=after_on)
    else:
        Pause.objects.create(
            matter=matter, reason=reason, document=document.strip()[:200], from_on=today, expires_on=expires_on,
            due_on=after_on,
        )  # fmt: skip
    advance(matter, Verb.MATTER_PAUSE, at=at, by=by, due_on=after_on)
    return note(
        matter, number=matter.number, reason=reason, expires_on=expires_on, document=document.strip(),
        before=due_on, due_on=after_on,
    )  # fmt: skip


def _end(running: Pause, ended_on: date, due_on: date | None = None) -> None:
    Pause.objects.filter(pk=running.pk).update(ended_on=ended_on, due_on=due_on or running.due_on)


@command(Verb.MATTER_RESUME)
def resume(matter: Matter, *, by: Person, at: datetime, words: str = "") -> Note:
    """恢复计时: the deadline comes back by the days of the pause that are not needed; the original stays on record."""
    today = beijing_day(at)
    running = matter.pauses.filter(ended_on__isnull=True).first()
    due_on = due_of(matter)
    if running:
        ended_on = rules.pause_ended_on(running.from_on, running.expires_on, today)
        due_on = rules.moved_with_pause(due_on, running.expires_on, ended_on)
        _end(running, ended_on, due_on)
    advance(matter, Verb.MATTER_RESUME, at=at, by=by, due_on=due_on)
    return note(matter, number=matter.number, due_on=due_on, words=words.strip())
