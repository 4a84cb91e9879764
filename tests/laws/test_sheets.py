"""Least asked (国办函〔2026〕12号): no form without a live entry, no fact asked twice, nobody counted."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import get_resolver

from yidan.kernel.verbs import Verb
from yidan.web import sheets
from yidan.web.acting import ActForm
from yidan.web.field import items
from yidan.web.filing import ROOMS
from yidan.web.sheets.sheet import JOURNAL, Frequency

PACKAGE = Path(__file__).resolve().parents[2] / "yidan"
HINT = (
    "declare it in yidan/web/sheets/declared.py: basis, frequency, who, and the fact of the ledger each field becomes"
)
# The page that says what is never done; and the session of whoever logs in, which ends when idle.
NOT_COUNTING = {"web/templates/about.html", "web/idle.py"}
PERIODS = {Frequency.MONTHLY, Frequency.STANDING}


def act_forms():
    get_resolver().url_patterns  # noqa: B018 - the site map imports every page, and so every form

    def below(form):
        for each in form.__subclasses__():
            yield each
            yield from below(each)

    ours = {each for each in below(ActForm) if each.__module__.startswith("yidan.web.")}
    return {f"{each.__module__.removeprefix('yidan.web.')}.{each.__name__}": each for each in ours}


def test_every_act_is_a_form_of_the_register_or_an_offices_own_work():
    said = [verb for each in sheets.SHEETS for verb in each.verbs]
    said += [verb for verbs, _forms in sheets.OWN_WORK.values() for verb in verbs]
    assert (sorted(set(Verb) - set(said)), [verb for verb, n in Counter(said).items() if n > 1]) == ([], []), HINT


def test_every_form_is_a_form_of_the_register_or_an_offices_own_work():
    said = [name for each in sheets.SHEETS for name in each.forms]
    said += [name for _verbs, forms in sheets.OWN_WORK.values() for name in forms]
    assert [name for name, n in Counter(said).items() if n > 1] == []
    assert sorted(set(act_forms()) ^ set(said)) == [], HINT


@pytest.mark.parametrize("sheet", sheets.SHEETS, ids=lambda each: each.name)
def test_every_entry_is_whole_and_alive_when_it_is_made(sheet):
    assert all(str(each) for each in (sheet.label, sheet.who, sheet.basis, sheet.frequency.label))
    assert (sheet.basis_parameter.default, sheet.expiry_parameter.read(str(sheet.expiry_parameter.default))) == (
        sheet.basis, sheet.expiry_parameter.default,
    )  # fmt: skip
    assert sheet.filled <= set(sheet.asks)
    assert sheet.pages


@pytest.mark.parametrize("sheet", sheets.SHEETS, ids=lambda each: each.name)
def test_every_fact_asked_is_a_field_of_the_ledger_with_a_word_for_it(sheet):
    for fact in sheet.facts:
        model, _dot, name = fact.partition(".")
        assert apps.get_model("yidan", model)._meta.get_field(name), fact
    assert all(re.search(r"[一-鿿]", word) for word in sheet.words()), sheet.words()


@pytest.mark.parametrize("sheet", sheets.SHEETS, ids=lambda each: each.name)
def test_no_form_has_a_field_that_is_not_named_as_a_fact(sheet):
    forms = act_forms()
    fields = {field for name in sheet.forms for field in forms[name].base_fields if field != "key"}
    assert sorted(fields - set(sheet.asks)) == [], HINT


def test_the_monthly_report_on_page_and_phone_asks_nothing_but_what_is_declared():
    declared = set(next(each for each in sheets.SHEETS if each.name == "monthly_report").asks)
    template = (PACKAGE / "web" / "templates" / "reports" / "form.html").read_text(encoding="utf-8")
    template += (PACKAGE / "web" / "templates" / "reports" / "doubts.html").read_text(encoding="utf-8")
    names = set(re.findall(r'<(?:input|textarea|select)[^>]*? name="([^"]+)"', template))
    plain = {"milestone_reason" if "-reason" in name else re.sub(r"milestone-.*-(\w+)$", r"\1", name) for name in names}
    plain = {"answer" if name.startswith("answer-") else name for name in plain}
    own = {"key", "unit", "asked", "is_unchanged", "seen_at"}  # the unit of the amount, and what the form remembers
    texts = {"{{ text.name }}"}
    assert sorted(plain - declared - own - texts) == []
    from yidan.web.report.form import TEXTS

    assert sorted({*TEXTS, *items.FIELDS} - declared) == []
    assert sorted({"milestone_reason" if part == "reason" else part for part in items.DAYS} - declared) == []


def test_every_act_of_the_phone_is_a_form_of_the_register():
    declared = {verb.value for each in sheets.SHEETS for verb in each.verbs}
    assert sorted(set(items.TABLE) - declared) == []


def test_no_fact_of_a_period_is_asked_by_two_forms_unless_the_second_opens_with_it():
    asked: dict[str, list[tuple[str, bool]]] = {}
    for sheet in sheets.SHEETS:
        if sheet.frequency in PERIODS:
            for field, fact in sheet.asks.items():
                if fact != JOURNAL:
                    asked.setdefault(fact, []).append((sheet.name, field in sheet.filled))
    twice = {
        fact: where for fact, where in asked.items()
        if len({name for name, _filled in where}) > 1 and not all(is_filled for _name, is_filled in where)
    }  # fmt: skip
    assert twice == {}


def test_every_verb_stands_in_the_list_of_functions_for_the_filing():
    assert sorted({verb.value.split(".")[0] for verb in Verb} - set(ROOMS)) == []


def test_nothing_reads_who_logged_in_or_counts_people_or_their_pictures():
    """No figure, page or query groups by a person and counts, and nothing reads log-ins or sessions but the log-in."""
    words = re.compile(
        r"last_login|date_joined|login_count|session_count|online_(?:time|minutes)|active_users|photo_count|picture_count"
        r"|user_logged_in|AccessLog\b|照片数|图片数|活跃度|活跃用户|在线率|登录天数|人员排名|个人排行",
    )
    people = {"person", "reporter", "visitor", "replier", "by", "uploader", "taken_by", "actor", "actor_id"}
    found = []
    for path in sorted(PACKAGE.rglob("*.py")) + sorted((PACKAGE / "web" / "templates").rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        place = str(path.relative_to(PACKAGE))
        if "/migrations/" in f"/{place}" or place in NOT_COUNTING:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if words.search(line) and not re.search(r"nobody|never|没有|不|= None", line):
                found.append(f"{place}:{number} {line.strip()[:80]}")
        if path.suffix == ".py":
            found += [f"{place}:{line} counts by person" for line in counts_by(ast.parse(text), people)]
    assert found == []


def counts_by(tree: ast.AST, people: set[str]):
    """Lines like `.values("person").annotate(Count(…))`: a row a person with a number beside it."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "annotate"):
            continue
        counts = any(isinstance(each, ast.Call) and ast.unparse(each.func).endswith("Count") for each in ast.walk(node))
        below = node.func.value
        while counts and isinstance(below, ast.Call) and isinstance(below.func, ast.Attribute):
            names = {each.value for each in below.args if isinstance(each, ast.Constant)}
            if below.func.attr in {"values", "values_list"} and names & people:
                yield node.lineno
            below = below.func.value
