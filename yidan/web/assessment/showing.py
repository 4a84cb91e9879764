"""Results as pages show them: a line a unit, and behind it every point down to the figure it comes from."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from yidan.assessment import queries
from yidan.assessment.models import Appeal, Card, Result, Round
from yidan.assessment.queries import Standing
from yidan.assessment.states import APPEAL_FLOW, CARD_FLOW, AppealState, CardState, Colour, RoundState
from yidan.figures import queries as figures
from yidan.figures.define import Measure
from yidan.figures.question import CITY, Period, Question
from yidan.kernel import workdays
from yidan.kernel.errors import Invalid
from yidan.kernel.values import beijing_day
from yidan.people.models import Person, RankingGroup
from yidan.people.queries import scope_of
from yidan.web import asking
from yidan.web import format as words

ROUND_TONES = {
    RoundState.COMPUTED: "quiet", RoundState.FROZEN: "waiting", RoundState.CONFIRMED: "waiting",
    RoundState.PUBLISHED: "good", RoundState.WITHDRAWN: "bad",
}  # fmt: skip
APPEAL_TONES = {AppealState.FILED: "waiting", AppealState.UPHELD: "good", AppealState.DISMISSED: "quiet"}
CARD_TONES = {Colour.YELLOW: "warn", Colour.RED: "bad"}


def points(value: Any) -> str:
    """A score: two decimals."""
    return words.number(Fraction(value), 2) if value not in (None, "") else words.MISSING


def round_row(each: Round) -> dict[str, Any]:
    """A round in a list."""
    return {
        "href": reverse("round", args=[each.pk]), "label": each.data["label"], "month": words.month(each.month),
        "state": each.get_state_display(), "tone": ROUND_TONES[RoundState(each.state)],
        "cut_off": words.minute(each.cut_off_at), "document": each.document,
    }  # fmt: skip


def window(of: Round, today: date) -> str:
    """Until when units may appeal, in working days, while the round is before them; empty at other times."""
    if of.state != RoundState.FROZEN or of.frozen_at is None or of.appeals_until_on is None:
        return ""
    until, calendar = of.appeals_until_on, workdays.calendar()
    said = {"days": calendar.between(beijing_day(of.frozen_at), until).value, "until": words.day(until, today)}
    if today > until:
        return _("申诉期%(days)s个工作日，已于%(until)s结束") % said
    if today == until:
        return _("申诉期%(days)s个工作日，今天是最后一天") % said
    left = {"left": calendar.between(today, until).value}
    return _("申诉期%(days)s个工作日，到%(until)s当天为止，还有%(left)s个工作日") % (said | left)


def table_rows(person: Person, of: Round) -> list[dict[str, Any]]:
    """Each table with its lines, by place."""
    results = list(queries.results_visible_to(person, of))
    found = queries.standings(of, results)
    tables = []
    for name in dict.fromkeys(each.result.table for each in found):
        lines = [each for each in found if each.result.table == name]
        ranked = sum(1 for each in lines if each.place)
        tables.append({
            "label": table_label(of, name), "ranked": ranked, "rows": [line(person, of, each) for each in lines],
        })  # fmt: skip
    return tables


def table_label(of: Round, name: str) -> str:
    """县市区, or the groups that are joined: 县市区、园区."""
    joined = next((each for each in of.data.get("groups", ()) if each[0] == name), [name])
    return _("、").join(str(RankingGroup(each).label) for each in joined if each in RankingGroup.values)


def line(person: Person, of: Round, each: Standing) -> dict[str, Any]:
    """A unit's line and, behind it, its explanation."""
    result = each.result
    return {
        "pk": result.pk, "href": reverse("result", args=[result.pk]), "unit": str(result.unit), "place": each.place,
        "gained": each.gained, "total": points(each.final), "is_ranked": result.is_ranked,
        "interval": f"{points(result.low)}—{points(result.high)}" if result.low else "",
        "grade": {"label": each.grade.label, "tone": each.grade.tone} if each.grade else None,
        "adjustments": [adjustment(one) for one in result.adjustments.all()],
        "appeals": [one for one in result.appeals.all() if one.state == AppealState.FILED],
        "computed": points(result.computed), "points": explanation(person, of, result),
        "words": _sum_words(result.explanation["words"], result),
    }  # fmt: skip


