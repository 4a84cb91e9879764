"""`yidan approvals`: a permit's clock day by day; what a calendar would move."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from yidan.web.cli import home, output
from yidan.web.cli.language import _

if TYPE_CHECKING:
    from yidan.approvals.models import Permit


@click.group(help=_("前期手续：一件的时限怎么算出来。"))
def command() -> None:
    """The subcommands of approvals."""


@command.command(help=_("CASE 的时限：已用几日、到哪天；CASE 是审批件的编号，或项目编号、冒号、事项代号。"))
@click.argument("case", metavar="CASE")
@click.option("--explain", is_flag=True, help=_("逐日列出：计不计、为什么、依据哪个通知。"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON。"))
def clock(case: str, explain: bool, as_json: bool) -> None:
    """A permit's clock as it stands today."""
    home.prepare()
    from yidan.approvals import explaining, queries
    from yidan.kernel.values import beijing_day

    permit, known, today = _permit(case), queries.known_now(), beijing_day(home.now())
    reading = queries.readings([permit], today, known)[permit.pk]
    run = reading.clock(today, known.calendar)
    days = explaining.explained(reading, queries.events_of(permit), today, known) if explain else []
    said = {
        "case": permit.pk, "project": permit.project.internal_id, "name": permit.project.name,
        "item": permit.code, "state": permit.state, "received": reading.received, "accepted": reading.accepted,
        "is_deemed": reading.is_deemed, "limit": reading.limit, "unit": reading.terms.unit.value,
        "used": run.used if run else None, "due": reading.due(known.calendar), "ended": reading.ended,
        "provisional_years": list(run.provisional_years) if run else [],
        "pauses": [{"from": each.from_on, "until": each.until_on, "basis": each.basis} for each in reading.pauses],
    }  # fmt: skip
    if as_json:
        listed = [
            {"day": each.day, "counts": each.number is not None, "number": each.number, "why": each.why,
             "basis": each.basis, "provisional": each.is_provisional}
            for each in days
        ]  # fmt: skip
        output.print_json(said | ({"days": listed} if explain else {}))
        return
    _print(permit, said, days)


def _print(permit: Permit, said: dict[str, Any], days: list[Any]) -> None:
    unit = _("天") if said["unit"] == "day" else _("个工作日")
    click.echo(f"{said['project']} {said['name']}  {permit.item.name}  {permit.get_state_display()}")
    for label, value in ((_("收件"), said["received"]), (_("受理"), said["accepted"]), (_("到期"), said["due"]),
                         (_("办结"), said["ended"])):  # fmt: skip
        if value:
            click.echo(f"{label}  {value}")
    if said["used"] is not None:
        limit = "" if said["limit"] is None else f"/{said['limit']}"
        click.echo(f"{_('已用')}  {said['used']}{limit}{unit}")
    for each in days:
        click.echo(f"{each.number or '':>4}  {each.day}  {each.why}  {each.basis}".rstrip())


def _permit(case: str) -> Permit:
    from yidan.approvals import queries
    from yidan.approvals.models import Permit

    rows = queries.with_events(Permit.objects.select_related("project__profile"))
    number, colon, code = case.partition(":")
    if colon:
        found = rows.filter(project__internal_id=number.upper(), code=code).order_by("-pk").first()
    else:
        found = rows.filter(pk=int(case)).first() if case.isdecimal() and len(case) < 15 else None
    if found is None:
        raise click.ClickException(
            _("没有审批件“%(case)s”；编号在页面地址里，或写作 ZZ-2020-0001:construction。") % {"case": case}
        )
    return found
