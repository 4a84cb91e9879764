"""Running `yidan` as a user does: in this process on the test's database, or as a process of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

os.environ["LC_ALL"] = "C.UTF-8"  # help texts are chosen when a module is imported; the tests read the Chinese ones

from tests.conftest import move_in
from yidan.web.cli import main

YIDAN = Path(sys.executable).with_name("yidan")


@dataclass(frozen=True)
class Outcome:
    """What a command line left behind."""

    status: int
    out: str
    err: str


@pytest.fixture
def yidan(monkeypatch, tmp_path, capsys, db):
    """Run `yidan …` in this process, in Chinese, with a home of its own."""
    monkeypatch.setenv("YIDAN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def run(*arguments: object) -> Outcome:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Outcome(ended.value.code, printed.out, printed.err)

    return run


@pytest.fixture
def process(tmp_path):
    """Run `yidan …` as a process of its own, on SQLite in an empty home unless told otherwise."""
    home = move_in(tmp_path / "home")

    def run(*arguments: object, stdin: str = "", **environment: str) -> Outcome:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("YIDAN_", "DATABASE"))}
        environment = {"YIDAN_HOME": str(home), "LC_ALL": "C.UTF-8"} | environment
        done = subprocess.run(
            [str(YIDAN), *map(str, arguments)],
            env=inherited | environment,
            input=stdin,
            capture_output=True,
            text=True,
            cwd=tmp_path,
            timeout=240,
            check=False,
        )
        return Outcome(done.returncode, done.stdout, done.stderr)

    return run
