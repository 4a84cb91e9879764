"""Acts on annual plans: set once, adjusted only by a document, the original kept beside."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from yidan.kernel.command import command
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Note, note
from yidan.kernel.statements import insert_many
from yidan.kernel.values import Month, wan
from yidan.kernel.verbs import Verb
from yidan.ledger import rules, wording
from yidan.ledger.commands import derived
from yidan.ledger.models import AnnualPlan, Listing, PlannedMonth, Project
from yidan.people.models import Person


@command(Verb.PLAN_SET)
def set(
    project: Project,
    *,
    by: Person,
    at: datetime,
    recorded_at: datetime,
    year: int,
    listing: str,
    planned_wan: Decimal,
    months: dict[Month, Decimal] | None = None,
    content: str = "",
    starts_on: date | None = None,
    finishes_on: date | None = None,
    order: int | None = None,
    document: str = "",
    origin: str = "",
) -> Note:
    """下达年度计划: a project's entry in a year's plan; a bundle carries none, its children do (按子项)."""
    derived.refuse_merged(project)
    planned = checked(year=year, listing=listing, planned_wan=planned_wan)
    split = split_months(months or {}, planned, year)
    refuse_days(starts_on, finishes_on)
    if project.children.filter(merged_into__isnull=True).exists():
        raise Invalid(_("“%(name)s”是打包项目，年度计划请下达到各子项。") % {"name": project}, field="year")
    if project.plans.live().filter(year=year).exists():
        raise Invalid(
            _("“%(name)s”%(year)s年计划已经下达，要改请凭文件调整年度计划。") % {"name": project, "year": year},
            field="year",
        )
    plan = AnnualPlan.record(
        recorded_at=recorded_at, project=project, year=year, listing=listing, planned_wan=planned,
        original_planned_wan=planned, order=project.order if order is None else order, content=content.strip(),
        starts_on=starts_on, finishes_on=finishes_on, document=document.strip(), origin=origin,
    )  # fmt: skip
    insert_many(months_of(plan, split))
    return note(
        plan, year=year, listing=Listing(listing).label, planned_wan=f"{planned:f}", starts_on=starts_on,
        finishes_on=finishes_on, document=document, origin=origin,
    )  # fmt: skip


_ADJUSTABLE = ("planned_wan", "listing", "content", "starts_on", "finishes_on", "order")


@command(Verb.PLAN_ADJUST)
def adjust(
    plan: AnnualPlan,
    *,
    by: Person,
    at: datetime,
    recorded_at: datetime,
    reason: str,
    document: str,
    planned_wan: Decimal | None = None,
    months: dict[Month, Decimal] | None = None,
    origin: str = "",
    **changes: Any,
) -> Note:
    """调整年度计划: only by a document; the original amount stays beside the adjusted one (domain.md §5.4).

    `months={}` says that there is no monthly split any more; leaving `months` out keeps the one there is.
    """
    reason = derived.require_text(reason, _("调整年度计划须写明原因。"), "reason")
    document = derived.require_text(document, _("调整年度计划须有依据文件，请填文号。"), "document")
    if unknown := changes.keys() - {*_ADJUSTABLE}:
        raise TypeError(f"a plan has no {', '.join(sorted(unknown))}")
    derived.refuse_merged(plan.project)
    if planned_wan is not None:
        changes["planned_wan"] = _planned(planned_wan)
    if changes.get("listing") not in {None, *Listing.values}:
        raise Invalid(_("没有“%(listing)s”这一类。") % {"listing": changes["listing"]}, field="listing")
    changed = {name: value for name, value in changes.items() if value is not None and value != getattr(plan, name)}
    old_split = {each.month: each.planned_wan for each in plan.months.all()}
    planned = changed.get("planned_wan", plan.planned_wan)
    if months is None and old_split and planned != plan.planned_wan:
        raise Invalid(_("年度计划变了，请同时给出新的分月计划。"), field="months")
    split = split_months(old_split if months is None else months, planned, plan.year)
    if not changed and split == old_split:
        raise Invalid(_("没有任何改动，不需要调整。"))
    refuse_days(changed.get("starts_on", plan.starts_on), changed.get("finishes_on", plan.finishes_on))
    new = plan.superseded_by(
        recorded_at=recorded_at, is_adjusted=True, reason=reason, document=document, restores=None,
        **({"origin": origin} if origin else {}), **changed,
    )  # fmt: skip
    insert_many(months_of(new, split))
    return note(
        new, year=plan.year, changes=_changes(plan, new, old_split, split), reason=reason, document=document,
        origin=origin,
    )  # fmt: skip


@command(Verb.PLAN_WITHDRAW)
def withdraw(plan: AnnualPlan, *, by: Person, at: datetime, recorded_at: datetime, reason: str) -> Note:
    """撤销年度计划: what was entered wrongly holds no more; the version before it does again, if there is one."""
    reason = derived.require_text(reason, _("撤销须写明原因。"), "reason")
    derived.refuse_merged(plan.project)
    earlier = _earlier(plan)
    if earlier is None:
        plan.retire(recorded_at=recorded_at)
        return note(plan, year=plan.year, listing=plan.get_listing_display(), planned_wan=_shown(plan, "planned_wan"),
                    reason=reason)  # fmt: skip
    held = {field.name: getattr(earlier, field.name) for field in AnnualPlan._meta.concrete_fields}
    kept = {name: value for name, value in held.items() if name not in _OF_A_VERSION}
    new = plan.superseded_by(recorded_at=recorded_at, **kept, restores=earlier.restores or earlier)
    old_split, split = ({each.month: each.planned_wan for each in version.months.all()} for version in (plan, earlier))
    insert_many(months_of(new, split))
    return note(new, year=plan.year, changes=_changes(plan, new, old_split, split), reason=reason)


_OF_A_VERSION = ("id", "project", "year", "recorded_at", "superseded_at", "restores")


def _earlier(plan: AnnualPlan) -> AnnualPlan | None:
    """The version that an adjustment took the place of; of one that holds again, the one before it then."""
    first = plan.restores or plan
    return AnnualPlan.objects.filter(
        project=plan.project_id, year=plan.year, superseded_at=first.recorded_at
    ).exclude(pk=first.pk).order_by("-pk").first()  # fmt: skip


def checked(*, year: int, listing: str, planned_wan: Any) -> Decimal:
    """The planned amount of an entry whose year and listing can be."""
    if not 1990 <= year <= 2100:
        raise Invalid(_("年度应写作四位数，如2020。"), field="year")
    if listing not in Listing.values:
        raise Invalid(_("没有“%(listing)s”这一类。") % {"listing": listing}, field="listing")
    return _planned(planned_wan)


def _planned(value: Any) -> Decimal:
    try:
        planned = wan(value)
    except ValueError:
        raise Invalid(_("年度计划投资不能是“%(value)s”。") % {"value": value}, field="planned_wan") from None
    if planned < 0:
        raise Invalid(_("年度计划投资不能为负数。"), field="planned_wan")
    return planned


def split_months(months: dict[Month, Any], planned: Decimal, year: int) -> dict[Month, Decimal]:
    """The monthly split in calendar order, months without an amount left out."""
    try:
        split = {month: wan(amount) for month, amount in sorted(months.items()) if amount is not None}
    except ValueError as error:
        raise Invalid(f"{error}。", field="months") from None
    if problem := rules.months_fault(planned, split, year):
        raise Invalid(_("%(problem)s。") % {"problem": wording.fault(problem)}, field="months")
    return split


def refuse_days(starts_on: date | None, finishes_on: date | None) -> None:
    """To be finished before it is started cannot be."""
    if starts_on and finishes_on and finishes_on < starts_on:
        raise Invalid(_("计划竣工早于计划开工，请改正。"), field="finishes_on")


def months_of(plan: AnnualPlan, split: dict[Month, Decimal]) -> list[PlannedMonth]:
    """The rows of a plan's monthly split."""
    return [PlannedMonth(plan=plan, month=month, planned_wan=amount) for month, amount in split.items()]


def _shown(plan: AnnualPlan, name: str) -> str:
    if name == "listing":
        return str(plan.get_listing_display())
    value = getattr(plan, name)
    if value is None:
        return ""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _changes(
    old: AnnualPlan, new: AnnualPlan, old_split: dict[Month, Decimal], split: dict[Month, Decimal]
) -> dict[str, list[str]]:
    """What an entry of the journal says of two versions: field → [before, after]."""
    facts = {
        name: [_shown(old, name), _shown(new, name)] for name in _ADJUSTABLE if getattr(old, name) != getattr(new, name)
    }
    if split != old_split:
        facts["months"] = [_shown_split(old_split), _shown_split(split)]
    return facts


def _shown_split(split: dict[Month, Decimal]) -> str:
    return "、".join(f"{month.month}月{amount.normalize():f}" for month, amount in split.items())
