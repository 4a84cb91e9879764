"""Who is asking: the session and its person, which each request begins with, by statements written once."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.utils import timezone

from yidan.kernel.statements import TEXT, Prepared, together
from yidan.people.models import HELD, Person

_SESSION = Prepared(lambda key: Session.objects.filter(session_key=key), TEXT)
_PERSON = Prepared(lambda pk: Person.objects.filter(pk=pk))


class SessionStore(DatabaseSessions):
    """Sessions in the database (SESSION_ENGINE names this module)."""

    def _get_session_from_db(self) -> Session | None:
        found = next(iter(_SESSION.of(self.session_key)), None) if self.session_key else None
        if found is not None and found.expire_date > timezone.now():
            return found
        self._session_key = None
        return None


class Backend(AuthenticationBackend):
    """Log-in by allauth; the person of a session is found without asking Django to write the question."""

    def get_user(self, user_id: int) -> Person | None:
        """The person, unless the account is closed."""
        persons, held = together((_PERSON, user_id), (HELD, user_id))
        if not persons or not self.user_can_authenticate(persons[0]):
            return None
        persons[0].take_roles(held)
        return persons[0]
