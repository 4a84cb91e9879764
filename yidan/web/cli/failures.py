"""What went wrong, as one sentence for standard error and one exit status."""

from __future__ import annotations

import errno

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
    return (
        _setting(failure)
        or _database(failure)
        or _("意外的错误 %(kind)s：%(text)s；设 YIDAN_DEBUG=1 再试可看到详情。")
        % {
            "kind": type(failure).__name__,
            "text": " ".join(str(failure).split())[:300],
        }
    )


def _usage(failure: click.UsageError) -> str:
    path = failure.ctx.command_path if failure.ctx else "yidan"
    if isinstance(failure, click.MissingParameter):
        what = _("缺少 %(name)s") % {"name": _parameter(failure)}
    elif isinstance(failure, click.NoSuchOption):
        what = _("没有选项 %(name)s") % {"name": failure.option_name}
    elif isinstance(failure, click.BadParameter) and failure.param:
        what = _("%(name)s 不对：%(text)s") % {"name": _parameter(failure), "text": _wrong(failure, failure.param.type)}
    elif failure.message.startswith("No such command"):
        what = _("没有子命令 %(name)s") % {"name": failure.message.split("'")[1]}
    else:
        what = failure.message.rstrip(".")
    return _("%(what)s。用法见 %(path)s --help。") % {"what": what, "path": path}


def _wrong(failure: click.BadParameter, kind: click.ParamType) -> str:
    """What click says in English of its own kinds, in the language of this command line; our own words as they are."""
    if not failure.message.isascii():
        return failure.message.rstrip("。")
    if isinstance(kind, click.Choice):
        return _("只能是 %(choices)s 之一") % {"choices": _("、").join(map(str, kind.choices))}
    if isinstance(kind, click.Path | click.File):
        return _("没有这个文件，或不能读")
    if isinstance(kind, click.IntRange):
        if kind.max is None:
            return _("应是整数，不小于%(least)s") % {"least": kind.min}
        return _("应是%(least)s至%(most)s的整数") % {"least": kind.min, "most": kind.max}
    return _("应是整数") if kind is click.INT else failure.message.rstrip(".")


def _parameter(failure: click.BadParameter) -> str:
    if failure.param is None:
        return str(failure.param_hint or "")
    return failure.param.opts[0] if isinstance(failure.param, click.Option) else failure.param.human_readable_name


def reason_of(failure: OSError) -> str:
    """Why the system would not, in words."""
    reasons = {
        errno.ENOENT: _("没有这个文件或文件夹"), errno.EACCES: _("没有权限"), errno.EPERM: _("没有权限"),
        errno.EISDIR: _("这是文件夹，不是文件"), errno.ENOTDIR: _("路径中有一段不是文件夹"),
        errno.EEXIST: _("已经有了"), errno.ENOSPC: _("磁盘已满"), errno.EROFS: _("磁盘只读"),
        errno.EADDRINUSE: _("已有程序在用"), errno.EADDRNOTAVAIL: _("本机没有这个地址"),
    }  # fmt: skip
    return reasons.get(failure.errno or 0) or failure.strerror or str(failure)


def _os_error(failure: OSError) -> str:
    named = str(failure.filename).removesuffix(".part")  # a file half written is not what was asked for
    return _("%(file)s：%(reason)s。") % {"file": named, "reason": reason_of(failure)}


def _setting(failure: BaseException) -> str | None:
    from django.core.exceptions import ImproperlyConfigured

    if not isinstance(failure, ImproperlyConfigured):
        return None
    return _("环境变量不对，应写作 %(text)s；请改正后再试。") % {"text": " ".join(str(failure).split())[:300]}


def _database(failure: BaseException) -> str | None:
    from django.db import DatabaseError

    if not isinstance(failure, DatabaseError):
        return None
    if str(failure) == "database is locked":
        return _("数据库正被另一个程序占着写入，等了20秒仍未轮到；没有改动任何数据，请稍后再试。")
    return _("数据库不可用：%(text)s；请检查 DATABASE_URL 与 YIDAN_HOME。") % {
        "text": " ".join(str(failure).split())[:300]
    }
