"""Acts on bulletins: drafted by rules, edited by people, signed, numbered, frozen; corrected only in the open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from yidan.bulletins import parameters as office
from yidan.bulletins import queries
from yidan.bulletins.asking import Book, differences
from yidan.bulletins.blocks import Masthead, from_json, length, numerals, to_json
from yidan.bulletins.models import Bulletin, Comment
from yidan.bulletins.rules import HALF_UP
from yidan.bulletins.states import FLOW, Kind, State, Withheld
from yidan.kernel import parameters, seals, workdays
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid, NotPermitted, Refused
from yidan.kernel.journal import Note, note
from yidan.kernel.policy import Role
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.people.commands.notifying import notify, settle
from yidan.people.models import Person, Unit
from yidan.people.queries import holding_role, people_of

_NUMBERING = 7_301_013


@command(Verb.BULLETIN_DRAFT)
def draft(
    unit: Unit,
    *,
    by: Person,
    at: datetime,
    kind: str,
    title: str,
    from_on: date,
    to_on: date,
    cut_off_at: datetime,
    blocks: Sequence[Any],
    named: Iterable[int] = (),
    rounding: str = HALF_UP,
) -> Note:
    """起草通报: keep what the rules drafted, with the moment as of which its numbers hold."""
    if kind not in Kind.values:
        raise Invalid(_("请选择通报种类。"), field="kind")
    if cut_off_at > at:
        raise Invalid(_("数据截止时间还没有到，请到时再起草。"), field="cut_off_at")
    same = Bulletin.objects.filter(kind=kind, from_on=from_on, to_on=to_on, corrects=None)
    if kind == Kind.SPECIAL:  # several of a month, each on something else
        same = same.filter(title=title.strip()[:120])
    if same.exclude(state=State.WITHDRAWN).exists():
        raise Invalid(_("这一期已经起草，请在原稿上修改，或先撤回。"), field="to_on")
    bulletin = Bulletin.objects.create(
        kind=kind, year=to_on.year, title=title.strip()[:120], from_on=from_on, to_on=to_on, cut_off_at=cut_off_at,
        rounding=rounding, blocks=to_json(list(blocks)), drafted_at=at, drafter=by if isinstance(by, Person) else None,
    )  # fmt: skip
    bulletin.named_units.set(Unit.objects.filter(pk__in=list(named)))
    if bulletin.drafter is None:
        _tell_the_office(bulletin, at)
    return note(
        bulletin, kind=Kind(kind).label, title=title, cut_off_at=cut_off_at,
        named=[str(each) for each in bulletin.named_units.all()] or None,
    )  # fmt: skip


def _tell_the_office(bulletin: Bulletin, at: datetime) -> None:
    """A paper that the clock drafted waits for whoever takes it up first."""
    with translation.override(settings.LANGUAGE_CODE):
        sentence = _("《%(title)s》已按数据截止时间自动起草，请核对后签发。") % {"title": bulletin.title}
    office = holding_role(Person.objects.all(), Role.SUPERVISOR)
    notify(office, sentence, about=bulletin, verb=Verb.BULLETIN_DRAFT, at=at, occasion=f"drafted:{bulletin.pk}")


def _taken_up(bulletin: Bulletin, by: Person, at: datetime) -> dict[str, Any]:
    """Whoever works first on what the clock drafted is its drafter from then on, and does not sign it."""
    settle(bulletin, Verb.BULLETIN_DRAFT, at=at)
    return {"drafter": by} if bulletin.drafter_id is None else {}


@command(Verb.BULLETIN_EDIT)
def edit(bulletin: Bulletin, *, by: Person, at: datetime, blocks: Sequence[Any], seen: Sequence[Any]) -> Note:
    """修改通报: words change, numbers stay alive. A number may move or go, but none is invented: what the editor
    typed himself is text, listed before publication. `seen` is what the editor had before him."""
    fresh = Bulletin.objects.select_for_update().get(pk=bulletin.pk)
    if to_json(list(seen)) != fresh.blocks:
        raise Refused(_("这份通报刚刚已被他人修改，请刷新后再改；您写的内容没有丢。"))
    known = list(numerals(from_json(fresh.blocks)))
    for each in numerals(tuple(blocks)):
        if each not in known:
            raise Invalid(
                _("“%(number)s”不是系统算出的数，请作为文字填写。") % {"number": each.printed}, field="blocks"
            )
    FLOW.advance(
        bulletin, Verb.BULLETIN_EDIT, blocks=to_json(list(blocks)), signed_at=None, signed_by=None,
        **_taken_up(fresh, by, at),
    )  # fmt: skip
    return note(bulletin, title=bulletin.title, characters=length(blocks))


@command(Verb.BULLETIN_CONSULT)
def consult(bulletin: Bulletin, *, by: Person, at: datetime) -> Note:
    """征求意见: the units that are named see it first and may object, one working day as a rule."""
    if not bulletin.named_units.exists():
        raise Refused(_("这份通报没有点名单位，可以直接签发。"))
    days = parameters.values()[office.CONSULT.name]
    until = workdays.calendar().add(beijing_day(at), days).value
    FLOW.advance(bulletin, Verb.BULLETIN_CONSULT, consulted_until_on=until, **_taken_up(bulletin, by, at))
    with translation.override(settings.LANGUAGE_CODE):
        sentence = _("征求意见：《%(title)s》点名了贵单位，请于%(until)s前提出意见，没有意见也请回复。") % {
            "title": bulletin.title, "until": _("%(month)d月%(day)d日") % {"month": until.month, "day": until.day},
        }  # fmt: skip
    named, once = people_of(*bulletin.named_units.values_list("pk", flat=True)), f"consult:{bulletin.pk}"
    notify(named, sentence, about=bulletin, verb=Verb.BULLETIN_COMMENT, at=at, but=by, occasion=once)
    return note(bulletin, units=[str(each) for each in bulletin.named_units.all()], until=until)


@command(Verb.BULLETIN_COMMENT)
def comment(bulletin: Bulletin, *, by: Person, at: datetime, agrees: bool, text: str = "") -> Note:
    """提出意见: a unit that is named says that it has none, or what is wrong and why."""
    unit = queries.named_unit_of(by, bulletin)
    if unit is None:
        raise NotPermitted(_("意见由通报点名的单位提出。"))
    if not agrees and not text.strip():
        raise Invalid(_("请写明哪里不对、依据是什么。"), field="text")
    FLOW.advance(bulletin, Verb.BULLETIN_COMMENT)
    Comment.objects.create(
        bulletin=bulletin, unit=unit, commenter=by, agrees=agrees, text=text.strip()[:500], commented_at=at
    )
    settle(bulletin, Verb.BULLETIN_COMMENT, at=at, persons=people_of(unit.pk))
    return note(bulletin, unit=unit, agrees=agrees, text=text.strip())


@command(Verb.BULLETIN_SIGN)
def sign(bulletin: Bulletin, *, by: Person, at: datetime) -> Note:
    """签发: by another than the drafter, when everybody named has spoken or the time for it is over."""
    if by.pk == bulletin.drafter_id:
        raise NotPermitted(_("起草人不能签发自己的通报，请由负责人签发。"))
    if bulletin.state == State.DRAFT and bulletin.named_units.exists():
        raise Refused(_("通报点名了单位，请先征求意见。"))
    if bulletin.consulted_until_on and bulletin.state == State.CONSULTING:
        answered = set(bulletin.comments.values_list("unit_id", flat=True))
        waiting = [str(each) for each in bulletin.named_units.all() if each.pk not in answered]
        if waiting and beijing_day(at) <= bulletin.consulted_until_on:
            raise Refused(
                _("还在征求意见(至%(until)s)，%(units)s尚未回复。")
                % {"until": bulletin.consulted_until_on, "units": "、".join(waiting)}
            )
    wrong = check(bulletin)
    if wrong:
        raise Refused(
            _("有%(count)d处数与截止时点的台账不符，如“%(printed)s”应为“%(again)s”，请重新起草。")
            % {"count": len(wrong), "printed": wrong[0].printed, "again": wrong[0].recomputed}
        )
    FLOW.advance(bulletin, Verb.BULLETIN_SIGN, signed_at=at, signed_by=by)
    settle(bulletin, Verb.BULLETIN_DRAFT, at=at)
    return note(bulletin, title=bulletin.title)


def check(bulletin: Bulletin) -> list[Any]:
    """The numbers of a bulletin that are not what the ledger says as of its cut-off."""
    asked = [(each.printed, each.ask) for each in numerals(from_json(bulletin.blocks))]
    return differences(asked, Book(bulletin.cut_off_at, bulletin.rounding))


@command(Verb.BULLETIN_PUBLISH)
def publish(
    bulletin: Bulletin, *, by: Person, at: datetime, document: str = "", is_public: bool = False,
    withheld: Iterable[str] = (),
) -> Note:  # fmt: skip
    """印发: it gets its number of the year and the newest seal, and is frozen. `withheld` is what the public edition
    leaves out besides persons and phones (`states.Withheld`)."""
    withheld = sorted(set(withheld))
    if not set(withheld) <= set(Withheld.values):
        raise Invalid(_("公开版略去的内容请在所列各项中选。"), field="withheld")
    issue = _next_issue(bulletin.kind, bulletin.year)
    position, seal = seals.head()
    blocks = [
        Masthead(each.name, f"第{issue}期", each.issuer, each.day, each.is_red) if isinstance(each, Masthead) else each
        for each in from_json(bulletin.blocks)
    ]
    FLOW.advance(
        bulletin, Verb.BULLETIN_PUBLISH, issue=issue, document=document.strip()[:60], published_at=at, published_by=by,
        seal_position=position, seal=seal, is_public=is_public, withheld=withheld, blocks=to_json(blocks),
    )  # fmt: skip
    return note(
        bulletin, title=bulletin.title, issue=issue, document=document.strip(), seal=seal, position=position,
        is_public=is_public, withheld=[str(Withheld(each).label) for each in withheld] or None,
    )  # fmt: skip


def _next_issue(kind: str, year: int) -> int:
    """第N期 without a gap: one publisher at a time."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBERING])
    return (Bulletin.objects.filter(kind=kind, year=year).aggregate(last=Max("issue"))["last"] or 0) + 1


