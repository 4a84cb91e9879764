"""Every page of the site map on a phone, light and dark, without barriers: walked as whoever may open it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db.models import Count
from django.test import Client
from django.urls import get_resolver, reverse

from tests import make
from tests.journeys.conftest import AXE, PHONE, RULES, STICKS_OUT
from tests.matters.scene import Way
from yidan.approvals.models import Permit, PermitPaper
from yidan.bulletins.models import Bulletin
from yidan.evidence.models import Capture, File
from yidan.kernel import parameters
from yidan.kernel.journal import Entry
from yidan.kernel.policy import OWN_VERBS, ROLE_VERBS, Role
from yidan.kernel.verbs import Verb
from yidan.ledger.models import (
    AnnualPlan,
    Attachment,
    Exhibit,
    Milestone,
    Project,
    ProjectCode,
    SavedView,
    Slot,
    StageMark,
    Tagging,
)  # fmt: skip
from yidan.matters.commands import second_look
from yidan.matters.models import Matter, MatterEvidence, Recheck, Urge
from yidan.matters.states import FLOW
from yidan.patrol.commands import visiting
from yidan.patrol.models import Finding, Visit
from yidan.people.commands import feedback
from yidan.people.models import Feedback, Person, RoleHolding, Unit
from yidan.web import instance
from yidan.web.demo import load

pytestmark = [pytest.mark.long, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROLES = {
    "wang": Role.SUPERVISOR, "li": Role.REPORTER, "bu": Role.DEPARTMENT_REVIEWER, "chen": Role.INSPECTOR,
    "he": Role.LEADER, "shen": Role.AUDITOR, "guan": Role.SYSTEM_ADMIN, "an": Role.SECURITY_ADMIN,
}  # fmt: skip
# Routes that are no page of their own: what is loaded into pages, files, and what the field app asks.
NO_PAGES = {
    "inbox-badge", "calendar", "uploads", "upload", "sync", "field-data", "field-worker", "field-manifest",
    "original", "preview", "attachment", "matters-deadline", "gallery-sheet", "account_inactive", "import-preview",
    "matter-evidence", "matter-paper", "journal-verify", "urge-paper", "letter-paper", "bulletin-file",
    "item-scoresheet", "permits-paper", "permits-import-preview",
}  # fmt: skip
SUBJECTS: dict[str, Any] = {
    "projects": Project, "taggings": Tagging, "attachments": Attachment, "stages": StageMark, "plans": AnnualPlan,
    "milestones": Milestone, "views": SavedView, "slots": Slot, "exhibits": Exhibit, "captures": Capture,
    "matters": Matter, "urges": Urge, "visits": Visit, "findings": Finding, "feedback": Feedback, "units": Unit,
    "persons": Person, "roles": RoleHolding, "codes": ProjectCode, "evidence": MatterEvidence, "bulletins": Bulletin,
    "public": Bulletin, "imports": File, "permits": Permit, "permit-papers": PermitPaper,
    **{
        place: apps.get_model("yidan", name)
        for place, name in {
            "appeals": "appeal", "batches": "batch", "cards": "card", "enterprises": "enterprise",
            "former-names": "formername", "goods": "goods",
            "items": "item", "merits": "merit", "movements": "movement", "observations": "observation",
            "points": "point", "pools": "poolcase", "reconciliations": "reconciliation", "releases": "release",
            "rolling-plans": "rollingplan", "rolling-cases": "rollingcase",
            "results": "result",
            "rounds": "round", "schemes": "scheme", "series": "series", "watches": "watch",
        }.items()
    },
}  # fmt: skip


@pytest.fixture
def city(db):
    """A small simulated city with a matter at each stretch of its way, a visit with a finding, and a complaint."""
    instance.forget()
    cache.clear()
    load.load(20, 2)
    cast = {each.username: each for each in Person.objects.exclude(username=None)}
    people = SimpleNamespace(**cast, office=cast["wang"].unit, owner=cast["li"].unit, bureau=cast["bu"].unit)
    way = Way(people)
    for number, stretch in enumerate(
        ("drafted", "listed", "issued", "running", "planned", "applied", "verified", "closed")
    ):
        getattr(way, stretch)(title=f"进场道路被阻工，第{number}处需要协调")
    project = Project.objects.filter(profile__owner_unit=people.owner, profile__superseded_at=None).first()
    visiting.record(
        project, by=people.chen, at=make.moment(2020, 5, 28), physical_progress="路基完成六成",
        problems="临边防护缺失\n材料堆放占道",
    )  # fmt: skip
    feedback.send(people.li, by=people.li, at=make.moment(2020, 5, 28), kind="burden", text="日报和月报要同一个数")
    second_look.draw(
        people.office, by=people.wang, at=make.moment(2020, 6, 1), name="五月", from_on=date(2020, 5, 1),
        to_on=date(2020, 5, 31), percent=100, seed="1",
    )  # fmt: skip
    yield people
    instance.forget()


def candidates(name: str, first: str, argument: str) -> Iterable[Any]:
    """Things a route can be asked for, enough of them that some role may open one."""
    if (first, argument) == ("reports", "project_id"):
        return Project.objects.annotate(n=Count("reports")).order_by("-n", "id").values_list("pk", flat=True)[:6]
    if argument == "month":
        return ["2020-06", "2020-03"]
    if first == "packs":
        return ["default"]
    if first == "registers":
        return ["annual-tasks"]
    if argument in {"ending", "sha256", "item_id", "file_id"}:
        return []  # files, and parts of pages that are walked
    if first == "figures":
        return ["invested.year", "completion.rate"]
    if first == "lists":
        return ["lagging"]
    if first == "exports":
        return ["ranking"]
    if first == "parameters":
        return [sorted(parameters.REGISTRY)[0]]
    if argument == "place":
        return [1]
    if argument == "batch_id":
        return Recheck.objects.values_list("batch_id", flat=True)[:1]
    if first == "rechecks":
        return Recheck.objects.values_list("pk", flat=True)[:2]
    if first == "matters" and name in Verb.values:
        states = [state for state, moves in FLOW.moves.items() if Verb(name) in moves]
        return list(Matter.objects.filter(state__in=states).order_by("pk").values_list("pk", flat=True)[:3])
    if name == "import-result":
        return Entry.objects.filter(verb=Verb.FILE_BRING_IN.value).values_list("pk", flat=True)[:1]
    model = SUBJECTS[first]
    found = model.objects.live() if hasattr(model.objects, "live") else model.objects.all()
    if first == "projects":
        own = found.filter(profile__superseded_at=None, profile__owner_unit=Person.objects.get(username="li").unit)
        found = own if own.exists() else found
    return list(found.order_by("pk").values_list("pk", flat=True)[:5])


def addresses(route: Any) -> list[str]:
    """The addresses of a route with each thing it could be asked for."""
    names = list(route.pattern.converters)
    if not names:
        return [reverse(route.name)]
    first = str(route.pattern).split("/")[0]
    found: list[dict[str, Any]] = [{}]
    for name in names:
        found = [{**each, name: value} for each in found for value in candidates(route.name, first, name)]
    return [reverse(route.name, kwargs=each) for each in found]


def openers(name: str) -> list[str]:
    """Who may do the act a route is named after; everybody where it is no act."""
    if name not in Verb.values or name in OWN_VERBS:
        return list(ROLES)
    return [each for each, role in ROLES.items() if Verb(name) in ROLE_VERBS[role]]


def page_for(route: Any, clients: dict[str, Client]) -> tuple[str, str] | None:
    """Who opens which address of the route as a page; None where it is an act without a page, or nothing is there."""
    for address in addresses(route):
        for name in openers(route.name):
            answer = clients[name].get(address)
            assert answer.status_code < 500, address
            if answer.status_code == 405:
                return None
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                return name, address
    return None


def look(window: Any, rules: list[str]) -> list[Any]:
    """What axe-core finds by these rules, or rules of these tags: each with the first place it finds it at."""
    return window.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']}).then(answer => "
        "answer.violations.map(each => [each.id, each.nodes.length, each.nodes[0].html.slice(0, 160)]))",
        rules,
    )


def test_no_page_of_the_site_has_a_barrier_on_a_phone_light_or_dark(city, browser, live_server, caplog, pytestconfig):
    """Every page opens, on each database; what it looks like, no database changes, and one pass has seen it."""
    caplog.set_level("CRITICAL", logger="django.request")
    if not AXE.exists():
        pytest.skip("axe-core is not installed: make setup")
    clients = {name: Client() for name in ROLES}
    for name, client in clients.items():
        client.force_login(getattr(city, name))
    routes = [each for each in get_resolver().url_patterns if each.name and each.name not in NO_PAGES]
    found, walked = {}, set()
    windows: dict[str, Any] = {}
    axe = AXE.read_text()
    for route in {each.name: each for each in routes}.values():
        opened = page_for(route, clients)
        if opened is None or opened[1] == "/account/logout/":
            continue
        walked.add(route.name)
        if pytestconfig.option.second_pass:
            continue
        who, address = opened
        if who not in windows:
            context = browser.new_context(
                viewport=PHONE, locale="zh-CN", bypass_csp=True, service_workers="block", reduced_motion="reduce"
            )
            context.add_init_script(axe)
            cookie = clients[who].cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
            windows[who] = context.new_page()
        window = windows[who]
        window.goto(live_server.url + address)
        window.wait_for_selector("h1")
        faults = look(window, RULES)
        if out := window.evaluate(STICKS_OUT):
            faults.append(["sticks out", out])
        window.evaluate("document.documentElement.dataset.theme = 'dark'")
        faults += [["dark", *each] for each in look(window, ["color-contrast"])]
        if faults:
            found[f"{who} {address}"] = faults
    for window in windows.values():
        window.context.close()
    print(f"{len(walked)} pages, as {len(windows)} people")  # noqa: T201 - pytest shows it with -s
    assert found == {}
    assert len(walked) > 90
