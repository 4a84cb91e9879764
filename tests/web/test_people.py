"""Pages of units, persons and roles: the happy path, the refusal, who sees what, and a query budget."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.cast import AT
from yidan.evidence.models import File, Reading
from yidan.evidence.rules import likeness
from yidan.kernel.journal import Entry
from yidan.kernel.policy import Role
from yidan.people.commands import person, role, unit
from yidan.people.models import Person, RoleHolding, Unit, UnitKind

pytestmark = pytest.mark.django_db
EVERYBODY = ("he", "wang", "chen", "tong", "shen", "lin", "bu", "li", "zhao", "guan", "an")


def page(client, person, address, **query):
    client.force_login(person)
    return client.get(address, query)


def words(response):
    return response.content.decode()


# --- units ---


def test_units_stand_kind_by_kind_in_protocol_order(client, cast):
    unit.register(None, by=cast.guan, at=AT, name="炎陵县", kind=UnitKind.COUNTY, protocol_order=105)
    rows = page(client, cast.li, "/units/").context["rows"]
    assert [row["name"] for row in rows if row["group"] in {"县市区", ""}][:3] == ["炎陵县", "醴陵市", "攸县"]
    assert [row["group"] for row in rows if row["group"]] == ["项目办", "县市区", "市直部门", "项目业主"]


def test_unit_filters_compose_and_search_finds_former_names(client, cast):
    unit.change(cast.bureau, by=cast.guan, at=AT, name="株洲市住建局(新)", reason="机构改革")
    found = page(client, cast.li, "/units/", q="住房和城乡", kind="department").context["rows"]
    assert [row["name"] for row in found] == ["株洲市住建局(新)"]
    nothing = page(client, cast.li, "/units/", q="住房和城乡", kind="county")
    assert (nothing.context["rows"], "没有符合条件的单位" in words(nothing)) == ([], True)


def test_a_unit_is_registered_and_changed_on_its_pages(client, cast):
    client.force_login(cast.guan)
    answer = client.post(
        "/units/new/", {"name": "荷塘区", "kind": "county", "protocol_order": 103, "is_assessed": "on"}
    )
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["ranking_group"])
    answer = client.post(
        "/units/new/",
        {"name": "荷塘区", "kind": "county", "protocol_order": 103, "is_assessed": "on", "ranking_group": "county"},
    )
    made = Unit.objects.get(name="荷塘区")
    assert (answer.status_code, answer["Location"]) == (302, f"/units/{made.pk}/")
    same = {
        "name": "荷塘区(金山)", "kind": "county", "protocol_order": 103, "is_assessed": "on", "ranking_group": "county",
        "is_active": "on",
    }  # fmt: skip
    answer = client.post(f"/units/{made.pk}/change/", same)
    assert list(answer.context["form"].errors) == ["reason"]
    client.post(f"/units/{made.pk}/change/", {**same, "reason": "株政发〔2020〕1号"})
    assert Unit.objects.get(pk=made.pk).former_names == "荷塘区"


def test_who_may_not_is_told_who_could(client, cast):
    answer = page(client, cast.li, "/units/new/")
    assert answer.status_code == 403
    assert "登记单位" in words(answer)
    assert "系统管理员" in words(answer)


# --- persons ---


def test_phones_are_masked_for_outsiders_and_open_at_home_and_to_the_office(client, cast):
    seen = {
        name: words(page(client, getattr(cast, name), f"/persons/{cast.li.pk}/"))
        for name in ("wang", "li", "zhao", "lin")
    }
    assert {name: "13807330040" in text for name, text in seen.items()} == {
        "wang": True, "li": True, "zhao": False, "lin": False,
    }  # fmt: skip
    assert {name: "138****0040" in text for name, text in seen.items()} == {
        "wang": False, "li": False, "zhao": True, "lin": True,
    }  # fmt: skip


@pytest.mark.parametrize("address", ["/persons/", "/units/{owner}/"])
def test_lists_and_unit_pages_mask_phones_too(client, cast, address):
    address = address.format(owner=cast.owner.pk)
    assert "13807330040" not in words(page(client, cast.zhao, address))
    assert 'href="tel:13807330040"' in words(page(client, cast.wang, address))


def test_usernames_and_histories_of_others_are_for_who_keeps_the_accounts(client, cast):
    outside, inside = (page(client, who, f"/persons/{cast.li.pk}/") for who in (cast.lin, cast.an))
    assert (outside.context["entries"], "登录名" in words(outside)) == ([], False)
    assert [entry["act"] for entry in inside.context["entries"]] == ["授予角色", "登记人员"]


def test_persons_are_found_by_words_role_and_kind_of_unit(client, cast):
    def names(**query):
        return [row["name"] for row in page(client, cast.wang, "/persons/", **query).context["rows"]]

    assert names(q="攸县") == ["赵工"]
    assert names(role="reporter") == ["李工", "赵工"]
    assert names(kind="county") == ["林县"]
    assert names(role="leader", kind="county") == []


def test_the_retired_are_listed_only_to_who_keeps_the_accounts(client, cast):
    person.retire(cast.li, by=cast.guan, at=AT, reason="退休")
    for viewer, expected in ((cast.guan, ["李工"]), (cast.wang, [])):
        rows = page(client, viewer, "/persons/", flag="inactive", q="李工").context["rows"]
        assert [row["name"] for row in rows] == expected


def test_a_person_is_registered_with_a_first_password(client, cast):
    client.force_login(cast.guan)
    entered = {"name": "周新", "unit": cast.owner.pk, "username": "zhou", "protocol_order": 9999, "password": "weak"}
    weak = client.post("/persons/new/", entered)
    assert (weak.status_code, list(weak.context["form"].errors)) == (422, ["password"])
    client.post("/persons/new/", {**entered, "password": "Lu-jiang-7788"})
    made = Person.objects.get(username="zhou")
    assert (made.unit, made.must_change_password) == (cast.owner, True)


def test_a_second_press_of_the_button_does_nothing(client, cast):
    client.force_login(cast.guan)
    key = client.get("/persons/new/").context["form"]["key"].value()
    for _press in range(2):
        client.post("/persons/new/", {"key": key, "name": "周新", "unit": cast.owner.pk, "protocol_order": 9999})
    assert Person.objects.filter(name="周新").count() == 1


def test_changing_retiring_and_taking_back(client, cast):
    client.force_login(cast.guan)
    fields = {"name": "李工程师", "unit": cast.owner.pk, "username": "li", "protocol_order": 40, "phone": "13807330040"}
    assert client.post(f"/persons/{cast.li.pk}/change/", fields).status_code == 302
    assert client.post(f"/persons/{cast.li.pk}/retire/", {"reason": ""}).status_code == 422
    client.post(f"/persons/{cast.li.pk}/retire/", {"reason": "退休"})
    assert "已停用" in words(client.get(f"/persons/{cast.li.pk}/"))
    client.post(f"/persons/{cast.li.pk}/change/", fields)
    li = Person.objects.get(pk=cast.li.pk)
    assert (li.name, li.is_active, list(li.holds())) == ("李工程师", True, [])


def test_a_guardians_password_is_not_reset_here(client, cast):
    client.force_login(cast.guan)
    answer = client.post(f"/persons/{cast.shen.pk}/password/", {"password": "Lu-jiang-7788"})
    assert answer.status_code == 422
    assert "yidan createuser" in str(answer.context["form"].non_field_errors())


# --- roles ---


def test_the_security_administrator_grants_and_ends_roles(client, cast):
    client.force_login(cast.an)
    answer = client.post(
        f"/persons/{cast.lin.pk}/roles/new/", {"role": "auditor", "unit": cast.county.pk, "since_on": "2020-02-01"}
    )
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["role"])
    client.post(
        f"/persons/{cast.lin.pk}/roles/new/", {"role": "inspector", "unit": cast.county.pk, "since_on": "2020-02-01"}
    )
    holding = RoleHolding.objects.live().get(person=cast.lin, role=Role.INSPECTOR)
    assert f"/roles/{holding.pk}/end/" in words(client.get(f"/persons/{cast.lin.pk}/"))
    client.post(f"/roles/{holding.pk}/end/", {"until_on": "2020-03-01", "reason": "调岗"})
    assert [str(each.until_on) for each in RoleHolding.objects.live().filter(role=Role.INSPECTOR, person=cast.lin)] == [
        "2020-03-01"
    ]


def test_the_system_administrator_is_told_who_grants(client, cast):
    shown = words(page(client, cast.guan, f"/persons/{cast.li.pk}/"))
    assert "角色由安全管理员授予和收回" in shown
    assert page(client, cast.guan, f"/persons/{cast.li.pk}/roles/new/").status_code == 403


def test_the_table_of_roles_is_the_policy_itself(client, cast):
    groups = page(client, cast.shen, "/roles/").context["groups"]
    lines = {line["word"]: [cell["may"] for cell in line["cells"]] for _label, lines in groups for line in lines}
    assert lines["role.grant"] == [each is Role.SECURITY_ADMIN for each in Role]
    assert lines["person.change_password"] == [True] * len(Role)


# --- hand-over ---


def test_a_hand_over_shows_what_goes_over_and_then_does_it(client, cast):
    successor = person.register(cast.owner, by=cast.guan, at=AT, name="李接手")
    role.grant(successor, by=cast.an, at=AT, role=Role.INSPECTOR, unit=cast.owner, since_on=AT.date())
    preview = page(client, cast.guan, f"/persons/{cast.li.pk}/hand-over/")
    assert [row["role"] for row in preview.context["roles"]] == ["业主填报员"]
    assert "李工的任期到昨天为止" in words(preview)
    assert list(preview.context["form"].fields["successor"].queryset) == [successor]
    client.post(f"/persons/{cast.li.pk}/hand-over/", {"successor": successor.pk, "reason": "轮岗"})
    assert sorted(held for held, _unit in Person.objects.get(pk=successor.pk).holds()) == ["inspector", "reporter"]
    assert "已移交给" in words(client.get(f"/persons/{cast.li.pk}/"))


def test_nobody_to_hand_over_to_is_said(client, cast):
    assert "本单位没有可以接手的人" in words(page(client, cast.guan, f"/persons/{cast.li.pk}/hand-over/"))


# --- 我的 ---


def test_my_page_shows_roles_views_and_the_way_to_the_password(client, cast):
    from yidan.ledger.commands import view

    view.save(cast.li, by=cast.li, at=AT, page="projects", name="滞后的", query="light=red")
    shown = page(client, cast.li, "/me/")
    assert [row["role"] for row in shown.context["roles"]] == ["业主填报员"]
    assert [(each["name"], each["page"]) for each in shown.context["views"]] == [("滞后的", "台账")]
    assert reverse("person.change_password") in words(shown)


# --- every page for every role, and the budget ---


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_directory_opens_for_everybody(client, cast, name):
    addresses = ["/units/", f"/units/{cast.owner.pk}/", "/persons/", f"/persons/{cast.li.pk}/", "/roles/", "/me/"]
    assert [page(client, getattr(cast, name), address).status_code for address in addresses] == [200] * 6


@pytest.mark.parametrize("name", EVERYBODY)
def test_forms_open_only_to_who_may_use_them(client, cast, name):
    holding = RoleHolding.objects.live().get(person=cast.li)
    doors = {
        "/units/new/": {"guan", "wang"}, f"/units/{cast.owner.pk}/change/": {"guan", "wang"},
        "/persons/new/": {"guan"}, f"/persons/{cast.li.pk}/change/": {"guan"},
        f"/persons/{cast.li.pk}/retire/": {"guan"}, f"/persons/{cast.li.pk}/password/": {"guan"},
        f"/persons/{cast.li.pk}/hand-over/": {"guan", "wang"}, f"/persons/{cast.li.pk}/roles/new/": {"an"},
        f"/roles/{holding.pk}/end/": {"an"},
    }  # fmt: skip
    before = Entry.objects.count()
    for address, whom in doors.items():
        expected = 200 if name in whom else 403
        assert page(client, getattr(cast, name), address).status_code == expected, address
        if name not in whom:
            assert client.post(address, {"reason": "x"}).status_code == 403, address
    assert Entry.objects.count() == before


@pytest.mark.parametrize("address", ["/persons/", "/units/"])
def test_a_list_costs_the_same_number_of_queries_with_few_and_with_many(
    client, cast, address, django_assert_max_num_queries
):
    client.force_login(cast.wang)
    client.get(address)
    for number in range(30):
        owner = unit.register(None, by=cast.guan, at=AT, name=f"业主{number}", kind=UnitKind.OWNER)
        made = person.register(owner, by=cast.guan, at=AT, name=f"填报{number}")
        role.grant(made, by=cast.an, at=AT + timedelta(1), role=Role.REPORTER, unit=owner, since_on=AT.date())
    with django_assert_max_num_queries(10):
        client.get(address)


def test_a_very_long_name_does_not_break_the_pages(client, cast):
    long = "株洲市渌口区南洲新区片区综合开发供水一体化及配套管网提质改造工程建设投资发展集团有限责任公司" * 2
    made = unit.register(None, by=cast.guan, at=AT, name=long[:120], kind=UnitKind.OWNER)
    assert long[:120] in words(page(client, cast.li, f"/units/{made.pk}/"))


def test_who_keeps_the_server_is_told_of_pictures_compared_by_earlier_rules(client, cast):
    file = File.objects.create(sha256="a" * 64, size_bytes=1, media_type="image/jpeg", name="a.jpg", kept_at=AT)
    reading = Reading.objects.create(file=file, state="read", sketch=b"1", rules_version=likeness.VERSION)
    assert "旧规则" not in words(page(client, cast.guan, "/persons/"))
    Reading.objects.filter(pk=reading.pk).update(rules_version=likeness.VERSION - 1)
    assert "有1张照片是按旧规则比对的" in words(page(client, cast.guan, "/persons/"))
    assert "旧规则" not in words(page(client, cast.an, "/persons/"))  # an keeps roles, not the server
    assert "旧规则" not in words(page(client, cast.wang, "/persons/"))
