"""The corpus: sixty ugly workbooks of ten formats, every cell read right, every row and every wrong sum known."""

from decimal import Decimal
from functools import cache

import pytest

from tests.papers.ugly import make
from tests.papers.ugly_files import write
from tests.papers.ugly_paper import FORMATS
from yidan.web.papers.workbook.cells import Person, Span, flat
from yidan.web.papers.workbook.reading import read_workbook

SEEDS = range(60)


@cache
def made_and_read(seed):
    """A seed's workbook and what the reader makes of its file."""
    made = make(seed)
    return made, read_workbook(write(made), made.kind, name="附表1")


def comparable(value):
    """A value as the generator states it."""
    if isinstance(value, Person):
        return value.name, value.phones
    if isinstance(value, Span):
        return value.first, value.last
    if isinstance(value, tuple) and value and isinstance(value[0], Span):
        return tuple((span.first, span.last) for span in value)
    return flat(value) if isinstance(value, str) else value


@pytest.mark.parametrize("seed", SEEDS)
def test_every_cell_of_an_ugly_workbook_is_read_right(seed):
    made, reading = made_and_read(seed)
    assert len(reading.sheets) == len(made.papers)
    for paper, sheet in zip(made.papers, reading.sheets, strict=True):
        assert {column.index: column.field for column in sheet.columns} == paper.fields
        assert [row.index for row in sheet.projects] == list(paper.truth)
        assert {row.index: row.bundle - 1 for row in sheet.projects if row.bundle} == paper.parts
        for row in sheet.projects:
            truth = paper.truth[row.index]
            assert row.groups == truth["groups"]
            for name, value in truth.items():
                if name == "groups":
                    continue
                read = comparable(row.values.get(name))
                if name.startswith("percent"):
                    assert abs(read - value) < Decimal("0.06"), (row.number, name)
                else:
                    assert read == comparable(value), (row.number, name)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_row_is_one_thing_and_the_counts_add_up(seed):
    made, reading = made_and_read(seed)
    for paper, sheet, given in zip(made.papers, reading.sheets, reading.as_json()["sheets"], strict=True):
        kinds = {row.index: row.kind for row in sheet.rows}
        used = max(row for row, _ in paper.cells) + 1
        expected = [kind for kind in paper.kinds[:used] if kind != "head"]
        assert [kinds[index] for index, kind in enumerate(paper.kinds[:used]) if kind != "head"] == expected
        assert given["header_rows"] == [row + 1 for row in paper.head_rows]
        assert sum(given["rows"].values()) + len(given["header_rows"]) == len(sheet.rows) + len(paper.head_rows)
        assert given["rows"]["project"] == len(paper.truth)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_wrong_subtotals_are_found_and_nothing_else_is_accused(seed):
    made, reading = made_and_read(seed)
    wrong = {
        (sheet.name, row + 1, column)
        for paper, sheet in zip(made.papers, reading.sheets, strict=True)
        for row, column in paper.wrong_sums
    }
    assert {(f.sheet, f.row, f.column) for f in reading.findings if f.severity != "question"} == wrong


def test_the_corpus_is_what_it_claims_to_be():
    made = [make(seed) for seed in SEEDS]
    assert {workbook.format for workbook in made} == set(FORMATS)
    assert {workbook.kind for workbook in made} == {"plan", "dispatch"}
    assert any(paper.wrong_sums for workbook in made for paper in workbook.papers)
    assert any(paper.hidden_rows for workbook in made for paper in workbook.papers)
    assert {len(paper.head_rows) for workbook in made for paper in workbook.papers} == {1, 2, 3}
    assert any(len(workbook.papers) == 2 for workbook in made)
    assert sum(bool(paper.parts) for workbook in made for paper in workbook.papers) > 10


def test_a_seed_makes_the_same_workbook_again():
    assert make(7) == make(7)
