"""Amounts of money as strings and bars: three to a source, on one scale, beside what was done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yidan.figures.funds import About, Standing
from yidan.figures.queries import get
from yidan.figures.question import Question
from yidan.funds import wording
from yidan.funds.models import Movement
from yidan.funds.states import STEPS, Step
from yidan.funds.states import Question as Asks
from yidan.kernel.verbs import Verb
from yidan.people.queries import scope_of
from yidan.web import asking, cockpit
from yidan.web import format as words
from yidan.web.request import Request

BARS = (Step.GRANTED, Step.IN_PLACE, Step.PAID)
TONES = {
    Asks.PAID_OVER_DONE: "bad", Asks.PAID_WITHOUT_START: "bad", Asks.TO_RETURN: "bad", Asks.PAID_AHEAD: "warn",
    Asks.PAID_BEHIND: "warn", Asks.NOT_STARTED: "warn", Asks.SLOW: "warn", Asks.BELOW_TARGET: "warn",
    Asks.IDLE: "waiting",
}  # fmt: skip


def tabs(request: Request, here: str, query: str = "") -> list[dict[str, Any]]:
    """The pages about money."""
    places = [
        ("funds", _("按来源")), ("fund-batches", _("按批次")), ("fund-units", _("按县市区")),
        ("fund-questions", _("疑问")), ("movements", _("明细")),
    ]  # fmt: skip
    found = [
        {"label": word, "address": reverse(name) + (f"?{query}" if query else ""), "is_here": name == here}
        for name, word in places
    ]
    if scope_of(request.user).is_city:
        found.append({"label": _("对账"), "address": reverse("reconciliations"), "is_here": here == "reconciliations"})
    return found


def bars(standing: Standing, source: str, unit: str, *, done: Decimal | None = None) -> list[dict[str, Any]]:
    """A bar for each step of the three that the source knows, on the scale of the largest; what was done last."""
    shown = [(step, wording.step(step, source), standing[step]) for step in BARS if step in STEPS[source]]
    largest = max([amount for _step, _word, amount in shown] + [done or Decimal(0), Decimal(1)])
    rows = [(f"bar-{step}", word, amount) for step, word, amount in shown]
    if done is not None:
        rows.append(("bar-done", _("完成投资"), done))
    return [
        {"css": css, "label": word, "width": f"{max(amount, Decimal(0)) / largest * 100:.1f}",
         "value": words.money(amount, unit)}
        for css, word, amount in rows
    ]  # fmt: skip


def rates(standing: Standing, source: str) -> list[str]:
    """Each rate with its denominator named."""
    said = []
    under = Step.GRANTED if Step.GRANTED in STEPS[source] else Step.IN_PLACE
    for over in (Step.ALLOCATED, Step.IN_PLACE, Step.PAID):
        if over in STEPS[source] and over != under:
            rate = words.percent(standing.rate(over, under))
            said.append(
                _("%(over)s÷%(under)s %(rate)s")
                % {"over": wording.step(over, source), "under": wording.step(under, source), "rate": rate}
            )
    return said


def source_blocks(
    of_year: dict[str, Standing], to_date: dict[str, Standing], unit: str, asked: Question
) -> list[dict[str, Any]]:
    """Each source once: the year's money where the state gave any; else, and of loans and own money, to date.

    Where earlier years add to it, what it all comes to stands beneath in words.
    """
    blocks = []
    for source, whole in to_date.items():
        year = of_year.get(source)
        block = source_block(source, year or whole, unit, asked, to_date=year is None)
        if year is not None and year.amounts != whole.amounts:
            block["to_date"] = _("含以前年度累计：%(amounts)s") % {
                "amounts": _("、").join(
                    f"{wording.step(step, source)} {words.money(whole[step], unit)}" for step in BARS
                )
            }
            block["to_date_href"] = f"{reverse('movements')}?{urlencode(_given(source, asked))}"
        blocks.append(block)
    return blocks


def _given(source: str, asked: Question) -> dict[str, str]:
    """What the list of movements is asked for."""
    given = {"source": source, "until": str(asked.period.until)}
    return given | ({"unit": str(asked.unit)} if asked.unit is not None else {})


def source_block(
    source: str, standing: Standing, unit: str, asked: Question, *, to_date: bool = False
) -> dict[str, Any]:
    """A source with its bars and rates, and where its movements are listed."""
    given = _given(source, asked)
    if not to_date:
        given["year"] = str(asked.period.year)
    return {
        "span": _("累计") if to_date else _("%(year)s年度") % {"year": asked.period.year},
        "name": wording.source(source),
        "href": f"{reverse('movements')}?{urlencode(given)}",
        "bars": bars(standing, source, unit),
        "rates": rates(standing, source),
        "applied": words.money(standing[Step.APPLIED], unit) if standing[Step.APPLIED] else "",
        "allocated": words.money(standing[Step.ALLOCATED], unit) if Step.ALLOCATED in STEPS[source] else "",
    }


def movement_rows(
    movements: Iterable[Movement], unit: str, *, may: bool, with_project: bool = True
) -> list[dict[str, Any]]:
    """Movements as rows: day, step, amount, which money, by which paper."""
    return [
        {
            "pk": each.pk,
            "day": words.short_day(each.happened_on),
            "step": wording.step(Step(each.step), each.fund.source),
            "fund": str(each.fund),
            "amount": exactly(each.amount_wan, unit),
            "document": each.document,
            "reason": each.reason,
            "origin": each.origin,
            "project": each.project.name if with_project else "",
            "href": reverse("project-funds", args=[each.project_id]) if with_project else "",
            "may": may,
        }
        for each in movements
    ]


def exactly(amount: Decimal, unit: str) -> str:
    """A movement's amount with the digits it has: two decimals at least where it is not whole 万元."""
    if unit == words.YI or amount == amount.to_integral_value():
        return words.money(amount, unit)
    return words.number(amount, 2)


