"""What somebody lays over a paper, hides in it or cuts off it, without touching a word that it says, is named."""

import io
import re
import zipfile

import pypdf
import pytest
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    RectangleObject,
    TextStringObject,
)  # fmt: skip

from tests.bulletins.test_commands import Desk
from tests.papers.mutants import rewritten
from yidan.web.papers import bulletin as papers
from yidan.web.papers.verifying import verify

pytestmark = pytest.mark.django_db

_DRAWN_OTHERWISE = "文字相同，画法不同：可能盖了图形、换了字形或挪了位置，请与原件对看"
_PATCH = b"\nq 1 1 1 rg 300 500 40 20 re f Q\n"  # paper-white, where a number may stand


def named(**entries):
    return DictionaryObject({NameObject(f"/{name}"): value for name, value in entries.items()})


def note(writer, subtype, **more):
    """An annotation with an appearance of its own, on the first page."""
    shape = DecodedStreamObject()
    shape.set_data(_PATCH)
    shape.update(
        named(Type=NameObject("/XObject"), Subtype=NameObject("/Form"), BBox=RectangleObject((0, 0, 600, 800)))
    )
    said = named(
        Type=NameObject("/Annot"), Subtype=NameObject(subtype), Rect=RectangleObject((300, 500, 340, 520)),
        AP=named(N=writer._add_object(shape)), P=writer.pages[0].indirect_reference, **more,
    )  # fmt: skip
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(said)])


def free_text(writer):
    note(writer, "/FreeText", Contents=TextStringObject("9.4"))


def stamp(writer):
    note(writer, "/Stamp")


def square(writer):
    note(writer, "/Square")


def form_field(writer):
    note(writer, "/Widget", FT=NameObject("/Tx"), V=TextStringObject("99"))
    writer.root_object[NameObject("/AcroForm")] = named(Fields=writer.pages[0]["/Annots"])


def on_page(writer, drawn, **resources):
    page = writer.pages[0]
    fresh = DecodedStreamObject()
    fresh.set_data(page.get_contents().get_data() + drawn)
    page[NameObject("/Contents")] = writer._add_object(fresh)
    page["/Resources"].update(named(**resources))


def patch(writer):
    on_page(writer, _PATCH)


def layer(writer):
    group = writer._add_object(named(Type=NameObject("/OCG"), Name=TextStringObject("x")))
    on_page(writer, b"/OC /L BDC" + _PATCH + b"EMC", Properties=named(L=group))
    writer.root_object[NameObject("/OCProperties")] = named(OCGs=ArrayObject([group]), D=named())


def picture(writer):
    dot = DecodedStreamObject()
    dot.set_data(b"\xff")
    dot.update(named(
        Type=NameObject("/XObject"), Subtype=NameObject("/Image"), Width=NumberObject(1), Height=NumberObject(1),
        ColorSpace=NameObject("/DeviceGray"), BitsPerComponent=NumberObject(8),
    ))  # fmt: skip
    on_page(writer, b"\nq 40 0 0 20 300 500 cm /Dot Do Q\n", XObject=named(Dot=writer._add_object(dot)))


def shape_of_digits(writer):
    """The font's own drawing is another, while what it says it draws is not."""
    fonts = writer.pages[0]["/Resources"]["/Font"]
    child = fonts[next(iter(fonts))]["/DescendantFonts"][0].get_object()
    child[NameObject("/DW")] = FloatObject(1)
    child.pop("/W", None)


def cut_off(writer):
    writer.pages[0].cropbox = RectangleObject((0, 0, 300, 842))


def opening(writer):
    writer.root_object[NameObject("/OpenAction")] = named(S=NameObject("/JavaScript"), JS=TextStringObject("1"))


