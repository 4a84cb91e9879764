"""State machines as data; a move either happens exactly once or is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from yidan.kernel.errors import IllegalMove, Stale
from yidan.kernel.statements import change
from yidan.kernel.verbs import Verb


class Flow:
    """States, the verbs that lead from one to another, and whose turn it is in each.

    `turns` names for each state who acts next, in the office's words; "" means nobody: the paper rests.
    """

    def __init__(self, start: Any, moves: Mapping[Any, Mapping[Verb, Any]], turns: Mapping[Any, Any]) -> None:
        if set(moves) != set(turns):
            raise ValueError("every state needs its moves and whose turn it is")
        self.start, self.moves, self.turns = start, moves, turns

    def allows(self, state: Any, verb: Verb) -> bool:
        """Whether `verb` leads on from `state`."""
        return verb in self.moves[state]

    def target(self, state: Any, verb: Verb) -> Any:
        """The state that `verb` leads to; refused where no arrow starts."""
        try:
            return self.moves[state][verb]
        except KeyError:
            label = getattr(type(self.start)(state), "label", state)
            raise IllegalMove(
                _("当前为“%(state)s”，不能%(verb)s；请刷新后查看轮到谁办。") % {"state": label, "verb": verb.label}
            ) from None

    def advance(self, thing: Any, verb: Verb, **fields: Any) -> None:
        """Move `thing` along `verb`, but only if nobody moved it first."""
        target = self.target(thing.state, verb)
        if not change(type(thing), {"pk": thing.pk, "state": thing.state}, {"state": target, **fields}):
            raise Stale.moved()
        for name, value in {"state": target, **fields}.items():
            setattr(thing, name, value)

    def mermaid(self) -> str:
        """The diagram for the docs (generated, checked by a law)."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.start.value}"]
        for state, moves in self.moves.items():
            lines.append(f"    {state.value}: {state.label}")
            lines += [f"    {state.value} --> {target.value}: {verb.label}" for verb, target in moves.items()]
        return "\n".join(lines)
