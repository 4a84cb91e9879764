"""A matter's papers come as files; what cannot be printed yet is said."""

import pytest

from yidan.matters.commands import working

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
