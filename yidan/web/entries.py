"""The journal in words: an entry's facts as label and text, and entries as a timeline."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from yidan.kernel import parameters
from yidan.kernel.journal import Entry
from yidan.kernel.verbs import Verb
from yidan.people.models import Person, RoleHolding
from yidan.progress.wording import NAMES as DOUBTS
from yidan.web import format as words

LABELS = {
    "name": gettext_lazy("名称"), "reason": gettext_lazy("原因"), "document": gettext_lazy("依据文件"),
    "opinion": gettext_lazy("意见"), "origin": gettext_lazy("来源"), "unit": gettext_lazy("单位"),
    "person": gettext_lazy("人员"), "role": gettext_lazy("角色"), "since_on": gettext_lazy("自"),
    "until_on": gettext_lazy("至"), "successor": gettext_lazy("接手人"), "moved": gettext_lazy("移交"),
    "roles_ended": gettext_lazy("收回的角色"), "username": gettext_lazy("登录名"), "post": gettext_lazy("职务"),
    "kind": gettext_lazy("类别"), "parent": gettext_lazy("上级"), "month": gettext_lazy("月份"),
    "invested_wan": gettext_lazy("本月完成投资(万元)"), "planned_wan": gettext_lazy("计划投资(万元)"),
    "before": gettext_lazy("原为"), "after": gettext_lazy("改为"), "old": gettext_lazy("原为"),
    "new": gettext_lazy("改为"), "changes": gettext_lazy("变更"), "changed": gettext_lazy("变更"),
    "sha256": gettext_lazy("文件指纹"), "size_bytes": gettext_lazy("字节数"), "file": gettext_lazy("文件"),
    "title": gettext_lazy("标题"), "query": gettext_lazy("筛选"), "page": gettext_lazy("页面"),
    "year": gettext_lazy("年度"), "doubts": gettext_lazy("疑点"), "mark": gettext_lazy("节点"),
    "happened_on": gettext_lazy("日期"), "basis": gettext_lazy("依据"), "stage": gettext_lazy("阶段"),
    "tag": gettext_lazy("标签"), "code": gettext_lazy("项目代码"), "number": gettext_lazy("内部编号"),
    "source": gettext_lazy("资金来源"), "merged": gettext_lazy("并入的项目"), "listing": gettext_lazy("计划类别"),
    "is_active": gettext_lazy("在用"), "span": gettext_lazy("期间"), "project": gettext_lazy("项目"),
    "merged_number": gettext_lazy("并入项目的编号"), "milestones": gettext_lazy("节点"),
    "actual_on": gettext_lazy("实际日期"), "planned_on": gettext_lazy("计划日期"), "head": gettext_lazy("表头"),
    "field": gettext_lazy("对应字段"), "report_by": gettext_lazy("报送截止"), "parts": gettext_lazy("分摊"),
}  # fmt: skip
# What the same word means in the acts on matters, where it is not what it means elsewhere.
MATTERS = {
    "source": gettext_lazy("来源"), "number": gettext_lazy("台账编号"), "title": gettext_lazy("事项"),
    "quote": gettext_lazy("原文"), "standard": gettext_lazy("销号标准"), "supporting": gettext_lazy("协办单位"),
    "evidence": gettext_lazy("佐证"), "order": gettext_lazy("第几次"), "is_letter": gettext_lazy("督办函"),
    "words": gettext_lazy("说明"), "on_behalf": gettext_lazy("代录依据"), "to": gettext_lazy("提到"),
    "letter": gettext_lazy("函件"), "reader": gettext_lazy("主送"),
    "into": gettext_lazy("并入"), "of": gettext_lazy("原事项"), "statement": gettext_lazy("完成情况"),
    "passed": gettext_lazy("核查通过"), "late": gettext_lazy("逾期销号"), "despite": gettext_lazy("另列理由"),
    "approved": gettext_lazy("批准"), "leader": gettext_lazy("同意的领导"), "due": gettext_lazy("时限"),
    "projects": gettext_lazy("项目"), "text": gettext_lazy("内容"), "percent": gettext_lazy("完成率(%)"),
    "matter": gettext_lazy("事项"), "result": gettext_lazy("结果"), "found": gettext_lazy("复查情况"),
    "population": gettext_lazy("销号总数"), "drawn": gettext_lazy("抽取"), "seed": gettext_lazy("抽样种子"),
    "new": gettext_lazy("另列"), "way": gettext_lazy("核查方式"), "verifiers": gettext_lazy("核查人"),
    "due_on": gettext_lazy("整改时限"), "difficulties": gettext_lazy("存在困难"),
    "next_step": gettext_lazy("下一步措施"), "expires_on": gettext_lazy("暂停至"),
    "document": gettext_lazy("文号"),
}  # fmt: skip
# 巡查: facts that no other act has.
LABELS |= {
    "asked": gettext_lazy("请看"), "live": gettext_lazy("在建"), "left": gettext_lazy("无人可派"),
    "reasons": gettext_lazy("为什么看"), "findings": gettext_lazy("发现问题"), "visited_at": gettext_lazy("巡查时间"),
    "answers": gettext_lazy("巡查清单"), "questions": gettext_lazy("题数"), "version": gettext_lazy("版次"),
    "ended": gettext_lazy("停用"), "how": gettext_lazy("怎么解决的"),
}  # fmt: skip
# 佐证, and what only one act says
LABELS |= {
    "paper": gettext_lazy("文件类别"), "dated_on": gettext_lazy("成文日期"), "milestone": gettext_lazy("节点"),
    "slot": gettext_lazy("佐证位"), "rate": gettext_lazy("抽查比例(%)"), "verdict": gettext_lazy("认定"),
    "grade": gettext_lazy("认定时的等级"), "sm3": gettext_lazy("国密指纹"), "old_wan": gettext_lazy("原为(万元)"),
    "excluded_plan_years": gettext_lazy("不再计入的计划年度"), "notices": gettext_lazy("消息编号"),
    "bases": gettext_lazy("放假依据"), "day": gettext_lazy("日期"),
}  # fmt: skip
# 导入
LABELS |= {
    "created": gettext_lazy("新登记"), "updated": gettext_lazy("更新"), "unchanged": gettext_lazy("不变"),
    "held": gettext_lazy("未导入"), "errors": gettext_lazy("错误"), "to_check": gettext_lazy("请核对"),
    "goes_to_review": gettext_lazy("进入审核"),
}  # fmt: skip
# 前期手续
LABELS |= {
    "item": gettext_lazy("事项"), "items": gettext_lazy("事项"), "template": gettext_lazy("清单"),
    "step": gettext_lazy("哪一步"), "was": gettext_lazy("原为"), "used": gettext_lazy("用时"),
    "accepted_on": gettext_lazy("受理"), "due_on": gettext_lazy("到期"), "is_refused": gettext_lazy("不予许可"),
    "recounted": gettext_lazy("重算的时限"),
}  # fmt: skip
# 监测, 企业帮扶
LABELS |= {
    "watch": gettext_lazy("监测"), "point": gettext_lazy("监测点"), "item": gettext_lazy("品种"),
    "filled": gettext_lazy("填报品种数"), "roles": gettext_lazy("包保角色"), "part": gettext_lazy("角色"),
}  # fmt: skip
# 通报
LABELS |= {
    "seal": gettext_lazy("封印"), "position": gettext_lazy("封印位置"), "units": gettext_lazy("单位"),
    "until": gettext_lazy("至"), "issue": gettext_lazy("期号"), "cut_off_at": gettext_lazy("数据截止"),
    "named": gettext_lazy("点名单位"), "characters": gettext_lazy("字数"), "corrects": gettext_lazy("更正的通报"),
    "agrees": gettext_lazy("无意见"),
}  # fmt: skip
# 考核
LABELS |= {
    "places": gettext_lazy("位次"), "points": gettext_lazy("分值"), "appeal": gettext_lazy("答复的申诉"),
    "appeal_days": gettext_lazy("申诉期(工作日)"),
    "counted": gettext_lazy("单位数"), "measure": gettext_lazy("措施"), "application": gettext_lazy("整改情况"),
    "colour": gettext_lazy("牌色"),
}  # fmt: skip
# 规划任务
LABELS |= {
    "register": gettext_lazy("登记簿"), "serial": gettext_lazy("序号"), "series": gettext_lazy("数列"),
    "remark": gettext_lazy("说明"), "carried_from": gettext_lazy("结转自"), "done_on": gettext_lazy("完成日期"),
    "words": gettext_lazy("完成情况"), "key": gettext_lazy("代号"), "internal_id": gettext_lazy("内部编号"),
    "value": gettext_lazy("数值"), "starts_on": gettext_lazy("日期"), "level": gettext_lazy("级别"),
    "values": gettext_lazy("栏目"),
}  # fmt: skip
# 资金
LABELS |= {
    "step": gettext_lazy("环节"), "fund": gettext_lazy("资金"), "lines": gettext_lazy("行数"),
    "unread": gettext_lazy("没有读懂"),
}  # fmt: skip
# 项目库
LABELS |= {
    "pool": gettext_lazy("项目库"), "grounds": gettext_lazy("提请理由"), "lacking": gettext_lazy("台账里还缺"),
    "maturity": gettext_lazy("成熟度"), "first_year": gettext_lazy("首年"), "amounts": gettext_lazy("金额(万元)"),
    "starts_in": gettext_lazy("拟开工年"), "preparation": gettext_lazy("前期工作计划"),
    "is_in_favour": gettext_lazy("是否同意"), "last_on": gettext_lazy("最近进展"),
}  # fmt: skip
_OF_MATTERS = ("matter.", "instruction.", "recheck.", "visit.", "finding.", "lead.", "need.")
# Facts that are lists of names of facts: each is said in words too.
NAMING = frozenset({"changes", "changed"})
SILENT = frozenset({"merged_id", "matter_id", "claim_seals", "file_id", "reading"})
TONES = {
    "send_back": "bad", "retire": "bad", "end": "bad", "accept": "good", "check": "good", "hand_over": "now",
    "decline": "bad", "refuse_extension": "bad", "drop": "bad", "reopen": "bad", "issue": "now", "escalate": "now",
    "verify": "good", "close_out": "good", "admit": "good", "remove": "bad",
}  # fmt: skip


@cache
def _field_labels() -> dict[str, Any]:
    """What models call their fields, where they call them anything in Chinese."""
    return {
        field.name: field.verbose_name
        for model in apps.get_app_config("yidan").get_models()
        for field in model._meta.concrete_fields
        if field.verbose_name != field.name.replace("_", " ")
    }


def label_of(name: str) -> str:
    """A fact's name in the office's words; as it is where nobody gave it one."""
    return _label(name, get_language())


@cache
def _label(name: str, _language: str | None) -> str:
    return str(LABELS.get(name) or DOUBTS.get(name) or _field_labels().get(name) or name)


def act_of(entry: Entry) -> str:
    """What was done, in the office's words; kept, because an export asks a hundred thousand times."""
    return _act(entry.verb, get_language())


