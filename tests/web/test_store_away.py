"""The S3 store goes away in the middle: who asks is told in a sentence, nothing is lost, and later it goes on."""

from __future__ import annotations

import socket

import pytest
from django.test import Client

from tests import make
from tests.cast import AT, assemble
from tests.web.test_upload_protocol import JPEG, SHA256, Phone, left_behind, receipt_of
from yidan.evidence import store
from yidan.evidence.rules import Claim
from yidan.evidence.states import Origin
from yidan.kernel.values import Month
from yidan.ledger.commands import exhibit

pytestmark = pytest.mark.django_db
SENTENCE = "存放照片和文件的服务器暂时连不上"


@pytest.fixture
def away(settings):
    """Call it, and the store listens no more; call what it gives, and it is back."""

    def goes():
        from botocore.config import Config

        here = settings.STORAGES
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            port = closed.getsockname()[1]
        options = here["default"]["OPTIONS"] | {
            "endpoint_url": f"http://127.0.0.1:{port}",
            "client_config": Config(connect_timeout=1, retries={"max_attempts": 0}, s3={"addressing_style": "path"}),
        }
        settings.STORAGES = {**here, "default": here["default"] | {"OPTIONS": options}}

        def comes():
            settings.STORAGES = here

        return comes

    return goes


def test_an_upload_waits_for_the_store_and_goes_on(settings, tmp_path, bucket, away):
    settings.HOME = tmp_path
    li = Phone(assemble().li)
    comes = away()
    begun = li.begin(data=JPEG, sha256=SHA256)
    assert (begun.status_code, begun.headers["Retry-After"]) == (503, "60")
    assert begun.json()["sentence"].startswith(SENTENCE)
    files, receipts, waits = left_behind()
    assert (files, receipts, bool(waits)) == (0, 0, True)
    assert li.head(begun.headers["Location"]).status_code == 503
    comes()
    assert receipt_of(li.head(begun.headers["Location"])) == SHA256
    assert store.size(SHA256) == len(JPEG)


def test_a_picture_that_cannot_be_fetched_is_a_page_with_a_sentence(settings, tmp_path, bucket, away):
    settings.HOME = tmp_path
    cast = assemble()
    made = make.project(cast, "渌江大道提质改造")
    kept = store_file(cast)
    shown = exhibit.add(made, by=cast.li, at=AT, file=kept, month=Month(2020, 6), claim=Claim(origin=Origin.CAMERA))
    client = Client()
    client.force_login(cast.li)
    comes = away()
    answer = client.get(f"/evidence/{shown.pk}/original/")
    assert (answer.status_code, answer["Retry-After"], SENTENCE in answer.content.decode()) == (503, "60", True)
    comes()
    assert b"".join(client.get(f"/evidence/{shown.pk}/original/").streaming_content) == JPEG


def store_file(cast):
    from yidan.evidence.commands import keep

    return keep(cast.owner, by=cast.li, at=AT, name="现场.jpg", data=JPEG, media_type="image/jpeg")
