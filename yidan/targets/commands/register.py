"""登记簿 as versioned data: a city's own lists need no programmer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yidan.kernel.command import command
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Note, note
from yidan.kernel.verbs import Verb
from yidan.ledger.commands.derived import require_text
from yidan.people.models import Person, Unit
from yidan.targets import rules
from yidan.targets.models import Item, Register
from yidan.targets.states import Family, State


@command(Verb.REGISTER_DEFINE)
def define(
    unit: Unit | None,
    *,
    by: Person,
    at: datetime,
    recorded_at: datetime,
    slug: str,
    name: str,
    family: str,
    definition: Mapping[str, Any],
    basis: str,
    is_open: bool = True,
) -> Note:
    """设登记簿: a new one, or a new version of one; its items stay, and no version may make them unreadable.

    Whether done needs proof, and where a parent lies, is not changed once there are items.
    """
    if not rules.NAME.fullmatch(slug.replace("-", "_")):
        raise Invalid(_("代号用小写字母、数字和连字符，字母开头，最多40个。"), field="slug")
    name = require_text(name, _("请填写登记簿名称。"), "name")
    basis = require_text(basis, _("请写明依据：每本登记簿都要有依据(国办函〔2026〕12号)。"), "basis")
    if len(name) > 60 or len(basis) > 200:
        raise Invalid(_("名称最多60字，依据最多200字。"), field="name" if len(name) > 60 else "basis")
    if family not in Family.values:
        raise Invalid(_("请选择类别。"), field="family")
    asked = rules.define(definition)
    before = Register.objects.live().filter(key=slug).first()
    _refuse_parent(slug, asked)
    if before:
        _refuse_breaking(before, asked)
    newest = Register.objects.filter(key=slug).order_by("-version").values_list("version", flat=True).first()
    said = {
        "version": (newest or 0) + 1, "name": name, "family": family, "definition": dict(definition), "basis": basis,
        "is_open": is_open,
    }  # fmt: skip
    if before:
        made = before.superseded_by(recorded_at=recorded_at, **said)
    else:
        made = Register.record(recorded_at=recorded_at, key=slug, **said)
    return note(made, key=slug, name=name, version=made.version, basis=basis)


def _refuse_parent(key: str, asked: rules.Definition) -> None:
    if asked.parent and asked.parent != key and not Register.objects.live().filter(key=asked.parent).exists():
        raise Invalid(_("上级登记簿“%(key)s”还没有。") % {"key": asked.parent}, field="definition")


def _refuse_breaking(before: Register, asked: rules.Definition) -> None:
    """What items of the earlier version rest on stays as it is."""
    items = Item.objects.filter(register_key=before.key)
    if not items.exists():
        return
    was = before.asks
    if (was.is_proven, was.parent) != (asked.is_proven, asked.parent):
        raise Invalid(_("已有条目的登记簿不能改“须佐证”和“上级”；请另设一本。"), field="definition")
    kinds = {each.name: each.kind for each in asked.fields}
    for each in was.fields:
        if each.name in kinds and kinds[each.name] != each.kind:
            raise Invalid(
                _("栏目“%(label)s”已有内容，不能改类型；请另设一栏。") % {"label": each.label}, field="definition"
            )


def live(key: str) -> Register:
    """The register of this key, as it is now; refused where there is none."""
    found = Register.objects.live().filter(key=key).first()
    if found is None:
        raise Invalid(_("没有代号为“%(key)s”的登记簿。") % {"key": key}, field="key")
    return found


def beginning(asked: rules.Definition) -> str:
    """The state in which an item of such a register begins."""
    return State.RUNNING if asked.is_proven else State.NOTED
