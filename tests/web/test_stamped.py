"""Our own files: an address that names their bytes, kept by browsers for good."""

import hashlib
import re

import pytest
from django.conf import settings
from django.templatetags.static import static

from yidan.web import stamped
from yidan.web.field import shell

BUILT = settings.PACKAGE / "web" / "static" / "build"


@pytest.fixture
def style(tmp_path):
    """The built style sheet."""
    place = BUILT / "app.css"
    assert place.exists(), "`make setup` builds the front end"
    return place


def test_an_address_names_the_bytes_and_is_kept_for_good(client, db, style):
    wanted = f"/static/build/app.css?v={hashlib.sha256(style.read_bytes()).hexdigest()[:12]}"
    assert static("build/app.css") == wanted
    page = client.get("/account/login/").content.decode()
    assert re.findall(r'rel="stylesheet" href="([^"]+)"', page) == [wanted]
    answer = client.get(wanted)
    assert answer.status_code == 200
    assert "immutable" in answer["Cache-Control"]
    assert answer.getvalue() == style.read_bytes()


def test_what_is_not_built_has_a_plain_address(client, db):
    assert static("build/nothing.css") == "/static/build/nothing.css"
    assert client.get("/static/build/nothing.css").status_code == 404


def test_the_field_app_keeps_exactly_the_addresses_its_shell_asks_for(style):
    stamped.stamp.cache_clear()
    kept = shell.addresses()
    assert [address.split("?v=")[1] for address in kept.values()] == [stamped.stamp(f"build/{name}") for name in kept]
    assert all(address in shell.worker() for address in kept.values())
