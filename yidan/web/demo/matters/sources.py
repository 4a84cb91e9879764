"""Where matters come from: problems of reports, tasks, the mayor's instructions, minutes, and what firms ask for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from random import Random

from yidan.enterprises.commands import call
from yidan.enterprises.commands import need as asks
from yidan.enterprises.models import Enterprise
from yidan.kernel.values import Month
from yidan.matters import rules
from yidan.matters.commands import listing
from yidan.matters.models import Matter
from yidan.matters.states import Cycle, Kind, Severity, Tier
from yidan.people.models import Person
from yidan.web.demo import filings, firms
from yidan.web.demo.events import Event
from yidan.web.demo.matters import sentences as say
from yidan.web.demo.matters.lives import Life, Scene, about_of, called, live, raised
from yidan.web.demo.places import COUNTIES
from yidan.web.demo.registry import Known

# Of a hundred matters (findings and second looks come besides, from `visits` and `looks`).
SHARES = {Kind.REQUEST: 0.28, Kind.TASK: 0.11, Kind.INSTRUCTION: 0.05, Kind.RESOLUTION: 0.1}
FINDINGS = 0.1


def draw(scene: Scene, count: int) -> list[Event]:
    """The events of all of them."""
    events: list[Event] = []
    for kind, share in SHARES.items():
        make = {Kind.REQUEST: _request, Kind.TASK: _task, Kind.INSTRUCTION: _instruction}.get(kind, _resolution)
        for _place in range(round(count * share)):
            events += make(scene).events
    problems = count - sum(round(count * share) for share in SHARES.values()) - round(count * FINDINGS)
    return events + _problems(scene, problems)


def some_day(scene: Scene) -> date:
    """A working day on which something begins: early enough to come to an end, and not before the register stands."""
    year, number = scene.random.choice(scene.months)
    month = Month(year, number)
    last = 10 if (year, number) == scene.months[-1] and len(scene.months) > 1 else 24
    first = 10 if (year, number) == (2020, 1) else 1
    return scene.workday(date(month.year, month.month, scene.random.randint(first, max(first, last))))


def some_project(scene: Scene) -> Known:
    """A project that is registered."""
    return scene.random.choice(scene.projects)


def short(name: str, most: int = 24) -> str:
    """A project's name as people say it in a sentence."""
    return name.removeprefix("株洲市").split("（")[0][:most]


def parties(scene: Scene, each: Known, department: str) -> tuple[Person, Person]:
    """Who leads and who verifies: another level of government than the one at work."""
    county, reviewers = each.sketch.county, scene.there.reviewers
    key = county if department == "county" else department
    lead = scene.reviewer(key)
    others = [each.sketch.competent, "reform", "housing"] if lead == reviewers[county] else [county]
    verifier = next(reviewers[other] for other in others if other in reviewers and reviewers[other] != lead)
    return lead, verifier


def days(random: Random, *choices: int) -> int:
    """How many working days are allowed."""
    return random.choice(choices)


def _severity(random: Random) -> str:
    return random.choices((Severity.ORDINARY, Severity.SERIOUS, Severity.IMPORTANT), (78, 18, 4))[0]


# --- problems of reports ---


def _problems(scene: Scene, count: int) -> list[Event]:
    """What reports named and asked help for, the words as they stood there."""
    named = [
        (each, Month(*key), report)
        for each in scene.projects for key, report in sorted(each.sketch.reports.items())
        if len(report.problems) > 8 and report.needs and key in scene.months[:-1]
    ]  # fmt: skip
    scene.random.shuffle(named)
    events: list[Event] = []
    for each, month, report in named[:count]:
        follows = month + 1
        day = scene.workday(date(follows.year, follows.month, scene.random.randint(2, 9)))
        problem_type = rules.likely_type(report.problems + report.needs)
        about = about_of(problem_type)
        lead, verifier = parties(scene, each, report.needs_from or about.department)
        if scene.random.random() < 0.1:
            lead, verifier = scene.there.reporters[each.sketch.owner], scene.reviewer(each.sketch.county)
        tier = Tier.COUNTY if lead == scene.there.reviewers[each.sketch.county] else Tier.DEPARTMENT
        life = Life(scene, scene.hour(day), lead, verifier, about, severity=_severity(scene.random))
        by = scene.office() if scene.random.random() < 0.5 else filings._reviewer(each, scene.there)
        life.begin(raised(
            each.project, by, title=rules.first_clause(report.problems), kind=Kind.PROBLEM, problem_type=problem_type,
            severity=life.severity, tier=tier, source=f"{month.month}月月报", source_clause="存在问题、需协调事项",
            source_quote=f"{report.problems}{report.needs}", source_on=month.last, description=report.problems,
        ))  # fmt: skip
        cycle = scene.random.choices((Cycle.ONCE, Cycle.WEEKLY, Cycle.HALF_MONTHLY), (8, 1, 1))[0]
        live(life.enlist().issue(days(scene.random, 8, 10, 15, 20, 30), cycle=cycle))
        events += life.events
    return events


