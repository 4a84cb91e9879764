"""The smaller acts on a project: codes, names, shares, sources, tags, files, merging."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yidan.kernel.errors import Invalid
from yidan.kernel.values import wan
from yidan.kernel.verbs import Verb
from yidan.ledger import queries
from yidan.ledger.commands import project as acts
from yidan.ledger.models import Attachment, FormerName, Milestone, Project, ProjectCode, Source, Tag, Tagging
from yidan.ledger.states import PaperKind
from yidan.people.queries import assessed_units
from yidan.web import serving
from yidan.web.acting import ActForm, act_of
from yidan.web.project.acts import act, fact_of, page_of, project_of
from yidan.web.project.forms import DayField, ProjectField, WanField, choice, text
from yidan.web.request import Request
from yidan.web.upload import ahead

_w = gettext_lazy
both = require_http_methods(["GET", "POST"])


class ReasonForm(ActForm):
    """Why."""

    reason = text(_w("原因"), most=300, must=True)


class CodeForm(ActForm):
    """A project code and the paper that gave it."""

    code = text(
        _w("项目代码"),
        most=40,
        must=True,
        help_text=_w("新码如2012-430200-04-01-123456，旧码如2018-430203-70-03-012345"),
    )
    document = text(_w("依据文件"), most=200)


@both
def assign_code(request: Request, pk: int) -> HttpResponse:
    """赋项目代码."""
    project = project_of(request, pk)
    current = project.codes.live().select_related("project").order_by("-is_current", "-id")
    note = _("现有代码：") + _("、").join(each.code for each in current) if current else ""
    return act(
        request, Verb.PROJECT_ASSIGN_CODE, project, CodeForm(request.POST or None), acts.assign_code,
        project=project, done=_("已赋码，原来的代码留作曾用"), note=note, codes=current,
    )  # fmt: skip


@both
def void_code(request: Request, pk: int) -> HttpResponse:
    """作废项目代码."""
    code = fact_of(request, ProjectCode, pk)
    return act(
        request, Verb.PROJECT_VOID_CODE, code, ReasonForm(request.POST or None), acts.void_code, project=code.project,
        done=_("代码已作废"), note=code.code, is_danger=True,
        question=_("作废后按这个代码搜不到项目；代码和原因留在经过里。"),
    )  # fmt: skip


class NameForm(ActForm):
    """A name the project once had."""

    name = text(_w("曾用名"), most=200, must=True)


@both
def note_former_name(request: Request, pk: int) -> HttpResponse:
    """补记曾用名."""
    project = project_of(request, pk)
    return act(
        request, Verb.PROJECT_NOTE_FORMER_NAME, project, NameForm(request.POST or None), acts.note_former_name,
        project=project, done=_("已补记曾用名，按它也能搜到"),
    )  # fmt: skip


@both
def withdraw_former_name(request: Request, pk: int) -> HttpResponse:
    """撤回曾用名."""
    former_name = fact_of(request, FormerName, pk)
    return act(
        request, Verb.PROJECT_WITHDRAW_FORMER_NAME, former_name, ReasonForm(request.POST or None),
        acts.withdraw_former_name, project=former_name.project, done=_("曾用名已撤回"), note=former_name.name,
        is_danger=True,
        question=_("撤回后按这个名称搜不到项目，导入的表也不再凭它认作这个项目；名称和原因留在经过里。"),
    )  # fmt: skip


class ShareForm(ActForm):
    """A percentage for each 考核单元; those left empty carry nothing."""

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = {each.unit_id: each.percent for each in project.shares.live()}
        self.units = {f"unit_{unit.pk}": unit for unit in assessed_units()}
        for name, unit in self.units.items():
            self.fields[name] = forms.DecimalField(
                label=str(unit), required=False, min_value=0, max_value=100, max_digits=7, decimal_places=4,
                initial=now[unit.pk].normalize() if unit.pk in now else None,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )  # fmt: skip
            self.fields[name].unit = "%"

    def entered(self) -> dict[str, Any]:
        parts = {unit: self.cleaned_data[name] for name, unit in self.units.items() if self.cleaned_data[name]}
        return {"parts": parts}


@both
def share(request: Request, pk: int) -> HttpResponse:
    """县区分摊."""
    project = project_of(request, pk)
    return act(
        request, Verb.PROJECT_SHARE, project, ShareForm(request.POST or None, project=project), acts.share,
        project=project, done=_("分摊已保存"), columns=3,
        note=_("合计须为100%。跨县市区项目按分摊比例计入各单元；全部留空就整个计入考核单元。"),
    )  # fmt: skip


class SourcesForm(ActForm):
    """How much of the total comes from where, 万元."""

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = {each.source: each.amount_wan for each in project.sources.live()}
        for source, label in Source.choices:
            self.fields[source] = WanField(label=label, required=False, min_value=0, initial=now.get(source))
            self.fields[source].unit = _("万元")

    def entered(self) -> dict[str, Any]:
        amounts = {source: self.cleaned_data[source] for source in Source.values}
        return {"amounts": {source: wan(amount) for source, amount in amounts.items() if amount}}


@both
def set_sources(request: Request, pk: int) -> HttpResponse:
    """资金来源."""
    project = project_of(request, pk)
    total = project.profile.total_investment_wan
    note = _("总投资 %(total)s 万元") % {"total": f"{total.normalize():f}"} if total is not None else ""
    return act(
        request, Verb.PROJECT_SET_SOURCES, project, SourcesForm(request.POST or None, project=project),
        acts.set_sources, project=project, done=_("资金来源已保存"), columns=2, note=note,
    )  # fmt: skip


class TagForm(ActForm):
    """One of the labels there are."""

    tag = forms.ModelChoiceField(label=_w("标签"), queryset=Tag.objects.order_by("kind", "-year", "name"))


@both
def tag(request: Request, pk: int) -> HttpResponse:
    """加标签."""
    project = project_of(request, pk)
    form = TagForm(request.POST or None)
    has = Tagging.objects.live().filter(project=project).values("tag")
    form.fields["tag"].queryset = form.fields["tag"].queryset.exclude(pk__in=has)
    return act(
        request, Verb.PROJECT_TAG, project, form, acts.tag, project=project, done=_("已加标签"),
        elsewhere=(Verb.TAG_REGISTER.value, _("没有要的标签？登记一个")),
    )  # fmt: skip


@require_POST
def untag(request: Request, pk: int) -> HttpResponse:
    """去标签: in one press, since it can be put back in one."""
    tagging = fact_of(request, Tagging, pk)
    acts.untag(tagging, **act_of(request))
    messages.success(request, _("已去掉标签“%(tag)s”") % {"tag": tagging.tag})
    return HttpResponseRedirect(page_of(tagging.project))


class FileForm(ActForm):
    """A file and what it is; of a paper to be filed what is printed on it, and which milestone it proves."""

    file = ahead.OneField(label=_w("文件"))
    title = text(_w("标题"), most=200, help_text=_w("不填就用文件名"))
    kind = choice(_w("类别"), PaperKind.choices)
    number = text(_w("文号"), most=100, help_text=_w("照文件上的写"))
    dated_on = DayField(label=_w("成文日期"), required=False)
    milestone = choice(_w("证明哪个节点"), ())

    FOLDED = ("kind", "number", "dated_on", "milestone")

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = Milestone.objects.live().filter(project=project).order_by("order", "planned_on", "id")
        self.fields["milestone"].choices = [("", _("未选")), *((each.name, each.name) for each in names)]
        self.fields["kind"].choices = [("", _("不是归档文件")), *PaperKind.choices]


@both
def attach(request: Request, pk: int) -> HttpResponse:
    """附文件."""
    project = project_of(request, pk)
    initial = {"milestone": request.GET.get("milestone", "")}
    form = FileForm(request.POST or None, request.FILES or None, project=project, initial=initial)

    def run(subject: Project, *, by: Any, at: Any, key: Any, file: Any, **said: Any) -> Attachment:
        kept = ahead.kept(file, by=by, at=at, key=None, field="file")
        return acts.attach(subject, by=by, at=at, key=key, file=kept, title=said.pop("title") or file.name, **said)

    return act(
        request, Verb.PROJECT_ATTACH, project, form, run, project=project, done=_("文件已附上"), is_upload=True,
        is_ahead=True, columns=2, back=page_of(project) + "#files",
        fold_title=_("立项、验收等归档文件"), is_open="milestone" in request.GET,
        fold_note=_("其他文件不用填"), fold_help=_("写上类别、文号和日期就归了档，选了节点的在节点旁就能打开。"),
    )  # fmt: skip


@require_safe
def attachment(request: Request, pk: int) -> HttpResponseBase:
    """Hand out the original bytes, always as a download, never to be shown or guessed at."""
    seen = Attachment.objects.filter(queries.seen_by(request.user)).select_related("file")
    found = get_object_or_404(seen, pk=pk)
    return serving.original(request, found.file, is_download=True)


class MergeForm(ActForm):
    """Which project this one really is, and how one knows."""

    into = ProjectField(label=_w("并入哪个项目"), help_text=_w("填保留下来的那个项目的内部编号"))
    reason = text(_w("理由"), most=300, must=True)


@both
def merge(request: Request, pk: int) -> HttpResponse:
    """并案: likely candidates are offered, the consequence is said before."""
    project = project_of(request, pk)
    form = MergeForm(request.POST or None, initial={"into": request.GET.get("into", "")})
    profile = project.profile
    near = queries.likely_duplicates(
        name=profile.name, owner_unit=profile.owner_unit, assessed_unit=profile.assessed_unit, place=profile.place,
        total_investment_wan=profile.total_investment_wan, but=project,
    )  # fmt: skip
    items = [f"{each.project.internal_id} {each.project.name}（{_('、').join(each.reasons)}）" for each in near]

    def run(subject: Project, *, into: Project, **more: Any) -> Project:
        if not queries.visible_to(request.user).filter(pk=into.pk).exists():
            raise Invalid(_("没有编号为%(number)s的项目。") % {"number": into.internal_id}, field="into")
        return acts.merge(subject, into=into, **more)

    # the page of a merged project leads on to the one it was merged into
    return act(
        request, Verb.PROJECT_MERGE, project, form, run, project=project, is_danger=True,
        done=_("已并案，两个项目的经过都在这里"), note=_("疑似同一项目的") if items else "", note_items=items,
        question=_("并案后，本项目退出清单和统计，名称和代码成为对方的曾用，两边的金额不相加。并案不能撤销。"),
    )  # fmt: skip
