"""A zip of pictures, made while it is sent: 项目/节点/日期_点位.jpg, and a list that names every one with its hash."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from yidan.evidence import queries as evidence
from yidan.evidence import store
from yidan.web.album import watermark

MOST = 300
BLOCK = 256 * 1024
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


class _Outbox(io.RawIOBase):
    """Takes what the zip writes and gives it away in pieces; there is no way back in it, so zip makes do without."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.pieces.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """What was written since."""
        data = b"".join(self.pieces)
        self.pieces.clear()
        return data


def plain(name: str, most: int = 60) -> str:
    """A name as every file system takes it."""
    return _UNFIT.sub("_", name).strip(" ._")[:most] or "_"


def names(shots: list[dict[str, Any]], *, ending: str = "") -> list[str]:
    """Where each picture lies in the zip; a second one of the same name bears its number."""
    found: list[str] = []
    seen: dict[str, int] = {}
    for each in shots:
        what = each["slot"] or each["caption"] or _("其他影像")
        stem = f"{plain(each['project'])}/{plain(each['milestone'] or _('日常'))}/{each['short_day']}_{plain(what, 40)}"
        seen[stem] = count = seen.get(stem, 0) + 1
        last = ending or _ending(each["name"])
        found.append(f"{stem}({count}){last}" if count > 1 else f"{stem}{last}")
    return found


def _ending(name: str) -> str:
    dot = name.rfind(".")
    last = name[dot + 1 :]
    return f".{last.lower()}" if dot > 0 and len(last) <= 5 and last.isalnum() and last.isascii() else ""


def packed(shots: list[dict[str, Any]], *, is_original: bool) -> Iterator[bytes]:
    """The zip in pieces: copies with a watermark, or the original bytes; then the list."""
    outbox = _Outbox()
    rows = []
    with ZipFile(outbox, "w", ZIP_STORED) as archive:
        for each, name in zip(shots, names(shots, ending="" if is_original else ".jpg"), strict=True):
            note = ""
            if is_original:
                yield from _original(archive, outbox, each, name)
            elif data := _copy(each):
                archive.writestr(_entry(each, name), data)
            else:
                name, note = "", _("没有预览，未放入；请下载原件")
            rows.append(_row(each, name, note))
            yield outbox.taken()
        listing = ZipInfo(_("清单.csv"))
        listing.compress_type = ZIP_DEFLATED
        archive.writestr(listing, _listing(rows))
    yield outbox.taken()


def _entry(shot: dict[str, Any], name: str) -> ZipInfo:
    """Its date is the picture's own; dates before 1980 a zip cannot say."""
    day = shot["brought_on"]
    return ZipInfo(name, date_time=(max(1980, day.year), day.month, day.day, 0, 0, 0))


def _copy(shot: dict[str, Any]) -> bytes | None:
    capture = shot["exhibit"].capture
    file = getattr(capture, "poster", None) or capture.file
    place = store.preview_place(file.sha256, "view")
    return watermark.burnt(place.read_bytes(), watermark.lines(shot)) if place.is_file() else None


def _original(archive: ZipFile, outbox: _Outbox, shot: dict[str, Any], name: str) -> Iterator[bytes]:
    with (
        evidence.opened(shot["exhibit"].capture.file) as source,
        archive.open(_entry(shot, name), "w", force_zip64=True) as into,
    ):
        while block := source.read(BLOCK):
            into.write(block)
            yield outbox.taken()


def _row(shot: dict[str, Any], name: str, note: str) -> list[str]:
    grade = shot["grade"]
    return [
        name or shot["name"], shot["project"], shot["month"], shot["slot"], shot["milestone"], shot["moment"],
        shot["unit"], grade.letter if grade else "", shot["verdict"], shot["exhibit"].capture.file.sha256, note,
    ]  # fmt: skip


def _listing(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    head = (
        _("文件"),
        _("项目"),
        _("月份"),
        _("佐证位"),
        _("节点"),
        _("时间"),
        _("提供单位"),
        _("评级"),
        _("认定"),
        "SHA-256",
        _("备注"),
    )
    writer.writerow(head)
    # a cell that begins like a formula would be run by a spreadsheet
    writer.writerows([f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()
