"""Reading an XLSForm (xlsform.org): the sheets survey, choices and settings as rows of cells, made into a checklist.

Only the constructs offices use; anything else is refused with its line. A picture may be asked for only with a written
reason (国办函〔2026〕12号), which stands in its hint.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from yidan.kernel.errors import Invalid
from yidan.patrol.rules import expressions, forms

Rows = Sequence[Sequence[Any]]
_SIMPLE = {
    "text": forms.TEXT, "string": forms.TEXT, "integer": forms.WHOLE, "int": forms.WHOLE, "decimal": forms.NUMBER,
    "date": forms.DAY, "image": forms.PHOTO, "photo": forms.PHOTO, "note": forms.NOTE,
}  # fmt: skip
_CHOOSING = {
    "select_one": forms.ONE, "select one": forms.ONE, "select_multiple": forms.SEVERAL,
    "select multiple": forms.SEVERAL, "select1": forms.ONE,
}  # fmt: skip
_METADATA = {"start", "end", "today", "deviceid", "username", "phonenumber", "audit", "start-geopoint", "geopoint",
             "geotrace", "geoshape", "background-geopoint", "background-audio"}  # fmt: skip
_YES = {"yes", "true", "true()", "1", "是"}
DEEPEST_GROUP = 4


def read(sheets: Mapping[str, Rows]) -> dict[str, Any]:
    """The checklist; raises Invalid with the sheet and line of the first thing that is not understood."""
    survey = _table(sheets, "survey", ("type", "name"))
    if len(survey) > forms.MOST_ITEMS:
        raise _fault("survey", survey[-1]["#"], _("最多%(most)d个问题") % {"most": forms.MOST_ITEMS})
    choices = _choices(sheets)
    settings = _table(sheets, "settings", ())
    items = _items(survey, choices)
    if not any(item["kind"] in forms.ASKED for item in items):
        raise Invalid(_("表里没有问题；survey 工作表每行一个问题。"), field="file")
    title = _label(settings[0], "form_title") if settings else ""
    return {"title": title[:100], "version": (settings[0].get("version", "") if settings else "")[:40], "items": items}


def _fault(sheet: str, line: int, what: str) -> Invalid:
    return Invalid(
        _("%(sheet)s 第%(line)d行：%(what)s；请改好再导入。") % {"sheet": sheet, "line": line, "what": what},
        field="file",
    )


def _table(sheets: Mapping[str, Rows], name: str, must: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of a sheet by their heads, each with its line as "#"; heads are read without case and blanks."""
    rows = next((rows for title, rows in sheets.items() if title.strip().lower() == name), None)
    if rows is None:
        if must:
            raise Invalid(_("没有名为 %(name)s 的工作表；XLSForm 至少要有 survey。") % {"name": name}, field="file")
        return []
    heads = [_cell(cell).lower().replace(" :: ", "::") for cell in (rows[0] if rows else ())]
    if missing := [head for head in must if head not in heads]:
        raise _fault(name, 1, _("缺少列 %(heads)s") % {"heads": "、".join(missing)})
    found = []
    for line, cells in enumerate(rows[1:], start=2):
        row: dict[str, Any] = {
            head: _cell(cells[place]) for place, head in enumerate(heads) if head and place < len(cells)
        }
        if any(row.values()):
            found.append(row | {"#": line})
    return found


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value == int(value):
        value = int(value)
    return str(value).strip()[:1000]


def _label(row: Mapping[str, Any], head: str = "label") -> str:
    """The text of a column that may be given in several languages: Chinese first."""
    named = {name: text for name, text in row.items() if name == head or name.startswith(f"{head}::")}
    for name, text in named.items():
        if text and any(word in name for word in ("chinese", "中文", "zh")):
            return str(text)
    return str(named.get(head) or next((text for text in named.values() if text), ""))


def _choices(sheets: Mapping[str, Rows]) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    for row in _table(sheets, "choices", ()):
        group, name = row.get("list_name") or row.get("list name") or "", row.get("name") or row.get("value") or ""
        if not group or not name or any(letter.isspace() for letter in name) or len(name) > 40:
            raise _fault("choices", row["#"], _("list_name 和 name 都要填，name 不带空格"))
        among = found.setdefault(group, [])
        if len(among) >= forms.MOST_CHOICES or name in {each[0] for each in among}:
            raise _fault("choices", row["#"], _("选项“%(name)s”重复或过多") % {"name": name})
        among.append([name, _label(row)[:100] or name])
    return found


