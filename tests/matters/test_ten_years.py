"""Ten years of a city in which everything happens that happens: nothing is left without owner, step or day.

Day by day on the working days from 2020 to 2029, drawn from a seed: most do what is their turn, some late, some
otherwise; people leave and hand over, units are merged and dissolved, leaders change. At every month's end, and when
all is done, each open matter has one owner who can act, one next step and one day; nothing was struck off by its own
unit; and the journal alone, read from the first entry on, tells where every matter stands. CI has few matters a month;
`make soak` sets YIDAN_SOAK_MATTERS.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from tests import make
from tests.cast import assemble
from yidan.kernel import once, policy, workdays
from yidan.kernel.errors import Refused
from yidan.kernel.journal import Entry
from yidan.kernel.policy import Role
from yidan.kernel.verbs import Verb
from yidan.matters.commands import asking, closing, listing, reminding, working
from yidan.matters.models import Extension, Matter, Pause
from yidan.matters.states import AT_WORK, ENDED, FLOW, OPEN, Rung, State
from yidan.people.commands import person, role, unit
from yidan.people.models import Person, RoleHolding, Unit, UnitKind

A_MONTH = float(os.environ.get("YIDAN_SOAK_MATTERS", "1"))
FIRST, LAST = date(2020, 3, 2), date(2029, 12, 31)
ROLES = {UnitKind.OWNER: Role.REPORTER, UnitKind.DEPARTMENT: Role.DEPARTMENT_REVIEWER,
         UnitKind.COUNTY: Role.COUNTY_REVIEWER, UnitKind.OFFICE: Role.SUPERVISOR}  # fmt: skip


class City:
    """A city and its decade; `random` decides everything, so a seed repeats it."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.cast = assemble()
        self.calendar = workdays.calendar()
        self.now: datetime = make.moment(2020, 3, 2)
        self.named = 0
        self.units: list[Unit] = [self.cast.owner, self.cast.other_owner, self.cast.county, self.cast.bureau]
        self.projects = [make.project(self.cast), make.project(self.cast, unit=self.cast.other_county)]
        self.done: Counter[str] = Counter()
        self.founded("交通运输局", UnitKind.DEPARTMENT)

    # --- people ---

    @property
    def today(self) -> date:
        return self.now.date()

    def at(self) -> datetime:
        """A moment later on the same day: no two acts at once."""
        self.now += timedelta(seconds=1)
        return self.now

    def founded(self, name: str, kind: UnitKind) -> Unit:
        """A unit with one person who acts for it."""
        self.named += 1
        made = unit.register(None, by=self.cast.guan, at=self.at(), name=f"{name}{self.named}", kind=kind)
        self.units.append(made)
        self.came(made)
        return made

    def came(self, to: Unit) -> Person:
        """Somebody new with the role of that unit."""
        self.named += 1
        made = person.register(to, by=self.cast.guan, at=self.at(), name=f"接{self.named}", username=f"p{self.named}")
        role.grant(made, by=self.cast.an, at=self.at(), role=ROLES[to.kind], unit=to, since_on=self.today)
        return made

    def hands(self, of: Unit | None, what: Role | None = None) -> list[Person]:
        """Who acts for a unit now."""
        held = RoleHolding.objects.live().filter(unit=of, until_on__isnull=True, person__is_active=True)
        wanted = what or ROLES.get(of.kind if of else "")
        return [each.person for each in held.filter(role=wanted).select_related("person").order_by("id")]

    def somebody_leaves(self) -> None:
        """移交 to somebody new of the same unit; then the account is closed."""
        where = self.random.choice([*self.units, self.cast.office])
        leaving = self.random.choice(self.hands(where))
        successor = self.came(where)
        person.hand_over(leaving, by=self.wang(), at=self.at(), successor=successor, reason="工作调动")
        person.retire(leaving, by=self.cast.guan, at=self.at(), reason="工作调动")
        self.done["left"] += 1

    def the_leader_changes(self) -> None:
        """换届: everything that lies with the leader goes to the next one."""
        (leader,) = self.hands(self.cast.office, Role.LEADER)
        self.named += 1
        name = f"市长{self.named}"
        new = person.register(self.cast.office, by=self.cast.guan, at=self.at(), name=name, username=f"p{self.named}")
        person.hand_over(leader, by=self.wang(), at=self.at(), successor=new, reason="换届")
        person.retire(leader, by=self.cast.guan, at=self.at(), reason="换届")
        self.done["leader"] += 1

    def units_merge(self) -> None:
        """One unit goes into another of its kind: matters, people, then the unit itself; a new one is founded."""
        kinds = [kind for kind in (UnitKind.OWNER, UnitKind.DEPARTMENT) if len(self.of_kind(kind)) > 1]
        gone, heir = self.random.sample(self.of_kind(self.random.choice(kinds)), 2)
        office = self.cast.office
        for matter in Matter.objects.filter(state__in=AT_WORK, lead_unit=gone).order_by("id"):
            if (asked := matter.extensions.filter(ask="waiting")).exists():
                asking.refuse_extension(matter, by=self.wang(), at=self.at(), reason="单位合并，另行研究")
            if matter.state == State.PAUSED:
                asking.resume(matter, by=self.wang(), at=self.at())
            if matter.state == State.DECLINED:
                working.take_back(matter, by=self.wang(), at=self.at())
            elif matter.state in (State.ISSUED, State.RUNNING):
                elsewhere = office if matter.verifying_unit_id == heir.pk else None
                listing.pass_on(
                    matter, by=self.wang(), at=self.at(), lead_unit=heir, verifying_unit=elsewhere, reason="单位合并"
                )
            else:  # what lies with the verifying unit is finished first
                self.finish(matter)
            assert not asked.exists()
        for matter in Matter.objects.filter(state__in=AT_WORK, verifying_unit=gone).order_by("id"):
            if matter.state in (State.DECLINED, State.VERIFIED):
                self.finish(matter)
            else:
                to = office if heir.pk == matter.lead_unit_id or heir.kind == UnitKind.OWNER else heir
                listing.reassign(matter, by=self.wang(), at=self.at(), verifying_unit=to, reason="单位合并")
        for each in Person.objects.filter(unit=gone, is_active=True):
            for held in RoleHolding.objects.live().filter(person=each, until_on__isnull=True):
                role.end(held, by=self.cast.an, at=self.at(), until_on=self.today, reason="单位合并")
            person.change(each, by=self.cast.guan, at=self.at(), unit=heir, reason="单位合并")
            role.grant(each, by=self.cast.an, at=self.at(), role=ROLES[heir.kind], unit=heir, since_on=self.today)
        unit.change(gone, by=self.cast.guan, at=self.at(), is_active=False, reason="单位合并")
        self.units.remove(gone)
        self.founded("新设单位", UnitKind(gone.kind))
        self.done["merged"] += 1

    def of_kind(self, kind: UnitKind) -> list[Unit]:
        return [each for each in self.units if each.kind == kind]

    def wang(self) -> Person:
        return self.random.choice(self.hands(self.cast.office))

    # --- matters ---

    def finish(self, matter: Matter) -> None:
        """What lies with others goes back to work or off the list."""
        while matter.state in (State.APPLIED, State.VERIFIED, State.DECLINED):
            self.expected(matter)

    def raised(self) -> None:
        about = self.random.choice([*self.projects, *self.units])
        severity = self.random.choice(["ordinary"] * 4 + ["important"])
        matter = listing.raise_(about, by=self.wang(), at=self.at(), title="待办事项", severity=severity)
        self.done["raise"] += 1
        listing.enlist(matter, by=self.wang(), at=self.at(), despite="另一处")

    def expected(self, matter: Matter) -> None:
        """The next step, by somebody whose turn it is."""
        name = matter.step.split(".")[1]
        by = self.random.choice(self.hands(matter.turn_unit))
        at = self.at()
        pool = [each for each in (*self.units, self.cast.office) if each.kind != UnitKind.OWNER]
        if name == "issue":
            lead = self.random.choice(self.units)
            listing.issue(
                matter, by=by, at=at, lead_unit=lead, close_out_standard="道路畅通，连续七日无阻工",
                verifying_unit=self.random.choice([each for each in pool if each != lead]),
                due_on=self.today + timedelta(days=self.random.choice([5, 15, 40, 90])),
                cycle=self.random.choice(["once", "once", "weekly", "monthly"]),
            )  # fmt: skip
        elif name == "verify":
            if self.random.random() < 0.25:
                closing.send_back(matter, by=by, at=at, reason="尚未达到标准")
                name = "send_back"
            else:
                closing.verify(
                    matter, by=by, at=at, way="on_site", verifiers="程远、向前、孔明", opinion="现场查看，属实"
                )
        elif name == "close_out":
            if matter.severity == "important" or matter.lead_unit_id == by.unit_id:
                (by,) = self.hands(self.cast.office, Role.LEADER)
            closing.close_out(matter, by=by, at=at)
            assert Person.objects.get(pk=matter.closed_by_id).unit_id != matter.lead_unit_id
        else:
            self.plain()[name](matter, by, at)
        self.done[name] += 1

    def plain(self) -> dict[str, Callable[[Any, Any, Any], Any]]:
        return {
            "enlist": lambda m, by, at: listing.enlist(m, by=by, at=at, despite="另一处"),
            "sign_for": lambda m, by, at: working.sign_for(m, by=by, at=at),
            "take_back": lambda m, by, at: working.take_back(m, by=by, at=at),
            "plan": lambda m, by, at: working.plan(m, by=by, at=at, text="本周协商，下周清障"),
            "reply": lambda m, by, at: working.reply(m, by=by, at=at, text="已清障两处"),
            "extend": lambda m, by, at: asking.extend(
                m, by=by, at=at, approving_leader=self.hands(self.cast.office, Role.LEADER)[0]
            ),
            "lower": lambda m, by, at: asking.lower(m, by=by, at=at, opinion="已协调，县级可解决"),
            "resume": lambda m, by, at: asking.resume(m, by=by, at=at),
            "apply_close_out": lambda m, by, at: closing.apply_close_out(m, by=by, at=at, statement="已办结"),
        }

    def otherwise(self, matter: Matter) -> None:
        """Something that is nobody's next step, as it comes; what is refused leaves things as they were."""
        r, at = self.random, self.at()
        lead, soon = matter.lead_unit, self.today + timedelta(days=r.choice([4, 20, 60]))
        own = r.choice(self.hands(lead)) if lead else self.wang()
        acts: dict[str, Callable[[], Any]] = {
            "decline": lambda: working.decline(matter, by=own, at=at, reason="不属本单位职责"),
            "insist": lambda: working.insist(matter, by=self.wang(), at=at, reason="仍由该单位办理"),
            "urge": lambda: working.urge(matter, by=self.wang(), at=at),
            "reply": lambda: working.reply(matter, by=own, at=at, text="进展顺利"),
            "ask_extension": lambda: asking.ask_extension(matter, by=own, at=at, until_on=soon, reason="雨季"),
            "refuse_extension": lambda: asking.refuse_extension(matter, by=self.wang(), at=at, reason="抓紧办理"),
            "escalate": lambda: asking.escalate(
                matter, by=own, at=at, reason="征拆资金未到位", rung=r.choice([None, Rung.COUNTY, Rung.LEADER])
            ),
            "hold": lambda: asking.hold(matter, by=self.wang(), at=at, words="已电话沟通", until_on=soon),
            "pause": lambda: asking.pause(matter, by=self.wang(), at=at, reason="汛期", expires_on=soon),
            "pass_on": lambda: listing.pass_on(
                matter, by=self.wang(), at=at, lead_unit=r.choice(self.units), reason="职责调整"
            ),
            "reassign": lambda: listing.reassign(
                matter, by=self.wang(), at=at, verifying_unit=r.choice(self.units), reason="人手不足"
            ),
            "drop": lambda: listing.drop(matter, by=self.wang(), at=at, reason="项目调出", approved="何市长"),
            "merge": lambda: listing.merge(matter, by=self.wang(), at=at, into=r.choice(others), reason="同一事"),
        }  # fmt: skip
        others = list(Matter.objects.filter(state__in=OPEN))
        name = r.choice([each for each in acts if FLOW.allows(matter.state, Verb(f"matter.{each}"))] or ["urge"])
        name = "decline" if matter.state == State.ISSUED and r.random() < 0.5 else name
        before = Entry.objects.count()
        try:
            acts[name]()
        except Refused:
            assert Entry.objects.count() == before, name
        else:
            assert Entry.objects.count() == before + 1, name
            self.done[name] += 1

    def rebound(self) -> None:
        closed = Matter.objects.filter(state=State.CLOSED).order_by("-closed_at").first()
        if closed:
            listing.reopen(closed, by=self.wang(), at=self.at(), reason="复查发现反弹")
            self.done["reopen"] += 1

    # --- the decade ---

    def lives(self) -> None:
        """Every working day; nobody does anything on the others."""
        day, month = FIRST, 0
        while day <= LAST:
            self.now = make.moment(day.year, day.month, day.day)
            if self.calendar.works(day):
                self.a_day(day)
            day += timedelta(days=1)
            if day.day == 1:
                month += 1
                self.a_month(month)
                self.holds()

    def a_day(self, day: date) -> None:
        if self.random.random() < A_MONTH / 21:
            self.raised()
        for matter in Matter.objects.filter(state__in=OPEN).order_by("id"):
            luck = self.random.random()
            if matter.state == State.ISSUED and luck > 0.97:
                self.otherwise(matter)
            elif luck < (0.5 if matter.step_due_on <= day else 0.06):
                self.expected(matter)
            elif luck < 0.1:
                self.otherwise(matter)

    def a_month(self, number: int) -> None:
        reminding.remind(at=self.now.replace(hour=10))
        if number % 2 == 0:
            self.somebody_leaves()
        if number % 10 == 0:
            self.units_merge()
        if number % 7 == 0:
            self.rebound()
        if number % 40 == 0:
            self.the_leader_changes()

    def ends(self) -> None:
        """Nothing new any more; whoever's turn it is does it on its day, and all of it comes to an end."""
        for _round in range(60):
            if not (waiting := Matter.objects.filter(state__in=OPEN).order_by("step_due_on", "id")):
                return
            for matter in waiting:
                day = max(self.today, matter.step_due_on)
                self.now = max(self.now, make.moment(day.year, day.month, day.day))
                self.expected(matter)
            self.holds()
        raise AssertionError([(each.pk, each.state, each.step) for each in waiting])

    def holds(self) -> None:
        """What must be true at every instant."""
        able: dict[tuple[int, str], bool] = {}
        for matter in Matter.objects.select_related("turn_unit", "lead_unit", "verifying_unit", "duty_person"):
            ended = matter.state in ENDED
            assert (matter.turn_unit is None, matter.step == "", matter.step_due_on is None) == (ended,) * 3
            if ended:
                continue
            verb = Verb(matter.step)
            assert FLOW.allows(matter.state, verb), (matter.state, verb)
            key = (matter.turn_unit_id, matter.step)
            if key not in able:
                of_unit = self.hands(matter.turn_unit)
                able[key] = any(policy.deny(each, verb, matter) is None for each in of_unit)
            assert matter.turn_unit.is_active, (matter, matter.turn_unit)
            assert able[key], (matter, matter.turn_unit, matter.step)
            if matter.state in AT_WORK:
                assert (matter.lead_unit.is_active, matter.verifying_unit.is_active) == (True, True), matter
                assert matter.lead_unit_id != matter.verifying_unit_id
                duty = matter.duty_person
                assert duty is None or (duty.is_active and duty.unit_id == matter.lead_unit_id), (matter, duty)
            assert Extension.objects.filter(matter=matter, ask="waiting").count() <= 1
            assert Pause.objects.filter(matter=matter, ended_on__isnull=True).count() == (matter.state == State.PAUSED)


