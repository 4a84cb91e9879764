"""Questions about the list: who sees what, whose turn it is, what is late, and what became of it all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Count, F, Q, QuerySet

from yidan.kernel import once, parameters, workdays
from yidan.kernel.policy import ROLE_VERBS, Role
from yidan.kernel.statements import Prepared
from yidan.kernel.values import BEIJING, beijing_day
from yidan.kernel.verbs import Verb
from yidan.ledger import queries as ledger
from yidan.matters import rules
from yidan.matters.models import Extension, Matter, Recheck, RecheckBatch, Reply
from yidan.matters.parameters import EXTENSIONS, PAPER_PREFIX, SAMPLE, SAMPLE_RED, SOON, URGES
from yidan.matters.rules import Course
from yidan.matters.states import AT_WORK, ENDED, Ask, Cycle, Kind, Letter, Rung, Severity, State
from yidan.people.models import Person, Unit, UnitKind
from yidan.people.queries import scope_of

# The verbs that can be a matter's next step (rules.next_step).
_STEPS = {
    Verb.MATTER_ENLIST.value, Verb.MATTER_ISSUE.value, Verb.MATTER_SIGN_FOR.value, Verb.MATTER_TAKE_BACK.value,
    Verb.MATTER_VERIFY.value, Verb.MATTER_CLOSE_OUT.value, Verb.MATTER_RESUME.value, Verb.MATTER_EXTEND.value,
    Verb.MATTER_LOWER.value, Verb.MATTER_PLAN.value, Verb.MATTER_REPLY.value, Verb.MATTER_APPLY_CLOSE_OUT.value,
}  # fmt: skip


def visible_to(person: Person) -> QuerySet[Matter]:
    """The matters this person may see: all in the city, else those that name the unit or concern a visible project."""
    scope = scope_of(person)
    if scope.is_city:
        return Matter.objects.all()
    if scope.is_nothing:
        return Matter.objects.none()
    units = scope.assessed | scope.competent | scope.owned
    named = (
        Q(lead_unit__in=units) | Q(verifying_unit__in=units) | Q(turn_unit__in=units) | Q(raised_by=person)
        | Q(pk__in=Matter.supporting_units.through.objects.filter(unit__in=units).values("matter_id"))
    )  # fmt: skip
    about = Matter.projects.through.objects.filter(project__in=ledger.visible_to(person).values("pk"))
    return Matter.objects.filter(named | (Q(pk__in=about.values("matter_id")) & ~Q(state=State.DRAFT)))


def turn_of(person: Person) -> QuerySet[Matter]:
    """Where the next step is the person's unit's and one that the person's role takes, the nearest deadline first.

    A leader's are those that wait for a decision of his; nobody's where somebody only reads.
    """
    held = list(person.holds())
    if any(role == Role.LEADER for role, _unit in held):
        return decisions_of(person)
    steps = sorted({verb.value for role, _unit in held for verb in ROLE_VERBS[Role(role)]} & _STEPS)
    units = {unit for _role, unit in held}
    if not steps:
        return Matter.objects.none()
    return Matter.objects.filter(turn_unit__in=units, step__in=steps).order_by("step_due_on", "due_on", "id")


def decisions_of(leader: Person) -> QuerySet[Matter]:
    """What only a leader decides: escalated to him, an important one verified, more time for the second time.

    What names no leader is every leader's, so that it lies on somebody's desk.
    """
    own = Q(contact_leader=leader)
    own_or_open = own | Q(contact_leader__isnull=True)
    limit = parameters.values()[EXTENSIONS.name]
    asks = Extension.objects.filter(ask=Ask.WAITING).values("matter")
    granted = (
        Extension.objects.filter(ask=Ask.GRANTED).values("matter").annotate(times=Count("pk")).filter(times__gte=limit)
    )
    again = Q(pk__in=asks) if not limit else Q(pk__in=asks) & Q(pk__in=granted.values("matter"))
    escalated = Q(step=Verb.MATTER_LOWER) & (Q(rung=Rung.LEADER) & own_or_open | Q(rung=Rung.MAYOR))
    struck = Q(state=State.VERIFIED, severity=Severity.IMPORTANT) & own_or_open
    wanted = escalated | struck | (Q(step=Verb.MATTER_EXTEND) & again & own_or_open)
    # said beforehand because it is what the index knows: these few are looked through, not the whole list
    waiting = Matter.objects.filter(state__in=(State.RUNNING, State.VERIFIED))
    return waiting.filter(wanted).order_by("step_due_on", "due_on", "id")


def office_unit() -> Unit:
    """The project office itself: the first unit of that kind."""
    return once.ask(
        "office", lambda: Unit.objects.filter(kind=UnitKind.OFFICE, is_active=True).order_by("protocol_order", "id")[0]
    )


def of_unit(unit_id: int | None, names: Iterable[str]) -> list[str]:
    """Which of these names belong to people of that unit."""
    found = set(Person.objects.filter(unit=unit_id, name__in=list(names)).values_list("name", flat=True))
    return [name for name in names if name in found]


def likely_same(matter: Matter) -> list[Matter]:
    """Open matters of the same type on one of the same projects: shown before another is put on the list."""
    projects = [project for (project,) in _PROJECTS.of(matter.pk)]
    if not projects:
        return []
    about = Matter.projects.through.objects.filter(project__in=projects).exclude(matter=matter.pk)
    same = Matter.objects.filter(pk__in=about.values("matter_id"), problem_type=matter.problem_type)
    return list(same.filter(serial__isnull=False).exclude(state__in=ENDED).order_by("id")[:5])


def course_of(matter: Matter, state: str, since: date) -> Course:
    """What the next step depends on, read fresh: requests, replies, the ladder, the pause."""
    if (state != State.RUNNING and state != State.PAUSED) or not matter.pk:
        return Course(State(state), since, matter.due_on, Cycle(matter.cycle))
    # Each is asked for only where the next step depends on it.
    running, climbed, pause = state == State.RUNNING, [], None
    if matter.rung > Rung.OWNER:
        climbed = list(matter.escalations.all())
    if not running:
        pause = matter.pauses.filter(ended_on__isnull=True).first()
    asked = next(iter(_ASKED.of(matter.pk)), None) if running else None
    # What an earlier lead unit said is no plan of this one; the newest comes first.
    own = [each for each in _REPLIES.of(matter.pk) if each.unit_id == matter.lead_unit_id]
    replied = [each.replied_at for each in own if not each.is_plan]
    moves = [each for each in climbed if each.from_rung != each.to_rung]
    holds = [each.holds_until_on for each in climbed if each.holds_until_on]
    return Course(
        State(state),
        since,
        matter.due_on,
        Cycle(matter.cycle),
        signed_on=beijing_day(matter.signed_at) if matter.signed_at else None,
        has_plan=bool(own),
        last_reply_on=beijing_day(replied[0]) if replied else None,
        asked_on=beijing_day(asked.asked_at) if asked else None,
        rung=matter.rung,
        rung_since=beijing_day(moves[-1].made_at) if moves else None,
        held_until=holds[-1] if holds else None,
        paused_until=pause.expires_on if pause else None,
    )


# Asked at every step of every matter.
_PROJECTS = Prepared(lambda pk: Matter.projects.through.objects.filter(matter=pk).values_list("project_id"))
_ASKED = Prepared(lambda pk: Extension.objects.filter(matter=pk, ask=Ask.WAITING)[:1])
_REPLIES = Prepared(lambda pk: Reply.objects.filter(matter=pk).only("unit_id", "is_plan", "percent", "replied_at"))

LETTER_SIGNS = {Letter.PROMPT: "提", Letter.SUPERVISION: "督", Letter.LIAISON: "联", Letter.REPORT: "报"}


def letters_due(matter: Matter, today: date) -> tuple[Letter, ...]:
    """Which of 提示单, 督办函, 联系单, 报告单 are called for today and were not sent for the same reason."""
    values = parameters.values()
    soon = workdays.calendar().add(today, values[SOON.name]).value
    light = rules.light(matter.state, matter.due_on, today, soon)
    called = rules.letters_called_for(matter.state, light, matter.rung, matter.urges.count(), values[URGES.name])
    if not called:
        return ()
    sent = set(matter.letters.values_list("kind", "occasion"))
    return tuple(each for each in called if (each.value, occasion_of(matter, each)) not in sent)


def occasion_of(matter: Matter, kind: Letter) -> str:
    """The one reason for which such a paper goes out once: this deadline, or this climb."""
    if kind == Letter.PROMPT:
        return f"due:{matter.due_on}"
    up = matter.escalations.filter(to_rung__gt=F("from_rung")).last()
    return f"up:{up.pk}" if up else ""


def letter_number(matter: Matter, kind: Letter, order: int = 1) -> str:
    """The number of a paper of the 四单."""
    prefix = parameters.values()[PAPER_PREFIX.name]
    return rules.paper_number(prefix, LETTER_SIGNS[kind], matter.year, matter.serial, order)


def is_to_be_seen(matter: Matter) -> bool:
    """Whether papers alone do not verify it: by lot at the office's rates, all that is late or comes from a leader.

    The lot is drawn by the moment of the application, so that nobody knows it before, and anybody can draw it again.
    """
    applied = next((each for each in _REPLIES.of(matter.pk) if each.percent == 100 and not each.is_plan), None)
    if applied is None:
        return False
    is_late = matter.due_on is not None and beijing_day(applied.replied_at) > matter.due_on
    is_weighty = is_late or matter.kind == Kind.INSTRUCTION or matter.severity == Severity.IMPORTANT
    percent = parameters.values()[(SAMPLE_RED if is_weighty else SAMPLE).name]
    return rules.is_sampled(matter.serial or 0, percent, applied.replied_at.astimezone(BEIJING).isoformat())


def overdue(today: date) -> QuerySet[Matter]:
    """Handed out, not ended, past the deadline; paused ones wait until their pause runs out."""
    return Matter.objects.filter(is_overdue(today)).order_by("due_on")


def is_overdue(today: date) -> Q:
    """The condition of it."""
    return _is_running(today) & Q(due_on__lt=today)


def _is_running(today: date) -> Q:
    """Handed out, not ended, and not on hold: the next step of a paused one is due on the last day of its pause."""
    return Q(state__in=[state.value for state in AT_WORK if state != State.PAUSED]) | Q(
        state=State.PAUSED, step_due_on__lt=today
    )


def is_lit(colour: str, today: date, soon_on: date) -> Q:
    """The condition under which `rules.light` says that colour, for the database."""
    works = _is_running(today) & Q(due_on__isnull=False)
    struck = Q(state=State.CLOSED, due_on__isnull=False)
    if colour == "red":
        return works & Q(due_on__lt=today) | struck & Q(closed_at__date__gt=F("due_on"))
    if colour == "yellow":
        return works & Q(due_on__gte=today, due_on__lte=soon_on)
    if colour == "green":
        return works & Q(due_on__gte=today, due_on__gt=soon_on) | struck & Q(closed_at__date__lte=F("due_on"))
    idle = (State.DRAFT, State.LISTED, State.DROPPED, State.MERGED)
    return Q(state__in=idle) | Q(state=State.PAUSED, step_due_on__gte=today) | Q(due_on__isnull=True)


def batches_for(person: Person) -> QuerySet[RecheckBatch]:
    """The batches of second looks: for who sees the whole city, since a batch is drawn from all of it."""
    return RecheckBatch.objects.all() if scope_of(person).is_city else RecheckBatch.objects.none()


def rechecks_for(person: Person) -> QuerySet[Recheck]:
    """The second looks at matters this person may see."""
    if scope_of(person).is_city:
        return Recheck.objects.all()
    return Recheck.objects.filter(matter__in=visible_to(person).values("pk"))


# What counts as a problem that can be put right; tasks, instructions and requests are answered, not rectified.
RECTIFIED = (Kind.PROBLEM, Kind.FINDING, Kind.RECTIFICATION)


def to_rectify(matters: QuerySet[Matter]) -> QuerySet[Matter]:
    """Problems on the list, without those dropped or merged (domain.md §1.4: those leave the denominator)."""
    listed = matters.filter(kind__in=RECTIFIED, serial__isnull=False)
    return listed.exclude(state__in=(State.DROPPED, State.MERGED))


def rectified_by(matters: QuerySet[Matter], field: str, today: date) -> list[dict[str, int | None]]:
    """For each value of `field`: how many problems, struck off, of them late, open and overdue, rebounds; one query."""
    closed, late = Q(state=State.CLOSED), Q(state=State.CLOSED, closed_at__date__gt=F("due_on"))
    counted = to_rectify(matters).order_by().values(field).annotate(
        total=Count("pk"), closed=Count("pk", filter=closed), late=Count("pk", filter=late),
        overdue=Count("pk", filter=is_overdue(today)),
        rebounds=Count("pk", filter=Q(rebound_of__isnull=False)),
    )  # fmt: skip
    return list(counted)


def search(matters: QuerySet[Matter], text: str) -> QuerySet[Matter]:
    """Matters whose number, title, words or enterprise contain every word of the text."""
    for word in text.split():
        tests = [Q(**{f"{name}__icontains": word}) for name in ("title", "description", "source_quote", "enterprise")]
        year, _dash, serial = word.upper().partition("-ZD-")
        if year.isdigit() and serial.isdigit():
            tests.append(Q(year=int(year), serial=int(serial)))
        matters = matters.filter(reduce(or_, tests))
    return matters
