"""前期手续 of the simulated city: the way of each project that began in 2020 from 立项 to 施工许可, and of those on it.

Drawn backward from the day of the construction permit, in working days of the real calendar, so that the sum that the
government held is exactly what was drawn; the middle one of all is 33 (the article's number), some are far from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from yidan.approvals.commands.driving import Act, Way
from yidan.approvals.commands.listing import catalogue
from yidan.approvals.models import ApprovalItem, ApprovalTemplate
from yidan.approvals.states import Mode
from yidan.kernel import workdays
from yidan.kernel.values import BEIJING
from yidan.kernel.verbs import Verb
from yidan.kernel.workdays import Calendar
from yidan.people.models import Person
from yidan.web.demo import amounts
from yidan.web.demo.contradicting import Sown
from yidan.web.demo.registry import Known
from yidan.web.demo.settlers import Settled

BUDGET = 33
FIRST_ENTERED = datetime(2020, 1, 9, 10, 0, tzinfo=BEIJING)  # what was earlier is put in afterwards
MOST = 400  # of a city so large that it is told more briefly
RUNNING = 14
LATER = datetime(9999, 1, 1, tzinfo=BEIJING)  # once the land is there, whenever that is
BESIDE = ("energy", "environment", "soil_water", "minerals")
AUCTION_DAYS, TENDER_DAYS, NOTICE_DAYS = 38, 26, 25
LACKS = ("缺用地红线图，法人身份证明未盖章", "设计单位资质证明过期，请一并补齐", "缺投资估算表和资金来源说明")
MISSING = ("地质勘察报告", "消防设计说明", "社会稳定风险评估意见")
WAIVED = {"energy": "年综合能耗不足1000吨标准煤，不再单独节能审查", "minerals": "选址在已评估的园区内，不再单独查询",
          "soil_water": "占地不足0.5公顷，免报水土保持方案"}  # fmt: skip
HOURS = {"resume": 9, "decide": 10, "convert": 11, "issue": 11, "complete": 14, "submit": 14, "accept": 15,
         "notify": 15, "pause": 16}  # fmt: skip
VERBS = {name: Verb(f"permit.{name}") for name in HOURS}


def lengths(count: int, random: Random) -> list[int]:
    """So many durations whose middle one is the budget: nearly half below, some exactly, the rest above."""
    below, exact = int(count * 0.46), max(1, round(count * 0.14))
    found = [random.randint(23, BUDGET - 1) for _ in range(below)] + [BUDGET] * exact
    found += [BUDGET + min(40, 1 + int(random.expovariate(1 / 7))) for _ in range(count - below - exact)]
    found = found[:count]
    random.shuffle(found)
    return found


def draw(everything: list[Known], there: Settled, ends_at: datetime, sown: Sown, seed: int = 33) -> list[Way]:
    """The ways of the city's projects up to the moment at which its story ends."""
    random, calendar = Random(seed), workdays.calendar()
    leaves = [each for each in everything if not each.sketch.is_bundle]
    scene = _Scene(there, calendar, ends_at, random)
    begun = [
        (each, _permit_day(each.sketch.started_on, calendar, random, sown.late.get(each.sketch.key)))
        for each in leaves if each.sketch.started_on and each.sketch.key not in sown.never
    ]  # fmt: skip
    done = [(each, day) for each, day in begun if date(2020, 1, 9) <= day < ends_at.date()][:MOST]
    found = [
        scene.way(each, day, length) for (each, day), length in zip(done, lengths(len(done), random), strict=True)
    ]  # fmt: skip
    waiting = [each for each in leaves if not each.sketch.started_on and not each.sketch.began_on][:RUNNING]
    for place, each in enumerate(waiting):
        day = calendar.add(ends_at.date(), 3 + place * 4).value
        stuck = timedelta(days=20) if place % 3 == 1 else timedelta(0)  # nothing has come of it for a while
        found.append(scene.way(each, day, random.randint(30, 46), until=ends_at - stuck))
    for place, each in enumerate(each for each in leaves if each.sketch.key in sown.never):
        day = calendar.add(ends_at.date(), 5 + place * 6).value
        found.append(scene.way(each, day, random.randint(30, 46), until=ends_at))
    return [way for way in found if way.at < ends_at]


