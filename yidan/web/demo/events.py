"""What happened on a day, apart from reports: stages, milestones, corrections, adjustments, a merge, new codes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from yidan.kernel.values import Month
from yidan.ledger.commands import milestone, plan, project
from yidan.ledger.models import Mark
from yidan.progress.commands import report
from yidan.progress.models import MonthlyReport
from yidan.progress.rules import Said
from yidan.web.demo import filed, registry
from yidan.web.demo.model import City, Report, Sketch
from yidan.web.demo.registry import BASIS, Known
from yidan.web.demo.settlers import Settled, moment

FESTIVAL = date(2020, 1, 23)
ADJUSTED_ON, ADJUSTING_PAPER = date(2020, 9, 18), "株重点办〔2020〕46号"


@dataclass(frozen=True)
class Event:
    """An act with its day. On each day, after the month's reports where it lies late in the month."""

    at: datetime
    act: Callable[..., object]  # of the moment; what else it takes it brings along as defaults


def draw(city: City, everything: list[Known], there: Settled) -> list[Event]:
    """Every event, in time."""
    random = Random(19)
    by_key = {each.sketch.key: each for each in everything}
    events = [event for each in everything for event in _of(each, there, random)]
    events += _duplicates(city, by_key, there)
    events += [Event(at, act) for at, act in filed.draw(everything, there)]
    return sorted(events, key=lambda event: event.at)


def _of(each: Known, there: Settled, random: Random) -> Iterator[Event]:
    sketch = each.sketch
    yield from _stages(each, there, random)
    yield from _steps(each, there, random)
    for key, drawn in sketch.reports.items():
        if drawn.corrected_on:
            at = moment(drawn.corrected_on, 10, random.randrange(60))
            yield Event(at, lambda at, key=key, drawn=drawn: _correct(each, there, Month(*key), drawn, at))
    wang = there.cast["wang"]
    if sketch.plans and sketch.plans[0].adjusted_wan is not None:
        yield Event(moment(ADJUSTED_ON, 15, random.randrange(60)), lambda at: _adjust(each, there, at))
    if sketch.renamed_on:
        yield Event(
            moment(sketch.renamed_on, 14, 5),
            lambda at: project.change(
                each.project,
                by=wang,
                at=at,
                name=sketch.name,
                reason="备案名称已确定，与备案证一致。",
                document="项目备案证",
            ),
        )
    if sketch.recoded_on:
        yield Event(moment(sketch.recoded_on, 16, 20), lambda at: _recode(each, there, at))


def _stages(each: Known, there: Settled, random: Random) -> Iterator[Event]:
    sketch = each.sketch
    by = random.choice(there.office_people)

    def on(day: date, what: Mark, *, basis: str = "", reason: str = "") -> Event:
        at = moment(day, random.randint(10, 17), random.randrange(60))
        return Event(at, lambda at: registry.mark(each, what, day, by=by, at=at, basis=basis, reason=reason))

    if sketch.resumed_on and not sketch.is_bundle and not sketch.is_of_a_crowd:
        yield on(FESTIVAL, Mark.SUSPENDED, reason="春节放假及新冠肺炎疫情防控")
        yield on(sketch.resumed_on, Mark.RESUMED, basis="复工核验通过")
    if sketch.started_on:
        if random.random() < 0.3 and sketch.started_on.month > 2:
            yield on(sketch.started_on - timedelta(days=random.randint(4, 9)), Mark.ENTERED_SITE)
        yield on(sketch.started_on, Mark.STARTED, basis=random.choice(BASIS[Mark.STARTED]))
    if sketch.structure_on:
        yield on(sketch.structure_on, Mark.STRUCTURE_COMPLETED)
    if sketch.completed_on:
        yield on(sketch.completed_on, Mark.COMPLETED, basis=random.choice(BASIS[Mark.COMPLETED]))
    if sketch.operating_on:
        yield on(sketch.operating_on, Mark.OPERATING)


def _steps(each: Known, there: Settled, random: Random) -> Iterator[Event]:
    reporter = there.reporters[each.sketch.owner]
    for step in each.sketch.steps:
        if step.name not in each.milestones:  # a large city keeps none
            continue
        if step.forecast_on and step.planned_on < date(2020, 12, 20):
            day = max(step.planned_on - timedelta(days=random.randint(0, 10)), date(2020, 1, 15))
            yield Event(
                moment(day, 11, random.randrange(60)),
                lambda at, step=step: _move(
                    each,
                    step.name,
                    milestone.forecast(
                        each.milestones[step.name], by=reporter, at=at, forecast_on=step.forecast_on, reason=step.reason
                    ),
                ),
            )
        if step.actual_on:
            yield Event(
                moment(max(step.actual_on, date(2020, 1, 16)), 17, random.randrange(60)),
                lambda at, step=step: _move(
                    each,
                    step.name,
                    milestone.reach(each.milestones[step.name], by=reporter, at=at, actual_on=step.actual_on),
                ),
            )


def _move(each: Known, name: str, moved: object) -> None:
    each.milestones[name] = moved


def _correct(each: Known, there: Settled, month: Month, drawn: Report, at: datetime) -> None:
    paper = MonthlyReport.objects.get(project=each.project, month=month)
    wan = Decimal(drawn.corrected_wan or 0)
    report.correct(
        paper,
        by=there.cast["wang"],
        at=at,
        reason=drawn.correction,
        invested_wan=wan,
        is_self_declared=drawn.is_self_declared,
    )
    each.said = [Said(s.month, wan, s.physical_progress) if s.month == month else s for s in each.said]


def _adjust(each: Known, there: Settled, at: datetime) -> None:
    drawn = each.sketch.plans[0]
    each.plans[2020] = plan.adjust(
        each.plans[2020],
        by=there.cast["wang"],
        at=at,
        reason=drawn.adjustment,
        document=ADJUSTING_PAPER,
        planned_wan=Decimal(drawn.adjusted_wan or 0),
        months=registry.split(each.sketch, drawn, drawn.adjusted_wan or 0),
    )


def _recode(each: Known, there: Settled, at: datetime) -> None:
    wang, sketch = there.cast["wang"], each.sketch
    current = each.project.codes.live().get(is_current=True)
    project.void_code(current, by=wang, at=at, reason="建设内容重大调整，重新备案，原代码作废。")
    project.assign_code(
        each.project, by=wang, at=at + timedelta(minutes=2), code=sketch.new_code, document="重新备案证"
    )


def _duplicates(city: City, by_key: dict[int, Known], there: Settled) -> Iterator[Event]:
    wang = there.cast["wang"]
    for sketch in city.projects:
        if sketch.is_duplicate_of is None:
            continue
        made: list = []
        twin = by_key[sketch.is_duplicate_of]

        def enter(at: datetime, sketch: Sketch = sketch, made: list = made) -> None:
            made.append(registry.register(sketch, there, by=there.office_people[1], at=at))

        def merge(at: datetime, made: list = made, twin: Known = twin) -> None:
            project.merge(
                made[0], by=wang, at=at, into=twin.project, reason="与在库项目为同一项目，县市区重复申报，核对后并案。"
            )

        yield Event(moment(date(2020, 3, 12), 10, 30), enter)
        yield Event(moment(date(2020, 4, 16), 15, 10), merge)
