"""留痕: every act, for the auditor: filtered, paged, exported, with its seal; and the chain verified on demand."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yidan.kernel import seals
from yidan.kernel.journal import Entry
from yidan.kernel.policy import Role
from yidan.kernel.seals import Seal, is_sealed
from yidan.kernel.values import BEIJING
from yidan.kernel.verbs import Verb
from yidan.ledger.models import Project
from yidan.web import clock
from yidan.web import format as words
from yidan.web.chips import chip, without
from yidan.web.entries import act_of, sentence_of, words_of
from yidan.web.navigation import address
from yidan.web.request import Request

PAGE_SIZE = 50
EXPORT_BATCH = 2000
NOUNS = ("project", "plan", "report", "unit", "person", "role", "parameter")


def _require_auditor(request: Request) -> None:
    if not request.user.is_role(Role.AUDITOR):
        raise PermissionDenied(_("留痕：只有审计员可以查看全部留痕；项目的经过在项目页上。"))


@require_GET
def journal(request: Request) -> HttpResponse:
    """What was done, newest first."""
    _require_auditor(request)
    query = request.GET
    chosen, wrong = filtered(query)
    page = Paginator(chosen, PAGE_SIZE).get_page(query.get("page"))
    position, head = seals.head()
    return render(
        request,
        "journal/journal.html",
        {
            "rows": _rows(list(page.object_list)),
            "page": page,
            "wrong": wrong,
            "chips": [
                chip(query, "verb", _("行为"), [(verb.value, verb.label) for verb in Verb], several=True),
                chip(query, "noun", _("对象"), [(noun, _noun_label(noun)) for noun in NOUNS]),
                chip(query, "seal", _("封印"), [("sealed", _("已封")), ("open", _("待封"))]),
            ],
            "clear": without(query, "verb", "noun", "seal", "person", "project", "since", "until"),
            "fields": {name: query.get(name, "") for name in ("person", "project", "since", "until")},
            "seal": {"position": words.number(position), "head": head[:16], "is_any": position > 0},
            "export": f"{reverse('journal-export')}?{query.urlencode()}",
        },
    )


def filtered(query: QueryDict) -> tuple[QuerySet[Entry], list[str]]:
    """The entries chosen by person, project, verb, kind of thing, days and seal; and what could not be read."""
    chosen, wrong = Entry.objects.order_by("-id"), []
    if verbs := [verb for verb in query.getlist("verb") if verb in Verb.values]:
        chosen = chosen.filter(verb__in=verbs)
    if query.get("noun") in NOUNS:
        chosen = chosen.filter(verb__startswith=f"{query['noun']}.")
    if text := query.get("person", "").strip():
        chosen = chosen.filter(actor_name__icontains=text)
    if text := query.get("project", "").strip():
        found = Project.objects.filter(search__contains=text.lower()) | Project.objects.filter(internal_id=text.upper())
        chosen = chosen.filter(project_id__in=found.values("pk"))
    for name, later in (("since", False), ("until", True)):
        if not (text := query.get(name, "").strip()):
            continue
        try:
            day = date.fromisoformat(text) + timedelta(days=1 if later else 0)
        except (ValueError, OverflowError):
            wrong.append(_("日期“%(text)s”读不懂，请写作 2020-06-05；这一条没有用上。") % {"text": text})
            continue
        moment = datetime.combine(day, time.min, tzinfo=BEIJING)
        chosen = chosen.filter(recorded_at__lt=moment) if later else chosen.filter(recorded_at__gte=moment)
    if query.get("seal") in {"sealed", "open"}:
        chosen = chosen.filter(is_sealed() if query["seal"] == "sealed" else ~is_sealed())
    return chosen, wrong


def _noun_label(noun: str) -> str:
    return {
        "project": _("项目"), "plan": _("年度计划"), "report": _("月报"), "unit": _("单位"), "person": _("人员"),
        "role": _("角色"), "parameter": _("参数"),
    }[noun]  # fmt: skip


def _rows(entries: list[Entry]) -> list[dict[str, Any]]:
    sealed = dict(Seal.objects.filter(entry_id__in=[entry.pk for entry in entries]).values_list("entry_id", "position"))
    ids = {entry.project_id for entry in entries if entry.project_id}
    projects = {each.pk: each for each in Project.objects.filter(pk__in=ids).select_related("profile")}
    rows, day = [], ""
    for entry in entries:
        its_day = words.day(entry.recorded_at)
        project = projects.get(entry.project_id or 0)
        rows.append(
            {
                "day": its_day if its_day != day else "",
                "number": entry.pk,
                "clock": words.clock(entry.recorded_at),
                "claimed": words.minute(entry.at) if _is_apart(entry) else "",
                "who": entry.actor_name,
                "who_unit": entry.actor_unit,
                "act": act_of(entry),
                "project": project.name if project else "",
                "project_address": f"/projects/{project.pk}/" if project and address("projects") else "",
                "words": sentence_of(entry),
                "facts": words_of(entry),
                "seal": sealed.get(entry.pk),
            }
        )
        day = its_day
    return rows


def _is_apart(entry: Entry) -> bool:
    """Acted offline: the two times differ by more than a minute."""
    return abs(entry.recorded_at - entry.at) > timedelta(minutes=1)


@require_GET
def verify(request: Request) -> HttpResponse:
    """核验封印: walk the chain from its beginning and name the first entry that does not hold."""
    _require_auditor(request)
    verdict = seals.verify()
    return render(
        request,
        "journal/verdict.html",
        {
            "verdict": verdict,
            "checked": words.number(verdict.checked),
            "unsealed": words.number(verdict.unsealed),
            "at": words.minute(clock.now()),
        },
    )


@require_GET
def export(request: Request) -> StreamingHttpResponse:
    """The same entries as CSV for Excel and WPS, streamed; each with the position of its seal."""
    _require_auditor(request)
    chosen, _wrong = filtered(request.GET)
    writer = csv.writer(_Echo())
    response = StreamingHttpResponse(_lines(writer, chosen), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = (
        f'attachment; filename="journal-{clock.now().astimezone(BEIJING):%Y%m%d-%H%M}.csv"'
    )
    return response


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, value: str) -> str:
        """Return instead of keeping."""
        return value


def _lines(writer: Any, chosen: QuerySet[Entry]) -> Iterator[str]:
    yield "\ufeff"
    yield writer.writerow(
        [_("序号"), _("登记时间"), _("办理时间"), _("人员"), _("单位"), _("行为"), _("对象"), _("对象编号"),
         _("项目编号"), _("内容"), _("封印环号")]
    )  # fmt: skip
    batch: list[Entry] = []
    for entry in chosen.iterator(chunk_size=EXPORT_BATCH):
        batch.append(entry)
        if len(batch) == EXPORT_BATCH:
            yield from _batch_lines(writer, batch)
            batch = []
    yield from _batch_lines(writer, batch)


def _batch_lines(writer: Any, batch: list[Entry]) -> Iterator[str]:
    sealed = dict(Seal.objects.filter(entry_id__in=[entry.pk for entry in batch]).values_list("entry_id", "position"))
    lines = []
    for entry in batch:
        lines.append(writer.writerow(
            [
                entry.pk, f"{entry.recorded_at.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}",
                f"{entry.at.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}", _safe(entry.actor_name), _safe(entry.actor_unit),
                act_of(entry), entry.subject_type, entry.subject_id, entry.project_id or "",
                _safe(sentence_of(entry)), sealed.get(entry.pk, ""),
            ]
        ))  # fmt: skip
    yield "".join(lines)


def _safe(text: str) -> str:
    """No cell begins like a formula: what somebody typed must not run in a spreadsheet."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text
