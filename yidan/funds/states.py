"""The steps that money takes, and which of them each source knows."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yidan.ledger.states import Source


class Step(TextChoices):
    """Where money has got to; the amounts are kept apart and never added up (domain.md §7.1)."""

    APPLIED = "applied", _("申请")
    GRANTED = "granted", _("下达")
    ALLOCATED = "allocated", _("拨付")
    IN_PLACE = "in_place", _("到位")
    PAID = "paid", _("支付")


# What the state gives comes by a paper and a batch; a bank grants a credit; one's own money is simply there.
STATE_SOURCES = (Source.CENTRAL, Source.PROVINCIAL, Source.SPECIAL_BOND, Source.CITY_COUNTY)
_OF_STATE = tuple(Step)
_OF_BANK = (Step.APPLIED, Step.GRANTED, Step.IN_PLACE, Step.PAID)
_PLAIN = (Step.IN_PLACE, Step.PAID)
STEPS: dict[str, tuple[Step, ...]] = {
    **dict.fromkeys(STATE_SOURCES, _OF_STATE),
    Source.BANK_LOAN: _OF_BANK,
    Source.OWN: _PLAIN,
    Source.SOCIAL: _PLAIN,
}
# Each may not exceed the one before it that the source knows; what was applied for binds nobody.
BOUND = (Step.GRANTED, Step.ALLOCATED, Step.IN_PLACE, Step.PAID)

# In full: the annual plan's table heads are short for 中央预算内 and the like.
SOURCE_WORDS = {
    Source.CENTRAL: _("中央预算内"),
    Source.PROVINCIAL: _("省预算内"),
    Source.SPECIAL_BOND: _("专项债"),
    Source.CITY_COUNTY: _("市县财政"),
    Source.BANK_LOAN: _("银行贷款"),
    Source.OWN: _("企业自筹"),
    Source.SOCIAL: _("社会资本"),
}


class Question(TextChoices):
    """What the figures of a project make one ask; a question to somebody, never a verdict."""

    PAID_OVER_DONE = "paid_over_done", _("支付超过完成投资")
    PAID_WITHOUT_START = "paid_without_start", _("未开工已支付")
    PAID_AHEAD = "paid_ahead", _("支付快于形象")
    PAID_BEHIND = "paid_behind", _("支付慢于形象")
    NOT_STARTED = "not_started", _("下达后未按时开工")
    TO_RETURN = "to_return", _("久未开工，是否调整")
    SLOW = "slow", _("发行后支出慢")
    BELOW_TARGET = "below_target", _("未达支出进度")
    IDLE = "idle", _("资金闲置")
