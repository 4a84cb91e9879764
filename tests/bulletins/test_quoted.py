"""A digit that the ledger says is not the editor's; one that a hand typed is named, also in a name it has changed."""

from dataclasses import replace
from datetime import date

import pytest

from tests import make
from tests.bulletins.test_commands import CUT, Desk
from tests.figures.scene import accept, mark, project
from tests.matters.scene import Way
from yidan.bulletins.asking import Book, differences
from yidan.bulletins.blocks import Heading, Numeral, Paragraph, Words, numerals, text_of, words
from yidan.bulletins.drafting import one_list, review, weekly
from yidan.bulletins.quoted import typed
from yidan.kernel.values import Month
from yidan.ledger.commands import milestone
from yidan.ledger.commands import project as projects
from yidan.progress.commands import report
from yidan.web.papers.bulletin import docx_file
from yidan.web.papers.verifying import verify

pytestmark = pytest.mark.django_db
WEEK = date(2020, 6, 28)
LINE, TILES = "轨道交通3号线一期", "年产5000吨陶瓷釉料项目"


@pytest.fixture
def named(city):
    """Two projects with digits in their names, one started in the week, the other with a milestone in the next."""
    city.line, city.tiles = project(city.cast, LINE), project(city.cast, TILES)
    make.plan(city.cast, city.line, 1000)
    mark(city.cast, city.line, "started", date(2020, 6, 24))
    how = {"by": city.cast.wang, "at": make.moment(2020, 6, 25)}
    milestone.set(city.tiles, name="厂房基础出±0", planned_on=date(2020, 7, 1), **how)
    return city


def drafted(city, cut=CUT):
    return weekly(WEEK, cut, issuer="办公室")


def edited(paper, old, new):
    """The paper with a text changed by hand."""

    def over(part):
        return replace(part, text=part.text.replace(old, new)) if isinstance(part, Words) else part

    changed = [
        replace(each, parts=tuple(map(over, each.parts))) if isinstance(each, Paragraph | Heading) else each
        for each in paper.blocks
    ]
    assert changed != paper.blocks
    return changed


def said(paper):
    return "\n".join(text_of(each.parts) for each in paper.blocks if isinstance(each, Paragraph | Heading))


def test_digits_of_names_and_milestones_that_the_system_wrote_are_nobodys(named):
    paper = drafted(named)
    assert f"（{LINE}）" in said(paper)
    assert f"7月1日，{TILES}：厂房基础出±0。" in said(paper)
    assert typed(paper.blocks, CUT) == []


@pytest.mark.parametrize(
    ("old", "new", "digits"),
    [
        (LINE, "轨道交通4号线一期", ["4"]),
        (LINE, LINE + "12标段", ["12"]),
        (LINE, "轨道交通13号线一期", ["13"]),
        (TILES, "年产6000吨陶瓷釉料项目", ["6000", "0"]),  # no project that is named has this milestone
        (TILES, "年产5000吨釉料项目", ["5000", "0"]),
        ("基础出±0。", "基础出±0，桩基已完成90根。", ["90"]),
        ("基础出±0", "基础出±5", ["5"]),
        ("新开工项目", "其中5个提前，新开工项目", ["5"]),
        ("新开工项目", "另有年产5000吨的1条线，新开工项目", ["5000", "1"]),
    ],
)
def test_a_digit_typed_by_hand_is_named_beside_and_inside_what_is_quoted(named, old, new, digits):
    paper = drafted(named)
    assert set(typed(edited(paper, old, new), CUT)) == set(digits)


def test_a_name_counts_as_the_ledger_knew_it_at_the_cut_off(named):
    blocks = drafted(named).blocks
    projects.change(named.line, by=named.cast.wang, at=make.moment(2020, 6, 30), reason="更名", name="轨道交通4号线")
    assert typed(blocks, CUT) == []
    assert set(typed(blocks, make.moment(2020, 7, 1))) == {"3"}


def test_a_name_or_a_report_of_digits_alone_excuses_no_digit(named):
    project(named.cast, "100个")
    report.record(
        named.line, by=named.cast.wang, at=make.moment(2020, 6, 25), month=Month(2020, 5), invested_wan=1,
        physical_progress="35%",
    )  # fmt: skip
    blocks = [Paragraph(words(f"{LINE}完成，35%，新增100个，"))]
    assert typed(blocks, CUT) == ["35", "100"]


def test_what_an_accepted_report_and_a_matter_say_is_theirs_where_it_stands_whole(named):
    cast = named.cast
    report.record(
        named.bridge, by=cast.wang, at=make.moment(2020, 7, 2), month=Month(2020, 6), invested_wan=5,
        physical_progress="桩基完成24根", problems="坟墓迁移53座未完成。\n林地批文缺2份", needs="请协调6200千伏安用电",
    )  # fmt: skip
    cut = make.moment(2020, 7, 3, 17)
    pack = review(Month(2020, 6), cut, date(2020, 7, 5), issuer="办公室")
    assert "桩基完成24根" in said(pack)
    assert typed(pack.blocks, cut) == []
    assert typed(edited(pack, "桩基完成24根", "桩基完成24根、承台8个"), cut) == ["8"]
    assert typed(edited(pack, "桩基完成24根", "桩基完成42根"), cut) == ["42"]
    Way(cast).planned(title="年底前迁走坟墓17座", due_on=date(2020, 5, 28))
    bulletin = one_list(Month(2020, 6), cut, date(2020, 7, 5), issuer="办公室")
    assert "年底前迁走坟墓17座（2020-ZD-0001）" in said(bulletin)
    assert typed(bulletin.blocks, cut) == []
    assert typed(edited(bulletin, "坟墓17座", "坟墓71座"), cut) == ["71"]


def test_the_milestones_of_next_week_are_counted_by_the_system_and_checked(named):
    paper = drafted(named)
    (count,) = [each for each in numerals(tuple(paper.blocks)) if "due" in each.ask]
    assert count == Numeral(
        "1", {"due": "milestones", "since": "2020-06-29", "until": "2020-07-05", "form": "count"}, "1"
    )
    book = Book(CUT)
    assert [each.name for each in book.falling_due(date(2020, 6, 29), date(2020, 7, 5))] == ["厂房基础出±0"]
    assert [each.recomputed for each in differences([("2", count.ask)], book)] == ["1"]


def test_checking_a_paper_names_the_digits_of_a_hand_and_no_others(named):
    accept(named.cast, named.line, Month(2020, 5), 100)
    published = Desk(named).published()
    assert LINE in str(published.blocks)
    assert verify(docx_file(published)).typed == []
