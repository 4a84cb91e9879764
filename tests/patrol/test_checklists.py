"""XLSForm in, a checklist out; hostile and unlawful forms refused with their line."""

from __future__ import annotations

from datetime import date

import pytest

from yidan.kernel.errors import Invalid
from yidan.patrol.rules import forms, xlsform

TODAY = date(2020, 6, 5)
HEADS = ["type", "name", "label::中文 (zh)", "hint", "required", "relevant", "constraint", "constraint_message"]
SURVEY = [
    HEADS,
    ["begin group", "safety", "安全"],
    ["select_one yes_no", "crane", "有塔吊吗", None, "yes"],
    ["integer", "cranes", "几台", None, "yes", "${crane} = 'yes'", ". > 0 and . < 50", "台数在1到49之间"],
    ["select_multiple works", "works", "正在做什么"],
    ["text", "other", "其他", None, None, "selected(${works}, 'other')"],
    ["end group"],
    ["date", "poured_on", "最近一次浇筑", None, None, None, ". <= today()"],
    ["image", "panorama", "全景", "与上月同机位对比，判断是否零进展"],
    ["decimal", "depth", "基坑深度(米)"],
    ["note", "thanks", "看完就好，不用补填"],
]
CHOICES = [
    ["list_name", "name", "label"],
    ["yes_no", "yes", "有"], ["yes_no", "no", "没有"],
    ["works", "piling", "打桩"], ["works", "other", "其他"],
]  # fmt: skip
SHEETS = {"survey": SURVEY, "choices": CHOICES, "settings": [["form_title", "version"], ["房建巡查", 3.0]]}


@pytest.fixture(scope="module")
def form():
    return xlsform.read(SHEETS)


def test_the_constructs_offices_use_are_read(form):
    assert (form["title"], form["version"]) == ("房建巡查", "3")
    assert [(item["name"], item["kind"], item["depth"], item["must"]) for item in form["items"]] == [
        ("safety", "group", 0, False), ("crane", "select_one", 1, True), ("cranes", "integer", 1, True),
        ("works", "select_multiple", 1, False), ("other", "text", 1, False), ("poured_on", "date", 0, False),
        ("panorama", "photo", 0, False), ("depth", "decimal", 0, False), ("thanks", "note", 0, False),
    ]  # fmt: skip
    assert form["items"][1]["choices"] == [["yes", "有"], ["no", "没有"]]
    assert form["items"][2]["relevant"] == ["=", ["ref", "crane"], ["text", "yes"]]


def test_it_survives_json(form):
    import json

    assert json.loads(json.dumps(form)) == form


def test_what_is_hidden_is_neither_asked_nor_kept(form):
    kept, faults = forms.read(form, {"crane": "no", "cranes": "3", "other": "绿化"}, today=TODAY)
    assert (kept, faults) == ({"crane": "no"}, [])
    kept, faults = forms.read(form, {"crane": "yes", "cranes": "3", "works": ["other"], "other": "绿化"}, today=TODAY)
    assert (kept, faults) == ({"crane": "yes", "cranes": "3", "works": ["other"], "other": "绿化"}, [])
    assert forms.told(form, kept) == [("有塔吊吗", "有"), ("几台", "3"), ("正在做什么", "其他"), ("其他", "绿化")]


@pytest.mark.parametrize(("answers", "expected"), [
    ({}, [("crane", "missing", "")]),
    ({"crane": "maybe"}, [("crane", "choice", "")]),
    ({"crane": "yes"}, [("cranes", "missing", "")]),
    ({"crane": "yes", "cranes": "50"}, [("cranes", "constraint", "台数在1到49之间")]),
    ({"crane": "yes", "cranes": "two"}, [("cranes", "whole", "")]),
    ({"crane": "no", "works": ["piling", "x"]}, [("works", "choice", "")]),
    ({"crane": "no", "poured_on": "5月1日"}, [("poured_on", "day", "")]),
    ({"crane": "no", "poured_on": "2020-06-06"}, [("poured_on", "constraint", "")]),
    ({"crane": "no", "depth": "NaN"}, [("depth", "number", "")]),
    ({"crane": {"a": 1}}, [("crane", "unreadable", "")]),
    ({"crane": "no", "other": "x" * 501}, []),
])  # fmt: skip
def test_what_does_not_hold_is_said_at_its_question(form, answers, expected):
    assert [(fault.name, fault.kind, fault.words) for fault in forms.read(form, answers, today=TODAY)[1]] == expected


