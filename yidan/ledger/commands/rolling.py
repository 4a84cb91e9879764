"""Acts on the three-year rolling plan: what a project asks for in each of three years; changed only with a reason.

The office writes rows itself; a county or a department proposes how a row should read, and the office decides.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from yidan.kernel.command import command
from yidan.kernel.errors import Invalid, NotPermitted
from yidan.kernel.journal import Note, note
from yidan.kernel.policy import Role
from yidan.kernel.values import beijing_day, wan
from yidan.kernel.verbs import Verb
from yidan.ledger.commands import derived
from yidan.ledger.models import Pool, Project, RollingCase, RollingPlan, RollingState
from yidan.ledger.states import ROLLING_FLOW
from yidan.people.commands.notifying import notify, settle
from yidan.people.models import Person
from yidan.people.queries import holding_role

AMOUNTS = ("first_wan", "second_wan", "third_wan", "central_wan", "provincial_wan", "secured_wan")
NEEDS = AMOUNTS[:3]
SAID = ("starts_in", *AMOUNTS, "preparation")
POOLS = (Pool.ROLLING, Pool.CONSTRUCTION)
MOST = 300


@command(Verb.ROLLING_SET)
def set(
    project: Project,
    *,
    by: Person,
    at: datetime,
    recorded_at: datetime,
    first_year: int,
    starts_in: int,
    preparation: str = "",
    reason: str = "",
    document: str = "",
    origin: str = "",
    **amounts: Any,
) -> Note:
    """编三年滚动计划: a project's row in the sheet; one that is there is superseded, with the reason."""
    values = _read(project, first_year, starts_in, preparation, amounts)
    more = {"document": document.strip(), "origin": origin, "reason": reason.strip()}
    old = _standing(project, first_year)
    if old is None:
        new = RollingPlan.record(recorded_at=recorded_at, project=project, first_year=first_year, **values, **more)
        return note(
            new, first_year=first_year, starts_in=starts_in, amounts=_amounts_said(values),
            preparation=values["preparation"], reason=reason, document=document, origin=origin,
        )  # fmt: skip
    changes = _changes(old, values)
    if not changes:
        raise Invalid(_("没有任何改动，不需要调整。"))
    derived.require_text(reason, _("改三年滚动计划须写明原因。"), "reason")
    new = old.superseded_by(recorded_at=recorded_at, **values, **more)
    return note(new, first_year=first_year, changes=changes, reason=reason, document=document, origin=origin)


@command(Verb.ROLLING_WITHDRAW)
def withdraw(plan: RollingPlan, *, by: Person, at: datetime, recorded_at: datetime, reason: str) -> Note:
    """调出三年滚动计划, and why."""
    reason = derived.require_text(reason, _("调出须写明原因。"), "reason")
    plan.retire(recorded_at=recorded_at)
    return note(plan, first_year=plan.first_year, reason=reason)


@command(Verb.ROLLING_PROPOSE)
def propose(
    project: Project,
    *,
    by: Person,
    at: datetime,
    first_year: int,
    starts_in: int,
    preparation: str = "",
    reason: str,
    document: str = "",
    **amounts: Any,
) -> Note:
    """提请调整滚动计划: how the row should read, and why; it stands beside what holds until the office decides."""
    reason = _words(reason, _("请写明调整理由。"), "reason")
    _refuse_closed(first_year, at)
    values = _read(project, first_year, starts_in, preparation, amounts)
    old = _standing(project, first_year)
    changes = _changes(old, values) if old else {}
    if old and not changes:
        raise Invalid(_("和现在的滚动计划一样，没有要调整的。"))
    if RollingCase.objects.filter(project=project, first_year=first_year, state=RollingState.PROPOSED).exists():
        raise Invalid(_("“%(name)s”已有一件调整在等市项目办审核，请先等它办结。") % {"name": project})
    case = RollingCase.objects.create(
        project=project, first_year=first_year, base=old, grounds=reason, document=document.strip(), proposed_at=at,
        proposed_by=by, **values,
    )  # fmt: skip
    with translation.override(settings.LANGUAGE_CODE):
        sentence = _("“%(name)s”提请调整%(years)s年三年滚动计划，请审核：%(grounds)s") % {
            "name": project, "years": case, "grounds": reason}  # fmt: skip
    notify(
        holding_role(Person.objects.all(), Role.SUPERVISOR), sentence, about=case, verb=Verb.ROLLING_ACCEPT, at=at,
        but=by,
    )  # fmt: skip
    said = {"changes": changes} if old else {"starts_in": starts_in, "amounts": _amounts_said(values)}
    return note(case, first_year=first_year, **said, reason=reason, document=document.strip())


@command(Verb.ROLLING_ACCEPT)
def accept(case: RollingCase, *, by: Person, at: datetime, recorded_at: datetime, opinion: str = "") -> Note:
    """采纳滚动计划调整: the row reads as proposed from now on, if it is still the row that was proposed about."""
    ROLLING_FLOW.target(case.state, Verb.ROLLING_ACCEPT)  # decided already: said before anything else
    _refuse_own(case, by)
    project = Project.objects.select_related("profile").get(pk=case.project_id)
    values = _read(project, case.first_year, case.starts_in, case.preparation,
                   {name: getattr(case, name) for name in AMOUNTS})  # fmt: skip
    old = _standing(project, case.first_year)
    if (old.pk if old else None) != case.base_id:
        raise Invalid(_("提请以后市项目办改过这一行，请退回，请对方按现在的重新提请。"))
    opinion = opinion.strip()[:MOST]
    ROLLING_FLOW.advance(case, Verb.ROLLING_ACCEPT, decided_at=at, decided_by=by, opinion=opinion)
    more = {"document": case.document, "origin": "", "reason": case.grounds}
    if old is None:
        RollingPlan.record(recorded_at=recorded_at, project=project, first_year=case.first_year, **values, **more)
        said: dict[str, Any] = {"starts_in": case.starts_in, "amounts": _amounts_said(values)}
    else:
        said = {"changes": _changes(old, values)}
        old.superseded_by(recorded_at=recorded_at, **values, **more)
    _answer(case, Verb.ROLLING_ACCEPT, opinion, by, at)
    return note(case, first_year=case.first_year, **said, reason=case.grounds, opinion=opinion)


