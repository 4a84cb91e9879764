"""Onto the list and off it without being struck off: raising, enlisting, handing out, passing on, dropping, merging."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from yidan.evidence.models import File
from yidan.evidence.rules import Claim
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid, NotPermitted
from yidan.kernel.journal import Note, note
from yidan.kernel.policy import Role
from yidan.kernel.statements import insert
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.ledger.models import Project
from yidan.matters import queries
from yidan.matters.commands.stepping import (
    advance,
    attach,
    belongs,
    numbered,
    require_apart,
    require_later,
    require_standing,
    require_text,
    require_verifier,
    step_after,
)
from yidan.matters.models import Matter
from yidan.matters.states import FLOW, Cycle, Kind, ProblemType, Severity, State, Tier
from yidan.people.models import Person, Unit

TEXTS = {
    "source": 120, "source_document": 120, "source_clause": 60, "source_quote": 4000, "chain": 60, "link": 60,
    "enterprise": 120, "title": 100, "description": 4000, "requirement": 2000, "close_out_standard": 2000,
    "evidence_asked": 300, "evidence_reason": 300,
}  # fmt: skip
CHOICES = {"kind": Kind, "problem_type": ProblemType, "tier": Tier, "severity": Severity, "cycle": Cycle}
OTHERS = {"source_on", "source_file", "assessed_unit", "lead_unit", "verifying_unit", "duty_person", "due_on"}


@command(Verb.MATTER_RAISE)
def raise_(
    about: Project | Unit,
    *,
    by: Person,
    at: datetime,
    recorded_at: datetime,
    title: str,
    source: str = "",
    projects: Iterable[Project] = (),
    brought: Iterable[tuple[File, Claim]] = (),
    **fields: Any,
) -> Note:
    """提出事项: enter what should be on the list, about a project or for a unit; the office decides whether it is."""
    concerned = list(dict.fromkeys([*([about] if isinstance(about, Project) else []), *projects]))
    matter = drafted(by, at, title=title, source=source or str(by.unit or by.name), projects=concerned, **fields)
    told = attach(matter, brought, by=by, recorded_at=recorded_at)
    return note(
        matter, title=matter.title, kind=matter.get_kind_display(), source=matter.source, projects=concerned,
        quote=matter.source_quote, **told,
    )  # fmt: skip


@command(Verb.INSTRUCTION_GIVE)
def give(
    about: Project | Unit | None,
    *,
    by: Person,
    at: datetime,
    recorded_at: datetime,
    text: str,
    due: date | None = None,
    brought: Iterable[tuple[File, Claim]] = (),
) -> Note:
    """批示: a leader's words, typed or as a picture of the handwriting, become a draft on the list, word for word."""
    brought = list(brought)
    if not text.strip() and not brought:
        raise Invalid(_("请写下批示，或附上手写批示的照片。"), field="text")
    text = require_text(text or _("见手写批示照片"), _("请写下批示。"), "text", 2000)
    concerned = [about] if isinstance(about, Project) else []
    matter = drafted(
        by, at, title=text.splitlines()[0][:60], source=_("%(name)s批示") % {"name": by.name}, source_quote=text,
        source_on=beijing_day(at), kind=Kind.INSTRUCTION, severity=Severity.SERIOUS, tier=Tier.LEADER, due_on=due,
        projects=concerned, contact_leader=by,
    )  # fmt: skip
    told = attach(matter, brought, by=by, recorded_at=recorded_at)
    return note(matter, text=text, projects=concerned, due=due, **told)


