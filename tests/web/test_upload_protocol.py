"""tus 1.0 at /uploads/: what it answers to each right and each wrong request, and what that leaves behind."""

import base64
import hashlib
import os
import threading
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import assemble
from yidan.evidence import store
from yidan.evidence.models import File, Receipt
from yidan.kernel import parameters
from yidan.kernel.journal import Entry
from yidan.web.upload import finishing, receiving, waiting
from yidan.web.upload.protocol import Problem

pytestmark = pytest.mark.django_db

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + os.urandom(200_000)
SHA256 = hashlib.sha256(JPEG).hexdigest()
BODY = "application/offset+octet-stream"


@pytest.fixture
def cast(settings, tmp_path):
    settings.HOME = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "files"},
        },
    }  # fmt: skip
    return assemble()


class Phone:
    """Speaks tus as a person logged in."""

    def __init__(self, person, **options):
        self.client = Client(**options)
        self.client.force_login(person)

    def ask(self, method, path, data=b"", content_type=BODY, version="1.0.0", **headers):
        said = {"Tus-Resumable": version} if version else {}
        said |= {name.replace("_", "-"): str(value) for name, value in headers.items()}
        return self.client.generic(method, path, data, content_type, headers=said)

    def begin(self, length=len(JPEG), name="现场.jpg", kind="image/jpeg", sha256="", data=b"", **headers):
        pairs = {"filename": name, "filetype": kind, "sha256": sha256}
        metadata = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in pairs.items())
        content_type = BODY if data else "text/plain"
        return self.ask(
            "POST", "/uploads/", data, content_type, Upload_Length=length, Upload_Metadata=metadata, **headers
        )

    def send(self, address, data, offset=0, **headers):
        return self.ask("PATCH", address, data, Upload_Offset=offset, **headers)

    def head(self, address):
        return self.ask("HEAD", address)


@pytest.fixture
def li(cast):
    return Phone(cast.li)


def receipt_of(response) -> str:
    return response.headers.get("Yidan-Receipt", "").partition(" ")[0]


def left_behind() -> tuple[int, int, list[str]]:
    """Files and receipts in the ledger, and what waits on the disk."""
    names = sorted(each.name.partition(".")[2] or "bytes" for each in store.waiting_room().glob("*/*"))
    return File.objects.count(), Receipt.objects.count(), names


def sentence(response) -> str:
    return response.json()["sentence"]


def test_what_the_server_speaks_is_told(li):
    answer = li.ask("OPTIONS", "/uploads/", version=None)
    assert (answer.status_code, answer["Tus-Version"], answer["Tus-Resumable"]) == (204, "1.0.0", "1.0.0")
    assert answer["Tus-Extension"] == "creation,creation-with-upload,checksum,termination,expiration"
    assert (answer["Tus-Checksum-Algorithm"], answer["Tus-Max-Size"]) == ("sha256,sha1", str(500 * 1024 * 1024))


def test_a_photo_in_three_pieces_is_kept_and_receipted(cast, li):
    begun = li.begin(sha256=SHA256)
    assert (begun.status_code, begun["Upload-Offset"], receipt_of(begun)) == (201, "0", "")
    address = begun["Location"]
    offset = 0
    for end in (70_000, 150_000):
        answer = li.send(address, JPEG[offset:end], offset)
        assert (answer.status_code, answer["Upload-Offset"], receipt_of(answer)) == (204, str(end), "")
        asked = li.head(address)
        assert (asked.status_code, asked["Upload-Offset"], asked["Upload-Length"]) == (200, str(end), str(len(JPEG)))
        assert "no-store" in asked["Cache-Control"]
        offset = end
    assert left_behind() == (0, 0, ["bytes", "json", "lock"])
    done = li.send(address, JPEG[offset:], offset)
    file = File.objects.get()
    assert (file.sha256, file.size_bytes, file.media_type, file.name) == (SHA256, len(JPEG), "image/jpeg", "现场.jpg")
    receipt = Receipt.objects.get(person=cast.li, file=file)
    assert done["Yidan-Receipt"] == f"{SHA256} {receipt.kept_at.isoformat()}"
    again = li.head(address)
    assert (again["Yidan-Receipt"], again["Upload-Offset"]) == (done["Yidan-Receipt"], str(len(JPEG)))
    with store.opened(SHA256) as kept:
        assert kept.read() == JPEG
    assert left_behind() == (1, 1, ["json", "lock"])
    act = Entry.objects.get(verb="file.keep")
    assert (act.actor_name, act.facts["sha256"], act.facts["unit"]) == ("李工", SHA256, cast.owner.name)


