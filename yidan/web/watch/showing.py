"""The day's sheet in words: rows of goods, what crosses the line, and where each number comes from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _w

from yidan.figures.watching import Alert, DaySheet, Row
from yidan.watch.models import Lead
from yidan.watch.rules import Alarm, Before, Line
from yidan.web import format as words

AGAINST = {Before.DAY: _w("比昨日"), Before.WEEK: _w("比上周"), Before.YEAR: _w("比去年")}
ALARMS = {Alarm.OUT: _w("缺货"), Alarm.DAY: _w("日涨跌超线"), Alarm.WEEK: _w("周涨幅超线")}


def value(given: Any) -> str:
    """A price: two places; — where there is none."""
    return words.number(given, 2)


def drawn(given: Fraction | None) -> Decimal | None:
    """A mean as a chart draws it."""
    return None if given is None else Decimal(given.numerator) / Decimal(given.denominator)


def changed(given: Fraction | None) -> str:
    """+3.2%."""
    return words.MISSING if given is None else f"{words.signed(given)}%"


def rows(sheet: DaySheet) -> list[dict[str, Any]]:
    """Each item with its mean, how it moved, and how many points told it."""
    return [_row(sheet, row) for row in sheet.rows]


def _row(sheet: DaySheet, row: Row) -> dict[str, Any]:
    lowest, highest = (min(row.now.values()), max(row.now.values())) if row.now else (None, None)
    return {
        "group": row.item.group, "name": row.item.name, "spec": row.item.spec, "measure": row.item.measure,
        "href": f"{reverse('watch-item', args=[sheet.watch.pk, row.item.pk])}?day={sheet.day}",
        "mean": value(row.mean), "span": f"{value(lowest)}–{value(highest)}" if row.now else words.MISSING,
        "changes": [(AGAINST[which], changed(row.change(which))) for which in Before],
        "told": len(row.now) + len(row.out), "out": len(row.out), "is_alert": bool(row.alerts),
        "alert_count": len(row.alerts),
    }  # fmt: skip


def alerts(sheet: DaySheet, *, may_raise: bool) -> list[dict[str, Any]]:
    """What crosses the line, each with the matter that it became or the way to make it one."""
    found = sheet.alerts
    leads = Lead.objects.filter(observation__in=[each.observation.pk for each in found]).select_related("matter")
    known = {lead.observation_id: lead.matter for lead in leads}
    items = {row.item.pk: row.item for row in sheet.rows}
    told = []
    for alert in found:
        item, matter = items[alert.observation.item_id], known.get(alert.observation.pk)
        told.append({
            "pk": alert.observation.pk, "point": alert.observation.point.name, "item": item.name, "spec": item.spec,
            "value": "" if alert.observation.is_out else f"{value(alert.observation.value)} {item.measure}",
            "kinds": [ALARMS[kind] for kind in alert.kinds], "why": why(alert),
            "remark": alert.observation.remark,
            "matter": matter and {"href": reverse("matter", args=[matter.pk]), "word": matter.number or _("草稿")},
            "raise": reverse("lead.raise", args=[alert.observation.pk]) if may_raise and not matter else "",
        })  # fmt: skip
    return told


def why(alert: Alert) -> str:
    """比昨日+12.0%，比上周+35.0%: what is known of its movement."""
    said = [f"{AGAINST[which]}{changed(alert.changes[which])}" for which in (Before.DAY, Before.WEEK)
            if alert.changes.get(which) is not None]  # fmt: skip
    return _("，").join(said)


def line_words(line: Line) -> str:
    """The alert lines as one sentence."""
    said = []
    if line.day_percent is not None:
        said.append(_("比昨日涨跌≥%(percent)s%%") % {"percent": plain(line.day_percent)})
    if line.week_percent is not None:
        said.append(_("比上周上涨≥%(percent)s%%") % {"percent": plain(line.week_percent)})
    if line.on_outage:
        said.append(_("缺货"))
    return _("、").join(said) or _("未设")


def plain(number: Any) -> str:
    """10, 7.5: without zeros that say nothing."""
    return f"{number.normalize():f}"


def neighbours(address: str, day: date, today: date) -> dict[str, str]:
    """The day before and, where it has come, the day after."""
    after = date.fromordinal(day.toordinal() + 1)
    return {
        "before": f"{address}?day={date.fromordinal(day.toordinal() - 1)}",
        "after": f"{address}?day={after}" if after <= today else "",
    }
