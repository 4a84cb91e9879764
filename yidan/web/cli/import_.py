"""`yidan import`: an office's workbook as it is; shown first with --dry-run, done at once or row by row."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from yidan.kernel.values import Month
from yidan.web.cli import acting, given, home, import_permits, output
from yidan.web.cli.language import _

if TYPE_CHECKING:
    from yidan.web.papers.importing.acts import ImportPlan

SHOWN = 30


@click.command(
    help=_("导入工作簿(xlsx、xls、et、ods、csv)：年度计划、月度表、滚动计划或审批办理表；先用 --dry-run 看会改动什么。")
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--kind",
    type=click.Choice(["plan", "dispatch", "rolling", "permits"]),
    required=True,
    help=_("plan 年度计划，dispatch 月度调度表，rolling 三年滚动计划，permits 审批办理表。"),
)
@click.option("--year", type=click.IntRange(1990, 2100), help=_("年度(三年滚动计划为首年)；不写则从表中读取。"))
@click.option("--month", type=given.MONTH, help=_("月份；不写则从表中读取。"))
@click.option("--dry-run", is_flag=True, help=_("只看，不导入。"))
@click.option("--good-rows", is_flag=True, help=_("先导入无误的行；不写则全部无误才导入。"))
@click.option("--map", "mappings", metavar="HEAD=FIELD[@UNIT]", multiple=True, help=_("手工指定一列，会记住；可多次。"))
@click.option(
    "--same",
    metavar="SHEET!ROW=PROJECT",
    multiple=True,
    help=_("说明一行就是台账的哪个项目(编号或代码)，或是新项目(new)，如 '附表1!3=ZZ-2020-0001'；可多次。"),
)
@click.option("--unit", metavar="UNIT", help=_("没有写明县市区的项目属于哪个考核单元。"))
@click.option("--document", metavar="TEXT", default="", help=_("依据文件的文号；不写则为工作簿名称。"))
@acting.option
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON。"))
def command(
    file: Path,
    kind: str,
    year: int | None,
    month: Month | None,
    dry_run: bool,
    good_rows: bool,
    mappings: tuple[str, ...],
    same: tuple[str, ...],
    unit: str | None,
    document: str,
    username: str | None,
    as_json: bool,
) -> None:
    """Import a workbook."""
    data = file.read_bytes()
    home.prepare()
    if kind == "permits":
        import_permits.run(data, username, dry_run=dry_run, good_rows=good_rows, as_json=as_json)
        return
    from django.db import transaction

    from yidan.web.imports.wanted import Wanted
    from yidan.web.papers.importing import preparing

    at = home.now()
    with transaction.atomic():
        by = acting.office(username, at)
        wanted = Wanted(kind, year=year, month=month, unit=_unit(unit), document=document)
        plan = preparing.prepare(
            data, file.name, kind, by=by, at=at, year=year, month=month, mapping=_mapping(mappings), unit=wanted.unit,
            document=document, same=same,
        )  # fmt: skip
        stopped = bool(plan.errors) and not good_rows
        answer = plan.as_json()
        if dry_run or stopped:  # not even the office of an empty home is founded by looking
            transaction.set_rollback(True)
        else:
            answer |= _apply(plan, by, at, good_rows, data, wanted.reading())
    answer |= {"applied": not dry_run and not stopped}
    if as_json:
        output.print_json(answer)
    else:
        _print(plan, answer, dry_run)
    if stopped and not dry_run:
        raise click.ClickException(
            _("有%(count)d处错误，全部未导入；请改正后再导入，或加 --good-rows 先导入无误的行。第一处：%(first)s")
            % {"count": len(plan.errors), "first": plan.errors[0].message}
        )


def _mapping(given_by_hand: tuple[str, ...]) -> dict[str, str]:
    from yidan.web.papers.workbook.cells import IN_WAN
    from yidan.web.papers.workbook.fields import LABELS

    out = {}
    for one in given_by_hand:
        head, equals, field = one.rpartition("=")
        name, _at, unit = field.partition("@")
        if not equals or not head or (name and name not in LABELS) or (unit and unit not in IN_WAN):
            raise click.BadParameter(
                _("“%(given)s”应写作 列名=字段，如 项目总金额=total_investment@元；字段有：%(fields)s")
                % {"given": one, "fields": " ".join(LABELS)},
                param_hint="--map",
            )
        out[head] = field
    return out


def _unit(name: str | None) -> Any:
    from yidan.people.models import Unit

    if not name:
        return None
    found = Unit.objects.filter(name=name).first() or Unit.objects.filter(short_name=name).first()
    if found is None or not found.is_assessed:
        raise click.ClickException(_("没有名为“%(name)s”的考核单元；请写全称或简称。") % {"name": name})
    return found


def _apply(plan: ImportPlan, by: Any, at: Any, good_rows: bool, data: bytes, reading: str) -> dict[str, Any]:
    from yidan.web.papers.importing import applying

    with output.progress(len(plan.rows), _("导入")) as bar:
        done = applying.apply(
            plan, by=by, at=at, good_rows_only=good_rows, progress=bar.update, data=data, reading=reading
        )
    return {
        "created": done.created,
        "updated": done.updated,
        "unchanged": done.unchanged,
        "held": done.held,
        "findings": [finding.as_json() for finding in done.findings],
    }


def _print(plan: ImportPlan, answer: dict[str, Any], dry_run: bool) -> None:
    for sheet in answer["sheets"]:
        rows = sheet["rows"]
        click.echo(
            _("%(name)s：项目%(project)d行，分组%(group)d行，合计%(subtotal)d行，说明%(note)d行，空%(blank)d行")
            % {"name": sheet["name"], **rows}
        )
    for each in answer["differences"][:SHOWN]:
        click.echo(f"  {each['sheet']} {each['cell']} {each['project']} {each['field']}：{each['old']} → {each['new']}")
    if len(answer["differences"]) > SHOWN:
        click.echo(_("  ……共%(count)d处改动") % {"count": len(answer["differences"])})
    marks = {"error": _("错误"), "warning": _("提醒"), "question": _("请确认")}
    for finding in answer["findings"]:
        click.echo(f"  [{marks[finding['severity']]}] {finding['message']}")
    verb = _("将") if not answer["applied"] else _("已")
    click.echo(
        _("%(verb)s新登记%(created)d个，更新%(updated)d个，不变%(unchanged)d个，未导入%(held)d个")
        % {"verb": verb, **{name: answer[name] for name in ("created", "updated", "unchanged", "held")}}
        + ("" if not dry_run else _("(只看，没有导入)"))
    )