def test_a_small_photo_may_come_with_the_first_request(li):
    done = li.begin(sha256=SHA256, data=JPEG)
    assert (done.status_code, done["Upload-Offset"], receipt_of(done)) == (201, str(len(JPEG)), SHA256)
    half = li.begin(data=JPEG[:1000], length=len(JPEG))
    assert (half.status_code, half["Upload-Offset"]) == (201, "1000")


def test_what_this_person_already_brought_is_not_sent_again(cast, li):
    first = li.begin(sha256=SHA256, data=JPEG)
    again = li.begin(sha256=SHA256)
    assert (again.status_code, again["Upload-Offset"]) == (201, str(len(JPEG)))
    assert again["Yidan-Receipt"] == first["Yidan-Receipt"]
    conflict = li.send(again["Location"], JPEG)
    assert (conflict.status_code, receipt_of(conflict)) == (409, SHA256)
    assert Entry.objects.filter(verb="file.keep").count() == 1
    # knowing a hash is not having the bytes: somebody else must bring them
    other = Phone(cast.zhao).begin(sha256=SHA256)
    assert (other["Upload-Offset"], receipt_of(other)) == ("0", "")


def test_a_receipt_whose_bytes_are_gone_does_not_spare_the_sending(li):
    li.begin(sha256=SHA256, data=JPEG)
    store.current().place(SHA256).unlink()
    again = li.begin(sha256=SHA256)
    assert (again["Upload-Offset"], receipt_of(again)) == ("0", "")
    assert receipt_of(li.send(again["Location"], JPEG)) == SHA256
    assert store.size(SHA256) == len(JPEG)


def test_the_same_upload_finished_twice_is_one_act(cast, li):
    address = li.begin(data=JPEG)["Location"]
    upload = waiting.find(cast.li.pk, address.split("/")[2])
    upload.saved(state="whole")  # as if the process had been killed before the receipt was noted
    assert receipt_of(li.head(address)) == SHA256
    assert (Entry.objects.filter(verb="file.keep").count(), *left_behind()) == (1, 1, 1, ["json", "lock"])


@pytest.mark.parametrize("when", ["before the hash", "before the store", "before the ledger", "before the note"])
def test_killed_between_any_two_steps_the_next_question_finishes_it(cast, li, monkeypatch, when):
    step = {
        "before the hash": (finishing.media, "media_type_of"),
        "before the store": (finishing.store, "admit"),
        "before the ledger": (finishing, "keep"),
        "before the note": (finishing, "receipt_of"),
    }[when]
    address = li.begin(sha256=SHA256)["Location"]

    class Killed(BaseException):
        pass

    def die(*_arguments, **_named):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(*step, die)
        with pytest.raises(Killed):
            li.send(address, JPEG)
    asked = li.head(address)
    assert (receipt_of(asked), asked["Upload-Offset"]) == (SHA256, str(len(JPEG)))
    assert (Entry.objects.filter(verb="file.keep").count(), *left_behind()) == (1, 1, 1, ["json", "lock"])


def test_a_wrong_offset_is_a_conflict_that_names_the_right_one(li):
    address = li.begin()["Location"]
    li.send(address, JPEG[:5000])
    for offset in (0, 4999, 5001, len(JPEG)):
        answer = li.send(address, b"x", offset)
        assert (answer.status_code, answer["Upload-Offset"]) == (409, "5000")
        assert "服务器已有5000字节" in sentence(answer)
    assert li.head(address)["Upload-Offset"] == "5000"


def test_more_than_was_announced_is_refused_before_a_byte_is_written(li):
    address = li.begin(length=1000)["Location"]
    assert li.send(address, JPEG[:1001]).status_code == 413
    assert li.head(address)["Upload-Offset"] == "0"


@pytest.mark.parametrize("method", ["POST", "HEAD", "PATCH", "DELETE"])
@pytest.mark.parametrize("version", [None, "0.2.2"])
def test_another_version_of_the_protocol_is_told_which_one_is_spoken(li, method, version):
    address = "/uploads/" if method == "POST" else li.begin()["Location"]
    answer = li.ask(method, address, version=version, Upload_Length=10, Upload_Offset=0)
    assert (answer.status_code, answer["Tus-Version"]) == (412, "1.0.0")


