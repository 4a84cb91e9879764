"""The arithmetic of the simulated year: sizes and months that look drawn by life and add up to the fen.

Whole 万元 throughout. Raw amounts come from a season, a window of work and noise; each half of the year is then scaled
to its total, rounded by largest remainder, so that the sums hit their targets exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

# A month's usual part of a year's work: the epidemic in February, the sprint to June, the rush to the year's end.
SEASON = (0.044, 0.011, 0.100, 0.116, 0.126, 0.138, 0.078, 0.080, 0.092, 0.084, 0.090, 0.112)


def round_to_sum(raw: Sequence[float], total: int) -> list[int]:
    """Whole numbers proportional to `raw` that add up to `total` (largest remainder); zeros stay zeros."""
    whole = sum(raw)
    if not whole:
        if total:
            raise ValueError("nothing to share among")
        return [0] * len(raw)
    exact = [value * total / whole for value in raw]
    rounded = [int(value) for value in exact]
    missing = total - sum(rounded)
    by_remainder = sorted(range(len(raw)), key=lambda i: (rounded[i] - exact[i], i))
    live = [i for i in by_remainder if raw[i] > 0]
    for place in range(missing):
        rounded[live[place % len(live)]] += 1
    return rounded


def nice_to_sum(raw: Sequence[float], total: int) -> list[int]:
    """As `round_to_sum`, but most values are round as planners like them (tens, hundreds, thousands)."""
    scaled = [value * total / sum(raw) for value in raw] if sum(raw) else [0.0] * len(raw)
    nice = [_nice(value) for value in scaled]
    places = sorted((i for i in range(len(raw)) if nice[i] > 0), key=lambda i: (-nice[i], i))[: max(12, len(raw) // 40)]
    if not places:
        return nice
    missing = total - sum(nice)
    weights = [nice[i] for i in places]
    share = round_to_sum(weights, abs(missing))
    tens, rest = 0, abs(missing)
    for i, part in zip(places, share, strict=True):
        part = part // 10 * 10
        nice[i] += part if missing > 0 else -part
        tens += part
    rest -= tens
    largest = max(places, key=lambda i: nice[i])
    nice[largest] += rest if missing > 0 else -rest
    return nice


def _nice(value: float) -> int:
    step = 1000 if value >= 20000 else 500 if value >= 8000 else 100 if value >= 1000 else 10
    return max(round(value / step) * step, step if value > 0 else 0)


def months_raw(random: Random, *, first: int, last: int, months: int = 12) -> list[float]:
    """Unscaled amounts of a project at work from month `first` to `last` (1–12): season, noise, a slow start."""
    amounts = []
    for month in range(1, months + 1):
        if not first <= month <= last:
            amounts.append(0.0)
            continue
        rise = min(1.0, 0.5 + 0.3 * (month - first)) if first > 1 else 1.0
        end = 0.6 if month == last and last < 12 else 1.0
        amounts.append(SEASON[month - 1] * rise * end * random.lognormvariate(0, 0.45))
    return amounts


def shaped(random: Random, raw: Sequence[float], total: int) -> list[float]:
    """The year's total spread over the months as `raw` says."""
    whole = sum(raw)
    return [value * total / whole for value in raw] if whole else [0.0] * len(raw)


def scale_halves(years: Sequence[Sequence[float]], first_half: int, second_half: int) -> list[list[int]]:
    """Scale January–June and July–December of all projects together so that each half adds up exactly."""
    result = [[0] * 12 for _ in years]
    for months, total in ((range(6), first_half), (range(6, 12), second_half)):
        flat = [max(year[m], 0.0) for year in years for m in months]
        if not sum(flat):
            continue
        for place, value in enumerate(round_to_sum(flat, total)):
            result[place // 6][months[place % 6]] = value
    return result


def ceil_to(value: float, step: int) -> int:
    """Up to the next multiple of `step`."""
    return -int(-value // step) * step
