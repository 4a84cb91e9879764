"""Figures of the three pools 「135」 (domain.md §8): who is in which, who is new, who moved on.

Who stands in which pool on a day is asked of the terms (`PoolTerm`), so that December's count is the same in whatever
month it is asked, as long as nothing said of December changed. A project merged into another is counted no more, so
that what was entered twice counts once.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from yidan.figures.define import COUNT, PERCENT, Count, Ratio, figure
from yidan.figures.question import Question
from yidan.ledger import pooling
from yidan.ledger.models import Pool, PoolTerm

HIGHER = (Pool.ROLLING, Pool.CONSTRUCTION)


def _begin(question: Question) -> date:
    return date(question.period.year, 1, 1)


def _terms(question: Question, *pools: str) -> QuerySet[PoolTerm]:
    """The project's terms in these pools that began by the period's end, as known then."""
    known = PoolTerm.objects.known_at(question.as_of)
    return known.filter(project=OuterRef("pk"), pool__in=pools, since_on__lte=question.period.until)


def _before(terms: QuerySet[PoolTerm], question: Question) -> QuerySet[PoolTerm]:
    return terms.filter(since_on__lt=_begin(question))


def _after(question: Question, pool: Pool, *pools: str) -> QuerySet[PoolTerm]:
    """Terms in these pools that began within the period, each later than one in the first."""
    earlier = PoolTerm.objects.known_at(question.as_of).filter(
        project=OuterRef("project"), pool=pool, since_on__lt=OuterRef("since_on")
    )
    return _terms(question, *pools).filter(Exists(earlier), since_on__gte=_begin(question))


def _within(question: Question, pool: Pool) -> Q:
    """Stood in the pool on some day of the year up to the period's end."""
    return Q(Exists(pooling.stood_in(question.period.until, question.as_of, pool, since=_begin(question))))


def is_new(question: Question) -> Q:
    """First in any pool within the year."""
    terms = _terms(question, *Pool.values)
    return Q(Exists(terms)) & ~Q(Exists(_before(terms, question)))


def is_developed(question: Question) -> Q:
    """New, and what it first stood in is the reserve."""
    earlier = PoolTerm.objects.known_at(question.as_of).filter(
        project=OuterRef("project"), pool__in=Pool.values, since_on__lt=OuterRef("since_on")
    )
    return is_new(question) & Q(Exists(_terms(question, Pool.RESERVE).filter(~Exists(earlier))))


def was_in_reserve(question: Question) -> Q:
    """In the reserve on some day of the year."""
    return _within(question, Pool.RESERVE)


def has_moved_on(question: Question) -> Q:
    """In the reserve some time of the year, and first in a higher pool within it, later than in the reserve."""
    first = ~Q(Exists(_before(_terms(question, *HIGHER), question)))
    return was_in_reserve(question) & first & Q(Exists(_after(question, Pool.RESERVE, *HIGHER)))


def was_in_rolling(question: Question) -> Q:
    """In the rolling pool on some day of the year."""
    return _within(question, Pool.ROLLING)


def has_rolled_on(question: Question) -> Q:
    """In the rolling pool some time of the year, and first in construction within it, later."""
    first = ~Q(Exists(_before(_terms(question, Pool.CONSTRUCTION), question)))
    return was_in_rolling(question) & first & Q(Exists(_after(question, Pool.ROLLING, Pool.CONSTRUCTION)))


def is_put_out(question: Question) -> Q:
    """Left its pool on a day within the year: out of any from then on, in one until then."""
    before = PoolTerm.objects.known_at(question.as_of).filter(
        project=OuterRef("project"), since_on__lt=OuterRef("since_on")
    )
    left = _terms(question, "").filter(since_on__gte=_begin(question))
    out_of = Subquery(before.order_by("-since_on").values("pool")[:1])
    return Q(Exists(left.annotate(out_of=out_of).filter(out_of__in=Pool.values)))


def is_started_in_construction(question: Question) -> Q:
    """In the construction pool, and started by the period's end."""
    return is_in_construction(question) & Q(started__isnull=False)


def _in(pool: Pool, question: Question) -> Count:
    return Count(question, CONDITIONS[pool], leaves=True)


