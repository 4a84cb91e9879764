"""What is done by the clock, through the worker: the day's visit list in the morning, and what else falls due.

A chore is a function of the moment; it looks whether anything is due and does it once. One that fails is logged and
tried again at the next turn, and keeps none of the others from theirs.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime

PAUSE_SECONDS = 60.0
LATEST_HOUR = 18
logger = logging.getLogger(__name__)


def visit_list(now: datetime) -> bool:
    """On a working day from the set hour on: make the list, if there is anybody to go and anything to see."""
    from yidan.kernel import parameters, workdays
    from yidan.kernel.values import BEIJING, beijing_day
    from yidan.patrol import parameters as office
    from yidan.patrol import queries
    from yidan.patrol.models import PatrolDay
    from yidan.people.console import CLOCK
    from yidan.web.patrol import morning

    today, hour = beijing_day(now), now.astimezone(BEIJING).hour
    if not parameters.values()[office.MAKE_FROM.name] <= hour < LATEST_HOUR:
        return False
    if PatrolDay.objects.filter(day=today).exists() or not workdays.calendar().works(today):
        return False
    if not queries.visitors().exists() or not queries.live_projects().exists():
        return False
    morning.make(today, by=CLOCK, at=now)
    return True


def deadlines(now: datetime) -> int:
    """Tell of deadlines near and over, and propose to go up where it was told in vain."""
    from yidan.matters.commands import reminding

    return reminding.remind(at=now)


def messages(now: datetime) -> int:
    """Send what is due by the channels of the settings."""
    from yidan.web.channels import sending

    return sending.send_due(now)


def weekly(now: datetime) -> bool:
    """Draft the weekly when its data are cut, and tell the office."""
    from yidan.web.bulletin import due

    return due.weekly(now) is not None


def monthly(now: datetime) -> bool:
    """Draft the monthly likewise."""
    from yidan.web.bulletin import due

    return due.monthly(now) is not None


def weekly_waits(now: datetime) -> bool:
    """Whether there is a weekly to draft."""
    from yidan.web.bulletin import due

    return due.weekly_waits(now) is not None


def monthly_waits(now: datetime) -> bool:
    """Whether there is a monthly to draft."""
    from yidan.web.bulletin import due

    return due.monthly_waits(now) is not None


Chore = Callable[[datetime], object]
CHORES: list[Chore] = [visit_list, deadlines, weekly, monthly, messages]
# Those that read the whole ledger, each with the short question whether there is anything to do. They are done in a
# process of their own: the one that serves pages would keep that evening's figures for good (100 MB with 10,000
# projects).
HEAVY: dict[Chore, Chore] = {weekly: weekly_waits, monthly: monthly_waits}


def tick(now: datetime, apart: Callable[[str], object] | None = None) -> None:
    """Every chore once; a heavy one that has something to do by `apart`, if that is given."""
    from django.db import DatabaseError, connection

    from yidan.kernel.errors import Refused

    for chore in CHORES:
        try:
            if apart is None or chore not in HEAVY:
                chore(now)
            elif HEAVY[chore](now):
                apart(chore.__name__)
        except Refused as refusal:
            logger.info("%s: %s", chore.__name__, refusal)
        except (DatabaseError, OSError):
            logger.exception("the clock could not do %s; it tries again", chore.__name__)
            connection.close()
        except Exception:
            # a fault of one chore's own: were it to end this thread, no deadline would be told of any more
            logger.exception("the clock could not do %s; it tries again", chore.__name__)


def tick_until(
    stop: threading.Event, now: Callable[[], datetime], apart: Callable[[str], object] | None = None
) -> None:
    """Until told to stop, about once a minute."""
    from django.db import close_old_connections

    while not stop.is_set():
        tick(now(), apart)
        close_old_connections()
        stop.wait(PAUSE_SECONDS)
