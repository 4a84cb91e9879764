"""A generic webhook: JSON, signed so that the receiver can tell who sent it and when.

`X-Yidan-Timestamp` is seconds; `X-Yidan-Signature` is `sha256=` and hex(HMAC-SHA256(secret, timestamp + "." + body)).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time

from yidan.people.models import Person
from yidan.web.channels import Message
from yidan.web.channels.posting import post, require_address


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """What stands in the header."""
    return "sha256=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


class Webhook:
    """The office's own receiver."""

    name = "webhook"

    def __init__(self, url: str, secret: str) -> None:
        if not secret:
            raise RuntimeError("YIDAN_WEBHOOK_SECRET: an unsigned webhook is not sent")
        self.url, self.secret = require_address(url, "YIDAN_WEBHOOK"), secret

    def reaches(self, person: Person) -> bool:
        """Everybody: the receiver knows whom it can find."""
        return bool(person.username)

    def send(self, person: Person, message: Message) -> None:
        """One request for one person."""
        said = {
            "person": person.username, "name": person.name, "subject": message.subject,
            "notices": [{"sentence": line.sentence, "address": line.address} for line in message.lines],
        }  # fmt: skip
        body, timestamp = json.dumps(said, ensure_ascii=False).encode(), str(round(time.time()))
        post(self.url, body, {
            "X-Yidan-Timestamp": timestamp, "X-Yidan-Signature": signature(self.secret, timestamp, body),
        })  # fmt: skip
