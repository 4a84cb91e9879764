"""Inside the instance: what its year needed of whom (`count`), and something to fill each form in for (`prepare`)."""

from __future__ import annotations

import io
import json
import sys
from collections import Counter
from datetime import timedelta
from typing import Any

import django


def count() -> dict[str, Any]:
    """Acts by role over the year, from the journal; reports apart by whether anything had changed."""
    from django.db.models import Min

    from yidan.kernel.journal import Entry
    from yidan.kernel.verbs import Verb
    from yidan.ledger.models import Project
    from yidan.people.models import RoleHolding
    from yidan.progress.models import Progress, Span

    role_of: dict[int, str] = {}
    for holding in RoleHolding.objects.live().order_by("id"):
        role_of.setdefault(holding.person_id, holding.role)
    acts: dict[str, Counter[str]] = {}
    people: dict[str, set[int]] = {}
    pages = {Verb.REPORT_CHECK.value: 20, Verb.REPORT_ACCEPT.value: 20}
    wanted = Entry.objects.exclude(verb=Verb.REPORT_SUBMIT).values_list("verb", "actor_id")
    for verb, actor in wanted:
        role = role_of.get(actor)
        if role:
            acts.setdefault(role, Counter())[verb] += 1
            people.setdefault(role, set()).add(actor)
    for told in acts.values():
        for verb, size in pages.items():
            told[verb] = -(-told[verb] // size)
    submitted = Entry.objects.filter(verb=Verb.REPORT_SUBMIT).values_list("actor_id", flat=True)
    for actor in submitted:
        role = role_of.get(actor)
        if role:
            people.setdefault(role, set()).add(actor)
    facts = Progress.objects.live().filter(span=Span.MONTH)
    total, unchanged = facts.count(), facts.filter(is_unchanged=True).count()
    sent = submitted.count()
    reporters = acts.setdefault("reporter", Counter())
    reporters["report.submit:unchanged"] = round(sent * unchanged / max(1, total))
    reporters["report.submit:changed"] = sent - reporters["report.submit:unchanged"]
    months = facts.values("month").distinct().count() or 1
    assert Entry.objects.aggregate(first=Min("at"))["first"]
    return {
        "projects": Project.objects.count(), "months": months,
        "roles": {role: {"people": len(people.get(role, ())), "acts": dict(told)} for role, told in acts.items()},
    }  # fmt: skip


def prepare() -> dict[str, Any]:
    """Matters on their way, a project with a milestone, and a picture; all of 李工's unit."""
    from django.utils import timezone
    from PIL import Image

    from yidan.kernel.values import beijing_day
    from yidan.ledger.models import Milestone, Project
    from yidan.matters.commands import closing, listing, working
    from yidan.people.models import Person
    from yidan.web.cli import home

    home.prepare()
    now = timezone.now()
    who = {each.username: each for each in Person.objects.exclude(username=None)}
    li, wang, bu = who["li"], who["wang"], who["bu"]
    due = beijing_day(now) + timedelta(days=30)

    def matter(title: str, *steps: str) -> int:
        made = listing.raise_(li.unit, by=li, at=now, title=title, source_quote="请县里协调")
        listing.enlist(made, by=wang, at=now)
        listing.issue(
            made, by=wang, at=now, lead_unit=li.unit, verifying_unit=bu.unit, due_on=due,
            close_out_standard="道路畅通，连续七日无阻工",
        )  # fmt: skip
        if "sign" in steps:
            working.sign_for(made, by=li, at=now)
        if "plan" in steps:
            working.plan(made, by=li, at=now, text="本周协商，下周清障")
        if "apply" in steps:
            closing.apply_close_out(made, by=li, at=now, statement="道路畅通")
        return made.pk

    project = Project.objects.filter(profile__owner_unit=li.unit, profile__superseded_at=None, children=None).first()
    nodes = Milestone.objects.live().filter(project__profile__owner_unit=li.unit, actual_on=None).order_by("id")
    picture = io.BytesIO()
    Image.effect_noise((320, 240), 60).convert("RGB").save(picture, "JPEG")
    open_nodes = list(nodes.values_list("pk", flat=True))
    return {
        "project": project.pk, "milestone": open_nodes[0], "reached": open_nodes[-1],
        "until": (due + timedelta(days=20)).isoformat(), "jpeg": picture.getvalue().hex(),
        "matters": {
            "issued": matter("弃土场未批"), "running": matter("杆线未迁", "sign"),
            "planned": matter("阻工", "sign", "plan"), "late": matter("征拆滞后", "sign", "plan"),
            "ready": matter("便道未通", "sign", "plan"), "applied": matter("用电未接", "sign", "plan", "apply"),
        },
    }  # fmt: skip


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yidan.settings")
    django.setup()
    print(json.dumps({"count": count, "prepare": prepare}[sys.argv[1]]()))  # noqa: T201