def _stands_in(pool: Pool, question: Question) -> Q:
    return Q(Exists(pooling.stood_in(question.period.until, question.as_of, pool)))


def is_in_reserve(question: Question) -> Q:
    """In the reserve on the period's last day."""
    return _stands_in(Pool.RESERVE, question)


def is_in_rolling(question: Question) -> Q:
    """In the rolling pool on the period's last day."""
    return _stands_in(Pool.ROLLING, question)


def is_in_construction(question: Question) -> Q:
    """In the construction pool on the period's last day."""
    return _stands_in(Pool.CONSTRUCTION, question)


CONDITIONS = {
    Pool.RESERVE: is_in_reserve, Pool.ROLLING: is_in_rolling, Pool.CONSTRUCTION: is_in_construction,
}  # fmt: skip


@figure("pool.reserve", label=_("前期储备库"), unit=COUNT)
def reserve(question: Question) -> Count:
    """口径：期间最后一日在前期储备库(五年)的项目，按子项计；已并案、已调出的不计。"""
    return _in(Pool.RESERVE, question)


@figure("pool.rolling", label=_("计划滚动库"), unit=COUNT)
def rolling(question: Question) -> Count:
    """口径：期间最后一日在计划滚动库(三年)的项目，按子项计；已并案、已调出的不计。"""
    return _in(Pool.ROLLING, question)


@figure("pool.construction", label=_("建设实施库"), unit=COUNT)
def construction(question: Question) -> Count:
    """口径：期间最后一日在建设实施库(年度)的项目，按子项计；已并案、已调出的不计。"""
    return _in(Pool.CONSTRUCTION, question)


@figure("pool.new", label=_("新入库项目"), unit=COUNT)
def new(question: Question) -> Count:
    """口径：当年1月1日至期间末首次进入任一项目库的项目，按子项计；查重后并案的只计并入的那一个，转库不再计。"""
    return Count(question, is_new, leaves=True)


@figure("pool.developed", label=_("年度开发储备项目"), unit=COUNT)
def developed(question: Question) -> Count:
    """口径：当年1月1日至期间末首次入库、入的是前期储备库的项目，按子项计；查重后并案的只计并入的那一个。"""
    return Count(question, is_developed, leaves=True)


@figure("pool.moved_on", label=_("储备转化项目"), unit=COUNT)
def moved_on(question: Question) -> Count:
    """口径：当年1月1日至期间末由前期储备库首次转入计划滚动库或建设实施库的项目，按子项计。"""
    return Count(question, has_moved_on, leaves=True)


@figure("pool.conversion_rate", label=_("储备转化率(转化÷当年在储备库)"), unit=PERCENT)
def conversion_rate(question: Question) -> Ratio:
    """口径：储备转化项目÷当年曾在前期储备库的项目(含当年转出的)，均按子项计。"""
    return Ratio(moved_on(question), Count(question, was_in_reserve, leaves=True))


@figure("pool.rolled_on", label=_("滚动转实施项目"), unit=COUNT)
def rolled_on(question: Question) -> Count:
    """口径：当年1月1日至期间末由计划滚动库首次转入建设实施库的项目，按子项计。"""
    return Count(question, has_rolled_on, leaves=True)


@figure("pool.rolling_rate", label=_("滚动转化率(转实施÷当年在滚动库)"), unit=PERCENT)
def rolling_rate(question: Question) -> Ratio:
    """口径：滚动转实施项目÷当年曾在计划滚动库的项目(含当年转出的)，均按子项计。"""
    return Ratio(rolled_on(question), Count(question, was_in_rolling, leaves=True))


@figure("pool.start_rate", label=_("实施库开工率(已开工÷在实施库)"), unit=PERCENT)
def start_rate(question: Question) -> Ratio:
    """口径：期间末在建设实施库且已开工的项目÷期间末在建设实施库的项目，均按子项计。"""
    return Ratio(Count(question, is_started_in_construction, leaves=True), construction(question))


@figure("pool.put_out", label=_("出库项目"), unit=COUNT)
def put_out(question: Question) -> Count:
    """口径：当年1月1日至期间末出库的项目，以出库日期(离库之日)为准，不以决定之日为准；一个项目出库几次计一个，以后重新入库的照样计入。"""
    return Count(question, is_put_out, leaves=True)
