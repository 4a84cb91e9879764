"""月报: a month's reports as a whole: mine to fill in, or who has handed in, and by when it was asked."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yidan.kernel import policy
from yidan.kernel.errors import Invalid, Refused
from yidan.kernel.policy import Role
from yidan.kernel.values import BEIJING, Month, beijing_day
from yidan.kernel.verbs import Verb
from yidan.ledger.queries import visible_to
from yidan.people.models import Unit
from yidan.people.queries import scope_of
from yidan.progress import queries
from yidan.progress.calendar import Deadlines, deadlines
from yidan.progress.commands import month as months
from yidan.progress.commands import report as commands
from yidan.progress.states import FLOW, State
from yidan.web import clock, sheets
from yidan.web import format as words
from yidan.web.report import form as forms
from yidan.web.report.paper import TONES
from yidan.web.request import Request
from yidan.web.views.report import asked_month, list_of

# Above this, a unit's rows are fetched when somebody opens it.
SHOWN_AT_ONCE = 60


@require_GET
def reports(request: Request) -> HttpResponse:
    """A reporter finds what to fill in; everybody else the month as a whole."""
    now = clock.now()
    today = beijing_day(now)
    asked = request.GET.get("month", "")
    month = asked_month(asked) if asked else queries.working_month(today)
    context = {
        **_head(month, today, now),
        "sees_nothing": scope_of(request.user).is_nothing,
    }
    scope = visible_to(request.user)
    if _only_reports(request.user):
        found = list(queries.reports_due(month, scope).select_related("profile"))
        reminded = queries.reminders(month, [project.pk for project in found])
        rows = [_due(project, month, reminded.get(project.pk), today) for project in found]
        context["open"] = [row for row in rows if row["is_open"]]
        context["closed"] = [row for row in rows if not row["is_open"]]
        return render(request, "reports/mine.html", context)
    context.update(_whole(request, month, scope, today, context["due"]))
    if request.htmx and "unit" in request.GET:
        context["unit"] = next((unit for unit in context["units"] if str(unit["pk"]) == request.GET["unit"]), None)
        return render(request, "reports/missing.html", context)
    return render(request, "reports/month.html", context)


@require_POST
def remind(request: Request) -> HttpResponse:
    """催报: only those whose report is missing, each an act of its own."""
    month = asked_month(request.POST.get("month", ""))
    form = sheets.standing_of("monthly_report", clock.today())
    if form.is_expired:
        raise Refused(
            _("月报的填报依据已于%(day)s到期，不能催报；续期后再催，已经开始填的可以报完。")
            % {"day": words.short_day(form.expires_on)}
        )
    chosen = [int(pk) for pk in request.POST.getlist("project") if pk.isdigit()]
    done, refused = 0, []
    projects = visible_to(request.user).filter(pk__in=chosen).select_related("profile")
    for project in projects:
        try:
            commands.remind(project, by=request.user, at=clock.now(), month=month)
            done += 1
        except Refused as refusal:
            refused.append(str(refusal))
    if not done:
        raise Refused(refused[0] if refused else _("请先勾选要催报的项目。"))
    words_said = _("已催报%(count)s个项目") % {"count": done}
    if refused:
        words_said += _("，%(count)s个未催：%(why)s") % {"count": len(refused), "why": refused[0]}
    messages.success(request, words_said)
    return HttpResponseRedirect(list_of(month))


@require_POST
def set_calendar(request: Request) -> HttpResponse:
    """排定调度日历: the office says until when this month is reported, checked, accepted, published."""
    data = request.POST
    month = asked_month(data.get("month", ""))
    months.set_calendar(
        request.user.unit,
        by=request.user,
        at=clock.now(),
        month=month,
        opens_on=_day(data, "opens_on"),
        report_by=_moment(data, "report_by"),
        check_by=_moment(data, "check_by"),
        accept_by=_moment(data, "accept_by"),
        rank_on=_day(data, "rank_on") if data.get("rank_on") else None,
        publish_on=_day(data, "publish_on"),
    )
    messages.success(request, _("%(month)s的调度日历已排定") % {"month": words.month(month)})
    return HttpResponseRedirect(list_of(month))


def _day(data: Any, name: str) -> date:
    try:
        return date.fromisoformat(data.get(name, ""))
    except ValueError:
        raise Invalid(_("日期请写成 2020-06-25。"), field=name) from None


def _moment(data: Any, name: str) -> datetime:
    """A day and an hour as the form's two fields give them, in Beijing time."""
    try:
        hour = time.fromisoformat(data.get(f"{name}_hour", "") or "17:00")
    except ValueError:
        raise Invalid(_("时刻请写成 17:00。"), field=name) from None
    return datetime.combine(_day(data, name), hour, tzinfo=BEIJING)


def _only_reports(person: Any) -> bool:
    """Whether somebody is here as a reporter and nothing more."""
    roles = {role for role, _unit in person.holds()}
    return roles == {Role.REPORTER}


def _head(month: Month, today: date, now: datetime) -> dict[str, Any]:
    due = deadlines(month)
    return {
        "month": str(month),
        "month_words": words.month(month),
        "before": list_of(month - 1),
        "before_words": words.month(month - 1),
        "after": list_of(month + 1) if month < Month.of(today) else "",
        "after_words": words.month(month + 1),
        "due": due,
        "due_words": forms.due_words(due, today, now),
        "is_open": today >= due.opens_on,
        "opens_words": words.day(due.opens_on, today),
        "calendar": _calendar(due, today, now),
    }


