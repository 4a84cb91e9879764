"""成批登记: many projects and their year's plans at once, row for row what the single commands write.

An office's workbook brings ten thousand rows in one transaction. Nothing is weaker than one act after the other:
the same permission and the same refusals, one entry of the journal per act (tests/papers/test_together.py).
Only what an import needs is here: no parent, no former names, likely duplicates already shown and answered.
No savepoint is set (why: yidan/progress/commands/recording.py): a refusal undoes the whole transaction around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from yidan.kernel import journal, policy
from yidan.kernel.errors import Invalid, NthRefused, Refused
from yidan.kernel.journal import Note, note
from yidan.kernel.statements import insert_many
from yidan.kernel.values import Month, beijing_day
from yidan.kernel.verbs import Verb
from yidan.ledger import rules, wording
from yidan.ledger.commands import derived, fields
from yidan.ledger.commands import plan as plans
from yidan.ledger.commands import project as projects
from yidan.ledger.models import AnnualPlan, Listing, Mark, PoolTerm, Profile, Project, ProjectCode, Stage, StageMark
from yidan.people.models import Person, Unit

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Registration:
    """A project to be registered, likely duplicates notwithstanding, for `reason`."""

    assessed_unit: Unit
    order: int
    reason: str
    profile: dict[str, Any]
    code: str = ""
    key: UUID | None = None
    pool_on: date | None = None


def register_many(registrations: Sequence[Registration], *, by: Person, at: datetime) -> list[Project]:
    """登记入库, many at once, in order; `NthRefused` for the first that is refused, and then nothing is written."""
    with transaction.atomic(savepoint=False):
        read = _read(registrations, by, at)
        if not registrations:
            return []
        prefix, number = projects.next_internal_id(at).rsplit("-", 1)
        made = [
            Project(
                internal_id=f"{prefix}-{int(number) + place:04d}", order=each.order, registered_at=at,
                name_key=rules.name_key(values["name"]),
            )
            for place, (each, (values, _code)) in enumerate(zip(registrations, read, strict=True))
        ]  # fmt: skip
        profiles = [Profile(recorded_at=at, **values) for values, _code in read]
        for project, profile, (_values, code) in zip(made, profiles, read, strict=True):
            project.search = derived.search_text(project, profile, codes=[code.text] if code else ())
        insert_many(made, numbered=True)
        for project, profile in zip(made, profiles, strict=True):
            profile.project = project
        for project, profile in zip(made, insert_many(profiles, numbered=True), strict=True):
            project.profile = profile
        insert_many(
            PoolTerm(recorded_at=at, project=project, pool=profile.pool, since_on=each.pool_on or beijing_day(at))
            for project, profile, each in zip(made, profiles, registrations, strict=True)
            if profile.pool
        )
        _point_at_profiles(made)
        insert_many(
            ProjectCode(
                recorded_at=at, project=project, code=code.text, form=code.form, document=values["document"].strip()
            )
            for project, (values, code) in zip(made, read, strict=True)
            if code
        )
        acts = zip(made, registrations, read, strict=True)
        journal.write_many(Verb.PROJECT_REGISTER, (_registered(*each) for each in acts), by=by, at=at, recorded_at=at)
    return made


def _read(
    registrations: Sequence[Registration], by: Person, at: datetime
) -> list[tuple[dict[str, Any], rules.Code | None]]:
    """Every registration's fields and code, checked as one by one."""
    wanted = {each.code for each in registrations if each.code}
    held = ProjectCode.objects.live().values_list("code", flat=True)
    taken = {code for code in held if code in wanted} if wanted else set()
    out = []
    for index, each in enumerate(registrations):
        try:
            policy.require(by, Verb.PROJECT_REGISTER, each.assessed_unit)
            values = fields.clean({"document": "", **each.profile, "assessed_unit": each.assessed_unit})
            fields.check(values)
            code = projects.read_code(each.code, values.get("pool", "")) if each.code else None
            if code and code.text in taken:
                raise Invalid(
                    _("项目代码%(code)s已属于另一项目，请核对是否同一项目。") % {"code": code.text}, field="code"
                )
            if each.pool_on and values.get("pool"):
                derived.refuse_future(each.pool_on, at, _("入库日期"), "pool_on")
            derived.require_text(each.reason, _("疑似重复仍要登记，请写明理由。"), "reason")
        except Refused as refusal:
            raise NthRefused(index, refusal) from None
        if code:
            taken.add(code.text)
        out.append((values, code))
    return out


def _point_at_profiles(made: Sequence[Project]) -> None:
    ids = [project.pk for project in made]
    live = Profile.objects.live().filter(project=OuterRef("pk")).values("pk")[:1]
    for start in range(0, len(ids), CHUNK):
        Project.objects.filter(pk__in=ids[start : start + CHUNK]).update(profile=Subquery(live))


def _registered(
    project: Project, each: Registration, read: tuple[dict[str, Any], rules.Code | None]
) -> tuple[Note, UUID | None]:
    values, code = read
    said = note(
        project, name=values["name"], unit=each.assessed_unit, number=project.internal_id,
        code=code.text if code else "", total_investment_wan=values.get("total_investment_wan"), parent=None,
        reason=each.reason.strip(), document=values["document"], origin=values.get("origin", ""),
    )  # fmt: skip
    return said, each.key


@dataclass(frozen=True, slots=True)
class Planned:
    """A project's entry in a year's plan; `fields` are the command's."""

    project: Project
    year: int
    fields: dict[str, Any]
    key: UUID | None = None


