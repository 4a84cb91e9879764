"""The pages of pictures: bringing from a desk, looking, judging, withdrawing, taking a place away; slots."""

import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import make
from yidan.evidence.commands import keep
from yidan.evidence.models import Capture
from yidan.evidence.rules import Claim, Place
from yidan.evidence.states import Origin
from yidan.kernel.journal import Entry
from yidan.kernel.values import Month
from yidan.ledger.commands import exhibit as acts
from yidan.ledger.models import Asking, Exhibit, Slot

pytestmark = pytest.mark.django_db
AT = make.moment(2020, 6, 10)
JPEG = b"\xff\xd8\xff\xe0 not really a picture "
PLACE = Place(Decimal("113.482000"), Decimal("27.651000"), 12)


@pytest.fixture
def cast(cast, client):
    client.force_login(cast.li)
    return cast


def slot(cast, project, name="基坑全景", **more):
    more = {"reason": "深基坑属危大工程", "asking": Asking.NEVER, **more}
    return acts.set(project, by=cast.wang, at=AT, name=name, **more)


def bring(cast, project, number=1, *, name="", month=6, place=None, origin=Origin.CAMERA, nonce_at=None, **more):
    file = keep(
        cast.owner, by=cast.li, at=AT, name=f"{number}.jpg", data=JPEG + str(number).encode(), media_type="image/jpeg"
    )
    claim = Claim(origin=origin, taken_at=AT, place=place, nonce_at=nonce_at)
    return acts.add(
        project, by=cast.li, at=AT, file=file, month=Month(2020, month), claim=claim, slot_name=name, **more
    )  # fmt: skip


def sent(*names):
    return [SimpleUploadedFile(name, JPEG + name.encode()) for name in names]


def text(response):
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# --- bringing ---


def test_several_pictures_are_brought_in_one_go_and_say_that_they_were_uploaded(client, cast, project):
    slot(cast, project)
    answer = client.post(
        f"/projects/{project.pk}/exhibits/",
        {"file": sent("a.jpg", "b.jpg"), "month": "2020-06", "slot_name": "基坑全景", "caption": "东侧支护完成"},
    )
    assert (answer.status_code, answer.url) == (302, f"/projects/{project.pk}/#pictures")
    found = list(Exhibit.objects.order_by("pk"))
    assert [(each.slot_name, each.caption, str(each.month), each.capture.origin) for each in found] == [
        ("基坑全景", "东侧支护完成", "2020-06", "desktop")
    ] * 2
    assert {each.capture.file.media_type for each in found} == {"image/jpeg"}


def test_the_same_press_twice_brings_them_once(client, cast, project):
    import uuid

    key = str(uuid.uuid4())
    for _ in range(2):
        client.post(
            f"/projects/{project.pk}/exhibits/", {"file": sent("a.jpg", "b.jpg"), "month": "2020-06", "key": key}
        )
    assert Exhibit.objects.count() == 2


def test_what_is_no_picture_is_refused_in_a_sentence_and_nothing_of_the_form_is_brought(client, cast, project):
    files = [*sent("a.jpg"), SimpleUploadedFile("坏.svg", b"<svg onload=alert(1)>")]
    answer = client.post(f"/projects/{project.pk}/exhibits/", {"file": files, "month": "2020-06"})
    assert answer.status_code == 409
    assert "“坏.svg”不是照片、视频或PDF" in text(answer)
    assert (Exhibit.objects.count(), Entry.objects.filter(verb="exhibit.add").count()) == (0, 0)


def test_a_slot_for_the_camera_only_is_not_offered_at_a_desk(client, cast, project):
    slot(cast, project, is_camera_only=True)
    slot(cast, project, "塔吊")
    page = client.get(f"/projects/{project.pk}/exhibits/?month=2020-05").content.decode()
    assert re.findall(r'<option value="([^"]+)"', page) == ["塔吊"]
    assert 'value="2020-05"' in page
    assert "塔吊：深基坑属危大工程" in page


def test_one_goes_back_where_one_came_from_but_never_to_another_host(client, cast, project):
    for back, where in (
        ("/reports/1/2020-06/", "/reports/1/2020-06/"),
        ("//evil.cn/", f"/projects/{project.pk}/#pictures"),
    ):
        answer = client.post(
            f"/projects/{project.pk}/exhibits/?back={back}", {"file": sent(f"{len(back)}.jpg"), "month": "2020-06"}
        )
        assert answer.url == where


# --- looking ---


def test_a_project_without_pictures_or_slots_is_not_scolded(client, cast, project):
    page = text(client.get(f"/projects/{project.pk}/pictures/"))
    assert "本项目不要求照片；愿意附的，一张全景就好。" in page


