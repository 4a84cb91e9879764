"""The session and its person, found by statements written once: the same refusals as Django's own."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from tests.cast import assemble
from yidan.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client):
    cast = assemble()
    client.force_login(cast.wang)
    return client


def is_known(client) -> bool:
    return client.get("/projects/").status_code == 200


def test_who_signed_in_is_known(signed_in):
    assert is_known(signed_in)
    request = signed_in.get("/projects/").wsgi_request
    assert request.user == Person.objects.get(username="wang")


def test_a_session_over_its_time_is_nobodys(signed_in):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not is_known(signed_in)


@pytest.mark.parametrize(
    "key", ["", "unknown" * 5, "' OR 1=1 --", "\ue000key\ue000".encode().decode("latin-1"), "x" * 500]
)
def test_a_key_that_no_session_has_is_nobodys(signed_in, settings, key):
    signed_in.cookies[settings.SESSION_COOKIE_NAME] = key
    assert not is_known(signed_in)


def test_a_session_whose_row_is_gone_is_nobodys(signed_in):
    Session.objects.all().delete()
    assert not is_known(signed_in)


def test_who_is_closed_meanwhile_is_out_at_once(signed_in):
    Person.objects.filter(username="wang").update(is_active=False)
    assert not is_known(signed_in)


def test_a_changed_password_ends_the_session(signed_in):
    wang = Person.objects.get(username="wang")
    wang.set_password("Another2020")
    wang.save()
    assert not is_known(signed_in)
