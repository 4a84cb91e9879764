"""通报: the list, the paper, its numbers, its files."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from yidan.bulletins import queries
from yidan.bulletins.blocks import length, numerals
from yidan.bulletins.drafting.review import pages
from yidan.bulletins.models import Bulletin
from yidan.bulletins.quoted import typed
from yidan.bulletins.states import FLOW, Kind, State
from yidan.kernel import policy
from yidan.kernel.policy import Role
from yidan.kernel.verbs import Verb
from yidan.ledger.queries import visible_to as visible_projects
from yidan.people.queries import scope_of
from yidan.web import clock, serving
from yidan.web import format as words
from yidan.web.bulletin import numbers, paper
from yidan.web.bulletin.offers import offers, unanswered
from yidan.web.chips import chip, without
from yidan.web.entries import entry_rows, of_subject
from yidan.web.papers import bulletin as papers
from yidan.web.preferences import preferences
from yidan.web.request import Request

PAGE = 30
TONES = {
    State.DRAFT: "quiet", State.CONSULTING: "waiting", State.SIGNED: "waiting", State.PUBLISHED: "good",
    State.WITHDRAWN: "bad",
}  # fmt: skip
TYPES = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", papers.docx_file),
    "pdf": ("application/pdf", papers.pdf_file),
}
INSIDE = (Role.SUPERVISOR, Role.LEADER, Role.AUDITOR)


@require_GET
def bulletins(request: Request) -> HttpResponse:
    """All papers one may read, by kind and state, the newest cut-off first."""
    person: Any = request.user
    if scope_of(person).is_nothing:
        return render(request, "bulletins/list.html", {"sees_nothing": True})
    found = queries.visible_to(person).defer("blocks").select_related("drafter").prefetch_related("named_units")
    for name, known in (("kind", Kind.values), ("state", State.values)):
        if given := [each for each in request.GET.getlist(name) if each in known]:
            found = found.filter(**{f"{name}__in": given})
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    is_inside = person.is_role(*INSIDE)
    return render(
        request, "bulletins/list.html",
        {"page": page, "rows": [row(each, is_inside) for each in page.object_list],
         "chips": [
             chip(request.GET, "kind", _("种类"), Kind.choices, several=True),
             chip(request.GET, "state", _("状态"), State.choices, several=True),
         ],
         "clear": without(request.GET, "kind", "state", "page"),
         "may_draft": not policy.deny(person, Verb.BULLETIN_DRAFT, person.unit)},
    )  # fmt: skip


def row(bulletin: Bulletin, is_inside: bool) -> dict[str, Any]:
    """A paper in the list; whom it names is for those who read it whole."""
    named = [str(unit) for unit in bulletin.named_units.all()] if is_inside else []
    return {
        "pk": bulletin.pk,
        "title": bulletin.title,
        "kind": Kind(bulletin.kind).label,
        "number": bulletin.number,
        "document": bulletin.document,
        "span": span(bulletin),
        "cut_off": words.minute(bulletin.cut_off_at),
        "state": State(bulletin.state).label,
        "tone": TONES[State(bulletin.state)],
        "turn": FLOW.turns[State(bulletin.state)],
        "named": _("、").join(named),
        "is_correction": bulletin.corrects_id is not None,
    }


def span(bulletin: Bulletin) -> str:
    """From which day to which."""
    return f"{words.short_day(bulletin.from_on)}—{bulletin.to_on:%m-%d}"


@require_GET
def bulletin(request: Request, pk: int) -> HttpResponse:
    """The paper as a page: whole, or before it is published only what names the reader's unit."""
    person: Any = request.user
    found = _found(request, pk)
    return render(request, "bulletins/bulletin.html", context(request, found, clock.today(), person))


def _found(request: Request, pk: int) -> Bulletin:
    seen = queries.visible_to(request.user)
    seen = seen.select_related("corrects", "drafter", "signed_by", "published_by")
    return get_object_or_404(seen.prefetch_related("named_units", "comments__unit", "corrections"), pk=pk)


