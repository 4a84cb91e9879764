"""The one way to change state: permission, then the change, then one journal entry, or nothing at all."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from yidan.kernel import journal, loading, policy
from yidan.kernel.errors import Refused
from yidan.kernel.verbs import Verb

REGISTRY: dict[Verb, Callable[..., Any]] = {}
_running: ContextVar[Verb | None] = ContextVar("running", default=None)


def command(verb: Verb) -> Callable[[Callable[..., journal.Note]], Callable[..., Any]]:
    """Make a function the sole implementation of `verb`.

    The body changes the subject and returns a Note. Callers pass who acts (`by`), when the person
    acted (`at`), when the server learned of it (`recorded_at`, the same moment unless the act was
    done offline), and a `key`: the same key from the same person does the work once and returns
    the same subject again. A body that writes facts takes `recorded_at` as a parameter.
    """

    def decorate(body: Callable[..., journal.Note]) -> Callable[..., Any]:
        takes_recorded_at = "recorded_at" in inspect.signature(body).parameters

        @wraps(body)
        def run(
            subject: Any,
            /,
            *,
            by: Any,
            at: datetime,
            recorded_at: datetime | None = None,
            key: UUID | None = None,
            **arguments: Any,
        ) -> Any:
            if _running.get():
                raise RuntimeError(f"{verb} called inside {_running.get()}: share a private function, not a command")
            learned = recorded_at or at
            if takes_recorded_at:
                arguments["recorded_at"] = learned
            token = _running.set(verb)
            try:
                with transaction.atomic(savepoint=not loading.is_under_way()):
                    if done := journal.find(key, verb, by):
                        return done.subject
                    policy.require(by, verb, subject)
                    noted = body(subject, by=by, at=at, **arguments)
                    journal.write(verb, noted, by=by, at=at, recorded_at=learned, key=key)
                    return noted.subject
            except (IntegrityError, Refused):
                if done := journal.find(key, verb, by):  # lost a race with our own replay, which did it
                    return done.subject
                raise
            finally:
                _running.reset(token)

        if verb in REGISTRY:
            raise RuntimeError(f"{verb} is already implemented by {REGISTRY[verb]}")
        REGISTRY[verb] = run
        return run

    return decorate
