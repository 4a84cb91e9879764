"""`yidan funds reconcile`."""

import json

from tests import make
from tests.funds.scene import found_town
from yidan.funds.models import Movement, Reconciliation
from yidan.ledger.commands import project as projects

CODE = "2012-430281-04-01-123456"


def books(path, *rows):
    path.write_text("\n".join(["项目代码,支付日期,支付金额(元)", *rows]), encoding="utf-8")
    return path


def test_reconcile_lists_what_does_not_match_and_writes_nothing(yidan, tmp_path):
    town = found_town()
    projects.assign_code(town.project, by=town.cast.wang, at=make.AT, code=CODE)
    file = books(tmp_path / "支付.csv", f"{CODE},2020-05-01,5000000", f"{CODE},2020-05-20,10000", f"{CODE},待定,1")
    outcome = yidan("funds", "reconcile", file)
    assert (outcome.status, outcome.err) == (1, "")
    assert outcome.out.splitlines()[:2] == ["财政表 2 行，相同 1 行", "只在财政表里\t2020-05-20 1 ZZ-2020-0001"]
    assert outcome.out.splitlines()[2].startswith("没有读懂\t4\t")
    answer = json.loads(yidan("funds", "reconcile", file, "--json").out)
    assert (answer["same"], [each["amount_wan"] for each in answer["only_theirs"]]) == (1, ["1"])
    assert (Movement.objects.count(), Reconciliation.objects.count()) == (4, 0)


def test_reconcile_ends_well_where_everything_matches_and_says_what_is_wrong_with_a_file(yidan, tmp_path):
    town = found_town()
    projects.assign_code(town.project, by=town.cast.wang, at=make.AT, code=CODE)
    assert yidan("funds", "reconcile", books(tmp_path / "a.csv", f"{CODE},2020-05-01,5000000")).status == 0
    (tmp_path / "b.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    outcome = yidan("funds", "reconcile", tmp_path / "b.csv")
    assert (outcome.status, "没有找到同时有日期和金额的表头" in outcome.err) == (1, True)
