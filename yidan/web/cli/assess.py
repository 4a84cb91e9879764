"""`yidan assess`: a month's scores with every point explained, as text, JSON or CSV; and the back-test of a change."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from yidan.web.cli import home, output
from yidan.web.cli.figures import exact
from yidan.web.cli.language import _

if TYPE_CHECKING:
    from yidan.assessment.queries import Row
    from yidan.assessment.rules import Pack, Point
    from yidan.kernel.values import Month


@click.command(help=_("考核：按计分办法核算一个月的得分，逐项写明算式；已定数的月份按定数时的截止时点。"))
@click.option("--pack", "key", default="default", show_default=True, help=_("计分办法；不认得时列出可用的。"))
@click.option("--month", "text", metavar="2020-05", help=_("月份。"))
@click.option("--as-of", metavar="ISO", help=_("按哪一时点所知计算，如 2020-05-29T17:00。"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON，含算式和取数。"))
@click.option("--export", type=click.Choice(["csv"]), help=_("输出 CSV：凭它不用本程序就能重算每个得分。"))
@click.option(
    "--changed", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("试算：这个文件(JSON)里的办法若早已启用，各月位次会怎么变。"),
)  # fmt: skip
@click.option("--since", metavar="2020-02", help=_("试算从哪个月起(不写则从当年1月)。"))
def command(
    key: str, text: str | None, as_of: str | None, as_json: bool, export: str | None, changed: Path | None,
    since: str | None,
) -> None:  # fmt: skip
    """Compute and print."""
    home.prepare()
    month = _month(text, "--month")
    if changed:
        _print_test(key, month, _month(since, "--since") if since else None, changed, as_json)
        return
    from yidan.assessment import queries
    from yidan.figures.question import moment

    frozen = None if as_of else queries.named_round(key, month)
    at = moment(as_of) if as_of else (frozen.cut_off_at if frozen else None)
    pack = queries.read(frozen.data) if frozen else queries.pack_of(key, month, at)
    rows = queries.computed(pack, month, at)
    if export:
        _print_csv(pack, month, rows, frozen)
    elif as_json:
        output.print_json(_plain(pack, month, at, rows, frozen))
    else:
        _print(pack, rows)


def _month(text: str | None, option: str) -> Month:
    from yidan.kernel.values import Month

    try:
        return Month.parse(text or "")
    except ValueError:
        raise click.UsageError(
            _("请用 %(option)s 写明月份，如 %(option)s 2020-05") % {"option": option}
        ) from None  # fmt: skip


def _adjustments(frozen: Any) -> list[Any]:
    from yidan.assessment.models import Adjustment

    return list(Adjustment.objects.filter(result__round=frozen).select_related("result")) if frozen else []


def _print_csv(pack: Pack, month: Month, rows: list[Row], frozen: Any) -> None:
    from yidan.web.papers.exporting import assessment

    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(assessment.HEADS)
    writer.writerows(assessment.lines(pack, month, rows, _adjustments(frozen)))
    click.echo(target.getvalue(), nl=False)


def _plain(pack: Pack, month: Month, at: datetime | None, rows: list[Row], frozen: Any) -> dict[str, Any]:
    return {
        "pack": pack.key, "label": pack.label, "version": pack.version, "source": pack.source, "month": str(month),
        "as_of": at, "round": frozen and {"id": frozen.pk, "state": frozen.state, "seal": frozen.seal},
        "units": [_unit(row) for row in rows],
        "adjustments": [
            {"unit": str(each.result.unit), "points": exact(each.points), "document": each.document,
             "reason": each.reason}
            for each in _adjustments(frozen)
        ],
    }  # fmt: skip


def _unit(row: Row) -> dict[str, Any]:
    score = row.score
    return {
        "unit": row.unit.name, "table": row.table, "place": row.place, "total": exact(score.total),
        "is_ranked": score.is_ranked, "interval": [exact(each) for each in score.interval] if score.interval else None,
        "grade": row.grade.label if row.grade else None, "events": row.events, "words": score.root.words,
        "points": [_point(each, row) for each in score.root.children],
    }  # fmt: skip


def _point(point: Point, row: Row) -> dict[str, Any]:
    value = row.values.get(point.figure)
    figure = value and {
        "figure": point.figure, "value": exact(value.value), "numerator": exact(value.numerator),
        "denominator": exact(value.denominator),
    }  # fmt: skip
    return {
        "key": point.key, "label": point.label, "points": exact(point.points), "words": point.words, "from": figure
    }  # fmt: skip


def _print(pack: Pack, rows: list[Row]) -> None:
    click.echo(f"{pack.label}\t{pack.version}\t{pack.source}")
    for row in rows:
        total = "—" if row.score.total is None else f"{float(row.score.total):.2f}"
        grade = f"\t{row.grade.label}" if row.grade else ""
        click.echo(f"{row.place or '—'}\t{row.unit.name}\t{total}{grade}")
        for each in row.score.root.children:
            points = "—" if each.points is None else f"{float(each.points):.2f}"
            click.echo(f"\t{each.label}\t{points}\t{each.words}")


def _print_test(key: str, month: Month, since: Month | None, file: Path, as_json: bool) -> None:
    from yidan.assessment import queries
    from yidan.kernel.values import Month

    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except ValueError:
        raise click.ClickException(_("%(file)s不是 JSON。") % {"file": file}) from None
    changed = queries.read(data)
    first = since or Month(month.year, 1)
    months = [first + step for step in range(month - first + 1)]
    if not months:
        raise click.UsageError(_("--since 要在 --month 之前。"))
    test = queries.back_test(
        {each: queries.pack_of(key, each) for each in months}, changed, queries.cut_offs(key, months)
    )
    if as_json:
        output.print_json(_test(test))
        return
    click.echo("\t".join([_("单位"), *map(str, test.months)]))
    for unit, _table in test.units:
        cells = [_cell(test.changes.get((unit.key, each))) for each in test.months]
        click.echo("\t".join([unit.name, *cells]))
    click.echo(_("位次变动%(count)s处。") % {"count": test.moved_count})


def _cell(change: Any) -> str:
    if change is None:
        return "—"
    before, after = change.before or "—", change.after or "—"
    return f"{before}→{after}" if before != after else str(after)


def _test(test: Any) -> dict[str, Any]:
    return {
        "months": [str(each) for each in test.months],
        "moved": test.moved_count,
        "units": [
            {"unit": unit.name, "table": table, "changes": {
                str(month): {"before": each.before, "after": each.after, "points_before": exact(each.points_before),
                             "points_after": exact(each.points_after)}
                for month in test.months if (each := test.changes.get((unit.key, month)))
            }}
            for unit, table in test.units
        ],
    }  # fmt: skip
