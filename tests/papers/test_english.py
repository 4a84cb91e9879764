"""An English reader is told in English what does not hold in a workbook; what stands in its cells stays as written."""

import re

import pytest
from django.utils.translation import override

from tests import make
from tests.papers.ugly import make as make_ugly
from tests.papers.ugly_files import write
from yidan.kernel.errors import Invalid
from yidan.kernel.values import Month
from yidan.ledger.commands import stage as stages
from yidan.ledger.models import Mark, Project
from yidan.web.papers.importing.applying import apply
from yidan.web.papers.importing.preparing import prepare
from yidan.web.papers.workbook.grid import WorkbookRefused
from yidan.web.papers.workbook.reading import read_workbook

AT = make.moment(2020, 6, 28)
# What a sentence quotes from the file or the ledger stands in quotation marks; marks of a project are named so too.
QUOTED = re.compile(r"“[^”]*”")
IDEOGRAPHS = re.compile(r"[\u3400-\u9fff，。；：、（）]")


def in_chinese(findings):
    """The reasons with Chinese words of ours in them."""
    return [each.reason for each in findings if IDEOGRAPHS.search(QUOTED.sub("", each.reason))]


def test_the_corpus_is_found_fault_with_in_english():
    corpus = [make_ugly(seed) for seed in range(30)]
    with override("en"):
        readings = [read_workbook(write(made), made.kind, name="附表1") for made in corpus]
    findings = [finding for reading in readings for finding in reading.findings]
    assert len(findings) > 20
    assert in_chinese(findings) == []


def test_a_finding_names_its_place_and_reason_in_english():
    data = "2020年6月调度表\n序号,项目名称,总投资(万元),年度计划投资(万元),本月完成(万元)\n1,渌江新城,三千万,100,10\n"
    with override("en"):
        (finding,) = read_workbook(data.encode(), "dispatch", name="附表1").findings
        assert finding.message == "附表1 row 3 column C: amount not understood: “三千万”; please write a number only"


def test_a_file_that_is_no_workbook_is_refused_in_english():
    with override("en"), pytest.raises(WorkbookRefused, match="This is a picture, not a workbook"):
        read_workbook(b"\x89PNG\r\n\x1a\n0000", "plan")


@pytest.mark.parametrize("seed", range(0, 24, 3))
def test_an_import_says_in_english_what_the_register_holds_against_it(cast, seed):
    made = make_ugly(seed)
    given = {"month": Month(2020, 5)} if made.kind == "dispatch" else {"year": 2020}
    with override("en"):
        for name in ("附表1.xlsx", "附表2.xlsx"):
            plan = prepare(write(made), name, made.kind, by=cast.wang, at=AT, unit=cast.county, **given)
            assert in_chinese(plan.findings) == []
            assert [each.label for row in plan.rows for each in row.differences if IDEOGRAPHS.search(each.label)] == []
            apply(plan, by=cast.wang, at=AT, good_rows_only=True)
    assert Project.objects.exists()


def test_marks_that_contradict_each_other_are_refused_in_english(cast):
    project = make.project(cast, "渌江新城")
    with override("en"), pytest.raises(Invalid) as refused:
        stages.record(project, by=cast.wang, at=AT, mark=Mark.COMPLETED, happened_on=make.moment(2020, 6, 1).date())
    assert str(refused.value).startswith("There is no “")
    assert not IDEOGRAPHS.search(str(refused.value))
