"""Acts of an office, chosen at random, on the small city: whatever they are, what is kept must follow them."""

from collections import OrderedDict
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import make
from yidan.figures import holding
from yidan.kernel.errors import Refused
from yidan.kernel.values import Month
from yidan.ledger.commands import plan as plans
from yidan.ledger.commands import project as projects
from yidan.ledger.commands import stage
from yidan.ledger.models import Domain, Listing, Mark
from yidan.people.commands import person, unit
from yidan.progress.commands import opening, report
from yidan.progress.models import MonthlyReport

PROJECTS = ("bundle", "east", "west", "factory", "bridge", "school", "park")
SOME = st.tuples(st.integers(0, 20), st.sampled_from(PROJECTS), st.integers(0, 11))
_days = count()


def do(city, act) -> None:
    """One act by the office; what is refused changes nothing."""
    kind, name, number = act
    cast, chosen = city.cast, type(city.east).objects.select_related("profile").get(pk=getattr(city, name).pk)
    at = make.moment(2020, 8, 1) + timedelta(minutes=next(_days))
    how = {"by": cast.wang, "at": at}
    month, amount = Month(2020, number % 8 + 1), Decimal(number * 137)
    other = getattr(city, PROJECTS[number % len(PROJECTS)])
    unit_of = cast.other_county if number % 2 else cast.county
    acts = [
        lambda: report.record(chosen, month=month, invested_wan=amount, needs="请协调用地", **how),
        lambda: report.correct(
            MonthlyReport.objects.filter(project=chosen).order_by("-month")[0], reason="错", invested_wan=amount, **how
        ),
        lambda: plans.set(chosen, year=2020, listing=Listing.STARTING, planned_wan=amount, **how),
        lambda: plans.adjust(
            chosen.plans.live()[0], reason="调", document="文", planned_wan=amount, months={}, starts_on=month.first,
            listing=Listing.values[number % 4], **how,
        ),
        lambda: plans.adjust(
            chosen.plans.live()[0], reason="分月", document="文", months={month: chosen.plans.live()[0].planned_wan},
            **how,
        ),
        lambda: stage.record(chosen, mark=Mark.STARTED, happened_on=date(2020, number % 7 + 1, 3), **how),
        lambda: stage.record(chosen, mark=Mark.COMPLETED, happened_on=date(2020, number % 7 + 1, 9), **how),
        lambda: stage.record(chosen, mark=Mark.SUSPENDED, happened_on=date(2020, 6, 9), reason="汛", **how),
        lambda: stage.record(chosen, mark=Mark.WITHDRAWN, happened_on=month.first, reason="调", **how),
        lambda: stage.withdraw(chosen.stage_marks.live()[0], reason="误", **how),
        lambda: projects.share(
            chosen, parts={cast.county: Decimal("33.3333"), cast.other_county: Decimal("66.6667")}, **how
        ),
        lambda: projects.share(chosen, parts={}, **how),
        lambda: projects.change(chosen, reason="改", assessed_unit=unit_of, **how),
        lambda: projects.change(
            chosen, reason="改", domain=Domain.values[number % 4], is_county_key=bool(number % 2), order=number,
            contact_leader=cast.he, owner_unit=cast.other_owner, **how,
        ),
        lambda: projects.merge(chosen, into=other, reason="重复", **how),
        lambda: make.project(cast, f"新项目{number}", parent=city.bundle, at=at, despite_duplicates=True, reason="新"),
        lambda: opening.set(chosen, month=Month(2020, 2), span="year_opening", invested_wan=amount, **how),
        lambda: make.report(cast, chosen, month, number, at=at),
        lambda: make.report(cast, chosen, month, number, state="submitted", needs="请协调用电", at=at),
        lambda: person.hand_over(cast.he, by=cast.guan, at=at, successor=cast.tong),
        lambda: unit.change(cast.county, by=cast.guan, at=at, protocol_order=100 + number),
    ]  # fmt: skip
    with suppress(Refused, IndexError):
        acts[kind]()


def after_each_act(examples):
    """A test that looks at the city before the first and after each of some random acts."""

    def decorate(test):
        @settings(max_examples=examples, suppress_health_check=[HealthCheck.function_scoped_fixture])
        @given(st.lists(SOME, min_size=1, max_size=6))
        def run(city, acts):
            point = transaction.savepoint()
            cache.clear()
            try:
                test(city)
                for act in acts:
                    do(city, act)
                    test(city)
            finally:
                transaction.savepoint_rollback(point)
                cache.clear()

        run.__doc__, run.__name__ = test.__doc__, test.__name__
        return run

    return decorate


def anew(ask):
    """What is said when nothing is kept; what is kept stays for the next look."""
    kept, holding._holdings = holding._holdings, OrderedDict()
    try:
        return ask()
    finally:
        holding._holdings = kept
