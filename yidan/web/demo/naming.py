"""Names, owners, places and codes of the projects that the article does not name: plausible, varied, never twice."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from yidan.web.demo.kinds import FIRM_STEMS, FIRM_TAILS, KINDS, WORKS_WEIGHT, Kind
from yidan.web.demo.model import Sketch
from yidan.web.demo.places import COUNTIES, GIVEN, LEADERS, SURNAMES, County

DOMAINS = (("industry", 58), ("infrastructure", 23), ("livelihood", 12), ("ecology", 7))
BY_KEY = {county.key: county for county in COUNTIES}
PHASES = ("", "", "", "", "（一期）", "（二期）", "（首期工程）", "一期工程", "二期")
OWNERS_AT_MOST = 420
COUNTY_OWNERS = (
    "城市建设投资有限公司",
    "交通建设投资有限公司",
    "水利建设投资有限公司",
    "教育建设投资有限公司",
    "产业发展投资集团有限公司",
    "农业开发投资有限公司",
    "卫生健康事业发展中心",
    "生态环境建设有限公司",
)
OWNER_OF_KIND = {
    "highway": 1,
    "street": 0,
    "grid": 4,
    "waterworks": 2,
    "hospital": 6,
    "school": 3,
    "oldtown": 0,
    "welfare": 4,
    "culture": 0,
    "sewage": 7,
    "river": 7,
    "soil": 7,
    "green": 0,
    "farm": 5,
    "machine": 4,
}
LONG_TAILS = {
    False: (
        "及配套基础设施、智能仓储、员工公寓和研发检测中心",
        "暨产业链上下游配套企业搬迁入园",
        "和智能化生产管控系统集成应用示范",
        "与绿色低碳循环利用一体化",
    ),
    True: (
        "及周边片区道路、给排水、电力通信、绿化亮化等综合配套",
        "（湘赣边区域合作示范区重点项目）",
        "（含征地拆迁、管线迁改、智慧化设施及附属工程）",
    ),
}


class Namer:
    """Draws names and owners, and remembers what it has given away."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.given: set[str] = set()
        self.owners: dict[str, tuple[str, str]] = {}
        self._firms: dict[tuple[str, str], list[str]] = {}

    def kind(self, county: County) -> Kind:
        """A kind that suits the county."""
        domain = self.random.choices([name for name, _ in DOMAINS], [weight for _, weight in DOMAINS])[0]
        if domain == "industry":
            weights = [2 ** (len(county.trades) - place) for place in range(len(county.trades))]
            return KINDS[self.random.choices(county.trades, weights)[0]]
        weights_of = WORKS_WEIGHT[domain]
        return KINDS[self.random.choices(list(weights_of), list(weights_of.values()))[0]]

    def name(self, kind: Kind, county: County) -> tuple[str, str, str, str]:
        """(project's name, owner's key, place, item)."""
        for attempt in range(60):
            firm, owner = self.firm(kind, county)
            town = self.random.choice(county.towns)
            other = self.random.choice([each for each in county.towns if each != town])
            item = self.random.choice(kind.items)
            number = self.random.randrange(*kind.n) if kind.n[0] < kind.n[1] else 1
            phase = self.random.choice(PHASES)
            if attempt > 20:
                part = self.random.choice(("", "A区", "B区", "南区", "北区"))
                phase = f"({self.random.choice('一二三四五六七八九')}期{part})"
            pattern = self.random.choice(kind.names)
            if not kind.public and "{n}" not in pattern and item[0] in "万吨台套只亿件" and kind.key != "energy":
                pattern = "{firm}年产{n}{item}项目{phase}"
            if "{n}{item}" in pattern and item[0] not in "万吨台套只亿件兆":
                pattern = "{firm}{item}项目{phase}"
            if kind.key == "energy" and not item.startswith("兆"):
                pattern = "{county}{place}{item}项目{phase}"
            elif kind.key == "energy":
                pattern = "{place}{n}{item}项目"
            short = town.removesuffix("街道").removesuffix("镇")
            name = pattern.format(
                firm=firm,
                place=short,
                place2=other.removesuffix("街道").removesuffix("镇"),
                n=number,
                phase=phase,
                park=self.random.choice(county.parks),
                county=county.short_name,
                item=item.format(place2=other[:2]),
            )
            if self.random.random() < 0.04:
                name = (
                    name.removesuffix("项目").removesuffix("工程")
                    + self.random.choice(LONG_TAILS[kind.public])
                    + ("工程" if kind.public else "项目")
                )
            if attempt > 40:
                name = f"{name}{self.random.randint(2, 99)}号地块"
            if name not in self.given:
                self.given.add(name)
                return name, owner, f"{county.short_name}{town}", item
        raise RuntimeError("ran out of names")

    def firm(self, kind: Kind, county: County) -> tuple[str, str]:
        """(short name used in the project's name, owner's key)."""
        if kind.public:
            return county.short_name, self.county_owner(county, OWNER_OF_KIND.get(kind.key, 0))
        known = self._firms.setdefault((kind.key, county.key), [])
        full = len(self.owners) >= OWNERS_AT_MOST
        if known and (full or self.random.random() < 0.22):
            short = self.random.choice(known)
        else:
            short = self.random.choice(FIRM_STEMS) + self.random.choice(FIRM_TAILS.get(kind.key, ("科技",)))
            if full and f"firm:{county.key}:{short}" not in self.owners:
                return short, self.county_owner(county, OWNER_OF_KIND.get(kind.key, 4))
            known.append(short)
        place = county.short_name.removesuffix("区").removesuffix("市").removesuffix("县")
        full_name = f"{place if len(place) > 1 else county.short_name}{short}有限公司（模拟）"
        return short, self.owner(f"firm:{county.key}:{short}", full_name, county.key)

    def county_owner(self, county: County, place: int) -> str:
        """The county's own building company for a trade."""
        name = f"{county.short_name}{COUNTY_OWNERS[place]}（模拟）"
        return self.owner(f"county:{county.key}:{place}", name, county.key)

    def owner(self, key: str, name: str, county: str) -> str:
        """Note an owner; the same name is the same owner."""
        for known, (known_name, _county) in self.owners.items() if key not in self.owners else ():
            if known_name == name:
                return known
        self.owners.setdefault(key, (name, county))
        return key


