"""Acts on a project's stages: dated facts in a sane order."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from yidan.kernel.command import command
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Note, note
from yidan.kernel.verbs import Verb
from yidan.ledger import rules, wording
from yidan.ledger.commands import derived
from yidan.ledger.models import Mark, Project, Stage, StageMark
from yidan.people.models import Person


@command(Verb.STAGE_RECORD)
def record(
    project: Project,
    *,
    by: Person,
    at: datetime,
    recorded_at: datetime,
    mark: str,
    happened_on: date,
    basis: str = "",
    reason: str = "",
) -> Note:
    """记阶段: a step taken on a day, with what proves it; refused where it contradicts the marks there are."""
    derived.refuse_merged(project)
    if mark not in Mark.values:
        raise Invalid(_("没有“%(mark)s”这个阶段。") % {"mark": mark}, field="mark")
    mark = Mark(mark)
    derived.refuse_future(happened_on, at, mark.label, "happened_on")
    if mark in rules.NEEDS_REASON:
        derived.require_text(reason, _("记%(mark)s须写明原因。") % {"mark": mark.label}, "reason")
    before = list(project.stage_marks.live().values_list("mark", "happened_on", "occurrence"))
    marks = [(each, day) for each, day, _number in before] + [(mark, happened_on)]
    if problem := rules.fault(marks):
        raise Invalid(_("%(problem)s。") % {"problem": wording.fault(problem)}, field="happened_on")
    taken = StageMark.record(
        recorded_at=recorded_at,
        project=project,
        mark=mark,
        occurrence=_occurrence(mark, before),
        happened_on=happened_on,
        basis=basis.strip(),
        reason=reason.strip(),
    )
    old, stage = project.stage, rules.stage_of(marks)
    if stage != old:
        project.stage = stage
        Project.objects.filter(pk=project.pk).update(stage=stage)
    return note(
        taken, mark=mark.label, happened_on=happened_on, basis=basis, reason=reason,
        stage=[Stage(old).label, stage.label] if stage != old else None,
    )  # fmt: skip


_HALTS = (Mark.SUSPENDED, Mark.DEFERRED)


def _occurrence(mark: Mark, before: list[tuple[str, date, int]]) -> int:
    """停工, 缓建 and 复工 share one count, so that a 复工 carries the number of the halt it ends."""
    if mark not in rules.REPEATABLE:
        return 1
    halts = max((number for each, _day, number in before if each in _HALTS), default=0)
    return halts + 1 if mark in _HALTS else halts


@command(Verb.STAGE_WITHDRAW)
def withdraw(stage_mark: StageMark, *, by: Person, at: datetime, recorded_at: datetime, reason: str) -> Note:
    """撤回阶段: a mark was wrong; refused while a later mark stands on it."""
    reason = derived.require_text(reason, _("撤回须写明原因。"), "reason")
    project = stage_mark.project
    left = list(project.stage_marks.live().exclude(pk=stage_mark.pk).values_list("mark", "happened_on"))
    if problem := rules.fault(left):
        raise Invalid(_("还不能撤回：%(problem)s。") % {"problem": wording.fault(problem)}, field="reason")
    stage_mark.retire(recorded_at=recorded_at)
    old = project.stage
    derived.refresh_stage(project)
    return note(
        stage_mark, mark=stage_mark.get_mark_display(), happened_on=stage_mark.happened_on, reason=reason,
        stage=[Stage(old).label, Stage(project.stage).label] if project.stage != old else None,
    )  # fmt: skip
