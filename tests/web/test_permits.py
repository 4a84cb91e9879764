"""手续: a project's sheet, a case day by day, the city's page, the catalogue, and the acts from forms."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.urls import reverse

from tests import make
from tests.approvals.scene import decided, laid_out
from tests.make import moment
from yidan.approvals.commands import listing, permit
from yidan.approvals.models import ApprovalItem, Permit
from yidan.approvals.states import Mode, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(permitted):
    return permitted


@pytest.fixture
def on(monkeypatch):
    """The pages' clock at a day."""
    from django.utils import timezone

    def at(month: int, day: int, hour: int = 10) -> datetime:
        monkeypatch.setattr(timezone, "now", lambda: moment(2020, month, day, hour))
        return moment(2020, month, day, hour)

    return at


def page(client, person, name, *args, query=""):
    client.force_login(person)
    return client.get(reverse(name, args=args) + query)


def finished(cast, project, days=4):
    """From 立项 to 施工许可 in so many working days."""
    permits = laid_out(cast, project) if project != cast.site else cast.permits
    decided(cast, permits["filing"], moment(2020, 5, 11), moment(2020, 5, 12))
    end = date(2020, 5, 18 + days - 1)
    decided(cast, permits["construction"], moment(2020, 5, 18), make.moment(2020, 5, end.day), mode=Mode.SIMULATED)
    return permits


def test_a_project_without_a_list_says_what_to_do(client, cast, on):
    on(5, 11)
    answer = page(client, cast.wang, "permits-of", make.project(cast).pk)
    assert "还没有列审批清单" in answer.content.decode()
    assert "permits/lay-out/" in answer.content.decode()


def test_the_sheet_says_both_numbers_in_whose_hands_the_lane_and_the_day_the_budget_is_spent(client, cast, on):
    decided(cast, cast.permits["filing"], moment(2020, 5, 11), moment(2020, 5, 12))
    permit.submit(cast.permits["design_review"], by=cast.wang, at=moment(2020, 5, 13))
    permit.accept(cast.permits["design_review"], by=cast.wang, at=moment(2020, 5, 13))
    on(5, 20)
    text = page(client, cast.li, "permits-of", cast.site.pk).content.decode()
    assert "<b>6</b>" in text  # 12 May, and 14, 15, 18, 19, 20 May
    assert "<b>9</b>" in text
    assert "市自然资源和规划局</b> 规划条件与设计方案联审" in text.replace("株洲", "")
    assert "预算还剩27个工作日，6月29日(周一)用完" in text
    assert "关键路线" in text
    assert "plot-lanes" in text
    assert "建筑工程施工许可证" in text  # still missing


def test_five_working_days_before_the_budget_is_spent_it_is_flagged(client, cast, on):
    permit.submit(cast.permits["environment"], by=cast.wang, at=moment(2020, 4, 1), mode=Mode.SIMULATED)
    permit.accept(cast.permits["environment"], by=cast.wang, at=moment(2020, 4, 1))
    on(5, 12)
    assert "permit-flag" not in page(client, cast.li, "permits-of", cast.site.pk).content.decode()
    on(5, 13)  # 28 working days are used; the 33rd is 20 May, in five
    assert "permit-flag" in page(client, cast.li, "permits-of", cast.site.pk).content.decode()


def test_a_case_lists_every_day_with_the_notice_behind_it(client, cast, on):
    made = cast.permits["filing"]
    permit.submit(made, by=cast.wang, at=moment(2020, 4, 29))
    permit.accept(made, by=cast.wang, at=moment(2020, 4, 29))
    on(5, 9)
    text = page(client, cast.li, "permit", made.pk).content.decode()
    assert text.count('<li class="counts">') == 5  # 30 April, 6, 7, 8 and 9 May: a Saturday made up for
    assert "劳动节补班" in text
    assert "国务院办公厅关于2020年部分节假日安排的通知" in text
    assert "超期" in text
    assert "matters/raise/?project=" in text


def test_onto_the_one_list_in_one_tap_with_what_is_late(client, cast, on):
    made = cast.permits["filing"]
    permit.submit(made, by=cast.wang, at=moment(2020, 4, 29))
    permit.accept(made, by=cast.wang, at=moment(2020, 4, 29))
    on(5, 9)
    answer = page(client, cast.wang, "permit", made.pk)
    draft = client.get(answer.context["raise_href"]).content.decode()
    assert "企业投资项目备案超期未办结" in draft
    assert "承诺2020-04-30办结" in draft


