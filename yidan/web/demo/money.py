"""资金 of the simulated city, as domain.md Appendix A has it: 90 余亿 of special bonds, budget funds 近18倍 of growth,
both more than 90 % paid at the year's end; month by month, never more paid than was done, but for
the few that `contradicting` names.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from yidan.funds.commands import batch as batches
from yidan.funds.commands.movement import Recorded, record_many
from yidan.funds.models import Batch
from yidan.funds.states import Step
from yidan.kernel.values import Month
from yidan.ledger.states import Source
from yidan.web.demo.amounts import round_to_sum
from yidan.web.demo.city import PROJECTS
from yidan.web.demo.contradicting import Sown
from yidan.web.demo.events import Event
from yidan.web.demo.model import City, Sketch
from yidan.web.demo.registry import Known
from yidan.web.demo.settlers import Settled, moment

BONDS_WAN, BUDGET_WAN, BUDGET_2019_WAN = 903_600, 226_800, 12_000  # 90.36 亿; (226,800 − 12,000) ÷ 12,000 = 17.9
USED = 0.95  # of what is granted, paid by the year's end, on the whole
# source, year, name, paper, day of the grant, part of the source's money of that year, bond
PAPERS = (
    ("central", 2019, "第三批", "湘发改投资〔2019〕731号", date(2019, 8, 21), 1.0, None),
    ("special_bond", 2020, "第一批", "湘财预〔2019〕303号", date(2020, 1, 10), 0.34, ("一期", "160056", 3.25)),
    ("special_bond", 2020, "第二批", "湘财预〔2020〕42号", date(2020, 3, 12), 0.28, ("七期", "160198", 2.98)),
    ("special_bond", 2020, "第三批", "湘财预〔2020〕118号", date(2020, 5, 18), 0.26, ("十五期", "2005341", 3.07)),
    ("special_bond", 2020, "第四批", "湘财预〔2020〕186号", date(2020, 8, 10), 0.12, ("二十六期", "2005712", 3.41)),
    ("central", 2020, "第一批", "湘发改投资〔2020〕96号", date(2020, 2, 26), 0.40, None),
    ("central", 2020, "第二批", "湘发改投资〔2020〕233号", date(2020, 4, 24), 0.35, None),
    ("provincial", 2020, "第一批", "湘发改投资〔2020〕171号", date(2020, 3, 27), 0.25, None),
)


def draw(city: City, everything: list[Known], there: Settled, projects: int, sown: Sown) -> list[Event]:
    """The batches on the day of their papers, and each month's movements a few days after its end."""
    random = Random(2020_07)
    ratio = min(1.0, projects / PROJECTS)
    made: dict[int, Batch] = {}
    events = list(_papers(there, made, ratio))
    wanted = list(_entries(everything, random, ratio, sown))
    wanted += _beyond(city, everything, sown)
    for month in [Month(*each) for each in city.months]:
        of_month = [
            (each, place, entry) for each, place, entry in wanted
            if Month.of(entry[1]) == month or (month == Month(*city.months[0]) and Month.of(entry[1]) < month)
        ]  # fmt: skip
        if of_month:
            at = moment((month + 1).first + timedelta(days=3), 10, 20)
            events.append(Event(at, lambda at, rows=of_month: _record(rows, there, made, at)))
    return sorted(events, key=lambda event: event.at)


def _papers(there: Settled, made: dict[int, Batch], ratio: float) -> Iterator[Event]:
    for place, (source, year, name, document, granted_on, share, bond) in enumerate(PAPERS):
        quota = _sum_of(source, year, ratio) * share * 1.0001 + 1
        at = moment(max(granted_on + timedelta(days=6), date(2020, 1, 8)), 15, 10 + place)
        fields = {
            "source": source, "year": year, "name": name, "document": document, "granted_on": granted_on,
            "quota_wan": Decimal(int(quota) + 1), "is_bundled": source == "central",
            "forwarded_on": granted_on + timedelta(days=7), "decomposed_on": granted_on + timedelta(days=19),
        }  # fmt: skip
        if bond:
            fields |= {
                "bond_name": f"2020年湖南省地方政府专项债券({bond[0]})", "bond_code": bond[1],
                "bond_issued_on": granted_on + timedelta(days=9), "term_years": 10,
                "rate_percent": Decimal(str(bond[2])),
            }  # fmt: skip
        yield Event(at, lambda at, place=place, fields=fields: made.__setitem__(
            place, batches.register(None, by=there.cast["wang"], at=at, **fields)))  # fmt: skip


