"""项目库的办理: a proposal, the opinions on it and the decision; out of a pool, or kept in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _w
from django.views.decorators.http import require_GET, require_http_methods

from yidan.kernel import parameters, policy
from yidan.kernel.errors import Invalid
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.ledger import pooling, queries, wording
from yidan.ledger.commands import pool as acts
from yidan.ledger.maturity import checklist, lacking, maturity
from yidan.ledger.models import Pool, PoolCase, PoolKind, PoolState, Project
from yidan.ledger.states import POOL_FLOW
from yidan.web import clock
from yidan.web import format as words
from yidan.web.acting import ActForm, require
from yidan.web.project.acts import act, project_of
from yidan.web.project.forms import DayField, choice, text
from yidan.web.request import Request

both = require_http_methods(["GET", "POST"])
NEXT = {"": Pool.RESERVE, Pool.RESERVE: Pool.ROLLING, Pool.ROLLING: Pool.CONSTRUCTION}
TONES = {PoolState.PROPOSED: "waiting", PoolState.GRANTED: "good", PoolState.DECLINED: "bad"}


class ProposeForm(ActForm):
    """Which pool, and why now."""

    into = choice(_w("进哪个库"), Pool.choices, must=True)
    grounds = text(_w("提请理由"), most=500, rows=3, must=True)
    document = text(_w("依据文件"), most=200, help_text=_w("文号；没有可以不填"))


class ReviewForm(ActForm):
    """For or against, and why."""

    is_in_favour = forms.ChoiceField(
        label=_w("意见"), choices=(("yes", _w("同意")), ("no", _w("不同意"))), widget=forms.RadioSelect
    )
    text = text(_w("评审意见"), most=500, rows=3, must=True)

    def entered(self, *but: str) -> dict[str, Any]:
        said = super().entered(*but)
        return said | {"is_in_favour": said["is_in_favour"] == "yes"}


class AdmitForm(ActForm):
    """What the review says."""

    opinion = text(_w("评审意见"), most=500, rows=3, must=True, help_text=_w("合规、查重、成熟度看过什么，结论是什么"))
    document = text(_w("评审纪要或批文"), most=200)
    since_on = DayField(label=_w("入库日期"), required=False, help_text=_w("补记以前定的事才填；不填为今天"))


class DeclineForm(ActForm):
    """Why not."""

    opinion = text(_w("不予入库的原因"), most=500, rows=3, must=True)


class RemoveForm(ActForm):
    """Why it leaves."""

    reason = text(_w("出库原因"), most=500, rows=3, must=True)
    document = text(_w("依据文件"), most=200)
    since_on = DayField(label=_w("出库日期"), required=False, help_text=_w("补记以前定的事才填；不填为今天"))


class RedateForm(ActForm):
    """From which day it stands where it stands, and why it was told otherwise."""

    since_on = DayField(label=_w("起始日期"))
    reason = text(_w("更正原因"), most=300, rows=2, must=True)


class KeepForm(ActForm):
    """Why it stays, and until when."""

    reason = text(_w("留库理由"), most=500, rows=3, must=True)
    until_on = DayField(label=_w("留到"))
    document = text(_w("依据文件"), most=200)


def _seen(request: Request, pk: int) -> PoolCase:
    cases = PoolCase.objects.select_related("project__profile__assessed_unit", "proposed_by__unit", "decided_by__unit")
    return get_object_or_404(cases.filter(queries.seen_by(request.user)), pk=pk)


@require_GET
def case(request: Request, pk: int) -> HttpResponse:
    """One proposal: what is asked, what the ledger has and lacks, who said what, and the decision."""
    one = _seen(request, pk)
    project = one.project
    known, last = pooling.preparation_of([project.pk])[project.pk]
    found, missing = maturity(known), lacking(known, one.into) if one.into else []
    needed = pooling.absent(known)
    return render(request, "projects/pool_case.html", {
        "case": one,
        "project": project,
        "title": _("%(kind)s：%(pool)s") % {
            "kind": one.get_kind_display(), "pool": one.get_into_display() or one.get_out_of_display()},
        "state": (one.get_state_display(), TONES[PoolState(one.state)]),
        "turn": POOL_FLOW.turns[one.state],
        "gate": [
            *(str(wording.CHECKLIST[each]) for each in needed), *(str(wording.PREPARATION[each]) for each in missing)],
        "is_entry": one.kind == PoolKind.ENTRY,
        "is_open": one.state == PoolState.PROPOSED,
        "is_own": one.state == PoolState.PROPOSED and one.proposed_by_id == request.user.pk,
        "checks": [
            (str(wording.CHECKLIST[name]), is_there, name in needed) for name, is_there in checklist(known).items()
        ],
        "level": found.level,
        "score": found.score,
        "points": [(str(wording.PREPARATION[each.name]), each.earned, each.of) for each in found.points],
        "twins": _twins(request, project) if one.kind == PoolKind.ENTRY and one.state == PoolState.PROPOSED else [],
        "facts": _facts(one, words.short_day(last)),
        "opinions": [
            {"unit": str(each.unit), "who": each.by.name, "day": words.short_day(beijing_day(each.given_at)),
             "verdict": (_("同意"), "good") if each.is_in_favour else (_("不同意"), "bad"), "text": each.text}
            for each in one.opinions.select_related("unit", "by")
        ],
        "acts": _acts(request, one),
        "back": reverse("pools"),
    })  # fmt: skip


def _facts(one: PoolCase, last: str) -> list[tuple[Any, ...]]:
    """What was proposed and decided, in rows."""
    said = [
        (_("理由"), one.grounds), (_("依据文件"), one.document),
        (_("提请"), f"{one.proposed_by.unit or ''} {one.proposed_by.name} {words.minute(one.proposed_at)}"),
        (_("考核单元"), str(one.project.profile.assessed_unit or "")), (_("最近进展"), last),
    ]  # fmt: skip
    if one.decided_at and one.kind == PoolKind.ENTRY and one.decided_by:
        said += [
            (_("决定"), f"{one.decided_by.name} {words.minute(one.decided_at)}"), (_("评审意见"), one.opinion),
            (_("当时成熟度"), _("M%(level)s，%(score)s分") % {"level": one.level, "score": one.score}),
        ]  # fmt: skip
    if one.until_on:
        said.append((_("留到"), words.day(one.until_on)))
    return [each for each in said if each[1]]


def _twins(request: Request, project: Project) -> list[dict[str, Any]]:
    """查重: what else may be this project; of what one may not see only that it is there."""
    profile = project.profile
    assert profile is not None  # from registration on
    found = queries.likely_duplicates(
        name=profile.name, owner_unit=profile.owner_unit, assessed_unit=profile.assessed_unit, place=profile.place,
        total_investment_wan=profile.total_investment_wan, but=project,
    )  # fmt: skip
    seen = set(
        queries.visible_to(request.user).filter(pk__in=[each.project.pk for each in found]).values_list("pk", flat=True)
    )
    return [
        {"name": each.project.name if each.project.pk in seen else _("别的单位的项目"),
         "href": reverse("project", args=[each.project.pk]) if each.project.pk in seen else "",
         "reasons": _("、").join(each.reasons)}
        for each in found
    ]  # fmt: skip


def _acts(request: Request, one: PoolCase) -> list[dict[str, Any]]:
    """What this person may do here; the first is the decision. Of the last one carried out the day can be corrected."""
    if one.state != PoolState.PROPOSED:
        last = PoolCase.objects.filter(project=one.project_id, state=PoolState.GRANTED).exclude(kind=PoolKind.STAY)
        if policy.may(request.user, Verb.POOL_REDATE, one.project) and last.order_by("-decided_at").first() == one:
            verb = Verb.POOL_REDATE
            return [{"label": verb.label, "href": reverse(verb.value, args=[one.project_id]), "is_first": False}]
        return []
    own = request.user.pk == one.proposed_by_id
    offered = [] if own else [Verb.POOL_ADMIT, Verb.POOL_DECLINE]
    if not own and not one.opinions.filter(unit=request.user.unit_id).exists():
        offered.append(Verb.POOL_REVIEW)
    allowed = [verb for verb in offered if policy.may(request.user, verb, one)]
    return [
        {"label": verb.label, "href": reverse(verb.value, args=[one.pk]), "is_first": not place}
        for place, verb in enumerate(allowed)
    ]


@both
def propose(request: Request, pk: int) -> HttpResponse:
    """提请入库."""
    project = project_of(request, pk)
    pool = project.profile.pool
    known, _day = pooling.preparation_of([project.pk])[project.pk]
    following = NEXT.get(pool)
    missing = [str(wording.CHECKLIST[each]) for each in pooling.absent(known)]
    missing += [str(wording.PREPARATION[each]) for each in (lacking(known, following) if following else [])]
    where = Pool(pool).label if pool else _("不在任何项目库里")
    note = _("现在：%(where)s") % {"where": where}
    if following and missing:
        note = _("%(note)s；进%(pool)s还缺：%(missing)s") % {
            "note": note, "pool": following.label, "missing": _("、").join(missing)}  # fmt: skip
    return act(
        request, Verb.POOL_PROPOSE, project, ProposeForm(request.POST or None, initial={"into": following}),
        acts.propose, project=project, done=_("已提请，等市项目办评审"), note=note,
    )  # fmt: skip


def _on_case(request: Request, pk: int, verb: Verb, form: ActForm, run: Any, done: str, **more: Any) -> HttpResponse:
    one = _seen(request, pk)
    return act(
        request, verb, one, form, run, project=one.project, done=done, back=reverse("pool-case", args=[pk]), **more
    )


@both
def review(request: Request, pk: int) -> HttpResponse:
    """出具评审意见."""
    form = ReviewForm(request.POST or None, initial={"is_in_favour": "yes"})
    return _on_case(request, pk, Verb.POOL_REVIEW, form, acts.review, _("意见已记"))


@both
def admit(request: Request, pk: int) -> HttpResponse:
    """准予入库."""
    return _on_case(
        request, pk, Verb.POOL_ADMIT, AdmitForm(request.POST or None), acts.admit, _("已入库"),
        note=_("入库时再核对一次台账；缺的没有补齐，不能入库。"),
    )  # fmt: skip


@both
def decline(request: Request, pk: int) -> HttpResponse:
    """不予入库."""
    return _on_case(
        request, pk, Verb.POOL_DECLINE, DeclineForm(request.POST or None), acts.decline, _("已记不予入库，可以再提请")
    )


@both
def remove(request: Request, pk: int) -> HttpResponse:
    """出库."""
    project = _in_pool(request, pk)
    return act(
        request, Verb.POOL_REMOVE, project, RemoveForm(request.POST or None), acts.remove, project=project,
        done=_("已出库"), is_danger=True, note=_standing(project),
        question=_("出库后不计入项目库；台账和经过都还在，条件具备时可以再提请入库。"),
    )  # fmt: skip


@both
def keep(request: Request, pk: int) -> HttpResponse:
    """留库."""
    project = _in_pool(request, pk)
    return act(
        request, Verb.POOL_KEEP, project, KeepForm(request.POST or None), acts.keep, project=project,
        done=_("已记留库"), note=_standing(project),
    )  # fmt: skip


@both
def redate(request: Request, pk: int) -> HttpResponse:
    """更正在库日期."""
    project = project_of(request, pk)
    require(request, Verb.POOL_REDATE, project)
    term = pooling.terms_of(pk).last()
    if term is None:
        raise Invalid(_("“%(name)s”没有进过项目库。") % {"name": project})
    note = _("现在记的是：%(since)s起%(where)s。改的只是日期，已印发的数仍可按当时所知重算。") % {
        "since": words.day(term.since_on), "where": term.get_pool_display() or _("不在库")}  # fmt: skip
    form = RedateForm(request.POST or None, initial={"since_on": term.since_on})
    return act(
        request, Verb.POOL_REDATE, project, form, acts.redate, project=project, done=_("日期已更正"), note=note
    )  # fmt: skip


def _in_pool(request: Request, pk: int) -> Project:
    project = project_of(request, pk)
    if not project.profile.pool and policy.may(request.user, Verb.POOL_REMOVE, project):
        raise Invalid(_("“%(name)s”不在任何项目库里。") % {"name": project})
    return project


def _standing(project: Project) -> str:
    """Where it stands, since when, and how long nothing was done."""
    known, last = pooling.preparation_of([project.pk])[project.pk]
    since = pooling.in_pool_since([project.pk])[project.pk]
    months = int(parameters.values()[pooling.POOL_STILL.name])
    is_still = pooling.still(Project.objects.filter(pk=project.pk), clock.today(), months).exists()
    said = {
        "since": words.day(since), "pool": project.profile.get_pool_display(),
        "last": words.day(last), "level": maturity(known).level, "months": months,
    }  # fmt: skip
    if is_still:
        return (
            _("%(since)s起在%(pool)s，最近进展%(last)s，成熟度M%(level)d；%(months)d个月没有进展，按规则提请出库。")
            % said
        )
    return _("%(since)s起在%(pool)s，最近进展%(last)s，成熟度M%(level)d。") % said
