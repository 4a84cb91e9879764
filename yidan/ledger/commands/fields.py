"""The fields of a profile as they come in: trimmed, checked, each refusal naming its field."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from yidan.evidence.rules import outlines
from yidan.kernel.errors import Invalid
from yidan.ledger import rules, wording
from yidan.ledger.models import Profile, Project
from yidan.ledger.states import PaperKind

FIELDS: dict[str, models.Field] = {
    field.name: field
    for field in Profile._meta.concrete_fields
    if field.name not in {"id", "project", "recorded_at", "superseded_at", "reason"}
}
KEY_FIELDS = ("name", "total_investment_wan", "years", "begins_in", "finishes_in")


def label(name: str) -> str:
    """The field in the office's words."""
    return str(FIELDS[name].verbose_name)


def clean(given: dict[str, Any]) -> dict[str, Any]:
    """Values fit for the profile; a year text fills the months that were not given with it."""
    if unknown := given.keys() - FIELDS.keys():
        raise TypeError(f"a profile has no {', '.join(sorted(unknown))}")
    values = {name: _clean_one(FIELDS[name], value) for name, value in given.items()}
    if years := values.get("years"):
        begins, finishes = rules.months_of_years(years)
        for name, month in (("begins_in", begins), ("finishes_in", finishes)):
            if values.get(name) is None:
                values[name] = month
    return values


def _clean_one(field: models.Field, value: Any) -> Any:
    if field.is_relation or isinstance(field, models.BooleanField):
        return value
    if isinstance(field, models.CharField | models.TextField):
        text = str(value or "").strip()
        if field.choices and text and text not in dict(field.choices):
            raise Invalid(
                _("“%(field)s”没有“%(value)s”这一项，请从列表中选择。") % {"field": field.verbose_name, "value": text},
                field=field.name,
            )
        if field.max_length and len(text) > field.max_length:
            raise Invalid(
                _("“%(field)s”最多%(most)s字，现有%(now)s字，请缩短。")
                % {"field": field.verbose_name, "most": field.max_length, "now": len(text)},
                field=field.name,
            )
        return text
    try:
        return field.to_python(value) if value != "" else None
    except ValidationError:
        raise Invalid(
            _("“%(field)s”不能是“%(value)s”，请改正。") % {"field": field.verbose_name, "value": value},
            field=field.name,
        ) from None


def check(profile: dict[str, Any]) -> None:
    """Refuse a whole profile that cannot be; `profile` holds every field by name."""
    if not profile.get("name"):
        raise Invalid(_("请填写项目名称。"), field="name")
    if rules.is_classified(profile["name"], profile.get("remark", "")):
        raise Invalid(_("涉密项目不得录入本系统，请按保密规定线下管理。"), field="name")
    total = profile.get("total_investment_wan")
    if total is not None and total < 0:
        raise Invalid(_("总投资不能为负数，请改正。"), field="total_investment_wan")
    begins, finishes = profile.get("begins_in"), profile.get("finishes_in")
    if begins and finishes and finishes < begins:
        raise Invalid(
            _("结束年月%(end)s早于开始年月%(begin)s，请改正。") % {"end": finishes, "begin": begins},
            field="finishes_in",
        )
    region = profile.get("region_code", "")
    if region and not re.fullmatch(r"[0-9]{6}", region):
        raise Invalid(_("建设地点代码应为6位数字，现为“%(code)s”。") % {"code": region}, field="region_code")
    longitude, latitude = profile.get("longitude"), profile.get("latitude")
    if (longitude is None) != (latitude is None):
        raise Invalid(_("经度和纬度要么都填，要么都不填。"), field="longitude")
    if longitude is not None and latitude is not None and not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise Invalid(_("经纬度超出范围：经度−180到180，纬度−90到90。"), field="longitude")
    try:
        outlines.kept(profile.get("outline") or "")
    except outlines.Fault as fault:
        raise Invalid(wording.outline_fault(fault), field="outline") from None


def require_paper(
    project: Project, kind: str, number: str, dated_on: date | None, milestone: str, *, today: date
) -> None:
    """Refused, in a sentence, where what is said of a filed paper cannot be."""
    if kind and kind not in PaperKind:
        raise Invalid(_("请选择这是什么文件。"), field="kind")
    if not kind and (number or dated_on):
        raise Invalid(_("填了文号或成文日期，请选择这是什么文件。"), field="kind")
    if len(number) > 100:
        raise Invalid(_("文号最多100字。"), field="number")
    if dated_on and dated_on > today:
        raise Invalid(_("成文日期还没有到，请按文件上的日期填写。"), field="dated_on")
    if milestone and not project.milestones.live().filter(name=milestone).exists():
        raise Invalid(_("项目没有节点“%(name)s”，请重新选择。") % {"name": milestone}, field="milestone")
