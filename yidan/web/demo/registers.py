"""登记簿 of the simulated city: what the article of 2020 tells besides projects and money (domain.md Appendix A).

Names that the article gives stand as it gives them, misprints put right (§0.15); whatever it only counts is counted by
invented items that say so in their names. A small city has its part of the long lists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal

from yidan.targets import queries
from yidan.targets.commands import item as items
from yidan.targets.commands import register as registers
from yidan.targets.models import Item
from yidan.web.demo import proven, support
from yidan.web.demo.books import FULL, Books
from yidan.web.demo.events import Event
from yidan.web.demo.places import COUNTIES
from yidan.web.demo.registry import Known
from yidan.web.demo.settlers import Settled, moment
from yidan.web.targets.shipped import shipped

OPENING = date(2020, 1, 6)


def draw(everything: list[Known], there: Settled, last: date) -> list[Event]:
    """Every act up to the story's last day, in time."""
    books = Books(
        there, everything, min(1.0, len([each for each in everything if not each.project.parent_id]) / FULL), {}
    )
    events = [Event(moment(OPENING, 9), lambda at: _adopt(books, at))]
    for day, act in (*_year(books), *_campaigns(books)):
        if day <= last:
            events.append(Event(moment(day, 16, 30), act))
    return sorted(events, key=lambda event: event.at)


Step = tuple[date, Callable[[datetime], object]]


def _adopt(books: Books, at: datetime) -> None:
    for each in shipped():
        said = {name: each[name] for name in ("name", "family", "basis", "is_open", "definition")}
        books.made[each["key"]] = registers.define(None, by=books.there.cast["wang"], at=at, slug=each["key"], **said)


def _year(books: Books) -> Iterator[Step]:
    yield date(2020, 1, 20), lambda at: _tasks(books, at)
    yield date(2020, 2, 10), lambda at: support.policies(books, at)
    yield date(2020, 2, 20), lambda at: support.firms(books, at)
    yield date(2020, 2, 24), lambda at: support.supplies(books, at)
    yield date(2020, 3, 10), lambda at: _plan(books, at)
    yield date(2020, 4, 20), lambda at: _chains(books, at)
    yield date(2020, 5, 12), lambda at: _honours(books, at)
    yield date(2020, 6, 22), lambda at: _drafting(books, at)
    yield date(2020, 7, 15), lambda at: support.financing(books, at)
    yield date(2020, 8, 18), lambda at: _proposals(books, at)
    yield date(2020, 9, 21), lambda at: _libraries(books, at)
    yield date(2020, 10, 20), lambda at: _pilots(books, at)
    yield date(2020, 11, 12), lambda at: _people(books, at)
    yield date(2020, 12, 18), lambda at: support.drawn(books, at)
    yield date(2020, 12, 21), lambda at: _ending(books, at)
    yield date(2020, 12, 22), lambda at: proven.pillars(books, at)
    yield date(2020, 12, 23), lambda at: proven.standings(books, at)


# --- tasks ---

INTEGRATION = (
    ("开行醴茶铁路客运线", "transport"), ("建成东城大道株洲段", "transport"), ("启动东富大道建设", "transport"),
    ("“三干两轨”株洲段全线推进", "transport"), ("启动长株潭城际公交互通", "transport"),
    ("联合申报国家装备制造创新中心", "industry"),
    ("共建先进轨道交通产业集群", "industry"), ("开展产业链协同招商", "commerce"),
    ("共建长株潭科技成果转化平台", "industry"),
    ("异地就医直接结算扩面", "health"), ("三市医疗机构检查结果互认", "health"), ("三市公积金互认互贷", "housing"),
    ("推行三市政务服务通办", "reform"), ("建立三市联席会议制度", "reform"), ("编制长株潭一体化规划", "resources"),
    ("湘江株洲段水环境联防联治", "environment"), ("大气污染联防联控", "environment"), ("渌江流域治理", "water"),
    ("绿心地区生态保护", "resources"), ("建成区域农产品产销对接点", "agriculture"), ("文化旅游线路互联", "culture"),
    ("优质教育资源共享", "education"), ("养老服务标准互认", "civil"), ("城管执法联动", "urban"),
    ("半小时交通圈骨干路网", "transport"), ("韶井铁路前期工作", "transport"), ("三市产业用地统筹", "resources"),
    ("同城同待遇事项清单落地", "reform"), ("区域应急联动平台", "civil"), ("长株潭职教联盟", "education"),
)  # fmt: skip
DONE = 24
BORDER = ("交通互联", "产业协作", "生态共治", "文旅融合", "民生共享", "园区共建", "红色教育", "农产品流通", "人才交流")


