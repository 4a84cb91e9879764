"""What the office may change of uploads: how much a day, how many at once, how long a half one waits."""

from django.utils.translation import gettext_lazy as _

from yidan.kernel.parameters import declare

_SOURCE = "docs/evidence.md [A]"

DAY_MB = declare("upload.day_mb", _("每人每天最多上传"), 4096, unit="MB", source=_SOURCE)
UNFINISHED = declare("upload.unfinished", _("每人最多同时有未传完的文件"), 300, unit=_("个"), source=_SOURCE)
KEEP_HOURS = declare("upload.keep_hours", _("没传完的文件保留"), 168, unit=_("小时"), source=_SOURCE)