def _calendar(due: Deadlines, today: date, now: datetime) -> list[dict[str, Any]]:
    """The month's five days as steps: what lies behind is done, the next one is now."""
    year = due.month.first  # the page's own head says the year
    stations = [
        (_("开放填报"), words.day(due.opens_on, year), today >= due.opens_on),
        (_("业主报送"), words.minute(due.report_by, year), now > due.report_by),
        (_("县区部门初审"), words.minute(due.check_by, year), now > due.check_by),
        (_("项目办审定"), words.minute(due.accept_by, year), now > due.accept_by),
        (_("通报"), words.day(due.publish_on, year), today >= due.publish_on),
    ]
    if due.rank_on:
        stations.insert(-1, (_("排名"), words.day(due.rank_on, year), today >= due.rank_on))
    steps, is_next = [], True
    for label, when, is_past in stations:
        state = "done" if is_past else ("now" if is_next else "todo")
        is_next = is_next and is_past
        steps.append({"label": label, "who": when, "state": state})
    return steps


def _due(project: Any, month: Month, asked_at: datetime | None, today: date) -> dict[str, Any]:
    """A project that owes a report: its state in words, whose turn it is, and when somebody asked for it."""
    state = State(project.report_state) if project.report_state else None
    is_open = state is None or state in queries.OPEN_STATES
    return {
        "name": project.name,
        "address": reverse("report", args=[project.pk, month]),
        "state": state.label if state else _("未填"),
        "tone": TONES[state] if state else "quiet",
        "turn": "" if is_open else FLOW.turns[state],
        "is_open": is_open,
        "asked": _("%(when)s催过") % {"when": words.minute(asked_at, today)} if asked_at and is_open else "",
        "reason": project.sent_back_reason if state == State.SENT_BACK else "",
        "act": _("修改") if state == State.SENT_BACK else _("继续填") if state else _("填报"),
    }


def _whole(request: Request, month: Month, scope: Any, today: date, due: Deadlines) -> dict[str, Any]:
    counts = queries.count_by_state(month, scope)
    units, missing_count = _by_unit(request, month, scope, today)
    review = reverse("review")
    total = sum(counts.values())
    open_count = counts[""] + counts[State.DRAFT] + counts[State.SENT_BACK]
    may_remind = any(Verb.REPORT_REMIND in policy.ROLE_VERBS[Role(role)] for role, _unit in request.user.holds())
    return {
        "total": total,
        "numbers": [
            {"label": _("应报"), "value": words.number(total), "href": ""},
            {"label": _("未报"), "value": words.number(open_count), "href": "#missing"},
            *(
                {
                    "label": label,
                    "value": words.number(counts[state]),
                    "href": f"{review}?month={month}&state={state.value}",
                }
                for state, label in (
                    (State.SUBMITTED, _("待初审")),
                    (State.CHECKED, _("待审定")),
                    (State.ACCEPTED, _("已审定")),
                )
            ),
        ],
        "review": f"{review}?month={month}",
        "units": units,
        "missing_count": missing_count,
        "may_remind": may_remind,
        "moments": [
            (name, label, _split(getattr(due, name)))
            for name, label in (
                ("report_by", _("业主报送")),
                ("check_by", _("县区部门初审")),
                ("accept_by", _("项目办审定")),
            )
        ],
        "may_set": policy.may(request.user, Verb.MONTH_SET_CALENDAR, request.user.unit),
    }


def _split(moment: datetime) -> tuple[str, str]:
    """A moment as the form's two fields take it."""
    here = moment.astimezone(BEIJING)
    return f"{here:%Y-%m-%d}", f"{here:%H:%M}"


def _by_unit(request: Request, month: Month, scope: Any, today: date) -> tuple[list[dict[str, Any]], int]:
    """Who has not reported, unit by unit in protocol order, and how many; says only when each was asked.

    Many are counted; a unit's own rows come when one opens it (`?unit=`).
    """
    missing = queries.not_reported(month, scope)
    counts = dict(missing.order_by().values_list("profile__assessed_unit").annotate(count=Count("id", distinct=True)))
    count = sum(counts.values())
    units = Unit.objects.in_bulk([pk for pk in counts if pk])
    opened = request.GET.get("unit", "")
    rows = _missing_rows(missing, month, today) if count <= SHOWN_AT_ONCE else {}
    if opened.isdigit() and not rows:
        rows = _missing_rows(missing.filter(profile__assessed_unit=int(opened) or None), month, today)
    ordered = sorted(counts, key=lambda pk: (pk is None, units[pk].protocol_order if pk else 0))
    return [
        {
            "pk": pk or 0,
            "name": str(units[pk]) if pk else _("未定考核单元"),
            "count": counts[pk],
            "rows": rows.get(pk, []),
            "is_open": bool(rows.get(pk)) and (len(counts) < 4 or str(pk) == opened),
            "address": f"{list_of(month)}&unit={pk or 0}",
        }
        for pk in ordered
    ], count


def _missing_rows(missing: Any, month: Month, today: date) -> dict[int | None, list[dict[str, Any]]]:
    """The rows of the list, by unit."""
    found = list(missing.select_related("profile__owner_unit"))
    asked = queries.reminders(month, [project.pk for project in found])
    rows: dict[int | None, list[dict[str, Any]]] = {}
    for project in found:
        profile = project.profile
        rows.setdefault(profile.assessed_unit_id if profile else None, []).append(
            {
                "pk": project.pk,
                "owner": str(profile.owner_unit or "") if profile else "",
                **_due(project, month, asked.get(project.pk), today),
            }
        )
    return rows
