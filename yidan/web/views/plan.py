"""年度计划: set once, adjusted by a document."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from yidan.kernel.values import Month, wan
from yidan.kernel.verbs import Verb
from yidan.ledger.commands import plan as acts
from yidan.ledger.models import AnnualPlan, Listing
from yidan.web import clock
from yidan.web.acting import ActForm
from yidan.web.project.acts import act, fact_of, project_of
from yidan.web.project.forms import DayField, WanField, choice, text
from yidan.web.request import Request

_w = gettext_lazy
MONTHS = [f"month_{number}" for number in range(1, 13)]


class PlanForm(ActForm):
    """A year's plan with its twelve months."""

    year = forms.IntegerField(label=_w("年度"), min_value=1990, max_value=2100)
    listing = choice(_w("类别"), Listing.choices, must=True)
    planned_wan = WanField(label=_w("年度计划投资"), min_value=0)
    starts_on = DayField(label=_w("计划开工"), required=False)
    finishes_on = DayField(label=_w("计划竣工"), required=False)
    document = text(_w("依据文件"), most=200, help_text=_w("文号，如株重办〔2020〕3号"))
    content = text(_w("主要建设内容、形象进度目标"), rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["planned_wan"].unit = _("万元")
        self.fields["content"].is_wide = True
        for number, name in enumerate(MONTHS, start=1):
            self.fields[name] = WanField(label=_("%(month)d月") % {"month": number}, required=False, min_value=0)

    def months(self, year: int) -> dict[Month, Decimal]:
        """The split that was entered; nothing entered is no split."""
        amounts = {Month(year, number): self.cleaned_data[name] for number, name in enumerate(MONTHS, start=1)}
        return {month: wan(amount) for month, amount in amounts.items() if amount is not None}

    def entered(self) -> dict[str, Any]:
        said = {name: value for name, value in super().entered().items() if name not in MONTHS}
        return said | {"months": self.months(said["year"])}

    def split(self) -> list[Any]:
        """The twelve fields, for their own block."""
        return [self[name] for name in MONTHS]


class AdjustForm(PlanForm):
    """The plan as it is, and what allows it to change."""

    reason = text(_w("调整原因"), most=300, must=True)

    def __init__(self, *args: Any, plan: AnnualPlan, **kwargs: Any) -> None:
        self.plan = plan
        super().__init__(*args, **kwargs)
        del self.fields["year"]
        self.fields["document"].required = True
        self.fields["document"].help_text = _("年中调整只能凭文件")
        self.order_fields(["listing", "planned_wan", "starts_on", "finishes_on", "document", "reason", "content"])

    def entered(self) -> dict[str, Any]:
        said = {name: value for name, value in ActForm.entered(self).items() if name not in MONTHS}
        return said | {"months": self.months(self.plan.year)}


class WithdrawForm(ActForm):
    """Why it was wrong."""

    reason = text(_w("撤销原因"), most=300, must=True)


@require_http_methods(["GET", "POST"])
def set(request: Request, pk: int) -> HttpResponse:
    """下达年度计划."""
    project = project_of(request, pk)
    given = {name: request.GET[name] for name in ("year", "listing", "planned_wan") if request.GET.get(name)}
    form = PlanForm(request.POST or None, initial={"year": clock.today().year, **given})
    return act(
        request, Verb.PLAN_SET, project, form, acts.set, project=project, done=_("年度计划已下达"),
        template="projects/plan_form.html",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def adjust(request: Request, pk: int) -> HttpResponse:
    """调整年度计划: the original amount stays beside the new one."""
    plan = fact_of(request, AnnualPlan, pk)
    split = {f"month_{each.month.month}": each.planned_wan for each in plan.months.all()}
    names = ("listing", "planned_wan", "starts_on", "finishes_on", "content")
    form = AdjustForm(
        request.POST or None, plan=plan, initial={**{name: getattr(plan, name) for name in names}, **split}
    )
    note = _("%(year)d年原计划 %(amount)s 万元，调整后并列保留") % {
        "year": plan.year,
        "amount": f"{plan.original_planned_wan.normalize():f}",
    }
    return act(
        request, Verb.PLAN_ADJUST, plan, form, acts.adjust, project=plan.project, note=note,
        done=_("年度计划已调整，原计划并列保留"), template="projects/plan_form.html",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def withdraw(request: Request, pk: int) -> HttpResponse:
    """撤销年度计划: entered wrongly; nothing of it is deleted."""
    plan = fact_of(request, AnnualPlan, pk)
    note = _("%(year)d年 %(listing)s %(amount)s 万元") % {
        "year": plan.year,
        "listing": plan.get_listing_display(),
        "amount": f"{plan.planned_wan.normalize():f}",
    }
    return act(
        request, Verb.PLAN_WITHDRAW, plan, WithdrawForm(request.POST or None), acts.withdraw, project=plan.project,
        note=note, done=_("年度计划已撤销"), is_danger=True,
        question=_("撤销后恢复调整前的计划；没有调整过的，本年度不再列入计划，项目不计入当年各项指标。撤销的计划留在经过里。"),
    )  # fmt: skip
