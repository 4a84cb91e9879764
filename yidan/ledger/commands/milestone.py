"""Acts on milestones: planned, forecast and actual day; a slip names its reason."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from yidan.kernel.command import command
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Note, note
from yidan.kernel.verbs import Verb
from yidan.ledger.commands import derived
from yidan.ledger.models import Milestone, Project
from yidan.people.models import Person


@command(Verb.MILESTONE_SET)
def set(
    project: Project,
    *,
    by: Person,
    at: datetime,
    recorded_at: datetime,
    name: str,
    planned_on: date | None,
    order: int = 0,
    reason: str = "",
) -> Note:
    """设节点: what is to be reached by when; to move a day that was set needs a reason."""
    derived.refuse_merged(project)
    name = derived.require_text(name, _("请填写节点名称。"), "name")
    old = Milestone.objects.live().filter(project=project, name=name).first()
    if old is None:
        milestone = Milestone.record(
            recorded_at=recorded_at, project=project, name=name, planned_on=planned_on, order=order
        )
        return note(milestone, name=name, planned_on=planned_on)
    if old.planned_on == planned_on:
        raise Invalid(_("节点“%(name)s”已经设过，计划日期没有改动。") % {"name": name}, field="name")
    reason = derived.require_text(
        reason, _("节点“%(name)s”已经设过，改计划日期须写明原因；只是推迟请填预计日期。") % {"name": name}, "reason"
    )
    slips = bool(planned_on and old.forecast_on and old.forecast_on > planned_on)
    milestone = old.superseded_by(
        recorded_at=recorded_at, planned_on=planned_on, slip_reason=old.slip_reason or (reason if slips else "")
    )
    return note(milestone, name=name, changes={"planned_on": [old.planned_on, planned_on]}, reason=reason)


@command(Verb.MILESTONE_FORECAST)
def forecast(
    milestone: Milestone, *, by: Person, at: datetime, recorded_at: datetime, forecast_on: date, reason: str = ""
) -> Note:
    """预计节点: when it will be reached as seen now; later than planned needs the reason of the slip."""
    derived.refuse_merged(milestone.project)
    new = forecast_fact(milestone, forecast_on=forecast_on, reason=reason, recorded_at=recorded_at)
    return note(
        new, name=milestone.name, changes={"forecast_on": [milestone.forecast_on, forecast_on]},
        planned_on=milestone.planned_on, reason=reason,
    )  # fmt: skip


@command(Verb.MILESTONE_REACH)
def reach(
    milestone: Milestone, *, by: Person, at: datetime, recorded_at: datetime, actual_on: date, reason: str = ""
) -> Note:
    """完成节点: the day on which it was reached; to correct a day that was told needs a reason."""
    derived.refuse_merged(milestone.project)
    new = reach_fact(milestone, actual_on=actual_on, recorded_at=recorded_at, reason=reason)
    return note(
        new, name=milestone.name, actual_on=actual_on, before=milestone.actual_on, planned_on=milestone.planned_on,
        reason=reason,
    )  # fmt: skip


def forecast_fact(milestone: Milestone, *, forecast_on: date, reason: str, recorded_at: datetime) -> Milestone:
    """The step shared with the acceptance of a monthly report: a forecast supersedes the milestone."""
    if milestone.actual_on:
        raise Invalid(
            _("节点“%(name)s”已于%(day)s完成，不再预计。") % {"name": milestone.name, "day": milestone.actual_on},
            field="forecast_on",
        )
    if milestone.forecast_on == forecast_on and (milestone.slip_reason == reason.strip() or not reason.strip()):
        raise Invalid(_("节点“%(name)s”的预计日期没有改动。") % {"name": milestone.name}, field="forecast_on")
    late = bool(milestone.planned_on and forecast_on > milestone.planned_on)
    if late:
        reason = derived.require_text(
            reason,
            _("节点“%(name)s”预计%(day)s，晚于计划%(planned)s，请写明推迟原因。")
            % {"name": milestone.name, "day": forecast_on, "planned": milestone.planned_on},
            "reason",
        )
    return milestone.superseded_by(
        recorded_at=recorded_at, forecast_on=forecast_on, slip_reason=reason.strip()[:300] if late else ""
    )


def reach_fact(milestone: Milestone, *, actual_on: date, recorded_at: datetime, reason: str = "") -> Milestone:
    """The step shared with the acceptance of a monthly report: the milestone is reached."""
    derived.refuse_future(actual_on, recorded_at, _("完成日期"), "actual_on")
    if milestone.actual_on == actual_on:
        raise Invalid(_("节点“%(name)s”的完成日期没有改动。") % {"name": milestone.name}, field="actual_on")
    if milestone.actual_on:
        derived.require_text(
            reason,
            _("节点“%(name)s”已记%(day)s完成，更改须写明原因。") % {"name": milestone.name, "day": milestone.actual_on},
            "reason",
        )
    return milestone.superseded_by(recorded_at=recorded_at, actual_on=actual_on)
