"""Acts on a project itself: its profile, its names and codes, its shares, money and tags."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext as _

from yidan.evidence.models import File
from yidan.evidence.rules import outlines
from yidan.kernel import parameters
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Note, note
from yidan.kernel.statements import change as change_columns
from yidan.kernel.statements import insert, insert_many
from yidan.kernel.values import beijing_day, wan
from yidan.kernel.verbs import Verb
from yidan.ledger import queries, rules, wording
from yidan.ledger.commands import bundling, derived, fields
from yidan.ledger.models import (
    Attachment,
    FormerName,
    InvestmentSource,
    Pool,
    PoolTerm,
    Profile,
    Project,
    ProjectCode,
    Share,
    Source,
    Tag,
    Tagging,
)
from yidan.ledger.states import PaperKind
from yidan.people.models import Person, Unit


@command(Verb.PROJECT_REGISTER)
def register(
    assessed_unit: Unit,
    *,
    by: Person,
    at: datetime,
    recorded_at: datetime,
    name: str,
    parent: Project | None = None,
    order: int | None = None,
    code: str = "",
    levels: Iterable[str] = (),
    former_names: Iterable[str] = (),
    document: str = "",
    despite_duplicates: bool = False,
    reason: str = "",
    pool_on: date | None = None,
    **profile_fields: Any,
) -> Note:
    """登记入库: enter a project under its 考核单元, with a number of our own for life.

    Likely duplicates are refused unless `despite_duplicates` comes with a reason. It stands in its pool from `pool_on`,
    if not from the day of the act.
    """
    given = {**profile_fields, **{f"is_{level}_key": True for level in levels}}
    values = fields.clean({"name": name, "document": document, "assessed_unit": assessed_unit, **given})
    fields.check(values)
    read = read_code(code, values.get("pool", "")) if code else None
    if parent:
        bundling.refuse_as_parent(parent)
    if despite_duplicates:
        reason = derived.require_text(reason, _("疑似重复仍要登记，请写明理由。"), "reason")
    else:
        _refuse_duplicates(values, read, parent)
    if order is None:
        order = (Project.objects.aggregate(last=Max("order"))["last"] or 0) + 1
    project = insert(Project(
        internal_id=next_internal_id(at), parent=parent, order=order, registered_at=at,
        name_key=rules.name_key(values["name"]),
    ))  # fmt: skip
    project.profile = Profile.record(recorded_at=recorded_at, project=project, **values)
    if pool := values.get("pool", ""):
        since_on = pool_on or beijing_day(at)
        derived.refuse_future(since_on, at, _("入库日期"), "pool_on")
        PoolTerm.record(recorded_at=recorded_at, project=project, pool=pool, since_on=since_on)
    if read:
        _give_code(project, read, document, recorded_at)
    noted = [each for each in dict.fromkeys(text.strip() for text in former_names) if each and each != values["name"]]
    insert_many(FormerName(recorded_at=recorded_at, project=project, name=each) for each in noted)
    project.search = derived.search_text(project, project.profile, names=noted, codes=[read.text] if read else ())
    change_columns(Project, {"pk": project.pk}, {"profile": project.profile, "search": project.search})
    return note(
        project, name=values["name"], unit=assessed_unit, number=project.internal_id, code=read.text if read else "",
        total_investment_wan=values.get("total_investment_wan"), parent=parent, reason=reason,
        document=document, origin=values.get("origin", ""),
    )  # fmt: skip


@command(Verb.PROJECT_CHANGE)
def change(
    project: Project,
    *,
    by: Person,
    at: datetime,
    recorded_at: datetime,
    reason: str = "",
    document: str = "",
    order: int | None = None,
    **profile_changes: Any,
) -> Note:
    """变更项目: supersede the profile; name, total investment and dates change only with a reason."""
    derived.refuse_merged(project)
    profile = project.profile
    assert profile is not None  # from registration on
    values = fields.clean(profile_changes)
    changes = {name: value for name, value in values.items() if getattr(profile, name) != value}
    moved = order is not None and order != project.order
    if not changes and not moved:
        raise Invalid(_("没有任何改动，不需要变更。"))
    if (key := [name for name in fields.KEY_FIELDS if name in changes]) and not reason.strip():
        raise Invalid(
            _("变更%(fields)s须写明原因。") % {"fields": "、".join(fields.label(name) for name in key)}, field="reason"
        )
    if "assessed_unit" in changes and changes["assessed_unit"] is None:
        raise Invalid(_("项目总要有考核单元，请选择。"), field="assessed_unit")
    fields.check({name: changes.get(name, getattr(profile, name)) for name in fields.FIELDS})
    if "pool" in changes:
        raise Invalid(_("换库要经评审：请在项目页“提请入库”，出库、留库也在那里办理。"), field="pool")
    facts: dict[str, Any] = {}
    if changes:
        facts = {name: [_shown(profile, name), None] for name in changes}
        new = profile.superseded_by(
            recorded_at=recorded_at, **{**changes, "reason": reason.strip(), "document": document.strip()}
        )
        project.profile = new
        facts = {name: [old, _shown(new, name)] for name, (old, _new) in facts.items()}
        Project.objects.filter(pk=project.pk).update(profile=new)
        if changes.keys() & {"name", "owner_unit"}:
            derived.refresh_search(project)
    if order is not None and moved:
        facts["order"] = [str(project.order), str(order)]
        project.order = order
        Project.objects.filter(pk=project.pk).update(order=order)
    return note(project, changes=facts, reason=reason, document=document)


@command(Verb.PROJECT_MERGE)
def merge(project: Project, *, by: Person, at: datetime, recorded_at: datetime, into: Project, reason: str) -> Note:
    """并案: two entries turn out to be one project.

    The merged project's names and codes become the survivor's former ones, and both timelines stand on the
    survivor's page. Its facts (profile, plans, progress) stay where they were written: nothing is moved or
    added up, because both entries describe the same money. From `merged_at` on it is out of every list and
    figure, and only the survivor's plan and progress count; asked as of a day before, both still do.
    An amount that stands only in the merged entry is entered on the survivor by the office, in the open.
    """
    derived.refuse_merged(project)
    derived.refuse_merged(into)
    reason = derived.require_text(reason, _("并案须写明理由。"), "reason")
    if project.pk == into.pk:
        raise Invalid(_("项目不能并入自己，请选择另一个项目。"), field="into")
    if project.children.exists():
        raise Invalid(_("“%(name)s”是打包项目，请先把子项逐个并案。") % {"name": project}, field="into")
    if project.parent_id == into.pk or into.parent_id == project.pk:
        raise Invalid(_("子项与所属打包项目不能并案。"), field="into")
    has_current = into.codes.live().filter(is_current=True).exists()
    for code in project.codes.live():
        code.superseded_by(recorded_at=recorded_at, project=into, is_current=code.is_current and not has_current)
    known = {into.name, *queries.former_names(into)}
    for name in dict.fromkeys([project.name, *queries.former_names(project)]):
        if name not in known:
            FormerName.record(recorded_at=recorded_at, project=into, name=name)
    project.merged_into, project.merged_at = into, recorded_at
    Project.objects.filter(pk=project.pk).update(merged_into=into, merged_at=recorded_at)
    Project.objects.filter(merged_into=project).update(merged_into=into)
    derived.refresh_search(into)
    return note(
        into, merged=project.name, merged_number=project.internal_id, merged_id=project.pk, reason=reason,
        excluded_plan_years=sorted(project.plans.live().values_list("year", flat=True)),
    )  # fmt: skip


@command(Verb.PROJECT_ASSIGN_CODE)
def assign_code(
    project: Project, *, by: Person, at: datetime, recorded_at: datetime, code: str, document: str = ""
) -> Note:
    """赋项目代码: a new code becomes the current one, the one before stays on record."""
    derived.refuse_merged(project)
    read = read_code(code, project.profile.pool if project.profile else "")
    before = _current_code(project)
    given = _give_code(project, read, document, recorded_at)
    derived.refresh_search(project)
    return note(given, code=read.text, before=before.code if before else "", document=document)


@command(Verb.PROJECT_VOID_CODE)
def void_code(code: ProjectCode, *, by: Person, at: datetime, recorded_at: datetime, reason: str) -> Note:
    """作废项目代码: a code given by mistake or lapsed is closed; search still knows it no more."""
    reason = derived.require_text(reason, _("作废项目代码须写明原因。"), "reason")
    code.retire(recorded_at=recorded_at)
    derived.refresh_search(code.project)
    return note(code, code=code.code, reason=reason)


@command(Verb.PROJECT_NOTE_FORMER_NAME)
def note_former_name(
    project: Project, *, by: Person, at: datetime, recorded_at: datetime, name: str, origin: str = ""
) -> Note:
    """补记曾用名: a name the office knows and no change here recorded; `origin` is the workbook's row that has it."""
    derived.refuse_merged(project)
    name = fields.clean({"name": derived.require_text(name, _("请填写曾用名。"), "name")})["name"]
    if name == project.name:
        raise Invalid(_("“%(name)s”就是现用名称。") % {"name": name}, field="name")
    if name in queries.former_names(project):
        raise Invalid(_("曾用名“%(name)s”已经记过。") % {"name": name}, field="name")
    FormerName.record(recorded_at=recorded_at, project=project, name=name)
    derived.refresh_search(project)
    return note(project, name=name, origin=origin)


