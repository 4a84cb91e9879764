"""归档: a paper belongs to a project with its kind, number and day, and proves a milestone."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests import make
from yidan.evidence import commands as evidence
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Entry
from yidan.ledger.commands import milestone
from yidan.ledger.commands import project as projects
from yidan.ledger.models import Attachment

pytestmark = pytest.mark.django_db
MAY = make.moment(2020, 5, 6)
PAPER = {"kind": "approval", "number": "株发改〔2020〕18号", "dated_on": date(2020, 3, 2)}


@pytest.fixture
def scan(cast):
    return evidence.keep(
        cast.owner, by=cast.li, at=MAY, name="批复.pdf", data=b"%PDF-1.4 x", media_type="application/pdf"
    )


def test_a_paper_is_filed_with_what_is_printed_on_it_and_the_milestone_it_proves(cast, project, scan):
    milestone.set(project, by=cast.wang, at=MAY, name="立项", planned_on=date(2020, 3, 1))
    made = projects.attach(project, by=cast.li, at=MAY, file=scan, milestone="立项", **PAPER)
    assert (made.kind, made.number, made.dated_on, made.milestone) == (*PAPER.values(), "立项")
    entry = Entry.objects.get(verb="project.attach")
    said = {name: entry.facts[name] for name in ("paper", "document", "dated_on", "milestone")}
    assert said == {"paper": "立项文件", "document": PAPER["number"], "dated_on": "2020-03-02", "milestone": "立项"}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"kind": "photo"}, "请选择这是什么文件"),
        ({"kind": ""}, "请选择这是什么文件"),
        ({"number": "号" * 101}, "文号最多100字"),
        ({"dated_on": date(2020, 5, 7)}, "成文日期还没有到"),
        ({"milestone": "主体封顶"}, "项目没有节点“主体封顶”"),
    ],
)
def test_what_cannot_be_printed_on_a_paper_is_refused_and_leaves_no_trace(cast, project, scan, changed, sentence):
    with pytest.raises(Invalid, match=sentence):
        projects.attach(project, by=cast.li, at=MAY, file=scan, **PAPER | changed)
    assert not Entry.objects.filter(verb="project.attach").exists()


def test_the_database_takes_no_number_of_what_is_no_paper(cast, project, scan):
    made = projects.attach(project, by=cast.li, at=MAY, file=scan)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.filter(pk=made.pk).update(number="株发改〔2020〕18号")