def test_an_upload_that_is_not_there_or_another_persons_is_not_found(cast, li):
    address = li.begin()["Location"]
    for phone, where in ((li, f"/uploads/{uuid4()}/"), (Phone(cast.zhao), address), (Phone(cast.wang), address)):
        for answer in (phone.head(where), phone.send(where, JPEG), phone.ask("DELETE", where)):
            assert answer.status_code == 404
    assert li.head(address).status_code == 200


def test_given_up_it_is_gone(li):
    address = li.begin()["Location"]
    li.send(address, JPEG[:1000])
    assert li.ask("DELETE", address).status_code == 204
    assert (li.head(address).status_code, left_behind()) == (404, (0, 0, []))


def test_a_post_may_stand_for_a_method_that_a_proxy_stops_but_a_get_may_not(li):
    address = li.begin()["Location"]
    sent = li.ask("POST", address, JPEG, Upload_Offset=0, X_HTTP_Method_Override="PATCH")
    assert (sent.status_code, receipt_of(sent)) == (204, SHA256)
    assert li.ask("GET", address, X_HTTP_Method_Override="DELETE").status_code == 405
    assert li.head(address).status_code == 200


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_piece_with_a_wrong_checksum_is_dropped(li, algorithm):
    address = li.begin()["Location"]
    right = base64.b64encode(hashlib.new(algorithm, JPEG[:5000]).digest()).decode()
    assert li.send(address, JPEG[:5000], Upload_Checksum=f"{algorithm} {right}").status_code == 204
    answer = li.send(address, JPEG[5000:9000], 5000, Upload_Checksum=f"{algorithm} {right}")
    assert (answer.status_code, answer["Upload-Offset"]) == (460, "5000")
    assert li.head(address)["Upload-Offset"] == "5000"
    rest = base64.b64encode(hashlib.new(algorithm, JPEG[5000:]).digest()).decode()
    assert receipt_of(li.send(address, JPEG[5000:], 5000, Upload_Checksum=f"{algorithm} {rest}")) == SHA256


@pytest.mark.parametrize("said", ["md5 " + base64.b64encode(b"x" * 16).decode(), "sha256 abc", "sha256", "sha1 ***"])
def test_a_checksum_that_is_none_is_a_bad_request(li, said):
    address = li.begin()["Location"]
    assert li.send(address, JPEG, Upload_Checksum=said).status_code == 400
    assert li.head(address)["Upload-Offset"] == "0"


def test_bytes_that_are_not_those_announced_are_dropped_with_a_sentence(li):
    address = li.begin(sha256=hashlib.sha256(b"other").hexdigest())["Location"]
    answer = li.send(address, JPEG)
    assert (answer.status_code, sentence(answer)) == (460, "“现场.jpg”传输中有损坏，校验值不符，请重新上传。")
    assert (li.head(address).status_code, left_behind()) == (404, (0, 0, []))


@pytest.mark.parametrize(("headers", "code"), [
    ({}, 400), ({"Upload_Length": "-1"}, 400), ({"Upload_Length": "1e6"}, 400), ({"Upload_Length": "9" * 19}, 400),
    ({"Upload_Defer_Length": "1"}, 400), ({"Upload_Length": "0"}, 413),
    ({"Upload_Length": "10", "Upload_Metadata": "filename ***"}, 400),
    ({"Upload_Length": "10", "Upload_Metadata": "sha256 " + base64.b64encode(b"xyz").decode()}, 400),
])  # fmt: skip
def test_a_beginning_that_cannot_be_understood_is_refused(li, headers, code):
    answer = li.ask("POST", "/uploads/", **headers)
    assert (answer.status_code, bool(sentence(answer)), left_behind()) == (code, True, (0, 0, []))


def test_a_patch_of_another_type_is_refused(li):
    address = li.begin()["Location"]
    assert li.ask("PATCH", address, JPEG, "image/jpeg", Upload_Offset=0).status_code == 415
    assert li.ask("PATCH", address, JPEG).status_code == 400  # no offset


