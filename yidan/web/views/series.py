"""公布数: what bureaus publish, as published: the list, a series with its chart and vintages, and the acts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from yidan.figures import published
from yidan.figures.published import Beside, Point
from yidan.figures.question import CITY, Period, Question
from yidan.kernel import parameters, policy
from yidan.kernel.verbs import Verb
from yidan.people.models import Unit
from yidan.people.queries import assessed_units
from yidan.targets import queries
from yidan.targets.commands import series as commands
from yidan.targets.models import Release, Series
from yidan.targets.rules.series import Gap
from yidan.targets.states import PERCENTAGES, SeriesKind
from yidan.web import asking, charts, chips, clock, rate_chart
from yidan.web import format as words
from yidan.web.acting import act_of, attempt, require
from yidan.web.request import Request
from yidan.web.series import forms, taking

both = require_http_methods(["GET", "POST"])
LARGEST = 5_000_000
MONTHS_BESIDE = 12
GAPS = {
    Gap.UNKNOWN: ("quiet", gettext_lazy("缺一方，不比较")),
    Gap.OPPOSITE: ("bad", gettext_lazy("一升一降，先查纳统和上年同期数")),
    Gap.CLOSE: ("good", gettext_lazy("基本一致")),
    Gap.DISPATCH_HIGHER: ("waiting", gettext_lazy("调度快于统计，查未入统项目")),
    Gap.PUBLISHED_HIGHER: ("waiting", gettext_lazy("统计快于调度，查调度漏报和清单外投资")),
}


@require_GET
def every(request: Request) -> HttpResponse:
    """Each series with its newest number."""
    as_of = asking.as_of(request)
    found = queries.series_visible_to(request.user)
    return render(
        request, "series/list.html",
        {"rows": [_row(each, published.points(each, None, as_of), as_of) for each in found],
         "as_of": asking.as_of_day(as_of),
         "may_register": policy.may(request.user, Verb.SERIES_REGISTER),
         "may_record": policy.may(request.user, Verb.RELEASE_RECORD)},
    )  # fmt: skip


def _row(series: Series, points: list[Point], as_of: datetime | None) -> dict[str, Any]:
    last = points[-1] if points else None
    query = f"?as_of={as_of.date()}" if as_of else ""
    return {
        "name": series.name,
        "href": reverse("series", args=[series.pk]) + query,
        "publisher": series.publisher,
        "agency": series.get_agency_display(),
        "spark": charts.spark([each.release.value for each in points]) if _is_drawn(points) else "",
        **(_point(series, last) if last else {"value": words.MISSING}),
    }


def _is_drawn(points: list[Point]) -> bool:
    known = [each.release.value for each in points if each.release.value is not None]
    return len(known) > 1 and min(known) >= 0


def _point(series: Series, point: Point) -> dict[str, Any]:
    """A release in words."""
    release = point.release
    return {
        "pk": release.pk,
        "month": _span(series, point),
        "value": said(series, release),
        "pace": _pace(series, point),
        "rank": _rank(release),
        "run": _("连续%(count)s个月第1") % {"count": point.run} if point.run > 1 else "",
        "provincial": _beside(series, release.provincial),
        "national": _beside(series, release.national),
        "document": release.document,
        "released_on": words.day(release.released_on),
        "is_revised": bool(release.reason),
        "reason": release.reason,
    }


def said(series: Series, release: Release) -> str:
    """As published, with its unit."""
    if release.value is None:
        return release.said
    printed = release.said.removesuffix("%").replace("-", words.MINUS)
    return f"{printed}%" if series.measured in PERCENTAGES else f"{printed} {series.unit_word}".strip()


def _span(series: Series, point: Point) -> str:
    return words.months_to(point.month) if series.is_cumulative else words.month(point.month)


def _beside(series: Series, value: Any) -> str:
    if value is None:
        return words.MISSING
    return f"{value.normalize():f}".replace("-", words.MINUS) + ("%" if series.measured in PERCENTAGES else "")


def _pace(series: Series, point: Point) -> str:
    if point.pace is None or series.measured not in PERCENTAGES:
        return ""
    if not point.pace:
        return _("持平")
    up, down = (_("加快"), _("回落")) if series.measured == SeriesKind.GROWTH else (_("提高"), _("下降"))
    return _("%(word)s %(points)s 个百分点") % {
        "word": up if point.pace > 0 else down, "points": f"{abs(point.pace).normalize():f}",
    }  # fmt: skip


def _rank(release: Release) -> str:
    if not release.rank:
        return words.MISSING
    if not release.rank_of:
        return _("第%(rank)s") % {"rank": release.rank}
    return _("第%(rank)s(%(of)s个中)") % {"rank": release.rank, "of": release.rank_of}


@require_GET
def series(request: Request, pk: int) -> HttpResponse:
    """One series of one place: chart with source line, every release with rank and pace, vintages, both calibres."""
    found, as_of = _found(request, pk), asking.as_of(request)
    unit = _unit(request)
    points = published.points(found, unit.pk if unit else None, as_of)
    may_record = policy.may(request.user, Verb.RELEASE_RECORD)
    rows = [{**_point(found, each), "vintages": _vintages(found, each)} for each in reversed(points)]
    for row in rows:
        row["withdraw"] = reverse("release.withdraw", args=[row["pk"]]) if may_record and not as_of else ""
    return render(
        request, "series/series.html",
        {"series": found, "rows": rows, "points": points, "as_of": asking.as_of_day(as_of),
         **_drawn(found, points, unit),
         "last": rows[0] if rows else None, "place": str(unit) if unit else _("全市"),
         "chips": [_places(request)], "clear": chips.without(request.GET, "unit"),
         "beside": _calibres(found, points, unit, as_of),
         "measured": found.get_measured_display(), "agency": found.get_agency_display(),
         "has_rates": found.measured in PERCENTAGES, "may_record": may_record,
         "may_change": policy.may(request.user, Verb.SERIES_CHANGE)},
    )  # fmt: skip


def _found(request: Request, pk: int) -> Series:
    return get_object_or_404(queries.series_visible_to(request.user), pk=pk)


def _unit(request: Request) -> Unit | None:
    given = request.GET.get("unit", "")
    if not given:
        return None
    if not given.isdecimal():
        raise Http404(given)
    return get_object_or_404(Unit, pk=int(given), is_assessed=True)


def _places(request: Request) -> chips.Chip:
    return chips.chip(request.GET, "unit", _("地区"), [(each.pk, str(each)) for each in assessed_units()])


def _vintages(series: Series, point: Point) -> list[dict[str, str]]:
    """What the month was held to be before, where it was revised."""
    release = point.release
    if not release.reason:
        return []
    earlier = queries.vintages(series, release.unit_id, release.month)
    return [
        {"value": said(series, each), "document": each.document, "released_on": words.day(each.released_on)}
        for each in earlier if each.recorded_at < release.recorded_at
    ]  # fmt: skip


def _drawn(series: Series, points: list[Point], unit: Unit | None) -> dict[str, Any]:
    """The chart, where there is anything to draw, and its source line."""
    known = [each for each in points if each.release.value is not None]
    if len(known) < 2:
        return {"picture": ""}
    last = known[-1].release
    return {
        "picture": rate_chart.rates(
            [each.month for each in known], [each.release.value for each in known],
            [each.release.provincial for each in known], own_word=str(unit) if unit else _("全市"),
            beside_word=_("全省"),
        ),
        "source": last.document,
        "cut_off": words.day(last.released_on),
        "unit_word": "%" if series.measured in PERCENTAGES else series.unit_word,
    }  # fmt: skip


def _calibres(
    series: Series, points: list[Point], unit: Unit | None, as_of: datetime | None
) -> list[dict[str, Any]]:  # fmt: skip
    """Both calibres month by month, the newest first."""
    if not series.beside or not points or series.measured != SeriesKind.GROWTH:
        return []
    last = points[-1].month
    asked = Question(Period.of(last), CITY, as_of, unit=unit.pk if unit else None)
    found = published.beside(series, points[-MONTHS_BESIDE:], asked, parameters.values(as_of))
    if all(each.gap is Gap.UNKNOWN for each in found):
        return []
    return [_calibre(each, series, asked) for each in reversed(found)]


def _calibre(each: Beside, series: Series, asked: Question) -> dict[str, Any]:
    tone, word = GAPS[each.gap]
    return {
        "month": words.months_to(each.month),
        "dispatch": words.percent(each.dispatch),
        "href": asking.address(series.beside, asked, period=str(each.month)),
        "published": words.percent(each.published),
        "points": words.signed(each.points),
        "tone": tone,
        "word": word,
    }


# --- acts ---


def _page(
    request: Request, form: Any, run: Callable[[], Any], done: Any, back: str, title: Any, *, note: Any = "",
    is_danger: bool = False,
) -> HttpResponse:  # fmt: skip
    """A form, one command, back to where it was asked from."""
    made = attempt(request, form, run)
    if made is not None:
        messages.success(request, done(made) if callable(done) else done)
        return HttpResponseRedirect(back)
    return render(
        request, "series/act.html",
        {"form": form, "title": title, "note": note, "back": back, "faults": getattr(form, "faults", []),
         "is_danger": is_danger},
        status=(409 if form.non_field_errors() else 422) if form.errors else 200,
    )  # fmt: skip


@both
def register(request: Request) -> HttpResponse:
    """登记数列."""
    person: Any = request.user
    require(request, Verb.SERIES_REGISTER, person.unit)
    form = forms.RegisterForm(request.POST or None)
    return _page(
        request, form, lambda: commands.register(person.unit, **act_of(request, form), **form.entered()),
        _("已登记数列"), reverse("series-list"), Verb.SERIES_REGISTER.label,
        note=_("登记别的单位公布的指标。本系统算得出的数不登记，照指标取数。"),
    )  # fmt: skip


@both
def change(request: Request, pk: int) -> HttpResponse:
    """变更数列."""
    found = _found(request, pk)
    require(request, Verb.SERIES_CHANGE, found)
    names = ("name", "publisher", "agency", "unit_word", "definition", "beside")
    form = forms.ChangeForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    return _page(
        request, form, lambda: commands.change(found, **act_of(request, form), **form.entered()), _("已变更数列"),
        reverse("series", args=[pk]), Verb.SERIES_CHANGE.label,
    )  # fmt: skip


@both
def record(request: Request, pk: int) -> HttpResponse:
    """录入公布数."""
    found = _found(request, pk)
    require(request, Verb.RELEASE_RECORD, found)
    form = forms.RecordForm(request.POST or None)
    return _page(
        request, form, lambda: _record(request, form, found), _("已录入公布数"), reverse("series", args=[pk]),
        f"{Verb.RELEASE_RECORD.label}：{found.name}",
        note=_("照公布的原文填写，不推算、不取整；修订另录一版，旧数保留。"),
    )  # fmt: skip


def _record(request: Request, form: Any, found: Series) -> Any:
    given = form.entered("reason")
    given["unit"] = Unit.objects.filter(pk=given["unit"]).first() if given["unit"] else None
    released = commands.Released(**given)
    return commands.record(found, **act_of(request, form), released=released, reason=form.cleaned_data["reason"])


@both
def withdraw(request: Request, pk: int) -> HttpResponse:
    """撤回公布数."""
    found = get_object_or_404(
        Release.objects.live().filter(series__in=queries.series_visible_to(request.user)),
        pk=pk,
    )
    require(request, Verb.RELEASE_WITHDRAW, found)
    form = forms.WithdrawForm(request.POST or None)
    return _page(
        request, form, lambda: commands.withdraw(found, **act_of(request, form), **form.entered()), _("已撤回公布数"),
        reverse("series", args=[found.series_id]), f"{Verb.RELEASE_WITHDRAW.label}：{found.series.name} {found.said}",
        note=_("录错月份或地区才撤回；公布单位修订的，请录入新的一版。"), is_danger=True,
    )  # fmt: skip


@both
def take(request: Request) -> HttpResponse:
    """导入公布数: a bureau's table, all lines or none."""
    require(request, Verb.RELEASE_RECORD)
    form = forms.TakeForm(request.POST or None, request.FILES or None)
    return _page(
        request, form, lambda: _take(request, form), _told, reverse("series-list"), _("导入公布数"),
        note=_("同一个文件导入两次不重复；与已有的数不同的，按修订另存一版。"),
    )  # fmt: skip


def _take(request: Request, form: Any) -> taking.Taken:
    file = form.cleaned_data["file"]
    if file.size > LARGEST:
        raise taking.Refused(_("文件太大，公布数表一行一个月就够了。"))
    try:
        return taking.take(file.read(), by=request.user, at=clock.now(), name=file.name)
    except taking.Faulty as refusal:
        form.faults = refusal.faults
        raise


def _told(taken: taking.Taken) -> str:
    said = ngettext("新录%(new)s个", "新录%(new)s个", taken.new) % {"new": words.number(taken.new)}
    more = _("修订%(revised)s个，没有变化%(unchanged)s个") % {
        "revised": words.number(taken.revised), "unchanged": words.number(taken.unchanged),
    }  # fmt: skip
    return _("%(said)s，%(more)s") % {"said": said, "more": more}
