"""`yidan evidence`: check what is kept, read what waits, measure how well copies are found."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import click

from yidan.web.cli import home, output
from yidan.web.cli.language import _

DAMAGE = {
    "missing": _("原件缺失"),
    "changed": _("原件被改动"),
    "row_gone": _("存入记录被删除"),
    "row_changed": _("存入记录与留痕不符"),
    "unkept": _("没有留痕的存入记录"),
    "receipt_unkept": _("没有留痕的收妥凭证"),
    "exhibit_gone": _("佐证件被删除"),
    "exhibit_changed": _("佐证件与留痕不符"),
    "exhibit_ended": _("佐证件的撤回与留痕不符"),
    "exhibit_unadded": _("没有留痕的佐证件"),
    "piece_gone": _("事项的佐证被删除"),
    "piece_unadded": _("没有留痕的事项佐证"),
    "claim_changed": _("拍摄信息与留痕不符"),
    "claim_gone": _("拍摄信息被删除或改动"),
    "place_changed": _("拍摄位置与留痕不符"),
    "judgement_changed": _("认定与留痕不符"),
    "preview_changed": _("预览图被改动，看到的不是原件"),
}
ORPHANED = _("存储中无主的文件")
# What the bench does to pictures (names of `measuring.CHANGES`, as its JSON has them), in words.
CHANGED = {
    "re-encoded": _("重新压缩"),
    "resized": _("缩小"),
    "brighter or darker": _("调亮或调暗"),
    "20 % crop: of the area": _("裁去面积的20%"),
    "20 % crop: of both sides": _("长宽各裁去20%"),
    "20 % crop: of one side": _("一边裁去20%"),
    "mirrored": _("左右翻转"),
    "turned": _("旋转"),
}
RETAKEN = {"simulated": _("改动原片模拟"), "drawn_months": _("逐月画出的工地")}


@click.group(help=_("佐证：核验原件、读取内容、测量比对。"))
def command() -> None:
    """The subcommands of evidence."""


@command.command(help=_("逐个重算原件的散列，并与台账、留痕核对；缺失、改动逐一列出，退出码为1。"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON。"))
def verify(as_json: bool) -> None:
    """Hash the store anew; whether the journal itself is whole, `yidan journal verify` says."""
    home.prepare()
    from yidan.evidence import queries, verifying
    from yidan.evidence.models import File
    from yidan.ledger import verifying as ledger
    from yidan.matters import verifying as matters

    count = File.objects.count()
    with output.progress(count, _("核验")) as bar:
        damage = [
            *verifying.stored_bytes(lambda: bar.update(1)), *verifying.kept_rows(), *verifying.claimed(),
            *verifying.drawn(), *ledger.exhibit_rows(), *ledger.judgements(), *matters.pieces(),
        ]  # fmt: skip
    orphans = list(verifying.orphans())
    if as_json:
        problems = [{"kind": one.kind, "sha256": one.sha256, "name": one.name, "number": one.number} for one in damage]
        found = {"ok": not damage, "checked": count, "problems": problems, "orphans": [one.sha256 for one in orphans]}
        output.print_json(found)
    else:
        for one in damage:
            click.echo(f"{DAMAGE[one.kind]}：{one.sha256} {one.name} #{one.number}", err=True)
        for one in orphans:
            click.echo(f"{ORPHANED}：{one.sha256}")
    if damage:
        click.echo(_("yidan: %(count)s 处有问题。请封存现场，并与备份核对。") % {"count": len(damage)}, err=True)
        sys.exit(1)
    if not as_json:
        click.echo(
            _("完好：已核验 %(count)s 份原件，存储中另有无主文件 %(orphans)s 份。")
            % {"count": count, "orphans": len(orphans)}
        )
        click.echo(_("核验以留痕为准；留痕本身请用 yidan journal verify 核验。"))
        tell_outdated(queries.outdated_readings().count())


@command.command(help=_("读取等待中的佐证：时间、地点、尺寸、缩略图、比对。"))
@click.option("--again", is_flag=True, help=_("已读取过的也重新读取。"))
@click.option("--outdated", is_flag=True, help=_("按旧规则比对过的照片重新读取。"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON。"))
def read(again: bool, outdated: bool, as_json: bool) -> None:
    """Work off what waits; the server's own worker may do so at the same time."""
    home.prepare()
    from yidan.evidence import queries
    from yidan.evidence.commands import reading
    from yidan.evidence.models import Reading
    from yidan.evidence.states import ReadingState
    from yidan.web.cli import desk

    if again:
        reading.read_again()
    elif outdated:
        reading.read_outdated()
    reading.enrol()
    with output.progress(Reading.objects.filter(state=ReadingState.WAITING).count(), _("读取")) as bar:
        count = desk.read_all(lambda: bar.update(1))
    unreadable = Reading.objects.filter(state=ReadingState.UNREADABLE).count()
    left = queries.outdated_readings().count()
    if as_json:
        output.print_json({"read": count, "unreadable": unreadable, "outdated": left})
    else:
        click.echo(
            _("读取佐证 %(count)s 份；无法读取的共 %(unreadable)s 份。") % {"count": count, "unreadable": unreadable}
        )
        tell_outdated(left)


