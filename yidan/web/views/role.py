"""角色: granting, ending, and the table of who may do what, for everybody to read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from yidan.kernel.policy import OWN_VERBS, ROLE_REACH, ROLE_VERBS, Role
from yidan.kernel.verbs import Verb
from yidan.people.commands import role as acts
from yidan.people.models import Person, RoleHolding, Unit
from yidan.people.rules import KEPT_APART
from yidan.web import clock
from yidan.web.acting import ActForm, act_of, attempt, require
from yidan.web.request import Request
from yidan.web.views.unit import directory_tabs

ROOM_LABELS = (
    (gettext_lazy("项目台账"), ("project", "stage", "plan", "milestone", "tag", "column", "file")),
    (gettext_lazy("月报调度"), ("report", "opening", "month")),
    (gettext_lazy("单位人员"), ("unit", "person", "role")),
    (gettext_lazy("系统"), ("parameter", "calendar", "view")),
)


@require_GET
def roles(request: Request) -> HttpResponse:
    """角色与权限: one table, the same that decides; nobody needs to ask what they may do."""
    own = {role for role, _unit in request.user.holds()}
    return render(
        request,
        "people/roles.html",
        {
            "tabs": directory_tabs("roles"),
            "roles": [
                {
                    "label": role.label,
                    "reach": ROLE_REACH[role].label,
                    "is_own": role.value in own,
                    "is_apart": role in KEPT_APART,
                    "count": len(ROLE_VERBS[role]),
                }
                for role in Role
            ],
            "groups": _matrix(),
        },
    )


def _matrix() -> list[tuple[Any, list[dict]]]:
    placed = {noun for _label, nouns in ROOM_LABELS for noun in nouns}
    others = tuple({verb.value.split(".")[0] for verb in Verb} - placed)
    groups = []
    for label, nouns in (*ROOM_LABELS, (gettext_lazy("其他"), others)):
        verbs = [verb for verb in Verb if verb.value.split(".")[0] in nouns]
        if verbs:
            groups.append((label, [_line(verb) for verb in verbs]))
    return groups


def _line(verb: Verb) -> dict:
    is_own = verb in OWN_VERBS
    return {
        "label": verb.label,
        "word": verb.value,
        "cells": [{"may": is_own or verb in ROLE_VERBS[role], "role": role.label} for role in Role],
        "who": _("每个人，只对自己") if is_own else _("、").join(str(r.label) for r in Role if verb in ROLE_VERBS[r]),
        "note": _("限本人") if is_own else "",
    }


class GrantForm(ActForm):
    """Which role, where, from which day."""

    role = forms.ChoiceField(label=gettext_lazy("角色"), choices=[("", gettext_lazy("请选择")), *Role.choices])
    unit = forms.ModelChoiceField(label=gettext_lazy("在哪个单位"), queryset=None, empty_label=gettext_lazy("请选择"))
    since_on = forms.DateField(
        label=gettext_lazy("任职日期"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("当天起生效；不能晚于今天。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(is_active=True).order_by("protocol_order", "id")


@require_http_methods(["GET", "POST"])
def grant(request: Request, pk: int) -> HttpResponse:
    """授予角色 to a person."""
    require(request, Verb.ROLE_GRANT)
    person = get_object_or_404(Person.objects.select_related("unit"), pk=pk)
    form = GrantForm(request.POST or None, initial={"unit": person.unit_id, "since_on": clock.today()})
    holding = attempt(request, form, lambda: acts.grant(person, **act_of(request, form), **form.entered()))
    if holding:
        messages.success(
            request, _("已授予%(person)s:%(role)s") % {"person": person.name, "role": holding.get_role_display()}
        )
        return redirect("person", pk)
    context = {
        "title": Verb.ROLE_GRANT.label, "sub": f"{person.name} · {person.unit or ''}", "form": form,
        "verb": Verb.ROLE_GRANT.label, "back": reverse("person", args=[pk]),
        "note": _("系统管理员、安全管理员、审计员三员分立，不与任何其他角色同人。"),
    }  # fmt: skip
    return render(request, "people/act.html", context, status=422 if form.errors else 200)


class EndForm(ActForm):
    """The last day, and why."""

    until_on = forms.DateField(
        label=gettext_lazy("最后一天"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(label=gettext_lazy("收回原因"), max_length=200)


@require_http_methods(["GET", "POST"])
def end(request: Request, pk: int) -> HttpResponse:
    """收回角色."""
    require(request, Verb.ROLE_END)
    holding = get_object_or_404(RoleHolding.objects.live().select_related("person", "unit"), pk=pk)
    form = EndForm(request.POST or None, initial={"until_on": clock.today()})
    if attempt(request, form, lambda: acts.end(holding, **act_of(request, form), **form.entered())):
        messages.success(request, _("已收回%(role)s") % {"role": holding.get_role_display()})
        return redirect("person", holding.person_id)
    words = {"person": holding.person.name, "unit": holding.unit, "role": holding.get_role_display()}
    context = {
        "title": Verb.ROLE_END.label, "sub": _("%(person)s · %(role)s(%(unit)s)") % words, "form": form, "danger": True,
        "verb": Verb.ROLE_END.label, "back": reverse("person", args=[holding.person_id]),
        "question": _("收回后，%(person)s立即不能再以%(role)s办理；以前经办的记录不变。") % words,
    }  # fmt: skip
    return render(request, "people/act.html", context, status=422 if form.errors else 200)
