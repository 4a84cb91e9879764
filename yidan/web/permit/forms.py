"""The forms of the acts on permits; each asks when it happened, and today is what it opens with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidan.approvals.commands.moving import noon, pause_bases
from yidan.approvals.models import ApprovalItem, ApprovalTemplate, Permit
from yidan.approvals.states import Land, Mode, PaperKind, Phase, Unit
from yidan.kernel.values import BEIJING, beijing_day
from yidan.ledger.states import ManagementForm
from yidan.people.models import Unit as Body
from yidan.people.models import UnitKind
from yidan.web import clock
from yidan.web.acting import ActForm
from yidan.web.project.forms import DayField, choice, text
from yidan.web.upload import ahead

_w = gettext_lazy
MOMENT = "%Y-%m-%dT%H:%M"


def departments() -> Any:
    """Who can handle a permit."""
    return Body.objects.filter(kind=UnitKind.DEPARTMENT, is_active=True).order_by("protocol_order", "id")


class OnPermitForm(ActForm):
    """A form about one permit; `happened_on` becomes the moment the command asks for."""

    def __init__(self, *args: Any, permit: Permit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.permit = permit
        if "happened_on" in self.fields:
            self.fields["happened_on"].initial = clock.today()

    def entered(self, *but: str) -> dict[str, Any]:
        """What was entered; a day other than today is its noon."""
        found = super().entered(*but)
        if "happened_on" in found:
            day = found.pop("happened_on")
            found["happened_at"] = noon(day) if day and day != clock.today() else None
        return found


class DatedForm(OnPermitForm):
    """Only the day."""

    happened_on = DayField(label=_w("日期"))


class WordedForm(OnPermitForm):
    """The day and the paper."""

    happened_on = DayField(label=_w("日期"))
    document = text(_w("文号"), most=120)


class SubmitForm(OnPermitForm):
    """收件: when, in which way, and what that way asks for."""

    handed_in_at = forms.DateTimeField(
        label=_w("收件时间"), input_formats=[MOMENT, "%Y-%m-%d %H:%M", "%Y-%m-%d"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        help_text=_w("下班后收的，算下一个工作日"),
    )  # fmt: skip
    mode = forms.ChoiceField(label=_w("办理方式"), choices=Mode.choices, initial=Mode.FORMAL)
    department = forms.ModelChoiceField(label=_w("经办部门"), queryset=Body.objects.none(), empty_label=_w("未定"))
    document = text(_w("收件号或承诺书编号"), most=120, help_text=_w("告知承诺的必填"))
    missing = text(_w("容缺的材料"), most=300, help_text=_w("容缺受理的必填"))
    promised_on = DayField(label=_w("承诺补齐(核查)日期"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["handed_in_at"].initial = clock.now().astimezone(BEIJING)
        self.fields["department"].queryset = departments()
        self.fields["department"].initial = self.permit.department_id
        self.fields["department"].required = False

    def clean_handed_in_at(self) -> datetime:
        """Beijing time."""
        return self.cleaned_data["handed_in_at"].replace(tzinfo=BEIJING)

    def entered(self, *but: str) -> dict[str, Any]:
        """The moment by the command's name."""
        found = super().entered(*but)
        return {"happened_at": found.pop("handed_in_at"), **found}


class NotifyForm(OnPermitForm):
    """一次告知补正."""

    happened_on = DayField(label=_w("告知日期"))
    basis = text(_w("缺哪些材料"), rows=3, most=300, must=True, help_text=_w("一次写全，以后不能再要求补别的"))
    document = text(_w("告知书文号"), most=120)


