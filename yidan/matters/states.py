"""The life of a matter (domain.md §1.2), and the words it is described with."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

from yidan.kernel.flow import Flow
from yidan.kernel.verbs import Verb


class State(TextChoices):
    """Where a matter is. Requests (extension, escalation) are beside it, never states of their own."""

    DRAFT = "draft", _("草拟")
    LISTED = "listed", _("待交办")
    ISSUED = "issued", _("待签收")
    DECLINED = "declined", _("退单待定")
    RUNNING = "running", _("办理中")
    PAUSED = "paused", _("暂停")
    APPLIED = "applied", _("待核查")
    VERIFIED = "verified", _("待审定")
    CLOSED = "closed", _("已销号")
    DROPPED = "dropped", _("已中止")
    MERGED = "merged", _("已并案")


# What can end a matter from anywhere before it is struck off; neither counts as 销号.
_ENDS = {Verb.MATTER_DROP: State.DROPPED, Verb.MATTER_MERGE: State.MERGED}
_PASSED_ON = {Verb.MATTER_PASS_ON: State.ISSUED}

FLOW = Flow(
    State.DRAFT,
    {
        State.DRAFT: {Verb.MATTER_CHANGE: State.DRAFT, Verb.MATTER_ENLIST: State.LISTED, **_ENDS},
        State.LISTED: {Verb.MATTER_CHANGE: State.LISTED, Verb.MATTER_ISSUE: State.ISSUED, **_ENDS},
        State.ISSUED: {
            Verb.MATTER_SIGN_FOR: State.RUNNING,
            Verb.MATTER_DECLINE: State.DECLINED,
            Verb.MATTER_URGE: State.ISSUED,
            Verb.MATTER_SEND_LETTER: State.ISSUED,
            Verb.MATTER_REASSIGN: State.ISSUED,
            **_PASSED_ON,
            **_ENDS,
        },
        State.DECLINED: {Verb.MATTER_TAKE_BACK: State.LISTED, Verb.MATTER_INSIST: State.ISSUED, **_ENDS},
        State.RUNNING: {
            Verb.MATTER_PLAN: State.RUNNING,
            Verb.MATTER_REPLY: State.RUNNING,
            Verb.MATTER_URGE: State.RUNNING,
            Verb.MATTER_SEND_LETTER: State.RUNNING,
            Verb.MATTER_ASK_EXTENSION: State.RUNNING,
            Verb.MATTER_EXTEND: State.RUNNING,
            Verb.MATTER_REFUSE_EXTENSION: State.RUNNING,
            Verb.MATTER_ESCALATE: State.RUNNING,
            Verb.MATTER_HOLD: State.RUNNING,
            Verb.MATTER_LOWER: State.RUNNING,
            Verb.MATTER_PAUSE: State.PAUSED,
            Verb.MATTER_REASSIGN: State.RUNNING,
            Verb.MATTER_APPLY_CLOSE_OUT: State.APPLIED,
            **_PASSED_ON,
            **_ENDS,
        },
        State.PAUSED: {
            Verb.MATTER_PAUSE: State.PAUSED,
            Verb.MATTER_REASSIGN: State.PAUSED,
            Verb.MATTER_RESUME: State.RUNNING,
            **_ENDS,
        },
        State.APPLIED: {
            Verb.MATTER_VERIFY: State.VERIFIED,
            Verb.MATTER_SEND_BACK: State.RUNNING,
            Verb.MATTER_REASSIGN: State.APPLIED,
            **_ENDS,
        },
        State.VERIFIED: {Verb.MATTER_CLOSE_OUT: State.CLOSED, Verb.MATTER_SEND_BACK: State.RUNNING, **_ENDS},
        State.CLOSED: {Verb.MATTER_REOPEN: State.CLOSED},
        State.DROPPED: {},
        State.MERGED: {},
    },
    turns={
        State.DRAFT: _("市项目办"),
        State.LISTED: _("市项目办"),
        State.ISSUED: _("牵头单位"),
        State.DECLINED: _("市项目办"),
        State.RUNNING: _("牵头单位；有延期申请时为市项目办"),
        State.PAUSED: _("市项目办"),
        State.APPLIED: _("验收单位"),
        State.VERIFIED: _("市项目办"),
        State.CLOSED: "",
        State.DROPPED: "",
        State.MERGED: "",
    },
)
ENDED = (State.CLOSED, State.DROPPED, State.MERGED)
OPEN = tuple(state for state in State if state not in ENDED)
# Handed out and not ended: what deadlines, lights and bulletins speak of.
AT_WORK = (State.ISSUED, State.DECLINED, State.RUNNING, State.PAUSED, State.APPLIED, State.VERIFIED)


class Kind(TextChoices):
    """台账类别 (domain.md §1.1)."""

    PROBLEM = "problem", _("问题")
    TASK = "task", _("任务")
    INSTRUCTION = "instruction", _("批示")
    RESOLUTION = "resolution", _("会议议定事项")
    FINDING = "finding", _("巡查发现")
    RECTIFICATION = "rectification", _("回头看整改")
    REQUEST = "request", _("企业诉求")


class ProblemType(TextChoices):
    """问题类型: the closed list of project offices (domain.md §1.1 [M+])."""

    LAND_CLEARANCE = "land_clearance", _("征地拆迁")
    LAND_QUOTA = "land_quota", _("用地指标、报批、林地")
    PLANNING = "planning", _("规划调整")
    PRELIMINARIES = "preliminaries", _("环评、能评、水保等前期手续")
    FUNDING = "funding", _("资金")
    PIPELINES = "pipelines", _("管线、杆线迁改")
    UTILITIES = "utilities", _("水电气路等配套")
    SITE_PEACE = "site_peace", _("施工环境")
    TENDERING = "tendering", _("招投标")
    DESIGN = "design", _("设计变更")
    LABOUR = "labour", _("用工、材料")
    OWNER = "owner", _("业主自身")
    POLICY = "policy", _("政策")
    OTHER = "other", _("其他")


class Tier(TextChoices):
    """问题层级: who can solve it."""

    COUNTY = "county", _("县级可解决")
    DEPARTMENT = "department", _("需市直部门")
    LEADER = "leader", _("需市领导")
    PROVINCE = "province", _("需省级")


class Severity(TextChoices):
    """严重程度; an important matter is verified by three people, on site."""

    ORDINARY = "ordinary", _("一般")
    SERIOUS = "serious", _("较重")
    IMPORTANT = "important", _("重大")


class Cycle(TextChoices):
    """反馈周期."""

    ONCE = "once", _("一次性")
    DAILY = "daily", _("每日")
    WEEKLY = "weekly", _("每周")
    HALF_MONTHLY = "half_monthly", _("每半月")
    MONTHLY = "monthly", _("每月")


class Way(TextChoices):
    """核查方式."""

    PAPER = "paper", _("资料审核")
    ON_SITE = "on_site", _("现场核查")
    SAMPLE = "sample", _("抽查底稿")
    CALL_BACK = "call_back", _("回访")


class Rung(IntegerChoices):
    """问题提级: the ladder of domain.md §3.3 [A]; the days allowed on each are parameters."""

    OWNER = 0, _("业主")
    SPECIALIST = 1, _("服务专员")
    COUNTY = 2, _("县区指挥部")
    DEPARTMENT = 3, _("市直牵头部门")
    OFFICE = 4, _("市项目办联席")
    LEADER = 5, _("联系市领导")
    MAYOR = 6, _("书记、市长")


class Letter(TextChoices):
    """四单: what the rules call for while a matter is at work, each a draft for a person to sign."""

    PROMPT = "prompt", _("提示单")
    SUPERVISION = "supervision", _("督办函")
    LIAISON = "liaison", _("联系单")
    REPORT = "report", _("报告单")


class Ask(TextChoices):
    """What became of a request for more time."""

    WAITING = "waiting", _("待批")
    GRANTED = "granted", _("准予")
    REFUSED = "refused", _("不准")


class Result(TextChoices):
    """What a second look found (回头看)."""

    WAITING = "waiting", _("待查")
    HOLDS = "holds", _("未反弹")
    REBOUND = "rebound", _("反弹")
