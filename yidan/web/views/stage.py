"""阶段: dated steps with what proves them."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from yidan.kernel.verbs import Verb
from yidan.ledger.commands import stage as acts
from yidan.ledger.models import Mark, StageMark
from yidan.web.acting import ActForm
from yidan.web.project.acts import act, fact_of, project_of
from yidan.web.project.forms import DayField, choice, text
from yidan.web.request import Request

_w = gettext_lazy


class MarkForm(ActForm):
    """A step, its day, its proof."""

    mark = choice(_w("阶段"), Mark.choices, must=True)
    happened_on = DayField(label=_w("发生日期"))
    basis = text(_w("依据"), most=200, help_text=_w("如施工许可证、开工令、竣工验收备案表的文号"))
    reason = text(_w("原因"), most=300, help_text=_w("停工、缓建、调出、终止必须写明"))


class WithdrawForm(ActForm):
    """Why it was wrong."""

    reason = text(_w("撤回原因"), most=300, must=True)


@require_http_methods(["GET", "POST"])
def record(request: Request, pk: int) -> HttpResponse:
    """记阶段."""
    project = project_of(request, pk)
    return act(
        request, Verb.STAGE_RECORD, project, MarkForm(request.POST or None), acts.record, project=project,
        done=_("阶段已记"), columns=2, note=_("进场不算开工，主体完工不算竣工，竣工不算投产：各记各的日期。"),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def withdraw(request: Request, pk: int) -> HttpResponse:
    """撤回阶段."""
    mark = fact_of(request, StageMark, pk)
    return act(
        request, Verb.STAGE_WITHDRAW, mark, WithdrawForm(request.POST or None), acts.withdraw, project=mark.project,
        done=_("已撤回"), note=f"{mark.get_mark_display()} {mark.happened_on}", is_danger=True,
        question=_("撤回后，项目阶段按其余记录重新推定；撤回的记录留在经过里。"),
    )  # fmt: skip
