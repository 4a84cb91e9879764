"""Draw the flows of all rooms into docs/flows; a law fails when a drawing is stale (`python tools/flows.py`)."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yidan.settings")

START, END = "<!-- drawn by tools/flows.py -->", "<!-- end -->"


def flows() -> dict:
    """Every flow, by the page that shows it."""
    import django

    django.setup()
    from yidan.approvals.states import FLOW as permit
    from yidan.assessment.states import APPEAL_FLOW as appeal
    from yidan.assessment.states import CARD_FLOW as card
    from yidan.assessment.states import ROUND_FLOW as round_
    from yidan.bulletins.states import FLOW as bulletin
    from yidan.ledger.states import POOL_FLOW as pool_case
    from yidan.ledger.states import ROLLING_FLOW as rolling_case
    from yidan.matters.states import FLOW as matter
    from yidan.patrol.states import FLOW as finding
    from yidan.people.states import FEEDBACK_FLOW as feedback
    from yidan.progress.states import FLOW as report
    from yidan.targets.states import FLOW as item

    return {
        "appeal": appeal, "bulletin": bulletin, "card": card, "feedback": feedback, "finding": finding,
        "item": item, "matter": matter, "permit": permit, "pool_case": pool_case, "report": report,
        "rolling_case": rolling_case, "round": round_,
    }  # fmt: skip


def drawn(flow: object) -> str:
    """The diagram, and whose turn it is in each state."""
    rows = "\n".join(f"| {state.label} | {flow.turns[state] or '—'} |" for state in flow.moves)
    return f"{START}\n\n```mermaid\n{flow.mermaid()}\n```\n\n| 状态 | 轮到谁 |\n|---|---|\n{rows}\n\n{END}"


def page(name: str, flow: object) -> str:
    """The whole page: what people wrote around the drawing stays."""
    path = ROOT / "docs" / "flows" / f"{name}.md"
    text = path.read_text(encoding="utf-8") if path.exists() else f"# {name}\n\n{START}\n{END}\n"
    before, _, rest = text.partition(START)
    return before + drawn(flow) + rest.partition(END)[2]


def main() -> None:
    """Write every page."""
    for name, flow in flows().items():
        (ROOT / "docs" / "flows" / f"{name}.md").write_text(page(name, flow), encoding="utf-8")
        print(f"docs/flows/{name}.md")


if __name__ == "__main__":
    main()
