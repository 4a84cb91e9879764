"""项目: one project's page, now or as of a day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yidan.kernel import policy
from yidan.kernel.errors import Invalid
from yidan.kernel.values import BEIJING
from yidan.kernel.verbs import Verb
from yidan.ledger import queries
from yidan.ledger.models import Pool, Project, Stage
from yidan.progress.calendar import current_month
from yidan.progress.states import State
from yidan.web import asking, clock
from yidan.web import format as words
from yidan.web.addresses import address
from yidan.web.entries import entry_rows
from yidan.web.preferences import preferences
from yidan.web.project import facts, tables
from yidan.web.project import page as project_page
from yidan.web.project.page import Page
from yidan.web.request import Request

ROLLED = (Pool.ROLLING, Pool.CONSTRUCTION)
STATE_TONES = {
    State.DRAFT: "quiet",
    State.SUBMITTED: "waiting",
    State.CHECKED: "waiting",
    State.ACCEPTED: "good",
    State.SENT_BACK: "bad",
}


@require_GET
def project(request: Request, pk: int) -> HttpResponse:
    """Everything that is known of one project; with `?as_of=2020-06-30`, what was known then."""
    today = clock.today()
    as_of = _as_of(request.GET.get("as_of", ""))
    asked = request.GET.get("year", "")
    page = project_page.read(
        request.user,
        pk,
        year=int(asked) if asked.isdigit() else None,
        today=today,
        as_of=as_of,
    )
    if page is None:
        return _elsewhere(request, pk, as_of)
    unit = preferences(request).unit
    if request.htmx and request.GET.get("before"):
        return render(request, "projects/project.html#story", _story(request, page))
    may = _may(request, page)
    files = facts.files(page)
    context = {
        "project": page.project,
        "profile": page.profile,
        "name": page.profile.name,
        "sub": facts.sub(page),
        "stages": facts.stages(page),
        "tags": [{"id": each.id, "name": each.text} for each in page.said.get("tag", ())],
        "as_of": as_of,
        "as_of_day": asking.as_of_day(as_of),
        "as_of_title": _("这是%(day)s看到的样子") % {"day": words.day(as_of)} if as_of else "",
        "plan_id": page.plan.pk if page.plan and not page.plan.superseded_at else None,
        "numbers": facts.numbers(page, unit),
        "sections": [
            {"id": name, "title": title, "facts": told[0], "empty": told[1], "two": name != "about"}
            for name, title, told in (
                ("identity", _("概况"), facts.filled(facts.identity(page, may))),
                ("people", _("单位与人"), facts.filled(facts.people(request, page))),
                ("about", _("地点、内容与资金"), facts.filled(facts.about(page, unit))),
            )
        ],
        "plan_facts": facts.plan_facts(page, unit),
        "years": sorted({plan.year for plan in page.plans}, reverse=True),
        "year": page.year,
        "children": facts.children(page, unit),
        "marks": facts.marks(page),
        "report_rows": tables.report_rows(_reports(page, unit)),
        "files": files,
        "acts": [] if as_of else _acts(request, page),
        "may": may,
        "milestone_rows": tables.milestone_rows(
            [facts.milestone(page, each, files) for each in page.milestones], may.get("milestone_reach", False)
        ),
        "filing": {} if as_of else _filing(request, page, today),
        "cut_off": words.short_day(page.until.last) if page.until else _("还没有审定的月报"),
        "shortfall": (least := queries.shortfall(page.profile, page.parameters)),
        "shortfall_shown": f"{words.money(least, unit)} {words.unit_word(unit)}",
        **facts.chart(page, unit),
        **_story(request, page),
    }
    return render(request, "projects/project.html", context)


def _elsewhere(request: Request, pk: int, as_of: datetime | None) -> HttpResponse:
    """A merged project leads to the one it was merged into; one not known yet says so; all else does not exist."""
    merged = Project.objects.filter(queries.seen_by(request.user, "merged_into"), pk=pk).first()
    if merged and not as_of:
        return HttpResponseRedirect(address("project", merged.merged_into_id))
    now = queries.visible_to(request.user).filter(pk=pk).select_related("profile").first()
    if now and as_of:
        body = _("%(day)s，台账里还没有这个项目。") % {"day": words.day(as_of)}
        return render(request, "projects/not_yet.html", {"project": now, "body": body}, status=404)
    raise Http404


def _as_of(text: str) -> datetime | None:
    """The last moment of a day."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Invalid(_("时点应写作2020-06-30，现为“%(text)s”。") % {"text": text}) from None
    return datetime.combine(day + timedelta(days=1), time(), BEIJING) - timedelta(microseconds=1)


