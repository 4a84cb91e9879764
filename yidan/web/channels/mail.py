"""E-mail by SMTP: `smtp://user:password@host:587` (STARTTLS where offered) or `smtps://…:465`.

A person's address is the log-in name at the office's mail domain, so that no address is entered anywhere.
"""

from __future__ import annotations

import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import make_msgid
from urllib.parse import unquote, urlsplit

from yidan.people.models import Person
from yidan.web.channels import Message, Undelivered

SECONDS = 10


class Mail:
    """The office's mail server."""

    name = "mail"

    def __init__(self, url: str, sender: str, domain: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise RuntimeError("YIDAN_SMTP: smtp://user:password@host:587 or smtps://host:465")
        self.parts, self.domain = parts, domain
        self.sender = sender or f"yidan@{domain}"

    def reaches(self, person: Person) -> bool:
        """Whoever has a log-in name."""
        return bool(person.username)

    def send(self, person: Person, message: Message) -> None:
        """One mail to one person."""
        mail = EmailMessage()
        mail["Subject"] = message.subject
        mail["From"] = self.sender
        mail["To"] = Address(person.name, person.username or "", self.domain)
        mail["Message-ID"] = make_msgid(domain=self.domain)
        mail["Auto-Submitted"] = "auto-generated"
        lines = [f"{line.sentence}\n{line.address}".strip() for line in message.lines]
        mail.set_content("\n\n".join([*lines, message.foot]).strip() + "\n")
        try:
            with self._connected() as server:
                server.send_message(mail)
        except (smtplib.SMTPException, OSError) as error:
            code = getattr(error, "smtp_code", "")
            raise Undelivered(f"{type(error).__name__} {code}".strip()) from None

    def _connected(self) -> smtplib.SMTP:
        host, secure = self.parts.hostname or "", ssl.create_default_context()
        if self.parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, self.parts.port or 465, timeout=SECONDS, context=secure)
        else:
            server = smtplib.SMTP(host, self.parts.port or 25, timeout=SECONDS)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=secure)
                server.ehlo()
        if self.parts.username:
            server.login(unquote(self.parts.username), unquote(self.parts.password or ""))
        return server
