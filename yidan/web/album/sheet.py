# ruff: noqa: E501  (the paper's own source: a thing a line)
"""影像页: a contact sheet as PDF, six pictures a page, each whole and with date, viewpoint, unit, grade and code."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from yidan.evidence import store
from yidan.web.album import watermark
from yidan.web.papers import typesetting

MOST = 120
LONGEST = 900  # pixels of a picture in print: 8 cm at some 280 dots an inch

SOURCE = """#let said = json("data.json")
#set document(title: said.title)
#set page(paper: "a4", margin: (x: 18mm, top: 20mm, bottom: 18mm), footer: context [
  #set text(size: 8pt, fill: rgb("#5b6470"))
  #said.foot #h(1fr) — #counter(page).display() —
])
#set text(font: "Noto Serif SC", size: 9pt, lang: "zh", region: "cn", fill: rgb("#1d2127"))
#set par(leading: 0.55em)
#align(center)[#text(size: 18pt, weight: "bold")[#said.title]]
#align(center)[#text(size: 9pt, fill: rgb("#5b6470"))[#said.sub]]
#v(4mm)
#for group in said.groups [
  #if group.project != "" [#block(above: 6mm, below: 3mm, width: 100%, sticky: true, stroke: (bottom: 0.5pt + rgb("#e4e1d9")), inset: (bottom: 2mm))[#text(size: 12pt, weight: "bold")[#group.project] #h(1fr) #text(size: 9pt, fill: rgb("#5b6470"))[#group.unit]]]
  #grid(columns: (1fr, 1fr), column-gutter: 6mm, row-gutter: 5mm, ..group.pictures.map(each => block(breakable: false, width: 100%)[
    #if each.file != "" [#box(clip: true, radius: 1mm, width: 100%, height: 54mm, fill: rgb("#f4f2ec"), image(each.file, width: 100%, height: 54mm, fit: "contain"))] else [#box(width: 100%, height: 54mm, radius: 1mm, fill: rgb("#f4f2ec"), align(center + horizon, text(fill: rgb("#5b6470"))[#each.blank]))]
    #v(-1mm)
    #text(size: 11pt, weight: "bold")[#each.day] #h(1fr) #if each.grade != "" [#box(stroke: 0.8pt, inset: (x: 3pt, y: 1pt), radius: 1pt)[#text(weight: "bold")[#each.grade]]] #each.verdict \\
    #if each.project != "" [#text(weight: "bold")[#each.project] #linebreak()]
    #each.what \\
    #text(size: 8pt, fill: rgb("#5b6470"))[#each.small]
  ]))
]
"""


def pdf(shots: list[dict[str, Any]], *, title: str, sub: str) -> bytes:
    """The sheet of these pictures: gathered by project, or in their order where hardly two are of one."""
    ordered = sorted(shots, key=lambda each: (each["project"], each["project_id"]))
    files: dict[str, bytes] = {}
    gathered = [list(members) for _pk, members in groupby(ordered, key=lambda each: each["project_id"])]
    if (
        len(gathered) * 2 > len(shots) and len(gathered) > 1
    ):  # hardly two of a project: newest first, each with its name
        told = [_told(each, files) | {"project": each["project"]} for each in shots]
        groups = [{"project": "", "unit": "", "pictures": told}]
    else:
        groups = [
            {
                "project": members[0]["project"],
                "unit": members[0]["assessed"],
                "pictures": [_told(each, files) for each in members],
            }
            for members in gathered
        ]
    said = {
        "title": title,
        "sub": sub,
        "foot": _("水印和短码只为查找原件，不作证明；原件在系统中可查。"),
        "groups": groups,
    }
    return typesetting.pdf(SOURCE, data=said, files=files)


def _told(shot: dict[str, Any], files: dict[str, bytes]) -> dict[str, str]:
    capture = shot["exhibit"].capture
    file = getattr(capture, "poster", None) or capture.file
    place = store.preview_place(file.sha256, "view")
    name = ""
    if place.is_file():
        name = f"{shot['id']}.jpg"
        files[name] = watermark.burnt(place.read_bytes(), watermark.lines(shot), longest=LONGEST)
    grade = shot["grade"]
    what = " · ".join(dict.fromkeys(part for part in (shot["slot"], shot["milestone"], shot["caption"]) if part))
    return {
        "file": name, "blank": shot["fault"] or _("没有预览"), "day": shot["day"], "what": what or shot["what"],
        "small": f"{shot['unit']}  {shot['code']}", "grade": grade.letter if grade else "", "verdict": shot["verdict"],
        "project": "",
    }  # fmt: skip
