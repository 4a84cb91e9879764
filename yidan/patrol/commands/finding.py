"""What a visit gave rise to: solved on the spot, or raised as a matter of the one list."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from yidan.kernel.command import command
from yidan.kernel.errors import Invalid, NotPermitted
from yidan.kernel.journal import Note, note
from yidan.kernel.policy import Role
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.matters.commands.listing import drafted
from yidan.matters.models import MatterEvidence
from yidan.matters.states import Kind, Severity
from yidan.patrol.models import Finding
from yidan.patrol.states import FLOW
from yidan.people.models import Person


@command(Verb.FINDING_SOLVE)
def solve(finding: Finding, *, by: Person, at: datetime, how: str) -> Note:
    """当场解决: put right before the visitor left, and how; it never burdens the list."""
    _require_visitor(finding, by)
    how = how.strip()
    if not how:
        raise Invalid(_("请写明怎么解决的，如“当场清理堵塞的排水沟”。"), field="how")
    if len(how) > 300:
        raise Invalid(_("最多300字。"), field="how")
    FLOW.advance(finding, Verb.FINDING_SOLVE, settled_at=at, settled_by=by, how=how)
    return note(finding, text=finding.text, how=how)


@command(Verb.FINDING_RAISE)
def raise_(
    finding: Finding, *, by: Person, at: datetime, recorded_at: datetime, title: str = "",
    severity: str = Severity.ORDINARY, problem_type: str = "", description: str = "",
) -> Note:  # fmt: skip
    """转一单: a draft on the one list with the finding's words and the visit's pictures; the office decides on it."""
    _require_visitor(finding, by)
    visit = finding.visit
    matter = drafted(
        by, at, projects=[visit.project], kind=Kind.FINDING, title=title.strip() or finding.text[:100],
        severity=severity, problem_type=problem_type or finding.problem_type, source=_("巡查"),
        source_quote=finding.text, source_on=beijing_day(visit.visited_at),
        description=description.strip() or finding.text,
    )  # fmt: skip
    shown = list(visit.exhibits.filter(superseded_at__isnull=True).select_related("capture__file"))
    for exhibit in shown:
        MatterEvidence.objects.create(
            matter=matter, capture=exhibit.capture, caption=exhibit.caption, added_at=recorded_at
        )
    FLOW.advance(finding, Verb.FINDING_RAISE, settled_at=at, settled_by=by, matter=matter)
    return note(
        finding, text=finding.text, title=matter.title, kind=matter.get_kind_display(), matter_id=matter.pk,
        evidence=[each.capture.file.sha256 for each in shown] or None,
    )  # fmt: skip


def _require_visitor(finding: Finding, by: Person) -> None:
    if finding.visit.visitor_id != by.pk and not by.is_role(Role.SUPERVISOR):
        raise NotPermitted(_("发现的问题由巡查人本人或市项目办处理。"))
