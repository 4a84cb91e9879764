"""Acts on published series: registered, recorded as released, revised by a later release, taken back where mistyped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from yidan.kernel.command import command
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Note, note
from yidan.kernel.values import Month, beijing_day
from yidan.kernel.verbs import Verb
from yidan.people.models import Person, Unit
from yidan.targets.models import Release, Series
from yidan.targets.rules import series as rules
from yidan.targets.states import Agency, SeriesKind


@dataclass(frozen=True, slots=True)
class Released:
    """A month's number of one place as a paper prints it."""

    month: Month
    said: str
    document: str
    released_on: date
    unit: Unit | None = None
    rank: int | None = None
    rank_of: int | None = None
    provincial: Decimal | None = None
    national: Decimal | None = None


@command(Verb.SERIES_REGISTER)
def register(
    unit: Unit | None, *, by: Person, at: datetime, code: str, name: str, measured: str, publisher: str,
    agency: str = Agency.STATISTICS, unit_word: str = "", is_cumulative: bool = True, definition: str = "",
    beside: str = "", order: int = 100,
) -> Note:  # fmt: skip
    """登记数列: an indicator that somebody else publishes; it is stored as published and never computed."""
    code, name = code.strip(), name.strip()
    if not name or not publisher.strip():
        raise Invalid(_("请写明数列的名称和公布单位。"), field="name")
    if measured not in SeriesKind.values:
        raise Invalid(_("请选择数的种类。"), field="measured")
    if Series.objects.filter(name=name).exists():
        raise Invalid(_("数列“%(name)s”已经登记。") % {"name": name}, field="name")
    if not code or Series.objects.filter(code=code).exists():
        raise Invalid(_("代码“%(code)s”为空或已经用过，请换一个。") % {"code": code}, field="code")
    made = Series.objects.create(
        code=code, name=name, measured=measured, publisher=publisher.strip(), agency=agency,
        unit_word=unit_word.strip(), is_cumulative=is_cumulative, definition=definition.strip(), beside=beside,
        order=order,
    )  # fmt: skip
    return note(made, name=name, code=code, publisher=publisher)


@command(Verb.SERIES_CHANGE)
def change(series: Series, *, by: Person, at: datetime, **changes: Any) -> Note:
    """变更数列: its words and what it is laid beside; code and sort of number stay, papers cite them."""
    known = {"name", "publisher", "unit_word", "definition", "beside", "agency"}
    moved = {name: value for name, value in changes.items() if name in known and getattr(series, name) != value}
    if not moved:
        raise Invalid(_("没有改动，不用保存。"))
    if "name" in moved and Series.objects.filter(name=moved["name"]).exclude(pk=series.pk).exists():
        raise Invalid(_("数列“%(name)s”已经登记。") % {"name": moved["name"]}, field="name")
    Series.objects.filter(pk=series.pk).update(**moved)
    return note(series, name=series.name, changed=sorted(moved))


@command(Verb.RELEASE_RECORD)
def record(
    series: Series, *, by: Person, at: datetime, recorded_at: datetime, released: Released, reason: str = ""
) -> Note:  # fmt: skip
    """录入公布数: as printed. A month that has one already is revised, with the later paper and the reason."""
    said, document = released.said.strip(), released.document.strip()
    value = rules.number(said)
    if not said or not document:
        raise Invalid(_("请照原文填写公布数和来源文件。"), field="said")
    if value is None and series.measured != SeriesKind.GRADE:
        raise Invalid(_("“%(said)s”不是数；请照公布的数填写，如 9.7 或 -3.1。") % {"said": said}, field="said")
    if released.rank and released.rank_of and released.rank > released.rank_of:
        raise Invalid(_("位次大于参加排名的个数。"), field="rank")
    if released.released_on > beijing_day(at):
        raise Invalid(_("公布日期在以后；没有公布的数不录。"), field="released_on")
    if released.month.first > released.released_on:
        raise Invalid(_("公布日期早于所属月份。"), field="released_on")
    fields = {
        "said": said, "value": value, "rank": released.rank, "rank_of": released.rank_of,
        "provincial": released.provincial, "national": released.national, "document": document,
        "released_on": released.released_on, "recorder": by,
    }  # fmt: skip
    place = {"series": series, "unit": released.unit, "month": released.month}
    live = Release.objects.live().filter(**place).first()
    if live is None:
        made = Release.record(recorded_at=recorded_at, **place, **fields)
    elif all(getattr(live, name) == each for name, each in fields.items() if name != "recorder"):
        raise Invalid(_("%(month)s的公布数已经是这样，不用再录。") % {"month": released.month}, field="said")
    elif not reason.strip():
        raise Invalid(
            _("%(month)s已录有公布数%(said)s；修订请写明原因和新的来源文件，旧数照样保留。")
            % {"month": released.month, "said": live.said},
            field="reason",
        )
    else:
        made = live.superseded_by(recorded_at=recorded_at, reason=reason.strip()[:200], **fields)
    return note(
        made, name=series.name, month=released.month, of=released.unit or _("全市"), said=said, rank=released.rank,
        document=document, before=live.said if live else None, reason=reason.strip() or None,
    )  # fmt: skip


@command(Verb.RELEASE_WITHDRAW)
def withdraw(release: Release, *, by: Person, at: datetime, recorded_at: datetime, reason: str) -> Note:
    """撤回公布数: what was typed into the wrong month or place; it stays to be seen as a vintage."""
    if not reason.strip():
        raise Invalid(_("请写明为什么撤回。"), field="reason")
    release.retire(recorded_at=recorded_at)
    said = {"name": release.series.name, "month": release.month, "said": release.said}
    return note(release, **said, reason=reason.strip())
