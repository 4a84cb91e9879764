"""年度报告: only what is known is said, every number is asked again, vague words carry the exact number in a note."""

from datetime import date
from fractions import Fraction

import pytest

from tests import make
from yidan.bulletins.asking import Book, differences
from yidan.bulletins.blocks import Heading, Paragraph, numerals, text_of
from yidan.bulletins.drafting.annual import NUMBER, SECTIONS, _ask, annual, tell
from yidan.bulletins.drafting.sections import Draft
from yidan.figures import holding
from yidan.kernel.values import Month
from yidan.targets.commands import item as items
from yidan.targets.commands import register as registers
from yidan.web.targets.shipped import shipped

pytestmark = pytest.mark.django_db
AT = make.moment(2020, 12, 20)
CUT_OFF = make.moment(2021, 1, 10)


def keep(cast, key, *rows):
    said = next(each for each in shipped() if each["key"] == key)
    said = {name: said[name] for name in ("name", "family", "basis", "definition")}
    book = registers.define(None, by=cast.wang, at=AT, slug=key, **said)
    return [items.enter(book, by=cast.wang, at=AT, year=2020, **row) for row in rows]


def report():
    return annual(2020, CUT_OFF, date(2021, 1, 12), issuer="株洲市重点办")


def said(draft):
    return [text_of(each.parts) for each in draft.blocks if isinstance(each, Heading | Paragraph)]


def test_a_city_that_keeps_nothing_of_it_says_nothing_of_it(cast):
    make.plan(cast, make.project(cast), 12000)
    lines = said(report())
    assert lines[1:] == ["一、重点项目建设"] or not any("试点" in line or "安置" in line for line in lines)


def test_what_is_kept_is_said_with_numbers_that_can_be_asked_again(cast):
    batch = keep(cast, "pilot-batches", {"title": "省第一批", "values": {"whole": 31}})[0]
    rows = [
        {"title": f"企业{number}", "parent": batch, "values": {"kind": "企业", "programme": "省两业融合试点"}}
        for number in range(5)
    ]
    keep(cast, "pilots", *rows, {"title": "高新区", "parent": batch,
                                 "values": {"kind": "园区", "programme": "国家两业融合试点"}})  # fmt: skip
    draft = report()
    line = next(line for line in said(draft) if "两业融合试点获批" in line)
    assert "省第一批试点获批5家，占全省的16.1%" in line
    asked = [(each.printed, each.ask) for each in numerals(draft.blocks)]
    assert differences(asked, Book(CUT_OFF)) == []


def test_vague_words_carry_the_exact_number_in_a_note(cast):
    keep(cast, "resettlement", {"title": "一号点", "values": {"area": "1127"}})
    draft = Draft(Book(CUT_OFF), Month(2020, 12), date(2020, 12, 31))
    parts = tell(draft, "安居房{register.resettlement.area:count~1100|平方米}。")
    draft.say(*parts)
    draft.say_notes()
    assert [text_of(each.parts) for each in draft.blocks] == ["安居房超1100平方米①。", "注：①1127平方米。"]


@pytest.mark.parametrize(
    ("exact", "said"),
    [
        (1800, "资金增长18.0倍，已支付80.0%。"), (30, "资金增长30.0%，已支付80.0%。"),
        (-20, "资金下降20.0%，已支付80.0%。"), (Fraction(1, 50), "资金与上年持平，已支付80.0%。"),
    ],
)  # fmt: skip
def test_a_growth_is_told_by_its_sign_and_size(monkeypatch, exact, said):
    draft = Draft(Book(CUT_OFF), Month(2020, 12), date(2020, 12, 31))
    known = {"funds.budget_growth": exact, "funds.budget_payment_rate": 80}
    monkeypatch.setattr(Book, "exact", lambda self, ask: known[ask["figure"]])
    draft.say(*tell(draft, "资金增长{funds.budget_growth:times}倍，已支付{funds.budget_payment_rate:percent}。"))
    assert [text_of(each.parts) for each in draft.blocks] == [said]


def test_a_sentence_with_one_unknown_number_is_left_out_whole(cast):
    draft = Draft(Book(CUT_OFF), Month(2020, 12), date(2020, 12, 31))
    assert tell(draft, "重点项目{project.count:count}个，荣誉{register.honours.count:count}次。") == []


def test_checking_reads_all_registers_together(cast, django_assert_max_num_queries):
    make.plan(cast, make.project(cast), 12000)
    for each in shipped():
        keep(cast, each["key"])
    draft = Draft(Book(CUT_OFF), Month(2020, 12), date(2020, 12, 31))
    sentences = [each for _heading, paragraphs in SECTIONS for sentences in paragraphs for each in sentences]
    asks = [_ask(draft, *found) for sentence in sentences for found in NUMBER.findall(sentence)]
    assert len({ask["figure"].split(".")[1] for ask in asks if ask.get("figure", "").startswith("register.")}) > 15
    asked = [(draft.book.said(ask, draft.book.exact(ask)), ask) for ask in asks]
    holding._answers.clear()  # as in a process that has not read anything yet
    with django_assert_max_num_queries(45):  # 749 while each number was asked by itself
        assert differences(asked, Book(CUT_OFF)) == []


def test_every_sentence_is_written_so_that_it_can_be_read():
    for heading, paragraphs in SECTIONS:
        assert heading
        for sentence in (each for sentences in paragraphs for each in sentences):
            rest = NUMBER.sub("", sentence)
            assert "{" not in rest, sentence
            assert sentence.endswith("。"), sentence
