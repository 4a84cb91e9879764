"""Files sent ahead of their form: only by whoever has the receipt, checked like any other."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests import make
from tests.approvals.scene import laid_out
from yidan.approvals.models import PermitPaper
from yidan.evidence.commands import keep
from yidan.evidence.models import File
from yidan.kernel import parameters
from yidan.ledger.models import Attachment, Exhibit
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


def test_the_days_quota_counts_by_whichever_door_a_file_comes(client, cast, project):
    parameters.set("upload.day_mb", by=cast.wang, at=timezone.now(), value="1", reason="试")
    keep(cast.owner, by=cast.li, at=timezone.now(), name="a.mp4", data=FILM + bytes(700_000), media_type="video/mp4")
    carried = SimpleUploadedFile("b.mp4", FILM + bytes(600_000))
    refused = client.post(f"/projects/{project.pk}/exhibits/", {"month": "2020-06", "file": carried})
    assert (refused.status_code, File.objects.count()) == (409, 1)
    assert "今天还能上传0 MB" in refused.content.decode()


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


def test_a_project_takes_any_file_that_came_ahead_under_the_sender_s_name_for_it(client, cast, project):
    file = sent(cast.li, cast.owner)
    address = f"/projects/{project.pk}/attachments/"
    assert client.post(address, {"file-ahead": [f"{file.sha256} 吊装.mp4"]}).status_code == 302
    made = Attachment.objects.live().get()
    assert (made.title, made.file) == ("吊装.mp4", file)
    twice = {"file-ahead": [f"{file.sha256} a.mp4", f"{file.sha256} b.mp4"]}
    refused = client.post(address, twice)
    assert (refused.status_code, Attachment.objects.count()) == (422, 1)
    assert "这里只附一个文件" in refused.content.decode()
    assert client.post(address, {}).status_code == 422


def test_a_permit_takes_what_came_ahead_and_tells_by_content_what_it_is(client, cast, project):
    permit = next(iter(laid_out(cast, project).values()))
    client.force_login(cast.wang)
    file = sent(cast.wang, cast.office)
    address = f"/permits/{permit.pk}/attach/"
    assert client.post(address, {"file-ahead": [f"{file.sha256} a.mp4"], "kind": "other"}).status_code == 302
    carried = SimpleUploadedFile("批复.pdf", b"%PDF-1.4\n", "text/html")
    assert client.post(address, {"file": carried, "kind": "other"}).status_code == 302
    types = list(PermitPaper.objects.order_by("id").values_list("file__media_type", flat=True))
    assert types == ["video/mp4", "application/pdf"]
