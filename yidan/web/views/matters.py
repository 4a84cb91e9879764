"""一单: the list, the same act on several, the ledger as a workbook, a deadline read back."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, Max, Min, OuterRef
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yidan.figures import news
from yidan.figures.holding import kept
from yidan.kernel import policy, workdays
from yidan.kernel.errors import Invalid, NotPermitted, Refused
from yidan.kernel.policy import Role
from yidan.kernel.verbs import Verb
from yidan.ledger.models import SavedView, Tag
from yidan.matters import queries, rules
from yidan.matters.commands import closing, listing, working
from yidan.matters.models import Matter
from yidan.matters.states import Kind, State
from yidan.people.models import Unit
from yidan.people.queries import may_see_phones, scope_of
from yidan.web import chips, clock
from yidan.web.matter import roll as rolls
from yidan.web.matter.rows import SEVERAL, rows
from yidan.web.matter.wording import read_back, soon_on
from yidan.web.navigation import address
from yidan.web.papers.exporting import matters as papers
from yidan.web.project.forms import leaders
from yidan.web.request import Request

PAGE = "matters"
SIZES = (20, 50)
RUN = {
    Verb.MATTER_ENLIST: listing.enlist, Verb.MATTER_SIGN_FOR: working.sign_for, Verb.MATTER_URGE: working.urge,
    Verb.MATTER_CLOSE_OUT: closing.close_out,
}  # fmt: skip
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@dataclass
class Outcome:
    """What became of many acts at once: how many were done, and why the others were not."""

    done: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


@require_GET
def matters(request: Request) -> HttpResponse:
    """一单: what is my unit's turn first, or all, as the URL says."""
    return render(request, "matters/list.html", _context(request))


def _context(request: Request, outcome: Outcome | None = None) -> dict[str, Any]:
    today, query, person = clock.today(), request.GET, request.user
    found = rolls.roll(person, dict(query.lists()), today=today)
    size = int(query["size"]) if query.get("size") in {str(each) for each in SIZES} else SIZES[-1]
    page = Paginator(found.ids, size).get_page(query.get("page"))  # type: ignore[arg-type]  # any slice of it will do
    choices = kept(("matter choices", today), news.known(), lambda: _choices(today))
    listed = _listed(tuple(page.object_list), person, today, choices.soon)
    can = [verb for verb in SEVERAL if any(verb.value in row["verbs"] for row in listed)]
    return {
        "page": page,
        "rows": listed,
        "tab": found.tab,
        "tabs": _tabs(query, found),
        "sort": found.sort,
        "chips": _chips(request, found, choices),
        "clear": chips.without(query, *rolls.FILTERS),
        "q": query.get("q", ""),
        "is_filtered": any(query.get(name) for name in rolls.FILTERS),
        "several": [{"verb": verb.value, "label": verb.label} for verb in can],
        "key": uuid4(),
        "views": _views(request),
        "save": f"{reverse('view.save')}?page={PAGE}",
        "exports": _exports(query, found.tab),
        "may": {
            "raise": policy.may(person, Verb.MATTER_RAISE, person.unit),
            "instruct": policy.may(person, Verb.INSTRUCTION_GIVE) and address(Verb.INSTRUCTION_GIVE.value),
        },
        "places": _places(person),
        "sees_nothing": scope_of(person).is_nothing,
        "refused": [f"{name}：{why}" for name, why in outcome.refused] if outcome else [],
    }


def _listed(ids: tuple[int, ...], person: Any, today: date, soon: date) -> list[dict[str, Any]]:
    """The rows of a page; the same as long as nothing is written, and not to be changed by who gets them."""
    asked = ("matter rows", get_language(), person.pk, today, ids)
    return kept(asked, news.known(), lambda: rows(rolls.in_order(ids), person, today, soon=soon))


