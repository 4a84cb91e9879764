"""The rescue file at a desktop: files and acts of a phone that could not deliver them."""

from __future__ import annotations

import hashlib
import json
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yidan.ledger.models import Exhibit
from yidan.progress.models import MonthlyReport
from yidan.progress.states import State

pytestmark = pytest.mark.django_db
PHOTO = b"\xff\xd8\xff\xe0\x00\x10JFIF picture"


@pytest.fixture
def li(cast):
    client = Client()
    client.force_login(cast.li)
    return client


def picture(project, data=PHOTO):
    sha256 = hashlib.sha256(data).hexdigest()
    item = {
        "key": str(uuid4()), "verb": "exhibit.add", "subject": {"type": "project", "id": project.pk},
        "state": "waiting", "at": "2020-06-24T10:00:00Z", "args": {"month": "2020-06"},
        "evidence": [{"sha256": sha256, "origin": "camera"}],
    }  # fmt: skip
    return {"title": "全景", "items": [item]}, {
        "sha256": sha256,
        "size": len(data),
        "type": "image/jpeg",
        "name": "a.jpg",
    }


def report(project):
    keys = [str(uuid4()), str(uuid4())]
    subject = {"type": "project", "id": project.pk}
    fields = {"month": "2020-06", "invested": "5", "physical_progress": "封顶", "problems": "征地"}
    save = {"key": keys[0], "verb": "report.save", "subject": subject, "args": fields}
    submit = {
        "key": keys[1], "verb": "report.submit", "subject": subject, "args": {"month": "2020-06"}, "after": keys[0],
    }  # fmt: skip
    return {"title": "月报", "items": [save, submit]}


def packed(person, entries, files, *bodies, head=b"YIDAN1\n"):
    told = {"device": "p", "person": {"id": person.pk}, "entries": entries, "drafts": [], "files": files}
    return SimpleUploadedFile("a.yidan", head + json.dumps(told).encode() + b"\n" + b"".join(bodies))


def test_a_rescue_file_is_delivered_once_however_often_it_comes(cast, project, li):
    entry, file = picture(project)
    entries = [entry, report(project)]
    for _time in range(2):
        response = li.post("/field/rescue/", {"file": packed(cast.li, entries, [file], PHOTO)})
        assert [each.state for each in response.context["brought"]] == ["done", "done"]
    assert (Exhibit.objects.count(), MonthlyReport.objects.get().state) == (1, State.SUBMITTED)


def test_a_damaged_file_and_a_refused_act_harm_nothing_else(cast, project, li):
    good, file = picture(project)
    bad, broken = picture(project, PHOTO + b"2")
    text, page = picture(project, b"<html><script>1</script></html>")
    files = [broken, page, file]
    sent = packed(cast.li, [bad, text, good], files, PHOTO + b"X", b"<html><script>1</script></html>", PHOTO)
    brought = li.post("/field/rescue/", {"file": sent}).context["brought"]
    assert [each.state for each in brought] == ["refused", "refused", "done"]
    assert "已损坏" in brought[0].sentence
    assert Exhibit.objects.count() == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"YIDAN1\n", b"YIDAN1\n{}\n", b"YIDAN2\n{}\n", b"YIDAN1\n[]\n", b"PK\x03\x04", b"YIDAN1\n" + b"[" * 100_000,
     b'YIDAN1\n{"person": {"id": 1}, "entries": 1, "files": []}\n'],
    ids=range(8),
)  # fmt: skip
def test_what_is_no_rescue_file_is_refused_with_a_sentence(cast, li, content):
    response = li.post("/field/rescue/", {"file": SimpleUploadedFile("a.yidan", content)})
    assert (response.status_code, bool(response.context["error"])) == (422, True)


def test_somebody_elses_rescue_file_is_refused(cast, project, li):
    response = li.post("/field/rescue/", {"file": packed(cast.zhao, [report(project)], [])})
    assert (response.status_code, "另一位同志" in response.context["error"]) == (422, True)
    assert MonthlyReport.objects.count() == 0


def test_a_wrong_hash_or_size_in_the_list_is_refused(cast, project, li):
    entry, file = picture(project)
    for wrong in ({"size": -1}, {"size": "9"}, {"sha256": "x"}, {"sha256": "../../etc/passwd"}):
        response = li.post("/field/rescue/", {"file": packed(cast.li, [entry], [{**file, **wrong}], PHOTO)})
        assert response.status_code == 422
    assert Exhibit.objects.count() == 0
