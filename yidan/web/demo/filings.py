"""The months: who saves, submits, checks and accepts when; and what each submission is asked about."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from yidan.kernel.values import Month
from yidan.ledger.models import Mark
from yidan.people.models import Person
from yidan.progress.commands.filing import Attempt, Filing
from yidan.progress.rules import MilestoneSaid, Said, Situation
from yidan.web.demo import pictures
from yidan.web.demo.model import Report
from yidan.web.demo.registry import Known
from yidan.web.demo.settlers import Settled, moment

# The days of January 2020 lie before the Spring Festival; of the other months as domain.md §2 has them.
FESTIVE = {(2020, 1): (15, 20, 21, 22)}
USUAL = (20, 25, 27, 29)


def days(month: Month) -> tuple[int, int, int, int]:
    """Opens, reported by, checked by, accepted by."""
    if month.month == 2 and month.last.day < 29:
        return (18, 24, 26, 28)
    return FESTIVE.get((month.year, month.month), USUAL)


def of_month(everything: list[Known], there: Settled, month: Month, *, is_open: bool) -> list[Filing]:
    """Every filing of the month; what will be accepted is remembered as said."""
    random = Random(month.number)
    filings = []
    for each in everything:
        if each.sketch.is_bundle:
            continue
        if is_open:
            if each.sketch.opening:
                state, drawn = each.sketch.opening
                filings.append(_left_open(each, there, month, drawn, state, random))
        elif drawn := each.sketch.reports.get((month.year, month.month)):
            filings.append(_accepted(each, there, month, drawn, random))
    return filings


def _accepted(each: Known, there: Settled, month: Month, drawn: Report, random: Random) -> Filing:
    opens, report_by, check_by, accept_by = days(month)
    submitted = _at(month, random.randint(opens, report_by - 1), random)
    fields = _fields(drawn, there)
    attempts = []
    if drawn.sent_back and drawn.invested_wan > 20:
        wrong = {**fields, "invested_wan": Decimal(drawn.invested_wan + random.choice((20, 50, 120)))}
        back = submitted + timedelta(hours=random.randint(2, 20))
        attempts.append(
            Attempt(
                wrong,
                submitted - timedelta(minutes=12),
                submitted,
                situation(each, month, wrong),
                drawn.sent_back,
                back,
            )
        )
        submitted = back + timedelta(hours=random.randint(1, 12))
    elif drawn.days_late:
        submitted = _at(month, report_by + drawn.days_late, random)
    attempts.append(
        Attempt(fields, submitted - timedelta(minutes=random.randint(2, 30)), submitted, situation(each, month, fields))
    )
    checked = max(
        _at(month, check_by - random.randint(0, 1), random),
        submitted + timedelta(hours=1, minutes=random.randrange(60)),
    )
    accepted = max(_at(month, accept_by - random.randint(0, 1), random), checked + timedelta(minutes=20))
    accepted = min(accepted, max(checked + timedelta(minutes=5), moment(date(month.year, month.month, accept_by), 17)))
    each.said.append(Said(month, Decimal(drawn.invested_wan), drawn.physical_progress))
    return Filing(
        each.project, month, there.reporters[each.sketch.owner], tuple(attempts), _reviewer(each, there),
        random.choice(there.office_people),
        checked_at=checked, accepted_at=accepted,
    )  # fmt: skip


def _left_open(each: Known, there: Settled, month: Month, drawn: Report, state: str, random: Random) -> Filing:
    """A report of the open month, as far as it has come."""
    opens, report_by, _check_by, _accept_by = days(month)
    submitted = _at(month, random.randint(opens, report_by - 1), random)
    fields = _fields(drawn, there)
    saved = submitted - timedelta(minutes=random.randint(2, 30))
    reporter, reviewer = there.reporters[each.sketch.owner], _reviewer(each, there)
    if state == "draft":
        return Filing(each.project, month, reporter, (Attempt(fields, saved),), reviewer, there.cast["wang"])
    asked = situation(each, month, fields)
    back = submitted + timedelta(hours=3) if state == "sent_back" else None
    attempt = Attempt(fields, saved, submitted, asked, drawn.sent_back if back else "", back)
    checked = None
    if state == "checked":  # before the city's own morning, where its clock goes on (load)
        morning = moment(date(month.year, month.month, report_by), 8)
        checked = min(submitted + timedelta(hours=random.randint(2, 26)), morning)
    return Filing(each.project, month, reporter, (attempt,), reviewer, there.cast["wang"], checked_at=checked)


def _fields(drawn: Report, there: Settled) -> dict[str, Any]:
    return {
        "invested_wan": Decimal(drawn.invested_wan), "physical_progress": drawn.physical_progress,
        "problems": drawn.problems, "needs": drawn.needs, "next_step": drawn.next_step,
        "needs_from": there.units[drawn.needs_from] if drawn.needs_from else None, "is_unchanged": drawn.is_unchanged,
    }  # fmt: skip


def _reviewer(each: Known, there: Settled) -> Person:
    """Who answers for the project reviews its reports: the county, or the department for the city's own."""
    return there.reviewers.get(each.sketch.responsible) or there.reviewers[each.sketch.county]


def _at(month: Month, day: int, random: Random) -> datetime:
    return moment(
        date(month.year, month.month, min(day, month.last.day)),
        random.randint(8, 16),
        random.randrange(60),
        random.randrange(60),
    )


def situation(each: Known, month: Month, fields: dict[str, Any]) -> Situation:
    """As `yidan.progress.queries.situation` gives it, from what the loader remembers."""
    sketch, plan = each.sketch, each.plans.get(month.year)
    halted, resumed = each.marks.get(Mark.SUSPENDED), each.marks.get(Mark.RESUMED)
    return Situation(
        month=month, invested_wan=fields["invested_wan"], physical_progress=fields["physical_progress"],
        problems=fields["problems"], past=tuple(each.said),
        earlier_wan=Decimal(sketch.prior_wan) if each.has_prior else Decimal(0),
        planned_wan=plan.planned_wan if plan else None, is_preparing=bool(plan and plan.listing == "preparing"),
        total_investment_wan=Decimal(sketch.total_wan), started_on=each.marks.get(Mark.STARTED),
        completed_on=each.marks.get(Mark.COMPLETED), is_suspended=bool(halted and not resumed),
        milestones=tuple(
            MilestoneSaid(made.pk, name, made.planned_on)
            for name, made in each.milestones.items()
            if not made.actual_on
        ),
        unshown=pictures.unshown(each, month),
    )  # fmt: skip