def test_rows_are_slots_and_columns_are_months(client, cast, project):
    slot(cast, project, "塔吊")
    slot(cast, project, order=1)
    gone = slot(cast, project, "旧机位")
    for number, (name, month) in enumerate([("基坑全景", 4), ("基坑全景", 6), ("旧机位", 6), ("", 5)]):
        bring(cast, project, number, name=name, month=month)
    acts.end(gone, by=cast.wang, at=AT)
    answer = client.get(f"/projects/{project.pk}/pictures/", headers={"HX-Request": "true"})
    assert [month["words"] for month in answer.context["months"]] == ["2020年4月", "5月", "6月"]
    rows = [(row["name"], row["rule"], [len(cell) for cell in row["cells"]]) for row in answer.context["rows"]]
    assert rows == [
        ("塔吊", "不要求(可自愿)", []),
        ("基坑全景", "不要求(可自愿)", [1, 0, 1]),
        ("旧机位", "佐证位已取消", [0, 0, 1]),
        ("其他影像", "", [0, 1, 0]),
    ]  # fmt: skip


@pytest.mark.parametrize("count", [1, 60])
def test_the_fragment_takes_as_many_queries_for_sixty_pictures_as_for_one(client, cast, project, count):
    slot(cast, project)
    for number in range(count):
        bring(cast, project, number, name="基坑全景", month=1 + number % 6, place=PLACE)
    address = f"/projects/{project.pk}/pictures/"
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(address)
    assert len(queries) <= 20, "\n".join(query["sql"][:160] for query in queries)


def test_the_map_has_the_points_that_were_claimed_and_the_project_s_own(client, cast, project):
    bring(cast, project, 1, place=PLACE)
    bring(cast, project, 2)
    found = client.get(f"/projects/{project.pk}/pictures/").context["map"]
    assert (found["count"], found["site"]) == ("1", "[113.48, 27.65]")
    assert found["points"].startswith("[[113.482, 27.651, 12,")


def test_one_picture_says_everything_that_is_known_of_it(client, cast, project):
    made = bring(cast, project, 1, place=PLACE, caption="东侧支护完成")
    page = text(client.get(f"/exhibits/{made.pk}/"))
    for words in (
        "东侧支护完成",
        "27.65100, 113.48200",
        "精度约12米",
        "现场拍摄",
        "还没有人认定",
        "预览正在后台生成",
        "渌江投资",
    ):
        assert words in page, words
    card = client.get(f"/exhibits/{made.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert card.lstrip().startswith("<article")


@pytest.mark.parametrize(("origin", "is_said"), [(Origin.CAMERA, True), (Origin.GALLERY, False)])
def test_only_what_the_app_took_is_said_to_have_been_taken_between_two_moments(client, cast, project, origin, is_said):
    made = bring(cast, project, origin=origin, nonce_at=AT)
    page = text(client.get(f"/exhibits/{made.pk}/"))
    assert ("即摄于两者之间" in page) is is_said
    assert "服务器收到" in page


def test_a_name_that_the_app_gave_is_no_title_and_a_person_s_own_is(client, cast, project):
    def title(made):
        return re.search(r"<h2>(.*?)</h2>", client.get(f"/exhibits/{made.pk}/").content.decode())[1]

    assert title(bring(cast, project, 1)) == "现场拍摄"
    assert title(bring(cast, project, 2, origin=Origin.GALLERY)) == "2.jpg"
    assert title(bring(cast, project, 3, caption="东侧支护完成")) == "东侧支护完成"


# --- judging, withdrawing, taking the place away ---


def test_a_reviewer_judges_with_the_picture_in_view_and_a_reason_where_it_is_doubted(client, cast, project):
    made = bring(cast, project)
    client.force_login(cast.lin)
    address = f"/exhibits/{made.pk}/judge/"
    assert "还没有评级" in text(client.get(address)) or "系统评级" in text(client.get(address))
    assert client.post(address, {"verdict": "doubtful", "opinion": ""}).status_code == 409
    assert client.post(address, {"verdict": "doubtful", "opinion": "不是同一处"}).status_code == 302
    assert "存疑 不是同一处" in text(client.get(f"/exhibits/{made.pk}/"))


def test_the_grade_on_record_is_the_systems_and_not_what_the_form_says(client, cast, project):
    made = bring(cast, project)
    client.force_login(cast.lin)
    address = f"/exhibits/{made.pk}/judge/"
    answer = client.post(address, {"verdict": "credible", "grade": "Z"})
    assert (answer.status_code, "评级刚刚变为" in answer.content.decode()) == (409, True)
    assert client.post(address, {"verdict": "credible"}).status_code == 302
    assert made.capture.judgements.live().get().grade != "Z"


def test_nobody_judges_what_he_brought_himself(client, cast, project):
    made = bring(cast, project)
    assert client.get(f"/exhibits/{made.pk}/judge/").status_code == 403
    assert "认定佐证" not in client.get(f"/exhibits/{made.pk}/").content.decode()


def test_withdrawn_with_a_reason_by_the_unit_that_brought_it(client, cast, project):
    made = bring(cast, project)
    address = f"/exhibits/{made.pk}/withdraw/"
    client.force_login(cast.lin)
    assert client.post(address, {"reason": "看错了"}).status_code == 409
    client.force_login(cast.li)
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "传错"}).status_code == 302
    assert client.get(f"/exhibits/{made.pk}/").status_code == 404


