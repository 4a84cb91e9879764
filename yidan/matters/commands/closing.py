"""Striking off: asked for by the lead unit, verified by another, decided by a third hand, and late stays late."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from yidan.evidence.models import File
from yidan.evidence.rules import Claim
from yidan.kernel import parameters
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid, NotPermitted, Refused
from yidan.kernel.journal import Note, note
from yidan.kernel.policy import Role
from yidan.kernel.statements import insert
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.matters import parameters as office
from yidan.matters import queries, rules
from yidan.matters.commands.stepping import (
    advance,
    attach,
    belongs,
    lead_of,
    refuse_lead,
    require_lead,
    require_text,
)
from yidan.matters.models import Matter, Reply, Verification
from yidan.matters.states import FLOW, Ask, Severity, State, Way
from yidan.people.models import Person


@command(Verb.MATTER_APPLY_CLOSE_OUT)
def apply_close_out(
    matter: Matter,
    *,
    by: Person,
    at: datetime,
    recorded_at: datetime,
    statement: str,
    brought: Iterable[tuple[File, Claim]] = (),
    on_behalf: str = "",
) -> Note:
    """申请销号: the lead unit says how each condition of the standard is met, with the evidence that was asked for."""
    FLOW.target(matter.state, Verb.MATTER_APPLY_CLOSE_OUT)
    require_lead(matter, by, Verb.MATTER_APPLY_CLOSE_OUT, on_behalf)
    statement = require_text(statement, _("请对照销号标准逐条写明完成情况。"), "statement", 2000)
    if matter.extensions.filter(ask=Ask.WAITING).exists():
        raise Refused(_("还有待批的延期申请；已经办完的，请市项目办先批复延期申请。"))
    said = insert(Reply(matter=matter, text=statement, percent=100, replied_at=at, replier=by, unit=lead_of(matter)))
    told = attach(matter, brought, by=by, recorded_at=recorded_at, reply=said)
    if matter.evidence_asked and not matter.evidence.exists():
        raise Invalid(
            _("销号需要佐证：%(asked)s；因为%(reason)s。")
            % {"asked": matter.evidence_asked, "reason": matter.evidence_reason},
            field="brought",
        )
    advance(matter, Verb.MATTER_APPLY_CLOSE_OUT, at=at, by=by)
    return note(matter, number=matter.number, statement=statement, on_behalf=on_behalf, **told)


@command(Verb.MATTER_VERIFY)
def verify(matter: Matter, *, by: Person, at: datetime, way: str, verifiers: str, opinion: str) -> Note:
    """核查 (passed): by the verifying unit, at least two people, none of them of the unit at work."""
    opinion = require_text(opinion, _("请写明核查意见：对照标准看到了什么。"), "opinion", 2000)
    if way not in Way.values:
        raise Invalid(_("请选择核查方式。"), field="way")
    names = _verifiers(matter, by, verifiers)
    values = parameters.values()
    least = rules.least_verifiers(
        matter.severity, values[office.VERIFIERS.name], values[office.VERIFIERS_IMPORTANT.name]
    )
    if len(names) < least:
        raise Invalid(_("至少%(least)d人核查，请写全姓名，用顿号隔开。") % {"least": least}, field="verifiers")
    if matter.severity == Severity.IMPORTANT and way == Way.PAPER:
        raise Invalid(_("重大事项须现场核查，不得以书面材料替代。"), field="way")
    is_drawn = queries.is_to_be_seen(matter)
    if is_drawn and way == Way.PAPER:
        raise Invalid(_("本件按比例抽中，不能只审资料，请现场核查、抽查底稿或回访。"), field="way")
    _write(matter, by, at, way=way, names=names, opinion=opinion, is_passed=True)
    advance(matter, Verb.MATTER_VERIFY, at=at, by=by)
    return note(
        matter, number=matter.number, way=Way(way).label, verifiers=names, opinion=opinion, passed=True, drawn=is_drawn
    )


def _verifiers(matter: Matter, by: Person, text: str) -> list[str]:
    refuse_lead(matter, by, Verb.MATTER_VERIFY)
    if not belongs(by, matter.verifying_unit_id):
        raise NotPermitted(_("核查由验收单位%(unit)s办理。") % {"unit": matter.verifying_unit})
    names = rules.names_in(text)
    if by.name not in names:
        names.insert(0, by.name)
    if own := queries.of_unit(matter.lead_unit_id, names):
        raise Invalid(
            _("%(names)s是牵头单位的人，不能核查本单位的事项。") % {"names": "、".join(own)}, field="verifiers"
        )
    return names


def _write(
    matter: Matter, by: Person, at: datetime, *, way: str, names: list[str], opinion: str, is_passed: bool
) -> None:
    if matter.verifying_unit is None:
        raise Refused(_("事项还没有验收单位，请先交办。"))
    insert(Verification(
        matter=matter, way=way, verifiers="、".join(names)[:120], verifier_count=len(names), is_passed=is_passed,
        opinion=opinion, verified_at=at, verifier=by, unit=matter.verifying_unit,
    ))  # fmt: skip


@command(Verb.MATTER_SEND_BACK)
def send_back(
    matter: Matter,
    *,
    by: Person,
    at: datetime,
    reason: str,
    way: str = Way.PAPER,
    verifiers: str = "",
) -> Note:
    """退回整改: not up to the standard, with what is missing. The deadline runs on as it was."""
    reason = require_text(reason, _("请写明哪里没有达到销号标准、还要做什么。"), "reason", 2000)
    if matter.state == State.APPLIED:
        names = _verifiers(matter, by, verifiers)
        _write(matter, by, at, way=way, names=names, opinion=reason, is_passed=False)
    elif not by.is_role(Role.SUPERVISOR):
        raise NotPermitted(_("核查已经通过，只有市项目办可以退回。"))
    advance(matter, Verb.MATTER_SEND_BACK, at=at, by=by)
    return note(matter, number=matter.number, reason=reason)


@command(Verb.MATTER_CLOSE_OUT)
def close_out(
    matter: Matter, *, by: Person, at: datetime, opinion: str = "", document: str = "", satisfaction: int | None = None
) -> Note:
    """销号: struck off by the office, an important one by a leader, never by the unit that did the work."""
    refuse_lead(matter, by, Verb.MATTER_CLOSE_OUT)
    if matter.severity == Severity.IMPORTANT and not by.is_role(Role.LEADER):
        raise NotPermitted(_("重大事项由市领导审定销号，请呈报。"))
    if satisfaction is not None and satisfaction not in (1, 2, 3):
        raise Invalid(_("请选择满意、基本满意或不满意。"), field="satisfaction")
    if satisfaction == 1:
        raise Refused(_("企业或群众不满意的不销号，请退回整改。"))
    advance(
        matter, Verb.MATTER_CLOSE_OUT, at=at, by=by, closed_at=at, closed_by=by, satisfaction=satisfaction,
        close_out_document=document.strip()[:60],
    )  # fmt: skip
    late = matter.due_on is not None and beijing_day(at) > matter.due_on
    return note(
        matter, number=matter.number, title=matter.title, opinion=opinion.strip(), document=document.strip(),
        late=late or None, due_on=matter.due_on,
    )  # fmt: skip
