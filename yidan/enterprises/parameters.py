"""How soon what a firm asks for is to be answered, and when a firm was left alone too long."""

from django.utils.translation import gettext_lazy as _

from yidan.kernel.parameters import declare

NEED = declare(
    "enterprise.need_days", _("企业诉求办理时限"), 10, unit=_("个工作日"), source="domain.md §10 [A]：限时办结"
)
QUIET = declare("enterprise.quiet_days", _("多久没有走访要提醒"), 30, unit=_("天"), source="本系统 [A]")
