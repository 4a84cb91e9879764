"""审核: one screen on which the office (and a county or department before it) reads and passes the month's reports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yidan.kernel import policy
from yidan.kernel.errors import Invalid, Refused
from yidan.kernel.policy import Role
from yidan.kernel.values import Month
from yidan.kernel.verbs import Verb
from yidan.ledger.queries import visible_to
from yidan.people.queries import assessed_units, scope_of
from yidan.progress import queries, rules
from yidan.progress.commands import report as commands
from yidan.progress.models import MonthlyReport
from yidan.progress.states import FLOW, State
from yidan.web import chips, clock
from yidan.web import format as words
from yidan.web.preferences import preferences
from yidan.web.report import form as forms
from yidan.web.report import paper as papers
from yidan.web.request import Request
from yidan.web.views.report import asked_month, list_of, read_key, read_moment

SIZE = 50
# The act that a list of reports in this state is there for.
PASSES = {State.SUBMITTED: Verb.REPORT_CHECK, State.CHECKED: Verb.REPORT_ACCEPT}
ROUTES: dict[Verb, Callable[..., Any]] = {Verb.REPORT_CHECK: commands.check, Verb.REPORT_ACCEPT: commands.accept}


@dataclass
class Outcome:
    """What became of many acts at once: how many were done, and why the others were not."""

    done: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


@require_GET
def review(request: Request) -> HttpResponse:
    """The reports of a month that wait for this person, doubts on top."""
    return render(request, "reports/review.html", _context(request))


@require_POST
def check(request: Request) -> HttpResponse:
    """审核通过: each ticked report by an act of its own."""
    return _pass_many(request, Verb.REPORT_CHECK)


@require_POST
def accept(request: Request) -> HttpResponse:
    """审定: each ticked report by an act of its own."""
    return _pass_many(request, Verb.REPORT_ACCEPT)


@require_POST
def send_back(request: Request) -> HttpResponse:
    """退回: one report, with the reason in place."""
    data = request.POST
    pk = data.get("send_back") or data.get("report", "")
    found = _visible(request).filter(pk=pk if pk.isdigit() else 0).first()
    if found is None:
        raise Refused(_("这份月报不存在，或不在您的职责范围内。"))
    reason = data.get(f"reason-{pk}") or data.get("words", "")
    commands.send_back(found, by=request.user, at=clock.now(), reason=reason)
    said = _("“%(name)s”已退回，填报人会先看到您写的原因") % {"name": found.project.name}
    return _answer(request, found.month, said, Outcome())


def _pass_many(request: Request, verb: Verb) -> HttpResponse:
    chosen = [int(pk) for pk in request.POST.getlist("report") if pk.isdigit()]
    if not chosen:
        raise Invalid(_("请先勾选要%(verb)s的月报。") % {"verb": verb.label}, field="report")
    key = read_key(request)
    outcome, month = Outcome(), None
    for found in _visible(request).filter(pk__in=chosen):
        month = found.month
        try:
            _pass_one(request, verb, found, key)
            outcome.done += 1
        except Refused as refusal:
            outcome.refused.append((found.project.name, str(refusal)))
    if month is None:
        raise Refused(_("勾选的月报不存在，或不在您的职责范围内。"))
    if not outcome.done and len(outcome.refused) == 1:
        raise Refused(outcome.refused[0][1])
    said = _("已%(verb)s%(count)s件") % {"verb": verb.label, "count": outcome.done}
    if outcome.refused:
        said += _("，%(count)s件没有办成") % {"count": len(outcome.refused)}
    return _answer(request, month, said, outcome)


def _pass_one(request: Request, verb: Verb, found: MonthlyReport, key: UUID | None) -> None:
    arguments: dict[str, Any] = {"seen_at": read_moment(request.POST.get(f"seen-{found.pk}", ""))}
    if verb == Verb.REPORT_CHECK:
        arguments["opinion"] = request.POST.get("words", "")
    ROUTES[verb](found, by=request.user, at=clock.now(), key=uuid5(key, str(found.pk)) if key else None, **arguments)


def _answer(request: Request, month: Month, said: str, outcome: Outcome) -> HttpResponse:
    if request.POST.get("back") == "paper" or not request.htmx:
        (messages.warning if outcome.refused else messages.success)(request, said)
        return HttpResponseRedirect(f"{reverse('review')}?{request.GET.urlencode() or f'month={month}'}")
    context = _context(request, month)
    context["said"] = said
    context["refused"] = [f"{name}：{why}" for name, why in outcome.refused]
    return render(request, "reports/review_list.html", context)


def _visible(request: Request) -> QuerySet[MonthlyReport]:
    return MonthlyReport.objects.filter(project__in=visible_to(request.user)).select_related("project__profile")


def _context(request: Request, month: Month | None = None) -> dict[str, Any]:
    query = request.GET
    today = clock.today()
    if month is None:
        month = asked_month(query["month"]) if query.get("month") else queries.working_month(today)
    scope = visible_to(request.user)
    state = _state(request, query.get("state", ""))
    found = _narrowed(queries.reports_of(month, scope), query).filter(state=state)
    page = Paginator(found, SIZE).get_page(query.get("page"))
    verb = PASSES.get(state)
    counts = _counts(month, scope)
    unit = preferences(request).unit
    return {
        "month": str(month),
        "month_words": words.month(month),
        "back": list_of(month),
        "page": page,
        "rows": _rows(request, list(page.object_list), month, unit, verb),
        "verb": verb,
        "verb_label": verb.label if verb else "",
        "verb_address": f"{reverse(verb.value)}?{query.urlencode()}" if verb else "",
        "send_back_address": f"{reverse('report.send_back')}?{query.urlencode()}",
        "why_not": _why_not(request, verb),
        "tabs": _tabs(query, month, state, counts),
        "chips": _chips(query),
        "clear": chips.without(query, "unit", "doubt") if query.get("unit") or query.get("doubt") else "",
        "unit_word": words.unit_word(unit),
        "year_words": words.months_to(month),
        "last_month": words.month(month - 1),
        "key": uuid4(),
        "sees_nothing": scope_of(request.user).is_nothing,
    }


def _state(request: Request, asked: str) -> State:
    """What is asked for, else what waits for this person."""
    if asked in State.values:
        return State(asked)
    return State.CHECKED if request.user.is_role(Role.SUPERVISOR) else State.SUBMITTED


def _narrowed(found: QuerySet[MonthlyReport], query: Any) -> QuerySet[MonthlyReport]:
    units = [pk for pk in query.getlist("unit") if pk.isdigit()]
    if units:
        found = found.filter(project__profile__assessed_unit__in=units)
    if query.get("doubt") == "yes":
        found = found.filter(doubt_count__gt=0)
    elif query.get("doubt") == "no":
        found = found.filter(doubt_count=0)
    return found


def _counts(month: Month, scope: Any) -> dict[str, int]:
    rows = MonthlyReport.objects.filter(month=month, project__in=scope).order_by().values_list("state")
    return dict(rows.annotate(count=Count("id")))


def _tabs(query: Any, month: Month, here: State, counts: dict[str, int]) -> list[dict[str, Any]]:
    labels = {
        State.SUBMITTED: _("待初审"),
        State.CHECKED: _("待审定"),
        State.SENT_BACK: _("已退回"),
        State.ACCEPTED: _("已审定"),
        State.DRAFT: _("草稿"),
    }
    rest = query.copy()
    rest.pop("page", None)
    tabs = []
    for state, label in labels.items():
        rest["month"], rest["state"] = str(month), state.value
        tabs.append(
            {
                "label": f"{label} {counts.get(state, 0)}",
                "address": f"{reverse('review')}?{rest.urlencode()}",
                "is_here": state == here,
            }
        )
    return tabs


def _chips(query: Any) -> list[chips.Chip]:
    units = [(unit.pk, str(unit)) for unit in assessed_units()]
    made = [chips.chip(query, "doubt", _("疑问"), [("yes", _("有疑问")), ("no", _("无疑问"))])]
    return [chips.chip(query, "unit", _("考核单元"), units, several=True), *made] if units else made


def _why_not(request: Request, verb: Verb | None) -> str:
    """Why the act of this list is not this person's; empty where it is."""
    if verb is None:
        return ""
    holds = any(verb in policy.ROLE_VERBS[Role(role)] for role, _unit in request.user.holds())
    return "" if holds else _("轮到%(who)s。") % {"who": FLOW.turns[_from(verb)]}