# --- tasks, instructions, minutes ---


def _task(scene: Scene) -> Life:
    each, day = some_project(scene), some_day(scene)
    title, standard = scene.random.choice(say.TASKS)
    owner = scene.there.reporters[each.sketch.owner]
    lead, verifier = scene.reviewer(each.sketch.county), scene.reviewer(each.sketch.competent, "reform")
    if scene.random.random() < 0.3:
        lead, verifier = owner, lead
    if lead == verifier:
        verifier = scene.there.reviewers["housing" if lead != scene.there.reviewers["housing"] else "reform"]
    life = Life(scene, scene.hour(day), lead, verifier, say.ERRAND, kind=Kind.TASK)
    text = scene.fill(title, day, t=short(each.sketch.name))
    life.begin(raised(
        each.project, scene.office(), title=text[:100], kind=Kind.TASK, source="市项目办月度任务清单",
        source_on=day, description=text,
    ))  # fmt: skip
    live(life.enlist().issue(days(scene.random, 10, 15, 20), standard=standard), plans=0.3)
    return life


def _instruction(scene: Scene) -> Life:
    each, day = some_project(scene), some_day(scene)
    lead, verifier = parties(scene, each, scene.random.choice((each.sketch.competent, "county", "resources")))
    life = Life(scene, scene.hour(day), lead, verifier, say.ERRAND, kind=Kind.INSTRUCTION)
    life.severity = Severity.SERIOUS  # as the command sets it
    text = scene.fill(scene.random.choice(say.INSTRUCTIONS), day, u=called(lead))
    he = scene.there.cast["he"]
    life.begin(lambda at: listing.give(each.project, by=he, at=at, text=text))
    live(
        life.enlist().issue(days(scene.random, 8, 10, 15), standard="①书面报告办理结果；②领导批示事项逐条落实。"),
        plans=0.8,
    )
    return life


def _resolution(scene: Scene) -> Life:
    each, day = some_project(scene), some_day(scene)
    lead, verifier = parties(scene, each, scene.random.choice((each.sketch.competent, "county", "resources", "reform")))
    meeting, document = scene.random.choice(say.MEETINGS)
    text = scene.fill(scene.random.choice(say.RESOLUTIONS), day, t=short(each.sketch.name), u=called(lead))
    problem_type = rules.likely_type(text)
    life = Life(scene, scene.hour(day), lead, verifier, about_of(problem_type), kind=Kind.RESOLUTION)
    life.severity = _severity(scene.random)
    document = document.replace("{m}", str(scene.random.randint(3, 60)))
    clause = f"三、议定事项（{scene.random.choice('一二三四五六')}）"
    life.begin(raised(
        each.project, scene.office(), title=rules.first_clause(text), kind=Kind.RESOLUTION, problem_type=problem_type,
        severity=life.severity, source=meeting, source_document=document,
        source_clause=clause, source_quote=text, source_on=day,
    ))  # fmt: skip
    live(life.enlist().issue(days(scene.random, 10, 15, 20, 30)), plans=0.7)
    return life


# --- 企业诉求 ---


def _request(scene: Scene) -> Life:
    """A firm was visited and asked for something: handed to a department, answered, the firm asked if content."""
    random = scene.random
    day, county = some_day(scene), random.choice(COUNTIES)
    problem_type, need, title, done = random.choice(say.NEEDS)
    given = scene.fill(f"{title}|{done}", day).split("|")  # filled together: the numbers agree
    about = about_of(problem_type)
    about = replace(about, requirement=say.SERVE, standard=say.SERVED, done=(given[1],))
    lead = scene.reviewer(county.key if about.department == "county" else about.department)
    verifier = scene.there.office_people[-1]
    lot = [random.choice(range(len(names))) for names in say.FIRMS]
    known = firms.pool(county)
    firm = known[(lot[0] * len(say.FIRMS[1]) + lot[1]) % len(known)]
    life = Life(scene, scene.hour(day), lead, verifier, about, kind=Kind.REQUEST)
    by, text = scene.office(), f"{given[0]}。"

    def asked(at: datetime) -> Matter:
        called = call.record(Enterprise.objects.get(name=firm), by=by, at=at, called_on=day, text=f"走访反映：{text}")
        return asks.raise_(called, by=by, at=at, text=text, problem_type=problem_type, need=need)

    life.begin(asked)
    live(life.enlist().issue(days(random, 8, 8, 10, 15)), plans=0.1)
    return life
