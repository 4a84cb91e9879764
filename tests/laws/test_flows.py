"""The drawings of the flows are those of the code, and every flow is total."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
spec = importlib.util.spec_from_file_location("flows", ROOT / "tools" / "flows.py")
drawings = importlib.util.module_from_spec(spec)
spec.loader.exec_module(drawings)
FLOWS = drawings.flows()


@pytest.mark.parametrize("name", FLOWS)
def test_a_flows_drawing_is_fresh(name):
    path = ROOT / "docs" / "flows" / f"{name}.md"
    assert path.read_text(encoding="utf-8") == drawings.page(name, FLOWS[name])


@pytest.mark.parametrize("name", FLOWS)
def test_every_state_is_reached_and_has_its_moves(name):
    flow = FLOWS[name]
    states = set(type(flow.start))
    assert set(flow.moves) == states
    reached = {flow.start} | {target for moves in flow.moves.values() for target in moves.values()}
    assert reached == states
