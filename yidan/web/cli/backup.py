"""`yidan backup`: everything in one file."""

from __future__ import annotations

from pathlib import Path

import click

from yidan.web.cli import home, output
from yidan.web.cli.language import _


@click.command(help=_("备份：所有数据与附件存成一个文件(tar.gz)，内附行数与校验值；可在运行中进行。"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help=_("覆盖已有的文件。"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON。"))
def command(file: Path, force: bool, as_json: bool) -> None:
    """Write the file; an existing one is kept unless --force says otherwise."""
    if file.exists() and not force:
        raise click.ClickException(_("%(file)s 已经有了；换个名字，或用 --force 覆盖。") % {"file": file})
    place = home.prepare()
    from yidan.evidence import store
    from yidan.kernel import archive
    from yidan.web.cli import working

    working.seal(home.now())
    with output.progress(archive.row_count(), _("备份")) as bar:
        manifest = archive.write(
            file, at=home.now(), kept=store.for_backup(), anchors=working.anchors_file(), on_rows=bar.update
        )
    members = manifest["members"]
    counts = {
        "file": str(file),
        "bytes": file.stat().st_size,
        "rows": sum(facts.get("count", 0) for facts in members.values()),
        "files": sum(name.startswith("files/") for name in members),
    }
    if as_json:
        output.print_json(counts | {"home": str(place)})
    else:
        click.echo(_("已备份到 %(file)s：%(rows)s 行，%(files)s 个附件。请拷到另一台机器上保存。") % counts)
