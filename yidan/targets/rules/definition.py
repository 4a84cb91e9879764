"""What a register's definition may say and what may stand in its items: a small, total language, no code in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from yidan.kernel.errors import Invalid
from yidan.targets.states import FieldKind, Measured

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST_FIELDS, MOST_TALLIES, MOST_CHOICES, MOST_CHECKS = 20, 20, 30, 5
# What a tally may look at besides the register's own fields.
COMMON = ("level", "state", "year")
PROJECTS, INVESTMENT = "projects", "investment"
ABOVE = "parent."  # a field of the item above, which lies in another register
Where = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A field that a register adds to those every item has."""

    name: str
    label: str
    kind: str = FieldKind.TEXT
    measure: str = ""
    choices: tuple[str, ...] = ()
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """A dated value that items of this register have: its name, what it is measured in, base and goal as fields."""

    name: str
    label: str
    measure: str = ""
    base: str = ""
    goal: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """A figure over the items of a register: 口径 in words, and how it is counted.

    `of` is a number field, a series, `projects` (how many carry it) or `investment` (their 总投资, 万元); of a part it
    is the field of the item above that says how many there are of all (`parent.whole`); of a ratio, its sum is divided
    by that of `by`. `over` narrows the denominator of a share. `is_yearly`: only items of the period's year.
    """

    key: str
    label: str
    definition: str
    measured: str = Measured.COUNT
    of: str = ""
    by: str = ""
    where: Where = ()
    over: Where = ()
    measure: str = ""
    is_yearly: bool = True


@dataclass(frozen=True)
class Definition:
    """What a register asks for and what is counted from it. `under`: of which items of the register above it is."""

    fields: tuple[Field, ...] = ()
    series: tuple[Series, ...] = ()
    tallies: tuple[Tally, ...] = ()
    parent: str = ""
    under: Where = ()
    is_proven: bool = False
    projects: str = ""
    checks: tuple[int, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)

    def field(self, name: str) -> Field | None:
        """The field of this name."""
        return next((each for each in self.fields if each.name == name), None)

    def tally(self, key: str) -> Tally | None:
        """The tally of this key."""
        return next((each for each in self.tallies if each.key == key), None)


# --- reading a definition ---


def define(raw: Mapping[str, Any]) -> Definition:
    """Read a definition; refused with a sentence where it says what no register can."""
    if not isinstance(raw, Mapping):
        raise Invalid(_("登记簿的定义写法不对。"), field="definition")
    strange = set(raw) - {"fields", "series", "tallies", "parent", "under", "is_proven", "projects", "checks", "labels"}
    if strange:
        raise Invalid(_("登记簿的定义里不认识“%(name)s”。") % {"name": sorted(strange)[0]}, field="definition")
    fields = tuple(_field(each) for each in _rows(raw, "fields", MOST_FIELDS))
    series = tuple(_series(each, fields) for each in _rows(raw, "series", MOST_FIELDS))
    _once([*(each.name for each in fields), *(each.name for each in series)])
    names = {each.name for each in fields}
    numbers = {each.name for each in fields if each.kind == FieldKind.NUMBER} | {each.name for each in series}
    tallies = tuple(_tally(each, names, numbers) for each in _rows(raw, "tallies", MOST_TALLIES))
    _once([each.key for each in tallies])
    labels = raw.get("labels") or {}
    return Definition(
        fields, series, tallies, str(raw.get("parent") or ""), _under(raw), bool(raw.get("is_proven")),
        str(raw.get("projects") or "")[:40], _checks(raw.get("checks") or ()),
        {str(name): str(label) for name, label in labels.items()},
    )  # fmt: skip


def _rows(raw: Mapping[str, Any], name: str, most: int) -> list[Mapping[str, Any]]:
    rows = raw.get(name) or []
    if not isinstance(rows, Sequence) or isinstance(rows, str) or not all(isinstance(row, Mapping) for row in rows):
        raise Invalid(_("登记簿的定义写法不对。"), field="definition")
    if len(rows) > most:
        raise Invalid(_("登记簿的%(name)s最多%(most)s个。") % {"name": name, "most": most}, field="definition")
    return list(rows)


def _name(row: Mapping[str, Any], key: str) -> tuple[str, str]:
    name, label = str(row.get(key) or ""), str(row.get("label") or "").strip()
    if not NAME.fullmatch(name) or name in {*COMMON, PROJECTS, INVESTMENT}:
        raise Invalid(
            _("栏目代号“%(name)s”不对：用小写字母、数字和下划线，字母开头。") % {"name": name}, field="definition"
        )
    if not label or len(label) > 40:
        raise Invalid(_("栏目“%(name)s”要有名称，最多40字。") % {"name": name}, field="definition")
    return name, label


def _field(row: Mapping[str, Any]) -> Field:
    name, label = _name(row, "name")
    kind = str(row.get("kind") or FieldKind.TEXT)
    choices = tuple(dict.fromkeys(str(each).strip() for each in row.get("choices") or () if str(each).strip()))
    if kind not in FieldKind.values:
        raise Invalid(_("栏目“%(label)s”没有“%(kind)s”这种类型。") % {"label": label, "kind": kind}, field="definition")
    if (kind == FieldKind.CHOICE) != bool(choices) or len(choices) > MOST_CHOICES:
        raise Invalid(
            _("栏目“%(label)s”：单选要列出选项(最多%(most)s个)，其他类型不列。")
            % {"label": label, "most": MOST_CHOICES},
            field="definition",
        )
    return Field(name, label, kind, str(row.get("measure") or "")[:20], choices, bool(row.get("is_required")))


