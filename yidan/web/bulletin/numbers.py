"""What stands behind a number of a paper: figure, 口径, exact value, the cut-off as of which it holds, its sources."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidan.assessment.queries import named_round
from yidan.bulletins import editions
from yidan.bulletins import queries as queries_of_papers
from yidan.bulletins.asking import DERIVED, NARROWING, Book
from yidan.bulletins.blocks import Numeral
from yidan.bulletins.models import Bulletin
from yidan.figures import queries
from yidan.figures.define import Measure
from yidan.figures.question import Question
from yidan.kernel import parameters
from yidan.kernel.values import Month
from yidan.ledger.models import Project
from yidan.ledger.states import Mark
from yidan.people.models import Unit
from yidan.targets.models import Series
from yidan.targets.queries import releases
from yidan.web import asking
from yidan.web import format as words
from yidan.web.views.figure import source_row

SOURCES = 6
COMPUTED = {
    "less": (gettext_lazy("两数之差"), gettext_lazy("前一数减后一数。")),
    "growth": (gettext_lazy("增长"), gettext_lazy("(本期−上年同期)÷上年同期；增长18倍即为上年的19倍。")),
    "contribution": (gettext_lazy("贡献率"), gettext_lazy("部分的增量÷总体的增量。")),
    "pull": (gettext_lazy("拉动"), gettext_lazy("贡献率×总体的增速，单位为个百分点。")),
}
SAID = {
    "overdue_days": (gettext_lazy("逾期天数"), gettext_lazy("从办结期限的次日数到截止时点，按自然日。")),
    "dropped": (gettext_lazy("中止、并案的事项"), gettext_lazy("当年交办、已中止或并案的，不计入交办和销号。")),
}
PUBLISHED = {
    "value": gettext_lazy("公布数"), "rank": gettext_lazy("位次"), "rank_of": gettext_lazy("参加排名的个数"),
    "provincial": gettext_lazy("全省"), "national": gettext_lazy("全国"), "pace": gettext_lazy("比上次公布加快"),
    "run": gettext_lazy("连续列第1的公布次数"),
}  # fmt: skip
PARTS = {"numerator": gettext_lazy("分子"), "denominator": gettext_lazy("分母")}


def told(bulletin: Bulletin, numeral: Numeral, unit: str) -> dict[str, Any]:
    """The sheet's context."""
    book = Book(bulletin.cut_off_at, bulletin.rounding)
    said = {
        "printed": numeral.printed,
        "exact": numeral.exact,
        "note": numeral.note,
        "cut_off": words.minute(bulletin.cut_off_at),
        "rounding": bulletin.get_rounding_display(),
    }
    return said | _behind(book, numeral.ask, unit)


def told_publicly(bulletin: Bulletin, numeral: Numeral) -> dict[str, Any]:
    """The same for a reader without an account: 口径, exact value and how many records; the records themselves where
    the office leaves them open, each text as the public edition would print it, and no way further in."""
    said = told(bulletin, numeral, "")
    rows, names = said.pop("sources", []), said.pop("names", [])
    if editions.opens_sources(numeral.ask, bulletin.withheld):
        texts = iter(queries_of_papers.masked(bulletin, [text for row in rows for text in _texts(row)] + list(names)))
        said["sources"] = [{"value": row["value"], **{name: next(texts) for name in SHOWN}} for row in rows]
        said["names"] = list(texts)
    else:
        said["withholds"] = bool(rows or names)
    said["scope_words"] = queries_of_papers.masked(bulletin, [said.get("scope_words", "")])[0]
    said["parts"] = [(name, of, "") for name, of, _href in said.get("parts", [])]
    return said | {"all_href": "", "is_public": True}


SHOWN = ("name", "unit", "what", "share")


def _texts(row: dict[str, Any]) -> list[str]:
    return [str(row[name] or "") for name in SHOWN]