def test_a_picture_is_never_required_and_always_has_a_reason(form):
    panorama = next(item for item in form["items"] if item["name"] == "panorama")
    assert (panorama["must"], panorama["hint"]) == (False, "与上月同机位对比，判断是否零进展")


def survey(*rows):
    return {"survey": [HEADS, *rows], "choices": CHOICES}


@pytest.mark.parametrize(("sheets", "words"), [
    ({}, "没有名为 survey 的工作表"),
    ({"survey": [["type"], ["text"]]}, "缺少列 name"),
    (survey(["image", "a", "全景"]), "第2行：要照片须在 hint 写明为什么需要"),
    (survey(["geopoint", "a", "位置"]), "会记录人员的行踪"),
    (survey(["text", "b", "甲"], ["start", "a"]), "第3行：“start”会记录人员的行踪或设备"),
    (survey(["audio", "a", "录音"]), "不支持题型“audio”"),
    (survey(["select_one nowhere", "a", "甲"]), "choices 里没有选项组“nowhere”"),
    (survey(["text", "1a", "甲"]), "name 用字母开头"),
    (survey(["text", "a", ""]), "请写 label"),
    (survey(["text", "a", "甲"], ["text", "a", "乙"]), "重复"),
    (survey(["text", "a", "甲", None, None, "${b} = 1"]), "引用了前面没有的问题“b”"),
    (survey(["text", "a", "甲", None, None, "regex(., 'a+')"]), "relevant 里的“regex”不支持"),
    (survey(["begin group", "g", "组"], ["text", "a", "甲"]), "没有对应的 end_group"),
    (survey(["text", "a", "甲"], ["end group"]), "前没有 begin_group"),
    (survey(*[["begin group", f"g{n}", "组"] for n in range(6)]), "分组最多4层"),
    (survey(*[["text", f"a{n}", "甲"] for n in range(101)]), "最多100个问题"),
    (survey(["note", "a", "甲"]), "表里没有问题"),
])  # fmt: skip
def test_what_is_not_understood_or_not_lawful_is_refused_with_its_line(sheets, words):
    with pytest.raises(Invalid) as refusal:
        xlsform.read(sheets)
    assert words in str(refusal.value)


def test_what_we_read_is_an_xlsform_to_its_own_reader_too(form):
    pyxform = pytest.importorskip("pyxform.xls2json", reason="pyxform is a development package")
    from pyxform.xls2json_backends import get_xlsform

    def rows(sheet):
        heads = [str(head) for head in sheet[0]]
        return [
            {head: str(cell) for head, cell in zip(heads, cells, strict=False) if cell is not None}
            for cells in sheet[1:]
        ]

    survey = [
        {"label" if head.startswith("label") else head: cell for head, cell in row.items()} for row in rows(SURVEY)
    ]
    read = pyxform.workbook_to_json(get_xlsform({"survey": survey, "choices": rows(CHOICES)}), form_name="patrol")

    def flat(items):
        for item in items:
            yield item["name"], item["type"]
            yield from flat(item.get("children", ()))

    theirs = {name: kind for name, kind in flat(read["children"]) if name != "meta" and name != "instanceID"}
    names = {"select one": "select_one", "select all that apply": "select_multiple", "photo": "photo", "image": "photo"}
    assert {name: names.get(kind, kind) for name, kind in theirs.items()} == {
        item["name"]: item["kind"] for item in form["items"]
    }
