"""Questions about assessment: which scheme holds, what a month's scores are, who may see which round, which cards."""

from yidan.assessment.queries.cards import Proposal, cards_visible_to, has_caught_up, proposed, still_to_issue
from yidan.assessment.queries.computing import Row, back_test, computed, tables
from yidan.assessment.queries.packs import known_packs, pack_data, pack_of, read, shipped, versions
from yidan.assessment.queries.rounds import (
    Standing,
    cut_offs,
    differences,
    named_round,
    own_results,
    results_visible_to,
    round_of,
    rounds_visible_to,
    standings,
)

__all__ = [
    "Proposal", "Row", "Standing", "back_test", "cards_visible_to", "computed", "cut_offs", "differences",
    "has_caught_up", "known_packs", "named_round", "own_results", "pack_data", "pack_of", "proposed", "read",
    "results_visible_to", "round_of", "rounds_visible_to", "shipped", "standings", "still_to_issue", "tables",
    "versions",
]  # fmt: skip