def drafted(by: Person, at: datetime, *, projects: list[Project], **fields: Any) -> Matter:
    """The step that commands of the rooms below share: a draft on the list about these projects."""
    contact_leader = fields.pop("contact_leader", None)
    values = _clean(fields)
    values.setdefault("kind", Kind.PROBLEM)
    matter = Matter(raised_by=by, raised_at=at, contact_leader=contact_leader, **values)
    profile = projects[0].profile if projects else None
    if profile and not matter.assessed_unit_id:
        matter.assessed_unit_id = profile.assessed_unit_id
    if profile and contact_leader is None:
        matter.contact_leader_id = profile.contact_leader_id
    for name, value in step_after(matter, State.DRAFT, beijing_day(at)).items():
        setattr(matter, name, value)
    insert(matter)
    matter.concern(projects)
    return matter


def _clean(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields as the columns want them; refused at the field that does not hold."""
    if unknown := set(fields) - set(TEXTS) - set(CHOICES) - OTHERS:
        raise TypeError(f"not fields of a matter: {sorted(unknown)}")
    values = dict(fields)
    for name, most in TEXTS.items():
        if name in values:
            values[name] = str(values[name] or "").strip()
            if len(values[name]) > most:
                raise Invalid(_("%(field)s最多%(most)d字。") % {"field": _label(name), "most": most}, field=name)
    for name, choices in CHOICES.items():
        if name in values and values[name] not in choices.values:
            raise Invalid(_("请选择%(field)s。") % {"field": _label(name)}, field=name)
    if "title" in values and not values["title"]:
        raise Invalid(_("请用一句话写明事项。"), field="title")
    if values.get("evidence_asked") and not values.get("evidence_reason"):
        raise Invalid(_("要求提交佐证须写明为什么需要(国办函〔2026〕12号)。"), field="evidence_reason")
    return values


def _label(name: str) -> str:
    field: Any = Matter._meta.get_field(name)
    return str(field.verbose_name)


@command(Verb.MATTER_CHANGE)
def change(
    matter: Matter, *, by: Person, at: datetime, projects: Iterable[Project] | None = None, **fields: Any
) -> Note:
    """修改事项: before it is handed out, by who raised it or the office; afterwards its words stand."""
    if not (by.is_role(Role.SUPERVISOR) or (matter.raised_by_id == by.pk and matter.state == State.DRAFT)):
        raise NotPermitted(_("事项已交项目办，只能由市项目办修改。"))
    given = {name: getattr(matter, name) for name in ("evidence_reason",)} | fields
    values = {name: value for name, value in _clean(given).items() if name in fields}
    changes = {name: value for name, value in values.items() if getattr(matter, name) != value}
    before = {name: str(getattr(matter, name) or "") for name in changes}
    wanted = None if projects is None else list(projects)
    moved = wanted is not None and {each.pk for each in wanted} != set(matter.projects.values_list("pk", flat=True))
    if not changes and not moved:
        raise Invalid(_("没有任何改动。"))
    FLOW.advance(matter, Verb.MATTER_CHANGE, **changes)
    if moved and wanted is not None:
        matter.concern(wanted)
    return note(
        matter, changes={_label(name): [before[name], str(value or "")] for name, value in changes.items()},
        projects=wanted if moved else None,
    )  # fmt: skip


@command(Verb.MATTER_ENLIST)
def enlist(matter: Matter, *, by: Person, at: datetime, despite: str = "") -> Note:
    """审核入账: the matter gets its number for life; one like it that is still open is shown before."""
    if not despite.strip() and (like := queries.likely_same(matter)):
        raise Invalid(
            _("同一项目已有未销号的同类事项%(number)s“%(title)s”；确需另列请写明理由，或者并案。")
            % {"number": like[0].number, "title": like[0].title},
            field="despite",
        )
    year = beijing_day(at).year
    advance(matter, Verb.MATTER_ENLIST, at=at, by=by, year=year, serial=numbered(year))
    return note(matter, number=matter.number, title=matter.title, despite=despite.strip())


@command(Verb.MATTER_ISSUE)
def issue(
    matter: Matter,
    *,
    by: Person,
    at: datetime,
    lead_unit: Unit,
    verifying_unit: Unit,
    due_on: date,
    close_out_standard: str,
    requirement: str = "",
    supporting_units: Iterable[Unit] = (),
    duty_person: Person | None = None,
    supervisor: Person | None = None,
    contact_leader: Person | None = None,
    cycle: str = Cycle.ONCE,
    evidence_asked: str = "",
    evidence_reason: str = "",
) -> Note:
    """交办: one lead unit, a deadline, a standard by which it will be struck off, and another unit that verifies."""
    require_apart(lead_unit, verifying_unit)
    require_standing(lead_unit, "lead_unit")
    require_verifier(verifying_unit)
    require_later(due_on, beijing_day(at))
    standard = require_text(
        close_out_standard, _("请写明销号标准：做到什么程度算办结，要能衡量。"), "close_out_standard", 2000
    )
    values = _clean({"requirement": requirement or matter.requirement, "cycle": cycle,
                     "evidence_asked": evidence_asked, "evidence_reason": evidence_reason})  # fmt: skip
    others = [unit for unit in supporting_units if unit.pk != lead_unit.pk]
    advance(
        matter, Verb.MATTER_ISSUE, at=at, lead_unit=lead_unit, verifying_unit=verifying_unit, due_on=due_on,
        original_due_on=due_on, close_out_standard=standard, duty_person=duty_person, supervisor=supervisor or by,
        contact_leader=contact_leader or matter.contact_leader, issued_at=at, **values,
    )  # fmt: skip
    matter.supporting_units.set(others)
    return note(
        matter, number=matter.number, title=matter.title, lead_unit=lead_unit.name, verifying_unit=verifying_unit.name,
        supporting=[unit.name for unit in others] or None, due_on=due_on, standard=standard,
        evidence_asked=values["evidence_asked"], evidence_reason=values["evidence_reason"],
    )  # fmt: skip


@command(Verb.MATTER_PASS_ON)
def pass_on(
    matter: Matter,
    *,
    by: Person,
    at: datetime,
    lead_unit: Unit,
    reason: str,
    duty_person: Person | None = None,
    verifying_unit: Unit | None = None,
) -> Note:
    """移交他办: another unit leads from now on and signs anew; the deadline stays.

    With `verifying_unit` another verifies, too: it must where the verifying unit itself takes over.
    """
    reason = require_text(reason, _("请写明为什么移交。"), "reason")
    if lead_unit.pk == matter.lead_unit_id:
        raise Invalid(_("%(unit)s已经是牵头单位。") % {"unit": lead_unit}, field="lead_unit")
    require_standing(lead_unit, "lead_unit")
    verifying = verifying_unit or matter.verifying_unit
    if verifying:
        require_apart(lead_unit, verifying)
        require_verifier(verifying)
    if matter.extensions.filter(ask="waiting").exists():
        raise Invalid(_("还有待批的延期申请，请先批复再移交。"), field="lead_unit")
    before = matter.lead_unit
    matter.supporting_units.remove(lead_unit)
    advance(
        matter,
        Verb.MATTER_PASS_ON,
        at=at,
        lead_unit=lead_unit,
        verifying_unit=verifying,
        duty_person=duty_person,
        is_declined=False,
        rung=0,
        signed_at=None,
    )
    return note(
        matter, number=matter.number, before=before.name if before else "", after=lead_unit.name,
        verifying_unit=verifying_unit.name if verifying_unit else None, reason=reason,
    )  # fmt: skip


@command(Verb.MATTER_REASSIGN)
def reassign(matter: Matter, *, by: Person, at: datetime, verifying_unit: Unit, reason: str) -> Note:
    """改派验收: another unit verifies from now on, since the one named was merged or cannot; what it said stays."""
    reason = require_text(reason, _("请写明为什么改派。"), "reason")
    FLOW.target(matter.state, Verb.MATTER_REASSIGN)
    if verifying_unit.pk == matter.verifying_unit_id:
        raise Invalid(_("%(unit)s已经是验收单位。") % {"unit": verifying_unit}, field="verifying_unit")
    if matter.lead_unit:
        require_apart(matter.lead_unit, verifying_unit)
    require_verifier(verifying_unit)
    before = matter.verifying_unit
    advance(matter, Verb.MATTER_REASSIGN, at=at, by=by, verifying_unit=verifying_unit)
    return note(
        matter, number=matter.number, before=before.name if before else "", after=verifying_unit.name, reason=reason
    )


@command(Verb.MATTER_DROP)
def drop(matter: Matter, *, by: Person, at: datetime, reason: str, approved: str = "", document: str = "") -> Note:
    """中止: the project left the list or the policy changed; never counted as struck off; a leader approves."""
    reason = require_text(reason, _("请写明为什么中止。"), "reason")
    if matter.state not in (State.DRAFT, State.LISTED) and not approved.strip():
        raise Invalid(_("已交办的事项中止须市领导批准，请写明谁在何时批准。"), field="approved")
    advance(matter, Verb.MATTER_DROP, at=at, by=by)
    return note(matter, number=matter.number, reason=reason, approved=approved.strip(), document=document.strip())


@command(Verb.MATTER_MERGE)
def merge(matter: Matter, *, by: Person, at: datetime, into: Matter, reason: str) -> Note:
    """并案: two entries turn out to be one matter; its projects go over, its number is never used again."""
    reason = require_text(reason, _("请写明为什么并案。"), "reason")
    if into.pk == matter.pk:
        raise Invalid(_("不能并入自己，请选择另一个事项。"), field="into")
    if into.state in (State.CLOSED, State.DROPPED, State.MERGED):
        raise Invalid(_("%(number)s已经办结，不能并入。") % {"number": into.number}, field="into")
    into.concern({*into.projects.all(), *matter.projects.all()})
    advance(matter, Verb.MATTER_MERGE, at=at, by=by, merged_into=into)
    return note(matter, number=matter.number, into=into.number, reason=reason)


@command(Verb.MATTER_REOPEN)
def reopen(matter: Matter, *, by: Person, at: datetime, reason: str) -> Note:
    """重启: what was struck off came back. The old number stays so; a new, linked matter is on the list."""
    reason = require_text(reason, _("请写明反弹的情况。"), "reason", 2000)
    FLOW.advance(matter, Verb.MATTER_REOPEN)
    if again := matter.rebounds.exclude(state__in=(State.CLOSED, State.DROPPED, State.MERGED)).first():
        raise Invalid(_("反弹已经另列为%(number)s，正在办理。") % {"number": again.number}, field="reason")
    return note(rebounded(matter, by, at, reason), of=matter.number, reason=reason)


def rebounded(matter: Matter, by: Person, at: datetime, reason: str) -> Matter:
    """The new matter that a rebound makes: on the list at once, with what the old one was about."""
    copied = {name: getattr(matter, name) for name in (
        "title", "problem_type", "tier", "enterprise", "chain", "link", "assessed_unit", "requirement",
        "close_out_standard", "evidence_asked", "evidence_reason",
    )}  # fmt: skip
    new = drafted(
        by, at, projects=list(matter.projects.all()), kind=Kind.RECTIFICATION, severity=Severity.SERIOUS,
        source=_("%(number)s销号后反弹") % {"number": matter.number}, description=reason,
        contact_leader=matter.contact_leader, **copied,
    )  # fmt: skip
    year = beijing_day(at).year
    Matter.objects.filter(pk=new.pk).update(rebound_of=matter)
    new.rebound_of = matter
    advance(new, Verb.MATTER_ENLIST, at=at, by=by, year=year, serial=numbered(year))
    return new


def is_party(person: Person, matter: Matter) -> bool:
    """Whether the person's unit is named on the matter."""
    return any(belongs(person, unit) for units in matter.reach().values() for unit in units)