@command(Verb.PROJECT_WITHDRAW_FORMER_NAME)
def withdraw_former_name(
    former_name: FormerName, *, by: Person, at: datetime, recorded_at: datetime, reason: str
) -> Note:
    """撤回曾用名: it was never this project's name; neither search nor an import takes it for the project any more."""
    reason = derived.require_text(reason, _("撤回曾用名须写明原因。"), "reason")
    project = former_name.project
    derived.refuse_merged(project)
    former_name.retire(recorded_at=recorded_at)
    derived.refresh_search(project)
    return note(former_name, name=former_name.name, reason=reason)


@command(Verb.PROJECT_SHARE)
def share(project: Project, *, by: Person, at: datetime, recorded_at: datetime, parts: dict[Unit, Decimal]) -> Note:
    """县区分摊: which 考核单元 carries how many percent; exactly 100 together, or no parts at all."""
    derived.refuse_merged(project)
    parts = {unit: Decimal(str(percent)) for unit, percent in parts.items()}
    if problem := rules.shares_fault(list(parts.values())):
        raise Invalid(_("%(problem)s。") % {"problem": wording.fault(problem)}, field="parts")
    if others := [str(unit) for unit in parts if not unit.is_assessed]:
        raise Invalid(_("只能分摊到考核单元，%(units)s不是。") % {"units": _("、").join(others)}, field="parts")
    old = {each.unit_id: each for each in project.shares.live().select_related("unit")}
    before = {str(each.unit): f"{each.percent.normalize():f}" for each in old.values()}
    if {unit_id: each.percent for unit_id, each in old.items()} == {unit.pk: part for unit, part in parts.items()}:
        raise Invalid(_("分摊没有改动。"), field="parts")
    wanted = {unit.pk: (unit, percent) for unit, percent in parts.items()}
    for unit_id, each in old.items():
        if unit_id not in wanted:
            each.retire(recorded_at=recorded_at)
        elif each.percent != wanted[unit_id][1]:
            each.superseded_by(recorded_at=recorded_at, percent=wanted[unit_id][1])
    for unit_id, (unit, percent) in wanted.items():
        if unit_id not in old:
            Share.record(recorded_at=recorded_at, project=project, unit=unit, percent=percent)
    return note(project, before=before, after={str(unit): percent for unit, percent in parts.items()})


