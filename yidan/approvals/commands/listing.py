"""Which permits a project needs: a list laid out for its kind, items added to it, items waived with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yidan.approvals.models import ApprovalItem, ApprovalTemplate, Permit
from yidan.approvals.states import FLOW, State
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Note, note
from yidan.kernel.verbs import Verb
from yidan.ledger.commands import derived
from yidan.ledger.models import Project
from yidan.people.models import Person, Unit, UnitKind


@command(Verb.PERMIT_LAY_OUT)
def lay_out(project: Project, *, by: Person, at: datetime, template: ApprovalTemplate) -> Note:
    """列审批清单: every item of the list that the project does not have yet; what is under way stays as it is."""
    derived.refuse_merged(project)
    there = set(Permit.objects.filter(project=project).exclude(state=State.WITHDRAWN).values_list("code", flat=True))
    made = [each for each in drawn_up(project, template, at, **catalogue()) if each.code not in there]
    if not made:
        raise Invalid(_("清单里的事项都已在办，没有要加的。"), field="template")
    Permit.objects.bulk_create(made)
    return note(project, **laid_out(template, made))


def laid_out(template: ApprovalTemplate, made: Iterable[Permit]) -> dict[str, Any]:
    """What the entry of a list says."""
    return {"template": template.name, "items": [each.item.name for each in made]}


def catalogue() -> dict[str, Any]:
    """The live items by code, and the departments that handle them."""
    departments = Unit.objects.filter(kind=UnitKind.DEPARTMENT, is_active=True).order_by("protocol_order", "id")
    return {"items": {each.code: each for each in ApprovalItem.objects.live()}, "departments": list(departments)}


def drawn_up(
    project: Project, template: ApprovalTemplate, at: datetime, *, items: Mapping[str, ApprovalItem],
    departments: Iterable[Unit],
) -> list[Permit]:  # fmt: skip
    """The permits of a list, not yet kept; what an item needs is narrowed to what the list has."""
    codes = {each["code"] for each in template.items}
    found = []
    for row in template.items:
        item = items.get(row["code"])
        if item is not None:
            needs = [code for code in item.needs if code in codes]
            limit = row.get("limit", item.limit)
            found.append(_permit(project, item, at, limit=limit, needs=needs, department=handled_by(item, departments)))
    return found


def handled_by(item: ApprovalItem, departments: Iterable[Unit]) -> Unit | None:
    """The department whose name the item's entry gives; None where none or several bear it."""
    named = [each for each in departments if item.department and item.department in each.name]
    return named[0] if len(named) == 1 else None


def _permit(project: Project, item: ApprovalItem, at: datetime, **said: Any) -> Permit:
    return Permit(project=project, item=item, code=item.code, order=item.order, opened_at=at, **said)


@command(Verb.PERMIT_OPEN)
def open(
    project: Project, *, by: Person, at: datetime, item: ApprovalItem, limit: int | None = None,
    department: Unit | None = None,
) -> Note:  # fmt: skip
    """加审批事项: one item more, or one withdrawn handed in again; by default with the catalogue's limit."""
    derived.refuse_merged(project)
    there = {
        each.code: each
        for each in Permit.objects.filter(project=project).exclude(state=State.WITHDRAWN).select_related("item")
    }
    if item.code in there:
        raise Invalid(_("“%(item)s”已经在这个项目的清单上。") % {"item": item.name}, field="item")
    made = _permit(
        project, item, at, limit=item.limit if limit is None else limit,
        needs=[code for code in item.needs if code in there],
        department=department or handled_by(item, catalogue()["departments"]),
    )  # fmt: skip
    made.save(force_insert=True)
    return note(made, item=item.name, department=made.department, limit=made.limit)


@command(Verb.PERMIT_WAIVE)
def waive(permit: Permit, *, by: Person, at: datetime, reason: str) -> Note:
    """免办: this project does not need the item, and why."""
    reason = reason.strip()
    if not reason:
        raise Invalid(_("请写明为什么免办，如“已列入年度计划，不再报项目建议书”。"), field="reason")
    if len(reason) > 300:
        raise Invalid(_("最多300字。"), field="reason")
    FLOW.advance(permit, Verb.PERMIT_WAIVE, waiver=reason)
    return note(permit, item=permit.item.name, reason=reason)


@command(Verb.PERMIT_REQUIRE)
def require(permit: Permit, *, by: Person, at: datetime, reason: str) -> Note:
    """恢复办理: it is needed after all."""
    reason = reason.strip()
    if not reason:
        raise Invalid(_("请写明为什么恢复办理。"), field="reason")
    FLOW.advance(permit, Verb.PERMIT_REQUIRE, waiver="")
    return note(permit, item=permit.item.name, reason=reason)
