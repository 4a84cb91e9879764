"""投诉建议: everybody writes to the office about this system, and reads the answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from yidan.kernel import policy
from yidan.kernel.errors import Invalid
from yidan.kernel.verbs import Verb
from yidan.people.commands import feedback as acts
from yidan.people.models import Feedback
from yidan.people.queries import feedback_visible_to
from yidan.people.states import FEEDBACK_FLOW, FeedbackKind, FeedbackState
from yidan.web import format as words
from yidan.web.acting import ActForm, act_of, attempt, require
from yidan.web.request import Request

PAGE = 50


class SendForm(ActForm):
    """What one writes: of which kind, and the words."""

    kind = forms.ChoiceField(
        label=gettext_lazy("反映什么"), choices=FeedbackKind.choices, initial=FeedbackKind.SUGGESTION
    )
    text = forms.CharField(
        label=gettext_lazy("内容"),
        max_length=acts.MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("只有市项目办和审计员看得到；答复发到您的“消息”里。"),
    )


class AnswerForm(ActForm):
    """The office's answer."""

    answer = forms.CharField(
        label=gettext_lazy("答复"), max_length=acts.MOST_LETTERS, widget=forms.Textarea(attrs={"rows": 4})
    )


@require_GET
def feedbacks(request: Request) -> HttpResponse:
    """What one may read, the unanswered first of all; `?all` shows what was answered too."""
    found = feedback_visible_to(request.user)
    shows_all = "all" in request.GET
    waiting = found.filter(state=FeedbackState.SENT)
    here = reverse("feedbacks")
    page = Paginator(found if shows_all else waiting, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "rows": rows(page.object_list), "is_office": policy.may(request.user, Verb.FEEDBACK_ANSWER),
        "tabs": [
            {"label": _("待答复 %(count)d") % {"count": waiting.count()}, "address": here, "is_here": not shows_all},
            {"label": _("全部"), "address": f"{here}?all", "is_here": shows_all},
        ],
    }  # fmt: skip
    return render(request, "feedback/list.html", context)


@require_http_methods(["GET", "POST"])
def send(request: Request) -> HttpResponse:
    """投诉建议."""
    form = SendForm(request.POST or None)
    made = attempt(request, form, lambda: acts.send(request.user, **act_of(request, form), **form.entered()))
    if made:
        messages.success(request, _("已收到，轮到%(turn)s答复") % {"turn": FEEDBACK_FLOW.turns[FeedbackState.SENT]})
        return HttpResponseRedirect(reverse("feedback", args=[made.pk]))
    status = 422 if request.method == "POST" else 200
    return render(request, "feedback/send.html", {"form": form}, status=status)


@require_GET
def feedback(request: Request, pk: int) -> HttpResponse:
    """One of them, with its answer, and the form for whoever may give it."""
    return _page(request, _found(request, pk), AnswerForm())


@require_http_methods(["POST"])
def answer(request: Request, pk: int) -> HttpResponse:
    """答复."""
    one = _found(request, pk)
    require(request, Verb.FEEDBACK_ANSWER, one)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, one, form, status=422)
    try:
        acts.answer(one, **act_of(request, form), **form.entered())
    except Invalid as refusal:
        form.add_error("answer", str(refusal))
        return _page(request, one, form, status=422)
    messages.success(request, _("已答复，%(who)s的消息里会收到") % {"who": one.person})
    return HttpResponseRedirect(reverse("feedback", args=[one.pk]))


def rows(found: Iterable[Feedback]) -> list[dict[str, Any]]:
    """As lists show them."""
    return [
        {
            "href": reverse("feedback", args=[each.pk]), "kind": each.get_kind_display(), "text": each.text,
            "who": str(each.person), "when": words.minute(each.sent_at),
            "is_answered": each.state == FeedbackState.ANSWERED, "state": each.get_state_display(),
        }
        for each in found
    ]  # fmt: skip


def _found(request: Request, pk: int) -> Feedback:
    return get_object_or_404(feedback_visible_to(request.user), pk=pk)


def _page(request: Request, one: Feedback, form: AnswerForm, status: int = 200) -> HttpResponse:
    may_answer = FEEDBACK_FLOW.allows(one.state, Verb.FEEDBACK_ANSWER) and policy.may(
        request.user, Verb.FEEDBACK_ANSWER, one
    )
    context = {
        "one": one, "who": str(one.person), "unit": str(one.person.unit or ""), "sent": words.minute(one.sent_at),
        "answered": words.minute(one.answered_at) if one.answered_at else "", "form": form if may_answer else None,
        "turn": FEEDBACK_FLOW.turns[FeedbackState(one.state)], "is_answered": one.state == FeedbackState.ANSWERED,
    }  # fmt: skip
    return render(request, "feedback/one.html", context, status=status)
