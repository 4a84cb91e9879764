"""What went wrong, as one sentence for standard error and one exit status."""

from __future__ import annotations

import click

from yidan.kernel.errors import Refused
from yidan.web.cli.language import _

USAGE, FAILED, INTERRUPTED = 2, 1, 130


def exit_status(failure: BaseException) -> int:
    """2 for a wrong call, 130 for an interruption, 1 for all else."""
    if isinstance(failure, click.UsageError):
        return USAGE
    return INTERRUPTED if isinstance(failure, click.Abort | KeyboardInterrupt) else FAILED


def sentence(failure: BaseException) -> str:
    """What, where, and what to do now."""
    if isinstance(failure, click.UsageError):
        return _usage(failure)
    if isinstance(failure, click.ClickException):
        return failure.format_message()
    if isinstance(failure, click.Abort | KeyboardInterrupt):
        return _("已中断。")
    if isinstance(failure, Refused):
        return str(failure)
    if isinstance(failure, OSError) and failure.filename:
        return _os_error(failure)
    return _database(failure) or _("意外的错误 %(kind)s：%(text)s；设 YIDAN_DEBUG=1 再试可看到详情。") % {
        "kind": type(failure).__name__,
        "text": " ".join(str(failure).split())[:300],
    }


def _usage(failure: click.UsageError) -> str:
    path = failure.ctx.command_path if failure.ctx else "yidan"
    if isinstance(failure, click.MissingParameter):
        what = _("缺少 %(name)s") % {"name": _parameter(failure)}
    elif isinstance(failure, click.NoSuchOption):
        what = _("没有选项 %(name)s") % {"name": failure.option_name}
    elif isinstance(failure, click.BadParameter) and failure.param:
        what = _("%(name)s 不对：%(text)s") % {"name": _parameter(failure), "text": failure.message.rstrip(".")}
    else:
        what = failure.message.rstrip(".")
    return _("%(what)s。用法见 %(path)s --help。") % {"what": what, "path": path}


def _parameter(failure: click.BadParameter) -> str:
    if failure.param is None:
        return str(failure.param_hint or "")
    return failure.param.opts[0] if isinstance(failure.param, click.Option) else failure.param.human_readable_name


def _os_error(failure: OSError) -> str:
    reasons = {
        FileNotFoundError: _("没有这个文件或文件夹"),
        PermissionError: _("没有权限"),
        IsADirectoryError: _("这是文件夹，不是文件"),
        FileExistsError: _("已经有了"),
    }
    reason = next((words for kind, words in reasons.items() if isinstance(failure, kind)), failure.strerror)
    return _("%(file)s：%(reason)s。") % {"file": failure.filename, "reason": reason}


def _database(failure: BaseException) -> str | None:
    from django.db import DatabaseError

    if not isinstance(failure, DatabaseError):
        return None
    return _("数据库不可用：%(text)s；请检查 DATABASE_URL 与 YIDAN_HOME。") % {
        "text": " ".join(str(failure).split())[:300]
    }
