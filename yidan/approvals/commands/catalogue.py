"""The catalogue of items and the lists by kind of project: seeded from what is published, changed by the office."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from yidan.approvals.models import ApprovalItem, ApprovalTemplate
from yidan.approvals.rules import Case, critical
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Note, note
from yidan.kernel.verbs import Verb
from yidan.kernel.workdays import SINCE_EVER
from yidan.people.models import Person

SEED = Path(__file__).resolve().parents[1] / "catalogue.json"
FIELDS = (
    "name", "phase", "order", "department", "statutory_limit", "limit", "unit", "extension_most", "pauses", "needs",
    "is_excluded", "output", "source",
)  # fmt: skip


@command(Verb.APPROVAL_ITEM_SET)
def set(item: ApprovalItem | None, *, by: Person, at: datetime, recorded_at: datetime, code: str, **said: Any) -> Note:
    """设审批事项: a new entry of the catalogue, or a new version; clocks that run keep the version they began with."""
    values = {name: said[name] for name in FIELDS if name in said}
    values |= {name: str(values.get(name) or "").strip() for name in ("name", "department", "output", "source")}
    code = code.strip()
    if not code or not values["name"]:
        raise Invalid(_("事项要有代号和名称。"), field="name" if code else "code")
    if not values["source"]:
        raise Invalid(_("请写明依据：文号，或谁核定的。"), field="source")
    live = {each.code: each for each in ApprovalItem.objects.live()}
    before = live.get(code)
    if item is None and before is not None:
        raise Invalid(_("代号“%(code)s”已有事项“%(name)s”。") % {"code": code, "name": before.name}, field="code")
    values["needs"] = _known(values.get("needs") or [], live)
    _refuse_circles(live, code, values["needs"])
    if before is None:
        made = ApprovalItem.record(recorded_at=recorded_at, code=code, **values)
        return note(made, code=code, **values)
    changes = {name: [getattr(before, name), new] for name, new in values.items() if getattr(before, name) != new}
    if not changes:
        raise Invalid(_("没有任何改动。"))
    return note(before.superseded_by(recorded_at=recorded_at, **values), code=code, changes=changes)


def _known(codes: Iterable[str], live: Mapping[str, ApprovalItem]) -> list[str]:
    found = list(codes)
    if unknown := [code for code in found if code not in live]:
        raise Invalid(_("没有代号为“%(code)s”的事项。") % {"code": "、".join(unknown)}, field="needs")
    return found


def _refuse_circles(live: Mapping[str, ApprovalItem], code: str, needs: list[str]) -> None:
    cases = [Case(each.code, 1, needs=tuple(each.needs)) for each in live.values() if each.code != code]
    try:
        critical([*cases, Case(code, 1, needs=tuple(needs))])
    except ValueError:
        raise Invalid(_("前置事项绕成了圈，永远办不完；请改前置事项。"), field="needs") from None


@command(Verb.APPROVAL_TEMPLATE_SET)
def set_(
    template: ApprovalTemplate | None, *, by: Person, at: datetime, recorded_at: datetime, code: str, name: str,
    management_form: str, land: str, items: Iterable[Mapping[str, Any]], source: str,
) -> Note:  # fmt: skip
    """设审批清单: which items a kind of project needs, with limits of its own where they differ."""
    name, code, source = name.strip(), code.strip(), source.strip()
    rows = [dict(each) for each in items]
    live = {each.code: each for each in ApprovalItem.objects.live()}
    _known([each["code"] for each in rows], live)
    if not name or not code:
        raise Invalid(_("清单要有代号和名称。"), field="name" if code else "code")
    if not rows or len({each["code"] for each in rows}) < len(rows):
        raise Invalid(_("清单至少要有一个事项，同一事项只列一次。"), field="items")
    if not source:
        raise Invalid(_("请写明依据：文号，或谁核定的。"), field="source")
    before = ApprovalTemplate.objects.live().filter(code=code).first()
    if template is None and before is not None:
        raise Invalid(_("代号“%(code)s”已有清单“%(name)s”。") % {"code": code, "name": before.name}, field="code")
    values = {"name": name, "management_form": management_form, "land": land, "items": rows, "source": source}
    if before is None:
        made = ApprovalTemplate.record(recorded_at=recorded_at, code=code, **values)
    else:
        made = before.superseded_by(recorded_at=recorded_at, **values)
    return note(made, code=code, **values)


@cache
def _published() -> Mapping[str, list[dict[str, Any]]]:
    return json.loads(SEED.read_text(encoding="utf-8"))


def seed(**_signal: Any) -> int:
    """Put the published catalogue into an empty one, after a migration; what the office has changed stands."""
    tables = connection.introspection.table_names()
    if ApprovalItem._meta.db_table not in tables or ApprovalItem.objects.exists():
        return 0
    items = [ApprovalItem(recorded_at=SINCE_EVER, **row) for row in _published()["items"]]
    ApprovalItem.objects.bulk_create(items)
    ApprovalTemplate.objects.bulk_create(
        ApprovalTemplate(recorded_at=SINCE_EVER, **row) for row in _published()["templates"]
    )
    return len(items)
