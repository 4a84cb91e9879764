import pytest

from yidan.kernel.errors import IllegalMove
from yidan.kernel.flow import Flow
from yidan.kernel.verbs import Verb
from yidan.progress.states import FLOW, State


def test_an_arrow_leads_where_the_table_says():
    assert FLOW.target(State.DRAFT, Verb.REPORT_SUBMIT) == State.SUBMITTED


def test_where_no_arrow_starts_the_sentence_says_state_and_act():
    with pytest.raises(IllegalMove, match="当前为“草稿”，不能审定"):
        FLOW.target("draft", Verb.REPORT_ACCEPT)


def test_a_state_without_a_turn_is_a_bug():
    with pytest.raises(ValueError, match="whose turn"):
        Flow(State.DRAFT, {State.DRAFT: {}}, turns={})


def test_the_diagram_names_every_state_and_arrow():
    lines = FLOW.mermaid().splitlines()
    arrows = sum(len(moves) for moves in FLOW.moves.values())
    assert len(lines) == 2 + len(FLOW.moves) + arrows
    assert "    draft --> submitted: 报送" in lines
