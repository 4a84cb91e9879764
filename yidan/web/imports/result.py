"""What a result page of an import shows: what came in, with links, what is left, what to do now."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from yidan.kernel.journal import Entry
from yidan.ledger import queries
from yidan.people.models import Person
from yidan.web import format as words
from yidan.web.addresses import address
from yidan.web.entries import act_of
from yidan.web.imports import brought
from yidan.web.imports.wanted import KINDS

LISTED = 10  # imports on the page where one begins
SHOWN = 20  # projects of a kind; the ledger lists them all


def listed(person: Person) -> list[dict[str, Any]]:
    """The last imports that this person may look at."""
    return [
        {
            "name": entry.facts.get("file", ""),
            "about": about(entry),
            "who": entry.actor_name,
            "at": words.minute(entry.at),
            "said": _("，").join(f"{label} {number}" for label, number in _numbers(entry) if number != "0"),
            "address": address("import-result", entry.pk),
        }
        for entry in brought.imports_of(person)[:LISTED]
    ]


def about(entry: Entry) -> str:
    """`月度调度表 2020-06`."""
    facts = entry.facts
    time = facts.get("month") or (_("%(year)s年") % {"year": facts["year"]} if facts.get("year") else "")
    return f"{dict(KINDS).get(facts.get('kind', ''), '')} {time}".strip()


def _numbers(entry: Entry) -> list[tuple[str, str]]:
    counted = {"created": _("新登记"), "updated": _("更新"), "unchanged": _("不变"), "held": _("未导入")}
    if entry.facts.get("goes_to_review"):
        counted["updated"] = _("报送")
    return [(label, words.number(entry.facts.get(name, 0))) for name, label in counted.items()]


def shown(person: Person, entry: Entry) -> dict[str, Any]:
    """The page but for what is left, which is found by reading the file again."""
    groups = [
        _projects(person, entry, brought.NEW, _("新登记")),
        _projects(person, entry, brought.CHANGED, _("报送") if entry.facts.get("goes_to_review") else _("更新")),
    ]
    links = [group["ledger"] if group["count"] else "" for group in groups]
    links += ["", "#left" if entry.facts.get("held") else ""]
    return {
        "entry": entry,
        "name": entry.facts.get("file", ""),
        "sub": " · ".join((about(entry), entry.actor_name, words.minute(entry.at))),
        "numbers": [(label, number, link) for (label, number), link in zip(_numbers(entry), links, strict=True)],
        "groups": [group for group in groups if group["count"]],
        "has_left": bool(entry.facts.get("held") or entry.facts.get("errors") or entry.facts.get("to_check")),
        "findings_address": findings_address(entry),
        **_to_do(entry),
    }


def findings_address(entry: Entry) -> str:
    """Where what is left is handed out as a file."""
    return f"{address('import-findings', entry.facts['file_id'])}?{entry.facts.get('reading', '')}"


def _to_do(entry: Entry) -> dict[str, Any]:
    """What to do now, the most pressing first."""
    facts, lines = entry.facts, []
    if facts.get("errors"):
        lines.append(
            _("有%(held)s个没有导入：下载问题清单发给填表的单位，改好后再导入，已经导入的不会重复。")
            % {"held": words.number(facts.get("held", 0))}
        )
    elif facts.get("held"):
        lines.append(_("有%(held)s行没有单独导入，原因在下面“还要看的地方”。") % {"held": words.number(facts["held"])})
    if facts.get("to_check"):
        lines.append(_("有%(count)s处请核对，不影响已经导入的。") % {"count": words.number(facts["to_check"])})
    if facts.get("goes_to_review"):
        lines.append(_("报送的月报等待审核，审定后才计入台账。"))
    return {"to_do": lines, "has_errors": bool(facts.get("errors"))}


def _projects(person: Person, entry: Entry, which: str, title: str) -> dict[str, Any]:
    """The projects of one kind, with what was done to each."""
    projects = queries.visible_to(person).filter(pk__in=brought.projects_of(entry, which))
    count = projects.count()
    first = list(projects.select_related("profile__assessed_unit").order_by("order", "id")[:SHOWN])
    acts: dict[int | None, dict[str, None]] = defaultdict(dict)
    ids = [project.pk for project in first]
    written = Entry.objects.filter(actor_id=entry.actor_id, at=entry.at, project_id__in=ids)
    for each in written.only("project_id", "verb").order_by("id"):
        acts[each.project_id].setdefault(act_of(each))
    return {
        "id": which,
        "title": title,
        "count": count,
        "ledger": f"{address('projects')}?{urlencode({'brought': f'{entry.pk}-{which}'})}",
        "rows": [
            {
                "name": project.name,
                "address": address("project", project.pk),
                "number": project.internal_id,
                "unit": str(project.profile.assessed_unit or "") if project.profile else "",
                "acts": _("、").join(acts[project.pk]),
            }
            for project in first
        ],
        "more": max(0, count - SHOWN),
    }
