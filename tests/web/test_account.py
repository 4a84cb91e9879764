"""Logging in, being locked out, the first password, logging out: the real flow, through Django's client."""

import pytest
from django.urls import NoReverseMatch, reverse

from tests.cast import AT, assemble
from yidan.people.commands import person
from yidan.people.console import CONSOLE
from yidan.people.models import Person

pytestmark = pytest.mark.django_db
PASSWORD = "Lu-jiang-7788"


@pytest.fixture
def cast():
    cast = assemble()
    person.set_password(cast.li, by=cast.guan, at=AT, password=PASSWORD)
    person.change_password(Person.objects.get(pk=cast.li.pk), by=cast.li, at=AT, old=PASSWORD, new=PASSWORD + "x")
    return cast


def log_in(client, password=PASSWORD + "x", username="li", **more):
    return client.post("/account/login/", {"login": username, "password": password}, **more)


def test_the_right_password_opens_the_door(client, cast):
    response = log_in(client)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/me/").status_code == 200


def test_the_page_for_the_first_password_is_not_loaded_again_by_what_loads_on_it(client, cast):
    """Every page asks for the badge of the inbox; before the first password is changed that leads to this page."""
    person.set_password(cast.li, by=cast.guan, at=AT, password=PASSWORD)
    log_in(client, PASSWORD)
    elsewhere = client.get("/inbox/badge/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/me/"})
    assert (elsewhere.status_code, elsewhere["HX-Redirect"]) == (204, reverse("person.change_password"))
    there = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{reverse('person.change_password')}?next=/"}
    badge = client.get("/inbox/badge/", headers=there)
    assert (badge.status_code, badge.content, "HX-Redirect" in badge) == (204, b"", False)


@pytest.mark.parametrize(
    ("who", "desk"),
    [("chen", "/patrol/"), ("guan", "/persons/"), ("an", "/persons/"), ("li", "/"), ("wang", "/"), ("he", "/")],
)
def test_whoevers_day_begins_elsewhere_than_at_the_numbers_is_led_there(client, cast, who, desk):
    """From the front door; a page that was asked for comes first."""
    one = getattr(cast, who)
    person.set_password(one, by=CONSOLE, at=AT, password=PASSWORD)
    Person.objects.filter(pk=one.pk).update(must_change_password=False)
    door = client.get("/")["Location"]
    assert client.post(door, {"login": who, "password": PASSWORD})["Location"] == desk
    client.post("/account/logout/")
    door = client.get("/me/")["Location"]
    assert client.post(door, {"login": who, "password": PASSWORD})["Location"] == "/me/"


def test_the_username_is_the_same_in_any_case(client, cast):
    assert log_in(client, username="LI").status_code == 302


def test_nobody_gets_past_the_door_without_logging_in(client, cast):
    response = client.get("/me/")
    assert (response.status_code, response["Location"]) == (302, "/account/login/?next=/me/")
    fragment = client.get("/me/", headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment["HX-Redirect"]) == (204, "/account/login/")


def test_a_wrong_password_says_so_in_chinese_and_does_not_tell_whether_the_name_exists(client, cast):
    known, unknown = log_in(client, "wrong"), log_in(client, "wrong", username="nobody")
    assert (known.status_code, unknown.status_code) == (200, 200)
    assert known.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()
    assert "密码" in str(known.context["form"].non_field_errors())


def test_five_failures_lock_the_name_and_then_even_the_right_password_waits(client, cast):
    answers = [log_in(client, "wrong") for _attempt in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert "登录已暂时锁定" in answers[-1].content.decode()
    assert log_in(client).status_code == 429
    assert log_in(client, username="wang", password="wrong").status_code == 200  # others are not locked


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "登录"), ("en", "Log in")])
def test_the_login_page_is_there_in_both_languages(client, language, word):
    client.cookies["django_language"] = language
    response = client.get("/account/login/")
    assert response.status_code == 200
    assert f'lang="{"en" if language == "en" else "zh-CN"}"' in response.content.decode()


def test_a_first_password_must_be_changed_before_anything_else(client, cast):
    person.set_password(cast.zhao, by=cast.guan, at=AT, password=PASSWORD)
    log_in(client, PASSWORD, "zhao")
    response = client.get("/me/")
    assert (response.status_code, response["Location"]) == (302, "/me/password/")
    page = client.get("/me/password/")
    assert "请先设一个自己的密码" in page.content.decode()
    again = client.post("/me/password/", {"old": PASSWORD, "new": "Xiang-jiang-99", "again": "Xiang-jiang-9"})
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["again"])
    done = client.post("/me/password/", {"old": PASSWORD, "new": "Xiang-jiang-99", "again": "Xiang-jiang-99"})
    assert (done.status_code, done["Location"]) == (302, "/")
    assert client.get("/me/").status_code == 200  # the session stays
    told = {"old": "Xiang-jiang-99", "new": "Ab1-", "again": "Ab1-"}
    short = client.post("/me/password/", told)
    assert (short.status_code, short.context["form"].errors["new"]) == (422, ["密码至少8位。"])
    own = client.post("/me/password/", told | {"new": "Xiang-jiang-98", "again": "Xiang-jiang-98"})
    assert own["Location"] == "/me/"  # nobody was held up: back to where it was begun


def test_a_wrong_old_password_is_said_at_its_field(client, cast):
    log_in(client)
    answer = client.post("/me/password/", {"old": "no", "new": "Xiang-jiang-99", "again": "Xiang-jiang-99"})
    assert (answer.status_code, answer.context["form"].errors["old"]) == (422, ["原密码不对，请重新输入。"])


def test_a_new_password_ends_every_other_session(client, cast, django_assert_num_queries):
    from django.test import Client

    elsewhere = Client()
    log_in(client)
    log_in(elsewhere)
    client.post("/me/password/", {"old": PASSWORD + "x", "new": "Xiang-jiang-99", "again": "Xiang-jiang-99"})
    assert (client.get("/me/").status_code, elsewhere.get("/me/").status_code) == (200, 302)


def test_a_retired_persons_session_ends_at_once_and_the_log_in_says_why(client, cast):
    log_in(client)
    assert client.get("/me/").status_code == 200
    person.retire(cast.li, by=cast.guan, at=AT, reason="离职")
    assert client.get("/me/").status_code == 302
    answer = log_in(client, follow=True)
    assert "账号已停用" in answer.content.decode()
    assert client.get("/me/").status_code == 302


def test_leaving_takes_a_post(client, cast):
    log_in(client)
    assert "退出登录" in client.get("/account/logout/").content.decode()
    assert client.get("/me/").status_code == 200
    client.post("/account/logout/")
    assert client.get("/me/").status_code == 302


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "password/reset/", "confirm-email/", "password/change/", "reauthenticate/", ""]
)
def test_nothing_else_of_the_account_pages_is_open(client, path):
    assert client.get(f"/account/{path}").status_code == 404


def test_no_sign_up_has_a_name():
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


def test_log_ins_are_not_counted(client, cast):
    """国办函〔2026〕12号, domain.md §13.4."""
    log_in(client)
    assert "last_login" not in {field.name for field in Person._meta.get_fields()}
