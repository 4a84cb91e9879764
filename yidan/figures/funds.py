"""Figures of money (domain.md §7): granted, allocated, in place and paid kept apart, every rate with its denominator.

Money of a year is what the state gave for that plan year, whenever it was paid; money to date is of all years.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import BigIntegerField, F, QuerySet
from django.db.models import Sum as Added
from django.utils.translation import gettext_lazy as _

from yidan.figures import population
from yidan.figures.cuts import Cut, Facts
from yidan.figures.define import PERCENT, WAN, Calibre, Ratio, Sum, figure, rate
from yidan.figures.question import Question
from yidan.funds import rules
from yidan.funds.models import Batch, Fund, Movement
from yidan.funds.rules import Account, Asked, Limits, Parcel
from yidan.funds.states import STATE_SOURCES, Step
from yidan.kernel.values import from_fen
from yidan.ledger.models import Mark
from yidan.ledger.states import Source

FINANCE = Calibre.FINANCE
ZERO = Decimal(0)
BUDGET = (Source.CENTRAL, Source.PROVINCIAL)
BOND = (Source.SPECIAL_BOND,)
OF_YEAR, OF_YEAR_BEFORE, TO_DATE = 0, -1, None


def _moved(question: Question) -> QuerySet[Movement]:
    """Everything up to the period's end."""
    found = Movement.objects.known_at(question.as_of).filter(happened_on__lte=question.period.until)
    return found.select_related("fund__batch")


def _moved_of_year(question: Question) -> QuerySet[Movement]:
    """Of the year's money."""
    return _moved(question).filter(fund__year=question.period.year)


def _moved_of_year_before(question: Question) -> QuerySet[Movement]:
    """Of the year before's money, up to the same day of that year."""
    until = question.period.until
    until = until.replace(year=until.year - 1, day=28 if (until.month, until.day) == (2, 29) else until.day)
    found = Movement.objects.known_at(question.as_of).filter(happened_on__lte=until)
    return found.filter(fund__year=question.period.year - 1).select_related("fund__batch")


_FACTS: dict[int | None, Facts] = {
    TO_DATE: _moved, OF_YEAR: _moved_of_year, OF_YEAR_BEFORE: _moved_of_year_before,
}  # fmt: skip


def money(step: str, sources: tuple[str, ...] = STATE_SOURCES, years: int | None = OF_YEAR) -> Cut:
    """The movements of a step, of some sources: of the year's money, of the year before's, or to date."""
    return Cut(_FACTS[years], (("step", (step,)), ("fund__source", sources)))


class Growth(Ratio):
    """增长: by how much the numerator exceeds the denominator, in percent of it."""

    def of(self, over: Any, under: Any) -> Fraction | None:
        """(B − A) ÷ A."""
        return rate(over - under, under)


def amount(question: Question, step: str, sources: tuple[str, ...] = STATE_SOURCES, years: int | None = OF_YEAR) -> Sum:
    """An amount of money, as a measure of the projects in question."""
    return Sum(question, money(step, sources, years), "amount_wan")


# --- the figures ---


@figure("funds.applied", label=_("资金申请"), unit=WAN, calibre=FINANCE)
def applied(question: Question) -> Sum:
    """口径：为当年度申请的财政性资金(中央预算内、省预算内、专项债、市县财政)，截至期间末累计；按记入台账的申请计。"""
    return amount(question, Step.APPLIED)


@figure("funds.granted", label=_("资金下达"), unit=WAN, calibre=FINANCE)
def granted(question: Question) -> Sum:
    """口径：当年度下达到项目的财政性资金(中央预算内、省预算内、专项债、市县财政)，截至期间末累计，收回的扣除；专项债
    按下达到项目的额度计。
    """
    return amount(question, Step.GRANTED)


@figure("funds.allocated", label=_("资金拨付"), unit=WAN, calibre=FINANCE)
def allocated(question: Question) -> Sum:
    """口径：当年度下达的财政性资金中，财政部门截至期间末已拨付的累计；不等于到位，也不等于支付。"""
    return amount(question, Step.ALLOCATED)


@figure("funds.in_place", label=_("资金到位"), unit=WAN, calibre=FINANCE)
def in_place(question: Question) -> Sum:
    """口径：当年度下达的财政性资金中，截至期间末已到项目单位账户的累计。"""
    return amount(question, Step.IN_PLACE)


@figure("funds.paid", label=_("资金支付"), unit=WAN, calibre=FINANCE)
def paid(question: Question) -> Sum:
    """口径：当年度下达的财政性资金中，项目单位截至期间末已支付的累计；以支付台账为准，不以拨付代替。"""
    return amount(question, Step.PAID)


@figure("funds.allocation_rate", label=_("拨付率(拨付÷下达)"), unit=PERCENT, calibre=FINANCE)
def allocation_rate(question: Question) -> Ratio:
    """口径：资金拨付÷资金下达，均为当年度财政性资金。"""
    return Ratio(allocated(question), granted(question))


