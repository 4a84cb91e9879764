"""The rescue file at a desktop: everything that a phone had not delivered, from one file (assets/field/rescue.js).

Layout: `YIDAN1`, a line of JSON, then the bytes of each file in its order. Its acts go the way of every other act of
the phone, by the same keys, so that what the phone delivers itself later is not done twice.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from yidan.evidence.commands import keep
from yidan.kernel import parameters
from yidan.kernel.errors import Invalid, Refused
from yidan.people.models import Person
from yidan.web import media
from yidan.web.field import items, sync
from yidan.web.upload import quota
from yidan.web.upload.protocol import Problem

HEAD = b"YIDAN1\n"
LONGEST_LINE = 8 * 1024 * 1024
BLOCK = 1024 * 1024
AT_ONCE = 50
MOST_FILES = 2000
_KEYS = UUID("0d7c6a0e-6d8e-4a0e-9a2f-3f5b2a6f7c11")


@dataclass(frozen=True)
class Brought:
    """What became of one act of the phone: its words, `state` as sync has it, and the sentence where it is refused."""

    title: str
    state: str
    sentence: str


def bring(file: BinaryIO, *, by: Person, at: datetime) -> list[Brought]:
    """Keep the files, then do the acts; one that is refused does not harm the others. Refused whole if it is none."""
    told = _told(file, by)
    faults = {sha256: sentence for sha256, sentence in _kept(file, told["files"], by, at) if sentence}
    return list(_acts(told, faults, by))


def _told(file: BinaryIO, by: Person) -> dict[str, Any]:
    damaged = Invalid(_("这不是救援文件，或文件已损坏；请在手机上重新导出。"), field="file")
    if file.read(len(HEAD)) != HEAD:
        raise damaged
    line = file.readline(LONGEST_LINE)
    try:
        told = json.loads(line)
        person, entries, files = told["person"]["id"], told["entries"], told["files"]
    except (ValueError, RecursionError, TypeError, KeyError):
        raise damaged from None
    if not isinstance(entries, list) or not isinstance(files, list) or len(files) > MOST_FILES:
        raise damaged
    if person != by.pk:
        raise Invalid(_("这是另一位同志的救援文件，请用他的账号登录后上传。"), field="file")
    for each in files:
        is_whole = isinstance(each, dict) and isinstance(each.get("size"), int) and each["size"] >= 0
        if not is_whole or not items.SHA256.fullmatch(str(each.get("sha256"))):
            raise damaged
    return told


def _kept(file: BinaryIO, files: list[dict[str, Any]], by: Person, at: datetime) -> Iterator[tuple[str, str]]:
    """Each file's hash, and why it was not kept ("" where it was)."""
    for each in files:
        with tempfile.NamedTemporaryFile() as spool:
            digest, left = hashlib.sha256(), each["size"]
            while left and (block := file.read(min(BLOCK, left))):
                digest.update(block)
                spool.write(block)
                left -= len(block)
            spool.flush()
            if left or digest.hexdigest() != each["sha256"]:
                yield each["sha256"], _("文件在救援文件里已损坏，没有收下。")
                continue
            yield each["sha256"], _keep(Path(spool.name), each, by, at)


def _keep(place: Path, said: dict[str, Any], by: Person, at: datetime) -> str:
    with place.open("rb") as source:
        media_type = media.media_type_of(source)
    name = str(said.get("name") or "")[:200]
    if reason := media.refusal(media_type):
        return _("“%(name)s”%(reason)s") % {"name": name, "reason": reason}
    try:
        quota.require_day(by, said["size"], at=at, values=parameters.values())
        key = uuid5(_KEYS, said["sha256"])
        keep(by.unit, by=by, at=at, key=key, name=name, data=place, media_type=media_type)
    except (Refused, Problem) as refusal:
        return str(refusal)
    return ""


def _acts(told: dict[str, Any], faults: dict[str, str], by: Person) -> Iterator[Brought]:
    whole = [each for each in told["entries"] if isinstance(each, dict) and isinstance(each.get("items"), list)]
    for start in range(0, len(whole), AT_ONCE):
        batch = whole[start : start + AT_ONCE]
        sent = [[item for item in entry["items"] if _is_open(item)][:5] for entry in batch]
        body = json.dumps({"device": told.get("device"), "items": [item for each in sent for item in each]}).encode()
        answers = iter(sync.answered(items.read(body), by))
        for entry, its in zip(batch, sent, strict=True):
            said = [next(answers) for _item in its]
            yield _brought(entry, said, faults)


def _is_open(item: Any) -> bool:
    return isinstance(item, dict) and item.get("state") != sync.DONE


def _brought(entry: dict[str, Any], said: list[dict[str, Any]], faults: dict[str, str]) -> Brought:
    refused = next((answer for answer in said if answer["state"] == sync.REFUSED), None)
    waiting = next((answer for answer in said if answer["state"] == sync.WAITING), None)
    title = str(entry.get("title") or "")[:200]
    if refused:
        return Brought(title, sync.REFUSED, refused["sentence"])
    if waiting:
        lost = [faults.get(sha256) for sha256 in waiting.get("missing", [])]
        why = next((sentence for sentence in lost if sentence), _("文件不在救援文件里，没有办成。"))
        return Brought(title, sync.REFUSED, why if waiting.get("missing") else waiting["sentence"])
    return Brought(title, sync.DONE, "")
