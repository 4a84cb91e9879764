"""The small components that stand many times on a page; made as strings, because a table holds hundreds.

The larger ones are templates in `components/`. docs/components.md tells how a page uses each.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.template.context import RequestContext
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yidan.web import clock, icons, instance
from yidan.web import format as words
from yidan.web.matter import roll as rolls
from yidan.web.navigation import places, roles_of, section
from yidan.web.preferences import CHOICES, Preferences

register = template.Library()
register.simple_tag(icons.icon, name="icon")
register.simple_tag(icons.mark, name="mark")

_LIGHTS = {"green": "circle", "yellow": "triangle", "red": "square"}
_BADGES = {"quiet": "ring", "waiting": "circle", "good": "circle", "warn": "triangle", "bad": "square"}
NOTICE_ICONS = {"info": "info", "good": "check", "warn": "warn", "refused": "refused"}


@lru_cache(maxsize=256)
def _kept(name: str, language: str, chosen: Preferences) -> SafeString:
    frame = {
        "preferences": chosen,
        "preference_choices": CHOICES,
        "host_unit": settings.HOST_UNIT,
        "filing_number": settings.FILING_NUMBER,
    }
    return mark_safe(get_template(name).render(frame))


@register.simple_tag(takes_context=True)
def kept(context: Context, name: str) -> SafeString:
    """A part of the frame that depends only on language and preferences: rendered once for each, then kept."""
    return _kept(name, get_language() or "", context.get("preferences") or Preferences())


@lru_cache(maxsize=64)
def _strip(language: str, today: date) -> SafeString:
    return mark_safe(get_template("components/strip.html").render({"day": words.day(today)}))


@register.simple_tag
def strip() -> SafeString:
    """模拟数据, and which day it is there; nothing where the data are real."""
    return _strip(get_language() or "", clock.today()) if instance.is_simulated() else mark_safe("")


# Where the kept navigation says how many matters wait; the number itself is each person's own.
TURNS = "<!-- turns -->"


def turns(request: Any) -> SafeString:
    """How many matters wait for the person's unit, on a small seal; nothing where none does. Counted once a request."""
    if not hasattr(request, "_turns"):
        waits = request.user.is_authenticated and roles_of(request.user)
        request._turns = rolls.turns(request.user, clock.today()) if waits else 0
    if not (count := request._turns):
        return mark_safe("")
    said = _("轮到我办%(count)d件") % {"count": count}
    return format_html('<span class="turn-count" aria-label="{}">{}</span>', said, "99+" if count > 99 else count)


@lru_cache(maxsize=512)
def _navigation(part: str, language: str, roles: frozenset[str], section: str) -> SafeString:
    shown = {"part": part, "places": places(roles, section)[part]}
    return mark_safe(get_template("components/navigation.html").render(shown))


@register.simple_tag(takes_context=True)
def navigation(context: Context, part: str) -> SafeString:
    """The `rail` or the `bar`, rendered once for each set of roles and each section, then kept."""
    request = context.get("request")
    if request is None or not hasattr(request, "user"):
        return mark_safe("")
    person = request.user
    if not person.is_authenticated and part == "bar":
        return mark_safe("")
    shown = _navigation(part, get_language() or "", roles_of(person), section(request.path))
    return mark_safe(shown.replace(TURNS, turns(request)))


@register.simple_tag
def light(colour: str | None, word: str = "") -> SafeString:
    """● 正常 ▲ 预警 ■ 滞后: `green`, `yellow`, `red`, or None for 未评; another word may be given."""
    usual = {"green": _("正常"), "yellow": _("预警"), "red": _("滞后")}
    return _light(colour, word or usual.get(colour or "", _("未评")))


# A list says the same few words in every row: made once (`typed`: what is safe and what is not are kept apart).
@lru_cache(maxsize=512, typed=True)
def _light(colour: str | None, word: str) -> SafeString:
    return format_html(
        '<span class="light light-{}">{}{}</span>',
        colour or "none", icons.shape(_LIGHTS.get(colour or "", "ring")), word,
    )  # fmt: skip


@register.simple_tag
def badge(word: str, tone: str = "quiet") -> SafeString:
    """The state of a paper: a word and a shape on a tint; tones quiet, waiting, good, warn, bad."""
    return _badge(word if isinstance(word, str) else str(word), tone)


@lru_cache(maxsize=512, typed=True)
def _badge(word: str, tone: str) -> SafeString:
    return format_html('<span class="badge badge-{}">{}{}</span>', tone, icons.shape(_BADGES[tone]), word)


