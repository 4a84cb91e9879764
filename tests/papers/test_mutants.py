"""Any digit that the system wrote, changed in a copy, is named by the check (domain.md §14; issue 5).

CI takes a few of each kind; `make soak` (YIDAN_SOAK_MUTANTS) takes a thousand copies.
"""

import io
import os
import random
import string
from collections import Counter
from decimal import Decimal

import pytest
from pypdf import PdfReader

from tests import make
from tests.papers import mutants
from yidan.bulletins import commands
from yidan.figures.curve import curve
from yidan.kernel import seals
from yidan.kernel.errors import Refused
from yidan.kernel.values import Month
from yidan.web.papers import bulletin as papers
from yidan.web.papers.verifying import verify

pytestmark = pytest.mark.django_db
COPIES = int(os.environ.get("YIDAN_SOAK_MUTANTS", "16"))


@pytest.fixture
def monthly(city):
    """June's monthly, published: text, tables, and the curve of the year."""
    cast = city.cast
    about = papers.draft_monthly(Month(2020, 6))[1]
    made = commands.draft(cast.office, by=cast.wang, at=make.moment(2020, 7, 9), **about)
    if made.named_units.exists():
        made = commands.consult(made, by=cast.wang, at=make.moment(2020, 7, 9))
    made = commands.sign(made, by=cast.he, at=make.moment(2020, 7, 14))
    seals.seal(at=make.moment(2020, 7, 14))
    return commands.publish(made, by=cast.wang, at=make.moment(2020, 7, 15), document="株重办〔2020〕21号")


def drawn(pool, count, by):
    """So many of the mutants, of each kind as many as of any other while there are."""
    kinds = sorted({each.where for each in pool})
    chosen = {kind: by.sample(of := [each for each in pool if each.where == kind], len(of)) for kind in kinds}
    while count > 0 and any(chosen.values()):
        for kind in kinds:
            if chosen[kind] and count > 0:
                count -= 1
                yield chosen[kind].pop()


def caught(content):
    """Whether the check says that something is wrong with it."""
    try:
        return not verify(content).is_sound
    except Refused:
        return True


def test_a_digit_changed_in_any_numeral_is_caught(monthly):
    by = random.Random(20200715)
    docx, pdf = papers.docx_file(monthly), papers.pdf_file(monthly)
    assert (verify(docx).is_sound, verify(pdf).is_sound) == (True, True)
    tried, slipped = Counter(), []
    pools = [list(mutants.of_docx(docx, monthly.blocks)), list(mutants.of_pdf(pdf))]
    shown = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert sum(each.where in ("glyph", "drawing") for each in pools[1]) == sum(each in string.digits for each in shown)
    for pool, name in zip(pools, ("docx", "pdf"), strict=True):
        for each in drawn(pool, COPIES // 2, by):
            to = by.choice([digit for digit in each.others if digit != each.said and digit in string.digits])
            tried[name, each.where] += 1
            if not caught(each.make(to)):
                slipped.append(f"{name} {each.where}: {each.said} → {to}")
    assert slipped == []
    assert set(tried) >= {
        ("docx", "text"), ("docx", "alt"), ("docx", "drawing"), ("docx", "manifest"), ("pdf", "glyph"),
        ("pdf", "attached"),
    }  # fmt: skip


def test_a_page_number_is_a_numeral_too(monthly):
    pdf = papers.pdf_file(monthly)
    third = [each for each in mutants.of_pdf(pdf) if each.page == 2]
    # the foot is drawn before or after the page's own text
    for each in (third[0], third[-1]):
        assert caught(each.make(next(digit for digit in each.others if digit != each.said)))
    assert "3" in (third[0].said, third[-1].said)


def test_the_numbers_written_in_a_drawing_have_their_questions(city):
    paper, _about = papers.draft_monthly(Month(2020, 6))
    (chart,) = [each for each in paper.blocks if isinstance(each, mutants.Chart)]
    assert [(each.ask["figure"], each.printed) for each in chart.said] == [
        ("plan.annual", "1.35"), ("invested.year", "0.38"),
    ]  # fmt: skip
    assert {"计划 1.35", "完成 0.38"} <= set(chart.words)
    known = curve(paper.book.question(paper.period))
    assert [Decimal(each.exact) for each in chart.said] == [known.planned_so_far[-1], known.done_so_far[5]]
