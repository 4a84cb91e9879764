"""How this reader wants to see things on this device: theme, size of type, unit of money, language.

Kept in cookies of a year, not in the database: they say nothing about the person and belong to the device.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yidan.web.format import WAN, YI, unit_word

CHOICES: dict[str, dict[str, str | Promise]] = {
    "theme": {"auto": _("跟随系统"), "light": _("浅色"), "dark": _("深色")},
    "size": {"normal": _("标准"), "large": _("大字")},
    "unit": {WAN: _("万元"), YI: _("亿元")},
}


@dataclass(frozen=True, slots=True)
class Preferences:
    """What was chosen; the first of each choice where nothing was."""

    theme: str = "auto"
    size: str = "normal"
    unit: str = WAN

    @property
    def unit_word(self) -> str:
        """万元 or 亿元, as columns and captions name it."""
        return unit_word(self.unit)


def preferences(request: HttpRequest) -> Preferences:
    """Read from the cookies; anything unknown counts as not chosen."""
    chosen = {}
    for name, choices in CHOICES.items():
        value = request.COOKIES.get(name, "")
        if value in choices:
            chosen[name] = value
    return Preferences(**chosen)
