"""What an item of a register is, and the short life of one whose completion needs proof (domain.md §9)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yidan.kernel.flow import Flow
from yidan.kernel.verbs import Verb


class Family(TextChoices):
    """Where a register stands among the others: nothing but a heading."""

    PLAN = "plan", _("规划")
    TASK = "task", _("任务清单")
    EVENT = "event", _("活动与专项行动")
    HONOUR = "honour", _("荣誉与试点")
    POLICY = "policy", _("政策与服务")
    CHAIN = "chain", _("产业链")
    PEOPLE = "people", _("民生")
    OTHER = "other", _("其他")


class Level(TextChoices):
    """Whose paper, award or event it is."""

    NATIONAL = "national", _("国家级")
    PROVINCIAL = "provincial", _("省级")
    MUNICIPAL = "municipal", _("市级")
    COUNTY = "county", _("县级")


class FieldKind(TextChoices):
    """What can stand in a field that a register adds to those every item has."""

    TEXT = "text", _("文字")
    NUMBER = "number", _("数字")
    DAY = "day", _("日期")
    CHOICE = "choice", _("单选")
    FLAG = "flag", _("是否")


class Measured(TextChoices):
    """How a tally is made from items."""

    COUNT = "count", _("计数")
    SUM = "sum", _("求和")
    SHARE = "share", _("占比")
    PART = "part", _("占本批")
    RATIO = "ratio", _("两栏之比")


class State(TextChoices):
    """Where an item is. A register without proof keeps its items at `noted`."""

    NOTED = "noted", _("已登记")
    RUNNING = "running", _("推进中")
    CLAIMED = "claimed", _("待认定")
    DONE = "done", _("已完成")
    DROPPED = "dropped", _("不再推进")
    WITHDRAWN = "withdrawn", _("已撤销")


_OUT = {Verb.ITEM_WITHDRAW: State.WITHDRAWN}

FLOW = Flow(
    State.NOTED,
    {
        State.NOTED: _OUT,
        State.RUNNING: {Verb.ITEM_CLAIM: State.CLAIMED, Verb.ITEM_DROP: State.DROPPED, **_OUT},
        State.CLAIMED: {
            Verb.ITEM_CONFIRM: State.DONE, Verb.ITEM_SEND_BACK: State.RUNNING, Verb.ITEM_DROP: State.DROPPED, **_OUT,
        },
        State.DONE: _OUT,
        State.DROPPED: _OUT,
        State.WITHDRAWN: {},
    },
    turns={
        State.NOTED: "", State.RUNNING: _("责任单位"), State.CLAIMED: _("市项目办"), State.DONE: "",
        State.DROPPED: "", State.WITHDRAWN: "",
    },
)  # fmt: skip


class SeriesKind(TextChoices):
    """What a published number is: it decides how two of them may be compared."""

    GROWTH = "growth", _("增速(%)")
    SHARE = "share", _("占比(%)")
    AMOUNT = "amount", _("总量")
    COUNT = "count", _("个数")
    GRADE = "grade", _("等级")


class Agency(TextChoices):
    """口径: whose number it is. Dispatch numbers are never published series (domain.md §0.8)."""

    STATISTICS = "statistics", _("统计")
    FINANCE = "finance", _("财政")
    OTHER = "other", _("部门公布")


PERCENTAGES = (SeriesKind.GROWTH, SeriesKind.SHARE)
