"""The register of January 2020: each project with code, money, shares, tags, plan, earlier stages and milestones."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import cos, radians, sin
from random import Random
from typing import Any

from yidan.evidence.rules import outlines
from yidan.kernel.values import Month
from yidan.ledger.commands import milestone, plan, project, stage
from yidan.ledger.models import AnnualPlan, Mark, Milestone, Project, Slot
from yidan.people.models import Person
from yidan.progress.commands import opening
from yidan.progress.models import Span
from yidan.progress.rules import Said
from yidan.web.demo import amounts
from yidan.web.demo.model import City, Sketch
from yidan.web.demo.model import Plan as DrawnPlan
from yidan.web.demo.settlers import Settled, moment

NOT_A_TWIN = "与名称相近的项目不是同一项目：建设地点、内容或分期不同。"
PLAN_PAPER = "株政办函〔2020〕3号"
MONTHLY = (5, 4, 8, 9, 10, 12, 8, 8, 9, 9, 9, 9)
BASIS = {
    Mark.STARTED: ("施工许可证、监理开工令", "开工令及现场进场记录", "施工许可证"),
    Mark.COMPLETED: ("竣工验收备案表", "五方责任主体竣工验收报告", "交（竣）工验收证书"),
}


@dataclass(slots=True)
class Known:
    """What the loader remembers of a project it has registered."""

    sketch: Sketch
    project: Project
    plans: dict[int, AnnualPlan] = field(default_factory=dict)
    milestones: dict[str, Milestone] = field(default_factory=dict)
    marks: dict[str, date] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)
    has_prior: bool = False
    slots: dict[str, Slot] = field(default_factory=dict)
    shown: set[tuple[Month, str]] = field(default_factory=set)  # (month, slot) with a picture


def enter(city: City, there: Settled, tick: object = None) -> list[Known]:
    """Register every project in the office's order (domain, then list, then size), seconds apart in early January."""
    random = Random(52)
    ordered = in_office_order(city.projects)
    clock = moment(date(2020, 1, 6), 8, 30)
    known: dict[int, Known] = {}
    for place, sketch in enumerate(ordered, 1):
        by = there.office_people[place % len(there.office_people)]
        parent = known[sketch.parent].project if sketch.parent is not None else None
        clock += timedelta(seconds=25)
        made = register(sketch, there, by=by, at=clock, parent=parent, order=place * 10)
        known[sketch.key] = Known(sketch, made)
        if callable(tick):
            tick()
    for place, each in enumerate(known.values(), 1):
        _complete(
            each,
            there,
            by=there.office_people[place % len(there.office_people)],
            at=clock + timedelta(seconds=10 * place),
            random=random,
        )
    return list(known.values())


def in_office_order(projects: list[Sketch]) -> list[Sketch]:
    """By domain, list, level and size; a bundle's children beneath it."""
    domains = ("industry", "infrastructure", "livelihood", "ecology")
    listings = ("continuing", "completing", "starting", "preparing", "")
    tops = sorted(
        (s for s in projects if s.parent is None and s.is_duplicate_of is None),
        key=lambda s: (
            domains.index(s.domain),
            listings.index(s.listing),
            not s.national,
            not s.provincial,
            -s.total_wan,
            s.key,
        ),
    )
    children: dict[int, list[Sketch]] = {}
    for sketch in projects:
        if sketch.parent is not None:
            children.setdefault(sketch.parent, []).append(sketch)
    return [each for top in tops for each in (top, *children.get(top.key, ()))]


def register(
    sketch: Sketch, there: Settled, *, by: Person, at: datetime, parent: Project | None = None, order: int | None = None
) -> Project:
    """登记入库. Near-identical neighbours (a second phase, the next township) are registered with a word why."""
    levels = ["municipal"] + ["national"] * sketch.national + ["provincial"] * sketch.provincial
    return project.register(
        there.units[sketch.county], by=by, at=at, parent=parent, order=order, code=sketch.code,
        levels=levels + ["county"] * sketch.county_key, former_names=sketch.former_names, despite_duplicates=True,
        reason=NOT_A_TWIN, **profile_of(sketch, there),
    )  # fmt: skip


def outline_of(sketch: Sketch) -> str:
    """红线范围 of every other project with a point: six corners some 130 to 320 metres round it."""
    if sketch.longitude is None or sketch.latitude is None or sketch.key % 2:
        return ""
    random, x, y = Random(f"outline {sketch.key}"), float(sketch.longitude), float(sketch.latitude)
    corners = []
    for step in range(6):
        angle, metres = radians(60 * step + random.uniform(-12, 12)), random.uniform(130, 320)
        east, north = metres * cos(angle), metres * sin(angle)
        corners.append((round(x + east / (111_195 * cos(radians(y))), 6), round(y + north / 111_195, 6)))
    return outlines.written((tuple(corners),))


