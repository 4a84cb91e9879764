"""Which unit, which person, which word of a list a cell's text means; what is unknown is said or registered."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from yidan.ledger.models import Domain, Level, Nature
from yidan.people.models import Person, Unit, UnitKind
from yidan.web.papers.importing.acts import NewUnit
from yidan.web.papers.workbook.cells import flat

_COUNTY = re.compile(
    r"[一-龥]{1,6}(?:区|县|市|州)(?:\(.{1,12}\))?|.{0,8}(?:经开区|高新区|示范区|开发区)(?:\(.{1,12}\))?"
)
_DEPARTMENT = re.compile(r".*(?:局|委|办|厅|中心|指挥部|委员会|办公室|人民政府|管委会|院|队)(?:\(.{1,12}\))?")
_SEVERAL = re.compile(r"[、,;/\n]+|\s{2,}")


class Units:
    """Units by every name they go by; one that is not known yet is noted once, to be registered."""

    def __init__(self) -> None:
        self.new: dict[str, NewUnit] = {}
        self.by_name: dict[str, Unit] = {}
        self.assessed: list[Unit] = []
        for unit in Unit.objects.filter(is_active=True).order_by("-protocol_order", "-id"):
            names = [
                *unit.former_names.split("、"),
                re.sub(r"\(.*\)$", "", flat(unit.name)),
                unit.short_name,
                unit.name,
            ]
            self.by_name.update({flat(name): unit for name in names if name})
            if unit.is_assessed:
                self.assessed.append(unit)

    def find(self, text: str, kind: str = UnitKind.OTHER, *, is_assessed: bool = False) -> Unit | NewUnit:
        """The unit of that name, else one to be registered."""
        key = flat(text)
        if known := self.by_name.get(key) or self.new.get(key):
            return known
        if kind != UnitKind.OWNER and _COUNTY.fullmatch(key):
            kind, is_assessed = UnitKind.COUNTY, True
        elif kind == UnitKind.OTHER and _DEPARTMENT.fullmatch(key):
            kind = UnitKind.DEPARTMENT
        self.new[key] = NewUnit(re.sub(r"\s+", "", text)[:120], kind, is_assessed)
        return self.new[key]

    def first_of(self, text: str, kind: str = UnitKind.OTHER) -> tuple[Unit | NewUnit, list[str]]:
        """`天元区、市住建局` names two: the first is meant, the others are given back to be said."""
        if flat(text) in self.by_name:
            return self.by_name[flat(text)], []
        first, *others = [part for part in _SEVERAL.split(text) if part.strip()] or [text]
        return self.find(first, kind), others

    def assessed_in(self, texts: Iterable[str]) -> Unit | NewUnit | None:
        """The 考核单元 that one of these texts names, the earlier text first, whole names before parts."""
        whole = [flat(text) for text in texts if text]
        for key in whole:
            unit = self.by_name.get(key) or self.new.get(key)
            if unit is not None and unit.is_assessed:
                return unit
            if _COUNTY.fullmatch(key) and key not in self.by_name:
                return self.find(key, UnitKind.COUNTY, is_assessed=True)
        for key in whole:
            for name, unit in self.by_name.items():
                if unit.is_assessed and len(name) >= 2 and name in key:
                    return unit
            for name, new in self.new.items():
                if new.is_assessed and name in key:
                    return new
        return None


_MARKS = "★☆*※△▲▽▼●○◆◇■□"
_LISTED_AS = re.compile(
    r"[(（](?:计划|拟)?(?:新开工|新建|续建|续|竣工|预备|前期|在建|开工|完工|储备|结转)(?:类)?(?:项目)?[)）]$"
)


def bare(name: str) -> str:
    """A project's name without the marks that a table puts on it: `★渌江二桥(续建)` is 渌江二桥."""
    return _LISTED_AS.sub("", name.strip().strip(_MARKS).strip()).strip(_MARKS).strip() or name


def listed_as(name: str) -> str | None:
    """`续建` of `渌江二桥(续建)`."""
    match = _LISTED_AS.search(name.strip().strip(_MARKS).strip())
    return match[0].strip("()（）") if match else None


class People:
    """Leaders by name."""

    def __init__(self) -> None:
        self.by_name: dict[str, list[Person]] = {}
        for person in Person.objects.filter(is_active=True).order_by("protocol_order", "id"):
            self.by_name.setdefault(flat(person.name), []).append(person)

    def leader(self, text: str) -> tuple[Person | None, str]:
        """The person of that name, or why there is none for certain."""
        found = self.by_name.get(flat(text), [])
        if len(found) == 1:
            return found[0], ""
        return None, _("不在人员名册") if not found else _("在人员名册中有%(count)s人同名") % {"count": len(found)}


_NATURES = {
    "新建": Nature.NEW, "扩建": Nature.EXPANSION, "改扩建": Nature.EXPANSION, "改建": Nature.RENOVATION,
    "技改": Nature.RENOVATION, "技术改造": Nature.RENOVATION, "改建和技术改造": Nature.RENOVATION,
    "迁建": Nature.RELOCATION, "搬迁": Nature.RELOCATION, "恢复": Nature.RESTORATION, "单纯购置": Nature.PURCHASE,
    "购置": Nature.PURCHASE, "单纯建造生活设施": Nature.LIVING,
}  # fmt: skip
_DOMAINS = (
    (Domain.ECOLOGY, r"生态|环保|环境"),
    (Domain.LIVELIHOOD, r"民生|社会|教育|卫生|医疗|住房|文化|体育|安居|养老"),
    (Domain.INFRASTRUCTURE, r"基础设施|交通|能源|水利|城市建设|市政|城建|园区"),
    (Domain.INDUSTRY, r"产业|工业|制造|服务业|农业|商贸|物流|旅游|科技|技改"),
)
_LEVELS = (
    (Level.NATIONAL, r"国家|国重|部级"),
    (Level.PROVINCIAL, r"省|★"),
    (Level.MUNICIPAL, r"市"),
    (Level.COUNTY, r"县|区级"),
)


def nature_of(text: str) -> str | None:
    """建设性质; None where the word is none of them."""
    return _NATURES.get(flat(text))


def domain_of(text: str) -> str | None:
    """领域 of a group's title or a cell."""
    return next((domain for domain, words in _DOMAINS if re.search(words, text)), None)


def levels_of(text: str) -> list[str]:
    """省重点、市重点: a project can be several."""
    return [level for level, words in _LEVELS if re.search(words, text)]
