"""The measures of an official paper (GB/T 9704-2012, domain.md §11): millimetres and points, for all renderers."""

from __future__ import annotations

PAGE_MM = (210, 297)
WIDE_MM = (420, 297)
TOP_MM, BOTTOM_MM, LEFT_MM, RIGHT_MM = 37, 35, 28, 26
# A wide page is the same sheet turned: its head is the binding side.
WIDE_TOP_MM, WIDE_BOTTOM_MM, WIDE_LEFT_MM, WIDE_RIGHT_MM = 28, 26, 37, 35
LINES, CHARACTERS = 22, 28
# 225 mm of text in 22 lines: 28.99 pt, in Word's twentieths of a point 579.
LINE_TWIPS = 579
# 156 mm in 28 characters leave each 15.79 pt, a little less than its 16: condensed by a quarter of a point, in
# twentieths. (A grid of characters would say it too, but LibreOffice then gives each character two cells.)
CONDENSED_TWIPS = -5
ROW_MM = 7
TEXT_PT, TITLE_PT, SMALL_PT, TABLE_PT, MASTHEAD_PT = 16, 22, 14, 12, 42

# Named in the docx and never bundled: they are licensed. A machine without them takes the names beside.
TITLE_FACE, TEXT_FACE, KAI_FACE, HEI_FACE, SONG_FACE = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"
LATIN_FACE = "Times New Roman"
FALLBACKS = {TITLE_FACE: "小标宋", TEXT_FACE: "仿宋", KAI_FACE: "楷体", HEI_FACE: "SimHei", SONG_FACE: "SimSun"}
HEADING_FACES = {1: HEI_FACE, 2: KAI_FACE, 3: TEXT_FACE, 4: TEXT_FACE}
RED = "D7000F"


def width_of(text: str) -> float:
    """How many Chinese characters wide a text is: Latin letters and digits count half."""
    return sum(1.0 if ord(character) > 0x2E7F else 0.5 for character in text)


def signature_indents(unit: str, day: str) -> tuple[float, float]:
    """How many characters the unit and the day stand in from the right: the day four, the unit centred above it;
    a unit longer than the day pushes both to the left so that it never leaves the page."""
    longer = (width_of(unit) - width_of(day)) / 2
    return (4.0, 4.0 + longer) if longer > 0 else (4.0 - longer, 4.0)


def broken(title: str, most: int = 20) -> str:
    """A title in lines of at most `most` characters, the first not the shortest, never a stroke or bracket in front
    (GB/T 9704: broken by sense, shaped like a trapezium; what people broke themselves stays)."""
    if "\n" in title or width_of(title) <= most:
        return title
    count = -(-int(width_of(title) + 0.5) // most)
    lines, rest = [], title
    for left in range(count, 1, -1):
        aim = width_of(rest) / left
        cut, wide = 0, 0.0
        while cut < len(rest) and wide < aim:
            wide += width_of(rest[cut])
            cut += 1
        near = sorted(
            range(max(cut - 3, 1), min(cut + 4, len(rest))), key=lambda at: (_badness(rest, at), abs(at - cut))
        )
        lines.append(rest[: near[0]])
        rest = rest[near[0] :]
    return "\n".join([*lines, rest])


# Words that titles are made of: none is torn at the end of a line.
_WHOLE = (
    "重点",
    "项目",
    "建设",
    "情况",
    "通报",
    "全市",
    "投资",
    "推进",
    "问题",
    "台账",
    "考核",
    "结果",
    "讲评",
    "县市区",
    "领导小组",
)


def _is_torn(text: str, at: int) -> bool:
    return any(text.startswith(word, at - cut) for word in _WHOLE for cut in range(1, len(word)) if at - cut >= 0)


def _badness(text: str, at: int) -> int:
    """How bad a break before `at` is: inside a number or word worst, behind 的 or 、 best."""
    before, after = text[at - 1], text[at]
    if after in "，。、；：）》”」—%" or before in "（《“「—":
        return 3
    if (before.isascii() and after.isascii()) or (before.isdigit() and after in "年月日个亿万时") or after.isdigit():
        return 2
    if _is_torn(text, at):
        return 2
    return 0 if before in "的、关于和与" or after in "关的" else 1
