"""`yidan funds`: lay the finance bureau's export beside the ledger; it writes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from yidan.web.cli import home, output
from yidan.web.cli.language import _


@click.group(help=_("资金：拿财政的表对账(只比对，不写入)。各项金额用 yidan figures funds.* 取。"))
def command() -> None:
    """The subcommands of money."""


@command.command(help=_("拿财政的支付或拨付明细对账：按代码、日期、金额列出对不上的，有则以状态 1 退出。"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--step", type=click.Choice(["paid", "allocated"]), default="paid", help=_("支付(默认)或拨付。"))
@click.option("--unit", type=click.Choice(["元", "万元"]), default=None, help=_("表里没写金额单位时的单位。"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON。"))
def reconcile(file: Path, step: str, unit: str | None, as_json: bool) -> int:
    """Compare a file with the ledger as it stands."""
    content = file.read_bytes()
    home.prepare()
    from yidan.funds import queries
    from yidan.funds.models import Reconciliation
    from yidan.funds.rules import as_kept
    from yidan.web.papers.workbook import bureau

    read = bureau.read(content, unit=unit or "")
    since_on, until_on = read.span
    beside = Reconciliation(
        step=step, since_on=since_on, until_on=until_on, lines=[as_kept(each) for each in read.lines]
    )
    match, _movements, _projects = queries.compared(beside)
    answer: dict[str, Any] = {
        "lines": len(read.lines),
        "same": len(match.same),
        "near": [[as_kept(pair.theirs), as_kept(pair.ours)] for pair in match.near],
        "differs": [[as_kept(pair.theirs), as_kept(pair.ours)] for pair in match.differs],
        "only_theirs": [as_kept(each) for each in match.only_theirs],
        "only_ours": [as_kept(each) for each in match.only_ours],
        "unknown": [as_kept(each) for each in match.unknown],
        "unread": read.unread,
    }
    if as_json:
        output.print_json(answer)
    else:
        _print(answer)
    return int(any(answer[name] for name in ("near", "differs", "only_theirs", "only_ours", "unknown", "unread")))


def _print(answer: dict[str, Any]) -> None:
    click.echo(_("财政表 %(lines)d 行，相同 %(same)d 行") % {"lines": answer["lines"], "same": answer["same"]})
    heads = {
        "only_theirs": _("只在财政表里"), "only_ours": _("只在台账里"), "differs": _("金额不同"), "near": _("日期不同"),
        "unknown": _("认不出项目"),
    }  # fmt: skip
    for name, head in heads.items():
        for each in answer[name]:
            lines = each if isinstance(each, list) else [each]
            said = " / ".join(f"{line['on']} {line['amount_wan']} {line['name'] or line['code']}" for line in lines)
            click.echo(f"{head}\t{said}")
    for row in answer["unread"]:
        click.echo(f"{_('没有读懂')}\t{row['key']}\t{row['why']}\t{row['said']}")
