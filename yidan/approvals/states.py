"""The way of a permit from 待申报 to 已发证, and the words of approvals (domain.md §4)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yidan.kernel.flow import Flow
from yidan.kernel.verbs import Verb


class Mode(TextChoices):
    """How a permit is handled: formally, or ahead of what it formally needs."""

    FORMAL = "formal", _("正式")
    SIMULATED = "simulated", _("模拟审批")
    DEFICIENT = "deficient", _("容缺受理")
    PROMISED = "promised", _("告知承诺")


class Unit(TextChoices):
    """What a limit is counted in."""

    WORKDAY = "workday", _("工作日")
    DAY = "day", _("自然日")


class Land(TextChoices):
    """How the project comes by its land."""

    AUCTION = "auction", _("招拍挂")
    ALLOCATION = "allocation", _("划拨")


class Phase(TextChoices):
    """The four national stages (国办发〔2019〕11号)."""

    LAND = "1", _("立项用地规划许可")
    DESIGN = "2", _("工程建设许可")
    WORKS = "3", _("施工许可")
    ACCEPTANCE = "4", _("竣工验收")


class PaperKind(TextChoices):
    """What a paper of a permit is."""

    APPLICATION = "application", _("申请材料")
    RECEIPT = "receipt", _("受理通知书")
    CORRECTION = "correction", _("补正告知书")
    PROCEDURE = "procedure", _("特别程序告知书")
    PROMISE = "promise", _("承诺书")
    DECISION = "decision", _("批复或决定")
    CERTIFICATE = "certificate", _("证照")
    OTHER = "other", _("其他")


class State(TextChoices):
    """Where a permit is."""

    PLANNED = "planned", _("待申报")
    RECEIVED = "received", _("已收件")
    LACKING = "lacking", _("待补正")
    ACCEPTED = "accepted", _("办理中")
    PAUSED = "paused", _("暂停计时")
    DECIDED = "decided", _("已办结")
    ISSUED = "issued", _("已发证")
    WAIVED = "waived", _("免办")
    WITHDRAWN = "withdrawn", _("已撤回")


# In whose hands: the clock of the department runs, or the enterprise has to act.
WITH_DEPARTMENT = (State.RECEIVED, State.ACCEPTED, State.PAUSED)
DONE = (State.DECIDED, State.ISSUED)

FLOW = Flow(
    State.PLANNED,
    {
        State.PLANNED: {Verb.PERMIT_SUBMIT: State.RECEIVED, Verb.PERMIT_WAIVE: State.WAIVED},
        State.RECEIVED: {
            Verb.PERMIT_ACCEPT: State.ACCEPTED,
            Verb.PERMIT_NOTIFY: State.LACKING,
            Verb.PERMIT_PAUSE: State.PAUSED,
            Verb.PERMIT_DECIDE: State.DECIDED,
            Verb.PERMIT_WITHDRAW: State.WITHDRAWN,
        },
        State.LACKING: {Verb.PERMIT_COMPLETE: State.ACCEPTED, Verb.PERMIT_WITHDRAW: State.WITHDRAWN},
        State.ACCEPTED: {
            Verb.PERMIT_PAUSE: State.PAUSED,
            Verb.PERMIT_EXTEND: State.ACCEPTED,
            Verb.PERMIT_DECIDE: State.DECIDED,
            Verb.PERMIT_CONVERT: State.ACCEPTED,
            Verb.PERMIT_WITHDRAW: State.WITHDRAWN,
        },
        State.PAUSED: {
            Verb.PERMIT_RESUME: State.ACCEPTED,
            Verb.PERMIT_CONVERT: State.PAUSED,
            Verb.PERMIT_WITHDRAW: State.WITHDRAWN,
        },
        State.DECIDED: {Verb.PERMIT_ISSUE: State.ISSUED, Verb.PERMIT_CONVERT: State.DECIDED},
        State.ISSUED: {Verb.PERMIT_CONVERT: State.ISSUED},
        State.WAIVED: {Verb.PERMIT_REQUIRE: State.PLANNED},
        State.WITHDRAWN: {},
    },
    turns={
        State.PLANNED: _("项目业主"),
        State.RECEIVED: _("经办部门"),
        State.LACKING: _("项目业主"),
        State.ACCEPTED: _("经办部门"),
        State.PAUSED: _("经办部门(等评审等程序结束)"),
        State.DECIDED: _("经办部门(送达证照)"),
        State.ISSUED: "",
        State.WAIVED: "",
        State.WITHDRAWN: "",
    },
)
