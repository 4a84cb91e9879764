"""The office's own words at the left edge (desk) and at the foot (phone).

An entry appears when its page exists and the person has a role that uses it. What is not
built yet (资金 规划) gets its line here together with its page.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yidan.kernel.policy import ROLE_REACH, Reach, Role

BUSINESS = frozenset(role for role, reach in ROLE_REACH.items() if reach is not Reach.NOTHING)
IMPORTING = frozenset({Role.SUPERVISOR, Role.COUNTY_REVIEWER, Role.REPORTER})
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN})
PEOPLE = ("/persons/", "/roles/")
ASSESSING = ("/rounds/", "/results/", "/appeals/", "/cards/", "/merits/", "/packs/")
# Whoever goes there, whoever answers, whoever reads; owners' reporters have neither points nor firms.
VISITING_ROLES = BUSINESS - {Role.REPORTER}
VISITING = ("/findings/", "/visits/", "/checklists/")


@dataclass(frozen=True)
class Entry:
    """One place to go: the word on the rail, the shorter word on the phone's bar (either empty: not there)."""

    page: str
    word: str | Promise
    icon: str
    roles: frozenset[Role] | None = None
    phone_word: str | Promise = ""
    also: tuple[str, ...] = ()  # further sections that belong to it


ENTRIES = (
    Entry("home", _("驾驶舱"), "home", BUSINESS, _("首页")),
    Entry("projects", _("台账"), "list", BUSINESS, _("项目"), also=("/pools/",)),
    Entry("field", "", "report", frozenset({Role.REPORTER}), _("填报")),  # on a phone only; all of it is on 月报 too
    Entry("reports", _("月报"), "report", BUSINESS - {Role.INSPECTOR, Role.REPORTER}, _("月报")),
    Entry("reports", _("月报"), "report", frozenset({Role.INSPECTOR, Role.REPORTER})),  # 巡查, 填报 stand there
    Entry("matters", _("一单"), "one", BUSINESS, _("一单"), also=("/instructions/", "/rechecks/", "/rectification/")),
    Entry("import", _("导入"), "import", IMPORTING),
    Entry("patrol", _("巡查"), "look", frozenset({Role.INSPECTOR}), _("巡查"), also=VISITING),
    Entry("patrol", _("巡查"), "look", frozenset({Role.SUPERVISOR, Role.LEADER, Role.AUDITOR}), also=VISITING),
    Entry("permits", _("手续"), "check", BUSINESS, also=("/approvals/",)),
    Entry("registers", _("规划任务"), "list", BUSINESS, also=("/items/",)),
    Entry("watches", _("监测"), "look", VISITING_ROLES, also=("/points/", "/goods/")),
    Entry("enterprises", _("企业"), "person", VISITING_ROLES, also=("/schemes/",)),
    Entry(
        "funds", _("资金"), "list", BUSINESS - {Role.INSPECTOR}, also=("/batches/", "/reconciliations/", "/movements/")
    ),
    Entry("bulletins", _("通报"), "file", BUSINESS),
    Entry("assessment", _("考核"), "check", BUSINESS, also=ASSESSING),
    Entry("series-list", _("公布数"), "time", BUSINESS, also=("/releases/",)),
    Entry("units", _("单位人员"), "person", ADMINISTRATORS, _("人员"), also=PEOPLE),  # all that they do
    Entry("units", _("单位人员"), "person", also=PEOPLE),
    Entry("parameters", _("参数"), "list", frozenset({Role.SUPERVISOR, Role.AUDITOR}), also=("/workdays/",)),
    Entry("journal", _("留痕"), "time", frozenset({Role.AUDITOR})),
    Entry("me", _("我的"), "person", None, _("我的")),
)


@cache
def address(page: str) -> str:
    """Where a page is; empty while it does not exist."""
    try:
        return reverse(page)
    except NoReverseMatch:
        return ""


def places(roles: frozenset[str], path: str) -> dict[str, list[dict]]:
    """Where these roles can go from `path`: `rail` and `bar`, each a list of `{word, address, icon, is_here}`."""
    open_to = [
        entry for entry in ENTRIES if address(entry.page) and (entry.roles is None or not entry.roles.isdisjoint(roles))
    ]
    open_to = [entry for place, entry in enumerate(open_to) if entry.page not in {one.page for one in open_to[:place]}]
    here = _nearest(path, [address(entry.page) for entry in open_to])
    here = next((address(entry.page) for entry in open_to if path in entry.also), here)
    rail, bar = [], []
    for entry in open_to:
        place = {
            "page": entry.page,
            "address": address(entry.page),
            "icon": entry.icon,
            "is_here": address(entry.page) == here,
        }
        if entry.word:
            rail.append({"word": entry.word, **place})
        if entry.phone_word and len(bar) < 5:
            bar.append({"word": entry.phone_word, **place})
    return {"rail": rail, "bar": bar}


def roles_of(person: Any) -> frozenset[str]:
    """The roles somebody holds anywhere now; nobody's where nobody is logged in."""
    return frozenset(role for role, _unit in person.holds()) if person.is_authenticated else frozenset()


def section(path: str) -> str:
    """The part of a path that decides where one is: its first word (`/projects/12/` → `/projects/`)."""
    return "/" + path.strip("/").split("/", 1)[0] + "/" if path.strip("/") else "/"


def _nearest(path: str, addresses: list[str]) -> str:
    """The longest address the path lies under; the front page only when it is exactly it."""
    under = [place for place in addresses if path == place or (place != "/" and path.startswith(place))]
    return max(under, key=len, default="")
