"""Why a site is on the day's list, and the short life of a finding."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yidan.kernel.flow import Flow
from yidan.kernel.verbs import Verb


class Reason(TextChoices):
    """Why somebody is asked to look, the weightiest first (domain.md §2, §13.4)."""

    RED = "red", _("红灯")
    FALLOW = "fallow", _("久未到场")
    MILESTONE = "milestone", _("节点到期")
    DOUBT = "doubt", _("月报存疑")
    YELLOW = "yellow", _("黄灯")
    IDLE = "idle", _("零进展")
    SAMPLE = "sample", _("随机抽查")
    SPREAD = "spread", _("轮到一看")


class State(TextChoices):
    """What became of a finding."""

    OPEN = "open", _("待处理")
    SOLVED = "solved", _("当场解决")
    RAISED = "raised", _("已转一单")
    VOID = "void", _("更正撤销")


FLOW = Flow(
    State.OPEN,
    {
        State.OPEN: {
            Verb.FINDING_SOLVE: State.SOLVED,
            Verb.FINDING_RAISE: State.RAISED,
            Verb.VISIT_CORRECT: State.VOID,
        },
        State.SOLVED: {},
        State.RAISED: {},
        State.VOID: {},
    },
    turns={State.OPEN: _("巡查人"), State.SOLVED: "", State.RAISED: "", State.VOID: ""},
)
