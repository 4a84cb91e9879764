"""滚动计划调整: how a county or a department would have a row of the three-year sheet, and what the office decides."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _w
from django.views.decorators.http import require_GET, require_http_methods

from yidan.kernel import policy
from yidan.kernel.verbs import Verb
from yidan.ledger import queries
from yidan.ledger.commands import rolling as acts
from yidan.ledger.models import RollingCase, RollingPlan, RollingState
from yidan.ledger.states import ROLLING_FLOW
from yidan.web import format as words
from yidan.web.acting import ActForm
from yidan.web.preferences import preferences
from yidan.web.project.acts import act, project_of
from yidan.web.project.forms import text
from yidan.web.request import Request
from yidan.web.views.rolling import SetForm, opened

both = require_http_methods(["GET", "POST"])
TONES = {RollingState.PROPOSED: "waiting", RollingState.ACCEPTED: "good", RollingState.SENT_BACK: "bad"}


class ProposeForm(SetForm):
    """The row as it should read; it opens with what stands, and says why."""

    reason = text(_w("调整理由"), most=300, rows=3, must=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*(name for name in self.fields if name not in {"reason", "document"}), "reason", "document"])


class AcceptForm(ActForm):
    """A word beside, if there is one."""

    opinion = text(_w("审核意见"), most=300, rows=2, help_text=_w("没有可以不填"))


class SendBackForm(ActForm):
    """Why not."""

    opinion = text(_w("退回原因"), most=300, rows=3, must=True)


def _seen(request: Request, pk: int) -> RollingCase:
    cases = RollingCase.objects.select_related(
        "project__profile__assessed_unit", "proposed_by__unit", "decided_by__unit", "base"
    )
    return get_object_or_404(cases.filter(queries.seen_by(request.user)), pk=pk)


@require_GET
def case(request: Request, pk: int) -> HttpResponse:
    """One proposal: each cell as it stood and as it should be, why, and what became of it."""
    one = _seen(request, pk)
    is_open = one.state == RollingState.PROPOSED
    stands = RollingPlan.objects.live().filter(project=one.project_id, first_year=one.first_year).first()
    return render(request, "projects/rolling_case.html", {
        "case": one,
        "project": one.project,
        "title": _("%(first)d—%(last)d年滚动计划调整") % {"first": one.first_year, "last": one.first_year + 2},
        "state": (one.get_state_display(), TONES[RollingState(one.state)]),
        "turn": ROLLING_FLOW.turns[RollingState(one.state)],
        "is_own": is_open and one.proposed_by_id == request.user.pk,
        "is_new": one.base_id is None,
        "is_overtaken": is_open and (stands.pk if stands else None) != one.base_id,
        "outside": acts.outside(one.project) if is_open else "",
        "rows": compared(one, preferences(request).unit),
        "unit": words.unit_word(preferences(request).unit),
        "facts": _facts(one),
        "acts": _acts(request, one, is_open),
        "back": f"{reverse('rolling')}?year={one.first_year}",
    })  # fmt: skip


def compared(one: RollingCase, unit: str) -> list[dict[str, Any]]:
    """Each cell of the row: as it stood, as proposed, by how much they differ."""
    base = one.base
    years = {name: _("%(year)d年投资需求") % {"year": one.first_year + place} for place, name in enumerate(acts.NEEDS)}
    rows = []
    for name in acts.SAID:
        new, old = getattr(one, name), getattr(base, name) if base else None
        is_money = name in acts.AMOUNTS
        label = years.get(name) or str(SetForm.base_fields[name].label)
        rows.append({
            "label": label, "is_changed": old != new, "is_words": name == "preparation",
            "old": _cell(old, unit, is_money=is_money), "new": _cell(new, unit, is_money=is_money),
            "by": _more(new - old, unit) if is_money and old is not None and new != old else "",
        })  # fmt: skip
    return rows


def _more(amount: Decimal, unit: str) -> str:
    return f"+{words.money(amount, unit)}" if amount > 0 else words.money(amount, unit)


def _cell(value: Any, unit: str, *, is_money: bool) -> str:
    if value is None or value == "":
        return "—"
    return words.money(value, unit) if is_money else str(value)


def _facts(one: RollingCase) -> list[tuple[str, str]]:
    said = [
        (_("调整理由"), one.grounds), (_("依据文件"), one.document),
        (_("提请"), f"{one.proposed_by.unit or ''} {one.proposed_by.name} {words.minute(one.proposed_at)}"),
        (_("考核单元"), str(one.project.profile.assessed_unit or "")),
    ]  # fmt: skip
    if one.decided_at and one.decided_by:
        said.append((_("决定"), f"{one.decided_by.name} {words.minute(one.decided_at)}"))
        said.append((_("退回原因") if one.state == RollingState.SENT_BACK else _("审核意见"), one.opinion))
    return [each for each in said if each[1]]


def _acts(request: Request, one: RollingCase, is_open: bool) -> list[dict[str, Any]]:
    """The office decides; whoever may propose, proposes again what was sent back."""
    if is_open:
        offered = [] if one.proposed_by_id == request.user.pk else [Verb.ROLLING_ACCEPT, Verb.ROLLING_SEND_BACK]
        allowed = [verb for verb in offered if policy.may(request.user, verb, one)]
        return [
            {"label": verb.label, "href": reverse(verb.value, args=[one.pk]), "is_first": not place}
            for place, verb in enumerate(allowed)
        ]
    if one.state == RollingState.SENT_BACK and policy.may(request.user, Verb.ROLLING_PROPOSE, one.project):
        href = f"{reverse('rolling.propose', args=[one.project_id])}?again={one.pk}"
        return [{"label": _("改后再提请"), "href": href, "is_first": True}]
    return []


@both
def propose(request: Request, pk: int) -> HttpResponse:
    """提请调整滚动计划: opens with the row as it stands, or as it was proposed and sent back."""
    project = project_of(request, pk)
    initial, old = opened(project, request.GET.get("first_year", ""))
    again = request.GET.get("again", "")
    if again.isdecimal() and (sent := RollingCase.objects.filter(project=project, pk=int(again)).first()):
        initial = {name: getattr(sent, name) for name in ("first_year", *acts.SAID, "document")} | {
            "reason": sent.grounds}  # fmt: skip
    note = acts.outside(project) or _("还没有编入三年滚动计划；采纳以后编入。")
    if old:
        note = _("现在已编入%(first)d—%(last)d年，下面是现在的数，改要调整的就行；采纳以前照旧。") % {
            "first": old.first_year, "last": old.first_year + 2}  # fmt: skip
    return act(
        request, Verb.ROLLING_PROPOSE, project, ProposeForm(request.POST or None, initial=initial), acts.propose,
        project=project, done=_("已提请，等市项目办审核"), note=note, columns=2,
        elsewhere=("rolling", _("三年滚动计划")),
    )  # fmt: skip


@both
def accept(request: Request, pk: int) -> HttpResponse:
    """采纳滚动计划调整."""
    one = _seen(request, pk)
    changed = [
        _("%(label)s：%(old)s → %(new)s") % each
        for each in compared(one, preferences(request).unit) if each["is_changed"]
    ]  # fmt: skip
    note = _("采纳以后三年滚动计划就照这样写(金额单位：%(unit)s)：") % {
        "unit": words.unit_word(preferences(request).unit)}  # fmt: skip
    return act(
        request, Verb.ROLLING_ACCEPT, one, AcceptForm(request.POST or None), acts.accept, project=one.project,
        done=_("已采纳，三年滚动计划已改"), note=note, note_items=changed, back=reverse("rolling-case", args=[pk]),
    )  # fmt: skip


@both
def send_back(request: Request, pk: int) -> HttpResponse:
    """退回滚动计划调整."""
    one = _seen(request, pk)
    return act(
        request, Verb.ROLLING_SEND_BACK, one, SendBackForm(request.POST or None), acts.send_back, project=one.project,
        done=_("已退回，现在的滚动计划没有改"), back=reverse("rolling-case", args=[pk]),
    )  # fmt: skip
