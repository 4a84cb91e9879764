"""知会: telling persons, and what became of the telling. Shared steps of other commands, and the reader's own act."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _w

from yidan.kernel import loading
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid
from yidan.kernel.holdings import holding
from yidan.kernel.journal import Note, note
from yidan.kernel.statements import change
from yidan.kernel.verbs import Verb
from yidan.people.models import CalendarFeed, Delivery, Notice, Person
from yidan.people.rules import next_try


def notify(
    persons: Iterable[Person],
    sentence: str,
    *,
    about: Any,
    verb: Verb,
    at: datetime,
    but: Any = None,
    occasion: str = "",
    is_urgent: bool = False,
) -> list[Notice]:
    """Tell each of these persons, once; whoever did the thing (`but`) need not be told. Sending comes later, by rule.

    Called inside a command (or by the clock), so a refused act has told nobody. With an `occasion` a person who was
    told of it already is not told again.
    """
    chosen = {person.pk: person for person in persons if person.is_active and person.pk != getattr(but, "pk", None)}
    if occasion:
        told = Notice.objects.filter(person__in=chosen, occasion=occasion).values_list("person_id", flat=True)
        for pk in list(told):
            chosen.pop(pk)
    made = [
        Notice(
            person=person, verb=verb.value, subject_type=about._meta.model_name, subject_id=about.pk,
            sentence=sentence[:300], occasion=occasion[:80], is_urgent=is_urgent, made_at=at,
        )
        for person in chosen.values()
    ]  # fmt: skip
    return loading.add(made, ignore_conflicts=bool(occasion))


def settle(about: Any, *verbs: Verb, at: datetime, persons: Iterable[Person] | None = None) -> None:
    """What these notices asked for was done, by whomever: they wait in no inbox and are not sent any more.

    Where each was asked for an answer of his own, only that of `persons` is settled.
    """
    asking, whom = {verb.value for verb in verbs}, None if persons is None else set(persons)
    held, is_all = loading.held_about(Notice, about)
    for each in held:
        if each.verb in asking and each.settled_at is None and (whom is None or each.person in whom):
            each.settled_at = at
    if is_all:
        return
    asked: dict[str, Any] = {
        "subject_type": about._meta.model_name, "subject_id": about.pk, "verb": sorted(asking), "settled_at": None,
    }  # fmt: skip
    if whom is not None:
        asked["person"] = sorted(person.pk for person in whom)
    with loading.written_only(Notice):
        change(Notice, asked, {"settled_at": at})


@command(Verb.NOTICE_READ)
def read(person: Person, *, by: Person, at: datetime, notices: Iterable[int]) -> Note:
    """阅知: one's own notices are taken note of; when, is the proof that one was told."""
    unread = Notice.objects.filter(person=person, pk__in=list(notices), read_at__isnull=True)
    numbers = list(unread.values_list("pk", flat=True))
    if not numbers:
        raise Invalid(_("没有未读的消息。"))
    unread.update(read_at=at)
    return note(person, notices=numbers)


@command(Verb.CALENDAR_FEED_OPEN)
def open(person: Person, *, by: Person, at: datetime, token_sha256: str) -> Note:
    """开通日历订阅: a new secret address; the one before stops at once."""
    person.calendar_feeds.filter(closed_at__isnull=True).update(closed_at=at)
    CalendarFeed.objects.create(person=person, token_sha256=token_sha256, opened_at=at)
    return note(person)


@command(Verb.CALENDAR_FEED_CLOSE)
def close(person: Person, *, by: Person, at: datetime) -> Note:
    """停用日历订阅: the address answers nothing from now on."""
    if not person.calendar_feeds.filter(closed_at__isnull=True).update(closed_at=at):
        raise Invalid(_("还没有开通日历订阅。"))
    return note(person)


# --- what the clock writes down about sending (nobody's act, no entry) ---


def delivered(notices: Iterable[Notice], channel: str, *, at: datetime) -> None:
    """The other side took a message with these notices."""
    for each in notices:
        Delivery.objects.update_or_create(
            notice=each, channel=channel, defaults={"sent_at": at, "fault": "", "next_try_at": None}
        )


def undelivered(notices: Iterable[Notice], channel: str, *, at: datetime, fault: str, most: int) -> None:
    """The message did not arrive: when it is tried again, or that it is given up."""
    for each in notices:
        row, _is_new = Delivery.objects.get_or_create(notice=each, channel=channel)
        tries = row.tries + 1
        Delivery.objects.filter(pk=row.pk).update(tries=tries, fault=fault[:200], next_try_at=next_try(at, tries, most))


# --- a hand-over takes along what waits ---


def _waiting(person: Person) -> Any:
    return Notice.objects.filter(person=person, read_at__isnull=True, settled_at__isnull=True)


@holding(_w("未阅的消息"), count=lambda person: _waiting(person).count())
def _notices(person: Person, successor: Person, *, by: Any, at: datetime, recorded_at: datetime) -> int:
    known = Notice.objects.filter(person=successor).exclude(occasion="").values("occasion")
    return _waiting(person).exclude(occasion__in=known).update(person=successor)
