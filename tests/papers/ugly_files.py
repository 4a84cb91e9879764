"""The same paper as xlsx (two makers), xls, ods, csv of several encodings, HTML saved as .xls."""

from __future__ import annotations

import csv
import html
from datetime import date
from io import BytesIO, StringIO

from tests.papers.ugly_paper import Paper, Workbook


def write(workbook: Workbook) -> bytes:
    """The file's bytes."""
    if workbook.format in ("csv-utf8", "csv-bom", "csv-gb18030", "tsv-utf16", "csv-semicolon"):
        return _csv(workbook.papers[0], workbook.format)
    return {"xlsx": _xlsx, "openpyxl": _openpyxl, "xls": _xls, "ods": _ods, "html": _html}[workbook.format](
        workbook.papers
    )


def _xlsx(papers: list[Paper]) -> bytes:
    import xlsxwriter

    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for paper in papers:
            sheet = book.add_worksheet(paper.name)
            for top, left, bottom, right in paper.merges:
                sheet.merge_range(top, left, bottom, right, "")
            for (row, column), cell in paper.cells.items():
                form = book.add_format({"num_format": cell.format}) if cell.format else None
                if isinstance(cell.value, date):
                    sheet.write_datetime(row, column, cell.value, form)
                elif isinstance(cell.value, str):
                    sheet.write_string(row, column, cell.value, form)
                else:
                    sheet.write_number(row, column, cell.value, form)
            for row in paper.hidden_rows:
                sheet.set_row(row, None, None, {"hidden": True})
    return out.getvalue()


def _openpyxl(papers: list[Paper]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for paper in papers:
        sheet = book.create_sheet(paper.name)
        for (row, column), cell in paper.cells.items():
            at = sheet.cell(row + 1, column + 1, cell.value)
            if cell.format:
                at.number_format = cell.format
        for top, left, bottom, right in paper.merges:
            sheet.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
        for row in paper.hidden_rows:
            sheet.row_dimensions[row + 1].hidden = True
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _xls(papers: list[Paper]) -> bytes:
    import xlwt

    book = xlwt.Workbook()
    for paper in papers:
        sheet = book.add_sheet(paper.name)
        merged = {(top, left): (bottom, right) for top, left, bottom, right in paper.merges}
        for (row, column), cell in paper.cells.items():
            style = xlwt.easyxf(num_format_str=cell.format) if cell.format else xlwt.XFStyle()
            if (row, column) in merged:
                bottom, right = merged.pop((row, column))
                sheet.write_merge(row, bottom, column, right, cell.value, style)
            else:
                sheet.write(row, column, cell.value, style)
        for row in paper.hidden_rows:
            sheet.row(row).hidden = True
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _ods(papers: list[Paper]) -> bytes:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import CoveredTableCell, Table, TableCell, TableRow
    from odf.text import P

    book = OpenDocumentSpreadsheet()
    for paper in papers:
        table = Table(name=paper.name)
        spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in paper.merges}
        covered = {
            (row, column)
            for top, left, bottom, right in paper.merges
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        } - set(spans)
        for row in range(paper.height):
            line = TableRow(visibility="collapse") if row in paper.hidden_rows else TableRow()
            for column in range(len(paper.fields)):
                if (row, column) in covered:
                    line.addElement(CoveredTableCell())
                    continue
                given = {}
                if (row, column) in spans:
                    given = dict(zip(("numberrowsspanned", "numbercolumnsspanned"), spans[row, column], strict=True))
                cell = paper.cells.get((row, column))
                if cell is None:
                    line.addElement(TableCell(**given))
                elif isinstance(cell.value, str):
                    at = TableCell(valuetype="string", **given)
                    for part in cell.value.split("\n"):
                        at.addElement(P(text=part))
                    line.addElement(at)
                elif isinstance(cell.value, date):
                    line.addElement(TableCell(valuetype="date", datevalue=cell.value.isoformat(), **given))
                else:
                    kind = "percentage" if "%" in cell.format else "float"
                    line.addElement(TableCell(valuetype=kind, value=repr(cell.value), **given))
            table.addElement(line)
        book.spreadsheet.addElement(table)
    out = BytesIO()
    book.write(out)
    return out.getvalue()


def _lines(paper: Paper) -> list[list[str]]:
    def shown(row: int, column: int) -> str:
        cell = paper.cells.get((row, column))
        if cell is None:
            return ""
        value = cell.value
        return value.isoformat() if isinstance(value, date) else str(value)

    return [[shown(row, column) for column in range(len(paper.fields))] for row in range(paper.height)]


def _csv(paper: Paper, format: str) -> bytes:
    out = StringIO()
    delimiter = {"tsv-utf16": "\t", "csv-semicolon": ";"}.get(format, ",")
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(_lines(paper))
    encoding = {"csv-bom": "utf-8-sig", "csv-gb18030": "gb18030", "tsv-utf16": "utf-16"}.get(format, "utf-8")
    return out.getvalue().encode(encoding)


def _html(papers: list[Paper]) -> bytes:
    out = ['<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head><body>']
    for paper in papers:
        spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in paper.merges}
        covered = {
            (row, column)
            for top, left, bottom, right in paper.merges
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        } - set(spans)
        out.append("<table border=1>")
        for row, line in enumerate(_lines(paper)):
            out.append("<tr>")
            for column, text in enumerate(line):
                if (row, column) not in covered:
                    down, right = spans.get((row, column), (1, 1))
                    inner = html.escape(text).replace("\n", "<br>")
                    out.append(f'<td rowspan="{down}" colspan="{right}">{inner}</td>')
            out.append("</tr>")
        out.append("</table>")
    return "".join(out).encode("gb18030")
