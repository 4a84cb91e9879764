"""红线范围: pasted or uploaded with its datum, kept once, used by the distance rule, drawn on the map of pictures."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import make
from tests.web.projects import fields_of
from yidan.evidence.commands import keep
from yidan.evidence.rules import Claim, Place, outlines, places
from yidan.evidence.states import Origin
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Entry
from yidan.kernel.values import Month
from yidan.ledger.commands import exhibit as exhibits
from yidan.ledger.commands import project as acts
from yidan.ledger.grading import graded
from yidan.ledger.models import Profile

pytestmark = pytest.mark.django_db
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"
SQUARE = [[113.48, 27.65], [113.51, 27.65], [113.51, 27.66], [113.48, 27.66], [113.48, 27.65]]
POLYGON = json.dumps({"type": "Polygon", "coordinates": [SQUARE]})
KEPT = "113.480000,27.650000 113.510000,27.650000 113.510000,27.660000 113.480000,27.660000"


@pytest.fixture
def cast(cast, client):
    client.force_login(cast.wang)
    return cast


def post(client, project, **more):
    address = f"/projects/{project.pk}/change/"
    return client.post(address, fields_of(client.get(address)) | more)


def kept(project):
    return Profile.objects.live().get(project=project).outline


def test_it_is_pasted_named_in_the_story_and_opens_again_as_it_is_kept(client, cast, project):
    assert post(client, project, outline=POLYGON, outline_datum="cgcs2000").status_code == 302
    assert kept(project) == KEPT
    facts = Entry.objects.filter(verb="project.change").latest("id").facts
    assert facts["changes"] == {"outline": ["", "4个角点，约328.6公顷(4,929亩)"]}
    assert "4个角点，约328.6公顷(4,929亩)" in client.get(f"/projects/{project.pk}/").content.decode()
    again = post(client, project, remark="只改备注")
    assert (again.status_code, kept(project)) == (302, KEPT)
    assert list(Entry.objects.filter(verb="project.change").latest("id").facts["changes"]) == ["remark"]
    assert (post(client, project, outline="").status_code, kept(project)) == (302, "")


def test_a_file_of_a_chinese_map_is_brought_to_the_true_ground(client, cast, project):
    shown = json.dumps({"type": "Polygon", "coordinates": [[places.wgs84_to_gcj02((x, y)) for x, y in SQUARE]]})
    file = SimpleUploadedFile("红线.geojson", b"\xef\xbb\xbf" + shown.encode())
    assert post(client, project, outline_file=file, outline_datum="gcj02").status_code == 302
    assert outlines.distance_m((113.51, 27.66), outlines.kept(kept(project))) < 0.2


@pytest.mark.parametrize(
    ("said", "datum", "sentence"),
    [
        (POLYGON, "", "请选择红线范围是哪种坐标系"),
        ("38547123,3059123\n38547223,3059123\n38547223,3059223", "cgcs2000", "投影坐标"),
        ('{"type":"LineString","coordinates":[[113,27],[114,27]]}', "wgs84", "线状项目请沿线画成面"),
    ],
)
def test_what_cannot_be_read_is_refused_in_its_field_and_changes_nothing(client, project, said, datum, sentence):
    refused = post(client, project, outline=said, outline_datum=datum)
    assert (refused.status_code, sentence in refused.content.decode(), kept(project)) == (422, True, "")


def test_the_command_takes_only_what_was_read(cast, project):
    with pytest.raises(Invalid, match="红线范围") as refusal:
        acts.change(project, by=cast.wang, at=make.AT, outline="113,27 114,27")
    assert refusal.value.field == "outline"


def shot(cast, project):
    """Taken in the far corner of the site, 2.9 km from its point."""
    file = keep(cast.owner, by=cast.li, at=make.AT, name="a.jpg", data=JPEG, media_type="image/jpeg")
    place = Place(Decimal("113.509123"), Decimal("27.654321"), 12)
    claim = Claim(origin=Origin.CAMERA, taken_at=make.AT, place=place)
    return exhibits.add(project, by=cast.li, at=make.AT, file=file, month=Month.of(make.AT.date()), claim=claim)


def test_the_distance_rule_counts_from_the_outline_and_the_map_draws_it(client, cast, project):
    made = shot(cast, project)

    def kinds():
        (grade,) = graded([made]).values()
        return {reason.kind for reason in grade.reasons} & {"near", "away", "far"}

    assert kinds() != {"near"}
    acts.change(project, by=cast.wang, at=make.AT, outline=KEPT)
    assert kinds() == {"near"}
    found = client.get(f"/projects/{project.pk}/pictures/").context["map"]
    assert json.loads(found["outline"]) == [SQUARE[:-1]]