def _items(survey: list[dict[str, Any]], choices: dict[str, list[list[str]]]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    open_groups: list[int] = []
    names: set[str] = set()
    for row in survey:
        line, kind = row["#"], " ".join(row.get("type", "").split())
        if kind.lower().replace(" ", "_") == "end_group":
            if not open_groups:
                raise _fault("survey", line, _("end_group 前没有 begin_group"))
            open_groups.pop()
            continue
        item = _item(row, kind, choices, len(open_groups))
        if item is None:
            continue
        if item["name"] in names:
            raise _fault("survey", line, _("name “%(name)s”重复") % {"name": item["name"]})
        item |= _conditions(row, item, names)
        names.add(item["name"])
        items.append(item)
        if item["kind"] == forms.GROUP:
            open_groups.append(line)
            if len(open_groups) > DEEPEST_GROUP:
                raise _fault("survey", line, _("分组最多%(most)d层") % {"most": DEEPEST_GROUP})
    if open_groups:
        raise _fault("survey", open_groups[-1], _("begin_group 没有对应的 end_group"))
    return items


def _item(row: Mapping[str, Any], kind: str, choices: dict[str, list[list[str]]], depth: int) -> dict[str, Any] | None:
    line, lower = row["#"], kind.lower()
    if lower in _METADATA:
        raise _fault("survey", line, _("“%(kind)s”会记录人员的行踪或设备，本系统不收") % {"kind": kind})
    item: dict[str, Any] = {
        "name": row.get("name", ""), "label": _label(row)[:200], "hint": _label(row, "hint")[:300], "depth": depth,
        "must": row.get("required", "").lower() in _YES,
    }  # fmt: skip
    if lower.replace(" ", "_") == "begin_group":
        item["kind"] = forms.GROUP
    elif lower in _SIMPLE:
        item["kind"] = _SIMPLE[lower]
    else:
        words, listed = lower.rpartition(" ")[0], kind.rpartition(" ")[2]
        if words not in _CHOOSING:
            raise _fault("survey", line, _("不支持题型“%(kind)s”") % {"kind": kind[:40]})
        if listed not in choices:
            raise _fault("survey", line, _("choices 里没有选项组“%(name)s”") % {"name": listed[:40]})
        item |= {"kind": _CHOOSING[words], "choices": choices[listed]}
    if not forms.NAME.fullmatch(item["name"]):
        raise _fault("survey", line, _("name 用字母开头的字母、数字和下划线，最多40个"))
    if not item["label"] and item["kind"] != forms.GROUP:
        raise _fault("survey", line, _("请写 label"))
    if item["kind"] == forms.PHOTO:
        if not item["hint"]:
            raise _fault("survey", line, _("要照片须在 hint 写明为什么需要(国办函〔2026〕12号)"))
        item["must"] = False  # a visit is never refused for want of a picture
    return item


def _conditions(row: Mapping[str, Any], item: Mapping[str, Any], known: set[str]) -> dict[str, Any]:
    """The parsed conditions; they may refer to questions that came before, and a constraint to its own answer."""
    found: dict[str, Any] = {}
    for head in ("relevant", "constraint"):
        if not (text := row.get(head, "")):
            continue
        try:
            tree = expressions.parse(text)
        except expressions.Unreadable as fault:
            raise _fault(
                "survey", row["#"], _("%(head)s 里的“%(text)s”不支持") % {"head": head, "text": fault}
            ) from None
        unknown = expressions.names_in(tree) - known - ({item["name"]} if head == "constraint" else set())
        if unknown:
            raise _fault(
                "survey", row["#"],
                _("%(head)s 引用了前面没有的问题“%(name)s”") % {"head": head, "name": sorted(unknown)[0]},
            )  # fmt: skip
        found[head] = tree
    if words := _label(row, "constraint_message"):
        found["constraint_words"] = words[:200]
    for head in ("calculation", "repeat_count", "choice_filter"):
        if row.get(head):
            raise _fault("survey", row["#"], _("不支持 %(head)s") % {"head": head})
    return found
