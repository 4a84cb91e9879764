"""The law of the house, by reading the source (house.md §8)."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import get_resolver

from yidan.kernel import parameters
from yidan.kernel.command import REGISTRY
from yidan.kernel.facts import Fact
from yidan.kernel.policy import OWN_VERBS, ROLE_VERBS
from yidan.kernel.verbs import Verb
from yidan.web import entries
from yidan.web.views.parameter import GROUP_LABELS

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "yidan"
ROOMS = [
    "kernel", "people", "evidence", "ledger", "approvals", "funds", "progress", "matters", "patrol",
    "watch", "enterprises", "targets", "figures", "assessment", "bulletins", "web",
]  # fmt: skip
SOURCES = sorted(path for room in ROOMS if (PACKAGE / room).is_dir() for path in (PACKAGE / room).rglob("*.py"))
WRITES = {
    "save", "create", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create",
}  # fmt: skip
CLOCKS = {"now", "today", "utcnow", "time", "localdate", "localtime"}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "base", "services"}
# A face that is not one act of a person: its verbs have no button of their own.
WITHOUT_ROUTE = {
    Verb.FILE_KEEP, Verb.REPORT_RECORD, Verb.OPENING_SET, Verb.COLUMN_MAP,
}  # fmt: skip


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> list[tuple[int, str]]:
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.append((node.lineno, node.module))
        elif isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
    return found


def called_methods(path: Path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, node.func.attr


def test_rooms_import_only_from_rooms_above():
    crooked = []
    for path in SOURCES:
        for line, module in imported(path):
            parts = module.split(".")
            if (
                parts[0] == "yidan"
                and len(parts) > 1
                and parts[1] in ROOMS
                and ROOMS.index(parts[1]) > ROOMS.index(room_of(path))
            ):
                crooked.append(f"{named(path)}:{line} imports {module}")
    assert crooked == []


def test_foreign_keys_point_to_their_own_room_or_one_above():
    crooked = []
    for model in apps.get_app_config("yidan").get_models():
        for field in model._meta.get_fields():
            if (
                (field.many_to_one or field.one_to_one)
                and field.concrete
                and field.related_model._meta.app_label == "yidan"
            ):
                here, there = (ROOMS.index(m.__module__.split(".")[1]) for m in (model, field.related_model))
                if there > here:
                    crooked.append(f"{model.__name__}.{field.name}")
    assert crooked == []


def test_only_commands_and_the_kernel_write():
    writers = []
    for path in SOURCES:
        inside = path.relative_to(PACKAGE / room_of(path)).parts
        if room_of(path) == "kernel" or inside[0] in {"commands", "commands.py"}:
            continue
        for node, name in called_methods(path):
            text = ast.unparse(node.func.value)
            manager = ".objects" in text or (text.endswith(("live()", ")")) and "objects" in text)
            if (name in WRITES and (manager or name.startswith("bulk"))) or (name == "update" and ".objects" in text):
                writers.append(f"{named(path)}:{node.lineno} {text}.{name}")
    assert writers == []


def clocks_in(path):
    """Where a file asks for the time: what it calls, and Django's clock where it is imported."""
    spoken_of = {"datetime", "date", "timezone", "time", "datetime.datetime"}
    return [
        f"{named(path)}:{node.lineno}"
        for node, name in called_methods(path)
        if name in CLOCKS and ast.unparse(node.func.value) in spoken_of
    ] + [
        f"{named(path)}:{line} imports {module}" for line, module in imported(path) if module == "django.utils.timezone"
    ]


def test_no_clock_below_the_faces():
    assert [found for path in SOURCES if room_of(path) != "web" for found in clocks_in(path)] == []


def test_the_faces_have_one_clock():
    """`yidan.web.clock`: a simulated city has its own today. Real time only for sessions and signatures."""
    real = {"web/clock.py", "web/idle.py", "web/signed_in.py", "web/channels/robots.py", "web/channels/webhook.py"}
    faces = {str(path.relative_to(PACKAGE)): clocks_in(path) for path in SOURCES if room_of(path) == "web"}
    assert {path: found for path, found in faces.items() if found and path not in real} == {}
    assert [path for path in real if not faces[path]] == []


@pytest.mark.parametrize("verb", Verb, ids=str)
def test_a_verb_has_one_command_of_its_name_a_label_and_a_role(verb):
    assert REGISTRY[verb].__name__.rstrip("_") == verb.value.split(".")[1]  # `import_`: Python keeps that word
    assert str(verb.label)
    assert verb in OWN_VERBS or any(verb in verbs for verbs in ROLE_VERBS.values())


def test_every_verb_has_a_route_of_its_name():
    routes = {key for key in get_resolver().reverse_dict if isinstance(key, str)}
    assert sorted(set(Verb.values) - routes - {verb.value for verb in WITHOUT_ROUTE}) == []


def test_no_address_stands_twice_on_the_site_map():
    patterns = [str(each.pattern) for each in get_resolver().url_patterns]
    names = [each.name for each in get_resolver().url_patterns if each.name]
    assert sorted(each for each in set(patterns) if patterns.count(each) > 1) == []
    assert sorted(each for each in set(names) if names.count(each) > 1) == []