@figure("funds.payment_rate", label=_("支付率(支付÷下达)"), unit=PERCENT, calibre=FINANCE)
def payment_rate(question: Question) -> Ratio:
    """口径：资金支付÷资金下达，均为当年度财政性资金；即使用进度，分母是下达而不是拨付或到位。"""
    return Ratio(paid(question), granted(question))


@figure("funds.bond_granted", label=_("专项债下达"), unit=WAN, calibre=FINANCE)
def bond_granted(question: Question) -> Sum:
    """口径：当年度下达到项目的专项债额度，截至期间末累计，收回的扣除。"""
    return amount(question, Step.GRANTED, BOND)


@figure("funds.bond_paid", label=_("专项债支付"), unit=WAN, calibre=FINANCE)
def bond_paid(question: Question) -> Sum:
    """口径：当年度下达的专项债中，项目单位截至期间末已支付的累计。"""
    return amount(question, Step.PAID, BOND)


@figure("funds.bond_payment_rate", label=_("专项债使用进度(支付÷下达)"), unit=PERCENT, calibre=FINANCE)
def bond_payment_rate(question: Question) -> Ratio:
    """口径：专项债支付÷专项债下达，均为当年度额度；分母是下达。"""
    return Ratio(bond_paid(question), bond_granted(question))


@figure("funds.budget_granted", label=_("中央和省预算内下达"), unit=WAN, calibre=FINANCE)
def budget_granted(question: Question) -> Sum:
    """口径：当年度下达到项目的中央预算内和省预算内投资，截至期间末累计，收回的扣除。"""
    return amount(question, Step.GRANTED, BUDGET)


@figure("funds.budget_paid", label=_("中央和省预算内支付"), unit=WAN, calibre=FINANCE)
def budget_paid(question: Question) -> Sum:
    """口径：当年度下达的中央预算内和省预算内投资中，项目单位截至期间末已支付的累计。"""
    return amount(question, Step.PAID, BUDGET)


@figure("funds.budget_payment_rate", label=_("预算内使用进度(支付÷下达)"), unit=PERCENT, calibre=FINANCE)
def budget_payment_rate(question: Question) -> Ratio:
    """口径：中央和省预算内支付÷中央和省预算内下达，均为当年度资金；分母是下达。"""
    return Ratio(budget_paid(question), budget_granted(question))


@figure("funds.budget_growth", label=_("中央和省预算内下达增长"), unit=PERCENT, calibre=FINANCE)
def budget_growth(question: Question) -> Growth:
    """口径：(当年度下达−上年度同期下达)÷上年度同期下达；1800%即增长18倍，为上年的19倍。"""
    return Growth(budget_granted(question), amount(question, Step.GRANTED, BUDGET, OF_YEAR_BEFORE))


# --- tables that pages show ---


@dataclass(frozen=True)
class Standing:
    """What one source (or batch) adds up to, step by step."""

    amounts: dict[str, Decimal]

    def __getitem__(self, step: str) -> Decimal:
        return self.amounts.get(step, ZERO)

    def rate(self, over: str, under: str) -> Fraction | None:
        """One step in percent of another; None where there is nothing to divide by."""
        return rate(self[over], self[under])


def measures(question: Question, years: int | None) -> dict[tuple[str, str], Sum]:
    """A measure for each source and step: of a year's money only what the state gives."""
    sources = Source.values if years is TO_DATE else STATE_SOURCES
    return {(source, step): amount(question, step, (source,), years) for source in sources for step in Step}


def by_source(table: dict[Any, Any], wanted: dict[tuple[str, str], Sum]) -> dict[str, Standing]:
    """Each source's standing from a row of computed measures."""
    found: dict[str, dict[str, Decimal]] = {}
    for (source, step), measure in wanted.items():
        value = table[measure].value if measure in table else ZERO
        if value:
            found.setdefault(source, {})[step] = value
    return {source: Standing(found[source]) for source in Source if source in found}


def _asked_about(question: Question) -> QuerySet:
    return population.projects(question).values("pk")


def by_batch(question: Question) -> list[tuple[Batch, Standing]]:
    """The year's batches with what the projects in question got by them, newest first."""
    facts = Movement.objects.known_at(question.as_of).filter(
        fund__batch__year=question.period.year, happened_on__lte=question.period.until,
        project__in=_asked_about(question),
    )  # fmt: skip
    summed = Added("amount_wan", output_field=BigIntegerField())
    rows = facts.order_by().values_list("fund__batch", "step").annotate(fen=summed)
    found: dict[int, dict[str, Decimal]] = {}
    for batch, step, fen in rows:
        found.setdefault(batch, {})[step] = from_fen(fen) or ZERO
    batches = Batch.objects.filter(year=question.period.year)
    if not question.scope.is_city or question.unit is not None:
        batches = batches.filter(pk__in=found)
    return [(batch, Standing(found.get(batch.pk, {}))) for batch in batches]