@command(Verb.BULLETIN_CORRECT)
def correct(
    bulletin: Bulletin, *, by: Person, at: datetime, reason: str, blocks: Sequence[Any], cut_off_at: datetime
) -> Note:
    """更正通报: the published one stays as it was; a new draft, linked to it, says what was wrong and why."""
    if not reason.strip():
        raise Invalid(_("请写明更正什么、为什么。"), field="reason")
    FLOW.advance(bulletin, Verb.BULLETIN_CORRECT)
    new = Bulletin.objects.create(
        kind=bulletin.kind, year=bulletin.year, title=_("%(title)s(更正)") % {"title": bulletin.title},
        from_on=bulletin.from_on, to_on=bulletin.to_on, cut_off_at=cut_off_at, rounding=bulletin.rounding,
        blocks=to_json(list(blocks)), drafted_at=at, drafter=by, corrects=bulletin, reason=reason.strip()[:300],
    )  # fmt: skip
    new.named_units.set(bulletin.named_units.all())
    return note(new, corrects=bulletin.title, issue=bulletin.issue, reason=reason.strip())


@command(Verb.BULLETIN_WITHDRAW)
def withdraw(bulletin: Bulletin, *, by: Person, at: datetime, reason: str) -> Note:
    """撤回通报: with the reason; a published one stays readable, marked as withdrawn."""
    if not reason.strip():
        raise Invalid(_("请写明为什么撤回。"), field="reason")
    FLOW.advance(bulletin, Verb.BULLETIN_WITHDRAW, reason=reason.strip()[:300])
    settle(bulletin, Verb.BULLETIN_DRAFT, at=at)
    return note(bulletin, title=bulletin.title, reason=reason.strip())
