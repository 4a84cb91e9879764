"""导出国家库调度表: what the national project database asks each month, from what is here already."""

from __future__ import annotations

import tempfile
from pathlib import Path
from urllib.parse import quote

from django.http import FileResponse, Http404, HttpResponseBase
from django.views.decorators.http import require_GET

from yidan.figures.queries import revision
from yidan.web import asking, clock
from yidan.web.papers.exporting import national
from yidan.web.request import Request
from yidan.web.views.exports import TYPES


@require_GET
def block(request: Request) -> HttpResponseBase:
    """The workbook for the period in question, of the projects this person sees."""
    question = asking.question(request, now=clock.now(), at=revision())
    if question.scope.is_nothing:
        raise Http404("block")
    with tempfile.NamedTemporaryFile(suffix=".xlsx", delete=False) as file:
        path = Path(file.name)
    try:
        national.write(path, question, asking.cut(question, "").cut_off)
        opened = path.open("rb")
    finally:
        path.unlink(missing_ok=True)  # what is open stays readable until it is sent
    answer = FileResponse(opened, content_type=TYPES["xlsx"])
    name = f"{national.TITLE}({question.period}).xlsx"
    answer["Content-Disposition"] = f"attachment; filename=\"block.xlsx\"; filename*=UTF-8''{quote(name)}"
    return answer
