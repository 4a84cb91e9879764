"""The acts of 企业帮扶: registering, naming who looks after a firm, calling, passing on what it asks for."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yidan.enterprises import queries
from yidan.enterprises.commands import call, care, enterprise, need, scheme
from yidan.enterprises.models import Care, Enterprise, Part, Scheme
from yidan.kernel.errors import Invalid
from yidan.kernel.verbs import Verb
from yidan.matters.rules import names_in
from yidan.people.models import Person, Unit
from yidan.people.queries import assessed_units, scope_of
from yidan.web import clock
from yidan.web import format as words
from yidan.web.acting import act_of, attempt, require
from yidan.web.enterprise.forms import CallForm, CareForm, EnterpriseForm, FileForm, NeedForm, SchemeForm
from yidan.web.papers.firms import Line, Read, read
from yidan.web.papers.workbook.grid import read_book
from yidan.web.project.acts import act
from yidan.web.request import Request

both = require_http_methods(["GET", "POST"])
SHOWN_FAULTS = 30


def found(request: Request, pk: int) -> Enterprise:
    """The firm, if this person may see it."""
    return get_object_or_404(queries.visible_to(request.user).select_related("unit"), pk=pk)


def _home(person: Any) -> Any:
    """The county whose firms this person registers; of the whole city, the person's own unit stands for it."""
    scope = scope_of(person)
    return assessed_units().filter(pk__in=scope.assessed).first() or person.unit


def _form(request: Request, initial: dict[str, Any]) -> EnterpriseForm:
    """A county registers and keeps its own firms; only the city moves one to another county."""
    form = EnterpriseForm(request.POST or None, initial=initial)
    scope = scope_of(request.user)
    if not scope.is_city:
        form.fields["unit"].queryset = assessed_units().filter(pk__in=scope.assessed)
    return form


@both
def set(request: Request) -> HttpResponse:
    """登记企业."""
    home = _home(request.user)
    initial = {"unit": home if home and home.is_assessed else None}
    return act(request, Verb.ENTERPRISE_SET, home, _form(request, initial), enterprise.set, done=_("已登记"),
               back=reverse("enterprises"), columns=2)  # fmt: skip


@both
def change(request: Request, pk: int) -> HttpResponse:
    """A firm as it is now."""
    one = found(request, pk)
    names = ("name", "unit", "industry", "lists", "contact", "phone", "to_resume_on", "is_ended")
    return act(
        request, Verb.ENTERPRISE_SET, one, _form(request, {name: getattr(one, name) for name in names}), enterprise.set,
        done=_("已保存"), back=reverse("enterprise", args=[pk]), title=one.name, columns=2,
    )  # fmt: skip


@both
def assign(request: Request, pk: int) -> HttpResponse:
    """落实包保."""
    one = found(request, pk)
    form = CareForm(request.POST or None, initial={"since_on": clock.today()})
    return act(
        request, Verb.CARE_ASSIGN, one, form, care.assign, done=_("已落实"), back=reverse("enterprise", args=[pk]),
        template="enterprises/act.html", sub=one.name, columns=2, **_offered(form),
        note=_("接替的，前一位担任到前一天为止，经过都留着。"),
    )  # fmt: skip


def _offered(form: Any) -> dict[str, Any]:
    """The names offered while typing."""
    offered: dict[str, Any] = {}
    if "person" in form.fields:
        people = Person.objects.filter(is_active=True).select_related("unit")
        offered["persons"] = [
            f"{each.name}({each.unit})" if each.unit else each.name for each in people.order_by("protocol_order", "id")
        ]
    units = Unit.objects.filter(is_active=True).order_by("protocol_order", "id")
    return {**offered, "units": list(units.values_list("name", flat=True))}


@both
def record(request: Request, pk: int) -> HttpResponse:
    """记走访; what the firm asks for goes onto the list in the same go, together or not at all."""
    one, today = found(request, pk), clock.today()
    firm = queries.firm_of(one, today)
    initial = {"called_on": today, "due_count": firm.due_count, "resumed_on": firm.resumed_on}
    form = CallForm(request.POST or None, initial=initial)
    return act(
        request, Verb.CALL_RECORD, one, form, _called, done=_("走访已记"), back=reverse("enterprise", args=[pk]),
        template="enterprises/act.html", sub=one.name, columns=2, **_offered(form),
    )  # fmt: skip


def _called(one: Enterprise, *, by: Any, at: Any, key: Any, need: str, lead_unit: Any, **said: Any) -> Any:
    with transaction.atomic():
        made = call.record(one, by=by, at=at, key=key, **said)
        if need.strip():
            second = uuid5(key, "need") if key else None
            _raise(made, by=by, at=at, key=second, text=need, lead_unit=lead_unit)
    return made


def _raise(subject: Any, **said: Any) -> Any:
    return need.raise_(subject, **said)


@both
def raise_(request: Request, pk: int) -> HttpResponse:
    """诉求转一单, without a call: it telephoned."""
    one = found(request, pk)
    form = NeedForm(request.POST or None)
    return act(
        request, Verb.NEED_RAISE, one, form, lambda subject, need, **said: _raise(subject, text=need, **said),
        done=_("已转一单，市项目办审核后交办"), back=reverse("enterprise", args=[pk]), template="enterprises/act.html",
        sub=one.name, **_offered(form),
    )  # fmt: skip


