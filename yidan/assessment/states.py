"""The life of a round, of an appeal, and of a card."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yidan.kernel.flow import Flow
from yidan.kernel.verbs import Verb


class RoundState(TextChoices):
    """Where a month's assessment is."""

    COMPUTED = "computed", _("已核算")
    FROZEN = "frozen", _("对数申诉")
    CONFIRMED = "confirmed", _("已确认")
    PUBLISHED = "published", _("已公布")
    WITHDRAWN = "withdrawn", _("已撤回")


class AppealState(TextChoices):
    """Whether an appeal was decided."""

    FILED = "filed", _("待答复")
    UPHELD = "upheld", _("已采纳")
    DISMISSED = "dismissed", _("未采纳")


class CardState(TextChoices):
    """Whether a card still hangs."""

    ISSUED = "issued", _("亮牌")
    APPLIED = "applied", _("申请摘牌")
    LIFTED = "lifted", _("已摘牌")


class Colour(TextChoices):
    """黄牌、红牌."""

    YELLOW = "yellow", _("黄牌")
    RED = "red", _("红牌")


ROUND_FLOW = Flow(
    RoundState.COMPUTED,
    {
        RoundState.COMPUTED: {
            Verb.ROUND_COMPUTE: RoundState.COMPUTED,
            Verb.ROUND_FREEZE: RoundState.FROZEN,
            Verb.ROUND_WITHDRAW: RoundState.WITHDRAWN,
        },
        RoundState.FROZEN: {
            Verb.RESULT_APPEAL: RoundState.FROZEN,
            Verb.RESULT_ADJUST: RoundState.FROZEN,
            Verb.ROUND_CONFIRM: RoundState.CONFIRMED,
            Verb.ROUND_WITHDRAW: RoundState.WITHDRAWN,
        },
        RoundState.CONFIRMED: {
            Verb.ROUND_PUBLISH: RoundState.PUBLISHED,
            Verb.ROUND_WITHDRAW: RoundState.WITHDRAWN,
        },
        RoundState.PUBLISHED: {},
        RoundState.WITHDRAWN: {},
    },
    turns={
        RoundState.COMPUTED: _("市项目办"),
        RoundState.FROZEN: _("各考核单元；到期后市项目办"),
        RoundState.CONFIRMED: _("市项目办"),
        RoundState.PUBLISHED: "",
        RoundState.WITHDRAWN: "",
    },
)

APPEAL_FLOW = Flow(
    AppealState.FILED,
    {
        AppealState.FILED: {
            Verb.RESULT_ADJUST: AppealState.UPHELD,
            Verb.APPEAL_DISMISS: AppealState.DISMISSED,
        },
        AppealState.UPHELD: {},
        AppealState.DISMISSED: {},
    },
    turns={AppealState.FILED: _("市项目办"), AppealState.UPHELD: "", AppealState.DISMISSED: ""},
)

CARD_FLOW = Flow(
    CardState.ISSUED,
    {
        CardState.ISSUED: {Verb.CARD_MEASURE: CardState.ISSUED, Verb.CARD_APPLY_LIFT: CardState.APPLIED},
        CardState.APPLIED: {Verb.CARD_MEASURE: CardState.APPLIED, Verb.CARD_LIFT: CardState.LIFTED},
        CardState.LIFTED: {},
    },
    turns={CardState.ISSUED: _("被亮牌单位"), CardState.APPLIED: _("市项目办"), CardState.LIFTED: ""},
)
