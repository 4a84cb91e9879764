"""The forms of 监测: the sheet of a point and a day, the file, and what is watched where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _w

from yidan.people.models import Unit
from yidan.people.queries import assessed_units
from yidan.watch.models import Goods, Observation
from yidan.watch.rules import read_value
from yidan.web.acting import ActForm
from yidan.web.project.forms import DayField, NamedUnitField
from yidan.web.project.forms import text as written

Said = tuple[Any, bool, str]


class SheetForm(ActForm):
    """One line an item: a price or 缺货, and a word where one is needed; empty lines say nothing."""

    day = forms.DateField(widget=forms.HiddenInput)
    reason = written(_w("更正原因"), most=200, help_text=_w("改动已经填过的才需要"))

    def __init__(self, items: Iterable[Goods], live: dict[int, Observation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(items)
        for item in self.items:
            known = live.get(item.pk)
            self.fields[f"value-{item.pk}"] = forms.CharField(
                label=item.name, required=False, max_length=20,
                initial="" if known is None or known.value is None else f"{known.value.normalize():f}",
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "enterkeyhint": "next"}),
            )  # fmt: skip
            self.fields[f"out-{item.pk}"] = forms.BooleanField(
                label=_("缺货"), required=False, initial=known is not None and known.is_out
            )
            self.fields[f"remark-{item.pk}"] = forms.CharField(
                label=_("备注"), required=False, max_length=100, initial=known.remark if known else "",
                widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": _("备注")}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Each line a price or an outage, never both."""
        cleaned = super().clean() or self.cleaned_data
        self.said: dict[int, Said] = {}
        for item in self.items:
            name, is_out = f"value-{item.pk}", bool(cleaned.get(f"out-{item.pk}"))
            text, remark = (cleaned.get(name) or "").strip(), (cleaned.get(f"remark-{item.pk}") or "").strip()
            try:
                value, is_word = read_value(text) if text else (None, False)
            except ValueError:
                self.add_error(name, _("填价格，如3.50；没有货勾缺货。"))
                continue
            if value is not None and is_out:
                self.add_error(name, _("缺货就不填价格。"))
            elif value is not None or is_out or is_word:
                self.said[item.pk] = (value, is_out or is_word, remark)
            elif remark:
                self.add_error(name, _("只有备注没有价格；没有货勾缺货。"))
        return cleaned

    def lines(self, before: dict[int, str]) -> list[dict[str, Any]]:
        """The lines as they are drawn, with what was told the day before beside each."""
        return [
            {
                "item": item, "value": self[f"value-{item.pk}"], "out": self[f"out-{item.pk}"],
                "remark": self[f"remark-{item.pk}"], "before": before.get(item.pk, ""),
            }
            for item in self.items
        ]  # fmt: skip


class FileForm(ActForm):
    """A workbook or csv; the day where the file itself says none."""

    file = forms.FileField(label=_w("采价表"))
    day = DayField(label=_w("哪一天的"), required=False, help_text=_w("表里写了日期就不用选"))
    reason = written(_w("更正原因"), most=200, help_text=_w("与已经填过的不同时才需要"))
    skips_bad = forms.BooleanField(label=_w("读不懂的格子跳过，其余照常导入"), required=False)


class WatchForm(ActForm):
    """What is watched."""

    name = written(_w("名称"), most=40, must=True, help_text=_w("如“价格监测”"))
    value_word = written(_w("记什么"), most=20, must=True)
    basis = written(_w("依据"), most=200, must=True, help_text=_w("文号；没有依据不设监测(国办函〔2026〕12号)"))
    unit = NamedUnitField(label=_w("线索归口"), help_text=_w("线索转给哪个单位，如市场监管局"))
    day_percent = forms.DecimalField(
        label=_w("比昨日涨跌达到(%)"), required=False, max_digits=6, decimal_places=2, help_text=_w("不预警就不填")
    )
    week_percent = forms.DecimalField(
        label=_w("比上周上涨达到(%)"), required=False, max_digits=6, decimal_places=2, help_text=_w("不预警就不填")
    )
    on_outage = forms.BooleanField(label=_w("缺货即预警"), required=False)
    source = written(_w("预警线的依据"), most=200, must=True)
    is_ended = forms.BooleanField(label=_w("停用"), required=False)


class UnitChoice(forms.ModelChoiceField):
    """A 考核单元."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Unit.objects.none(), **kwargs)

    def __deepcopy__(self, memo: Any) -> Any:
        copied = super().__deepcopy__(memo)
        copied.queryset = assessed_units()
        return copied


class PointForm(ActForm):
    """A point."""

    name = written(_w("监测点"), most=60, must=True)
    kind = written(_w("类型"), most=20, help_text=_w("超市、农贸市场、药店……"))
    groups = written(_w("采哪些类别"), most=120, help_text=_w("用顿号隔开，如 粮油、肉蛋；全采就不填"))
    unit = UnitChoice(label=_w("县市区"))
    order = forms.IntegerField(label=_w("排序"), initial=100, min_value=1, max_value=9999)
    is_ended = forms.BooleanField(label=_w("停用"), required=False)


class GoodsForm(ActForm):
    """A kind of goods."""

    name = written(_w("品种"), most=40, must=True)
    group = written(_w("类别"), most=20, help_text=_w("粮油、肉蛋、防疫用品……"))
    spec = written(_w("规格"), most=60)
    measure = written(_w("计量单位"), most=20, must=True, help_text=_w("如 元/500克"))
    order = forms.IntegerField(label=_w("排序"), initial=100, min_value=1, max_value=9999)
    is_ended = forms.BooleanField(label=_w("停用"), required=False)
