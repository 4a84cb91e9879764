"""`yidan serve`: bring the home up to date, then hand the process over to granian."""

from __future__ import annotations

import os
import socket
import sys
import time
from importlib.util import find_spec
from typing import Any

import click

from yidan.web.cli import evidence, failures, home
from yidan.web.cli.language import _

# Who can log in to the simulated city, all with the same password.
DEMO_USERNAMES = ("wang", "lin", "bu", "li", "zhao", "chen", "he", "tong", "shen", "guan", "an")
DEMO_PASSWORD = "Yidan2020"
# Threads of each process beside the pages' own: files going in (settings.UPLOADS_AT_ONCE) and out.
FOR_FILES = 96


@click.command(help=_("启动服务(网页与后台)，打印网址。"))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("监听地址；0.0.0.0 为所有网卡。"))
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help=_("端口。"))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help=_("进程数。"))
@click.option(
    "--threads",
    default=4,
    show_default=True,
    type=click.IntRange(1, 256),
    help=_("每个进程同时办理的页面数；传文件另算。"),
)
@click.option("--demo", is_flag=True, help=_("台账为空时先建模拟城市。"))
@click.pass_context
def command(ctx: click.Context, host: str, port: int, workers: int, threads: int, demo: bool) -> None:
    """Prepare, announce, and become the server."""
    _require_free(host, port)
    if demo or not home.is_prepared():
        home.prepare()
        if demo:
            _load_demo(ctx)
        home.settle()
    os.environ["YIDAN_HOME"] = str(home.place())
    _announce_once_up(host, port)
    _become_server(host, port, workers, threads)


def _require_free(host: str, port: int) -> None:
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as failure:
        raise click.ClickException(
            _("不能在 %(host)s:%(port)s 监听：%(reason)s；请用 --host、--port 换一个。")
            % {"host": host, "port": port, "reason": failures.reason_of(failure)}
        ) from None


def _load_demo(ctx: click.Context) -> None:
    from yidan.ledger.models import Project

    if not Project.objects.exists() and find_spec("yidan.web.cli.demo"):
        from yidan.web.cli import demo

        ctx.invoke(demo.command, yes=True)


def _announce_once_up(host: str, port: int) -> None:
    """Leave a grandchild behind that says where the server is once it listens, and ends."""
    _close_connections()
    sys.stdout.flush()
    if os.fork():
        os.wait()
        return
    if os.fork():
        os._exit(0)
    try:
        if _is_listening(host, port):
            _announce(host, port, home.prepare())
            sys.stdout.flush()
    finally:
        os._exit(0)


def _is_listening(host: str, port: int) -> bool:
    for _attempt in range(600):
        try:
            socket.create_connection((_reachable(host), port), timeout=5).close()
        except OSError:
            time.sleep(0.05)
        else:
            return True
    return False


def _reachable(host: str) -> str:
    return "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host


def _close_connections() -> None:
    if "django.db" in sys.modules:
        from django.db import connections

        connections.close_all()


def _announce(host: str, port: int, place: Any) -> None:
    from yidan.evidence import queries
    from yidan.web import clock, instance
    from yidan.web import format as words

    shown = _reachable(host)
    click.echo(
        _("一单  http://%(host)s:%(port)s/  数据：%(home)s  停止：Ctrl-C")
        % {"host": shown, "port": port, "home": place}
    )
    evidence.tell_outdated(queries.outdated_readings().count())
    if not instance.is_simulated():
        return
    from yidan.people.models import Person

    people = {person.username: person for person in Person.objects.filter(username__in=DEMO_USERNAMES)}
    if people:
        said = _("模拟数据，今天按%(day)s计。登录名(密码均为 %(password)s):")
        click.echo(said % {"day": words.day(clock.today()), "password": DEMO_PASSWORD})
    for username in (name for name in DEMO_USERNAMES if name in people):
        person = people[username]
        roles = "、".join(holding.get_role_display() for holding in person.role_holdings.live())
        click.echo(f"  {username:6}{person.name}  {person.unit or ''}  {roles}")


def _become_server(host: str, port: int, workers: int, threads: int) -> None:
    """Replace this process: what prepared the home would otherwise stay in memory beside the workers."""
    arguments = {
        "--interface": "wsgi",
        "--host": host,
        "--port": str(port),
        "--workers": str(workers),
        "--blocking-threads": str(threads + FOR_FILES),
        "--backpressure": "256",
        "--log-level": "error",  # at `warning` it wonders at the number of threads, each time
    }
    flags = ["--no-ws", "--respawn-failed-workers"]
    command_line = [sys.executable, "-m", "granian", *flags]
    for name, value in arguments.items():
        command_line += [name, value]
    os.environ["YIDAN_THREADS"] = str(threads)
    os.execv(sys.executable, [*command_line, "yidan.web.cli.serving:application"])
