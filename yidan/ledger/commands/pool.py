"""Acts on the pools 「135」: proposed with grounds, reviewed, decided by another person; out by rule and back again."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from yidan.kernel import parameters
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid, NotPermitted
from yidan.kernel.journal import Note, note
from yidan.kernel.policy import Role
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.ledger import maturity, pooling, wording
from yidan.ledger.commands import derived
from yidan.ledger.models import (
    Pool,
    PoolCase,
    PoolKind,
    PoolOpinion,
    PoolState,
    PoolTerm,
    Profile,
    Project,
    ProjectCode,
)
from yidan.ledger.states import POOL_FLOW
from yidan.people.commands.notifying import notify, settle
from yidan.people.models import Person
from yidan.people.queries import holding_role, people_of

MOST = 500


@command(Verb.POOL_PROPOSE)
def propose(project: Project, *, by: Person, at: datetime, into: str, grounds: str, document: str = "") -> Note:
    """提请入库: into a pool, or on into the next; what the ledger lacks yet is said, and decided on later."""
    derived.refuse_merged(project)
    grounds = _text(grounds, _("请写明提请理由。"), "grounds")
    pool = _pool_of(project)
    if into not in Pool.values:
        raise Invalid(_("请选择要进的项目库。"), field="into")
    if into == pool:
        raise Invalid(_("项目已在%(pool)s。") % {"pool": Pool(into).label}, field="into")
    if project.children.filter(merged_into__isnull=True).exists():
        raise Invalid(_("“%(name)s”是打包项目，请逐个提请子项。") % {"name": project}, field="into")
    _refuse_open(project)
    case = PoolCase.objects.create(
        project=project, kind=PoolKind.ENTRY, out_of=pool, into=into, grounds=grounds, document=document.strip(),
        proposed_at=at, proposed_by=by,
    )  # fmt: skip
    _ask(case, by, at)
    known, _day = pooling.preparation_of([project.pk])[project.pk]
    return note(
        case, pool=[_label(pool), _label(into)], grounds=grounds, document=document.strip(),
        lacking=_lacking(known, into),
    )  # fmt: skip


@command(Verb.POOL_REVIEW)
def review(case: PoolCase, *, by: Person, at: datetime, is_in_favour: bool, text: str) -> Note:
    """出具评审意见: the county or the department says what it thinks; who proposed does not review."""
    text = _text(text, _("请写明意见。"), "text")
    if by.unit_id is None or by.pk == case.proposed_by_id:
        raise NotPermitted(_("提请的人不能给自己的提请出意见，请由别人出具。"))
    if case.opinions.filter(unit=by.unit_id).exists():
        raise Invalid(_("%(unit)s已经出过意见。") % {"unit": by.unit}, field="text")
    POOL_FLOW.advance(case, Verb.POOL_REVIEW)
    PoolOpinion.objects.create(case=case, unit_id=by.unit_id, by=by, given_at=at, is_in_favour=is_in_favour, text=text)
    settle(case, Verb.POOL_REVIEW, at=at, persons=people_of(by.unit_id))
    return note(case, is_in_favour=is_in_favour, opinion=text)


@command(Verb.POOL_ADMIT)
def admit(
    case: PoolCase, *, by: Person, at: datetime, recorded_at: datetime, opinion: str, document: str = "",
    since_on: date | None = None,
) -> Note:  # fmt: skip
    """准予入库: the gate looks at facts, a person decides, another than who proposed; it holds from a day."""
    opinion = _text(opinion, _("请写明评审意见。"), "opinion")
    POOL_FLOW.target(case.state, Verb.POOL_ADMIT)  # what is decided already says so before it says what is lacking
    _refuse_own(case, by)
    project = Project.objects.select_related("profile").get(pk=case.project_id)
    derived.refuse_merged(project)
    if _pool_of(project) != case.out_of:
        raise Invalid(_("提请以后项目换过库，请不予入库后重新提请。"), field="opinion")
    known, _day = pooling.preparation_of([project.pk])[project.pk]
    _refuse_unready(project, known, case.into)
    found = maturity.maturity(known)
    POOL_FLOW.advance(
        case, Verb.POOL_ADMIT, decided_at=at, decided_by=by, opinion=opinion, level=found.level, score=found.score
    )
    _stand_in(project, case.into, f"{PoolKind.ENTRY.label}：{opinion}", document or case.document, recorded_at)
    since_on = _stands_from(project, case.into, since_on, at, recorded_at)
    _answer(case, Verb.POOL_ADMIT, opinion, by, at)
    return note(
        case, pool=[_label(case.out_of), _label(case.into)], opinion=opinion, document=document.strip(),
        since_on=since_on, maturity=f"M{found.level} {found.score}",
    )  # fmt: skip


@command(Verb.POOL_DECLINE)
def decline(case: PoolCase, *, by: Person, at: datetime, opinion: str) -> Note:
    """不予入库, and why; it can be proposed again when what was lacking is there."""
    opinion = _text(opinion, _("请写明不予入库的原因。"), "opinion")
    known, _day = pooling.preparation_of([case.project_id])[case.project_id]
    found = maturity.maturity(known)
    _refuse_own(case, by)
    POOL_FLOW.advance(
        case, Verb.POOL_DECLINE, decided_at=at, decided_by=by, opinion=opinion, level=found.level, score=found.score
    )
    _answer(case, Verb.POOL_DECLINE, opinion, by, at)
    return note(case, opinion=opinion, lacking=_lacking(known, case.into), maturity=f"M{found.level} {found.score}")


@command(Verb.POOL_REMOVE)
def remove(
    project: Project, *, by: Person, at: datetime, recorded_at: datetime, reason: str, document: str = "",
    since_on: date | None = None,
) -> Note:  # fmt: skip
    """出库: by the rule of a year without progress or for another reason; it comes back by a new proposal."""
    reason = _text(reason, _("请写明出库原因。"), "reason")
    case = _decided(project, PoolKind.EXIT, by, at, reason, document)
    _stand_in(project, "", f"{PoolKind.EXIT.label}：{reason}", document, recorded_at)
    since_on = _stands_from(project, "", since_on, at, recorded_at)
    return note(case, pool=[_label(case.out_of), ""], reason=reason, document=document.strip(), since_on=since_on,
                maturity=f"M{case.level} {case.score}", last_on=_last_of(project))  # fmt: skip


@command(Verb.POOL_KEEP)
def keep(project: Project, *, by: Person, at: datetime, reason: str, until_on: date, document: str = "") -> Note:
    """留库: nothing was done for long, and still it stays, until a day that is named."""
    reason = _text(reason, _("请写明留库理由。"), "reason")
    today = beijing_day(at)
    if until_on <= today:
        raise Invalid(_("留库期限%(day)s已过，请填以后的日期。") % {"day": until_on}, field="until_on")
    months = int(parameters.values()[pooling.POOL_STILL.name])
    if pooling.months_before(until_on, months) > today:
        raise Invalid(_("一次最多留%(months)d个月，期满再看。") % {"months": months}, field="until_on")
    case = _decided(project, PoolKind.STAY, by, at, reason, document, until_on=until_on)
    return note(case, pool=_label(case.into), reason=reason, until_on=until_on, last_on=_last_of(project))


@command(Verb.POOL_REDATE)
def redate(
    project: Project, *, by: Person, at: datetime, recorded_at: datetime, since_on: date, reason: str, pool: str = ""
) -> Note:  # fmt: skip
    """更正在库日期: the day from which it stands where it stands now (or stood in `pool`) was wrong."""
    reason = _text(reason, _("请写明更正原因。"), "reason", most=300)
    term, before, after = pooling.term_between(list(pooling.terms_of(project.pk)), pool)
    if term is None:
        raise Invalid(_("“%(name)s”没有进过%(pool)s。") % {"name": project, "pool": _label(pool) or _("项目库")})
    if since_on == term.since_on:
        raise Invalid(_("日期没有改动，不需要更正。"), field="since_on")
    if why := day_fault(since_on, before, after, at):
        raise Invalid(why, field="since_on")
    new = term.superseded_by(recorded_at=recorded_at, since_on=since_on, reason=reason)
    return note(new, pool=_label(term.pool), since_on=[term.since_on, since_on], reason=reason)


def _ask(case: PoolCase, by: Person, at: datetime) -> None:
    """The project's county and department are asked what they think of it, the office for its decision."""
    reviewers = holding_role(
        people_of(*{unit for units in case.reach().values() for unit in units} - {by.unit_id}),
        Role.COUNTY_REVIEWER, Role.DEPARTMENT_REVIEWER,
    )  # fmt: skip
    office = holding_role(Person.objects.exclude(pk__in=reviewers.values("pk")), Role.SUPERVISOR)
    with translation.override(settings.LANGUAGE_CODE):
        about = {"name": case.project, "pool": case.get_into_display(), "grounds": case.grounds}
        wanted = _("“%(name)s”提请进%(pool)s，请出具评审意见：%(grounds)s") % about
        waiting = _("“%(name)s”提请进%(pool)s，请评审：%(grounds)s") % about
    notify(reviewers, wanted, about=case, verb=Verb.POOL_REVIEW, at=at, but=by)
    notify(office, waiting, about=case, verb=Verb.POOL_ADMIT, at=at, but=by)


