"""消息 as pages show them: where each leads, and how it was told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidan.people.models import Delivery, Notice
from yidan.web import format as words

PAGES = {
    "bulletin": "bulletin",
    "card": "card",
    "result": "result",
    "feedback": "feedback",
    "matter": "matter",
    "poolcase": "pool-case",
    "project": "project",
    "rollingcase": "rolling-case",
    "visit": "visit",
}
CHANNELS = {
    "mail": gettext_lazy("邮件"), "wecom": gettext_lazy("企业微信"), "dingtalk": gettext_lazy("钉钉"),
    "feishu": gettext_lazy("飞书"), "webhook": gettext_lazy("接口"),
}  # fmt: skip


def address_of(subject_type: str, subject_id: int) -> str:
    """The page of what a notice is about; empty where it has none."""
    try:
        return reverse(PAGES[subject_type], args=[subject_id])
    except (KeyError, NoReverseMatch):
        return ""


def rows(notices: Iterable[Notice]) -> list[dict[str, Any]]:
    """Each with its sentence, its page, when, and whether it was read; a day is named once."""
    found: list[dict[str, Any]] = []
    day: date | None = None
    for each in notices:
        its_day = each.made_at.astimezone(words.BEIJING).date()
        found.append(
            {
                "id": each.pk, "sentence": each.sentence, "href": address_of(each.subject_type, each.subject_id),
                "when": words.clock(each.made_at), "day": words.day(its_day) if its_day != day else "",
                "is_unread": each.read_at is None and each.settled_at is None, "is_urgent": each.is_urgent,
                "is_settled": each.settled_at is not None and each.read_at is None,
                "read": words.minute(each.read_at) if each.read_at else "",
            }
        )  # fmt: skip
        day = its_day
    return found


def proofs(notices: Iterable[Notice]) -> list[dict[str, Any]]:
    """谁、何时、经何渠道、何时阅知: what shows that somebody was told."""
    return [
        {
            "who": str(each.person), "unit": str(each.person.unit or ""), "sentence": each.sentence,
            "told": words.minute(each.made_at), "read": words.minute(each.read_at) if each.read_at else "",
            "channels": _("、").join(_sent(delivery) for delivery in each.deliveries.all()) or _("站内消息"),
        }
        for each in notices
    ]  # fmt: skip


def _sent(delivery: Delivery) -> str:
    name = str(CHANNELS.get(delivery.channel.partition("-")[0], delivery.channel))
    if delivery.sent_at:
        return _("%(channel)s %(when)s送达") % {"channel": name, "when": words.minute(delivery.sent_at)}
    return _("%(channel)s未送达") % {"channel": name}
