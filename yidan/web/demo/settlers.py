"""Units and persons of the simulated city, made through commands: the city's administrators act, in December 2019."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from django.conf import settings

from yidan.kernel import parameters
from yidan.kernel.policy import Role
from yidan.kernel.values import BEIJING
from yidan.ledger.commands import tag
from yidan.ledger.models import Tag, TagKind
from yidan.people import founding
from yidan.people.commands import person, role, unit
from yidan.people.models import Person, RankingGroup, Unit, UnitKind
from yidan.web import instance
from yidan.web.demo import naming
from yidan.web.demo.model import City
from yidan.web.demo.places import CAST, COUNTIES, DEPARTMENTS, LEADERS, PASSWORD, PLATFORMS

SINCE = date(2019, 12, 2)
# (name, kind, first day, last day): campaigns of the year are data (domain.md §0.12, §2.6)
TAGS: tuple[tuple[str, TagKind, date | None, date | None], ...] = (
    ("产业项目建设年", TagKind.CAMPAIGN, date(2020, 1, 1), date(2020, 12, 31)),
    ("奋战100天冲刺过半", TagKind.CAMPAIGN, date(2020, 3, 23), date(2020, 6, 30)),
    ("五个100", TagKind.STRATEGY, None, None),
    ("长株潭一体化", TagKind.STRATEGY, None, None),
    ("湘赣边", TagKind.STRATEGY, None, None),
    ("十四五", TagKind.STRATEGY, None, None),
    ("三干两轨", TagKind.BATCH, None, None),
    ("株萍合作", TagKind.STRATEGY, None, None),
    ("疫情防控", TagKind.OTHER, None, None),
    ("清水塘搬迁改造", TagKind.BATCH, None, None),
    ("数字株洲", TagKind.STRATEGY, None, None),
    ("易地扶贫搬迁后续帮扶", TagKind.BATCH, None, None),
    ("专项债", TagKind.OTHER, None, None),
    ("中央预算内", TagKind.OTHER, None, None),
    ("轨道交通产业链", TagKind.CHAIN, None, None),
    ("中小航空发动机产业链", TagKind.CHAIN, None, None),
    ("新能源汽车产业链", TagKind.CHAIN, None, None),
    ("先进硬质材料产业链", TagKind.CHAIN, None, None),
    ("功率半导体产业链", TagKind.CHAIN, None, None),
    ("陶瓷产业链", TagKind.CHAIN, None, None),
    ("服饰产业链", TagKind.CHAIN, None, None),
)


def moment(day: date, hour: int = 9, minute: int = 0, second: int = 0) -> datetime:
    """A moment of Beijing's day."""
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=BEIJING)


@dataclass
class Settled:
    """Who is there, by key."""

    office: Unit
    guan: Person
    an: Person
    units: dict[str, Unit] = field(default_factory=dict)
    leaders: list[Person] = field(default_factory=list)
    cast: dict[str, Person] = field(default_factory=dict)
    reporters: dict[str, Person] = field(default_factory=dict)
    reviewers: dict[str, Person] = field(default_factory=dict)
    office_people: list[Person] = field(default_factory=list)
    tags: dict[str, Tag] = field(default_factory=dict)


def settle(city: City) -> Settled:
    """Found the office, then units, then people and their roles, then tags."""
    at = moment(SINCE)
    founded = founding.found(
        at,
        office=settings.OFFICE_NAME,
        system_admin=("管系统", "guan", PASSWORD),
        security_admin=("安保密", "an", PASSWORD),
        must_change_password=False,
    )
    there = Settled(founded.office, founded.system_admin, founded.security_admin)
    there.cast |= {"guan": there.guan, "an": there.an}
    there.units["office"] = there.office
    _units(there, city, at)
    _people(there, city, at)
    wang = there.cast["wang"]
    parameters.set(
        instance.SIMULATED.name,
        by=wang,
        at=at,
        value="yes",
        reason="模拟城市：全部数据由 yidan demo 生成，不是真实项目。",
    )
    for name, kind, starts_on, ends_on in TAGS:
        there.tags[name] = tag.register(
            None,
            by=wang,
            at=at,
            name=name,
            kind=kind,
            year=2020 if starts_on else None,
            starts_on=starts_on,
            ends_on=ends_on,
        )
    return there


