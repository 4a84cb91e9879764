"""Draw the city: which projects there are, how large, in which list, how their year went. Pure and deterministic."""

from __future__ import annotations

from datetime import date
from random import Random

from yidan.web.demo import reporting, year
from yidan.web.demo.kinds import KINDS
from yidan.web.demo.model import City, Lie, Sketch
from yidan.web.demo.named import NAMED, Named
from yidan.web.demo.naming import BY_KEY, Namer, code, settle
from yidan.web.demo.places import COUNTIES

PROJECTS, MONTHS, SEED = 549, 12, 2020
PREPARING, COMPLETING, CONTINUING = 11, 160, 53
FIRST_MONTH = (2020, 1)


PLATFORM_OF_KIND = {"highway": "platform:traffic", "waterworks": "platform:water", "sewage": "platform:water"}
CHAINS = {
    "rail": "轨道交通产业链", "aviation": "中小航空发动机产业链", "auto": "新能源汽车产业链",
    "carbide": "先进硬质材料产业链", "chip": "功率半导体产业链", "ceramic": "陶瓷产业链", "garment": "服饰产业链",
}  # fmt: skip


def draw(projects: int = PROJECTS, months: int = MONTHS, seed: int = SEED) -> City:
    """The city of `projects` top-level projects and `months` accepted months, the month after them open."""
    if projects < 20 or months < 1:
        raise ValueError("a city has at least 20 projects and one month")
    random = Random(seed)
    namer = Namer(random)
    sketches = _named(namer, random, projects)
    _fill(sketches, namer, random, projects)
    for place, sketch in enumerate(sketches):
        sketch.key = place
        sketch.is_of_a_crowd = projects > 2000
    _link_children(sketches)
    ratio = projects / PROJECTS
    calendar = [_month(place) for place in range(months)]
    open_month = _month(months)
    leaves = [sketch for sketch in sketches if not sketch.is_bundle]
    lies = year.plan_first_year(leaves, random, ratio=ratio)
    year.follow_bundles(sketches)
    for sketch in leaves:
        _identify(sketch, random)
    year.plan_later_years(leaves, random, last=open_month)
    year.adjust(leaves, random)
    reporting.write(leaves, random, lies, calendar, open_month)
    year.note_steps(leaves, random, light=projects > 2000)
    reporting.correct(leaves, random, lies, months=months)
    _mark_curiosities(sketches, random)
    if projects >= 200:
        sketches.append(_duplicate(sketches, random))
    return City(sketches, namer.owners, lies, calendar, open_month)


def _month(place: int) -> tuple[int, int]:
    return FIRST_MONTH[0] + place // 12, 1 + place % 12


