"""本周影像, its wall, and what can be taken along: contact sheet and bundle, bounded, watermarks on copies only."""

import csv
import io
import re
from datetime import timedelta
from decimal import Decimal
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image
from pypdf import PdfReader

from tests import make
from yidan.evidence import store
from yidan.evidence.commands import keep
from yidan.evidence.models import Reading
from yidan.evidence.rules import Claim, Place
from yidan.evidence.states import Origin, ReadingState
from yidan.kernel.values import Month
from yidan.ledger.commands import exhibit as acts
from yidan.web.album import bundle, selection, watermark

pytestmark = pytest.mark.django_db
AT = make.moment(2020, 6, 10, 10, 6)


@pytest.fixture
def cast(cast, client):
    client.force_login(cast.wang)
    return cast


def jpeg(number, size=(1200, 900)):
    target = io.BytesIO()
    Image.new("RGB", size, (40 + number * 5 % 200, 120, 160)).save(target, "JPEG")
    return target.getvalue()


def bring(cast, project, number=1, *, at=AT, by=None, has_preview=True, size=(1200, 900), **more):
    by = by or cast.li
    file = keep(by.unit, by=by, at=at, name=f"{number}.JPG", data=jpeg(number), media_type="image/jpeg")
    claim = Claim(origin=Origin.CAMERA, taken_at=at, place=Place(Decimal("113.482"), Decimal("27.651"), 12))
    made = acts.add(project, by=by, at=at, file=file, month=Month(at.year, at.month), claim=claim, **more)
    place = store.preview_place(file.sha256, "view")
    place.unlink(missing_ok=True)  # another test may have brought the same bytes
    if has_preview:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(jpeg(number, size))
        Reading.objects.update_or_create(file=file, defaults={"state": ReadingState.READ, "has_preview": True})
    return made


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def shown(response):
    return [each["id"] for each in response.context["shots"]]


# --- the wall of the week ---


def test_without_pictures_nobody_is_scolded(client, cast):
    for address in ("/evidence/", "/wall/evidence/"):
        assert "还没有影像" in text(client.get(address))


def test_the_week_ends_with_the_newest_picture_and_the_weeks_before_are_a_click_away(client, cast, project):
    old = bring(cast, project, 1, at=AT - timedelta(days=40))
    new = [bring(cast, project, number, at=AT + timedelta(days=number)) for number in (2, 3)]
    page = client.get("/evidence/")
    assert shown(page) == [new[1].pk, new[0].pk]
    assert page.context["later"] == ""
    before = client.get("/evidence/" + page.context["earlier"])
    assert shown(before) == [old.pk]
    assert shown(client.get("/evidence/" + before.context["later"])) == [new[1].pk, new[0].pk]


def test_filters_narrow_by_unit_stage_and_grade(client, cast, project):
    theirs = make.project(cast, "攸水新城", unit=cast.other_county, owner_unit=cast.other_owner)
    mine, other = bring(cast, project, 1), bring(cast, theirs, 2, by=cast.zhao)
    assert set(shown(client.get("/evidence/"))) == {mine.pk, other.pk}
    assert shown(client.get(f"/evidence/?unit={cast.county.pk}")) == [mine.pk]
    assert shown(client.get("/evidence/?stage=completion")) == []
    letters = {
        letter: shown(client.get(f"/evidence/?grade={letter}")) for letter in "ABCD"
    }  # fmt: skip
    assert sorted(pk for found in letters.values() for pk in found) in ([], sorted([mine.pk, other.pk]))
    assert shown(client.get("/evidence/?light=green&light=red")) == []


@pytest.mark.parametrize("query", ["unit=x", "stage=nowhere", "grade=E", "light=blue", "until=morgen", "since=2020"])
def test_an_address_that_means_nothing_is_no_page(client, cast, project, query):
    bring(cast, project)
    assert client.get(f"/evidence/?{query}").status_code == 404


def test_a_reporter_sees_the_own_unit_s_pictures_and_administrators_none(client, cast, project):
    theirs = make.project(cast, "攸水新城", unit=cast.other_county, owner_unit=cast.other_owner)
    bring(cast, theirs, 2, by=cast.zhao)
    mine = bring(cast, project, 1)
    client.force_login(cast.li)
    assert shown(client.get("/evidence/")) == [mine.pk]
    client.force_login(cast.guan)
    for address in ("/evidence/", "/wall/evidence/", "/evidence/sheet/", "/evidence/bundle/"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 40])
def test_the_week_takes_as_many_queries_for_forty_pictures_as_for_one(client, cast, project, count):
    for number in range(count):
        bring(cast, project, number, has_preview=number % 2 == 0)
    client.get("/evidence/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/evidence/")
    assert len(queries) <= 32, "\n".join(query["sql"][:140] for query in queries)


def test_the_wall_renews_only_its_board(client, cast, project):
    bring(cast, project)
    whole, part = client.get("/wall/evidence/"), client.get("/wall/evidence/", headers={"HX-Request": "true"})
    assert ("<html" in whole.content.decode(), "<html" in part.content.decode()) == (True, False)
    assert "渌江大道提质改造" in text(part)


