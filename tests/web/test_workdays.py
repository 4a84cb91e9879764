"""The calendar of working days as pages."""

import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import make
from tests.approvals.scene import laid_out
from yidan.approvals.commands import permit
from yidan.approvals.models import Permit
from yidan.kernel import workdays
from yidan.kernel.journal import Entry

pytestmark = pytest.mark.django_db
NOTICE = "国务院办公厅关于2027年部分节假日安排的通知"


def sent(text: str, key: uuid.UUID | None = None) -> dict:
    return {"file": SimpleUploadedFile("2027.csv", text.encode()), "key": str(key or uuid.uuid4())}


def test_the_calendar_names_each_year_with_its_notice_or_as_provisional(client, cast, django_assert_max_num_queries):
    client.force_login(cast.guan)
    client.get("/workdays/")
    with django_assert_max_num_queries(8):
        rows = client.get("/workdays/").context["rows"]
    by_year = {row["year"]: row for row in rows}
    assert by_year[2020] == {
        "year": 2020, "notice": "国务院办公厅关于2020年部分节假日安排的通知", "holidays": 30, "made_up": 6,
    }  # fmt: skip
    assert [row["year"] for row in rows] == sorted(by_year, reverse=True)


def test_a_notice_is_brought_in_once_however_often_it_is_sent(client, cast):
    client.force_login(cast.wang)
    text, key = f"日期,上班,名称,依据\n2027-01-01,否,元旦,{NOTICE}\n", uuid.uuid4()
    for _press in range(2):
        assert client.post("/workdays/import/", sent(text, key)).status_code == 302
    assert workdays.calendar().notices[2027] == NOTICE
    assert Entry.objects.filter(verb="calendar.import").count() == 1


def test_a_bad_file_is_refused_with_line_and_reason_and_leaves_no_trace(client, cast):
    client.force_login(cast.wang)
    answer = client.post("/workdays/import/", sent("日期,上班,名称,依据\n2027-1-1,否,元旦,通知\n"))
    assert (answer.status_code, answer.context["form"].non_field_errors()) == (
        422,
        ["第2行：日期应写作 2027-01-01。"],
    )
    assert not Entry.objects.filter(verb="calendar.import").exists()


def test_who_only_reads_is_told_who_may(client, cast):
    client.force_login(cast.tong)
    assert client.get("/workdays/").context["why_not"]
    assert client.get("/workdays/import/").status_code == 403
    assert client.post("/workdays/import/", sent("")).status_code == 403


def test_what_a_notice_would_move_is_shown_before_it_counts(client, cast):
    site = make.project(cast, "渌江陶瓷厂房")
    made = laid_out(cast, site)["filing"]
    permit.submit(made, by=cast.wang, at=make.moment(2027, 4, 30))
    permit.accept(made, by=cast.wang, at=make.moment(2027, 4, 30))
    assert made.due_on == date(2027, 5, 3)
    client.force_login(cast.wang)
    text = f"日期,上班,名称,依据\n2027-05-03,否,劳动节,{NOTICE}\n2027-05-04,否,劳动节,{NOTICE}\n"
    shown = client.post("/workdays/import/", sent(text))
    assert (shown.context["count"], shown.context["rows"]) == (
        "1", [{"project": "渌江陶瓷厂房", "item": "企业投资项目备案", "what": "到期 2027-05-03→2027-05-05"}],
    )  # fmt: skip
    assert 2027 not in workdays.calendar().notices
    again = {name: shown.context["form"].initial[name] for name in ("content", "name", "is_seen", "key")}
    assert client.post("/workdays/import/", again).status_code == 302
    assert Permit.objects.get(pk=made.pk).due_on == date(2027, 5, 5)
