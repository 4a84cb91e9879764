"""Real clients against the real server: cut, stalled, killed with -9; nothing lost, nothing twice, no byte changed.

`make soak` does the same for an hour's worth of bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import socket
import struct
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from bench.phone import JPEG, MP4, TOKEN, Cut, content, unique
from tests.conftest import absent, move_in
from tests.web.real_server import Server
from yidan.web.upload.receiving import LARGEST

CLIENT = Path(__file__).with_name("upload_client.mjs")
MEGABYTE = 1024 * 1024
PEOPLE = ("li", "zhao", "wang", "lin", "bu", "chen")  # who may bring files


@pytest.fixture(scope="module")
def server(tmp_path_factory, django_db_setup):
    """One for all tests of this file, beside the database of this pass (which is why it asks for that one)."""
    database = ""
    if "postgres" in settings.DATABASES["default"]["ENGINE"]:
        database = f"{os.environ['DATABASE_URL'].rsplit('/', 1)[0]}/yidan_uploads_{os.getpid()}"
    made = Server(move_in(tmp_path_factory.mktemp("uploads") / "home"), database)
    try:
        made.fill()
        made.start()
        yield made
    finally:
        made.kill()
        if database:
            with psycopg.connect(database.rsplit("/", 1)[0] + "/postgres", autocommit=True) as connection:
                name = database.rsplit("/", 1)[1]
                connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture
def li(server):
    return server.phone("li")


def photo(size: int = 3 * MEGABYTE) -> bytes:
    return content(size, JPEG, unique())


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def kept(server: Server, data: bytes) -> bool:
    """Whether the store has these very bytes."""
    name = sha256(data)
    place = server.home / "files" / name[:2] / name[2:4] / name
    return place.is_file() and place.read_bytes() == data


def node() -> str:
    own = Path(sys.executable).parent
    found = shutil.which("node", path=f"{own}{os.pathsep}{os.environ.get('PATH', '')}")
    if found is None or not (Path(__file__).parents[2] / "node_modules" / "tus-js-client").is_dir():
        absent("node", "no Node or no tus-js-client: make setup")
    return found


def javascript(server: Server, data: bytes, tmp_path: Path, **asked: object) -> dict:
    """What tus-js-client says of sending these bytes."""
    source = tmp_path / "source"
    source.write_bytes(data)
    said = {
        "endpoint": f"http://127.0.0.1:{server.port}/uploads/", "file": str(source), "name": "现场.jpg",
        "cookie": f"{server.phone('li').cookie}; csrftoken={TOKEN}", "token": TOKEN, "type": "image/jpeg",
        "sha256": sha256(data), **asked,
    }  # fmt: skip
    done = subprocess.run([node(), CLIENT, json.dumps(said)], capture_output=True, text=True, check=True, timeout=120)
    return json.loads(done.stdout)


def test_tus_js_client_gives_up_after_a_third_and_goes_on(server, tmp_path):
    data = photo(40 * MEGABYTE)
    told = javascript(server, data, tmp_path, stopAfter=len(data) // 3, chunk=2 * MEGABYTE)
    assert (told.get("failure"), told["receipts"][-1:]) == (None, [sha256(data)])
    assert 0 < told["offsets"][0] < len(data)  # it went on from there
    assert kept(server, data)


@pytest.mark.parametrize("in_one", [False, True])
def test_tus_js_client_sends_a_photo_and_the_second_time_nothing(server, tmp_path, in_one):
    data = photo()
    told = javascript(server, data, tmp_path, inOne=in_one, again=True)
    assert told.get("failure") is None
    first = ["POST 201"] if in_one else ["POST 201", "PATCH 204"]
    assert told["requests"][: len(first)] == first
    # it does not know our receipt: it sends, is told that all is there, and asks
    assert set(told["requests"][len(first) :]) <= {"POST 201", "PATCH 409", "HEAD 200"}
    assert set(told["receipts"]) == {sha256(data)}


def test_tus_js_client_is_told_in_a_sentence_what_is_not_taken(server, tmp_path):
    told = javascript(server, b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", tmp_path)
    assert json.loads(told["sentence"]) == {
        "sentence": "“现场.jpg”不是照片、视频、PDF或办公文档，不能作为佐证；文件可能已损坏，请换一个。"
    }
    assert told["receipts"] == []


def tuspy(server: Server, source: Path, **options):
    try:
        from tusclient.client import TusClient
    except ImportError:
        absent("tuspy", "no tuspy: make setup")
    client = TusClient(f"http://127.0.0.1:{server.port}/uploads/")
    client.set_headers({"Cookie": f"{server.phone('li').cookie}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN})
    return client.uploader(str(source), metadata={"filename": "航拍.mp4", "filetype": "video/mp4"}, **options)


def test_tuspy_sends_checked_pieces_and_goes_on_where_another_stopped(server, tmp_path):
    data = content(5 * MEGABYTE + 123, MP4, unique())
    source = tmp_path / "source.mp4"
    source.write_bytes(data)
    first = tuspy(server, source, chunk_size=MEGABYTE, upload_checksum=True)
    first.upload(stop_at=2 * MEGABYTE)
    second = tuspy(server, source, chunk_size=MEGABYTE, upload_checksum=True, url=first.url)
    assert second.offset == 2 * MEGABYTE
    second.upload()
    assert server.phone("li").offset(first.url.partition(str(server.port))[2]) == (len(data), sha256(data))
    assert kept(server, data)


def test_killed_with_9_in_the_middle_and_started_again_it_goes_on_at_the_byte(server, li):
    data = photo(20 * MEGABYTE)
    address = li.begin(data, "a.jpg", "image/jpeg").headers["Location"]
    held = li.stalled(address, data, 0, 12 * MEGABYTE)
    deadline = time.monotonic() + 30
    while (before := li.offset(address)[0]) < 10 * MEGABYTE and time.monotonic() < deadline:
        time.sleep(0.05)
    server.kill()
    held.close()
    server.start()
    offset, receipt = li.offset(address)
    assert (before <= offset <= 12 * MEGABYTE, 12 * MEGABYTE - offset <= LARGEST, receipt) == (True, True, "")
    assert li.send(address, data, offset) == sha256(data)
    assert kept(server, data)


def cut(held: socket.socket, is_rude: bool) -> None:
    """End a connection as a tunnel does (nothing more comes) or as a reset does."""
    if is_rude:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    held.close()


def sent(li, address: str, data: bytes) -> str:
    """The receipt of one who comes back until he is let in, a minute at most."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            return li.send(address, data, li.offset(address)[0])
        except Cut:
            time.sleep(0.1)
    return ""


