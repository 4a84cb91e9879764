"""年度报告 (domain.md Appendix A): what a year came to, told in sections to those who decide, every figure alive.

A sentence is words with numbers in braces, and it is said only where each of its numbers is known and not nothing:
a city without a register, a series or a fund says nothing of it. No adjective stands here that a number does not carry.

    {start.count:count}                    a figure of the year
    {invested.year/06:yi1}                 of January up to June
    {invested.year:yi~1100|亿元}           said as 超/近/约1100亿元, the exact number in a note
    {funds.bond_granted:yi+10|亿元}        said as 90余亿元, the exact number in a note
    {@fai-growth.value:percent}            a published number (series.part), as it was published
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from yidan.bulletins import rules
from yidan.bulletins.asking import Book
from yidan.bulletins.blocks import Masthead, Part, Signature, Title, Words
from yidan.bulletins.drafting.pictures import pairs
from yidan.bulletins.drafting.sections import Draft, day
from yidan.kernel.errors import Invalid
from yidan.kernel.values import Month

NUMBER = re.compile(r"\{(@?)([\w.-]+)(?:/(\d\d))?:(\w+)(?:([~+])(\d+)\|([^}]+))?\}")

# Each section: its heading, then its paragraphs, each of sentences.
SECTIONS: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    ("疫情防控和复工复产", (
        (
            "全市列入国家和省疫情防控重点保障名单的企业{register.secured-firms.count:count}家，"
            "获批资金{register.secured-firms.granted:yi}亿元。",
            "全年梳理政策条款{register.policy-clauses.count:count}条，逐条明确牵头单位。",
            "帮助企业解决诉求{matter.requests_closed:count+100|个}。",
        ),
    )),
    ("重点项目建设", (
        (
            "全年调度重点项目{project.count:count}个，完成投资{invested.year:yi~1100|亿元}，"
            "为年度计划{plan.annual:yi1}亿元的{completion.rate:percent}。",
            "上半年完成投资{invested.year/06:yi1}亿元，为年度计划的{completion.rate/06:percent}。",
            "竣工项目{finish.count:count+10|个}，开工项目{start.count:count+100|个}。",
        ),
        (
            "举行集中开工{register.events.ceremonies:count}次，开展“看学议”{register.events.tours:count}次，"
            "承办全省重点项目协调推进会{register.events.conferences:count}次。",
            "每次集中开工后第30天、第90天逐个核对是否仍在施工。",
        ),
        (
            "一单四制交办事项{matter.issued:count}件，已销号{matter.closed:count}件，"
            "按期办结率{matter.on_time_rate:percent}。",
        ),
        (
            "从立项到取得施工许可，全年办结项目政府用时的中位数为{approvals.days.median:count}个工作日，"
            "在{approvals.budget:count}个工作日以内的占{approvals.within_rate:percent}；同期企业经历的日历日中位数为"
            "{approvals.calendar_days.median:count}天。",
        ),
        (
            "新建并开通5G基站{register.indicator-tasks.base_stations:count}个。",
            "据省有关部门通报，5G基站建设进度居全省第{register.standings.five_g:place}位。",
        ),
    )),
    ("有效投资", (
        (
            "据统计部门公布，全年固定资产投资增长{@fai-growth.value:percent}。",
            "增速居全省第{@fai-growth.rank:place}位。",
            "已连续{@fai-growth.run:count}次公布均列第1位。",
            "产业投资占固定资产投资的{@industry-share.value:percent}。",
            "统计口径与调度口径范围不同，两者不相加、不相减。",
        ),
        (
            "争取专项债券额度{funds.bond_granted:yi+10|亿元}，已支付{funds.bond_payment_rate:percent}。",
            "中央和省预算内资金增长{funds.budget_growth:times}倍，已支付{funds.budget_payment_rate:percent}。",
            "据省有关部门通报，专项债券额度居全省第{register.standings.bond_quota:place}位，"
            "预算内资金使用率居全省第{register.standings.budget_use:place}位。",
        ),
        (
            "开发储备项目{pool.developed:count}个，均为查重后的实数；由储备库转出{pool.moved_on:count}个，"
            "储备转化率{pool.conversion_rate:percent}，由滚动库转入实施库{pool.rolled_on:count}个。",
            "融资推介签约项目{register.financing.signed:count}个，总投资{register.financing.signed_total:yi}亿元，"
            "签约融资{register.financing.signed_amount:yi1}亿元，到年末已放款{register.financing.drawn:yi1}亿元。",
            "举办项目储备和开发培训会{register.events.trainings:count}次。",
        ),
    )),
    ("“十四五”规划编制", (
        (
            "完成重大前期课题{register.research-topics.count:count}个，其中转化为规划基本思路的"
            "{register.research-topics.adopted:count}个；列入编制目录的市级专项规划"
            "{register.special-plans.count:count}个，已印发{register.special-plans.issued:count}个。",
            "向省上报重大政策改革建议{register.proposals.reforms:count}项、重大工程项目"
            "{register.proposals.works:count}个。",
        ),
        (
            "纲要历经{register.plan-drafts.count:count}稿，收到各方面意见{register.plan-opinions.received:count}条，"
            "采纳{register.plan-opinions.adopted:count}条。",
            "纲要分{register.five-year-plan.chapters:count}个篇章，提出重点任务"
            "{register.five-year-plan.tasks:count}项、标志性大事{register.five-year-plan.landmarks:count}件。",
        ),
    )),
    ("转型升级", (
        (
            "“3+5+2”产业占规模工业增加值的{@groups-share.value:percent}。",
            "实行链长制的工业新兴优势产业链{register.chains.count:count}条，召开三方联席会议"
            "{register.chain-meetings.count:count}次。",
            "获批国家先进制造业集群试点{register.pilots.national_clusters:count}个、"
            "省先进制造业集群试点{register.pilots.provincial_clusters:count}个。",
        ),
        (
            "全年获得荣誉与肯定{register.honours.count:count}次，其中国家级{register.honours.national:count}次。",
        ),
    )),
    ("长株潭一体化", (
        (
            "年度任务中，凭佐证认定完成{register.annual-tasks.integration_done:count}项，"
            "按时序推进{register.annual-tasks.integration_running:count}项。",
            "开通异地就医定点医院{register.indicator-tasks.hospitals:count}家。",
        ),
    )),
    ("湘赣边区域合作", (
        (
            "合作三年行动明确重点任务{register.annual-tasks.border_tasks:count}项。",
            "列入区域合作重大项目库的本市项目{register.library-projects.border:count}个，"
            "占项目库的{register.library-projects.border_part:percent}。",
        ),
    )),
    ("两业融合", (
        (
            "国家两业融合试点获批{register.pilots.national_fusion:count}个，占全省的"
            "{register.pilots.national_fusion_part:percent}；省第一批试点获批"
            "{register.pilots.provincial_fusion:count}家，占全省的{register.pilots.provincial_fusion_part:percent}。",
        ),
    )),
    ("易地扶贫搬迁", (
        (
            "建成集中安置点{register.resettlement.sites:count}个，安居房{register.resettlement.area:count}平方米，"
            "搬迁{register.resettlement.people:count}人，人均{register.resettlement.per_person:count}平方米，"
            "后续帮扶覆盖{register.resettlement.followed_share:percent}。",
            "精准帮扶脱贫{register.relief.people:count}人；这一口径与搬迁人数不同，两者不可相除。",
            "通过国家和省的考核验收{register.inspections.passed:count}次。",
        ),
    )),
)  # fmt: skip

# The section that shows from month to month what was built, by so many pairs of pictures.
PICTURED, PAIRS = "重点项目建设", 2


def annual(year: int, cut_off: datetime, published: date, *, issuer: str, mode: str = rules.HALF_UP) -> Draft:
    """The report of a year, from what was known at `cut_off`."""
    month = Month(year, 12)
    draft = Draft(Book(cut_off, mode), month, month.last)
    draft.blocks += [
        Masthead("重点项目建设年度报告", f"{year}年度", issuer, day(published)),
        Title(f"{year}年全市重点项目建设情况报告"),
    ]
    draft.say(f"现将{year}年全市重点项目建设和有关工作情况报告如下。数字均取自台账，可逐个追溯到记录。")
    sentences = (sentence for _heading, each in SECTIONS for sentences in each for sentence in sentences)
    draft.book.expect(_ask(draft, *found) for sentence in sentences for found in NUMBER.findall(sentence))
    for heading, paragraphs in SECTIONS:
        told = [parts for sentences in paragraphs if (parts := _paragraph(draft, sentences))]
        if told:
            draft.heading(heading)
            for parts in told:
                draft.say(*parts)
            if heading == PICTURED:
                draft.blocks += pairs(year, cut_off, PAIRS)
    draft.say_notes()
    draft.blocks.append(Signature(issuer, day(published)))
    return draft


def _paragraph(draft: Draft, sentences: tuple[str, ...]) -> list[str | Part]:
    """What of a paragraph can be said; nothing where no sentence that has a number can."""
    parts: list[str | Part] = []
    has_number = False
    for sentence in sentences:
        is_plain = not NUMBER.search(sentence)
        said = [sentence] if is_plain and has_number else [] if is_plain else tell(draft, sentence)
        has_number = has_number or (bool(said) and not is_plain)
        parts += said or []
    return parts if has_number else []


def tell(draft: Draft, sentence: str) -> list[str | Part]:
    """A sentence as words and numbers; nothing where one of its numbers is unknown or nothing."""
    asks = [_ask(draft, *found) for found in NUMBER.findall(sentence)]
    if not all(_is_something(draft, ask) for ask in asks):
        return []
    parts: list[str | Part] = []
    place = 0
    for found, ask in zip(NUMBER.finditer(sentence), asks, strict=True):
        before = sentence[place : found.start()]
        place = found.end()
        how, base, word = found[5], found[6], found[7]
        if before.endswith("增长"):
            grown, place = _grown(draft, ask, before.removesuffix("增长"), sentence, place)
            parts += grown
            continue
        parts.append(before)
        if how:
            vague: dict[str, Any] = {"base": int(base)} if how == "~" else {"step": int(base)}
            mark = rules.circled(len(draft.notes) + 1)
            draft.notes.append((Words(mark), draft.book.numeral(**ask), Words(word)))
            parts += [draft.book.numeral(**ask, **vague), word + mark]
        else:
            parts.append(draft.book.numeral(**ask))
    return [*parts, sentence[place:]]


def _grown(draft: Draft, ask: dict[str, Any], said: str, sentence: str, end: int) -> tuple[list[str | Part], int]:
    """A growth by its sign and size: 下降 where it fell, 持平 where it prints as nothing, in percent where it is less
    than once again as much; and where the sentence goes on."""
    exact = draft.book.exact(ask)
    if exact is None:
        raise ValueError("what is told is known")
    if ask["form"] == "times" and exact < 100:
        ask, end = ask | {"form": "percent"}, end + sentence.startswith("倍", end)
    word = rules.movement(exact, mode=draft.book.mode)
    if word == "持平":
        return [f"{said}与上年持平"], end
    return [said + word, draft.book.numeral(**ask, unsigned=True)], end


def _ask(draft: Draft, published: str, key: str, until: str, form: str, *_vague: str) -> dict[str, Any]:
    period = f"{draft.month.year}-{until}" if until else draft.period
    if published:
        series, _dot, part = key.rpartition(".")
        return {"series": series, "part": part, "period": period, "form": form}
    return {"figure": key, "period": period, "form": form}


def _is_something(draft: Draft, ask: dict[str, Any]) -> bool:
    try:
        return (draft.book.exact(ask) or 0) > 1 if ask.get("part") == "run" else bool(draft.book.exact(ask))
    except Invalid:  # a city that does not keep this register says nothing of it
        return False
