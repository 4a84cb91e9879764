"""The law of sentences: each is said through the catalogue, has its English, and its Chinese has Chinese stops."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tools import messages, punctuation

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "yidan"
TEMPLATES = sorted(path for path in (PACKAGE / "web" / "templates").rglob("*.*") if path.is_file())
CATALOGUES = messages.catalogues()
IDEOGRAPHS = re.compile(r"[\u3400-\u9fff]+")
PLACEHOLDERS = re.compile(r"%\(\w+\)\w|%%|(?<!%)%[ds]|\{\w*\}")

# Chinese that an English sentence quotes: heads of a file, numbers of documents, names, what one types.
QUOTED = {
    "一单", "国办函", "号", "株重办", "株发改", "日期", "上班", "名称", "依据", "是", "否", "亿", "元", "五个",
    "专项债", "奋战", "天", "渌口区林县", "渌口区", "醴陵市", "王科长", "李工", "项目总金额", "市项目办",
    # heads and cells of an office's workbooks, and schemes by the names their papers give them
    "缺货", "品种", "采价点", "价格", "企业名称", "县市区", "双定双包", "四个一", "包保领导", "包保干部", "粮油",
    "肉蛋", "责任单位", "承诺书编号", "正式", "模拟审批", "容缺受理", "告知承诺", "事项", "项目名称", "项目代码",
    "收件", "受理", "办结", "发证", "文号",
}  # fmt: skip
# The gallery shows components with samples of data; its texts are translated, its samples are not.
SAMPLES = {"gallery.html", "gallery_sheet.html", "gallery.py"}
# Rooms of the package `web` whose Chinese is data (the simulated city), an office's own paper (workbooks in and
# out speak Chinese), or marked for a catalogue of its own (the command line).
OTHER_SPEECH = {"demo", "papers", "cli"}
# format.py holds both languages side by side, measured to be quicker than the catalogue.
BOTH_LANGUAGES = {"format.py"}
# What people type or what a workbook says, compared with and never shown as a sentence; the language's own name.
DATA = {"万", "亿", "元", "万元", "亿元", "中文", "一二三四五六七八九十"}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def needed(po: Path) -> Catalog:
    return messages.collected()[po]


@cache
def written(po: Path) -> Catalog:
    with po.open("rb") as source:
        return read_po(source, locale=po.parts[-3])


def pairs(message: Message) -> list[tuple[str, str]]:
    """Each form with its translation."""
    if isinstance(message.id, str):
        return [(message.id, message.string)]
    return list(zip(message.id, message.string, strict=True))


@pytest.mark.parametrize("po", CATALOGUES, ids=named)
def test_every_sentence_has_its_english_and_nothing_is_kept_that_nobody_says(po):
    there = {(message.id, message.context) for message in written(po) if message.id}
    wanted = {(message.id, message.context) for message in needed(po) if message.id}
    assert sorted(map(str, wanted - there)) == [], "run `make messages` and translate what is new"
    assert sorted(map(str, there - wanted)) == [], "run `make messages`: nobody says this any more"
    assert [message.id for message in written(po) if message.id and not messages.is_translated(message.string)] == []
    assert [message.id for message in written(po) if message.id and message.fuzzy] == []
    assert list(written(po).obsolete) == []


@pytest.mark.parametrize("po", CATALOGUES, ids=named)
def test_a_translation_has_the_same_placeholders(po):
    told = [pair for message in written(po) if message.id for pair in pairs(message)]
    assert [
        (chinese, english)
        for chinese, english in told
        if sorted(PLACEHOLDERS.findall(chinese)) != sorted(PLACEHOLDERS.findall(english))
    ] == []


@pytest.mark.parametrize("po", CATALOGUES, ids=named)
def test_english_has_no_chinese_but_what_it_quotes(po):
    assert [
        english
        for message in written(po)
        if message.id
        for _chinese, english in pairs(message)
        if set(IDEOGRAPHS.findall(english)) - QUOTED
    ] == []


def unmarked(template: str) -> list[tuple[int, str]]:
    """Line and text of Chinese in a template that no translation reaches."""
    marked = (
        r"\{%\s*comment\b.*?endcomment\s*%\}",
        r"\{#.*?#\}",
        r"<!--.*?-->",
        r"\{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%\}",
        r"\{%\s*trans(?:late)?\s+(?:\"[^\"]*\"|'[^']*')[^%]*%\}",
        r"\b_\((?:\"[^\"]*\"|'[^']*')\)",
    )
    for pattern in marked:
        template = re.sub(pattern, lambda found: "\n" * found[0].count("\n"), template, flags=re.DOTALL)
    lines = enumerate(template.split("\n"), start=1)
    return [(number, text) for number, line in lines for text in IDEOGRAPHS.findall(line)]


def test_what_is_unmarked_in_a_template_is_seen():
    marked = (
        "{% translate \"一\" %}{% translate '二' as x %}{% blocktranslate %}三{{ a }}{% endblocktranslate %}{# 四 #}"
    )
    assert unmarked(marked) == []
    assert unmarked('{% include "a" with b=_("五") %}\n<p title="六">七 {{ b }}</p>{% badge "八" %}') == [
        (2, "六"),
        (2, "七"),
        (2, "八"),
    ]


@pytest.mark.parametrize("path", [path for path in TEMPLATES if path.name not in SAMPLES], ids=named)
def test_a_template_says_nothing_in_chinese_only(path):
    assert [found for found in unmarked(path.read_text(encoding="utf-8")) if found[1] not in DATA] == []


def spoken(path: Path) -> list[tuple[int, str]]:
    """Line and text of Chinese literals that are neither docstrings, nor marked, nor one half of both languages."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    apart: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):  # docstrings
            apart.add(node.value)
        elif isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            apart.update(ast.walk(node) if name in messages.KEYWORDS else ())
        elif isinstance(node, ast.IfExp):
            apart.update(ast.walk(node) if "is_english" in ast.unparse(node.test) else ())
        elif isinstance(node, ast.keyword):  # the source of a parameter is for auditors
            apart.update(ast.walk(node) if node.arg == "source" else ())
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and node not in apart
        and isinstance(node.value, str)
        and IDEOGRAPHS.search(node.value)
    ]


FACES = [
    path
    for path in sorted((PACKAGE / "web").rglob("*.py"))
    if path.relative_to(PACKAGE / "web").parts[0] not in OTHER_SPEECH and path.name not in SAMPLES | BOTH_LANGUAGES
]


@pytest.mark.parametrize("path", FACES, ids=named)
def test_a_page_says_nothing_in_chinese_only(path):
    assert [found for found in spoken(path) if found[1] not in DATA] == []


def test_chinese_sentences_have_chinese_stops(capsys):
    """Heads of a CSV file (日期,上班,…) keep the comma that the file has."""
    listed = subprocess.run(["git", "ls-files", "yidan"], cwd=ROOT, capture_output=True, text=True, check=True)
    punctuation.main(["--check", *(str(ROOT / name) for name in listed.stdout.split() if (ROOT / name).is_file())])
    assert [line for line in capsys.readouterr().out.splitlines() if "日期,上班" not in line] == []
