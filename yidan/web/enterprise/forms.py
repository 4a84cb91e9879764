"""The forms of 企业帮扶."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _w

from yidan.enterprises.models import Part
from yidan.enterprises.queries import parts_in_use
from yidan.matters.states import ProblemType
from yidan.people.models import Person
from yidan.web.acting import ActForm
from yidan.web.project.forms import DayField, NamedUnitField, choice
from yidan.web.project.forms import text as written
from yidan.web.watch.forms import UnitChoice


class NamedPersonField(forms.CharField):
    """A person by name; two of one name are told apart by their unit: 王芳(醴陵市)."""

    widget = forms.TextInput(attrs={"list": "persons", "autocomplete": "off"})

    def to_python(self, value: Any) -> Person | None:
        if isinstance(value, Person) or not (text := str(value or "").strip()):
            return value or None
        return person_named(text)

    def prepare_value(self, value: Any) -> Any:
        return value.name if isinstance(value, Person) else value


def person_named(text: str) -> Person:
    """The one active person of that name (and unit); refused where there is none or more than one."""
    name, _bracket, where = text.replace("（", "(").replace("）", ")").rstrip(")").partition("(")
    found = [
        each for each in Person.objects.filter(name=name.strip(), is_active=True).select_related("unit")
        if not where.strip() or (each.unit and where.strip() in {each.unit.name, each.unit.short_name})
    ]  # fmt: skip
    if not found:
        raise forms.ValidationError(_("没有名为“%(name)s”的人员，请先登记人员。") % {"name": text})
    if len(found) > 1:
        raise forms.ValidationError(_("有%(count)d个“%(name)s”，请写成“姓名(单位)”。") % {
            "count": len(found), "name": name.strip(),
        })  # fmt: skip
    return found[0]


class PartField(forms.ModelChoiceField):
    """A part in a scheme in use."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Part.objects.none(), **kwargs)

    def __deepcopy__(self, memo: Any) -> Any:
        copied = super().__deepcopy__(memo)
        copied.queryset = parts_in_use()
        return copied

    def label_from_instance(self, obj: Any) -> str:
        return _("%(part)s（%(scheme)s）") % {"part": obj.name, "scheme": obj.scheme.name}


class EnterpriseForm(ActForm):
    """登记企业."""

    name = written(_w("企业名称"), most=120, must=True)
    unit = UnitChoice(label=_w("县市区"))
    industry = written(_w("行业"), most=40)
    lists = written(_w("所在名单"), most=120, help_text=_w("如“全国疫情防控重点保障企业”，没有可不填"))
    contact = written(_w("联系人"), most=20)
    phone = written(_w("电话"), most=30, help_text=_w("只给本县市区和市项目办看全号"))
    to_resume_on = DayField(label=_w("计划复工日"), required=False)
    is_ended = forms.BooleanField(label=_w("不再包保"), required=False)


class CareForm(ActForm):
    """落实包保: who plays which part from when on."""

    part = PartField(label=_w("角色"))
    person = NamedPersonField(label=_w("人员"), required=False, help_text=_w("由人担任的角色填这里"))
    unit = NamedUnitField(label=_w("单位"), required=False, help_text=_w("由单位担任的角色填这里"))
    since_on = DayField(label=_w("自哪天起"))
    reason = written(_w("原因"), most=200, help_text=_w("接替他人时写明，如岗位调整"))


class CallForm(ActForm):
    """记走访: three lines, and what the firm asks for becomes a matter at once."""

    called_on = DayField(label=_w("走访日期"))
    text = written(_w("情况"), rows=3, most=2000, must=True)
    need = written(_w("诉求"), rows=2, most=300, help_text=_w("照企业原话；填了就转一单，没有就空着"))
    lead_unit = NamedUnitField(label=_w("建议哪个单位办"), required=False, help_text=_w("不清楚可不填"))
    resumed_on = DayField(label=_w("实际复工日"), required=False)
    back_count = forms.IntegerField(label=_w("返岗人数"), required=False, min_value=0, max_value=1_000_000)
    due_count = forms.IntegerField(label=_w("应到人数"), required=False, min_value=0, max_value=1_000_000)


class NeedForm(ActForm):
    """诉求转一单."""

    need = written(_w("诉求"), rows=3, most=300, must=True, help_text=_w("照企业原话"))
    lead_unit = NamedUnitField(label=_w("建议哪个单位办"), required=False)
    problem_type = choice(_w("问题类型"), ProblemType.choices)


class SchemeForm(ActForm):
    """设包保制度."""

    name = written(_w("制度名称"), most=40, must=True, help_text=_w("如“双定双包”“四个一”"))
    basis = written(_w("依据"), most=200, must=True)
    persons = written(_w("由人担任的角色"), most=200, help_text=_w("用顿号隔开，如 包保领导、包保干部"))
    units = written(_w("由单位担任的角色"), most=200, help_text=_w("用顿号隔开，如 责任单位"))
    is_ended = forms.BooleanField(label=_w("停用"), required=False)


class FileForm(ActForm):
    """包保清单 as a workbook."""

    file = forms.FileField(label=_w("包保清单"))
    since_on = DayField(label=_w("包保自哪天起"))
    skips_bad = forms.BooleanField(label=_w("读不懂的行跳过，其余照常导入"), required=False)
