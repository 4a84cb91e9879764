"""`yidan assess`: JSON with every point, a CSV from which a stranger computes the scores again, and the back-test."""

import csv
import io
import json
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from tests import make
from tests.assessment.scene import AFTER, MAY, frozen, invest
from yidan.assessment import commands, queries
from yidan.kernel.values import Month

SCRIPT = Path(__file__).parents[1] / "assessment" / "recompute.py"
pytestmark = pytest.mark.django_db


def recompute(tmp_path, text):
    path = tmp_path / "scores.csv"
    path.write_text(text, encoding="utf-8")
    return subprocess.run([sys.executable, "-I", str(SCRIPT), str(path)], capture_output=True, text=True, check=False)


def test_the_script_is_short_and_knows_nothing_of_the_program():
    text = SCRIPT.read_text(encoding="utf-8")
    assert text.count("\n") < 100
    assert "import yidan" not in text
    assert "from yidan" not in text


@pytest.mark.parametrize("pack", list(queries.shipped()))
def test_the_csv_alone_gives_every_score_again(yidan, tmp_path, rated, pack):
    if pack in {"default", "p1", "p2"}:
        event = queries.pack_of(pack, MAY).events[0].key
        commands.record(rated.cast.county, by=rated.cast.wang, at=make.moment(2020, 5, 20), event=event, month=MAY,
                        reason="集中开工", document="文一", pack=pack)  # fmt: skip
    out = yidan("assess", "--pack", pack, "--month", "2020-05", "--export", "csv").out
    made = recompute(tmp_path, out)
    assert (made.returncode, made.stdout) == (0, "2 scores hold\n")
    rows = list(csv.DictReader(io.StringIO(out)))
    rows[0]["value"] = str(Fraction(rows[0]["value"] or 1) * 2 + 1)
    changed = io.StringIO()
    writer = csv.DictWriter(changed, rows[0].keys())
    writer.writeheader()
    writer.writerows([{**row, "total": "7" if row["unit"] == rows[0]["unit"] else row["total"]} for row in rows])
    assert recompute(tmp_path, changed.getvalue()).returncode == 1


def test_json_explains_to_the_figure_and_holds_to_the_frozen_cut_off(yidan, rated):
    made = frozen(rated.cast)
    invest(rated.cast, rated.projects["county"][0], Month(2020, 3), 9000, at=AFTER)
    commands.adjust(made.results.get(unit=rated.cast.county), by=rated.cast.wang, at=AFTER, points=Decimal("1.5"),
                    document="株重办函〔2020〕18号", reason="补计")  # fmt: skip
    told = json.loads(yidan("assess", "--pack", "default", "--month", "2020-05", "--json").out)
    (first, second) = told["units"]
    assert (first["unit"], first["place"], second["total"]) == ("攸县", 1, "33.333333333333")
    point = second["points"][0]
    assert (point["label"], point["points"]) == ("投资完成率", "22.222222222222")
    assert point["from"] == {"figure": "completion.rate", "value": "10.416666666667", "numerator": "2500",
                             "denominator": "24000"}  # fmt: skip
    assert (told["round"]["state"], told["adjustments"][0]["points"]) == ("frozen", "1.5")
    later = json.loads(yidan("assess", "--month", "2020-05", "--as-of", "2020-06-30", "--json").out)
    assert later["units"][1]["total"] == "100"  # 11,500 of 24,000 is beyond 序时 now


def test_the_text_says_place_score_and_sum(yidan, rated):
    out = yidan("assess", "--month", "2020-05").out
    assert "1\t攸县\t100.00" in out
    assert "\t入统率\t—\t入统清单尚未建立，权重分给其他指标" in out


def test_a_changed_pack_is_tried_before_it_is_adopted(yidan, tmp_path, rated):
    data = {**queries.shipped()["default"]}
    data["criteria"] = [each for each in data["criteria"] if each["key"] == "quality"]
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    out = yidan("assess", "--month", "2020-05", "--changed", path, "--since", "2020-04").out
    assert out.splitlines() == ["单位\t2020-04\t2020-05", "醴陵市\t2→1\t2→1", "攸县\t1\t1", "位次变动2处。"]
    told = json.loads(yidan("assess", "--month", "2020-05", "--changed", path, "--json").out)
    assert (told["moved"], len(told["months"])) == (2, 5)


def test_what_is_wrong_is_said_in_a_sentence(yidan, tmp_path, rated):
    assert "可用的有：default、p1" in yidan("assess", "--pack", "p9", "--month", "2020-05").err
    assert "--month 2020-05" in yidan("assess").err
    path = tmp_path / "x.json"
    path.write_text("{", encoding="utf-8")
    assert "不是 JSON" in yidan("assess", "--month", "2020-05", "--changed", path).err
    path.write_text('{"key": "x"}', encoding="utf-8")
    assert "计分办法不成立：缺少 'criteria'" in yidan("assess", "--month", "2020-05", "--changed", path).err
