"""The acts of assessment: rounds, appeals, adjustments, schemes, merits, cards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _w
from django.views.decorators.http import require_http_methods

from yidan.assessment import commands, queries
from yidan.assessment.models import Appeal, Merit, Result, Round
from yidan.assessment.queries import packs
from yidan.assessment.states import CARD_FLOW, ROUND_FLOW, AppealState
from yidan.kernel import policy
from yidan.kernel.values import Month
from yidan.kernel.verbs import Verb
from yidan.people.models import Unit
from yidan.progress.calendar import deadlines
from yidan.progress.queries import working_month
from yidan.web import clock
from yidan.web.assessment import forms, trying
from yidan.web.project.acts import act
from yidan.web.request import Request
from yidan.web.upload import ahead
from yidan.web.views.assessment import result_of

both = require_http_methods(["GET", "POST"])
TEMPLATE = "assessment/act.html"


def _given(request: Request, *names: str) -> dict[str, str]:
    return {name: request.GET[name] for name in names if request.GET.get(name)}


@both
def compute(request: Request) -> HttpResponse:
    """核算 a month, as of its deadline for acceptance."""
    person: Any = request.user
    month = str(working_month(clock.today()) - 1)
    first = {"pack": packs.DEFAULT, "month": month} | _given(request, "pack", "month")
    form = forms.ComputeForm(request.POST or None, initial=first)

    def run(unit: Unit, **said: Any) -> Round:
        return commands.compute(unit, cut_off_at=deadlines(said["month"]).accept_by, **said)

    return act(
        request, Verb.ROUND_COMPUTE, person.unit, form, run, done=_("已核算，请核对后定数"), template=TEMPLATE,
        back=reverse("assessment"), onward=lambda made: reverse("round", args=[made.pk]),
        note=_("按这个月审定截止时点的台账取数；定数以前可以反复核算。"),
    )  # fmt: skip


def _of_round(
    verb: Verb, form_type: type[Any], run: Callable[..., Any], done: Any, note: Any, *, is_danger: bool = False
) -> Callable[[Request, int], HttpResponse]:
    @both
    def view(request: Request, pk: int) -> HttpResponse:
        seen = queries.rounds_visible_to(request.user)
        round_ = get_object_or_404(seen, pk=pk)
        if not policy.deny(request.user, verb, round_):
            ROUND_FLOW.target(round_.state, verb)
        return act(
            request, verb, round_, form_type(request.POST or None), run, done=str(done), template=TEMPLATE,
            back=reverse("round", args=[pk]), note=note, is_danger=is_danger, about=str(round_),
        )  # fmt: skip

    view.__name__, view.__doc__ = verb.value.split(".")[1], verb.value
    return view


freeze = _of_round(
    Verb.ROUND_FREEZE, forms.PlainForm, commands.freeze, _w("已定数，各单位已收到自己的得分"),
    _w("定数后盖封印，各单位看到自己的得分并可在申诉期内申诉；得分只能公开调整。"),
)  # fmt: skip
confirm = _of_round(
    Verb.ROUND_CONFIRM, forms.PlainForm, commands.confirm, _w("已确认"),
    _w("确认前系统按截止时点重算每个得分；有一处不符就不能确认。"),
)  # fmt: skip
publish = _of_round(
    Verb.ROUND_PUBLISH, forms.DocumentForm, commands.publish, _w("已公布"),
    _w("公布后各单位看到全部得分、算式和调整，不能再改。"),
)  # fmt: skip
withdraw = _of_round(
    Verb.ROUND_WITHDRAW, forms.ReasonForm, commands.withdraw, _w("已撤回"), _w("撤回后这个月可以重新核算。"),
    is_danger=True,
)  # fmt: skip


@both
def appeal(request: Request, pk: int) -> HttpResponse:
    """申诉."""
    result = result_of(request, pk)
    if not policy.deny(request.user, Verb.RESULT_APPEAL, result):
        ROUND_FLOW.target(result.round.state, Verb.RESULT_APPEAL)
    criteria = [(each["key"], each["label"]) for each in result.explanation["children"]]
    sent = (request.POST or None, request.FILES or None)
    form = forms.AppealForm(*sent, criteria=criteria, initial=_given(request, "criterion"))

    def run(subject: Result, *, by: Any, at: Any, key: Any, file: Any, **said: Any) -> Any:
        kept = ahead.kept(file, by=by, at=at, key=None, field="file") if file else None
        return commands.appeal(subject, by=by, at=at, key=key, file=kept, **said)

    return act(
        request, Verb.RESULT_APPEAL, result, form, run, done=_("已提出，答复会发到您的“消息”里"),
        template=TEMPLATE, back=reverse("result", args=[pk]), about=f"{result.unit} {result.round.month}",
        is_upload=True, is_ahead=True,
    )  # fmt: skip


@both
def adjust(request: Request, pk: int) -> HttpResponse:
    """调整得分."""
    result = result_of(request, pk)
    if not policy.deny(request.user, Verb.RESULT_ADJUST, result):
        ROUND_FLOW.target(result.round.state, Verb.RESULT_ADJUST)
    appeals = result.appeals.filter(state=AppealState.FILED)
    form = forms.AdjustForm(
        request.POST or None, appeals=appeals, initial={"appeal": request.GET.get("appeal")}
    )  # fmt: skip
    return act(
        request, Verb.RESULT_ADJUST, result, form, commands.adjust, done=_("已调整，原来的核算结果仍在"),
        template=TEMPLATE, back=reverse("result", args=[pk]), about=f"{result.unit} {result.round.month}",
    )  # fmt: skip


@both
def dismiss(request: Request, pk: int) -> HttpResponse:
    """不予采纳."""
    filed = get_object_or_404(Appeal.objects.select_related("result__unit", "result__round"), pk=pk)
    result_of(request, filed.result_id)
    return act(
        request, Verb.APPEAL_DISMISS, filed, forms.AnswerForm(request.POST or None), commands.dismiss,
        done=_("已答复"), template=TEMPLATE, back=reverse("result", args=[filed.result_id]), note=filed.reason,
        about=str(filed.result.unit),
    )  # fmt: skip


@both
def adopt(request: Request, key: str) -> HttpResponse:
    """启用计分办法, with the weights as they were tried."""
    person: Any = request.user
    if key not in queries.known_packs():
        raise Http404(key)
    month = Month.of(clock.today())
    data = trying.changed(queries.pack_data(key, month), request.GET)
    form = forms.AdoptForm(request.POST or None, initial={"since": str(month), "version": data["version"]})

    def run(unit: Unit, *, version: str, **said: Any) -> Any:
        return commands.adopt(unit, data={**data, "version": version}, **said)

    weights = _("、").join(f"{each['label']} {each['weight']}" for each in trying.criteria(data) if each["weight"])
    return act(
        request, Verb.PACK_ADOPT, person.unit, form, run, done=_("已启用"), template=TEMPLATE,
        back=reverse("pack", args=[key]), note=weights, about=data["label"],
    )  # fmt: skip


@both
def record_merit(request: Request) -> HttpResponse:
    """记加减分."""
    person: Any = request.user
    pack = request.POST.get("pack") or request.GET.get("pack") or packs.DEFAULT
    if pack not in queries.known_packs():
        raise Http404(pack)
    month = working_month(clock.today())
    chosen = [(each["key"], f"{each['label']}({trying.event_rule(each)})")
              for each in queries.pack_data(pack, month).get("events", ())]  # fmt: skip
    form = forms.MeritForm(request.POST or None, events=chosen, initial={"pack": pack, "month": str(month)})

    def run(_own: Any, *, unit: Unit, **said: Any) -> Any:
        return commands.record(unit, **said)

    return act(
        request, Verb.MERIT_RECORD, person.unit, form, run, done=_("已记下，核算时计入"), template=TEMPLATE,
        back=reverse("merits"), note=_("同一份文件的同一事项只计一次。"),
    )  # fmt: skip


@both
def withdraw_merit(request: Request, pk: int) -> HttpResponse:
    """撤销加减分."""
    person: Any = request.user
    seen = Merit.objects.live().select_related("unit")
    if policy.deny(person, Verb.MERIT_WITHDRAW, person.unit):
        seen = seen.filter(unit__in={unit for _role, unit in person.holds()})
    merit = get_object_or_404(seen, pk=pk)
    return act(
        request, Verb.MERIT_WITHDRAW, merit, forms.ReasonForm(request.POST or None), commands.withdraw_merit,
        done=_("已撤销"), template=TEMPLATE, back=reverse("merits"), note=f"{merit.unit} {merit.reason}",
        is_danger=True,
    )  # fmt: skip


@both
def issue_card(request: Request) -> HttpResponse:
    """发黄牌红牌."""
    person: Any = request.user
    form = forms.CardForm(request.POST or None, initial=_given(request, "unit", "month", "colour"))

    def run(_own: Any, *, unit: Unit, **said: Any) -> Any:
        return commands.issue(unit, **said)

    return act(
        request, Verb.CARD_ISSUE, person.unit, form, run, done=_("已亮牌，单位已收到"), template=TEMPLATE,
        back=reverse("cards"), onward=lambda made: reverse("card", args=[made.pk]), note=_why(request),
    )  # fmt: skip


def _why(request: Request) -> str:
    """What the rule says of the unit asked for."""
    given = _given(request, "unit", "month")
    try:
        month = Month.parse(given.get("month", ""))
    except ValueError:
        return ""
    found = [each for each in queries.proposed(month, None) if str(each.unit.key) == given.get("unit")]
    return _("；").join(found[0].causes) if found else ""


def _of_card(
    verb: Verb, form_type: type[Any], run: Callable[..., Any], done: Any
) -> Callable[[Request, int], HttpResponse]:  # fmt: skip
    @both
    def view(request: Request, pk: int) -> HttpResponse:
        card = get_object_or_404(queries.cards_visible_to(request.user), pk=pk)
        if not policy.deny(request.user, verb, card):
            CARD_FLOW.target(card.state, verb)
        first = {"month": str(working_month(clock.today()) - 1)}
        return act(
            request, verb, card, form_type(request.POST or None, initial=first), run, done=str(done),
            template=TEMPLATE, back=reverse("card", args=[pk]), about=f"{card.unit} {card.get_colour_display()}",
        )  # fmt: skip

    view.__name__, view.__doc__ = verb.value.split(".")[1], verb.value
    return view


measure = _of_card(Verb.CARD_MEASURE, forms.MeasureForm, commands.measure, _w("已记下"))
apply_lift = _of_card(Verb.CARD_APPLY_LIFT, forms.ApplyForm, commands.apply_lift, _w("已申请，轮到市项目办"))
lift = _of_card(Verb.CARD_LIFT, forms.LiftForm, commands.lift, _w("已摘牌"))