def test_thirty_cuts_at_random_bytes_lose_nothing(server, li):
    dice, data = random.Random(2020), photo(12 * MEGABYTE)
    address = li.begin(data, "a.jpg", "image/jpeg").headers["Location"]
    for number in range(30):
        offset, _receipt = li.offset(address)
        count = dice.randrange(1, (len(data) - offset) // (31 - number) + 1)
        with suppress(Cut):  # refused: the last cut one is still writing its bytes
            cut(li.stalled(address, data, offset, count), is_rude=number % 3 == 0)
    # the last cut one may still be writing its bytes: then we are told to wait
    assert (sent(li, address, data), kept(server, data)) == (sha256(data), True)


def test_of_two_who_send_the_same_upload_at_once_one_wins_and_no_byte_is_mixed(server, li):
    for _ in range(5):
        data = photo(6 * MEGABYTE)
        address = li.begin(data, "a.jpg", "image/jpeg").headers["Location"]

        def send(_number: int, data: bytes = data, address: str = address) -> str:
            try:
                return li.send(address, data, 0)
            except Cut as failure:
                return str(failure)[:9]

        with ThreadPoolExecutor(4) as pool:
            told = sorted(pool.map(send, range(4)))
        assert [each for each in told if len(each) == 64] == [sha256(data)]
        # a refused sender may find the connection closed before it has read the answer
        assert {each for each in told if each.startswith("PATCH")} <= {"PATCH 409", "PATCH 423"}
        assert kept(server, data)


def test_a_phone_that_comes_back_by_another_network_does_not_wait_for_its_old_connection(server, li):
    data = photo()
    address = li.begin(data, "a.jpg", "image/jpeg").headers["Location"]
    old = li.stalled(address, data, 0, MEGABYTE)
    receipt, attempts = "", 0
    while not receipt and attempts < 10:
        attempts += 1
        try:
            receipt = li.send(address, data, li.offset(address)[0])
        except Cut:
            continue
    old.close()
    assert (receipt, kept(server, data)) == (sha256(data), True)


def test_forty_silent_phones_leave_pages_and_other_uploads_answered(server, li):
    data = photo()
    held = []
    try:
        for number in range(40):
            one, phone = data + bytes([number]), server.phone(PEOPLE[number % len(PEOPLE)])
            held.append(phone.stalled(phone.begin(one, "a.jpg", "image/jpeg").headers["Location"], one, 0, MEGABYTE))
        assert [li.ask("GET", "/projects/").status for _ in range(6)] == [200] * 6
        fresh = photo()
        assert li.begin(fresh, "a.jpg", "image/jpeg", is_in_one=True).headers["Yidan-Receipt"].startswith(sha256(fresh))
    finally:
        for each in held:
            each.close()


def send_many(server) -> list[bytes]:
    """Sixteen files of two people at once, and one that both send twice; all are receipted. Returns what was sent."""
    phones = [server.phone("li"), server.phone("zhao")]
    same = photo()
    work = [(phone, photo(MEGABYTE)) for phone in phones for _ in range(8)] + [(phone, same) for phone in phones] * 2

    def send(item) -> bool:
        phone, data = item
        answer = phone.begin(data, "a.jpg", "image/jpeg", is_in_one=True)
        return answer.headers.get("Yidan-Receipt", "").startswith(sha256(data))

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(send, work)) == [True] * len(work)
    return [data for _phone, data in work]


def test_many_at_once_and_the_same_bytes_from_two_people(server):
    assert all(kept(server, data) for data in send_many(server))


def test_at_the_end_nothing_waits_but_what_was_left_half(server):
    """Whatever was receipted has left the waiting room; each kept file has the hash of its name."""
    send_many(server)  # the tests before may have run in another worker
    waiting = [json.loads(place.read_text()) for place in (server.home / "uploads").glob("*/*.json")]
    done = [each for each in waiting if each["state"] == "kept"]
    owner_places = [server.home / "uploads" / str(each["person_id"]) / each["id"] for each in done]
    assert (len(done) >= 16, [place for place in owner_places if place.exists()]) == (True, [])
    wrong = [place.name for place in (server.home / "files").rglob("*")
             if place.is_file() and sha256(place.read_bytes()) != place.name]  # fmt: skip
    assert wrong == []