_FORGED = {
    free_text: [("第1页", "页上盖了文字框“9.4”，原件没有")],
    stamp: [("第1页", "页上盖了图章，原件没有")],
    square: [("第1页", "页上盖了方框，原件没有")],
    form_field: [("第1页", "页上盖了表单域“99”，原件没有"), ("整个文件", "文件里加了表单，原件没有")],
    patch: [("第1页", _DRAWN_OTHERWISE)],
    layer: [("第1页", _DRAWN_OTHERWISE), ("整个文件", "文件里加了可开可关的图层，原件没有")],
    picture: [("第1页", _DRAWN_OTHERWISE)],
    cut_off: [("第1页", "页面的边界被改过，有的地方看不到")],
    opening: [("整个文件", "文件里加了打开时执行的动作，原件没有")],
}


def forged(content, change, *, is_appended=False):
    file = io.BytesIO(content)
    writer = pypdf.PdfWriter(file, incremental=True) if is_appended else pypdf.PdfWriter(clone_from=file)
    change(writer)
    writer.write(out := io.BytesIO())
    return out.getvalue()


@pytest.fixture
def published(city):
    return Desk(city).published()


def test_what_is_laid_over_hidden_or_cut_off_in_a_pdf_is_named_by_its_page(published):
    content = papers.pdf_file(published)
    found = {}
    for change in _FORGED:
        report = verify(forged(content, change))
        found[change] = [(each.place, each.found) for each in report.changes]
        assert not report.is_sound
    assert found == _FORGED
    pages = range(1, len(pypdf.PdfReader(io.BytesIO(content)).pages) + 1)  # which share the font
    report = verify(forged(content, shape_of_digits))
    assert [(each.place, each.found) for each in report.changes] == [(f"第{n}页", _DRAWN_OTHERWISE) for n in pages]


def test_what_an_update_appended_to_a_pdf_does_is_named_as_if_the_file_were_written_anew(published):
    content = papers.pdf_file(published)
    for change in (patch, free_text):
        appended = forged(content, change, is_appended=True)
        assert appended.startswith(content)  # the old page still stands in front
        assert [(each.place, each.found) for each in verify(appended).changes] == _FORGED[change]


def test_a_pdf_packed_by_another_program_is_sound_and_of_another_release_is_said_to_be_less_looked_at(
    published, monkeypatch
):
    content = papers.pdf_file(published)

    def unpack(writer):
        for page in writer.pages:
            fresh = DecodedStreamObject()
            fresh.set_data(page.get_contents().get_data())
            page[NameObject("/Contents")] = writer._add_object(fresh)

    report = verify(forged(content, unpack))
    assert (report.is_sound, report.changes, report.is_same_setter) == (True, [], True)
    monkeypatch.setattr("yidan.web.papers.rendering.pdf.set_by", lambda library: "another release")
    report = verify(forged(content, patch))
    assert (report.is_sound, report.is_same_setter) == (True, False)
    for change in (free_text, form_field, cut_off):
        assert [(each.place, each.found) for each in verify(forged(content, change)).changes] == _FORGED[change]
    assert [each.found for each in verify(forged(content, picture)).changes] == ["页上的图片比原件多或少"]


def test_digits_hidden_in_a_docx_and_shapes_laid_over_them_are_named_by_their_paragraph(published):
    content = papers.docx_file(published)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text, styles = (archive.read(f"word/{name}.xml").decode() for name in ("document", "styles"))
    control = re.search(r"<w:sdtContent><w:r><w:rPr>", text)
    assert control is not None
    hidden = text[: control.end()] + "<w:vanish/>" + text[control.end() :]
    shape = '<w:r><w:pict><v:rect xmlns:v="urn:schemas-microsoft-com:vml" fillcolor="white"/></w:pict></w:r>'
    covered = text[: text.index("<w:sdt>")] + shape + text[text.index("<w:sdt>") :]
    for document in (hidden, covered):
        report = verify(rewritten(content, {"word/document.xml": document.encode()}))
        assert [each.found for each in report.changes] == ["文字相同，格式不同：可能藏了字、盖了图形，请与原件对看"]
        assert report.changes[0].place.endswith("一处")
    restyled = styles.replace("<w:name ", "<w:hidden/><w:name ", 1)
    report = verify(rewritten(content, {"word/styles.xml": restyled.encode()}))
    assert [(each.place, report.is_sound) for each in report.changes] == [("整个文件", False)]
