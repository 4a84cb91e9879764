"""The forms of every act on a project: what they refuse, keep and record."""

from decimal import Decimal
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import make
from tests.web.projects import JULY, fields_of, rich, text
from yidan.ledger.commands import project as projects
from yidan.ledger.models import Attachment, Project

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_the_office")]


def test_a_project_is_registered_from_the_form(client, cast):
    response = client.post(
        "/projects/register/",
        {
            "name": "株洲轨道交通产业园", "levels": ["provincial", "municipal"], "assessed_unit": cast.county.pk,
            "owner_unit": "渌江投资", "contact_leader": cast.he.pk, "domain": "industry", "years": "2020-2022",
            "total_investment_wan": "12,000.50", "code": "2012-430200-04-01-123456", "former_names": "轨交小镇、轨交园",
        },
    )  # fmt: skip
    project = Project.objects.get()
    assert response["Location"] == f"/projects/{project.pk}/"
    profile = project.profile
    assert (profile.owner_unit, profile.total_investment_wan, str(profile.finishes_in)) == (
        cast.owner, Decimal("12000.50"), "2022-12"
    )  # fmt: skip
    assert (profile.is_provincial_key, profile.is_county_key) == (True, False)


def test_the_form_says_at_each_field_what_is_wrong_and_keeps_what_was_entered(client, cast):
    response = client.post("/projects/register/", {"name": "甲厂", "owner_unit": "无此公司", "begins_in": "五月"})
    assert response.status_code == 422
    errors = response.context["form"].errors
    assert set(errors) == {"assessed_unit", "owner_unit", "begins_in"}
    assert 'value="甲厂"' in response.content.decode()
    refused = client.post("/projects/register/", {"name": "甲厂", "assessed_unit": cast.county.pk, "code": "123"})
    assert (refused.status_code, "应为五段数字" in str(refused.context["form"].errors["code"])) == (409, True)


def test_likely_duplicates_are_shown_before_registering(client, cast):
    there = make.project(cast, "株洲轨道交通产业园")
    entered = {"name": "轨道交通产业园项目", "assessed_unit": cast.county.pk, "owner_unit": cast.owner.name}
    shown = client.post("/projects/register/", entered)
    assert shown.status_code == 409
    assert [(each["number"], each["href"]) for each in shown.context["duplicates"]] == [
        (there.internal_id, f"/projects/{there.pk}/")
    ]
    no_reason = client.post("/projects/register/", entered | {"is_despite": "on"})
    assert (no_reason.status_code, Project.objects.count()) == (409, 1)
    client.post("/projects/register/", entered | {"is_despite": "on", "reason": "另一地块"})
    assert Project.objects.count() == 2


def test_a_change_needs_its_reason_and_keeps_the_rest(client, cast):
    project = rich(cast)
    address = f"/projects/{project.pk}/change/"
    entered = fields_of(client.get(address)) | {"total_investment_wan": "30000"}
    refused = client.post(address, entered)
    assert (refused.status_code, list(refused.context["form"].errors)) == (409, ["reason"])
    assert client.post(address, entered | {"reason": "概算调整"}).status_code == 302
    project.refresh_from_db()
    assert (project.profile.total_investment_wan, project.profile.place, project.profile.is_provincial_key) == (
        30000, "渌口区南洲镇", True
    )  # fmt: skip


def test_who_opened_the_form_before_somebody_else_changed_it_is_told(client, cast):
    project = make.project(cast)
    entered = fields_of(client.get(f"/projects/{project.pk}/change/"))
    projects.change(project, by=cast.wang, at=JULY, remark="抢先")
    late = client.post(f"/projects/{project.pk}/change/", entered | {"remark": "迟到"})
    assert late.status_code == 409
    assert "已被他人变更" in text(late)


def test_sending_a_form_twice_acts_once(client, cast):
    project = make.project(cast)
    key = fields_of(client.get(f"/projects/{project.pk}/former-names/"))["key"]
    for _press in range(2):
        response = client.post(f"/projects/{project.pk}/former-names/", {"key": key, "name": "老名字"})
        assert response.status_code == 302
    assert project.former_names.count() == 1


