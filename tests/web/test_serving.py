"""Kept bytes handed out: whole, in parts, as a download; never active, and only to those who see the project."""

import os

import pytest
from django.test import Client

from tests import make
from tests.cast import AT, assemble
from yidan.evidence import store
from yidan.evidence.commands import keep
from yidan.evidence.models import Reading
from yidan.evidence.rules import Claim
from yidan.evidence.states import ReadingState
from yidan.kernel.values import Month
from yidan.ledger.commands import exhibit, project
from yidan.web.serving import PART_BYTES, span

pytestmark = pytest.mark.django_db

DATA = os.urandom(2_500_000)
INERT = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.fixture
def cast():
    found = assemble()
    found.project = make.project(found, "渌江大道")
    return found


@pytest.fixture
def shown(cast):
    """An exhibit of 李工's, by media type."""

    def make_one(media_type="image/jpeg", name="基坑 全景.jpg", data=DATA):
        file = keep(cast.owner, by=cast.li, at=AT, name=name, data=data, media_type=media_type)
        return exhibit.add(cast.project, by=cast.li, at=AT, file=file, month=Month(2020, 1), claim=Claim())

    return make_one


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def is_inert(response) -> bool:
    return {name: response[name] for name in INERT} == INERT


def test_the_original_comes_back_byte_for_byte_and_is_kept_nowhere(cast, shown):
    one = shown()
    response = signed_in(cast.wang).get(f"/evidence/{one.pk}/original/")
    assert (response.status_code, response["Content-Type"], body(response)) == (200, "image/jpeg", DATA)
    assert response["Content-Disposition"] == "inline; filename*=UTF-8''%E5%9F%BA%E5%9D%91%20%E5%85%A8%E6%99%AF.jpg"
    assert (response["Cache-Control"], response["Accept-Ranges"]) == ("private, no-store", "bytes")
    assert (response["ETag"], response["Content-Length"]) == (f'"{one.capture.file.sha256}"', str(len(DATA)))
    assert is_inert(response)


@pytest.mark.parametrize(("media_type", "served", "disposition"), [
    ("image/png", "image/png", "inline"), ("video/mp4", "video/mp4", "inline"),
    ("video/quicktime", "video/quicktime", "inline"), ("image/heic", "image/heic", "attachment"),
    ("application/pdf", "application/pdf", "attachment"), ("text/html", "application/octet-stream", "attachment"),
    ("image/svg+xml", "application/octet-stream", "attachment"),
    ("text/plain", "text/plain", "attachment"),
    ("application/javascript", "application/octet-stream", "attachment"),
])  # fmt: skip
def test_only_pictures_and_films_are_shown_everything_else_is_a_download(cast, shown, media_type, served, disposition):
    response = signed_in(cast.li).get(f"/evidence/{shown(media_type).pk}/original/")
    assert (response["Content-Type"], response["Content-Disposition"].split(";")[0]) == (served, disposition)
    assert is_inert(response)


def test_a_picture_can_be_downloaded_too(cast, shown):
    response = signed_in(cast.li).get(f"/evidence/{shown().pk}/original/?download")
    assert response["Content-Disposition"].startswith("attachment; ")


@pytest.mark.parametrize(("asked", "first", "last"), [
    ("bytes=0-99", 0, 99), ("bytes=1000000-", 1_000_000, len(DATA) - 1),
    ("bytes=100-", 100, 100 + PART_BYTES - 1), ("bytes=-500", len(DATA) - 500, len(DATA) - 1),
    ("bytes=2499999-9999999", 2_499_999, len(DATA) - 1), ("bytes=-9999999", 0, len(DATA) - 1),
    ("bytes=1000000-2200000", 1_000_000, 2_200_000),
])  # fmt: skip
def test_a_part_is_served_as_206(cast, shown, asked, first, last):
    one, client = shown("video/mp4"), signed_in(cast.li)
    response = client.get(f"/evidence/{one.pk}/original/", headers={"Range": asked})
    assert (response.status_code, response["Content-Range"]) == (206, f"bytes {first}-{last}/{len(DATA)}")
    assert (body(response), response["Content-Length"]) == (DATA[first : last + 1], str(last - first + 1))
    assert is_inert(response)


@pytest.mark.parametrize("asked", ["bytes=0-10,20-30", "bytes=5-2", "bytes=-", "bytes=a-b", "lines=1-2", ""])
def test_a_range_that_is_none_of_ours_gets_the_whole(cast, shown, asked):
    response = signed_in(cast.li).get(f"/evidence/{shown().pk}/original/", headers={"Range": asked})
    assert (response.status_code, body(response)) == (200, DATA)


@pytest.mark.parametrize("asked", [f"bytes={len(DATA)}-", "bytes=99999999-", "bytes=-0"])
def test_a_range_outside_is_416_and_says_how_long_it_is(cast, shown, asked):
    response = signed_in(cast.li).get(f"/evidence/{shown().pk}/original/", headers={"Range": asked})
    assert (response.status_code, response["Content-Range"], body(response)) == (416, f"bytes */{len(DATA)}", b"")


def test_if_range_with_another_tag_gets_the_whole(cast, shown):
    one, client = shown("video/mp4"), signed_in(cast.li)
    tag = f'"{one.capture.file.sha256}"'
    for said, code in ((tag, 206), ('"other"', 200), ("Wed, 21 Oct 2020 07:28:00 GMT", 200)):
        headers = {"Range": "bytes=0-9", "If-Range": said}
        assert client.get(f"/evidence/{one.pk}/original/", headers=headers).status_code == code


