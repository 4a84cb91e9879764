"""`yidan workdays`: count working days, and take over a year's notice."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import click

from yidan.web.cli import home, output
from yidan.web.cli.given import DAY
from yidan.web.cli.language import _


@click.group(help=_("工作日：推算、计数、导入放假通知。"))
def command() -> None:
    """The subcommands of working days."""


json_option = click.option("--json", "as_json", is_flag=True, help=_("输出 JSON。"))


@command.command(help=_("DAY 之后第 COUNT 个工作日(负数为之前)。"), context_settings={"ignore_unknown_options": True})
@click.argument("day", metavar="DAY", type=DAY)
@click.argument("count", type=int)
@json_option
def add(day: date, count: int, as_json: bool) -> None:
    """The due date of a clock."""
    _print(_calendar().add(day, count), {"day": day, "count": count}, as_json)


@command.command(help=_("(A, B] 之间有多少个工作日。"))
@click.argument("start", metavar="A", type=DAY)
@click.argument("end", metavar="B", type=DAY)
@json_option
def between(start: date, end: date, as_json: bool) -> None:
    """The working days used."""
    answer = _calendar().between(start, end)
    _print(answer, {"start": start, "end": end}, as_json)


@command.command(help=_("DAY 是不是工作日。"))
@click.argument("day", metavar="DAY", type=DAY)
@json_option
def check(day: date, as_json: bool) -> None:
    """Whether a day works."""
    _print(_calendar().is_workday(day), {"day": day}, as_json)


@command.command("import", help=_("导入放假通知或停工安排(CSV:日期,上班,名称,依据)。"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--by", "username", metavar="USER", help=_("以谁的名义办理(登录名)；默认为系统。"))
@click.option("--dry-run", is_flag=True, help=_("只看差异，不写入。"))
@json_option
def import_(file: Path, username: str | None, dry_run: bool, as_json: bool) -> None:
    """Take over a file of days."""
    content = file.read_bytes()
    home.prepare()
    from yidan.approvals import queries as permits
    from yidan.kernel import workdays
    from yidan.people.console import CONSOLE
    from yidan.web.cli import acting

    rows = workdays.read_csv(content)
    difference = workdays.compare(rows)
    by = acting.person(username) if username else CONSOLE
    if not dry_run and (difference.new or difference.changed):
        # No key: the office may well go back to an earlier file, and a row that is there already changes nothing.
        workdays.import_(rows, by=by, at=home.now(), source=f"{file.name} {hashlib.sha256(content).hexdigest()[:12]}")
    moved = [_moved(each) for each in permits.moves(*workdays.foreseen(rows))] if dry_run else []
    counts = {
        "days": len(rows),
        "new": len(difference.new),
        "changed": len(difference.changed),
        "unchanged": difference.unchanged,
    }
    if as_json:
        output.print_json(counts | {"dry_run": dry_run} | ({"moved": moved} if dry_run else {}))
        return
    for kept, row in difference.changed:
        click.echo(f"{row.day}  {_state(kept.is_workday)} {kept.label} → {_state(row.is_workday)} {row.label}")
    for each in moved:
        click.echo(f"{each['project']} {each['item']}  {each['was']} → {each['now']}")
    click.echo(_("%(days)s天：新增%(new)s，更改%(changed)s，未变%(unchanged)s。") % counts)


def _moved(move: Any) -> dict[str, Any]:
    """A permit whose days would be others: which, and what it is due or took before and after."""
    said = {name: {key: value for key, value in days.items() if value != other[key]}
            for name, days, other in (("was", move.was, move.now), ("now", move.now, move.was))}  # fmt: skip
    return {"project": move.permit.project_id, "item": move.permit.code, **said}


def _state(is_workday: bool) -> str:
    return _("上班") if is_workday else _("休息")


def _calendar() -> Any:
    home.prepare()
    from yidan.kernel import workdays

    return workdays.calendar()


def _print(answer: Any, question: dict[str, Any], as_json: bool) -> None:
    """The value alone on standard output; what it rests on beside it only where it is provisional."""
    if as_json:
        output.print_json(
            question
            | {
                "value": answer.value,
                "provisional": answer.provisional,
                "years": answer.years,
                "provisional_years": answer.provisional_years,
                "bases": answer.bases,
            }
        )
        return
    value = answer.value
    if isinstance(value, bool):
        value = _("上班") if value else _("休息")
    elif isinstance(value, date):
        value = value.isoformat()
    if answer.provisional:
        years = "、".join(str(year) for year in answer.provisional_years)
        value = _("%(value)s(暂估：%(years)s年的放假通知尚未导入)") % {"value": value, "years": years}
    click.echo(value)