def _answer(case: PoolCase, verb: Verb, opinion: str, by: Person, at: datetime) -> None:
    """Nobody is asked any more, and whoever proposed it is told what became of it."""
    settle(case, Verb.POOL_REVIEW, Verb.POOL_ADMIT, at=at)
    with translation.override(settings.LANGUAGE_CODE):
        sentence = _("%(verb)s：“%(name)s”，%(pool)s。%(opinion)s") % {
            "verb": verb.label, "name": case.project, "pool": case.get_into_display(), "opinion": opinion,
        }  # fmt: skip
    notify([case.proposed_by], sentence, about=case, verb=verb, at=at, but=by)


def _decided(
    project: Project, kind: PoolKind, by: Person, at: datetime, reason: str, document: str,
    until_on: date | None = None,
) -> PoolCase:  # fmt: skip
    derived.refuse_merged(project)
    pool = _pool_of(project)
    if not pool:
        raise Invalid(_("“%(name)s”不在任何项目库里。") % {"name": project})
    _refuse_open(project)
    known, _day = pooling.preparation_of([project.pk])[project.pk]
    found = maturity.maturity(known)
    return PoolCase.objects.create(
        project=project, kind=kind, out_of=pool, into=pool if kind == PoolKind.STAY else "", state=PoolState.GRANTED,
        grounds=reason, document=document.strip(), proposed_at=at, proposed_by=by, decided_at=at, decided_by=by,
        level=found.level, score=found.score, until_on=until_on,
    )  # fmt: skip


