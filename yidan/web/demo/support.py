"""What the city did for firms in 2020: policies, guaranteed firms, supplies, bank money (Appendix A 4, 11–13, 47)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from yidan.targets.commands import item as items
from yidan.targets.models import Item
from yidan.web.demo.books import Books


def policies(books: Books, at: datetime) -> None:
    for title, count, day, document in (
        ("关于应对疫情支持企业共渡难关的十条措施", 10, date(2020, 2, 7), "株政发〔2020〕2号"),
        ("关于促进消费扩容提质的十二条措施", 12, date(2020, 4, 3), "株政办发〔2020〕11号"),
        ("推动先进制造业和现代服务业深度融合若干措施", 0, date(2020, 4, 24), "株政办发〔2020〕13号"),
    ):  # fmt: skip
        policy = books.enter("policies", title, at, starts_on=min(day, at.date()), unit=books.unit("reform"),
                             document=document, level="municipal")  # fmt: skip
        for number in range(1, count + 1):
            books.enter(
                "policy-clauses", f"{title}第{number}条", at, parent=policy, year=2020, values={"number": number},
                unit=books.unit(("reform", "industry", "commerce", "housing")[number % 4]), document=document,
            )  # fmt: skip


NATIONAL_FIRMS, FIRMS, GRANTED = 23, 69, 15_000


def firms(books: Books, at: datetime) -> None:
    """69 firms, 1.5 亿元 granted in all (rows 11 and 12); of a small city the first of them."""
    chosen = list(books.some(FIRMS))
    whole = GRANTED if len(chosen) == FIRMS else GRANTED * len(chosen) // FIRMS
    each, rest = divmod(whole, len(chosen))
    for number in chosen:
        books.enter(
            "secured-firms", f"株洲市防疫物资保障企业{number + 1}号(模拟)", at, year=2020,
            document="疫情防控重点保障企业名单",
            values={"list": "国家" if number < NATIONAL_FIRMS else "省", "batch": f"第{number // 23 + 1}批",
                    "granted": each + (1 if number < rest else 0)},
        )  # fmt: skip


SUPPLIES = (
    ("口罩", "个", 0, 600_000, "562000", "590000"), ("防护服", "套", 0, 2_000, "1600", "1500"),
    ("测温仪", "台", 50, 900, "620", "700"), ("消毒液", "吨", 20, 120, "96", "80"),
)  # fmt: skip


def supplies(books: Books, at: datetime) -> None:
    """口罩从无到有 (row 13): capacity built, and at the end of the month output against need."""
    wang = books.there.cast["wang"]
    for product, measure, before, capacity, output, demand in SUPPLIES:
        made = books.enter("supplies", f"{product}生产保障", at, year=2020, unit=books.unit("industry"),
                           values={"product": product, "capacity": capacity, "measure": measure})  # fmt: skip
        source = "市疫情防控物资保障组日报"
        for day, name, value in ((date(2020, 1, 31), "output", before), (date(2020, 2, 23), "output", output),
                                 (date(2020, 2, 23), "demand", demand)):  # fmt: skip
            items.measure(made, by=wang, at=at, name=name, until_on=day, value=Decimal(value), source=source)


OFFERED, SIGNED, SIGNED_TOTAL, SIGNED_AMOUNT = 28, 16, 2_030_000, 1_396_000
BANKS = ("国家开发银行湖南省分行", "农业发展银行株洲分行", "工商银行株洲分行", "建设银行株洲分行", "长沙银行株洲分行")


def parted(whole: int, parts: int) -> list[int]:
    """A whole in so many parts of different size that sum to it."""
    shares = [3 + (7 * place) % 11 for place in range(parts)]
    found = [whole * share // sum(shares) for share in shares]
    return [found[0] + whole - sum(found), *found[1:]]


def financing(books: Books, at: datetime) -> None:
    """融资推介 (rows 47 and 48): 16 projects of 203 亿元 sign for nearly 140 亿元; the others were shown."""
    books.enter("events", "全市重点项目融资推介会", at, starts_on=at.date(), unit=books.unit("office"),
                level="municipal", values={"kind": "融资推介", "host": "市重点办"})  # fmt: skip
    wang = books.there.cast["wang"]
    leaves = [each for each in books.everything if not each.sketch.is_bundle and each.sketch.total_wan > 20_000]
    signed = len(books.some(SIGNED))
    part = 1 if signed == SIGNED else signed / SIGNED
    totals, amounts = parted(round(SIGNED_TOTAL * part), signed), parted(round(SIGNED_AMOUNT * part), signed)
    for place, each in enumerate(leaves[: len(books.some(OFFERED))]):
        is_signed = place < signed
        values: dict[str, Any] = {"stage": "签约" if is_signed else "推介", "total": int(each.sketch.total_wan)}
        if is_signed:
            values |= {"bank": BANKS[place % len(BANKS)], "total": totals[place], "signed": amounts[place]}
        made = books.enter("financing", f"{each.project.name}融资"[:200], at, year=2020, values=values,
                           unit=books.unit("office"), document="2020年重点项目融资推介会签约清单")  # fmt: skip
        items.link(made, by=wang, at=at, project=each.project)


def drawn(books: Books, at: datetime) -> None:
    """What became of the signatures by December: half of the money granted, a third drawn."""
    for place, made in enumerate(Item.objects.filter(register_key="financing").order_by("serial")):
        said = made.live.values if made.live else {}
        if "signed" not in said or place % 4 == 3:
            continue
        for name, share in (("granted", Decimal("0.7")), ("drawn", Decimal("0.45"))):
            value = (Decimal(str(said["signed"])) * share).quantize(Decimal(1))
            items.measure(made, by=books.there.cast["wang"], at=at, name=name, until_on=at.date(), value=value,
                          source="签约银行2020年12月回执")  # fmt: skip
