"""A paper as docx, in official form, so that WPS and Word open it ready to sign.

Each number that the system wrote stands in a content control of its own, named in a manifest inside the file, so that
`yidan bulletin verify` finds and recomputes it.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.opc.packuri import PackURI
from docx.opc.part import Part as FilePart
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from yidan.bulletins import blocks as b
from yidan.web.papers.rendering import measures as m
from yidan.web.papers.rendering.pdf import set_by

MANIFEST = "/yidan/manifest.json"
CHART = "yidan-chart-"
_RELATION = "urn:yidan:manifest"
# Characters that XML cannot hold; a paste from somewhere brings them along.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT,
}  # fmt: skip


def docx_of(
    paper: Iterable[Any],
    *,
    title: str = "",
    manifest: Mapping[str, Any] | None = None,
    picture: Callable[[str], bytes | None] | None = None,
    drawing: Callable[[b.Chart], bytes] | None = None,
) -> bytes:
    """The blocks as a docx file. `picture` gives a kept picture (JPEG) by its hash, `drawing` a chart as PNG."""
    return _Writer(picture, drawing).write(list(paper), title, dict(manifest or {}))


class _Writer:
    """Writes one document from top to bottom."""

    def __init__(self, picture: Any, drawing: Any) -> None:
        self.picture, self.drawing = picture, drawing
        self.document: Document = docx.Document()
        self.asked: list[b.Numeral] = []
        self.drawn = 0
        self.is_wide = self.is_broken = False
        self.place: Any = self.document

    def write(self, paper: list[Any], title: str, manifest: dict[str, Any]) -> bytes:
        self._set_up(title)
        for block in paper:
            is_wide = isinstance(block, b.Table) and block.is_wide
            if is_wide != self.is_wide and isinstance(block, b.Table | b.Break | b.Heading | b.Paragraph):
                self._turn(is_wide)
            getattr(self, f"_{type(block).__name__.lower()}")(block)
        self._keep(
            {**manifest, "blocks": b.to_json(paper), "numerals": b.listed(self.asked), "set_by": set_by("python-docx")}
        )
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    # --- the page ---

    def _set_up(self, title: str) -> None:
        self.document.core_properties.title = title
        self.document.core_properties.author = self.document.core_properties.comments = ""
        style = self.document.styles["Normal"]
        style.font.size = Pt(m.TEXT_PT)
        _face(style.element.get_or_add_rPr(), m.TEXT_FACE)
        condensed = OxmlElement("w:spacing")
        condensed.set(qn("w:val"), str(m.CONDENSED_TWIPS))
        style.element.rPr.append(condensed)
        style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
        style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        style.paragraph_format.line_spacing = Pt(m.LINE_TWIPS / 20)
        style.paragraph_format.widow_control = False
        section = self.document.sections[0]
        _lay_out(section, m.PAGE_MM)
        settings = self.document.settings.element
        settings.append(OxmlElement("w:evenAndOddHeaders"))
        _number(section.footer.paragraphs[0], is_right=True)
        _number(section.even_page_footer.paragraphs[0], is_right=False)
        _name_fallbacks(self.document)

    def _turn(self, is_wide: bool) -> None:
        section = self.document.add_section()
        _lay_out(section, m.WIDE_MM if is_wide else m.PAGE_MM)
        section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
        self.is_wide, self.is_broken = is_wide, False

    def _keep(self, manifest: dict[str, Any]) -> None:
        """The manifest travels in the file, beside the text and not in it: the blocks, and each number's question."""
        content = json.dumps(manifest, ensure_ascii=False, sort_keys=True).encode()
        part = FilePart(PackURI(MANIFEST), "application/json", content, self.document.part.package)
        self.document.part.relate_to(part, _RELATION)

    # --- text ---

    def _line(
        self, parts: b.Parts, *, face: str = m.TEXT_FACE, size: float = m.TEXT_PT, align: str = "left",
        indent: float = 0, strong: bool = False, colour: str = "", place: Any = None, exact: bool = True,
    ) -> Any:  # fmt: skip
        paragraph = (place or self.document).add_paragraph()
        if self.is_broken:
            paragraph.paragraph_format.page_break_before, self.is_broken = True, False
        paragraph.alignment = _ALIGN[align]
        if not exact:
            _loose(paragraph)
        if indent:
            _indent(paragraph, firstLineChars=int(indent * 100))
        self._run(paragraph, parts, face=face, size=size, strong=strong, colour=colour)
        return paragraph

    def _run(self, paragraph: Any, parts: b.Parts, *, face: str, size: float, strong: bool, colour: str = "") -> None:
        for part in parts:
            text = part.text if isinstance(part, b.Words) else part.printed
            run = paragraph.add_run(_CONTROLS.sub("", text))
            run.font.size = Pt(size)
            run.bold = (strong or (isinstance(part, b.Words) and part.is_strong)) or None
            if colour:
                run.font.color.rgb = RGBColor.from_string(colour)
            _face(run._r.get_or_add_rPr(), face)
            if isinstance(part, b.Numeral):
                self._control(run, part)

    def _control(self, run: Any, numeral: b.Numeral) -> None:
        """Put the run into a content control whose tag leads to its question."""
        number = self._ask(numeral)
        control, properties, content = (OxmlElement(f"w:{name}") for name in ("sdt", "sdtPr", "sdtContent"))
        for name in ("alias", "tag"):
            element = OxmlElement(f"w:{name}")
            element.set(qn("w:val"), f"yidan-{number}")
            properties.append(element)
        run._r.addprevious(control)
        control.append(properties)
        control.append(content)
        content.append(run._r)

    def _ask(self, numeral: b.Numeral) -> int:
        """Note the number's question; its place among all."""
        self.asked.append(numeral)
        return len(self.asked)

    def _masthead(self, block: b.Masthead) -> None:
        colour = m.RED if block.is_red else ""
        size = min(m.MASTHEAD_PT, int(442 / max(m.width_of(block.name), 1)))
        head = self._line(b.words(block.name), face=m.TITLE_FACE, size=size, align="center", colour=colour, exact=False)
        head.paragraph_format.space_after = Pt(m.LINE_TWIPS / 20)
        if block.number and not (block.issuer or block.day):
            last = self._line(b.words(block.number), align="center")
        else:
            if block.number:
                self._line(b.words(block.number), align="center")
            last = self._line(b.words(f"{block.issuer}\t{block.day}"))
            last.paragraph_format.tab_stops.add_tab_stop(Mm(156), WD_TAB_ALIGNMENT.RIGHT)
        _border(last, "bottom", 12, m.RED if block.is_red else "000000", space=11)
        self._line(b.words(""))

    def _title(self, block: b.Title) -> None:
        for line in m.broken(block.text).splitlines():
            self._line(b.words(line), face=m.TITLE_FACE, size=m.TITLE_PT, align="center", exact=False)
        self._line(b.words(""))

    def _recipient(self, block: b.Recipient) -> None:
        self._line(b.words(block.text.rstrip("：:") + "："))

    def _heading(self, block: b.Heading) -> None:
        self._line(block.parts, face=m.HEADING_FACES[block.level], indent=2).paragraph_format.keep_with_next = True

    def _paragraph(self, block: b.Paragraph) -> None:
        self._line(block.parts, indent=2).alignment = WD_ALIGN_PARAGRAPH.JUSTIFY

    def _attachments(self, block: b.Attachments) -> None:
        self._line(b.words(""))
        for number, name in enumerate(block.names, 1):
            head = "附件：" if number == 1 else "　　　"
            order = f"{number}." if len(block.names) > 1 else ""
            self._line(b.words(f"{head}{order}{name}"), indent=2)

    def _signature(self, block: b.Signature) -> None:
        if self.document.paragraphs:  # no page holds a signature alone: what stands before it goes over with it
            self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        self._line(b.words("")).paragraph_format.keep_with_next = True
        unit, day = m.signature_indents(block.unit, block.day)
        for text, indent in ((block.unit, unit), (block.day, day)):
            paragraph = self._line(b.words(text), align="right")
            _indent(paragraph, rightChars=int(indent * 100))
            paragraph.paragraph_format.keep_together = True
            paragraph.paragraph_format.keep_with_next = text is block.unit

    def _contact(self, block: b.Contact) -> None:
        self._line(b.words(f"（{block.text}）"), indent=2)

    def _break(self, _block: b.Break) -> None:
        """The next line begins a page: a break in a line of its own would leave a page empty behind a full one."""
        self.is_broken = True

    def _break_now(self) -> None:
        """In front of a table without a line above it."""
        if self.is_broken:
            self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            self.is_broken = False

    def _imprint(self, block: b.Imprint) -> None:
        self._line(b.words(""))
        lines = [f"抄送：{block.copies_to}"] if block.copies_to else []
        lines.append(f"{block.printed_by}\t{block.day}印发")
        for number, text in enumerate(lines):
            paragraph = self._line(b.words(text), size=m.SMALL_PT)
            _indent(paragraph, leftChars=100, rightChars=100)
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(146), WD_TAB_ALIGNMENT.RIGHT)
            # the outer lines 0.35 mm, the one between 0.25 mm: eighths of a point
            _border(paragraph, "top", 8 if number == 0 else 6, "000000")
        _border(paragraph, "bottom", 8, "000000")

    # --- tables and pictures ---

    def _table(self, block: b.Table) -> None:
        if block.title:
            self._line(
                b.words(block.title), face=m.HEI_FACE, size=m.SMALL_PT, align="center"
            ).paragraph_format.keep_with_next = True
        if block.unit:
            self._line(b.words(block.unit), size=m.TABLE_PT, align="right").paragraph_format.keep_with_next = True
        self._grid([*block.heads, *block.rows], len(block.heads), block.widths, _text_width(block.is_wide))
        self._line(b.words(block.note), size=m.TABLE_PT, exact=False)

    def _grid(self, rows: list[tuple[b.Cell, ...]], heads: int, widths: tuple[float, ...], width: float) -> None:
        columns = max(sum(cell.across for cell in row) for row in rows[-1:] or rows)
        shares = widths if len(widths) == columns else (1.0,) * columns
        self._break_now()
        table = self.document.add_table(rows=len(rows), cols=columns)
        table.style = "Table Grid"
        _narrow_cells(table)
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for number, share in enumerate(shares):
            table.columns[number].width = Mm(width * share / sum(shares))
        cells = [list(row.cells) for row in table.rows]  # python-docx makes them anew on every access
        taken: set[tuple[int, int]] = set()
        for number, row in enumerate(rows):
            self._fill(cells, taken, number, row, number < heads)
            properties = table.rows[number]._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:cantSplit"))
            table.rows[number].height = Mm(m.ROW_MM)
            if number < heads:
                properties.append(OxmlElement("w:tblHeader"))

    def _fill(
        self, cells: Any, taken: set[tuple[int, int]], number: int, row: tuple[b.Cell, ...], is_head: bool
    ) -> None:
        column = 0
        for each in row:
            while (number, column) in taken:
                column += 1
            place = cells[number][column]
            if each.across > 1 or each.down > 1:
                place = place.merge(cells[number + each.down - 1][column + each.across - 1])
            taken |= {(number + y, column + x) for y in range(each.down) for x in range(each.across)}
            place.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
            paragraph = place.paragraphs[0]
            paragraph.alignment = _ALIGN["center" if is_head else each.align]
            _loose(paragraph)
            face = m.HEI_FACE if is_head else m.TEXT_FACE
            self._run(paragraph, each.parts, face=face, size=m.TABLE_PT, strong=False)
            column += each.across

    def _slip(self, block: b.Slip) -> None:
        cut = self._line(b.words(""), size=m.TABLE_PT)
        _border(cut, "bottom", 6, "5B6470", kind="dashed")
        self._line(b.words(block.title), face=m.TITLE_FACE, size=m.TITLE_PT, align="center", exact=False)
        rows: list[tuple[b.Cell, ...]] = [(b.cell(name, "center"), b.cell(value)) for name, value in block.rows]
        self._grid(rows, 0, (1, 3), _text_width(False))

    def _picture(self, block: b.Picture, width: float = 150) -> None:
        content = self.picture(block.sha256) if self.picture else None
        if content:
            paragraph = self._line(b.words(""), align="center", exact=False)
            paragraph.add_run().add_picture(io.BytesIO(content), width=Mm(width))
        if block.caption:
            self._line(b.words(block.caption), size=m.TABLE_PT, align="center", face=m.KAI_FACE)

    def _picturepair(self, block: b.PicturePair) -> None:
        self._break_now()
        table = self.document.add_table(rows=2, cols=2)
        for number, each in enumerate((block.before, block.after)):
            content = self.picture(each.sha256) if self.picture else None
            above, below = (table.rows[row].cells[number].paragraphs[0] for row in (0, 1))
            for paragraph in (above, below):
                _loose(paragraph)
            if content:
                above.add_run().add_picture(io.BytesIO(content), width=Mm(75))
            self._run(below, b.words(each.caption), face=m.KAI_FACE, size=m.TABLE_PT, strong=False)

    def _chart(self, block: b.Chart) -> None:
        self._line(b.words(block.title + (f"（{block.unit}）" if block.unit else "")), face=m.HEI_FACE,
                   size=m.SMALL_PT, align="center").paragraph_format.keep_with_next = True  # fmt: skip
        for each in block.said:
            self._ask(each)
        self.drawn += 1
        if self.drawing:
            paragraph = self._line(b.words(""), align="center", exact=False)
            shape = paragraph.add_run().add_picture(io.BytesIO(self.drawing(block)), width=Mm(150))
            about = shape._inline.docPr
            about.set("name", f"{CHART}{self.drawn}")  # by this name a check finds it
            about.set("descr", b.spoken(block))
        if block.calibre:
            self._line(b.words(block.calibre), size=m.TABLE_PT, face=m.KAI_FACE, align="center")


