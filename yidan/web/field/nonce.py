"""A number that the server gives out, signed, with the moment: a picture that carries it was handed in after that.

It proves nothing of the picture itself: only that the phone held this number, which nobody had before the server
gave it. Together with the receipt it says between which two moments a picture came to be in the app.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

from yidan.people.models import Person

SALT = "yidan.field.nonce"
LONGEST = 120


def issue(person: Person, at: datetime) -> str:
    """A fresh one for this person: who, when (seconds since 1970), and what nobody can guess."""
    return Signer(salt=SALT).sign(f"{person.pk}.{int(at.timestamp())}.{secrets.token_urlsafe(9)}")


def read(nonce: str, person: Person, received_at: datetime, hours: int) -> tuple[datetime | None, str]:
    """When it was issued, and why it proves nothing where it does not (empty where it does).

    `hours`: older ones say too little of when a picture was taken.
    """
    if not nonce:
        return None, _("没有随附服务器凭证")
    try:
        who, seconds, _random = Signer(salt=SALT).unsign(nonce[: LONGEST + 1]).split(".")
        issued_at = datetime.fromtimestamp(int(seconds), UTC)
    except (BadSignature, ValueError, OverflowError):
        return None, _("凭证不是本系统签发的")
    if who != str(person.pk):
        return None, _("凭证是签发给另一个人的")
    if issued_at > received_at:
        return None, _("凭证的时间晚于收到的时间")
    if received_at - issued_at > timedelta(hours=hours):
        return issued_at, _("凭证超过%(hours)s小时，说明不了拍摄时间") % {"hours": hours}
    return issued_at, ""
