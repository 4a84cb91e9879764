"""The forms of money: a movement, its correction, a batch, the bureau's file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yidan.funds.models import Batch, Movement
from yidan.funds.states import SOURCE_WORDS, STATE_SOURCES, Step
from yidan.web.acting import ActForm
from yidan.web.project.forms import DayField, WanField, choice, text


class MovementForm(ActForm):
    """Which money took which step, when, how much, by which paper."""

    source = choice(_("资金来源"), list(SOURCE_WORDS.items()), must=True)
    batch = forms.ModelChoiceField(
        label=_("批次"), queryset=Batch.objects.none(), required=False, empty_label=_("没有批次"),
        help_text=_("中央、省预算内和专项债按批次下达；没有批次的填年度和文号"),
    )  # fmt: skip
    step = choice(_("环节"), Step.choices, must=True)
    happened_on = DayField(label=_("日期"))
    amount_wan = WanField(label=_("金额"), help_text=_("收回、退回的写负数"))
    year = forms.IntegerField(label=_("资金年度"), required=False, min_value=2000, max_value=2100)
    document = text(_("文号或凭证"), most=200)
    reason = text(_("原因"), most=300, help_text=_("收回、退回须写明"))
    origin = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["batch"].queryset = Batch.objects.all()
        self.fields["amount_wan"].unit = _("万元")


class CorrectForm(ActForm):
    """The movement as it should be, and why."""

    happened_on = DayField(label=_("日期"))
    amount_wan = WanField(label=_("金额"))
    document = text(_("文号或凭证"), most=200)
    reason = text(_("更正原因"), most=300, must=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount_wan"].unit = _("万元")

    @staticmethod
    def of(movement: Movement) -> dict[str, Any]:
        """What it opens with."""
        return {name: getattr(movement, name) for name in ("happened_on", "amount_wan", "document")}


class WithdrawForm(ActForm):
    """Why it never happened."""

    reason = text(_("撤回原因"), most=300, must=True)


class BatchForm(ActForm):
    """A paper with a sum of money; of a bond, its name, code, term and rate."""

    source = choice(_("资金来源"), [(source, SOURCE_WORDS[source]) for source in STATE_SOURCES], must=True)
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    name = text(_("批次"), most=60, must=True, help_text=_("如第二批"))
    document = text(_("下达文号"), most=200, must=True)
    granted_on = DayField(label=_("下达日期"))
    quota_wan = WanField(label=_("额度"), min_value=0)
    is_bundled = forms.BooleanField(label=_("打捆下达，须分解到项目"), required=False)
    forwarded_on = DayField(label=_("转发日期"), required=False)
    decomposed_on = DayField(label=_("分解日期"), required=False)
    bond_name = text(_("债券名称"), most=120, help_text=_("以下只有专项债填"))
    bond_code = text(_("债券代码"), most=20)
    bond_issued_on = DayField(label=_("发行日期"), required=False)
    term_years = forms.IntegerField(label=_("期限(年)"), required=False, min_value=1, max_value=50)
    rate_percent = forms.DecimalField(
        label=_("票面利率"), required=False, min_value=0, max_digits=6, decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quota_wan"].unit = _("万元")
        self.fields["rate_percent"].unit = "%"


class ChangeBatchForm(BatchForm):
    """The batch as it is, and why it changes."""

    reason = text(_("变更原因或依据文件"), most=300, must=True)


class BooksForm(ActForm):
    """The bureau's file, which step it tells of, and the unit where the file does not say it."""

    file = forms.FileField(label=_("财政导出的表"))
    step = forms.ChoiceField(
        label=_("这是哪个环节"), choices=[(Step.PAID, Step.PAID.label), (Step.ALLOCATED, Step.ALLOCATED.label)]
    )
    unit = forms.ChoiceField(
        label=_("金额单位"), required=False, choices=[("", _("按表里写的")), ("元", _("元")), ("万元", _("万元"))]
    )
