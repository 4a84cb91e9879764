"""标签: campaigns, chains, strategies and batches are data."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from yidan.kernel.verbs import Verb
from yidan.ledger.commands import tag as acts
from yidan.ledger.models import TagKind
from yidan.web.acting import ActForm
from yidan.web.project.acts import act
from yidan.web.project.forms import DayField, choice, text
from yidan.web.request import Request

_w = gettext_lazy


class TagForm(ActForm):
    """A label and what it stands for."""

    name = text(_w("标签名称"), most=60, must=True, help_text=_w("如五个100、专项债、奋战100天"))
    kind = choice(_w("类别"), TagKind.choices, must=True)
    year = forms.IntegerField(label=_w("年度"), required=False, min_value=1990, max_value=2100)
    starts_on = DayField(label=_w("开始日期"), required=False)
    ends_on = DayField(label=_w("结束日期"), required=False)


@require_http_methods(["GET", "POST"])
def register(request: Request) -> HttpResponse:
    """登记标签."""
    return act(
        request, Verb.TAG_REGISTER, None, TagForm(request.POST or None), acts.register, done=_("标签已登记"),
        back=reverse("projects"), columns=2,
    )  # fmt: skip