# --- the list out of a workbook ---


@both
def import_(request: Request) -> HttpResponse:
    """导入包保清单: firms are registered, parts assigned; what stands already stays as it is."""
    person: Any = request.user
    home = _home(person)
    require(request, Verb.CARE_ASSIGN, home)
    form = FileForm(request.POST or None, request.FILES or None, initial={"since_on": clock.today()})
    faults: list[str] = []
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data["file"].read()
            got = attempt(request, form, lambda: _read(person, data))
            faults = got.faults if got else []
            if got and (not faults or form.cleaned_data["skips_bad"]):
                count = attempt(request, form, lambda: _enter(request, form, got, hashlib.sha256(data).hexdigest()))
                if count is not None:
                    messages.success(request, _("已导入%(count)s家企业") % {"count": words.number(count)})
                    return HttpResponseRedirect(reverse("enterprises"))
            status = 409
    return render(
        request, "enterprises/import.html",
        {"form": form, "back": reverse("enterprises"), "faults": faults[:SHOWN_FAULTS],
         "more": max(0, len(faults) - SHOWN_FAULTS), "parts": [part.name for part in queries.parts_in_use()]},
        status=status,
    )  # fmt: skip


def _read(person: Any, data: bytes) -> Read:
    scope = scope_of(person)
    units = assessed_units() if scope.is_city else assessed_units().filter(pk__in=scope.assessed)
    return read(read_book(data), queries.parts_in_use(), units)


def _enter(request: Request, form: FileForm, got: Read, digest: str) -> int:
    """A loop of ordinary acts, all or none; the same file twice changes nothing more."""
    if not got.lines:
        raise Invalid(_("没有读到任何企业。"), field="file")
    said = act_of(request, form)
    known = {
        each.name: each for each in Enterprise.objects.filter(name__in=[line.fields["name"] for line in got.lines])
    }
    parts = {part.pk: part for part in queries.parts_in_use()}
    with transaction.atomic():
        for line in got.lines:
            one = known.get(line.fields["name"])
            if one is None:
                fields = {name: value for name, value in line.fields.items() if name != "unit"}
                key = uuid5(NAMESPACE_URL, f"{digest}:{line.fields['name']}")
                one = enterprise.set(line.fields["unit"], by=said["by"], at=said["at"], key=key, **fields)
            _assign(one, line, parts, said, form.cleaned_data["since_on"], digest)
    return len(got.lines)


def _assign(one: Enterprise, line: Line, parts: dict[int, Part], said: Any, since_on: Any, digest: str) -> None:
    now = {each.part_id: each for each in Care.objects.live().filter(enterprise=one, until_on__isnull=True)}
    for number, holder in line.cares.items():
        field = "unit" if parts[number].is_of_unit else "person"
        held = now.get(number)
        if held is not None and getattr(held, field) == holder:
            continue
        care.assign(
            one, by=said["by"], at=said["at"], key=uuid5(NAMESPACE_URL, f"{digest}:{one.pk}:{number}"),
            part=parts[number], since_on=since_on, **{field: holder},
        )  # fmt: skip


# --- the schemes ---


@require_GET
def schemes(request: Request) -> HttpResponse:
    """Every scheme with its parts, for whoever sets them."""
    require(request, Verb.SCHEME_SET)
    rows = [
        {"name": each.name, "basis": each.basis, "is_ended": each.is_ended,
         "parts": [part.name for part in each.parts.all() if not part.is_ended],
         "href": reverse("scheme-change", args=[each.pk])}
        for each in queries.schemes()
    ]  # fmt: skip
    return render(request, "enterprises/schemes.html", {"rows": rows, "back": reverse("enterprises")})


@both
def set_scheme(request: Request) -> HttpResponse:
    """设包保制度: a new one."""
    return _scheme(request, None, {})


@both
def change_scheme(request: Request, pk: int) -> HttpResponse:
    """A scheme as it is now."""
    require(request, Verb.SCHEME_SET)
    one = get_object_or_404(queries.schemes(), pk=pk)
    parts = [part for part in one.parts.all() if not part.is_ended]
    return _scheme(request, one, {
        "name": one.name, "basis": one.basis, "is_ended": one.is_ended,
        "persons": _("、").join(part.name for part in parts if not part.is_of_unit),
        "units": _("、").join(part.name for part in parts if part.is_of_unit),
    })  # fmt: skip


def _scheme(request: Request, one: Scheme | None, initial: dict[str, Any]) -> HttpResponse:
    def run(subject: Scheme | None, *, persons: str, units: str, **said: Any) -> Scheme:
        return scheme.set(subject, persons=names_in(persons), units=names_in(units), **said)

    return act(
        request, Verb.SCHEME_SET, one, SchemeForm(request.POST or None, initial=initial), run, done=_("已保存"),
        back=reverse("schemes"), title=one.name if one else Verb.SCHEME_SET.label, columns=2,
    )  # fmt: skip
