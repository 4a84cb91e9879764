"""`yidan patrol`: make the day's visit list; show by simulation what visiting by risk saves."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from yidan.web.cli import acting, home, output
from yidan.web.cli.given import DAY
from yidan.web.cli.language import _

if TYPE_CHECKING:
    from yidan.patrol.rules.simulating import Comparison


@click.group(help=_("巡查：生成巡查单、模拟一年的巡查。"))
def command() -> None:
    """The subcommands of patrol."""


@command.command(help=_("生成某天的巡查单(默认今天)；已经生成的不再重复。"))
@click.option("--day", type=DAY, help=_("哪一天；默认今天。"))
@acting.option
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON。"))
def plan(day: date | None, username: str | None, as_json: bool) -> None:
    """The day's list, as the clock would make it."""
    home.prepare()
    from yidan.kernel.values import beijing_day
    from yidan.web.patrol import morning

    now = home.now()
    made = morning.make(day or beijing_day(now), by=acting.office(username, now), at=now)
    asked = list(made.assignments.select_related("project__profile", "visitor").order_by("project__order"))
    if as_json:
        output.print_json({
            "day": made.day, "seed": made.seed, "live": made.population, "asked": len(asked), "left": made.left_count,
            "assignments": [
                {"project": each.project.name, "number": each.project.internal_id, "visitor": each.visitor.name,
                 "reasons": each.reasons, "words": each.words}
                for each in asked
            ],
        })  # fmt: skip
        return
    for each in asked:
        click.echo(f"{each.visitor.name}  {each.project.name}  {each.words}")
    said = _("%(day)s：在建%(live)d个，请看%(asked)d个；有理由而无人可派%(left)d个。")
    click.echo(said % {"day": made.day, "live": made.population, "asked": len(asked), "left": made.left_count})


@command.command(help=_("模拟一年：按风险巡查与天天巡查相比，省下多少、查到多少。"))
@click.option("--projects", default=549, show_default=True, type=click.IntRange(1, 20_000), help=_("项目个数。"))
@click.option("--visitors", default=12, show_default=True, type=click.IntRange(1, 500), help=_("专员人数。"))
@click.option(
    "--year", default=2020, show_default=True, type=click.IntRange(2004, 2026), help=_("用哪一年的工作日历。")
)
@click.option("--seed", default=2020, show_default=True, help=_("随机种子；同一种子每次是同一年。"))
@click.option(
    "--within", "within_days", default=28, show_default=True, type=click.IntRange(1, 180),
    help=_("多少天内查到算数。"),
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON。"))
def simulate(projects: int, visitors: int, year: int, seed: int, within_days: int, as_json: bool) -> None:
    """Nothing is read from the ledger or written to it: seeded sites with seeded problems, and the office's rules."""
    home.prepare()
    from yidan.kernel import parameters, workdays
    from yidan.patrol import parameters as office
    from yidan.patrol.rules import simulating

    found = simulating.simulate(
        projects=projects, visitors=visitors, year=year, seed=seed, calendar=workdays.calendar(),
        limits=office.limits(parameters.values()), within_days=within_days,
    )  # fmt: skip
    if as_json:
        output.print_json(as_values(found))
        return
    _print(found)


def as_values(found: Comparison) -> dict[str, Any]:
    """The comparison for programs."""
    return {
        "projects": found.projects, "visitors": found.visitors, "year": found.year, "workdays": found.workdays,
        "within_days": found.within_days, "saved_percent": round(found.saved_percent, 1),
        "is_equal": found.is_equal, "daily": vars(found.daily), "by_risk": vars(found.by_risk),
    }  # fmt: skip


def _print(found: Comparison) -> None:
    daily, risk = found.daily, found.by_risk
    click.echo(_("%(projects)d个项目、%(visitors)d名专员、%(year)d年%(workdays)d个工作日。") % vars(found))
    rows = [
        (_("巡查次数"), daily.visits, risk.visits),
        (_("最忙一天"), daily.busiest_day, risk.busiest_day),
        (_("持续存在的问题"), daily.lasting, risk.lasting),
        (_("%(days)d天内查到") % {"days": found.within_days}, daily.found_in_time, risk.found_in_time),
        (_("平均几天查到"), f"{daily.delay_mean:.1f}", f"{risk.delay_mean:.1f}"),
        (_("一半在几天内查到"), daily.delay_median, risk.delay_median),
        (_("最迟几天查到"), daily.delay_most, risk.delay_most),
        (_("自行消失的问题中查到"), f"{daily.passing_found}/{daily.passing}", f"{risk.passing_found}/{risk.passing}"),
        (_("最长几天无人到场"), daily.longest_unseen_days, risk.longest_unseen_days),
    ]
    click.echo(_("天天巡查 / 按风险巡查："))
    for word, one, other in rows:
        click.echo(_("%(what)s：%(daily)s / %(risk)s") % {"what": word, "daily": one, "risk": other})
    click.echo(
        _("省去%(saved)s%%的巡查；%(days)d天内查到的问题%(equal)s。同一天各人之间最多相差%(difference)d个。")
        % {
            "saved": f"{found.saved_percent:.1f}",
            "days": found.within_days,
            "difference": risk.load_difference,
            "equal": _("一样多")
            if found.is_equal
            else _("少%(count)d个") % {"count": daily.found_in_time - risk.found_in_time},
        }
    )
