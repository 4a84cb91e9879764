"""疑点: where what one room knows contradicts another; questions to be answered, not verdicts."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from yidan.figures import across, names, queries
from yidan.figures.across import Contradiction, Kind
from yidan.figures.define import Calibre
from yidan.funds import wording as money
from yidan.kernel import policy
from yidan.kernel.parameters import values as parameter_values
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.web import asking
from yidan.web import format as words
from yidan.web.chips import chip, without
from yidan.web.request import Request
from yidan.web.views.project_list import tabs

PAGE = 50
WORDS = {
    Kind.UNPERMITTED: gettext_lazy("开工早于施工许可"), Kind.PAID_OVER_DONE: gettext_lazy("支付超过完成投资"),
    Kind.ABOVE_STATISTICS: gettext_lazy("调度高于统计"),
}  # fmt: skip


@require_GET
def doubts(request: Request) -> HttpResponse:
    """All of them, filtered by kind; each leads to its record and can be raised as a matter."""
    asked, now, at = asking.seen(request)
    today = beijing_day(now)
    kinds = request.GET.getlist("kind")
    if not set(kinds) <= {*WORDS}:
        raise Http404("kind")
    values = parameter_values(asked.as_of)
    found = queries.keep(
        f"doubts/{today}", asked, lambda: across.contradictions(asked, values, today=today), at=at
    )  # fmt: skip
    counts: dict[Any, int] = {}
    for each in found:
        counts[each.kind.value] = counts.get(each.kind.value, 0) + 1
    page = Paginator([each for each in found if not kinds or each.kind in kinds], PAGE).get_page(
        request.GET.get("page")
    )
    units = names.units({each.unit_id for each in page.object_list if each.unit_id}, at=at)
    context = {
        "tabs": tabs("doubts", asking.query(asked)), "picker": asking.picker(asked, "/doubts/", today=today),
        "as_of": asking.as_of_day(asked.as_of), "cut": asking.cut(asked, str(Calibre.DISPATCH.label)),
        "scope_words": asking.scope_words(asked), "page": page,
        "chips": [chip(request.GET, "kind", _("疑点"), [(str(kind), word) for kind, word in WORDS.items()],
                       several=True, counts=counts)],
        "clear": without(request.GET, "kind"), "rows": [_row(each, units) for each in page.object_list],
        "may_raise": policy.may(request.user, Verb.MATTER_RAISE, request.user.unit),
        "is_narrowed": bool(kinds), "back": f"/?{asking.query(asked)}",
    }  # fmt: skip
    return render(request, "figures/doubts.html", context)


def _row(each: Contradiction, units: dict[int, str]) -> dict[str, Any]:
    unit = units.get(each.unit_id or 0, "")
    said = question(each)
    raised = {"quote": said} | ({"project": each.project_id} if each.project_id else {})
    return {
        "word": WORDS[each.kind], "name": each.name or unit or _("全市"), "unit": unit, "said": said,
        "href": _address(each), "raise": f"{reverse(Verb.MATTER_RAISE.value)}?{urlencode(raised)}",
    }  # fmt: skip


def _address(each: Contradiction) -> str:
    """The record to look at first."""
    if each.kind is Kind.UNPERMITTED:
        return reverse("permits-of", args=[each.project_id])
    if each.kind is Kind.PAID_OVER_DONE:
        return reverse("project-funds", args=[each.project_id])
    narrowed = f"?unit={each.unit_id}" if each.unit_id else ""
    return reverse("series", args=[each.said["series_id"]]) + narrowed


def question(each: Contradiction) -> str:
    """The question with its numbers."""
    said = each.said
    if each.kind is Kind.PAID_OVER_DONE:
        return money.question(said["asked"])
    if each.kind is Kind.ABOVE_STATISTICS:
        return _(
            "%(month)s%(series)s公布为%(published)s，按调度计算为%(dispatch)s，高%(points)s个百分点：是否有项目未入统，或调度多报？"
        ) % {
            "month": words.months_to(said["month"]), "series": said["series"],
            "published": words.percent(said["published"]), "dispatch": words.percent(said["dispatch"]),
            "points": words.number(said["points"], 1),
        }  # fmt: skip
    told = {name: words.short_day(value) if isinstance(value, date) else value for name, value in said.items()}
    if said["issued"]:
        sentence = _("台账记%(on)s开工，施工许可%(issued)s才核发，早%(days)s天：开工的是什么，有依法可先行的手续吗？")
    else:
        sentence = _("台账记%(on)s开工，施工许可至今没有核发，已%(days)s天：是先开工，还是不需要许可、或已核发未录？")
    return sentence % told
