"""The rows of (a) and (b): the projects of a question in groups, streamed, with each group's count and sums.

Rows are what carries plan and report (按子项); amounts come from the same populations as the figures.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import models
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from yidan.figures import population
from yidan.figures.define import Sum, rate
from yidan.figures.question import Question
from yidan.kernel.errors import Refused
from yidan.kernel.values import from_fen
from yidan.ledger.models import Domain, InvestmentSource, Listing, Nature, PlannedMonth, ProjectCode, Source
from yidan.people.models import Person, Unit
from yidan.people.rules import masked_phone
from yidan.progress.models import Span
from yidan.web.papers.sectors import sector_of

CHUNK = 2000
ShowsPhone = Callable[[int | None], bool]  # of which owner's people
DOMAIN_TITLES = {
    Domain.INDUSTRY: "产业发展项目", Domain.INFRASTRUCTURE: "基础设施项目", Domain.LIVELIHOOD: "社会民生项目",
    Domain.ECOLOGY: "生态环保项目", "": "其他项目",
}  # fmt: skip
LISTING_ORDER = (Listing.CONTINUING, Listing.COMPLETING, Listing.STARTING, Listing.PREPARING)
FEN = models.BigIntegerField()
SUMMED = ("total_wan", "planned_wan", "prior_wan", "month_planned_wan", "month_wan", "year_wan", "to_date_wan")


@dataclass(slots=True)
class Group:
    """A row that speaks for those beneath it: level 0 (all) to 3."""

    level: int
    title: str
    count: int = 0
    sums: dict[str, Decimal] = field(default_factory=dict)
    where: Q | None = None  # of the lowest level: whose rows follow
    span: int = 0  # how many sheet rows stand beneath it

    def add(self, other: Group) -> None:
        """Take in the count and sums of a group beneath."""
        self.count += other.count
        for name, amount in other.sums.items():
            self.sums[name] = self.sums.get(name, Decimal(0)) + amount


def groups_of(question: Question, only: set[int] | None = None) -> list[Group]:
    """合计, then 一、domain, (一)sector, 1.listing, in order, each with its count and sums; three queries."""
    parts: dict[tuple[int, str, int], Group] = {}
    codes: dict[tuple[int, str, int], set[str]] = {}
    domains = [*Domain.values, ""]
    for row in _sums(question, only):
        sector = sector_of(row["industry"])
        key = (domains.index(row["domain"]), sector, LISTING_ORDER.index(row["listing"]))
        part = parts.setdefault(key, Group(3, ""))
        part.add(Group(3, "", row["count"], row["sums"]))
        codes.setdefault(key, set()).add(row["industry"])
        part.where = Q(about__domain=row["domain"], plan__listing=row["listing"], about__industry_code__in=codes[key])
    total = Group(0, "")
    out = [total]
    sectors: dict[int, list[str]] = {}
    for domain, sector, _listing in parts:
        if sector not in sectors.setdefault(domain, []):
            sectors[domain].append(sector)
    for number, domain in enumerate(sorted(sectors), 1):
        above = Group(1, f"{chinese(number)}、{DOMAIN_TITLES[domains[domain]]}")
        out.append(above)
        largest = sorted(
            sectors[domain], key=lambda s: (-sum(g.count for k, g in parts.items() if k[:2] == (domain, s)), s)
        )
        for place, sector in enumerate(largest, 1):
            middle = Group(2, f"({chinese(place)}){sector}")
            out.append(middle)
            own = sorted(key for key in parts if key[:2] == (domain, sector))
            for index, key in enumerate(own, 1):
                part = parts[key]
                part.title = f"{index}.{LISTING_ORDER[key[2]].label}项目"
                part.span = part.count
                out.append(part)
                middle.add(part)
                middle.span += 1 + part.count
            above.add(middle)
            above.span += 1 + middle.span
        total.add(above)
        total.span += 1 + above.span
    for group in out:
        group.title = f"{group.title}({group.count}个)" if group.level else f"合计({group.count}个)"
    return out


def _sums(question: Question, only: set[int] | None) -> Iterator[dict[str, Any]]:
    """Counts and sums by domain, industry and listing."""
    amounts = _amounts(question)
    rows = listed(question, only).annotate(**{f"{name}_fen": column for name, column in amounts.items()})
    keys = {"domain": F("about__domain"), "industry": F("about__industry_code"), "listing": F("plan__listing")}
    totals = {name: models.Sum(f"{name}_fen", output_field=FEN) for name in amounts}
    sources = _source_sums(question, only)
    for row in rows.values(**keys).annotate(count=models.Count("pk"), **totals).order_by():
        sums = {name: from_fen(row[name]) or Decimal(0) for name in amounts}
        sums |= sources.get((row["domain"], row["industry"], row["listing"]), {})
        yield {
            "domain": row["domain"],
            "industry": row["industry"],
            "listing": row["listing"],
            "count": row["count"],
            "sums": sums,
        }


def _source_sums(question: Question, only: set[int] | None) -> dict[tuple[str, str, str], dict[str, Decimal]]:
    """资金来源 by group, of the same projects."""
    rows = (
        listed(question, only)
        .annotate(money=models.FilteredRelation("sources", condition=population.known(question.as_of, "sources__")))
        .filter(money__isnull=False)
        .values(
            domain=F("about__domain"),
            industry=F("about__industry_code"),
            listing=F("plan__listing"),
            source=F("money__source"),
        )
        .annotate(fen=models.Sum("money__amount_wan", output_field=FEN))
        .order_by()
    )
    found: dict[tuple[str, str, str], dict[str, Decimal]] = {}
    for row in rows:
        key = (row["domain"], row["industry"], row["listing"])
        found.setdefault(key, {})[f"source_{row['source']}"] = from_fen(row["fen"]) or Decimal(0)
    return found


SELECTED_AT_MOST = 30_000


def listed(question: Question, only: set[int] | None = None) -> QuerySet:
    """The projects in the year's plan, as known then; `only` some of them (a database takes no longer list)."""
    rows = population.projects(question).filter(population.LISTED)
    if only is None:
        return rows
    if len(only) > SELECTED_AT_MOST:
        raise Refused(
            _("筛选出%(count)d个项目，一次最多导出%(most)d个；请再缩小筛选范围，或去掉筛选导出全部。")
            % {"count": len(only), "most": SELECTED_AT_MOST}
        )
    return rows.filter(pk__in=only)


