"""手续 of the city: how long it takes, where the days go, what is late; the list of cases with filters and export."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yidan.approvals import parameters as office
from yidan.approvals import queries
from yidan.approvals.models import ApprovalItem
from yidan.approvals.states import Mode, State
from yidan.figures import approvals as of_approvals
from yidan.figures import queries as figures
from yidan.figures.question import Period, Question
from yidan.kernel.values import beijing_day
from yidan.people.models import Person
from yidan.people.queries import scope_of
from yidan.web import asking, clock, cockpit, csv_file
from yidan.web import format as words
from yidan.web.chips import chip, without
from yidan.web.permit import forms, roll, spread
from yidan.web.request import Request
from yidan.web.views.permit_import import may_import

PAGE = 50
NUMBERS = (
    "approvals.days.median", "approvals.calendar_days.median", "approvals.within_rate", "approvals.finished",
    "approvals.simulated",
)  # fmt: skip
IN_HAND = ("approvals.in_hand", "approvals.paused", "approvals.overdue")


@require_GET
def permits(request: Request) -> HttpResponse:
    """The year's numbers, the distribution, the bottlenecks, and the cases."""
    person: Any = request.user
    if scope_of(person).is_nothing:
        raise Http404("permits")
    as_of = asking.as_of(request)
    known, day = queries.known_now(as_of), beijing_day(as_of) if as_of else clock.today()
    year = _year(request, day.year, None if as_of is None else day.year)
    asked = Question.of(person, Period(year), as_of=as_of)
    found = roll.roll(person, dict(request.GET.lists()), day, as_of)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    durations = [each.workdays for each in of_approvals.courses(asked)]
    budget = known.values[office.BUDGET.name]
    context = {
        "year": year, "years": queries.years(), "numbers": _numbers(NUMBERS, asked),
        "hands": _numbers(IN_HAND, Question.of(person, Period(day.year, day.month), as_of=as_of)), "budget": budget,
        "as_of": asking.as_of_day(as_of),
        "chart": spread.draw(durations, budget), "count": len(durations),
        "bottlenecks": [(_("按事项"), of_approvals.steps(asked, "item")[:8]),
                        (_("按部门"), of_approvals.steps(asked, "department")[:8])],
        "page": page, "rows": roll.rows(page.object_list, day, known, as_of), "chips": _chips(request, person),
        "clear": without(request.GET, *roll.FILTERS), "q": request.GET.get("q", ""),
        "is_filtered": any(request.GET.get(name) for name in roll.FILTERS),
        "export": f"{reverse('permits-export')}?{request.GET.urlencode()}", "tabs": tabs("permits"),
        "may_import": may_import(person),
    }  # fmt: skip
    return render(request, "permits/city.html", context)


def tabs(here: str) -> list[dict[str, Any]]:
    """The pages of approvals."""
    pages = [("permits", _("审批用时")), ("approval-items", _("事项与清单"))]
    return [{"label": label, "address": reverse(name), "is_here": name == here} for name, label in pages]


def _year(request: Request, this: int, chosen: int | None) -> int:
    given = request.GET.get("year", "")
    if given and (not given.isdecimal() or not 2004 <= int(given) <= this + 1):
        raise Http404("year")
    return int(given) if given else chosen or next(iter(queries.years()), this)


def _numbers(keys: tuple[str, ...], asked: Question) -> list[dict[str, Any]]:
    values = figures.totals(keys, asked)
    return [
        {
            "label": figures.get(key).label, "value": cockpit.written(key, values[key], words.WAN),
            "unit": cockpit.unit_of(key, words.WAN), "href": asking.address(key, asked),
        }
        for key in keys
    ]  # fmt: skip


def _chips(request: Request, person: Person) -> list[Any]:
    units = [(each.pk, str(each)) for each in forms.departments().filter(permits__isnull=False).distinct()]
    items = [(each.code, each.name) for each in ApprovalItem.objects.live().order_by("order")]
    made = [
        chip(request.GET, "late", _("时限"), roll.LATE.items()),
        chip(request.GET, "state", _("状态"), State.choices, several=True),
        chip(request.GET, "department", _("经办部门"), units, several=True),
        chip(request.GET, "item", _("事项"), items, several=True),
        chip(request.GET, "mode", _("办理方式"), Mode.choices, several=True),
    ]
    return [each for each in made if each.options]


@require_GET
def export(request: Request) -> HttpResponseBase:
    """审批进度表 of what the list shows."""
    person: Any = request.user
    if scope_of(person).is_nothing:
        raise Http404("permits")
    as_of = asking.as_of(request)
    known, day = queries.known_now(as_of), beijing_day(as_of) if as_of else clock.today()
    found = roll.roll(person, dict(request.GET.lists()), day, as_of)
    heads = [_("内部编号"), _("项目名称"), _("事项"), _("经办部门"), _("状态"), _("办理方式"), _("收件"), _("受理"),
             _("承诺办结"), _("办结"), _("用时/时限"), _("计时单位"), _("文号")]  # fmt: skip
    names = ("number", "project", "name", "department", "state", "mode", "received", "accepted", "due", "ended", "used",
             "unit", "document")  # fmt: skip

    def lines() -> Any:
        yield heads
        pages = Paginator(found, 1000)
        for number in pages.page_range:
            for row in roll.rows(pages.page(number).object_list, day, known, as_of):
                yield [row[name][0] if name == "state" else row[name] for name in names]

    return csv_file.response(lines(), f"permits-{day:%Y%m%d}.csv")
