"""Pictures drawn ahead are those drawn on the spot, byte for byte."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from yidan.kernel.values import BEIJING
from yidan.web.demo import darkroom
from yidan.web.demo.scenes import View


def _shot(number: int) -> darkroom.Shot:
    view = View(f"工地{number}", "building", 0.1 + 0.2 * number, 5)
    return darkroom.Shot(view, datetime(2020, 5, 6, 9, number, tzinfo=BEIJING), Decimal("113.1"), Decimal("27.8"))


def test_drawn_ahead_by_another_process_or_on_the_spot_the_bytes_are_the_same(monkeypatch):
    monkeypatch.setattr(darkroom, "AHEAD", 2)
    monkeypatch.setattr(darkroom.os, "cpu_count", lambda: 2)
    shots = {number: _shot(number) for number in range(4)}
    alone = darkroom.Darkroom(()).take(0, shots[0])
    with darkroom.Darkroom(shots.items()) as room:
        assert set(room._ready) == {0, 1}
        ahead = room.take(0, shots[0])
        assert set(room._ready) == {1, 2}
        assert room.take(9, shots[3]) == shots[3].developed()  # not among them: drawn on the spot
        assert room.take(2, shots[2]) == shots[2].developed()
    assert alone == ahead
    assert room._pool is None


def test_with_one_core_or_few_pictures_no_other_process_is_started(monkeypatch):
    monkeypatch.setattr(darkroom.os, "cpu_count", lambda: 1)
    with darkroom.Darkroom([(number, _shot(number)) for number in range(darkroom.AHEAD + 1)]) as room:
        assert room._pool is None
    monkeypatch.setattr(darkroom.os, "cpu_count", lambda: 2)
    with darkroom.Darkroom([(0, _shot(0))]) as room:
        assert room._pool is None
