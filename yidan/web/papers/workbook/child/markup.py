"""HTML and SpreadsheetML 2003 saved as .xls: what many government systems call an Excel export."""

import re
from html.parser import HTMLParser
from xml.parsers import expat

MAX_SPAN = 500
MAX_INDEX = 300_000


class _Tables(HTMLParser):
    """Every outermost table as rows, with its spans as merged ranges."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sheets: list[dict] = []
        self.depth = 0
        self.cell: list[str] | None = None
        self.taken: set[tuple[int, int]] = set()
        self.row = -1
        self.column = 0
        self.span = (1, 1)
        self.muted = 0

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag in ("script", "style"):
            self.muted += 1
        elif tag == "table":
            self.depth += 1
            if self.depth == 1:
                self.sheets.append({"name": f"表{len(self.sheets) + 1}", "rows": [], "merges": []})
                self.taken, self.row = set(), -1
        elif self.depth != 1:
            return
        elif tag == "tr":
            self._end_cell()
            self.row += 1
            self.column = 0
            self.sheets[-1]["rows"].append([])
        elif tag in ("td", "th") and self.row >= 0:
            self._end_cell()
            given = dict(attrs)
            self.span = (_span(given.get("rowspan")), _span(given.get("colspan")))
            self.cell = []
        elif tag == "br" and self.cell is not None:
            self.cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self.muted = max(0, self.muted - 1)
        elif tag == "table":
            if self.depth == 1:
                self._end_cell()
            self.depth = max(0, self.depth - 1)
        elif tag in ("td", "th", "tr") and self.depth == 1:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self.cell is not None and not self.muted:
            self.cell.append(re.sub(r"[ \t\r\n]+", " ", data))

    def _end_cell(self) -> None:
        if self.cell is None:
            return
        text, self.cell = "".join(self.cell).strip(), None
        while (self.row, self.column) in self.taken:
            self.column += 1
        down, right = self.span
        sheet = self.sheets[-1]
        if down > 1 or right > 1:
            sheet["merges"].append([self.row, self.column, self.row + down - 1, self.column + right - 1])
            for below in range(1, down):
                self.taken.update((self.row + below, self.column + beside) for beside in range(right))
            if len(self.taken) > 200_000:
                raise ValueError("too many spans")
        cells = sheet["rows"][-1]
        cells.extend([""] * (self.column - len(cells)))
        cells.append(text)
        self.column += right


def _span(text: str | None) -> int:
    return max(1, min(MAX_SPAN, int(text))) if text and text.strip().isdecimal() else 1


def html(text: str) -> list[dict]:
    """The tables of a page; an empty list when it has none."""
    parser = _Tables()
    parser.feed(text)
    parser.close()
    return [sheet for sheet in parser.sheets if any(any(row) for row in sheet["rows"])]


def spreadsheet_xml(text: str) -> list[dict]:
    """The worksheets of SpreadsheetML 2003; entities declared by the file are refused."""
    state = _SpreadsheetXml()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = state.start, state.end
    parser.CharacterDataHandler, parser.EntityDeclHandler = state.characters, state.refuse
    try:
        parser.Parse(re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("﻿")), True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from None
    return state.sheets


class _SpreadsheetXml:
    def __init__(self) -> None:
        self.sheets: list[dict] = []
        self.row = self.column = 0
        self.across = self.down = 0
        self.kind = ""
        self.text: list[str] | None = None

    def refuse(self, *_: object) -> None:
        raise ValueError("an entity is declared")

    def start(self, name: str, attrs: dict) -> None:
        given = {key.rpartition("}")[2]: value for key, value in attrs.items()}
        name = name.rpartition("}")[2]
        if name == "Worksheet":
            self.sheets.append({"name": given.get("Name", ""), "rows": [], "merges": [], "hidden_rows": []})
            self.row = -1
        elif name == "Row" and self.sheets:
            self.row = int(given["Index"]) - 1 if "Index" in given else self.row + 1
            rows = self.sheets[-1]["rows"]
            if self.row > MAX_INDEX or self.row < len(rows) - 1:
                raise ValueError("a row index out of place")
            rows.extend([] for _ in range(self.row + 1 - len(rows)))
            if given.get("Hidden") == "1":
                self.sheets[-1]["hidden_rows"].append(self.row)
            self.column = -1
        elif name == "Cell" and self.sheets and self.row >= 0:
            self.column = int(given["Index"]) - 1 if "Index" in given else self.column + 1
            self.across, self.down = int(given.get("MergeAcross", 0)), int(given.get("MergeDown", 0))
            if not 0 <= self.column < 16_384:
                raise ValueError("a column index out of place")
            if self.across or self.down:
                end = [self.row + self.down, self.column + self.across]
                self.sheets[-1]["merges"].append([self.row, self.column, *end])
        elif name == "Data" and self.sheets:
            self.kind, self.text = given.get("Type", "String"), []

    def end(self, name: str) -> None:
        name = name.rpartition("}")[2]
        if name == "Data" and self.text is not None:
            cells = self.sheets[-1]["rows"][self.row]
            cells.extend([""] * (self.column - len(cells)))
            cells.append(self._value("".join(self.text)))
            self.text = None
        elif name == "Cell":
            self.column += self.across

    def characters(self, data: str) -> None:
        if self.text is not None:
            self.text.append(data)

    def _value(self, text: str) -> object:
        if self.kind == "Number":
            return float(text)
        if self.kind == "DateTime":
            from datetime import datetime

            return datetime.fromisoformat(text)
        return text
