"""佐证: bringing a picture from a desk, looking at it, withdrawing and judging it, taking its place away."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from yidan.evidence import commands as evidence
from yidan.evidence.models import Capture
from yidan.evidence.rules import Claim
from yidan.evidence.states import Origin, Verdict
from yidan.kernel.errors import Invalid, Stale
from yidan.kernel.verbs import Verb
from yidan.ledger import queries
from yidan.ledger.commands import exhibit as acts
from yidan.ledger.models import Exhibit, Milestone, Project, Slot
from yidan.progress.calendar import current_month
from yidan.web import clock
from yidan.web.acting import ActForm
from yidan.web.project import pictures
from yidan.web.project.acts import act, page_of, project_of
from yidan.web.project.forms import MonthField, choice, text
from yidan.web.request import Request
from yidan.web.upload import ahead

_w = gettext_lazy
both = require_http_methods(["GET", "POST"])
AT_ONCE = 20
TAKEN = frozenset(
    {"image/jpeg", "image/png", "image/webp", "image/heic", "video/mp4", "video/quicktime", "application/pdf"}
)


class FileInput(ahead.AheadInput):
    """Several files in one field."""


class FilesField(forms.FileField):
    """Files, each told by its content what it is."""

    widget = FileInput  # its name makes the form show it as a place to drop files

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        sent = list(data) if isinstance(data, list | tuple) else [data] if data else []
        if len(sent) > AT_ONCE:
            raise forms.ValidationError(_("一次最多%(count)d个文件，请分几次附。") % {"count": AT_ONCE})
        return ahead.cleaned(self, sent or [None], initial)


class AddForm(ActForm):
    """Files, and what they speak for."""

    file = FilesField(label=_w("照片、视频或文件"))
    month = MonthField(label=_w("月份"), required=True)
    slot_name = choice(_w("佐证位"), ())
    milestone = choice(_w("节点"), ())
    caption = text(_w("说明"), most=200, help_text=_w("看图的人最想知道的一句话，可不填"))

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        slots = Slot.objects.live().filter(project=project)
        self.asks = [slot for slot in slots if not slot.is_camera_only]
        self.fields["slot_name"].choices = [("", _("不属于佐证位")), *((slot.name, slot.name) for slot in self.asks)]
        names = Milestone.objects.live().filter(project=project).order_by("order", "planned_on", "id")
        self.fields["milestone"].choices = [
            ("", _("未选")),
            *((each, each) for each in names.values_list("name", flat=True)),
        ]


@both
def add(request: Request, pk: int) -> HttpResponse:
    """附佐证 from a desk: what is brought here says of itself that it was uploaded, not taken on the spot."""
    project = project_of(request, pk)
    initial = {
        "month": request.GET.get("month") or str(current_month(clock.today())),
        "slot_name": request.GET.get("slot", ""),
    }
    form = AddForm(request.POST or None, request.FILES or None, project=project, initial=initial)
    # what the paper says of each slot, so that nobody brings a picture without knowing what for
    items = [f"{slot.name}：{slot.reason}" for slot in form.asks]
    return act(
        request, Verb.EXHIBIT_ADD, project, form, _bring, project=project, done=_("佐证已附上"), columns=2,
        is_upload=True, is_several=True, is_ahead=True, back=_back(request, page_of(project) + "#pictures"),
        note=_("现场拍摄请用手机填报端，可信程度更高；这里上传的记为“电脑上传”。"), note_items=items,
        upload_help=_("照片、视频或PDF，可一次选多个，原样保存"),
        upload_accept="image/*,video/mp4,video/quicktime,.pdf,.heic",
    )  # fmt: skip


def _bring(project: Project, *, by: Any, at: Any, key: UUID | None, file: list[Any], **said: Any) -> Exhibit:
    """All of them or none: a form that is refused has brought nothing."""
    made = None
    with transaction.atomic():
        for place, sent in enumerate(file):
            kept = ahead.kept(
                sent, by=by, at=at, key=None, types=TAKEN, field="file",
                refusal=_("“%(name)s”不是照片、视频或PDF，没有附上；请换一个文件。"),
            )  # fmt: skip
            made = acts.add(
                project, by=by, at=at, key=uuid5(key, str(place)) if key else None, file=kept,
                claim=Claim(origin=Origin.DESKTOP), **said,
            )  # fmt: skip
    if made is None:
        raise Invalid(_("请选择文件。"), field="file")
    return made


def _back(request: Request, otherwise: str) -> str:
    """Where the person came from (`?back=/reports/…`), if that is a page of ours."""
    asked = request.GET.get("back", "")
    is_ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if is_ours else otherwise


@require_GET
def exhibit(request: Request, pk: int) -> HttpResponse:
    """One picture with everything known of it: a page, or what the lightbox shows of it."""
    found = seen(request, pk)
    context = pictures.told(request, found)
    template = "evidence/exhibit.html#card" if request.htmx else "evidence/exhibit.html"
    return render(request, template, context)


def seen(request: Request, pk: int) -> Exhibit:
    """A live exhibit of a project this person may see; anything else does not exist."""
    exhibits = queries.exhibits_of(queries.visible_to(request.user))
    parts = ("assessed_unit", "owner_unit", "competent_unit", "responsible_unit")
    return get_object_or_404(exhibits.select_related(*(f"project__profile__{part}" for part in parts)), pk=pk)


class WithdrawForm(ActForm):
    """Why it speaks for the project no more."""

    reason = text(_w("撤回原因"), most=300, must=True)


@both
def withdraw(request: Request, pk: int) -> HttpResponse:
    """撤回佐证."""
    found = seen(request, pk)
    return act(
        request, Verb.EXHIBIT_WITHDRAW, found, WithdrawForm(request.POST or None), acts.withdraw,
        project=found.project, done=_("佐证已撤回"), is_danger=True, picture=pictures.shot(found),
        back=page_of(found.project) + "#pictures", template="evidence/act.html",
        question=_("撤回后不再作为本项目的佐证；原文件和经过仍在案。"),
    )  # fmt: skip


class JudgeForm(ActForm):
    """What a person decides after looking; the grade he saw goes along."""

    verdict = forms.ChoiceField(label=_w("认定"), choices=Verdict.choices, widget=forms.RadioSelect)
    opinion = text(_w("理由"), rows=2, most=300, help_text=_w("存疑或不予采信必须写明，对方要据此说明"))
    grade = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1)


@both
def judge(request: Request, pk: int) -> HttpResponse:
    """认定佐证, with the picture, its grade and the reasons for it in view."""
    found = seen(request, pk)
    told = pictures.told(request, found)
    letter = told["grade"].letter if told["grade"] else ""
    form = JudgeForm(request.POST or None, initial={"grade": letter})

    def run(subject: Exhibit, *, grade: str, **more: Any) -> Exhibit:
        """The grade on record is ours; the one sent along only says which the person had before him."""
        if grade and grade != letter:
            raise Stale(_("评级刚刚变为%(grade)s，请再看一眼理由后认定；您写的内容没有丢。") % {"grade": letter or "—"})
        return acts.judge(subject, grade=letter, **more)

    return act(
        request, Verb.EXHIBIT_JUDGE, found, form, run, project=found.project, done=_("已认定"),
        back=page_of(found.project) + "#pictures", template="evidence/act.html", picture=told["picture"], told=told,
    )  # fmt: skip


class RemovePlaceForm(ActForm):
    """Nothing to fill in: only whether one is sure."""


@both
def remove_place(request: Request, pk: int) -> HttpResponse:
    """删除位置: whoever took the picture takes away where it was taken; nobody else finds the page."""
    capture = get_object_or_404(Capture.objects.select_related("file", "unit"), pk=pk, person=request.user.pk)
    shown = Exhibit.objects.live().filter(queries.seen_by(request.user), capture=capture).first()
    back = page_of(shown.project) + "#pictures" if shown else reverse("me")
    form = RemovePlaceForm(request.POST if request.method == "POST" else None)
    return act(
        request, Verb.CAPTURE_REMOVE_PLACE, capture, form, evidence.remove_place,
        done=_("位置已删除，图和时间仍在"), is_danger=True, back=back, template="evidence/act.html",
        picture=pictures.shot(shown) if shown else None,
        note=_("删除后，这份佐证不再带位置，评级会相应写明“未给位置”；删除的是系统里的位置，原文件不改动。"),
    )  # fmt: skip
