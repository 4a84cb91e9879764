"""The life of a word to the office (投诉建议), and what it can be about."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yidan.kernel.flow import Flow
from yidan.kernel.verbs import Verb


class FeedbackKind(TextChoices):
    """What somebody writes to the office about."""

    BURDEN = "burden", _("报数负担")
    FAULT = "fault", _("使用故障")
    DATA = "data", _("数据有误")
    SUGGESTION = "suggestion", _("改进建议")
    COMPLAINT = "complaint", _("投诉")


class FeedbackState(TextChoices):
    """Whether the office has answered."""

    SENT = "sent", _("待答复")
    ANSWERED = "answered", _("已答复")


FEEDBACK_FLOW = Flow(
    FeedbackState.SENT,
    {FeedbackState.SENT: {Verb.FEEDBACK_ANSWER: FeedbackState.ANSWERED}, FeedbackState.ANSWERED: {}},
    {FeedbackState.SENT: _("市项目办"), FeedbackState.ANSWERED: ""},
)
