"""Every subcommand: help, exit status, one sentence where it fails."""

import importlib
import json
import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import click
import psycopg
import pytest
from django.db import OperationalError

from yidan import settings
from yidan.web.cli import Subcommands, failures, group, home


def everything() -> list[list[str]]:
    """Each subcommand and each subcommand of those, as typed."""
    found: list[list[str]] = []
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        found.append([name])
        if isinstance(command, click.Group):
            found += [[name, each] for each in command.list_commands(click.Context(command))]
    return found


@pytest.mark.parametrize("words", everything(), ids=" ".join)
def test_every_subcommand_explains_itself_in_a_sentence(words):
    command: click.Command = group
    for word in words:
        command = command.get_command(click.Context(command), word)
    assert command.help
    assert command.help.endswith(("。", ")"))


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_the_readme_has_a_line_for_every_subcommand(readme):
    table = (Path(__file__).resolve().parents[2] / readme).read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(\w+)[ `]", table, re.MULTILINE) + re.findall(r"、`(\w+) |, `(\w+) ", table)
    named = {word for found in listed for word in ([found] if isinstance(found, str) else found)}
    assert set(group.list_commands(click.Context(group))) - named == set()


def test_a_subcommand_whose_module_is_not_there_is_not_listed(monkeypatch):
    monkeypatch.setitem(__import__("yidan.web.cli").web.cli.SUBCOMMANDS, "fly", "fly")
    assert "fly" not in Subcommands.list_commands(group, click.Context(group))


def test_without_a_subcommand_the_help_is_shown(yidan):
    outcome = yidan()
    assert (outcome.status, outcome.out) == (2, "")
    assert "workdays" in outcome.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["workdays", "add", "2020-09-24"], "yidan: 缺少 COUNT。用法见 yidan workdays add --help。"),
        (
            ["workdays", "check", "--fast", "2020-09-24"],
            "yidan: 没有选项 --fast。用法见 yidan workdays check --help。",
        ),
        (
            ["workdays", "add", "24.9.2020", "3"],
            "yidan: DAY 不对：日期应写作 2020-09-24。用法见 yidan workdays add --help。",
        ),
        (
            ["export", "--kind", "plans", "-o", "x"],
            "yidan: --kind 不对：只能是 plan、dispatch、ranking、lagging、rolling、difference 之一。"
            "用法见 yidan export --help。",
        ),
        (
            ["bulletin", "verify", "no.docx"],
            "yidan: FILE 不对：没有这个文件，或不能读。用法见 yidan bulletin verify --help。",
        ),
        (["serve", "--port", "0"], "yidan: --port 不对：应是1至65535的整数。用法见 yidan serve --help。"),
        (["serve", "--port", "http"], "yidan: --port 不对：应是1至65535的整数。用法见 yidan serve --help。"),
        (["workdays", "add", "2020-09-24", "three"], "yidan: COUNT 不对：应是整数。用法见 yidan workdays add --help。"),
        (["figuers"], "yidan: 没有子命令 figuers。用法见 yidan --help。"),
        (["backup", "/no-such-folder/b.tar.gz"], "yidan: /no-such-folder/b.tar.gz：没有这个文件或文件夹。"),
        (["workdays", "import", "no.csv"], "yidan: no.csv：没有这个文件或文件夹。"),
        (["backup"], "yidan: 缺少 FILE。用法见 yidan backup --help。"),
        (["createuser", "x", "--password-stdin", "--granted-by", "ghost", "--role", "leader"], None),
    ],
)
def test_a_wrong_call_ends_in_one_sentence_and_a_status(yidan, arguments, sentence):
    outcome = yidan(*arguments)
    assert outcome.status != 0
    assert outcome.err.count("\n") == 1
    assert "Traceback" not in outcome.err
    assert sentence is None or outcome.err == f"{sentence}\n"


def test_a_home_that_cannot_be_written_is_refused_with_a_way_out(yidan, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("YIDAN_HOME", str(tmp_path / "file"))
    outcome = yidan("workdays", "check", "2020-10-01")
    assert outcome.status == 1
    assert "：这是文件，不是文件夹；请用 YIDAN_HOME 指定一个可写的文件夹。\n" in outcome.err
    monkeypatch.setenv("YIDAN_HOME", "/proc/none")
    assert yidan("workdays", "check", "2020-10-01").err == (
        "yidan: 不能在 /proc/none 存放数据：没有这个文件或文件夹；请用 YIDAN_HOME 指定一个可写的文件夹。\n"
    )


@pytest.mark.parametrize("address", ["nonsense", "mysql://h/name", "postgres://user@host:port/name"])
def test_a_database_address_that_is_none_is_told_how_one_is_written(process, tmp_path, address):
    outcome = process("figures", YIDAN_HOME=str(tmp_path / "home"), DATABASE_URL=address)
    assert outcome.status == 1
    assert outcome.err == (
        "yidan: 环境变量不对，应写作 DATABASE_URL: postgres://user:password@host:port/name；请改正后再试。\n"
    )


def test_a_database_that_somebody_else_writes_to_is_said_to_be_busy():
    busy = failures.sentence(OperationalError("database is locked"))
    assert busy == "数据库正被另一个程序占着写入，等了20秒仍未轮到；没有改动任何数据，请稍后再试。"


def test_the_first_subcommand_prepares_the_home(process, tmp_path):
    home = tmp_path / "new"
    outcome = process("workdays", "add", "2020-09-24", "33", YIDAN_HOME=str(home))
    assert (outcome.status, outcome.out, outcome.err) == (0, "2020-11-16\n", "")
    assert sorted(path.name for path in home.iterdir()) == [
        "prepare.lock", "prepared", "secret.key", "static", "yidan.sqlite3",
    ]  # fmt: skip
    assert (home / "secret.key").stat().st_mode & 0o777 == 0o600
    again = process("workdays", "between", "2020-09-24", "2020-11-16", "--json", YIDAN_HOME=str(home))
    assert json.loads(again.out)["value"] == 33


def test_english_is_spoken_where_the_environment_asks_for_it(process):
    helped = process("--help", LC_ALL="en_US.UTF-8")
    assert "Start the server (pages and worker) and print its address." in helped.out
    refused = process("workdays", "import", "no.csv", LC_ALL="", LANG="en_GB")
    assert (refused.status, refused.err) == (1, "yidan: no.csv: there is no such file or folder.\n")


def _went_through(home_, count=None):
    """As if that database had gone through the steps that are one now, or so many of them."""
    steps = importlib.import_module("yidan.migrations.0001_founding").Migration.replaces
    with closing(sqlite3.connect(home_ / "yidan.sqlite3")) as connection, connection:
        gone = [*steps[count:], ("yidan", "0001_founding")] if count else [("yidan", "0001_founding")]
        connection.executemany("DELETE FROM django_migrations WHERE app = ? AND name = ?", gone)
    (home_ / "prepared").unlink(missing_ok=True)


def test_a_database_that_went_through_the_folded_steps_is_known(process, tmp_path):
    assert process("workdays", "add", "2020-09-24", "33").status == 0
    _went_through(tmp_path / "home")
    assert process("workdays", "add", "2020-09-24", "33").out == "2020-11-16\n"
    with closing(sqlite3.connect(tmp_path / "home" / "yidan.sqlite3")) as connection:
        found = connection.execute("SELECT count(*) FROM django_migrations WHERE name = '0001_founding'").fetchone()
    assert found == (1,)


def test_a_database_that_stopped_on_the_way_is_told_what_to_do(process, tmp_path):
    assert process("workdays", "add", "2020-09-24", "33").status == 0
    _went_through(tmp_path / "home", 20)
    refused = process("workdays", "add", "2020-09-24", "33")
    assert (refused.status, refused.out) == (1, "")
    assert "请先装上一版运行一次" in refused.err


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", {}),
        ("sslmode=require&connect_timeout=5", {"sslmode": "require", "connect_timeout": "5"}),
        ("prepare_threshold=", {"prepare_threshold": None}),
        ("prepare_threshold=9", {"prepare_threshold": 9}),
    ],
)
def test_the_databases_address_may_say_more(query, told):
    assert settings._told(query) == told


@pytest.mark.postgres
def test_a_postgresql_that_was_prepared_is_known_by_its_own_tables(process, tmp_path, monkeypatch):
    server, name = os.environ["DATABASE_URL"].rsplit("/", 1)[0], f"yidan_frame_{os.getpid()}"
    url = f"{server}/{name}"
    try:
        assert process("workdays", "add", "2020-09-24", "33", DATABASE_URL=url).status == 0
        monkeypatch.setenv("YIDAN_HOME", str(tmp_path / "home"))
        monkeypatch.setenv("DATABASE_URL", url)
        assert home.is_prepared()
        monkeypatch.setenv("DATABASE_URL", f"{server}/postgres")
        assert not home.is_prepared()
        monkeypatch.setenv("DATABASE_URL", url)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("DELETE FROM django_migrations WHERE app = 'yidan' AND name LIKE '0002%'")
        assert not home.is_prepared()
    finally:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