@register.simple_tag
def figure(value: str, unit: str = "", href: str = "", label: str = "") -> SafeString:
    """A number with its unit; with `href` it is dotted-underlined and opens the sheet of its sources."""
    unit_part = format_html('<span class="unit">{}</span>', unit) if unit else ""
    if value == words.MISSING:
        return format_html('<span class="figure missing">{}</span>', value)
    if not href:
        return format_html('<span class="figure"><span class="figure-value">{}</span>{}</span>', value, unit_part)
    named = format_html(' aria-label="{} {}{},{}"', label, value, unit, _("看来源")) if label else ""
    return format_html(
        '<a class="figure" href="{0}" data-sheet{1}><span class="figure-value">{2}</span>{3}</a>',
        href,
        named,
        value,
        unit_part,
    )


@register.simple_tag
def number_block(
    label: str, value: str, unit: str = "", href: str = "", note: str = "", light_colour: str = "", large: Any = False
) -> SafeString:
    """A number with its word above and a note or a light below; several stand in `<div class="numbers">`."""
    lit = light(light_colour) if light_colour else ""
    below = format_html('<p class="number-block-note">{}{}</p>', lit, note) if note or lit else ""
    return format_html(
        '<div class="number-block{}"><p class="number-block-label">{}</p><p>{}</p>{}</div>',
        " number-block-large" if large else "",
        label,
        figure(value, unit, href, label),
        below,
    )


@register.simple_tag
def movement(places_gained: int | None) -> SafeString:
    """↑2 ↓1 — : places gained against last time, read aloud as words."""
    text = words.movement(places_gained)
    if not places_gained:
        return format_html('<span class="movement" role="img" aria-label="{}">{}</span>', _("位次未变"), text)
    spoken = _("上升%d位") if places_gained > 0 else _("下降%d位")
    return format_html(
        '<span class="movement movement-{}" role="img" aria-label="{}">{}</span>',
        "up" if places_gained > 0 else "down",
        spoken % abs(places_gained),
        text,
    )


@register.simple_tag
def rank(place: int | None, of: int = 0) -> SafeString:
    """A plain numeral; the first three and, where more than six are ranked, the last three are tinted."""
    if place is None:
        return mark_safe(f'<span class="rank missing">{words.MISSING}</span>')
    tint = " rank-first" if place <= 3 and of > 3 else " rank-last" if of > 6 and place > of - 3 else ""
    return mark_safe(f'<span class="rank{tint}">{int(place)}</span>')


@register.simple_tag
def progress(done: Decimal | float | None, due: Decimal | float | None = None, word: str = "") -> SafeString:
    """A bar of what is done (0–100) with a tick where the plan or 序时 would be."""
    if done is None:
        return mark_safe(f'<span class="missing">{words.MISSING}</span>')
    tick = (
        mark_safe(f'<span class="progress-due" style="left:{min(max(float(due), 0), 100):.1f}%"></span>')
        if due is not None
        else ""
    )
    due_word = format_html("<span>{} {}</span>", _("序时"), words.percent(due)) if due is not None else ""
    return format_html(
        '<span class="progress"><span class="progress-words"><b>{}</b>{}</span>'
        '<span class="progress-track"><span class="progress-done" style="width:{}%"></span>{}</span></span>',
        word or words.percent(done),
        due_word,
        f"{min(max(float(done), 0), 100):.1f}",
        tick,
    )


@register.simple_tag
def clamp(name: str) -> SafeString:
    """A long name in two lines; where that hides something a small button shows it in full."""
    return format_html('<span class="clamp">{}</span>', name)


@register.simple_tag(takes_context=True)
def sort_head(context: RequestContext, key: str, label: str, css: str = "", unit: str = "") -> SafeString:
    """A table head that sorts: a link whose order lives in the URL (`?sort=key`, `?sort=-key`)."""
    query = context["request"].GET.copy()
    now = query.get("sort", context.get("sort", ""))
    state = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    # numbers are first wanted from the largest down, words from the beginning
    first, second = (f"-{key}", key) if "n" in css.split() else (key, f"-{key}")
    query["sort"] = second if now == first else first
    query.pop("page", None)
    arrow = icons.icon({"ascending": "up", "descending": "down"}.get(state, "sort"))
    sorted_part = mark_safe(f' aria-sort="{state}"') if state else ""
    unit_part = format_html(' <span class="unit">{}</span>', unit) if unit else ""
    return format_html(
        '<th scope="col" class="{}"{}><a href="?{}">{}{}{}</a></th>',
        css,
        sorted_part,
        query.urlencode(),
        label,
        unit_part,
        arrow,
    )


@register.simple_tag(takes_context=True)
def hidden_query(context: RequestContext, *but: str) -> SafeString:
    """The present query as hidden fields of a GET form, but for those named (and the page number)."""
    query: Any = context["request"].GET
    return mark_safe(
        "".join(
            format_html('<input type="hidden" name="{}" value="{}">', name, value)
            for name, values in query.lists()
            if name not in but and name != "page"
            for value in values
        )
    )


@register.simple_tag
def notice_icon(tone: str) -> SafeString:
    """The icon of a notice's tone."""
    return icons.icon(NOTICE_ICONS.get(tone, "info"))
