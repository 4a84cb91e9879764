"""Minutes of a meeting as proposed matters: read from what was pasted or from a docx, each confirmed by a person."""

from __future__ import annotations

import hashlib
import zipfile
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5
from xml.etree import ElementTree

from django import forms
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _w

from yidan.kernel.errors import Invalid, NthRefused, Refused
from yidan.ledger.models import Project
from yidan.ledger.queries import visible_to
from yidan.matters import rules
from yidan.matters.commands import listing
from yidan.matters.models import Matter
from yidan.matters.states import Kind, ProblemType
from yidan.people.models import Person, Unit
from yidan.web.matter.fields import DeadlineField, MatterForm
from yidan.web.project.forms import DayField, NamedUnitField, ProjectField
from yidan.web.project.forms import text as written

MOST_BYTES = 20 * 1024 * 1024
MOST_POINTS = 60
_KEYS = UUID("c0a4a0b5-33a2-4d2e-8f0e-5d1b7d1c7a10")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class PaperForm(MatterForm):
    """The paper the matters come from."""

    source = written(_w("会议名称"), most=120, must=True)
    source_document = written(_w("文号"), most=120)
    source_on = DayField(label=_w("会议日期"), required=False)
    text = written(_w("纪要原文"), rows=12, most=60_000, help_text=_w("整篇贴进来，或选下面的docx文件"))
    file = forms.FileField(label=_w("docx文件"), required=False)
    WIDE = frozenset({"text", "source"})

    def clean(self) -> dict[str, Any]:
        """The text, from the file where one was sent."""
        cleaned = super().clean()
        if sent := cleaned.get("file"):
            try:
                cleaned["text"] = text_of(sent)
            except ValueError as problem:
                self.add_error("file", str(problem))
        elif not (cleaned.get("text") or "").strip():
            self.add_error("text", _("请贴入纪要，或选择docx文件。"))
        return cleaned


class PointForm(MatterForm):
    """One point of the paper as a matter."""

    is_kept = forms.BooleanField(label=_w("列入"), required=False, initial=True)
    title = written(_w("事项"), most=100)
    source_quote = written(_w("原文"), rows=2, most=4000)
    source_clause = written(_w("条款"), most=60)
    lead_unit = NamedUnitField(label=_w("牵头单位"), required=False)
    due = DeadlineField(label=_w("时限"), required=False, help_text="")
    project = ProjectField(label=_w("项目"), required=False)
    problem_type = forms.ChoiceField(label=_w("问题类型"), choices=ProblemType.choices)

    def clean(self) -> dict[str, Any]:
        """What is left out need not be right."""
        if self.data.get(self.add_prefix("is_kept")) is None:
            self._errors = forms.utils.ErrorDict()
            return {"is_kept": False}
        cleaned = super().clean()
        if not (cleaned.get("title") or "").strip():
            self.add_error("title", _("请用一句话写明事项。"))
        return cleaned


@dataclass(frozen=True)
class Known:
    """What names in a sentence can stand for."""

    units: dict[str, Unit]
    projects: dict[str, Project]


def known(person: Person) -> Known:
    """Units by their names and projects this person may see by theirs."""
    units: dict[str, Unit] = {}
    for unit in Unit.objects.filter(is_active=True).order_by("-protocol_order", "-id"):
        # papers of the city say 市工业和信息化局 of 株洲市工业和信息化局
        within = unit.name.removeprefix(settings.CITY_NAME[:-1])
        units |= {name: unit for name in (unit.name, unit.short_name, within) if len(name) > 2}
    projects = {each.name: each for each in visible_to(person).select_related("profile") if len(each.name) > 3}
    return Known(units, projects)


def proposed(text: str, person: Person) -> list[PointForm]:
    """A form for each point that asks something of somebody, filled in as far as its sentence says."""
    names = known(person)
    found = []
    for place, point in enumerate(rules.read_minutes(text)[:MOST_POINTS]):
        lead = rules.leads_in(point.quote, names.units)
        project = next((each for name, each in names.projects.items() if name in point.quote), None)
        found.append(
            PointForm(
                prefix=f"p{place}",
                initial={
                    "title": rules.first_clause(point.quote), "source_quote": point.quote,
                    "source_clause": point.clause, "lead_unit": names.units.get(lead), "due": point.deadline,
                    "project": project, "problem_type": rules.likely_type(point.quote),
                },
            )
        )  # fmt: skip
    return found


def raised(points: list[PointForm], paper: dict[str, Any], *, by: Person, at: datetime) -> list[Matter]:
    """Each point that was kept, by an act of its own, all in one transaction; the same paper twice is harmless."""
    made = []
    digest = hashlib.sha256("\n".join([paper["source"], paper["text"]]).encode()).hexdigest()
    with transaction.atomic():
        for place, form in enumerate(points):
            given = form.entered()
            if not given.pop("is_kept"):
                continue
            project = given.pop("project")
            try:
                made.append(_raise(project, given, paper, by=by, at=at, key=uuid5(_KEYS, f"{digest}/{place}")))
            except Refused as refusal:
                raise NthRefused(place, refusal) from refusal
    return made


def _raise(
    project: Project | None, given: dict[str, Any], paper: dict[str, Any], *, by: Person, at: datetime, key: UUID
) -> Matter:
    if project and not visible_to(by).filter(pk=project.pk).exists():
        raise Invalid(_("没有编号为%(number)s的项目。") % {"number": project.internal_id}, field="project")
    return listing.raise_(
        project or by.unit, by=by, at=at, key=key, kind=Kind.RESOLUTION, source=paper["source"],
        source_document=paper["source_document"], source_on=paper["source_on"], **given,
    )  # fmt: skip


# --- a docx as text ------------------------------------------------------------------------------------------------


def text_of(file: Any) -> str:
    """The paragraphs of a docx; a number that Word sets by itself is written out. ValueError with the sentence."""
    try:
        with zipfile.ZipFile(file) as parts:
            part = parts.getinfo("word/document.xml")
            if part.file_size > MOST_BYTES:
                raise ValueError(_("文件太大，请把纪要正文贴进来。"))
            data = parts.read(part)
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError):
        raise ValueError(_("这不是docx文件；WPS或旧版doc请另存为docx，或把正文贴进来。")) from None
    if b"<!DOCTYPE" in data[:2000] or b"<!ENTITY" in data:
        raise ValueError(_("文件内容不合规范，请把正文贴进来。"))
    try:
        document = ElementTree.fromstring(data)
    except ElementTree.ParseError:
        raise ValueError(_("文件已损坏，请把正文贴进来。")) from None
    counts: Counter[str] = Counter()
    return "\n".join(_paragraph(each, counts) for each in document.iter(f"{_WORD}p"))


def _paragraph(paragraph: ElementTree.Element, counts: Counter[str]) -> str:
    text = "".join(
        "\t" if each.tag == f"{_WORD}tab" else each.text or ""
        for each in paragraph.iter()
        if each.tag in {f"{_WORD}t", f"{_WORD}tab"}
    )
    number = paragraph.find(f"{_WORD}pPr/{_WORD}numPr/{_WORD}numId")
    if number is None or not text.strip():
        return text
    name = number.get(f"{_WORD}val", "")
    counts[name] += 1
    return f"（{counts[name]}）{text}"


def paper_of(form: PaperForm) -> dict[str, Any]:
    """What the paper says of itself, for each matter."""
    cleaned = form.cleaned_data
    day: date | None = cleaned.get("source_on")
    return {
        "source": cleaned["source"], "source_document": cleaned.get("source_document", ""), "source_on": day,
        "text": cleaned["text"],
    }  # fmt: skip
