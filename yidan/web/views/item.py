"""条目: one item with its projects, dated values, proof and history; and the acts on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yidan.figures.question import Period, Question
from yidan.kernel import policy
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Entry
from yidan.kernel.verbs import Verb
from yidan.people.models import Unit
from yidan.targets import queries
from yidan.targets.commands import item as acts
from yidan.targets.commands import proof as proofs
from yidan.targets.models import Item, Link, Proof, Register
from yidan.targets.states import FLOW, State
from yidan.web import clock, entries, serving
from yidan.web import format as words
from yidan.web.acting import act_of, attempt, require
from yidan.web.papers import scoresheet as papers
from yidan.web.papers.handing import paper_response, refuse_ending
from yidan.web.project.acts import act
from yidan.web.request import Request
from yidan.web.targets import showing, touring
from yidan.web.targets.forms import (
    CarryForm,
    ClaimForm,
    ItemForm,
    LinkForm,
    MeasureForm,
    OpinionForm,
    ReasonForm,
    initial_of,
)
from yidan.web.upload import ahead
from yidan.web.views.registers import register_of

both = require_http_methods(["GET", "POST"])
# The acts on an item in the order of its life, and the route of each.
ACTS = (
    Verb.ITEM_CLAIM, Verb.ITEM_CONFIRM, Verb.ITEM_SEND_BACK, Verb.ITEM_MEASURE, Verb.ITEM_LINK, Verb.ITEM_CHANGE,
    Verb.ITEM_CARRY_OVER, Verb.ITEM_DROP, Verb.ITEM_WITHDRAW,
)  # fmt: skip
FIRST = (Verb.ITEM_CLAIM, Verb.ITEM_CONFIRM)


def item_of(request: Request, pk: int) -> tuple[Item, Register]:
    """The item, if this person may see it, with its register."""
    item = get_object_or_404(queries.visible_to(request.user).select_related("parent"), pk=pk)
    book = queries.register_of(item.register_key)
    if book is None:
        raise Http404(pk)
    return item, book


@require_GET
def item(request: Request, pk: int) -> HttpResponse:
    """One item."""
    found, book = item_of(request, pk)
    today = clock.today()
    content = found.live
    if content is None:
        raise Http404(pk)
    asked = Question.of(request.user, Period(today.year))
    children = queries.with_words(Item.objects.filter(parent=found).exclude(state=State.WITHDRAWN))
    context = {
        "item": found, "register": book, "title": content.title, "facts": showing.facts(found, book),
        "state": (State(found.state).label, showing.TONES.get(State(found.state), "quiet")),
        "turn": FLOW.turns[State(found.state)], "acts": _acts(request, found, book),
        "projects": showing.carried(found, book, request.user, today), "projects_label": book.asks.projects,
        "may_unlink": policy.may(request.user, Verb.ITEM_UNLINK, found),
        "series": showing.readings(found, book), "proofs": [_proof(each) for each in _proofs(found)],
        "children": [
            {"href": reverse("item", args=[each.pk]), "title": each.title,
             "state": (State(each.state).label, showing.TONES.get(State(each.state), "quiet"))}
            for each in children
        ],
        "above": _above(found.parent), "tour": touring.scorecards(found, book, request.user),
        "countdown": touring.countdown(found, book, request.user, today),
        "progress": showing.progress(showing.reached_of(book, asked).get(found.pk)) if _is_goal(book) else None,
        "earlier": showing.earlier(found), "entries": entries.entry_rows(_entries(found)),
        "back": reverse("register", args=[book.key]),
    }  # fmt: skip
    return render(request, "registers/item.html", context)


@require_GET
def scoresheet(request: Request, pk: int, ending: str) -> HttpResponse:
    """看学议评分表 to print and fill in by hand, as docx or PDF."""
    found, book = item_of(request, pk)
    refuse_ending(ending)
    content, at = found.live, clock.now()
    if content is None:
        raise Http404(pk)
    blocks = papers.blocks_of(content, touring.scorecards(found, book, request.user), at)
    return paper_response(ending, papers.title_of(content), blocks, papers.manifest_of(content, at))


def _above(parent: Item | None) -> dict[str, str] | None:
    return {"href": reverse("item", args=[parent.pk]), "title": parent.title} if parent else None


def _is_goal(book: Register) -> bool:
    return book.asks.parent == book.key or bool(book.asks.projects and book.asks.is_proven)


def _entries(found: Item) -> Any:
    links = list(found.links.values_list("pk", flat=True))
    own = Q(subject_type="item", subject_id=found.pk) | Q(subject_type="link", subject_id__in=links)
    return Entry.objects.filter(own).order_by("-at", "-id")[:50]


def _proofs(found: Item) -> Any:
    return found.proofs.select_related("claimed_by", "claiming_unit", "decided_by", "deciding_unit").prefetch_related(
        "files"
    )


def _proof(each: Proof) -> dict[str, Any]:
    decided = {None: (_("待认定"), "warn"), True: (_("认定完成"), "good"), False: (_("退回"), "bad")}[each.is_confirmed]
    return {
        "words": each.words, "done_on": words.day(each.done_on), "unit": str(each.claiming_unit),
        "who": each.claimed_by.name, "when": words.minute(each.claimed_at), "decided": decided,
        "opinion": each.opinion, "decider": str(each.deciding_unit or ""),
        "files": [{"name": file.name, "href": reverse("item-proof", args=[each.pk, file.pk])}
                  for file in each.files.all()],
    }  # fmt: skip


def _acts(request: Request, found: Item, book: Register) -> list[dict[str, Any]]:
    """What can be done now; what this person may not is left out, what is not its turn as well."""
    asked, state, made = book.asks, State(found.state), []
    for verb in ACTS:
        if verb in {*FLOW.moves[State.RUNNING], *FLOW.moves[State.CLAIMED]} and not FLOW.allows(state, verb):
            continue
        if state in (State.WITHDRAWN, State.DROPPED) and verb != Verb.ITEM_WITHDRAW:
            continue
        if (verb == Verb.ITEM_MEASURE and not asked.series) or (verb == Verb.ITEM_LINK and not asked.projects):
            continue
        if verb == Verb.ITEM_CARRY_OVER and state not in (State.RUNNING, State.CLAIMED):
            continue
        if policy.may(request.user, verb, found):
            made.append({
                "href": reverse(verb.value, args=[found.pk]), "label": verb.label, "is_first": verb in FIRST,
                "is_danger": verb in (Verb.ITEM_DROP, Verb.ITEM_WITHDRAW),
            })  # fmt: skip
    return made


@require_GET
def proof_file(request: Request, pk: int, file_id: int) -> HttpResponseBase:
    """A paper that shows that an item is done."""
    proof = get_object_or_404(Proof.objects.select_related("item"), pk=pk)
    item_of(request, proof.item_id)
    return serving.original(request, get_object_or_404(proof.files, pk=file_id), is_download=True)


# --- the acts ---


@both
def enter(request: Request, slug: str) -> HttpResponse:
    """登记."""
    book = register_of(request, slug)
    require(request, Verb.ITEM_ENTER, book)
    initial = {"parent": request.GET.get("parent", ""), "year": clock.today().year}
    form = ItemForm(request.POST or None, register=book, person=request.user, initial=initial)
    return _item_form(
        request, form, book, _("登记到%(name)s") % {"name": book.name},
        lambda: acts.enter(book, **act_of(request, form), **form.said()), reverse("register", args=[slug]),
    )  # fmt: skip


@both
def change(request: Request, pk: int) -> HttpResponse:
    """更正登记."""
    found, book = item_of(request, pk)
    require(request, Verb.ITEM_CHANGE, found)
    content = found.live
    if content is None:
        raise Http404(pk)
    form = ItemForm(
        request.POST or None, register=book, person=request.user, is_change=True, initial=initial_of(content)
    )
    return _item_form(
        request, form, book, _("更正：%(title)s") % {"title": content.title},
        lambda: acts.change(found, **act_of(request, form), **form.said()), reverse("item", args=[pk]),
    )  # fmt: skip


def _item_form(request: Request, form: ItemForm, book: Register, title: str, run: Any, back: str) -> HttpResponse:
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            made = attempt(request, form, run)
            if made is not None:
                messages.success(request, _("已登记"))
                return HttpResponseRedirect(reverse("item", args=[made.pk]))
            status = 409
    units = Unit.objects.filter(is_active=True).values_list("name", flat=True)
    context = {
        "form": form, "title": title, "sub": book.basis, "units": units, "back": back, "columns": 2,
        "verb": Verb.ITEM_CHANGE.label if "reason" in form.fields else Verb.ITEM_ENTER.label,
    }  # fmt: skip
    return render(request, "registers/item_form.html", context, status=status)


def _act(request: Request, pk: int, verb: Verb, form: Any, run: Any, done: str, **context: Any) -> HttpResponse:
    found, _book = item_of(request, pk)
    return act(
        request, verb, found, form, run, done=done, back=reverse("item", args=[pk]), note=found.title, **context,
    )  # fmt: skip


@both
def withdraw(request: Request, pk: int) -> HttpResponse:
    """撤销登记."""
    form = ReasonForm(request.POST or None)
    return _act(request, pk, Verb.ITEM_WITHDRAW, form, acts.withdraw, _("已撤销"), is_danger=True)


@both
def drop(request: Request, pk: int) -> HttpResponse:
    """不再推进."""
    form = ReasonForm(request.POST or None)
    return _act(request, pk, Verb.ITEM_DROP, form, proofs.drop, _("已记为不再推进"), is_danger=True)


@both
def link(request: Request, pk: int) -> HttpResponse:
    """挂接项目."""
    return _act(request, pk, Verb.ITEM_LINK, LinkForm(request.POST or None), acts.link, _("已挂接"))


@both
def unlink(request: Request, pk: int) -> HttpResponse:
    """取消挂接."""
    carried = get_object_or_404(Link.objects.live().select_related("item", "project__profile"), pk=pk)
    found, _book = item_of(request, carried.item_id)
    carried.item = found
    return act(
        request, Verb.ITEM_UNLINK, carried, ReasonForm(request.POST or None), acts.unlink, done=_("已取消挂接"),
        back=reverse("item", args=[found.pk]), note=str(carried.project), is_danger=True,
    )  # fmt: skip


@both
def measure(request: Request, pk: int) -> HttpResponse:
    """记数值."""
    _found, book = item_of(request, pk)
    form = MeasureForm(request.POST or None, register=book)
    return _act(request, pk, Verb.ITEM_MEASURE, form, acts.measure, _("已记下"), columns=2)


@both
def claim(request: Request, pk: int) -> HttpResponse:
    """报完成: the paper is kept and the claim made, or nothing is."""
    form = ClaimForm(request.POST or None, request.FILES or None)
    return _act(request, pk, Verb.ITEM_CLAIM, form, _claimed, _("已报，等市项目办认定"), is_upload=True, is_ahead=True)


def _claimed(found: Item, *, by: Any, at: Any, key: Any, file: Any, **said: Any) -> Item:
    if not file:
        raise Invalid(_("请附佐证：没有佐证不算完成。"), field="file")
    with transaction.atomic():
        kept = ahead.kept(file, by=by, at=at, key=None, field="file")
        return proofs.claim(found, by=by, at=at, key=key, files=[kept], **said)


@both
def confirm(request: Request, pk: int) -> HttpResponse:
    """认定完成."""
    return _act(request, pk, Verb.ITEM_CONFIRM, OpinionForm(request.POST or None), proofs.confirm, _("已认定完成"))


@both
def send_back(request: Request, pk: int) -> HttpResponse:
    """退回补证."""
    form = OpinionForm(request.POST or None)
    return _act(request, pk, Verb.ITEM_SEND_BACK, form, proofs.send_back, _("已退回"), is_danger=True)


@both
def carry_over(request: Request, pk: int) -> HttpResponse:
    """结转下年."""
    found, _book = item_of(request, pk)
    content = found.live
    form = CarryForm(request.POST or None, initial={"year": (content.year or 0) + 1 if content else None})
    return _act(request, pk, Verb.ITEM_CARRY_OVER, form, proofs.carry_over, _("已结转"))
