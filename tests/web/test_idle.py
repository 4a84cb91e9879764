"""An idle log-in ends; an active one does not, and a page costs no write for it."""

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from yidan.web import idle

IDLE = timedelta(seconds=settings.SESSION_COOKIE_AGE)


def age(client, by):
    """Let a session grow older: what it says of when its owner was seen, and when it ends."""
    session = client.session
    session[idle.SEEN] -= int(by.total_seconds())
    session.save()
    Session.objects.update(expire_date=timezone.now() + IDLE - by)


def test_whoever_is_active_stays_logged_in(cast, client):
    client.force_login(cast.wang)
    for _step in range(3):
        age(client, IDLE * 3 / 4)
        assert client.get("/me/").status_code == 200
    assert Session.objects.get().expire_date > timezone.now() + IDLE * 9 / 10


def test_whoever_is_idle_is_logged_out(cast, client):
    client.force_login(cast.wang)
    age(client, IDLE + timedelta(seconds=1))
    response = client.get("/me/")
    assert (response.status_code, response.url) == (302, "/account/login/?next=/me/")


def test_one_page_after_the_other_writes_nothing(cast, client):
    client.force_login(cast.wang)
    before = Session.objects.get().session_data
    client.get("/me/")
    client.get("/me/")
    assert Session.objects.get().session_data == before
