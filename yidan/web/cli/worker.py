"""`yidan worker`: the work beside the requests, as a process of its own."""

from __future__ import annotations

import signal
import threading

import click

from yidan.web.cli import home
from yidan.web.cli.language import _


@click.command(help=_("后台工作：封印留痕，读取佐证。serve 已自带；多台服务器时单独运行。"))
@click.option("--once", is_flag=True, help=_("做完眼前的就结束。"))
@click.option("--chore", type=click.Choice(["weekly", "monthly"]), hidden=True)
def command(once: bool, chore: str | None) -> None:
    """Work until stopped, or only once; or do one chore for a worker that already holds the lock."""
    place = home.prepare()
    from yidan.web import clockwork
    from yidan.web.cli import desk, working

    if chore:
        getattr(clockwork, chore)(home.now())
        return

    with home.locked(place / "worker.lock", wait=False) as free:
        if not free:
            raise click.ClickException(_("%(home)s 已有后台在工作。") % {"home": place})
        if once:
            click.echo(_("封印留痕 %(count)s 条。") % {"count": working.seal(home.now())})
            click.echo(_("读取佐证 %(count)s 份。") % {"count": desk.read_all()})
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_signal: stop.set())
        working.work(stop)