def _places(person: Any) -> list[dict[str, Any]]:
    """The pages that belong to the list."""
    pages = [
        *([("minutes", _("会议纪要列单"))] if person.is_role(Role.SUPERVISOR) else []),
        ("instructions", _("领导批示")), ("rectification", _("问题整改清零")), ("rechecks", _("回头看")),
    ]  # fmt: skip
    requests = {"label": _("企业诉求"), "address": f"{reverse('matters')}?tab=all&kind={Kind.REQUEST.value}"}
    return [{"label": label, "address": place} for name, label in pages if (place := address(name))] + [requests]


def _tabs(query: Any, found: rolls.Roll) -> list[dict[str, Any]]:
    rest, tabs = query.copy(), []
    for name in ("page", "sort"):
        rest.pop(name, None)
    for name, label in rolls.TABS.items():
        rest["tab"] = name
        tabs.append(
            {
                "label": f"{label} {found.counts[name]}",
                "address": f"?{rest.urlencode()}",
                "is_here": name == found.tab,
            }
        )
    return tabs


@dataclass(frozen=True)
class Choices:
    """What one may choose among, and until which day a deadline is near: read once as long as nothing is written."""

    soon: date
    units: list[tuple[int, str]]
    leaders: list[tuple[int, str]]
    tags: list[tuple[int, str]]
    years: range


def _choices(today: date) -> Choices:
    leading = Exists(Matter.objects.filter(lead_unit=OuterRef("pk")))
    units = Unit.objects.filter(leading).order_by("protocol_order", "id").only("name", "short_name")
    tags = Tag.objects.order_by("kind", "-year", "name").values_list("pk", "name")
    first, last = (  # one by one the index answers, together they would go through the whole list
        Matter.objects.aggregate(year=end("year"))["year"] for end in (Min, Max)
    )
    return Choices(
        soon=soon_on(today),
        units=[(unit.pk, str(unit)) for unit in units],
        leaders=[(each.pk, each.name) for each in leaders()],
        tags=list(tags),
        years=range(last, first - 1, -1) if last else range(0),
    )


def _chips(request: Request, found: rolls.Roll, choices: Choices) -> list[chips.Chip]:
    query = request.GET
    states = [
        (value, label) for value, label in State.choices if found.states[value] or value in query.getlist("state")
    ]
    made = [
        chips.chip(query, "light", _("亮灯"), rolls.LIGHTS.items(), several=True),
        chips.chip(query, "state", _("状态"), states, several=True, counts=found.states),
        chips.chip(query, "kind", _("类别"), rolls.CHOICES["kind"][1].choices, several=True),
        chips.chip(query, "unit", _("牵头单位"), choices.units, several=True),
        chips.chip(query, "type", _("问题类型"), rolls.CHOICES["type"][1].choices, several=True),
        chips.chip(query, "tier", _("层级"), rolls.CHOICES["tier"][1].choices, several=True),
        chips.chip(query, "leader", _("联系市领导"), choices.leaders, several=True),
        chips.chip(query, "tag", _("项目标签"), choices.tags, several=True),
        chips.chip(query, "year", _("年度"), [(year, year) for year in choices.years], several=True),
    ]
    return [each for each in made if each.options]


def _views(request: Request) -> list[dict[str, Any]]:
    here = request.GET.urlencode()
    return [
        {
            "label": view.name,
            "address": f"?{view.query}",
            "is_here": view.query == here,
            "drop": reverse("view.drop", args=[view.pk]),
        }
        for view in SavedView.objects.filter(person=request.user, page=PAGE).order_by("name")
    ]


def _exports(query: Any, tab: str) -> list[dict[str, Any]]:
    rest = query.copy()
    rest.pop("page", None)
    rest["tab"] = tab
    found = []
    for form, label in (("xlsx", _("问题台账（Excel）")), ("csv", _("问题台账（CSV）"))):
        rest["format"] = form
        found.append({"label": label, "address": f"{reverse('matters-export')}?{rest.urlencode()}"})
    return found


# --- the same act on several ---