def test_no_file_says_nothing():
    assert [named(path) for path in SOURCES if path.stem in FORBIDDEN_NAMES] == []


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_a_module_says_what_it_is_for(path):
    assert ast.get_docstring(tree(path)) or not path.read_text(encoding="utf-8").strip()


def test_public_functions_are_typed():
    bare = []
    for path in SOURCES:
        for node in tree(path).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            arguments = node.args.posonlyargs + node.args.args + node.args.kwonlyargs
            if node.returns is None or any(argument.annotation is None for argument in arguments):
                bare.append(f"{named(path)}:{node.lineno} {node.name}")
    assert bare == []


def test_functions_are_short_enough_to_read():
    long = []
    for path in SOURCES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno > 60:
                long.append(f"{named(path)}:{node.lineno} {node.name} {node.end_lineno - node.lineno}")
    assert long == []


def test_files_are_short_enough_to_read():
    limit = 450
    long = [(named(path), n) for path in SOURCES if (n := path.read_text(encoding="utf-8").count("\n")) > limit]
    assert long == []


def test_every_fact_has_one_live_row_per_key():
    for model in apps.get_app_config("yidan").get_models():
        if issubclass(model, Fact):
            names = [constraint.name for constraint in model._meta.constraints]
            assert any(name.endswith("_one_live") for name in names), model.__name__


def test_every_moment_ends_in_at_and_every_day_in_on():
    from django.db import models

    wrong = []
    for model in apps.get_app_config("yidan").get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.DateTimeField):
                good = field.name == "at" or field.name.endswith(("_at", "_by"))
            elif isinstance(field, models.DateField):
                good = field.name == "day" or field.name.endswith("_on")
            else:
                continue
            if not good:
                wrong.append(f"{model.__name__}.{field.name}")
    assert wrong == []


def test_no_status_anywhere():
    """`stage` is where a project is; `state` is where a paper is in its flow; never `status` (house.md §9)."""
    fields = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("yidan").get_models()
        for field in model._meta.concrete_fields
        if "status" in field.name
    ]
    assert fields == []


def test_every_fact_that_an_act_notes_has_a_name_in_the_offices_words():
    """Timelines and the journal are read by people: `note(…, slot=…)` needs its 佐证位 in `yidan.web.entries`."""
    nameless = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "note":
                names = {each.arg for each in node.keywords if each.arg} - entries.MATTERS.keys() - entries.SILENT
                nameless |= {
                    f"{name} ({named(path)}:{node.lineno})" for name in names if entries.label_of(name) == name
                }
    assert sorted(nameless) == []


@pytest.mark.django_db
def test_nothing_to_migrate():
    from django.core.management import call_command

    call_command("makemigrations", "yidan", check=True, dry_run=True, verbosity=0)


def test_every_parameter_is_there_from_the_start_and_its_group_has_a_name():
    """A process that was asked for nothing yet has them all: not only those of rooms that somebody needed."""
    written = set()
    for path in SOURCES:
        written |= set(re.findall(r"declare\(\s*\"([a-z_.]+)\"", path.read_text(encoding="utf-8")))
    asked = "; ".join([
        "import django", "django.setup()", "import yidan.web.urls",
        "from yidan.kernel.parameters import REGISTRY", "print(*REGISTRY)",
    ])  # fmt: skip
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert written - set(answer.stdout.split()) == set()
    assert len(written) > 60
    assert {name.split(".")[0] for name in parameters.REGISTRY} - set(GROUP_LABELS) == set()


def test_every_parameter_says_where_it_comes_from():
    for parameter in parameters.REGISTRY.values():
        assert parameter.source, parameter.name
        assert str(parameter.label), parameter.name
        assert parameter.read(str(parameter.default)) == parameter.default, parameter.name


def test_nothing_counts_what_people_do_in_the_app():
    """国办函〔2026〕12号 (domain.md §13.4): no check-in, points, online time, ranking of persons, tracks."""
    words = re.compile(
        r"签到|打卡|积分|在线时长|登录次数|登录率|轨迹|点赞|login_count|check_in\b|online_time|leaderboard", re.I
    )
    found = []
    for path in SOURCES + sorted((PACKAGE / "web" / "templates").rglob("*.html")):
        if path.name in {"about.html"} or "/people/founding" in str(path):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if words.search(line) and not re.search(r"never|不|无|禁|nobody|no ", line):
                found.append(f"{named(path)}:{number} {line.strip()[:80]}")
    assert found == []


def test_no_host_of_a_registry_and_no_path_of_a_machine():
    import subprocess

    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    hosts = re.compile(
        r"https?://[\w.-]*(pyp" + r"i|npm" + r"js|pythonhosted|debian\.o" + r"rg|registr" + r"y|mirro" + r"r)[\w.]*/",
        re.I,
    )
    places = re.compile(r"(?<![\w.])/(wo" + r"rk|ro" + r"ot|ho" + r"me)/[a-z]")
    found = []
    for name in files:
        path = ROOT / name
        if not path.is_file() or path.suffix in {".png", ".ico", ".jpg", ".xlsx"}:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if hosts.search(line) or places.search(line):
                found.append(f"{name}:{number} {line.strip()[:100]}")
    assert found == []
