"""A plan's tree at size: 5,000 nodes carried by 10,000 projects, opened in the browser's place, in one process.

`python -m bench.plans` measures in a database of its own (YIDAN_HOME, or DATABASE_URL).
"""

from __future__ import annotations

import json
import os
import tempfile
from typing import Any

import click

NODES, PROJECTS, MONTHS = 5_000, 10_000, 12
AIM = 100  # milliseconds of CPU
SHIPPED, SLUG = "five-year-plan", "bench-plan"


def build(nodes: int = NODES, projects: int = PROJECTS, months: int = MONTHS) -> dict[str, Any]:
    """A tree of five levels, its leaves carried by projects with a year of investment each."""
    from django.db.models import OuterRef, Subquery

    from tests.make import moment
    from yidan.kernel.values import Month
    from yidan.ledger.models import Profile, Project
    from yidan.progress.models import Progress, Span
    from yidan.targets.commands import register as registers
    from yidan.targets.models import Content, Item, Link
    from yidan.web.targets.shipped import shipped

    at = moment(2020, 1, 6)
    wang = _supervisor(at)
    book = next(each for each in shipped() if each["key"] == SHIPPED)
    said = {name: book[name] for name in ("name", "family", "basis", "is_open")}
    registers.define(None, by=wang, at=at, slug=SLUG, definition=book["definition"] | {"parent": SLUG}, **said)
    made: list[Any] = []
    first = Item.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    for number in range(nodes):
        parent = made[(number - 1) // 6] if number >= 6 else None
        made.append(Item(register_key=SLUG, serial=number + 1, order=number, noted_at=at, pk=first + number + 1,
                         parent_id=parent.pk if parent else None))  # fmt: skip
    Item.objects.bulk_create(made, 2_000)
    Content.objects.bulk_create(
        [Content(item=each, title=f"任务{each.serial}：推进重大项目建设", recorded_at=at, by=wang) for each in made],
        2_000,
    )
    listed = Project.objects.bulk_create(
        [Project(internal_id=f"B-{number:06d}", order=number, registered_at=at) for number in range(projects)], 2_000
    )
    Profile.objects.bulk_create(
        [
            Profile(project=each, name=f"项目{each.order}", total_investment_wan=50_000, recorded_at=at)
            for each in listed
        ],
        2_000,
    )
    live = Profile.objects.live().filter(project=OuterRef("pk")).values("pk")[:1]
    Project.objects.filter(internal_id__startswith="B-").update(profile=Subquery(live))
    Progress.objects.bulk_create(
        [Progress(project=each, month=Month(2020, month), span=Span.MONTH, invested_wan=1_000 + each.order % 700,
                  approved_by=wang,
                  recorded_at=at)
         for each in listed for month in range(1, months + 1)], 5_000,
    )  # fmt: skip
    leaves = made[nodes // 6 :]
    Link.objects.bulk_create(
        [Link(item=leaves[place % len(leaves)], project=each, by=wang, recorded_at=at)
         for place, each in enumerate(listed)], 2_000,
    )  # fmt: skip
    return {"wang": wang, "project": listed[0], "root": made[0].pk}


def _supervisor(at: Any) -> Any:
    """The one there is, or in an empty ledger a first one."""
    from yidan.kernel.policy import Role
    from yidan.people.commands import person, role
    from yidan.people.founding import found
    from yidan.people.models import Person

    if known := Person.objects.filter(username="wang").first():
        return known
    office = found(at, office="株洲市重点项目办", system_admin=("管宁", "guan", ""), security_admin=("安然", "an", ""))
    wang = person.register(office.office, by=office.system_admin, at=at, name="王科长", username="wang", post="科长")
    role.grant(wang, by=office.security_admin, at=at, role=Role.SUPERVISOR, unit=office.office, since_on=at.date())
    return wang


def measure(built: dict[str, Any]) -> dict[str, Any]:
    """CPU milliseconds of the page: nothing read yet, after a write to one project, nothing written since."""
    from bench import inside
    from tests.make import moment
    from yidan.ledger.commands import project

    client, _cookie = inside.signed_in(built["wang"])
    number = iter(range(1, 10_000))

    def write() -> None:
        fresh = type(built["project"]).objects.get(pk=built["project"].pk)
        project.change(fresh, by=built["wang"], at=moment(2020, 3, 1), scale=f"规模{next(number)}")

    path = f"/registers/{SLUG}/"
    seen = inside.looks(client, path, write)
    branch = inside.looks(client, f"{path}?under={built['root']}", write)
    return {"nodes": NODES, "projects": PROJECTS, "page": vars(seen), "branch": vars(branch)}


def measured() -> dict[str, Any]:
    """Build and measure in a transaction that is rolled back."""
    from django.db import transaction

    with transaction.atomic():
        found = measure(build())
        transaction.set_rollback(True)
    return found


def rows(found: dict[str, Any]) -> list[str]:
    """The table of the tree."""
    lines = [
        f"A plan's tree of {found['nodes']:,} nodes carried by {found['projects']:,} projects; CPU in one process, "
        f"aim < {AIM} ms.",
        "",
        "| page | at first | after a write | kept | queries |",
        "|---|--:|--:|--:|--:|",
    ]
    for name, words in (("page", "the tree"), ("branch", "a branch of it")):
        p = found[name]
        lines.append(
            f"| {words} | {p['first']:.0f} ms | {p['after']:.0f} ms | {p['kept']:.0f} ms "
            f"| {p['queries_first']}, {p['queries_after']}, {p['queries_kept']} |"
        )
    return [*lines, ""]


def main() -> None:
    """Print what was measured."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yidan.settings")
    os.environ.setdefault("YIDAN_HOME", tempfile.mkdtemp(prefix="yidan-bench-"))
    from yidan.web.cli import home

    home.prepare()
    click.echo(json.dumps(measured(), ensure_ascii=False))


if __name__ == "__main__":
    main()
