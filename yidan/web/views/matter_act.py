"""The acts on matters: a form, one command, back to the matter; the word of the verb is the route."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _w
from django.views.decorators.http import require_http_methods

from yidan.kernel.errors import Invalid
from yidan.kernel.policy import Reach
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.ledger.models import Project
from yidan.ledger.queries import visible_to as visible_projects
from yidan.matters import queries
from yidan.matters.commands import asking, closing, letter, listing, working
from yidan.matters.models import Matter
from yidan.people.models import Unit
from yidan.web import clock
from yidan.web.acting import act_of, attempt, require
from yidan.web.matter import forms, page
from yidan.web.matter.evidence import ACCEPT, brought
from yidan.web.matter.offers import is_on_behalf, why_not
from yidan.web.matter.suggesting import prefilled
from yidan.web.papers import letters
from yidan.web.request import Request

both = require_http_methods(["GET", "POST"])
View = Callable[[Request, int], HttpResponse]


@dataclass(frozen=True)
class Act:
    """How an act looks: its form, its command, what is said when it is done, what is asked before."""

    verb: Verb
    form: type[forms.OnMatterForm]
    run: Callable[..., Any]
    done: Any
    question: Any = ""
    is_danger: bool = False


def _view(act: Act) -> View:
    @both
    def view(request: Request, pk: int) -> HttpResponse:
        found = page.read(queries.visible_to(request.user), pk)
        if found is None:
            raise Http404
        return _act(request, act, found)

    view.__name__, view.__doc__ = act.verb.value.split(".")[1], f"{act.run.__doc__}"
    return view


def _act(request: Request, act: Act, matter: Matter) -> HttpResponse:
    """Show the form, or run the command and go back to the matter; a refusal keeps what was entered."""
    require(request, act.verb, matter)
    person: Any = request.user
    today = clock.today()
    form = act.form(request, matter, is_on_behalf=is_on_behalf(person, matter, act.verb))
    reason = why_not(person, matter, act.verb, today) if request.method == "GET" else ""
    status = 409 if reason else 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            made = attempt(request, form, lambda: _run(request, act, matter, form))
            if made is not None:
                messages.success(request, _said(act, made))
                return HttpResponseRedirect(reverse("matter", args=[made.pk]))
            status = 409
            matter = page.read(queries.visible_to(person), matter.pk) or matter  # as it is, not as it was tried
    return render(request, "matters/act.html", _context(request, act, matter, form, reason), status=status)


def _run(request: Request, act: Act, matter: Matter, form: forms.OnMatterForm) -> Any:
    """Files and act together or not at all."""
    given, said = form.entered(), act_of(request, form)
    with transaction.atomic():
        if "brought" in given:
            given["brought"] = brought(given["brought"], by=said["by"], at=said["at"], key=said["key"])
        return act.run(matter, **said, **given)


def _said(act: Act, made: Matter) -> str:
    if not made.step:
        return str(act.done)
    return _("%(done)s，轮到%(unit)s") % {"done": act.done, "unit": made.turn_unit}


def _context(request: Request, act: Act, matter: Matter, form: forms.OnMatterForm, reason: str) -> dict[str, Any]:
    likely = queries.likely_same(matter) if act.verb == Verb.MATTER_ENLIST else []
    return {
        "matter": matter,
        "form": form,
        "verb": act.verb.label,
        "title": act.verb.label,
        "sub": str(matter),
        "back": reverse("matter", args=[matter.pk]),
        "reason": reason,
        "question": act.question,
        "is_danger": act.is_danger,
        "accept": ACCEPT,
        "told": page.context(request, matter, clock.today()),
        "likely": [
            {
                "pk": each.pk, "name": str(each), "href": reverse("matter", args=[each.pk]),
                "merge": f"{reverse('matter.merge', args=[matter.pk])}?into={each.number}",
            }
            for each in likely
        ],
        "drafts": [
            (label, reverse("matter-letter", args=[matter.pk, value, "docx"]))
            for value, label in getattr(form.fields.get("kind"), "choices", [])
        ]
        if act.verb == Verb.MATTER_SEND_LETTER
        else [],
        "units": _units() if {"lead_unit", "verifying_unit", "units"} & set(form.fields) else [],
    }  # fmt: skip


def _units() -> list[str]:
    return list(Unit.objects.filter(is_active=True).order_by("protocol_order", "id").values_list("name", flat=True))


def _change(matter: Matter, *, project: Project | None = None, **given: Any) -> Matter:
    """The form holds one project; a matter with several keeps the others."""
    now = list(matter.projects.all())
    wanted = [*([project] if project else []), *now[1:]]
    return listing.change(matter, projects=wanted, **given)


# --- raising -------------------------------------------------------------------------------------------------------


@both
def raise_(request: Request) -> HttpResponse:
    """提出事项, pre-filled from a project, from what a report says, or from an entry of a list."""
    person: Any = request.user
    sent = request.method == "POST"
    form = forms.RaiseForm(request.POST or None, request.FILES or None, initial=prefilled(request))
    if not sent:
        require(request, Verb.MATTER_RAISE, form.initial.get("project") or person.unit or _Nowhere())
    status = 200
    if sent:
        status = 422
        if form.is_valid():
            made = attempt(request, form, lambda: _raised(request, form))
            if made is not None:
                messages.success(request, _said(_RAISED, made))
                return HttpResponseRedirect(reverse("matter", args=[made.pk]))
            status = 409
    project = form.initial.get("project")
    return render(
        request, "matters/raise.html",
        {"form": form, "verb": Verb.MATTER_RAISE.label, "title": Verb.MATTER_RAISE.label,
         "sub": project.name if project else _("市项目办审核后入账"), "accept": ACCEPT,
         "back": reverse("project", args=[project.pk]) if project else reverse("matters")},
        status=status,
    )  # fmt: skip


class _Nowhere:
    """Of no unit: only roles that reach the city may raise."""

    def reach(self) -> dict[Reach, set[int]]:
        return {}


def _raised(request: Request, form: forms.RaiseForm) -> Matter:
    given, said = form.entered(), act_of(request, form)
    project = given.pop("project", None)
    person = said["by"]
    if project and not visible_projects(person).filter(pk=project.pk).exists():
        raise Invalid(_("没有编号为%(number)s的项目。") % {"number": project.internal_id}, field="project")
    with transaction.atomic():
        given["brought"] = brought(given["brought"], by=person, at=said["at"], key=said["key"])
        return listing.raise_(project or person.unit or _Nowhere(), **said, **given)


_RAISED = Act(Verb.MATTER_RAISE, forms.ChangeForm, listing.raise_, _w("已提出"))

change = _view(Act(Verb.MATTER_CHANGE, forms.ChangeForm, _change, _w("已修改")))
enlist = _view(Act(Verb.MATTER_ENLIST, forms.EnlistForm, listing.enlist, _w("已入账")))
issue = _view(Act(Verb.MATTER_ISSUE, forms.IssueForm, listing.issue, _w("已交办")))
sign_for = _view(Act(Verb.MATTER_SIGN_FOR, forms.SignForm, working.sign_for, _w("已签收")))
decline = _view(
    Act(
        Verb.MATTER_DECLINE, forms.ReasonForm, working.decline, _w("已申请退单"),
        _w("退单只有一次机会；市项目办1个工作日内裁定，不准的仍由本单位办理。"), True,
    )
)  # fmt: skip
take_back = _view(Act(Verb.MATTER_TAKE_BACK, forms.OpinionForm, working.take_back, _w("已准予退单")))
insist = _view(Act(Verb.MATTER_INSIST, forms.ReasonForm, working.insist, _w("已驳回退单")))
plan = _view(Act(Verb.MATTER_PLAN, forms.PlanForm, working.plan, _w("方案已报")))
reply = _view(Act(Verb.MATTER_REPLY, forms.ReplyForm, working.reply, _w("已反馈")))
urge = _view(Act(Verb.MATTER_URGE, forms.WordsForm, working.urge, _w("已催办")))


def _sent(matter: Matter, *, at: datetime, kind: str, words: str = "", **given: Any) -> Matter:
    """The paper is made as it is signed, and goes with the act."""
    body = letters.to_keep(matter, kind, beijing_day(at), words)
    made: Matter = letter.send_letter(matter, at=at, kind=kind, words=words, body=body, **given)
    return made


send_letter = _view(
    Act(
        Verb.MATTER_SEND_LETTER, forms.LetterForm, _sent, _w("已发出，收件人已收到知会"),
        _w("发出后编号入卷、写进经过，内容不再改动。"),
    )
)  # fmt: skip
ask_extension = _view(Act(Verb.MATTER_ASK_EXTENSION, forms.AskForm, asking.ask_extension, _w("已申请延期")))
extend = _view(Act(Verb.MATTER_EXTEND, forms.ExtendForm, asking.extend, _w("已准予延期")))
refuse_extension = _view(
    Act(Verb.MATTER_REFUSE_EXTENSION, forms.ReasonForm, asking.refuse_extension, _w("未准延期，时限不变"))
)
escalate = _view(Act(Verb.MATTER_ESCALATE, forms.EscalateForm, asking.escalate, _w("已上提")))
hold = _view(Act(Verb.MATTER_HOLD, forms.HoldForm, asking.hold, _w("已记下，暂不上提")))
lower = _view(Act(Verb.MATTER_LOWER, forms.LowerForm, asking.lower, _w("已交下级办理")))
pause = _view(Act(Verb.MATTER_PAUSE, forms.PauseForm, asking.pause, _w("已暂停计时")))
resume = _view(Act(Verb.MATTER_RESUME, forms.WordsForm, asking.resume, _w("已恢复计时")))
pass_on = _view(
    Act(
        Verb.MATTER_PASS_ON, forms.PassOnForm, listing.pass_on, _w("已移交"),
        _w("移交后由新单位重新签收，时限不变；原单位不再牵头。"),
    )
)  # fmt: skip
reassign = _view(
    Act(
        Verb.MATTER_REASSIGN, forms.ReassignForm, listing.reassign, _w("已改派验收"),
        _w("由新的验收单位核查；以前的核查意见留在经过里。"),
    )
)  # fmt: skip
apply_close_out = _view(Act(Verb.MATTER_APPLY_CLOSE_OUT, forms.ApplyForm, closing.apply_close_out, _w("已申请销号")))
verify = _view(Act(Verb.MATTER_VERIFY, forms.VerifyForm, closing.verify, _w("核查通过")))
send_back = _view(Act(Verb.MATTER_SEND_BACK, forms.SendBackForm, closing.send_back, _w("已退回整改"), "", True))
close_out = _view(Act(Verb.MATTER_CLOSE_OUT, forms.CloseOutForm, closing.close_out, _w("已销号")))
reopen = _view(
    Act(
        Verb.MATTER_REOPEN, forms.ReopenForm, listing.reopen, _w("已重启，另列新号"),
        _w("原号照旧为已销号，反弹另列一件新的、互相链接。"),
    )
)  # fmt: skip
drop = _view(
    Act(
        Verb.MATTER_DROP, forms.DropForm, listing.drop, _w("已中止"),
        _w("中止不算销号，也不能恢复；理由和批准人留在经过里。"), True,
    )
)  # fmt: skip
merge = _view(
    Act(
        Verb.MATTER_MERGE, forms.MergeForm, listing.merge, _w("已并案"),
        _w("并案后本件不再办理，项目转到对方名下，编号不再使用。"), True,
    )
)  # fmt: skip
