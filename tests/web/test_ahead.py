"""Files sent ahead of their form: only by whoever has the receipt, checked like any other."""

from __future__ import annotations

import pytest

from tests import make
from yidan.evidence.commands import keep
from yidan.ledger.models import Exhibit
from yidan.matters.models import MatterEvidence

pytestmark = pytest.mark.django_db
FILM = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"


@pytest.fixture
def cast(cast, client):
    client.force_login(cast.li)
    return cast


def sent(by, unit, data=FILM, media_type="video/mp4"):
    return keep(unit, by=by, at=make.AT, name="a.mp4", data=data, media_type=media_type)


def post(client, project, *named):
    entered = {"month": "2020-06", "file-ahead": list(named)}
    return client.post(f"/projects/{project.pk}/exhibits/", entered)


def test_a_form_names_what_came_ahead_of_it(client, cast, project):
    file = sent(cast.li, cast.owner)
    assert post(client, project, f"{file.sha256} 塔吊.mp4").status_code == 302
    assert Exhibit.objects.live().get().capture.file == file


def test_nobody_names_what_another_brought(client, cast, project):
    file = sent(cast.zhao, cast.other_owner)
    refused = post(client, project, f"{file.sha256} 塔吊.mp4")
    assert (refused.status_code, Exhibit.objects.count()) == (409, 0)
    assert "“塔吊.mp4”没有传完" in refused.content.decode()


def test_what_the_form_does_not_take_is_refused_whichever_way_it_came(client, cast, project):
    file = sent(cast.li, cast.owner, b"PK\x03\x04", "application/zip")
    refused = post(client, project, f"{file.sha256} a.mp4")
    assert (refused.status_code, Exhibit.objects.count()) == (409, 0)
    assert "不是照片、视频或PDF" in refused.content.decode()


@pytest.mark.parametrize("said", ["", "x a.mp4", "../../etc/passwd", "A" * 64 + " a.mp4"])
def test_what_is_no_hash_is_no_file(client, project, said):
    assert (post(client, project, said).status_code, Exhibit.objects.count()) == (422, 0)


def test_a_matter_takes_it_too(client, cast, project):
    file = sent(cast.li, cast.owner)
    said = {"title": "征地卡住", "problem_type": "other", "kind": "problem", "tier": "county", "severity": "ordinary"}
    raised = client.post("/matters/raise/", said | {"brought-ahead": [f"{file.sha256} a.mp4"]})
    assert raised.status_code == 302
    assert MatterEvidence.objects.get().capture.file == file
