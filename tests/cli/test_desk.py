"""The worker reads what is kept: in rounds, in a thread of its own, once, and again after a restore."""

import shutil
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from PIL import Image

from tests.cast import AT, assemble
from tests.conftest import move_in
from tests.evidence.pictures import photo
from yidan.evidence import store
from yidan.evidence.commands import keep
from yidan.evidence.models import File, Reading
from yidan.evidence.states import ReadingState
from yidan.kernel.values import BEIJING
from yidan.web import clock, instance
from yidan.web.cli import desk, working


@pytest.fixture
def kept(db):
    cast = assemble()

    def keep_photos(count, first=0):
        return [
            keep(
                cast.owner,
                by=cast.li,
                at=AT,
                name="图.jpg",
                data=photo(first + n, comment=b"x"),
                media_type="image/jpeg",
            )
            for n in range(count)
        ]

    return keep_photos


def states():
    return sorted(Reading.objects.values_list("state", flat=True))


def test_a_round_is_bounded_and_completes_the_hashes(kept):
    files = kept(5)
    with desk.Desk() as one:
        assert one.round(limit=3) == 6
        assert states() == [ReadingState.READ] * 3 + [ReadingState.WAITING] * 2
        assert one.round(limit=3) == 4
        assert one.round(limit=3) == 0
    assert states() == [ReadingState.READ] * 5
    assert [len(file.sm3) for file in File.objects.filter(pk__in=[file.pk for file in files])] == [64] * 5


def test_a_missing_original_does_not_hold_up_the_rest(kept):
    files = kept(2)
    store.current().place(files[0].sha256).unlink()
    assert desk.read_all() == 2
    assert states() == [ReadingState.READ, ReadingState.UNREADABLE]


def test_previews_lost_in_a_restore_are_drawn_again(kept, settings):
    kept(2)
    assert desk.read_all() == 2
    assert desk.read_all() == 0
    shutil.rmtree(settings.HOME / "previews")
    assert desk.read_all() == 2
    assert all(store.preview_place(file.sha256, "view").exists() for file in File.objects.all())


@pytest.mark.django_db(transaction=True)
def test_the_thread_reads_what_comes_and_ends_when_told():
    cast = assemble()
    stop = threading.Event()
    thread = threading.Thread(target=desk.read_until, args=(stop,))
    thread.start()
    try:
        keep(cast.owner, by=cast.li, at=AT, name="图.jpg", data=photo(1, comment=b"y"), media_type="image/jpeg")
        for _tenth in range(300):
            if Reading.objects.filter(state=ReadingState.READ).exists():
                break
            time.sleep(0.1)
        assert states() == [ReadingState.READ]
    finally:
        stop.set()
        thread.join(timeout=20)
    assert not thread.is_alive()
    connection.close()


def test_worker_once_reads_what_waits(yidan, kept):
    kept(2)
    assert yidan("worker", "--once").out.splitlines()[-1] == "读取佐证 2 份。"


@pytest.mark.django_db(transaction=True)
def test_in_a_simulated_city_a_real_cameras_time_is_the_citys(monkeypatch):
    """What was taken a moment ago was taken a moment ago there too; a picture of the city's past stays as it is."""
    cast = assemble()
    monkeypatch.setattr(instance, "_known", [(instance.monotonic() + 3_600, True, timedelta(days=2_000))])
    just_now, long_ago = clock.now() + timedelta(days=2_000, minutes=-5), clock.now() - timedelta(days=9)
    for seed, taken in ((1, just_now), (2, long_ago)):
        exif = Image.Exif()
        exif.get_ifd(0x8769)[0x9003] = f"{taken.astimezone(BEIJING):%Y:%m:%d %H:%M:%S}"
        keep(cast.owner, by=cast.li, at=AT, name="图.jpg", data=photo(seed, exif=exif), media_type="image/jpeg")
    assert desk.read_all() == 2
    first, second = Reading.objects.order_by("file__pk").values_list("taken_at", flat=True)
    assert first == (just_now - timedelta(days=2_000)).replace(microsecond=0)
    assert second == long_ago.replace(microsecond=0)


def test_a_chore_in_a_process_of_its_own_says_in_the_log_that_it_failed(tmp_path, monkeypatch, caplog):
    monkeypatch.setenv("YIDAN_HOME", str(move_in(tmp_path / "home")))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    working.do_apart("weekly")  # an empty home: nothing to draft, and no fault
    assert caplog.messages == []
    working.do_apart("yearly")
    assert caplog.messages == ["the clock could not do yearly (exit status 2); it tries again"]
