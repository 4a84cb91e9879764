"""A paper is checked from its file alone: changed text, wrong numbers, typed digits, and the seal."""

import io
import json
import random
import re
import zipfile

import pypdf
import pytest

from tests import make
from tests.bulletins.test_commands import Desk
from tests.figures.scene import accept
from yidan.bulletins import commands
from yidan.bulletins.blocks import Chart, Paragraph, Words, from_json, to_json
from yidan.bulletins.models import Bulletin
from yidan.bulletins.queries import whole_to
from yidan.kernel.errors import Refused
from yidan.kernel.values import Month
from yidan.web.papers import bulletin as papers
from yidan.web.papers.verifying import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(city):
    return Desk(city).published()


def rewritten(content, change, name="word/document.xml"):
    """The docx with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            data = old.read(item)
            new.writestr(item, change(data) if item.filename == name else data)
    return out.getvalue()


def test_a_published_paper_is_sound_as_docx_and_as_pdf(published):
    for content in (papers.docx_file(published), papers.pdf_file(published)):
        report = verify(content)
        assert (report.is_sound, report.changes, report.differences, report.typed, report.is_sealed) == (
            True, [], [], [], True,
        )  # fmt: skip
        assert report.checked > 50


def test_a_pdf_written_anew_with_the_same_pages_is_sound(published):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(papers.pdf_file(published)))
    writer.add_metadata({"/Producer": "another program"})  # every object of the file gets another number
    writer.write(out := io.BytesIO())
    assert verify(out.getvalue()).is_sound


def test_a_font_that_makes_another_digit_of_the_same_page_is_named(published):
    content = papers.pdf_file(published)
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    fonts = [each.get_object() for page in writer.pages for each in page["/Resources"]["/Font"].values()]
    assert pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text().count("8")
    for font in fonts:
        told = font["/ToUnicode"].get_object()
        told.set_data(told.get_data().replace(b"<0038>", b"<0033>"))  # what is drawn as 8 is read out as 3
    writer.write(out := io.BytesIO())
    report = verify(out.getvalue())
    assert not report.is_sound
    assert report.changes[0].found == report.changes[0].written.replace("8", "3")


def test_a_page_left_out_or_put_in_is_named(published):
    content = papers.pdf_file(published)
    for pages in (slice(0, -1), slice(0, 1)):
        writer = pypdf.PdfWriter()
        reader = pypdf.PdfReader(io.BytesIO(content))
        for page in reader.pages[pages] if pages.stop == -1 else [*reader.pages, reader.pages[0]]:
            writer.add_page(page)
        writer.add_attachment("manifest.json", reader.attachments["manifest.json"][0])
        writer.write(out := io.BytesIO())
        assert not verify(out.getvalue()).is_sound


def test_it_stays_sound_when_the_ledger_learns_more(city, published):
    content = papers.docx_file(published)
    accept(city.cast, city.bridge, Month(2020, 6), 500, at=make.moment(2020, 7, 6))
    assert verify(content).is_sound


def test_any_single_digit_changed_in_the_text_is_named(published):
    content = papers.docx_file(published)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read("word/document.xml").decode()
    digits = [match.start() for match in re.finditer(r"(?<=>)[^<]*?(\d)(?=[^<>]*</w:t>)", text)]
    places = [m.start(1) for m in re.finditer(r"<w:t[^>]*>[^<]*?(\d)", text)]
    assert digits
    assert len(places) > 60
    chosen = random.Random(12).sample(places, 12)
    for place in chosen:
        other = str((int(text[place]) + 1) % 10)
        forged = rewritten(content, lambda data, at=place, to=other: (text[:at] + to + text[at + 1 :]).encode())
        report = verify(forged)
        assert not report.is_sound
        assert report.changes, text[place - 20 : place + 5]


def test_a_number_changed_in_text_and_manifest_alike_is_found_by_the_ledger(published):
    blocks = json.loads(json.dumps(published.blocks).replace('"printed": "1.4"', '"printed": "9.4"', 1))
    Bulletin.objects.filter(pk=published.pk).update(blocks=blocks)
    published.refresh_from_db()
    for content in (papers.docx_file(published), papers.pdf_file(published)):
        report = verify(content)
        assert [(each.printed, each.recomputed) for each in report.differences] == [("9.4", "1.4")]


def test_a_forged_seal_is_not_in_the_chain(published):
    published.seal = "0" * 63 + "1"
    assert verify(papers.pdf_file(published)).is_sealed is False


def test_digits_typed_by_hand_are_said_to_be_outside(published):
    blocks = [*from_json(published.blocks), Paragraph((Words("另有12345人受益。"),))]
    published.blocks = to_json(blocks)
    assert verify(papers.docx_file(published)).typed == ["12345"]


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"%PDF-1.7 broken", b"PK\x03\x04 broken", b"\x00" * 100],
)
def test_what_is_no_paper_of_ours_is_refused_with_a_sentence(db, content):
    with pytest.raises(Refused):
        verify(content)


def test_a_manifest_full_of_nonsense_is_refused(published):
    content = papers.docx_file(published)
    for nonsense in (b"[]", b"{}", b'{"blocks": 3}', b'{"blocks": [{"kind": "Evil"}]}', b"{"):
        with pytest.raises(Refused):
            verify(rewritten(content, lambda data, to=nonsense: to, "yidan/manifest.json"))


def test_words_changed_in_text_and_manifest_alike_are_no_original_any_more(published):
    forged = Bulletin.objects.get(pk=published.pk)
    forged.blocks = json.loads(
        json.dumps(forged.blocks, ensure_ascii=False).replace("推进情况通报如下", "落后情况通报如下", 1)
    )
    for content in (papers.docx_file(forged), papers.pdf_file(forged)):
        report = verify(content)
        assert (report.changes, report.differences, report.is_original, report.is_sound) == ([], [], False, False)


def test_who_does_not_see_the_city_learns_nothing_from_a_forged_question(city, published):
    mine = whole_to(city.cast.lin)
    assert verify(papers.docx_file(published), among=mine).is_sound
    forged = Bulletin.objects.get(pk=published.pk)
    forged.blocks = json.loads(json.dumps(forged.blocks).replace('"unit": ', '"owner": ', 1))
    with pytest.raises(Refused, match="不是原件"):
        verify(papers.docx_file(forged), among=mine)


def test_the_monthly_carries_the_curve_as_vector_and_as_picture(city):
    _paper, about = papers.draft_monthly(Month(2020, 6))
    charts = [block for block in about["blocks"] if isinstance(block, Chart)]
    assert [chart.title for chart in charts] == ["2020年累计计划与累计完成投资"]
    made = commands.draft(city.cast.office, by=city.cast.wang, at=make.moment(2020, 7, 9), **about)
    with zipfile.ZipFile(io.BytesIO(papers.docx_file(made))) as parts:
        assert [name for name in parts.namelist() if name.endswith(".png")] == ["word/media/image1.png"]
    content = papers.pdf_file(made)
    assert verify(content).is_sound
    page = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    assert ("计划" in page, "12月" in page) == (True, True)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"form": "count"', '"form": "none"'),
        ('"period": "2020-06"', '"period": {"a": 1}'),
        ('"numerals": [', '"numerals": [[],'),
    ],
)
def test_a_list_of_numbers_that_somebody_broke_is_refused_in_a_sentence(published, old, new):
    content = papers.docx_file(published)
    broken = rewritten(content, lambda data: data.decode().replace(old, new).encode(), "yidan/manifest.json")
    assert broken != content
    with pytest.raises(Refused, match="已损坏"):
        verify(broken)


@pytest.mark.parametrize("position", [{"a": 1}, 10**30, "7", None])
def test_a_place_in_the_chain_that_cannot_be_is_no_seal(published, position):
    content = papers.docx_file(published)

    def moved(data):
        return json.dumps(json.loads(data) | {"position": position}).encode()

    assert verify(rewritten(content, moved, "yidan/manifest.json")).is_sealed is False
