"""Checking a published paper from its file alone: is it what was written, and is what was written what the ledger says?

A docx or PDF of ours carries its blocks and the question behind each number. So three things can be told apart:
text that was changed after it left (the file against its own blocks, set again), numbers that the ledger as of the
cut-off does not bear out, and digits that people typed, for which no figure vouches.
"""

from __future__ import annotations

import difflib
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yidan.bulletins import asking
from yidan.bulletins.blocks import Chart, from_json, listed, numerals, spoken, to_json
from yidan.bulletins.models import Bulletin
from yidan.bulletins.quoted import typed
from yidan.bulletins.rules import HALF_UP
from yidan.kernel.errors import Refused
from yidan.kernel.seals import Seal
from yidan.web.papers import leaves
from yidan.web.papers.rendering.pdf import pdf_of
from yidan.web.papers.typesetting import Unset, drawing

LARGEST = 60 * 1024 * 1024
# What a list of numbers that somebody wrote himself can make of asking and setting.
_BROKEN = (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError, RecursionError, Unset)
# Two drawings of the same differ by less than this shade in all but so many dots of 220 to the inch.
_SHADE, _SPECKS = 96, 12
_TEXT = "/word/document.xml"


@dataclass(frozen=True)
class Change:
    """A place where the file does not say what was written: page (PDF) or paragraph (docx), and both texts."""

    place: str
    written: str
    found: str


@dataclass
class Report:
    """What checking found. `is_sealed` is None where the paper carries no seal (a draft); `is_original` says whether
    the file carries what the archive keeps under its number, None where it was never published; without
    `is_same_setter` another release set it, so what is drawn beside its text was not looked at closely."""

    kind: str
    title: str
    cut_off: str
    checked: int
    changes: list[Change] = field(default_factory=list)
    differences: list[asking.Difference] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    is_sealed: bool | None = None
    is_original: bool | None = None
    is_same_setter: bool = True

    @property
    def is_sound(self) -> bool:
        """Whether nothing was changed and every number holds."""
        return (
            not self.changes and not self.differences and self.is_sealed is not False and self.is_original is not False
        )


def verify(content: bytes, *, among: QuerySet[Bulletin] | None = None) -> Report:
    """Check a file's bytes; refused with a sentence where it is no paper of ours.

    A file can ask any question, so what is recomputed of a forged one would tell its reader numbers that he may not
    see: with `among` (what a person reads whole) only questions that the archive keeps are answered.
    """
    if len(content) > LARGEST:
        raise Refused(_("文件太大，不是一单印发的通报。"))
    pictures = _Pictures()
    if content.startswith(b"%PDF-"):
        kind, found = "pdf", leaves.read(content)
        manifest = found.manifest
        again = leaves.read(_set_again(manifest, pdf_of, pictures))
        is_same_setter = _is_set_as_now(again.manifest, manifest, pictures)
        apart = leaves.compared(again, found, is_same_setter=is_same_setter)
        changes = list(_changes(kind, apart.written, apart.found))
        changes += [Change(_page(number), "", said) for number, said in apart.done]
    elif content.startswith(b"PK"):
        kind, manifest, changes, is_same_setter = "docx", *_docx_changes(content, pictures)
    else:
        raise Refused(_("只能核对一单印发的 docx 或 PDF 文件。"))
    report = _report(kind, manifest, changes, among)
    report.is_same_setter = is_same_setter
    return report


class _Pictures:
    """The kept pictures of a paper, and whether one of them is kept no longer."""

    def __init__(self) -> None:
        self.is_whole = True

    def __call__(self, sha256: str) -> bytes | None:
        from yidan.web.papers.bulletin import kept_picture

        found = kept_picture(sha256) if re.fullmatch("[0-9a-f]{64}", sha256) else None
        self.is_whole &= found is not None
        return found


def _is_set_as_now(again: dict[str, Any], manifest: dict[str, Any], pictures: _Pictures) -> bool:
    """Whether a file was set by the same release as this one, and nothing is lacking that it was set with."""
    return again["set_by"] == manifest.get("set_by") and pictures.is_whole


def _page(number: int) -> str:
    return _("第%(page)d页") % {"page": number} if number else _("整个文件")


def _docx_changes(content: bytes, pictures: _Pictures) -> tuple[dict[str, Any], list[Change], bool]:
    """The manifest of a docx, what differs from the same set again, and whether its form was looked at too."""
    from yidan.web.papers.rendering.docx import docx_of

    manifest, lines, form = _read_docx(content)
    drawn: dict[str, bytes] = {}

    def draw(chart: Chart) -> bytes:
        return drawn.setdefault(chart.svg, drawing(chart))

    again, written, wanted = _read_docx(_set_again(manifest, partial(docx_of, drawing=draw), pictures))
    is_same_setter = _is_set_as_now(again, manifest, pictures)
    changes = list(_changes("docx", [written], [lines]))
    try:
        changes += _redrawn(content, manifest, draw)
    except _BROKEN:
        raise Refused(_("文件中的数据清单已损坏，无法核对；请向印发单位索取原件。")) from None
    if is_same_setter and not changes:
        changes += _reformed(wanted, form)
    return manifest, changes, is_same_setter