class PauseForm(OnPermitForm):
    """停表: the bases are those of the law and of the item."""

    happened_on = DayField(label=_w("停表日期"), help_text=_w("从次日起不计"))
    basis = forms.ChoiceField(label=_w("法定环节"))
    document = text(_w("告知书文号"), most=120, must=True, help_text=_w("停表要书面告知申请人"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["basis"].choices = [(each, each) for each in pause_bases(self.permit)]


class ExtendForm(OnPermitForm):
    """准予延长."""

    happened_on = DayField(label=_w("批准日期"))
    extra_days = forms.IntegerField(label=_w("延长天数"), min_value=1, max_value=200)
    basis = text(_w("延长理由"), rows=2, most=300, must=True)
    document = text(_w("批准文号"), most=120, must=True)


class DecideForm(OnPermitForm):
    """办结."""

    happened_on = DayField(label=_w("办结日期"))
    document = text(_w("批复或证照文号"), most=120, must=True)
    is_refused = forms.BooleanField(label=_w("不予许可"), required=False)
    basis = text(_w("不予许可的理由"), rows=2, most=300)


class BasisForm(OnPermitForm):
    """转正: what makes it formal."""

    happened_on = DayField(label=_w("转正日期"))
    basis = text(_w("依据"), rows=2, most=300, must=True, help_text=_w("出让合同、补齐的材料或核查结果"))
    document = text(_w("文号"), most=120)


class WithdrawForm(OnPermitForm):
    """撤回申请."""

    happened_on = DayField(label=_w("撤回日期"))
    basis = text(_w("原因"), rows=2, most=300, must=True)


class ReasonForm(OnPermitForm):
    """免办 and 恢复办理."""

    reason = text(_w("理由"), rows=2, most=300, must=True)


class CorrectForm(OnPermitForm):
    """更正日期: which step, when it really was."""

    event = forms.ModelChoiceField(label=_w("哪一步"), queryset=None)
    happened_on = DayField(label=_w("应为"))
    reason = text(_w("更正原因"), rows=2, most=300, must=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].queryset = self.permit.events.live().order_by("serial")
        self.fields["event"].label_from_instance = step_words

    def entered(self, *but: str) -> dict[str, Any]:
        """A correction always says the day; noon stands for it."""
        found = super().entered(*but)
        return found | {"happened_at": noon(self.cleaned_data["happened_on"])}


def step_words(event: Any) -> str:
    """A step as one finds it in a list."""
    from yidan.web.permit.wording import step

    return f"{step(event.kind)} {beijing_day(event.happened_at)}"


class PaperForm(OnPermitForm):
    """附审批文书."""

    file = ahead.OneField(label=_w("文件"))
    kind = forms.ChoiceField(label=_w("文书类别"), choices=PaperKind.choices, initial=PaperKind.OTHER)
    number = text(_w("文号"), most=120)


# --- the list of a project, and the catalogue ---


class LayOutForm(ActForm):
    """列审批清单: the list for the kind of project."""

    template = forms.ModelChoiceField(label=_w("清单"), queryset=None, empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].queryset = ApprovalTemplate.objects.live().order_by("id")


class OpenForm(ActForm):
    """加审批事项."""

    item = forms.ModelChoiceField(label=_w("事项"), queryset=None, empty_label=_w("未选"))
    limit = forms.IntegerField(
        label=_w("承诺时限"), min_value=0, max_value=365, required=False, help_text=_w("不填用事项目录的")
    )
    department = forms.ModelChoiceField(
        label=_w("经办部门"), queryset=None, required=False, empty_label=_w("按事项目录")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = ApprovalItem.objects.live().order_by("order")
        self.fields["department"].queryset = departments()


class ItemForm(ActForm):
    """设审批事项: an entry of the catalogue."""

    code = text(_w("代号"), most=30, must=True, help_text=_w("英文小写，定了不改"))
    name = text(_w("事项"), most=60, must=True)
    phase = forms.ChoiceField(label=_w("阶段"), choices=Phase.choices)
    order = forms.IntegerField(label=_w("排序号"), min_value=0, max_value=9999, initial=500)
    department = text(_w("经办部门"), most=60, help_text=_w("部门全称里的字，如住房和城乡建设局"))
    statutory_limit = forms.IntegerField(label=_w("法定时限"), min_value=0, max_value=365, required=False)
    limit = forms.IntegerField(label=_w("承诺时限"), min_value=0, max_value=365, required=False)
    unit = forms.ChoiceField(label=_w("计时单位"), choices=Unit.choices)
    extension_most = forms.IntegerField(label=_w("最多可延长"), min_value=0, max_value=200, initial=0)
    pauses = text(_w("不计入时限的环节"), help_text=_w("多个用顿号隔开；法定八项不必写"))
    needs = forms.MultipleChoiceField(label=_w("前置事项"), required=False, widget=forms.CheckboxSelectMultiple)
    is_excluded = forms.BooleanField(label=_w("整项不计入时间预算"), required=False)
    output = text(_w("办理结果"), most=60)
    source = text(_w("依据"), most=200, must=True)

    def __init__(self, *args: Any, item: ApprovalItem | None = None, **kwargs: Any) -> None:
        if item is not None:
            names = ("code", "name", "phase", "order", "department", "statutory_limit", "limit", "unit",
                     "extension_most", "needs", "is_excluded", "output", "source")  # fmt: skip
            opened = {name: getattr(item, name) for name in names} | {"pauses": "、".join(item.pauses)}
            kwargs["initial"] = opened | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        live = ApprovalItem.objects.live().order_by("order")
        self.fields["needs"].choices = [(each.code, each.name) for each in live if not item or each.code != item.code]
        if item is not None:
            self.fields["code"].widget = forms.HiddenInput()

    def clean_pauses(self) -> list[str]:
        """As a list."""
        return [each.strip() for each in self.cleaned_data["pauses"].replace("，", "、").split("、") if each.strip()]


class TemplateForm(ActForm):
    """设审批清单: one item a line, with its own limit where it has one."""

    code = text(_w("代号"), most=30, must=True)
    name = text(_w("名称"), most=60, must=True)
    management_form = choice(_w("管理方式"), ManagementForm.choices, must=True)
    land = choice(_w("供地方式"), Land.choices, must=True)
    items = text(_w("事项"), rows=12, must=True, help_text=_w("一行一个事项代号，时限与目录不同的在后面写天数"))
    source = text(_w("依据"), most=200, must=True)

    def __init__(self, *args: Any, template: ApprovalTemplate | None = None, **kwargs: Any) -> None:
        if template is not None:
            opened = {name: getattr(template, name) for name in ("code", "name", "management_form", "land", "source")}
            opened["items"] = "\n".join(f"{row['code']} {row.get('limit', '')}".strip() for row in template.items)
            kwargs["initial"] = opened
        super().__init__(*args, **kwargs)
        if template is not None:
            self.fields["code"].widget = forms.HiddenInput()

    def clean_items(self) -> list[dict[str, Any]]:
        """The lines as rows."""
        rows: list[dict[str, Any]] = []
        for line in filter(str.strip, self.cleaned_data["items"].splitlines()):
            code, _blank, limit = line.strip().partition(" ")
            if limit.strip() and not limit.strip().isdecimal():
                raise forms.ValidationError(_("“%(line)s”：代号后面只写天数。") % {"line": line.strip()})
            rows.append({"code": code, "limit": int(limit)} if limit.strip() else {"code": code})
        return rows