# --- what python-docx has no words for ---


def _margins(is_wide: bool) -> tuple[int, int, int, int]:
    if is_wide:
        return m.WIDE_TOP_MM, m.WIDE_BOTTOM_MM, m.WIDE_LEFT_MM, m.WIDE_RIGHT_MM
    return m.TOP_MM, m.BOTTOM_MM, m.LEFT_MM, m.RIGHT_MM


def _text_width(is_wide: bool) -> int:
    _top, _bottom, left, right = _margins(is_wide)
    return (m.WIDE_MM if is_wide else m.PAGE_MM)[0] - left - right


def _loose(paragraph: Any) -> None:
    """A line as high as its letters, off the grid of 22 lines: in tables and under pictures."""
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    properties = paragraph._p.get_or_add_pPr()
    off = OxmlElement("w:snapToGrid")
    off.set(qn("w:val"), "0")
    properties.insert_element_before(
        off, "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc",
        "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr",
        "w:sectPr", "w:pPrChange",
    )  # fmt: skip


def _narrow_cells(table: Any) -> None:
    """2 pt left and right of what stands in a cell, as in the PDF: with Word's 5.4 a number of six digits breaks."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        element = OxmlElement(f"w:{side}")
        element.set(qn("w:w"), "40")
        element.set(qn("w:type"), "dxa")
        margins.append(element)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription", "w:tblPrChange")


def _lay_out(section: Any, size: tuple[int, int]) -> None:
    section.page_width, section.page_height = Mm(size[0]), Mm(size[1])
    top, bottom, left, right = _margins(size == m.WIDE_MM)
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    # the page number stands 7 mm below the text
    section.footer_distance = Mm(bottom - 7 - 5)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(m.LINE_TWIPS))
    section._sectPr.append(grid)


def _face(properties: Any, face: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for kind in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{kind}"), m.LATIN_FACE)
    fonts.set(qn("w:eastAsia"), face)


def _indent(paragraph: Any, **characters: int) -> None:
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    for name, value in characters.items():
        indent.set(qn(f"w:{name}"), str(value))
        # LibreOffice and old WPS read only the measure: a character is 16 pt, 320 twentieths
        indent.set(qn(f"w:{name.removesuffix('Chars')}"), str(int(value / 100 * m.TEXT_PT * 20)))


def _border(paragraph: Any, side: str, eighths: int, colour: str, *, space: int = 1, kind: str = "single") -> None:
    properties = paragraph._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(
            borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct",
            "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid",
            "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc",
            "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle",
            "w:rPr", "w:sectPr", "w:pPrChange",
        )  # fmt: skip
    element = OxmlElement(f"w:{side}")
    for name, value in (("val", kind), ("sz", eighths), ("space", space), ("color", colour)):
        element.set(qn(f"w:{name}"), str(value))
    borders.append(element)


def _number(paragraph: Any, *, is_right: bool) -> None:
    """— 1 —: outer side of the page, one character in."""
    paragraph.alignment = _ALIGN["right" if is_right else "left"]
    _indent(paragraph, **{"rightChars" if is_right else "leftChars": 100})
    for text in ("— ", None, " —"):
        run = paragraph.add_run(text or "")
        run.font.size = Pt(m.SMALL_PT)
        _face(run._r.get_or_add_rPr(), m.SONG_FACE)
        if text is None:
            for kind, code in (("begin", ""), ("", "PAGE"), ("end", "")):
                element = OxmlElement("w:fldChar" if kind else "w:instrText")
                if kind:
                    element.set(qn("w:fldCharType"), kind)
                else:
                    element.text = code
                run._r.append(element)


def _name_fallbacks(document: Document) -> None:
    """Tell the reader which face stands in where a licensed one is missing."""
    entries = "".join(
        f'<w:font w:name="{face}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for face, other in m.FALLBACKS.items()
    )
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = part.blob.replace(b"</w:fonts>", entries.encode() + b"</w:fonts>")