def told_by_the_journal() -> dict[int, str]:
    """Where every matter stands, read from the journal alone."""
    begins = {Verb.MATTER_RAISE: State.DRAFT, Verb.INSTRUCTION_GIVE: State.DRAFT, Verb.MATTER_REOPEN: State.LISTED}
    stands: dict[int, str] = {}
    for subject, verb in Entry.objects.filter(subject_type="matter").order_by("id").values_list("subject_id", "verb"):
        stands[subject] = begins[Verb(verb)] if subject not in stands else FLOW.target(stands[subject], Verb(verb))
    return stands


@pytest.mark.any_database  # the walks of test_machine.py and the races look for what a database could change
@pytest.mark.django_db
def test_ten_years_leave_no_matter_without_owner_step_or_day():
    with once.reading():
        city = City(2020)
        city.lives()
        city.ends()
    assert not Matter.objects.filter(state__in=OPEN).exists()
    assert told_by_the_journal() == dict(Matter.objects.values_list("pk", "state"))
    numbers: dict[int, list[int]] = {}
    for year, serial in Matter.objects.filter(serial__isnull=False).values_list("year", "serial"):
        numbers.setdefault(year, []).append(serial)
    assert {year: sorted(serials) for year, serials in numbers.items()} == {
        year: list(range(1, len(serials) + 1)) for year, serials in numbers.items()
    }
    assert set(numbers) >= set(range(2020, 2030))
    # it was a decade in which all of it happened
    wanted = {"left", "leader", "merged", "reopen", "send_back", "pause", "resume", "extend", "lower", "pass_on",
              "reassign", "drop", "merge", "decline", "close_out"}  # fmt: skip
    assert wanted <= set(city.done), city.done
