"""What calamine does not tell of .xls and .et: passwords, hidden rows, percent formats, error cells.

A compound file is followed to its Workbook stream and the stream's records are walked;
nothing is interpreted that is not needed ([MS-CFB], [MS-XLS]).
"""

import struct

_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFE
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


class _Compound:
    """The streams of an OLE compound file."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.sector = 1 << struct.unpack_from("<H", data, 30)[0]
        self.small = 1 << struct.unpack_from("<H", data, 32)[0]
        if self.sector not in (512, 4096):
            raise ValueError("sector size")
        directory, self.cutoff, mini, more, count = struct.unpack_from("<I4xIIxxxxII", data, 48)
        tables = [number for number in struct.unpack_from("<109I", data, 76) if number < _END]
        for _ in range(min(count, 10_000)):
            if more >= _END:
                break
            block = self._sector(more)
            numbers = struct.unpack(f"<{len(block) // 4}I", block)
            tables.extend(number for number in numbers[:-1] if number < _END)
            more = numbers[-1]
        table = b"".join(self._sector(number) for number in tables)
        self.fat = struct.unpack(f"<{len(table) // 4}I", table)
        self.entries = self._directory(self._chain(directory))
        mini_table = self._chain(mini)
        self.mini_fat = struct.unpack(f"<{len(mini_table) // 4}I", mini_table)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.sector
        return self.data[start : start + self.sector].ljust(self.sector, b"\xff")

    def _chain(self, number: int) -> bytes:
        blocks, limit = [], len(self.data) // self.sector + 2
        while number < len(self.fat) and len(blocks) <= limit:
            blocks.append(self._sector(number))
            number = self.fat[number]
        return b"".join(blocks)

    def _directory(self, raw: bytes) -> dict[str, tuple[int, int]]:
        entries = {}
        for start in range(0, len(raw) - 127, 128):
            length = struct.unpack_from("<H", raw, start + 64)[0]
            name = raw[start : start + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            first, size = struct.unpack_from("<II", raw, start + 116)
            if name:
                entries[name] = (first, size)
        return entries

    def stream(self, name: str) -> bytes:
        """The bytes of one stream."""
        first, size = self.entries[name]
        if size >= self.cutoff:
            return self._chain(first)[:size]
        holder = self._chain(self.entries["Root Entry"][0])
        blocks, limit = [], len(holder) // self.small + 2
        while first < len(self.mini_fat) and len(blocks) <= limit:
            blocks.append(holder[first * self.small : (first + 1) * self.small])
            first = self.mini_fat[first]
        return b"".join(blocks)[:size]


def scan(data: bytes) -> tuple[str, bool, list[dict]]:
    """(format or reason, whether days are counted from 1904, marks sheet by sheet)."""
    try:
        compound = _Compound(data)
    except (struct.error, ValueError, KeyError):
        return "broken", False, []
    names = {name.lower(): name for name in compound.entries}
    if "encryptedpackage" in names:
        return "encrypted", False, []
    if "worddocument" in names or "powerpoint document" in names:
        return "word", False, []
    name = names.get("workbook") or names.get("book")
    if name is None:
        return "broken", False, []
    try:
        return _walk(compound.stream(name))
    except (struct.error, KeyError):
        return "xls", False, []


def _walk(stream: bytes) -> tuple[str, bool, list[dict]]:
    offsets: list[int] = []
    forms: dict[int, str] = {}
    styles: list[int] = []
    is_1904 = is_8 = False
    position, end = 0, len(stream)
    while position + 4 <= end:
        kind, length = struct.unpack_from("<HH", stream, position)
        body = position + 4
        if kind == 0x0809 and position == 0:
            is_8 = struct.unpack_from("<H", stream, body)[0] == 0x0600
        elif kind == 0x2F:
            return "encrypted", False, []
        elif kind == 0x22:
            is_1904 = struct.unpack_from("<H", stream, body)[0] == 1
        elif kind == 0x85:
            offsets.append(struct.unpack_from("<I", stream, body)[0])
        elif kind == 0xE0:
            styles.append(struct.unpack_from("<H", stream, body + 2)[0])
        elif kind == 0x41E and is_8:
            number, count, flags = struct.unpack_from("<HHB", stream, body)
            raw = stream[body + 5 : body + length]
            forms[number] = raw.decode("utf-16-le" if flags & 1 else "latin-1", "replace")[:count]
        elif kind == 0x0A:
            break
        position = body + length
    percents = {i for i, form in enumerate(styles) if form in (9, 10) or "%" in forms.get(form, "")}
    hundredths = {i for i, form in enumerate(styles) if form in (2, 4) or forms.get(form) in ("0.00_ ", "0.00_);")}
    return "xls", is_1904, [_sheet(stream, offset, percents, hundredths) for offset in offsets]


def _sheet(stream: bytes, position: int, percents: set[int], hundredths: set[int]) -> dict:
    marks: dict = {"hidden_rows": [], "hidden_columns": [], "percents": [], "hundredths": [], "errors": []}
    end, depth = len(stream), 0
    while position + 4 <= end:
        kind, length = struct.unpack_from("<HH", stream, position)
        body = position + 4
        if kind == 0x0809:
            depth += 1
        elif kind == 0x0A:
            depth -= 1
            if depth <= 0:
                break
        elif depth == 1:
            _record(stream, kind, body, length, percents, hundredths, marks)
        position = body + length
    return marks


def _record(stream: bytes, kind: int, body: int, length: int, percents: set, hundredths: set, marks: dict) -> None:
    if kind == 0x208 and length >= 16:
        row, flags = struct.unpack_from("<H10xH", stream, body)
        if flags & 0x20:
            marks["hidden_rows"].append(row)
    elif kind == 0x7D and length >= 10:
        first, last, _, _, flags = struct.unpack_from("<5H", stream, body)
        if flags & 1:
            marks["hidden_columns"].extend(range(first, min(last + 1, 256)))
    elif kind == 0x205 and length >= 8:
        row, column, _, value, is_error = struct.unpack_from("<HHHBB", stream, body)
        if is_error:
            marks["errors"].append([row, column, _ERRORS.get(value, "#错误")])
    elif kind in (0x203, 0x27E, 0x06) and length >= 10:
        row, column, style = struct.unpack_from("<3H", stream, body)
        if kind == 0x06 and stream[body + 12 : body + 14] == b"\xff\xff" and stream[body + 6] == 2:
            marks["errors"].append([row, column, _ERRORS.get(stream[body + 8], "#错误")])
        elif style in percents:
            marks["percents"].append([row, column])
        elif style in hundredths and kind != 0x06 and 1900 < _number(stream, kind, body + 6) < 2100:
            marks["hundredths"].append([row, column])
    elif kind == 0xBD and length >= 12:
        row, first = struct.unpack_from("<HH", stream, body)
        for index in range((length - 6) // 6):
            if struct.unpack_from("<H", stream, body + 4 + index * 6)[0] in percents:
                marks["percents"].append([row, first + index])


def _number(stream: bytes, kind: int, position: int) -> float:
    """The value of a NUMBER or an RK record ([MS-XLS] 2.5.217)."""
    if kind == 0x203:
        return struct.unpack_from("<d", stream, position)[0]
    raw = struct.unpack_from("<i", stream, position)[0]
    value = raw >> 2 if raw & 2 else struct.unpack("<d", b"\0\0\0\0" + struct.pack("<i", raw & ~3))[0]
    return value / 100 if raw & 1 else value
