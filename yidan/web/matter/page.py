"""One matter as its page shows it: what is true, what waits, what happened."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yidan.kernel import policy
from yidan.kernel.journal import Entry
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.matters import queries, rules
from yidan.matters.models import Escalation, Matter, Urge
from yidan.matters.states import ENDED, Ask, Letter, Rung, Severity, State
from yidan.people.queries import phone_for
from yidan.web import format as words
from yidan.web.entries import entry_rows
from yidan.web.matter import evidence
from yidan.web.matter.offers import offers
from yidan.web.matter.wording import TONES, left, light_of, soon_on
from yidan.web.papers.matter import PAPERS
from yidan.web.request import Request

AT_ONCE = 40
# The journal's facts that the page says in its head already.
SAID = frozenset({"number", "title", "projects"})
_PLACE = {
    State.DRAFT: 1, State.LISTED: 2, State.ISSUED: 3, State.DECLINED: 3, State.RUNNING: 4, State.PAUSED: 4,
    State.APPLIED: 5, State.VERIFIED: 6, State.CLOSED: 7,
}  # fmt: skip


def read(matters: QuerySet[Matter], pk: int) -> Matter | None:
    """The matter with everything its page says of it."""
    return (
        matters.select_related(
            "lead_unit", "verifying_unit", "turn_unit", "assessed_unit", "contact_leader", "raised_by__unit",
            "duty_person", "supervisor", "closed_by", "rebound_of", "merged_into", "source_file",
        )
        .prefetch_related("projects__profile", "supporting_units", "rebounds", "merged")
        .filter(pk=pk)
        .first()
    )  # fmt: skip


def context(request: Request, matter: Matter, today: date) -> dict[str, Any]:
    """Everything above and beside the journal."""
    colour, word = light_of(matter, today, soon_on(today))
    offered = offers(request.user, matter, today)
    looks, urges = list(matter.verifications.all()), list(matter.urges.all())
    return {
        "matter": matter,
        "sub": " · ".join(each for each in (matter.number, str(matter.get_kind_display())) if each),
        "light": colour,
        "light_word": word,
        "state": (str(State(matter.state).label), TONES[State(matter.state)]),
        "is_important": matter.severity == Severity.IMPORTANT,
        "offers": offered,
        "turn": _turn(matter, today),
        "steps": steps(matter),
        "waiting": _waiting(matter, today, len(urges)),
        "linked": _linked(matter),
        "origin": _origin(matter),
        "projects": [{"name": each.name, "href": reverse("project", args=[each.pk])} for each in matter.projects.all()],
        "times": _times(matter, today),
        "people": _people(request, matter),
        "replies": _replies(matter),
        "verifications": looks,
        "papers": papers(matter, urges, has_looks=bool(looks)),
        "letters": letters(request, matter, today),
        "shots": evidence.shots(matter, request.user),
    }


def _turn(matter: Matter, today: date) -> dict[str, Any] | None:
    if not matter.step:
        return None
    return {
        "unit": str(matter.turn_unit),
        "day": words.day(matter.step_due_on, today),
        "left": left(matter.step_due_on, today),
        "is_late": bool(matter.step_due_on and matter.step_due_on < today),
    }


def steps(matter: Matter) -> list[dict[str, str]]:
    """The way as a calm bar: what is done with its day, where it is now with whose turn it is."""
    labels = (_("提出"), _("入账"), _("交办"), _("签收"), _("办理"), _("核查"), _("销号"))
    place = _PLACE.get(State(matter.state), 0)
    days = {0: matter.raised_at, 2: matter.issued_at, 3: matter.signed_at, 6: matter.closed_at}
    is_ended = matter.state in (State.DROPPED, State.MERGED)
    found = []
    for index, label in enumerate(labels):
        moment = days.get(index)
        is_done = bool(moment) if is_ended else index < place
        state = "done" if is_done else "now" if index == place and not is_ended else "todo"
        if state == "now" and matter.state == State.DECLINED:
            state = "back"
        who = f"{beijing_day(moment):%m-%d}" if is_done and moment else ""
        found.append({"label": label, "state": state, "who": who})
    return found


def papers(matter: Matter, urges: list[Urge], *, has_looks: bool) -> list[dict[str, str]]:
    """文书 that there are of it by now, each to be opened in WPS or printed."""
    is_applied = has_looks or matter.state in (State.APPLIED, State.VERIFIED, State.CLOSED)
    there = {"issue": matter.issued_at, "application": is_applied, "verification": has_looks,
             "close-out": matter.closed_at}  # fmt: skip
    named = [(label, "matter-paper", [matter.pk, kind]) for kind, (label, _make) in PAPERS.items() if there[kind]]
    named += [(f"{urge} {urge.urged_at:%m-%d}", "urge-paper", [urge.pk]) for urge in urges]
    named += [
        (f"{each.get_kind_display()} {each.sent_at:%m-%d}", "letter-paper", [each.pk]) for each in matter.letters.all()
    ]
    return [
        {"label": f"{label}（{how}）", "href": reverse(route, args=[*args, ending])}
        for label, route, args in named for ending, how in (("docx", "Word"), ("pdf", "PDF"))
    ]  # fmt: skip


def letters(request: Request, matter: Matter, today: date) -> list[dict[str, str]]:
    """Which of the 四单 are called for, to whoever may sign them; the 督办函 is one urging more."""
    if not policy.may(request.user, Verb.MATTER_SEND_LETTER, matter):
        return []
    said = {
        Letter.PROMPT: _("时限将到，该发提示单"),
        Letter.SUPERVISION: _("逾期，催办未果，该发督办函"),
        Letter.LIAISON: _("已上提到%(rung)s，该发联系单") % {"rung": Rung(matter.rung).label},
        Letter.REPORT: _("已上提到%(rung)s，该呈报告单") % {"rung": Rung(matter.rung).label},
    }
    return [
        {"title": said[letter], "action": _("再催办一次，即为督办函"), "href": reverse("matter.urge", args=[matter.pk])}
        if letter == Letter.SUPERVISION
        else {
            "title": said[letter], "action": _("看草稿，签发后发出"),
            "href": f"{reverse('matter.send_letter', args=[matter.pk])}?kind={letter}",
        }
        for letter in queries.letters_due(matter, today)
    ]  # fmt: skip


def _waiting(matter: Matter, today: date, count: int) -> list[dict[str, Any]]:
    """Requests and stops that everybody who opens the page should see at once."""
    found: list[dict[str, Any]] = []
    if matter.state in ENDED:  # what was asked of it then needs no answer any more
        return found
    if asked := matter.extensions.filter(ask=Ask.WAITING).select_related("asker").first():
        found.append(
            {
                "tone": "warn",
                "title": _("申请延期至%(day)s，待批复") % {"day": words.day(asked.until_on, today)},
                "body": asked.reason,
                "kept": f"{asked.asker.name} {words.minute(asked.asked_at, today)}",
            }
        )
    if matter.rung > Rung.OWNER and matter.state == State.RUNNING:
        found.append(_climbed(matter, today))
    if matter.state == State.PAUSED and (pause := matter.pauses.filter(ended_on__isnull=True).first()):
        holds, day = rules.is_waiting(pause.expires_on, today), words.day(pause.expires_on, today)
        found.append(
            {
                "tone": "info" if holds else "warn",
                "title": (
                    _("暂停计时至%(day)s")
                    if holds
                    else _("暂停已于%(day)s到期，时限从次日起照常计算；请恢复计时或续报暂停")
                )
                % {"day": day},
                "body": pause.reason + (f"（{pause.document}）" if pause.document else ""),
            }
        )
    if matter.state == State.APPLIED and queries.is_to_be_seen(matter):
        found.append({"tone": "info", "title": _("抽中：不能只审资料，须现场核查、抽查底稿或回访"), "body": ""})
    last = matter.verifications.first()
    if last and not last.is_passed and matter.state == State.RUNNING:
        found.append(
            {
                "tone": "refused",
                "title": _("核查没有通过，退回整改"),
                "body": last.opinion,
                "kept": f"{last.verifiers} {words.minute(last.verified_at, today)}",
            }
        )
    if count and matter.state in (State.ISSUED, State.RUNNING):
        said = ngettext("已催办%(count)d次", "已催办%(count)d次", count) % {"count": count}
        found.append({"tone": "warn", "title": said, "body": matter.urges.last().words})
    return found


def _climbed(matter: Matter, today: date) -> dict[str, Any]:
    climbed: list[Escalation] = list(matter.escalations.select_related("maker"))
    up = next((each for each in reversed(climbed) if each.to_rung != each.from_rung), None)
    hold = next((each for each in reversed(climbed) if each.holds_until_on and each.from_rung == matter.rung), None)
    return {
        "tone": "warn",
        "title": _("已上提到%(rung)s") % {"rung": Rung(matter.rung).label},
        "body": up.note if up else "",
        "kept": _("%(day)s前暂不再上提：%(words)s") % {"day": words.day(hold.holds_until_on, today), "words": hold.note}
        if hold
        else "",
    }


def _linked(matter: Matter) -> list[dict[str, str]]:
    found = []
    for label, others in (
        (_("由销号后反弹而来，原为"), [matter.rebound_of]),
        (_("销号后反弹，另列为"), matter.rebounds.all()),
        (_("已并入"), [matter.merged_into]),
        (_("并入本件的有"), matter.merged.all()),
    ):
        found += [
            {"label": label, "name": str(each), "href": reverse("matter", args=[each.pk])} for each in others if each
        ]
    return found


def _origin(matter: Matter) -> dict[str, Any]:
    where = [matter.source_document, matter.source_clause]
    day = words.day(matter.source_on) if matter.source_on else ""
    return {
        "source": matter.source,
        "where": " ".join(each for each in [*where, day] if each),
        "quote": matter.source_quote,
        "raised": f"{matter.raised_by.name} {words.minute(matter.raised_at)}",
    }


def _times(matter: Matter, today: date) -> list[tuple[Any, ...]]:
    """Both deadlines, side by side where they differ; the original never changes."""
    if matter.original_due_on is None:
        return [(_("拟定时限"), words.day(matter.due_on, today) if matter.due_on else "")]
    due = words.day(matter.due_on, today)
    note = left(matter.due_on, today) if matter.step else ""
    found: list[tuple[Any, ...]] = [(_("整改时限"), due, note)]
    if matter.due_on != matter.original_due_on:
        moved = (matter.due_on - matter.original_due_on) if matter.due_on else timedelta()
        later = ngettext("延后%(days)d天", "延后%(days)d天", moved.days) % {"days": moved.days}
        found.append((_("原定时限"), words.day(matter.original_due_on, today), later))
    found.append((_("反馈周期"), str(matter.get_cycle_display())))
    if matter.issued_at:
        found.append((_("交办"), words.minute(matter.issued_at, today)))
    if matter.signed_at:
        found.append((_("签收"), words.minute(matter.signed_at, today)))
    if matter.closed_at:
        found.append((_("销号"), words.minute(matter.closed_at, today), matter.close_out_document))
    return found


def _people(request: Request, matter: Matter) -> list[tuple[Any, ...]]:
    duty = matter.duty_person
    phone = phone_for(request.user, duty) if duty and duty.phone else ""
    facts = [
        (_("牵头单位"), matter.lead_unit.name if matter.lead_unit else ""),
        (_("协办单位"), _("、").join(unit.name for unit in matter.supporting_units.all())),
        (_("责任人"), duty.name if duty else "", phone),
        (_("验收单位"), matter.verifying_unit.name if matter.verifying_unit else ""),
        (_("督办人"), matter.supervisor.name if matter.supervisor else ""),
        (_("联系市领导"), matter.contact_leader.name if matter.contact_leader else ""),
        (_("县市区"), str(matter.assessed_unit or "")),
        (_("企业"), matter.enterprise),
    ]
    return [fact for fact in facts if fact[1]]


def _replies(matter: Matter) -> list[dict[str, Any]]:
    return [
        {
            "pk": each.pk,
            "word": _("整改方案") if each.is_plan else _("反馈"),
            "text": each.text,
            "percent": words.percent(each.percent, 0) if each.percent is not None else "",
            "difficulties": each.difficulties,
            "next_step": each.next_step,
            "who": f"{each.replier.name} · {each.unit}",
            "when": words.minute(each.replied_at),
        }
        for each in matter.replies.select_related("replier", "unit")
    ]


def story(matter: Matter, before: int | None = None) -> dict[str, Any]:
    """What happened, newest first, some dozen at a time; second looks stand in it too."""
    rechecks = list(matter.rechecks.values_list("pk", flat=True))
    entries = Entry.objects.filter(
        Q(subject_type="matter", subject_id=matter.pk) | Q(subject_type="recheck", subject_id__in=rechecks)
    ).order_by("-at", "-id")
    start = before or 0
    found = list(entries[start : start + AT_ONCE + 1])
    more = f"?before={start + AT_ONCE}" if len(found) > AT_ONCE else ""
    return {"entries": entry_rows(found[:AT_ONCE], but=SAID), "more": more}
