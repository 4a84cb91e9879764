"""Pictures in a real browser: the lightbox, before and after, month by month, the map; by mouse and by key."""

import io
from decimal import Decimal

import pytest
from PIL import Image

from tests import make
from tests.journeys.conftest import DESK, PHONE, STICKS_OUT, violations
from yidan.evidence import store
from yidan.evidence.commands import keep
from yidan.evidence.models import Reading
from yidan.evidence.rules import Claim, Place
from yidan.evidence.states import Origin, ReadingState
from yidan.kernel.values import Month
from yidan.ledger.commands import exhibit
from yidan.web.demo.scenes.film import film
from yidan.web.demo.scenes.photo import View

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def jpeg(shade):
    target = io.BytesIO()
    Image.new("RGB", (1200, 900), (shade, 120, 160)).save(target, "JPEG")
    return target.getvalue()


@pytest.fixture
def project(people):
    """A project with one viewpoint in four months, a document and a file that could not be read."""
    made = make.project(
        people, "醴陵经开区渌江新城智能制造产业园标准厂房及配套基础设施建设项目",
        longitude=Decimal("113.48"), latitude=Decimal("27.65"),
    )  # fmt: skip
    exhibit.set(
        made, by=people.wang, at=make.AT, name="基坑全景", reason="深基坑属危大工程，按方案留存", asking="never",
        viewpoint="北侧办公楼三楼平台，固定机位",
    )  # fmt: skip
    for month in (3, 4, 5, 6):
        at = make.moment(2020, month, 10)
        file = keep(people.owner, by=people.li, at=at, name="a.jpg", data=jpeg(month * 30), media_type="image/jpeg")
        place = Place(Decimal("113.4801"), Decimal("27.6502"), 12)
        claim = Claim(origin=Origin.CAMERA, taken_at=at, place=place)
        exhibit.add(made, by=people.li, at=at, file=file, month=Month(2020, month), claim=claim, slot_name="基坑全景")
        for name in ("thumb", "view"):
            where = store.preview_place(file.sha256, name)
            where.parent.mkdir(parents=True, exist_ok=True)
            where.write_bytes(jpeg(month * 30))
        Reading.objects.update_or_create(file=file, defaults={"state": ReadingState.READ, "has_preview": True})
    file = keep(people.owner, by=people.li, at=make.AT, name="坏.jpg", data=b"\xff\xd8\xff no", media_type="image/jpeg")
    Reading.objects.create(file=file, state=ReadingState.UNREADABLE, fault="文件不完整，无法显示")
    exhibit.add(made, by=people.li, at=make.AT, file=file, month=Month(2020, 6), claim=Claim(), caption="坏文件")
    return made


@pytest.mark.any_database
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_of_pictures_is_whole_and_without_barrier(window, live_server, project, size, theme):
    window.set_viewport_size(size)
    window.context.add_cookies([{"name": "theme", "value": theme, "url": live_server.url}])
    first = project.exhibits.order_by("pk").first()
    for address in (
        f"/projects/{project.pk}/pictures/", f"/projects/{project.pk}/exhibits/", f"/projects/{project.pk}/slots/",
        f"/exhibits/{first.pk}/", f"/exhibits/{first.pk}/judge/", "/evidence/",
    ):  # fmt: skip
        window.goto(live_server.url + address)
        assert window.evaluate(STICKS_OUT) == 0, address
        assert violations(window) == [], address


def test_the_project_s_page_loads_its_pictures_when_they_come_into_view(window, live_server, project):
    window.goto(f"{live_server.url}/projects/{project.pk}/")
    window.evaluate("document.getElementById('pictures').scrollIntoView()")
    window.wait_for_selector("#pictures a.shot")
    assert window.locator("#pictures a.shot").count() == 5


def test_a_picture_opens_with_its_neighbours_an_arrow_away(window, live_server, project):
    window.goto(f"{live_server.url}/projects/{project.pk}/pictures/")
    window.click("a.shot >> nth=0")
    window.wait_for_selector(".lightbox[open] .exhibit img")
    assert "2020年3月10日" in window.inner_text(".lightbox .exhibit-day")
    assert violations(window) == []
    window.keyboard.press("ArrowRight")
    window.wait_for_selector(".lightbox .exhibit-day:has-text('4月10日')")
    window.keyboard.press("ArrowLeft")
    window.keyboard.press("ArrowLeft")
    window.wait_for_selector(".lightbox:has-text('文件不完整，无法显示')")
    window.keyboard.press("Escape")
    assert window.locator(".lightbox[open]").count() == 0


