"""A scheme as data, and how it is read: what does not hold together is refused with the place where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from yidan.assessment.rules.ways import TARGETS, WAYS, ZERO, Exact, PackFault, number

__all__ = ["Criterion", "Grade", "Pack", "PackFault", "bound", "read_pack"]


@dataclass(frozen=True)
class Criterion:
    """指标: one line of the scheme. `weight` is the most it can give by its way; `missing` what happens to a unit
    that has nothing to be judged by: its weight is spread over the others (`spread`), or it gets `base` points.
    `pending` says why its figure is not there yet: it is missing for everybody until then."""

    key: str
    label: str
    way: str
    figure: str = ""
    weight: Fraction = ZERO
    settings: Mapping[str, Any] = field(default_factory=dict)
    missing: str = "spread"
    base: Fraction = ZERO
    source: str = ""
    pending: str = ""


@dataclass(frozen=True)
class Grade:
    """What a result is called: 绿 黄 红, 红榜 黑榜. Bounds are of the total; `first` and `last` are places by group."""

    label: str
    tone: str
    least: Fraction | None = None
    above: Fraction | None = None
    below: Fraction | None = None
    first: Mapping[str, int] = field(default_factory=dict)
    last: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Pack:
    """A scheme: its criteria, the bonus and deduction by events, which groups it ranks, and from which month it holds.

    `groups` join ranking groups into one table (两序列); where there are none, each is a table of its own.
    `appeal_days` is the window for appeals in working days; where the scheme says none, the office's setting holds.
    """

    key: str
    label: str
    version: str
    source: str
    criteria: tuple[Criterion, ...]
    events: tuple[Criterion, ...] = ()
    least_projects: int = 2
    least_units: int = 2
    lowest: Fraction | None = None
    highest: Fraction | None = None
    since: str = ""
    groups: tuple[tuple[str, ...], ...] = ()
    grades: tuple[Grade, ...] = ()
    left_out: tuple[str, ...] = ()
    appeal_days: int | None = None

    @property
    def full(self) -> Fraction:
        """The points that criteria can give together."""
        return sum((each.weight for each in self.criteria), ZERO)

    @property
    def figures(self) -> list[str]:
        """The figures it is computed from, each once."""
        return list(dict.fromkeys(each.figure for each in self.criteria if not each.pending))

    def table_of(self, ranking_group: str) -> str:
        """The table in which units of this group are ranked, named by its first group."""
        return next((joined[0] for joined in self.groups if ranking_group in joined), ranking_group)


def read_pack(data: Mapping[str, Any], figures: Iterable[str]) -> Pack:
    """A pack from its data; refused where a criterion names no figure we have, no way we know, or no sense."""
    known = set(figures)
    if not isinstance(data, Mapping):
        raise PackFault("不是计分办法")
    try:
        criteria = tuple(_criterion(each, known) for each in data["criteria"])
        events = tuple(_criterion(each, known, is_event=True) for each in data.get("events", ()))
        pack = Pack(
            str(data["key"]), str(data["label"]), str(data["version"]), str(data["source"]), criteria, events,
            int(data.get("least_projects", 2)), int(data.get("least_units", 2)), _maybe(data.get("lowest")),
            _maybe(data.get("highest")), str(data.get("since", "")),
            tuple(tuple(map(str, joined)) for joined in data.get("groups", ())),
            tuple(_grade(each) for each in data.get("grades", ())), tuple(map(str, data.get("left_out", ()))),
            _appeal_days(data.get("appeal_days")),
        )  # fmt: skip
    except (KeyError, TypeError, AttributeError) as lack:
        raise PackFault(f"缺少 {lack}") from None
    keys = [each.key for each in (*criteria, *events)]
    if len(keys) != len(set(keys)):
        raise PackFault("指标的代号有重复")
    if all(each.pending for each in criteria):
        raise PackFault("没有指标")
    return pack


MOST_APPEAL_DAYS = 30


def _appeal_days(value: Any) -> int | None:
    """Whole working days, at least one: a window of none would refuse every appeal."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_APPEAL_DAYS:
        raise PackFault(f"appeal_days：申诉期是1到{MOST_APPEAL_DAYS}个工作日的整数")
    return value


_OWN = {"key", "label", "way", "figure", "weight", "missing", "base", "source", "pending"}


def _criterion(data: Mapping[str, Any], known: set[str], *, is_event: bool = False) -> Criterion:
    way, key, pending = str(data.get("way", "each")), str(data["key"]), str(data.get("pending", ""))
    if way not in WAYS:
        raise PackFault(f"{key}：没有“{way}”这种计分方式")
    figure = "" if is_event else str(data["figure"])
    if not is_event and not pending and figure not in known:
        raise PackFault(f"{key}：没有“{figure}”这个指标")
    settings = {name: value for name, value in data.items() if name not in _OWN}
    for name in {"steps": ("steps",), "place": ("places",)}.get(way, ()):
        if not settings.get(name):
            raise PackFault(f"{key}：没有写明{name}")
    made = Criterion(
        key, str(data["label"]), way, figure, number(data.get("weight", 0)), settings,
        str(data.get("missing", "spread")), number(data.get("base", 0)), str(data.get("source", "")), pending,
    )  # fmt: skip
    if made.missing not in ("spread", "base"):
        raise PackFault(f"{key}：缺项处理只能是 spread 或 base")
    if made.weight < 0:
        raise PackFault(f"{key}：权重不能为负")
    # a way that cannot be computed is found now and not in the month's night
    try:
        WAYS[way](bound(made, dict.fromkeys(TARGETS, 50)), 1, everybody=[1])
    except ZeroDivisionError:
        raise PackFault(f"{key}：满分值不能为0") from None
    return made


def _grade(data: Mapping[str, Any]) -> Grade:
    first, last = (
        {str(group): int(place) for group, place in data.get(name, {}).items()} for name in ("first", "last")
    )
    least, above, below = (_maybe(data.get(name)) for name in ("least", "above", "below"))
    return Grade(str(data["label"]), str(data.get("tone", "quiet")), least, above, below, first, last)


def _maybe(value: Any) -> Fraction | None:
    return None if value is None else number(value)


def bound(criterion: Criterion, targets: Mapping[str, Exact]) -> Criterion:
    """The criterion with targets that it names put in as numbers."""

    def put(value: Any) -> Any:
        return str(Fraction(targets[value])) if isinstance(value, str) and value in targets else value

    return replace(criterion, settings={name: put(value) for name, value in criterion.settings.items()})
