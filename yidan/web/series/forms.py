"""The forms of published series."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yidan.figures import queries as figures
from yidan.figures.define import Measure
from yidan.people.queries import assessed_units
from yidan.targets.states import Agency, SeriesKind
from yidan.web.acting import ActForm
from yidan.web.project.forms import DayField, MonthField


class ChangeForm(ActForm):
    """What may be put better later."""

    name = forms.CharField(label=_("名称"), max_length=60, help_text=_("如 固定资产投资增速"))
    publisher = forms.CharField(label=_("公布单位"), max_length=60, help_text=_("如 市统计局"))
    agency = forms.ChoiceField(label=_("口径"), choices=Agency.choices)
    unit_word = forms.CharField(label=_("计量单位"), max_length=12, required=False, help_text=_("百分数不用填"))
    definition = forms.CharField(
        label=_("口径说明"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    beside = forms.ChoiceField(
        label=_("并列的调度指标"), required=False,
        help_text=_("两种口径并排看，只说明差在哪里，不互相推算"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        amounts = [(each.key, each.label) for each in figures.known().values() if each.unit is Measure.WAN]
        self.fields["beside"].choices = [("", _("不并列")), *amounts]


class RegisterForm(ChangeForm):
    """What a series is, once and for all."""

    code = forms.SlugField(label=_("代码"), max_length=40, help_text=_("英文，通报引用它，以后不能改；如 fai-growth"))
    measured = forms.ChoiceField(label=_("数的种类"), choices=SeriesKind.choices)
    is_cumulative = forms.BooleanField(label=_("累计数(1—N月)"), required=False, initial=True)


class RecordForm(ActForm):
    """A release as the paper prints it."""

    month = MonthField(label=_("所属月份"), help_text=_("累计数填截止月份"))
    unit = forms.TypedChoiceField(label=_("地区"), required=False, coerce=int, empty_value=None)
    said = forms.CharField(label=_("公布数"), max_length=20, help_text=_("照原文填写，如 9.7、-3.1、Ⅱ类"))
    rank = forms.IntegerField(label=_("位次"), min_value=1, required=False)
    rank_of = forms.IntegerField(label=_("参加排名的个数"), min_value=1, required=False)
    provincial = forms.DecimalField(label=_("全省"), max_digits=16, decimal_places=4, required=False)
    national = forms.DecimalField(label=_("全国"), max_digits=16, decimal_places=4, required=False)
    document = forms.CharField(label=_("来源文件"), max_length=120)
    released_on = DayField(label=_("公布日期"))
    reason = forms.CharField(
        label=_("修订原因"), max_length=200, required=False, help_text=_("这个月已有公布数时才填；旧数照样保留")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", _("全市")), *((each.pk, str(each)) for each in assessed_units())]


class WithdrawForm(ActForm):
    """Why it is taken back."""

    reason = forms.CharField(label=_("为什么撤回"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


class TakeForm(ActForm):
    """The bureau's own table."""

    file = forms.FileField(
        label=_("公布数表"),
        help_text=_(
            "xlsx、xls、et 或 csv；表头要有“期间”和“公布数”，可另有 指标、地区、位次、全省、来源文件、公布日期"
        ),
    )
