"""讲评考核: the month's ranking with its explanation, a unit's own result, schemes, cards, bonus and deduction."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from yidan.assessment import queries
from yidan.assessment.models import Appeal, Merit, Result, Round
from yidan.assessment.parameters import appeal_days
from yidan.assessment.queries import packs
from yidan.assessment.states import CardState, RoundState
from yidan.kernel import policy
from yidan.kernel.parameters import values as parameter_values
from yidan.kernel.policy import Role
from yidan.kernel.values import Month
from yidan.kernel.verbs import Verb
from yidan.people.queries import scope_of
from yidan.web import clock, csv_file, serving
from yidan.web import format as words
from yidan.web.assessment import offers, showing, trying
from yidan.web.chips import chip, without
from yidan.web.entries import entry_rows, of_subject
from yidan.web.papers.exporting import assessment as export
from yidan.web.request import Request

PAGE = 30
INSIDE = (Role.SUPERVISOR, Role.LEADER, Role.AUDITOR)


def tabs(here: str) -> list[dict[str, Any]]:
    """The pages of the room."""
    pages = (
        ("assessment", _("月考核")), ("rounds", _("各月")), ("cards", _("亮牌")), ("merits", _("加减分")),
        ("packs", _("计分办法")),
    )  # fmt: skip
    return [{"label": word, "address": reverse(page), "is_here": page == here} for page, word in pages]


@require_GET
def assessment(request: Request) -> HttpResponse:
    """The newest round that one may see; a unit that is asked for its word sees its own."""
    seen = queries.rounds_visible_to(request.user).exclude(state=RoundState.WITHDRAWN)
    newest = seen.filter(pack=packs.DEFAULT).first() or seen.first()
    if newest is None:
        return render(request, "assessment/none.html", _front(request))
    return _round_page(request, newest, is_front=True)


def _front(request: Request) -> dict[str, Any]:
    person: Any = request.user
    return {
        "tabs": tabs("assessment"), "sees_nothing": scope_of(person).is_nothing,
        "may_compute": policy.may(person, Verb.ROUND_COMPUTE, person.unit),
    }  # fmt: skip


@require_GET
def rounds(request: Request) -> HttpResponse:
    """Every round, the newest month first."""
    person: Any = request.user
    found = queries.rounds_visible_to(person)
    if pack := request.GET.get("pack"):
        found = found.filter(pack=pack)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(
        request, "assessment/rounds.html",
        {**_front(request), "tabs": tabs("rounds"), "page": page,
         "rows": [showing.round_row(each) for each in page.object_list],
         "chips": [chip(request.GET, "pack", _("计分办法"), queries.known_packs().items())],
         "clear": without(request.GET, "pack", "page")},
    )  # fmt: skip


@require_GET
def round_(request: Request, pk: int) -> HttpResponse:
    """A round: the ranking, and behind each line how it came about."""
    return _round_page(request, _round(request, pk))


def _round(request: Request, pk: int) -> Round:
    seen = queries.rounds_visible_to(request.user)
    return get_object_or_404(seen.select_related("computer", "freezer", "confirmer"), pk=pk)


def _round_page(request: Request, of: Round, *, is_front: bool = False) -> HttpResponse:
    person: Any = request.user
    today = clock.today()
    is_inside = person.is_role(*INSIDE)
    seen = queries.results_visible_to(person, of)
    labels = showing.labels_of(of)
    appeals = Appeal.objects.filter(result__in=seen).select_related("result__unit", "file")
    if not is_inside:
        appeals = appeals.filter(result__unit__in={unit for _role, unit in person.holds()})
    near = queries.rounds_visible_to(person).filter(pack=of.pack).exclude(state=RoundState.WITHDRAWN)
    return render(
        request, "assessment/round.html",
        {**_front(request), "tabs": tabs("assessment" if is_front else "rounds"), "round": of,
         "row": showing.round_row(of), "tables": showing.table_rows(person, of), "facts": _facts(of),
         "offers": offers.of_round(person, of, today), "is_whole": is_inside or of.state == RoundState.PUBLISHED,
         "window": showing.window(of, today),
         "appeals": [showing.appeal_row(each, labels) for each in appeals],
         "proposals": _proposals(person, of), "entries": entry_rows(of_subject(of)) if is_inside else [],
         "before": near.filter(month=of.month - 1).first(), "after": near.filter(month=of.month + 1).first(),
         "csv": reverse("round-csv", args=[of.pk]), "paper_href": _paper(person, of)},
    )  # fmt: skip


def _paper(person: Any, of: Round) -> str:
    """Where the paper of a confirmed round is drafted; empty where there is none to draft, or not by this person."""
    is_ready = of.pack == packs.DEFAULT and of.state in (RoundState.CONFIRMED, RoundState.PUBLISHED)
    if not is_ready or policy.deny(person, Verb.BULLETIN_DRAFT, person.unit):
        return ""
    return f"{reverse('bulletin.draft')}?kind=assessment&month={of.month}"


def _facts(of: Round) -> list[tuple[str, str]]:
    said = [
        (_("计分办法"), f"{of.data['label']} {of.data['version']}"),
        (_("数据截止"), words.minute(of.cut_off_at)),
        (_("核算"), f"{of.computer.name} {words.minute(of.computed_at)}"),
    ]
    if of.freezer and of.frozen_at and of.appeals_until_on:
        said.append((_("定数"), f"{of.freezer.name} {words.minute(of.frozen_at)}"))
        said.append((_("申诉截止"), words.day(of.appeals_until_on)))
        said.append((_("封印"), words.seal(of.seal_position, of.seal)))
    if of.confirmer and of.confirmed_at:
        said.append((_("确认"), f"{of.confirmer.name} {words.minute(of.confirmed_at)}"))
    if of.published_at:
        said.append((_("公布"), f"{of.document} {words.minute(of.published_at)}"))
    if of.reason:
        said.append((_("撤回原因"), of.reason))
    return said


def _proposals(person: Any, of: Round) -> list[dict[str, Any]]:
    """For whom the rule proposes a card that does not hang yet: only those who issue them see it."""
    if of.state == RoundState.WITHDRAWN or not policy.may(person, Verb.CARD_ISSUE, person.unit):
        return []
    return [
        {"unit": each.unit.short, "colour": each.colour.label, "tone": showing.CARD_TONES[each.colour],
         "why": _("；").join(each.causes),
         "href": f"{reverse('card.issue')}?unit={each.unit.key}&month={of.month}&colour={each.colour.value}"}
        for each in queries.still_to_issue(of.month, of.cut_off_at)
    ]  # fmt: skip


@require_GET
def round_csv(request: Request, pk: int) -> HttpResponse:
    """The whole round as a file from which every score can be computed again, for those who see it whole."""
    of, person = _round(request, pk), request.user
    if not person.is_role(*INSIDE) and of.state != RoundState.PUBLISHED:
        raise Http404(pk)
    pack = queries.read(of.data)
    adjusted = [one for each in of.results.prefetch_related("adjustments__result") for one in each.adjustments.all()]
    rows = queries.computed(pack, of.month, of.cut_off_at)
    lines = [export.HEADS, *export.lines(pack, of.month, rows, adjusted)]
    return csv_file.response(lines, f"assessment-{of.pack}-{of.month}.csv")  # type: ignore[return-value]


@require_GET
def result(request: Request, pk: int) -> HttpResponse:
    """One unit's result: each point, what was said against it, what was adjusted."""
    person: Any = request.user
    found = result_of(request, pk)
    of = found.round
    (standing,) = queries.standings(of, [found])
    today = clock.today()
    labels = showing.labels_of(of)
    is_near = _is_near(person, found)
    earlier = Result.objects.filter(unit=found.unit, round__in=queries.rounds_visible_to(person), round__pack=of.pack)
    earlier = earlier.exclude(round__state=RoundState.WITHDRAWN).exclude(pk=pk).select_related("round")
    return render(
        request, "assessment/result.html",
        {"result": found, "round": showing.round_row(of), "line": showing.line(person, of, standing),
         "table": showing.table_label(of, found.table), "least": of.data.get("least_projects", 2),
         "window": showing.window(of, today),
         "offers": offers.of_result(person, found, today),
         "appeals": [showing.appeal_row(each, labels) for each in found.appeals.all()] if is_near else [],
         "may_dismiss": policy.may(person, Verb.APPEAL_DISMISS, found),
         "earlier": [{"href": reverse("result", args=[each.pk]), "month": words.month(each.round.month),
                      "points": showing.points(each.final)}
                     for each in earlier.prefetch_related("adjustments").order_by("-round__month")[:6]]},
    )  # fmt: skip


