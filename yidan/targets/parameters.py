"""What the office may change of published series."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yidan.kernel.parameters import declare

CLOSE_POINTS = declare(
    "series.close_points", _("调度与统计增速基本一致的界限"), 5, unit=_("个百分点"), source="domain.md §6 (6) [A]"
)
