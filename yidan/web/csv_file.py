"""CSV as offices open it: UTF-8 with a mark, streamed, with nothing a spreadsheet would take for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import StreamingHttpResponse

RISKY = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """A file that hands back what is written."""

    def write(self, value: str) -> str:
        """What csv writes, at once."""
        return value


def response(rows: Iterable[Iterable[Any]], name: str) -> StreamingHttpResponse:
    """UTF-8 with a mark, as spreadsheets in offices want it."""
    writer = csv.writer(_Echo())

    def lines() -> Iterator[str]:
        yield "\ufeff"
        for row in rows:
            yield writer.writerow([_harmless(cell) for cell in row])

    answer = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _harmless(cell: Any) -> str:
    """A text that a spreadsheet would take for a formula is marked as text."""
    if cell is None:
        return ""
    text = f"{cell:f}" if hasattr(cell, "as_tuple") else str(cell)
    return "'" + text if isinstance(cell, str) and text.startswith(RISKY) else text
