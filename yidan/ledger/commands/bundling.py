"""What stands against a project's becoming a bundle (打包项目): rooms below the ledger add what they know.

@objection
def _has_reports(project: Project) -> str:
    ...  # a sentence, or "" where nothing stands against it
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from yidan.kernel.errors import Invalid
from yidan.ledger.commands import derived
from yidan.ledger.models import Project

Objection = Callable[[Project], str]
OBJECTIONS: list[Objection] = []


def objection(find: Objection) -> Objection:
    """Declare a reason why a project may not become a bundle."""
    OBJECTIONS.append(find)
    return find


def refuse_as_parent(parent: Project) -> None:
    """A bundle carries neither plan nor report of its own, and is no part of another (按项 and 按子项 stay apart)."""
    derived.refuse_merged(parent)
    if parent.parent_id:
        raise Invalid(_("“%(name)s”本身是子项，打包只有一层。") % {"name": parent}, field="parent")
    for find in OBJECTIONS:
        if sentence := find(parent):
            raise Invalid(sentence, field="parent")


@objection
def _has_plans(project: Project) -> str:
    year = project.plans.live().order_by("year").values_list("year", flat=True).first()
    if not year:
        return ""
    return _("“%(name)s”已有%(year)s年计划，不能再作打包项目：计划和月报都在子项上。") % {"name": project, "year": year}