@pytest.mark.parametrize(("name", "kind", "megabytes", "said"), [
    ("a.jpg", "image/jpeg", 50, "“a.jpg”超过50 MB(照片的上限)，请压缩或拆分后再传。"),
    ("a.mp4", "video/mp4", 500, "“a.mp4”超过500 MB(视频的上限)，请压缩或拆分后再传。"),
    ("a.mov", "", 500, "“a.mov”超过500 MB(视频的上限)，请压缩或拆分后再传。"),
    ("a.pdf", "", 50, "“a.pdf”超过50 MB(文件的上限)，请压缩或拆分后再传。"),
])  # fmt: skip
def test_each_kind_has_its_own_limit_said_before_anything_is_sent(li, name, kind, megabytes, said):
    assert li.begin(length=megabytes * 1024 * 1024, name=name, kind=kind).status_code == 201
    answer = li.begin(length=megabytes * 1024 * 1024 + 1, name=name, kind=kind)
    assert (answer.status_code, sentence(answer)) == (413, said)


def test_a_photo_that_called_itself_a_video_still_has_the_photos_limit(li, settings):
    settings.UPLOAD_LIMIT_BYTES = {**settings.UPLOAD_LIMIT_BYTES, "photo": 100_000}
    answer = li.begin(name="a.mp4", kind="video/mp4", data=JPEG)
    assert (answer.status_code, left_behind()) == (413, (0, 0, []))


def test_the_days_quota_says_how_much_is_left_and_when_it_starts_anew(cast, li):
    parameters.set("upload.day_mb", by=cast.wang, at=timezone.now(), value="1", reason="试")
    assert li.begin(data=JPEG).status_code == 201  # 0.2 MB receipted
    open_one = li.begin(length=500_000)
    assert open_one.status_code == 201  # 0.5 MB announced
    answer = li.begin(length=400_000)
    assert (answer.status_code, sentence(answer)) == (
        429, "今天还能上传0 MB(每人每天1 MB)，这个文件1 MB，放不下；明天0点起重新计算。",
    )  # fmt: skip
    assert 0 < int(answer["Retry-After"]) <= 86_400
    assert Phone(cast.zhao).begin(length=400_000).status_code == 201
    li.ask("DELETE", open_one["Location"])
    assert li.begin(length=400_000).status_code == 201


def test_yesterdays_bytes_do_not_count_today(cast, li):
    parameters.set("upload.day_mb", by=cast.wang, at=timezone.now(), value="1", reason="试")
    li.begin(data=JPEG)
    Receipt.objects.update(kept_at=timezone.now() - timedelta(days=1))
    assert li.begin(length=1024 * 1024).status_code == 201


def test_too_many_half_uploads_are_refused(cast, li):
    parameters.set("upload.unfinished", by=cast.wang, at=timezone.now(), value="2", reason="试")
    assert [li.begin().status_code for _ in range(3)] == [201, 201, 429]


def test_a_nearly_full_disk_is_said_before_anything_is_sent(li, settings):
    megabyte = 1024 * 1024
    settings.DISK_RESERVE_BYTES = store.room() + settings.DISK_RESERVE_BYTES - 600 * megabyte
    assert li.begin(length=400 * megabyte, kind="video/mp4").status_code == 201
    answer = li.begin(length=400 * megabyte, kind="video/mp4")  # the first one's bytes are promised, though not there
    assert (answer.status_code, "服务器存储空间不足" in sentence(answer)) == (507, True)


def test_nobody_uploads_without_a_log_in_a_right_or_a_token(cast):
    nobody = Client()
    assert nobody.post("/uploads/", headers={"Tus-Resumable": "1.0.0", "Upload-Length": "5"}).status_code == 401
    answer = Phone(cast.tong).begin()  # who only reads
    assert (answer.status_code, "存入文件" in sentence(answer)) == (403, True)
    forged = Phone(cast.li, enforce_csrf_checks=True).begin()
    assert (forged.status_code, bool(sentence(forged))) == (403, True)
    cast.li.must_change_password = True
    cast.li.save(update_fields=["must_change_password"])
    answer = Phone(cast.li).begin()
    assert (answer.status_code, "修改初始密码" in sentence(answer)) == (403, True)
    assert left_behind() == (0, 0, [])


