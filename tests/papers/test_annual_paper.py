"""The year's report with what it draws and shows: each in its section, each written number asked again, checked from
the file."""

from decimal import Decimal

import pytest

from tests import make
from tests.bulletins.test_kinds import shown
from tests.targets.test_series import release, series
from yidan.bulletins import commands
from yidan.bulletins.blocks import Chart, Heading, PicturePair, numerals, text_of
from yidan.bulletins.drafting.pictures import pairs
from yidan.ledger.commands import exhibit
from yidan.web.papers import annual
from yidan.web.papers import bulletin as papers
from yidan.web.papers.verifying import verify

pytestmark = pytest.mark.django_db


def drafted(city):
    of = series(city.cast, code=annual.RATE)
    for month, said, rank in ((5, "4.3", 2), (6, "6.1", 1), (7, "7.2", 1)):
        release(city.cast, of, month, said, rank=rank, rank_of=14, provincial=Decimal("4.9"))
    for name in ("东侧全景", "西侧"):
        exhibit.set(city.bridge, by=city.cast.wang, at=make.AT, name=name, reason="工程部位", asking="never")
    shown(city, city.cast, "东侧全景", 3, 1)
    shown(city, city.cast, "东侧全景", 6, 2)
    return papers.draft_annual(2020)


def sections(blocks):
    """What stands under each heading, by the kinds of blocks."""
    found, here = {}, []
    for block in blocks:
        if isinstance(block, Heading):
            here = found.setdefault(text_of(block.parts).partition("、")[2], [])
        else:
            here.append(block)
    return found


def test_drawings_and_pictures_stand_where_they_belong_and_their_numbers_are_numerals(city):
    paper, said = drafted(city)
    under = sections(paper.blocks)
    projects = under["重点项目建设"]
    titles = [each.title for each in projects if isinstance(each, Chart)]
    assert titles == ["2020年累计计划与累计完成投资", "2020年各领域计划与完成投资"]
    (pair,) = [each for each in projects if isinstance(each, PicturePair)]
    assert pair.before.caption == f"{city.bridge.name}·东侧全景　2020年3月25日"
    for chart in (each for each in paper.blocks if isinstance(each, Chart)):
        written = " ".join(chart.words)
        assert chart.said
        assert [each.printed for each in chart.said if each.printed not in written] == []
    bulletin = commands.draft(city.cast.wang.unit, by=city.cast.wang, at=make.moment(2021, 1, 25), **said)
    for make_file in (papers.docx_file, papers.pdf_file):
        report = verify(make_file(bulletin))
        assert (report.is_sound, report.checked) == (True, len(list(numerals(paper.blocks))))


def test_the_published_rate_is_drawn_with_the_last_release_as_the_paper_prints_it(city):
    paper, _said = drafted(city)
    drawn = annual._rate(paper)
    assert [each.printed for each in drawn.said] == ["7.2%", "4.9%"]
    assert ("全市 7.2%" in drawn.words, "全省 4.9%" in drawn.words) == (True, True)
    assert "统计口径" in drawn.calibre


def test_pairs_are_of_the_years_own_projects_and_of_the_year(city):
    drafted(city)
    cut_off = make.moment(2021, 1, 20)
    assert [len(pairs(year, cut_off, 2)) for year in (2020, 2021)] == [1, 0]
    assert pairs(2020, make.moment(2020, 4, 1), 2) == []
