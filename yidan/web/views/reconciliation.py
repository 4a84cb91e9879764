"""对账: the bureau's export beside our movements; what does not match is listed, and nothing is taken by itself."""

from __future__ import annotations

import mimetypes
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yidan.evidence import commands as files
from yidan.funds import queries
from yidan.funds.commands import reconciliation as acts
from yidan.funds.models import Movement, Reconciliation
from yidan.funds.rules import Line, Pair, days_apart
from yidan.kernel import policy
from yidan.kernel.verbs import Verb
from yidan.ledger.models import Project
from yidan.people.queries import scope_of
from yidan.web import format as words
from yidan.web.acting import act_of, attempt, require
from yidan.web.money import showing
from yidan.web.money.forms import BooksForm
from yidan.web.papers.workbook import bureau
from yidan.web.request import Request

ACCEPT = ".xlsx,.xls,.et,.ods,.csv"


@require_GET
def reconciliations(request: Request) -> HttpResponse:
    """What was laid beside our books so far."""
    if not scope_of(request.user).is_city:
        raise Http404("reconciliations")
    found = queries.reconciliations_visible_to(request.user)
    context = {
        "tabs": showing.tabs(request, "reconciliations"),
        "rows": [
            {
                "name": each.name,
                "href": reverse("reconciliation", args=[each.pk]),
                "step": each.get_step_display(),
                "span": f"{words.short_day(each.since_on)} — {words.short_day(each.until_on)}",
                "lines": len(each.lines),
                "at": words.minute(each.recorded_at),
            }
            for each in found[:50]
        ],
        "why_not": policy.deny(request.user, Verb.RECONCILIATION_RECORD) or "",
    }
    return render(request, "funds/reconciliations.html", context)


@require_http_methods(["GET", "POST"])
def record(request: Request) -> HttpResponse:
    """对账: bring the bureau's file; it is kept as it is."""
    require(request, Verb.RECONCILIATION_RECORD)
    form = BooksForm(request.POST or None, request.FILES or None)
    is_read = request.method == "POST" and form.is_valid()
    made = attempt(request, form, lambda: _take(request, form))
    if made is not None:
        messages.success(request, _("已读入，没有改动任何资金记录"))
        return HttpResponseRedirect(reverse("reconciliation", args=[made.pk]))
    status = 200 if request.method == "GET" else 409 if is_read else 422
    context = {
        "form": form, "title": _("对账"), "verb": _("读入比对"), "back": reverse("reconciliations"), "is_upload": True,
        "upload_accept": ACCEPT, "columns": 2,
        "upload_help": _("xlsx、xls、et、ods、csv；要有项目代码或名称、日期、金额，合计行不用删"),
    }  # fmt: skip
    return render(request, "projects/act.html", context, status=status)


def _take(request: Request, form: BooksForm) -> Reconciliation:
    given = form.cleaned_data["file"]
    data = given.read()
    read = bureau.read(data, unit=form.cleaned_data["unit"])
    how = act_of(request, form)
    kept = files.keep(
        request.user.unit, by=request.user, at=how["at"], name=given.name, data=data,
        media_type=mimetypes.guess_type(given.name)[0] or "application/octet-stream",
    )  # fmt: skip
    since_on, until_on = read.span
    return acts.record(
        kept, **how, name=given.name, since_on=since_on, until_on=until_on, lines=read.lines, unread=read.unread,
        step=form.cleaned_data["step"],
    )  # fmt: skip


