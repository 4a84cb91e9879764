"""Every score of a `yidan assess --export csv` file again, from the file alone: `python recompute.py FILE`.

Nothing of Yidan is imported. It prints what differs and leaves with 1 if anything does.
"""

import csv
import json
import sys
from collections import defaultdict
from fractions import Fraction as F


def limit(value, settings, around):
    if settings.get("most") is not None:
        value = min(value, around + F(str(settings["most"])))
    if settings.get("least") is not None:
        value = max(value, around + F(str(settings["least"])))
    return value


def points(row, everybody):
    """The points of one line by its way of scoring; None where there is nothing to judge by."""
    told = json.loads(row["settings"])

    def number(name, other):
        return F(str(told.get(name, other)))

    if row["value"] == "":
        return F(row["base"]) if row["missing"] == "base" else None
    value = F(row["value"])
    if row["kind"] == "event" and not value:
        return F(0)
    if row["way"] == "share":
        return F(row["weight"]) * max(F(0), min(value / number("full", 100), number("cap", 1)))
    if row["way"] == "steps":
        reached = [(F(str(s["from"])), F(str(s["points"]))) for s in told["steps"] if value >= F(str(s["from"]))]
        return max(reached)[1] if reached else number("otherwise", 0)
    if row["way"] == "each":
        return limit(value * number("points", 1), told, F(0))
    if row["way"] == "place":
        place = 1 + sum(other > value for other in everybody)
        fits = [s for s in told["places"] if s.get("until") is None or place <= int(s["until"])]
        return F(str(fits[0]["points"])) if fits else F(0)
    target, made = number("target", 100), number("at_target", 0)  # slope
    if value < target:
        made += (value - target) * number("below", 0)
    at = target
    for band in told.get("above", ()):
        until = F(str(band["until"])) if band.get("until") is not None else max(value, at)
        made += max(F(0), min(value, until) - at) * F(str(band["rate"]))
        at = until
    return limit(made, told, number("at_target", 0))


def total_of(rows, everybody):
    criteria = [row for row in rows if row["kind"] == "criterion"]
    made = [(F(row["weight"]), points(row, everybody[row["table"], row["key"]])) for row in criteria]
    left = sum(weight for weight, each in made if each is not None)
    whole = sum(weight for weight, _each in made)
    if all(each is None for _weight, each in made):
        return None
    factor = whole / left if left and left != whole else F(1)
    total = sum(each * factor for _weight, each in made if each is not None)
    total += sum(points(row, ()) for row in rows if row["kind"] == "event")
    if rows[0]["highest"]:
        total = min(total, F(rows[0]["highest"]))
    return max(total, F(rows[0]["lowest"])) if rows[0]["lowest"] else total


def recomputed(lines):
    """Unit → (total, place), each as the file writes it."""
    units, everybody, tables = defaultdict(list), defaultdict(list), defaultdict(dict)
    for row in lines:
        if row["kind"] == "adjustment":
            continue
        units[row["unit"]].append(row)
        if row["is_ranked"] == "1" and row["value"]:
            everybody[row["table"], row["key"]].append(F(row["value"]))
    totals = {unit: total_of(rows, everybody) for unit, rows in units.items()}
    for unit, rows in units.items():
        if rows[0]["is_ranked"] == "1" and totals[unit] is not None:
            tables[rows[0]["table"]][unit] = totals[unit]
    places = {}
    for table in tables.values():
        if len(table) >= int(next(iter(units.values()))[0]["least_units"]):
            places |= {unit: 1 + sum(other > total for other in table.values()) for unit, total in table.items()}
    return {u: ("" if t is None else str(t), str(places.get(u, ""))) for u, t in totals.items()}


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8-sig", newline="") as file:
        # a spreadsheet's mark of a text (') is none of the number
        lines = [{name: cell.lstrip("'") for name, cell in row.items()} for row in csv.DictReader(file)]
    again, kept = recomputed(lines), {row["unit"]: (row["total"], row["place"]) for row in lines if row["total"]}
    wrong = {unit: (each, again.get(unit)) for unit, each in kept.items() if again.get(unit) != each}
    sys.stdout.write("\n".join(f"{unit}: {each}" for unit, each in wrong.items()) or f"{len(kept)} scores hold\n")
    sys.exit(1 if wrong else 0)