def _from(verb: Verb) -> State:
    return next(state for state, each in PASSES.items() if each == verb)


def _rows(
    request: Request, found: list[MonthlyReport], month: Month, unit: str, verb: Verb | None
) -> list[dict[str, Any]]:
    """Each report beside last month and the year so far: three queries, however many rows."""
    ids = [report.project_id for report in found]
    last = queries.facts_in(month - 1, ids)
    years = queries.year_totals(month, ids)
    plans = queries.plans_in(month.year, ids)
    # What was accepted may have been corrected since: what holds is the fact, not the paper.
    held = queries.facts_in(month, ids) if any(each.state == State.ACCEPTED for each in found) else {}
    rows = []
    for report in found:
        profile, before, plan = report.project.profile, last.get(report.project_id), plans.get(report.project_id)
        # What is accepted stands in the year's total already.
        mine = 0 if report.state == State.ACCEPTED else report.invested_wan or 0
        year = years.get(report.project_id, Decimal(0)) + mine
        is_mine = report.submitted_by_id == request.user.pk
        fact = held.get(report.project_id)
        said = fact or report
        allowed = verb is not None and policy.may(request.user, verb, report) and not is_mine
        rows.append(
            {
                "pk": report.pk,
                "name": report.project.name,
                "address": reverse("report", args=[report.project_id, month]),
                "unit": str(profile.assessed_unit or "") if profile else "",
                "owner": str(profile.owner_unit or "") if profile else "",
                "amount": words.money(said.invested_wan, unit),
                "is_corrected": bool(fact and fact.reason),
                "last_amount": words.money(before.invested_wan, unit) if before else words.MISSING,
                "year": words.money(year, unit),
                "share": words.percent(rules.share(year, plan.planned_wan)) if plan and plan.planned_wan else "",
                "gap": _gap(year, plan, month),
                "texts": _texts(said, before),
                "needs_from": str(report.needs_from or ""),
                "doubts": papers.doubts(report),
                "explanation": report.explanation,
                "opinion": report.check_opinion,
                "badge": papers.badge(report),
                "seen_at": report.submitted_at.isoformat() if report.submitted_at else "",
                "is_allowed": allowed,
                "why_not": _("您自己报送的，请他人审核") if is_mine and verb else "",
                "may_send_back": FLOW.allows(report.state, Verb.REPORT_SEND_BACK)
                and policy.may(request.user, Verb.REPORT_SEND_BACK, report),
                "is_unchanged": report.is_unchanged,
                "reason": report.sent_back_reason if report.state == State.SENT_BACK else "",
            }
        )
    return rows


def _gap(year: Any, plan: Any, month: Month) -> str:
    if not plan or not plan.planned_wan or plan.listing == "preparing":
        return ""
    now = rules.Situation(month=month, invested_wan=year, planned_wan=plan.planned_wan)
    return forms.gap_words(rules.gap_points(now))


def _cut(text: str) -> str:
    """Last month's words only as a reminder of them; in full on the report's own page."""
    return text if len(text) <= 80 else text[:79] + "…"


def _texts(said: Any, before: Any) -> list[dict[str, Any]]:
    found = []
    for name in forms.TEXTS:
        now = getattr(said, name)
        last = getattr(before, name) if before else ""
        if now or last:
            is_same = rules.same_text(now, last)
            label = MonthlyReport._meta.get_field(name).verbose_name
            found.append(
                {
                    "name": name,
                    "label": str(label),
                    "now": now,
                    "last": "" if is_same else _cut(last),
                    "is_same": is_same,
                }
            )
    return found