def context(request: Request, found: Bulletin, today: date, person: Any) -> dict[str, Any]:
    """Everything the page shows."""
    blocks = queries.blocks_for(person, found)
    is_whole = queries.whole_to(person).filter(pk=found.pk).exists()
    is_inside = person.is_role(*INSIDE)
    href = paper.opens_for(person, found.pk, queries.whole(found), _own_projects(person, blocks))
    own = {unit for _role, unit in person.holds()}
    return {
        "bulletin": found,
        "row": row(found, is_inside),
        "blocks": paper.shown(blocks, href),
        "is_whole": is_whole,
        "showing": reverse("bulletin-showing", args=[found.pk]) if is_whole and found.kind == Kind.REVIEW else "",
        "offers": offers(person, found, today),
        "waiting": unanswered(found) if is_inside else [],
        "until": words.day(found.consulted_until_on, today) if found.state == State.CONSULTING else "",
        "comments": [
            {"unit": each.unit, "text": str(each), "agrees": each.agrees,
             "when": words.minute(each.commented_at, today)}
            for each in found.comments.all()
            if is_inside or each.unit_id in own
        ],
        "facts": _facts(found, len(list(numerals(blocks))), length(blocks)),
        "typed": typed(blocks, found.cut_off_at) if is_inside else [],
        "entries": entry_rows(of_subject(found)) if is_inside else [],
        "corrects": found.corrects,
        "corrections": [each for each in found.corrections.all() if is_inside or each.published_at],
    }  # fmt: skip


def _own_projects(person: Any, blocks: Any) -> frozenset[int]:
    """Those of the paper's projects that somebody who does not see the city sees."""
    if scope_of(person).is_city or not (asked := paper.project_ids(blocks)):
        return frozenset()
    return frozenset(visible_projects(person).filter(pk__in=asked).values_list("pk", flat=True))


def _facts(found: Bulletin, count: int, written: int) -> list[tuple[str, str]]:
    said = [
        (_("数据截止"), words.minute(found.cut_off_at)),
        (_("取整"), str(found.get_rounding_display())),
        (_("系统算出的数"), _("%(count)s处") % {"count": words.number(count)}),
        (_("正文"), _("%(count)s字") % {"count": words.number(written)}),
        (_("起草"), f"{found.drafter.name if found.drafter else _('系统')} {words.minute(found.drafted_at)}"),
    ]
    if found.signed_by and found.signed_at:
        said.append((_("签发"), f"{found.signed_by.name} {words.minute(found.signed_at)}"))
    if found.published_by and found.published_at:
        said.append((_("印发"), f"{found.published_by.name} {words.minute(found.published_at)}"))
        said.append((_("封印"), words.seal(found.seal_position, found.seal)))
        said.append((_("公开"), _("可公开") if found.is_public else _("不公开")))
    return said


@require_GET
def number(request: Request, pk: int, place: int) -> HttpResponse:
    """What stands behind the paper's number at that place, for those who may open it."""
    person: Any = request.user
    found = _found(request, pk)
    blocks = queries.blocks_for(person, found)
    every = list(numerals(queries.whole(found)))
    if not 0 < place <= len(every):
        raise Http404(place)
    numeral = every[place - 1]
    is_shown = paper.key_of(numeral) in {paper.key_of(each) for each in numerals(blocks)}
    if not is_shown or not paper.may_open(scope_of(person), _own_projects(person, blocks), numeral.ask):
        raise Http404(place)
    said = numbers.told(found, numeral, preferences(request).unit) | {"bulletin": found}
    template = "bulletins/number.html" if request.headers.get("HX-Request") else "bulletins/number_page.html"
    return render(request, template, said)


@require_safe
def picture(request: Request, pk: int, sha256: str) -> HttpResponseBase:
    """A picture of the paper, to whoever reads the part that shows it."""
    found = _found(request, pk)
    if sha256 not in paper.picture_hashes(queries.blocks_for(request.user, found)):
        raise Http404(sha256)
    content = papers.kept_picture(sha256)
    if content is None:
        raise Http404(sha256)
    response = HttpResponse(content, content_type="image/jpeg")
    response["Cache-Control"] = serving.FOR_EVER
    return serving.inert(response)


@require_GET
def showing(request: Request, pk: int) -> HttpResponse:
    """讲评模式: the pack page by page, full screen; arrows, space and the page keys turn, Escape leaves."""
    person: Any = request.user
    found = get_object_or_404(queries.whole_to(person), pk=pk)
    blocks = queries.whole(found)
    href = paper.opens_for(person, found.pk, blocks, _own_projects(person, blocks))
    cut = [paper.shown(page, href) for page in pages(blocks)]
    return render(
        request, "bulletins/showing.html",
        {"bulletin": found, "pages": cut, "count": len(cut), "cut_off": words.minute(found.cut_off_at),
         "back": reverse("bulletin", args=[pk])},
    )  # fmt: skip


@require_GET
def file(request: Request, pk: int, ending: str) -> HttpResponse:
    """The paper as docx or PDF, for those who read it whole."""
    found = get_object_or_404(queries.whole_to(request.user), pk=pk)
    if ending not in TYPES:
        raise Http404(ending)
    media_type, make = TYPES[ending]
    response = HttpResponse(make(found), content_type=media_type)
    name = f"{found.number}{found.title}.{ending}"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
