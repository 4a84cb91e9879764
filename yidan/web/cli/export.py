"""`yidan export`: the office's own forms, as workbooks or plain."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from yidan.web.cli import failures, figures, home, output
from yidan.web.cli.language import _


@click.command(
    help=_(
        "导出表格：plan 年度计划表、dispatch 月调度表、ranking 排名表、lagging 未开工及滞后清单、"
        "rolling 三年滚动计划表、difference 年度计划差异表。"
    )
)
@click.option(
    "--kind",
    required=True,
    type=click.Choice(["plan", "dispatch", "ranking", "lagging", "rolling", "difference"]),
    help=_("哪种表。"),
)
@click.option("--year", type=click.IntRange(1990, 2100), help=_("年度；默认为最新有审定月报的年度。"))
@click.option("--month", metavar="YYYY-MM", help=_("月份；默认为最新有审定月报的月份。"))
@click.option("--scope", metavar="UNIT", help=_("只导出这个单位(全称或简称)的项目。"))
@click.option("--as-of", metavar="ISO", help=_("按哪一时点所知导出。"))
@click.option("--format", "format_", type=click.Choice(["xlsx", "csv"]), help=_("格式；默认看文件名，否则 xlsx。"))
@click.option(
    "-o", "--output", "path", required=True, type=click.Path(path_type=Path, dir_okay=False), help=_("写到哪里。")
)
@click.option("--json", "as_json", is_flag=True, help=_("以 JSON 输出结果。"))
def command(
    kind: str, year: int | None, month: str | None, scope: str | None, as_of: str | None, format_: str | None,
    path: Path, as_json: bool,
) -> None:  # fmt: skip
    """Write the file, say what is in it."""
    if format_ is None and path.suffix.lower() not in {"", ".xlsx", ".csv"}:
        raise click.UsageError(_("文件名应以 .xlsx 或 .csv 结尾，或用 --format 写明格式"))
    home.prepare()
    from yidan.figures.question import Period
    from yidan.kernel.values import beijing_day
    from yidan.web.papers.exporting import paper

    if month is None:
        newest = _newest_month()
        month = (
            str(year)
            if year and (newest is None or newest.year != year)
            else str(newest or beijing_day(home.now()))[:7]
        )
    elif year and Period.parse(month).year != year:
        raise click.UsageError(_("--year 与 --month 不是同一年"))
    question = figures._question(month, False, scope, as_of)
    format_ = format_ or ("csv" if path.suffix.lower() == ".csv" else "xlsx")
    try:
        with output.progress(0, _("导出")) as bar:
            rows = paper.write(
                kind,
                question,
                path,
                format=format_,
                today=beijing_day(home.now()),
                shows_phone=lambda _owner: True,
                tick=bar.update,
            )
    except OSError as failure:
        raise click.ClickException(
            _("不能写到 %(path)s：%(reason)s") % {"path": path, "reason": failures.reason_of(failure)}
        ) from None
    if as_json:
        output.print_json({"file": str(path), "kind": kind, "period": str(question.period), "rows": rows})
    else:
        click.echo(_("已导出 %(rows)d 行到 %(path)s。") % {"rows": rows, "path": path})


def _newest_month() -> Any:
    """The newest month with an accepted report."""
    from yidan.progress.models import Progress, Span

    facts = Progress.objects.live().filter(span=Span.MONTH).order_by("-month")
    return facts.values_list("month", flat=True).first()
