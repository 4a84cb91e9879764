"""Hashes find, sketches decide."""

import hashlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yidan.evidence.rules import likeness

BITS = st.integers(0, 2**64 - 1)


def sketch(seed: int) -> bytes:
    """A random landscape of 32 × 32 greys."""
    dice = random.Random(seed)
    hills = [(dice.random() * 32, dice.random() * 32, dice.uniform(2, 20), dice.uniform(-90, 90)) for _ in range(60)]
    return bytes(
        max(0, min(255, round(128 + sum(h / (1 + ((x - a) ** 2 + (y - b) ** 2) / w) for a, b, w, h in hills))))
        for y in range(32)
        for x in range(32)
    )


@given(BITS, st.sets(st.integers(0, 63), max_size=7))
def test_seven_wrong_bits_are_always_found_by_some_band(bits, flipped):
    other = bits
    for bit in flipped:
        other ^= 1 << bit
    assert likeness.differing(likeness.signed(bits), likeness.signed(other)) == len(flipped)
    assert any(band in probe for band, probe in zip(likeness.bands(other), likeness.probes(bits), strict=True))


@given(BITS)
def test_a_hash_fits_into_64_signed_bits(bits):
    assert -(2**63) <= likeness.signed(bits) < 2**63
    assert likeness.signed(bits) & (2**64 - 1) == bits


def test_crops_stay_within_the_picture_and_the_first_is_the_whole():
    assert likeness.CROPS[0] == (0, 0, 1, 1)
    assert all(x >= 0 and y >= 0 and x + w <= 1 + 1e-9 and y + h <= 1 + 1e-9 for x, y, w, h in likeness.CROPS)
    assert len(set(likeness.CROPS)) == len(likeness.CROPS) == 45


@pytest.mark.parametrize("place", [step / 100 for step in range(21)])
def test_wherever_a_fifth_is_cut_off_a_window_lies_within_a_fortieth(place):
    for box in ((place, 0, 0.8, 1), (0, place, 1, 0.8)):
        off = [abs(x - box[0]) + abs(y - box[1]) for x, y, *size in likeness.CROPS if tuple(size) == box[2:]]
        assert min(off) <= 0.025 + 1e-9


def test_four_quarter_turns_and_two_mirrorings_change_nothing():
    one = sketch(1)
    assert likeness.turned(likeness.turned(one, "turned_90"), "turned_270") == one
    assert likeness.turned(likeness.turned(one, "turned_180"), "turned_180") == one
    assert likeness.turned(likeness.turned(one, "mirrored"), "mirrored") == one
    assert likeness.turned(one, "turned_90") != one


def test_a_picture_fits_itself_and_no_other():
    one, two = sketch(1), sketch(2)
    assert likeness.alikeness(one, one, likeness.CROPS[0]) > 0.999
    assert likeness.straight_alikeness(one, one) > 0.999
    assert max(likeness.alikeness(one, two, box) for box in likeness.CROPS) < 0.9
    assert likeness.straight_alikeness(one, two) < 0.8


def test_a_darker_picture_is_the_same():
    one = sketch(3)
    darker = bytes(value // 2 + 10 for value in one)
    assert likeness.alikeness(darker, one, likeness.CROPS[0]) > 0.999


def test_an_even_grey_is_like_nothing():
    grey = bytes([128]) * 1024
    assert likeness.alikeness(grey, sketch(1), likeness.CROPS[0]) == 0
    assert likeness.straight_alikeness(grey, grey) == 0


def test_whoever_changes_the_windows_raises_the_version():
    """Stores that were read by other windows must be told (queries.outdated_readings): raise VERSION, then this."""
    windows = hashlib.sha256(
        repr([tuple(round(each, 6) for each in crop) for crop in likeness.CROPS]).encode()
    ).hexdigest()
    assert (likeness.VERSION, len(likeness.CROPS), windows[:12]) == (2, 45, "dade7b29fa2f")
