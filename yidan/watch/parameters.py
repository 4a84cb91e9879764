"""What a new watch's alert lines open with, and how far back a day may be entered."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from yidan.kernel.parameters import declare

_LINE = "domain.md §10 [A]：±10%/日或+30%/周"

DAY = declare("watch.day_percent", _("监测预警线：比昨日涨跌"), Decimal(10), unit="%", source=_LINE)
WEEK = declare("watch.week_percent", _("监测预警线：比上周上涨"), Decimal(30), unit="%", source=_LINE)
BACK = declare("watch.back_days", _("监测数据可补录几天前的"), 60, unit=_("天"), source="本系统 [A]：更早的由市里导入")