def test_the_cockpit_has_one_quiet_link(client, cast, project):
    client.force_login(cast.he)
    assert client.get("/").content.decode().count('href="/evidence/"') == 1


# --- bundle and contact sheet ---


def unpacked(response):
    return ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def test_a_bundle_is_named_by_project_milestone_day_and_viewpoint(client, cast, project):
    acts.set(project, by=cast.wang, at=AT, name="基坑/全景", reason="深基坑", asking="never")
    bring(cast, project, 1, slot_name="基坑/全景")
    bring(cast, project, 2, slot_name="基坑/全景")
    bring(cast, project, 3, caption="东侧", has_preview=False)
    with unpacked(client.get(f"/evidence/bundle/?project={project.pk}")) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names == [
            "渌江大道提质改造/日常/2020-06-10_基坑_全景.jpg",
            "渌江大道提质改造/日常/2020-06-10_基坑_全景(2).jpg",
            "清单.csv",
        ]  # fmt: skip
        rows = list(csv.reader(io.StringIO(archive.read("清单.csv").decode("utf-8-sig"))))
    assert [row[-1] for row in rows[1:]] == ["没有预览，未放入；请下载原件", "", ""]
    assert {len(row[-2]) for row in rows[1:]} == {64}


def test_copies_bear_the_watermark_and_originals_are_the_bytes_as_they_came(client, cast, project):
    bring(cast, project, 1)
    with unpacked(client.get(f"/evidence/bundle/?project={project.pk}&original")) as archive:
        name = next(each for each in archive.namelist() if each.endswith(".jpg"))
        assert archive.read(name) == jpeg(1)
    with unpacked(client.get(f"/evidence/bundle/?project={project.pk}")) as archive:
        copy = Image.open(io.BytesIO(archive.read(archive.namelist()[0])))
    plain = Image.open(io.BytesIO(jpeg(1)))
    assert (copy.size, copy.getexif() == {}) == (plain.size, True)
    assert max(copy.crop((0, 700, 1200, 900)).convert("L").tobytes()) > 240
    assert abs(copy.getpixel((600, 100))[1] - plain.getpixel((600, 100))[1]) < 6


def test_what_is_too_much_or_nothing_is_refused_in_a_sentence(client, cast, project, monkeypatch):
    answer = client.get(f"/evidence/bundle/?project={project.pk}")
    assert (answer.status_code, "所选范围里没有影像" in text(answer)) == (409, True)
    monkeypatch.setattr(bundle, "MOST", 2)
    for number in range(3):
        bring(cast, project, number)
    answer = client.get(f"/evidence/bundle/?project={project.pk}")
    assert (answer.status_code, "所选影像超过2件" in text(answer)) == (409, True)


def test_names_that_no_file_system_takes_are_made_plain():
    assert [bundle.plain(name) for name in ("a/b:c", "..", "  ", "x" * 90, "二期（东）")] == [
        "a_b_c", "_", "_", "x" * 60, "二期（东）",
    ]  # fmt: skip


def test_a_contact_sheet_is_a_pdf_with_every_picture(client, cast, project):
    for number in range(7):
        bring(cast, project, number, has_preview=number != 3, caption="东侧支护 *完成* #set")
    answer = client.get(f"/evidence/sheet/?project={project.pk}")
    assert (answer.status_code, answer.content[:5], answer["Content-Type"]) == (200, b"%PDF-", "application/pdf")
    assert answer.content.count(b"/Subtype /Image") + answer.content.count(b"/Subtype/Image") >= 6


@pytest.mark.parametrize("size", [(1600, 400), (400, 1600)])
def test_a_contact_sheet_shows_a_picture_whole_whatever_its_shape(client, cast, project, size):
    bring(cast, project, size=size)
    page = PdfReader(io.BytesIO(client.get(f"/evidence/sheet/?project={project.pk}").content)).pages[0]
    placed = []
    page.extract_text(
        visitor_operand_before=lambda operator, _operands, matrix, _text: (
            placed.append(matrix) if operator == b"Do" else None
        )
    )
    (drawn,) = placed
    wide, high = abs(drawn[0]), abs(drawn[3])
    assert round(wide / high, 2) == size[0] / size[1]
    assert wide <= 84.1 * 72 / 25.4
    assert high <= 54.1 * 72 / 25.4


def test_a_long_watermark_is_set_smaller_and_never_cut():
    said = ["2020年6月10日(周三) 10:06", "株洲市" + "很长的项目名称" * 14, "单位", "A1B2-C3D4"]
    wide = watermark.burnt(jpeg(1), said)
    right = Image.open(io.BytesIO(wide)).convert("L").crop((1192, 700, 1200, 900))
    assert max(right.tobytes()) < 200


def test_a_week_is_seven_days_of_beijing():
    from datetime import date

    week = selection.Week(date(2020, 6, 14))
    since, until = week.bounds()
    assert (week.since, until - since) == (date(2020, 6, 8), timedelta(days=7))