def test_a_year_without_a_notice_is_said_to_be_provisional(client, cast, monkeypatch):
    from django.utils import timezone

    made = cast.permits["filing"]
    permit.submit(made, by=cast.wang, at=moment(2027, 1, 4))
    permit.accept(made, by=cast.wang, at=moment(2027, 1, 4))
    monkeypatch.setattr(timezone, "now", lambda: moment(2027, 1, 6))
    assert "暂估" in page(client, cast.li, "permit", made.pk).content.decode()
    assert "暂估" in page(client, cast.li, "permits-of", cast.site.pk).content.decode()


def test_a_department_sees_what_it_handles_and_nothing_else_of_the_project(client, cast, on):
    on(5, 11)
    foreign = laid_out(cast, make.project(cast, unit=cast.other_county, owner_unit=cast.other_owner))
    assert page(client, cast.bu, "permit", foreign["construction"].pk).status_code == 200
    assert page(client, cast.bu, "permit", foreign["filing"].pk).status_code == 404
    assert page(client, cast.li, "permit", foreign["construction"].pk).status_code == 404
    assert page(client, cast.an, "permits").status_code == 404


def test_the_acts_from_forms(client, cast, on):
    on(5, 11)
    made = cast.permits["filing"]
    client.force_login(cast.li)
    answer = client.post(
        reverse("permit.submit", args=[made.pk]), {"handed_in_at": "2020-05-11T09:30", "mode": "formal"}
    )
    assert answer["Location"] == reverse("permit", args=[made.pk])
    assert client.get(reverse("permit.accept", args=[made.pk])).status_code == 403
    client.force_login(cast.wang)
    assert client.post(reverse("permit.accept", args=[made.pk]), {"happened_on": "2020-05-10"}).status_code == 409
    assert client.post(reverse("permit.accept", args=[made.pk]), {"happened_on": "2020-05-11"}).status_code == 302
    refused = client.post(
        reverse("permit.pause", args=[made.pk]), {"happened_on": "2020-05-11", "basis": "领导出差", "document": "1号"}
    )
    assert refused.status_code == 422
    on(5, 12)
    client.force_login(cast.wang)
    client.post(
        reverse("permit.decide", args=[made.pk]), {"happened_on": "2020-05-12", "document": "株发改备〔2020〕1号"}
    )
    found = Permit.objects.get(pk=made.pk)
    assert (found.state, found.used, found.number) == (State.DECIDED, 1, "株发改备〔2020〕1号")
    step = found.events.live().get(kind="decide")
    answer = client.post(
        reverse("permit.correct", args=[made.pk]), {"event": step.pk, "happened_on": "2020-05-11", "reason": "录错"}
    )
    assert (answer.status_code, Permit.objects.get(pk=made.pk).used) == (302, 0)


def test_lists_and_items_from_forms(client, cast, on):
    on(5, 11)
    project = make.project(cast, management_form="approval")
    client.force_login(cast.wang)
    form = client.get(reverse("permit.lay_out", args=[project.pk])).context["form"]
    assert form.fields["template"].initial.management_form == "approval"
    client.post(reverse("permit.lay_out", args=[project.pk]), {"template": form.fields["template"].initial.pk})
    assert Permit.objects.filter(project=project).count() == 15
    minerals = ApprovalItem.objects.live().get(code="minerals")
    client.post(reverse("permit.open", args=[project.pk]), {"item": minerals.pk})
    assert Permit.objects.filter(project=project).count() == 16
    said = {
        "code": "drone", "name": "低空影响评估", "phase": "2", "order": "900", "unit": "workday", "limit": "5",
        "extension_most": "0", "pauses": "公示，评审", "source": "株政办发〔2020〕8号",
    }  # fmt: skip
    assert client.post(reverse("approval_item.set"), said).status_code == 302
    assert ApprovalItem.objects.live().get(code="drone").pauses == ["公示", "评审"]
    lines = {"code": "own", "name": "标准地", "management_form": "filing", "land": "auction", "source": "市项目办",
             "items": "filing\ndrone 3"}  # fmt: skip
    assert client.post(reverse("approval_template.set"), lines | {"items": "filing x"}).status_code == 422
    assert client.post(reverse("approval_template.set"), lines).status_code == 302
    text = client.get(reverse("approval-items")).content.decode()
    assert ("低空影响评估" in text, "标准地" in text, "株政办发〔2020〕8号" in text) == (True, True, True)


