"""The forms of the register: one for each act, in the order in which an office fills them in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidan.evidence.rules import Datum, outlines
from yidan.kernel.policy import Role
from yidan.kernel.values import Month
from yidan.ledger import wording
from yidan.ledger.models import (
    Domain,
    FundingNature,
    Level,
    ManagementForm,
    Nature,
    Pool,
    Profile,
    Project,
)
from yidan.people.models import Person, Unit
from yidan.web.acting import ActForm

_w = gettext_lazy
LARGEST_OUTLINE = 1024 * 1024
DATUMS = (
    (Datum.CGCS2000, _w("CGCS2000(测绘成果、红线图)")),
    (Datum.WGS84, _w("WGS-84(手机、GPS)")),
    (Datum.GCJ02, _w("GCJ-02(高德、腾讯地图)")),
    (Datum.BD09, _w("BD-09(百度地图)")),
)


class MonthField(forms.CharField):
    """A month as the browser's own picker gives it, 2020-05."""

    widget = forms.TextInput(attrs={"type": "month", "placeholder": "2020-05"})

    def to_python(self, value: Any) -> Month | None:
        if isinstance(value, Month) or not value:
            return value or None
        try:
            return Month.parse(str(value))
        except ValueError:
            raise forms.ValidationError(_("请填年月，如2020-05。")) from None


class DayField(forms.DateField):
    """A day with the browser's own picker."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**kwargs)


class WanField(forms.DecimalField):
    """An amount in 万元, to the last 分; commas that somebody pasted are taken off."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=18, decimal_places=6, **kwargs)
        self.widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace(",", "").replace("，", "").strip()
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}" if hasattr(value, "normalize") else value


class NamedUnitField(forms.CharField):
    """A unit by its name, with the known names offered while typing: there are too many owners for a list."""

    widget = forms.TextInput(attrs={"list": "units", "autocomplete": "off"})

    def to_python(self, value: Any) -> Unit | None:
        if isinstance(value, Unit) or not (name := str(value or "").strip()):
            return value or None
        unit = Unit.objects.filter(Q(name=name) | Q(short_name=name)).order_by("id").first()
        if unit is None:
            raise forms.ValidationError(_("没有名为“%(name)s”的单位，请从提示中选，或先登记单位。") % {"name": name})
        return unit

    def prepare_value(self, value: Any) -> Any:
        return value.name if isinstance(value, Unit) else value


class ProjectField(forms.CharField):
    """Another project by its number."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "placeholder": "ZZ-2020-0001"})

    def to_python(self, value: Any) -> Project | None:
        if isinstance(value, Project) or not (number := str(value or "").strip().upper()):
            return value or None
        project = Project.objects.filter(internal_id=number).select_related("profile").first()
        if project is None:
            raise forms.ValidationError(_("没有编号为%(number)s的项目。") % {"number": number})
        return project

    def prepare_value(self, value: Any) -> Any:
        return value.internal_id if isinstance(value, Project) else value


def text(label: Any, *, rows: int = 0, most: int | None = None, must: bool = False, help_text: Any = "") -> Any:
    """A line of text, or with `rows` an area that grows."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=most, required=must, widget=widget, help_text=help_text)


def choice(label: Any, choices: Any, *, must: bool = False) -> Any:
    """One of a few, with an empty first line where nothing need be chosen."""
    return forms.ChoiceField(label=label, choices=[("", _w("未选")), *choices], required=must)


def leaders() -> Any:
    """Who can be 联系市领导: who holds that role, or is one already."""
    return (
        Person.objects.filter(
            Q(role_holdings__role=Role.LEADER, role_holdings__superseded_at__isnull=True)
            | Q(pk__in=Profile.objects.live().filter(contact_leader__isnull=False).values("contact_leader")),
            is_active=True,
        )
        .distinct()
        .order_by("protocol_order", "id")
    )