def _sum_words(said: str, result: Result) -> str:
    """The sum of the points, and what was added to it in the open."""
    given = [words.signed(Fraction(each.points), 2) for each in result.adjustments.all()]
    if not given:
        return said
    return _("%(words)s = %(computed)s；公开调整%(given)s") % {
        "words": said, "computed": points(result.computed), "given": " ".join(given),
    }  # fmt: skip


def explanation(person: Person, of: Round, result: Result) -> list[dict[str, Any]]:
    """指标 → 算式 → 数 → 来源: each point with its sentence, its figure's numbers, and the way to the records."""
    weights = {each["key"]: each.get("weight", 0) for each in of.data["criteria"]}
    opens = _opens(person, result)
    return [
        {
            "label": each["label"], "points": points(each["points"]), "words": each["words"],
            "is_missing": each["points"] is None, "is_event": each["key"] not in weights,
            "is_nothing": each["key"] not in weights and each["points"] == "0",
            "weight": weights.get(each["key"]) or "", "of": _figure(of, result, each["figure"], opens=opens),
        }
        for each in result.explanation["children"]
    ]  # fmt: skip


def _opens(person: Person, result: Result) -> bool:
    scope = scope_of(person)
    return scope.is_city or result.unit_id in scope.assessed


def _figure(of: Round, result: Result, key: str, *, opens: bool) -> dict[str, str] | None:
    """The figure behind a point: what it is called, its value, its fraction, and its page as of the cut-off."""
    value, over, under = result.figures.get(key, (None, None, None))
    if value is None:
        return None
    try:
        figure = figures.get(key)
    except Invalid:  # a figure that was done away with since: what was frozen still stands
        return {"label": key, "value": value, "sum": "", "href": ""}
    asked = Question(Period.of(of.month), CITY, of.cut_off_at.astimezone(words.BEIJING), unit=result.unit_id)
    places = {Measure.COUNT: 0, Measure.WAN: 0}.get(figure.unit, 2)
    return {
        "label": str(figure.label), "value": words.number(Fraction(value), places), "unit": str(figure.unit.label),
        "sum": f"{_plain(over)}÷{_plain(under)}" if over and under else "",
        "href": asking.address(key, asked) if opens else "",
    }  # fmt: skip


def _plain(value: str) -> str:
    exact = Fraction(value)
    return words.number(exact, 0 if exact.denominator == 1 else 2)


def adjustment(each: Any) -> dict[str, str]:
    """What was given or taken in the open."""
    return {
        "points": words.signed(Fraction(each.points), 2), "reason": each.reason, "document": each.document,
        "when": words.minute(each.adjusted_at), "who": each.adjuster.name,
    }  # fmt: skip


def appeal_row(each: Appeal, labels: dict[str, str]) -> dict[str, Any]:
    """An appeal and what came of it."""
    return {
        "pk": each.pk, "unit": str(each.result.unit), "about": labels.get(each.criterion, _("整个得分")),
        "reason": each.reason, "evidence": each.evidence, "when": words.minute(each.filed_at),
        "state": each.get_state_display(), "tone": APPEAL_TONES[AppealState(each.state)], "answer": each.answer,
        "file": str(each.file) if each.file_id else "",
        "turn": APPEAL_FLOW.turns[AppealState(each.state)], "is_open": each.state == AppealState.FILED,
    }  # fmt: skip


def labels_of(of: Round) -> dict[str, str]:
    """The scheme's criteria and events by key."""
    return {each["key"]: each["label"] for each in (*of.data["criteria"], *of.data.get("events", ()))}


def card_row(each: Card, today: date) -> dict[str, Any]:
    """A card in a list and on its page."""
    return {
        "pk": each.pk, "href": reverse("card", args=[each.pk]), "unit": str(each.unit),
        "colour": each.get_colour_display(), "tone": CARD_TONES[Colour(each.colour)],
        "month": words.month(each.month), "state": each.get_state_display(), "reason": each.reason,
        "document": each.document, "issued": words.day(each.issued_at.astimezone(words.BEIJING).date(), today),
        "is_lifted": each.state == CardState.LIFTED, "turn": CARD_FLOW.turns[CardState(each.state)],
        "measures": _("、").join(one.name for one in each.measures.all()),
    }  # fmt: skip
