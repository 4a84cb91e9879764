"""节点: planned, forecast, reached."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from yidan.kernel.verbs import Verb
from yidan.ledger.commands import milestone as acts
from yidan.ledger.models import Milestone
from yidan.web import format as words
from yidan.web.acting import ActForm
from yidan.web.project.acts import act, fact_of, project_of
from yidan.web.project.forms import DayField, text
from yidan.web.request import Request

_w = gettext_lazy


class SetForm(ActForm):
    """A milestone and its planned day."""

    name = text(_w("节点名称"), most=100, must=True, help_text=_w("如主体封顶、设备安装完成"))
    planned_on = DayField(label=_w("计划日期"))
    order = forms.IntegerField(label=_w("序号"), required=False, min_value=0, max_value=999)
    reason = text(_w("改期原因"), most=300, help_text=_w("同名节点改计划日期时必须写明"))

    def clean_order(self) -> int:
        """Empty is first come, first shown."""
        return self.cleaned_data["order"] or 0


class ForecastForm(ActForm):
    """When it will be reached as seen now."""

    forecast_on = DayField(label=_w("预计日期"))
    reason = text(_w("推迟原因"), most=300, help_text=_w("晚于计划日期时必须写明"))


class ReachForm(ActForm):
    """When it was reached."""

    actual_on = DayField(label=_w("完成日期"))
    reason = text(_w("更改原因"), most=300, help_text=_w("更改已记的完成日期时必须写明"))


both = require_http_methods(["GET", "POST"])


@both
def set(request: Request, pk: int) -> HttpResponse:
    """设节点."""
    project = project_of(request, pk)
    return act(
        request, Verb.MILESTONE_SET, project, SetForm(request.POST or None), acts.set, project=project,
        done=_("节点已设"), columns=2,
    )  # fmt: skip


@both
def forecast(request: Request, pk: int) -> HttpResponse:
    """预计节点."""
    milestone = fact_of(request, Milestone, pk)
    form = ForecastForm(request.POST or None, initial=_forecast(milestone))
    return act(
        request, Verb.MILESTONE_FORECAST, milestone, form, acts.forecast, project=milestone.project,
        done=_("预计日期已记"), columns=2, note=_said(milestone),
    )  # fmt: skip


@both
def reach(request: Request, pk: int) -> HttpResponse:
    """完成节点."""
    milestone = fact_of(request, Milestone, pk)
    form = ReachForm(request.POST or None, initial={"actual_on": milestone.actual_on})
    return act(
        request, Verb.MILESTONE_REACH, milestone, form, acts.reach, project=milestone.project, done=_("节点已完成"),
        columns=2, note=_said(milestone),
    )  # fmt: skip


def _forecast(milestone: Milestone) -> dict[str, Any]:
    """What the ledger holds stands there already."""
    return {"forecast_on": milestone.forecast_on or milestone.planned_on, "reason": milestone.slip_reason}


def _said(milestone: Milestone) -> str:
    return _("%(name)s：计划 %(planned)s，预计 %(forecast)s") % {
        "name": milestone.name,
        "planned": words.short_day(milestone.planned_on),
        "forecast": words.short_day(milestone.forecast_on),
    }
