"""单位: the list in protocol order, one unit, registering and changing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from yidan.kernel import policy
from yidan.kernel.verbs import Verb
from yidan.people.commands import unit as acts
from yidan.people.models import RankingGroup, Unit, UnitKind
from yidan.people.queries import open_roles_of, persons_in_order, units_in_order
from yidan.web import format as words
from yidan.web.acting import ActForm, act_of, attempt, require
from yidan.web.chips import chip, without
from yidan.web.entries import entry_rows, of_subject
from yidan.web.request import Request
from yidan.web.views.person_rows import person_rows

PAGE_SIZE = 50
BY_KIND = Case(
    *(When(kind=kind, then=Value(place)) for place, kind in enumerate(UnitKind.values)), output_field=IntegerField()
)


def directory_tabs(here: str) -> list[dict]:
    """单位 · 人员 · 角色与权限."""
    places = (("units", _("单位")), ("persons", _("人员")), ("roles", _("角色与权限")))
    return [{"label": label, "address": reverse(name), "is_here": name == here} for name, label in places]


@require_GET
def units(request: Request) -> HttpResponse:
    """All units, kind by kind, each kind in protocol order."""
    query = request.GET
    page = Paginator(_chosen(request), PAGE_SIZE).get_page(query.get("page"))
    flags = [("assessed", _("考核单元")), ("inactive", _("已停用"))]
    return render(
        request,
        "people/units.html",
        {
            "tabs": directory_tabs("units"),
            "rows": _rows(page.object_list),
            "page": page,
            "q": query.get("q", ""),
            "chips": [
                chip(query, "kind", _("类别"), UnitKind.choices, several=True),
                chip(query, "group", _("排名分组"), RankingGroup.choices),
                chip(query, "flag", _("其他"), flags),
            ],
            "clear": without(query, "kind", "group", "flag", "q"),
            "why_not": policy.deny(request.user, Verb.UNIT_REGISTER),
        },
    )


def _chosen(request: Request) -> QuerySet[Unit]:
    query, chosen = request.GET, units_in_order()
    if kinds := [kind for kind in query.getlist("kind") if kind in UnitKind.values]:
        chosen = chosen.filter(kind__in=kinds)
    if query.get("group") in RankingGroup.values:
        chosen = chosen.filter(ranking_group=query["group"])
    if query.get("flag") == "assessed":
        chosen = chosen.filter(is_assessed=True)
    chosen = chosen.filter(is_active=query.get("flag") != "inactive")
    for word in query.get("q", "").split():
        chosen = chosen.filter(
            Q(name__icontains=word) | Q(short_name__icontains=word) | Q(former_names__icontains=word)
        )
    return chosen.annotate(kind_place=BY_KIND, people_count=Count("people", filter=Q(people__is_active=True))).order_by(
        "kind_place", "protocol_order", "id"
    )


def _rows(chosen: Iterable[Unit]) -> list[dict]:
    rows, kind = [], None
    for unit in chosen:
        rows.append(
            {
                "group": unit.get_kind_display() if unit.kind != kind else "",
                "address": reverse("unit", args=[unit.pk]),
                "name": unit.name,
                "short_name": unit.short_name if unit.short_name != unit.name else "",
                "former_names": unit.former_names,
                "order": unit.protocol_order if unit.protocol_order < 9999 else words.MISSING,
                "region_code": unit.region_code or words.MISSING,
                "ranking_group": unit.get_ranking_group_display() or words.MISSING,
                "is_assessed": unit.is_assessed,
                "parent": unit.parent or words.MISSING,
                "people": words.number(unit.people_count),  # type: ignore[attr-defined]
                "is_active": unit.is_active,
            }
        )
        kind = unit.kind
    return rows


@require_GET
def unit(request: Request, pk: int) -> HttpResponse:
    """One unit: what is said of it, its people, what happened to it."""
    found = get_object_or_404(Unit.objects.select_related("parent"), pk=pk)
    people = persons_in_order().filter(unit=found, is_active=True)
    facts: list[tuple] = [
        (_("全称"), found.name, _("曾用名：") + found.former_names if found.former_names else ""),
        (_("简称"), found.short_name),
        (_("类别"), found.get_kind_display()),
        (_("考核单元"), _("是") if found.is_assessed else _("否")),
        (_("排名分组"), found.get_ranking_group_display()),
        (_("行政区划代码"), found.region_code, "" if found.region_code else _("没有单独的区划代码")),
        (_("上级单位"), str(found.parent or "")),
        (_("排序号"), found.protocol_order),
    ]
    return render(
        request,
        "people/unit.html",
        {
            "unit": found,
            "facts": facts,
            "people": person_rows(request.user, people, open_roles_of(people)),
            "below": [(each, reverse("unit", args=[each.pk])) for each in found.children.filter(is_active=True)],
            "why_not": policy.deny(request.user, Verb.UNIT_CHANGE, found),
            "may_register": policy.may(request.user, Verb.PERSON_REGISTER),
            "entries": entry_rows(of_subject(found)),
        },
    )


class UnitForm(ActForm):
    """What is said of a unit."""

    name = forms.CharField(label=gettext_lazy("全称"), max_length=120)
    short_name = forms.CharField(
        label=gettext_lazy("简称"), max_length=40, required=False, help_text=gettext_lazy("表格里用简称。")
    )
    kind = forms.ChoiceField(label=gettext_lazy("类别"), choices=UnitKind.choices)
    parent = forms.ModelChoiceField(label=gettext_lazy("上级单位"), queryset=None, required=False, empty_label="—")
    region_code = forms.CharField(
        label=gettext_lazy("行政区划代码"),
        max_length=6,
        required=False,
        help_text=gettext_lazy("GB/T 2260 六位；经开区等没有单独代码的留空。"),
    )
    protocol_order = forms.IntegerField(
        label=gettext_lazy("排序号"),
        min_value=0,
        initial=9999,
        help_text=gettext_lazy("按惯例排序，小的在前；不按拼音。"),
    )
    ranking_group = forms.ChoiceField(
        label=gettext_lazy("排名分组"),
        choices=[("", "—"), *RankingGroup.choices],
        required=False,
        help_text=gettext_lazy("只在同一组里排名。"),
    )
    is_assessed = forms.BooleanField(label=gettext_lazy("列为考核单元"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = units_in_order().filter(is_active=True)


class ChangeForm(UnitForm):
    """The same, with whether it is in use and why it changes."""

    is_active = forms.BooleanField(label=gettext_lazy("在用"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("变更依据"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("名称、类别、分组、考核、停用的变更须写依据，例如文号。"),
    )
    reason.is_wide = True  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
def register(request: Request) -> HttpResponse:
    """登记单位."""
    require(request, Verb.UNIT_REGISTER)
    form = UnitForm(request.POST or None)
    made = attempt(
        request,
        form,
        lambda: acts.register(form.cleaned_data["parent"], **act_of(request, form), **form.entered("parent")),
    )
    if made:
        messages.success(request, _("已登记%(unit)s") % {"unit": made.name})
        return redirect("unit", made.pk)
    context = {
        "title": Verb.UNIT_REGISTER.label,
        "form": form,
        "verb": _("登记"),
        "back": reverse("units"),
        "wide": True,
    }
    return render(request, "people/act.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    """变更单位."""
    found = get_object_or_404(Unit, pk=pk)
    require(request, Verb.UNIT_CHANGE, found)
    initial = {name: getattr(found, name) for name in acts.FIELDS}
    form = ChangeForm(request.POST or None, initial=initial)
    changed = attempt(request, form, lambda: acts.change(found, **act_of(request, form), **form.entered()))
    if changed:
        messages.success(request, _("已变更%(unit)s") % {"unit": changed.name})
        return redirect("unit", found.pk)
    context = {
        "title": Verb.UNIT_CHANGE.label, "sub": found.name, "form": form, "verb": _("保存变更"),
        "back": reverse("unit", args=[pk]), "wide": True,
    }  # fmt: skip
    return render(request, "people/act.html", context, status=422 if form.errors else 200)
