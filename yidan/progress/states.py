"""The life of a monthly report: whose turn it is in each state, and which act leads where."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yidan.kernel.flow import Flow
from yidan.kernel.verbs import Verb


class State(TextChoices):
    """Where a report is in its flow."""

    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("已报送")
    CHECKED = "checked", _("已初审")
    ACCEPTED = "accepted", _("已审定")
    SENT_BACK = "sent_back", _("已退回")


FLOW = Flow(
    State.DRAFT,
    {
        State.DRAFT: {
            Verb.REPORT_SAVE: State.DRAFT,
            Verb.REPORT_SUBMIT: State.SUBMITTED,
            Verb.REPORT_RECORD: State.ACCEPTED,
        },
        State.SENT_BACK: {
            Verb.REPORT_SAVE: State.SENT_BACK,
            Verb.REPORT_SUBMIT: State.SUBMITTED,
            Verb.REPORT_RECORD: State.ACCEPTED,
        },
        State.SUBMITTED: {
            Verb.REPORT_CHECK: State.CHECKED,
            Verb.REPORT_SEND_BACK: State.SENT_BACK,
            Verb.REPORT_RECORD: State.ACCEPTED,
        },
        State.CHECKED: {
            Verb.REPORT_ACCEPT: State.ACCEPTED,
            Verb.REPORT_SEND_BACK: State.SENT_BACK,
            Verb.REPORT_RECORD: State.ACCEPTED,
        },
        State.ACCEPTED: {Verb.REPORT_CORRECT: State.ACCEPTED},
    },
    turns={
        State.DRAFT: _("业主填报员"),
        State.SENT_BACK: _("业主填报员"),
        State.SUBMITTED: _("县市区或主管部门审核员"),
        State.CHECKED: _("市项目办"),
        State.ACCEPTED: "",
    },
)
