"""Write docs/article.md: the 88 rows of the article and by what the simulated city bears each out.

python tools/article.py          write it
python tools/article.py --check  fail where it is not what would be written
"""

from __future__ import annotations

import sys
from pathlib import Path

from yidan.web.demo import article

PLACE = Path(__file__).resolve().parents[1] / "docs" / "article.md"
HEAD = """# The article, row by row

Written by `tools/article.py` from `yidan/web/demo/article.py`. The rows are those of domain.md Appendix A; each is a
figure with its exact value, a published number, an entry of a register, a project, or a mechanism in use with the page
that shows it. `tests/demo/test_article.py` asks the simulated city for every one. Follow a figure with
`yidan figures KEY --period 2020-12 --year --sources`.

| row | borne out by |
|--:|---|
"""


def written() -> str:
    """The whole page."""
    rows = [f"| {row} | {'; '.join(_told(each) for each in found)} |" for row, found in sorted(article.ROWS.items())]
    return HEAD + "\n".join(rows) + "\n"


def _told(evidence: article.Evidence) -> str:
    match evidence:
        case article.Counted(key, value, until, listing):
            of = f" ({listing})" if listing else ""
            return f"`{key}`{of} = {value}{_until(until)}"
        case article.Between(key, least, most, until):
            return f"`{key}` from {least} to {most}{_until(until)}"
        case article.Published(series, part, value):
            return f"published `{series}` {part} = {value}"
        case article.Item(register, words):
            return f"register `{register}`: {words}"
        case article.Proven(register, words):
            return f"paper behind register `{register}`: {words}"
        case article.Works(words):
            return f"project {words}"
        case article.Used(model, least, page):
            return f"{least} or more {model}, `{page}`"


def _until(until: str) -> str:
    return "" if until == "2020-12" else f" at {until}"


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        sys.exit(0 if PLACE.read_text(encoding="utf-8") == written() else "docs/article.md: run tools/article.py")
    PLACE.write_text(written(), encoding="utf-8")
