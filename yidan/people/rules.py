"""What holds of units and persons, as pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from yidan.kernel.policy import Role
from yidan.kernel.values import BEIJING
from yidan.kernel.workdays import Calendar

# 三员分立 (domain.md §12): each of the three stands alone, beside no other role at all; so neither of the
# two administrators sees business data, and nobody audits what they did themselves.
KEPT_APART = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
_PHONE = re.compile(r"(?<!\d)(1\d{2})\d{4}(\d{4})(?!\d)")
_ALL_BUT_TWO = re.compile(r"\d(?=(?:\D*\d){2})")
_MOBILE = re.compile(r"(?<!\d)1\d{10}(?!\d)")
_WRITTEN_NUMBER = re.compile(r"\+?\d[\d ()-]{4,}\d")


def apart_from(role: Role, held: Iterable[str]) -> Role | None:
    """The role among `held` that `role` must not be joined with, or None if it may be."""
    for other in sorted({Role(each) for each in held} - {role}, key=list(Role).index):
        if role in KEPT_APART or other in KEPT_APART:
            return other
    return None


def masked_phone(phone: str) -> str:
    """A phone as outsiders see it: 138****1234; a landline keeps its last two digits."""
    masked = _PHONE.sub(r"\1****\2", phone)
    return masked if masked != phone else _ALL_BUT_TWO.sub("*", phone)


def callable_number(phone: str) -> str:
    """What a tap dials: the first number written, digits only; empty where there is none."""
    first = _MOBILE.search(phone) or _WRITTEN_NUMBER.search(phone)
    return re.sub(r"[^\d+]", "", first[0]) if first else ""


def joined_former_names(former: str, name: str) -> str:
    """曾用名 with one more, oldest first, each once."""
    names = [each for each in former.split("、") if each]
    return "、".join([*names, name] if name not in names else names)


def password_classes(password: str) -> int:
    """How many of four classes a password mixes: capitals, small letters, digits, all else (domain.md §12)."""
    return len(
        {
            "capital"
            if "A" <= each <= "Z"
            else "small"
            if "a" <= each <= "z"
            else "digit"
            if "0" <= each <= "9"
            else "sign"
            for each in password
        }
    )


@dataclass(frozen=True)
class Hours:
    """When notices may go out, as hours of Beijing's day: the daily digest, and the working hours around it."""

    digest: int = 9
    begin: int = 8
    end: int = 18


def is_at_work(moment: datetime, hours: Hours, calendar: Calendar) -> bool:
    """Whether the moment lies in working hours of a working day: nobody is told anything at night or on a holiday."""
    here = moment.astimezone(BEIJING)
    return calendar.works(here.date()) and hours.begin <= here.hour < hours.end


def may_digest(moment: datetime, last_at: datetime | None, hours: Hours, calendar: Calendar) -> bool:
    """Whether the day's one message may go to a person now; `last_at` is when the last one went."""
    here = moment.astimezone(BEIJING)
    if not is_at_work(moment, hours, calendar) or here.hour < hours.digest:
        return False
    return last_at is None or last_at.astimezone(BEIJING).date() < here.date()


def next_try(moment: datetime, tries: int, most: int) -> datetime | None:
    """When a failed message is tried again: after 1, 5, 25, 125 minutes; None once it was tried often enough."""
    return moment + timedelta(minutes=5 ** (tries - 1)) if tries < most else None