def _reports(page: Page, unit: str) -> list[dict[str, Any]]:
    rows = []
    held = page.held()
    for each in page.reports:
        fact = held.get(each.month) if each.state == State.ACCEPTED else None
        said = fact or each
        rows.append(
            {
                "month": str(each.month),
                "href": address("report", page.project.pk, str(each.month)),
                "state": (each.get_state_display(), STATE_TONES[State(each.state)]),
                "is_corrected": bool(fact and fact.reason),
                "amount": words.money(said.invested_wan, unit),
                "words": said.physical_progress or said.problems,
            }
        )
    return rows


def _may(request: Request, page: Page) -> dict[str, bool]:
    """What this person may do here, by the verb's name with an underscore."""
    if page.as_of or page.project.merged_into_id:
        return {}
    subject = _Subject(page)
    return {
        verb.value.replace(".", "_"): policy.may(request.user, verb, subject)
        for verb in (
            Verb.PLAN_SET, Verb.PLAN_ADJUST, Verb.PLAN_WITHDRAW, Verb.STAGE_RECORD, Verb.STAGE_WITHDRAW,
            Verb.MILESTONE_SET, Verb.MILESTONE_FORECAST, Verb.MILESTONE_REACH, Verb.PROJECT_UNTAG, Verb.PROJECT_ATTACH,
            Verb.PROJECT_CHANGE, Verb.PROJECT_WITHDRAW_FORMER_NAME,
        )
    }  # fmt: skip


def _filing(request: Request, page: Page, today: date) -> dict[str, Any]:
    """The report of the month in hand, for who writes it; a bundle has none, nor a project outside the year's plan."""
    month = current_month(today)
    writes = policy.may(request.user, Verb.REPORT_SAVE, _Subject(page))
    if not writes or page.children or all(plan.year != month.year for plan in page.plans):
        return {}
    writing = address("report", page.project.pk, str(month))
    return {"label": _("填%(month)d月月报") % {"month": month.month}, "href": writing}


class _Subject:
    """The project as the policy sees it, without reading it again."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self) -> dict[Any, set[int]]:
        return self.page.profile.reach()


def _acts(request: Request, page: Page) -> list[dict[str, Any]]:
    """The acts this person's roles allow; what the project's state forbids stays visible with the reason."""
    is_bundle = bool(page.children)
    reserve = _("储备库项目还没有项目代码") if page.profile.pool == Pool.RESERVE else ""
    bundle = _("打包项目的计划在各子项上") if is_bundle else ""
    offered = (
        (Verb.PROJECT_CHANGE, ""),
        (Verb.STAGE_RECORD, _("项目已终止") if page.project.stage == Stage.TERMINATED else ""),
        (Verb.PLAN_SET, bundle),
        (Verb.MILESTONE_SET, ""),
        (Verb.POOL_PROPOSE, _("打包项目请逐个提请子项") if is_bundle else ""),
        *(((Verb.ROLLING_SET, ""), (Verb.ROLLING_PROPOSE, bundle)) if page.profile.pool in ROLLED else ()),
        *(((Verb.POOL_REMOVE, ""), (Verb.POOL_KEEP, ""), (Verb.POOL_REDATE, "")) if page.profile.pool else ()),
        (Verb.PROJECT_ASSIGN_CODE, reserve),
        (Verb.PROJECT_NOTE_FORMER_NAME, ""),
        (Verb.PROJECT_SHARE, ""),
        (Verb.PROJECT_SET_SOURCES, ""),
        (Verb.MOVEMENT_RECORD, ""),
        (Verb.PROJECT_TAG, ""),
        (Verb.PROJECT_ATTACH, ""),
        (Verb.PROJECT_MERGE, _("打包项目不能并入别的项目") if is_bundle else ""),
    )
    subject = _Subject(page)
    acts = [
        {"label": verb.label, "href": "" if why_not else address(verb.value, page.project.pk), "reason": why_not}
        for verb, why_not in offered
        if policy.may(request.user, verb, subject)
    ]
    # onto the list in three taps, filled in from this project
    raising = [verb for verb in (Verb.INSTRUCTION_GIVE, Verb.MATTER_RAISE) if policy.may(request.user, verb, subject)]
    return [
        *(
            {"label": verb.label, "href": f"{address(verb.value)}?project={page.project.pk}", "reason": ""}
            for verb in raising
        ),
        *acts,
        *_special(request, page),
    ]


def _special(request: Request, page: Page) -> list[dict[str, str]]:
    """专报 on this project; of which month is found out by the page that drafts it."""
    if not policy.may(request.user, Verb.BULLETIN_DRAFT):
        return []
    drafting = f"{address('bulletin.draft')}?kind=special&project={page.project.pk}"
    return [{"label": _("起草专报"), "href": drafting, "reason": ""}]


def _story(request: Request, page: Page) -> dict[str, Any]:
    before = request.GET.get("before", "")
    entries, following = project_page.timeline(page, int(before) if before.isdigit() else None)
    more = ""
    if following:
        query = request.GET.copy()
        query["before"] = str(following)
        more = f"?{query.urlencode()}"
    return {"entries": entry_rows(entries), "more": more}