def person(random: Random) -> str:
    """An invented person's name."""
    return random.choice(SURNAMES) + "".join(random.sample(GIVEN, random.choice((1, 2, 2, 2))))


def phone(random: Random) -> str:
    """A number from the range 199-0000 that no operator has given out to these people."""
    return f"1990000{random.randint(0, 9999):04d}"


def settle(sketch: Sketch, random: Random, place: str, item: str) -> None:
    """Everything of a project's profile that follows from its kind and county."""
    county, kind = BY_KEY[sketch.county], KINDS[sketch.kind]
    sketch.place = sketch.place or place
    sketch.region_code = county.site_code
    sketch.industry_code = random.choice(kind.codes)
    sketch.longitude = Decimal(f"{county.longitude + random.uniform(-0.09, 0.09):.6f}")
    sketch.latitude = Decimal(f"{county.latitude + random.uniform(-0.07, 0.07):.6f}")
    public = kind.public or sketch.owner.startswith("platform:")
    sketch.management_form = "approval" if public else random.choice(("filing",) * 9 + ("verification",))
    sketch.funding_nature = "government" if public else random.choice(("enterprise",) * 8 + ("mixed",))
    words = f"{sketch.name}{item}"
    sketch.nature = (
        "expansion"
        if "扩" in words
        else "renovation"
        if any(part in words for part in ("改", "升级", "提质"))
        else "relocation"
        if "搬迁" in words or "迁建" in words
        else "restoration"
        if "修复" in words
        else "new"
    )
    sketch.scale = scale(kind, item, random)
    sketch.duty_person, sketch.duty_phone = person(random), phone(random)
    sketch.leader = random.choice(_LEADERS_OF.get(sketch.domain, range(len(LEADERS))))


_LEADERS_OF = {
    "industry": (0, 1, 2, 3, 4, 7, 9, 12),
    "infrastructure": (0, 2, 5, 7, 9),
    "livelihood": (1, 6, 8, 10, 11),
    "ecology": (2, 6, 9, 11),
}


def scale(kind: Kind, item: str, random: Random) -> str:
    """建设规模及主要内容."""
    area = random.randint(12, 480)
    built = random.choice((6000, 8500, 12000, 18000, 24000, 32000, 45000, 68000, 96000, 130000))
    if kind.manner == "plant":
        return (
            f"占地{area}亩，建筑面积{built}平方米，建设标准厂房{random.randint(1, 8)}栋、研发办公楼及配套设施，"
            f"新增生产线{random.randint(1, 12)}条。"
        )
    if kind.manner == "building":
        return f"总建筑面积{built}平方米，主要建设{item}主体工程及室外管网、道路、绿化等。"
    if kind.manner == "road":
        width = random.choice((8.5, 12, 24.5, 32, 46))
        return (
            f"全长{random.uniform(1.2, 38):.1f}公里，设计宽度{width}米，含桥涵{random.randint(1, 26)}座，"
            "同步实施管线、照明和绿化。"
        )
    if kind.manner == "farm":
        cold = random.randint(1, 9)
        return f"建设基地{random.randint(3, 120) * 100}亩，配套加工车间{built // 4}平方米、冷库{cold}千立方米。"
    return (
        f"新建（改造）管网{random.uniform(2, 86):.1f}公里，治理面积{random.uniform(0.3, 22):.1f}平方公里，"
        "配套建设泵站、监测和自控设施。"
    )


def code(sketch: Sketch, random: Random, *, year: int, month: int) -> str:
    """A national code: old form until October 2020, new form after (domain.md §5.1). The region is the approver's."""
    county = BY_KEY[sketch.county]
    region = "430000" if sketch.provincial and random.random() < 0.3 else county.region_code or "430200"
    if sketch.owner.startswith("platform:"):
        region = "430200"
    admission = {"approval": "01", "verification": "02", "filing": "03"}[sketch.management_form]
    serial = f"{random.randint(1, 999999):06d}"
    if (year, month) >= (2020, 11):
        department = "07" if sketch.domain == "industry" and random.random() < 0.4 else "04"
        return f"{year % 100:02d}{month:02d}-{region}-{department}-{random.choice(('01', '02', '05'))}-{serial}"
    industry = sketch.industry_code[1:3] if sketch.industry_code else "47"
    return f"{year}-{region}-{industry}-{admission}-{serial}"