def _last_of(project: Project) -> date:
    return pooling.preparation_of([project.pk])[project.pk][1]


def _pool_of(project: Project) -> str:
    return Profile.objects.live().filter(project=project).values_list("pool", flat=True).first() or ""


def _label(pool: str) -> str:
    return str(Pool(pool).label) if pool else ""


def _text(text: str, missing: str, field: str, most: int = MOST) -> str:
    text = derived.require_text(text, missing, field)
    if len(text) > most:
        raise Invalid(_("最多%(most)s字。") % {"most": most}, field=field)
    return text


def _refuse_open(project: Project) -> None:
    if PoolCase.objects.filter(project=project, state=PoolState.PROPOSED).exists():
        raise Invalid(_("“%(name)s”有一件提请还在评审，请先办结。") % {"name": project})


def _refuse_own(case: PoolCase, by: Person) -> None:
    if by.pk == case.proposed_by_id:
        raise NotPermitted(_("提请的人不能自己决定，请由另一个人办理。"))


def _lacking(known: maturity.Known, pool: str) -> list[str]:
    """What is missing for a pool, in words: of the checklist, then of the preparation."""
    return [
        *(str(wording.CHECKLIST[each]) for each in pooling.absent(known)),
        *(str(wording.PREPARATION[each]) for each in maturity.lacking(known, pool)),
    ]


def _refuse_unready(project: Project, known: maturity.Known, pool: str) -> None:
    """A pool's gate: what its projects need has to stand in the ledger (domain.md §8)."""
    if pool == Pool.RESERVE:
        code = ProjectCode.objects.live().filter(project=project, is_current=True).first()
        if code:
            raise Invalid(_("储备库项目没有项目代码，请先作废%(code)s。") % {"code": code.code})
    if lacking := _lacking(known, pool):
        raise Invalid(
            _("还不能进%(pool)s，台账里缺：%(lacking)s；请先补进台账。")
            % {"pool": Pool(pool).label, "lacking": _("、").join(lacking)}
        )


def _stand_in(project: Project, pool: str, reason: str, document: str, recorded_at: datetime) -> None:
    profile = Profile.objects.live().get(project=project)
    project.profile = profile.superseded_by(
        recorded_at=recorded_at, pool=pool, reason=reason[:300], document=document.strip()
    )
    Project.objects.filter(pk=project.pk).update(profile=project.profile)


def _stands_from(project: Project, pool: str, day: date | None, at: datetime, recorded_at: datetime) -> date:
    """From that day (unless one is named, of the act) it stands in the pool; twice on a day, the later holds."""
    day = day or beijing_day(at)
    last = pooling.terms_of(project.pk).last()
    if last is not None and last.since_on == day:
        last.superseded_by(recorded_at=recorded_at, pool=pool)
        return day
    if why := day_fault(day, last, None, at):
        raise Invalid(why, field="since_on")
    PoolTerm.record(recorded_at=recorded_at, project=project, pool=pool, since_on=day)
    return day


def day_fault(day: date, before: PoolTerm | None, after: PoolTerm | None, at: datetime) -> str:
    """Why a project cannot stand somewhere from that day on, or nothing: terms follow one another."""
    if day > beijing_day(at):
        return _("起始日期%(day)s还没有到，请填实际日期。") % {"day": day}
    if before is not None and day <= before.since_on:
        return _("%(since)s起项目%(where)s，这里要填以后的日期。") % {
            "since": before.since_on, "where": _where(before)}  # fmt: skip
    if after is not None and day >= after.since_on:
        return _("%(since)s起项目%(where)s，这里要填以前的日期。") % {
            "since": after.since_on, "where": _where(after)}  # fmt: skip
    return ""


def _where(term: PoolTerm) -> str:
    return _("在%(pool)s") % {"pool": _label(term.pool)} if term.pool else _("不在库")
