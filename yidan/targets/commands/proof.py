"""完成要有佐证: the unit claims, another unit confirms or sends back; what is not done is carried over or dropped."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from yidan.evidence.models import File
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid, NotPermitted
from yidan.kernel.journal import Note, note
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.ledger.commands.derived import require_text
from yidan.people.models import Person
from yidan.targets.commands.item import entered
from yidan.targets.commands.register import live
from yidan.targets.models import Item, Proof
from yidan.targets.states import FLOW, State


@command(Verb.ITEM_CLAIM)
def claim(item: Item, *, by: Person, at: datetime, done_on: date, words: str, files: Iterable[File] = ()) -> Note:
    """报完成, with what was done and at least one paper: done without proof is not done (domain.md §9)."""
    words = require_text(words, _("请写明完成情况。"), "words")
    if len(words) > 1000:
        raise Invalid(_("最多%(most)s字。") % {"most": 1000}, field="words")
    if done_on > beijing_day(at):
        raise Invalid(_("完成日期还没有到。"), field="done_on")
    if not (kept := list(files)):
        raise Invalid(_("请附佐证：没有佐证不算完成。"), field="files")
    if by.unit_id is None:
        raise NotPermitted(_("您没有所属单位，不能报完成。"))
    FLOW.advance(item, Verb.ITEM_CLAIM)
    proof = Proof.objects.create(
        item=item, claimed_at=at, claimed_by=by, claiming_unit_id=by.unit_id, done_on=done_on, words=words
    )
    proof.files.set(kept)
    return note(item, title=item.title, done_on=done_on.isoformat(), words=words,
                sha256=[each.sha256 for each in kept])  # fmt: skip


@command(Verb.ITEM_CONFIRM)
def confirm(item: Item, *, by: Person, at: datetime, opinion: str = "") -> Note:
    """认定完成, by a unit other than the one that claimed."""
    proof = _decided(item, by, at, True, opinion.strip())
    FLOW.advance(item, Verb.ITEM_CONFIRM)
    return note(item, title=item.title, done_on=proof.done_on.isoformat(), opinion=opinion.strip())


@command(Verb.ITEM_SEND_BACK)
def send_back(item: Item, *, by: Person, at: datetime, opinion: str) -> Note:
    """退回: the proof does not show that it is done, and why."""
    opinion = require_text(opinion, _("请写明退回原因。"), "opinion")
    _decided(item, by, at, False, opinion)
    FLOW.advance(item, Verb.ITEM_SEND_BACK)
    return note(item, title=item.title, opinion=opinion)


def _decided(item: Item, by: Person, at: datetime, is_confirmed: bool, opinion: str) -> Proof:
    proof = item.proofs.filter(decided_at__isnull=True).first()
    if proof is None:
        raise Invalid(_("“%(title)s”没有等待认定的佐证。") % {"title": item.title})
    if by.unit_id is None or by.unit_id == proof.claiming_unit_id:
        raise NotPermitted(_("%(unit)s报的完成，由别的单位认定。") % {"unit": proof.claiming_unit})
    if len(opinion) > 500:
        raise Invalid(_("最多%(most)s字。") % {"most": 500}, field="opinion")
    Proof.objects.filter(pk=proof.pk, decided_at__isnull=True).update(
        decided_at=at, decided_by=by, deciding_unit_id=by.unit_id, is_confirmed=is_confirmed, opinion=opinion
    )
    return proof


@command(Verb.ITEM_DROP)
def drop(item: Item, *, by: Person, at: datetime, reason: str) -> Note:
    """不再推进, with the reason; it stays in the list of its year and counts as neither done nor running."""
    reason = require_text(reason, _("请写明不再推进的原因。"), "reason")
    # what waited for a decision is decided by that
    item.proofs.filter(decided_at__isnull=True).update(
        decided_at=at, decided_by=by, is_confirmed=False, opinion=reason[:500]
    )
    FLOW.advance(item, Verb.ITEM_DROP, ended_at=at)
    return note(item, title=item.title, reason=reason)


@command(Verb.ITEM_CARRY_OVER)
def carry_over(item: Item, *, by: Person, at: datetime, recorded_at: datetime, year: int, reason: str) -> Note:
    """结转下年: an item of the new year that names where it comes from; the old one keeps its year and its state."""
    reason = require_text(reason, _("请写明结转原因。"), "reason")
    if item.state not in (State.RUNNING, State.CLAIMED):
        raise Invalid(_("只有没有完成的才结转；“%(title)s”不是。") % {"title": item.title}, field="year")
    before = item.contents.live().get()
    if before.year is None or not before.year < year <= before.year + 5:
        raise Invalid(
            _("请填下一年度，如%(year)s。") % {"year": (before.year or beijing_day(at).year) + 1}, field="year"
        )
    if Item.objects.filter(carried_from=item).exists():
        raise Invalid(_("已经结转过了。"), field="year")
    content = {
        name: getattr(before, name) for name in ("title", "unit", "level", "document", "text", "values")
    } | {"year": year, "starts_on": None, "until_on": None}  # fmt: skip
    made = entered(
        live(item.register_key), content, by=by, recorded_at=recorded_at, parent=item.parent, carried_from=item
    )
    return note(made, title=before.title, year=year, carried_from=item.pk, reason=reason)