def test_a_place_is_taken_away_by_who_took_the_picture_and_by_nobody_else(client, cast, project):
    made = bring(cast, project, place=PLACE)
    address = f"/captures/{made.capture_id}/remove-place/"
    client.force_login(cast.wang)
    assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)
    client.force_login(cast.li)
    assert "删除位置" in text(client.get(address))
    assert client.post(address).status_code == 302
    capture = Capture.objects.get()
    assert (capture.longitude, capture.accuracy_m, capture.place_removed_at is None) == (None, None, False)
    assert "已由本人删除" in text(client.get(f"/exhibits/{made.pk}/"))


# --- slots ---


def test_a_slot_is_set_changed_and_ended_with_its_reason(client, cast, project):
    client.force_login(cast.wang)
    address = f"/projects/{project.pk}/slots/"
    said = {
        "name": "基坑全景",
        "reason": "深基坑属危大工程",
        "asking": "on_sampling",
        "kind": "photo",
        "rate_percent": "30",
    }
    assert client.post(address, {**said, "reason": ""}).status_code == 422
    assert client.post(address, {**said, "rate_percent": ""}).status_code == 409
    assert client.post(address, said).status_code == 302
    assert 'value="30.00"' in client.get(f"{address}?slot=基坑全景").content.decode()
    assert "每月按30%抽查" in text(client.get(f"/projects/{project.pk}/pictures/"))
    slot = Slot.objects.live().get()
    assert client.post(f"/slots/{slot.pk}/end/", {"reason": "已回填"}).status_code == 302
    assert (Slot.objects.live().count(), Slot.objects.count()) == (0, 1)


def test_who_reports_does_not_decide_what_is_asked(client, cast, project):
    made = slot(cast, project)
    for address in (f"/projects/{project.pk}/slots/", f"/slots/{made.pk}/end/"):
        answer = client.get(address)
        assert (answer.status_code, "请联系" in text(answer)) == (403, True)


def test_a_leader_looks_and_is_offered_nothing_to_do(client, cast, project):
    bring(cast, project)
    client.force_login(cast.he)
    assert client.get(f"/projects/{project.pk}/pictures/").context["may"] == {"add": False, "slot": False}
    assert client.get(f"/projects/{project.pk}/exhibits/").status_code == 403


# --- beside the report ---


def test_the_report_says_what_is_asked_with_the_reason_and_shows_what_is_there(client, cast, project):
    slot(cast, project, asking=Asking.ON_SAMPLING, rate_percent=Decimal(100))
    address = f"/projects/{project.pk}/pictures/?report=2020-06"
    page = client.get(address)
    assert ("基坑全景" in text(page), "深基坑属危大工程" in text(page), "本月请附" in text(page)) == (True, True, True)
    assert f"/projects/{project.pk}/exhibits/?month=2020-06&amp;slot=" in page.content.decode()
    bring(cast, project, name="基坑全景")
    assert ("已附" in text(client.get(address)), len(client.get(address).context["shots"])) == (True, 1)
    assert client.get(f"/projects/{project.pk}/pictures/?report=2020-7x").status_code == 404


def test_a_report_of_which_nothing_is_asked_says_so_kindly(client, cast, project):
    page = client.get(f"/projects/{project.pk}/pictures/?report=2020-06")
    assert "本月没有要求附图；愿意附的，一张全景就好。" in text(page)


@pytest.mark.parametrize("name", ["li", "lin"])
def test_form_and_paper_load_the_month_s_pictures(client, cast, project, name):
    client.force_login(getattr(cast, name))
    page = client.get(f"/reports/{project.pk}/2020-06/").content.decode()
    assert page.count(f'hx-get="/projects/{project.pk}/pictures/?report=2020-06"') == 1
