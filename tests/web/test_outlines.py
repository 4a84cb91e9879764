"""The city's own outlines: read from GeoJSON in any datum, matched to units, drawn; what cannot be is said."""

import json

import pytest
from django.core.cache import cache

from tests import make
from yidan.evidence import commands as evidence
from yidan.kernel import parameters
from yidan.kernel.errors import Invalid
from yidan.people.models import Unit
from yidan.web import outlines

WEST = [[113.0, 27.0], [113.5, 27.0], [113.5, 27.5], [113.0, 27.5], [113.0, 27.0]]
EAST = [[113.5, 27.0], [114.0, 27.0], [114.0, 27.5], [113.5, 27.5], [113.5, 27.0]]


def geojson(*features):
    return json.dumps(
        {"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": values, "geometry": {"type": kind, "coordinates": coordinates}}
            for values, kind, coordinates in features
        ]}, ensure_ascii=False,
    ).encode()  # fmt: skip


UNITS = [Unit(pk=7, name="醴陵市", region_code="430281"), Unit(pk=8, name="攸县", region_code="430223")]
TOWN = geojson(({"name": "醴陵市"}, "Polygon", [WEST]), ({"adcode": 430223}, "MultiPolygon", [[EAST]]),
               ({"name": "别处"}, "Polygon", [EAST]))  # fmt: skip


def test_units_are_found_by_name_or_code_and_other_features_left():
    found = outlines.read(TOWN, "wgs84", UNITS)
    assert {unit: len(rings[0]) for unit, rings in found.items()} == {7: 5, 8: 5}


def test_the_datum_is_taken_off():
    (shifted,) = outlines.read(geojson(({"name": "醴陵市"}, "Polygon", [WEST])), "gcj02", UNITS)[7]
    x, y = shifted[0]
    assert (0.003 < 113.0 - x < 0.008, 0.001 < y - 27.0 < 0.006 or 0.001 < 27.0 - y < 0.006) == (True, True)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "不是 GeoJSON"),
        (b"[]", "不是 GeoJSON"),
        (geojson(({"name": "别处"}, "Polygon", [WEST])), "没有一个要素"),
        (geojson(({"name": "醴陵市"}, "Polygon", [[[3800000, 520000]]])), "不是经纬度"),
        (geojson(({"name": "醴陵市"}, "Point", [113, 27])), "没有一个要素"),
        (b"\xff\xfe\x00", "不是 GeoJSON"),
        (b'{"features": ' + b"[" * 100_000, "不是 GeoJSON"),
        (b'{"features": "abc"}', "没有一个要素"),
        (b'{"features": [{"properties": ["\xe9\x86\xb4\xe9\x99\xb5\xe5\xb8\x82"]}, 7, null]}', "没有一个要素"),
        (geojson(({"name": "醴陵市"}, "Polygon", [7])), "没有一个要素"),
        (geojson(({"name": "醴陵市"}, "Polygon", "WEST")), "没有一个要素"),
        (geojson(({"name": "醴陵市"}, ["Polygon"], [WEST])), "没有一个要素"),
        (geojson(({"name": "醴陵市"}, "Polygon", [[]])), "没有一个要素"),
        (geojson(({"name": "醴陵市"}, "MultiPolygon", [[[{}, {}, {}]]])), "不是经纬度"),
        (geojson(({"name": "醴陵市"}, "Polygon", [[[float("nan"), 27]] * 4])), "不是经纬度"),
        (geojson(({"name": "醴陵市"}, "Polygon", [[[10**400, 27]] * 4])), "不是经纬度"),
        (geojson(({"name": "醴陵市"}, "Polygon", [[[27.0, 113.0]] * 4])), "不是经纬度"),
        (geojson(({"name": "醴陵市"}, "Polygon", [[[113.1, 27.1]] * 200_001])), "先在制图软件里简化"),
        (b" " * (outlines.LARGEST + 1), "超过20 MB"),
    ],
)  # fmt: skip
def test_what_is_no_outline_is_refused_with_what_to_do(content, said):
    with pytest.raises(Invalid, match=said):
        outlines.read(content, "wgs84", UNITS)


