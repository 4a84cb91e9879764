"""参数: what the office may change, each with its default, unit, source, and who changed it why."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from yidan.kernel import parameters as kernel
from yidan.kernel import policy
from yidan.kernel.journal import Entry
from yidan.kernel.policy import Role
from yidan.kernel.verbs import Verb
from yidan.web import format as words
from yidan.web.acting import ActForm, act_of, attempt
from yidan.web.request import Request

READERS = (Role.SUPERVISOR, Role.AUDITOR, Role.COUNTY_REVIEWER, Role.DEPARTMENT_REVIEWER, Role.STATISTICS_READER)
LONG = 16  # letters: more is a text that wraps, not a number that stands at the right
# In the order in which an office looks for them.
GROUP_LABELS = {
    "dispatch": gettext_lazy("调度日历"), "report": gettext_lazy("月报"), "doubt": gettext_lazy("疑点提示"),
    "remind": gettext_lazy("催报"), "ledger": gettext_lazy("台账"), "figures": gettext_lazy("亮灯与排名"),
    "matter": gettext_lazy("一单"), "rung": gettext_lazy("逐级上提"), "verify": gettext_lazy("销号核查"),
    "notice": gettext_lazy("消息"), "patrol": gettext_lazy("巡查"), "approvals": gettext_lazy("前期手续"),
    "funds": gettext_lazy("资金"), "assessment": gettext_lazy("考核"), "bulletin": gettext_lazy("通报"),
    "series": gettext_lazy("公布数"), "watch": gettext_lazy("监测"), "enterprise": gettext_lazy("企业服务"),
    "evidence": gettext_lazy("佐证评级"), "field": gettext_lazy("掌上填报"), "upload": gettext_lazy("上传"),
    "form": gettext_lazy("表单清单"), "map": gettext_lazy("地图"), "data": gettext_lazy("本系统"),
}  # fmt: skip


def _require_reader(request: Request) -> None:
    if not request.user.is_role(*READERS):
        who = _("、").join(str(role.label) for role in READERS)
        raise PermissionDenied(_("参数：您的角色不能查看，可以查看的有%(who)s。") % {"who": who})


@require_GET
def parameters(request: Request) -> HttpResponse:
    """Every parameter by room; what was changed stands out."""
    _require_reader(request)
    live = {each.name: each for each in kernel.ParameterValue.objects.live()}
    actors = _actors([each.pk for each in live.values()])
    groups: dict[str, list[dict]] = {}
    for name in sorted(kernel.REGISTRY):
        groups.setdefault(name.split(".")[0], []).append(_row(kernel.REGISTRY[name], live.get(name), actors))
    return render(
        request,
        "parameters/parameters.html",
        {
            "groups": [(label, groups[group]) for group, label in GROUP_LABELS.items() if group in groups],
            "count": len(kernel.REGISTRY),
            "changed": len(live),
            "why_not": policy.deny(request.user, Verb.PARAMETER_SET),
        },
    )


def _shown(parameter: kernel.Parameter, text: str) -> str:
    """A kept text as people read it: thousands set off, 是 and 否."""
    value = parameter.read(text)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, int | Decimal):
        exponent = Decimal(value).normalize().as_tuple().exponent
        return words.number(value, max(0, -int(exponent)))
    return text


def _row(parameter: kernel.Parameter, live: kernel.ParameterValue | None, actors: dict[int, str]) -> dict[str, Any]:
    value, default = (
        _shown(parameter, text) for text in (live.value if live else str(parameter.default), str(parameter.default))
    )
    return {
        "address": reverse("parameter.set", args=[parameter.name]),
        "label": parameter.label,
        "name": parameter.name,
        "value": value,
        "default": default,
        "is_long": max(len(value), len(default)) > LONG,
        "is_changed": live is not None,
        "unit": parameter.unit,
        "source": parameter.source,
        "who": actors.get(live.pk, "") if live else "",
        "when": _day(live.recorded_at) if live else "",
        "reason": live.reason if live else "",
    }


def _day(moment: datetime) -> str:
    return words.day(moment)


def _actors(value_ids: list[int]) -> dict[int, str]:
    """Who set each value, from the journal."""
    return dict(
        Entry.objects.filter(verb=Verb.PARAMETER_SET, subject_type="parametervalue", subject_id__in=value_ids)
        .order_by("id")
        .values_list("subject_id", "actor_name")
    )


class ParameterForm(ActForm):
    """The new value and the paper behind it."""

    value = forms.CharField(label=gettext_lazy("新值"), max_length=200)
    reason = forms.CharField(
        label=gettext_lazy("依据"), max_length=200, help_text=gettext_lazy("写文号或会议，例如：株重办〔2020〕3号。")
    )


@require_http_methods(["GET", "POST"])
def change(request: Request, name: str) -> HttpResponse:
    """设定参数, with every value it had before."""
    _require_reader(request)
    parameter = kernel.REGISTRY.get(name)
    if parameter is None:
        raise Http404
    why_not = policy.deny(request.user, Verb.PARAMETER_SET)
    if request.method == "POST" and why_not:
        raise PermissionDenied(why_not)
    history = list(kernel.ParameterValue.objects.filter(name=name).order_by("-recorded_at", "-id"))
    now = history[0].value if history and history[0].superseded_at is None else str(parameter.default)
    form = ParameterForm(request.POST or None, initial={"value": now})
    if attempt(request, form, lambda: kernel.set(name, **act_of(request, form), **form.entered())):
        messages.success(request, _("已设定：%(label)s") % {"label": parameter.label})
        return redirect("parameters")
    actors = _actors([each.pk for each in history])
    rows = [
        {
            "value": _shown(parameter, each.value),
            "since": words.minute(each.recorded_at),
            "until": words.minute(each.superseded_at) if each.superseded_at else _("至今"),
            "who": actors.get(each.pk, ""),
            "reason": each.reason,
        }
        for each in history
    ]
    context = {
        "parameter": parameter, "now": _shown(parameter, now), "default": _shown(parameter, str(parameter.default)),
        "history": rows, "why_not": why_not,
    }  # fmt: skip
    return render(request, "parameters/parameter.html", {**context, "form": form}, status=422 if form.errors else 200)
