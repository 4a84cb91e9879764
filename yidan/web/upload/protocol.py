"""The words of tus 1.0: what the headers of a request say, and how a refusal is said."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,checksum,termination,expiration"
ALGORITHMS = ("sha256", "sha1")
BODY_TYPE = "application/offset+octet-stream"
RECEIPT = "Yidan-Receipt"
CHECKSUM_MISMATCH = 460  # tus, checksum extension
_NUMBER = re.compile(r"[0-9]{1,18}")
_HASH = re.compile(r"[0-9a-f]{64}")


class Problem(Exception):
    """What cannot be done, with its HTTP code and the sentence for the person."""

    def __init__(self, code: int, sentence: str, **headers: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


@dataclass(frozen=True)
class Told:
    """What the client says of a file; nothing of it is believed before the bytes are there."""

    name: str
    media_type: str
    sha256: str
    raw: str


def number(headers: Mapping[str, str], name: str) -> int:
    """A header that must be a whole number of bytes."""
    text = headers.get(name, "").strip()
    if not _NUMBER.fullmatch(text):
        raise Problem(400, _("上传请求缺少%(header)s，请更新应用后再传。") % {"header": name})
    return int(text)


def told(headers: Mapping[str, str]) -> Told:
    """Upload-Metadata: pairs of a key and a value in Base64, parted by commas."""
    raw = headers.get("Upload-Metadata", "")
    found: dict[str, str] = {}
    for pair in raw.split(","):
        key, _space, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value.strip(), validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise Problem(400, _("上传请求的文件说明无法识别，请更新应用后再传。")) from None
    sha256 = found.get("sha256", "").lower()
    if sha256 and not _HASH.fullmatch(sha256):
        raise Problem(400, _("上传请求的校验值无法识别，请更新应用后再传。"))
    return Told(found.get("filename", ""), found.get("filetype", ""), sha256, raw)


def checksum(headers: Mapping[str, str]) -> tuple[str, bytes] | None:
    """Upload-Checksum: the algorithm and the digest of this request's body."""
    text = headers.get("Upload-Checksum")
    if text is None:
        return None
    name, _space, value = text.strip().partition(" ")
    try:
        digest = base64.b64decode(value, validate=True)
    except binascii.Error:
        digest = b""
    if name not in ALGORITHMS or len(digest) != hashlib.new(name).digest_size:
        raise Problem(400, _("上传请求的校验值无法识别，请更新应用后再传。"))
    return name, digest
