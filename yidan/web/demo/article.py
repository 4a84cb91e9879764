"""The 88 rows of the article (domain.md Appendix A), and by what the simulated city bears each out.

A row is a figure with its exact value, a published number, an item of a register, projects by name, or a mechanism that
was used: records of a kind, and the page that shows them. tests/demo/test_article.py walks them all; docs/article.md is
written from here (tools/article.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True)
class Counted:
    """A figure of the registry, up to a month of 2020; what the article rounds stands here as it is."""

    key: str
    value: Decimal | Fraction | int
    until: str = "2020-12"
    listing: str = ""


@dataclass(frozen=True)
class Between:
    """A figure of which the article says only 超, 余, 近 or nothing exact."""

    key: str
    least: Decimal | int
    most: Decimal | int
    until: str = "2020-12"


@dataclass(frozen=True)
class Published:
    """A published number (统计口径), never computed."""

    series: str
    part: str
    value: str


@dataclass(frozen=True)
class Item:
    """An entry of a register whose sentence has these words."""

    register: str
    words: str


@dataclass(frozen=True)
class Proven:
    """An entry that a paper proves: claimed with it by one unit, confirmed by another."""

    register: str
    words: str


@dataclass(frozen=True)
class Works:
    """A project that has these words in its name."""

    words: str


@dataclass(frozen=True)
class Used:
    """A mechanism: so many records of a model at least, shown at an address."""

    model: str
    least: int
    page: str


Evidence = Counted | Between | Published | Item | Proven | Works | Used

ROWS: dict[int, tuple[Evidence, ...]] = {
    1: (Used("Tagging", 10, "/projects/"),),
    2: (Used("Matter", 1000, "/matters/"), Used("Round", 3, "/assessment/")),
    3: (Item("events", "调研防疫物资生产企业"), Counted("register.events.visits", 1)),
    4: (Counted("register.policy-clauses.count", 22), Item("policies", "共渡难关"), Item("policies", "消费扩容")),
    5: (Item("policy-clauses", "十条措施第1条"),),
    6: (Used("Scheme", 1, "/enterprises/"),),
    7: (Item("honours", "“一单四制”"), Used("Matter", 1000, "/matters/")),
    # of those that were under way before the festival; what is to start in the year is no 复工
    8: (
        Counted("resumption.rate", Fraction(100), "2020-02", "continuing"),
        Counted("resumption.rate", Fraction(100), "2020-02", "completing"),
    ),
    9: (Item("honours", "复工复产做法"),),
    10: (Works("港口医院"), Works("核酸检测实验室")),
    11: (Counted("register.secured-firms.count", 69),),
    12: (Counted("register.secured-firms.granted", Decimal(15_000)),),
    13: (Between("register.supplies.masks_share", 90, 100), Item("supplies", "口罩")),
    14: (Used("Observation", 100, "/watches/"),),
    15: (Between("matter.requests_closed", 300, 399),),
    16: (Item("campaigns", "产业项目建设年"),),
    17: (Item("campaigns", "奋战100天"), Between("completion.rate", 50, 100, "2020-06")),
    18: (Item("campaigns", "双比双看"),),
    19: (Counted("register.events.tours", 4),),
    20: (Counted("register.events.ceremonies", 5),),
    21: (Counted("register.events.conferences", 1),),
    22: (Counted("register.chains.count", 17), Counted("register.chain-meetings.count", 6)),
    23: (Used("Progress", 5000, "/projects/"), Counted("project.count", 549)),
    24: (Between("matter.close_rate", 80, 100),),
    25: (Used("Visit", 400, "/patrol/"), Used("Round", 3, "/assessment/")),
    26: (Used("Exhibit", 100, "/evidence/"),),
    27: (Between("approvals.simulated", 1, 549),),
    28: (Counted("approvals.days.median", 33),),
    29: (Counted("invested.year", Decimal(11_037_842)),),
    30: (Between("completion.rate", 107, 108),),
    31: (Published("industry-share", "value", "58.6"),),
    32: (Counted("finish.count", 154), Works("两机重大专项"), Works("钻石精密工业园")),
    33: (Counted("start.count", 308), Works("三一株洲基地"), Works("碲化镉")),
    34: (Counted("register.indicator-tasks.base_stations", Decimal(2010)),),
    35: (Counted("register.standings.five_g", Decimal(2)), Proven("standings", "5G基站建设进度")),
    36: (Published("fai-growth", "value", "9.7"),),
    37: (Published("fai-growth", "run", "5"), Published("fai-growth", "rank", "1")),
    38: (Item("honours", "真抓实干"),),
    39: (
        Counted("funds.bond_granted", Decimal(903_600)),
        Counted("register.standings.bond_quota", Decimal(3)),
        Proven("standings", "专项债券额度"),
    ),
    40: (Between("funds.budget_growth", 1700, 1800),),
    41: (Between("funds.bond_payment_rate", 90, 100), Between("funds.budget_payment_rate", 90, 100)),
    42: (Counted("register.standings.budget_use", Decimal(2)), Proven("standings", "预算内资金使用率")),
    43: (
        Between("pool.reserve", 1, 2000),
        Between("pool.rolling", 1, 600),
        Between("pool.construction", 1, 600),
        Counted("pool.moved_on", 24),
        Counted("pool.rolled_on", 9),
    ),
    44: (Used("ProjectCode", 500, "/funds/block/"),),
    45: (Counted("pool.developed", 1016),),
    46: (Counted("register.events.trainings", 1),),
    47: (Counted("register.financing.signed", 16),),
    48: (
        Counted("register.financing.signed_total", Decimal(2_030_000)),
        Counted("register.financing.signed_amount", Decimal(1_396_000)),
        Between("register.financing.drawn", 400_000, 700_000),
    ),
    49: (Counted("register.events.briefings", 4),),
    50: (Counted("register.research-topics.adopted", 31),),
    51: (Counted("register.special-plans.count", 51),),
    52: (Counted("register.special-plans.counties", 10),),
    53: (Counted("register.proposals.reforms", 41),),
    54: (Counted("register.proposals.works", 441),),
    55: (Item("proposals", "国家装备制造创新中心"), Item("proposals", "韶井铁路")),
    56: (Counted("register.proposals.reforms", 41), Counted("register.proposals.works", 441)),
    57: (Counted("register.plan-opinions.groups", 6), Between("register.plan-opinions.received", 100, 400)),
    58: (Counted("register.plan-drafts.count", 22),),
    59: (Counted("register.five-year-plan.chapters", 4),),
    60: (Counted("register.five-year-plan.tasks", 11),),
    61: (Counted("register.five-year-plan.landmarks", 8), Item("five-year-plan", "清水塘新城")),
    62: (Counted("register.five-year-plan.spaces", 3), Item("five-year-plan", "一核一圈一廊")),
    63: (Published("groups-share", "value", "78"),),
    64: (Counted("register.pilots.national_clusters", 1), Counted("register.pilots.provincial_clusters", 3)),
    65: (Item("honours", "国务院督查激励"),),
    66: (Item("honours", "获评优秀"), Item("honours", "典型发言")),
    67: (Counted("register.work-pillars.count", 5), Proven("work-pillars", "大项目")),
    68: (
        Counted("register.annual-tasks.integration_done", 24),
        Counted("register.annual-tasks.integration_running", 6),
    ),
    69: (Counted("register.library-projects.trunk_lines", 5), Works("三干两轨")),
    70: (Item("events", "第二届联席会议"),),
    71: (Item("annual-tasks", "半小时交通圈"), Item("annual-tasks", "同城同待遇")),
    72: (Works("醴茶铁路客运线"), Works("东城大道"), Works("东富大道")),
    73: (Published("river-grade", "said", "Ⅱ类"),),
    74: (Counted("register.indicator-tasks.hospitals", Decimal(85)),),
    75: (Counted("register.annual-tasks.border_tasks", 9),),
    76: (Counted("register.library-projects.border_part", Fraction(50)),),
    77: (Item("events", "湘赣边三市座谈会"),),
    78: (Counted("register.pilots.national_fusion_part", Fraction(40)),),
    79: (Counted("register.pilots.provincial_fusion_part", Fraction(500, 31)),),
    80: (Item("policies", "深度融合若干措施"),),
    81: (Counted("register.resettlement.sites", 30),),
    82: (Counted("register.resettlement.area", Decimal(563_000)),),
    83: (Counted("register.resettlement.per_person", Fraction(25)),),
    84: (Used("RecheckBatch", 1, "/rectification/"),),
    85: (Counted("register.inspections.passed", 2),),
    86: (Counted("register.relief.people", Decimal(13_184)),),
    87: (Counted("register.resettlement.followed_share", Fraction(100)),),
    88: (Item("honours", "醴陵市发改局"),),
}