class ProfileForm(ActForm):
    """Everything that is said of a project's nature."""

    name = text(_w("项目名称"), most=200, must=True)
    levels = forms.MultipleChoiceField(
        label=_w("级别"), choices=Level.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    assessed_unit = forms.ModelChoiceField(
        label=_w("考核单元"), queryset=Unit.objects.filter(is_assessed=True, is_active=True), empty_label=_w("未选")
    )
    owner_unit = NamedUnitField(label=_w("项目业主"), required=False)
    responsible_unit = NamedUnitField(label=_w("责任单位"), required=False)
    competent_unit = NamedUnitField(label=_w("主管部门"), required=False)
    contact_leader = forms.ModelChoiceField(
        label=_w("联系市领导"), queryset=Person.objects.none(), required=False, empty_label=_w("未定")
    )
    duty_person = text(_w("责任人"), most=120)
    duty_phone = text(_w("联系电话"), most=60)
    domain = choice(_w("领域"), Domain.choices)
    pool = choice(_w("项目库"), Pool.choices)
    nature = choice(_w("建设性质"), Nature.choices)
    management_form = choice(_w("管理方式"), ManagementForm.choices)
    funding_nature = choice(_w("投资性质"), FundingNature.choices)
    industry_code = text(_w("行业代码"), most=5, help_text=_w("GB/T 4754，门类字母加四位数字"))
    place = text(_w("建设地点"), most=200)
    region_code = text(_w("建设地点代码"), most=6, help_text=_w("GB/T 2260，六位；与考核单元无关"))
    longitude = forms.DecimalField(label=_w("经度"), max_digits=9, decimal_places=6, required=False)
    latitude = forms.DecimalField(label=_w("纬度"), max_digits=9, decimal_places=6, required=False)
    outline_file = forms.FileField(
        label=_w("红线范围文件"), required=False, help_text=_w("GeoJSON(.geojson、.json)，或每行一个“经度，纬度”的文本")
    )
    outline_datum = choice(_w("红线范围的坐标系"), DATUMS)
    outline = text(
        _w("红线范围"), rows=3, help_text=_w("粘贴GeoJSON的面；有了范围，照片按离红线的距离核对，不再按项目点")
    )
    total_investment_wan = WanField(label=_w("总投资"), required=False)
    years = text(_w("建设起止年限"), most=40, help_text=_w("照办公室的写法，如2020-2022；年月随之推出"))
    begins_in = MonthField(label=_w("开始年月"), required=False)
    finishes_in = MonthField(label=_w("结束年月"), required=False)
    scale = text(_w("建设规模及主要内容"), rows=4)
    remark = text(_w("备注"), rows=2)

    GROUPS = (
        (_w("名称与级别"), ("name", "levels")),
        (_w("单位与人"), ("assessed_unit", "owner_unit", "responsible_unit", "competent_unit", "contact_leader",
                     "duty_person", "duty_phone")),
        (_w("投资与工期"), ("total_investment_wan", "years", "begins_in", "finishes_in")),
        (_w("分类"), ("domain", "pool", "nature", "management_form", "funding_nature", "industry_code")),
        (_w("地点与内容"), ("place", "region_code", "longitude", "latitude", "scale", "remark")),
        (_w("红线范围"), ("outline_file", "outline_datum", "outline")),
    )  # fmt: skip
    WIDE = frozenset({"name", "levels", "scale", "remark", "reason", "document", "former_names", "outline"})
    # what says how to read another field, or comes in by another one
    ASIDE = frozenset({"levels", "key", "outline_file", "outline_datum"})
    MONEY = frozenset({"total_investment_wan"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact_leader"].queryset = leaders()

    def clean(self) -> dict[str, Any]:
        """The outline in the one form in which it is kept, whichever way it came and whatever it is measured in."""
        entered = super().clean() or self.cleaned_data
        given, datum = entered.get("outline", ""), entered.get("outline_datum", "")
        if sent := entered.get("outline_file"):
            given = sent.read(LARGEST_OUTLINE + 1).decode("utf-8-sig", errors="replace")
        try:
            if len(given) > LARGEST_OUTLINE:
                raise outlines.Fault("too_long")
            if given.strip() and not datum:
                self.add_error("outline_datum", _("请选择红线范围是哪种坐标系；测绘成果一般是CGCS2000。"))
            else:
                entered["outline"] = outlines.written(outlines.read(given, datum)) if given.strip() else ""
        except outlines.Fault as fault:
            self.add_error("outline_file" if sent else "outline", wording.outline_fault(fault))
        return entered

    def groups(self) -> list[tuple[Any, list[tuple[Any, bool, str]]]]:
        """The fields in their groups: (field, is wide, unit)."""
        return [
            (
                title,
                [
                    (self[name], name in self.WIDE, _("万元") if name in self.MONEY else "")
                    for name in names
                    if name in self.fields
                ],
            )
            for title, names in self.GROUPS
        ]

    def profile(self) -> dict[str, Any]:
        """What was entered, as the fields of a profile."""
        asked = [name for name in ProfileForm.base_fields if name in self.fields and name not in self.ASIDE]
        values = {name: self.cleaned_data.get(name) for name in asked}
        chosen = self.cleaned_data.get("levels") or ()
        return values | {f"is_{level}_key": level in chosen for level in Level.values}


class RegisterForm(ProfileForm):
    """登记入库, with what belongs to a beginning only."""

    code = text(_w("项目代码"), most=40, help_text=_w("新码或旧码；储备库项目还没有"))
    former_names = text(_w("曾用名"), help_text=_w("多个用顿号隔开"))
    parent = ProjectField(label=_w("所属打包项目"), required=False, help_text=_w("填打包项目的内部编号"))
    is_despite = forms.BooleanField(label=_w("确属两个项目，仍要登记"), required=False)
    reason = text(_w("理由"), most=300)

    GROUPS = (
        *ProfileForm.GROUPS[:1],
        (_w("代码与归属"), ("code", "parent", "former_names")),
        *ProfileForm.GROUPS[1:],
    )


class ChangeForm(ProfileForm):
    """变更项目: the whole profile as it is, and why it changes."""

    reason = text(_w("变更原因"), most=300, help_text=_w("改名称、总投资或起止年限必须写明"))
    document = text(_w("依据文件"), most=200, help_text=_w("文号，如株重办〔2020〕9号"))
    seen = forms.IntegerField(widget=forms.HiddenInput)

    GROUPS = (*ProfileForm.GROUPS, (_w("为什么变更"), ("reason", "document")))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["pool"]  # who changes pools is reviewed: 提请入库

    @staticmethod
    def of(profile: Profile) -> dict[str, Any]:
        """What the form opens with."""
        values = {name: getattr(profile, name) for name in ProfileForm.base_fields if name not in ProfileForm.ASIDE}
        values["outline"] = outlines.geojson(outlines.kept(profile.outline))
        values["outline_datum"] = Datum.WGS84 if profile.outline else ""
        values["levels"] = [level for level in Level.values if getattr(profile, f"is_{level}_key")]
        values["seen"] = profile.pk
        return values
