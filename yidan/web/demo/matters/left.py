"""What waits at the end of the open month: something for each of the cast, and one overdue on every rung."""

from __future__ import annotations

from datetime import date, timedelta

from yidan.kernel.values import beijing_day
from yidan.matters.commands import asking
from yidan.matters.states import Cycle, Kind, Letter, ProblemType, Rung, Severity, Tier
from yidan.people.models import Person
from yidan.web.demo.events import Event
from yidan.web.demo.matters import sentences as say
from yidan.web.demo.matters.lives import Life, Scene, about_of, raised, unit_of
from yidan.web.demo.registry import Known

REGISTERED_ON = date(2020, 1, 10)  # nothing is on the list before the register stands, however short the city's year
# (who leads, about what, what is late)
LATE = (
    ("resources", ProblemType.LAND_QUOTA, "林地报批超期未批复"),
    ("housing", ProblemType.PIPELINES, "高压线迁改逾期未完成"),
    ("industry", ProblemType.FUNDING, "拖欠工程款逾期未化解"),
    ("transport", ProblemType.LAND_CLEARANCE, "征收扫尾逾期未清零"),
)


def draw(scene: Scene) -> list[Event]:
    """The events of all that is left."""
    there = scene.there
    lin, bu, li, zhao = (there.cast[name] for name in ("lin", "bu", "li", "zhao"))
    lives = [
        _begun(scene, li, lin, 3, "报送设备采购合同履约情况").enlist().issue(10),
        _weekly(_begun(scene, li, lin, 18, "每周报告生产线安装调试进度").enlist()),
        _applied(_begun(scene, li, lin, 14, "厂区消防水池渗漏整改")),
        _applied(_begun(scene, there.reviewers["liling"], bu, 15, "醴陵产业园标准厂房供电增容")),
        _applied(_begun(scene, there.reviewers["reform"], lin, 14, "专项债券项目资金拨付")),
        _begun(scene, there.reviewers["housing"], bu, 2, "东城大道管线迁改作业面移交").enlist(),
        _asked(_begun(scene, there.reviewers["resources"], there.reviewers["reform"], 12, "二期用地林地报批组卷")),
        _raised_to_mayor(_begun(scene, lin, bu, 16, "沿线剩余户征收腾地", ProblemType.LAND_CLEARANCE)),
        _important(_begun(scene, lin, bu, 20, "深基坑支护变形险情处置", severity=Severity.IMPORTANT)),
        _begun(scene, zhao, lin, 24, "高压线迁改停电计划报批", ProblemType.PIPELINES).enlist().issue(6).sign().plan(),
    ]
    for rung in Rung:
        lives += [_overdue(scene, place, rung) for place in range(2 if rung < Rung.OFFICE else 1)]
    return [event for life in lives for event in life.events]


def _begun(
    scene: Scene, lead: Person, verifier: Person, before: int, title: str, problem_type: str = ProblemType.OTHER,
    severity: str = Severity.ORDINARY,
) -> Life:  # fmt: skip
    """Raised so many working days before the end, about a project of the unit where it has one."""
    day = max(scene.workday(beijing_day(scene.until), -before), scene.workday(REGISTERED_ON))
    each = _project_of(scene, lead)
    life = Life(scene, scene.hour(day), lead, verifier, about_of(problem_type), severity=severity)
    life.begin(raised(
        each.project if each else unit_of(lead), scene.there.cast["wang"], title=title, kind=Kind.PROBLEM,
        problem_type=problem_type, severity=severity, source="市项目办周调度", source_on=day, description=f"{title}。",
        tier=Tier.DEPARTMENT,
    ))  # fmt: skip
    return life


def _project_of(scene: Scene, lead: Person) -> Known | None:
    return next((each for each in scene.projects if scene.there.units[each.sketch.owner] == lead.unit), None)


def _weekly(life: Life) -> Life:
    return life.issue(25, cycle=Cycle.WEEKLY).sign().plan().wait(5).reply()


def _applied(life: Life) -> Life:
    return life.enlist().issue(20).sign().until(life.scene.workday(beijing_day(life.scene.until), -1)).apply()


def _asked(life: Life) -> Life:
    life.enlist().issue(18).sign().plan()
    life.until(life.scene.workday(beijing_day(life.scene.until), -1))
    lead, reason, until_on = life.lead, say.DELAYS[1], life.due_on + timedelta(days=10)
    return life.do(lambda m, at: asking.ask_extension(m, by=lead, at=at, until_on=until_on, reason=reason))


def _raised_to_mayor(life: Life) -> Life:
    he = life.scene.there.cast["he"]
    return life.enlist().issue(20, contact_leader=he).sign().plan().wait(2).climb(Rung.LEADER)


def _important(life: Life) -> Life:
    he = life.scene.there.cast["he"]
    return life.enlist().issue(15, contact_leader=he).sign().plan().wait(3).apply().verify()


def _overdue(scene: Scene, place: int, rung: Rung) -> Life:
    """Overdue when the year ends, and taken up as far as that."""
    there = scene.there
    key, problem_type, title = LATE[(rung + place) % len(LATE)]
    lead, verifier = there.reviewers[key], there.reviewers["reform"]
    life = _begun(scene, lead, verifier, 34 + rung + 3 * place, title, problem_type)
    he = there.cast["he"] if rung >= Rung.LEADER else None
    life.enlist().issue(8, contact_leader=he).sign().plan()
    life.until(scene.workday(life.due_on, -2)).send(Letter.PROMPT).until(scene.workday(life.due_on, 1)).urge()
    if rung > Rung.OWNER:
        life.wait(1, 2).climb(rung)
    if rung >= Rung.LEADER:
        life.wait(0).send(Letter.REPORT)
    if rung == Rung.OFFICE:
        life.wait(1).hold()
    return life
