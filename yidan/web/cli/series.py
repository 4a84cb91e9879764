"""`yidan series`: published numbers taken over from a bureau's table, and shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from yidan.web.cli import acting, home, output
from yidan.web.cli.language import _


@click.group(help=_("公布数：从统计等部门的表导入，查看。"))
def command() -> None:
    """The group."""


@command.command("import", help=_("导入公布数表(xlsx、xls、et、csv)：有一行不对就一行也不写。"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON。"))
@acting.option
def take(file: Path, as_json: bool, username: str | None) -> None:
    """Take a table over."""
    home.prepare()
    from yidan.web.series import taking

    at = home.now()
    try:
        taken = taking.take(file.read_bytes(), by=acting.office(username, at), at=at, name=file.name)
    except taking.Faulty as refusal:
        raise click.ClickException("\n".join([str(refusal), *refusal.faults])) from None
    if as_json:
        output.print_json({"new": taken.new, "revised": taken.revised, "unchanged": taken.unchanged})
    else:
        said = {"new": taken.new, "revised": taken.revised, "unchanged": taken.unchanged}
        click.echo(_("新录%(new)d个，修订%(revised)d个，没有变化%(unchanged)d个。") % said)


@command.command("show", help=_("列出数列；写代码则列出它的公布数、位次、来源。"))
@click.argument("code", required=False)
@click.option("--as-of", metavar="ISO", help=_("按哪一时点所知计算，如 2020-07-05T17:00。"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON。"))
def show(code: str | None, as_of: str | None, as_json: bool) -> None:
    """The series, or one of them of the whole city."""
    home.prepare()
    from yidan.figures import published
    from yidan.figures.question import moment
    from yidan.targets.models import Series

    if code is None:
        rows: list[dict[str, Any]] = [
            {"code": each.code, "name": each.name, "publisher": each.publisher} for each in Series.objects.all()
        ]
    else:
        found = Series.objects.filter(code=code).first()
        if found is None:
            raise click.ClickException(_("没有代码为“%(code)s”的数列。") % {"code": code})
        points = published.points(found, None, moment(as_of) if as_of else None)
        rows = [
            {"month": str(each.month), "said": each.release.said, "rank": each.release.rank, "run": each.run,
             "pace": f"{each.pace:f}" if each.pace is not None else None, "document": each.release.document,
             "released_on": each.release.released_on}
            for each in points
        ]  # fmt: skip
    if as_json:
        output.print_json(rows)
        return
    for row in rows:
        click.echo("\t".join("—" if value is None else str(value) for value in row.values()))