@command(Verb.PROJECT_SET_SOURCES)
def set_sources(
    project: Project, *, by: Person, at: datetime, recorded_at: datetime, amounts: dict[str, Decimal]
) -> Note:
    """资金来源: how much of the total investment comes from where; what is left out is no source any more."""
    derived.refuse_merged(project)
    wanted: dict[str, Decimal] = {}
    for source, amount in amounts.items():
        if source not in Source.values:
            raise Invalid(_("没有“%(name)s”这种资金来源。") % {"name": source}, field="amounts")
        value = _amount(amount, Source(source).label, "amounts")
        if value < 0:
            raise Invalid(_("%(name)s不能为负数。") % {"name": Source(source).label}, field="amounts")
        wanted[source] = value
    old = {each.source: each for each in project.sources.live()}
    if {source: each.amount_wan for source, each in old.items()} == wanted:
        raise Invalid(_("资金来源没有改动。"), field="amounts")
    for source, each in old.items():
        if source not in wanted:
            each.retire(recorded_at=recorded_at)
        elif each.amount_wan != wanted[source]:
            each.superseded_by(recorded_at=recorded_at, amount_wan=wanted[source])
    insert_many(
        InvestmentSource(recorded_at=recorded_at, project=project, source=source, amount_wan=amount)
        for source, amount in wanted.items()
        if source not in old
    )
    return note(
        project,
        before={str(each.get_source_display()): f"{each.amount_wan:f}" for each in old.values()},
        after={str(Source(source).label): f"{amount:f}" for source, amount in wanted.items()},
    )


@command(Verb.PROJECT_TAG)
def tag(project: Project, *, by: Person, at: datetime, recorded_at: datetime, tag: Tag) -> Note:
    """加标签: campaigns, chains and batches are data; a project carries any number of them."""
    derived.refuse_merged(project)
    if project.taggings.live().filter(tag=tag).exists():
        raise Invalid(_("项目已有标签“%(tag)s”。") % {"tag": tag}, field="tag")
    return note(Tagging.record(recorded_at=recorded_at, project=project, tag=tag), tag=tag)


