"""The golden cases beside the packs: each shows its arithmetic, and the arithmetic alone gives the score.

The sum of a case is read here by itself (numbers, + - × ÷ and brackets, exactly), never by the ways of scoring.
"""

import ast
import json
import operator
from fractions import Fraction
from pathlib import Path

import pytest

import yidan.assessment
from yidan.assessment.rules import read_pack, scored
from yidan.figures import matters
from yidan.figures.define import REGISTRY
from yidan.figures.queries import get

FOLDER = Path(yidan.assessment.__file__).with_name("packs")
ACTS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
CASES = [
    pytest.param(path.stem, case, id=f"{path.stem}-{number}")
    for path in sorted((FOLDER / "cases").glob("*.json"))
    for number, case in enumerate(json.loads(path.read_text(encoding="utf-8")), 1)
]


def worked(text):
    """The value of a sum as a person writes it; None for an empty one."""

    def of(node):
        if isinstance(node, ast.BinOp):
            return ACTS[type(node.op)](of(node.left), of(node.right))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return -of(node.operand)
        assert isinstance(node, ast.Constant), ast.dump(node)
        return Fraction(str(node.value))

    return of(ast.parse(text.replace("×", "*").replace("÷", "/"), mode="eval").body) if text else None


def pack(name):
    get("project.count")
    return read_pack(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")), {*REGISTRY, *matters.REGISTRY})


@pytest.mark.parametrize(("name", "case"), CASES)
def test_a_score_is_what_its_arithmetic_says(name, case):
    units = {"甲": {"project.count": 5, **case["given"]}}
    units |= {f"他{number}": values for number, values in enumerate(case.get("others", ()), 1)}
    units = {unit: {key: None if said is None else Fraction(said) for key, said in values.items()}
             for unit, values in units.items()}  # fmt: skip
    schedule = {"schedule": Fraction(case["month"] * 100, 12)}
    (score, *_others) = scored(pack(name), units, {"甲": case.get("events", {})}, schedule)
    assert score.total == worked(case["sum"])


def test_every_pack_has_its_cases_and_there_are_enough():
    packs = {path.stem for path in FOLDER.glob("*.json")}
    assert {each.values[0] for each in CASES} == packs
    assert len(CASES) >= 120


def test_every_figure_of_a_shipped_pack_exists_unless_it_says_what_is_lacking():
    for path in FOLDER.glob("*.json"):
        made = pack(path.stem)
        assert made.figures, path.name
        assert all(each.pending for each in made.criteria if each.figure not in {*REGISTRY, *matters.REGISTRY})
