"""What goes over a slow network goes compressed; what is compressed already, or streamed, as it is."""

from __future__ import annotations

import gzip

import pytest
from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from tests.cast import assemble
from yidan.web.middleware import Squeeze

BUILD = settings.PACKAGE / "web" / "static" / "build"
WORDS = "进场道路被阻工".encode() * 100


def squeezed(response, accept="gzip, br"):
    request = RequestFactory().get("/", headers={"Accept-Encoding": accept})
    return Squeeze(lambda _request: response)(request)


def test_a_page_is_compressed_for_who_takes_it():
    answer = squeezed(HttpResponse(WORDS, content_type="text/html; charset=utf-8"))
    assert (gzip.decompress(answer.content), len(answer.content) < 400) == (WORDS, True)
    assert answer["Vary"] == "Accept-Encoding"
    assert squeezed(HttpResponse(WORDS), accept="").content == WORDS


@pytest.mark.parametrize("kind", ["image/jpeg", "video/mp4", "application/pdf"])
def test_what_is_compressed_already_goes_as_it_is(kind):
    assert squeezed(HttpResponse(WORDS, content_type=kind)).content == WORDS


def test_what_is_streamed_goes_as_it_is():
    answer = squeezed(StreamingHttpResponse([WORDS], content_type="text/html"))
    assert b"".join(answer.streaming_content) == WORDS


@pytest.mark.django_db
def test_what_a_phone_keeps_comes_compressed_and_is_still_not_sent_twice(client):
    client.force_login(assemble().li)
    first = client.get("/field/data/", headers={"Accept-Encoding": "gzip"})
    assert (first["Content-Encoding"], first["ETag"].startswith("W/")) == ("gzip", True)
    again = client.get("/field/data/", headers={"Accept-Encoding": "gzip", "If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_every_built_file_has_its_compressed_ones_beside_it():
    plain = [each for each in BUILD.glob("*.*") if each.suffix in {".js", ".css", ".svg"}]
    if not plain:
        pytest.skip("not built: make setup")
    for each in plain:
        assert gzip.decompress(each.with_name(f"{each.name}.gz").read_bytes()) == each.read_bytes()
        assert each.with_name(f"{each.name}.br").exists()
