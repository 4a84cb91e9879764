"""What rests on a paper: claimed with it by one unit, confirmed by another; positions in the province, the pillars.

The article says 居全省前列 and names no position, and five 「大」 and names none: those are invented, and the papers
say that they are.
"""

from __future__ import annotations

from datetime import date, datetime

from yidan.evidence import commands as evidence
from yidan.people.models import Person
from yidan.targets.commands import proof as proofs
from yidan.targets.models import Item
from yidan.web.demo.books import Books

PILLARS = ("大战略", "大产业", "大项目", "大平台", "大民生")
# (indicator, position of fourteen, who says so, the paper, the department that claims it)
STANDINGS = (
    ("5G基站建设进度", 2, "湖南省通信管理局", "2020年全省5G基站建设进度通报", "industry"),
    ("专项债券额度", 3, "湖南省财政厅", "2020年全省新增专项债券额度情况", "housing"),
    ("预算内资金使用率", 2, "湖南省发展改革委", "2020年预算内投资项目调度通报", "transport"),
)
CITIES = 14


def prove(
    item: Item, *, by: Person, confirmer: Person, at: datetime, done_on: date, paper: str, text: str, words: str
) -> None:
    """Claimed with a paper by its department, confirmed by the office."""
    kept = evidence.keep(by.unit, by=by, at=at, name=paper, data=text.encode(), media_type="text/plain")
    proofs.claim(item, by=by, at=at, done_on=done_on, words=words, files=[kept])
    proofs.confirm(item, by=confirmer, at=at, opinion="资料齐全，同意认定。")


def standings(books: Books, at: datetime) -> None:
    """Where the city stood among the fourteen at the year's end, each by the province's paper."""
    there, day = books.there, at.date()
    for indicator, place, giver, paper, key in STANDINGS:
        made = books.enter(
            "standings", f"{indicator}居全省第{place}位", at, year=2020, starts_on=day, level="provincial",
            unit=books.unit(key), document=paper,
            values={"indicator": indicator, "place": place, "of": CITIES, "giver": giver},
        )  # fmt: skip
        prove(
            made, by=there.reviewers[key], confirmer=there.cast["wang"], at=at, done_on=day, paper=f"{paper}.txt",
            text=f"模拟数据：{giver}《{paper}》载，株洲市{indicator}居全省{CITIES}个市州第{place}位。",
            words=f"{giver}通报，{indicator}居全省第{place}位。",
        )  # fmt: skip


def pillars(books: Books, at: datetime) -> None:
    """The five 「大」 of the plan, under its first chapter, by the paper that set them."""
    there, day, paper = books.there, at.date(), "市委关于制定“十四五”规划的建议"
    first = Item.objects.filter(register_key="five-year-plan", parent=None).order_by("serial").first()
    for title in PILLARS:
        made = books.enter(
            "work-pillars", title, at, parent=first, year=2020, unit=books.unit("industry"), document=paper
        )
        prove(
            made, by=there.reviewers["industry"], confirmer=there.cast["wang"], at=at, done_on=day,
            paper=f"{paper}({title}).txt", text=f"模拟数据：《{paper}》摘录：坚持“{title}”。",
            words=f"{paper}提出“{title}”。",
        )  # fmt: skip
