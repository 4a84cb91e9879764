"""资金: the city's money by source, batch and unit; what it makes one ask; every movement."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yidan.figures import funds as money
from yidan.figures import names, queries
from yidan.figures.define import Calibre
from yidan.figures.question import Question
from yidan.funds import parameters, rules
from yidan.funds.queries import movements_visible_to
from yidan.funds.states import SOURCE_WORDS, Step
from yidan.funds.states import Question as Asks
from yidan.kernel import policy
from yidan.kernel.parameters import values as parameter_values
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.kernel.workdays import calendar
from yidan.people.queries import assessed_units
from yidan.web import asking, clock
from yidan.web import format as words
from yidan.web.chips import chip, without
from yidan.web.money import showing
from yidan.web.preferences import preferences
from yidan.web.request import Request

HEAD = ("funds.granted", "funds.allocation_rate", "funds.payment_rate", "funds.bond_payment_rate",
        "funds.budget_payment_rate")  # fmt: skip
BY_UNIT = ("funds.granted", "funds.allocated", "funds.in_place", "funds.paid", "funds.allocation_rate",
           "funds.payment_rate")  # fmt: skip
PAGE = 50


class _Asked:
    """The question, who asks, and what every page of money shows of it."""

    def __init__(self, request: Request, here: str) -> None:
        self.now, self.at = clock.now(), queries.revision()
        self.question = asking.question(request, now=self.now, at=self.at)
        if self.question.scope.is_nothing:
            raise Http404(here)
        self.today, self.unit = beijing_day(self.now), preferences(request).unit
        self.context: dict[str, Any] = {
            "asked": self.question,
            "tabs": showing.tabs(request, here, asking.query(self.question)),
            "picker": asking.picker(self.question, reverse(here), today=self.today),
            "as_of": asking.as_of_day(self.question.as_of),
            "cut": asking.cut(self.question, str(Calibre.FINANCE.label)),
            "scope_words": asking.scope_words(self.question),
            "unit_word": words.unit_word(self.unit),
            "may_register": policy.may(request.user, Verb.BATCH_REGISTER),
        }

    def limits(self) -> rules.Limits:
        """The rules of thumb as known then."""
        return parameters.limits(parameter_values(self.question.as_of))


@require_GET
def funds(request: Request) -> HttpResponse:
    """By source: one picture each, of the year's state money or of other money to date."""
    asked = _Asked(request, "funds")
    question = asked.question
    of_year, to_date = money.measures(question, money.OF_YEAR), money.measures(question, money.TO_DATE)
    parts = [*of_year.values(), *to_date.values()]
    queries.foresee(HEAD, question, [None], at=asked.at, also=parts)
    row = queries.table_of(parts, question, None, at=asked.at)["total"]
    totals = queries.totals(HEAD, question, at=asked.at)
    context = asked.context | {
        "numbers": showing.figure_cells(totals, question, asked.unit),
        "sources": showing.source_blocks(
            money.by_source(row, of_year), money.by_source(row, to_date), asked.unit, question
        ),
        "block_href": f"{reverse('fund-block')}?{asking.query(question)}",
    }
    return render(request, "funds/funds.html", context)


@require_GET
def units(request: Request) -> HttpResponse:
    """By unit: granted, allocated, in place, paid and the rates, in protocol order."""
    asked = _Asked(request, "fund-units")
    table = queries.grouped(BY_UNIT, asked.question, "unit", at=asked.at)
    with_money = {
        key: value for key, value in table["funds.granted"].items()
        if any(table[each][key].value for each in BY_UNIT[:4])
    }  # fmt: skip
    rows = [
        {
            "name": group.name,
            "cells": [
                {
                    "value": showing.written(key, table[key][group.key], asked.unit),
                    "href": asking.address(key, asked.question, unit=group.key) if group.key else "",
                }
                for key in BY_UNIT
            ],
        }
        for group in queries.groups("unit", list(with_money))
    ]
    heads = [str(queries.get(key).label) for key in BY_UNIT]
    return render(request, "funds/units.html", asked.context | {"rows": rows, "heads": heads})