def test_head_tells_the_same_without_a_body(cast, shown):
    one, client = shown("video/mp4"), signed_in(cast.li)
    whole = client.head(f"/evidence/{one.pk}/original/")
    assert (whole.status_code, whole["Content-Length"], body(whole)) == (200, str(len(DATA)), b"")
    part = client.head(f"/evidence/{one.pk}/original/", headers={"Range": "bytes=0-9"})
    assert (part.status_code, part["Content-Length"]) == (206, "10")
    assert client.post(f"/evidence/{one.pk}/original/").status_code == 405


@pytest.mark.parametrize("name", ["zhao", "guan", "an"])
def test_who_does_not_see_the_project_finds_neither_original_nor_preview(cast, shown, name):
    one, client = shown(), signed_in(getattr(cast, name))
    places = [f"/evidence/{one.pk}/original/", *(f"/evidence/{one.pk}/preview/{size}/" for size in ("thumb", "view"))]
    assert [client.get(place).status_code for place in places] == [404, 404, 404]
    assert Client().get(places[0]).status_code == 302


def test_bytes_that_are_missing_or_cut_off_are_not_found(cast, shown):
    one, client = shown(), signed_in(cast.li)
    place = store.current().place(one.capture.file.sha256)
    place.chmod(0o640)
    place.write_bytes(DATA[:100])
    assert client.get(f"/evidence/{one.pk}/original/").status_code == 404
    place.unlink()
    assert client.get(f"/evidence/{one.pk}/original/").status_code == 404


def preview(sha256: str, name: str, content: bytes) -> None:
    place = store.preview_place(sha256, name)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)


def test_a_preview_is_kept_by_the_browser_for_ever(cast, shown):
    one, client = shown(), signed_in(cast.li)
    preview(one.capture.file.sha256, "thumb", b"small")
    preview(one.capture.file.sha256, "view", b"larger")
    for name, content in (("thumb", b"small"), ("view", b"larger")):
        response = client.get(f"/evidence/{one.pk}/preview/{name}/")
        assert (response.status_code, response["Content-Type"], response.content) == (200, "image/jpeg", content)
        assert (response["Cache-Control"], is_inert(response)) == ("private, max-age=31536000, immutable", True)
        again = client.get(f"/evidence/{one.pk}/preview/{name}/", headers={"If-None-Match": response["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"/evidence/{one.pk}/preview/other/").status_code == 404


def test_while_there_is_no_preview_a_drawing_stands_for_it_and_is_not_kept(cast, shown):
    client = signed_in(cast.li)
    photo, film, paper = (
        shown(data=os.urandom(99)),
        shown("video/mp4", data=b"film"),
        shown("application/pdf", data=b"paper"),
    )
    found = []
    for one in (photo, film, paper):
        response = client.get(f"/evidence/{one.pk}/preview/thumb/")
        assert (response.status_code, response["Content-Type"], response["Cache-Control"]) == (
            200, "image/svg+xml", "no-store",
        )  # fmt: skip
        assert is_inert(response)
        found.append(response["Yidan-Preview"])
    assert found == ["waiting", "video", "document"]
    Reading.objects.update_or_create(
        file=photo.capture.file, defaults={"state": ReadingState.UNREADABLE, "fault": "图片已损坏"}
    )
    assert client.get(f"/evidence/{photo.pk}/preview/thumb/")["Yidan-Preview"] == "unreadable"


def test_a_film_shows_the_picture_that_the_phone_made_of_it(cast):
    film = keep(cast.owner, by=cast.li, at=AT, name="a.mp4", data=b"film", media_type="video/mp4")
    poster = keep(cast.owner, by=cast.li, at=AT, name="a.jpg", data=b"poster", media_type="image/jpeg")
    one = exhibit.add(cast.project, by=cast.li, at=AT, file=film, month=Month(2020, 1), claim=Claim(), poster=poster)
    preview(poster.sha256, "thumb", b"small")
    assert signed_in(cast.li).get(f"/evidence/{one.pk}/preview/thumb/").content == b"small"


def test_a_picture_that_the_person_never_brought_does_not_come_along_as_a_poster(cast):
    film = keep(cast.owner, by=cast.li, at=AT, name="a.mp4", data=b"film", media_type="video/mp4")
    foreign = keep(cast.other_owner, by=cast.zhao, at=AT, name="a.jpg", data=b"foreign", media_type="image/jpeg")
    one = exhibit.add(cast.project, by=cast.li, at=AT, file=film, month=Month(2020, 1), claim=Claim(), poster=foreign)
    assert one.capture.poster is None


def test_an_attached_paper_is_served_the_same_way(cast):
    file = keep(
        cast.owner,
        by=cast.wang,
        at=AT,
        name="批文.html",
        data=b"<script>alert(1)</script>" * 10,
        media_type="text/html",
    )
    made = project.attach(cast.project, by=cast.wang, at=AT, file=file, title="批文")
    client = signed_in(cast.li)
    response = client.get(f"/attachments/{made.pk}/")
    assert (response["Content-Type"], response["Content-Disposition"].split(";")[0]) == (
        "application/octet-stream", "attachment",
    )  # fmt: skip
    assert is_inert(response)
    part = client.get(f"/attachments/{made.pk}/", headers={"Range": "bytes=0-7"})
    assert (part.status_code, body(part)) == (206, b"<script>")


def test_an_original_costs_few_queries(cast, shown, django_assert_max_num_queries):
    one, client = shown(), signed_in(cast.li)
    with django_assert_max_num_queries(6):
        body(client.get(f"/evidence/{one.pk}/original/"))
    with django_assert_max_num_queries(7):
        client.get(f"/evidence/{one.pk}/preview/thumb/")


def test_a_span_lies_within_the_file():
    assert span("bytes=0-", 1) == (0, 0)
    with pytest.raises(ValueError):
        span("bytes=1-", 1)
