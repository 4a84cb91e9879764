"""投诉建议: a word to the office about this system, and the office's answer, which comes back to whoever wrote it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from yidan.kernel.command import command
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Note, note
from yidan.kernel.policy import Role
from yidan.kernel.verbs import Verb
from yidan.people.commands.notifying import notify
from yidan.people.models import Feedback, Person
from yidan.people.queries import holding_role
from yidan.people.states import FEEDBACK_FLOW, FeedbackKind

MOST_LETTERS = 2000


@command(Verb.FEEDBACK_SEND)
def send(person: Person, *, by: Person, at: datetime, kind: str, text: str) -> Note:
    """投诉建议: everybody may, of their own accord; the office is told, and nobody else."""
    if kind not in FeedbackKind.values:
        raise Invalid(_("请选择反映的是哪一类。"), field="kind")
    said = _text(text, _("请写明要反映的情况或建议。"), "text")
    feedback = Feedback.objects.create(person=person, kind=kind, text=said, sent_at=at)
    with translation.override(settings.LANGUAGE_CODE):
        what = feedback.get_kind_display()
        sentence = _("%(who)s反映%(kind)s：%(text)s") % {"who": person, "kind": what, "text": said}
    notify(
        holding_role(Person.objects.all(), Role.SUPERVISOR), sentence, about=feedback, verb=Verb.FEEDBACK_ANSWER, at=at,
        but=by,
    )  # fmt: skip
    return note(feedback, kind=kind, text=said)


@command(Verb.FEEDBACK_ANSWER)
def answer(feedback: Feedback, *, by: Person, at: datetime, answer: str) -> Note:
    """答复: what was found and done; the sender finds it in the inbox."""
    said = _text(answer, _("请写明答复：查到什么、改了什么，不能改的说明原因。"), "answer")
    FEEDBACK_FLOW.advance(feedback, Verb.FEEDBACK_ANSWER, answer=said, answered_at=at, answered_by=by)
    with translation.override(settings.LANGUAGE_CODE):
        sentence = _("您反映的%(kind)s已答复：%(text)s") % {"kind": feedback.get_kind_display(), "text": said}
    notify([feedback.person], sentence, about=feedback, verb=Verb.FEEDBACK_ANSWER, at=at)
    return note(feedback, kind=feedback.kind, answer=said)


def _text(text: str, sentence: str, field: str) -> str:
    said = text.strip()
    if not said:
        raise Invalid(sentence, field=field)
    if len(said) > MOST_LETTERS:
        raise Invalid(_("最多写%(most)d字，请分开写。") % {"most": MOST_LETTERS}, field=field)
    return said