def _reformed(written: dict[str, list[str]], found: dict[str, list[str]]) -> Iterator[Change]:
    """Parts of a docx that say the same and are formed otherwise: something hidden, covered, drawn over."""
    for name in sorted({*written, *found}):
        if (before := written.get(name, [])) == (after := found.get(name, [])):
            continue
        place = _("整个文件")
        if name == _TEXT and len(before) == len(after):
            number = next(at for at, (one, other) in enumerate(zip(before, after, strict=True)) if one != other)
            text = "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", before[number]))[:40]
            place = _("“%(text)s”一处") % {"text": text} if text else place
        yield Change(place, "", _("文字相同，格式不同：可能藏了字、盖了图形，请与原件对看"))


def _kept(manifest: dict[str, Any]) -> Bulletin | None:
    """The paper in the archive that a file says it is."""
    number = manifest.get("bulletin")
    return Bulletin.objects.filter(pk=number).first() if isinstance(number, int) and number < 2**31 else None


def _report(
    kind: str, manifest: dict[str, Any], changes: list[Change], among: QuerySet[Bulletin] | None = None
) -> Report:  # fmt: skip
    kept = _kept(manifest)
    is_original = _is_kept(kept, manifest) if kept and kept.published_at else None
    if is_original is None and manifest.get("seal"):
        is_original = False  # it says that it was published, and the archive knows of no such paper
    if among is not None and not (is_original and kept and among.filter(pk=kept.pk).exists()):
        raise Refused(
            _("文件里的数据清单与存档的已印发通报不一致：它不是原件，或还没有印发。请向印发单位索取原件核对。")
        )
    try:
        blocks = from_json(manifest["blocks"])
        cut_off = datetime.fromisoformat(manifest["cut_off"])
        asked = [(each["printed"], dict(each["ask"])) for each in manifest["numerals"]]
        written = list(numerals(blocks))
        if manifest["numerals"] != listed(written):
            changes.append(Change("manifest", "", _("数据清单与正文不符")))
        changes += _unwritten(blocks)
        book = asking.Book(cut_off, manifest.get("rounding", HALF_UP))
        wrong = asking.differences(asked, book) or asking.inexact(written, book)
        by_hand = typed(blocks, cut_off)
    except _BROKEN:
        raise Refused(_("文件中的数据清单已损坏，无法核对；请向印发单位索取原件。")) from None
    report = Report(kind, str(manifest.get("title", "")), cut_off.isoformat(), len(asked), changes, wrong)
    report.typed = by_hand
    report.is_original = is_original
    if manifest.get("seal"):
        place, seal = manifest.get("position"), str(manifest["seal"])
        report.is_sealed = False
        if isinstance(place, int) and 0 < place < 2**63:
            report.is_sealed = Seal.objects.filter(position=place, hash=seal).exists()
    return report


def _is_kept(kept: Bulletin, manifest: dict[str, Any]) -> bool:
    """Whether a file carries what the archive keeps, be it written with or without what a block has learned since."""
    from yidan.web.papers.bulletin import manifest_of

    try:
        is_same = to_json(from_json(kept.blocks)) == to_json(from_json(manifest.get("blocks")))
    except _BROKEN:
        return False
    # the seal has a sentence of its own
    about = {name: each for name, each in manifest_of(kept).items() if name not in {"seal", "position"}}
    return is_same and all(manifest.get(name) == each for name, each in about.items())


def _set_again(manifest: dict[str, Any], render: Any, picture: _Pictures) -> bytes:
    try:
        return render(from_json(manifest["blocks"]), title=str(manifest.get("title", "")), picture=picture)
    except _BROKEN:
        raise Refused(_("文件中的数据清单已损坏，无法核对；请向印发单位索取原件。")) from None


