"""CSV as offices make it: UTF-8 with or without a mark, GB18030, UTF-16; comma, semicolon, tab or bar."""

import csv
from io import StringIO

_DELIMITERS = ",\t;|"


def decode(data: bytes) -> str | None:
    """The text, or None when these bytes are not a text: never guessed with replacement characters."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _checked(data, name)
    sample = data[:4000]
    if sample[1::2].count(0) > len(sample) // 8:
        return _checked(data, "utf-16-le")
    if sample[0::2].count(0) > len(sample) // 8:
        return _checked(data, "utf-16-be")
    for name in ("utf-8", "gb18030"):
        text = _checked(data, name)
        if text is not None:
            return text
    return None


def is_garbled(data: bytes) -> bool:
    """Whether these bytes are a text but for a few: cut off in the middle of a character, or mixed of two encodings."""
    for name in ("gb18030", "utf-8"):
        text = data.decode(name, "replace")
        strange = sum(1 for letter in text[:20_000] if letter < " " and letter not in "\t\r\n")
        if not strange and 0 < text.count("\ufffd") * 100 < len(text):
            return True
    return False


def _checked(data: bytes, name: str) -> str | None:
    """Decoded strictly; None when it does not decode, or has the control characters of a binary file."""
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        return None
    if "\x00" in text:
        return None
    strange = sum(1 for letter in text[:20000] if letter < " " and letter not in "\t\r\n\x0b\x0c\x1a")
    return None if strange * 50 > min(len(text), 20000) else text


def delimiter_of(text: str) -> str:
    """The delimiter under which the first hundred records have the most even, widest rows."""
    sample = text[:60_000]
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        if delimiter not in sample:
            continue
        widths = []
        for row in csv.reader(StringIO(sample), delimiter=delimiter):
            widths.append(len(row))
            if len(widths) == 100:
                break
        wide = [width for width in widths if width > 1]
        if not wide:
            continue
        usual = max(set(wide), key=wide.count)
        score = wide.count(usual) / len(widths) * min(usual, 40)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def table(text: str) -> list[list[str]]:
    """The records; Excel's own `sep=` line is obeyed, and `="001"` is the text 001."""
    csv.field_size_limit(1_000_000)
    delimiter = None
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        delimiter, text = first.strip()[4], rest
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter or delimiter_of(text)))
    except csv.Error as error:
        raise ValueError(str(error)) from None
    return [[_unquoted(value) for value in row] for row in rows]


def _unquoted(value: str) -> str:
    if value.startswith('="') and value.endswith('"') and len(value) >= 3:
        return value[2:-1]
    return value
