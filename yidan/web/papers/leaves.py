"""The pages of a PDF, read and held against the same pages set again: what they say, what they are drawn by, and what
was laid over them afterwards.

A page drawn by the same bytes says the same and is not read. Of one drawn otherwise the text is compared; where that
is the same too, something else was done: a patch over a digit, a picture, another font, other edges of the sheet.
Notes, stamps, form fields and layers belong to no paper of ours, so each is named.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidan.kernel.errors import Refused

# What lies over a page without being part of it, by the name that PDF gives it; others are notes of some kind.
_LAID = {
    "/FreeText": gettext_lazy("文字框"), "/Stamp": gettext_lazy("图章"), "/Square": gettext_lazy("方框"),
    "/Circle": gettext_lazy("圆圈"), "/Ink": gettext_lazy("手写"), "/Highlight": gettext_lazy("高亮"),
    "/Redact": gettext_lazy("涂黑"), "/Link": gettext_lazy("链接"), "/Widget": gettext_lazy("表单域"),
}  # fmt: skip
# What a file as a whole can do that ours does not.
_ADDED = {
    "/AcroForm": gettext_lazy("文件里加了表单，原件没有"),
    "/OCProperties": gettext_lazy("文件里加了可开可关的图层，原件没有"),
    "/OpenAction": gettext_lazy("文件里加了打开时执行的动作，原件没有"),
    "/AA": gettext_lazy("文件里加了打开时执行的动作，原件没有"),
    "/JavaScript": gettext_lazy("文件里加了打开时执行的动作，原件没有"),
}
_BOXES = ("mediabox", "cropbox")
# Compressing and cutting into pieces says nothing about what is drawn.
_PACKING = {"/Filter", "/DecodeParms", "/Length", "/DL"}
# Two pictures of the same, written by two releases, differ by less than this in all but so many of a thousand dots.
_SHADE, _SPECKS = 64, 2


@dataclass(frozen=True)
class Leaves:
    """A PDF as read: its manifest, its pages, and what the whole file can do."""

    manifest: dict[str, Any]
    pages: list[Any]
    powers: frozenset[str]


@dataclass
class Apart:
    """Where two PDFs differ: the lines of each page (none where both are drawn alike), and by page, or 0 for the whole,
    in a sentence what else was done."""

    written: list[list[str]] = field(default_factory=list)
    found: list[list[str]] = field(default_factory=list)
    done: list[tuple[int, str]] = field(default_factory=list)


def read(content: bytes) -> Leaves:
    """A PDF of ours; refused with a sentence where it is none."""
    import pypdf  # here, not above: 11 MB in every worker for a page that is seldom asked for
    from pypdf.generic import DictionaryObject

    with _refusing_broken():
        reader = pypdf.PdfReader(io.BytesIO(content))
        attached = reader.attachments.get("manifest.json")
        manifest, pages = json.loads(attached[0]) if attached else None, list(reader.pages)
        catalogue = reader.root_object
        names = catalogue.get("/Names", DictionaryObject())
        powers = frozenset(each for each in _ADDED if each in catalogue or each in names.get_object())
    if not isinstance(manifest, dict):
        raise Refused(_("这份 PDF 没有附数据清单，不是一单印发的，或附件已被去掉。"))
    return Leaves(manifest, pages, powers)


@contextmanager
def _refusing_broken() -> Iterator[None]:
    import pypdf

    try:
        yield
    except (pypdf.errors.PyPdfError, ValueError, KeyError, RecursionError, AttributeError, TypeError, IndexError):
        raise Refused(_("PDF 文件已损坏，无法读取；请向印发单位索取原件。")) from None


def compared(written: Leaves, found: Leaves, *, is_same_setter: bool) -> Apart:
    """Both held against each other. Another release of the typesetter draws the same page by other strokes: then (not
    `is_same_setter`) only what is said, how many pictures there are and what was laid over counts."""
    apart = Apart()
    known: tuple[dict[Any, str | None], dict[Any, str | None]] = ({}, {})
    with _refusing_broken():
        for number, pair in enumerate(itertools.zip_longest(written.pages, found.pages), 1):
            is_alike = _is_drawn_alike(pair, known)
            lines = [[], []] if is_alike else [_text(each) for each in pair]
            for each, said, told in zip(pair, (apart.written, apart.found), lines, strict=True):
                if each is not None:
                    said.append(told)
            if None not in pair:
                done = _laid_over(pair[1])
                if not is_alike and lines[0] == lines[1]:
                    done = itertools.chain(done, _redrawn(*pair, is_same_setter=is_same_setter))
                apart.done += [(number, each) for each in done]
    added = dict.fromkeys(str(_ADDED[power]) for power in sorted(found.powers - written.powers))
    apart.done += [(0, each) for each in added]
    return apart


def _laid_over(page: Any) -> Iterator[str]:
    """Each note, stamp or field on a page, with what it says."""
    for each in page.get("/Annots", None) or ():
        note = each.get_object()
        kind = _LAID.get(note.get("/Subtype", ""), _("批注"))
        said = re.sub(r"\s+", " ", str(note.get("/Contents") or note.get("/V") or ""))[:60]
        yield (
            _("页上盖了%(kind)s“%(text)s”，原件没有") % {"kind": kind, "text": said}
            if said
            else (_("页上盖了%(kind)s，原件没有") % {"kind": kind})
        )


def _redrawn(written: Any, found: Any, *, is_same_setter: bool) -> Iterator[str]:
    """What was done to a page that says the same, and is not drawn by the same bytes."""
    pictures = [_images(each) for each in (written, found)]
    known: tuple[dict[Any, str | None], dict[Any, str | None]] = ({}, {})
    if _edges(written) != _edges(found):
        yield _("页面的边界被改过，有的地方看不到")
    if not is_same_setter:
        if len(pictures[0]) != len(pictures[1]):
            yield _("页上的图片比原件多或少")
        return
    prints = [_print(page, of, is_unpacked=True) for page, of in zip((written, found), known, strict=True)]
    if None in prints or prints[0] != prints[1]:
        yield _("文字相同，画法不同：可能盖了图形、换了字形或挪了位置，请与原件对看")
    elif not all(_looks_alike(*pair) for pair in zip(*pictures, strict=True)):
        yield _("图片与存档的不同")


def _is_drawn_alike(pair: tuple[Any, ...], known: tuple[dict[Any, str | None], ...]) -> bool:
    if None in pair or _edges(pair[0]) != _edges(pair[1]):
        return False
    prints = [_print(page, of) for page, of in zip(pair, known, strict=True)]
    return prints[0] is not None and prints[0] == prints[1]


def _edges(page: Any) -> tuple[Any, ...]:
    """What of the sheet is seen, and how it is turned, to a tenth of a point."""
    boxes = [tuple(round(float(each), 1) for each in getattr(page, name)) for name in _BOXES]
    return (*boxes, int(page.rotation) % 360, float(page.user_unit))


def _print(page: Any, known: dict[Any, str | None], *, is_unpacked: bool = False) -> str | None:
    """What a page is drawn by: hash of its instructions and of all that they draw with; None where that cannot be said.
    `known`: what was found, by object. As it stands in the file, or unpacked, which takes as long again; then pictures
    count by their size only and are looked at apart."""
    if "/Resources" not in page:  # handed down from above
        return None
    try:
        if not is_unpacked:
            return _hash([page.get("/Contents"), page["/Resources"]], known, is_unpacked)
        contents = page.get_contents()
        drawn = hashlib.sha256(contents.get_data() if contents is not None else b"").hexdigest()
        return drawn + _hash(page["/Resources"], known, is_unpacked)
    except _CircleError:
        return None


class _CircleError(Exception):
    """An object points back at itself, so its hash would depend on where one began."""


def _hash(thing: Any, known: dict[Any, str | None], is_unpacked: bool) -> str:
    """Of a PDF object with all that it points at, however the file numbers them."""
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

    if isinstance(thing, IndirectObject):
        place = (thing.idnum, thing.generation)
        if place not in known:
            known[place] = None  # begun
            known[place] = _hash(thing.get_object(), known, is_unpacked)
        if (said := known[place]) is None:
            raise _CircleError
        return said
    kind = "Stream" if isinstance(thing, StreamObject) else type(thing).__name__
    found = hashlib.sha256(kind.encode())
    if is_unpacked and isinstance(thing, StreamObject) and thing.get("/Subtype") == "/Image":
        found.update(repr([thing.get(name) for name in ("/Width", "/Height", "/OC")]).encode())
    elif isinstance(thing, DictionaryObject):
        for name in sorted(thing):
            if not (is_unpacked and name in _PACKING and isinstance(thing, StreamObject)):
                found.update(f"{name} {_hash(thing.raw_get(name), known, is_unpacked)} ".encode())
        if isinstance(thing, StreamObject):
            found.update(thing.get_data() if is_unpacked else thing._data)
    elif isinstance(thing, ArrayObject | list):
        for each in thing:
            found.update(f"{_hash(each, known, is_unpacked)} ".encode())
    else:
        found.update(repr(thing).encode())
    return found.hexdigest()


def _images(holder: Any, depth: int = 0) -> list[Any]:
    """The pictures that a page shows, in the order of their names, those inside drawings too."""
    found: list[Any] = []
    kept = holder["/Resources"].get("/XObject") if "/Resources" in holder else None
    for name in sorted(kept := kept.get_object() if kept is not None else {}):
        each = kept[name]
        if each.get("/Subtype") == "/Image":
            found.append(each)
        elif depth < 8:
            found += _images(each, depth + 1)
    return found


def _looks_alike(one: Any, other: Any) -> bool:
    """Whether two pictures show the same to the eye."""
    from PIL import Image, ImageChops

    if one._data == other._data:
        return True
    try:
        shown = [each.decode_as_image().convert("L") for each in (one, other)]
        apart = ImageChops.difference(*shown)
    except (OSError, ValueError, NotImplementedError, Image.DecompressionBombError):
        return False
    width, height = apart.size
    return shown[0].size == shown[1].size and sum(apart.histogram()[_SHADE:]) * 1000 <= _SPECKS * width * height


def _text(page: Any) -> list[str]:
    """Its lines without blanks, in which releases of the reader differ; page numbers are lines like any other."""
    if page is None:
        return []
    return [line for line in (re.sub(r"\s+", "", each) for each in page.extract_text().splitlines()) if line]