def _amounts(question: Question) -> dict[str, Any]:
    """A project's own amounts in 分, from the populations of the figures."""
    prior = Sum(question, _before_year, "invested_wan").column()
    # Of the row's own plan: asked by project among all plans of the year, each row went through every plan.
    months = PlannedMonth.objects.filter(plan=OuterRef("plan__pk"), month=question.period.last).order_by()
    return {
        "total_wan": models.functions.Cast("about__total_investment_wan", FEN),
        "planned_wan": models.functions.Cast("plan__planned_wan", FEN),
        "prior_wan": prior,
        "month_planned_wan": Subquery(months.values("planned_wan")[:1], output_field=FEN),
        "month_wan": Sum(question, population.this_month, "invested_wan").column(),
        "year_wan": Sum(question, population.this_year, "invested_wan").column(),
        "to_date_wan": Sum(question, population.ever, "invested_wan").column(),
    }


def _before_year(question: Question) -> QuerySet:
    """What was done before January of the period's year."""
    return population.ever(question).filter(month__lt=question.period.first)


_FIELDS = {
    "name": F("about__name"), "place": F("about__place"), "nature_key": F("about__nature"), "scale": F("about__scale"),
    "years": F("about__years"), "begins_in": F("about__begins_in"), "finishes_in": F("about__finishes_in"),
    "owner_id": F("about__owner_unit_id"), "responsible_id": F("about__responsible_unit_id"),
    "assessed_id": F("about__assessed_unit_id"), "leader_id": F("about__contact_leader_id"),
    "duty_person": F("about__duty_person"), "duty_phone": F("about__duty_phone"), "remark": F("about__remark"),
    "content": F("plan__content"), "to_start_on": F("plan__starts_on"), "to_finish_on": F("plan__finishes_on"),
    "started_on": F("started__happened_on"), "completed_on": F("completed__happened_on"),
    "domain": F("about__domain"), "listing": F("plan__listing"),
}  # fmt: skip


