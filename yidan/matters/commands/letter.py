"""四单 that go out: 提示单, 联系单, 报告单, each a numbered paper that reaches its reader, never twice for one reason.

The fourth, 督办函, is an urging.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yidan.kernel.command import command
from yidan.kernel.errors import Invalid, Refused
from yidan.kernel.journal import Note, note
from yidan.kernel.policy import Role
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.matters import queries
from yidan.matters.commands import telling
from yidan.matters.commands.stepping import lead_of, require_standing
from yidan.matters.models import Matter, SentLetter
from yidan.matters.states import FLOW, Letter
from yidan.people.models import Person, Unit


@command(Verb.MATTER_SEND_LETTER)
def send_letter(
    matter: Matter,
    *,
    by: Person,
    at: datetime,
    kind: str,
    body: list[dict[str, Any]],
    units: Iterable[Unit] = (),
    leader: Person | None = None,
    words: str = "",
) -> Note:
    """发函: signed and sent. `body` is the paper as it was read and signed; it is kept and never made anew.

    提示单 reaches the lead unit, 联系单 the units whose help is asked for (they support it from now on), 报告单 the
    leader who decides.
    """
    FLOW.advance(matter, Verb.MATTER_SEND_LETTER)  # first, so that of two at once the later sees the earlier's paper
    if kind not in queries.letters_due(matter, beijing_day(at)) or kind == Letter.SUPERVISION:
        label = Letter(kind).label if kind in Letter.values else kind
        raise Refused(_("现在按规则不用发%(letter)s，可能刚刚已经发出，请刷新后再看。") % {"letter": label})
    chosen = _units(matter, kind, units)
    if kind == Letter.REPORT and (leader is None or not leader.is_role(Role.LEADER)):
        raise Invalid(_("请选择呈报的市领导。"), field="leader")
    to = leader.name if kind == Letter.REPORT and leader else "、".join(unit.name for unit in chosen)
    order = matter.letters.filter(kind=kind).count() + 1
    sent = SentLetter.objects.create(
        matter=matter, kind=kind, order=order, number=queries.letter_number(matter, Letter(kind), order),
        occasion=queries.occasion_of(matter, Letter(kind)), recipients=to[:300], body=body, words=words.strip()[:300],
        sent_at=at, sender=by,
    )  # fmt: skip
    if kind == Letter.LIAISON:
        matter.supporting_units.add(*chosen)
    people = [leader] if kind == Letter.REPORT and leader else telling.readers_of(matter, chosen)
    telling.written(matter, sent, people, by=by, at=at)
    return note(
        matter, number=matter.number, letter=Letter(kind).label, document=sent.number, reader=to, words=sent.words
    )


def _units(matter: Matter, kind: str, units: Iterable[Unit]) -> list[Unit]:
    if kind != Letter.LIAISON:
        return [lead_of(matter)]
    chosen = list(dict.fromkeys(units))
    if not chosen:
        raise Invalid(_("请写明请哪些单位协助。"), field="units")
    for unit in chosen:
        require_standing(unit, "units")
        if unit.pk == matter.lead_unit_id:
            raise Invalid(_("%(unit)s是牵头单位，联系单发给需要协助的单位。") % {"unit": unit}, field="units")
    return chosen