def test_each_small_act_works_from_its_form(client, cast):
    project = make.project(cast)
    root, pk = f"/projects/{project.pk}", project.pk

    def send(address, **entered):
        response = client.post(address, entered)
        assert (address, response.status_code) == (address, 302), text(response)

    send(f"{root}/codes/", code="2012-430200-04-01-123456", document="重新审批")
    send(f"/codes/{project.codes.get().pk}/void/", reason="赋错")
    send(f"{root}/former-names/", name="老名字")
    send(f"{root}/shares/", **{f"unit_{cast.county.pk}": "60", f"unit_{cast.other_county.pk}": "40"})
    send(f"{root}/sources/", central="5,000", own="15000")
    send("/tags/register/", name="奋战100天", kind="campaign", year="2020")
    from yidan.ledger.models import Tag

    send(f"{root}/tags/", tag=Tag.objects.get().pk)
    send(f"/taggings/{project.taggings.get().pk}/drop/")
    send(f"{root}/stages/", mark="started", happened_on="2020-03-05", basis="施工许可证")
    send(f"/stages/{project.stage_marks.get().pk}/withdraw/", reason="记错")
    send(f"{root}/plans/", year="2020", listing="starting", planned_wan="1200", month_3="1,200", starts_on="2020-03-01")
    send(
        f"/plans/{project.plans.get().pk}/adjust/", listing="starting", planned_wan="900", reason="资金", document="9号"
    )
    assert project.plans.live().get().original_planned_wan == 1200
    send(f"{root}/milestones/", name="封顶", planned_on="2020-05-31")
    milestone = project.milestones.live().get()
    send(f"/milestones/{milestone.pk}/forecast/", forecast_on="2020-06-30", reason="雨季")
    send(f"/milestones/{project.milestones.live().get().pk}/reach/", actual_on="2020-06-20")
    assert client.get(f"/projects/{pk}/").status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "project.change", "project.merge", "project.assign_code", "project.note_former_name", "project.share",
        "project.set_sources", "project.tag", "project.attach", "stage.record", "plan.set", "milestone.set",
    ],
)  # fmt: skip
def test_a_form_sent_empty_is_refused_with_words_not_with_a_crash(client, cast, name):
    address = reverse(name, args=[make.project(cast).pk])
    assert client.get(address).status_code == 200
    assert client.post(address).status_code in {409, 422}


def test_a_file_is_handed_out_as_a_download_that_browsers_do_not_guess_at(client, cast):
    project = make.project(cast)
    client.force_login(cast.li)
    page = b"<html><script>alert(1)</script>"
    client.post(
        f"/projects/{project.pk}/attachments/", {"file": SimpleUploadedFile("批复.pdf", page, "application/pdf")}
    )
    attachment = Attachment.objects.get()
    assert (attachment.title, attachment.file.media_type) == ("批复.pdf", "text/plain")  # by content, not by claim
    response = client.get(f"/attachments/{attachment.pk}/")
    assert b"".join(response.streaming_content) == page
    assert response["Content-Disposition"] == f"attachment; filename*=UTF-8''{quote('批复.pdf')}"
    assert response["X-Content-Type-Options"] == "nosniff"
    client.force_login(cast.zhao)
    assert client.get(f"/attachments/{attachment.pk}/").status_code == 404


def test_a_plan_is_withdrawn_with_a_reason_and_the_page_says_what_that_means(cast, client):
    project = make.project(cast, "渌江新城")
    plan = make.plan(cast, project)
    address = f"/plans/{plan.pk}/withdraw/"
    client.force_login(cast.wang)
    assert address in client.get(f"/projects/{project.pk}/").content.decode()
    assert "恢复调整前的计划" in client.get(address).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 422
    assert project.plans.live().exists()
    assert client.post(address, {"reason": "录错项目"}).status_code == 302
    assert not project.plans.live().exists()
    assert client.get(address).status_code == 404
    client.force_login(cast.lin)
    assert "/withdraw/" not in client.get(f"/projects/{project.pk}/").content.decode()
