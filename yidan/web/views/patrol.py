"""巡查: the day's list, for whoever goes and for the office; making it; and the checklists."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from yidan.evidence import commands as evidence
from yidan.kernel import policy, workdays
from yidan.kernel.errors import Invalid
from yidan.kernel.policy import Role
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.ledger.states import Domain
from yidan.patrol import queries
from yidan.patrol.commands import checklist as checklist_acts
from yidan.patrol.models import Checklist, PatrolDay
from yidan.patrol.rules import xlsform
from yidan.patrol.states import Reason
from yidan.people.queries import scope_of
from yidan.web import clock
from yidan.web import format as words
from yidan.web.acting import ActForm, act_of, attempt, require
from yidan.web.papers.workbook.grid import WorkbookRefused, read_book
from yidan.web.patrol import morning, showing
from yidan.web.project.acts import act
from yidan.web.project.forms import choice, text
from yidan.web.request import Request

_w = gettext_lazy
both = require_http_methods(["GET", "POST"])
READS_LISTS = (Role.SUPERVISOR, Role.LEADER, Role.AUDITOR, Role.INSPECTOR)


class PlanForm(ActForm):
    """Which day, and who cannot go."""

    day = forms.DateField(widget=forms.HiddenInput)
    absent = forms.MultipleChoiceField(
        label=_w("这天不能外出的人"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["absent"].choices = [
            (str(each.pk), f"{each.name}({each.unit})" if each.unit else each.name) for each in morning.visitors()
        ]


@require_GET
def patrol(request: Request) -> HttpResponse:
    """Today's list: one's own sites as cards; for the office all of them, with reasons."""
    person, today = request.user, clock.today()
    if not person.is_role(*READS_LISTS):
        raise Http404("patrol")
    day = _day(request.GET.get("day", ""), today)
    is_office = person.is_role(Role.SUPERVISOR, Role.LEADER, Role.AUDITOR)
    made = PatrolDay.objects.filter(day=day).first()
    assignments = queries.assignments_visible_to(person).filter(patrol_day__day=day)
    rows = [showing.asked_row(each, today) for each in showing.asked(assignments)]
    may_plan = policy.may(person, Verb.PATROL_PLAN) and day >= today
    works = workdays.calendar().works(day)
    context = {
        "day": day, "day_words": words.day(day), "is_today": day == today, "is_office": is_office, "made": made,
        "works": works, "groups": showing.by_county(rows), "rows": rows,
        "before": _address(day - timedelta(days=1)), "after": _address(day + timedelta(days=1)),
        "tabs": tabs(request, "patrol"), "last": {} if made or rows else _last(day),
        "counts": _counts(rows, assignments) if is_office else [],
        "sub": _sub(made, rows) if is_office else "",
        "form": PlanForm(initial={"day": day}) if may_plan and not made and works else None,
    }  # fmt: skip
    return render(request, "patrol/day.html", context)


def _day(given: str, today: date) -> date:
    try:
        return date.fromisoformat(given) if given else today
    except ValueError:
        raise Http404("day") from None


def _last(day: date) -> dict[str, str]:
    """The way from a day without a list to the last one that had one."""
    found = PatrolDay.objects.filter(day__lt=day).order_by("-day").values_list("day", flat=True).first()
    return {"href": _address(found), "label": _("看%(day)s的巡查单") % {"day": words.day(found, day)}} if found else {}


def _address(day: date) -> str:
    return f"{reverse('patrol')}?day={day}"


def _sub(made: PatrolDay | None, rows: list[dict[str, Any]]) -> str:
    if made is None:
        return ""
    said = _("在建%(live)s个，请看%(asked)s个；抽签种子%(seed)s") % {
        "live": words.number(made.population), "asked": words.number(len(rows)), "seed": made.seed,
    }  # fmt: skip
    if made.left_count:
        said += _("；有理由而无人可派%(left)s个") % {"left": words.number(made.left_count)}
    return said


def _counts(rows: list[dict[str, Any]], assignments: Any) -> list[tuple[str, str, str]]:
    """How many for which first reason; never by person."""
    counts = Counter(reasons[0] for reasons in assignments.values_list("reasons", flat=True) if reasons)
    return [
        (str(reason.label), showing.REASON_TONES.get(reason, "quiet"), words.number(counts[reason.value]))
        for reason in Reason if counts[reason.value]
    ]  # fmt: skip


def tabs(request: Request, here: str) -> list[dict[str, Any]]:
    """The pages of patrol that this person has."""
    pages = [("patrol", _("每日巡查")), ("findings", _("发现问题")), ("checklists", _("巡查清单"))]
    if not request.user.is_role(*READS_LISTS):
        pages = pages[1:2]
    return [{"label": label, "address": reverse(name), "is_here": name == here} for name, label in pages]


@require_http_methods(["POST"])
def plan(request: Request) -> HttpResponse:
    """生成巡查单."""
    require(request, Verb.PATROL_PLAN)
    form = PlanForm(request.POST)
    made = attempt(request, form, lambda: morning.make(
        form.cleaned_data["day"], absent=[int(each) for each in form.cleaned_data["absent"]], **act_of(request, form)
    ))  # fmt: skip
    if made is None:
        errors = [error for found in form.errors.values() for error in found]
        raise Invalid(str(errors[0]) if errors else _("请选择日期。"))
    messages.success(request, _("巡查单已生成"))
    return HttpResponseRedirect(_address(made.day))


# --- checklists ---


class ChecklistForm(ActForm):
    """An XLSForm for a kind of project."""

    domain = choice(_w("适用领域"), Domain.choices)
    title = text(_w("名称"), most=100, help_text=_w("不填用表里的 form_title"))
    reason = text(_w("依据"), most=200, must=True, help_text=_w("文号；每张要人填的表都要有依据"))
    file = forms.FileField(label=_w("XLSForm 工作簿"), required=False)
    is_ended = forms.BooleanField(label=_w("停用这类项目的清单，不再另设"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["domain"].choices = [("", _("全部(没有专门清单的)")), *Domain.choices]


@require_GET
def checklists(request: Request) -> HttpResponse:
    """The checklists in use, each with its questions as a person reads them."""
    if scope_of(request.user).is_nothing or not request.user.is_role(*READS_LISTS):
        raise Http404("checklists")
    rows = [
        {
            "domain": each.get_domain_display() or _("全部(没有专门清单的)"), "title": each.title,
            "version": each.version, "reason": each.reason, "day": words.short_day(beijing_day(each.recorded_at)),
            "items": each.form["items"],
        }
        for each in Checklist.objects.live().order_by("domain")
    ]  # fmt: skip
    context = {
        "rows": rows,
        "tabs": tabs(request, "checklists"),
        "may_set": policy.may(request.user, Verb.CHECKLIST_SET),
    }
    return render(request, "patrol/checklists.html", context)


@both
def set_checklist(request: Request) -> HttpResponse:
    """设巡查清单 from a workbook."""
    return act(
        request, Verb.CHECKLIST_SET, None, ChecklistForm(request.POST or None, request.FILES or None), _set,
        done=_("巡查清单已更新"), back=reverse("checklists"), is_upload=True, upload_accept=".xlsx,.xls,.ods",
        note=_("按 XLSForm 写：survey 一行一个问题，choices 放选项。"),
        note_items=[
            _("支持文本、数字、单选、多选、日期、照片，relevant 和 constraint。"),
            _("要照片的题，hint 里必须写明为什么需要；位置、设备、计时类题型不收。"),
        ],
        upload_help=_("xlsx、xls 或 ods"),
    )  # fmt: skip


def _set(_subject: Any, *, by: Any, at: Any, key: Any, file: Any, is_ended: bool, **said: Any) -> Any:
    """Read the workbook in the limited child, keep it, and set what it says."""
    if is_ended:
        return checklist_acts.set(by.unit, by=by, at=at, key=key, form=None, **said)
    if not file:
        raise Invalid(_("请选择文件。"), field="file")
    data = file.read()
    try:
        book = read_book(data)
    except WorkbookRefused as refused:
        raise Invalid(str(refused), field="file") from None
    form = xlsform.read({sheet.name: sheet.rows for sheet in book})
    kept = evidence.keep(by.unit, by=by, at=at, name=file.name, data=data, media_type="application/vnd.ms-excel")
    return checklist_acts.set(by.unit, by=by, at=at, key=key, form=form, file=kept, **said)
