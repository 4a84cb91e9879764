"""事项与清单: the catalogue with its sources, the lists by kind of project; setting an entry of either."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yidan.approvals.commands import catalogue
from yidan.approvals.models import ApprovalItem, ApprovalTemplate
from yidan.approvals.states import Phase, Unit
from yidan.kernel import policy
from yidan.kernel.verbs import Verb
from yidan.people.queries import scope_of
from yidan.web.permit import forms
from yidan.web.project.acts import act
from yidan.web.request import Request
from yidan.web.views.permits import tabs

both = require_http_methods(["GET", "POST"])


@require_GET
def items(request: Request) -> HttpResponse:
    """Every item by stage: who, how long, what stops the clock, what comes before, what comes out, by which source."""
    person: Any = request.user
    if scope_of(person).is_nothing:
        raise Http404("items")
    live = list(ApprovalItem.objects.live().order_by("order", "id"))
    names = {each.code: each.name for each in live}
    context = {
        "phases": [(phase.label, [_row(each, names) for each in live if each.phase == phase]) for phase in Phase],
        "lists": [_list(each, names) for each in ApprovalTemplate.objects.live().order_by("id")],
        "may_set": policy.may(person, Verb.APPROVAL_ITEM_SET), "tabs": tabs("approval-items"),
    }  # fmt: skip
    return render(request, "permits/items.html", context)


def _row(item: ApprovalItem, names: dict[str, str]) -> dict[str, Any]:
    unit = _("天") if item.unit == Unit.DAY else _("工作日")
    return {
        "name": item.name, "department": item.department, "output": item.output, "source": item.source,
        "statutory": f"{item.statutory_limit} {unit}" if item.statutory_limit else "—",
        "limit": f"{item.limit} {unit}" if item.limit is not None else "—",
        "pauses": _("整项不计") if item.is_excluded else "、".join(item.pauses),
        "needs": "、".join(names.get(code, code) for code in item.needs),
        "extension": f"+{item.extension_most}" if item.extension_most else "",
        "href": f"{reverse(Verb.APPROVAL_ITEM_SET.value)}?code={item.code}",
    }  # fmt: skip


def _list(template: ApprovalTemplate, names: dict[str, str]) -> dict[str, Any]:
    return {
        "name": template.name, "source": template.source,
        "items": [(names.get(row["code"], row["code"]), row.get("limit")) for row in template.items],
        "kind": f"{template.get_management_form_display()} · {template.get_land_display()}",
        "href": f"{reverse(Verb.APPROVAL_TEMPLATE_SET.value)}?code={template.code}",
    }  # fmt: skip


@both
def set_item(request: Request) -> HttpResponse:
    """设审批事项."""
    item = ApprovalItem.objects.live().filter(code=request.GET.get("code", "")).first()
    form = forms.ItemForm(request.POST or None, item=item)
    return act(
        request, Verb.APPROVAL_ITEM_SET, item, form, catalogue.set, done=_("审批事项已设；在办的件仍按原来的时限"),
        back=reverse("approval-items"), title=item.name if item else _("加一个审批事项"),
    )  # fmt: skip


@both
def set_template(request: Request) -> HttpResponse:
    """设审批清单."""
    template = ApprovalTemplate.objects.live().filter(code=request.GET.get("code", "")).first()
    form = forms.TemplateForm(request.POST or None, template=template)
    return act(
        request, Verb.APPROVAL_TEMPLATE_SET, template, form, catalogue.set_, done=_("审批清单已设"),
        back=reverse("approval-items"), title=template.name if template else _("加一张审批清单"),
        note=_("代号见上一页各事项；同一事项只列一次。") if template is None else "",
    )  # fmt: skip
