"""`yidan restore`: a backup into an empty home."""

from __future__ import annotations

from pathlib import Path

import click

from yidan.web.cli import home, output
from yidan.web.cli.language import _


@click.command(help=_("恢复：把备份文件放进一个空的 YIDAN_HOME(或空的数据库)，先核对每一个校验值。"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON。"))
def command(file: Path, as_json: bool) -> None:
    """Check the file, load it, and walk the journal's chain."""
    with file.open("rb"):
        pass
    place = home.prepare()
    from yidan.evidence import store
    from yidan.kernel import archive, seals
    from yidan.web.cli import working

    _require_empty(place)
    backup = archive.Backup(file)
    try:
        backup.verify()
        with output.progress(backup.row_count(), _("恢复")) as bar:
            backup.load_tables(bar.update)
        backup.load_files(store.restore, working.anchors_file())
    finally:
        backup.close()
    verdict = seals.verify(working.anchors())
    counts = {"home": str(place), "rows": backup.row_count(), "at": backup.manifest["at"], "sealed": verdict.checked}
    if verdict.problem:
        raise click.ClickException(_("已恢复，但备份前留痕就已被改动：%(problem)s。") % {"problem": verdict.problem})
    if as_json:
        output.print_json(counts)
    else:
        click.echo(_("已恢复 %(at)s 的备份：%(rows)s 行，留痕 %(sealed)s 条核验完好。") % counts)


def _require_empty(place: Path) -> None:
    from yidan.kernel.journal import Entry
    from yidan.people.models import Person, Unit

    if Entry.objects.exists() or Person.objects.exists() or Unit.objects.exists():
        raise click.ClickException(_("%(home)s 里已有数据；恢复只能放进空的 YIDAN_HOME，以免覆盖。") % {"home": place})
