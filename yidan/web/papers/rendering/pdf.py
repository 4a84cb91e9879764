"""A paper as PDF, in official form, with the manifest of its numbers attached to the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from yidan.bulletins import blocks as b
from yidan.web.papers import typesetting
from yidan.web.papers.rendering import measures as m


def pdf_of(
    paper: Iterable[Any],
    *,
    title: str = "",
    manifest: Mapping[str, Any] | None = None,
    picture: Callable[[str], bytes | None] | None = None,
) -> bytes:
    """The blocks as a PDF. `picture` gives a kept picture (JPEG) by its hash; charts are set as vectors."""
    brought: dict[str, bytes] = {}
    sections: list[dict[str, Any]] = []
    numerals = list(b.numerals(paper := list(paper)))
    for block in paper:
        is_wide = isinstance(block, b.Table) and block.is_wide
        if not sections or sections[-1]["is_wide"] != is_wide:
            sections.append({"is_wide": is_wide, "blocks": []})
        sections[-1]["blocks"].append(_shown(block, brought, picture))
    source = files(__package__).joinpath("paper.typ").read_text(encoding="utf-8")
    data = {
        "title": title,
        "sections": sections,
        "measures": {
            "top": m.TOP_MM, "bottom": m.BOTTOM_MM, "left": m.LEFT_MM, "right": m.RIGHT_MM, "text": m.TEXT_PT,
            "title": m.TITLE_PT, "small": m.SMALL_PT, "table": m.TABLE_PT, "masthead": m.MASTHEAD_PT,
            "line": m.LINE_TWIPS / 20,
        },
        "manifest": {
            **(manifest or {}), "blocks": b.to_json(paper), "numerals": b.listed(numerals), "set_by": set_by("typst"),
        },
    }  # fmt: skip
    return typesetting.pdf(source, data=data, files=brought)


_SETTING = {"typst": ("paper.typ", "measures.py", "pdf.py"), "python-docx": ("docx.py", "measures.py")}


@cache
def set_by(library: str) -> str:
    """Which release sets papers, named in each file: two of one release are drawn alike to the stroke. `library`: which
    package writes them."""
    written = b"".join(files(__package__).joinpath(name).read_bytes() for name in _SETTING[library])
    return f"{library} {version(library)} {sha256(written).hexdigest()[:12]}"


def _shown(block: Any, brought: dict[str, bytes], picture: Callable[[str], bytes | None] | None) -> dict[str, Any]:
    """A block as the setting wants it: with what it would have to measure, and files by their names."""
    said = b.to_json(block)
    if isinstance(block, b.Masthead):
        said["wide"] = m.width_of(block.name)
    elif isinstance(block, b.Title):
        said["lines"] = m.broken(block.text).splitlines()
    elif isinstance(block, b.Recipient):
        said["text"] = block.text.rstrip("：:")
    elif isinstance(block, b.Signature):
        said["indents"] = m.signature_indents(block.unit, block.day)
    elif isinstance(block, b.Table):
        columns = max((sum(cell.across for cell in row) for row in block.rows or block.heads), default=1)
        said["widths"] = list(block.widths) if len(block.widths) == columns else [1] * columns
    elif isinstance(block, b.Chart):
        said["file"] = f"chart-{len(brought)}.svg"
        brought[said["file"]] = block.svg.encode()
        said.pop("svg")
    elif isinstance(block, b.Picture):
        said["file"] = _bring(block, brought, picture)
    elif isinstance(block, b.PicturePair):
        for name in ("before", "after"):
            said[name]["file"] = _bring(getattr(block, name), brought, picture)
    return said


def _bring(each: b.Picture, brought: dict[str, bytes], picture: Callable[[str], bytes | None] | None) -> str:
    content = picture(each.sha256) if picture else None
    if content is None:
        return ""
    name = f"picture-{each.sha256[:16]}.jpg"
    brought[name] = content
    return name
