"""The acts on permits: a form, one command, back to the case; the word of the verb is the route."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _w
from django.views.decorators.http import require_http_methods

from yidan.approvals import queries
from yidan.approvals.commands import listing
from yidan.approvals.commands import permit as acts
from yidan.approvals.models import Permit
from yidan.kernel.verbs import Verb
from yidan.web.permit import forms
from yidan.web.project.acts import act, project_of
from yidan.web.request import Request
from yidan.web.upload import ahead

both = require_http_methods(["GET", "POST"])
View = Callable[[Request, int], HttpResponse]


@dataclass(frozen=True)
class Act:
    """How an act looks: its form, its command, what is said when it is done, what is said before."""

    verb: Verb
    form: type[forms.OnPermitForm]
    run: Callable[..., Any]
    done: Any
    note: Any = ""
    is_danger: bool = False


ACTS = (
    Act(Verb.PERMIT_SUBMIT, forms.SubmitForm, acts.submit, _w("已收件")),
    Act(Verb.PERMIT_NOTIFY, forms.NotifyForm, acts.notify, _w("已告知补正"),
        _w("补正只能告知一次，5个工作日内；逾期不告知，自收件之日起视为受理。")),
    Act(Verb.PERMIT_COMPLETE, forms.DatedForm, acts.complete, _w("材料已收齐，开始计时")),
    Act(Verb.PERMIT_ACCEPT, forms.WordedForm, acts.accept, _w("已受理，次日起计时")),
    Act(Verb.PERMIT_PAUSE, forms.PauseForm, acts.pause, _w("已停表"),
        _w("只有法律规定不计入时限的环节才能停表，并书面告知申请人。")),
    Act(Verb.PERMIT_RESUME, forms.WordedForm, acts.resume, _w("已复表，次日起计时")),
    Act(Verb.PERMIT_EXTEND, forms.ExtendForm, acts.extend, _w("已延长")),
    Act(Verb.PERMIT_DECIDE, forms.DecideForm, acts.decide, _w("已办结")),
    Act(Verb.PERMIT_ISSUE, forms.WordedForm, acts.issue, _w("已发证")),
    Act(Verb.PERMIT_CONVERT, forms.BasisForm, acts.convert, _w("已转正")),
    Act(Verb.PERMIT_WITHDRAW, forms.WithdrawForm, acts.withdraw, _w("已撤回"),
        _w("撤回以后这一件就结束了；再办要重新加审批事项。"), is_danger=True),
    Act(Verb.PERMIT_WAIVE, forms.ReasonForm, listing.waive, _w("已记为免办")),
    Act(Verb.PERMIT_REQUIRE, forms.ReasonForm, listing.require, _w("已恢复办理")),
    Act(Verb.PERMIT_CORRECT, forms.CorrectForm, acts.correct, _w("日期已更正，时限已重算"),
        _w("原来的日期留在经过里。")),
)  # fmt: skip
BY_VERB = {each.verb: each for each in ACTS}


def seen(request: Request, pk: int) -> Permit:
    """The permit, if this person may see it; otherwise it does not exist."""
    rows = queries.visible_to(request.user).select_related("item", "department", "project__profile")
    return get_object_or_404(rows, pk=pk)


def _view(declared: Act) -> View:
    @both
    def view(request: Request, pk: int) -> HttpResponse:
        found = seen(request, pk)
        form = declared.form(request.POST or None, permit=found)
        return act(
            request, declared.verb, found, form, declared.run, project=found.project, done=str(declared.done),
            back=reverse("permit", args=[pk]), note=declared.note, is_danger=declared.is_danger,
            title=f"{declared.verb.label} · {found.item.name}",
        )  # fmt: skip

    view.__name__, view.__doc__ = declared.verb.value.split(".")[1], f"{declared.run.__doc__}"
    return view


submit = _view(BY_VERB[Verb.PERMIT_SUBMIT])
notify = _view(BY_VERB[Verb.PERMIT_NOTIFY])
complete = _view(BY_VERB[Verb.PERMIT_COMPLETE])
accept = _view(BY_VERB[Verb.PERMIT_ACCEPT])
pause = _view(BY_VERB[Verb.PERMIT_PAUSE])
resume = _view(BY_VERB[Verb.PERMIT_RESUME])
extend = _view(BY_VERB[Verb.PERMIT_EXTEND])
decide = _view(BY_VERB[Verb.PERMIT_DECIDE])
issue = _view(BY_VERB[Verb.PERMIT_ISSUE])
convert = _view(BY_VERB[Verb.PERMIT_CONVERT])
withdraw = _view(BY_VERB[Verb.PERMIT_WITHDRAW])
waive = _view(BY_VERB[Verb.PERMIT_WAIVE])
require = _view(BY_VERB[Verb.PERMIT_REQUIRE])
correct = _view(BY_VERB[Verb.PERMIT_CORRECT])


@both
def attach(request: Request, pk: int) -> HttpResponse:
    """附审批文书: the file is kept first, then it is the permit's."""
    found = seen(request, pk)
    form = forms.PaperForm(request.POST or None, request.FILES or None, permit=found)

    def run(subject: Permit, *, by: Any, at: Any, key: Any, file: Any, **said: Any) -> Any:
        kept = ahead.kept(file, by=by, at=at, key=None, field="file")
        return acts.attach(subject, by=by, at=at, key=key, file=kept, **said)

    return act(
        request, Verb.PERMIT_ATTACH, found, form, run, project=found.project, done=_("文书已附上"), is_upload=True,
        is_ahead=True,
        back=reverse("permit", args=[pk]), title=f"{Verb.PERMIT_ATTACH.label} · {found.item.name}",
    )  # fmt: skip


@both
def lay_out(request: Request, pk: int) -> HttpResponse:
    """列审批清单: the list for its 管理方式 is offered first."""
    project = project_of(request, pk)
    form = forms.LayOutForm(request.POST or None)
    lists = form.fields["template"].queryset
    own = project.profile.management_form if project.profile else ""
    form.fields["template"].initial = lists.filter(management_form=own).first() or lists.first()
    return act(
        request, Verb.PERMIT_LAY_OUT, project, form, listing.lay_out, project=project, done=_("审批清单已列"),
        back=reverse("permits-of", args=[pk]),
    )  # fmt: skip


@both
def open(request: Request, pk: int) -> HttpResponse:
    """加审批事项."""
    project = project_of(request, pk)
    return act(
        request, Verb.PERMIT_OPEN, project, forms.OpenForm(request.POST or None), listing.open, project=project,
        done=_("审批事项已加"), back=reverse("permits-of", args=[pk]),
    )  # fmt: skip
