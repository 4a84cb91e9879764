"""前期储备 of 2020 (domain.md Appendix A row 45): a thousand projects thought of in the year, entered month by month.

They have neither code nor plan yet, so they stand in the reserve pool and in no dispatch. A few were entered twice, by
a county and by a department; those are merged, and the honest count is what is left.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from random import Random

from yidan.kernel.values import Month
from yidan.ledger.commands import enrolling, project
from yidan.ledger.commands.enrolling import Registration
from yidan.ledger.models import Project
from yidan.web.demo import maturing
from yidan.web.demo.books import FULL
from yidan.web.demo.events import Event
from yidan.web.demo.model import Sketch
from yidan.web.demo.naming import Namer, settle
from yidan.web.demo.places import COUNTIES
from yidan.web.demo.registry import Known
from yidan.web.demo.settlers import Settled, moment

DEVELOPED, TWICE = 1016, 12  # what is left, and what was entered once more
WEIGHTS = (4, 3, 7, 9, 8, 8, 9, 14, 13, 11, 8, 6)  # the training of August shows
REASON = "谋划储备项目，与相近名称的不是同一项目"


def draw(everything: list[Known], there: Settled, projects: int, last: date) -> list[Event]:
    """One act a month: what the counties and departments thought of."""
    part = min(1.0, projects / FULL)
    count, random = max(12, round(DEVELOPED * part)), Random(45)
    namer = Namer(random)
    namer.given |= {each.sketch.name for each in everything}
    sketches = [_sketch(number, namer, random) for number in range(count)]
    twice = max(1, round(TWICE * part))
    events, begun, entered = [], 0, []
    made: dict[int, Project] = {}
    for month, _weight in enumerate(WEIGHTS, 1):
        until = round(count * sum(WEIGHTS[:month]) / sum(WEIGHTS))
        day = date(2020, month, 24)
        if day <= last:
            again = sketches[begun : begun + twice] if month == 9 else []
            events.append(
                Event(
                    moment(day, 11),
                    lambda at, found=sketches[begun:until], again=again: _enter(found, again, made, there, at),
                )
            )
        if month in maturing.MONTHS:
            entered.append((day, sketches[begun:until]))
        begun = until
    ripening = maturing.draw(maturing.choose(entered, part, made), there)
    return [*events, *(each for each in ripening if each.at.date() <= last)]


def _sketch(number: int, namer: Namer, random: Random) -> Sketch:
    county = random.choice(COUNTIES)
    kind = namer.kind(county)
    name, owner, place, item = namer.name(kind, county)
    begins = (2021 + random.choice((0, 0, 1, 1, 2, 3)), random.randint(1, 12))
    total = random.choice((3, 5, 8, 12, 20, 45, 80)) * 1000
    made = Sketch(
        number, name, county.key, kind.key, kind.domain, kind.manner, "", total, owner, county.key, "", 0,
        begins=begins, finishes=(begins[0] + random.randint(1, 3), 12),
    )  # fmt: skip
    settle(made, random, place, item)
    return made


def _enter(found: list[Sketch], again: list[Sketch], known: dict[int, Project], there: Settled, at: datetime) -> None:
    wang = there.cast["wang"]
    first = Project.objects.order_by("-order").values_list("order", flat=True).first() or 0
    entries = [_registration(sketch, there, first + 10 * place) for place, sketch in enumerate(found, 1)]
    made = enrolling.register_many(entries, by=wang, at=at)
    known |= {sketch.key: one for sketch, one in zip(found, made, strict=True)}
    if again:
        copies = enrolling.register_many(
            [_registration(each, there, first + 10 * (len(found) + place)) for place, each in enumerate(again, 1)],
            by=wang, at=at,
        )  # fmt: skip
        for copy, kept in zip(copies, made, strict=False):
            project.merge(copy, by=wang, at=at, into=kept, reason="县市区与部门重复谋划，查重后并案")


def _registration(sketch: Sketch, there: Settled, order: int) -> Registration:
    begins, finishes = Month(*sketch.begins), Month(*sketch.finishes)
    return Registration(there.units[sketch.county], order, REASON, {
        "name": sketch.name, "owner_unit": there.units.get(sketch.owner), "domain": sketch.domain,
        "industry_code": sketch.industry_code, "nature": sketch.nature, "management_form": sketch.management_form,
        "funding_nature": sketch.funding_nature, "region_code": sketch.region_code, "place": sketch.place,
        "scale": sketch.scale, "years": f"{begins.year}-{finishes.year}", "begins_in": begins, "finishes_in": finishes,
        "total_investment_wan": Decimal(sketch.total_wan), "pool": "reserve",
        "is_municipal_key": False, "is_county_key": False, "is_provincial_key": False, "is_national_key": False,
    })  # fmt: skip