@require_GET
def batches(request: Request) -> HttpResponse:
    """By batch: the paper, what it gave, what became of it, and its days."""
    asked = _Asked(request, "fund-batches")
    limits, days = asked.limits(), calendar(asked.question.as_of)
    rows = []
    for batch, standing in money.by_batch(asked.question):
        late = [
            each for each in rules.clock(
                batch.granted_on, is_bundled=batch.is_bundled, forwarded_on=batch.forwarded_on,
                decomposed_on=batch.decomposed_on, limits=limits, calendar=days,
            ) if each.name != "start" and each.is_late(asked.today)
        ]  # fmt: skip
        rows.append(
            {
                "name": str(batch),
                "href": reverse("batch", args=[batch.pk]),
                "document": batch.document,
                "bond": " ".join(filter(None, [batch.bond_name, batch.bond_code])),
                "granted_on": words.short_day(batch.granted_on),
                "quota": words.money(batch.quota_wan, asked.unit),
                "granted": words.money(standing[Step.GRANTED], asked.unit),
                "allocated": words.money(standing[Step.ALLOCATED], asked.unit),
                "paid": words.money(standing[Step.PAID], asked.unit),
                "rate": words.percent(standing.rate(Step.PAID, Step.GRANTED)),
                "late": len(late),
            }
        )
    return render(request, "funds/batches.html", asked.context | {"rows": rows})


@require_GET
def questions(request: Request) -> HttpResponse:
    """疑问: what the money makes one ask; questions to be answered, not verdicts."""
    asked = _Asked(request, "fund-questions")
    kinds = request.GET.getlist("kind")
    if not set(kinds) <= set(Asks.values):
        raise Http404("kind")
    found = _questions(asked.question, asked.limits(), asked.today, asked.at)
    counts: dict[Any, int] = {}
    for each in found:
        counts[each.asked.question.value] = counts.get(each.asked.question.value, 0) + 1
    chosen = [each for each in found if not kinds or each.asked.question in kinds]
    page = Paginator(chosen, PAGE).get_page(request.GET.get("page"))
    named = names.units({each.unit_id for each in page.object_list if each.unit_id}, at=asked.at)
    context = asked.context | {
        "page": page,
        "rows": showing.question_rows(page.object_list, named),
        "chips": [chip(request.GET, "kind", _("疑问"), Asks.choices, several=True, counts=counts)],
        "clear": without(request.GET, "kind"),
        "may_raise": policy.may(request.user, Verb.MATTER_RAISE),
        "is_narrowed": bool(kinds),
    }
    return render(request, "funds/questions.html", context)


def _questions(question: Question, limits: rules.Limits, today: date, at: str) -> list[money.About]:
    return queries.keep(f"fund questions/{today}/{limits}", question, lambda: money.questions(question, limits, today),
                        at=at)  # fmt: skip


@require_GET
def movements(request: Request) -> HttpResponse:
    """明细: every movement of the projects one sees, newest first; what stands behind the amounts by source."""
    found = movements_visible_to(request.user)
    chosen_sources, steps = request.GET.getlist("source"), request.GET.getlist("step")
    if not set(chosen_sources) <= set(SOURCE_WORDS) or not set(steps) <= set(Step.values):
        raise Http404("filter")
    for name, lookup in (("year", "fund__year"), ("unit", "project__profile__assessed_unit")):
        if given := request.GET.get(name):
            if not given.isdecimal():
                raise Http404(name)
            found = found.filter(**{lookup: int(given)})
    if until := request.GET.get("until"):
        found = found.filter(happened_on__lte=_day(until))
    found = found.filter(fund__source__in=chosen_sources) if chosen_sources else found
    found = found.filter(step__in=steps) if steps else found
    ordered = found.select_related("project__profile").order_by("-happened_on", "-pk")
    page = Paginator(ordered, PAGE).get_page(request.GET.get("page"))
    years = sorted({year for year in found.order_by().values_list("fund__year", flat=True).distinct() if year})
    context = {
        "tabs": showing.tabs(request, "movements"),
        "page": page,
        "rows": showing.movement_rows(page.object_list, preferences(request).unit, may=False),
        "unit_word": preferences(request).unit_word,
        "chips": [
            chip(request.GET, "source", _("来源"), SOURCE_WORDS.items(), several=True),
            chip(request.GET, "step", _("环节"), Step.choices, several=True),
            chip(request.GET, "year", _("资金年度"), [(year, str(year)) for year in years]),
            chip(request.GET, "unit", _("考核单元"), [(unit.pk, str(unit)) for unit in assessed_units()]),
        ],
        "clear": without(request.GET, "source", "step", "year", "unit", "until"),
        "until": request.GET.get("until", ""),
        "sum": _sums(found, preferences(request).unit) if len(steps) == 1 else "",
    }
    return render(request, "funds/movements.html", context)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404("until") from None


def _sums(found: Any, unit: str) -> str:
    """Of one step only: different steps are never added up."""
    total = sum(found.order_by().values_list("amount_wan", flat=True))
    return f"{words.money(total, unit)} {words.unit_word(unit)}"
