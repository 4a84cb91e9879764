"""The sentences of the product: `collect` them from code and templates, `compile` the catalogues.

`missing` prints the sentences without translation as JSON, `fill FILE` takes that file back with the translations.
Babel does both, so that nobody needs gettext's own tools. The msgid is the Chinese sentence. A catalogue
serves the folder in which its `locale` stands, less what a catalogue further in serves: yidan/locale/en is the
English of the pages, yidan/web/cli/locale/en that of the command line.
"""

import ast
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parents[1] / "yidan"
TEMPLATES = PACKAGE / "web" / "templates"
KEYWORDS = {
    "_": None,
    "_w": None,  # gettext_lazy where `_` is gettext
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}

# What Django's templatize leaves of a template is Python only where a sentence stands: gettext(…) for a
# {% translate %}, _(…) for a translated argument of another tag.
CALL = re.compile(r"""\b(?:n?p?gettext|_)\((?:u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*"|[^()'"])*\)""")


def catalogues() -> list[Path]:
    """The .po file of each language."""
    return sorted(PACKAGE.rglob("locale/*/LC_MESSAGES/*.po"))


def compile_all() -> None:
    """Write the .mo beside each .po; entries marked fuzzy are left out."""
    for po in catalogues():
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parts[-3])
        with po.with_suffix(".mo").open("wb") as target:
            write_mo(target, catalogue)


def sources() -> Iterator[tuple[Path, bytes]]:
    """Every file with sentences in it; a template as the Python that Django makes of it for this purpose."""
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure(USE_I18N=True)
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path, path.read_bytes()
    for path in sorted(each for each in TEMPLATES.rglob("*.*") if each.is_file()):
        marked = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        yield path, "\n".join(CALL.findall(marked)).encode()


def serving(catalogues: Iterable[Path], path: Path) -> list[Path]:
    """The innermost catalogues that serve this file, one for each language."""
    serves = [po for po in catalogues if path.is_relative_to(po.parents[3])]
    depth = max((len(po.parts) for po in serves), default=0)
    return [po for po in serves if len(po.parts) == depth]


def definitions() -> Iterator[tuple[Path, str]]:
    """The 口径 of each figure: it stands in a docstring, and pages show it as a sentence."""
    path = PACKAGE / "figures" / "definitions.py"
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        said = (ast.get_docstring(node, clean=False) or "") if isinstance(node, ast.FunctionDef) else ""
        said = "".join(line.strip() for line in said.splitlines())
        if said.startswith("口径"):
            yield path, said[3:].strip()


def fields() -> Iterator[tuple[Path, str]]:
    """What a workbook's columns are read as: data of the importer, which its page translates (% doubled for that)."""
    path = PACKAGE / "web" / "papers" / "workbook" / "fields.py"
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "LABELS":
            for label in ast.literal_eval(node.value).values():
                yield path, label.replace("%", "%%")


def collected() -> dict[Path, Catalog]:
    """What each catalogue has to hold now, untranslated: each sentence in the innermost one that serves its file."""
    found = {po: Catalog(charset="utf-8") for po in catalogues()}
    for path, text in sources():
        name = str(path.relative_to(PACKAGE.parent))
        for _line, message, comments, context in extract("python", BytesIO(text), KEYWORDS, (), {"encoding": "utf-8"}):
            for po in serving(found, path):
                found[po].add(message, locations=[(name, 1)], auto_comments=comments, context=context)
    for path, sentence in (*definitions(), *fields()):
        for po in serving(found, path):
            found[po].add(sentence, locations=[(str(path.relative_to(PACKAGE.parent)), 1)])
    return found


def collect() -> None:
    """Bring each .po up to date: new sentences empty, vanished ones dropped, translations kept."""
    for po, fresh in collected().items():
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parts[-3])
        fresh.creation_date = catalogue.creation_date  # a date that changes with every run says nothing
        catalogue.update(fresh, no_fuzzy_matching=True, update_header_comment=False)
        catalogue.obsolete.clear()
        catalogue.project, catalogue.version, catalogue.msgid_bugs_address = "Yidan", po.stem, "the maintainers"
        write(po, catalogue)
        untranslated = sum(1 for message in catalogue if message.id and not is_translated(message.string))
        print(f"{po.relative_to(PACKAGE.parent)}: {len(catalogue)} sentences, {untranslated} without translation")


def write(po: Path, catalogue: Catalog) -> None:
    """Lay a catalogue down as they all are: sorted, without line numbers."""
    with po.open("wb") as target:
        write_po(target, catalogue, width=120, sort_output=True, include_lineno=False, ignore_obsolete=True)


def singular(message: Message) -> str:
    """The sentence by which a translator knows an entry; of a plural, the first form."""
    return message.id[0] if isinstance(message.id, tuple | list) else message.id


def untranslated() -> dict[str, str | list[str]]:
    """The sentences still without translation, each with an empty one; of a plural, one for each form."""
    empty: dict[str, str | list[str]] = {}
    for po in catalogues():
        with po.open("rb") as source:
            for message in read_po(source, locale=po.parts[-3]):
                if message.id and not is_translated(message.string):
                    empty[singular(message)] = ["", ""] if message.pluralizable else ""
    return empty


def fill(translations: Mapping[str, str | list[str]]) -> None:
    """Enter translations where there are none; what stands already is left as it is."""
    for po in catalogues():
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parts[-3])
        for message in catalogue:
            said = translations.get(singular(message)) if message.id and not is_translated(message.string) else None
            if said:
                message.string = tuple(said) if isinstance(said, list) else said
        write(po, catalogue)


def is_translated(said: str | tuple[str, ...]) -> bool:
    """Whether there is a translation, in each of its forms where it has several."""
    return all(said) if isinstance(said, tuple) else bool(said)


if __name__ == "__main__":
    if sys.argv[1:] == ["collect"]:
        collect()
    if sys.argv[1:] == ["missing"]:
        print(json.dumps(untranslated(), ensure_ascii=False, indent=1))
    if sys.argv[1:2] == ["fill"]:
        fill(json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")))
    compile_all()
