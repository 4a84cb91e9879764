"""单位: register and change."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yidan.kernel import holdings
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Note, note
from yidan.kernel.verbs import Verb
from yidan.people.commands.changes import apply
from yidan.people.models import Person, RankingGroup, Unit, UnitKind
from yidan.people.rules import joined_former_names

FIELDS = (
    "name", "short_name", "kind", "region_code", "parent", "ranking_group", "protocol_order", "is_assessed",
    "is_active",
)  # fmt: skip
NEED_A_REASON = frozenset({"name", "kind", "region_code", "ranking_group", "is_assessed", "is_active"})


@command(Verb.UNIT_REGISTER)
def register(
    parent: Unit | None,
    *,
    by: Any,
    at: datetime,
    name: str,
    kind: str,
    short_name: str = "",
    region_code: str = "",
    ranking_group: str = "",
    protocol_order: int = 9999,
    is_assessed: bool = False,
) -> Note:
    """登记单位, under another one or under none; an assessed unit stands in a ranking group (domain.md §5.3)."""
    unit = Unit(
        parent=parent,
        name=name.strip(),
        kind=kind,
        short_name=short_name.strip(),
        region_code=region_code.strip(),
        ranking_group=ranking_group,
        protocol_order=protocol_order,
        is_assessed=is_assessed,
    )
    _require_sound(unit)
    unit.save()
    return note(unit, name=unit.name, kind=UnitKind(kind).label, parent=parent, region_code=unit.region_code)


@command(Verb.UNIT_CHANGE)
def change(unit: Unit, *, by: Any, at: datetime, reason: str = "", **changes: Any) -> Note:
    """变更单位. An old name is kept as 曾用名; what changes how a unit is counted needs a reason."""
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    former = unit.name
    differing = apply(unit, changes, FIELDS)
    if NEED_A_REASON & set(differing) and not reason.strip():
        raise Invalid(_("请写明变更的依据，例如文号。"), field="reason")
    if "name" in differing:
        unit.former_names = joined_former_names(unit.former_names, former)
    if "is_active" in differing and not unit.is_active and (people := Person.objects.filter(unit=unit, is_active=True)):
        raise Invalid(
            _("%(unit)s还有%(count)d名在用人员，请先移交、停用或调出。") % {"unit": unit, "count": len(people)},
            field="is_active",
        )
    if "is_active" in differing and not unit.is_active and (held := holdings.of_unit(unit)):
        raise Invalid(
            _("%(unit)s名下还有%(held)s，请先移交或改派。")
            % {"unit": unit, "held": "、".join(f"{word}{count}" for word, count in held.items())},
            field="is_active",
        )
    _require_sound(unit)
    unit.save()
    return note(unit, name=unit.name, changes=differing, reason=reason.strip())


def _require_sound(unit: Unit) -> None:
    if not unit.name:
        raise Invalid(_("请填写单位名称。"), field="name")
    if unit.kind not in UnitKind.values:
        raise Invalid(_("请选择单位类别。"), field="kind")
    if unit.ranking_group and unit.ranking_group not in RankingGroup.values:
        raise Invalid(_("没有这个排名分组，请从列表中选择。"), field="ranking_group")
    if Unit.objects.filter(name=unit.name).exclude(pk=unit.pk).exists():
        raise Invalid(_("已有名为“%(name)s”的单位，请核对是否重复登记。") % {"name": unit.name}, field="name")
    if unit.region_code and not re.fullmatch(r"[0-9]{6}", unit.region_code):
        raise Invalid(_("行政区划代码应为6位数字，没有的请留空。"), field="region_code")
    if unit.is_assessed and not unit.ranking_group:
        raise Invalid(_("考核单元须选定排名分组。"), field="ranking_group")
    above = unit.parent
    while above is not None:
        if unit.pk and above.pk == unit.pk:
            raise Invalid(_("上级单位不能是本单位或其下级。"), field="parent")
        above = above.parent