def _series(row: Mapping[str, Any], fields: tuple[Field, ...]) -> Series:
    name, label = _name(row, "name")
    numbers = {each.name for each in fields if each.kind == FieldKind.NUMBER}
    ends = [str(row.get(end) or "") for end in ("base", "goal")]
    for end in ends:
        if end and end not in numbers:
            raise Invalid(_("数列“%(label)s”的基期和目标要是登记簿的数字栏目。") % {"label": label}, field="definition")
    return Series(name, label, str(row.get("measure") or "")[:20], *ends)


def _tally(row: Mapping[str, Any], names: set[str], numbers: set[str]) -> Tally:
    key, label = _name(row, "key")
    measured, of = str(row.get("measured") or Measured.COUNT), str(row.get("of") or "")
    definition = str(row.get("definition") or "").strip()
    if not definition:
        raise Invalid(_("指标“%(label)s”要写明口径。") % {"label": label}, field="definition")
    by = str(row.get("by") or "")
    if measured not in Measured.values or (measured not in (Measured.COUNT, Measured.SHARE)) != bool(of):
        raise Invalid(_("指标“%(label)s”的算法不对：求和要写明求哪一栏。") % {"label": label}, field="definition")
    if (measured == Measured.RATIO) != bool(by) or (by and by not in numbers):
        raise Invalid(_("指标“%(label)s”两栏之比要写明除以哪个数字栏目。") % {"label": label}, field="definition")
    if measured == Measured.PART:
        if not (of.startswith(ABOVE) and NAME.fullmatch(of.removeprefix(ABOVE))):
            raise Invalid(
                _("指标“%(label)s”占本批要写明上级的总数栏，如 parent.whole。") % {"label": label}, field="definition"
            )
    elif of and of not in numbers | {PROJECTS, INVESTMENT}:
        raise Invalid(_("指标“%(label)s”求和的“%(of)s”不是数字栏目。") % {"label": label, "of": of}, field="definition")
    where, over = (_where(row.get(name) or {}, names, label) for name in ("where", "over"))
    return Tally(
        key, label, definition, measured, of, by, where, over, str(row.get("measure") or _("个"))[:20],
        bool(row.get("is_yearly", True)),
    )  # fmt: skip


def _under(raw: Mapping[str, Any]) -> Where:
    """Columns of the register above, which is not known here: one it does not have holds of none of its items."""
    wanted = raw.get("under") or {}
    if not isinstance(wanted, Mapping) or (wanted and not raw.get("parent")):
        raise Invalid(_("登记簿的“under”要写上级登记簿的栏目和取值。"), field="definition")
    return _where(wanted, {str(name) for name in wanted}, "under")


def _where(raw: Any, names: set[str], label: str) -> Where:
    if not isinstance(raw, Mapping):
        raise Invalid(_("指标“%(label)s”的条件写法不对。") % {"label": label}, field="definition")
    conditions = []
    for name, wanted in raw.items():
        if name not in names | set(COMMON):
            raise Invalid(
                _("指标“%(label)s”的条件里不认识“%(name)s”。") % {"label": label, "name": name}, field="definition"
            )
        values = wanted if isinstance(wanted, list | tuple) else [wanted]
        conditions.append((str(name), tuple(as_text(each) for each in values)))
    return tuple(conditions)


def as_text(value: Any) -> str:
    """A value as conditions compare it."""
    return "1" if value is True else "0" if value is False else str(value)


def _checks(raw: Any) -> tuple[int, ...]:
    days = tuple(raw) if isinstance(raw, list | tuple) else ()
    if len(days) > MOST_CHECKS or any(not isinstance(day, int) or not 0 < day <= 3650 for day in days):
        raise Invalid(_("回访天数要是1到3650之间的整数，最多%(most)s个。") % {"most": MOST_CHECKS}, field="definition")
    return tuple(sorted(set(days)))


def _once(names: list[str]) -> None:
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise Invalid(_("代号“%(name)s”用了两次。") % {"name": twice}, field="definition")


# --- what stands in an item ---


def clean(definition: Definition, given: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the register's own fields, as they are kept; refused at the field where one does not hold."""
    kept = {}
    for each in definition.fields:
        value = _value(each, given.get(each.name))
        if value is None and each.is_required:
            raise Invalid(_("请填写%(label)s。") % {"label": each.label}, field=each.name)
        if value is not None:
            kept[each.name] = value
    return kept


def _value(each: Field, given: Any) -> Any:
    if given is None or given == "":
        return None
    if each.kind == FieldKind.FLAG:
        return bool(given) if isinstance(given, bool) else str(given).strip() in {"1", "是", "True", "true", "√"}
    text = str(given).strip()
    if not text:
        return None
    if each.kind == FieldKind.NUMBER:
        return _number(each, text)
    if each.kind == FieldKind.DAY:
        return _day(each, given, text)
    if each.kind == FieldKind.CHOICE and text not in each.choices:
        raise Invalid(
            _("%(label)s只能是：%(choices)s。") % {"label": each.label, "choices": "、".join(each.choices)},
            field=each.name,
        )
    if len(text) > 500:
        raise Invalid(_("%(label)s最多500字。") % {"label": each.label}, field=each.name)
    return text


def _number(each: Field, text: str) -> str:
    try:
        number = Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= Decimal(10) ** 14:
        raise Invalid(_("%(label)s“%(text)s”不是数字。") % {"label": each.label, "text": text[:40]}, field=each.name)
    return f"{number.normalize():f}"


def _day(each: Field, given: Any, text: str) -> str:
    if isinstance(given, date):
        return given.strftime("%Y-%m-%d")
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Invalid(
            _("%(label)s“%(text)s”不是日期，写作 2020-05-08。") % {"label": each.label, "text": text[:40]},
            field=each.name,
        ) from None
