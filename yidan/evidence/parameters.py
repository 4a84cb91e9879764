"""What the office may change of the grades: how near is near, how old is old, how like is the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from yidan.evidence.rules.grading import Limits
from yidan.kernel.parameters import declare

_FRAUD = "domain.md §13.3 [A]"
_OURS = "本系统 [A]"

NEAR = declare("evidence.near_m", _("拍摄点离项目点多远以内算在现场"), 1000, unit=_("米"), source=_OURS)
FAR = declare("evidence.far_m", _("拍摄点离项目点多远以外算不在现场"), 5000, unit=_("米"), source=_OURS)
ACCURACY = declare("evidence.accuracy_m", _("定位精度差于多少不作判断"), 1000, unit=_("米"), source=_OURS)
INTERVAL = declare(
    "evidence.interval_hours", _("凭证与收妥相隔多久以内能说明拍摄时间"), 72, unit=_("小时"), source=_OURS
)
GRACE = declare("evidence.grace_days", _("拍摄时间可在所报月份前后几天"), 7, unit=_("日"), source=_OURS)
CLOCK = declare("evidence.clock_minutes", _("时钟相差多少以内不计"), 120, unit=_("分钟"), source=_OURS)
ALIKE = declare("evidence.alike_percent", _("画面相似到多少算同一张"), Decimal(98), unit="%", source=_FRAUD)
STRAIGHT = declare(
    "evidence.straight_percent", _("同项目不同月份，画面不经对齐相似到多少算同一张"), Decimal(99), unit="%",
    source=_FRAUD,
)  # fmt: skip
SPEED = declare("evidence.speed_kmh", _("同一人两次拍摄之间快于多少算不可能"), 400, unit=_("公里/小时"), source=_OURS)
SAME_POINT = declare(
    "evidence.same_point_count", _("同一人多少次拍摄的坐标完全相同算可疑"), 3, unit=_("次"), source=_OURS
)
EDITORS = declare(
    "evidence.editors",
    _("修图软件(名称以顿号分隔)"),
    "photoshop、lightroom、gimp、snapseed、picsart、pixelmator、affinity photo、meitu、美图、醒图、paint.net",
    unit=_("名称"),
    source=_FRAUD,
)


def limits(values: Mapping[str, Any]) -> Limits:
    """The limits among the office's parameters (yidan.kernel.parameters.values)."""
    return Limits(
        near_m=values[NEAR.name],
        far_m=values[FAR.name],
        accuracy_m=values[ACCURACY.name],
        interval=timedelta(hours=values[INTERVAL.name]),
        grace=timedelta(days=values[GRACE.name]),
        clock=timedelta(minutes=values[CLOCK.name]),
        alike_percent=float(values[ALIKE.name]),
        straight_percent=float(values[STRAIGHT.name]),
        speed_kmh=values[SPEED.name],
        same_point=values[SAME_POINT.name],
        editors=tuple(name.strip().lower() for name in re.split("[,，、]", values[EDITORS.name]) if name.strip()),
    )
