"""`yidan bulletin`: draft a paper from the ledger, publish a signed one, check a file."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from yidan.web.cli import acting, home, output
from yidan.web.cli.language import _

if TYPE_CHECKING:
    from yidan.bulletins.models import Bulletin
    from yidan.web.papers.verifying import Report


@click.group(help=_("通报：起草、印发、核对。"))
def command() -> None:
    """The group."""


@command.command(
    "draft",
    help=_("起草：weekly 周，monthly 月，review 讲评，matters 台账，special 专报，assessment 考核，annual 年度。"),
)
@click.argument(
    "kind", type=click.Choice(["weekly", "monthly", "review", "matters", "special", "assessment", "annual"])
)
@click.option("--ending", type=click.DateTime(["%Y-%m-%d"]), help=_("周通报：这一周的最后一天，如 2020-04-12。"))
@click.option("--month", metavar="2020-05", help=_("除周通报外：月份。"))
@click.option("--year", type=click.IntRange(1990, 2100), help=_("年度报告：年份，如 2020。"))
@click.option("--about", metavar="NAME", help=_("专报：单位的名称或项目的内部编号。"))
@click.option(
    "--out", "folder", type=click.Path(file_okay=False, path_type=Path), help=_("同时写出 docx 和 PDF 到文件夹。")
)
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON。"))
@acting.option
def draft(
    kind: str, ending: datetime | None, month: str | None, year: int | None, about: str | None, folder: Path | None,
    as_json: bool, username: str | None,
) -> None:  # fmt: skip
    """Draft and keep."""
    home.prepare()
    from yidan.bulletins import commands
    from yidan.kernel.values import Month
    from yidan.web.papers import bulletin as papers

    if kind == "weekly":
        if ending is None:
            raise click.UsageError(_("请用 --ending 写明周的最后一天，如 --ending 2020-04-12"))
        _paper, said = papers.draft_weekly(ending.date())
    elif kind == "annual":
        if year is None:
            raise click.UsageError(_("请用 --year 写明年份，如 --year 2020"))
        said = papers.draft_annual(year)[1]
    else:
        try:
            of = Month.parse(month or "")
        except ValueError:
            raise click.UsageError(_("请用 --month 写明月份，如 --month 2020-05")) from None
        if kind == "monthly":
            said = papers.draft_monthly(of)[1]
        elif kind == "assessment":
            said = papers.draft_assessment(of)[1]
        elif kind == "special":
            said = papers.draft_special(_subject(about), of)[1]
        else:
            said = papers.draft_of_month(kind, of)[1]
    at = home.now()
    by = acting.office(username, at)
    made = commands.draft(by.unit, by=by, at=at, **said)
    _told(made, folder, as_json)


def _subject(name: str | None) -> Any:
    from yidan.ledger.models import Project
    from yidan.people.models import Unit

    if not name:
        raise click.UsageError(_("请用 --about 写明专报是关于哪个单位或项目的。"))
    found = Unit.objects.filter(name=name).first() or Unit.objects.filter(short_name=name).first()
    found = found or Project.objects.filter(internal_id=name).first()
    if found is None:
        raise click.ClickException(
            _("没有名为“%(name)s”的单位或项目；请写单位全称、简称或项目内部编号。") % {"name": name}
        )
    return found


@command.command("publish", help=_("印发已签发的通报：编期号、盖封印、定稿。"))
@click.argument("number", metavar="ID", type=int)
@click.option("--document", default="", help=_("文号，如 株重办〔2020〕12号。"))
@click.option("--public", "is_public", is_flag=True, help=_("可公开。"))
@click.option(
    "--out", "folder", type=click.Path(file_okay=False, path_type=Path), help=_("同时写出 docx 和 PDF 到文件夹。")
)
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON。"))
@acting.option
def publish(
    number: int, document: str, is_public: bool, folder: Path | None, as_json: bool, username: str | None
) -> None:
    """Publish a signed one."""
    home.prepare()
    from yidan.bulletins import commands
    from yidan.bulletins.models import Bulletin

    found = Bulletin.objects.filter(pk=number).first()
    if found is None:
        raise click.ClickException(_("没有编号为%(number)s的通报。") % {"number": number})
    at = home.now()
    made = commands.publish(found, by=acting.office(username, at), at=at, document=document, is_public=is_public)
    _told(made, folder, as_json)


@command.command("verify", help=_("核对 docx 或 PDF：文字有没有改过，每个数与截止时点的台账是否相符。"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON。"))
def verify(file: Path, as_json: bool) -> None:
    """Check a file; the exit status says whether it is sound."""
    home.prepare()
    from yidan.web.papers.verifying import verify as check

    report = check(file.read_bytes())
    if as_json:
        output.print_json(_plain(report))
    else:
        _print(report)
    if not report.is_sound:
        sys.exit(1)


def _told(made: Bulletin, folder: Path | None, as_json: bool) -> None:
    from yidan.web.papers import bulletin as papers

    files = []
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        for ending, content in (("docx", papers.docx_file(made)), ("pdf", papers.pdf_file(made))):
            path = folder / f"{made.title}.{ending}"
            path.write_bytes(content)
            files.append(str(path))
    if as_json:
        output.print_json(
            {"id": made.pk, "title": made.title, "state": made.state, "issue": made.issue, "files": files}
        )
        return
    click.echo(f"{made.pk}  {made.title}  {made.get_state_display()}  {made.number}".rstrip())
    for path in files:
        click.echo(path)


def _plain(report: Report) -> dict[str, Any]:
    return {
        "kind": report.kind,
        "title": report.title,
        "cut_off": report.cut_off,
        "checked": report.checked,
        "sound": report.is_sound,
        "sealed": report.is_sealed,
        "original": report.is_original,
        "drawing_looked_at": report.is_same_setter,
        "changes": [{"place": each.place, "written": each.written, "found": each.found} for each in report.changes],
        "differences": [
            {"order": each.order, "printed": each.printed, "recomputed": each.recomputed, "exact": each.exact,
             "ask": each.ask}
            for each in report.differences
        ],
        "typed": report.typed,
    }  # fmt: skip


def _print(report: Report) -> None:
    about = {"title": report.title, "cut_off": report.cut_off[:16].replace("T", " "), "count": report.checked}
    click.echo(_("《%(title)s》，数据截止%(cut_off)s，系统算出的数%(count)d处。") % about)
    for change in report.changes:
        if not change.written:
            click.echo(_("改动 %(place)s：%(found)s") % {"place": change.place, "found": change.found})
            continue
        said = {"place": change.place, "written": change.written, "found": change.found}
        click.echo(_("改动 %(place)s：原为“%(written)s”，现为“%(found)s”") % said)
    for each in report.differences:
        said = {"order": each.order, "printed": each.printed, "again": each.recomputed, "exact": each.exact}
        click.echo(_("不符 第%(order)s个数：印的是%(printed)s，按当时台账应为%(again)s(%(exact)s)") % said)
    if not report.is_same_setter:
        click.echo(_("由另一版程序排版，或图片已不在存档：图形没有细看，只核对了文字、图片张数和盖在页上的东西。"))
    if report.typed:
        click.echo(_("人工填写、不在核对之列的数字：%(digits)s") % {"digits": "、".join(report.typed)})
    seals = {True: _("封印在链上。"), False: _("封印不在链上！"), None: _("没有封印(未印发)。")}
    click.echo(seals[report.is_sealed])
    if report.is_original is False:
        click.echo(_("文件内容与存档的原件不同！"))
    click.echo(_("相符。") if report.is_sound else _("有改动或不符。"))
