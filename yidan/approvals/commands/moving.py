"""What every act on a permit shares: one event more, the days that follow from it, the move along the flow.

`stepped` works on values alone, so that single acts and the bulk way (`driving`) cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from yidan.approvals import parameters as office
from yidan.approvals.models import ApprovalCourse, Permit, PermitEvent
from yidan.approvals.queries import happened_to, known_now
from yidan.approvals.reading import Known, course, days, happened
from yidan.approvals.rules import Happened
from yidan.approvals.states import DONE, FLOW, Mode, State
from yidan.kernel.errors import Invalid, Refused, Stale
from yidan.kernel.values import BEIJING, beijing_day
from yidan.kernel.verbs import Verb
from yidan.ledger.models import Project

SLACK = timedelta(minutes=10)
# 行政许可法第四十五条: what every item may be stopped for, beside what its own entry names.
BY_LAW = ("听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审")


@dataclass(frozen=True)
class Said:
    """What is said with an act: when it happened, by which paper, for which reason, for how many days."""

    at: datetime
    basis: str = ""
    document: str = ""
    days: int = 0
    changes: dict[str, Any] = field(default_factory=dict)


def said(at: datetime, happened_at: datetime | None, **words: Any) -> Said:
    """What is said, cleaned: the moment of the act unless another was given."""
    when = happened_at or at
    if when > at + SLACK:
        raise Invalid(_("发生时间还没有到，请核对日期。"), field="happened_at")
    basis, document = (str(words.get(name) or "").strip() for name in ("basis", "document"))
    for name, text, most in (("basis", basis, 300), ("document", document, 120)):
        if len(text) > most:
            raise Invalid(_("最多%(most)d字，现有%(count)d字。") % {"most": most, "count": len(text)}, field=name)
    return Said(when, basis, document, int(words.get("days") or 0))


def noon(day: Any) -> datetime:
    """A day of which no hour is known."""
    return datetime.combine(day, time(12), BEIJING)


def events_of(permit: Permit) -> list[Happened]:
    """What happened to it, in order, as held now."""
    rows = permit.events.live().order_by("serial")
    return [happened(each) for each in rows]


def stepped(
    permit: Permit, events: Sequence[Happened], verb: Verb, words: Said, known: Known
) -> tuple[State, Happened, dict[str, Any]]:
    """The state that the act leads to, the event it adds, and the permit's days from then on."""
    target = FLOW.target(permit.state, verb)
    added = Happened(verb.value.split(".")[1], words.at, words.basis, words.days)
    if events and added.day < events[-1].day:
        raise Invalid(
            _("不能早于上一步的日期%(day)s；上一步日期不对的，请先更正。") % {"day": events[-1].day},
            field="happened_at",
        )
    return target, added, days(known.read(permit, [*events, added], added.day), added.day, known)


def lock(permit: Permit) -> None:
    """Nobody else acts on it until this act is done; and it is as it is now."""
    now = Permit.objects.select_for_update().filter(pk=permit.pk).values("state", "mode").get()
    permit.state, permit.mode = now["state"], now["mode"]


def move(permit: Permit, verb: Verb, words: Said, recorded_at: datetime) -> Permit:
    """One event more, and what follows from it; refused where somebody was faster."""
    events, known = events_of(permit), known_now()
    _target, added, columns = stepped(permit, events, verb, words, known)
    FLOW.advance(permit, verb, **columns, **words.changes)
    PermitEvent.record(
        recorded_at=recorded_at, permit=permit, serial=len(events) + 1, kind=added.kind, happened_at=words.at,
        basis=words.basis, document=words.document, days=words.days,
    )  # fmt: skip
    settle(permit.project, known, recorded_at, ended=permit)
    return permit


# --- what an act asks of the permit beside the flow ---


def require_needs(permit: Permit, siblings: Mapping[str, Permit], mode: str) -> None:
    """Formally, what a permit needs is decided before it is handed in; ahead of that there are other ways."""
    if mode != Mode.FORMAL:
        return
    waits = [
        siblings[code].item.name for code in permit.needs
        if code in siblings and siblings[code].state not in (*DONE, State.WAIVED)
    ]  # fmt: skip
    if waits:
        raise Refused(
            _("前置事项“%(waits)s”还没有办结；先行办理的，请选模拟审批、容缺受理或告知承诺。")
            % {"waits": "、".join(waits)}
        )


def require_in_time_to_notify(permit: Permit, words: Said) -> None:
    """What is lacking is told within the days of the law, or the papers count as accepted (行政许可法 §32)."""
    if permit.answer_by_on and beijing_day(words.at) > permit.answer_by_on:
        raise Refused(
            _("一次告知的期限%(day)s已过，自收件之日起视为受理，不能再要求补正。") % {"day": permit.answer_by_on}
        )