def test_a_role_that_ended_meanwhile_is_refused_at_the_end_and_nothing_is_kept(cast, li):
    from yidan.people.commands import role
    from yidan.people.models import RoleHolding

    address = li.begin()["Location"]
    held = RoleHolding.objects.live().get(person=cast.li)
    role.end(held, by=cast.an, at=timezone.now(), until_on=timezone.now().date(), reason="调离")
    assert (li.send(address, JPEG).status_code, left_behind()) == (403, (0, 0, []))


def test_what_nobody_goes_on_with_is_swept_away_in_time(cast, li):
    old, fresh, done = li.begin()["Location"], li.begin()["Location"], li.begin(data=JPEG)["Location"]
    li.send(old, JPEG[:1000])
    expires_at = datetime.strptime(li.head(old)["Upload-Expires"], "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC)
    assert timedelta(hours=167) < expires_at - timezone.now() < timedelta(hours=168, seconds=1)
    upload = waiting.find(cast.li.pk, old.split("/")[2])
    long_ago = (timezone.now() - timedelta(hours=169)).timestamp()
    os.utime(upload.place, (long_ago, long_ago))
    assert li.head(old).status_code == 404
    assert waiting.sweep(timezone.now()) == 1
    assert [waiting.find(cast.li.pk, each.split("/")[2]) is None for each in (old, fresh, done)] == [True, False, False]
    with upload.locked() as alone:
        assert alone is None
    assert waiting.sweep(timezone.now() + timedelta(hours=200)) == 2


def test_strays_of_other_doors_are_swept_after_a_day(cast):
    stray = store.arrived(b"left by a killed process").place
    waiting.sweep(timezone.now())
    assert stray.exists()
    waiting.sweep(timezone.now() + timedelta(hours=25))
    assert not stray.exists()


def test_while_one_writes_the_other_is_told_to_wait(cast, li, monkeypatch):
    monkeypatch.setattr(waiting, "GIVE_WAY_SECONDS", 0.2)
    monkeypatch.setattr(waiting, "SETTLE_SECONDS", 0.2)
    address = li.begin()["Location"]
    with waiting.find(cast.li.pk, address.split("/")[2]).locked() as alone:
        answers = li.send(address, JPEG), li.ask("DELETE", address)
        assert [each.status_code for each in answers] == [423, 423]
        assert alone.is_wanted()
        assert li.head(address).status_code == 200
    assert receipt_of(li.send(address, JPEG)) == SHA256


class Silent:
    """A body whose sender says a block and then nothing until it is told to."""

    def __init__(self):
        self.ended, self.sent = threading.Event(), 0

    def read(self, size):
        if self.sent:
            self.ended.wait(10)
        self.sent += 1
        return b"x" * size


@pytest.mark.django_db(transaction=True)
def test_a_silent_phone_makes_way_for_another_connection_and_writes_no_more(tmp_path, monkeypatch):
    monkeypatch.setattr(receiving, "TICK_SECONDS", 0.05)
    place, body = tmp_path / "part", Silent()
    place.touch()
    with pytest.raises(receiving.Silent) as silent:
        receiving.receive(body, place, person_id=1, length=100_000, algorithm="sha256", is_wanted=lambda: True)
    assert place.read_bytes() == b"x" * receiving.SMALLEST
    assert receiving._places.taken[1] == 1  # its thread is still there
    body.ended.set()  # the abandoned reader wakes up
    silent.value.settle()
    assert (place.read_bytes(), receiving._places.taken[1]) == (b"x" * receiving.SMALLEST, 0)


@pytest.mark.parametrize("most", ["in all", "of one person"])
def test_when_all_places_are_taken_the_next_is_told_to_come_again(cast, li, settings, monkeypatch, most):
    if most == "in all":
        settings.UPLOADS_AT_ONCE = 1
        receiving._places.take(cast.zhao.pk)
    else:
        monkeypatch.setattr(receiving, "MOST_OF_ONE", 1)
        receiving._places.take(cast.li.pk)
    address = li.begin()["Location"]
    answer = li.send(address, JPEG)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    receiving._places.give_back(cast.zhao.pk if most == "in all" else cast.li.pk)
    assert receipt_of(li.send(address, JPEG)) == SHA256


def test_a_disk_that_is_full_in_the_middle_is_a_sentence():
    with pytest.raises(Problem, match="服务器存储空间已满") as refusal:
        receiving.receive(
            BytesIO(b"x" * 10), Path("/dev/full"), person_id=1, length=10, algorithm="sha1", is_wanted=lambda: False
        )
    assert refusal.value.code == 507
