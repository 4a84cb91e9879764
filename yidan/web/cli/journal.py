"""`yidan journal`: check the record of all acts."""

from __future__ import annotations

import sys

import click

from yidan.web.cli import home, output
from yidan.web.cli.language import _


@click.group(help=_("留痕：核验封印链。"))
def command() -> None:
    """The subcommands of the journal."""


@command.command(help=_("核验每一条留痕与封印链，指出第一条被改动的；有改动时退出码为1。"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON。"))
def verify(as_json: bool) -> None:
    """Walk the chain; nothing is sealed first, so what was tampered with before is not vouched for."""
    home.prepare()
    from yidan.kernel import seals
    from yidan.kernel.journal import Entry
    from yidan.web.cli import working

    with output.progress(Entry.objects.count(), _("核验")) as bar:
        verdict = seals.verify(working.anchors(), on_progress=lambda checked: bar.update(checked - bar.pos))
    if as_json:
        output.print_json(
            {
                "ok": verdict.problem is None,
                "checked": verdict.checked,
                "unsealed": verdict.unsealed,
                "head": verdict.head,
                "problem": verdict.problem,
                "entry": verdict.entry_id,
                "position": verdict.position,
            }
        )
    facts = {"checked": verdict.checked, "unsealed": verdict.unsealed, "head": verdict.head[:16]}
    if verdict.problem:
        click.echo(
            _("yidan: 留痕被改动：%(problem)s；此前 %(checked)s 条完好。请封存现场，并与备份核对。")
            % (facts | {"problem": verdict.problem}),
            err=True,
        )
        sys.exit(1)
    if not as_json:
        click.echo(_("完好：已核验 %(checked)s 条，待封印 %(unsealed)s 条，最新封印 %(head)s…") % facts)