@require_GET
def reconciliation(request: Request, pk: int) -> HttpResponse:
    """One file beside our books as they stand now."""
    found = get_object_or_404(queries.reconciliations_visible_to(request.user), pk=pk)
    match, movements, projects = queries.compared(found)
    pages = _Pages(request, found, movements, projects)
    sections = [
        (
            _("只在财政表里"),
            "bad",
            _("台账没有记；核对凭证后逐条记入"),
            [pages.theirs(line) for line in match.only_theirs],
        ),
        (
            _("只在台账里"),
            "warn",
            _("财政表里没有；核对是否误记，或财政表不全"),
            [pages.ours(line) for line in match.only_ours],
        ),
        (_("金额不同"), "bad", _("项目和日期相同"), [pages.pair(pair, "amount") for pair in match.differs]),
        (
            _("日期不同"),
            "waiting",
            _("项目和金额相同，日期相差10天以内"),
            [pages.pair(pair, "days") for pair in match.near],
        ),
        (
            _("认不出项目"),
            "warn",
            _("代码台账里没有，或名称不是唯一的项目全称"),
            [pages.theirs(line) for line in match.unknown],
        ),
    ]
    context = {
        "reconciliation": found,
        "back": reverse("reconciliations"),
        "sub": _("%(step)s · %(since)s — %(until)s") % {
            "step": found.get_step_display(), "since": words.short_day(found.since_on),
            "until": words.short_day(found.until_on)},
        "same": len(match.same),
        "sections": [
            {"title": title, "tone": tone, "note": note, "rows": rows} for title, tone, note, rows in sections if rows
        ],
        "unread": found.unread,
        "lines": len(found.lines),
    }  # fmt: skip
    return render(request, "funds/reconciliation.html", context)


class _Pages:
    """Lines and movements as rows, each with what can be done now."""

    def __init__(
        self, request: Request, found: Reconciliation, movements: dict[int, Movement], projects: dict[str, Project]
    ) -> None:
        self.may = policy.may(request.user, Verb.MOVEMENT_RECORD)
        self.found, self.movements, self.projects = found, movements, projects

    def theirs(self, line: Line) -> dict[str, Any]:
        """A line of theirs; where its project is known it can be recorded, filled in."""
        project = self.projects.get(line.code)
        href = ""
        if project and self.may:
            given = {
                "step": self.found.step, "on": str(line.on), "amount": words.plain(line.amount_wan),
                "document": line.document, "origin": _("%(file)s 第%(row)d行") % {
                    "file": self.found.name[:250], "row": line.key},
                "back": reverse("reconciliation", args=[self.found.pk]),
            }  # fmt: skip
            href = f"{reverse('movement.record', args=[project.pk])}?{urlencode(given)}"
        return {
            "name": project.name if project else line.name or line.code,
            "href": reverse("project-funds", args=[project.pk]) if project else "",
            "place": _("第%(row)d行") % {"row": line.key},
            "day": words.short_day(line.on),
            "amount": showing.exactly(line.amount_wan, words.WAN),
            "document": line.document,
            "act_href": href,
            "act": _("记入"),
        }

    def ours(self, line: Line) -> dict[str, Any]:
        """A movement of ours."""
        movement = self.movements[line.key]
        return {
            "name": movement.project.name,
            "href": reverse("project-funds", args=[movement.project_id]),
            "place": str(movement.fund),
            "day": words.short_day(line.on),
            "amount": showing.exactly(line.amount_wan, words.WAN),
            "document": line.document,
            "act_href": reverse("movement.correct", args=[line.key]) if self.may else "",
            "act": _("更正"),
        }

    def pair(self, pair: Pair, kind: str) -> dict[str, Any]:
        """Ours with theirs beside it."""
        row = self.ours(pair.ours) | {"place": _("第%(row)d行") % {"row": pair.theirs.key}}
        if kind == "days":
            row["differs"] = _("财政 %(day)s，相差%(days)d天") % {
                "day": words.short_day(pair.theirs.on), "days": abs(days_apart(pair))}  # fmt: skip
        else:
            gap = pair.theirs.amount_wan - pair.ours.amount_wan
            row["differs"] = _("财政 %(amount)s 万元，差 %(gap)s 万元") % {
                "amount": showing.exactly(pair.theirs.amount_wan, words.WAN), "gap": words.signed(gap, 2)}  # fmt: skip
        return row