def question_rows(found: Iterable[About], units: dict[int, str]) -> list[dict[str, Any]]:
    """What the money makes one ask, each with the project and the way to raise it as a matter."""
    return [
        {
            "badge": (str(each.asked.question.label), TONES[each.asked.question]),
            "said": wording.question(each.asked),
            "name": each.name,
            "href": reverse("project-funds", args=[each.project_id]),
            "unit": units.get(each.unit_id or 0, ""),
            "raise_href": f"{reverse(Verb.MATTER_RAISE.value)}?{urlencode({'project': each.project_id})}",
        }
        for each in found
    ]


def deadline_words(
    name: str, due_on: date, done_on: date | None, *, is_late: bool, provisional: bool, idle: int | None = None
) -> dict[str, Any]:
    """A batch's day: what, by when, and whether it was kept; once it is over, how many projects are `idle` still."""
    label = {"forward": _("转发资金计划"), "decompose": _("分解到项目"), "start": _("项目开工")}[name]
    if done_on:
        state = (_("%(day)s办，已逾期") if is_late else _("%(day)s办，按期")) % {"day": words.short_day(done_on)}
    else:
        state = _("已过时限") if is_late else _("未到时限")
    tone = "bad" if is_late else "good" if done_on else "quiet"
    if idle is not None:
        state = (
            ngettext("%(n)d个项目还没有开工", "%(n)d个项目还没有开工", idle) % {"n": idle} if idle else _("都已开工")
        )
        tone = "bad" if idle else "good"
    due = words.short_day(due_on) + (_("(暂估)") if provisional else "")
    return {"label": label, "due": due, "badge": (state, tone)}


written = cockpit.written


def figure_cells(values: dict[str, Any], asked: Question, unit: str) -> list[dict[str, str]]:
    """The figures at the head of a page of money, each opening its sources."""
    return [
        {
            "label": str(get(key).label), "value": cockpit.written(key, value, unit),
            "unit": cockpit.unit_of(key, unit), "href": asking.address(key, asked),
        }
        for key, value in values.items()
    ]  # fmt: skip
