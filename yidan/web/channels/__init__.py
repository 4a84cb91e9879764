"""Ways to reach a person outside the pages: one interface, an adapter a way, addresses from the settings only.

A channel says whether it reaches somebody and sends one message; what does not arrive raises `Undelivered`. It never
takes an address from anybody who uses the program, follows no redirection, and gives up after a few seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from yidan.people.models import Person


class Undelivered(Exception):
    """The message did not arrive; str(self) says why, without any address or secret."""


@dataclass(frozen=True)
class Line:
    """One notice in a message: what is said, and the page it leads to (empty: none)."""

    sentence: str
    address: str = ""


@dataclass(frozen=True)
class Message:
    """What one person is sent at one time."""

    subject: str
    lines: tuple[Line, ...]
    foot: str = ""

    def text(self) -> str:
        """The whole as plain text."""
        said = [f"{number}. {line.sentence}" for number, line in enumerate(self.lines, 1)]
        return "\n".join([self.subject, *said, *([self.foot] if self.foot else [])])


class Channel(Protocol):
    """A way to reach persons."""

    name: str

    def reaches(self, person: Person) -> bool:
        """Whether this person can be reached this way."""

    def send(self, person: Person, message: Message) -> None:
        """Send it; raises Undelivered."""


def configured() -> list[Channel]:
    """The channels that the settings name, in their order; none is a fine answer: the inbox is always there."""
    from django.conf import settings

    from yidan.web.channels import mail, robots, webhook

    found: list[Channel] = []
    if settings.SMTP_URL and settings.MAIL_DOMAIN:
        found.append(mail.Mail(settings.SMTP_URL, settings.MAIL_FROM, settings.MAIL_DOMAIN))
    found += [robots.robot(number, given) for number, given in enumerate(settings.ROBOTS, 1)]
    if settings.WEBHOOK_URL:
        found.append(webhook.Webhook(settings.WEBHOOK_URL, settings.WEBHOOK_SECRET))
    return found