def _units(there: Settled, city: City, at: datetime) -> None:
    def register(
        key: str, name: str, short: str, kind: UnitKind, order: int, *, code: str = "", group: str = ""
    ) -> None:
        there.units[key] = unit.register(
            None,
            by=there.guan,
            at=at,
            name=name,
            short_name=short,
            kind=kind,
            region_code=code,
            ranking_group=group,
            protocol_order=order,
            is_assessed=kind == UnitKind.COUNTY,
        )

    for place, county in enumerate(COUNTIES, 1):
        register(
            county.key,
            county.name,
            county.short_name,
            UnitKind.COUNTY,
            100 + place,
            code=county.region_code,
            group=RankingGroup.COUNTY,
        )
    for place, (key, name, short) in enumerate(DEPARTMENTS, 1):
        register(key, name, short, UnitKind.DEPARTMENT, 200 + place, group=RankingGroup.DEPARTMENT)
    for place, (key, name, short) in enumerate(PLATFORMS, 1):
        register(f"platform:{key}", name, short, UnitKind.PLATFORM, 300 + place, group=RankingGroup.PLATFORM)
    for place, (key, (name, _county)) in enumerate(city.owners.items(), 1):
        register(key, name, "", UnitKind.OWNER, 1000 + place)


def _people(there: Settled, city: City, at: datetime) -> None:
    """Leaders in protocol order, the cast, then a reviewer for each unit and a reporter for each owner."""
    random = Random(81)

    def enter(where: Unit, name: str, post: str, what: str, order: int, username: str = "") -> Person:
        made = person.register(
            where, by=there.guan, at=at, name=name, username=username, post=post, phone=naming.phone(random),
            password=PASSWORD if username else "", protocol_order=order, must_change_password=False,
        )  # fmt: skip
        role.grant(made, by=there.an, at=at + timedelta(minutes=5), role=what, unit=where, since_on=SINCE)
        made.forget_roles()
        return made

    _known_people(there, enter)
    for place, post in enumerate(("市项目办副主任", "项目科副科长", "项目科四级主任科员")):
        there.office_people.append(enter(there.office, naming.person(random), post, Role.SUPERVISOR, 50 + place))
    reviewers = [(each.key, f"{each.short_name}发改局重点办主任", Role.COUNTY_REVIEWER, 100) for each in COUNTIES]
    reviewers += [(key, f"{short}项目科科长", Role.DEPARTMENT_REVIEWER, 200) for key, _name, short in DEPARTMENTS]
    for key, post, what, order in reviewers:
        if key not in there.reviewers:
            there.reviewers[key] = enter(there.units[key], naming.person(random), post, what, order)
    for key in [*(f"platform:{key}" for key, _n, _s in PLATFORMS), *city.owners]:
        if key not in there.reporters:
            post = random.choice(("工程部经理", "项目部副经理", "办公室主任", "总工办工程师"))
            there.reporters[key] = enter(there.units[key], naming.person(random), post, Role.REPORTER, 1000)


def _known_people(there: Settled, enter: Callable[..., Person]) -> None:
    """Leaders, and those one can log in as."""
    usernames = {member.name: member.username for member in CAST if member.role == "leader"}
    for place, (name, post) in enumerate(LEADERS, 1):
        username = usernames.get(name, "")
        leader = enter(there.office, name, post, Role.LEADER, place, username)
        there.leaders.append(leader)
        if username:
            there.cast[username] = leader
    for place, member in enumerate(CAST):
        if member.username not in there.cast:
            where = there.units.get(member.unit) or there.units[f"platform:{member.unit}"]
            there.cast[member.username] = enter(
                where, member.name, member.post, member.role, 40 + place, member.username
            )
    there.office_people = [there.cast["wang"]]
    there.reviewers |= {"liling": there.cast["lin"], "industry": there.cast["bu"]}
    there.reporters |= {"owner:cdte": there.cast["li"], "platform:traffic": there.cast["zhao"]}