@command(Verb.PROJECT_UNTAG)
def untag(tagging: Tagging, *, by: Person, at: datetime, recorded_at: datetime) -> Note:
    """去标签: the project carries the tag no more; that it did stays on record."""
    tagging.retire(recorded_at=recorded_at)
    return note(tagging, tag=tagging.tag)


@command(Verb.PROJECT_ATTACH)
def attach(
    project: Project,
    *,
    by: Person,
    at: datetime,
    recorded_at: datetime,
    file: File,
    title: str = "",
    kind: str = "",
    number: str = "",
    dated_on: date | None = None,
    milestone: str = "",
) -> Note:
    """附文件: a kept file belongs to the project under a title; a paper with its kind, number and day as printed."""
    derived.refuse_merged(project)
    number = number.strip()
    fields.require_paper(project, kind, number, dated_on, milestone, today=beijing_day(recorded_at))
    title = (title or "").strip()[:200] or file.name
    if project.attachments.live().filter(file=file).exists():
        raise Invalid(_("这个文件已经附在项目上。"), field="file")
    paper = {"kind": kind, "number": number, "dated_on": dated_on, "milestone": milestone}
    attachment = Attachment.record(recorded_at=recorded_at, project=project, file=file, title=title, **paper)
    printed = {"paper": PaperKind(kind).label if kind else "", "document": number, "dated_on": dated_on}
    said = {name: value for name, value in (printed | {"milestone": milestone}).items() if value}
    return note(attachment, title=title, file=file.name, sha256=file.sha256, **said)


def next_internal_id(at: datetime) -> str:
    """The next number of the year without a gap: one writer at a time, and a refused act gives its number back."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBERING])
    prefix = f"{parameters.values()[queries.NUMBER_PREFIX.name]}-{beijing_day(at).year}-"
    last = (
        Project.objects.filter(internal_id__startswith=prefix)
        .order_by("-id")
        .values_list("internal_id", flat=True)
        .first()
    )
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:04d}"


_NUMBERING = 7_301_001


def read_code(code: str, pool: str) -> rules.Code:
    """A code by its structure; none while the project is in reserve (domain.md §5.1)."""
    if pool == Pool.RESERVE:
        raise Invalid(_("储备库项目还没有项目代码，入滚动库或实施库后再赋码。"), field="code")
    try:
        return rules.read_code(code)
    except rules.NoCode as refused:
        raise Invalid(_("%(problem)s。") % {"problem": wording.fault(refused.fault)}, field="code") from None


def _current_code(project: Project) -> ProjectCode | None:
    return ProjectCode.objects.live().filter(project=project, is_current=True).first()


def _give_code(project: Project, read: rules.Code, document: str, recorded_at: datetime) -> ProjectCode:
    taken = ProjectCode.objects.live().filter(code=read.text).select_related("project__profile").first()
    if taken:
        raise Invalid(
            _("项目代码%(code)s已属于“%(name)s”（%(number)s），请核对是否同一项目。")
            % {"code": read.text, "name": taken.project, "number": taken.project.internal_id},
            field="code",
        )
    if current := _current_code(project):
        current.superseded_by(recorded_at=recorded_at, is_current=False)
    return ProjectCode.record(
        recorded_at=recorded_at, project=project, code=read.text, form=read.form, document=document.strip()
    )


def _refuse_duplicates(values: dict[str, Any], read: rules.Code | None, parent: Project | None) -> None:
    found = queries.likely_duplicates(
        name=values["name"],
        owner_unit=values.get("owner_unit"),
        assessed_unit=values.get("assessed_unit"),
        place=values.get("place", ""),
        total_investment_wan=values.get("total_investment_wan"),
        code=read.text if read else "",
        but=parent,  # a child is named after its bundle
    )
    if found:
        first = found[0]
        raise Invalid(
            _("与“%(name)s”（%(number)s）疑似重复：%(reasons)s。确属两个项目的，请写明理由后仍要登记。")
            % {"name": first.project, "number": first.project.internal_id, "reasons": _("、").join(first.reasons)},
            field="name",
        )


def _amount(value: Any, label: Any, field: str) -> Decimal:
    try:
        return wan(value)
    except ValueError:
        raise Invalid(_("%(name)s不能是“%(value)s”。") % {"name": label, "value": value}, field=field) from None


def _shown(profile: Profile, name: str) -> str:
    """A value as the timeline shows it: the choice's label, the unit's name, the amount in full."""
    field = fields.FIELDS[name]
    if field.choices:
        return str(getattr(profile, f"get_{name}_display")())
    value = getattr(profile, name)
    if value is None:
        return ""
    if name == "outline":
        return wording.outline(outlines.kept(value))
    if isinstance(value, bool):
        return str(_("是")) if value else str(_("否"))
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