def _sum_of(source: str, year: int, ratio: float) -> int:
    whole = BONDS_WAN if source == Source.SPECIAL_BOND else BUDGET_WAN if year == 2020 else BUDGET_2019_WAN
    return round(whole * ratio)


Entry = tuple[Known, int | None, tuple[str, date, int, str]]  # of whom, by which paper, (step, day, amount, source)


def _entries(everything: list[Known], random: Random, ratio: float, sown: Sown) -> Iterator[Entry]:
    public = [each for each in everything if _takes_public_money(each.sketch)]
    for place, (source, year, _name, _paper, day, share, _bond) in enumerate(PAPERS):
        started = [
            each for each in public
            if _began(each.sketch) <= day + timedelta(days=75) and _works_after(each.sketch, day)
        ]  # fmt: skip
        if year != 2020 or not started:
            continue
        chosen = random.sample(started, max(1, round(len(started) * 0.4)))
        weights = [each.sketch.year_wan(2020) * random.uniform(0.6, 1.4) + 1.0 for each in chosen]
        for each, granted in zip(
            chosen, round_to_sum(weights, round(_sum_of(source, 2020, ratio) * share)), strict=True
        ):
            if granted > 0:
                yield from _life(each, place, granted, random)
    yield from _of_2019(public, random, ratio)
    for each in everything:
        if not each.sketch.is_bundle and _has_own_money(each.sketch) and random.random() < 0.25:
            own = list(_own(each, random))
            yield from own if each.sketch.key not in sown.overpaid else ()


def _takes_public_money(sketch: Sketch) -> bool:
    return not sketch.is_bundle and sketch.funding_nature == "government" and sketch.year_wan(2020) > 0


def _has_own_money(sketch: Sketch) -> bool:
    return sketch.year_wan(2020) > 0 and sketch.funding_nature != "government"


def _works_after(sketch: Sketch, day: date) -> bool:
    """Whether works go on once the money is there: nothing is granted to what stands still."""
    return any(_done(sketch, month) > 0 for month in range(day.month + 3, 13))


def _began(sketch: Sketch) -> date:
    return sketch.began_on or sketch.started_on or date(2021, 1, 1)


def _life(each: Known, place: int, granted: int, random: Random) -> Iterator[Entry]:
    """Applied for, granted, allocated in a part or two, in place, and paid as the works go on."""
    source, _year, _name, _paper, day, _share, _bond = PAPERS[place]
    to_project = day + timedelta(days=random.randrange(5, 19))
    yield each, place, (Step.APPLIED, day - timedelta(days=random.randrange(3, 9)), round(granted * 1.15), source)
    yield each, place, (Step.GRANTED, to_project, granted, source)
    sent = to_project + timedelta(days=random.randrange(6, 25))
    yield each, place, (Step.ALLOCATED, sent, granted, source)
    there = sent + timedelta(days=random.randrange(2, 9))
    yield each, place, (Step.IN_PLACE, there, granted, source)
    used = granted * (USED + random.uniform(-0.03, 0.045)) if random.random() > 0.04 else granted * 0.45
    yield from _paid(each, place, source, round(used), max(there, _began(each.sketch)), random)


def _paid(each: Known, place: int | None, source: str, used: int, since: date, random: Random) -> Iterator[Entry]:
    """Month by month, in proportion to what was done from then on."""
    months = range(since.month + (since.day > 20), 13)
    done = [max(_done(each.sketch, month), 0) for month in months]
    if not sum(done):
        return
    for month, amount in zip(months, round_to_sum([float(value) for value in done], used), strict=True):
        if amount > 0:
            yield each, place, (Step.PAID, date(2020, month, random.randrange(22, 28)), amount, source)


