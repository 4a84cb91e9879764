"""The preview asks which project a row is: said before anything is written, kept in the address, said anew."""

from django.urls import reverse

from tests import make
from tests.papers.tables import HEAD, row
from tests.web.test_imports import bring_in, drop, text_of, workbook
from yidan.evidence.models import File
from yidan.ledger.models import FormerName, Project

LONG = "轨道交通智能运维与大功率牵引变流器产业化项目"
OTHER = LONG.replace("与", "及")


def doubted(cast, client):
    """The ledger has one project, the workbook calls it otherwise; the address of the preview."""
    known = make.project(cast, LONG)
    client.force_login(cast.wang)
    drop(client, workbook(row(OTHER), row("渌江二桥")))
    return known, reverse("import-preview", args=[File.objects.get().pk])


def test_which_project_a_row_is_can_be_said_before_anything_is_written(cast, client):
    known, address = doubted(cast, client)
    page = client.get(address, {"kind": "dispatch"})
    (doubt,) = page.context["doubts"]
    assert (doubt["name"], [each["number"] for each in doubt["likely"]]) == (OTHER, [known.internal_id])
    assert [line for line in page.context["findings"] if "--same" in line["reason"]] == []  # it is asked above
    assert "其中1个台账里可能已有" in text_of(page)
    said = {"act": "same", "kind": "dispatch", "cell-0": doubt["cell"], "is-0": known.internal_id}
    page = client.post(address, said, follow=True)
    assert (page.context["doubts"][0]["answer"], page.context["open_doubts"]) == (known.internal_id, 0)
    first = page.context["differences"][0]["cells"][0]
    assert (first["label"], first["new"]) == ("曾用名", OTHER)
    assert FormerName.objects.count() == 0
    same = f"{doubt['cell']}={known.internal_id}"
    assert f'name="same" value="{same}"' in text_of(page)  # every form of the page keeps it
    done = bring_in(client, same=same)
    assert "新登记1个，更新1个" in text_of(done)
    assert (FormerName.objects.get().name, Project.objects.count()) == (OTHER, 2)
    again = client.get(address, {"kind": "dispatch"})
    assert (again.context["doubts"], again.context["to_do"]) == ([], 0)


def test_a_row_is_said_to_be_new_or_another_project_and_said_anew(cast, client):
    _known, address = doubted(cast, client)
    other = make.project(cast, "别的厂", owner_unit=cast.other_owner)
    said = {"act": "same", "kind": "dispatch", "cell-0": "6月调度表!B3", "is-0": "new"}
    page = client.post(address, said, follow=True)
    assert page.context["doubts"][0]["answer"] == "new"
    same = {"same": "6月调度表!B3=new"}
    page = client.post(address, said | same | {"is-0": "other", "other-0": other.internal_id}, follow=True)
    assert next(each["number"] for each in page.context["doubts"][0]["likely"]) == other.internal_id
    wrong = client.post(address, said | same | {"is-0": "", "other-0": "ZZ-1999-1"}, follow=True)
    assert (wrong.context["doubts"][0]["other"], wrong.context["errors"]) == ("ZZ-1999-1", 1)
    assert wrong.context["doubts"][0]["wrong"].startswith("没有编号或代码是“ZZ-1999-1”的项目")
    page = client.post(address, said | same | {"is-0": ""}, follow=True)
    assert (page.context["doubts"][0]["answer"], page.context["open_doubts"]) == ("", 1)


def test_what_looks_new_and_is_not_can_be_said_too(cast, client):
    known, address = doubted(cast, client)
    said = {"cell-new": "6月调度表!B4", "is-new": "other", "other-new": known.internal_id}
    said |= {"act": "same", "kind": "dispatch"}
    page = client.post(address, said, follow=True)
    assert [(each["name"], each["answer"]) for each in page.context["doubts"]] == [("渌江二桥", known.internal_id)]


def test_an_answer_that_fits_no_row_is_refused_in_words_and_gone(cast, client):
    _known, address = doubted(cast, client)
    page = client.get(address, {"kind": "dispatch", "same": "6月调度表!B99=new"})
    assert page.status_code == 422
    assert "说的不是工作簿里的一个项目行" in text_of(page)
    assert 'name="same"' not in text_of(page)


def test_an_owner_is_asked_too_and_nothing_is_offered_that_only_the_office_does(cast, client):
    known = make.project(cast, LONG)
    make.plan(cast, known)
    client.force_login(cast.li)
    head = [*HEAD, "形象进度", "存在问题"]
    drop(client, workbook([*row(OTHER), "主体封顶", "征地拆迁未完成"], head=head))
    address = reverse("import-preview", args=[File.objects.get().pk])
    page = client.get(address, {"kind": "dispatch"})
    (doubt,) = page.context["doubts"]
    assert (doubt["may_be_new"], doubt["is_left_out"], doubt["likely"][0]["number"]) == (False, True, known.internal_id)
    assert "说是台账里的，就按那个项目报送，台账里的名称不改。" in text_of(page)
    said = {"act": "same", "kind": "dispatch", "cell-0": doubt["cell"], "is-0": known.internal_id}
    page = client.post(address, said, follow=True)
    assert (page.context["to_do"], page.context["errors"]) == (1, 0)
    done = bring_in(client, same=f"{doubt['cell']}={known.internal_id}")
    assert [group["title"] for group in done.context["groups"]] == ["报送"]
    left = client.get(done.redirect_chain[-1][0] + "?left")
    assert [line for line in left.context["findings"] if line["tone"] == "bad"] == []  # what was said of it holds
    assert FormerName.objects.count() == 0
