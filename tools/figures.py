"""docs/figures.md from the declarations: `python tools/figures.py` writes it, `--print` prints it."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yidan.settings")

HEAD = """# 指标 (figures)

Every number on every screen, with its 口径; made by `python tools/figures.py` from `yidan/figures/definitions.py`.
A figure is asked with a question (whose projects, which period, as known when); value, groups and sources come from
one definition. `yidan figures KEY --period 2020-06 --by unit --json` prints any of them.

## How they are computed

- One row per project that carries plan and progress; profile, plan, stage marks and progress are joined as known at the
  moment asked for, so there is one definition for now and for then (`yidan/figures/population.py`).
- Many figures by one dimension are one GROUP BY (`define.tabulate`). 县区分摊 is added in Python, exactly: Σ by unit is
  the total to the last digit. Counts are never split.
- Rates keep numerator and denominator; places, lights and gaps compare unrounded fractions. Rounding happens in
  `yidan.web.format` only; `rules.written(…, truncates=True)` cuts off for offices that do so in prose.
- Of now, each project's own part of every measure is kept (`yidan/figures/sheet.py`) and, after a write, asked anew of
  the projects written to only; the journal says which (`yidan/figures/news.py`): another worker's, an import's, and on
  PostgreSQL those of a transaction that commits late with a smaller number. A law test holds it to `define.tabulate`
  after every kind of act.
- Of a moment in the past, the projects are read the same way, once for several groupings (`sheet.roll_up`), and the
  answers are kept until anything is written; so are the rendered boards (`yidan/web/fragments.py`).
- Sums over parts of the same facts (money by source and step, `yidan/figures/cuts.py`) are read by one GROUP BY
  for all.
- 按项 counts a bundle (打包项目) once, in each group that has one of its parts; 按子项 counts its parts.

Measured on two cores shared with eleven other processes (CPU of one request, Django's test client, SQLite), warm | just
after something was written: cockpit of 549 projects × 6 months 6 | 220 ms, of 10,000 × 24 10 | 970 ms; a figure's page
6 | 80 and 9 | 330 ms; four queries when nothing was written, whatever the number of projects. Rendering alone took
35 ms before boards were kept; four groupings of 10,000 projects one by one took 1,170 ms, in one pass 360. The first
look at a month of the money page: 50 ms at 549 projects, 300 at 11,000 (one question for each sum took 940 and 6,400);
of a past day as long.

## The figures

| key | 指标 | unit | calibre | 口径 |
|---|---|---|---|---|
"""
PARAMETERS = """
## What the office may set

| parameter | 含义 | default | unit | source |
|---|---|---|---|---|
"""


def text() -> str:
    """The page."""
    import django

    django.setup()
    from django.utils import translation

    with translation.override("zh-hans"):
        from yidan.figures import (
            approvals,
            matters,
            parameters,  # noqa: F401
            resumption,
        )
        from yidan.figures.queries import REGISTRY
        from yidan.kernel.parameters import REGISTRY as PARAMETER_REGISTRY

        figures = [
            f"| `{figure.key}` | {figure.label} | {figure.unit.label} | {figure.calibre.label} | {figure.definition} |"
            for part in (REGISTRY, matters.REGISTRY, approvals.REGISTRY, resumption.REGISTRY)
            for figure in part.values()
        ]
        settings = [
            f"| `{each.name}` | {each.label} | {each.default} | {each.unit} | {each.source} |"
            for each in PARAMETER_REGISTRY.values()
            if each.name.startswith("figures.")
        ]
    return HEAD + "\n".join(figures) + "\n" + PARAMETERS + "\n".join(settings) + "\n"


if __name__ == "__main__":
    if "--print" in sys.argv:
        sys.stdout.write(text())
    else:
        (ROOT / "docs" / "figures.md").write_text(text(), encoding="utf-8")
