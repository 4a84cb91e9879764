"""A project's money, and the acts on it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yidan.figures import funds as money
from yidan.figures import queries
from yidan.figures.question import Period, Question
from yidan.funds import parameters, wording
from yidan.funds.commands import movement as acts
from yidan.funds.models import Fund, Movement
from yidan.funds.queries import moved
from yidan.funds.rules import idle
from yidan.funds.states import STEPS, Step
from yidan.kernel import policy
from yidan.kernel.parameters import values as parameter_values
from yidan.kernel.values import Month, beijing_day
from yidan.kernel.verbs import Verb
from yidan.ledger.models import Source
from yidan.web import asking, clock
from yidan.web import format as words
from yidan.web.money import showing
from yidan.web.money.forms import CorrectForm, MovementForm, WithdrawForm
from yidan.web.preferences import preferences
from yidan.web.project.acts import act, fact_of, project_of
from yidan.web.request import Request

both = require_http_methods(["GET", "POST"])


@require_GET
def project(request: Request, pk: int) -> HttpResponse:
    """A project's money by source and batch: three bars each beside what was done, questions, every movement."""
    found = project_of(request, pk)
    today, unit = beijing_day(clock.now()), preferences(request).unit
    question = Question.of(request.user, Period.of(Month.of(today)), project=pk)
    funds = money.of_project(question)
    done = queries.value("invested.to_date", question).value
    may = policy.may(request.user, Verb.MOVEMENT_RECORD, found)
    asked = money.questions(question, parameters.limits(parameter_values()), today)
    context = {
        "project": found,
        "back": reverse("project", args=[pk]),
        "record_href": f"{reverse('movement.record', args=[pk])}" if may else "",
        "why_not": policy.deny(request.user, Verb.MOVEMENT_RECORD, found) or "",
        "done": {"value": words.money(done, unit), "href": asking.address("invested.to_date", question)},
        "total": words.money(found.profile.total_investment_wan, unit) if found.profile else "",
        "unit_word": words.unit_word(unit),
        "funds": [_fund(fund, standing, movements, unit, may, today) for fund, standing, movements in funds],
        "all_paid": words.money(sum((each[Step.PAID] for _f, each, _m in funds), Decimal(0)), unit),
        "done_bars": _against_work(funds, done, unit),
        "questions": showing.question_rows(asked, {}),
        "cut": asking.cut(question, _("财政")),
    }
    return render(request, "funds/project.html", context)


def _against_work(funds: list[Any], done: Any, unit: str) -> list[dict[str, Any]]:
    """All sources together, paid against what was done."""
    amounts: dict[str, Decimal] = {}
    for _fund_of, standing, _moves in funds:
        for step, amount in standing.amounts.items():
            amounts[step] = amounts.get(step, Decimal(0)) + amount
    standing = money.Standing(amounts)
    return showing.bars(standing, Source.OWN, unit, done=done)  # in place and paid, as every source has them


def _fund(
    fund: Fund, standing: Any, movements: tuple[Movement, ...], unit: str, may: bool, today: date
) -> dict[str, Any]:
    lying = idle(moved(movements), today)
    said = ""
    if lying.amount_wan > 0 and lying.since_on:
        said = _("到位未支付 %(amount)s 万元，最早的已 %(days)d 天，累计 %(wan_days)s 万元·天") % {
            "amount": words.number(lying.amount_wan), "days": lying.days, "wan_days": words.number(lying.wan_days),
        }  # fmt: skip
    given = {"source": fund.source, "batch": fund.batch_id or "", "year": fund.year or ""}
    query = urlencode({name: value for name, value in given.items() if value})
    return {
        "name": str(fund),
        "batch_href": reverse("batch", args=[fund.batch_id]) if fund.batch_id else "",
        "document": fund.batch.document if fund.batch else "",
        "bond": f"{fund.batch.bond_name} {fund.batch.bond_code}".strip() if fund.batch else "",
        "bars": showing.bars(standing, fund.source, unit),
        "rates": showing.rates(standing, fund.source),
        "steps": [
            (wording.step(step, fund.source), words.money(standing[step], unit))
            for step in STEPS[fund.source] if step not in showing.BARS and standing[step]
        ],
        "idle": said,
        "rows": showing.movement_rows(reversed(movements), unit, may=may, with_project=False),
        "record_href": f"{reverse('movement.record', args=[fund.project_id])}?{query}" if may else "",
    }  # fmt: skip


@both
def record(request: Request, pk: int) -> HttpResponse:
    """记资金, opened with what the address already says (a fund, a line of the bureau's books)."""
    found = project_of(request, pk)
    form = MovementForm(request.POST or None, initial=_initial(request))
    funds = Fund.objects.filter(project=found).select_related("batch")
    return act(
        request, Verb.MOVEMENT_RECORD, found, form, acts.record, project=found, done=_("资金已记"),
        back=request.GET["back"] if _is_ours(request.GET.get("back", "")) else reverse("project-funds", args=[pk]),
        columns=2, note=_("已有的资金：") + _("、").join(map(str, funds)) if funds else "",
    )  # fmt: skip


def _is_ours(address: str) -> bool:
    """Back to a page of books only: nobody is led elsewhere by an address."""
    return address.startswith("/reconciliations/") and address.replace("/", "").isascii()


def _initial(request: Request) -> dict[str, Any]:
    given = {name: request.GET.get(name, "") for name in ("source", "batch", "step", "year", "document", "origin")}
    given |= {"happened_on": request.GET.get("on", "") or beijing_day(clock.now())}
    try:
        given["amount_wan"] = Decimal(request.GET["amount"]) if request.GET.get("amount") else None
    except InvalidOperation:
        given["amount_wan"] = None
    return given


@both
def correct(request: Request, pk: int) -> HttpResponse:
    """更正资金."""
    movement = fact_of(request, Movement, pk)
    form = CorrectForm(request.POST or None, initial=CorrectForm.of(movement))
    return act(
        request, Verb.MOVEMENT_CORRECT, movement, form, acts.correct, project=movement.project,
        done=_("已更正，原来的留着"),
        back=reverse("project-funds", args=[movement.project_id]), columns=2, note=movement.told,
    )  # fmt: skip


@both
def withdraw(request: Request, pk: int) -> HttpResponse:
    """撤回资金."""
    movement = fact_of(request, Movement, pk)
    return act(
        request, Verb.MOVEMENT_WITHDRAW, movement, WithdrawForm(request.POST or None), acts.withdraw,
        project=movement.project, done=_("已撤回"), back=reverse("project-funds", args=[movement.project_id]),
        is_danger=True, question=_("撤回后不再计入各项金额；这条记录和原因留在经过里。"),
        note=f"{movement.told} {words.plain(movement.amount_wan)} {_('万元')}",
    )  # fmt: skip
