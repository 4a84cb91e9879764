"""批次: one paper with its money, its days, and the projects it went to."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yidan.figures import funds as money
from yidan.figures.question import Period, Question
from yidan.funds import parameters, rules
from yidan.funds.commands import batch as acts
from yidan.funds.models import Batch
from yidan.funds.queries import batches_visible_to, funds_visible_to
from yidan.funds.states import Step
from yidan.kernel import policy
from yidan.kernel.parameters import values as parameter_values
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.kernel.workdays import calendar
from yidan.ledger.models import Mark, StageMark
from yidan.web import clock
from yidan.web import format as words
from yidan.web.acting import act_of, attempt, require
from yidan.web.money import showing
from yidan.web.money.forms import BatchForm, ChangeBatchForm
from yidan.web.preferences import preferences
from yidan.web.request import Request

both = require_http_methods(["GET", "POST"])


def _seen(request: Request, pk: int) -> Batch:
    return get_object_or_404(batches_visible_to(request.user), pk=pk)


@require_GET
def batch(request: Request, pk: int) -> HttpResponse:
    """A batch: what the paper says, its days against the rules, and the projects one sees of it."""
    found, unit, today = _seen(request, pk), preferences(request).unit, beijing_day(clock.now())
    limits = parameters.limits(parameter_values())
    deadlines = rules.clock(
        found.granted_on, is_bundled=found.is_bundled, forwarded_on=found.forwarded_on,
        decomposed_on=found.decomposed_on, limits=limits, calendar=calendar(),
    )  # fmt: skip
    question = Question.of(request.user, Period(found.year))
    standing = next((each for one, each in money.by_batch(question) if one.pk == pk), money.Standing({}))
    funds = funds_visible_to(request.user).filter(batch=found).select_related("project__profile__assessed_unit")
    begun = StageMark.objects.live().filter(mark=Mark.STARTED).values("project")
    idle = funds.exclude(project__in=begun).values("project").distinct().count()
    rows = [_row(fund, unit) for fund in funds.order_by("project__order", "project_id")]
    context = {
        "batch": found,
        "facts": _facts(found, unit),
        "bars": showing.bars(standing, found.source, unit),
        "rates": showing.rates(standing, found.source),
        "deadlines": [
            showing.deadline_words(
                each.name, each.due_on, each.done_on, is_late=each.name != "start" and each.is_late(today),
                provisional=each.is_provisional, idle=idle if each.name == "start" and each.is_late(today) else None,
            ) for each in deadlines
        ],
        "rows": rows,
        "unit_word": words.unit_word(unit),
        "back": f"{reverse('fund-batches')}?period={found.year}",
        "may_change": policy.may(request.user, Verb.BATCH_CHANGE, found),
    }  # fmt: skip
    return render(request, "funds/batch.html", context)


def _row(fund: Any, unit: str) -> dict[str, Any]:
    standing = money.Standing({step.value: getattr(fund, f"{step}_wan") for step in Step})
    return {
        "name": fund.project.name,
        "href": reverse("project-funds", args=[fund.project_id]),
        "unit": str(fund.project.profile.assessed_unit or "") if fund.project.profile else "",
        "amounts": [words.money(standing[step], unit) for step in (Step.GRANTED, Step.ALLOCATED, Step.PAID)],
        "rate": words.percent(standing.rate(Step.PAID, Step.GRANTED)),
    }


def _facts(found: Batch, unit: str) -> list[tuple[str, str]]:
    said = [
        (_("下达文号"), found.document),
        (_("下达日期"), words.short_day(found.granted_on)),
        (_("额度"), f"{words.money(found.quota_wan, unit)} {words.unit_word(unit)}"),
        (_("债券"), f"{found.bond_name} {found.bond_code}".strip()),
        (_("发行日期"), words.short_day(found.bond_issued_on) if found.bond_issued_on else ""),
        (_("期限"), _("%(years)d年") % {"years": found.term_years} if found.term_years else ""),
        (_("票面利率"), words.percent(found.rate_percent, 2) if found.rate_percent else ""),
    ]
    return [(word, value) for word, value in said if value]


@both
def register(request: Request) -> HttpResponse:
    """登记批次."""
    require(request, Verb.BATCH_REGISTER)
    form = BatchForm(request.POST or None, initial={"year": beijing_day(clock.now()).year})
    return _form(request, form, Verb.BATCH_REGISTER, reverse("fund-batches"), lambda: acts.register(
        None, **act_of(request, form), **form.entered()))  # fmt: skip


@both
def change(request: Request, pk: int) -> HttpResponse:
    """变更批次."""
    found = _seen(request, pk)
    require(request, Verb.BATCH_CHANGE, found)
    form = ChangeBatchForm(request.POST or None, initial={name: getattr(found, name) for name in acts.FIELDS})
    return _form(request, form, Verb.BATCH_CHANGE, reverse("batch", args=[pk]), lambda: acts.change(
        found, **act_of(request, form), **form.entered()))  # fmt: skip


def _form(request: Request, form: BatchForm, verb: Verb, back: str, run: Any) -> HttpResponse:
    is_read = request.method == "POST" and form.is_valid()
    made = attempt(request, form, run)
    if made is not None:
        messages.success(request, _("批次已保存"))
        return HttpResponseRedirect(reverse("batch", args=[made.pk]))
    status = 200 if request.method == "GET" else 409 if is_read else 422
    context = {"form": form, "verb": verb.label, "title": verb.label, "back": back, "columns": 2}
    return render(request, "projects/act.html", context, status=status)