def test_the_drawing_lies_north_up_and_names_stand_inside():
    drawn = outlines.draw(outlines.read(TOWN, "wgs84", UNITS))
    west, east = drawn.shapes[7], drawn.shapes[8]
    assert west.x < 180 < east.x
    assert 0 < west.y < drawn.height
    assert west.path.startswith("M") and west.path.endswith("Z")  # noqa: PT018
    assert drawn.height == pytest.approx(202.2, abs=1)


def test_corners_that_nobody_could_tell_apart_are_left_out():
    line = [(float(x), 0.1 * (x % 2)) for x in range(100)] + [(99.0, 50.0), (0.0, 50.0)]
    kept = outlines.simplified(line)
    assert len(kept) < 8
    assert {(0.0, 0.0), (99.0, 50.0)} <= set(kept)
    assert outlines.simplified(line[:4]) == line[:4]


def test_a_border_is_simplified_stretch_by_stretch_so_that_one_of_teeth_costs_no_more():
    teeth = [(float(x % 2) * 300, x * 10.0) for x in range(20_000)]
    line = [(x / 1000, 0.0) for x in range(20_000)]
    assert len(outlines.simplified(teeth)) > 19_000
    kept = outlines.simplified(line)
    assert set(line[:: outlines.STRETCH]) <= set(kept)
    assert len(kept) < 20_000 / outlines.STRETCH + 3


def test_an_outline_without_extent_is_drawn_without_failing():
    drawn = outlines.draw(
        outlines.read(geojson(({"name": "醴陵市"}, "Polygon", [[[113.0, 27.0]] * 4])), "wgs84", UNITS)
    )
    assert (drawn.height, drawn.shapes[7].has_room) == (0.0, False)


@pytest.mark.django_db
def test_the_cockpit_draws_what_the_city_brought_and_tiles_for_the_rest(city, client):
    cache.clear()
    cast = city.cast
    client.force_login(cast.he)
    before = client.get("/?period=2020-06").content.decode()
    assert (before.count('<path class="shape'), before.count('class="tile tile-')) == (0, 2)
    content = geojson(({"name": cast.county.name}, "Polygon", [WEST]))
    kept = evidence.keep(cast.office, by=cast.wang, at=make.AT, name="株洲.geojson", data=content,
                         media_type="application/geo+json")  # fmt: skip
    parameters.set(outlines.OUTLINES.name, by=cast.wang, at=make.AT, value=f"{kept.sha256} wgs84", reason="导入")
    after = client.get("/?period=2020-06").content.decode()
    assert (after.count('<path class="shape'), after.count('class="tile tile-')) == (1, 1)
    with pytest.raises(Invalid):
        parameters.set(outlines.OUTLINES.name, by=cast.wang, at=make.AT, value="zhuzhou.geojson", reason="x")
    parameters.set(outlines.OUTLINES.name, by=cast.wang, at=make.AT, value=f"{'0' * 64} wgs84", reason="没有这个文件")
    assert client.get("/?period=2020-06").content.decode().count('class="tile tile-') == 2


@pytest.mark.django_db
def test_the_command_takes_them_into_use_and_leaves_them(city, tmp_path, monkeypatch):
    from click.testing import CliRunner

    from yidan.web.cli import home
    from yidan.web.cli.outlines import command

    monkeypatch.setattr(home, "prepare", lambda: tmp_path)
    file = tmp_path / "zz.geojson"
    file.write_bytes(geojson(({"name": city.cast.county.name}, "Polygon", [WEST])))
    said = CliRunner().invoke(command, [str(file), "--datum", "gcj02", "--by", "wang"])
    assert said.exit_code == 0, said.output
    assert ("已导入1个单元的轮廓。" in said.output, "攸县" in said.output) == (True, True)
    assert outlines.drawing(parameters.values()).shapes.keys() == {city.cast.county.pk}
    assert CliRunner().invoke(command, [str(file)]).exit_code == 2  # without a datum nothing is guessed
    assert CliRunner().invoke(command, ["--clear", "--by", "wang"]).exit_code == 0
    assert outlines.drawing(parameters.values()) is None