def _tasks(books: Books, at: datetime) -> None:
    for number, (title, unit) in enumerate(INTEGRATION):
        books.enter(
            "annual-tasks", title, at, year=2020, unit=books.unit(unit), document="株政办发〔2020〕3号",
            values={"list": "长株潭一体化", "goal": "年内完成" if number < DONE else "年内取得阶段性进展，次年完成"},
        )  # fmt: skip
    for title in BORDER:
        books.enter(
            "annual-tasks", f"湘赣边合作：{title}", at, year=2020, unit=books.unit("reform"),
            document="湘赣边区域合作三年行动计划", values={"list": "湘赣边合作三年行动", "goal": "按三年行动计划推进"},
        )  # fmt: skip
    for title, indicator, measure in (
        ("5G基站建设", "5G基站", "个"), ("异地就医定点医院", "异地就医定点医院", "家"),
    ):  # fmt: skip
        goal = {"5G基站": 2000, "异地就医定点医院": 80}[indicator]
        books.enter(
            "indicator-tasks", title, at, year=2020, unit=books.unit("industry" if "5G" in title else "health"),
            values={"indicator": indicator, "goal": goal, "measure": measure},
        )  # fmt: skip


def _ending(books: Books, at: datetime) -> None:
    """The year's end: what is done is claimed with a paper by its department and confirmed by the office."""
    there, wang = books.there, books.there.cast["wang"]
    keys = {unit.pk: key for key, unit in there.units.items()}
    tasks = queries.with_words(Item.objects.filter(register_key="annual-tasks").order_by("serial"))
    for number, task in enumerate(list(tasks)[:DONE]):
        content = task.live
        if content is None or content.unit_id is None:
            continue
        proven.prove(
            task, by=there.reviewers[keys[content.unit_id]], confirmer=wang, at=at,
            done_on=date(2020, 12, 1 + number % 18), paper=f"{content.title}完成情况.txt",
            text=f"模拟数据：“{content.title}”完成情况说明，2020年12月。", words=f"{content.title}已按年度目标完成。",
        )  # fmt: skip
    for indicator, value, source in (
        ("5G基站建设", 2010, "市通信发展管理办公室2020年12月报"), ("异地就医定点医院", 85, "市医疗保障局2020年12月报"),
    ):  # fmt: skip
        found = Item.objects.get(register_key="indicator-tasks", contents__title=indicator)
        items.measure(
            found, by=wang, at=at, name="actual", until_on=date(2020, 12, 15), value=Decimal(value), source=source
        )


# --- the plan ---

CHAPTERS = (
    ("打造先进制造业高地", ("壮大三大动力产业", "培育五大新兴产业", "改造提升两大传统产业")),
    ("建设科技创新高地", ("建设创新平台", "推进成果转化", "集聚创新人才")),
    ("建设改革开放高地", ("深化营商环境改革", "融入长株潭一体化", "深化湘赣边合作")),
    ("建设幸福美丽株洲", ("推进乡村振兴", "共建共享高品质生活")),
)  # fmt: skip
LANDMARKS = (
    ("新增3个以上千亿产业集群", 3), ("创建1个以上国家级园区", 1), ("新建2所以上全日制本科院校", 2),
    ("建成清水塘新城", None), ("株洲电厂退城进郊", None),
)  # fmt: skip
SPACES = ("一核一圈一廊", "南四县市", "一江两水")
UNNAMED_LANDMARKS = 3  # the article counts eight and names five


def _plan(books: Books, at: datetime) -> None:
    industry = [each.project for each in books.everything if each.sketch.domain == "industry"]
    works = [each.project for each in books.everything if each.sketch.domain != "industry"]
    wang = books.there.cast["wang"]
    for place, (chapter, tasks) in enumerate(CHAPTERS):
        above = books.enter("five-year-plan", chapter, at, values={"kind": "篇章"}, unit=books.unit("reform"))
        for number, title in enumerate(tasks):
            task = books.enter(
                "five-year-plan", title, at, parent=above, values={"kind": "重点任务"},
                unit=books.unit("industry" if place < 2 else "reform"),
            )  # fmt: skip
            pool = industry if place < 2 else works
            for project in pool[place * 40 + number * 6 : place * 40 + number * 6 + 5]:
                items.link(task, by=wang, at=at, project=project)
    first = Item.objects.filter(register_key="five-year-plan", parent=None).order_by("serial").first()
    for title, goal in LANDMARKS:
        books.enter("five-year-plan", title, at, parent=first,
                    values={"kind": "标志性大事"} | ({"base": 0, "goal": goal} if goal else {}))  # fmt: skip
    for title in SPACES:
        books.enter("five-year-plan", title, at, parent=first, values={"kind": "空间布局"})
    for number in range(UNNAMED_LANDMARKS):
        books.enter("five-year-plan", f"标志性大事之{number + 6}(文中未列名)", at, parent=first,
                    values={"kind": "标志性大事"})  # fmt: skip