def _permit_day(started_on: date, calendar: Calendar, random: Random, late: int | None) -> date:
    """The construction permit comes some working days before work starts; where that is a lie, `late` ones after."""
    ahead = -random.randint(1, 6)
    return calendar.add(started_on, ahead if late is None else late).value


@dataclass(frozen=True)
class _Drawn:
    """An act while it is drawn; `number` keeps what falls on one hour in order."""

    at: datetime
    number: int
    code: str
    what: str
    words: dict[str, Any]


@dataclass
class _Line:
    """The acts of one project while they are drawn."""

    by: dict[str, Person]
    acts: list[_Drawn] = field(default_factory=list)

    def add(self, code: str, what: str, day: date, **words: Any) -> None:
        at = datetime.combine(day, time(HOURS[what]), BEIJING)
        self.acts.append(_Drawn(at, len(self.acts), code, what, words))

    def move(self, code: str, moved: Callable[[date], date]) -> None:
        """Everything of one item on other days."""
        self.acts = [
            replace(act, at=datetime.combine(moved(act.at.date()), act.at.timetz())) if act.code == code else act
            for act in self.acts
        ]


class _Scene:
    """What all ways share."""

    def __init__(self, there: Settled, calendar: Calendar, ends_at: datetime, random: Random) -> None:
        self.there, self.calendar, self.ends_at, self.random = there, calendar, ends_at, random
        self.lists = {(each.management_form, each.land): each for each in ApprovalTemplate.objects.live()}
        known = catalogue()
        self.items: dict[str, ApprovalItem] = known["items"]
        self.serial = 0

    def add(self, day: date, count: int) -> date:
        """So many working days later (earlier where negative)."""
        return self.calendar.add(day, count).value

    def way(self, each: Known, ends_on: date, length: int, until: datetime | None = None) -> Way:
        """A project's permits, drawn backward from the last decision."""
        random = self.random
        land = "allocation" if each.sketch.management_form == "approval" and random.random() < 0.7 else "auction"
        template = self.lists[each.sketch.management_form, land]
        limits = {row["code"]: row.get("limit") or self.items[row["code"]].limit or 0 for row in template.items}
        is_ahead = "land_supply" in limits and random.random() < 0.4
        track = _order([code for code in limits if code not in BESIDE], is_ahead)
        line = _Line(self._people(each))
        when, stretches = self._track(line, track, limits, ends_on, length, is_ahead)
        if "land_supply" in limits:
            self._auction(line, max(when[code] for code in self.items["land_supply"].needs if code in when), when)
        begun = min(when.values())
        first = min(act.at for act in line.acts if act.what == "submit").date()
        self._beside(line, [code for code in BESIDE if code in limits], [one for one in stretches if one[0] >= begun])
        entered = max(FIRST_ENTERED, datetime.combine(self.add(first, -2), time(9), BEIJING))
        return Way(each.project, template, self.there.office_people[each.project.pk % len(self.there.office_people)],
                   entered, tuple(self._acts(line, entered, until or self.ends_at)))  # fmt: skip

    def _people(self, each: Known) -> dict[str, Person]:
        keys = {"发展和改革委员会": "reform", "自然资源和规划局": "resources", "住房和城乡建设局": "housing",
                "生态环境局": "environment", "水利局": "water"}  # fmt: skip
        found = {code: self.there.reviewers[keys[item.department]] for code, item in self.items.items()}
        return found | {"": self.there.reporters[each.sketch.owner]}

    # --- the track that decides ---

    def _track(
        self, line: _Line, track: list[str], limits: dict[str, int], ends_on: date, length: int, is_ahead: bool
    ) -> tuple[dict[str, date], list[tuple[date, date]]]:  # fmt: skip
        """The items one after the other, backward; when each was decided, and what each held without a stop."""
        counted = [code for code in track if not self.items[code].is_excluded]
        parts = amounts.round_to_sum([max(0, limits[code] - 1) for code in counted], length - len(counted))
        days = {code: part + 1 for code, part in zip(counted, parts, strict=True)}
        decided, submitted = ends_on, ends_on
        when: dict[str, date] = {}
        stretches: list[tuple[date, date]] = []
        for code in reversed(track):
            if code == "tender":
                decided = self._tender(line, submitted)
            if code == "land_supply" and "feasibility" in track:  # else the first item makes way for it
                decided = self.add(submitted - timedelta(days=NOTICE_DAYS), -1)
            if self.items[code].is_excluded:
                when[code] = submitted
                continue
            when[code] = decided
            submitted, accepted, stopped = self._case(line, code, decided, days[code], is_ahead)
            if not stopped:
                stretches.append((accepted, decided))
            decided = self._before(submitted)
        return {code: day for code, day in when.items() if code in counted}, stretches

    def _before(self, submitted: date) -> date:
        """When the item before was decided: the same day or some working days earlier."""
        return self.add(submitted, -self.random.choice((0, 0, 1, 2, 3, 6))) if self.random.random() < 0.8 else submitted

    def _tender(self, line: _Line, until: date) -> date:
        """招投标, outside the budget as a whole; returns its first day, by which the drawings were there."""
        since = self.add(until - timedelta(days=TENDER_DAYS), -1)
        self._outside(line, "tender", since, until, "中标")
        return since

    def _auction(self, line: _Line, since: date, when: dict[str, date]) -> None:
        """招拍挂, outside the budget as a whole, beside what goes on meanwhile: up to the planning permit."""
        until = min(act.at for act in line.acts if (act.code, act.what) == ("land_permit", "submit")).date()
        wanted = self.add(until - timedelta(days=AUCTION_DAYS), -1)
        if since > wanted and len(when) > 1 and since == min(when.values()):  # the first item was earlier, then
            code = next(code for code, day in when.items() if day == since)
            line.move(code, lambda day: self.add(day, -self.calendar.between(wanted, since).value))
            when[code] = since = wanted
        self._outside(line, "land_supply", max(since, wanted), until, "成交")

    def _outside(self, line: _Line, code: str, since: date, until: date, word: str) -> None:
        line.add(code, "submit", since)
        line.add(code, "accept", since)
        line.add(code, "decide", until, document=self._number(word, until))

    def _case(
        self, line: _Line, code: str, decided: date, units: int, is_ahead: bool
    ) -> tuple[date, date, bool]:  # fmt: skip
        """One item that the government held for `units` working days up to `decided`."""
        random, item = self.random, self.items[code]
        pause = random.randint(5, 12) if item.pauses and units > 2 and random.random() < 0.35 else 0
        accepted = self.add(decided, -(units + pause))
        mode = Mode.SIMULATED if is_ahead and code in ("works_permit", "drawings") else Mode.FORMAL
        words: dict[str, Any] = {"mode": mode}
        if mode is Mode.FORMAL and code in ("design_review", "construction", "works_permit") and random.random() < 0.12:
            words = {"mode": Mode.DEFICIENT, "missing": random.choice(MISSING), "promised_on": decided}
        submitted = accepted
        if random.random() < 0.16:
            waited = random.randint(2, 8)
            submitted = self.add(accepted, -waited)
            line.add(code, "submit", submitted, **words)
            told = self.add(submitted, min(waited - 1, random.randint(1, 4)))
            line.add(code, "notify", told, basis=random.choice(LACKS), document=self._number("补", told))
            line.add(code, "complete", accepted)
        else:
            line.add(code, "submit", submitted, **words)
            line.add(code, "accept", accepted, document=self._number("受", accepted))
        if pause:
            stop = self.add(accepted, random.randint(1, units - 1))
            line.add(code, "pause", stop, basis=random.choice(item.pauses), document=self._number("告", stop))
            line.add(code, "resume", self.add(stop, pause))
        line.add(code, "decide", decided, document=self._number(item.output[:2], decided))
        if mode is Mode.SIMULATED:
            for what in ("convert", "issue"):
                line.acts.append(_Drawn(LATER, len(line.acts), code, what, {}))
        else:
            if words["mode"] is Mode.DEFICIENT:
                line.add(code, "convert", decided, basis=f"{words['missing']}已补齐")
            line.add(code, "issue", decided)
        return submitted, accepted, bool(pause)

    def _number(self, word: str, day: date) -> str:
        self.serial += 1
        return f"株{word}〔{day.year}〕{self.serial}号"

    # --- what runs beside: within days that the track holds anyway ---

    def _beside(self, line: _Line, codes: Iterable[str], stretches: list[tuple[date, date]]) -> None:
        stretches = [each for each in stretches if self.calendar.between(*each).value >= 3][::-1]  # the earliest first
        for code in codes:
            lot = self.random.random()
            if code in WAIVED and lot < 0.35:
                line.acts.append(_Drawn(FIRST_ENTERED.replace(year=1999), len(line.acts), code, "waive", {}))
            elif stretches and lot < 0.9:
                self._within(line, code, stretches[len(line.acts) % max(1, len(stretches) - 1)])

    def _within(self, line: _Line, code: str, stretch: tuple[date, date]) -> None:
        since, until = stretch
        if code == "soil_water":
            day = self.add(since, 1)
            promise = self._number("诺", day)
            line.add(code, "submit", day, mode=Mode.PROMISED, document=promise, promised_on=day + timedelta(days=90))
            line.add(code, "decide", self.add(day, 1), document=self._number("水许", day))
            line.add(code, "issue", self.add(day, 1))
            return
        line.add(code, "submit", since)
        line.add(code, "accept", since, document=self._number("受", since))
        line.add(code, "decide", until, document=self._number("批", until))

    # --- as acts, in time ---

    def _acts(self, line: _Line, entered: datetime, until: datetime) -> Iterator[Act]:
        """What happened before the list was there is put in afterwards, minute by minute; what is ahead is not yet."""
        land = max((act.at for act in line.acts if (act.code, act.what) == ("land_title", "decide")), default=None)
        if land:
            line.acts = [replace(act, at=land + timedelta(hours=3)) if act.at == LATER else act for act in line.acts]
        late = entered
        for act in sorted(line.acts, key=lambda one: (one.at, one.number)):
            by = line.by[""] if act.what in ("submit", "complete") else line.by[act.code]
            if act.what == "waive":
                yield Act(act.code, Verb.PERMIT_WAIVE, by, entered, {"reason": WAIVED[act.code]})
                continue
            if act.at >= until:
                return
            words = act.words
            if act.what == "convert" and not words:
                words = {"basis": "出让合同已签、不动产权证已办，转为正式审批"}
            late = max(act.at, late + timedelta(seconds=7))
            yield Act(
                act.code, VERBS[act.what], by, late, words | ({"happened_at": act.at} if act.at < entered else {})
            )


def _order(codes: list[str], is_ahead: bool) -> list[str]:
    """The track in the order in which one waits for the other; ahead of the land what can be comes first."""
    usual = ["filing", "verification", "proposal", "land_prereview", "feasibility", "design_review",
             "preliminary_design", "land_supply", "land_permit", "land_title", "works_permit", "drawings", "tender",
             "construction"]  # fmt: skip
    ahead = ["filing", "verification", "proposal", "land_prereview", "feasibility", "design_review",
             "preliminary_design", "works_permit", "drawings", "tender", "land_supply", "land_permit", "land_title",
             "construction"]  # fmt: skip
    return [code for code in (ahead if is_ahead else usual) if code in codes]
