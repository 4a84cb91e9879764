"""The life of a bulletin, and the kinds there are."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yidan.kernel.flow import Flow
from yidan.kernel.verbs import Verb


class Kind(TextChoices):
    """What sort of paper it is (domain.md §1.4, §11)."""

    WEEKLY = "weekly", _("重点项目建设周通报")
    MONTHLY = "monthly", _("重点项目建设月通报")
    REVIEW = "review", _("月讲评材料")
    ASSESSMENT = "assessment", _("考核结果通报")
    MATTERS = "matters", _("问题台账通报")
    SPECIAL = "special", _("专报")
    ANNUAL = "annual", _("年度报告")


class State(TextChoices):
    """Where a bulletin is."""

    DRAFT = "draft", _("起草")
    CONSULTING = "consulting", _("征求意见")
    SIGNED = "signed", _("已签发")
    PUBLISHED = "published", _("已印发")
    WITHDRAWN = "withdrawn", _("已撤回")


class Withheld(TextChoices):
    """What the public edition may leave out, ticked when a paper is published; persons and phones never stand in it."""

    OWNER = "owner", _("业主单位的名称")
    LISTS = "lists", _("项目清单附表")
    BEHIND = "behind", _("存在问题一节和未开工、滞后清单")
    MATTERS = "matters", _("台账销号情况一节和台账附表")
    SOURCES = "sources", _("数字背后的来源记录(项目名称和金额)")


FLOW = Flow(
    State.DRAFT,
    {
        State.DRAFT: {
            Verb.BULLETIN_EDIT: State.DRAFT,
            Verb.BULLETIN_CONSULT: State.CONSULTING,
            Verb.BULLETIN_SIGN: State.SIGNED,
            Verb.BULLETIN_WITHDRAW: State.WITHDRAWN,
        },
        State.CONSULTING: {
            Verb.BULLETIN_COMMENT: State.CONSULTING,
            Verb.BULLETIN_EDIT: State.CONSULTING,
            Verb.BULLETIN_SIGN: State.SIGNED,
            Verb.BULLETIN_WITHDRAW: State.WITHDRAWN,
        },
        State.SIGNED: {Verb.BULLETIN_PUBLISH: State.PUBLISHED, Verb.BULLETIN_EDIT: State.DRAFT},
        State.PUBLISHED: {Verb.BULLETIN_CORRECT: State.PUBLISHED, Verb.BULLETIN_WITHDRAW: State.WITHDRAWN},
        State.WITHDRAWN: {},
    },
    turns={
        State.DRAFT: _("市项目办"),
        State.CONSULTING: _("被点名单位；到期后市项目办"),
        State.SIGNED: _("市项目办"),
        State.PUBLISHED: "",
        State.WITHDRAWN: "",
    },
)
