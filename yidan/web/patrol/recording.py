"""The visit's form: three fields, a picture if one likes, and the checklist's questions where there is a checklist."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidan.kernel.values import BEIJING
from yidan.ledger.models import Project, Slot
from yidan.matters.states import ProblemType
from yidan.patrol.models import Checklist
from yidan.patrol.rules import forms as checklists
from yidan.web.acting import ActForm
from yidan.web.project.forms import choice, text
from yidan.web.views.exhibit import FilesField

_w = gettext_lazy
ANSWER = "answer-"


class MomentField(forms.DateTimeField):
    """A moment of Beijing with the browser's own picker."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], **kwargs)

    def to_python(self, value: Any) -> datetime | None:
        found = super().to_python(value)
        return found.replace(tzinfo=BEIJING) if found else None


class VisitForm(ActForm):
    """What was seen."""

    physical_progress = text(_w("形象进度"), rows=3, most=500, must=True, help_text=_w("看到的，与上次比多了什么"))
    at_work = text(_w("作业面、人员、机械"), rows=2, most=500, help_text=_w("如：两个作业面，约40人，塔吊3台"))
    problems = text(_w("发现问题"), rows=3, most=1000, help_text=_w("一行一个；没有就空着"))

    THREE = ("physical_progress", "at_work", "problems")


class RecordForm(VisitForm):
    """The same for a new visit, with when, pictures and answers."""

    problem_type = forms.ChoiceField(
        label=_w("问题类型"), choices=ProblemType.choices, initial=ProblemType.OTHER, required=False
    )
    visited_at = MomentField(label=_w("巡查时间"), required=False, help_text=_w("不填就是现在"))
    slot_name = choice(_w("佐证位"), ())
    caption = text(_w("照片说明"), most=200)

    def __init__(self, *args: Any, project: Project, checklist: Checklist | None, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slots = [slot for slot in Slot.objects.live().filter(project=project) if not slot.is_camera_only]
        self.fields["slot_name"].choices = [
            ("", _("不属于佐证位")), *((slot.name, slot.name) for slot in self.slots),
        ]  # fmt: skip
        self.fields["file"] = FilesField(label=_("照片"), required=False)
        self.items = list(checklist.form["items"]) if checklist else []
        for item in self.items:
            if item["kind"] in checklists.ASKED:
                self.fields[ANSWER + item["name"]] = _question(item)
        self.form = checklist.form if checklist else None
        self.today = today

    def clean_problem_type(self) -> str:
        """Nothing chosen is 其他."""
        return self.cleaned_data["problem_type"] or ProblemType.OTHER

    def given(self) -> dict[str, Any]:
        """The answers as they stand in the form, valid or not."""
        found: dict[str, Any] = {}
        for item in self.items:
            if item["kind"] in checklists.ASKED:
                name = self.add_prefix(ANSWER + item["name"])
                data, several = self.data, item["kind"] == checklists.SEVERAL
                value = data.getlist(name) if several and isinstance(data, MultiValueDict) else data.get(name)
                if value not in (None, "", []):
                    found[item["name"]] = value
        return found

    def questions(self) -> list[dict[str, Any]]:
        """The items to show, given what was answered: headings, notes, fields, and where a picture would help."""
        if self.form is None:
            return []
        kept, _faults = checklists.read(self.form, self.given(), today=self.today)
        return [
            {
                "kind": item["kind"], "label": item["label"], "hint": item.get("hint", ""), "must": item.get("must"),
                "field": self[ANSWER + item["name"]] if item["kind"] in checklists.ASKED else None,
            }
            for item in checklists.shown(self.form, kept, today=self.today)
        ]  # fmt: skip


def _question(item: Mapping[str, Any]) -> forms.Field:
    """A field for a question; whether it must be answered is the checklist's to say, when it is looked at whole."""
    given: dict[str, Any] = {"label": item["label"], "required": False, "help_text": item.get("hint", "")}
    kind = item["kind"]
    if kind == checklists.SEVERAL:
        return forms.MultipleChoiceField(choices=item["choices"], widget=forms.CheckboxSelectMultiple, **given)
    if kind == checklists.ONE:
        if len(item["choices"]) <= 4:
            return forms.ChoiceField(choices=item["choices"], widget=forms.RadioSelect, **given)
        return forms.ChoiceField(choices=[("", _("未选")), *item["choices"]], **given)
    widgets = {
        checklists.DAY: forms.TextInput(attrs={"type": "date"}),
        checklists.WHOLE: forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        checklists.NUMBER: forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    }
    widget = widgets.get(kind, forms.TextInput(attrs={"autocomplete": "off"}))
    return forms.CharField(max_length=checklists.LONGEST_ANSWER, widget=widget, **given)


class FindingForm(ActForm):
    """What is raised."""

    title = text(_w("事项"), most=100, must=True, help_text=_w("一句话写清什么事卡在哪里"))
    problem_type = forms.ChoiceField(label=_w("问题类型"), choices=ProblemType.choices)
    description = text(_w("问题描述"), rows=3, most=2000)