def _done(sketch: Sketch, month: int) -> int:
    report = sketch.reports.get((2020, month))
    return report.final_wan if report else 0


def _of_2019(public: list[Known], random: Random, ratio: float) -> Iterator[Entry]:
    """The little of the year before, all of it spent by then."""
    older = [each for each in public if each.sketch.prior_wan > 0][:6] or public[:1]
    total = _sum_of("central", 2019, ratio)
    for each, granted in zip(older, round_to_sum([1.0] * len(older), total), strict=True):
        if granted <= 0:
            continue
        for step, day in (
            (Step.GRANTED, date(2019, 9, 3)), (Step.ALLOCATED, date(2019, 9, 25)), (Step.IN_PLACE, date(2019, 9, 29)),
            (Step.PAID, date(2019, 12, 20)),
        ):  # fmt: skip
            yield each, 0, (step, day, granted, Source.CENTRAL)


def _own(each: Known, random: Random) -> Iterator[Entry]:
    """An enterprise's own money each quarter, and in half of them a bank's."""
    done = each.sketch.year_wan(2020)
    loan = round(done * 0.4) if random.random() < 0.5 else 0
    if loan:
        yield each, None, (Step.GRANTED, date(2020, 1, 15), loan, Source.BANK_LOAN)
        yield each, None, (Step.IN_PLACE, date(2020, 2, 20), loan, Source.BANK_LOAN)
        yield from _paid(each, None, Source.BANK_LOAN, round(loan * 0.97), date(2020, 3, 1), random)
    own = done - loan
    for month, part in zip((1, 4, 7, 10), round_to_sum([1.0, 1.3, 1.4, 1.3], own), strict=True):
        yield each, None, (Step.IN_PLACE, date(2020, month, 8), part, Source.OWN)
    by_quarter = [sum(_done(each.sketch, month) for month in range(first, first + 3)) for first in (1, 4, 7, 10)]
    there = paid = 0
    for place, part in enumerate(round_to_sum([1.0, 1.3, 1.4, 1.3], own)):
        there += part
        amount = min(there, round(sum(by_quarter[: place + 1]) * own / max(done, 1) * 0.96)) - paid
        if amount > 0:
            paid += amount
            yield each, None, (Step.PAID, date(2020, place * 3 + 3, 25), amount, Source.OWN)


def _beyond(city: City, everything: list[Known], sown: Sown) -> Iterator[Entry]:
    """Who is paid more than was done, in two parts; the second carries it beyond."""
    last = max(month for year, month in city.months if year == 2020)
    for each in everything:
        if each.sketch.key not in sown.overpaid:
            continue
        amount = round(each.sketch.year_wan(2020) * sown.overpaid[each.sketch.key])
        began = _began(each.sketch)
        first = date(2020, last, 12) if began.month >= last else date(2020, max(began.month + 1, last - 2), 12)
        for day, part in ((first, amount // 3), (date(2020, last, 21), amount - amount // 3)):
            if part > 0:
                yield each, None, (Step.IN_PLACE, day, part, Source.OWN)
                yield each, None, (Step.PAID, day + timedelta(days=2), part, Source.OWN)


def _record(rows: list[Entry], there: Settled, made: dict[int, Batch], at: object) -> None:
    entries = [
        Recorded(
            each.project, source, step, day, Decimal(amount), batch=made[place] if place is not None else None,
            document=_paper(step, place, day),
        )
        for each, place, (step, day, amount, source) in sorted(rows, key=lambda row: row[2][1])
    ]  # fmt: skip
    record_many(entries, by=there.cast["wang"], at=at)  # type: ignore[arg-type]


def _paper(step: str, place: int | None, day: date) -> str:
    if place is not None and step == Step.GRANTED:
        return PAPERS[place][3]
    return f"支付令{day:%Y%m%d}" if step == Step.PAID else ""