def of_project(question: Question) -> list[tuple[Fund, Standing, tuple[Movement, ...]]]:
    """The funds of the project in question to date, state money first, each with its movements."""
    facts = (
        Movement.objects.known_at(question.as_of)
        .filter(happened_on__lte=question.period.until, project__in=_asked_about(question))
        .select_related("fund__batch", "project__profile")
        .order_by("happened_on", "serial")
    )
    funds: dict[int, tuple[Fund, list[Movement]]] = {}
    for each in facts:
        funds.setdefault(each.fund_id, (each.fund, []))[1].append(each)
    place: dict[str, int] = {source: number for number, source in enumerate(SOURCE_ORDER)}
    arranged = sorted(funds.values(), key=lambda each: (place[each[0].source], each[0].year or 0, each[0].pk))
    return [(fund, _standing(moved), tuple(moved)) for fund, moved in arranged]


SOURCE_ORDER = (*STATE_SOURCES, Source.BANK_LOAN, Source.OWN, Source.SOCIAL)


def _standing(movements: Iterable[Movement]) -> Standing:
    amounts: dict[str, Decimal] = {}
    for each in movements:
        amounts[each.step] = amounts.get(each.step, ZERO) + each.amount_wan
    return Standing(amounts)


# --- questions ---


@dataclass(frozen=True)
class About:
    """A project about which its money makes one ask."""

    project_id: int
    name: str
    unit_id: int | None
    asked: Asked


def questions(question: Question, limits: Limits, today: date) -> list[About]:
    """Everything that the money of the projects in question makes one ask on that day, in the ledger's order."""
    day = min(today, question.period.until)
    parcels = _parcels(question, day)
    done = _done(population.ever(question), parcels)
    of_year = _done(population.this_year(question), parcels)
    started = dict(
        population.marks(question)
        .filter(mark=Mark.STARTED, occurrence=1, happened_on__lte=day, project__in=parcels)
        .values_list("project", "happened_on")
    )
    rows = population.projects(question).filter(pk__in=parcels).order_by("order", "pk")
    found = []
    for row in rows.values("pk", name=F("about__name"), unit=F("about__assessed_unit"), planned=F("plan__planned_wan")):
        account = Account(
            tuple(parcels[row["pk"]]), done.get(row["pk"], ZERO), started.get(row["pk"]),
            of_year.get(row["pk"], ZERO), row["planned"], has_reports=row["pk"] in done,
        )  # fmt: skip
        found += [About(row["pk"], row["name"], row["unit"], asked) for asked in rules.questions(account, limits, day)]
    return found


def _parcels(question: Question, day: date) -> dict[int, list[Parcel]]:
    facts = (
        Movement.objects.known_at(question.as_of)
        .filter(happened_on__lte=day, project__in=_asked_about(question))
        .select_related("fund__batch")
        .order_by("project", "fund", "happened_on", "serial")
    )
    funds: dict[tuple[int, int], tuple[Fund, list[rules.Moved]]] = {}
    for each in facts:
        moved = rules.Moved(each.happened_on, each.step, each.amount_wan)
        funds.setdefault((each.project_id, each.fund_id), (each.fund, []))[1].append(moved)
    found: dict[int, list[Parcel]] = {}
    for (project, _fund), (fund, moves) in funds.items():
        issued = fund.batch.bond_issued_on if fund.batch else None
        found.setdefault(project, []).append(Parcel(fund.source, str(fund), tuple(moves), issued))
    return found


def _done(progress: QuerySet, projects: Iterable[Hashable]) -> dict[int, Decimal]:
    facts = progress.filter(project__in=list(projects)).order_by().values("project")
    summed = facts.annotate(fen=Added("invested_wan", output_field=BigIntegerField()))
    return {project: from_fen(fen) or ZERO for project, fen in summed.values_list("project", "fen")}


def by_project(question: Question) -> dict[int, dict[tuple[str, str], Decimal]]:
    """What each project in question that the state gave money in the year stands at to date, by source and step."""
    given = money(Step.GRANTED)(question).filter(project__in=_asked_about(question)).order_by().values("project")
    facts = Movement.objects.known_at(question.as_of).filter(
        happened_on__lte=question.period.until, project__in=given
    )  # fmt: skip
    summed = Added("amount_wan", output_field=BigIntegerField())
    rows = facts.order_by().values_list("project", "fund__source", "step").annotate(fen=summed)
    found: dict[int, dict[tuple[str, str], Decimal]] = {}
    for project, source, step, fen in rows:
        found.setdefault(project, {})[source, step] = from_fen(fen) or ZERO
    return found


def papers_of(question: Question) -> dict[int, list[str]]:
    """The papers by which the year's state money came to each project, in their order."""
    rows = money(Step.GRANTED)(question).filter(project__in=_asked_about(question)).order_by("happened_on", "serial")
    found: dict[int, list[str]] = {}
    for each in rows:
        paper = each.fund.batch.document if each.fund.batch else each.document
        if paper and paper not in found.setdefault(each.project_id, []):
            found[each.project_id].append(paper)
    return found