COUNTY_PLANS = tuple(county.key for county in COUNTIES)
GROUPS = ("人大代表", "政协委员", "智库专家", "企业家", "党外人士", "基层群众")
DRAFTS, TOPICS, SPECIAL = 22, 31, 51
STAGES = ("印发", "审议", "论证", "征求意见", "初稿")


def _drafting(books: Books, at: datetime) -> None:
    for number in range(TOPICS):
        books.enter(
            "research-topics", f"“十四五”规划重大前期课题{number + 1}(模拟)", at, year=2020, unit=books.unit("reform"),
            values={"stage": "结题", "is_adopted": True, "contractor": "高校与智库"},
        )  # fmt: skip
    units = ("transport", "housing", "resources", "environment", "water", "agriculture", "health", "education")
    for number in range(SPECIAL):
        books.enter(
            "special-plans", f"“十四五”市级专项规划{number + 1}(模拟)", at, year=2020,
            unit=books.unit(units[number % len(units)]), values={"stage": STAGES[number % len(STAGES)]},
        )  # fmt: skip
    for key in COUNTY_PLANS:
        unit = books.unit(key)
        books.enter("special-plans", f"{unit.short_name}“十四五”规划纲要", at, year=2020, unit=unit,
                    values={"stage": "征求意见", "is_county": True})  # fmt: skip
    for number in range(DRAFTS):
        draft = books.enter(
            "plan-drafts", f"规划纲要第{number + 1}稿", at, year=2020,
            values={"changes": "按征求的意见修改" if number else "第一稿"},
        )  # fmt: skip
        if number == 9:
            for place, group in enumerate(GROUPS):
                books.enter(
                    "plan-opinions", f"征求{group}意见", at, parent=draft, year=2020,
                    values={"group": group, "received": 18 + 7 * place, "adopted": 11 + 4 * place,
                            "answer": "与上位规划不一致的未采纳，已逐条说明"},
                )  # fmt: skip


REFORMS, WORKS = 41, 441


def _proposals(books: Books, at: datetime) -> None:
    for number in books.some(REFORMS):
        books.enter(
            "proposals", f"重大政策改革建议{number + 1}(模拟)", at, year=2020, unit=books.unit("reform"),
            values={"kind": "重大政策" if number % 2 else "重大改革", "adopted": "研究中"},
        )  # fmt: skip
    leaves = [each.project for each in books.everything]
    wang = books.there.cast["wang"]
    named = (("国家装备制造创新中心", "长沙、湘潭"), ("韶井铁路", "湘潭"))
    for number in books.some(WORKS):
        project = leaves[number % len(leaves)]
        title, joint = named[number] if number < len(named) else (f"{project.name}({number + 1})", "")
        made = books.enter(
            "proposals", title[:200], at, year=2020, unit=books.unit("reform"),
            values={"kind": "重大工程", "joint_with": joint, "adopted": "纳入省规划" if number % 6 == 0 else "研究中"},
        )  # fmt: skip
        if number >= len(named) and number < len(leaves):
            made.said = [made.live]  # type: ignore[attr-defined]  # asked for four times by each act
            items.link(made, by=wang, at=at, project=project)


# --- events and campaigns ---

EVENTS = (
    ("一季度重点项目集中开工", "集中开工", date(2020, 3, 23)), ("“奋战100天”集中开工", "集中开工", date(2020, 4, 28)),
    ("三季度重点项目集中开工", "集中开工", date(2020, 7, 8)), ("“大干100天”集中开工", "集中开工", date(2020, 9, 23)),
    ("四季度产业项目集中开工", "集中开工", date(2020, 11, 18)), ("一季度看学议", "看学议", date(2020, 4, 9)),
    ("二季度看学议", "看学议", date(2020, 6, 29)), ("三季度看学议", "看学议", date(2020, 9, 29)),
    ("四季度看学议", "看学议", date(2020, 12, 17)), ("全省重点项目协调推进会", "推进会", date(2020, 5, 27)),
    ("项目储备和开发培训会", "培训会", date(2020, 8, 12)), ("湘赣边三市座谈会", "座谈会", date(2020, 9, 10)),
    ("长株潭一体化第二届联席会议", "联席会", date(2020, 10, 16)),
    ("主任带队调研防疫物资生产企业", "调研", date(2020, 11, 5)),
    *((f"市委市政府主要领导第{number}次专题听取“十四五”规划编制汇报", "专题听取", day) for number, day in enumerate(
        (date(2020, 5, 20), date(2020, 7, 22), date(2020, 9, 16), date(2020, 11, 25)), 1)),
)  # fmt: skip
CARRIED = 12


