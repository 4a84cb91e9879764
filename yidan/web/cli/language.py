"""The command line speaks Chinese, or English where LANG asks for it; no Django needed to say so."""

from __future__ import annotations

import gettext
import os
from functools import cache
from pathlib import Path

CATALOGUES = Path(__file__).with_name("locale")


def chosen() -> str:
    """`en` or `zh-hans`, as the environment's first language setting asks."""
    wanted = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "en" if wanted.lower().startswith("en") else "zh-hans"


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("cli", CATALOGUES, [language], fallback=True)


def _(sentence: str) -> str:
    """The sentence in the language of this command line."""
    return sentence if chosen() != "en" else _catalogue("en").gettext(sentence)
