"""The forms of the acts on matters, in the order of the way."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _w

from yidan.matters import queries
from yidan.matters.models import Matter
from yidan.matters.states import Cycle, Kind, Letter, ProblemType, Rung, Severity, Tier, Way
from yidan.people.models import Person
from yidan.web import clock
from yidan.web.matter.evidence import FilesField
from yidan.web.matter.fields import DeadlineField, MatterField, MatterForm, NamedUnitsField
from yidan.web.matter.suggesting import units_for
from yidan.web.project.forms import DayField, NamedUnitField, ProjectField, leaders
from yidan.web.project.forms import text as written
from yidan.web.request import Request

_FILES = _w("照片、视频或文件")


def choice(label: Any, choices: Any, **kwargs: Any) -> Any:
    """One of a few, none of them empty."""
    return forms.ChoiceField(label=label, choices=choices, **kwargs)


class OnMatterForm(MatterForm):
    """Opened for a matter; where the office enters what a unit did on paper, it says on which."""

    on_behalf = written(_w("代录依据"), most=200, help_text=_w("来文文号或电话记录，写进经过"))

    def __init__(self, request: Request, matter: Matter, *, is_on_behalf: bool) -> None:
        sent = request.method == "POST"
        super().__init__(
            request.POST if sent else None, request.FILES if sent else None, initial=self.opened(request, matter)
        )
        if is_on_behalf:
            self.fields["on_behalf"].required = True
        else:
            del self.fields["on_behalf"]
        self.prepare(request, matter)

    def opened(self, request: Request, matter: Matter) -> dict[str, Any]:
        """What the form opens with."""
        return {}

    def prepare(self, request: Request, matter: Matter) -> None:
        """Choices that depend on the matter or on who looks."""


# --- onto the list -------------------------------------------------------------------------------------------------


class WhatForm(MatterForm):
    """What a matter is about, as one raises or changes it."""

    title = written(_w("事项"), most=100, must=True, help_text=_w("一句话写清什么事卡在哪里"))
    description = written(_w("情况"), rows=3, most=4000)
    project = ProjectField(label=_w("关联项目"), required=False, help_text=_w("填项目内部编号，没有可不填"))
    problem_type = choice(_w("问题类型"), ProblemType.choices, initial=ProblemType.OTHER)
    due = DeadlineField(label=_w("建议时限"), required=False)
    kind = choice(_w("类别"), Kind.choices, initial=Kind.PROBLEM)
    tier = choice(_w("谁能解决"), Tier.choices, initial=Tier.COUNTY)
    severity = choice(_w("严重程度"), Severity.choices, initial=Severity.ORDINARY)
    source = written(_w("来源"), most=120, help_text=_w("会议名称、批示人、走访……"))
    source_document = written(_w("来源文号"), most=120)
    source_clause = written(_w("页码、条款"), most=60)
    source_on = DayField(label=_w("来源日期"), required=False)
    source_quote = written(_w("来源原文"), rows=3, most=4000, help_text=_w("原话照抄，不改一个字"))
    enterprise = written(_w("企业"), most=120)

    WIDE = frozenset({"title", "description", "source_quote", "brought"})
    FOLDED = frozenset(
        {"kind", "tier", "severity", "source", "source_document", "source_clause", "source_on", "enterprise"}
    )


class RaiseForm(WhatForm):
    """提出事项."""

    brought = FilesField(label=_FILES)


class ChangeForm(OnMatterForm, WhatForm):
    """修改事项: as it is now."""

    def opened(self, request: Request, matter: Matter) -> dict[str, Any]:
        names = [name for name in WhatForm.base_fields if name not in {"key", "project", "due"}]
        return {
            **{name: getattr(matter, name) for name in names},
            "project": matter.projects.select_related("profile").first(),
            "due": matter.due_on,
        }


class EnlistForm(OnMatterForm):
    """审核入账."""

    despite = written(_w("仍要另列的理由"), most=300, help_text=_w("同一项目已有同类事项时才需要"))


class IssueForm(OnMatterForm):
    """交办: who, until when, by which standard, and who verifies."""

    lead_unit = NamedUnitField(label=_w("牵头单位"))
    verifying_unit = NamedUnitField(label=_w("验收单位"), help_text=_w("不能是牵头单位"))
    due = DeadlineField(label=_w("整改时限"))
    cycle = choice(_w("反馈周期"), Cycle.choices, initial=Cycle.ONCE)
    close_out_standard = written(
        _w("销号标准"), rows=3, most=2000, must=True, help_text=_w("做到什么程度算办结，要能衡量，分条写")
    )
    requirement = written(_w("办理要求"), rows=2, most=2000)
    supporting_units = NamedUnitsField(label=_w("协办单位"), required=False, help_text=_w("多个用顿号隔开"))
    contact_leader = forms.ModelChoiceField(
        label=_w("联系市领导"), queryset=Person.objects.none(), required=False, empty_label=_w("未定")
    )
    evidence_asked = written(_w("应提交佐证"), most=300, help_text=_w("不需要就不填"))
    evidence_reason = written(_w("为什么需要"), most=300, help_text=_w("要佐证必须写明理由(国办函〔2026〕12号)"))

    WIDE = frozenset({"close_out_standard", "requirement", "supporting_units"})

    def opened(self, request: Request, matter: Matter) -> dict[str, Any]:
        return {
            **units_for(matter), "due": matter.due_on, "requirement": matter.requirement,
            "close_out_standard": matter.close_out_standard, "evidence_asked": matter.evidence_asked,
            "evidence_reason": matter.evidence_reason, "contact_leader": matter.contact_leader, "cycle": matter.cycle,
        }  # fmt: skip

    def prepare(self, request: Request, matter: Matter) -> None:
        self.fields["contact_leader"].queryset = leaders()


class ReasonForm(OnMatterForm):
    """Why."""

    reason = written(_w("理由"), rows=3, most=300, must=True)
    WIDE = frozenset({"reason"})


class PassOnForm(OnMatterForm):
    """移交他办."""

    lead_unit = NamedUnitField(label=_w("改由哪个单位牵头"))
    verifying_unit = NamedUnitField(
        label=_w("改由哪个单位验收"), required=False, help_text=_w("不改就不填；由验收单位接办时须另选")
    )
    reason = written(_w("理由"), rows=2, most=300, must=True)
    WIDE = frozenset({"reason"})


class ReassignForm(OnMatterForm):
    """改派验收."""

    verifying_unit = NamedUnitField(label=_w("改由哪个单位验收"), help_text=_w("不能是牵头单位"))
    reason = written(_w("理由"), rows=2, most=300, must=True)
    WIDE = frozenset({"reason"})


class DropForm(ReasonForm):
    """中止."""

    approved = written(_w("谁在何时批准"), most=120, help_text=_w("已交办的须市领导批准"))
    document = written(_w("依据文件"), most=120)


class MergeForm(ReasonForm):
    """并案."""

    field_order = ("into", "reason")
    into = MatterField(label=_w("并入哪个事项"))

    def opened(self, request: Request, matter: Matter) -> dict[str, Any]:
        return {"into": request.GET.get("into", "")}

    def prepare(self, request: Request, matter: Matter) -> None:
        self.fields["into"].person = request.user


# --- at work -------------------------------------------------------------------------------------------------------


class SignForm(OnMatterForm):
    """签收."""

    duty_person = forms.ModelChoiceField(
        label=_w("谁来办"), queryset=Person.objects.none(), required=False, empty_label=_w("我自己")
    )
    opinion = written(_w("拟办意见"), rows=2, most=300)
    WIDE = frozenset({"opinion"})

    def prepare(self, request: Request, matter: Matter) -> None:
        of_unit = Person.objects.filter(unit=matter.lead_unit_id, is_active=True)
        self.fields["duty_person"].queryset = of_unit.exclude(pk=request.user.pk).order_by("protocol_order", "id")


class OpinionForm(OnMatterForm):
    """An opinion, if there is one."""

    opinion = written(_w("意见"), rows=2, most=300)
    WIDE = frozenset({"opinion"})


class WordsForm(OnMatterForm):
    """A word to the unit, if there is one."""

    words = written(_w("说明"), rows=2, most=300)
    WIDE = frozenset({"words"})


class LetterForm(OnMatterForm):
    """发函: which of those that the rules call for, to whom; the draft is beside it."""

    kind = choice(_w("发哪一种"), [])
    units = NamedUnitsField(
        label=_w("请哪些单位协助"), required=False, help_text=_w("联系单的主送单位，用顿号隔开；发出后列为协办单位")
    )
    leader = forms.ModelChoiceField(label=_w("呈报市领导"), queryset=Person.objects.none(), required=False)
    words = written(_w("补充说明"), rows=2, most=300, help_text=_w("写在正文后面，可不填"))
    WIDE = frozenset({"words"})

    def opened(self, request: Request, matter: Matter) -> dict[str, Any]:
        return {
            "kind": request.GET.get("kind", ""), "units": list(matter.supporting_units.all()),
            "leader": matter.contact_leader,
        }  # fmt: skip

    def prepare(self, request: Request, matter: Matter) -> None:
        due = set(queries.letters_due(matter, clock.today())) - {Letter.SUPERVISION}
        due = {each for each in due if each == request.GET.get("kind")} or due
        self.fields["kind"].choices = [(each.value, each.label) for each in Letter if each in due]
        self.fields["leader"].queryset = leaders()
        if Letter.LIAISON not in due:
            del self.fields["units"]
        if Letter.REPORT not in due:
            del self.fields["leader"]


class PlanForm(OnMatterForm):
    """报整改方案."""

    text = written(_w("整改方案"), rows=5, most=2000, must=True, help_text=_w("怎么办、谁来办、分几步、各到什么时候"))
    brought = FilesField(label=_FILES)
    WIDE = frozenset({"text", "brought"})


class ReplyForm(OnMatterForm):
    """反馈."""

    text = written(_w("进展情况"), rows=4, most=2000, must=True)
    brought = FilesField(label=_FILES)
    percent = forms.IntegerField(label=_w("完成率"), min_value=0, max_value=100, required=False)
    difficulties = written(_w("存在困难"), rows=2, most=2000)
    next_step = written(_w("下一步措施"), rows=2, most=2000)
    WIDE = frozenset({"text", "brought", "difficulties", "next_step"})


class AskForm(OnMatterForm):
    """申请延期."""

    until = DeadlineField(label=_w("申请延至"))
    reason = written(_w("理由"), rows=3, most=300, must=True)
    WIDE = frozenset({"reason"})


class ExtendForm(OnMatterForm):
    """准予延期."""

    opinion = written(_w("意见"), rows=2, most=300)
    approving_leader = forms.ModelChoiceField(
        label=_w("同意的市领导"), queryset=Person.objects.none(), required=False, empty_label=_w("未选"),
        help_text=_w("第二次延期须分管市领导同意"),
    )  # fmt: skip
    WIDE = frozenset({"opinion"})

    def prepare(self, request: Request, matter: Matter) -> None:
        self.fields["approving_leader"].queryset = leaders()


class EscalateForm(OnMatterForm):
    """上提."""

    reason = written(_w("本级为什么解决不了、要上级协调什么"), rows=3, most=300, must=True)
    rung = forms.TypedChoiceField(label=_w("提到"), coerce=int)
    WIDE = frozenset({"reason"})

    def prepare(self, request: Request, matter: Matter) -> None:
        self.fields["rung"].choices = [each for each in Rung.choices if each[0] > matter.rung]


class HoldForm(OnMatterForm):
    """暂不上提."""

    words = written(
        _w("说明"), rows=2, most=300, must=True, help_text=_w("如“已电话沟通，本周内解决”")
    )  # fmt: skip
    until = DeadlineField(label=_w("到哪一天再看"))
    WIDE = frozenset({"words"})


class LowerForm(OnMatterForm):
    """交下级办理."""

    opinion = written(_w("协调结果或交办意见"), rows=3, most=300, must=True)
    rung = forms.TypedChoiceField(label=_w("交给"), coerce=int)
    WIDE = frozenset({"opinion"})

    def prepare(self, request: Request, matter: Matter) -> None:
        self.fields["rung"].choices = [each for each in Rung.choices if each[0] < matter.rung]


class PauseForm(OnMatterForm):
    """暂停计时."""

    reason = written(_w("原因"), most=200, must=True, help_text=_w("如汛期、扬尘预警、不可抗力"))
    until = DeadlineField(label=_w("暂停至"))
    document = written(_w("依据"), most=200)
    RENAMED = {"until": "expires_on"}


# --- striking off --------------------------------------------------------------------------------------------------


class ApplyForm(OnMatterForm):
    """申请销号."""

    statement = written(_w("对照销号标准，逐条写完成情况"), rows=5, most=2000, must=True)
    brought = FilesField(label=_FILES)
    WIDE = frozenset({"statement", "brought"})


class VerifyForm(OnMatterForm):
    """核查."""

    way = choice(_w("核查方式"), Way.choices, initial=Way.ON_SITE)
    verifiers = written(
        _w("核查人"), most=120, must=True, help_text=_w("至少两人，重大事项三人，用顿号隔开；您自己已算在内")
    )
    opinion = written(_w("核查意见"), rows=4, most=2000, must=True, help_text=_w("对照标准看到了什么"))
    WIDE = frozenset({"opinion"})

    def opened(self, request: Request, matter: Matter) -> dict[str, Any]:
        return {"verifiers": request.user.name}


class SendBackForm(OnMatterForm):
    """退回整改."""

    reason = written(_w("哪里没有达到标准、还要做什么"), rows=4, most=2000, must=True)
    way = choice(_w("核查方式"), Way.choices, initial=Way.ON_SITE)
    verifiers = written(_w("核查人"), most=120)
    WIDE = frozenset({"reason"})

    def opened(self, request: Request, matter: Matter) -> dict[str, Any]:
        return {"verifiers": request.user.name}


class CloseOutForm(OnMatterForm):
    """销号."""

    opinion = written(_w("审定意见"), rows=2, most=300)
    document = written(_w("销号文号"), most=60)
    satisfaction = forms.TypedChoiceField(
        label=_w("企业或群众是否满意"), coerce=int, empty_value=None, required=False,
        choices=[("", _w("未回访")), (3, _w("满意")), (2, _w("基本满意")), (1, _w("不满意"))],
    )  # fmt: skip
    WIDE = frozenset({"opinion"})


class ReopenForm(OnMatterForm):
    """重启."""

    reason = written(_w("反弹的情况"), rows=4, most=2000, must=True)
    WIDE = frozenset({"reason"})
