"""回头看: drawing a batch that anybody can draw again, and writing down what the second look found."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from yidan.kernel.command import command
from yidan.kernel.errors import Invalid, NotPermitted, Refused
from yidan.kernel.journal import Note, note
from yidan.kernel.values import BEIJING
from yidan.kernel.verbs import Verb
from yidan.matters import rules
from yidan.matters.commands.listing import rebounded
from yidan.matters.commands.stepping import belongs, require_text
from yidan.matters.models import Matter, Recheck, RecheckBatch
from yidan.matters.states import Result, State
from yidan.people.models import Person, Unit


@command(Verb.RECHECK_DRAW)
def draw(
    unit: Unit, *, by: Person, at: datetime, name: str, from_on: date, to_on: date, percent: int, seed: str
) -> Note:
    """抽取回头看: a share of what was struck off in a period, by a seed that is written down and printed."""
    name = require_text(name, _("请填写批次名称。"), "name", 80)
    seed = require_text(seed, _("请填写抽样种子，如抽取当天的日期。"), "seed", 40)
    if not 1 <= percent <= 100:
        raise Invalid(_("抽查比例应在1到100之间。"), field="percent")
    if to_on < from_on:
        raise Invalid(_("结束日期早于开始日期。"), field="to_on")
    if RecheckBatch.objects.filter(name=name).exists():
        raise Invalid(_("批次“%(name)s”已经有了。") % {"name": name}, field="name")
    start = datetime(from_on.year, from_on.month, from_on.day, tzinfo=BEIJING)
    end = datetime(to_on.year, to_on.month, to_on.day, 23, 59, 59, 999999, tzinfo=BEIJING)
    closed = list(Matter.objects.filter(state=State.CLOSED, closed_at__range=(start, end)).values_list("pk", flat=True))
    if not closed:
        raise Refused(_("这段时间没有销号的事项，无从抽取。"))
    chosen = rules.drawn(closed, -(-len(closed) * percent // 100), seed)
    batch = RecheckBatch.objects.create(
        name=name, closed_from_on=from_on, closed_to_on=to_on, population=len(closed), seed=seed, drawn_at=at,
        drawer=by,
    )  # fmt: skip
    Recheck.objects.bulk_create(Recheck(batch=batch, matter_id=pk, order=order) for order, pk in enumerate(chosen, 1))
    return note(batch, name=name, population=len(closed), drawn=len(chosen), seed=seed)


@command(Verb.RECHECK_RECORD)
def record(recheck: Recheck, *, by: Person, at: datetime, result: str, found: str) -> Note:
    """记录回头看: it holds, or it rebounded, and then a new matter is on the list at once."""
    if result not in (Result.HOLDS, Result.REBOUND):
        raise Invalid(_("请选择未反弹或反弹。"), field="result")
    found = require_text(found, _("请写明复查看到的情况。"), "found")
    if belongs(by, recheck.matter.lead_unit_id):
        raise NotPermitted(_("牵头单位不能复查自己的事项。"))
    done = Recheck.objects.filter(pk=recheck.pk, result=Result.WAITING).update(
        result=result, found=found, looked_at=at, looker=by
    )
    if not done:
        raise Refused(_("这一件刚刚已由他人复查。"))
    recheck.refresh_from_db()
    again = rebounded(recheck.matter, by, at, found) if result == Result.REBOUND else None
    return note(recheck, matter=recheck.matter.number, result=Result(result).label, found=found,
                new=again.number if again else "")  # fmt: skip