def profile_of(sketch: Sketch, there: Settled) -> dict[str, Any]:
    """概况, as the register takes it."""
    begins, finishes = Month(*sketch.begins), Month(*max(sketch.begins, sketch.finishes))
    return {
        "name": sketch.renamed_from or sketch.name, "owner_unit": there.units[sketch.owner],
        "responsible_unit": there.units[sketch.responsible], "competent_unit": there.units[sketch.competent],
        "contact_leader": there.leaders[sketch.leader], "duty_person": sketch.duty_person,
        "duty_phone": sketch.duty_phone, "domain": sketch.domain, "industry_code": sketch.industry_code,
        "nature": sketch.nature, "management_form": sketch.management_form, "funding_nature": sketch.funding_nature,
        "region_code": sketch.region_code, "place": sketch.place, "longitude": sketch.longitude,
        "latitude": sketch.latitude, "outline": outline_of(sketch), "scale": sketch.scale,
        "years": f"{begins.year}-{finishes.year}" if finishes.year > begins.year else str(begins.year),
        "begins_in": begins, "finishes_in": finishes, "total_investment_wan": Decimal(sketch.total_wan),
        "pool": "" if sketch.listing == "" else "rolling" if sketch.listing == "preparing" else "construction",
    }  # fmt: skip


def _complete(each: Known, there: Settled, *, by: Person, at: datetime, random: Random) -> None:
    sketch, made = each.sketch, each.project
    if sketch.sources:
        project.set_sources(made, by=by, at=at, amounts={name: Decimal(wan) for name, wan in sketch.sources.items()})
    if sketch.shares:
        project.share(made, by=by, at=at, parts={there.units[key]: Decimal(part) for key, part in sketch.shares})
    for name in sketch.tags:
        project.tag(made, by=by, at=at, tag=there.tags[name])
    if sketch.is_bundle:
        return
    if sketch.began_on:
        mark(each, Mark.STARTED, sketch.began_on, by=by, at=at, basis=random.choice(BASIS[Mark.STARTED]))
    elif sketch.listing == "preparing":
        mark(each, Mark.PREPARING, date(2019, 10, 8), by=by, at=at)
    if sketch.prior_wan:
        opening.set(
            made,
            by=by,
            at=at,
            month=Month(2019, 12),
            span=Span.PRIOR_OPENING,
            invested_wan=Decimal(sketch.prior_wan),
            origin="2019年12月调度表",
        )
        each.has_prior = True
    set_plan(each, sketch.plans[0], by=by, at=at, document=PLAN_PAPER)
    for place, step in enumerate(sketch.steps, 1):
        each.milestones[step.name] = milestone.set(
            made, by=by, at=at, name=step.name, planned_on=step.planned_on, order=place
        )


def set_plan(each: Known, drawn: DrawnPlan, *, by: Person, at: datetime, document: str) -> None:
    """下达年度计划, with its months."""
    each.plans[drawn.year] = plan.set(
        each.project, by=by, at=at, year=drawn.year, months=split(each.sketch, drawn, drawn.planned_wan),
        **plan_fields(drawn, document),
    )  # fmt: skip


def plan_fields(drawn: DrawnPlan, document: str) -> dict[str, Any]:
    """A year's plan without its months."""
    return {
        "listing": drawn.listing, "planned_wan": Decimal(drawn.planned_wan), "content": drawn.content,
        "starts_on": drawn.starts_on, "document": document,
        "finishes_on": max(filter(None, (drawn.finishes_on, drawn.starts_on)), default=None),
    }  # fmt: skip


def split(sketch: Sketch, drawn: DrawnPlan, planned: int) -> dict[Month, Decimal]:
    """分月计划: from the planned start to the planned finish, along the season."""
    if not planned:
        return {}
    first = drawn.starts_on.month if drawn.starts_on and drawn.starts_on.year == drawn.year else 1
    last = drawn.finishes_on.month if drawn.finishes_on and drawn.finishes_on.year == drawn.year else 12
    weights = [float(weight) if first <= month <= max(first, last) else 0.0 for month, weight in enumerate(MONTHLY, 1)]
    return {
        Month(drawn.year, month): Decimal(wan)
        for month, wan in enumerate(amounts.round_to_sum(weights, planned), 1)
        if wan
    }


def mark(each: Known, what: Mark, day: date, *, by: Person, at: datetime, basis: str = "", reason: str = "") -> None:
    """记阶段."""
    stage.record(each.project, by=by, at=at, mark=what, happened_on=day, basis=basis, reason=reason)
    each.marks[what] = day
