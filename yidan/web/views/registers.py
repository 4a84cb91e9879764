"""登记簿: all of them by family; one as list or tree, with its figures; out to a workbook and back; setting one."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from yidan.figures import goals
from yidan.figures.question import Period, Question
from yidan.kernel import policy
from yidan.kernel.errors import Invalid
from yidan.kernel.verbs import Verb
from yidan.people.queries import scope_of
from yidan.targets import queries
from yidan.targets.commands import item as items
from yidan.targets.commands import register as acts
from yidan.targets.models import Content, Item, Link, Register
from yidan.targets.states import Family, State
from yidan.web import asking, clock, csv_file
from yidan.web.acting import ActForm, act_of, attempt, require
from yidan.web.chips import chip, without
from yidan.web.papers.workbook.grid import WorkbookRefused, read_book
from yidan.web.preferences import preferences
from yidan.web.request import Request
from yidan.web.targets import books, showing, wording
from yidan.web.targets.forms import RegisterForm
from yidan.web.targets.shipped import shipped

_w = gettext_lazy
both = require_http_methods(["GET", "POST"])
WHOLE_TREE, LOOSE = 300, 12
PAGE = 50


@require_GET
def registers(request: Request) -> HttpResponse:
    """All registers, by family, each with how many items; for the office those it could take into use."""
    if scope_of(request.user).is_nothing:
        raise Http404("registers")
    counted = queries.visible_to(request.user).exclude(state=State.WITHDRAWN).order_by().values("register_key", "state")
    counts: dict[str, dict[str, int]] = {}
    for row in counted.annotate(n=Count("pk")):
        counts.setdefault(row["register_key"], {})[row["state"]] = row["n"]
    known = list(queries.registers())
    may_define = policy.may(request.user, Verb.REGISTER_DEFINE)
    taken = {each.key for each in known}
    context = {
        "families": [
            (family.label, [_card(each, counts.get(each.key, {})) for each in known if each.family == family])
            for family in Family if any(each.family == family for each in known)
        ],
        "may_define": may_define,
        "offers": [each for each in shipped() if each["key"] not in taken] if may_define else [],
    }  # fmt: skip
    return render(request, "registers/index.html", context)


def _card(register: Register, counts: dict[str, int]) -> dict[str, Any]:
    is_proven = register.asks.is_proven
    return {
        "href": reverse("register", args=[register.key]), "name": register.name, "basis": register.basis,
        "count": sum(counts.values()), "is_proven": is_proven,
        "states": [(str(State(state).label), showing.TONES.get(State(state), "quiet"), counts[state])
                   for state in (State.RUNNING, State.CLAIMED, State.DONE) if counts.get(state)] if is_proven else [],
    }  # fmt: skip


def register_of(request: Request, slug: str) -> Register:
    """The register, if this person reads any."""
    found = queries.register_of(slug)
    if found is None or scope_of(request.user).is_nothing:
        raise Http404(slug)
    return found


@require_GET
def register(request: Request, slug: str) -> HttpResponseBase:
    """One register: its figures, then its items as a list, or as a tree with how far each goal is."""
    book = register_of(request, slug)
    as_of = asking.as_of(request)
    own = queries.of_register(queries.visible_to(request.user), slug, as_of)
    states = queries.stood(book, as_of) if as_of else None
    year = _year(request)
    chosen = queries.found(_filtered(own, request, year, as_of, states), request.GET.get("q", ""), as_of)
    if request.GET.get("format") == "csv":
        return csv_file.response(books.rows(book, _then(chosen, as_of, states), as_of), f"{slug}.csv")
    asked = Question.of(request.user, Period(year or _newest(own)), as_of=as_of)
    is_tree = book.asks.parent == slug and not request.GET.get("q")
    context = {
        "register": book, "asked_year": asked.period.year, "as_of": asking.as_of_day(asked.as_of),
        "tallies": showing.tallies(book, asked, preferences(request)), "q": request.GET.get("q", ""),
        "chips": _chips(request, own, book), "clear": without(request.GET, "year", "state", "q"),
        "is_filtered": bool(request.GET.get("q") or request.GET.get("state") or request.GET.get("year")),
        "may_enter": policy.may(request.user, Verb.ITEM_ENTER),
        "may_define": policy.may(request.user, Verb.REGISTER_DEFINE),
        "csv_href": f"?{_with(request, format='csv')}", "is_tree": is_tree,
    }  # fmt: skip
    context |= _tree(request, book, own, asked) if is_tree else _list(request, book, chosen, as_of, states)
    return render(request, "registers/register.html", context)


def _newest(own: QuerySet[Item]) -> int:
    """The newest year in the register up to this one: its figures are shown where no year is chosen."""
    this = clock.today().year
    years = Content.objects.live().filter(item__in=own.values("pk"), year__lte=this)
    return years.order_by("-year").values_list("year", flat=True).first() or this


def _with(request: Request, **over: str) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in over.items():
        query[name] = value
    return query.urlencode()


def _year(request: Request) -> int | None:
    text = request.GET.get("year", "")
    if text and not (text.isdigit() and 1990 <= int(text) <= 2100):
        raise Http404("year")
    return int(text) if text else None


def _then(items: QuerySet[Item], as_of: datetime | None, stood: dict[int, str] | None) -> list[Item]:
    """The items with their words, each in its state of that moment; now, as they are."""
    listed = list(queries.with_words(items, as_of))
    if stood is not None:
        for each in listed:
            each.state = stood[each.pk]
    return listed


def _filtered(
    own: QuerySet[Item], request: Request, year: int | None, as_of: datetime | None, stood: dict[int, str] | None
) -> QuerySet[Item]:
    states = request.GET.getlist("state")
    if not set(states) <= set(State.values):
        raise Http404("state")
    if states and stood is not None:
        own = own.filter(pk__in=[pk for pk, state in stood.items() if state in states])
    elif states:
        own = own.filter(state__in=states)
    if year:
        own = own.filter(pk__in=Content.objects.known_at(as_of).filter(year=year).values("item"))
    return own


def _chips(request: Request, own: QuerySet[Item], book: Register) -> list[Any]:
    years = Content.objects.live().filter(item__in=own.values("pk"), year__isnull=False)
    found = sorted(set(years.values_list("year", flat=True)), reverse=True)
    chips = [chip(request.GET, "year", _("年度"), [(each, each) for each in found])] if found else []
    if book.asks.is_proven:
        labels = [(state.value, state.label) for state in State if state not in (State.NOTED, State.WITHDRAWN)]
        chips.append(chip(request.GET, "state", _("状态"), labels, several=True))
    return chips


def _list(
    request: Request, book: Register, chosen: QuerySet[Item], as_of: datetime | None, stood: dict[int, str] | None
) -> dict[str, Any]:
    page = Paginator(chosen, PAGE).get_page(request.GET.get("page"))
    listed = _then(page.object_list, as_of, stood)  # type: ignore[arg-type]
    links = Link.objects.known_at(as_of).filter(item__in=[each.pk for each in listed])
    carried = dict(links.order_by().values_list("item").annotate(n=Count("pk")))
    above = books.titles((each.parent_id for each in listed), as_of)
    return {
        "page": page, "columns": showing.columns(book), "has_projects": bool(book.asks.projects),
        "has_parent": bool(book.asks.parent), "is_proven": book.asks.is_proven,
        "rows": [showing.row(each, book, carried, above) for each in listed],
    }  # fmt: skip


def _tree(request: Request, book: Register, own: QuerySet[Item], asked: Question) -> dict[str, Any]:
    """A plan that fits a page is shown whole; of a larger one two levels at a time, each with what lies beneath."""
    loose, loose_count, without_goal = goals.orphans(book, asked, request.user, most=LOOSE)
    under, reached = _under(request, own), showing.reached_of(book, asked)
    if under is None and own.count() <= WHOLE_TREE:
        nodes = showing.tree(queries.with_words(own, asked.as_of), reached)
    else:
        near = queries.near(own, under.pk if under else None)
        nodes = showing.tree(queries.with_words(near, asked.as_of), reached)
        beneath = queries.beneath(own, [each["pk"] for each in nodes])
        for each in nodes:
            each["beneath"] = 0 if each["has_parts"] else beneath.get(each["pk"], 0)
    return {
        "nodes": nodes,
        "under": under and {"title": under.title, "href": reverse("item", args=[under.pk]), "up": under.parent_id},
        "loose": [{"href": reverse("item", args=[each.pk]), "title": each.title} for each in loose],
        "loose_count": loose_count,
        "without_goal": without_goal,
    }


def _under(request: Request, own: QuerySet[Item]) -> Item | None:
    text = request.GET.get("under", "")
    if not text:
        return None
    found = own.filter(pk=int(text)).first() if text.isdecimal() else None
    if found is None:
        raise Http404("under")
    return found


# --- in from a workbook ---


class BookForm(ActForm):
    """A workbook with the register's own heads."""

    file = forms.FileField(label=_w("工作簿"))