def result_of(request: Request, pk: int) -> Result:
    """The result, if this person may see it in its round; otherwise it does not exist."""
    found = get_object_or_404(Result.objects.select_related("round__freezer", "unit"), pk=pk)
    seen: Any = request.user
    if not queries.rounds_visible_to(seen).filter(pk=found.round_id).exists():
        raise Http404(pk)
    return get_object_or_404(queries.results_visible_to(seen, found.round), pk=pk)


@require_safe
def appeal_file(request: Request, pk: int) -> HttpResponseBase:
    """What was brought to an appeal, as a download, for the office and the unit itself."""
    person: Any = request.user
    found = get_object_or_404(Appeal.objects.select_related("file", "result"), pk=pk, file__isnull=False)
    result_of(request, found.result_id)
    if not _is_near(person, found.result):
        raise Http404(pk)
    return serving.original(request, found.file, is_download=True)  # type: ignore[arg-type]


def _is_near(person: Any, result: Result) -> bool:
    """Whether appeals are shown in full: to the office, leaders, auditors, and the unit that filed them."""
    return person.is_role(*INSIDE) or result.unit_id in {unit for _role, unit in person.holds()}


@require_GET
def cards(request: Request) -> HttpResponse:
    """亮牌一览: those that hang, or all."""
    person: Any = request.user
    found = queries.cards_visible_to(person)
    hanging = found.exclude(state=CardState.LIFTED)
    shows_all = "all" in request.GET
    page = Paginator(found if shows_all else hanging, PAGE).get_page(request.GET.get("page"))
    today = clock.today()
    return render(
        request, "assessment/cards.html",
        {**_front(request), "tabs": tabs("cards"), "page": page, "shows_all": shows_all,
         "rows": [showing.card_row(each, today) for each in page.object_list], "lifted": found.count(),
         "may_issue": policy.may(person, Verb.CARD_ISSUE, person.unit)},
    )  # fmt: skip


