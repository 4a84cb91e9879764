"""佐证位: where a project may be asked for a picture, when, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from yidan.evidence.states import Kind
from yidan.kernel.verbs import Verb
from yidan.ledger.commands import exhibit as acts
from yidan.ledger.models import Asking, Milestone, Project, Slot
from yidan.web.acting import ActForm
from yidan.web.project.acts import act, fact_of, project_of
from yidan.web.project.forms import choice, text
from yidan.web.request import Request

_w = gettext_lazy
both = require_http_methods(["GET", "POST"])


class SlotForm(ActForm):
    """One viewpoint, when a picture of it is asked for, and the written reason."""

    name = text(_w("佐证位名称"), most=60, must=True, help_text=_w("如基坑全景；同名的佐证位会被这次的内容取代"))
    reason = text(_w("为什么需要"), most=300, must=True, help_text=_w("填报人看得到；没有理由就不能要求"))
    document = text(_w("依据"), most=200, help_text=_w("文号，如株重点办〔2020〕11号"))
    asking = choice(_w("何时需要"), Asking.choices, must=True)
    milestone = choice(_w("节点"), (), must=False)
    rate_percent = forms.DecimalField(
        label=_w("抽查比例"), required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2,
        help_text=_w("按比例抽查时填；抽中与否由系统抽签，任何人都能复算"),
    )  # fmt: skip
    viewpoint = text(_w("机位"), most=200, help_text=_w("如北侧办公楼三楼平台，固定机位"))
    kind = choice(_w("形式"), Kind.choices, must=True)
    is_camera_only = forms.BooleanField(label=_w("只收现场拍摄"), required=False)
    order = forms.IntegerField(label=_w("序号"), required=False, min_value=0, max_value=999)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = Milestone.objects.live().filter(project=project).order_by("order", "planned_on", "id")
        self.fields["milestone"].choices = [
            ("", _("未选")),
            *((each, each) for each in names.values_list("name", flat=True)),
        ]
        self.fields["rate_percent"].unit = "%"

    def clean_order(self) -> int:
        """Empty is first come, first shown."""
        return self.cleaned_data["order"] or 0


class EndForm(ActForm):
    """Why nothing is asked there any more."""

    reason = text(_w("原因"), most=300)


@both
def set(request: Request, pk: int) -> HttpResponse:
    """设佐证位; with `?slot=` the form opens with one that is there."""
    project = project_of(request, pk)
    named = request.GET.get("slot", "")
    now = Slot.objects.live().filter(project=project, name=named).first() if named else None
    initial = {"kind": Kind.PHOTO, "asking": Asking.NEVER}
    if now:
        initial = {name: getattr(now, name) for name in SlotForm.base_fields if name != "key"}
    form = SlotForm(request.POST or None, project=project, initial=initial)
    return act(
        request, Verb.SLOT_SET, project, form, acts.set, project=project, done=_("佐证位已设"), columns=2,
        note=_("按国办函〔2026〕12号，没有写明理由就不要求照片；默认什么都不要求，填报人可自愿附图。"),
    )  # fmt: skip


@both
def end(request: Request, pk: int) -> HttpResponse:
    """取消佐证位."""
    slot = fact_of(request, Slot, pk)
    return act(
        request, Verb.SLOT_END, slot, EndForm(request.POST or None), acts.end, project=slot.project,
        done=_("佐证位已取消"), is_danger=True, note=f"{slot.name}：{slot.reason}",
        question=_("取消后不再要求这里的图；已有的图仍在，名称不变。"),
    )  # fmt: skip
