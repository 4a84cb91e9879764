"""What a paper is made of: a small tree of blocks, the same for page, docx and PDF (house.md §6).

A `Numeral` is a number that the system wrote: printed text, exact value and the question it answers, so that it can
be asked again. Everything else is words. A paper goes to JSON and back without loss; what was published is kept so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from html import unescape
from typing import Any, get_args


@dataclass(frozen=True)
class Words:
    """Text as it stands."""

    text: str
    is_strong: bool = False


@dataclass(frozen=True)
class Numeral:
    """A number with its question: `ask` names figure, period, scope and what of the answer is printed, `exact` the
    value before rounding. `note` is what a reader is told of it (the exact value behind 「超」「近」)."""

    printed: str
    ask: dict[str, Any] = field(default_factory=dict)
    exact: str = ""
    note: str = ""


_WRITTEN = re.compile(r"<text[^>]*>([^<]*)</text>")

Part = Words | Numeral
Parts = tuple[Part, ...]


@dataclass(frozen=True)
class Masthead:
    """The head of a paper: 「重点项目建设周通报」, 第12期, issuer and day above the red line; or a unit's own head."""

    name: str
    number: str = ""
    issuer: str = ""
    day: str = ""
    is_red: bool = True


@dataclass(frozen=True)
class Title:
    """标题."""

    text: str


@dataclass(frozen=True)
class Recipient:
    """主送: flush left, with a full-width colon."""

    text: str


@dataclass(frozen=True)
class Heading:
    """一、 (1), （一） (2), 1. (3), (1) (4): the ladder of GB/T 9704."""

    level: int
    parts: Parts


@dataclass(frozen=True)
class Paragraph:
    """正文."""

    parts: Parts


@dataclass(frozen=True)
class Cell:
    """A cell of a table; heads may span."""

    parts: Parts
    across: int = 1
    down: int = 1
    align: str = "left"


@dataclass(frozen=True)
class Table:
    """A table with its title, unit at the right, heads (repeated on each page) and rows; `widths` are shares. `note`
    stands below it."""

    heads: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...] = ()
    title: str = ""
    unit: str = ""
    is_wide: bool = False
    note: str = ""


@dataclass(frozen=True)
class Picture:
    """One kept picture by its hash, with a caption."""

    sha256: str
    caption: str = ""


@dataclass(frozen=True)
class PicturePair:
    """Before and after, the same crop."""

    before: Picture
    after: Picture


@dataclass(frozen=True)
class Chart:
    """A drawing made by the system (SVG), with title, unit and what it counts; `said` are the numbers written in it,
    each with its question. `narrow` is the same drawn for a phone's page; print and files have the other."""

    title: str
    svg: str
    unit: str = ""
    calibre: str = ""
    said: tuple[Numeral, ...] = ()
    narrow: str = ""

    @property
    def words(self) -> list[str]:
        """What is written in the drawing, as it reads."""
        return [unescape(each) for each in _WRITTEN.findall(self.svg)]


