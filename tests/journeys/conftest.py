"""What a journey needs: the cast, a browser with somebody logged in, and eyes for what sticks out or is in the way."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.cast import assemble
from tests.journeys.field_phone import chromium
from yidan.web import instance

AXE = Path(settings.PACKAGE).parent / "node_modules" / "axe-core" / "axe.min.js"
PHONE, DESK = {"width": 360, "height": 780}, {"width": 1440, "height": 900}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
STICKS_OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def people():
    """The cast in an empty ledger."""
    instance.forget()
    yield assemble()
    instance.forget()


@pytest.fixture
def cast():
    """The cast in an empty ledger, for a journey with a phone."""
    return assemble()


@pytest.fixture(autouse=True, scope="session")
def ended_connections():
    """Django's test server stops at an answer that ends its connection, as an upload's does; granian does not."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("wsgiref.handlers.is_hop_by_hop", lambda _name: False)
        yield


@pytest.fixture(scope="module")
def cameras(browser):
    """A Chromium with a camera and a place, one for all journeys of a file."""
    running = chromium(browser)
    yield running
    running.close()


@pytest.fixture
def window(page, live_server, people):
    """王科长 logged in."""
    enter(page, live_server, people.wang)
    return page


def enter(page, live_server, person):
    """Log in before this browser."""
    client = Client()
    client.force_login(person)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )


def violations(window, rules=RULES):
    """What axe-core finds, each rule with the first place it finds it at."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed: make setup")
    window.evaluate(AXE.read_text())
    found = window.evaluate(
        "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})"
        ".then(answer => answer.violations"
        ".map(each => [each.id, each.nodes.length, each.nodes[0].html.slice(0, 200)]))",
        rules,
    )
    return [tuple(each) for each in found]
