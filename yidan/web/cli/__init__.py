"""命令行: `yidan`. One module a subcommand, imported only when it is asked for.

A module exposes `command`. It calls `home.prepare()` before it touches data, and says what went wrong by raising
`yidan.kernel.errors.Refused` or `click.ClickException`: one sentence on standard error, exit status not 0.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.util import find_spec

import click

from yidan.web.cli.language import _

# Subcommand: its module here, in the order of a first day.
SUBCOMMANDS = {
    "serve": "serve",
    "worker": "worker",
    "demo": "demo",
    "import": "import_",
    "export": "export",
    "figures": "figures",
    "doubts": "doubts",
    "assess": "assess",
    "funds": "funds",
    "patrol": "patrol",
    "approvals": "approvals",
    "workdays": "workdays",
    "journal": "journal",
    "series": "series",
    "outlines": "outlines",
    "bulletin": "bulletin",
    "evidence": "evidence",
    "createuser": "createuser",
    "backup": "backup",
    "restore": "restore",
}


class Subcommands(click.Group):
    """Finds a subcommand's module by name, so that `yidan --help` loads none of them in full."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Those that are there."""
        return [name for name, module in SUBCOMMANDS.items() if find_spec(f"{__name__}.{module}")]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one."""
        if cmd_name not in self.list_commands(ctx):
            return None
        return import_module(f"{__name__}.{SUBCOMMANDS[cmd_name]}").command


@click.command(
    cls=Subcommands,
    help=_("一单：重点项目的台账、调度与数。数据存放在 YIDAN_HOME(默认 ./var)，大库用 DATABASE_URL 指向 PostgreSQL。"),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="yidan", message="%(prog)s %(version)s")
def group() -> None:
    """The root of all subcommands."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit status."""
    from yidan.web.cli import failures

    try:
        code = group.main(args=arguments, prog_name="yidan", standalone_mode=False)
        if home := sys.modules.get("yidan.web.cli.home"):
            home.settle()
        sys.stdout.flush()
    except SystemExit:
        raise
    except click.exceptions.NoArgsIsHelpError as failure:
        click.echo(failure.ctx.get_help(), err=True)
        sys.exit(failures.USAGE)
    except BrokenPipeError:  # the reader (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except BaseException as failure:
        if os.environ.get("YIDAN_DEBUG") == "1":
            raise
        click.echo(f"yidan: {failures.sentence(failure)}", err=True)
        sys.exit(failures.exit_status(failure))
    sys.exit(code if isinstance(code, int) else 0)
