"""Acts on the three-year rolling plan: what a project asks for in each of three years; changed only with a reason."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from yidan.kernel.command import command
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Note, note
from yidan.kernel.values import wan
from yidan.kernel.verbs import Verb
from yidan.ledger.commands import derived
from yidan.ledger.models import Pool, Project, RollingPlan
from yidan.people.models import Person

AMOUNTS = ("first_wan", "second_wan", "third_wan", "central_wan", "provincial_wan", "secured_wan")
NEEDS = AMOUNTS[:3]
POOLS = (Pool.ROLLING, Pool.CONSTRUCTION)


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
    values = {**said, "starts_in": starts_in, "preparation": preparation.strip()}
    more = {"document": document.strip(), "origin": origin, "reason": reason.strip()}
    old = RollingPlan.objects.live().filter(project=project, first_year=first_year).first()
    if old is None:
        new = RollingPlan.record(recorded_at=recorded_at, project=project, first_year=first_year, **values, **more)
        amounts_said = {str(_label(name)): f"{said[name]:f}" for name in AMOUNTS if said[name]}
        return note(
            new, first_year=first_year, starts_in=starts_in, amounts=amounts_said, preparation=values["preparation"],
            reason=reason, document=document, origin=origin,
        )  # fmt: skip
    changes = {
        name: [_shown(getattr(old, name)), _shown(value)]
        for name, value in values.items()
        if getattr(old, name) != value
    }
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


def outside(project: Project) -> str:
    """Why a project cannot stand in a three-year sheet, or nothing."""
    pool = project.profile.pool if project.profile else ""
    if pool in POOLS:
        return ""
    where = _("在%(pool)s") % {"pool": Pool(pool).label} if pool else _("不在任何项目库里")
    return _("“%(name)s”%(where)s，转入计划滚动库以后才能编三年滚动计划。") % {"name": project, "where": where}


def _refuse_outside(project: Project) -> None:
    if project.children.filter(merged_into__isnull=True).exists():
        raise Invalid(_("“%(name)s”是打包项目，三年滚动计划请编到各子项。") % {"name": project})
    if why := outside(project):
        raise Invalid(why)


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
