"""What calamine does not tell of xlsx and ods: hidden rows, percent formats, error cells, formulas without result.

The sheets' XML is looked through with byte patterns: no entity is ever expanded, and a
hostile file can only cost the child's own CPU limit.
"""

import re
import zipfile
from io import BytesIO
from xml.parsers import expat

MAX_UNPACKED = 600 << 20
MAX_PART = 250 << 20
_P = rb"(?:[A-Za-z0-9_]+:)?"
_SHEET = re.compile(rb"<" + _P + rb"sheet\s([^>]*)>")
_RELATION = re.compile(rb"<" + _P + rb"Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(rb'([\w:.-]+)\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')
_ROOT = re.compile(rb"<((?:[A-Za-z0-9_]+:)?)worksheet\b")
_REFERENCE = re.compile(rb"([A-Z]{1,3})(\d{1,7})")


def scan(data: bytes) -> tuple[str, bool, list[dict]]:
    """(format or reason, whether days are counted from 1904, marks sheet by sheet)."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, UnicodeDecodeError, ValueError, OverflowError):
        return "broken", False, []
    infos = archive.infolist()
    if any(info.flag_bits & 1 for info in infos):
        return "encrypted", False, []
    if sum(info.file_size for info in infos) > MAX_UNPACKED or len(infos) > 20_000:
        return "too_big", False, []
    names = {info.filename.lower().lstrip("/"): info for info in infos}
    if "xl/workbook.bin" in names:
        return "xlsb", False, []
    if "content.xml" in names:
        return _ods(_part(archive, names, "content.xml"))
    if any(name.startswith("word/") for name in names):
        return "word", False, []
    if not any(name.startswith("xl/") for name in names):
        return ("broken" if "[content_types].xml" in names else "archive"), False, []
    return _xlsx(archive, names)


def _part(archive: zipfile.ZipFile, names: dict, name: str) -> bytes:
    """The bytes of one part, never more than the limit whatever its header promises; empty if absent."""
    info = names.get(name.lower())
    if info is None:
        return b""
    try:
        with archive.open(info) as part:
            content = part.read(MAX_PART + 1)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as error:
        raise ValueError(str(error)) from None
    except Exception as error:
        if type(error).__module__ == "zlib":
            raise ValueError(str(error)) from None
        raise
    if len(content) > MAX_PART:
        raise MemoryError
    return content


def _attributes(text: bytes) -> dict[bytes, bytes]:
    return {name.rpartition(b":")[2]: double or single for name, double, single in _ATTRIBUTE.findall(text)}


def _place(text: bytes) -> tuple[int, int] | None:
    match = _REFERENCE.fullmatch(text)
    if not match:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + letter - 64
    return int(match[2]) - 1, column - 1


def _xlsx(archive: zipfile.ZipFile, names: dict) -> tuple[str, bool, list[dict]]:
    workbook = _part(archive, names, "xl/workbook.xml")
    targets = {}
    for relation in _RELATION.findall(_part(archive, names, "xl/_rels/workbook.xml.rels")):
        given = _attributes(relation)
        targets[given.get(b"Id")] = given.get(b"Target", b"").decode("utf-8", "replace")
    percents, hundredths = _styles(_part(archive, names, "xl/styles.xml"))
    marks = []
    for sheet in _SHEET.findall(workbook):
        target = targets.get(_attributes(sheet).get(b"id"), "")
        path = target.lstrip("/") if target.startswith("/") else "xl/" + target
        marks.append(_xlsx_sheet(_part(archive, names, path), percents, hundredths))
    is_1904 = bool(re.search(rb'date1904="(?:1|true)"', workbook))
    return "xlsx", is_1904, marks


def _styles(styles: bytes) -> tuple[set[bytes], set[bytes]]:
    """The cell styles that show a percentage, and those with exactly two decimals (`2020.10` is October)."""
    percent, two = {b"9", b"10"}, {b"2", b"4"}
    for given in map(_attributes, re.findall(rb"<" + _P + rb"numFmt\s([^>]*)>", styles)):
        form = given.get(b"formatCode", b"")
        if b"%" in form:
            percent.add(given.get(b"numFmtId", b""))
        elif re.fullmatch(rb"[#,]*0\.00(?:_[ ).]|_ )?", form):
            two.add(given.get(b"numFmtId", b""))
    block = re.search(rb"<" + _P + rb"cellXfs\b[^>]*>(.*?)</" + _P + rb"cellXfs>", styles, re.S)
    forms = re.findall(rb"<" + _P + rb"xf\s([^>]*)>", block[1]) if block else []
    ids = [_attributes(form).get(b"numFmtId", b"0") for form in forms]
    return (
        {str(index).encode() for index, number in enumerate(ids) if number in percent},
        {str(index).encode() for index, number in enumerate(ids) if number in two},
    )


def _xlsx_sheet(xml: bytes, percents: set[bytes], hundredths: set[bytes]) -> dict:
    marks: dict = {"hidden_rows": [], "hidden_columns": [], "percents": [], "hundredths": []}
    marks["errors"], marks["uncalculated"] = [], []
    root = _ROOT.search(xml[:4096])
    if not root:
        return marks
    prefix = root[1]
    for tag in re.findall(b"<" + prefix + rb'row\s[^>]*?\bhidden="(?:1|true)"[^>]*>', xml):
        number = _attributes(tag).get(b"r", b"")
        if number.isdigit():
            marks["hidden_rows"].append(int(number) - 1)
    for tag in re.findall(b"<" + prefix + rb'col\s[^>]*?\bhidden="(?:1|true)"[^>]*>', xml):
        given = _attributes(tag)
        first, last = int(given.get(b"min", b"1")), int(given.get(b"max", b"1"))
        marks["hidden_columns"].extend(range(first - 1, min(last, 2_000)))
    for match in re.finditer(rb'\st="e"', xml):
        place, end = _cell_before(xml, match.start(), prefix)
        value = re.compile(b"<" + prefix + rb"v>([^<]*)<").search(xml, end, end + 20_000)
        if place and value:
            marks["errors"].append([*place, value[1].decode("utf-8", "replace")])
    _without_result(xml, prefix, marks)
    _formats(xml, percents, hundredths, prefix, marks)
    return marks


def _cell_before(xml: bytes, position: int, prefix: bytes) -> tuple[tuple[int, int] | None, int]:
    """The place of the cell whose tag holds this position, and where that tag ends."""
    start = xml.rfind(b"<", max(0, position - 200), position)
    end = xml.find(b">", position, position + 200)
    if start < 0 or end < 0 or not xml.startswith(b"<" + prefix + b"c ", start):
        return None, position
    return _place(_attributes(xml[start:end]).get(b"r", b"")), end


def _without_result(xml: bytes, prefix: bytes, marks: dict) -> None:
    """Formulas that were never calculated: calamine reads them as empty or 0, so they must be known."""
    opening, closing = b"<" + prefix, b"</" + prefix
    if opening + b"f" not in xml:
        return
    pattern = re.compile(
        opening + rb"f\b(?:[^>]*/>|[^>]*>[^<]*" + closing + rb"f>)\s*"
        rb"(?:" + opening + rb"v\s*/>|" + opening + rb"v>\s*" + closing + rb"v>)?\s*" + closing + rb"c>"
    )
    for match in pattern.finditer(xml):
        tag = xml.rfind(opening + b"c ", max(0, match.start() - 200), match.start())
        given = _attributes(xml[tag : match.start()]) if tag >= 0 else {}
        place = _place(given.get(b"r", b""))
        if place and given.get(b"t") != b"str":
            marks["uncalculated"].append(list(place))


def _formats(xml: bytes, percents: set[bytes], hundredths: set[bytes], prefix: bytes, marks: dict) -> None:
    """Cells shown as percentages, and numbers like 2020.10 shown with exactly two decimals."""
    if not percents and not hundredths:
        return
    value_of = re.compile(rb"(?:[^<]|<(?!/?" + prefix + rb"[cv]\b))*<" + prefix + rb"v>([^<]*)<")
    for match in re.finditer(rb'\ss="(' + b"|".join(sorted(percents | hundredths)) + rb')"', xml):
        place, end = _cell_before(xml, match.start(), prefix)
        if not place or xml[end - 1 : end] == b"/":
            continue
        if match[1] in percents:
            marks["percents"].append(list(place))
        else:
            value = value_of.match(xml, end + 1, end + 2_000)
            if value and value[1].startswith((b"19", b"20")) and value[1][4:5] == b".":
                marks["hundredths"].append(list(place))


class _OdsTables:
    """Walks content.xml: where each cell stands, what it spans, what is hidden or a percentage."""

    def __init__(self) -> None:
        self.marks: list[dict] = []
        self.row = self.next_row = self.column = self.next_column = 0
        self.columns_seen = 0
        self.hidden = False

    def refuse(self, *_: object) -> None:
        raise ValueError("an entity is declared")

    def start(self, name: str, given: dict) -> None:
        if name == "table:table":
            self.marks.append(
                {"merges": [], "hidden_rows": [], "hidden_columns": [], "percents": [], "hundredths": [], "errors": []}
            )
            self.next_row = self.columns_seen = 0
        elif not self.marks:
            return
        elif name == "table:table-column":
            repeat = int(given.get("table:number-columns-repeated", 1))
            if given.get("table:visibility") in ("collapse", "filter"):
                end = min(self.columns_seen + repeat, 2_000)
                self.marks[-1]["hidden_columns"].extend(range(self.columns_seen, end))
            self.columns_seen += repeat
        elif name == "table:table-row":
            repeat = int(given.get("table:number-rows-repeated", 1))
            self.row, self.next_row, self.next_column = self.next_row, self.next_row + repeat, 0
            if given.get("table:visibility") in ("collapse", "filter") and repeat < 10_000:
                self.marks[-1]["hidden_rows"].extend(range(self.row, self.next_row))
        elif name in ("table:table-cell", "table:covered-table-cell"):
            repeat = int(given.get("table:number-columns-repeated", 1))
            self.column, self.next_column = self.next_column, self.next_column + repeat
            if name == "table:table-cell":
                self._cell(given, repeat)

    def _cell(self, given: dict, repeat: int) -> None:
        down = int(given.get("table:number-rows-spanned", 1))
        right = int(given.get("table:number-columns-spanned", 1))
        if down > 1 or right > 1:
            self.marks[-1]["merges"].append([self.row, self.column, self.row + down - 1, self.column + right - 1])
        if given.get("office:value-type") == "percentage" and repeat < 1_000:
            self.marks[-1]["percents"].extend([self.row, self.column + index] for index in range(repeat))
        if given.get("calcext:value-type") == "error":
            self.marks[-1]["errors"].append([self.row, self.column, "#错误"])


def _ods(xml: bytes) -> tuple[str, bool, list[dict]]:
    tables = _OdsTables()
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EntityDeclHandler = tables.start, tables.refuse
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from None
    return "ods", False, tables.marks
