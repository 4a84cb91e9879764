"""Copies of a paper with one digit changed, wherever the system wrote one: text, tables, drawings, and what the file
carries unseen. A PDF is changed where it draws, glyph by glyph, as somebody with an editor for PDFs would."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, ByteStringObject, ContentStream, DecodedStreamObject, IndirectObject, NameObject

from yidan.bulletins.blocks import Chart, from_json
from yidan.web.papers import typesetting

DOCUMENT, MANIFEST = "word/document.xml", "yidan/manifest.json"


@dataclass(frozen=True)
class Mutant:
    """Where a digit stands, which, and how to make the copy that says another."""

    where: str
    said: str
    make: Callable[[str], bytes]
    others: str = "0123456789"
    page: int = -1


def of_docx(content: bytes, blocks: Any) -> Iterator[Mutant]:
    """Every digit of a docx."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        document, manifest = (archive.read(name).decode() for name in (DOCUMENT, MANIFEST))
        pictures = sorted(name for name in archive.namelist() if name.endswith(".png"))
    for match in re.finditer(r'<w:t(?: [^>]*)?>([^<]*)</w:t>|<wp:docPr [^>]*descr="([^"]*)"', document):
        group = 1 if match.group(1) is not None else 2
        for place in _digits(match.group(group), match.start(group)):
            yield _in_part(content, DOCUMENT, document, place, "alt" if group == 2 else "text")
    for place in _said(manifest):
        yield _in_part(content, MANIFEST, manifest, place, "manifest")
    charts = [each for each in from_json(blocks) if isinstance(each, Chart)]
    for chart, picture in zip(charts, pictures, strict=True):
        for match in re.finditer(r"<text[^>]*>([^<]*)</text>", chart.svg):
            for place in _digits(match.group(1), match.start(1)):
                yield _in_drawing(content, picture, chart, place)


def of_pdf(content: bytes) -> Iterator[Mutant]:
    """Every digit of a PDF: as drawn on its pages, and in what is attached."""
    reader = PdfReader(io.BytesIO(content))
    seen: set[int] = set()
    for number, page in enumerate(reader.pages):
        yield from _drawn(content, reader, page, page["/Resources"], number, seen)
    manifest = reader.attachments["manifest.json"][0].decode()
    for place in _said(manifest):
        yield Mutant("attached", manifest[place], lambda to, at=place: _attached(content, _with(manifest, at, to)))


def _digits(text: str, start: int) -> list[int]:
    return [start + match.start() for match in re.finditer(r"[0-9]", text)]


def _said(manifest: str) -> list[int]:
    """The digits of what the manifest says of the paper. The release that set it is no numeral: where another is named,
    words are compared all the same, and the check says that the form was not."""
    release = re.search(r'"set_by": "[^"]*"', manifest)
    assert release is not None
    return [place for place in _digits(manifest, 0) if not release.start() <= place < release.end()]


def _with(text: str, place: int, digit: str) -> str:
    return text[:place] + digit + text[place + 1 :]


def _in_part(content: bytes, name: str, text: str, place: int, where: str) -> Mutant:
    return Mutant(where, text[place], lambda to: rewritten(content, {name: _with(text, place, to).encode()}))


def _in_drawing(content: bytes, picture: str, chart: Chart, place: int) -> Mutant:
    def make(to: str) -> bytes:
        return rewritten(content, {picture: typesetting.drawing(replace(chart, svg=_with(chart.svg, place, to)))})

    return Mutant("drawing", chart.svg[place], make)


def rewritten(content: bytes, parts: dict[str, bytes]) -> bytes:
    """A docx with some of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            new.writestr(item, parts.get(item.filename) or old.read(item))
    return out.getvalue()


def _attached(content: bytes, manifest: str) -> bytes:
    json.dumps(manifest)
    writer = PdfWriter(clone_from=io.BytesIO(content))
    names = writer.root_object["/Names"]["/EmbeddedFiles"]["/Names"]
    writer.root_object["/Names"]["/EmbeddedFiles"][NameObject("/Names")] = ArrayObject(names[:0])
    writer.add_attachment("manifest.json", manifest.encode())
    return _bytes(writer)


def _bytes(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _drawn(
    content: bytes, reader: PdfReader, holder: Any, resources: Any, page: int, seen: set[int]
) -> Iterator[Mutant]:
    """The digits that a page, or a drawing used by it, shows."""
    stream = holder.get_contents() if "/Contents" in holder else holder
    operations = ContentStream(stream, reader).operations
    fonts = {name: _digit_codes(font.get_object()) for name, font in resources.get("/Font", {}).items()}
    used: dict[str, bytes] = {}
    for order, (operands, operator) in enumerate(operations):
        if operator == b"Tf":
            used = fonts.get(operands[0], {})
        elif operator in (b"Tj", b"TJ"):
            for index, piece in enumerate(operands[0] if operator == b"TJ" else operands):
                raw = getattr(piece, "original_bytes", None)
                for place in range(0, len(raw or b""), 2):
                    digit = next((each for each, code in used.items() if code == raw[place : place + 2]), None)
                    if digit:
                        yield _glyph(content, _address(holder, page), (order, index, place), digit, used)
    for drawing in resources.get("/XObject", {}).values():
        form = drawing.get_object()
        if form.get("/Subtype") == "/Form" and drawing.idnum not in seen:
            seen.add(drawing.idnum)
            yield from _drawn(content, reader, form, form.get("/Resources", resources), page, seen)


def _address(holder: Any, page: int) -> tuple[str, int]:
    return ("page", page) if "/Contents" in holder else ("form", holder.indirect_reference.idnum)


def _digit_codes(font: Any) -> dict[str, bytes]:
    """By which code a font of two bytes a glyph draws each digit that it has."""
    found: dict[str, bytes] = {}
    text = font["/ToUnicode"].get_data().decode("latin-1") if "/ToUnicode" in font else ""
    for code, unicode in re.findall(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]{4})>\s*\n", text):
        if (character := chr(int(unicode, 16))) in "0123456789":
            found[character] = bytes.fromhex(code)
    return found


def _glyph(
    content: bytes, address: tuple[str, int], place: tuple[int, int, int], digit: str, codes: dict[str, bytes]
) -> Mutant:
    def make(to: str) -> bytes:
        writer = PdfWriter(clone_from=io.BytesIO(content))
        kind, number = address
        holder = writer.pages[number] if kind == "page" else IndirectObject(number, 0, writer).get_object()
        changed = ContentStream(holder.get_contents() if kind == "page" else holder, writer)
        order, index, at = place
        operands, operator = changed.operations[order]
        pieces = operands[0] if operator == b"TJ" else operands
        raw = pieces[index].original_bytes
        pieces[index] = ByteStringObject(raw[:at] + codes[to] + raw[at + 2 :])
        changed.operations[order] = (operands, operator)
        fresh = DecodedStreamObject()
        fresh.set_data(_written(changed))
        if kind == "page":
            holder[NameObject("/Contents")] = writer._add_object(fresh)
        else:
            for name, value in holder.items():
                if name not in ("/Filter", "/Length", "/DecodeParms"):
                    fresh[NameObject(name)] = value
            writer._objects[number - 1] = fresh
        return _bytes(writer)

    page = address[1] if address[0] == "page" else -1
    return Mutant("glyph" if page >= 0 else "drawing", digit, make, "".join(codes), page)


def _written(stream: ContentStream) -> bytes:
    return stream.get_data()
