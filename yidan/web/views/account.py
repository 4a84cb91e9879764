"""One's own account: 我的, the password."""

from typing import Any

from allauth.account import views as allauth
from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from yidan.kernel.verbs import Verb
from yidan.ledger.models import SavedView
from yidan.people.commands import person as acts
from yidan.people.models import RoleHolding
from yidan.people.queries import roles_in_time
from yidan.web import format as words
from yidan.web.acting import ActForm, act_of, attempt
from yidan.web.navigation import places, roles_of
from yidan.web.request import Request

YEAR_SECONDS = 365 * 24 * 3600
PAGES_WITH_VIEWS = {"projects": gettext_lazy("台账"), "reports": gettext_lazy("月报")}


def log_out(request: Request) -> HttpResponse:
    """退出登录; the field app on this device is told, so that what it keeps of the person goes."""
    response: HttpResponse = allauth.logout(request)
    if request.method == "POST":
        response.set_cookie("field_left", "1", path="/field/", max_age=YEAR_SECONDS, samesite="Lax")
    return response


@require_GET
def me(request: Request) -> HttpResponse:
    """我的: who I am here, my roles in time, my saved views, and how I want to see things."""
    held = roles_in_time(request.user)
    views = SavedView.objects.filter(person=request.user).order_by("page", "name")
    return render(
        request,
        "people/me.html",
        {
            "roles": [role_row(each) for each in held if each.until_on is None],
            "past_roles": [role_row(each) for each in held if each.until_on is not None],
            "places": places(roles_of(request.user), request.path)["rail"],
            "views": [
                {"name": each.name, "page": PAGES_WITH_VIEWS.get(each.page, each.page), "address": view_address(each)}
                for each in views
            ],
        },
    )


def role_row(holding: RoleHolding) -> dict:
    """A role as a line: what, where, from when until when."""
    until = words.short_day(holding.until_on) if holding.until_on else _("至今")
    return {
        "pk": holding.pk,
        "role": holding.get_role_display(),
        "unit": holding.unit.name,
        "days": f"{words.short_day(holding.since_on)} – {until}",
        "is_open": holding.until_on is None,
    }


def view_address(view: SavedView) -> str:
    """Where a saved view leads; empty while its page does not exist."""
    from yidan.web.navigation import address

    place = address(view.page)
    return f"{place}?{view.query}" if place else ""


class PasswordForm(ActForm):
    """The old password once, the new one twice."""

    old = forms.CharField(
        label=gettext_lazy("原密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=gettext_lazy("新密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("至少8位，大写、小写、数字、符号四类占三类；不要太常见，不要与登录名、姓名相近。"),
    )
    again = forms.CharField(
        label=gettext_lazy("再输一次新密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Both must be the same, so that nobody locks themselves out by a slip."""
        entered = super().clean() or {}
        if entered.get("new") and entered.get("again") and entered["new"] != entered["again"]:
            self.add_error("again", _("两次输入的新密码不一样，请重新输入。"))
        return entered


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change_password(request: Request) -> HttpResponse:
    """修改密码; whoever was given a first password stands here until it is changed."""
    form = PasswordForm(request.POST or None)
    must = request.user.must_change_password
    changed = attempt(
        request, form, lambda: acts.change_password(request.user, **act_of(request), **form.entered("again"))
    )
    if changed:
        update_session_auth_hash(request, changed)  # this session stays, every other one ends
        messages.success(request, _("密码已修改，其他设备上的登录已退出。"))
        return redirect("home" if must else "me")  # who was held up at the door goes on in
    return render(
        request,
        "people/act.html",
        {
            "title": Verb.PERSON_CHANGE_PASSWORD.label,
            "form": form,
            "verb": Verb.PERSON_CHANGE_PASSWORD.label,
            "back": "" if must else "/me/",
            "note": _("请先设一个自己的密码") if must else "",
            "note_body": _("现在用的是别人替您设的密码；改好之后才能继续。") if must else "",
        },
        status=422 if form.errors else 200,
    )
