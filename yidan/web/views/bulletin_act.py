"""The acts on papers: draft, edit, consult, comment, sign, publish, correct, withdraw."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _w
from django.views.decorators.http import require_http_methods

from yidan.bulletins import commands, queries
from yidan.bulletins.models import Bulletin
from yidan.bulletins.queries import named_unit_of
from yidan.bulletins.quoted import typed
from yidan.bulletins.states import FLOW, Kind
from yidan.kernel.errors import Invalid, Refused
from yidan.kernel.values import Month, beijing_day
from yidan.kernel.verbs import Verb
from yidan.ledger.models import Project
from yidan.people.models import Unit
from yidan.web import clock
from yidan.web import format as words
from yidan.web.acting import ActForm, act_of, attempt, require
from yidan.web.bulletin import editing, forms, periods
from yidan.web.bulletin.offers import why_not
from yidan.web.papers import bulletin as papers
from yidan.web.request import Request

both = require_http_methods(["GET", "POST"])


@both
def draft(request: Request) -> HttpResponse:
    """Choose the week or the month, read what is missing, then have it drafted."""
    person: Any = request.user
    require(request, Verb.BULLETIN_DRAFT, person.unit)
    now = clock.now()
    today = beijing_day(now)
    about = _chosen(request)
    if about is None:
        day = periods.anchor(request.GET.get("until", ""), today)
        known = {
            "weeks": periods.weeks(now, day), "months": periods.months(now, day),
            "others": [
                (Kind(kind).label, periods.months(now, day, Kind(kind))) for kind in papers.MONTHLY_KINDS
            ],
            "special": periods.special(now, day), "years": periods.years(now, day),
            "earlier": f"?until={day - timedelta(weeks=periods.WEEKS)}",
        }  # fmt: skip
        return render(request, "bulletins/draft.html", known)
    form = ActForm(request.POST if request.method == "POST" else None)
    made = attempt(request, form, lambda: commands.draft(person.unit, **act_of(request, form), **about))
    if made is not None:
        messages.success(request, _("已起草，请逐段核对"))
        return HttpResponseRedirect(reverse("bulletin", args=[made.pk]))
    is_due = about["cut_off_at"] <= now
    return render(
        request, "bulletins/draft_one.html",
        {"form": form, "about": about, "missing": periods.missing(about, now), "named": periods.named(about["named"]),
         "cut_off": words.minute(about["cut_off_at"], today), "is_due": is_due, "back": reverse("bulletin.draft")},
        status=409 if form.errors else 200,
    )  # fmt: skip


def _chosen(request: Request) -> dict[str, Any] | None:
    """What the rules draft for the week or month asked for; None where none was."""
    kind = request.GET.get("kind")
    try:
        if kind == "weekly":
            return papers.draft_weekly(date.fromisoformat(request.GET.get("ending", "")))[1]
        if kind == "monthly":
            return papers.draft_monthly(Month.parse(request.GET.get("month", "")))[1]
        if kind == "assessment":
            return papers.draft_assessment(Month.parse(request.GET.get("month", "")))[1]
        if kind in papers.MONTHLY_KINDS:
            return papers.draft_of_month(str(kind), Month.parse(request.GET.get("month", "")))[1]
        if kind == Kind.ANNUAL:
            return papers.draft_annual(Month.parse(f"{request.GET.get('year', '')}-12").year)[1]
        if kind == Kind.SPECIAL:
            month = request.GET.get("month") or periods.newest_due(clock.now())
            return papers.draft_special(_about(request), Month.parse(month))[1]
    except (ValueError, OverflowError):
        raise Http404(kind) from None
    return None


def _about(request: Request) -> Project | Unit:
    """What a 专报 is to be about: a project or a 考核单元 of the address."""
    for name, model in (("project", Project), ("unit", Unit)):
        if given := request.GET.get(name, ""):
            if not given.isdecimal():
                raise Http404(given)
            found: Any = model
            return get_object_or_404(found, pk=int(given))
    raise Http404("special")


@both
def edit(request: Request, pk: int) -> HttpResponse:
    """Paragraph by paragraph as text, numbers as chips."""
    bulletin = _found(request, pk)
    require(request, Verb.BULLETIN_EDIT, bulletin)
    _allowed(bulletin, Verb.BULLETIN_EDIT)
    blocks = queries.whole(bulletin)
    rows, form = editing.fields(blocks), ActForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        written = {name: str(value) for name, value in request.POST.items() if name.startswith("block-")}
        for each in rows:
            each["text"] = written.get(each["name"], each["text"])
        if attempt(request, form, lambda: _edit(request, form, bulletin, written)) is not None:
            messages.success(request, _("已修改"))
            return HttpResponseRedirect(reverse("bulletin", args=[pk]))
    return render(
        request, "bulletins/edit.html",
        {"bulletin": bulletin, "form": form, "rows": rows, "typed": typed(blocks, bulletin.cut_off_at),
         "stamp": request.POST.get("stamp") or editing.stamp(blocks), "was_signed": bulletin.signed_at is not None},
        status=409 if form.errors else 200,
    )  # fmt: skip


def _edit(request: Request, form: ActForm, bulletin: Bulletin, written: dict[str, str]) -> Any:
    blocks = queries.whole(bulletin)
    is_same = request.POST.get("stamp") == editing.stamp(blocks)
    # places of numbers mean what the editor saw: of another paper they are not read at all
    fresh = editing.edited(blocks, written) if is_same else list(blocks)
    seen = blocks if is_same else ()
    return commands.edit(bulletin, **act_of(request, form), blocks=fresh, seen=seen)


def _found(request: Request, pk: int) -> Bulletin:
    seen = queries.visible_to(request.user)
    return get_object_or_404(seen.prefetch_related("named_units", "comments"), pk=pk)


def _allowed(bulletin: Bulletin, verb: Verb) -> None:
    FLOW.target(bulletin.state, verb)


def _view(
    verb: Verb, form_type: type[ActForm], run: Callable[..., Any], done: Any, note: Any = "", *, is_danger: bool = False
) -> Callable[[Request, int], HttpResponse]:
    """A form, one command, back to the paper."""

    @both
    def view(request: Request, pk: int) -> HttpResponse:
        bulletin, person = _found(request, pk), request.user
        require(request, verb, bulletin)
        if verb is Verb.BULLETIN_COMMENT and named_unit_of(person, bulletin) is None:
            raise PermissionDenied(_("意见由通报点名的单位提出。"))
        _allowed(bulletin, verb)
        by_hand = typed(queries.whole(bulletin), bulletin.cut_off_at) if verb is Verb.BULLETIN_SIGN else []
        more = {"typed": by_hand} if form_type is forms.SignForm else {}
        form = form_type(request.POST if request.method == "POST" else None, **more)
        if request.method == "POST":
            made = attempt(request, form, lambda: run(request, form, bulletin))
            if made is not None:
                messages.success(request, done)
                return HttpResponseRedirect(reverse("bulletin", args=[made.pk]))
        reason = why_not(person, bulletin, verb, clock.today())
        status = (409 if form.is_valid() or form.non_field_errors() else 422) if form.is_bound else 200
        return render(
            request, "bulletins/act.html",
            {"form": form, "bulletin": bulletin, "verb": verb.label, "note": note, "typed": by_hand, "reason": reason,
             "is_danger": is_danger, "back": reverse("bulletin", args=[pk])},
            status=status,
        )  # fmt: skip

    view.__name__, view.__doc__ = verb.value.split(".")[1], verb.value
    return view


def _run(command: Callable[..., Any]) -> Callable[..., Any]:
    return lambda request, form, bulletin: command(bulletin, **act_of(request, form), **form.entered())


def _correct(request: Request, form: ActForm, bulletin: Bulletin) -> Any:
    said = act_of(request, form)
    reason = form.cleaned_data["reason"]
    if bulletin.kind == Kind.ASSESSMENT:
        raise Invalid(_("这一种通报不能自动重新起草，请撤回后另行起草。"), field="reason")
    try:
        return commands.correct(bulletin, **said, reason=reason, **papers.corrected(bulletin, said["at"], reason))
    except ValueError as wrong:
        raise Refused(str(wrong)) from None


consult = _view(
    Verb.BULLETIN_CONSULT, forms.PlainForm, _run(commands.consult), _w("已发点名单位征求意见"),
    _w("被点名的单位只看到点到自己的部分；到期未回复的视为无意见。"),
)  # fmt: skip
comment = _view(Verb.BULLETIN_COMMENT, forms.CommentForm, _run(commands.comment), _w("意见已提出"))
sign = _view(
    Verb.BULLETIN_SIGN, forms.SignForm, _run(commands.sign), _w("已签发"),
    _w("签发前系统按数据截止时点重算每一个数；有一处不符就不能签发。"),
)  # fmt: skip
publish = _view(
    Verb.BULLETIN_PUBLISH, forms.PublishForm, _run(commands.publish), _w("已印发"),
    _w("印发后编期号、盖封印，正文不能再改；有错用更正。"),
)  # fmt: skip
correct = _view(
    Verb.BULLETIN_CORRECT, forms.ReasonForm, _correct, _w("更正稿已起草，请核对后重新签发、印发"),
    _w("原通报不动。系统按现在的台账重新起草同一期，并在开头写明更正什么。"),
)  # fmt: skip
withdraw = _view(
    Verb.BULLETIN_WITHDRAW, forms.ReasonForm, _run(commands.withdraw), _w("已撤回"),
    _w("撤回后不能恢复；已印发的仍可查看，标明已撤回。"), is_danger=True,
)  # fmt: skip
