"""What a subcommand prints: JSON, and progress on a terminal only."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import Any

import click


def as_json(data: Any) -> str:
    """Exact decimals, dates and values of the house as strings."""
    return json.dumps(data, ensure_ascii=False, indent=2, default=_plain)


def print_json(data: Any) -> None:
    """To standard output, for programs."""
    click.echo(as_json(data))


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    return str(value)


def progress(length: int, label: str) -> Any:
    """A progress bar on standard error; it shows only on a terminal. Use with `with`, move it with `.update(n)`."""
    return click.progressbar(length=length, label=label, file=sys.stderr, hidden=not sys.stderr.isatty())