@cache
def _act(verb: str, _language: str | None) -> str:
    return str(Verb(verb).label) if verb in Verb.values else verb


def words_of(entry: Entry, but: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
    """Every fact of an entry but those named, label and text, in the order in which it was noted."""
    facts = {name: value for name, value in entry.facts.items() if name not in but}
    if entry.verb == Verb.PARAMETER_SET and (parameter := parameters.REGISTRY.get(facts.get("name", ""))):
        facts = {**facts, "name": str(parameter.label)}
    of_matters = entry.verb.startswith(_OF_MATTERS)
    return [
        (str(MATTERS[name]) if of_matters and name in MATTERS else label_of(name), _said(name, value, of_matters))
        for name, value in facts.items()
        if name not in SILENT
    ]


def _said(name: str, value: Any, of_matters: bool = False) -> str:
    if of_matters and name == "evidence" and isinstance(value, list):  # hashes are for who checks them
        return ngettext("%(count)d件", "%(count)d件", len(value)) % {"count": len(value)}
    if name in {"sha256", "sm3"} and isinstance(value, str):  # as much as one reads to another on the telephone
        return f"{value[:4]}-{value[4:8]}".upper() if value else ""
    return _text([label_of(each) for each in value] if name in NAMING and isinstance(value, list) else value)


def sentence_of(entry: Entry, but: frozenset[str] = frozenset()) -> str:
    """The facts in one line, without those named; 原因 first, as the reader looks for it."""
    reason = label_of("reason")
    facts = sorted(words_of(entry, but), key=lambda pair: pair[0] != reason)
    return _("；").join(f"{label} {text}".rstrip("。") for label, text in facts)


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return _("、").join(f"{label_of(name)} {_change(each)}" for name, each in value.items())
    if isinstance(value, list):
        return _("、").join(_text(each) for each in value)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return words.MISSING if value is None or value == "" else str(value)


def _change(value: Any) -> str:
    """[before, after] reads 前 → 后."""
    if isinstance(value, list) and len(value) == 2:
        return f"{_text(value[0])} → {_text(value[1])}"
    return _text(value)


def of_subject(thing: Model, most: int = 30) -> QuerySet[Entry]:
    """What was done to one thing as such (`unit.…` to a unit, `person.…` to a person), newest first.

    Other acts may name it as their subject too; what they say is not for everybody who keeps accounts.
    """
    noun = thing._meta.model_name
    done = Entry.objects.filter(subject_type=noun, subject_id=thing.pk, verb__startswith=f"{noun}.")
    return done.order_by("-at", "-id")[:most]


def of_person(person: Person, most: int = 30) -> list[Entry]:
    """What was done to a person's account and roles, newest first."""
    holdings = RoleHolding.objects.filter(person=person).values_list("pk", flat=True)
    of_roles = Entry.objects.filter(subject_type="roleholding", subject_id__in=list(holdings)).order_by("-at", "-id")
    both = [*of_subject(person, most), *of_roles[:most]]
    return sorted(both, key=lambda entry: (entry.at, entry.pk), reverse=True)[:most]


def entry_rows(entries: Iterable[Entry], but: frozenset[str] = frozenset()) -> list[dict]:
    """Entries as the timeline component takes them, without the facts the page says anyway; a day is named once."""
    rows, day = [], ""
    for entry in entries:
        its_day = words.day(entry.at)
        unit = f" · {entry.actor_unit}" if entry.actor_unit else ""
        rows.append(
            {
                "day": its_day if its_day != day else "",
                "when": words.clock(entry.at),
                "who": entry.actor_name + unit,
                "act": act_of(entry),
                "words": sentence_of(entry, but),
                "tone": TONES.get(entry.verb.split(".")[-1], ""),
            }
        )
        day = its_day
    return rows
