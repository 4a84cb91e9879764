"""What the office may change of the field app: how old a nonce may be, how long and large a film."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yidan.kernel.parameters import declare

NONCE_HOURS = declare(
    "field.nonce_hours", _("拍摄凭证有效时长"), 96, unit=_("小时"), source="本系统 [A]：离线72小时，另加一天余量"
)
VIDEO_SECONDS = declare(
    "field.video_seconds", _("手机视频最长"), 60, unit=_("秒"), source="本系统 [A]：够看清一处，传得出去"
)
VIDEO_MB = declare("field.video_mb", _("手机视频最大"), 100, unit="MB", source="本系统 [A]：慢网络约半小时传完")
