"""`yidan outlines`: the city's own outlines of its units for the cockpit, from its GeoJSON."""

from __future__ import annotations

from pathlib import Path

import click

from yidan.web.cli import acting, home
from yidan.web.cli.language import _


@click.command(help=_("各单元轮廓：从本市自己的 GeoJSON 导入，驾驶舱画成地图；--clear 改回方块图。"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option(
    "--datum",
    type=click.Choice(["wgs84", "cgcs2000", "gcj02", "bd09"]),
    help=_("坐标系：天地图 cgcs2000，高德 gcj02。"),
)
@click.option("--clear", is_flag=True, help=_("不再用轮廓。"))
@acting.option
def command(file: Path | None, datum: str | None, clear: bool, username: str | None) -> None:
    """Take outlines into use, or leave them."""
    if clear == bool(file):
        raise click.UsageError(_("请写 GeoJSON 文件，或用 --clear 改回方块图。"))
    if file and not datum:
        raise click.UsageError(_("请用 --datum 写明坐标系，如 --datum gcj02"))
    home.prepare()
    from yidan.evidence import commands as evidence
    from yidan.kernel import parameters
    from yidan.people.queries import assessed_units
    from yidan.web import outlines

    at = home.now()
    by = acting.office(username, at)
    if file is None or datum is None:
        parameters.set(outlines.OUTLINES.name, by=by, at=at, value=outlines.NONE, reason="yidan outlines --clear")
        click.echo(_("驾驶舱改回方块图。"))
        return
    with file.open("rb") as source:
        content, units = source.read(outlines.LARGEST + 1), list(assessed_units())
    found = outlines.read(content, datum, units)
    kept = evidence.keep(by.unit, by=by, at=at, name=file.name, data=content, media_type="application/geo+json")
    value = f"{kept.sha256} {datum}"
    parameters.set(outlines.OUTLINES.name, by=by, at=at, value=value, reason=f"yidan outlines {file.name}"[:200])
    click.echo(_("已导入%(count)d个单元的轮廓。") % {"count": len(found)})
    if without := [str(unit) for unit in units if unit.pk not in found]:
        click.echo(_("没有轮廓、仍用方块的：%(names)s") % {"names": "、".join(without)})