@both
def enter_many(request: Request, slug: str) -> HttpResponse:
    """导入条目: all rows or none; what does not hold is named cell by cell, and nothing is written then."""
    book = register_of(request, slug)
    require(request, Verb.ITEM_ENTER, book)
    form = BookForm(request.POST or None, request.FILES or None)
    findings: list[tuple[str, str]] = []
    status = 200
    if request.method == "POST":
        status = 422
        done = attempt(request, form, lambda: _taken(request, book, form, findings))
        if done is not None:
            messages.success(
                request, _("导入%(new)s条，已有%(known)s条没有改动。") % {"new": done[0], "known": done[1]}
            )
            return HttpResponseRedirect(reverse("register", args=[slug]))
    context = {
        "register": book, "form": form, "findings": findings, "heads": [head for _name, head in books.heads(book)],
        "back": reverse("register", args=[slug]),
    }  # fmt: skip
    return render(request, "registers/import.html", context, status=status)


def _taken(request: Request, book: Register, form: BookForm, findings: list[tuple[str, str]]) -> tuple[int, int]:
    sent = form.cleaned_data["file"]
    data = sent.read()
    try:
        sheets = [each for each in read_book(data) if each.rows]
    except WorkbookRefused as refused:
        raise Invalid(str(refused), field="file") from None
    if not sheets:
        raise Invalid(_("工作簿是空的。"), field="file")
    found = books.read(book, sheets[0].name, [list(row) for row in sheets[0].rows])
    if found.findings:
        findings += found.findings
        raise Invalid(
            _("有%(count)s处看不懂，一行也没有导入；改好再传。") % {"count": len(found.findings)}, field="file"
        )
    with transaction.atomic():
        for number, said in found.items:
            key = uuid5(NAMESPACE_URL, f"{form.cleaned_data['key']}/{number}")
            said_at = {"file": sent.name, "sheet": sheets[0].name, "row": number}
            origin = (_("%(file)s %(sheet)s 第%(row)s行") % said_at)[:200]
            items.enter(book, **act_of(request) | {"key": key}, origin=origin, **said)
    return len(found.items), found.known