def tell_outdated(count: int) -> None:
    """One sentence where pictures were compared by earlier rules; nothing where there are none."""
    if count:
        click.echo(
            _(
                "有 %(count)s 张照片是按旧规则比对的，重复使用的可能漏认；"
                "请在空闲时运行 yidan evidence read --outdated。"
            )
            % {"count": count}
        )


@command.command(help=_("测量比对：改过的图找回多少、误报多少、百万散列中查一次多久。用自己的临时库，不动数据。"))
@click.option(
    "--photos",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help=_("放真实照片的文件夹；不给则只用画出的工地。"),
)
@click.option("--sites", default=24, show_default=True, type=click.IntRange(1, 1000), help=_("画出多少个工地。"))
@click.option("--hashes", default=1_000_000, show_default=True, type=click.IntRange(0), help=_("在多少个散列中查找。"))
@click.option("--database", help=_("改用这个空的 PostgreSQL 库(postgres://…)测量。"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON。"))
def bench(photos: Path | None, sites: int, hashes: int, database: str | None, as_json: bool) -> None:
    """Measure in a home that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="yidan-bench-") as place:
        os.environ["YIDAN_HOME"] = place
        os.environ.pop("DATABASE_URL", None)
        if database:
            os.environ["DATABASE_URL"] = database
        home.prepare()
        from yidan.evidence.models import File
        from yidan.web.cli import measuring

        if File.objects.exists():
            raise click.ClickException(_("只在空库里测量。"))
        with output.progress(0, _("测量")) as bar:
            found = measuring.run(photos, sites=sites, hashes=hashes, at=home.now(), on_step=lambda: bar.update(1))
    if as_json:
        output.print_json(found)
    else:
        _say(found)


def _say(found: dict[str, Any]) -> None:
    click.echo(_("图片 %(count)s 张。改过以后仍能找回：") % {"count": found["pictures"]})
    for name, tally in found["found"].items():
        click.echo(f"  {tally['percent']:6.2f}%  {tally['found']}/{tally['tried']}  {CHANGED[name]}")
    false = found["false_alarms"]
    click.echo(
        _("误报：%(alarms)s / %(pairs)s 对，%(percent)s%%")
        % {"alarms": false["alarms"], "pairs": false["pairs"], "percent": false["percent"]}
    )
    for name, tally in found["same_viewpoint_called_same"].items():
        click.echo(
            _("同一机位另一天被当成同一张(%(name)s)：%(found)s/%(tried)s")
            % {"name": RETAKEN[name], "found": tally["found"], "tried": tally["tried"]}
        )
    costs = found["reading"]
    click.echo(
        _("读取一张1200万像素的JPEG：CPU %(cpu)s ms(子进程 %(child)s，写库 %(parent)s)")
        % {"cpu": costs["cpu_ms"], "child": costs["child_ms"], "parent": costs["parent_ms"]}
    )
    if looks := found["look_up"]:
        click.echo(
            _(
                "在 %(hashes)s 个散列中查一次：本进程CPU %(cpu_ms)s ms；"
                "实际中位 %(p50_ms)s ms，95%% %(p95_ms)s ms，最久 %(max_ms)s ms"
            )
            % looks
        )
