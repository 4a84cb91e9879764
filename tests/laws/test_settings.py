"""Every environment variable that the program reads stands in the README's table."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r"""(?:environ(?:\.get\(|\[)|_megabytes\()\s*["']((?:YIDAN|AWS|DATABASE)_\w+)["']""")


def test_every_setting_is_documented():
    sources = [*(ROOT / "yidan").rglob("*.py"), ROOT / "tests" / "conftest.py"]
    read = {name for path in sources for name in READ.findall(path.read_text(encoding="utf-8"))}
    table = {
        name
        for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`((?:YIDAN|AWS|DATABASE)_\w+)", line)
    }
    assert sorted(read - table) == []
    assert {"YIDAN_HOME", "YIDAN_VIDEO_MB", "DATABASE_URL"} <= read