def require_basis(permit: Permit, words: Said) -> None:
    """A clock stops only for what the law or the item leaves out, and in writing (行政许可法 §45)."""
    known = pause_bases(permit)
    if words.basis not in known:
        raise Invalid(_("停表的法定环节请从中选：%(known)s。") % {"known": "、".join(known)}, field="basis")
    if not words.document:
        raise Invalid(_("停表要书面告知申请人，请填告知书文号。"), field="document")


def pause_bases(permit: Permit) -> list[str]:
    """What may stop this permit's clock."""
    return list(dict.fromkeys([*permit.item.pauses, *BY_LAW]))


def require_extension(permit: Permit, events: Iterable[Happened], words: Said) -> None:
    """Extended once, by so many days as the item allows, by who may grant it (行政许可法 §42)."""
    most = permit.item.extension_most
    if not most:
        raise Refused(_("“%(item)s”依法不能延长办理期限。") % {"item": permit.item.name})
    if any(each.kind == "extend" for each in events):
        raise Refused(_("办理期限只能延长一次，已经延长过了。"))
    if not 0 < words.days <= most:
        raise Invalid(_("最多延长%(most)d日。") % {"most": most}, field="extra_days")
    if not words.basis:
        raise Invalid(_("请写明延长理由。"), field="basis")
    if not words.document:
        raise Invalid(_("延长要经本机关负责人批准，请填批准文号。"), field="document")


def require_converted(permit: Permit) -> None:
    """What was looked at ahead, or with papers missing, gives no certificate before it is formal."""
    if permit.is_refused:
        raise Refused(_("不予许可的，没有证照可发。"))
    if permit.mode in (Mode.SIMULATED, Mode.DEFICIENT):
        raise Refused(_("“%(mode)s”办理的，转正以后才能发证。") % {"mode": permit.get_mode_display()})


# --- the project as a whole ---


def settle(project: Project, known: Known, recorded_at: datetime, *, ended: Permit | None = None) -> None:
    """Write the finished course where the last permit of the budget is decided, and again where its days moved.

    `ended`: the permit just acted on, where it is known that no other can have moved a finished course.
    """
    before = ApprovalCourse.objects.live().filter(project=project).first()
    if before is None and ended is not None and not ends_budget(ended, known):
        return
    found = _courses([project.pk], known).get(project.pk)
    keep(project, before, found, recorded_at)


def settle_all(projects: Sequence[int], known: Known, recorded_at: datetime) -> None:
    """The same for many projects (their numbers) of which each has a finished course; few questions, few writes."""
    live = ApprovalCourse.objects.live().filter(project__in=projects)
    found, old, new = _courses(projects, known), [], []
    for before in live:
        now = found.get(before.project_id)
        if now is None or differs(before, now):
            old.append(before.pk)
        if now is not None and differs(before, now):
            new.append(ApprovalCourse(recorded_at=recorded_at, project_id=before.project_id, **now))
    closed = ApprovalCourse.objects.live().filter(pk__in=old).update(superseded_at=recorded_at)
    if closed != len(old):
        raise Stale.changed()
    ApprovalCourse.objects.bulk_create(new)


def _courses(projects: Sequence[int], known: Known) -> dict[int, dict[str, Any]]:
    """The finished courses of these projects as their permits have it now."""
    permits = Permit.objects.filter(project__in=projects).exclude(state=State.WITHDRAWN).select_related("item")
    events = happened_to(Q(permit__in=permits.order_by().values("pk")))
    together: dict[int, list[tuple[Permit, list[Happened]]]] = {}
    for each in permits:
        together.setdefault(each.project_id, []).append((each, events.get(each.pk, [])))
    return {pk: made for pk, rows in together.items() if (made := course(rows, known))}


def ends_budget(permit: Permit, known: Known) -> bool:
    """Whether the budget ends with this permit, and it is decided."""
    return permit.code == known.values[office.END.name] and permit.state in DONE


def keep(
    project: Project, before: ApprovalCourse | None, found: dict[str, Any] | None, recorded_at: datetime
) -> ApprovalCourse | None:
    """Record a course, or supersede it where it differs."""
    if found is None:
        if before:
            before.retire(recorded_at=recorded_at)
        return None
    if before is None:
        return ApprovalCourse.record(recorded_at=recorded_at, project=project, **found)
    return before.superseded_by(recorded_at=recorded_at, **found) if differs(before, found) else before


def differs(before: ApprovalCourse, found: Mapping[str, Any]) -> bool:
    """Whether a course is another than the one on record."""
    return any(getattr(before, name) != value for name, value in found.items())
