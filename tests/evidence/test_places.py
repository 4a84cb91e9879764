"""Points: one door for all coordinates, converted once, there and back again within a metre."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yidan.evidence.rules import Place, places
from yidan.evidence.rules.places import Datum

IN_CHINA = st.tuples(st.floats(73.5, 134.9), st.floats(18.2, 53.5))
ANYWHERE = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
ZHUZHOU = (113.134, 27.8274)


@given(IN_CHINA)
def test_gcj02_and_back_is_under_a_metre(point):
    assert places.distance_m(places.gcj02_to_wgs84(places.wgs84_to_gcj02(point)), point) < 0.01


@given(IN_CHINA)
def test_bd09_and_back_is_under_a_metre(point):
    assert places.distance_m(places.bd09_to_wgs84(places.wgs84_to_bd09(point)), point) < 0.01


@given(ANYWHERE)
def test_abroad_nothing_is_shifted(point):
    if not places.is_shifted(point):
        assert places.wgs84_to_gcj02(point) == point == places.gcj02_to_wgs84(point)


def test_the_shift_is_the_one_that_chinese_maps_have():
    # 天安门 on OpenStreetMap, 高德 and 百度: the known offset of some 550 m, and Baidu's on top
    true = (116.391349, 39.907375)
    assert places.wgs84_to_gcj02(true) == pytest.approx((116.397592, 39.908777), abs=2e-5)
    assert places.wgs84_to_bd09(true) == pytest.approx((116.403963, 39.915120), abs=3e-5)
    assert 400 < places.distance_m(true, places.wgs84_to_gcj02(true)) < 700


def test_a_place_comes_in_by_one_door_and_is_converted_once():
    seen = places.wgs84_to_gcj02(ZHUZHOU)
    place = places.placed(*seen, datum="gcj02", accuracy_m=12.4)
    assert place == Place(Decimal("113.134000"), Decimal("27.827400"), 12)
    assert places.placed(place.longitude, place.latitude, datum=Datum.WGS84, accuracy_m=12) == place
    assert places.placed(*ZHUZHOU, datum="cgcs2000") == places.placed(*ZHUZHOU)


@pytest.mark.parametrize(
    ("longitude", "latitude", "datum"),
    [(0, 0, "wgs84"), ("x", 1, "wgs84"), (float("nan"), 27, "wgs84"), (181, 27, "wgs84"), (113, -91, "gcj02"),
     (None, None, "wgs84"), (113, 27, "mars"), (float("inf"), 27, "wgs84")],
)  # fmt: skip
def test_what_is_no_place_is_none(longitude, latitude, datum):
    assert places.placed(longitude, latitude, datum=datum) is None


@pytest.mark.parametrize(("given", "kept"), [(None, None), (-1, None), (float("nan"), None), (5.5, 6), (1e12, 10**6)])
def test_an_accuracy_that_is_none_is_unknown(given, kept):
    assert places.placed(*ZHUZHOU, accuracy_m=given).accuracy_m == kept


def test_a_degree_of_latitude_is_111_kilometres():
    assert places.distance_m((113, 27), (113, 28)) == pytest.approx(111_195, abs=1)
    assert places.distance_m((113, 27), (113, 27)) == 0


def test_distance_to_an_outline_is_nought_inside():
    square = [(113.0, 27.0), (113.01, 27.0), (113.01, 27.01), (113.0, 27.01)]
    assert places.distance_to_outline_m((113.005, 27.005), square) == 0
    assert places.distance_to_outline_m((113.005, 27.02), square) == pytest.approx(1112, abs=2)
    assert places.distance_to_outline_m((112.99, 27.005), square) == pytest.approx(991, abs=2)


@pytest.mark.parametrize(
    ("longitude", "latitude", "looks_typed"),
    [
        ("113.133333", "27.827412", True),
        ("113.134152", "27.000000", True),
        ("113.134000", "27.827000", True),
        ("113.134000", "27.827412", False),
        ("113.134152", "27.827412", False),
    ],
)
def test_typed_coordinates_show(longitude, latitude, looks_typed):
    assert places.has_repeated_decimals(Place(Decimal(longitude), Decimal(latitude))) is looks_typed