@require_GET
def card(request: Request, pk: int) -> HttpResponse:
    """One card: why, what was done, what the unit says, whether it was lifted."""
    person: Any = request.user
    today = clock.today()
    found = get_object_or_404(queries.cards_visible_to(person), pk=pk)
    facts = [
        (_("亮牌"), f"{found.issuer.name} {words.minute(found.issued_at)}"), (_("依据文号"), found.document),
    ]  # fmt: skip
    if found.applied_at:
        facts.append((_("申请摘牌"), words.minute(found.applied_at)))
    if found.lifter and found.lifted_at:
        facts.append((_("摘牌"), f"{found.lifter.name} {words.minute(found.lifted_at)}"))
    return render(
        request, "assessment/card.html",
        {"card": found, "row": showing.card_row(found, today), "facts": facts, "measures": found.measures.all(),
         "offers": offers.of_card(person, found), "entries": entry_rows(of_subject(found))},
    )  # fmt: skip


@require_GET
def merits(request: Request) -> HttpResponse:
    """加减分事项: what was established, with its paper."""
    person: Any = request.user
    found = Merit.objects.live().select_related("unit")
    if not person.is_role(*INSIDE):
        found = found.filter(unit__in={unit for _role, unit in person.holds()})
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    labels = {
        each["key"]: each["label"] for data in queries.shipped().values() for each in data.get("events", ())
    }  # fmt: skip
    return render(
        request, "assessment/merits.html",
        {**_front(request), "tabs": tabs("merits"), "page": page,
         "may_record": policy.may(person, Verb.MERIT_RECORD, person.unit),
         "rows": [{"pk": each.pk, "unit": str(each.unit), "event": labels.get(each.event, each.event),
                   "month": words.month(each.month), "reason": each.reason, "document": each.document}
                  for each in page.object_list]},
    )  # fmt: skip


@require_GET
def pack_list(request: Request) -> HttpResponse:
    """The schemes: those shipped, and what the office adopted."""
    month = Month.of(clock.today())
    rows = []
    for key in queries.known_packs():
        data = queries.pack_data(key, month)
        rows.append({"href": reverse("pack", args=[key]), "label": data["label"], "version": data["version"],
                     "source": data["source"], "is_default": key == packs.DEFAULT,
                     "count": len(data["criteria"])})  # fmt: skip
    return render(request, "assessment/packs.html", {**_front(request), "tabs": tabs("packs"), "rows": rows})


@require_GET
def pack(request: Request, key: str) -> HttpResponse:
    """One scheme, readable: criteria with weight and rule, events, worked examples; and what a change would do."""
    person: Any = request.user
    if key not in queries.known_packs():
        raise Http404(key)
    if scope_of(person).is_nothing:
        raise Http404(key)
    data = queries.pack_data(key, Month.of(clock.today()))
    tried = trying.tried(request, key, data) if person.is_role(*INSIDE) else None
    return render(
        request, "assessment/pack.html",
        {**_front(request), "tabs": tabs("packs"), "key": key, "pack": data, "source": data["source"],
         "criteria": trying.criteria(data, request.GET), "events": trying.events(data),
         "appeal_days": appeal_days(queries.read(data), parameter_values()),
         "left_out": data.get("left_out", []), "grades": data.get("grades", []),
         "cases": packs.cases(key)[:12], "cases_count": len(packs.cases(key)),
         "versions": queries.versions(key), "tried": tried, "may_try": person.is_role(*INSIDE),
         "may_adopt": policy.may(person, Verb.PACK_ADOPT, person.unit)},
    )  # fmt: skip
