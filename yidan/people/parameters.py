"""What the office may change of notices: when they go out, and how they are tried again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from yidan.kernel.parameters import declare
from yidan.people.rules import Hours

_QUIET = "domain.md §13.1 [M+]：半夜催报；[A]"
DIGEST = declare("notice.digest_hour", _("每日消息汇总时刻"), 9, unit=_("时"), source="一单四制：每人每日至多一条 [A]")
BEGIN = declare("notice.begin_hour", _("工作时间开始"), 8, unit=_("时"), source=_QUIET)
END = declare("notice.end_hour", _("工作时间结束"), 18, unit=_("时"), source=_QUIET)
TRIES = declare("notice.most_tries", _("发送失败最多重试"), 5, unit=_("次"), source="本系统 [A]")


def hours(values: Mapping[str, Any]) -> Hours:
    """The hours as the office has set them."""
    return Hours(digest=values[DIGEST.name], begin=values[BEGIN.name], end=values[END.name])
