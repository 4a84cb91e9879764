"""Items: entered, corrected, withdrawn; the projects that carry them; their dated values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from yidan.kernel.command import command
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Note, note
from yidan.kernel.verbs import Verb
from yidan.ledger.commands.derived import refuse_merged, require_text
from yidan.ledger.models import Project
from yidan.people.models import Person, Unit
from yidan.targets import rules
from yidan.targets.commands.register import beginning, live
from yidan.targets.models import Content, Item, Link, Measurement, Register
from yidan.targets.states import FLOW, Level, State

ENDED = (State.WITHDRAWN, State.DROPPED)


@command(Verb.ITEM_ENTER)
def enter(
    register: Register,
    *,
    by: Person,
    at: datetime,
    recorded_at: datetime,
    title: str,
    parent: Item | None = None,
    order: int | None = None,
    origin: str = "",
    **said: Any,
) -> Note:
    """登记: one item of a register, with what the register asks for."""
    content = cleaned(register, title=title, **said)
    item = entered(register, content, by=by, recorded_at=recorded_at, parent=parent, order=order, origin=origin)
    return note(item, register=register.name, title=content["title"], serial=item.serial, origin=origin)


def entered(
    register: Register, content: Mapping[str, Any], *, by: Person, recorded_at: datetime, parent: Item | None = None,
    order: int | None = None, origin: str = "", carried_from: Item | None = None,
) -> Item:  # fmt: skip
    """Write an item and what is said of it."""
    _refuse_misplaced(register, parent)
    serial = (Item.objects.filter(register_key=register.key).aggregate(last=Max("serial"))["last"] or 0) + 1
    item = Item.objects.create(
        register_key=register.key, serial=serial, parent=parent, order=serial if order is None else order,
        state=beginning(register.asks), carried_from=carried_from, noted_at=recorded_at,
    )  # fmt: skip
    Content.record(recorded_at=recorded_at, item=item, by=by, origin=origin, **content)
    return item


def _refuse_misplaced(register: Register, parent: Item | None) -> None:
    if parent is None:
        return
    if parent.register_key != register.asks.parent:
        raise Invalid(_("“%(name)s”的条目不能放在“%(parent)s”下面。")
                      % {"name": register.name, "parent": parent.title}, field="parent")  # fmt: skip
    if parent.state in ENDED:
        raise Invalid(_("上级“%(parent)s”已撤销或不再推进。") % {"parent": parent.title}, field="parent")


def cleaned(
    register: Register, *, title: str, year: int | None = None, starts_on: date | None = None,
    until_on: date | None = None, unit: Unit | None = None, level: str = "", document: str = "", text: str = "",
    values: Mapping[str, Any] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """What an item says, checked: a sentence at the field that does not hold."""
    title = require_text(title, _("请填写名称。"), "title")
    for name, said, most in (("title", title, 200), ("document", document, 120), ("text", text, 5000)):
        if len(said) > most:
            raise Invalid(_("最多%(most)s字。") % {"most": most}, field=name)
    if until_on and (starts_on is None or until_on < starts_on):
        raise Invalid(_("结束日期要在开始日期之后。"), field="until_on")
    if level and level not in Level.values:
        raise Invalid(_("没有“%(level)s”这个级别。") % {"level": level}, field="level")
    if year is not None and not 1990 <= year <= 2100:
        raise Invalid(_("年度写作四位数，如2020。"), field="year")
    return {
        "title": title, "year": year or (starts_on.year if starts_on else None), "starts_on": starts_on,
        "until_on": until_on, "unit": unit, "level": level, "document": document.strip(), "text": text.strip(),
        "values": rules.clean(register.asks, values or {}),
    }  # fmt: skip


@command(Verb.ITEM_CHANGE)
def change(item: Item, *, by: Person, at: datetime, recorded_at: datetime, reason: str, **said: Any) -> Note:
    """更正登记: what the item says is superseded whole, with the reason; both can be read."""
    _refuse_ended(item)
    register = live(item.register_key)
    reason = require_text(reason, _("请写明更正原因。"), "reason")
    before = item.contents.live().get()
    content = cleaned(register, **said)
    changed = [name for name, value in content.items() if getattr(before, name) != value]
    if not changed:
        raise Invalid(_("没有改动。"), field="title")
    before.superseded_by(recorded_at=recorded_at, by=by, reason=reason, origin="", **content)
    return note(item, title=content["title"], reason=reason, changed=changed)


@command(Verb.ITEM_WITHDRAW)
def withdraw(item: Item, *, by: Person, at: datetime, reason: str) -> Note:
    """撤销登记: entered by mistake; it counts no more and can still be read."""
    reason = require_text(reason, _("请写明撤销原因。"), "reason")
    if item.children.exclude(state=State.WITHDRAWN).exists():
        raise Invalid(_("“%(title)s”下面还有条目，请先撤销或移走。") % {"title": item.title}, field="reason")
    FLOW.advance(item, Verb.ITEM_WITHDRAW, ended_at=at)
    return note(item, title=item.title, reason=reason)


@command(Verb.ITEM_LINK)
def link(item: Item, *, by: Person, at: datetime, recorded_at: datetime, project: Project, remark: str = "") -> Note:
    """挂接项目: the project carries this item, so that progress and starts are computed from it."""
    _refuse_ended(item)
    refuse_merged(project)
    if not live(item.register_key).asks.projects:
        raise Invalid(_("这本登记簿的条目不挂项目。"), field="project")
    if item.links.live().filter(project=project).exists():
        raise Invalid(_("%(project)s已经挂上了。") % {"project": project}, field="project")
    if len(remark) > 200:
        raise Invalid(_("最多%(most)s字。") % {"most": 200}, field="remark")
    order = item.links.live().count() + 1
    made = Link.record(recorded_at=recorded_at, item=item, project=project, note=remark.strip(), order=order, by=by)
    return note(made, title=item.title, internal_id=project.internal_id, remark=remark.strip())


@command(Verb.ITEM_UNLINK)
def unlink(carried: Link, *, by: Person, at: datetime, recorded_at: datetime, reason: str) -> Note:
    """取消挂接, with the reason; as of an earlier day it still stands."""
    reason = require_text(reason, _("请写明取消挂接的原因。"), "reason")
    carried.retire(recorded_at=recorded_at)
    return note(carried, title=carried.item.title, internal_id=carried.project.internal_id, reason=reason)


@command(Verb.ITEM_MEASURE)
def measure(
    item: Item, *, by: Person, at: datetime, recorded_at: datetime, name: str, until_on: date, value: Decimal,
    source: str, reason: str = "",
) -> Note:  # fmt: skip
    """记数值 as of a day, with its source; a second value of the same day supersedes the first and says why."""
    _refuse_ended(item)
    series = next((each for each in live(item.register_key).asks.series if each.name == name), None)
    if series is None:
        raise Invalid(_("这本登记簿没有“%(name)s”这个数列。") % {"name": name}, field="name")
    source = require_text(source, _("请写明数据来源。"), "source")
    if until_on > recorded_at.date():
        raise Invalid(_("日期还没有到。"), field="until_on")
    before = item.readings.live().filter(name=name, until_on=until_on).first()
    if before is not None:
        if before.value == value and before.source == source:
            raise Invalid(_("没有改动。"), field="value")
        reason = require_text(reason, _("这一天已有数值%(value)s，更正请写明原因。")
                              % {"value": f"{before.value.normalize():f}"}, "reason")  # fmt: skip
        before.superseded_by(recorded_at=recorded_at, value=value, source=source, by=by, reason=reason)
    else:
        Measurement.record(
            recorded_at=recorded_at, item=item, name=name, until_on=until_on, value=value, source=source, by=by
        )
    return note(item, title=item.title, series=series.label, until_on=until_on.isoformat(), value=str(value),
                source=source, reason=reason)  # fmt: skip


def _refuse_ended(item: Item) -> None:
    if item.state in ENDED:
        raise Invalid(_("“%(title)s”已撤销或不再推进，不能再改。") % {"title": item.title})
