"""Who may do what: one table of roles, readable by an auditor, and one function that says no and why.

Scope: each role reaches the whole city, or only things that name its unit in one part
(`Reach`). A subject says which units it names in which part through `reach()`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidan.kernel.errors import NotPermitted
from yidan.kernel.verbs import Verb


class Role(TextChoices):
    """What a person can be, somewhere, for some time."""

    LEADER = "leader", gettext_lazy("市领导")
    SUPERVISOR = "supervisor", gettext_lazy("市项目办")
    COUNTY_REVIEWER = "county_reviewer", gettext_lazy("县市区审核员")
    DEPARTMENT_REVIEWER = "department_reviewer", gettext_lazy("市直部门审核员")
    REPORTER = "reporter", gettext_lazy("业主填报员")
    INSPECTOR = "inspector", gettext_lazy("项目服务专员")
    STATISTICS_READER = "statistics_reader", gettext_lazy("统计财政(只读)")
    AUDITOR = "auditor", gettext_lazy("审计员")
    SYSTEM_ADMIN = "system_admin", gettext_lazy("系统管理员")
    SECURITY_ADMIN = "security_admin", gettext_lazy("安全管理员")


class Reach(TextChoices):
    """How far a role reaches."""

    CITY = "city", gettext_lazy("全市")
    ASSESSED_UNIT = "assessed_unit", gettext_lazy("本县市区的项目")
    COMPETENT_UNIT = "competent_unit", gettext_lazy("本部门主管或负责的项目")
    OWNER_UNIT = "owner_unit", gettext_lazy("本单位的项目")
    NOTHING = "nothing", gettext_lazy("不接触业务数据")


ROLE_REACH: dict[Role, Reach] = {
    Role.LEADER: Reach.CITY,
    Role.SUPERVISOR: Reach.CITY,
    Role.COUNTY_REVIEWER: Reach.ASSESSED_UNIT,
    Role.DEPARTMENT_REVIEWER: Reach.COMPETENT_UNIT,
    Role.REPORTER: Reach.OWNER_UNIT,
    Role.INSPECTOR: Reach.CITY,
    Role.STATISTICS_READER: Reach.CITY,
    Role.AUDITOR: Reach.CITY,
    Role.SYSTEM_ADMIN: Reach.NOTHING,
    Role.SECURITY_ADMIN: Reach.NOTHING,
}

_EVIDENCE = {Verb.FILE_KEEP, Verb.EXHIBIT_ADD, Verb.EXHIBIT_WITHDRAW, Verb.CAPTURE_REMOVE_PLACE}
_JUDGING = {Verb.EXHIBIT_JUDGE, Verb.SLOT_SET, Verb.SLOT_END}
_VIEWS = {Verb.VIEW_SAVE, Verb.VIEW_DROP}
_REGISTER = {
    Verb.PROJECT_REGISTER, Verb.PROJECT_CHANGE, Verb.PROJECT_MERGE, Verb.PROJECT_ASSIGN_CODE, Verb.PROJECT_VOID_CODE,
    Verb.PROJECT_NOTE_FORMER_NAME, Verb.PROJECT_WITHDRAW_FORMER_NAME,
    Verb.PROJECT_SHARE, Verb.PROJECT_SET_SOURCES, Verb.PROJECT_TAG, Verb.PROJECT_UNTAG, Verb.PROJECT_ATTACH,
    Verb.STAGE_RECORD, Verb.STAGE_WITHDRAW, Verb.PLAN_SET, Verb.PLAN_ADJUST, Verb.PLAN_WITHDRAW,
    Verb.MILESTONE_SET, Verb.MILESTONE_FORECAST, Verb.MILESTONE_REACH, Verb.TAG_REGISTER,
    Verb.COLUMN_MAP, Verb.FILE_KEEP,
}  # fmt: skip
# 项目库: whoever answers for a project proposes it and says what it thinks; the office decides (domain.md §8).
_POOLING = {Verb.POOL_PROPOSE, Verb.POOL_REVIEW}
# A county or a department says how its projects' rows of the three-year sheet should read; the office, having it in its
# own hand, writes there itself.
_ROLLING = {Verb.ROLLING_PROPOSE}
_POOLS = _POOLING | {
    Verb.POOL_ADMIT,
    Verb.POOL_DECLINE,
    Verb.POOL_REMOVE,
    Verb.POOL_KEEP,
    Verb.POOL_REDATE,
    Verb.ROLLING_SET,
    Verb.ROLLING_WITHDRAW,
    Verb.ROLLING_ACCEPT,
    Verb.ROLLING_SEND_BACK,
}
# 资金: offices and owners record what they hold the paper of; batches and the bureau's books are the office's.
_MONEY = {Verb.MOVEMENT_RECORD, Verb.MOVEMENT_CORRECT, Verb.MOVEMENT_WITHDRAW}
_BOOKS = {Verb.BATCH_REGISTER, Verb.BATCH_CHANGE, Verb.RECONCILIATION_RECORD}
_REVIEW = {Verb.REPORT_CHECK, Verb.REPORT_SEND_BACK, Verb.REPORT_REMIND}
# 一单四制: what the unit at work may do, what the office decides, what the verifying unit says (domain.md §1.2).
_RAISING = {Verb.MATTER_RAISE, Verb.MATTER_CHANGE}
_WORKING = _RAISING | {
    Verb.BULLETIN_COMMENT, Verb.RESULT_APPEAL, Verb.CARD_APPLY_LIFT,
    Verb.MATTER_SIGN_FOR, Verb.MATTER_DECLINE, Verb.MATTER_PLAN, Verb.MATTER_REPLY, Verb.MATTER_ASK_EXTENSION,
    Verb.MATTER_ESCALATE, Verb.MATTER_APPLY_CLOSE_OUT,
}  # fmt: skip
_VERIFYING = {Verb.MATTER_VERIFY, Verb.MATTER_SEND_BACK, Verb.RECHECK_RECORD}
_DIRECTING = _RAISING | {
    Verb.MATTER_ENLIST, Verb.MATTER_ISSUE, Verb.MATTER_TAKE_BACK, Verb.MATTER_INSIST,
    Verb.MATTER_URGE, Verb.MATTER_SEND_LETTER,
    Verb.MATTER_EXTEND, Verb.MATTER_REFUSE_EXTENSION, Verb.MATTER_ESCALATE, Verb.MATTER_HOLD,
    Verb.MATTER_LOWER, Verb.MATTER_PAUSE, Verb.MATTER_RESUME, Verb.MATTER_PASS_ON, Verb.MATTER_REASSIGN,
    Verb.MATTER_CLOSE_OUT, Verb.MATTER_REOPEN, Verb.MATTER_DROP, Verb.MATTER_MERGE, Verb.RECHECK_DRAW,
}  # fmt: skip
# 巡查: whoever belongs to a unit of the project is refused by the command; the office makes the list (domain.md §13.4).
_VISITING = {Verb.VISIT_RECORD, Verb.VISIT_CORRECT, Verb.FINDING_SOLVE, Verb.FINDING_RAISE}
# 监测, 企业帮扶: whoever goes there enters it, a county for its own; what is watched, and which parts, the office.
_SEEING = {Verb.OBSERVATION_RECORD, Verb.LEAD_RAISE, Verb.CALL_RECORD, Verb.NEED_RAISE, Verb.ENTERPRISE_SET}
_ARRANGING = {Verb.WATCH_SET, Verb.POINT_SET, Verb.GOODS_SET, Verb.SCHEME_SET, Verb.CARE_ASSIGN}
_PUBLISHING = {
    Verb.BULLETIN_DRAFT, Verb.BULLETIN_EDIT, Verb.BULLETIN_CONSULT, Verb.BULLETIN_SIGN, Verb.BULLETIN_PUBLISH,
    Verb.BULLETIN_CORRECT, Verb.BULLETIN_WITHDRAW,
}  # fmt: skip
# 前期手续: the enterprise hands in and completes; the department at work says the rest; the office may record both.
_APPLYING = {Verb.PERMIT_SUBMIT, Verb.PERMIT_COMPLETE, Verb.PERMIT_WITHDRAW, Verb.PERMIT_ATTACH}
_PERMITTING = _APPLYING | {
    Verb.PERMIT_LAY_OUT, Verb.PERMIT_OPEN, Verb.PERMIT_NOTIFY, Verb.PERMIT_ACCEPT, Verb.PERMIT_PAUSE,
    Verb.PERMIT_RESUME, Verb.PERMIT_EXTEND, Verb.PERMIT_DECIDE, Verb.PERMIT_ISSUE, Verb.PERMIT_CONVERT,
    Verb.PERMIT_WAIVE, Verb.PERMIT_REQUIRE, Verb.PERMIT_CORRECT,
}  # fmt: skip
# 考核: computed and adjusted by the office; who laid it before the units does not confirm it (assessment.commands).
_ASSESSING = {
    Verb.PACK_ADOPT, Verb.ROUND_COMPUTE, Verb.ROUND_FREEZE, Verb.ROUND_CONFIRM, Verb.ROUND_PUBLISH,
    Verb.ROUND_WITHDRAW, Verb.RESULT_ADJUST, Verb.APPEAL_DISMISS, Verb.MERIT_RECORD, Verb.MERIT_WITHDRAW,
    Verb.CARD_ISSUE, Verb.CARD_MEASURE, Verb.CARD_LIFT,
}  # fmt: skip
# 规划任务: the office keeps the registers; the unit that answers for an item reports its values and claims it done.
_TARGETS = {Verb.ITEM_CLAIM, Verb.ITEM_MEASURE}
_KEEPING = _TARGETS | {
    Verb.REGISTER_DEFINE, Verb.ITEM_ENTER, Verb.ITEM_CHANGE, Verb.ITEM_WITHDRAW, Verb.ITEM_LINK, Verb.ITEM_UNLINK,
    Verb.ITEM_CONFIRM, Verb.ITEM_SEND_BACK, Verb.ITEM_DROP, Verb.ITEM_CARRY_OVER,
}  # fmt: skip
# What a bureau publishes is typed in by the bureau or by the office (domain.md §6).
_SERIES = {Verb.SERIES_REGISTER, Verb.SERIES_CHANGE, Verb.RELEASE_RECORD, Verb.RELEASE_WITHDRAW}
_PAPERS = {Verb.FILE_KEEP, Verb.PROJECT_ATTACH, Verb.COLUMN_MAP}
_REPORT = {Verb.REPORT_SAVE, Verb.REPORT_SUBMIT, Verb.FILE_BRING_IN}

ROLE_VERBS: dict[Role, frozenset[Verb]] = {
    Role.LEADER: frozenset(
        _VIEWS | _RAISING
        | {Verb.FILE_KEEP, Verb.INSTRUCTION_GIVE, Verb.MATTER_LOWER, Verb.MATTER_HOLD, Verb.MATTER_CLOSE_OUT,
           Verb.MATTER_EXTEND, Verb.MATTER_REFUSE_EXTENSION, Verb.BULLETIN_SIGN, Verb.ROUND_CONFIRM}
    ),
    Role.SUPERVISOR: frozenset(
        _VIEWS | _REGISTER | _REVIEW | _REPORT | _EVIDENCE | _JUDGING | _WORKING | _VERIFYING | _DIRECTING | _VISITING
        | _ARRANGING | _PUBLISHING | _ASSESSING | _PERMITTING | _KEEPING | _SEEING | _SERIES | _MONEY | _BOOKS | _POOLS
        | {Verb.PATROL_PLAN, Verb.CHECKLIST_SET, Verb.APPROVAL_ITEM_SET, Verb.APPROVAL_TEMPLATE_SET}
        | {Verb.REPORT_ACCEPT, Verb.REPORT_CORRECT, Verb.REPORT_RECORD, Verb.OPENING_SET, Verb.MONTH_SET_CALENDAR,
           Verb.PARAMETER_SET, Verb.CALENDAR_IMPORT, Verb.FEEDBACK_ANSWER, Verb.UNIT_REGISTER, Verb.UNIT_CHANGE,
           Verb.PERSON_HAND_OVER}
    ),
    Role.COUNTY_REVIEWER: frozenset(
        _VIEWS | _REVIEW | _REPORT | _PAPERS | _EVIDENCE | _JUDGING | _WORKING | _VERIFYING | _PERMITTING | _TARGETS
        | _SEEING | _MONEY | _POOLING | _ROLLING | {Verb.CARE_ASSIGN}
    ),
    Role.DEPARTMENT_REVIEWER: frozenset(
        _VIEWS | _REVIEW | _PAPERS | _EVIDENCE | _JUDGING | _WORKING | _VERIFYING | _PERMITTING | _TARGETS
        | _MONEY | _POOLING | _ROLLING | {Verb.OBSERVATION_RECORD, Verb.LEAD_RAISE}
    ),
    Role.REPORTER: frozenset(
        _VIEWS | _REPORT
        | _PAPERS | _EVIDENCE | _WORKING | _APPLYING | _MONEY
        | {Verb.MILESTONE_FORECAST, Verb.MILESTONE_REACH, Verb.POOL_PROPOSE}
    ),
    Role.INSPECTOR: frozenset(_VIEWS | _EVIDENCE | _RAISING | _VERIFYING | _VISITING | _SEEING),
    Role.STATISTICS_READER: frozenset(_VIEWS | _SERIES),
    Role.AUDITOR: frozenset(_VIEWS),
    # Three administrators apart (domain.md §12): the system administrator makes accounts and units, the
    # security administrator grants roles, the auditor reads the journal; none of the first two sees business data.
    Role.SYSTEM_ADMIN: frozenset(
        {Verb.UNIT_REGISTER, Verb.UNIT_CHANGE, Verb.PERSON_REGISTER, Verb.PERSON_CHANGE, Verb.PERSON_RETIRE,
         Verb.PERSON_SET_PASSWORD, Verb.PERSON_HAND_OVER, Verb.CALENDAR_IMPORT}
    ),
    Role.SECURITY_ADMIN: frozenset({Verb.ROLE_GRANT, Verb.ROLE_END}),
}  # fmt: skip

# What the clock does by itself, through the worker (yidan.people.console.CLOCK), and nothing else.
CLOCK_VERBS = frozenset({Verb.PATROL_PLAN, Verb.BULLETIN_DRAFT})

# What everybody may do to themselves, whatever they are.
OWN_VERBS = frozenset(
    {
        Verb.PERSON_CHANGE_PASSWORD,
        Verb.NOTICE_READ,
        Verb.CALENDAR_FEED_OPEN,
        Verb.CALENDAR_FEED_CLOSE,
        Verb.FEEDBACK_SEND,
    }
)


class Actor(Protocol):
    """What policy asks of a person: its roles now, each as (role, unit id)."""

    pk: int
    name: str

    def holds(self) -> Iterable[tuple[str, int]]:
        """The roles held, each with the unit where it is held."""


def deny(person: Any, verb: Verb, subject: Any = None) -> str | None:
    """Say why `person` may not `verb` the `subject`, or None if they may."""
    if verb in OWN_VERBS:
        return None if subject == person else _("%(verb)s：只能由本人办理。") % {"verb": verb.label}
    if verb in CLOCK_VERBS and getattr(person, "is_clock", False):
        return None
    holdings = [(Role(role), unit_id) for role, unit_id in person.holds()]
    allowed = [(role, unit_id) for role, unit_id in holdings if verb in ROLE_VERBS[role]]
    if not allowed:
        return _("%(verb)s：您的角色没有这项权限，请联系%(who)s。") % {"verb": verb.label, "who": who_may(verb)}
    if any(ROLE_REACH[role] in {Reach.CITY, Reach.NOTHING} for role, _unit in allowed):
        return None
    named = subject.reach() if hasattr(subject, "reach") else {}
    if any(unit_id in named.get(ROLE_REACH[role], ()) for role, unit_id in allowed):
        return None
    return _("%(verb)s：只能办理本单位的项目。") % {"verb": verb.label}


def may(person: Any, verb: Verb, subject: Any = None) -> bool:
    """Whether `person` may `verb` the `subject`."""
    return deny(person, verb, subject) is None


def require(person: Any, verb: Verb, subject: Any) -> None:
    """Refuse with the reason unless permitted."""
    if reason := deny(person, verb, subject):
        raise NotPermitted(reason)


def who_may(verb: Verb) -> str:
    """The roles that may, in words, for the reason shown on a disabled button."""
    return _("、").join(str(role.label) for role, verbs in ROLE_VERBS.items() if verb in verbs)