def _campaigns(books: Books) -> Iterator[Step]:
    yield (
        date(2020, 3, 22),
        lambda at: _campaign(books, at, "奋战100天、冲刺过半", date(2020, 3, 23), date(2020, 6, 30), 50),
    )
    for title, first in (("产业项目建设年", date(2020, 1, 6)), ("双比双看", date(2020, 3, 2))):
        yield first, lambda at, title=title: _campaign(books, at, title, at.date(), date(2020, 12, 31), 100)
    yield (
        date(2020, 9, 22),
        lambda at: _campaign(books, at, "大干100天、决战四季度", date(2020, 9, 23), date(2020, 12, 31), 100),
    )
    for title, kind, day in EVENTS:
        yield day, lambda at, title=title, kind=kind, day=day: _event(books, at, title, kind, day)


def _campaign(books: Books, at: datetime, title: str, first: date, last: date, goal: int) -> None:
    books.enter("campaigns", title, at, starts_on=first, until_on=last, unit=books.unit("office"),
                values={"slogan": title, "goal": goal})  # fmt: skip


def _event(books: Books, at: datetime, title: str, kind: str, day: date) -> None:
    is_provincial = kind == "推进会"
    made = books.enter(
        "events", title, at, starts_on=day, unit=books.unit("office"),
        level="provincial" if is_provincial else "municipal", values={"kind": kind, "host": "市重点办"},
    )  # fmt: skip
    if kind not in ("集中开工", "看学议"):
        return
    near = [
        each for each in books.everything
        if each.sketch.started_on and not each.sketch.is_bundle
        and abs((each.sketch.started_on - day).days) <= (25 if kind == "集中开工" else 120)
    ]  # fmt: skip
    for each in near[: CARRIED if kind == "集中开工" else 6]:
        items.link(made, by=books.there.cast["wang"], at=at, project=each.project)


# --- honours, pilots, chains, people ---


def _honours(books: Books, at: datetime) -> None:
    for title, giver, form, level, day in (
        ("老工业基地调整改造工作获国务院督查激励", "国务院办公厅", "表彰激励", "national", date(2020, 5, 8)),
        ("产业转型升级示范区建设获评优秀", "国家发展改革委等五部委", "通报表扬", "national", date(2020, 5, 11)),
        ("真抓实干成效明显受省政府表扬", "湖南省人民政府", "通报表扬", "provincial", date(2020, 4, 20)),
        ("复工复产做法获调研组肯定", "中办国办调研组", "批示肯定", "national", date(2020, 4, 2)),
        ("醴陵市发改局工作入选全国典型案例", "国家发展改革委", "典型案例", "national", date(2020, 5, 6)),
        ("“一单四制”工作法在全省首创", "湖南省发展改革委", "首创", "provincial", date(2020, 4, 28)),
        ("5G基站建设进度居全省前列", "湖南省通信管理局", "位次通报", "provincial", date(2020, 5, 9)),
        ("专项债券额度居全省第三位", "湖南省财政厅", "位次通报", "provincial", date(2020, 5, 10)),
        ("预算内资金使用率居全省前列", "湖南省发展改革委", "位次通报", "provincial", date(2020, 5, 11)),
        ("全省会议典型发言", "湖南省发展改革委", "典型发言", "provincial", date(2020, 5, 7)),
    ):  # fmt: skip
        books.enter("honours", title, at, starts_on=day, level=level, values={"giver": giver, "form": form},
                    unit=books.unit("reform"))  # fmt: skip


FUSION = (
    ("国家两业融合试点", "国家两业融合试点(湖南)", 5, "national", (("株洲高新区", "园区"), ("中车株洲所", "企业"))),
    ("省两业融合试点", "省第一批两业融合试点", 31, "provincial", (
        ("中车株机", "企业"), ("华联铝业", "企业"), ("宏达电子", "企业"), ("钻石切削", "企业"), ("株洲福德", "企业"),
    )),
)  # fmt: skip
CLUSTERS = (
    ("国家先进制造业集群试点", "national", ("株洲先进轨道交通装备集群",)),
    ("省先进制造业集群试点", "provincial", ("中小航空发动机集群", "陶瓷产业集群", "先进硬质材料集群")),
)


