"""成熟度 (domain.md §8): how ready a project is, 0–5, and a hundred points, each with its reason; pure.

What counts are facts of the ledger: codes, milestones that were reached, steps taken, sources of money, the place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from yidan.ledger.states import Mark, Pool


@dataclass(frozen=True)
class Known:
    """What the ledger knows of a project's preparation."""

    reached: frozenset[str] = frozenset()  # names of milestones that were reached
    marks: frozenset[str] = frozenset()
    has_code: bool = False
    total_wan: Decimal | None = None
    sources_wan: Decimal = Decimal(0)
    has_place: bool = False
    has_coordinates: bool = False
    proposed: bool = True  # it has a scale or an owner, more than a name
    has_lead: bool = False


@dataclass(frozen=True)
class Point:
    """One thing that is looked at: how much it earned of how much, and whether the fact is there."""

    name: str
    earned: int
    of: int

    @property
    def is_there(self) -> bool:
        """Whether nothing is missing of it."""
        return self.earned == self.of


@dataclass(frozen=True)
class Maturity:
    """The level, the points and their sum."""

    level: int
    points: tuple[Point, ...]

    @property
    def score(self) -> int:
        """Of a hundred."""
        return sum(point.earned for point in self.points)


# A milestone counts by what it is about, whatever an office calls it exactly.
_SIGNS = {
    "initiated": r"立项|备案|核准|项目建议书批复",
    "feasibility": r"可研|可行性研究",
    "design": r"初步设计|初设|实施方案",
    "land_review": r"用地预审|选址意见",
    "land": r"用地批|供地|土地摘牌|土地出让|划拨|农用地转",
    "planning": r"规划(?:许可|选址|条件|方案)|选址",
    "clearance": r"征地|拆迁|征拆|腾地",
    "drawings": r"施工图",
    "tender": r"招标|中标",
    "permit": r"施工许可",
}
# 审批30, 用地25, 资金25, 规划选址10, 征拆10
_WORTH = (
    ("initiated", 10), ("feasibility", 10), ("design", 10), ("land_review", 10), ("land", 15), ("money", 25),
    ("planning", 10), ("clearance", 10),
)  # fmt: skip
LEAST = {Pool.ROLLING: 4, Pool.CONSTRUCTION: 5}
_STEPS = (
    frozenset({"proposed"}),
    frozenset({"initiated"}),
    frozenset({"feasibility", "land_review"}),
    frozenset({"design", "land", "money"}),
    frozenset({"drawings", "tender"}),
)


def signs(known: Known) -> frozenset[str]:
    """Which of the things that count are there. A project under way has everything that comes before."""
    if known.marks & {Mark.STARTED, Mark.COMPLETED, Mark.OPERATING}:
        return frozenset({*_SIGNS, "money", "proposed"})
    found = {name for name, sign in _SIGNS.items() if any(re.search(sign, each) for each in known.reached)}
    found |= {"initiated"} if known.has_code else set()
    found |= {"planning"} if known.has_place and known.has_coordinates else set()
    found |= {"money"} if _money(known) == 25 else set()
    found |= {"proposed"} if known.proposed else set()
    if "permit" in found:  # no permit without these
        found |= {"drawings", "tender"}
    return frozenset(found)


def maturity(known: Known) -> Maturity:
    """The level: the highest of which every step below is there, too; and the points."""
    there = signs(known)
    level = next((place for place, needed in enumerate(_STEPS) if not needed <= there), len(_STEPS))
    points = tuple(Point(name, _earned(name, worth, known, there), worth) for name, worth in _WORTH)
    return Maturity(level, points)


def _earned(name: str, worth: int, known: Known, there: frozenset[str]) -> int:
    if name in there:
        return worth
    if name == "money":
        return _money(known)
    return 5 if name == "planning" and known.has_place else 0


def _money(known: Known) -> int:
    """Of 25, in the proportion in which the total is covered by named sources."""
    if not known.total_wan:
        return 0
    return min(25, int(known.sources_wan * 25 / known.total_wan))


def lacking(known: Known, pool: str) -> list[str]:
    """What has to be there for a pool and is not, in the order in which it comes; nothing for the reserve."""
    there = signs(known)
    steps = _STEPS[: LEAST.get(Pool(pool), 0)] if pool else ()
    order = ("proposed", "initiated", "feasibility", "land_review", "design", "land", "money", "drawings", "tender")
    return [name for name in order if any(name in step for step in steps) and name not in there]


# 入库核对单 (domain.md §8): what an entry review looks at, whichever pool it is.
CHECKED = {
    "总投资": "total", "建设地点": "place", "牵头单位": "lead", "选址坐标": "coordinates", "项目代码": "code",
    "资金方案": "sources", "建设内容": "scale",
}  # fmt: skip


def checklist(known: Known) -> dict[str, bool]:
    """Whether each thing on the checklist is there."""
    return {
        "total": bool(known.total_wan), "place": known.has_place, "lead": known.has_lead,
        "coordinates": known.has_coordinates, "code": known.has_code, "sources": _money(known) == 25,
        "scale": known.proposed,
    }  # fmt: skip


def required(text: str) -> tuple[str, ...]:
    """The things that no entry goes without, as an office writes them in a line: 总投资、建设地点."""
    names = tuple(each for each in re.split(r"[\s,，、;；]+", text.strip()) if each)
    if unknown := [each for each in names if each not in CHECKED]:
        raise ValueError(unknown[0])
    return tuple(CHECKED[each] for each in names)
