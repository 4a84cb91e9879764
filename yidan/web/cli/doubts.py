"""`yidan doubts`: how well the questions put to reporters find what the simulated city was given to hide."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from yidan.web.cli import home, output
from yidan.web.cli.language import _


@click.command(help=_("疑点测量：对模拟城市里埋下的不实数据，提问找到多少，误问多少；不读写任何数据。"))
@click.option("--projects", default=549, show_default=True, type=click.IntRange(20, 20_000), help=_("项目个数。"))
@click.option(
    "--cities", default=10, show_default=True, type=click.IntRange(1, 200), help=_("画几座城市(种子依次加一)。")
)
@click.option("--seed", default=2020, show_default=True, help=_("第一座城市的种子。"))
@click.option(
    "--rooms",
    is_flag=True,
    help=_("改量“疑点”页：手续、资金、统计与台账对不上的；逐座装入空库、提问、再撤回，每座要几分钟。"),
)
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON。"))
def command(projects: int, cities: int, seed: int, rooms: bool, as_json: bool) -> None:
    """Draw, tell, count."""
    home.prepare()
    if rooms:
        _between_rooms(projects, range(seed, seed + cities), as_json)
        return
    from yidan.web.demo import city, doubting

    made = doubting.measure(city.draw(projects, 12, seed + step) for step in range(cities))
    if as_json:
        output.print_json(_plain(made))
        return
    click.echo("\t".join((_("疑点"), _("埋下"), _("找到"), _("误问"), _("每千份月报误问"), _("误问到的项目%"))))
    for row in _plain(made)["kinds"]:
        cells = (
            row["label"],
            row["sown"],
            row["found"],
            row["alarms"],
            row["alarms_per_1000"],
            row["troubled_percent"],
        )
        click.echo("\t".join(map(str, cells)))
    said = {"reports": made.reports, "asked": made.asked, "percent": f"{made.asked * 100 / made.reports:.1f}"}
    click.echo(_("月报%(reports)s份，其中被提问的%(asked)s份(%(percent)s%%)。提问只请说明，不扣分、不退回。") % said)


def _between_rooms(projects: int, seeds: Iterable[int], as_json: bool) -> None:
    from yidan.web.demo import contradicting
    from yidan.web.views.doubts import WORDS

    made = contradicting.measure(seeds, projects)
    rows = [
        {"kind": kind.value, "label": str(WORDS[kind]), "sown": each.sown, "found": each.found, "alarms": each.alarms,
         "names": each.names}
        for kind, each in made.tallies.items()
    ]  # fmt: skip
    if as_json:
        output.print_json({"projects": made.projects, "kinds": rows})
        return
    click.echo("\t".join((_("疑点"), _("埋下"), _("找到"), _("误问"))))
    for row in rows:
        click.echo("\t".join(str(row[name]) for name in ("label", "sown", "found", "alarms")))


def _plain(made: Any) -> dict[str, Any]:
    from yidan.progress.wording import NAMES

    return {
        "reports": made.reports, "projects": made.projects, "asked": made.asked,
        "kinds": [
            {"kind": kind, "label": str(NAMES[kind]), "sown": each.sown, "found": each.found, "alarms": each.alarms,
             "alarms_per_1000": f"{each.alarms * 1000 / made.reports:.2f}",
             "troubled_percent": f"{len(each.troubled) * 100 / made.projects:.2f}", "missed": each.missed}
            for kind, each in made.tallies.items()
        ],
    }  # fmt: skip