def _pilots(books: Books, at: datetime) -> None:
    for programme, batch, whole, level, names in FUSION:
        above = books.enter(
            "pilot-batches", batch, at, year=2020, level=level, values={"whole": whole, "scope": "全省"}
        )
        for name, kind in names:
            books.enter("pilots", name, at, parent=above, year=2020, level=level,
                        values={"kind": kind, "programme": programme})  # fmt: skip
    for programme, level, names in CLUSTERS:
        for name in names:
            books.enter("pilots", name, at, year=2020, level=level, values={"kind": "产业集群", "programme": programme})


CHAINS = (
    "轨道交通", "中小航空发动机", "新能源汽车", "先进硬质材料", "功率半导体", "新能源装备", "节能环保", "生物医药",
    "绿色食品",
    "陶瓷", "服饰", "新型建材", "化工新材料", "有色精深加工", "智能制造装备", "北斗应用", "人工智能",
)  # fmt: skip


def _chains(books: Books, at: datetime) -> None:
    wang = books.there.cast["wang"]
    for number, name in enumerate(CHAINS):
        chain = books.enter(
            "chains", f"{name}产业链", at, unit=books.unit("industry"), document="株办发〔2020〕8号",
            values={"chief": "市领导(链长)", "office": "市工信局", "association": f"株洲市{name}产业协会",
                    "president": f"{name}龙头企业(模拟)", "committee": f"{name}产业链联合党委"},
        )  # fmt: skip
        for each in [one for one in books.everything if f"{name}产业链" in one.sketch.tags][:4]:
            items.link(chain, by=wang, at=at, project=each.project)
        if number < 6:
            books.enter(
                "chain-meetings", f"{name}产业链三方联席会议", at, parent=chain, starts_on=at.date(),
                unit=books.unit("industry"), values={"topics": "协同攻关与配套", "decided": "梳理断点堵点，逐项转一单"},
            )  # fmt: skip


BORDER_WHOLE, BORDER_OURS = 100, 50
TRUNK_LINES = ("芙蓉大道", "洞株公路", "潭州大道", "长株潭城际铁路株洲段", "长株潭轨道快线(前期)")


def _libraries(books: Books, at: datetime) -> None:
    above = books.enter(
        "libraries", "湘赣边区域合作重大项目库", at, year=2020, document="湘赣边区域合作联席会议",
        values={"whole": BORDER_WHOLE},
    )  # fmt: skip
    tagged = [each for each in books.everything if "湘赣边" in each.sketch.tags]
    chosen = (tagged + [each for each in books.everything if each not in tagged])[: len(books.some(BORDER_OURS))]
    lines = books.enter("libraries", "长株潭“三干两轨”", at, year=2020, document="长株潭一体化联席会议",
                        values={"whole": len(TRUNK_LINES)})  # fmt: skip
    for title in TRUNK_LINES:
        books.enter("library-projects", title, at, parent=lines, year=2020, values={"library": "三干两轨"})
    for each in chosen:
        made = books.enter("library-projects", each.project.name[:200], at, parent=above, year=2020,
                           values={"library": "湘赣边"})  # fmt: skip
        items.link(made, by=books.there.cast["wang"], at=at, project=each.project)


SITES, AREA, PEOPLE = 30, 563_000, 22_520
RELIEF = (("茶陵县", "chaling", 7_420), ("炎陵县", "yanling", 5_764))


def _people(books: Books, at: datetime) -> None:
    counties = ("chaling", "yanling")
    area, rest = divmod(AREA, SITES)
    people, left = divmod(PEOPLE, SITES)
    for number in range(SITES):
        county = counties[number % 2]
        books.enter(
            "resettlement", f"{books.unit(county).short_name}集中安置点{number + 1}号", at, year=2020,
            unit=books.unit(county),
            values={"area": area + (number < rest), "people": people + (number < left), "households": 195 + number,
                    "followed": 195 + number},
        )  # fmt: skip
    for name, county, count in RELIEF:
        books.enter("relief", f"{name}精准帮扶脱贫", at, year=2020, unit=books.unit(county), values={"people": count})
    for title, county, level in (("国家脱贫攻坚督查(炎陵)", "yanling", "national"),
                                 ("省脱贫攻坚抽查(茶陵)", "chaling", "provincial")):  # fmt: skip
        books.enter(
            "inspections", title, at, year=2020, level=level, unit=books.unit(county), values={"result": "通过"}
        )
