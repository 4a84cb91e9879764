"""The app's own files: which there are, their version, the manifest, and the service worker with the list in it."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import gettext as _

BUILD = Path(settings.PACKAGE) / "web" / "static" / "build"
FILES = ("field-first.js", "field.js", "field-later.js", "field.css", "mark.svg")
WORKER = "field-worker.js"
SCOPE = "/field/"


def version() -> str:
    """A short hash of all that the phone keeps of the app itself: a new one means a new version."""
    newest = max((_changed(name) for name in (*FILES, WORKER)), default=0)
    return _version(newest)


def _changed(name: str) -> int:
    place = BUILD / name
    return place.stat().st_mtime_ns if place.exists() else 0


@lru_cache(maxsize=4)
def _version(_newest: int) -> str:
    digest = hashlib.sha256()
    for name in (*FILES, WORKER):
        place = BUILD / name
        digest.update(place.read_bytes() if place.exists() else b"")
    template = Path(settings.PACKAGE) / "web" / "templates" / "field" / "shell.html"
    digest.update(template.read_bytes())
    return digest.hexdigest()[:12]


def addresses() -> dict[str, str]:
    """Where each file is, with a hash of it, so that no cache between serves an old one."""
    return {name: static(f"build/{name}") for name in FILES}


def worker() -> str:
    """The service worker, told its version and what to keep."""
    told = {"version": version(), "shell": SCOPE, "files": list(addresses().values())}
    return f"self.YIDAN={json.dumps(told)};\n" + (BUILD / WORKER).read_text(encoding="utf-8")


def manifest() -> dict:
    """How a phone shows it once it is installed; nobody has to install it."""
    return {
        "id": SCOPE,
        "name": f"{settings.CITY_NAME} {_('一单')} {_('填报')}",
        "short_name": _("一单"),
        "start_url": SCOPE,
        "scope": SCOPE,
        "display": "standalone",
        "background_color": "#fbfaf7",
        "theme_color": "#fbfaf7",
        "icons": [{"src": addresses()["mark.svg"], "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    }
