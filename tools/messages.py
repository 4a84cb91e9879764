"""The sentences of the product: `collect` them from code and templates, `compile` the catalogues.

Babel does both, so that nobody needs gettext's own tools. The msgid is the Chinese sentence;
yidan/locale/en is its English.
"""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parents[1] / "yidan"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def catalogues() -> list[Path]:
    """The .po file of each language."""
    return sorted(PACKAGE.glob("locale/*/LC_MESSAGES/django.po"))


def compile_all() -> None:
    """Write the .mo beside each .po; entries marked fuzzy are left out."""
    for po in catalogues():
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parts[-3])
        with po.with_suffix(".mo").open("wb") as target:
            write_mo(target, catalogue)


def sources() -> list[tuple[str, bytes]]:
    """Every file with sentences in it; a template as the Python that Django makes of it for this purpose."""
    from django.conf import settings
    from django.utils.translation.template import templatize

    settings.configure(USE_I18N=True)
    found = [(str(path.relative_to(PACKAGE.parent)), path.read_bytes()) for path in sorted(PACKAGE.rglob("*.py"))]
    for path in sorted((PACKAGE / "web" / "templates").rglob("*.*")):
        name = str(path.relative_to(PACKAGE.parent))
        found.append((name, templatize(path.read_text(encoding="utf-8"), origin=name).encode()))
    return found


def collect() -> None:
    """Bring each .po up to date: new sentences empty, vanished ones dropped, translations kept."""
    fresh = Catalog(charset="utf-8")
    for name, text in sources():
        for line, message, comments, context in extract("python", BytesIO(text), KEYWORDS, (), {"encoding": "utf-8"}):
            fresh.add(message, locations=[(name, line)], auto_comments=comments, context=context)
    for po in catalogues():
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parts[-3])
        catalogue.update(fresh, no_fuzzy_matching=True, update_header_comment=False)
        catalogue.obsolete.clear()
        with po.open("wb") as target:
            write_po(target, catalogue, width=120, sort_output=True, include_lineno=False, ignore_obsolete=True)
        untranslated = sum(1 for message in catalogue if message.id and not message.string)
        print(f"{po.relative_to(PACKAGE.parent)}: {len(catalogue)} sentences, {untranslated} without translation")


if __name__ == "__main__":
    if sys.argv[1:] == ["collect"]:
        collect()
    compile_all()
