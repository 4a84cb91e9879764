"""Everything that is done with a picture, with its original in an S3 store: read, shown, taken along, verified."""

from __future__ import annotations

import hashlib
import io
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from tests.evidence.attacks import problems
from tests.evidence.pictures import drawn, encoded
from tests.evidence.scene import Stage
from yidan.evidence import store
from yidan.evidence.reading import Reader

pytestmark = pytest.mark.django_db


def test_a_picture_in_a_bucket_is_read_graded_shown_taken_along_and_verified(settings, tmp_path, bucket):
    settings.HOME = tmp_path
    data = encoded(drawn(61), quality=90)
    with Reader() as reader:
        stage = Stage(reader)
        shot = stage.bring(data)
        copy = stage.bring(encoded(drawn(61), quality=40), project=stage.second)
        assert (stage.grade(shot).letter, stage.grade(copy).letter) == ("A", "D")
    assert not (tmp_path / "files").exists()
    client = Client()
    client.force_login(stage.cast.wang)
    original = reverse("original", args=[shot.pk])
    part = client.get(original, headers={"Range": "bytes=100-199"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, data[100:200])
    small = client.get(reverse("preview", args=[shot.pk, "thumb"]))
    assert (small.status_code, small["Content-Type"], small.content[:2]) == (200, "image/jpeg", b"\xff\xd8")
    chosen = f"project={stage.mine.pk}"
    zipped = client.get(f"{reverse('evidence-bundle')}?{chosen}&original")
    with ZipFile(io.BytesIO(b"".join(zipped.streaming_content))) as archive:
        (name,) = [each for each in archive.namelist() if each.endswith(".jpg")]
        assert (name, hashlib.sha256(archive.read(name)).hexdigest()) == (
            "渌江厂房/日常/2020-05-20_其他影像.jpg", shot.capture.file.sha256,
        )  # fmt: skip
    assert client.get(f"{reverse('evidence-sheet')}?{chosen}").content[:5] == b"%PDF-"
    assert problems() == []
    assert {kept.name for kept in store.for_backup()} == {
        store.place_in_backup(each.capture.file.sha256) for each in (shot, copy)
    }
    bucket.client.put_object(Bucket="yidan", Key=f"files/{store.place_in_backup(shot.capture.file.sha256)}", Body=b"x")
    assert problems() == ["changed"]
    assert client.get(original).status_code == 404  # what is not whole is not shown as if it were