def plan_many(given: Sequence[Planned], *, by: Person, at: datetime) -> None:
    """下达年度计划, many at once; what is not a plain first plan goes by the command itself."""
    ids = {each.project.pk for each in given}
    known = AnnualPlan.objects.live().values_list("project_id", "year")
    held = {(pk, year) for pk, year in known.iterator() if pk in ids}
    parents = set(Project.objects.filter(parent__isnull=False).values_list("parent_id", flat=True))
    plain: list[tuple[Planned, AnnualPlan]] = []
    with transaction.atomic(savepoint=False):
        for index, each in enumerate(given):
            try:
                policy.require(by, Verb.PLAN_SET, each.project)
                place = (each.project.pk, each.year)
                if place in held or each.project.pk in parents or each.project.merged_into_id:
                    plans.set(each.project, by=by, at=at, key=each.key, year=each.year, **each.fields)
                else:
                    plain.append((each, _plan(each, at)))
                held.add(place)
            except Refused as refusal:
                raise NthRefused(index, refusal) from None
        for start in range(0, len(plain), CHUNK):
            chunk = plain[start : start + CHUNK]
            insert_many((plan for _each, plan in chunk), numbered=True)
            insert_many(month for each, plan in chunk for month in plans.months_of(plan, _split(each, plan)))
            journal.write_many(Verb.PLAN_SET, _planned(chunk), by=by, at=at, recorded_at=at)


def _plan(each: Planned, at: datetime) -> AnnualPlan:
    said = each.fields
    planned = plans.checked(year=each.year, listing=said["listing"], planned_wan=said["planned_wan"])
    plans.refuse_days(said.get("starts_on"), said.get("finishes_on"))
    order = said.get("order")
    made = AnnualPlan(
        recorded_at=at, project=each.project, year=each.year, listing=said["listing"], planned_wan=planned,
        original_planned_wan=planned, order=each.project.order if order is None else order,
        content=said.get("content", "").strip(), starts_on=said.get("starts_on"), finishes_on=said.get("finishes_on"),
        document=said.get("document", "").strip(), origin=said.get("origin", ""),
    )  # fmt: skip
    _split(each, made)  # refused before anything is written
    return made


def _split(each: Planned, plan: AnnualPlan) -> dict[Month, Decimal]:
    return plans.split_months(each.fields.get("months") or {}, plan.planned_wan, plan.year)


def _planned(plain: Iterable[tuple[Planned, AnnualPlan]]) -> Iterable[tuple[Note, UUID | None]]:
    for each, plan in plain:
        said = note(
            plan, year=each.year, listing=Listing(plan.listing).label, planned_wan=f"{plan.planned_wan:f}",
            starts_on=plan.starts_on, finishes_on=plan.finishes_on, document=each.fields.get("document", ""),
            origin=plan.origin,
        )  # fmt: skip
        yield said, each.key


@dataclass(frozen=True, slots=True)
class Marked:
    """A step taken on a day, with what proves it; none that asks for a reason."""

    project: Project
    mark: str
    happened_on: date
    basis: str = ""
    key: UUID | None = None


def mark_many(given: Sequence[Marked], *, by: Person, at: datetime) -> None:
    """记阶段, many at once, in order; marks that repeat or need a reason go by the command itself."""
    ids = {each.project.pk for each in given}
    marks: dict[int, list[tuple[str, date]]] = {pk: [] for pk in ids}
    for pk, mark, day in StageMark.objects.live().values_list("project_id", "mark", "happened_on").iterator():
        if pk in ids:
            marks[pk].append((mark, day))
    plain: list[tuple[StageMark, Note, UUID | None]] = []
    moved: dict[int, Stage] = {}
    with transaction.atomic(savepoint=False):
        for index, each in enumerate(given):
            try:
                policy.require(by, Verb.STAGE_RECORD, each.project)
                if each.mark in rules.REPEATABLE or each.mark in rules.NEEDS_REASON:
                    raise Invalid(_("停工、缓建、复工、调出和终止请逐个办理。"), field="mark")
                plain.append(_marked(each, marks[each.project.pk], at, moved))
            except Refused as refusal:
                raise NthRefused(index, refusal) from None
        insert_many((mark for mark, _said, _key in plain), numbered=True)
        for stage in set(moved.values()):
            pks = [pk for pk, reached in moved.items() if reached == stage]
            for start in range(0, len(pks), CHUNK):
                Project.objects.filter(pk__in=pks[start : start + CHUNK]).update(stage=stage)
        acts = ((note(mark, **said.facts), key) for mark, said, key in plain)
        journal.write_many(Verb.STAGE_RECORD, acts, by=by, at=at, recorded_at=at)


def _marked(
    each: Marked, before: list[tuple[str, date]], at: datetime, moved: dict[int, Stage]
) -> tuple[StageMark, Note, UUID | None]:
    derived.refuse_merged(each.project)
    derived.refuse_future(each.happened_on, at, Mark(each.mark).label, "happened_on")
    before.append((each.mark, each.happened_on))
    if problem := rules.fault(before):
        raise Invalid(_("%(problem)s。") % {"problem": wording.fault(problem)}, field="happened_on")
    old, stage = moved.get(each.project.pk, each.project.stage), rules.stage_of(before)
    if stage != old:
        moved[each.project.pk] = stage
    mark = StageMark(
        recorded_at=at, project=each.project, mark=each.mark, happened_on=each.happened_on, basis=each.basis.strip()
    )
    said = note(
        mark, mark=Mark(each.mark).label, happened_on=each.happened_on, basis=each.basis,
        stage=[Stage(old).label, stage.label] if stage != old else None,
    )  # fmt: skip
    return mark, said, each.key