class Rows:
    """Streams the rows of groups; names of units and leaders are read once."""

    def __init__(self, question: Question, *, shows_phone: ShowsPhone, only: set[int] | None = None) -> None:
        self.question, self.shows_phone, self.only = question, shows_phone, only
        self.units = dict(Unit.objects.values_list("pk", "name"))
        self.short = {unit.pk: str(unit) for unit in Unit.objects.only("name", "short_name")}
        self.people = dict(Person.objects.filter(protocol_order__lt=9999).values_list("pk", "name"))

    def of(self, where: Q | None = None) -> Iterator[dict[str, Any]]:
        """The rows of one group (None: all), in the ledger's order, a few thousand at a time."""
        question = self.question
        rows = listed(question, self.only)
        rows = (rows.filter(where) if where is not None else rows).order_by("order", "pk")
        # Only numbers are sorted as a whole: the database holds what it sorts (40 MB of 100,000 rows with their texts).
        ids = array("q", rows.values_list("pk", flat=True).iterator(chunk_size=CHUNK))
        amounts = {f"{name}_fen": column for name, column in _amounts(question).items()}
        names = [f"{name}_fen" for name in SUMMED]
        for start in range(0, len(ids), CHUNK):
            some = rows.filter(pk__in=ids[start : start + CHUNK].tolist()).annotate(**amounts)
            yield from self._told(list(some.values("pk", *names, **_FIELDS)))

    def _told(self, chunk: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        ids = [row["pk"] for row in chunk]
        as_of = self.question.as_of
        codes = dict(
            ProjectCode.objects.known_at(as_of)
            .filter(project__in=ids, is_current=True)
            .values_list("project_id", "code")
        )
        money: dict[int, dict[str, Decimal]] = {}
        known = InvestmentSource.objects.known_at(as_of).filter(project__in=ids)
        for project, source, amount in known.values_list("project_id", "source", "amount_wan"):
            money.setdefault(project, {})[f"source_{source}"] = amount
        facts: dict[int, dict[str, Any]] = {
            fact["project_id"]: dict(fact)
            for fact in population.this_month(self.question)
            .filter(project__in=ids, span=Span.MONTH)
            .values("project_id", "physical_progress", "problems", "needs", "next_step")
        }
        for row in chunk:
            yield self._tell(row, codes.get(row["pk"], ""), money.get(row["pk"], {}), facts.get(row["pk"], {}))

    def _tell(self, row: dict[str, Any], code: str, money: dict[str, Decimal], fact: dict[str, Any]) -> dict[str, Any]:
        for name in SUMMED:
            row[name] = from_fen(row.pop(f"{name}_fen"))
        row |= {"code": code, **money, **fact}
        row["prior_wan"] = row["prior_wan"] if row["prior_wan"] else None
        row["nature"] = Nature(row["nature_key"]).label if row["nature_key"] else ""
        row["owner"] = self.units.get(row["owner_id"], "")
        row["responsible"] = self.short.get(row["responsible_id"]) or self.short.get(row["assessed_id"], "")
        row["assessed"] = self.short.get(row["assessed_id"], "")
        row["leader"] = self.people.get(row["leader_id"], "")
        phone = row["duty_phone"] if self.shows_phone(row["owner_id"]) else masked_phone(row["duty_phone"])
        row["duty"] = " ".join(filter(None, (row["duty_person"], phone)))
        if not row["years"] and row["begins_in"]:
            row["years"] = "-".join(f"{m.year}.{m.month:02d}" for m in (row["begins_in"], row["finishes_in"]) if m)
        settle_rates(row, self.question)
        return row


def settle_rates(row: dict[str, Any], question: Question) -> None:
    """占年度计划%, 占总投资% and 是否达序时, from exact amounts."""
    reached = rate(row.get("year_wan") or Decimal(0), row.get("planned_wan") or Decimal(0))
    row["percent_of_plan"] = reached
    row["percent_of_total"] = rate(row.get("to_date_wan") or Decimal(0), row.get("total_wan") or Decimal(0))
    due = Fraction(100 * question.period.months, 12)
    row["on_schedule"] = "" if reached is None else "是" if reached >= due else "否"


def count_bundled(question: Question, only: set[int] | None = None) -> tuple[int, int]:
    """(按项, 按子项) of what is listed."""
    each = models.functions.Coalesce("parent_id", "id")
    counted = listed(question, only).aggregate(tops=models.Count(each, distinct=True), leaves=models.Count("pk"))
    return counted["tops"], counted["leaves"]


def needs_county(question: Question) -> bool:
    """Whether any project answers to another unit than its 考核单元, so that 责任单位 does not name that."""
    others = listed(question).filter(about__assessed_unit__isnull=False, about__responsible_unit__isnull=False)
    return others.exclude(about__responsible_unit=F("about__assessed_unit")).exists()


def used_sources(groups: list[Group]) -> set[str]:
    """The sources that any project has, beside the six of the form."""
    return {source.value for source in Source if groups and groups[0].sums.get(f"source_{source.value}")}


_DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """1–99 as the office numbers its headings."""
    tens, ones = divmod(number, 10)
    return (("" if tens == 1 else _DIGITS[tens]) + "十" if tens else "") + (_DIGITS[ones] if ones or not tens else "")