def _read_docx(content: bytes) -> tuple[dict[str, Any], list[str], dict[str, list[str]]]:
    """The manifest, the text of every paragraph in order, tables too, and by part how it is written: the text's own
    by what stands beneath its body."""
    import docx
    from docx.oxml.ns import qn
    from lxml import etree

    from yidan.web.papers.rendering.docx import MANIFEST

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(each.file_size for each in archive.infolist()) > 8 * LARGEST:
                raise Refused(_("文件太大，不是一单印发的通报。"))
        document = docx.Document(io.BytesIO(content))
        parts = {str(each.partname): each for each in document.part.package.iter_parts()}
        manifest = json.loads(parts[MANIFEST].blob) if MANIFEST in parts else None
        form = {
            name: [hashlib.sha256(each.blob).hexdigest()]
            for name, each in parts.items()
            if name.startswith("/word/") and not name.startswith("/word/media/")
        }
        form[_TEXT] = [etree.tostring(each, method="c14n").decode() for each in document.element.body]
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError):
        raise Refused(_("docx 文件已损坏，无法读取；请向印发单位索取原件。")) from None
    if not isinstance(manifest, dict):
        raise Refused(_("这份 docx 没有附数据清单：可能另存过，或不是一单印发的；请用印发的原件核对。"))
    lines = []
    for paragraph in document.element.body.iter(qn("w:p")):
        if line := "".join(text.text or "" for text in paragraph.iter(qn("w:t"))).strip():
            lines.append(line)
    return manifest, lines, form


def _unwritten(blocks: Iterable[Any]) -> Iterator[Change]:
    """Numbers of a drawing that are not written in it as its list of numbers has them."""
    for block in blocks:
        if isinstance(block, Chart):
            found = " ".join(block.words)
            for each in block.said:
                if each.printed not in re.findall(r"[−\d.,%]+|—", found):
                    yield Change(_("图“%(title)s”") % {"title": block.title}, each.printed, found)


def _redrawn(content: bytes, manifest: dict[str, Any], draw: Callable[[Chart], bytes]) -> Iterator[Change]:
    """The drawings of a docx, which are pictures in it: each is drawn again and laid over what stands there."""
    charts = [each for each in from_json(manifest["blocks"]) if isinstance(each, Chart)]
    pictures = _pictures(content)
    for number, chart in enumerate(charts, 1):
        about, found = pictures.get(number, ("", b""))
        said = _("图“%(title)s”") % {"title": chart.title}
        if about != spoken(chart):
            yield Change(said, *_narrowed(spoken(chart), about))
        elif not _looks_alike(found, draw(chart)):
            yield Change(said, "，".join(chart.words), _("图与数据不符"))


def _pictures(content: bytes) -> dict[int, tuple[str, bytes]]:
    """What a docx shows as our drawings, by their numbers: the words for who cannot see them, and the picture."""
    import docx
    from docx.oxml.ns import qn

    from yidan.web.papers.rendering.docx import CHART

    document = docx.Document(io.BytesIO(content))
    found: dict[int, tuple[str, bytes]] = {}
    for inline in document.element.body.iter(qn("wp:inline"), qn("wp:anchor")):
        about, picture = inline.find(qn("wp:docPr")), next(inline.iter(qn("a:blip")), None)
        name = about.get("name", "") if about is not None else ""
        if picture is None or not name.startswith(CHART) or not name.removeprefix(CHART).isdecimal():
            continue
        part = document.part.related_parts.get(picture.get(qn("r:embed")))
        found[int(name.removeprefix(CHART))] = (about.get("descr", ""), part.blob if part is not None else b"")
    return found


def _looks_alike(found: bytes, drawn: bytes) -> bool:
    """Whether two pictures show the same. Another release of the typesetter draws edges a shade lighter or darker;
    another digit turns ink into paper over a stretch that its size makes known."""
    from PIL import Image, ImageChops

    if found == drawn:
        return True
    try:
        with Image.open(io.BytesIO(found)) as one, Image.open(io.BytesIO(drawn)) as other:
            if one.size != other.size:
                return False
            apart = ImageChops.difference(one.convert("L"), other.convert("L"))
    except (OSError, ValueError, Image.DecompressionBombError):
        return False
    return sum(apart.histogram()[_SHADE:]) <= _SPECKS


def _changes(kind: str, written: list[list[str]], found: list[list[str]]) -> Iterable[Change]:
    """Where the lines differ, page by page; words within a line are narrowed down to what differs."""
    for number in range(max(len(written), len(found))):
        before = written[number] if number < len(written) else []
        after = found[number] if number < len(found) else []
        matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
        for tag, i, j, k, m in matcher.get_opcodes():
            if tag == "equal":
                continue
            place = _("第%(page)d页第%(line)d行") if kind == "pdf" else _("第%(line)d段")
            said = place % {"page": number + 1, "line": k + 1}
            yield Change(said, *_narrowed("".join(before[i:j]), "".join(after[k:m])))


def _narrowed(before: str, after: str) -> tuple[str, str]:
    """The differing middle of two texts, with a little of what stands around it."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    start, end = max(start - 6, 0), max(end - 6, 0)
    return before[start : len(before) - end], after[start : len(after) - end]
