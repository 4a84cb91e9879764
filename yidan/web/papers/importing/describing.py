"""A project row's words and amounts as the fields of a profile, and how they differ from the one there is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from yidan.kernel.values import Month
from yidan.ledger.commands import fields
from yidan.ledger.models import Domain, Nature, Profile
from yidan.people.models import UnitKind
from yidan.web.papers import sectors
from yidan.web.papers.importing import naming
from yidan.web.papers.importing.acts import NewUnit
from yidan.web.papers.workbook.cells import Person, Span, flat
from yidan.web.papers.workbook.checks import plain
from yidan.web.papers.workbook.rows import Row

# Profile field → the workbook field its cell stands under.
COLUMN_OF = {
    "name": "name", "total_investment_wan": "total_investment", "place": "place", "scale": "scale", "years": "years",
    "nature": "nature", "owner_unit": "owner_unit", "responsible_unit": "responsible_unit",
    "competent_unit": "competent_unit", "assessed_unit": "assessed_unit", "contact_leader": "contact_leader",
    "duty_person": "duty_person", "duty_phone": "duty_phone", "domain": "domain", "remark": "remark",
    "is_national_key": "level", "is_provincial_key": "level", "is_municipal_key": "level", "is_county_key": "level",
}  # fmt: skip
_TEXTS = ("place", "scale", "remark")
_UNITS = {"owner_unit": UnitKind.OWNER, "responsible_unit": UnitKind.OTHER, "competent_unit": UnitKind.DEPARTMENT}


class Describer:
    """Turns a row's values into profile fields; what it cannot turn it says through `say(field, severity, reason)`."""

    def __init__(self, units: naming.Units, people: naming.People) -> None:
        self.units, self.people = units, people

    def profile_of(self, row: Row, say: Any) -> dict[str, Any]:
        """Only what the row gives: an empty cell says nothing, so it changes nothing."""
        values = row.values
        out: dict[str, Any] = {"name": row.label}
        for name in _TEXTS:
            if values.get(name):
                out[name] = values[name]
        if values.get("total_investment") is not None:
            out["total_investment_wan"] = values["total_investment"]
        self._years(values, out)
        for name, kind in _UNITS.items():
            if values.get(name):
                out[name], others = self.units.first_of(values[name], kind)
                if others:
                    say(name, "question", _("有几个单位，只取第一个“%(unit)s”") % {"unit": out[name]})
        if values.get("assessed_unit"):
            out["assessed_unit"] = self.units.find(values["assessed_unit"], UnitKind.COUNTY, is_assessed=True)
        if values.get("contact_leader"):
            person, why = self.people.leader(values["contact_leader"])
            if person:
                out["contact_leader"] = person
            else:
                say(
                    "contact_leader",
                    "question",
                    _("联系领导“%(name)s”%(why)s，未导入；请先登记人员")
                    % {"name": values["contact_leader"], "why": why},
                )
        self._person(values, out)
        self._words(values, out, say)
        return out

    def _years(self, values: dict, out: dict) -> None:
        begin, end = values.get("years", (None, None))
        if values.get("years_text"):
            out["years"] = values["years_text"][:40]
            out["begins_in"] = Month.of(begin.first) if begin else None
            out["finishes_in"] = Month.of(end.last) if end else None

    def _person(self, values: dict, out: dict) -> None:
        person, phones = values.get("duty_person"), list(values.get("duty_phone") or ())
        if person and person.name:
            out["duty_person"] = person.name
        phones = [*(person.phones if person else ()), *phones]
        if phones:
            out["duty_phone"] = "、".join(dict.fromkeys(phones))

    def _words(self, values: dict, out: dict, say: Any) -> None:
        if values.get("nature"):
            if nature := naming.nature_of(values["nature"]):
                out["nature"] = nature
            else:
                say("nature", "question", _("建设性质“%(word)s”不在列表之中，未导入") % {"word": values["nature"]})
        if values.get("domain"):
            if domain := naming.domain_of(values["domain"]):
                out["domain"] = domain
            else:
                say("domain", "question", _("领域“%(word)s”不在四个领域之中，未导入") % {"word": values["domain"]})
        if code := sectors.code_of(values.get("industry") or ""):
            out["industry_code"] = code
        if values.get("level"):
            levels = naming.levels_of(values["level"])
            if levels:
                out.update(
                    {f"is_{level}_key": level in levels for level in ("national", "provincial", "municipal", "county")}
                )
            else:
                say("level", "question", _("级别“%(word)s”看不懂，未导入") % {"word": values["level"]})


def is_same(old: Any, new: Any) -> bool:
    """Whether a cell says what the profile already says; spaces, width and line breaks make no difference."""
    if isinstance(new, NewUnit):
        return False
    if isinstance(old, str) and isinstance(new, str):
        return flat(old) == flat(new)
    return old == new


def shown(name: str, value: Any) -> str:
    """A value in the office's words."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, Decimal):
        return plain(value)
    if name in ("nature", "domain"):
        return str((Nature if name == "nature" else Domain)(value).label)
    return str(value)


def said(value: Any) -> str:
    """A value as read from a cell, in words: `2020-05`, `王五 13812345678`."""
    if isinstance(value, Person):
        return " ".join((value.name, *value.phones)).strip()
    if isinstance(value, Span):
        return str(value.first) if value.is_day else f"{value.first}—{value.last}"
    if isinstance(value, tuple):
        return "—".join(said(each) for each in value if each is not None)
    return shown("", value)


def changes(profile: Profile, wanted: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What would change of a profile: field → (old, new)."""
    out = {}
    for name, new in wanted.items():
        if name in ("begins_in", "finishes_in"):
            continue
        old = getattr(profile, name)
        if name == "industry_code" and old:
            continue  # the heading it stands under says less than its own code
        if not is_same(old, new):
            out[name] = (old, new)
    if "years" in out:
        out.update({name: (getattr(profile, name), wanted[name]) for name in ("begins_in", "finishes_in")})
    return out


def label_of(name: str) -> str:
    """The field's name on the screen."""
    return fields.label(name)
