"""提请调整滚动计划: a county or a department proposes how a row should read; the office decides."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests import make
from tests.cast import assemble
from yidan.kernel.errors import IllegalMove, Invalid, NotPermitted
from yidan.kernel.journal import Entry
from yidan.ledger.commands import pool, project, rolling
from yidan.ledger.models import RollingCase, RollingPlan
from yidan.people.models import Notice

pytestmark = pytest.mark.django_db
NOW = make.moment(2021, 3, 1)
ROW = {"first_year": 2021, "starts_in": 2021, "first_wan": 1000, "second_wan": 2000, "preparation": "6月可研批复"}
LATER = ROW | {"starts_in": 2022, "first_wan": 0, "second_wan": 2600}
WHY = "征拆推迟，首年投资改到次年"


@pytest.fixture
def cast(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    cast = assemble()
    cast.bridge = make.project(cast, "渌江大桥", pool="rolling")
    cast.park = make.project(cast, "陶瓷产业园二期", pool="construction", competent_unit=cast.bureau)
    cast.idea = make.project(cast, "花炮小镇", pool="reserve")
    cast.foreign = make.project(cast, "攸水新城", pool="rolling", unit=cast.other_county)
    for each in (cast.bridge, cast.foreign):
        rolling.set(each, by=cast.wang, at=make.moment(2021, 1, 6), **ROW)
    return cast


def ask(cast, by=None, about=None, *, row=LATER, **more):
    return rolling.propose(about or cast.bridge, by=by or cast.lin, at=NOW, **(row | {"reason": WHY} | more))


def stands(about):
    plan = RollingPlan.objects.live().filter(project=about).get()
    return (plan.starts_in, plan.first_wan, plan.second_wan, plan.preparation)


def waiting():
    open_ = Notice.objects.filter(settled_at=None, read_at=None, subject_type="rollingcase")
    return sorted(open_.values_list("person__username", "verb"))


def test_what_is_proposed_changes_nothing_until_the_office_takes_it_over(cast):
    case = ask(cast)
    assert stands(cast.bridge) == (2021, 1000, 2000, "6月可研批复")
    assert waiting() == [("wang", "rolling.accept")]
    assert Notice.objects.get().sentence == f"“渌江大桥”提请调整2021—2023年三年滚动计划，请审核：{WHY}"
    case = rolling.accept(case, by=cast.wang, at=NOW)
    assert stands(cast.bridge) == (2022, 0, 2600, "6月可研批复")
    assert RollingPlan.objects.live().get(project=cast.bridge).reason == WHY
    assert waiting() == [("lin", "rolling.accept")]  # the office has done it, and who proposed is told
    said = {"starts_in": ["2021", "2022"], "first_wan": ["1000", "0"], "second_wan": ["2000", "2600"]}
    entries = Entry.objects.filter(verb__startswith="rolling.", project_id=cast.bridge.pk)
    assert [each.facts["changes"] for each in entries if "changes" in each.facts] == [said, said]
    with pytest.raises(IllegalMove, match="当前为“已采纳”"):
        rolling.send_back(case, by=cast.wang, at=NOW, opinion="晚了")


def test_what_is_sent_back_leaves_what_stands_and_may_be_proposed_again(cast):
    case = ask(cast)
    with pytest.raises(Invalid, match="请写明退回原因"):
        rolling.send_back(case, by=cast.wang, at=NOW, opinion=" ")
    rolling.send_back(case, by=cast.wang, at=NOW, opinion="首年不能为零，请与业主核对")
    assert stands(cast.bridge) == (2021, 1000, 2000, "6月可研批复")
    assert waiting() == [("lin", "rolling.send_back")]
    assert Notice.objects.get(person=cast.lin).sentence == (
        "退回滚动计划调整：“渌江大桥”，2021—2023年。首年不能为零，请与业主核对"
    )
    again = ask(cast, first_wan=100)
    assert (again.state, again.base.first_wan) == ("proposed", 1000)


def test_a_row_that_is_not_there_yet_is_proposed_and_entered(cast):
    case = ask(cast, cast.bu, cast.park)
    assert case.base is None
    rolling.accept(case, by=cast.wang, at=NOW, opinion="同意编入")
    assert stands(cast.park)[:3] == (2022, 0, 2600)


def test_every_refusal_says_why_and_leaves_no_trace(cast):
    with pytest.raises(NotPermitted, match="只能办理本单位的项目"):
        ask(cast, about=cast.foreign)
    with pytest.raises(NotPermitted, match="只能办理本单位的项目"):
        ask(cast, cast.bu, cast.bridge)  # the bridge has another competent unit
    for person in (cast.li, cast.he, cast.chen, cast.tong, cast.wang):
        with pytest.raises(NotPermitted, match="您的角色没有这项权限"):
            ask(cast, person)
    with pytest.raises(Invalid, match="和现在的滚动计划一样"):
        ask(cast, row=ROW)
    with pytest.raises(Invalid, match="2020—2022年的首年已过，这一轮不再调整，请提请调整2021—2023年的"):
        ask(cast, first_year=2020)
    with pytest.raises(Invalid, match="2023—2025年的三年滚动计划还没有到编制的时候"):
        ask(cast, first_year=2023)
    with pytest.raises(Invalid, match="请写明调整理由"):
        ask(cast, reason=" ")
    with pytest.raises(Invalid, match="转入计划滚动库以后才能编"):
        ask(cast, about=cast.idea)
    with pytest.raises(Invalid, match="不能为负数"):
        ask(cast, second_wan=-1)
    with pytest.raises(Invalid, match="三年投资需求都是零"):
        ask(cast, second_wan=0)
    assert (RollingCase.objects.count(), Notice.objects.count()) == (0, 0)
    case = ask(cast)
    with pytest.raises(Invalid, match="已有一件调整在等市项目办审核"):
        ask(cast, second_wan=3000)
    for person in (cast.lin, cast.bu, cast.li, cast.he):
        with pytest.raises(NotPermitted):
            rolling.accept(case, by=person, at=NOW)
        with pytest.raises(NotPermitted):
            rolling.send_back(case, by=person, at=NOW, opinion="不行")
    assert RollingCase.objects.get().state == "proposed"


def test_what_was_proposed_of_one_row_is_never_written_over_another(cast):
    case = ask(cast)
    rolling.set(cast.bridge, by=cast.wang, at=NOW, **ROW | {"third_wan": 5}, reason="业主来函")
    with pytest.raises(Invalid, match="提请以后市项目办改过这一行"):
        rolling.accept(case, by=cast.wang, at=NOW)
    assert RollingPlan.objects.live().get(project=cast.bridge).third_wan == 5
    rolling.send_back(case, by=cast.wang, at=NOW, opinion="请按现在的重新提请")
    case = ask(cast)
    pool.remove(cast.bridge, by=cast.wang, at=NOW, reason="业主放弃")
    with pytest.raises(Invalid, match="不在任何项目库里"):
        rolling.accept(case, by=cast.wang, at=NOW)
    twin = ask(cast, cast.bu, cast.park)
    project.merge(cast.park, by=cast.wang, at=NOW, into=cast.idea, reason="重复")
    with pytest.raises(Invalid, match="已并入“花炮小镇”"):
        rolling.accept(twin, by=cast.wang, at=NOW)
    assert rolling.send_back(twin, by=cast.wang, at=NOW, opinion="已并案").state == "sent_back"


def test_the_database_keeps_one_open_a_year_two_people_and_a_reason(cast):
    case = ask(cast)
    own = {"project": cast.bridge, "first_year": 2021, "starts_in": 2021, "proposed_at": NOW, "proposed_by": cast.lin}
    for wrong in ({"grounds": "又一件"}, {"grounds": "", "first_year": 2022},
                  {"grounds": "负数", "first_year": 2022, "second_wan": Decimal(-1)}):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            RollingCase.objects.create(**own | wrong)
    for wrong in ({"state": "accepted"}, {"decided_at": NOW, "decided_by": cast.wang},
                  {"state": "accepted", "decided_at": NOW, "decided_by": cast.lin},
                  {"state": "sent_back", "decided_at": NOW, "decided_by": cast.wang}):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            RollingCase.objects.filter(pk=case.pk).update(**wrong)


def seen(client, *where, **query):
    answer = client.get(reverse(*where[:1], args=where[1:]), query)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode())) if answer.status_code == 200 else ""


def test_the_pages_from_the_countys_sheet_to_the_offices_decision(client, cast):
    client.force_login(cast.lin)
    page = seen(client, "rolling")
    assert ("提请调整" in page, "攸水新城" in page) == (True, False)
    form = seen(client, "rolling.propose", cast.bridge.pk)
    assert "现在已编入2021—2023年" in form
    sent = client.post(reverse("rolling.propose", args=[cast.bridge.pk]), {**LATER, "reason": ""})
    assert sent.status_code == 422
    sent = client.post(reverse("rolling.propose", args=[cast.bridge.pk]), {**ROW, "reason": WHY})
    assert (sent.status_code, "和现在的滚动计划一样" in sent.content.decode()) == (409, True)
    sent = client.post(reverse("rolling.propose", args=[cast.bridge.pk]), {**LATER, "reason": WHY})
    assert sent.status_code == 302
    case = RollingCase.objects.get()
    for person in (cast.lin, cast.wang):
        client.force_login(person)
        page = seen(client, "rolling")
        assert f"1件调整等审核 渌江大桥 {WHY}" in page
        assert "2021 提请2022" in page
        assert "2,000 提请2,600" in page
        assert "有调整等审核" in page
    page = seen(client, "rolling-case", case.pk)
    assert "2022年投资需求 2,000 2,600 +600" in page
    assert "采纳滚动计划调整 退回滚动计划调整" in page
    assert "2022年投资需求：2,000 → 2,600" in seen(client, "rolling.accept", case.pk)
    refused = client.post(reverse("rolling.send_back", args=[case.pk]), {"opinion": ""})
    assert refused.status_code == 422
    assert client.post(reverse("rolling.send_back", args=[case.pk]), {"opinion": "请附会议纪要"}).status_code == 302
    assert "请附会议纪要" in seen(client, "rolling-case", case.pk)
    client.force_login(cast.lin)
    assert "改后再提请" in seen(client, "rolling-case", case.pk)
    again = client.get(reverse("rolling.propose", args=[cast.bridge.pk]), {"again": case.pk})
    assert again.context["form"].initial["second_wan"] == 2600
    client.post(
        reverse("rolling.propose", args=[cast.bridge.pk]), {**LATER, "reason": WHY, "document": "纪要〔2021〕3号"}
    )
    client.force_login(cast.wang)
    newest = RollingCase.objects.get(state="proposed")
    assert client.post(reverse("rolling.accept", args=[newest.pk]), {"opinion": ""}).status_code == 302
    assert "提请2,600" not in seen(client, "rolling")
    assert stands(cast.bridge)[:3] == (2022, 0, 2600)


def test_who_may_not_see_the_project_finds_no_proposal(client, cast):
    case = ask(cast)
    for person, status in ((cast.zhao, 404), (cast.bu, 404), (cast.li, 200), (cast.shen, 200), (cast.guan, 404)):
        client.force_login(person)
        assert client.get(reverse("rolling-case", args=[case.pk])).status_code == status
    client.force_login(cast.li)
    page = seen(client, "rolling-case", case.pk)
    assert "采纳滚动计划调整" not in page
    assert client.get(reverse("rolling.propose", args=[cast.bridge.pk])).status_code == 403
    assert "提请调整" not in seen(client, "rolling").replace("有调整等审核", "")


def test_the_sheet_of_an_earlier_day_shows_what_was_proposed_then(client, cast):
    case = ask(cast)
    rolling.accept(case, by=cast.wang, at=make.moment(2021, 3, 9))
    client.force_login(cast.wang)
    assert "件调整等审核" not in seen(client, "rolling")
    assert "1件调整等审核" in seen(client, "rolling", as_of="2021-03-05")