@command(Verb.ROLLING_SEND_BACK)
def send_back(case: RollingCase, *, by: Person, at: datetime, opinion: str) -> Note:
    """退回滚动计划调整, and why; what stands stands, and it can be proposed again."""
    opinion = _words(opinion, _("请写明退回原因。"), "opinion")
    _refuse_own(case, by)
    ROLLING_FLOW.advance(case, Verb.ROLLING_SEND_BACK, decided_at=at, decided_by=by, opinion=opinion)
    _answer(case, Verb.ROLLING_SEND_BACK, opinion, by, at)
    return note(case, first_year=case.first_year, opinion=opinion)


def outside(project: Project) -> str:
    """Why a project cannot stand in a three-year sheet, or nothing."""
    pool = project.profile.pool if project.profile else ""
    if pool in POOLS:
        return ""
    where = _("在%(pool)s") % {"pool": Pool(pool).label} if pool else _("不在任何项目库里")
    return _("“%(name)s”%(where)s，转入计划滚动库以后才能编三年滚动计划。") % {"name": project, "where": where}


def closed(first_year: int, today_year: int) -> str:
    """Why no change of that sheet is taken any more (its first year is over), or not yet; or nothing."""
    years = {"first": first_year, "last": first_year + 2, "open": today_year, "until": today_year + 2}
    if first_year < today_year:
        return _("%(first)d—%(last)d年的首年已过，这一轮不再调整，请提请调整%(open)d—%(until)d年的。") % years
    if first_year > today_year + 1:
        return _("%(first)d—%(last)d年的三年滚动计划还没有到编制的时候，请核对首年。") % years
    return ""


def _refuse_closed(first_year: int, at: datetime) -> None:
    if why := closed(first_year, beijing_day(at).year):
        raise Invalid(why, field="first_year")


def _read(
    project: Project, first_year: int, starts_in: int, preparation: str, amounts: dict[str, Any]
) -> dict[str, Any]:
    """What a row would say, or why it cannot."""
    derived.refuse_merged(project)
    if unknown := amounts.keys() - {*AMOUNTS}:
        raise TypeError(f"a rolling plan has no {', '.join(sorted(unknown))}")
    _refuse_outside(project)
    if not 1990 <= first_year <= 2100:
        raise Invalid(_("年度应写作四位数，如2020。"), field="first_year")
    if not 1990 <= starts_in <= first_year + 2:
        raise Invalid(
            _("%(last)d年以前不开工的项目不编入这三年的滚动计划，请改拟开工年。") % {"last": first_year + 2},
            field="starts_in",
        )
    said = {name: _amount(name, amounts.get(name)) for name in AMOUNTS}
    if not any(said[name] for name in NEEDS):
        raise Invalid(_("三年投资需求都是零，不必编入。"), field="first_wan")
    return {**said, "starts_in": starts_in, "preparation": preparation.strip()}


def _standing(project: Project, first_year: int) -> RollingPlan | None:
    return RollingPlan.objects.live().filter(project=project, first_year=first_year).first()


def _changes(old: RollingPlan, values: dict[str, Any]) -> dict[str, list[str]]:
    return {
        name: [_shown(getattr(old, name)), _shown(value)]
        for name, value in values.items()
        if getattr(old, name) != value
    }


def _amounts_said(values: dict[str, Any]) -> dict[str, str]:
    return {str(_label(name)): f"{values[name]:f}" for name in AMOUNTS if values[name]}


def _refuse_outside(project: Project) -> None:
    if project.children.filter(merged_into__isnull=True).exists():
        raise Invalid(_("“%(name)s”是打包项目，三年滚动计划请编到各子项。") % {"name": project})
    if why := outside(project):
        raise Invalid(why)


def _refuse_own(case: RollingCase, by: Person) -> None:
    if by.pk == case.proposed_by_id:
        raise NotPermitted(_("提请的人不能自己决定，请由另一个人办理。"))


def _answer(case: RollingCase, verb: Verb, opinion: str, by: Person, at: datetime) -> None:
    """Nobody is asked any more, and whoever proposed it is told what became of it."""
    settle(case, Verb.ROLLING_ACCEPT, at=at)
    with translation.override(settings.LANGUAGE_CODE):
        sentence = _("%(verb)s：“%(name)s”，%(years)s年。%(opinion)s") % {
            "verb": verb.label, "name": case.project, "years": case, "opinion": opinion}  # fmt: skip
    notify([case.proposed_by], sentence, about=case, verb=verb, at=at, but=by)


def _words(text: str, missing: str, field: str) -> str:
    text = derived.require_text(text, missing, field)
    if len(text) > MOST:
        raise Invalid(_("最多%(most)s字。") % {"most": MOST}, field=field)
    return text


def _label(name: str) -> Any:
    return RollingPlan._meta.get_field(name).verbose_name  # type: ignore[union-attr]


def _amount(name: str, value: Any) -> Decimal:
    try:
        amount = wan(value if value is not None else 0)
    except ValueError:
        raise Invalid(_("%(name)s不能是“%(value)s”。") % {"name": _label(name), "value": value}, field=name) from None
    if amount < 0:
        raise Invalid(_("%(name)s不能为负数。") % {"name": _label(name)}, field=name)
    return amount


def _shown(value: Any) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