def _named(namer: Namer, random: Random, projects: int) -> list[Sketch]:
    bundles = [named for named in NAMED if named.children]
    single = [named for named in NAMED if not named.children]
    if projects < 200:  # a small city has the first of them, no more in preparation than its part
        single = [named for named in single[: projects // 4] if named.listing != "preparing"]
        bundles = bundles[:1]
    sketches = []
    for named in [*single, *bundles]:
        sketches.append(_from_name(named, namer, random))
        for child in named.children:
            sketches.append(_child(child, sketches, named, namer, random))
    return sketches


def _from_name(named: Named, namer: Namer, random: Random) -> Sketch:
    kind, county = KINDS[named.kind], BY_KEY[named.county]
    namer.given.add(named.name)
    if named.owner.startswith("platform:"):
        owner = named.owner
    else:
        owner = namer.owner(
            "owner:cdte" if named.key.startswith("cdte") else f"named:{named.owner}", named.owner, county.key
        )
    sketch = Sketch(
        key=0, name=named.name, county=named.county, kind=kind.key, domain=kind.domain, manner=kind.manner,
        listing=named.listing, total_wan=named.total_wan, owner=owner,
        responsible=named.county if not owner.startswith("platform:") else kind.department,
        competent=kind.department, leader=0, provincial=named.provincial, national=named.national,
        former_names=named.former_names, shares=named.shares, tags=named.tags, is_bundle=bool(named.children),
        special=named.key or ("named" if not named.children else "bundle"),
        hint=(named.planned_wan, named.started, named.completed),
    )  # fmt: skip
    settle(sketch, random, f"{county.short_name}{random.choice(county.towns)}", random.choice(kind.items))
    sketch.leader = random.choice((0, 1, 2, 7)) if named.provincial else sketch.leader
    return sketch


def _child(name: str, sketches: list[Sketch], named: Named, namer: Namer, random: Random) -> Sketch:
    parent = next(sketch for sketch in reversed(sketches) if sketch.is_bundle)
    namer.given.add(name)
    kind = KINDS[named.kind]
    child = Sketch(
        key=0, name=name, county=_county_in(name) or named.county, kind=kind.key, domain=kind.domain,
        manner=kind.manner, listing="continuing",
        total_wan=int(kind.median_wan * random.lognormvariate(-0.2, 0.4)) // 100 * 100,
        owner=parent.owner, responsible=parent.responsible, competent=parent.competent, leader=parent.leader,
        parent=-1, special="child",
    )  # fmt: skip
    if parent.responsible in BY_KEY:
        child.responsible = child.county
    leader = parent.leader
    settle(
        child, random, f"{BY_KEY[child.county].short_name}{random.choice(BY_KEY[child.county].towns)}", kind.items[0]
    )
    child.leader = leader
    return child


def _county_in(name: str) -> str:
    """The county whose name or town stands in a child's name (a city-wide bundle lies in several)."""
    for county in COUNTIES:
        words = [county.short_name, *(town.removesuffix("街道") for town in county.towns)]
        if any(word in name for word in words):
            return county.key
    return ""


def _link_children(sketches: list[Sketch]) -> None:
    parent = None
    for sketch in sketches:
        if sketch.is_bundle:
            parent = sketch
        elif sketch.parent == -1 and parent is not None:
            sketch.parent = parent.key


def quotas(projects: int) -> dict[str, int]:
    """How many top-level projects stand in each list."""
    preparing = max(1, round(PREPARING * projects / PROJECTS))
    completing = round(COMPLETING * projects / PROJECTS)
    continuing = max(3, round(CONTINUING * projects / PROJECTS))
    return {
        "preparing": preparing, "completing": completing, "continuing": continuing,
        "starting": projects - preparing - completing - continuing,
    }  # fmt: skip


def _fill(sketches: list[Sketch], namer: Namer, random: Random, projects: int) -> None:
    """As many invented projects as each list still needs."""
    missing = []
    for listing, quota in quotas(projects).items():
        there = sum(1 for sketch in sketches if sketch.listing == listing and sketch.parent is None)
        missing += [listing] * (quota - there)
    random.shuffle(missing)
    while len(missing) > projects - sum(1 for sketch in sketches if sketch.parent is None):
        missing.pop()
    for listing in missing:
        county = random.choices(COUNTIES, [each.weight for each in COUNTIES])[0]
        kind = namer.kind(county)
        name, owner, place, item = namer.name(kind, county)
        city_level = kind.public and random.random() < 0.22
        if city_level:
            owner = PLATFORM_OF_KIND.get(kind.key, "platform:citybuild")
        total = int(kind.median_wan * random.lognormvariate(0.15, 0.75))
        sketch = Sketch(
            key=0, name=name, county=county.key, kind=kind.key, domain=kind.domain, manner=kind.manner, listing=listing,
            total_wan=max(3000 if kind.domain != "industry" else 5000, total // 100 * 100), owner=owner,
            responsible=kind.department if city_level else county.key, competent=kind.department, leader=0,
            provincial=total > 60000 and random.random() < 0.25, county_key=not city_level and random.random() < 0.3,
        )  # fmt: skip
        settle(sketch, random, place, item)
        sketch.tags = _tags(sketch, random)
        sketches.append(sketch)


def _tags(sketch: Sketch, random: Random) -> tuple[str, ...]:
    tags = []
    if sketch.domain == "industry" and random.random() < 0.5:
        tags.append("产业项目建设年")
    if sketch.county in {"liling", "youxian", "chaling", "yanling"} and random.random() < 0.18:
        tags.append("湘赣边")
    chain = CHAINS.get(sketch.kind)
    if chain:
        tags.append(chain)
    if random.random() < 0.09:
        tags.append(random.choice(("五个100", "专项债", "中央预算内", "十四五")))
    return tuple(tags)


def _identify(sketch: Sketch, random: Random) -> None:
    """Code and level; what is only being prepared has no code yet, nor have a few others."""
    if sketch.listing == "preparing" or random.random() < 0.03:
        return
    start = sketch.started_on or sketch.began_on
    if start is None or (start.year, start.month) < (2020, 11):
        approved = 2020 if start is None else max(2016, start.year - (start.month < 4))
        sketch.code = code(sketch, random, year=approved, month=1)
    else:
        sketch.code = code(sketch, random, year=2020, month=start.month)


def _mark_curiosities(sketches: list[Sketch], random: Random) -> None:
    """Renamed projects, rebuilt codes, cross-county shares beside the named ones."""
    plain = [sketch for sketch in sketches if not sketch.special and sketch.code and sketch.listing != "preparing"]
    chosen = random.sample(plain, min(len(plain), max(3, len(plain) // 60)))
    for sketch in chosen[::3]:
        sketch.renamed_from = sketch.name.replace("项目", "").replace("工程", "") + "建设项目（暂定名）"
        sketch.renamed_on = date(2020, random.randint(4, 10), random.randint(8, 25))
    for sketch in chosen[1::3]:
        sketch.new_code = code(sketch, random, year=2020, month=12)
        sketch.recoded_on = date(2020, 12, random.randint(4, 22))
    for sketch in chosen[2::3]:
        sketch.former_names = (sketch.name.replace("建设", "").replace("项目", "") + "一期",)
    for sketch in [each for each in plain if each.kind in {"highway", "river", "grid"}][:4]:
        neighbour = random.choice([county.key for county in COUNTIES if county.key != sketch.county])
        part = random.choice(("55", "60", "66.6667", "72.5"))
        rest = {"55": "45", "60": "40", "66.6667": "33.3333", "72.5": "27.5"}[part]
        sketch.shares = ((sketch.county, part), (neighbour, rest))


def _duplicate(sketches: list[Sketch], random: Random) -> Sketch:
    """A project registered a second time by another hand in March, found out and merged in April."""
    twin = next(s for s in sketches if not s.special and s.code and s.listing == "starting" and s.started_on)
    name = twin.name.replace("项目", "建设工程", 1) if "项目" in twin.name else twin.name + "（补报）"
    copy = Sketch(
        key=len(sketches), name=name, county=twin.county, kind=twin.kind, domain=twin.domain, manner=twin.manner,
        listing="", total_wan=twin.total_wan, owner=twin.owner, responsible=twin.responsible, competent=twin.competent,
        leader=twin.leader, is_duplicate_of=twin.key, special="duplicate",
    )  # fmt: skip
    settle(copy, random, twin.place, "")
    return copy


__all__ = ["City", "Lie", "draw", "quotas"]
