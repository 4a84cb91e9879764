"""`yidan import --kind permits`: an office's table of cases, tried with --dry-run, done at once or case by case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from yidan.web.cli import acting, home, output
from yidan.web.cli.language import _

if TYPE_CHECKING:
    from yidan.web.papers.importing.permits import Outcome

SHOWN = 30


def run(data: bytes, username: str | None, *, dry_run: bool, good_rows: bool, as_json: bool) -> None:
    """Try or do it, and say what became of each case; exit status 1 where nothing was taken over."""
    from django.db import transaction

    from yidan.web.papers.importing import permits

    at = home.now()
    with transaction.atomic():
        by = acting.office(username, at)
        outcome = permits.take(data, by=by, at=at, is_trial=dry_run, good_rows=good_rows)
        stopped = bool(outcome.errors) and not good_rows
        if dry_run or stopped:  # not even the office of an empty home is founded by looking
            transaction.set_rollback(True)
    if as_json:
        output.print_json(outcome.as_json() | {"applied": not dry_run and not stopped})
    else:
        _print(outcome, is_done=not dry_run and not stopped, is_trial=dry_run)
    if stopped and not dry_run:
        raise click.ClickException(
            _("有%(count)d处错误，全部未导入；请改正后再导入，或加 --good-rows 先导入无误的行。第一处：%(first)s")
            % {"count": len(outcome.errors), "first": outcome.errors[0].message}
        )


def _print(outcome: Outcome, *, is_done: bool, is_trial: bool) -> None:
    for each in outcome.done[:SHOWN]:
        said = "，".join(each.acts)
        click.echo(f"  {each.line.sheet} {each.line.row} {each.line.project.name} {each.line.item.name}：{said}")
    if len(outcome.done) > SHOWN:
        click.echo(_("  ……共%(count)d处改动") % {"count": len(outcome.done)})
    marks = {"error": _("错误"), "warning": _("提醒"), "question": _("请确认")}
    for finding in outcome.findings:
        click.echo(f"  [{marks[finding.severity]}] {finding.message}")
    said = {
        "verb": _("已") if is_done else _("将"), "opened": outcome.opened, "updated": outcome.updated,
        "unchanged": outcome.unchanged, "held": outcome.held, "notes": outcome.notes,
    }  # fmt: skip
    told = _(
        "%(verb)s新列%(opened)d件，更新%(updated)d件，不变%(unchanged)d件，未导入%(held)d件；合计、说明%(notes)d行"
    )
    click.echo(told % said + ("" if not is_trial else _("(只看，没有导入)")))