@dataclass(frozen=True)
class Attachments:
    """附件: 1.xxx, without full stops."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Signature:
    """署名 and 成文日期."""

    unit: str
    day: str


@dataclass(frozen=True)
class Contact:
    """附注: （联系人：……）."""

    text: str


@dataclass(frozen=True)
class Imprint:
    """版记: copies to, printed by, day."""

    copies_to: str
    printed_by: str
    day: str


@dataclass(frozen=True)
class Slip:
    """回执: what the other side fills in and sends back, below a line to cut at."""

    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Break:
    """A new page."""


Block = (
    Masthead | Title | Recipient | Heading | Paragraph | Table | Picture | PicturePair | Chart | Attachments
    | Signature | Contact | Imprint | Slip | Break
)  # fmt: skip
_KINDS: dict[str, Any] = {kind.__name__: kind for kind in (*get_args(Block), Words, Numeral, Cell)}


def words(text: str) -> Parts:
    """Plain text as parts."""
    return (Words(text),)


def cell(text: str, align: str = "left", across: int = 1, down: int = 1) -> Cell:
    """A cell of plain text."""
    return Cell(words(text), across, down, align)


def text_of(parts: Iterable[Part]) -> str:
    """Parts as they read."""
    return "".join(part.text if isinstance(part, Words) else part.printed for part in parts)


def numerals(blocks: Iterable[Any]) -> Iterator[Numeral]:
    """Every number that the system wrote, in reading order."""
    for block in blocks:
        if isinstance(block, Numeral):
            yield block
        elif isinstance(block, tuple):
            yield from numerals(block)
        elif is_dataclass(block):
            yield from numerals(getattr(block, each.name) for each in fields(block))


def listed(written: Iterable[Numeral]) -> list[dict[str, Any]]:
    """The numbers of a paper as the manifest in its file lists them."""
    return [
        {"tag": f"yidan-{number}", "printed": each.printed, "exact": each.exact, "ask": each.ask}
        for number, each in enumerate(written, 1)
    ]


def spoken(chart: Chart) -> str:
    """A drawing in words, for who cannot see it."""
    return f"{chart.title}：{'，'.join(chart.words)}"[:250]


_DIGITS = re.compile(r"\d[\d,.]*")


def running(blocks: Iterable[Any]) -> Iterator[Heading | Paragraph]:
    """What is read as text: paragraphs and headings."""
    return (block for block in blocks if isinstance(block, Paragraph | Heading))


def typed_digits(blocks: Iterable[Any], quoted: re.Pattern[str] | None = None) -> list[str]:
    """Digits in running text that no figure stands behind: listed before publication.

    Dates, ordinals, document numbers and names (5G, “3+5+2”) are words, not figures, and are left out; so is what is
    `quoted` from the ledger (`yidan.bulletins.quoted`).
    """
    found = []
    for block in running(blocks):
        text = "".join(part.text if isinstance(part, Words) else "\0" for part in block.parts)
        text = quoted.sub("\0", text) if quoted else text
        text = re.sub(
            r"〔\d{4}〕\d+号|\d{4}-[A-Z]{2}-\d+|\d{4}年|\d{1,2}—\d{1,2}月|\d{1,2}月|\d{1,2}日|\d{1,2}时|第\d+|^\d+[.．]|\d+G|“\d+(?:\+\d+)*”|[(（]\d+[)）]",
            "",
            text,
        )
        found += [match.group().rstrip(".,") for match in _DIGITS.finditer(text)]
    return found


def length(blocks: Iterable[Any]) -> int:
    """Characters of running text, without blanks: papers have a limit (domain.md §11: 4,000 or 5,000)."""
    return sum(len(re.sub(r"\s", "", text_of(block.parts))) for block in running(blocks))


def to_json(value: Any) -> Any:
    """Blocks as plain JSON; dataclasses carry their kind."""
    if is_dataclass(value) and not isinstance(value, type):
        return {"kind": type(value).__name__} | {
            each.name: to_json(getattr(value, each.name)) for each in fields(value)
        }
    if isinstance(value, tuple | list):
        return [to_json(each) for each in value]
    if isinstance(value, dict):
        return {str(name): to_json(each) for name, each in value.items()}
    return value


def from_json(value: Any) -> Any:
    """The blocks again; ValueError for anything that is none."""
    if isinstance(value, list):
        return tuple(from_json(each) for each in value)
    if isinstance(value, dict) and "kind" in value:
        kind = _KINDS.get(value["kind"])
        known = {each.name for each in fields(kind)} if kind else set()
        if kind is None or not set(value) - {"kind"} <= known:
            raise ValueError(f"not a block: {str(value)[:80]}")
        given = {name: each if name == "ask" else from_json(each) for name, each in value.items() if name != "kind"}
        return kind(**given)
    return value
