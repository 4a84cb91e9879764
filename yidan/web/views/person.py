"""人员: the list, one person, and the acts of who keeps the accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from yidan.evidence.queries import outdated_readings
from yidan.kernel import policy
from yidan.kernel.policy import Role
from yidan.kernel.verbs import Verb
from yidan.people import queries
from yidan.people.commands import person as acts
from yidan.people.models import Person, Unit, UnitKind
from yidan.people.rules import callable_number
from yidan.web import format as words
from yidan.web.acting import ActForm, act_of, attempt, require
from yidan.web.chips import chip, without
from yidan.web.entries import entry_rows, of_person
from yidan.web.request import Request
from yidan.web.views.account import role_row
from yidan.web.views.person_rows import person_rows
from yidan.web.views.unit import directory_tabs

PAGE_SIZE = 50
ADMINISTRATION = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)


@require_GET
def persons(request: Request) -> HttpResponse:
    """Everybody, by the place of their unit and then by their own; phones masked for outsiders."""
    query = request.GET
    page = Paginator(_chosen(request), PAGE_SIZE).get_page(query.get("page"))
    people = list(page.object_list)
    flags = [("no_role", _("没有角色")), ("inactive", _("已停用"))]
    chips = [
        chip(query, "role", _("角色"), Role.choices, several=True),
        chip(query, "kind", _("单位类别"), UnitKind.choices, several=True),
    ]
    if request.user.is_role(*ADMINISTRATION):
        chips.append(chip(query, "flag", _("其他"), flags))
    return render(
        request,
        "people/persons.html",
        {
            "tabs": directory_tabs("persons"),
            "rows": person_rows(request.user, people, queries.open_roles_of(people)),
            "page": page,
            "q": query.get("q", ""),
            "chips": chips,
            "clear": without(query, "role", "kind", "flag", "q"),
            "why_not": policy.deny(request.user, Verb.PERSON_REGISTER),
            "has_masked": not queries.may_see_phones(request.user, None),
            "outdated": _outdated(request.user),
        },
    )


def _outdated(person: Person) -> str:
    """What whoever keeps the server should do about pictures compared by earlier rules; nothing for anybody else."""
    if not person.is_role(Role.SYSTEM_ADMIN) or not (count := outdated_readings().count()):
        return ""
    return _(
        "有%(count)s张照片是按旧规则比对的，重复使用的可能漏认；请在空闲时运行 yidan evidence read --outdated。"
    ) % {"count": words.number(count)}


def _chosen(request: Request) -> QuerySet[Person]:
    query, chosen = request.GET, queries.found(queries.persons_in_order(), request.GET.get("q", ""))
    flag = query.get("flag") if request.user.is_role(*ADMINISTRATION) else ""
    chosen = chosen.filter(is_active=flag != "inactive")
    if flag == "no_role":
        chosen = chosen.exclude(pk__in=queries.holding_role(chosen, *Role.values).values("pk"))
    if roles := [role for role in query.getlist("role") if role in Role.values]:
        chosen = queries.holding_role(chosen, *roles)
    if kinds := [kind for kind in query.getlist("kind") if kind in UnitKind.values]:
        chosen = chosen.filter(unit__kind__in=kinds)
    return chosen


@require_GET
def person(request: Request, pk: int) -> HttpResponse:
    """One person: who, where, which roles from when until when; to those who keep accounts, what happened."""
    found = get_object_or_404(Person.objects.select_related("unit", "successor"), pk=pk)
    viewer, is_self = request.user, found.pk == request.user.pk
    is_inside = is_self or viewer.is_role(*ADMINISTRATION)
    held = queries.roles_in_time(found)
    is_open = is_self or queries.may_see_phones(viewer, found.unit_id)
    facts: list[tuple] = [
        (_("单位"), found.unit.name if found.unit else ""),
        (_("职务"), found.post),
        (
            _("电话"),
            queries.phone_for(viewer, found),
            "" if is_open or not found.phone else _("本单位和市项目办可见全号"),
        ),
    ]
    if is_inside:
        facts.append((_("登录名"), found.username or "", "" if found.username else _("不能登录")))
        facts.append((_("排序号"), found.protocol_order))
    if found.successor:
        facts.append((_("已移交给"), found.successor.name))
    return render(
        request,
        "people/person.html",
        {
            "person": found,
            "facts": facts,
            "dials": callable_number(found.phone) if is_open else "",
            "roles": [role_row(each) for each in held if found.is_active or each.until_on],
            "entries": entry_rows(of_person(found)) if is_inside else [],
            "is_inside": is_inside,
            "may": {
                name: policy.may(viewer, verb, found)
                for name, verb in (
                    ("change", Verb.PERSON_CHANGE), ("retire", Verb.PERSON_RETIRE),
                    ("set_password", Verb.PERSON_SET_PASSWORD), ("hand_over", Verb.PERSON_HAND_OVER),
                    ("grant", Verb.ROLE_GRANT), ("end", Verb.ROLE_END),
                )
            },
            "who_grants": policy.who_may(Verb.ROLE_GRANT),
        },
    )  # fmt: skip


class PersonForm(ActForm):
    """What is said of a person."""

    name = forms.CharField(label=gettext_lazy("姓名"), max_length=60)
    unit = forms.ModelChoiceField(label=gettext_lazy("单位"), queryset=None, required=False, empty_label="—")
    post = forms.CharField(label=gettext_lazy("职务"), max_length=120, required=False)
    phone = forms.CharField(
        label=gettext_lazy("电话"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
        help_text=gettext_lazy("本单位和市项目办可见全号，其他人只见首尾。"),
    )
    username = forms.CharField(
        label=gettext_lazy("登录名"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("不登录的人(例如只作为联系市领导)留空。"),
    )
    protocol_order = forms.IntegerField(
        label=gettext_lazy("排序号"), min_value=0, initial=9999, help_text=gettext_lazy("固定排序，不按拼音。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(is_active=True).order_by("protocol_order", "id")


class RegisterForm(PersonForm):
    """The same, with a first password."""

    password = forms.CharField(
        label=gettext_lazy("初始密码"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("首次登录时本人必须改掉。"),
    )


class ChangeForm(PersonForm):
    """The same, with why."""

    reason = forms.CharField(label=gettext_lazy("变更原因"), max_length=200, required=False)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def register(request: Request) -> HttpResponse:
    """登记人员."""
    require(request, Verb.PERSON_REGISTER)
    form = RegisterForm(request.POST or None, initial={"unit": request.GET.get("unit")})
    made = attempt(
        request, form, lambda: acts.register(form.cleaned_data["unit"], **act_of(request, form), **form.entered("unit"))
    )
    if made:
        messages.success(request, _("已登记%(person)s,角色由安全管理员授予") % {"person": made.name})
        return redirect("person", made.pk)
    context = {
        "title": Verb.PERSON_REGISTER.label, "form": form, "verb": _("登记"), "back": reverse("persons"), "wide": True,
    }  # fmt: skip
    return _form_page(request, form, context)


@require_http_methods(["GET", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    """变更人员; one who was retired is taken back here too."""
    found = get_object_or_404(Person, pk=pk)
    require(request, Verb.PERSON_CHANGE, found)
    initial = {name: getattr(found, name) for name in acts.FIELDS}
    form = ChangeForm(request.POST or None, initial=initial)
    again = {} if found.is_active else {"is_active": True}
    changed = attempt(request, form, lambda: acts.change(found, **act_of(request, form), **form.entered(), **again))
    if changed:
        messages.success(request, _("已变更%(person)s") % {"person": changed.name})
        return redirect("person", pk)
    context = {"title": Verb.PERSON_CHANGE.label, "verb": _("保存变更"), "wide": True, **_about(found)}
    if not found.is_active:
        context |= {
            "title": _("恢复使用"),
            "verb": _("恢复使用"),
            "note": _("恢复后没有任何角色，须由安全管理员重新授予。"),
        }
    return _form_page(request, form, context)


class RetireForm(ActForm):
    """Why."""

    reason = forms.CharField(
        label=gettext_lazy("停用原因"), max_length=200, help_text=gettext_lazy("例如：调离、退休。")
    )


@require_http_methods(["GET", "POST"])
def retire(request: Request, pk: int) -> HttpResponse:
    """停用人员, with the consequence in words."""
    found = get_object_or_404(Person, pk=pk)
    require(request, Verb.PERSON_RETIRE, found)
    form = RetireForm(request.POST or None)
    if attempt(request, form, lambda: acts.retire(found, **act_of(request, form), **form.entered())):
        messages.success(request, _("已停用%(person)s,登录立即失效") % {"person": found.name})
        return redirect("person", pk)
    open_items = [f"{label} {count}" for label, count in queries.held_by(found) if count]
    context = {
        "title": Verb.PERSON_RETIRE.label, "verb": Verb.PERSON_RETIRE.label, "danger": True,
        "question": _("停用后，%s立即退出登录，所有角色今天收回；经办的记录仍在本人名下。") % found.name,
        **_about(found),
    }  # fmt: skip
    if open_items:
        context |= {"note": _("名下还有未移交的事项，建议先移交"), "note_tone": "warn", "note_items": open_items}
    return _form_page(request, form, context)


class NewPasswordForm(ActForm):
    """A first password, told to the person by hand."""

    password = forms.CharField(
        label=gettext_lazy("新密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy(
            "至少8位，大写、小写、数字、符号四类占三类。请当面或电话告诉本人；本人下次登录时必须改掉。"
        ),
    )


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def set_password(request: Request, pk: int) -> HttpResponse:
    """重置密码."""
    found = get_object_or_404(Person, pk=pk)
    require(request, Verb.PERSON_SET_PASSWORD, found)
    form = NewPasswordForm(request.POST or None)
    if attempt(request, form, lambda: acts.set_password(found, **act_of(request, form), **form.entered())):
        messages.success(request, _("已重置%(person)s的密码") % {"person": found.name})
        return redirect("person", pk)
    context = {"title": Verb.PERSON_SET_PASSWORD.label, "verb": Verb.PERSON_SET_PASSWORD.label, **_about(found)}
    return _form_page(request, form, context)


class HandOverForm(ActForm):
    """To whom, and why."""

    successor = forms.ModelChoiceField(label=gettext_lazy("接手人"), queryset=None, empty_label=gettext_lazy("请选择"))
    reason = forms.CharField(label=gettext_lazy("移交原因"), max_length=200, required=False)

    def __init__(self, *args: Any, successors: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = successors
        self.fields["successor"].label_from_instance = lambda each: f"{each.name}({each.post or each.unit})"


@require_http_methods(["GET", "POST"])
def hand_over(request: Request, pk: int) -> HttpResponse:
    """移交: what goes over is shown first, the consequence is asked in words."""
    found = get_object_or_404(Person.objects.select_related("unit"), pk=pk)
    require(request, Verb.PERSON_HAND_OVER, found)
    successors = queries.persons_in_order().filter(is_active=True).exclude(pk=pk)
    if not request.user.is_role(Role.SUPERVISOR):
        successors = queries.holding_role(successors, *Role.values).filter(unit=found.unit_id)
    form = HandOverForm(request.POST or None, successors=successors)
    if attempt(request, form, lambda: acts.hand_over(found, **act_of(request, form), **form.entered())):
        messages.success(request, _("%(person)s名下的事项已移交") % {"person": found.name})
        return redirect("person", pk)
    context = {
        "person": found, "form": form, "back": reverse("person", args=[pk]), "verb": Verb.PERSON_HAND_OVER.label,
        "roles": [role_row(each) for each in queries.roles_in_time(found) if each.until_on is None],
        "items": [(label, count) for label, count in queries.held_by(found)],
        "has_successors": successors.exists(),
    }  # fmt: skip
    return render(request, "people/hand_over.html", context, status=422 if form.errors else 200)


def _about(found: Person) -> dict[str, Any]:
    return {"sub": f"{found.name} · {found.unit or ''}", "back": reverse("person", args=[found.pk])}


def _form_page(request: Request, form: forms.Form, context: dict[str, Any]) -> HttpResponse:
    return render(request, "people/act.html", {**context, "form": form}, status=422 if form.errors else 200)
