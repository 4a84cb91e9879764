"""The reading child: a file on standard input, its cells as one JSON object on standard output.

It is started as a directory (`python -I child`), imports nothing of Django nor of the rest
of Yidan, and sets its own limits before it looks at the first byte: whatever a hostile
file does, it does here, and the parent turns the ending into one sentence
(stack.md "Excel in"; issue 2 "Excel").
"""

import json
import math
import resource
import sys
from datetime import date, datetime, time, timedelta
from io import BytesIO

MAX_CELLS = 3_000_000
MAX_ROWS = 300_000
MAX_COLUMNS = 2_000
MAX_TEXT = 120_000_000


class Unreadable(Exception):
    """The file cannot be read; the message is a reason's name, known to grid.py."""


def limit(megabytes: int, seconds: int) -> None:
    """Bound memory and CPU of this process; no core dumps, no files written."""
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def kind_of(data: bytes) -> str:
    """What the bytes are, whatever the file's name says."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "ole"
    for magic, name in (
        (b"%PDF", "pdf"),
        (b"\xff\xd8\xff", "picture"),
        (b"\x89PNG", "picture"),
        (b"GIF8", "picture"),
        (b"Rar!", "archive"),
        (b"7z\xbc\xaf", "archive"),
        (b"\x1f\x8b", "archive"),
        (b"{\\rtf", "word"),
        (b"MIME-Version:", "mhtml"),
    ):
        if data.startswith(magic):
            return name
    head = data[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").replace(b"\x00", b"").lower()
    if head.startswith((b"<?xml", b"<workbook")):
        return "xml" if b"workbook" in head else "html" if b"<html" in head else "markup"
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<style", b"<div", b"<body")):
        return "html"
    return "text"


def plain(value: object) -> object:
    """A cell's value as JSON can carry it; None for an empty one."""
    if value is None or value == "":
        return None
    if isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else ["e", "#NUM!"]
    if isinstance(value, datetime):
        return ["d", value.isoformat()]
    if isinstance(value, date):
        return ["d", value.isoformat()]
    if isinstance(value, time):
        return ["t", value.isoformat()]
    if isinstance(value, timedelta):
        return ["s", value.total_seconds()]
    return str(value)


class Budget:
    """Counts what is kept, so that a file can be too big but never the answer."""

    def __init__(self) -> None:
        self.cells = self.rows = self.text = 0

    def take(self, row: list) -> list:
        """The row without its empty end, if there is still room for it."""
        while row and row[-1] is None:
            row.pop()
        self.rows += 1
        self.cells += len(row)
        self.text += sum(len(value) for value in row if isinstance(value, str))
        if self.cells > MAX_CELLS or self.rows > MAX_ROWS or self.text > MAX_TEXT:
            raise Unreadable("too_big")
        return row


def by_calamine(data: bytes, marks: list[dict]) -> list[dict]:
    """Read a workbook's worksheets; `marks` are what the format's own scan found, sheet by sheet."""
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(data))
    except calamine.PasswordError:
        raise Unreadable("encrypted") from None
    except calamine.CalamineError:
        raise Unreadable("broken") from None
    budget, sheets = Budget(), []
    for index, meta in enumerate(book.sheets_metadata):
        if meta.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        try:
            sheet = book.get_sheet_by_index(index)
        except calamine.CalamineError:
            raise Unreadable("broken") from None
        top, left = sheet.start or (0, 0)
        if left + sheet.width > MAX_COLUMNS or top > MAX_ROWS:
            raise Unreadable("too_wide")
        sheets.append(
            {
                "name": meta.name,
                "hidden": meta.visible != calamine.SheetVisibleEnum.Visible,
                "left": left,
                # iter_rows starts at row 1 of the sheet, but at the first column that holds anything.
                "rows": [budget.take([plain(value) for value in row]) for row in sheet.iter_rows()],
                "merges": [[*a, *b] for a, b in sheet.merged_cell_ranges or ()],
                **(marks[index] if index < len(marks) else {}),
            }
        )
    return sheets


def read(data: bytes) -> dict:
    """The file's sheets, or Unreadable with the reason."""
    kind = kind_of(data)
    if kind == "zip":
        import zipped

        form, is_1904, marks = zipped.scan(data)
        if form not in ("xlsx", "ods", "xlsb"):
            raise Unreadable(form)
        return {"format": form, "is_1904": is_1904, "has_merges": True, "sheets": by_calamine(data, marks)}
    if kind == "ole":
        import biff

        form, is_1904, marks = biff.scan(data)
        if form != "xls":
            raise Unreadable(form)
        sheets = by_calamine(data, marks)
        return {"format": "xls", "is_1904": is_1904, "has_merges": True, "sheets": sheets}
    if kind in ("xml", "html", "text"):
        import markup
        import plaintext

        text = plaintext.decode(data)
        if text is None:
            raise Unreadable("garbled" if plaintext.is_garbled(data) else "not_a_table")
        if kind == "text":
            sheets, has_merges = [{"name": "", "rows": plaintext.table(text)}], False
        else:
            sheets, has_merges = (markup.spreadsheet_xml(text) if kind == "xml" else markup.html(text)), True
        if not sheets:
            raise Unreadable("not_a_table")
        budget = Budget()
        for sheet in sheets:
            sheet["rows"] = [budget.take([plain(value) for value in row]) for row in sheet["rows"]]
            if max(map(len, sheet["rows"]), default=0) > MAX_COLUMNS:
                raise Unreadable("too_wide")
        return {
            "format": "csv" if kind == "text" else kind,
            "is_1904": False,
            "has_merges": has_merges,
            "sheets": sheets,
        }
    raise Unreadable("broken" if kind == "markup" else kind)


def main() -> None:
    """Limits, then bytes in, JSON out; a reason instead of sheets where it cannot be."""
    megabytes, seconds = int(sys.argv[1]), int(sys.argv[2])
    limit(megabytes, seconds)
    data = sys.stdin.buffer.read()
    try:
        if not data.strip(b"\x00 \t\r\n"):
            raise Unreadable("empty")
        answer = read(data)
    except Unreadable as reason:
        answer = {"reason": str(reason)}
    except MemoryError:
        answer = {"reason": "too_big"}
    except (ValueError, KeyError, IndexError, OSError, RecursionError, EOFError, NotImplementedError):
        answer = {"reason": "broken"}
    del data
    try:
        text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    except MemoryError:
        text = '{"reason":"too_big"}'
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
