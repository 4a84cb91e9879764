"""The forms of the acts of assessment."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _w

from yidan.assessment import parameters as office
from yidan.assessment import queries
from yidan.assessment.states import Colour
from yidan.kernel.parameters import values
from yidan.kernel.values import Month
from yidan.people.queries import assessed_units
from yidan.web.acting import ActForm
from yidan.web.project.forms import text
from yidan.web.upload import ahead


class MonthField(forms.Field):
    """A month, typed or picked: 2020-05."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "month", "placeholder": "2020-05"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Month | None:
        """The month; a sentence where it is none."""
        if not value:
            return None
        try:
            return Month.parse(str(value))
        except ValueError:
            raise forms.ValidationError(_("月份写作 2020-05。")) from None


class PlainForm(ActForm):
    """An act that needs no words."""


class ReasonForm(ActForm):
    """Why."""

    reason = text(_w("原因"), most=300, must=True)


class DocumentForm(ActForm):
    """The paper's number."""

    document = text(_w("文号"), most=120, must=True, help_text=_w("如 株重办〔2020〕21号"))


class ComputeForm(ActForm):
    """Which scheme and which month; the cut-off is the month's deadline for acceptance."""

    pack = forms.ChoiceField(label=_w("计分办法"))
    month = MonthField(label=_w("月份"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pack"].choices = list(queries.known_packs().items())


class AppealForm(ActForm):
    """What is wrong, and what proves it."""

    criterion = forms.ChoiceField(label=_w("针对哪一项"), required=False)
    reason = text(_w("哪里不对"), most=500, must=True, rows=4)
    evidence = text(_w("依据"), most=300, must=True, help_text=_w("文件名称和文号，或台账里的哪条记录；不用重复报数。"))

    file = ahead.OneField(label=_w("佐证文件"), required=False)

    def __init__(self, *args: Any, criteria: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["criterion"].choices = [("", _("整个得分")), *criteria]


class AdjustForm(ActForm):
    """Points in the open."""

    points = forms.DecimalField(
        label=_w("加减分值"), max_digits=8, decimal_places=4, help_text=_w("加分写正数，减分写负数，如 -1.5")
    )
    document = text(_w("依据文号"), most=120, must=True)
    reason = text(_w("调整原因"), most=300, must=True, rows=3, help_text=_w("随结果一并公布，各单位都能看到。"))
    appeal = forms.ModelChoiceField(label=_w("答复哪份申诉"), queryset=None, required=False)

    def __init__(self, *args: Any, appeals: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["appeal"]
        field.queryset, field.empty_label = appeals, _("不是答复申诉")
        if not appeals:
            del self.fields["appeal"]

    def clean_points(self) -> Decimal:
        """Zero changes nothing: the command says so in its words."""
        return self.cleaned_data["points"]


class AnswerForm(ActForm):
    """Why not."""

    answer = text(_w("答复"), most=500, must=True, rows=4)


class MeritForm(ActForm):
    """An event with its proof."""

    unit = forms.ModelChoiceField(label=_w("单位"), queryset=None)
    pack = forms.CharField(widget=forms.HiddenInput)
    event = forms.ChoiceField(label=_w("事项"))
    month = MonthField(label=_w("月份"))
    reason = text(_w("事由"), most=300, must=True)
    document = text(_w("依据文号"), most=120, must=True)

    def __init__(self, *args: Any, events: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["unit"].queryset, fields["event"].choices = assessed_units(), events


class CardForm(ActForm):
    """A card with its paper."""

    unit = forms.ModelChoiceField(label=_w("单位"), queryset=None)
    month = MonthField(label=_w("月份"))
    colour = forms.ChoiceField(label=_w("牌色"), choices=Colour.choices)
    reason = text(_w("事由"), most=300, must=True)
    document = text(_w("依据文号"), most=120, must=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["unit"].queryset = assessed_units()


class MeasureForm(ActForm):
    """A rung of the ladder."""

    name = forms.ChoiceField(label=_w("措施"))
    taken_on = forms.DateField(label=_w("日期"), widget=forms.DateInput(attrs={"type": "date"}))
    document = text(_w("文号"), most=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["name"].choices = [(each, each) for each in office.ladder(values())]


class ApplyForm(ActForm):
    """What was done."""

    application = text(_w("整改情况"), most=500, must=True, rows=4)


class LiftForm(ActForm):
    """By which month's figures, and why."""

    month = MonthField(label=_w("以哪个月的数为准"))
    reason = text(_w("摘牌依据"), most=300, must=True)


class AdoptForm(ActForm):
    """From when, by which paper; the changed weights come along as they were tried."""

    since = MonthField(label=_w("自何月起"))
    document = text(_w("依据文号"), most=120, must=True)
    version = text(_w("版本"), most=20, must=True)
