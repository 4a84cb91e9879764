"""Every page that shows figures can be asked as of a day, by one control and one word in the address, or says why not.

The pages are read from the site map, so a new one is under this law the day it shows its first figure.
"""

import re
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import get_resolver

from tests import make
from yidan.ledger.commands import milestone
from yidan.targets.commands import register as registers
from yidan.web.targets.shipped import shipped

pytestmark = pytest.mark.django_db
# What stands on a page when it shows a figure: a number that opens its sources, or one set like it.
FIGURE = re.compile(r'class="figure[" ]|href="/figures/')
CONTROL = re.compile(r'<input id="as-of" type="date" name="as_of"')
ONLY_NOW = re.compile(r'data-only-now>.*?<p class="quiet">[^<]{10,}</p>', re.S)
# Pages with arguments that show figures, by name, with the arguments that the small city has.
WITH_ARGUMENTS = {
    "figure": lambda made: [("completion.rate",), ("schedule.gap",), ("funds.granted",)],
    "list": lambda made: [("lagging",), ("not_started",), ("zero",), ("not_reported",)],
    "register": lambda made: [(each["key"],) for each in shipped()],
    "project": lambda made: [(made.factory.pk,)],
}
DAY = "2020-07-05"
# Not pages: specimens. And the wall, which has nothing to press: it follows the cockpit's address and says so.
SPECIMENS, FOLLOWING = {"gallery", "gallery-sheet"}, {"/wall/"}


# Templates that show no figure of the ledger but what a file would change, or what the cockpit shows.
EXCUSED = {"imports/preview.html", "permits/import_preview.html", "wall/wall.html", "gallery.html"}
SHOWS = re.compile(r'{% figure |class="figure[" ]|{% number_block ')
SAYS = re.compile(r"components/as_of\.html|figures/period\.html")


def test_every_template_with_a_figure_has_the_control_or_the_reason():
    templates = Path(apps.get_app_config("yidan").path) / "web" / "templates"
    without = {
        str(path.relative_to(templates))
        for path in templates.rglob("*.html")
        if SHOWS.search(text := path.read_text(encoding="utf-8"))
        and '{% extends "base.html" %}' in text
        and not SAYS.search(text)
    }
    assert without - EXCUSED == set(), "include components/as_of.html, with only_now where it cannot be asked"


@pytest.fixture
def addresses(city):
    for each in shipped():
        said = {name: each[name] for name in ("name", "family", "basis", "is_open", "definition")}
        registers.define(None, by=city.cast.wang, at=make.AT, slug=each["key"], **said)
    milestone.set(city.factory, by=city.cast.wang, at=make.AT, name="主体封顶", planned_on=date(2020, 8, 1))
    found = []
    for pattern in get_resolver().url_patterns:
        if pattern.name in SPECIMENS or pattern.name is None:
            continue
        route = str(pattern.pattern)
        if "<" not in route:
            found.append(f"/{route}")
        elif pattern.name in WITH_ARGUMENTS:
            found += [
                "/" + re.sub(r"<[^>]+>", "{}", route).format(*given) for given in WITH_ARGUMENTS[pattern.name](city)
            ]
    return found


def shown(client, address):
    """The page's own part, without bar and navigation; empty where it is no page."""
    response = client.get(address)
    if response.status_code != 200 or not response.get("Content-Type", "").startswith("text/html"):
        return ""
    return response.content.decode() if not response.streaming else ""


def test_every_page_with_figures_knows_what_was_known_or_says_why_not(city, addresses, client):
    client.force_login(city.cast.wang)
    asked, neither = [], []
    for address in addresses:
        page = shown(client, address)
        if CONTROL.search(page):
            asked.append(address)
        elif FIGURE.search(page) and address not in FOLLOWING and not ONLY_NOW.search(page):
            neither.append(address)
    assert neither == [], "shows figures: include components/as_of.html, with only_now where it cannot be asked"
    assert {"/", "/funds/", "/permits/", "/figures/completion.rate/", "/lists/lagging/", "/pools/"} <= set(asked)
    for address in asked:
        page = shown(client, f"{address}?as_of={DAY}")
        assert f"按 {DAY} 所知" in page, address
        links = set(re.findall(r'href="(/figures/[^"]*)"', page))
        assert {each for each in links if "as_of=" not in each} == set(), address
    for address in FOLLOWING:
        assert ("所知" in shown(client, address), "所知" in shown(client, f"{address}?as_of={DAY}")) == (False, True)
