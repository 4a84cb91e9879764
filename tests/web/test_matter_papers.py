"""A matter's papers come as files; what cannot be printed yet is said."""

from datetime import date
from io import BytesIO

import docx
import pytest

from tests import make
from yidan.kernel.journal import Entry
from yidan.matters.commands import asking, working
from yidan.web import clock

pytestmark = pytest.mark.django_db


def test_the_slip_comes_as_docx_and_pdf_under_its_number(client, cast, way):
    matter = way.issued()
    client.force_login(cast.li)
    for ending, start in (("docx", b"PK"), ("pdf", b"%PDF-")):
        answer = client.get(f"/matters/{matter.pk}/papers/issue.{ending}")
        assert (answer.status_code, answer.content[:5].startswith(start)) == (200, True)
        assert "2020-ZD-0001" in answer["Content-Disposition"]
    assert client.get(f"/matters/{matter.pk}/papers/other.docx").status_code == 404
    assert client.get(f"/matters/{matter.pk}/papers/issue.exe").status_code == 404


def test_what_has_not_come_so_far_is_refused_with_its_sentence(client, cast, way):
    matter = way.issued()
    client.force_login(cast.wang)
    answer = client.get(f"/matters/{matter.pk}/papers/close-out.pdf")
    assert (answer.status_code, "事项还没有销号" in answer.content.decode()) == (409, True)


def test_an_urging_is_printed(client, cast, way):
    matter = working.urge(way.planned(), by=cast.wang, at=way.at(25))
    client.force_login(cast.lin)
    assert client.get(f"/urges/{matter.urges.get().pk}.docx").status_code == 404
    client.force_login(cast.li)
    assert client.get(f"/urges/{matter.urges.get().pk}.docx").status_code == 200


@pytest.fixture
def today(monkeypatch):
    """Set the pages' own day."""
    return lambda day: monkeypatch.setattr(clock, "today", lambda: day)


def told(answer):
    document = docx.Document(BytesIO(answer.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def test_a_prompt_is_offered_to_the_office_while_the_deadline_is_near(client, cast, way, today):
    matter = way.planned()
    address = f"/matters/{matter.pk}/letters/prompt.docx"
    client.force_login(cast.wang)
    today(date(2020, 6, 1))
    assert "该发提示单" not in client.get(f"/matters/{matter.pk}/").content.decode()
    refused = client.get(address)
    assert (refused.status_code, "现在按规则不用发提示单" in refused.content.decode()) == (409, True)
    today(date(2020, 6, 29))
    assert f"/matters/{matter.pk}/send-letter/?kind=prompt" in client.get(f"/matters/{matter.pk}/").content.decode()
    assert address in client.get(f"/matters/{matter.pk}/send-letter/?kind=prompt").content.decode()
    entries = Entry.objects.count()
    said = told(client.get(address))
    assert [
        each
        for each in ("草稿", "签发", matter.number, "道路畅通，连续七日无阻工", "还有1个工作日")
        if each not in said
    ] == []
    assert Entry.objects.count() == entries  # a draft is no act
    client.force_login(cast.li)
    assert "该发提示单" not in client.get(f"/matters/{matter.pk}/").content.decode()
    assert client.get(address).status_code == 403
    client.force_login(cast.zhao)
    assert client.get(address).status_code == 404


def test_a_letter_goes_out_by_its_form_and_its_paper_stays_as_it_was(client, cast, way, today, monkeypatch):
    matter = way.planned()
    now = make.moment(2020, 6, 29)
    monkeypatch.setattr(clock, "now", lambda: now)
    today(date(2020, 6, 29))
    client.force_login(cast.wang)
    address = f"/matters/{matter.pk}/send-letter/?kind=prompt"
    assert client.post(address, {"kind": "report"}).status_code == 422  # nothing calls for it
    answer = client.post(address, {"kind": "prompt", "words": "请每日报进展。"}, follow=True)
    page = answer.content.decode()
    assert ("已发出" in page, "该发提示单" in page, "株项办提〔2020〕1号" in page) == (True, False, True)
    working.reply(matter, by=cast.li, at=now, text="这是以后才说的")
    sent = matter.letters.get()
    said = told(client.get(f"/letters/{sent.pk}.docx"))
    assert [each for each in ("株项办提〔2020〕1号", "请每日报进展。", "本周协商") if each not in said] == []
    assert [each for each in ("草稿", "这是以后才说的") if each in said] == []
    assert "提示单株项办提〔2020〕1号" in client.get(f"/matters/{matter.pk}/told/").content.decode()
    refused = client.get(address)
    assert (refused.status_code, "现在按规则没有要发的" in refused.content.decode()) == (409, True)
    client.force_login(cast.li)
    assert client.get(f"/letters/{sent.pk}.pdf").content[:5] == b"%PDF-"
    assert client.post(address, {"kind": "prompt"}).status_code == 403
    client.force_login(cast.zhao)
    assert client.get(f"/letters/{sent.pk}.docx").status_code == 404


def test_an_overdue_matter_urged_in_vain_is_due_a_supervision_letter(client, cast, way, today):
    matter = way.planned()
    client.force_login(cast.wang)
    today(date(2020, 7, 6))
    address = f"/matters/{matter.pk}/"
    working.urge(matter, by=cast.wang, at=way.at(27))
    assert "该发督办函" not in client.get(address).content.decode()
    working.urge(matter, by=cast.wang, at=way.at(28))
    assert "该发督办函" in client.get(address).content.decode()
    assert client.get(f"{address}letters/supervision.docx").status_code == 404  # that is the next urging's paper


def test_what_went_up_is_written_to_those_who_help_and_then_to_the_leader(client, cast, way, today):
    matter = way.planned(supporting_units=[cast.bureau], verifying_unit=cast.county, contact_leader=cast.he)
    today(date(2020, 6, 1))
    matter = asking.escalate(matter, by=cast.li, at=way.at(25), reason="管线产权单位不配合", rung=3)
    client.force_login(cast.wang)
    said = told(client.get(f"/matters/{matter.pk}/letters/liaison.docx"))
    assert [each for each in (cast.bureau.name, "管线产权单位不配合", "本周协商") if each not in said] == []
    assert client.get(f"/matters/{matter.pk}/letters/report.docx").status_code == 409
    matter = asking.escalate(matter, by=cast.wang, at=way.at(26), reason="需明确迁改费用由谁承担", rung=5)
    said = told(client.get(f"/matters/{matter.pk}/letters/report.docx"))
    assert [each for each in (cast.he.name, "需明确迁改费用由谁承担", "请批示") if each not in said] == []
    assert client.get(f"/matters/{matter.pk}/letters/report.pdf").content[:5] == b"%PDF-"
    assert client.get(f"/matters/{matter.pk}/letters/liaison.docx").status_code == 409
    assert client.get(f"/matters/{matter.pk}/letters/other.docx").status_code == 404
