"""A paper edited as plain text: each paragraph a field, each number in it a chip that may move or go but not change.

In the text a number stands as [[12|75.3%]]: its place in the paper as it was, and what is printed. Script shows it as
a chip; without script it is read as it stands.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from yidan.bulletins.blocks import Block, Heading, Numeral, Paragraph, Part, Title, Words, numerals, to_json
from yidan.kernel.errors import Invalid

_CHIP = re.compile(r"\[\[(\d{1,6})\|([^\[\]|]*)\]\]")


def stamp(blocks: Sequence[Block]) -> str:
    """What the editor had before him, in short."""
    return hashlib.sha256(json.dumps(to_json(list(blocks)), sort_keys=True).encode()).hexdigest()


def fields(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """The blocks that may be edited: name of the field, kind, text with chips."""
    found: list[dict[str, Any]] = []
    places, seen = list(numerals(tuple(blocks))), 0
    for number, block in enumerate(blocks):
        own = len(list(numerals((block,))))
        if isinstance(block, Heading | Paragraph | Title):
            parts: tuple[Part, ...] = (Words(block.text),) if isinstance(block, Title) else block.parts
            found.append(
                {"name": f"block-{number}", "kind": type(block).__name__.lower(), "text": _text(parts, seen),
                 "number": len(found) + 1}
            )  # fmt: skip
        seen += own
    assert seen == len(places)
    return found


def _text(parts: Sequence[Part], before: int) -> str:
    said = []
    for part in parts:
        if isinstance(part, Numeral):
            before += 1
            said.append(f"[[{before}|{part.printed}]]")
        else:
            said.append(part.text)
    return "".join(said)


def edited(blocks: Sequence[Block], given: Mapping[str, str]) -> list[Block]:
    """The blocks with what was written; an emptied paragraph goes, a new line begins another one."""
    known = list(numerals(tuple(blocks)))
    out: list[Block] = []
    for number, block in enumerate(blocks):
        text = given.get(f"block-{number}")
        if text is None or not isinstance(block, Heading | Paragraph | Title):
            out.append(block)
            continue
        lines = [line.strip() for line in text.replace("\r", "").split("\n") if line.strip()]
        if isinstance(block, Title):
            out.append(replace(block, text="".join(lines)) if "".join(lines) != block.text.replace("\n", "") else block)
        elif isinstance(block, Heading):
            if lines:
                out.append(replace(block, parts=_parts("".join(lines), known, block.parts)))
        else:
            out += [Paragraph(_parts(line, known, block.parts)) for line in lines]
    return out


def _parts(text: str, known: Sequence[Numeral], before: tuple[Part, ...]) -> tuple[Part, ...]:
    strong = {part.text for part in before if isinstance(part, Words) and part.is_strong}
    parts: list[Part] = []
    end = 0
    for chip in _CHIP.finditer(text):
        if words := text[end : chip.start()]:
            parts.append(Words(words, words in strong))
        place = int(chip.group(1))
        if not 0 < place <= len(known) or known[place - 1].printed != chip.group(2):
            raise Invalid(
                _("“%(number)s”是系统算出的数，可以移动或删去，不能改写；要改请在数旁用文字说明。")
                % {"number": chip.group(2)}
            )
        parts.append(known[place - 1])
        end = chip.end()
    if words := text[end:]:
        parts.append(Words(words, words in strong))
    merged = _merged(parts)
    return before if merged == _merged(list(before)) else merged


def _merged(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Neighbouring plain words as one."""
    out: list[Part] = []
    for part in parts:
        if out and isinstance(part, Words) and isinstance(out[-1], Words) and part.is_strong == out[-1].is_strong:
            out[-1] = Words(out[-1].text + part.text, part.is_strong)
        else:
            out.append(part)
    return tuple(out)