def _behind(book: Book, ask: dict[str, Any], unit: str) -> dict[str, Any]:
    if derived := next((name for name in DERIVED if name in ask), None):
        parts = [(each, _behind(book, each, unit)) for each in ask[derived]]
        return {
            "title": str(COMPUTED[derived][0]), "definition": str(COMPUTED[derived][1]),
            "parts": [
                (said["title"], _("、").join(filter(None, (each.get("period", ""), said["scope_words"]))),
                 said["all_href"]) for each, said in parts
            ],
        }  # fmt: skip
    if "run" in ask:
        return _behind(book, {**ask, "place": ask["run"]}, unit) | {
            "title": _("连续第1的月数"),
            "definition": _("从本月往前数，组内列第1而没有中断的月数，以当年为限。"),
        }
    if "place" in ask:
        unit_of = Unit.objects.filter(pk=ask["place"]).first()
        asked = book.question(ask["period"])
        return {
            "title": _("位次"), "scope_words": str(unit_of or ""),
            "definition": _("组内按“%(figure)s”从高到低排列，未取整的值比较；数同则并列。")
            % {"figure": _label(ask["by"])},
            "all_href": _address(ask["by"], asked, by="unit"),
        }  # fmt: skip
    if "score" in ask:
        return _score(ask)
    if "parameter" in ask:
        declared = parameters.REGISTRY[ask["parameter"]]
        return {
            "title": str(declared.label), "scope_words": "", "exact_unit": str(declared.unit),
            "definition": _("由市项目办设定的参数，依据：%(source)s。") % {"source": declared.source},
            "all_href": reverse("parameters"),
        }  # fmt: skip
    if "marks" in ask:
        return _marks(book, ask)
    if "due" in ask:
        return _due(book, ask)
    if "series" in ask:
        return _published(book, ask)
    if "say" in ask:
        return {
            "title": str(SAID[ask["say"]][0]), "scope_words": "", "definition": str(SAID[ask["say"]][1]),
            "all_href": reverse("matter", args=[ask["matter"]]) if ask.get("matter") else reverse("matters"),
        }  # fmt: skip
    asked = book.question(ask["period"], **{name: ask[name] for name in NARROWING if ask.get(name) is not None})
    figure, made = queries.get(ask["figure"]), queries.ask(ask["figure"], asked)
    found = made.sources(0, SOURCES, largest_first=True)
    part = ask.get("part", "")
    return {
        "title": str(figure.label) + (f"({PARTS[part]})" if part in PARTS else ""),
        "scope_words": asking.scope_words(asked) or _project(asked),
        "exact_unit": _exact_unit(figure.unit) if not part else "",
        "calibre": _("%(calibre)s口径") % {"calibre": figure.calibre.label},
        "definition": _(figure.definition),
        "sources": [source_row(each, unit) for each in found],
        "count": words.number(made.sources_count()),
        "all_href": _address(figure.key, asked),
    }  # fmt: skip


def _exact_unit(measure: Measure) -> str:
    spelt = {Measure.PERCENT: "%", Measure.COUNT: ""}
    return spelt.get(measure, str(measure.label))


def _score(ask: dict[str, Any]) -> dict[str, Any]:
    """A score is explained where it stands: on the unit's own page of the round."""
    frozen = named_round(ask["pack"], Month.parse(ask["period"]))
    result = frozen and frozen.results.filter(unit=ask["score"]).first()
    title = {"place": _("位次"), "adjusted": _("公开调整"), "final": _("得分"), "extra": _("加减分")}
    label = next(
        (each["label"] for each in (frozen.data["criteria"] if frozen else ()) if each["key"] == ask.get("criterion")),
        "",
    )
    return {
        "title": label or title.get(ask.get("of", ""), _("核算得分")),
        "scope_words": str(Unit.objects.filter(pk=ask["score"]).first() or ""),
        "definition": _("按当月考核的计分办法、以截止时点的台账核算；点开得分页看每一项的算式和来源。"),
        "all_href": reverse("result", args=[result.pk]) if result else "",
    }  # fmt: skip


def _published(book: Book, ask: dict[str, Any]) -> dict[str, Any]:
    """What somebody else published: never computed, followed to the release and the paper that printed it."""
    series = Series.objects.filter(code=ask["series"]).first()
    if series is None:
        return {"title": _("公布数"), "scope_words": "", "definition": "", "all_href": ""}
    found = releases(series, ask.get("unit"), book.cut_off)
    month = Month.parse(ask["period"])
    printed = [each for each in found if each.month == month]
    unit_of = Unit.objects.filter(pk=ask["unit"]).first() if ask.get("unit") else None
    as_of = f"?as_of={quote(book.cut_off.isoformat())}" if book.cut_off else ""
    return {
        "title": f"{series.name}({PUBLISHED[ask.get('part', 'value')]})", "scope_words": str(unit_of or ""),
        "calibre": _("%(calibre)s口径") % {"calibre": series.get_agency_display()},
        "definition": _("%(publisher)s公布，按公布的原样记录，本系统不推算。%(definition)s") % {
            "publisher": series.publisher, "definition": series.definition},
        "names": [f"{each.document} {words.day(each.released_on)}" for each in printed],
        "all_href": reverse("series", args=[series.pk]) + as_of,
    }  # fmt: skip


def _marks(book: Book, ask: dict[str, Any]) -> dict[str, Any]:
    since, until = (date.fromisoformat(ask[name]) for name in ("since", "until"))
    names = book.marked(ask["marks"], since, until)
    return {
        "title": str(Mark(ask["marks"]).label), "scope_words": f"{words.day(since)}—{words.day(until, since)}",
        "definition": _("列入年度计划的项目中，这几天记下该节点的；打包项目的子项合计一个。"),
        "names": names, "all_href": "",
    }  # fmt: skip


def _due(book: Book, ask: dict[str, Any]) -> dict[str, Any]:
    since, until = (date.fromisoformat(ask[name]) for name in ("since", "until"))
    return {
        "title": _("计划到期节点"), "scope_words": f"{words.day(since)}—{words.day(until, since)}",
        "definition": _("计划在这几天完成、到数据截止还没有完成的节点。"),
        "names": [f"{each.project.name} · {each.name}" for each in book.falling_due(since, until)], "all_href": "",
    }  # fmt: skip


def _label(key: str) -> str:
    return str(queries.get(key).label)


def _project(asked: Question) -> str:
    project = Project.objects.filter(pk=asked.project).first() if asked.project else None
    return project.name if project else ""


def _address(key: str, asked: Question, **over: Any) -> str:
    """The figure as it was known then, to the second."""
    as_of = asked.as_of.isoformat() if asked.as_of else None
    return asking.address(key, asked, as_of=as_of, **over)
