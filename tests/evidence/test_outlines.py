"""Outlines of sites: read as offices have them, kept once, refused with the reason."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yidan.evidence.rules import outlines, places
from yidan.evidence.rules.outlines import Fault

SQUARE = ((113.48, 27.65), (113.49, 27.65), (113.49, 27.66), (113.48, 27.66))
RING = [list(point) for point in (*SQUARE, SQUARE[0])]
POLYGON = {"type": "Polygon", "coordinates": [RING, [[113.484, 27.654], [113.486, 27.654], [113.485, 27.656]]]}


@pytest.mark.parametrize(
    "said",
    [
        json.dumps(POLYGON),
        json.dumps(RING),
        json.dumps({"type": "Feature", "properties": {"name": "x"}, "geometry": POLYGON}),
        json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": POLYGON}]}),
        json.dumps({"type": "MultiPolygon", "coordinates": [[RING]]}),
        json.dumps({"type": "GeometryCollection", "geometries": [POLYGON]}),
        "\ufeff" + json.dumps(POLYGON),
        "113.48,27.65\n113.49，27.65\n113.49 27.66\n113.48, 27.66, 52.3",
        "113.48,27.65;113.49,27.65;113.49,27.66;113.48,27.66;",
    ],
)
def test_one_site_in_every_way_an_office_has_it(said):
    assert outlines.read(said, "wgs84") == (SQUARE,)
    assert outlines.read(said, "cgcs2000") == (SQUARE,)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("{", "unreadable"),
        ("基坑", "unreadable"),
        ('{"type": "Topology"}', "unreadable"),
        ('{"type": "Polygon", "coordinates": [[["a", "b"]]]}', "unreadable"),
        ("[" * 5000, "unreadable"),
        ('{"type": "FeatureCollection", "features": []}', "no_area"),
        ('{"type": "LineString", "coordinates": [[113, 27], [114, 27]]}', "not_an_area"),
        ('{"type": "Point", "coordinates": [113, 27]}', "not_an_area"),
        ("113.48,27.65\n113.49,27.65\n113.48,27.65", "too_few"),
        ("\n".join(f"{113 + n / 10000},{27 + (n % 7) / 1000}" for n in range(501)), "too_many"),
        ("113,27\n116,27\n116,28", "too_large"),
        ("38547123.5,3059123.4\n38547223.5,3059123.4\n38547223.5,3059223.4", "projected"),
        ("27.65,113.48\n27.65,113.49\n27.66,113.49", "swapped"),
    ],
)
def test_what_is_no_outline_is_refused_by_its_kind(said, kind):
    with pytest.raises(Fault) as refusal:
        outlines.read(said, "wgs84")
    assert refusal.value.kind == kind


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_what_a_chinese_map_shows_is_brought_back_to_the_true_ground(datum):
    shown = {"gcj02": places.wgs84_to_gcj02, "bd09": places.wgs84_to_bd09}[datum]
    moved = "\n".join("{!r},{!r}".format(*shown(point)) for point in SQUARE)
    (area,) = outlines.read(moved, datum)
    assert max(places.distance_m(a, b) for a, b in zip(area, SQUARE, strict=True)) < 0.2


corner = st.tuples(st.integers(-900_000, 900_000), st.integers(-900_000, 900_000)).map(
    lambda pair: (round(113 + pair[0] / 1e6, 6), round(27 + pair[1] / 1e6, 6))
)


@given(st.lists(st.lists(corner, min_size=3, max_size=9, unique=True).map(tuple), min_size=1, max_size=4).map(tuple))
def test_what_is_written_reads_the_same_as_text_and_as_geojson(outline):
    assert outlines.kept(outlines.written(outline)) == outline
    assert outlines.read(outlines.geojson(outline), "wgs84") == outline


def test_of_several_areas_the_nearest_counts():
    other = tuple((x + 0.1, y) for x, y in SQUARE)
    assert outlines.distance_m((113.585, 27.655), (SQUARE, other)) == 0
    assert outlines.distance_m((113.500, 27.655), (SQUARE, other)) == pytest.approx(985, abs=2)
    assert outlines.area_m2((SQUARE, other)) == pytest.approx(2 * 985 * 1112, rel=0.002)


def test_nothing_kept_is_no_outline_and_anybody_else_s_text_is_none():
    assert outlines.kept("") == ()
    assert outlines.geojson(()) == ""
    for text in ("x", "1,2", "113,27 114", "113.1,27.1 113.1,27.1 113.1,27.1"):
        with pytest.raises(Fault):
            outlines.kept(text)
