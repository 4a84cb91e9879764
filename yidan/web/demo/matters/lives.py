"""The course of one matter: signed for, planned, answered, extended, escalated, paused, sent back, struck off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from yidan.evidence.commands import keep
from yidan.evidence.models import File
from yidan.evidence.rules import Claim, Place
from yidan.evidence.states import Origin
from yidan.kernel.values import beijing_day
from yidan.kernel.workdays import Calendar
from yidan.ledger.models import Project
from yidan.matters import queries
from yidan.matters.commands import asking, closing, letter, listing, working
from yidan.matters.models import Matter
from yidan.matters.states import ENDED, Cycle, Kind, Letter, ProblemType, Severity, Way
from yidan.people.models import Person, Unit
from yidan.web.demo import naming, pictures, texts
from yidan.web.demo.events import Event
from yidan.web.demo.matters import sentences as say
from yidan.web.demo.registry import Known
from yidan.web.demo.scenes import View, photo
from yidan.web.demo.settlers import Settled, moment
from yidan.web.papers import letters

PICTURED, MOST_PICTURES = 20, 16  # every so many applications, so many in all: drawing one takes a third of a second


@dataclass
class Scene:
    """Where matters live: the city, its working days, the seed, and the moment at which the telling ends."""

    there: Settled
    projects: list[Known]
    calendar: Calendar
    random: Random
    until: datetime
    months: list[tuple[int, int]]
    applied: int = 0
    taken: int = 0

    def workday(self, day: date, count: int = 0) -> date:
        """The `count`-th working day after; for 0 that day or the next one that works."""
        if count:
            return self.calendar.add(day, count).value
        return day if self.calendar.works(day) else self.calendar.add(day, 1).value

    def hour(self, day: date) -> datetime:
        """A moment of office hours."""
        return moment(day, self.random.randint(9, 16), self.random.randrange(60))

    def office(self) -> Person:
        """Somebody of the office: mostly the head of the section."""
        return self.random.choice((self.there.cast["wang"], *self.there.office_people))

    def reviewer(self, *keys: str) -> Person:
        """Who acts for the first of these units that has somebody; the commission otherwise."""
        reviewers = self.there.reviewers
        return next((reviewers[key] for key in keys if key in reviewers), reviewers["reform"])

    def pictured(self, matter: Matter, by: Person, at: datetime) -> list[tuple[File, Claim]]:
        """The picture that goes with every so many applications about a project, taken there that morning."""
        self.applied += 1
        project = matter.projects.order_by("pk").first() if self.applied % PICTURED == 0 else None
        each = next((one for one in self.projects if project and one.project.pk == project.pk), None)
        if each is None or self.taken >= MOST_PICTURES:
            return []
        self.taken += 1
        sketch, month = each.sketch, (at.year, at.month)
        view = View(f"{sketch.name}|{matter.pk}", pictures.kind_of(sketch), pictures.share_of(sketch, month), at.month)
        taken_at = at - timedelta(minutes=35)
        data = photo(view, taken_at=taken_at, longitude=sketch.longitude, latitude=sketch.latitude)
        name = f"IMG_{taken_at:%Y%m%d_%H%M%S}.jpg"
        kept = keep(unit_of(by), by=by, at=at, name=name, data=data, media_type="image/jpeg")
        place = Place(sketch.longitude, sketch.latitude, 12) if sketch.longitude and sketch.latitude else None
        return [(kept, Claim(origin=Origin.GALLERY, taken_at=taken_at, place=place))]

    def fill(self, pattern: str, day: date, **names: str) -> str:
        """A pattern with numbers, months and names put in."""
        for name, text in names.items():
            pattern = pattern.replace(f"{{{name}}}", text)
        return texts.fill(pattern, self.random, day.month)


@dataclass
class Life:
    """One matter on its way. `at` is when the next thing happens; nothing happens after the scene has ended."""

    scene: Scene
    at: datetime
    lead: Person
    verifier: Person
    about: say.About
    kind: str = Kind.PROBLEM
    severity: str = Severity.ORDINARY
    matter: Matter | None = None
    due_on: date = date.max
    allowed: int = 0  # working days
    events: list[Event] = field(default_factory=list)

    def wait(self, least: int, most: int | None = None) -> Life:
        """So many working days later; 0 is a little later the same day."""
        count = self.scene.random.randint(least, least if most is None else most)
        if count:
            self.at = self.scene.hour(self.scene.workday(beijing_day(self.at), count))
        else:
            self.at += timedelta(minutes=self.scene.random.randint(9, 80))
        return self

    def until(self, day: date) -> Life:
        """Not before that day."""
        if beijing_day(self.at) < day:
            self.at = self.scene.hour(self.scene.workday(day))
        return self

    def do(self, act: Callable[[Matter, datetime], object]) -> Life:
        """It happens to the matter, unless that has ended by then or the telling is over."""
        if self.at <= self.scene.until:
            self.events.append(Event(self.at, lambda at: self._act(act, at)))
        return self

    def _act(self, act: Callable[[Matter, datetime], object], at: datetime) -> None:
        if self.matter is not None and self.matter.state not in ENDED:
            act(self.matter, at)

    def words(self, pattern: str) -> str:
        """A sentence of this day."""
        return self.scene.fill(pattern, beijing_day(self.at))

    def pick(self, patterns: tuple[str, ...]) -> str:
        """One of these sentences, filled."""
        return self.words(self.scene.random.choice(patterns))

    def often(self, share: float) -> bool:
        """With that probability."""
        return self.scene.random.random() < share

    # --- onto the list ---

    def begin(self, raised: Callable[[datetime], Matter]) -> Life:
        """Raised by whoever does it; what it becomes is remembered."""

        def act(at: datetime) -> None:
            self.matter = raised(at)

        if self.at <= self.scene.until:
            self.events.append(Event(self.at, act))
        return self

    def enlist(self) -> Life:
        """On the list; one like it that is open on the same project is named, or it is merged into that."""
        self.wait(0, 1)
        by, merges = self.scene.office(), self.often(0.25)

        def act(matter: Matter, at: datetime) -> None:
            like = queries.likely_same(matter)
            if like and merges:
                listing.merge(matter, by=by, at=at, into=like[0], reason=say.MERGED)
            else:
                listing.enlist(matter, by=by, at=at, despite=say.DESPITE if like else "")

        return self.do(act)

    def issue(self, allowed: int, *, cycle: str = Cycle.ONCE, standard: str = "", **more: Any) -> Life:
        """Handed out, with so many working days."""
        self.wait(0, 1)
        by, standard = self.scene.office(), self.words(standard or self.about.standard)
        self.allowed, self.due_on = allowed, self.scene.workday(beijing_day(self.at), allowed)
        lead, due_on, requirement = self.lead, self.due_on, self.words(self.about.requirement)
        return self.do(
            lambda matter, at: listing.issue(
                matter, by=by, at=at, lead_unit=lead.unit, verifying_unit=self.verifier.unit, due_on=due_on,
                close_out_standard=standard, requirement=requirement, duty_person=lead, cycle=cycle, **more,
            )
        )  # fmt: skip

    # --- at work ---

    def sign(self) -> Life:
        """The unit signs for it."""
        lead, opinion = self.lead, self.pick(say.SIGNED)
        return self.wait(0, 1).do(lambda matter, at: working.sign_for(matter, by=lead, at=at, opinion=opinion))

    def plan(self) -> Life:
        """What it is going to do."""
        lead, text = self.lead, self.pick(self.about.plan)
        return self.wait(1, 3).do(lambda matter, at: working.plan(matter, by=lead, at=at, text=text))

    def reply(self) -> Life:
        """How far it is."""
        random, lead, text = self.scene.random, self.lead, self.pick(say.REPLIES)
        said = {"percent": random.choice((20, 30, 45, 60, 70, 80)), "next_step": self.pick(say.NEXT_STEPS)}
        if self.about.difficulties and self.often(0.4):
            said["difficulties"] = self.pick(self.about.difficulties)
        return self.do(lambda matter, at: working.reply(matter, by=lead, at=at, text=text, **said))

    def urge(self, place: int = 0) -> Life:
        """The office urges."""
        by, words = self.scene.office(), say.URGES[min(place, len(say.URGES) - 1)]
        return self.do(lambda matter, at: working.urge(matter, by=by, at=at, words=words))

    def send(self, kind: Letter) -> Life:
        """The office sends one of 四单 where the rules call for it on that day."""
        by = self.scene.there.cast["wang"]

        def act(matter: Matter, at: datetime) -> None:
            day = beijing_day(at)
            if kind in queries.letters_due(matter, day):
                leader = matter.contact_leader if kind == Letter.REPORT else None
                body = letters.to_keep(matter, kind, day)
                letter.send_letter(matter, by=by, at=at, kind=kind, body=body, leader=leader)

        return self.do(act)

    def ask(self) -> Life:
        """For half as much time again, in time; refused where that is more than the rule allows."""
        random, lead, reason = self.scene.random, self.lead, self.pick(say.DELAYS)
        started = self.scene.workday(self.due_on, -self.allowed)
        wanted = self.scene.workday(self.due_on, max(2, self.allowed // random.choice((2, 3))))
        until_on = min(wanted, self.due_on + (self.due_on - started))
        self.until(self.scene.workday(self.due_on, -max(4, self.allowed // 2)))
        self.do(lambda matter, at: asking.ask_extension(matter, by=lead, at=at, until_on=until_on, reason=reason))
        return self

    def decide(self, *, grants: bool) -> Life:
        """The office grants or refuses."""
        by, words = self.scene.office(), self.pick(say.GRANTED if grants else say.REFUSED)

        def act(matter: Matter, at: datetime) -> None:
            if grants:
                asking.extend(matter, by=by, at=at, opinion=words)
            else:
                asking.refuse_extension(matter, by=by, at=at, reason=words)

        if grants:
            self.due_on = self.scene.workday(self.due_on, self.allowed // 3)
        return self.wait(1, 2).do(act)

    def climb(self, rung: int) -> Life:
        """上提 by the unit, or by the office where it is a matter of leaders."""
        by = self.lead if rung < 4 else self.scene.office()
        reason = self.pick(say.CLIMBS[rung])
        return self.do(lambda matter, at: asking.escalate(matter, by=by, at=at, reason=reason, rung=rung))

    def hold(self) -> Life:
        """Not higher for now: somebody telephoned."""
        by, words = self.scene.office(), self.pick(say.HOLDS)
        day = beijing_day(self.at) + timedelta(days=7)
        return self.do(lambda matter, at: asking.hold(matter, by=by, at=at, words=words, until_on=day))

    def lower(self, by: Person | None = None) -> Life:
        """Coordinated: back to the unit."""
        by, opinion = by or self.scene.office(), self.pick(say.LOWERED)
        return self.do(lambda matter, at: asking.lower(matter, by=by, at=at, opinion=opinion))

    def pause(self) -> Life:
        """汛期 or a smog alarm: some weeks do not count."""
        flood = 5 <= self.at.month <= 8
        reason, document = say.FLOOD[0 if flood else 1]
        days, by = self.scene.random.randint(8, 25), self.scene.office()
        first = beijing_day(self.at)
        self.do(lambda matter, at: asking.pause(
            matter, by=by, at=at, reason=reason, expires_on=first + timedelta(days=days), document=document
        ))  # fmt: skip
        self.until(first + timedelta(days=days))
        self.due_on += timedelta(days=days)
        words = say.RESUMED[0 if flood else 1]
        return self.do(lambda matter, at: asking.resume(matter, by=by, at=at, words=words))

    # --- off it ---

    def apply(self) -> Life:
        """The unit asks for it to be struck off."""
        lead, statement = self.lead, self.pick(self.about.done)
        return self.do(lambda matter, at: closing.apply_close_out(
            matter, by=lead, at=at, statement=statement, brought=self.scene.pictured(matter, lead, at)
        ))  # fmt: skip

    def _names(self) -> str:
        """Who else looked: nobody of the unit at work."""
        names: list[str] = []
        while len(names) < (2 if self.severity == Severity.IMPORTANT else 1):
            name = naming.person(self.scene.random)
            if name not in (self.lead.name, self.verifier.name, *names):
                names.append(name)
        return "、".join(names)

    def send_back(self) -> Life:
        """Not up to the standard."""
        by, reason, names = self.verifier, self.pick(say.SHORT), self._names()
        return self.wait(1, 3).do(
            lambda matter, at: closing.send_back(matter, by=by, at=at, reason=reason, verifiers=names)
        )

    def verify(self) -> Life:
        """Up to the standard."""
        by, opinion, names = self.verifier, self.pick(say.VERIFIED), self._names()
        way = Way.ON_SITE if self.severity == Severity.IMPORTANT else self.scene.random.choice(list(Way))

        def seen(matter: Matter, at: datetime) -> Any:
            there = Way.ON_SITE if way == Way.PAPER and queries.is_to_be_seen(matter) else way
            return closing.verify(matter, by=by, at=at, way=there, verifiers=names, opinion=opinion)

        return self.wait(1, 3).do(seen)

    def close(self) -> Life:
        """Struck off: by the office, an important one by a leader; a firm is asked whether it is content."""
        there, random = self.scene.there, self.scene.random
        by = there.cast["he"] if self.severity == Severity.IMPORTANT else self.scene.office()
        content = random.choices((3, 2), (9, 1))[0] if self.kind == Kind.REQUEST else None
        opinions = (self.pick(say.LATE), self.pick(say.CLOSED))

        def act(matter: Matter, at: datetime) -> None:
            is_late = matter.due_on is not None and beijing_day(at) > matter.due_on
            closing.close_out(matter, by=by, at=at, opinion=opinions[0 if is_late else 1], satisfaction=content)

        return self.wait(0, 1).do(act)

    def finish(self) -> Life:
        """From the application to the end, perhaps sent back once."""
        if self.often(0.07):
            self.apply().send_back().wait(2, 5)
        return self.apply().verify().close()


def live(life: Life, *, plans: float = 0.45) -> None:
    """The usual ways of a matter that was handed out, mostly in time."""
    scene, random = life.scene, life.scene.random
    if life.often(0.03):
        _declined(life)
    life.sign()
    if life.often(0.012):
        by, (reason, approved) = scene.office(), random.choice(say.DROPPED)
        life.wait(2, 6).do(lambda m, at: listing.drop(m, by=by, at=at, reason=reason, approved=approved))
        return
    if life.often(plans):
        life.plan()
    if life.allowed >= 10:
        _on_the_way(life)
    if life.often(0.13):
        _late(life)
    else:
        life.until(scene.workday(life.due_on, -random.randint(6, max(6, life.allowed // 2)))).wait(0).finish()


def _on_the_way(life: Life) -> None:
    """One thing at most that makes it more than a straight line."""
    chance = life.scene.random.random()
    if chance < 0.1:
        life.ask().decide(grants=True)
    elif chance < 0.15:
        life.ask().decide(grants=False)
    elif chance < 0.24:
        rung = life.scene.random.choice((1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 6))
        life.wait(1, 3).climb(rung).wait(1, 3)
        if life.often(0.25):
            life.hold().wait(1, 2)
        life.lower(life.scene.there.cast["he"] if rung >= 5 else None)
    elif chance < 0.3 and life.at.month in (5, 6, 7, 8, 11, 12):
        life.wait(1, 2).pause()
    elif chance < 0.5:
        life.wait(2, 3).reply()


def _late(life: Life) -> None:
    """Over time: urged once or more, struck off in the end and marked for ever."""
    life.until(life.scene.workday(life.due_on, 1))
    for place in range(life.scene.random.choice((1, 1, 1, 2, 3))):
        life.urge(place).wait(1, 3)
    life.finish()


def _declined(life: Life) -> None:
    """Not ours: taken back and handed to another unit, or not."""
    scene, lead = life.scene, life.lead
    reasons, no = say.DECLINES
    reason, by = scene.random.choice(reasons), scene.office()
    life.wait(0, 1).do(lambda m, at: working.decline(m, by=lead, at=at, reason=reason))
    if life.often(0.5):
        life.wait(0, 1).do(lambda m, at: working.insist(m, by=by, at=at, reason=no[1]))
        return
    life.wait(0, 1).do(lambda m, at: working.take_back(m, by=by, at=at, opinion=no[0]))
    others = [scene.there.reviewers[key] for key in ("housing", "resources", "urban", "industry")]
    life.lead = next(each for each in others if each.unit_id not in (lead.unit_id, life.verifier.unit_id))
    life.issue(life.allowed, standard=life.about.standard)


def raised(about: Project | Unit, by: Person, **fields: Any) -> Callable[[datetime], Matter]:
    """The act that puts a draft on the list."""
    return lambda at: listing.raise_(about, by=by, at=at, **fields)


def unit_of(person: Person) -> Unit:
    """Whoever acts in the city belongs to a unit."""
    assert person.unit is not None
    return person.unit


def called(person: Person) -> str:
    """The unit, as people call it."""
    return unit_of(person).short_name or unit_of(person).name


def about_of(problem_type: str) -> say.About:
    """How matters of that type are worded."""
    return say.ABOUT.get(problem_type, say.ABOUT[ProblemType.OTHER])
