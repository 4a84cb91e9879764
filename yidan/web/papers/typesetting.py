"""PDF by typst, in the fonts that setup put beside this module: no system fonts, no network, warnings are failures.

A missing glyph or font draws wrong characters with a mere warning (stack.md), so a warning stops the paper.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from yidan.bulletins.blocks import Chart

FONTS = Path(__file__).with_name("fonts")
FAMILY = "Noto Serif SC"


class Unset(RuntimeError):
    """A paper could not be set; the message is the typesetter's."""


def pdf(source: str, *, data: Any = None, files: Mapping[str, bytes] | None = None) -> bytes:
    """Set `source` as a PDF. `data` is read in it by `json("data.json")`, `files` by their names: what users wrote
    goes there and never into the source, where it would be markup."""
    return _set(source, "pdf", data, files)


def png(svg: str, *, width_mm: float, dots_per_inch: int = 220) -> bytes:
    """A drawing (SVG) as a picture so many millimetres wide, for files that know no vectors."""
    source = f'#set page(width: {width_mm}mm, height: auto, margin: 0mm)\n#image("drawing.svg", width: 100%)'
    return _set(source, "png", None, {"drawing.svg": svg.encode()}, ppi=dots_per_inch)


def drawing(chart: Chart) -> bytes:
    """A chart as the picture that stands in a docx."""
    return png(chart.svg, width_mm=150)


def _set(
    source: str, format: Literal["pdf", "png"], data: Any, files: Mapping[str, bytes] | None, ppi: float | None = None
) -> bytes:  # fmt: skip
    import typst

    if not any(FONTS.glob("*.ttf")):
        raise Unset(f"no fonts in {FONTS.name}: run make setup")
    with TemporaryDirectory(prefix="yidan-paper-") as folder:
        place = Path(folder)
        (place / "paper.typ").write_text(source, encoding="utf-8")
        (place / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        for name, content in (files or {}).items():
            if Path(name).name != name:
                raise ValueError(f"not a plain file name: {name}")
            (place / name).write_bytes(content)
        try:
            made, warnings = typst.compile_with_warnings(
                place / "paper.typ", root=place, font_paths=[FONTS], ignore_system_fonts=True, format=format, ppi=ppi
            )
        except typst.TypstError as failure:
            raise Unset(str(failure)) from None
    if warnings:
        raise Unset("; ".join(str(each.message) for each in warnings))
    return made