@require_POST
def several(request: Request) -> HttpResponse:
    """审核入账, 签收, 催办 or 销号 of each ticked matter, each an act of its own; what fails is named with why."""
    verb = next((each for each in SEVERAL if each.value == request.POST.get("verb")), None)
    if verb is None:
        raise Refused(_("请选择要办的事。"))
    chosen = [int(pk) for pk in request.POST.getlist("matter") if pk.isdecimal()]
    if not chosen:
        raise Invalid(_("请先勾选要%(verb)s的事项。") % {"verb": verb.label}, field="matter")
    key, outcome, now = _key(request), Outcome(), clock.now()
    found = rolls.shown(queries.visible_to(request.user).filter(pk__in=chosen)).order_by("pk")
    for matter in found:
        try:
            RUN[verb](matter, by=request.user, at=now, key=uuid5(key, str(matter.pk)) if key else None)
            outcome.done += 1
        except Refused as refusal:
            outcome.refused.append((matter.number or matter.title, str(refusal)))
    if not outcome.done and not outcome.refused:
        raise Refused(_("勾选的事项不存在，或不在您的职责范围内。"))
    if not outcome.done and len(outcome.refused) == 1:
        raise Refused(outcome.refused[0][1])
    said = _("已%(verb)s%(count)s件") % {"verb": verb.label, "count": outcome.done}
    if outcome.refused:
        said += _("，%(count)s件没有办成") % {"count": len(outcome.refused)}
    (messages.warning if outcome.refused else messages.success)(request, said)
    if outcome.refused:
        return render(request, "matters/list.html", _context(request, outcome))
    return HttpResponseRedirect(f"{reverse('matters')}?{request.GET.urlencode()}")


def _key(request: Request) -> UUID | None:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return None


# --- the ledger on paper ---


@require_GET
def export(request: Request) -> HttpResponseBase:
    """问题台账 of what the list shows, as a workbook or plain (domain.md §1.1)."""
    form, person = request.GET.get("format", "xlsx"), request.user
    if form not in TYPES:
        raise Http404(form)
    if scope_of(person).is_nothing:
        raise NotPermitted(_("您的角色不接触业务数据，不能导出。"))
    today = clock.today()
    found = rolls.roll(person, dict(request.GET.lists()), today=today)
    with tempfile.NamedTemporaryFile(suffix=f".{form}", delete=False) as file:
        path = Path(file.name)
    try:
        papers.write(
            found.matters, path, format=form, today=today, shows_phone=lambda unit: may_see_phones(person, unit)
        )
        opened = path.open("rb")
    finally:
        path.unlink(missing_ok=True)  # what is open stays readable until it is sent
    answer = FileResponse(opened, content_type=TYPES[form])
    name = papers.file_name(today, form)
    answer["Content-Disposition"] = f"attachment; filename=\"matters.{form}\"; filename*=UTF-8''{quote(name)}"
    return answer


# --- a deadline as people write it ---


@require_GET
def deadline(request: Request) -> HttpResponse:
    """What 「6月底」 was understood as, while it is being typed."""
    text = next((str(value) for name, value in request.GET.items() if name.endswith(("due", "until")) and value), "")
    today, calendar = clock.today(), workdays.calendar()
    due_on = rules.read_deadline(text, today, calendar) if text.strip() else None
    said, is_understood = "", due_on is not None
    if due_on is not None:
        said = read_back(due_on, today, working_days=_working_days(today, due_on, calendar))
    elif text.strip():
        said = _("没有读懂这个时限，可写“6月底”“5个工作日内”或2020-06-30。")
    name = next((name for name in request.GET if name.endswith(("due", "until"))), "due")
    return render(
        request, "matters/read_back.html",
        {"said": said, "is_understood": is_understood, "seen": due_on.isoformat() if due_on else "", "name": name},
    )  # fmt: skip


def _working_days(today: date, due_on: date, calendar: workdays.Calendar) -> int:
    return calendar.between(today, due_on).value