def test_before_and_after_are_compared_by_key_and_by_mouse(window, live_server, project):
    window.goto(f"{live_server.url}/projects/{project.pk}/pictures/")
    window.click("[data-tab=compare]")
    assert window.inner_text("[data-before-words]") == "2020年3月"
    assert window.inner_text("[data-after-words]") == "2020年6月"
    cut = "document.querySelector('[data-compare]').style.getPropertyValue('--cut')"
    assert window.evaluate(cut) == "50%"
    window.focus("[data-compare] input")
    window.keyboard.press("ArrowLeft")
    assert window.evaluate(cut) == "49%"
    box = window.locator("[data-compare]").bounding_box()
    window.mouse.click(box["x"] + box["width"] * 0.8, box["y"] + box["height"] / 2)
    assert 75 <= float(window.evaluate(cut).rstrip("%")) <= 85
    window.select_option("[data-before]", "1")
    assert window.inner_text("[data-before-words]") == "2020年4月"
    assert violations(window) == []


def test_a_viewpoint_plays_month_by_month_and_stops_at_a_press(window, live_server, project):
    window.goto(f"{live_server.url}/projects/{project.pk}/pictures/")
    window.click("[data-tab=lapse]")
    assert window.inner_text("[data-lapse-words]") == "2020年6月"
    window.click("[data-play]")
    assert window.inner_text("[data-lapse-words]") == "2020年3月"
    window.wait_for_selector("[data-lapse-words]:has-text('2020年4月')")
    window.click("[data-play]")
    assert window.inner_text("[data-play]") == "播放"


def test_nothing_moves_where_the_person_asked_for_no_motion(window, live_server, project):
    window.emulate_media(reduced_motion="reduce")
    window.goto(f"{live_server.url}/projects/{project.pk}/pictures/")
    window.click("[data-tab=lapse]")
    assert window.locator("[data-play]").is_hidden()
    window.focus("[data-scrub]")
    window.keyboard.press("ArrowLeft")
    assert window.inner_text("[data-lapse-words]") == "2020年5月"


def test_the_map_is_drawn_on_a_plain_grid_and_loaded_only_when_it_is_opened(window, live_server, project):
    asked = []
    window.on("request", lambda request: asked.append(request.url))
    window.goto(f"{live_server.url}/projects/{project.pk}/pictures/")
    assert [url for url in asked if "map" in url] == []
    window.click("[data-tab=map]")
    window.wait_for_selector(".point-map canvas")
    assert len([url for url in asked if url.partition("?")[0].endswith(("map.js", "map.css"))]) == 2
    assert "m" in window.inner_text(".leaflet-control-scale-line")


def test_a_film_shows_its_poster_plays_and_is_wound_forward_in_parts(window, live_server, people, project):
    data, cover = film(View("x", "building", 0.5, 6), taken_at=make.AT)
    files = [
        keep(people.owner, by=people.li, at=make.AT, name=name, data=each, media_type=media_type)
        for name, each, media_type in (("a.mp4", data, "video/mp4"), ("a.jpg", cover, "image/jpeg"))
    ]
    where = store.preview_place(files[1].sha256, "view")
    where.parent.mkdir(parents=True, exist_ok=True)
    where.write_bytes(cover)
    made = exhibit.add(
        project, by=people.li, at=make.AT, file=files[0], poster=files[1], month=Month(2020, 6),
        claim=Claim(origin=Origin.CAMERA, taken_at=make.AT), caption="现场环拍",
    )  # fmt: skip
    parts = []
    window.on("response", lambda answer: "/original/" in answer.url and parts.append(answer))
    window.goto(f"{live_server.url}/projects/{project.pk}/pictures/")
    window.click(f"a.shot[data-shot='{made.pk}']")
    shown = window.locator(".lightbox video")
    shown.wait_for()
    assert shown.evaluate("async film => (await fetch(film.poster)).headers.get('content-type')") == "image/jpeg"
    found = shown.evaluate(
        """async film => {
          film.muted = true;
          await film.play();
          await new Promise(done => film.ontimeupdate = () => film.currentTime > 0.5 && done());
          film.pause();
          const wound = new Promise(done => film.onseeked = done);
          film.currentTime = 5;
          await wound;
          return [film.duration, film.videoWidth, film.currentTime, film.error];
        }"""
    )
    assert found == [6, 320, 5, None]
    assert {answer.status for answer in parts} == {206}
    assert violations(window) == []
