"""The round of the clock: who is due one message, by which channels, and what became of it."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from yidan.kernel import parameters, workdays
from yidan.people import parameters as office
from yidan.people import queries
from yidan.people.commands.notifying import delivered, undelivered
from yidan.people.models import Notice, Person
from yidan.people.rules import may_digest
from yidan.web.channels import Channel, Line, Message, Undelivered, configured
from yidan.web.inbox import address_of

MOST_LINES = 20
MOST_FAULTS = 3
logger = logging.getLogger(__name__)


def send_due(now: datetime, channels: Iterable[Channel] | None = None) -> int:
    """One round: each person's notices of the day in one message a channel, emergencies at once; messages sent.

    At most one message a person, channel and day, in working hours; what fails is tried again with growing pauses.
    """
    values, calendar, sent = parameters.values(), workdays.calendar(), 0
    hours, most = office.hours(values), values[office.TRIES.name]
    for channel in configured() if channels is None else channels:
        last, faults = queries.last_messages(channel.name), 0
        for person, notices in queries.waiting(channel.name, now).items():
            if faults >= MOST_FAULTS:
                break  # the other side is down: the rest waits for the next round
            if not channel.reaches(person):
                continue
            urgent = [each for each in notices if each.is_urgent]
            daily = [each for each in notices if not each.is_urgent]
            if not may_digest(now, last.get(person.pk), hours, calendar):
                daily = []
            for chosen in filter(None, (urgent, daily)):
                if _send(channel, person, chosen, now, most):
                    sent, faults = sent + 1, 0
                else:
                    faults += 1
    return sent


def _send(channel: Channel, person: Person, notices: list[Notice], now: datetime, most: int) -> bool:
    try:
        channel.send(person, message_of(notices))
    except Undelivered as fault:
        logger.warning("%s did not take a message: %s", channel.name, fault)
        undelivered(notices, channel.name, at=now, fault=str(fault), most=most)
        return False
    delivered(notices, channel.name, at=now)
    return True


def message_of(notices: list[Notice]) -> Message:
    """What a person reads: the newest sentences, each with its page; the rest is in the inbox."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("【一单】有%(count)d件事项") % {"count": len(notices)}
        lines = tuple(
            Line(each.sentence, _absolute(address_of(each.subject_type, each.subject_id)))
            for each in notices[-MOST_LINES:]
        )
        foot = _("每个工作日至多一条，都在“消息”里。") + (f" {_absolute('/inbox/')}" if settings.BASE_URL else "")
    return Message(subject, lines, foot)


def _absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}" if settings.BASE_URL and path else ""