def test_the_city_page_counts_distributes_and_lists(client, cast, on):
    finished(cast, cast.site, 4)
    finished(cast, make.project(cast, "攸州机械"), 2)
    on(6, 1)
    answer = page(client, cast.wang, "permits")
    shown = {str(each["label"]): each["value"] for each in answer.context["numbers"]}
    assert (shown["立项到施工许可用时(中位数)"], shown["走完立项到施工许可的项目"], shown["时间预算内走完的比例"]) == (
        "2", "2", "100.0%",
    )  # fmt: skip
    assert [each["value"] for each in answer.context["hands"]] == ["0", "0", "0"]
    text = answer.content.decode()
    assert ("渌江陶瓷厂房" in text, "攸州机械" in text, "预算33" in text) == (True, True, True)
    narrowed = page(client, cast.wang, "permits", query="?item=construction&state=decided")
    assert [row["name"] for row in narrowed.context["rows"]] == ["建筑工程施工许可"] * 2
    assert page(client, cast.wang, "permits", query="?q=攸州机械&late=hand").context["rows"] == []
    lines = b"".join(page(client, cast.wang, "permits-export", query="?item=filing&q=攸州机械").streaming_content)
    assert lines.decode("utf-8-sig").splitlines()[1].split(",")[1:5] == [
        "攸州机械", "企业投资项目备案", "市发展和改革委员会", "已办结",
    ]  # fmt: skip


def test_the_city_page_asks_as_much_for_one_as_for_many(client, cast, on, django_assert_max_num_queries):
    finished(cast, cast.site)
    for number in range(4):
        finished(cast, make.project(cast), number + 1)
    listing.waive(cast.permits["energy"], by=cast.wang, at=moment(2020, 5, 20), reason="不达标准")
    on(6, 1)
    page(client, cast.wang, "permits")
    with django_assert_max_num_queries(40):
        page(client, cast.wang, "permits")
    with django_assert_max_num_queries(18):
        page(client, cast.wang, "permits-of", cast.site.pk)


def test_the_list_of_an_earlier_day_is_what_the_page_showed_on_that_day(client, cast, on):
    made = cast.permits
    seen = {}

    def listed(**asked) -> list[str]:
        client.force_login(cast.wang)
        answer = client.get(reverse("permits-export"), asked)
        return b"".join(answer.streaming_content).decode().splitlines()

    def close(day: int) -> None:
        on(5, day, 18)
        for name, asked in {"all": {}, "late": {"late": "late"}, "hand": {"late": "hand"}, "done": {"state": "decided"},
                            "ahead": {"mode": "simulated"}}.items():  # fmt: skip
            seen[day, name] = asked, listed(**asked)

    decided(cast, made["filing"], moment(2020, 5, 11), moment(2020, 5, 12))
    close(12)
    permit.submit(made["design_review"], by=cast.wang, at=moment(2020, 5, 13))
    permit.accept(made["design_review"], by=cast.wang, at=moment(2020, 5, 13))
    permit.submit(made["works_permit"], by=cast.wang, at=moment(2020, 5, 13), mode=Mode.SIMULATED)
    listing.waive(made["energy"], by=cast.wang, at=moment(2020, 5, 13), reason="不足1000吨标准煤")
    close(14)
    close(29)  # past its limit
    permit.decide(made["design_review"], by=cast.wang, at=moment(2020, 5, 30), document="株许〔2020〕3号")
    on(6, 8)
    assert len(seen[29, "late"][1]) > len(seen[14, "late"][1]) == 1
    for (day, name), (asked, lines) in seen.items():
        assert listed(**asked, as_of=f"2020-05-{day}") == lines, (day, name)
    text = page(client, cast.wang, "permits", query="?as_of=2020-05-29").content.decode()
    assert "下面的审批件是现在的样子" not in text
    assert "超期" in text
