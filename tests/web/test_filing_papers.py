"""归档文件 on a project's page: filed by a form, in the order of its course, and beside the milestone they prove."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import make
from tests.cast import AT
from yidan.ledger.commands import milestone
from yidan.ledger.models import Attachment

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(client, cast, project):
    milestone.set(project, by=cast.wang, at=AT, name="竣工验收", planned_on=date(2020, 5, 1))
    client.force_login(cast.li)

    def send(name="批复.pdf", data=b"%PDF-1.4 x", **said):
        file = SimpleUploadedFile(name, data, "application/pdf")
        return client.post(f"/projects/{project.pk}/attachments/", {"file": file, **said})

    return send


def words(client, project):
    text = client.get(f"/projects/{project.pk}/").content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_papers_stand_in_the_order_of_a_course_and_beside_their_milestone(client, cast, project, post):
    acceptance = {
        "kind": "acceptance",
        "number": "株建验〔2020〕3号",
        "dated_on": "2020-06-02",
        "milestone": "竣工验收",
    }
    assert post("验收.pdf", b"%PDF-1.4 2", **acceptance).status_code == 302
    assert post("立项.pdf", b"%PDF-1.4 1", kind="approval", dated_on="2020-01-06").status_code == 302
    assert post("说明.pdf", b"%PDF-1.4 3").status_code == 302  # no paper: attached as ever
    shown = words(client, project)
    files = shown[shown.index("附件") :]
    assert files.index("立项.pdf") < files.index("验收.pdf") < files.index("说明.pdf")
    assert "验收文件 · 株建验〔2020〕3号 · 2020-06-02" in files
    milestones = shown[: shown.index("附件")]
    assert "竣工验收 验收文件 株建验〔2020〕3号" in milestones
    assert make.project(cast, "别的").attachments.count() == 0


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"number": "株发改〔2020〕18号"}, "填了文号或成文日期，请选择这是什么文件"),
        ({"kind": "approval", "dated_on": "2999-01-01"}, "成文日期还没有到"),
    ],
)
def test_what_is_refused_keeps_what_was_entered(client, project, post, said, sentence):
    answer = post(**said)
    assert (answer.status_code, Attachment.objects.count()) == (409, 0)
    text = answer.content.decode()
    assert sentence in text
    assert all(value in text for value in said.values())


def test_the_form_opens_with_the_milestone_it_was_asked_for(client, project, post):
    form = client.get(f"/projects/{project.pk}/attachments/?milestone=竣工验收").context["form"]
    assert form["milestone"].value() == "竣工验收"
