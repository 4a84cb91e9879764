"""三年滚动计划: the sheet, a project's row in it, and what it proposes for a year beside that year's plan."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _w
from django.views.decorators.http import require_GET, require_http_methods

from yidan.figures import population
from yidan.figures.question import Period, Question
from yidan.kernel import policy
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.ledger import proposing
from yidan.ledger.commands import rolling as acts
from yidan.ledger.models import Project, RollingCase, RollingPlan
from yidan.people.queries import assessed_units
from yidan.web import asking, clock
from yidan.web import format as words
from yidan.web.acting import ActForm
from yidan.web.chips import chip, without
from yidan.web.papers.exporting import rolling as form
from yidan.web.preferences import preferences
from yidan.web.project.acts import act, fact_of, project_of
from yidan.web.project.forms import WanField, text
from yidan.web.request import Request

both = require_http_methods(["GET", "POST"])
PAGE = 50
WAITING = 8
TONES = {"add": "waiting", "drop": "bad", "differs": "warn", "same": "good"}
KINDS = (("add", _w("建议列入")), ("drop", _w("建议核减")), ("differs", _w("不一致")), ("same", _w("一致")))


class SetForm(ActForm):
    """A project's row: the three years, what is asked from above, what is there, what is prepared."""

    first_year = forms.IntegerField(
        label=_w("首年"), min_value=1990, max_value=2100, help_text=_w("如2021，即2021—2023年")
    )
    starts_in = forms.IntegerField(label=_w("拟开工年"), min_value=1990, max_value=2102)
    first_wan = WanField(label=_w("第一年投资需求"), required=False, min_value=0)
    second_wan = WanField(label=_w("第二年投资需求"), required=False, min_value=0)
    third_wan = WanField(label=_w("第三年投资需求"), required=False, min_value=0)
    central_wan = WanField(label=_w("中央资金需求"), required=False, min_value=0)
    provincial_wan = WanField(label=_w("省资金需求"), required=False, min_value=0)
    secured_wan = WanField(label=_w("已落实资金"), required=False, min_value=0)
    preparation = text(_w("前期工作计划"), rows=3, help_text=_w("如2021年6月可研批复，10月初步设计批复"))
    document = text(_w("依据文件"), most=200)
    reason = text(_w("调整原因"), most=300, help_text=_w("改已经编入的才要写"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in acts.AMOUNTS:
            self.fields[name].unit = _("万元")


class WithdrawForm(ActForm):
    """Why it leaves the sheet."""

    reason = text(_w("调出原因"), most=300, must=True)


def _question(request: Request, year: int) -> Question:
    asked = Question.of(request.user, Period(year), as_of=asking.as_of(request))
    if asked.scope.is_nothing:
        raise Http404("rolling")
    unit = request.GET.get("unit", "")
    return asked.narrowed(unit=int(unit)) if unit.isdecimal() else asked


def _year(request: Request, default: int) -> int:
    said = request.GET.get("year", "")
    if said and not (said.isdecimal() and 1990 <= int(said) <= 2100):
        raise Http404("year")
    return int(said) if said else default


def tabs(here: str) -> list[dict[str, Any]]:
    """The pages of the pools."""
    pages = (("pools", _("项目库")), ("rolling", _("三年滚动")), ("rolling-difference", _("年度计划差异")))
    return [{"label": label, "address": reverse(name), "is_here": name == here} for name, label in pages]


@require_GET
def sheet(request: Request) -> HttpResponse:
    """The three-year sheet that a person may see: totals first, then the rows."""
    years = proposing.first_years()
    year = _year(request, years[0] if years else clock.today().year + 1)
    asked, unit = _question(request, year), preferences(request).unit
    first = form.first_year(asked)
    rows = list(form.rows(asked))
    sums = form.sums(rows)
    cases = list(proposing.waiting(population.projects(asked), first, asked.as_of))
    by_project = {each.project_id: each for each in cases}
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown = [(str(first + place), sums.get(name)) for place, name in enumerate(form.NEEDS)]
    shown += [(_("上级资金需求"), (sums.get("central_wan") or Decimal(0)) + (sums.get("provincial_wan") or Decimal(0))),
              (_("已落实资金"), sums.get("secured_wan"))]  # fmt: skip
    return render(request, "projects/rolling.html", {
        "tabs": tabs("rolling"),
        "title": _("%(first)d—%(last)d年三年滚动计划") % {"first": first, "last": first + 2},
        "as_of": asking.as_of_day(asked.as_of),
        "numbers": [{"label": _("项目"), "value": words.number(len(rows)), "unit": _("个")}] + [
            {"label": _("%(year)s年需求") % {"year": label} if label.isdecimal() else label,
             "value": words.money(amount, unit), "unit": words.unit_word(unit)} for label, amount in shown
        ],
        "chips": [
            chip(request.GET, "year", _("首年"), [(each, f"{each}—{each + 2}") for each in years or [year]]),
            chip(request.GET, "unit", _("考核单元"), [(each.pk, str(each)) for each in assessed_units()]),
        ],
        "clear": without(request.GET, "unit"),
        "heads": [f"{first + place}" for place in range(3)],
        "page": page,
        "rows": [_row(each, unit, by_project.get(each["pk"])) for each in page.object_list],
        "may_propose": asked.as_of is None and not acts.closed(first, clock.today().year)
                       and policy.may(request.user, Verb.ROLLING_PROPOSE, request.user.unit),
        "waiting": [_waiting(each) for each in cases[:WAITING]],
        "waiting_count": len(cases),
        "export": f"{reverse('export', args=['rolling'])}?{_query(asked, first)}",
        "may_import": not policy.deny(request.user, Verb.ROLLING_SET),
        "is_narrowed": bool(request.GET.get("unit")),
    })  # fmt: skip


def _query(asked: Question, year: int) -> str:
    known_at = asked.as_of.isoformat(timespec="minutes") if asked.as_of else ""
    return urlencode(
        {name: value for name, value in (("year", year), ("unit", asked.unit), ("as_of", known_at)) if value}
    )


def _row(row: dict[str, Any], unit: str, case: RollingCase | None = None) -> dict[str, Any]:
    wanted = proposed(case, unit) if case else {}
    return {
        "case": reverse("rolling-case", args=[case.pk]) if case else "",
        "wanted": wanted,
        "name": row["name"],
        "href": reverse("project", args=[row["pk"]]),
        "propose": reverse("rolling.propose", args=[row["pk"]]),
        "unit": row["assessed"],
        "starts_in": row["starts_in"],
        "needs": [(words.money(row[name], unit), wanted.get(name, "")) for name in form.NEEDS],
        "sum": words.money(row["sum_wan"], unit),
        "above": words.money(row["central_wan"] + row["provincial_wan"], unit),
        "secured": words.money(row["secured_wan"], unit),
        "preparation": row["preparation"],
    }


def proposed(one: RollingCase, unit: str) -> dict[str, str]:
    """What the sheet shows beside what stands: only the cells that would change."""
    base = one.base
    sums = [sum((getattr(row, name) for name in acts.NEEDS), Decimal(0)) for row in (one, base) if row]
    above = [row.central_wan + row.provincial_wan for row in (one, base) if row]
    said = {name: (getattr(one, name), getattr(base, name) if base else None) for name in acts.SAID}
    said |= {"sum": (sums[0], sums[1] if base else None), "above": (above[0], above[1] if base else None)}
    return {
        name: _("提请%(value)s") % {
            "value": (new or "—") if name in {"starts_in", "preparation"} else words.money(new, unit)}
        for name, (new, old) in said.items() if new != old
    }  # fmt: skip


def _waiting(one: RollingCase) -> dict[str, Any]:
    """A proposal in the list above the sheet."""
    return {
        "name": one.project.name, "href": reverse("rolling-case", args=[one.pk]), "is_new": one.base_id is None,
        "grounds": one.grounds, "who": str(one.proposed_by.unit or one.proposed_by.name),
        "day": words.short_day(beijing_day(one.proposed_at)),
    }  # fmt: skip


@require_GET
def difference(request: Request) -> HttpResponse:
    """What the sheet proposes for a year, what the plan has, where they differ and why; a link to put it right."""
    today = clock.today()
    year = _year(request, max([*proposing.first_years()[:1], today.year]))
    asked, unit = _question(request, year), preferences(request).unit
    kind = request.GET.get("kind", "")
    if kind and kind not in dict(KINDS):
        raise Http404("kind")
    rows = form.difference_rows(asked)
    counts = {name: sum(1 for row in rows if row["kind"] == name) for name, _label in KINDS}
    shown = [row for row in rows if (row["kind"] == kind if kind else row["kind"] != "same")]
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    sums = form.sums(rows)
    return render(request, "projects/rolling_difference.html", {
        "tabs": tabs("rolling-difference"),
        "title": _("%(year)d年年度计划差异") % {"year": year},
        "as_of": asking.as_of_day(asked.as_of),
        "first": proposing.sheet_of(year, asked.as_of),
        "numbers": [
            *({"label": label, "value": words.number(counts[name]), "unit": _("个")} for name, label in KINDS),
            {"label": _("滚动计划建议"), "value": words.money(sums.get("proposed_wan"), unit),
             "unit": words.unit_word(unit)},
            {"label": _("年度计划"), "value": words.money(sums.get("planned_wan"), unit),
             "unit": words.unit_word(unit)},
        ],
        "chips": [
            chip(request.GET, "year", _("年度"), [(each, str(each)) for each in _years(year)]),
            chip(request.GET, "kind", _("结论"), KINDS, counts=counts),
            chip(request.GET, "unit", _("考核单元"), [(each.pk, str(each)) for each in assessed_units()]),
        ],
        "clear": without(request.GET, "unit", "kind"),
        "page": page,
        "rows": [_different(request, row, year, unit) for row in page.object_list],
        "export": f"{reverse('export', args=['difference'])}?{_query(asked, year)}",
        "is_narrowed": bool(kind or request.GET.get("unit")),
        "is_empty": not rows,
    })  # fmt: skip


def _years(year: int) -> list[int]:
    sheets = {first + place for first in proposing.first_years() for place in range(3)}
    return sorted({year, *sheets}, reverse=True)


def _different(request: Request, row: dict[str, Any], year: int, unit: str) -> dict[str, Any]:
    shown = {
        "name": row["name"],
        "href": f"{reverse('project', args=[row['pk']])}?year={year}#plan",
        "unit": row["assessed"],
        "outcome": (str(dict(KINDS)[row["kind"]]), TONES[row["kind"]]),
        "proposed": words.money(row["proposed_wan"], unit),
        "proposed_listing": row["proposed_listing"],
        "planned": words.money(row["planned_wan"], unit),
        "planned_listing": row["planned_listing"],
        "difference": words.money(row["difference_wan"], unit),
        "why": row["why"],
        "act": None,
    }
    if row["kind"] == "add" and not policy.deny(request.user, Verb.PLAN_SET):
        given = urlencode({"year": year, "listing": row["listing"], "planned_wan": f"{row['proposed_wan']:f}"})
        shown["act"] = (_("列入计划"), f"{reverse('plan.set', args=[row['pk']])}?{given}")
    return shown


@both
def set(request: Request, pk: int) -> HttpResponse:
    """编三年滚动计划: the newest row as it is, or an empty one."""
    project = project_of(request, pk)
    initial, old = opened(project, request.GET.get("first_year", ""))
    note = _("已编入%(first)d—%(last)d年；再填同一首年就是调整，要写原因。") % {
        "first": old.first_year, "last": old.first_year + 2} if old else ""  # fmt: skip
    return act(
        request, Verb.ROLLING_SET, project, SetForm(request.POST or None, initial=initial), acts.set, project=project,
        done=_("已编入三年滚动计划"), note=note, columns=2,
        elsewhere=("rolling", _("三年滚动计划")),
    )  # fmt: skip


def opened(project: Project, first_year: str) -> tuple[dict[str, Any], RollingPlan | None]:
    """What a form about a project's row opens with: the row of that sheet or the newest, else an empty one."""
    plans = RollingPlan.objects.live().filter(project=project).order_by("-first_year")
    old = plans.filter(first_year=int(first_year)).first() if first_year.isdecimal() else plans.first()
    if old:
        return {name: getattr(old, name) for name in ("first_year", *acts.SAID)}, old
    sheets = proposing.first_years()
    return {"first_year": sheets[0] if sheets else clock.today().year + 1}, None


@both
def withdraw(request: Request, pk: int) -> HttpResponse:
    """调出三年滚动计划."""
    plan = fact_of(request, RollingPlan, pk)
    return act(
        request, Verb.ROLLING_WITHDRAW, plan, WithdrawForm(request.POST or None), acts.withdraw, project=plan.project,
        done=_("已调出三年滚动计划"), is_danger=True, note=str(plan),
        question=_("调出后，这三年不再为它提出投资需求；原来的一行留在经过里。"),
    )  # fmt: skip
