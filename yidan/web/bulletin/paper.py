"""A paper as a page: its blocks as the template takes them, each number a link to what stands behind it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from yidan.bulletins import blocks as b
from yidan.bulletins.asking import plain
from yidan.bulletins.rules import MISSING
from yidan.people.models import Person
from yidan.people.queries import Scope, scope_of

Href = Callable[[Any], str]


def no_links(_thing: Any) -> str:
    """For readers who may open nothing."""
    return ""


def key_of(numeral: b.Numeral) -> str:
    """What makes two numbers the same: printed alike and asked alike."""
    return numeral.printed + json.dumps(numeral.ask, sort_keys=True, ensure_ascii=False)


def opens_for(person: Person, bulletin_id: int, blocks: Iterable[Any], projects: frozenset[int]) -> Href:
    """The address of a number's sheet, empty where this person has no right to what stands behind it."""
    scope = scope_of(person)
    places: dict[str, int] = {}
    for place, numeral in enumerate(b.numerals(blocks), 1):
        places.setdefault(key_of(numeral), place)

    def href(numeral: Any) -> str:
        if isinstance(numeral, str):  # a picture, by its hash
            return reverse("bulletin-picture", args=[bulletin_id, numeral])
        if numeral.printed == MISSING or not may_open(scope, projects, numeral.ask):
            return ""
        return reverse("bulletin-number", args=[bulletin_id, places[key_of(numeral)]])

    return href


def opens_publicly(bulletin_id: int, blocks: Iterable[Any]) -> Href:
    """The address of a number's public sheet; `blocks` are the public edition, so what is withheld has no place."""
    places: dict[str, int] = {}
    for place, numeral in enumerate(b.numerals(blocks), 1):
        places.setdefault(key_of(numeral), place)

    def href(numeral: Any) -> str:
        if isinstance(numeral, str) or numeral.printed == MISSING:
            return ""
        return reverse("bulletin-public-number", args=[bulletin_id, places[key_of(numeral)]])

    return href


def may_open(scope: Scope, projects: frozenset[int], ask: dict[str, Any]) -> bool:
    """Whoever sees the city opens every number; others those of their own unit and of projects they see, but no place:
    it rests on the numbers of others."""
    if scope.is_city:
        return True
    if "place" in ask or "run" in ask or ask.get("of") == "place":
        return False
    if "score" in ask:
        return ask["score"] in scope.assessed
    asked = list(plain(ask))
    return bool(asked) and all(
        each.get("unit") in scope.assessed or each.get("project") in projects for each in asked
    )  # fmt: skip


def picture_hashes(blocks: Iterable[Any]) -> set[str]:
    """The pictures that a paper shows."""
    pairs = [each for block in blocks if isinstance(block, b.PicturePair) for each in (block.before, block.after)]
    return {each.sha256 for each in (*pairs, *(block for block in blocks if isinstance(block, b.Picture)))}


def project_ids(blocks: Iterable[Any]) -> set[int]:
    """The projects of which a paper's numbers speak."""
    asked = (ask for each in b.numerals(blocks) for ask in plain(each.ask))
    return {ask["project"] for ask in asked if "project" in ask}


def shown(blocks: Iterable[Any], href: Href) -> list[dict[str, Any]]:
    """Each block with its kind and what the template writes of it."""
    return [{"kind": type(block).__name__.lower(), **_of(block, href)} for block in blocks]


def _of(block: Any, href: Href) -> dict[str, Any]:
    if isinstance(block, b.Heading):
        return {"level": block.level + 1, "html": html(block.parts, href)}
    if isinstance(block, b.Paragraph):
        return {"html": html(block.parts, href)}
    if isinstance(block, b.Table):
        return {
            "title": block.title, "unit": block.unit, "is_wide": block.is_wide, "note": block.note,
            "heads": [[_cell(each, href) for each in row] for row in block.heads],
            "rows": [[_cell(each, href) for each in row] for row in block.rows],
        }  # fmt: skip
    if isinstance(block, b.Chart):
        drawings = {"svg": mark_safe(block.svg), "narrow": mark_safe(block.narrow)}
        return {"title": block.title, "unit": block.unit, "calibre": block.calibre} | drawings
    if isinstance(block, b.Title):
        return {"text": block.text.replace("\n", "")}
    if isinstance(block, b.Recipient):
        return {"text": block.text.rstrip("：:") + "："}
    if isinstance(block, b.Picture | b.PicturePair):
        both = (block,) if isinstance(block, b.Picture) else (block.before, block.after)
        return {"pictures": [{"href": href(each.sha256), "caption": each.caption} for each in both]}
    said = b.to_json(block)
    said.pop("kind")
    return said


def _cell(each: b.Cell, href: Href) -> dict[str, Any]:
    return {"html": html(each.parts, href), "across": each.across, "down": each.down, "align": each.align}


def html(parts: b.Parts, href: Href) -> SafeString:
    """Words as they are, numbers dotted-underlined where they open."""
    said = []
    for part in parts:
        if isinstance(part, b.Words):
            said.append(format_html("<strong>{}</strong>", part.text) if part.is_strong else escape(part.text))
        elif address := href(part):
            said.append(
                format_html(
                    '<a class="numeral" href="{0}" data-sheet>{1}</a>',
                    address, part.printed,
                )
            )  # fmt: skip
        else:
            said.append(escape(part.printed))
    return mark_safe("".join(said))
