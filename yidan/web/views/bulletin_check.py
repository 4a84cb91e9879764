"""Checking a file of ours; and what is open to everybody: the public edition and how to check a file."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yidan.bulletins import queries
from yidan.bulletins.blocks import Numeral, numerals
from yidan.bulletins.models import Bulletin
from yidan.figures import holding, news
from yidan.kernel.errors import Refused
from yidan.people.queries import scope_of
from yidan.web import format as words
from yidan.web.bulletin import numbers, paper
from yidan.web.bulletin.forms import FileForm
from yidan.web.papers.verifying import LARGEST, Report
from yidan.web.papers.verifying import verify as check
from yidan.web.request import Request
from yidan.web.views.bulletin import span

MOST_ROWS = 200
KEPT = 600  # seconds


@require_http_methods(["GET", "POST"])
def verify(request: Request) -> HttpResponse:
    """Drop a docx or PDF: the verdict in one sentence first, then what differs."""
    person: Any = request.user
    scope = scope_of(person)
    if scope.is_nothing:
        raise PermissionDenied(_("您的角色不接触业务数据。"))
    form = FileForm(request.POST if request.method == "POST" else None, request.FILES or None)
    said: dict[str, Any] = {"form": form}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data["file"]
            try:
                if given.size > LARGEST:
                    raise Refused(_("文件太大，不是一单印发的通报。"))
                report = check(given.read(), among=None if scope.is_city else queries.whole_to(person))
                said |= {"report": _told(report), "name": given.name}
                status = 200
            except Refused as refusal:
                said["refusal"] = str(refusal)
                status = 409
    return render(request, "bulletins/verify.html", said, status=status)


def _told(report: Report) -> dict[str, Any]:
    wrong = len(report.changes) + len(report.differences)
    if report.is_sound:
        verdict = ngettext(
            "相符：%(count)s处数与截止时点的台账一致，文字没有改动。",
            "相符：%(count)s处数与截止时点的台账一致，文字没有改动。", report.checked,
        ) % {"count": words.number(report.checked)}  # fmt: skip
    elif wrong:
        verdict = ngettext("不符：有%(count)s处与原件或台账不同。", "不符：有%(count)s处与原件或台账不同。", wrong) % {
            "count": words.number(wrong)
        }
    elif report.is_sealed is False:
        verdict = _("不符：封印不在链上，这不是一单印发的原件。")
    else:
        verdict = _("不符：文件内容与存档的原件不同，有人连同数据清单一起改过。")
    seals = {
        True: _("封印在链上"), False: _("封印不在链上"), None: _("没有封印(未印发)"),
    }  # fmt: skip
    originals = {
        True: _("所附数据清单与存档一致"),
        False: _("所附数据清单与存档不同"),
        None: _("存档中没有已印发的原件可比"),
    }
    return {
        "is_sound": report.is_sound,
        "verdict": verdict,
        "title": report.title,
        "cut_off": report.cut_off[:16].replace("T", " "),
        "checked": words.number(report.checked),
        "seal": seals[report.is_sealed],
        "original": originals[report.is_original],
        "is_same_setter": report.is_same_setter,
        "changes": report.changes[:MOST_ROWS],
        "differences": report.differences[:MOST_ROWS],
        "typed": _("、").join(report.typed),
    }


def _kept(found: Bulletin, what: str, compute: Callable[[], Any]) -> Any:
    """Of a published paper, kept until anything is written: a name that is registered today is left out from then on,
    and a thousand readers have it set once."""
    return holding.kept(("public", what, found.pk, get_language(), *found.withheld), news.look(), compute)


@require_GET
def public(request: Request, pk: int) -> HttpResponse:
    """The public edition: published, marked as public, without persons and phones."""
    found = get_object_or_404(queries.public().defer("blocks"), pk=pk)

    def written() -> bytes:
        blocks = queries.public_blocks(found)
        shown = paper.shown(blocks, paper.opens_publicly(pk, blocks))
        return zlib.compress(render_to_string("bulletins/blocks.html", {"blocks": shown}).encode(), 1)

    return render(
        request, "bulletins/public.html",
        {"bulletin": found, "paper": mark_safe(zlib.decompress(_kept(found, "page", written)).decode()),
         "span": span(found), "title": found.title, "cut_off": words.minute(found.cut_off_at), "seal": found.seal,
         "position": found.seal_position},
    )  # fmt: skip


@require_GET
def public_number(request: Request, pk: int, place: int) -> HttpResponse:
    """What stands behind a number of the public edition. A published paper holds as of its cut-off, so the answer is
    kept for a while: a thousand readers ask the ledger once."""
    found = get_object_or_404(queries.public().defer("blocks"), pk=pk)
    known: tuple[Numeral, ...] = _kept(found, "numbers", lambda: tuple(numerals(queries.public_blocks(found))))
    if not 0 < place <= len(known):
        raise Http404(place)
    name = f"public-number|{pk}|{place}|{get_language()}|{','.join(found.withheld)}"
    said = cache.get(name)
    if said is None:
        said = numbers.told_publicly(found, known[place - 1])
        cache.set(name, said, KEPT)
    template = "bulletins/number.html" if request.headers.get("HX-Request") else "bulletins/number_public.html"
    return render(request, template, said | {"bulletin": found})


@require_GET
def checking(request: Request) -> HttpResponse:
    """怎么核对: for a reader without an account."""
    return render(request, "bulletins/checking.html", {"papers": queries.public()[:20]})
