"""Where one can go: what is offered opens."""

import re
from html import unescape

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
EVERYBODY = ("wang", "lin", "bu", "li", "zhao", "chen", "he", "shen", "guan", "an", "tong")


@pytest.mark.parametrize("name", EVERYBODY)
def test_whatever_the_front_page_leads_to_opens_for_whom_it_is_shown(cast, client, name):
    client.force_login(getattr(cast, name))
    front = client.get("/", follow=True)
    offered = {unescape(each) for each in re.findall(r'(?:href|hx-get)="(/[^"#]*)', front.content.decode())}
    offered = {each for each in offered if not each.startswith(("/static/", "/account/logout"))}
    assert len(offered) > 3
    assert {each: status for each in offered if (status := client.get(each, follow=True).status_code) >= 400} == {}
