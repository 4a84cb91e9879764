"""Rows of components that stand dozens of times on a page, made as strings: measured, five times cheaper."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from yidan.web.chips import Option

register = template.Library()
MISSING = '<span class="missing">—</span>'


@register.simple_tag
def facts_list(facts: Iterable[Sequence[Any]], two: Any = False) -> SafeString:
    """A list of (word, value) or (word, value, note); `two`: in two columns on a desk."""
    rows = []
    for fact in facts:
        value = MISSING if fact[1] == "" or fact[1] is None else _escaped(fact[1])
        note = f'<span class="facts-note">{_escaped(fact[2])}</span>' if len(fact) > 2 and fact[2] else ""
        rows.append(f"<div><dt>{_escaped(fact[0])}</dt><dd>{value}{note}</dd></div>")
    return mark_safe(f'<dl class="facts{" facts-2" if two else ""}">' + "\n".join(rows) + "</dl>")


@register.simple_tag
def option_rows(options: Iterable[Option]) -> SafeString:
    """The choices of one filter in components/chips.html: a list of projects has a hundred and eighty."""
    rows = []
    for option in options:
        here = ' aria-current="true"' if option.is_on else ""
        count = "" if option.count is None else f'<span class="chip-count">{option.count}</span>'
        rows.append(f'<a href="{_escaped(option.address)}"{here}><span>{_escaped(option.label)}</span>{count}</a>')
    return mark_safe("\n".join(rows))


@register.simple_tag
def timeline(entries: Iterable[dict[str, Any]]) -> SafeString:
    """What happened: {when, who, act, words, href, tone, day}; tone good, bad, now or empty; day begins a new day."""
    look, rows = _("查看"), []
    for entry in entries:
        if entry.get("day"):
            rows.append(f'<li class="timeline-day">{_escaped(entry["day"])}</li>')
        tone = f' class="is-{_escaped(entry["tone"])}"' if entry.get("tone") else ""
        words = f'<p class="timeline-words">{_escaped(entry["words"])}</p>' if entry.get("words") else ""
        link = f' · <a href="{_escaped(entry["href"])}">{look}</a>' if entry.get("href") else ""
        rows.append(
            f'<li{tone}><p class="timeline-head"><b>{_escaped(entry["act"])}</b>'
            f"<span>{_escaped(entry['who'])}</span></p>{words}"
            f'<p class="timeline-when">{_escaped(entry["when"])}{link}</p></li>'
        )
    return mark_safe('<ol class="timeline">' + "\n".join(rows) + "</ol>")


@register.simple_tag
def number_rows(rows: Iterable[Sequence[Any]]) -> SafeString:
    """The rows of the table beside a chart: a word first, then numbers."""
    lines = []
    for first, *others in rows:
        cells = "".join(f'<td class="n">{_escaped(each)}</td>' for each in others)
        lines.append(f"<tr><td>{_escaped(first)}</td>{cells}</tr>")
    return mark_safe("".join(lines))


def _escaped(value: Any) -> str:
    # Django's own looks for lazy words in every argument: half the cost of a row
    return html.escape(value) if type(value) is str else conditional_escape(value)
