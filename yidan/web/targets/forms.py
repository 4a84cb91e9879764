"""Forms for registers and items: what every item has, then what its register asks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidan.targets import queries
from yidan.targets.models import Content, Item, Register
from yidan.targets.rules import Field
from yidan.targets.states import Family, FieldKind, Level
from yidan.web.acting import ActForm
from yidan.web.project.forms import DayField, NamedUnitField, ProjectField, choice, text
from yidan.web.upload import ahead

_w = gettext_lazy
COMMON = ("title", "year", "starts_on", "until_on", "unit", "level", "document", "text")
OWN = "own-"


class ItemForm(ActForm):
    """One item of a register. Own columns are named `own-…`, so that none can hide a common one."""

    title = text(_w("名称"), most=200, must=True)
    parent = forms.ChoiceField(label=_w("上级"), required=False)
    year = forms.IntegerField(label=_w("年度"), required=False, min_value=1990, max_value=2100)
    starts_on = DayField(label=_w("日期"), required=False)
    until_on = DayField(label=_w("至"), required=False)
    unit = NamedUnitField(label=_w("责任单位"), required=False)
    level = choice(_w("级别"), Level.choices)
    document = text(_w("文号或出处"), most=120)
    text = text(_w("说明"), rows=3, most=5000)

    def __init__(self, *args: Any, register: Register, person: Any, is_change: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = register.asks
        self.register = register
        for name, label in asked.labels.items():
            if name in self.fields:
                self.fields[name].label = label
        for each in asked.fields:
            self.fields[OWN + each.name] = field_of(each)
        if asked.parent and not is_change:
            above = queries.with_words(queries.of_register(queries.visible_to(person), asked.parent))
            self.fields["parent"].choices = [("", _("没有上级")), *((str(each.pk), each.title) for each in above)]
        else:
            del self.fields["parent"]
        if is_change:
            self.fields["reason"] = text(_w("更正原因"), most=200, must=True)

    def said(self) -> dict[str, Any]:
        """What the command takes."""
        entered = self.entered()
        own = {name.removeprefix(OWN): value for name, value in entered.items() if name.startswith(OWN)}
        said = {name: entered[name] for name in COMMON}
        if "parent" in self.fields:
            said["parent"] = Item.objects.filter(pk=entered["parent"]).first() if entered["parent"] else None
        if "reason" in self.fields:
            said["reason"] = entered["reason"]
        return said | {"values": own}

    def add_error(self, field: str | None, error: Any) -> None:
        """A refusal that names an own column stands there."""
        super().add_error(
            OWN + field if field and field not in self.fields and OWN + field in self.fields else field, error
        )


def field_of(each: Field) -> forms.Field:
    """The form's field for a register's own."""
    common: dict[str, Any] = {"label": each.label, "required": each.is_required and each.kind != FieldKind.FLAG}
    if each.kind == FieldKind.CHOICE:
        return forms.ChoiceField(choices=[("", _("未选")), *((one, one) for one in each.choices)], **common)
    if each.kind == FieldKind.FLAG:
        return forms.BooleanField(**common)
    if each.kind == FieldKind.DAY:
        return DayField(**common)
    made = forms.CharField(**common, max_length=500)
    if each.kind == FieldKind.NUMBER:
        made.widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        made.unit = each.measure  # type: ignore[attr-defined]
        made.number = True  # type: ignore[attr-defined]
    return made


def initial_of(content: Content) -> dict[str, Any]:
    """What a form for a correction begins with."""
    return {name: getattr(content, name) for name in COMMON} | {
        OWN + name: value for name, value in content.values.items()
    }


class RegisterForm(ActForm):
    """A register in an office's words."""

    name = text(_w("名称"), most=60, must=True)
    slug = text(_w("代号"), most=40, must=True, help_text=_w("用在指标和文件名里，如 honours；定了不改"))
    family = choice(_w("类别"), Family.choices, must=True)
    basis = text(_w("依据"), most=200, must=True, help_text=_w("文号；每本登记簿都要有依据"))
    columns = text(
        _w("栏目"), rows=8, most=4000, help_text=_w("名称、年度、日期、责任单位、级别、文号、说明都有，不必再写")
    )
    is_proven = forms.BooleanField(label=_w("完成须有佐证，由别的单位认定"), required=False)
    projects = text(_w("挂接项目的叫法"), most=40, help_text=_w("如“支撑项目”；不挂项目就不填"))
    checks = text(_w("开工后几天回访"), most=40, help_text=_w("如 30、90；不回访就不填"))
    parent = forms.ChoiceField(label=_w("条目放在哪本登记簿的条目下面"), required=False)
    is_open = forms.BooleanField(label=_w("全市可见"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(each.key, each.name) for each in queries.registers()]
        self.fields["parent"].choices = [("", _("不分上下级")), ("-", _("本簿之内分上下级(成树)")), *others]


class MeasureForm(ActForm):
    """A dated value."""

    name = forms.ChoiceField(label=_w("数列"))
    until_on = DayField(label=_w("截至"))
    value = forms.DecimalField(label=_w("数值"), max_digits=20, decimal_places=6)
    source = text(_w("来源"), most=200, must=True)
    reason = text(_w("更正原因"), most=200, help_text=_w("这一天已有数值时写明"))

    def __init__(self, *args: Any, register: Register, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].choices = [
            (each.name, f"{each.label}({each.measure})" if each.measure else each.label)
            for each in register.asks.series
        ]


class LinkForm(ActForm):
    """A project that carries the item."""

    project = ProjectField(label=_w("项目编号"))
    remark = text(_w("说明"), most=200)


class ClaimForm(ActForm):
    """That it is done, and what shows it."""

    done_on = DayField(label=_w("完成日期"))
    words = text(_w("完成情况"), rows=3, most=1000, must=True)
    file = ahead.OneField(label=_w("佐证"), required=False)


class OpinionForm(ActForm):
    """What is said of a claim."""

    opinion = text(_w("意见"), rows=2, most=500)


class ReasonForm(ActForm):
    """Why."""

    reason = text(_w("原因"), rows=2, most=200, must=True)


class CarryForm(ActForm):
    """Into which year, and why."""

    year = forms.IntegerField(label=_w("结转到年度"), min_value=1990, max_value=2100)
    reason = text(_w("原因"), rows=2, most=200, must=True)
