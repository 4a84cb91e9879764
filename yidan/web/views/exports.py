"""导出: the office's forms of what a list or a figure shows, as a workbook or plain."""

from __future__ import annotations

import tempfile
from pathlib import Path
from urllib.parse import quote

from django.http import FileResponse, Http404, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yidan.figures.queries import revision
from yidan.figures.question import Period, Question
from yidan.kernel.errors import NotPermitted
from yidan.kernel.values import beijing_day
from yidan.people.queries import may_see_phones, scope_of
from yidan.web import asking, clock
from yidan.web.papers.exporting import paper
from yidan.web.request import Request
from yidan.web.rolling import roll
from yidan.web.views.projects import FILTERS

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
# What the question of the figures narrows by itself; the other filters of the list are asked of the roll.
ASKED = {"unit", "domain", "level", "listing", "leader", "owner"}


@require_GET
def export(request: Request, kind: str) -> HttpResponseBase:
    """One form of what this person may see; the address is the list's own, so the file holds what the list shows."""
    form = request.GET.get("format", "xlsx")
    if kind not in paper.KINDS or form not in TYPES:
        raise Http404(kind)
    if scope_of(request.user).is_nothing:
        raise NotPermitted(_("您的角色不接触业务数据，不能导出。"))
    now = clock.now()
    only = _selected(request) if kind in {"plan", "dispatch", "rolling"} else None
    question = _question(request)
    with tempfile.NamedTemporaryFile(suffix=f".{form}", delete=False) as file:
        path = Path(file.name)
    try:
        paper.write(
            kind, question, path, format=form, today=beijing_day(now), only=only,
            shows_phone=lambda owner: may_see_phones(request.user, owner),
        )  # fmt: skip
        opened = path.open("rb")
    finally:
        path.unlink(missing_ok=True)  # what is open stays readable until it is sent
    answer = FileResponse(opened, content_type=TYPES[form])
    name = paper.file_name(kind, question, form)
    answer["Content-Disposition"] = f"attachment; filename=\"{kind}.{form}\"; filename*=UTF-8''{quote(name)}"
    return answer


def _question(request: Request) -> Question:
    """As the figures' pages read it; a list that asks for several units or leaders is selected by the roll instead."""
    given = request.GET.copy()
    for name in ASKED:
        if len(given.getlist(name)) > 1 or not given.get(name, ""):
            given.pop(name, None)
    if "period" not in given and given.get("year", "").isdecimal():
        given["period"] = given["year"]
    asked = Request()
    asked.GET, asked.user = given, request.user
    try:
        return asking.question(asked, now=clock.now(), at=revision())
    except Http404:
        return Question.of(request.user, Period(clock.now().year))


def _selected(request: Request) -> set[int] | None:
    """The projects that the list shows; None where it is not narrowed by more than the question itself."""
    query = request.GET
    if not any(query.get(name) for name in FILTERS):
        return None
    year = query.get("year", "")
    found = roll(
        request.user,
        dict(query.lists()),
        year=int(year) if year.isdigit() else None,
        today=clock.today(),
    )
    return {*found.ids, *(child for children in found.shown.values() for child in children)}