# --- setting a register ---


@both
def define(request: Request) -> HttpResponse:
    """设登记簿: a shipped one as it is, one of the city's own, or a new version of one."""
    require(request, Verb.REGISTER_DEFINE)
    offered = next((each for each in shipped() if each["key"] == request.POST.get("shipped")), None)
    if request.method == "POST" and offered:
        return _adopted(request, offered)
    before = queries.register_of(request.GET.get("register", ""))
    form = RegisterForm(request.POST or None, initial=_initial(before) if before else None)
    if before:
        form.fields["slug"].widget.attrs["readonly"] = True
    status = 200
    if request.method == "POST":
        status = 422
        made = attempt(request, form, lambda: acts.define(None, **act_of(request, form), **_defined(form, before)))
        if made is not None:
            messages.success(request, _("登记簿“%(name)s”已设好") % {"name": made.name})
            return HttpResponseRedirect(reverse("register", args=[made.key]))
    back = reverse("register", args=[before.key]) if before else reverse("registers")
    context = {
        "form": form, "before": before, "back": back,
        "tallies": [wording.said(each) for each in before.asks.tallies] if before else [],
    }  # fmt: skip
    return render(request, "registers/define.html", context, status=status)


def _adopted(request: Request, offered: dict[str, Any]) -> HttpResponse:
    said = {name: offered[name] for name in ("name", "family", "basis", "is_open", "definition")}
    made = acts.define(None, by=request.user, at=clock.now(), slug=offered["key"], **said)
    messages.success(request, _("登记簿“%(name)s”已启用") % {"name": made.name})
    return HttpResponseRedirect(reverse("register", args=[made.key]))


def _initial(book: Register) -> dict[str, Any]:
    asked = book.asks
    return {
        "name": book.name, "slug": book.key, "family": book.family, "basis": book.basis, "is_open": book.is_open,
        "columns": wording.lines(asked), "is_proven": asked.is_proven, "projects": asked.projects,
        "checks": " ".join(map(str, asked.checks)), "parent": "-" if asked.parent == book.key else asked.parent,
    }  # fmt: skip


def _defined(form: RegisterForm, before: Register | None) -> dict[str, Any]:
    said = form.entered()
    was = before.asks if before else None
    columns = wording.read(said["columns"], was)
    definition: dict[str, Any] = dict(before.definition) if before else {}
    definition |= {
        "fields": columns, "is_proven": said["is_proven"], "projects": said["projects"],
        "parent": said["slug"] if said["parent"] == "-" else said["parent"], "checks": _checks(said["checks"]),
    }  # fmt: skip
    if before is None:
        definition["tallies"] = wording.tallies(said["name"], columns, said["is_proven"])
    return {
        "slug": before.key if before else said["slug"], "name": said["name"], "family": said["family"],
        "basis": said["basis"], "is_open": said["is_open"], "definition": definition,
    }  # fmt: skip


def _checks(text: str) -> list[int]:
    parts = [each for each in re.split(r"[\s,\u3001\uff0c]+", text) if each]
    if not all(each.isdigit() for each in parts):
        raise Invalid(_("回访天数写作 30、90。"), field="checks")
    return [int(each) for each in parts]
