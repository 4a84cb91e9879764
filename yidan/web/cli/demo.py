"""`yidan demo`: build the simulated city in an empty ledger."""

from __future__ import annotations

import sys
import time

import click

from yidan.web.cli import home, output
from yidan.web.cli.language import _


@click.command(help=_("建一座模拟城市(株洲2020)，只装入空库。默认549个项目、12个月。"))
@click.option("--projects", default=549, show_default=True, type=click.IntRange(20, 200_000), help=_("项目个数。"))
@click.option(
    "--months", default=12, show_default=True, type=click.IntRange(1, 72), help=_("已审定的月数，自2020年1月起。")
)
@click.option("--seed", default=2020, show_default=True, help=_("随机种子；同一种子每次建出同一座城市。"))
@click.option("--yes", is_flag=True, help=_("不再询问。"))
@click.option("--json", "as_json", is_flag=True, help=_("以 JSON 输出结果。"))
def command(projects: int = 549, months: int = 12, seed: int = 2020, yes: bool = False, as_json: bool = False) -> None:
    """Ask once on a terminal, build, say what was built."""
    place = home.prepare()
    from yidan.web.demo import load

    load.refuse_unless_empty()
    if not yes and sys.stdin.isatty() and click.get_current_context().info_name == "demo":
        click.confirm(_("将在 %(home)s 建模拟城市，继续吗？") % {"home": place}, default=True, abort=True, err=True)
    began = time.monotonic()
    with output.progress(load.steps(projects, months), _("建模拟城市")) as bar:
        built = load.load(projects, months, seed=seed, tick=bar.update)
    facts = {
        "projects": built.projects, "reports": built.reports, "entries": built.entries,
        "months": [f"{year}-{month:02d}" for year, month in built.city.months],
        "open_month": f"{built.city.open_month[0]}-{built.city.open_month[1]:02d}" if built.city.open_month else None,
        "seconds": round(time.monotonic() - began, 1),
    }  # fmt: skip
    if as_json:
        output.print_json(facts)
        return
    said = _("模拟城市已建成：%(projects)d个项目、%(reports)d份月报、%(entries)d条留痕，用时%(seconds)s秒。")
    click.echo(said % facts)
