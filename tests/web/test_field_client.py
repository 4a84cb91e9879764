"""The field app's script: its pure parts in Node, its words in both languages, its weight."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import brotli
import pytest
from django.conf import settings

ROOT = Path(settings.PACKAGE).parent
NODE = shutil.which("node") or str(ROOT / ".venv" / "bin" / "node")
SOURCES = sorted((ROOT / "yidan" / "web" / "assets" / "field").rglob("*.js"))
BUILD = ROOT / "yidan" / "web" / "static" / "build"
LIMIT_BYTES = 200 * 1024
BEFORE_USE_BYTES = 48 * 1024  # what a first visit waits for: a quarter of a second on 1.6 Mbit/s


@pytest.mark.parametrize("script", sorted(Path(__file__).parent.glob("field_*.test.mjs")), ids=lambda path: path.stem)
def test_the_pure_parts_hold(script):
    ran = subprocess.run([NODE, "--test", str(script)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-1000:]


def test_the_first_load_is_at_most_200_kilobytes_compressed():
    sizes = {}
    for name in ("field-first.js", "field.js", "field-later.js", "field.css", "field-worker.js", "mark.svg"):
        if not (BUILD / name).exists():
            pytest.skip("not built: make setup")
        sizes[name] = len(brotli.compress((BUILD / name).read_bytes(), quality=5))
    sizes["shell"] = (ROOT / "yidan" / "web" / "templates" / "field" / "shell.html").stat().st_size
    assert sum(sizes.values()) <= LIMIT_BYTES, sizes
    before_use = sum(size for name, size in sizes.items() if name not in {"field-later.js", "field-worker.js"})
    assert before_use <= BEFORE_USE_BYTES, sizes


def test_every_sentence_of_the_app_has_its_english():
    said = set()
    for path in SOURCES:
        said |= set(re.findall(r"""\bt\(\s*"((?:[^"\\]|\\.)*)\"""", path.read_text(encoding="utf-8")))
    words = (ROOT / "yidan" / "web" / "assets" / "field" / "english.js").read_text(encoding="utf-8")
    known = set(re.findall(r'^  "((?:[^"\\]|\\.)*)":', words, re.M))
    assert sorted(said - known) == []
    assert sorted(known - said) == []


def test_the_script_keeps_to_short_files():
    long = {path.name: lines for path in SOURCES if (lines := path.read_text(encoding="utf-8").count("\n")) > 450}
    assert long == {}
