"""Which field a head stands for: by its own words, by its parents, by what kind of table it is in."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from yidan.web.papers.workbook import three_years
from yidan.web.papers.workbook.fields import AMOUNT_FIELDS, Found
from yidan.web.papers.workbook.head_patterns import PATTERNS

# 累计 without a word of since when: this year's most likely, which is asked.
_SO_FAR = re.compile(
    r"累计(?:已)?(?:完成)?(?:投资)?(?:额|数)?"
    r"|(?:截至|截止|至|到)?(1[0-2]|[1-9])月份?(?:底|末|\d{1,2}日)?止?累计(?:已)?(?:完成)?(?:投资)?(?:额|数|情况)?"
    r"|(?:截至|截止|至|到)(1[0-2]|[1-9])月份?(?:底|末|\d{1,2}日)?止?(?:已)?完成(?:投资)?(?:额|数|情况)?"
)
UNIT_AT_END = re.compile(r"(亿元|万元|千元|元)$")
_ASIDE = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_HARMLESS = re.compile(
    r"全称|调整后|[公盖签]章|必填|选填|法人.{0,4}|单选|下拉.*|文字.*|请.*|可[填选空多].*|如.*"
    r"|没有.*|无.{0,3}填.*|.*填写?.*|格式.*|具体.*|详细.*|.*\d+字.*"
    r"|(?:单位:?)?(?:亿元|万元|千元|元)(?:[,、;].*)?|保留.*|精确.*|整数|年.?月.?日?"
)
_TELLING = re.compile(r"调整|原|其中|含|扣|不|上年|去年|同期|批复|备案|增|减|比|率|%|\d")
_YEAR_WORD = re.compile(r"20\d\d年")
_YEAR = re.compile(r"(20\d\d)年?度?")
_PRIOR = re.compile(
    r"(?:截至|截止|至|到)?(20\d\d)年(?:12月)?(?:31日)?(?:底|末)(?:前)?(?:预计)?(?:累计)?(?:已)?完成(?:投资)?(?:额)?"
)
_TRIM = re.compile(
    r"\((?:单位:?)?(?:人民币)?(?:亿元|千万元|百万元|万元|千元|元|亿|万|%|必填|选填|个|年|月|年、月|年/月)\)"
    r"|[%*★☆▲:。]|[,、/](?:万元|亿元|元)$|\((?:万元|亿元|%)$"
)


@lru_cache(maxsize=20_000)
def recognise(path: tuple[str, ...], kind: str) -> Found:
    """The field a head's path stands for in a table of this kind, with the year or month it names.

    What is known by no other name is looked at without what is said aside: `项目名称(全称)`, `总投资亿元`; or as one
    word where a head was cut in two lines of cells: `责任` over `单位`.
    """
    if kind == "rolling":
        return _of_three_years(path)
    found = _recognise(path, kind)
    if found.field is None and (bare := _ASIDE.sub("", path[-1])) not in ("", path[-1]):
        asides = [match[1] for match in _ASIDE.finditer(path[-1])]
        found = _recognise((*path[:-1], bare), kind)
        is_plain = all(_HARMLESS.fullmatch(aside) for aside in asides)
        if not is_plain and any(_TELLING.search(aside) for aside in asides):
            found = Found()
        found = replace(found, is_guess=found.is_guess or not is_plain)
    if found.field is None and (money := UNIT_AT_END.search(path[-1])):
        found = _recognise((*path[:-1], path[-1][: money.start()]), kind)
        found = found if found.field in AMOUNT_FIELDS else Found()
    if found.field is None and len(path) > 1 and re.fullmatch(r"(?:合|总|共|小)?计|总额|总数", path[-1]):
        found = _recognise(path[:-1], kind)
    if found.field is None and len(path) > 1 and len(path[-1]) <= 6:
        found = _recognise((*path[:-2], path[-2] + path[-1]), kind)
    return found


def _recognise(path: tuple[str, ...], kind: str) -> Found:
    raw = path[-1]
    parents = "/".join(path[:-1])
    if match := _PRIOR.fullmatch(_TRIM.sub("", raw)):
        return Found("prior_cumulative", int(match[1]))
    year_match = _YEAR.search("/".join(path))
    year = int(year_match[1]) if year_match else None
    trimmed = _TRIM.sub("", raw)
    had_year = bool(_YEAR.search(trimmed))
    leaf = _YEAR.sub("", trimmed)
    if had_year and leaf in ("计划", "投资计划", "计划投资", "计划完成投资", "投资", "计划投资额", "计划投资目标"):
        return Found("planned", year)
    if re.search(r"排名|位次|增长|同比|增速", raw):
        return Found()
    if kind == "plan" and (period := _period(leaf, parents)):
        return Found(period, year)
    # `2020年度目标` is either 目标 of a year or 年度目标: both readings are tried.
    for shape in dict.fromkeys((leaf, _YEAR_WORD.sub("年", trimmed))):
        for name, pattern, needs in PATTERNS:
            match = pattern.fullmatch(shape)
            if not match or not _context(needs, name, parents, raw, kind, had_year):
                continue
            groups = match.groupdict()
            month = int(groups.get("m") or groups.get("r") or 0) or None
            if month and month > 12:
                continue
            return _settled(name, year, month, parents, kind)
    if so_far := _SO_FAR.fullmatch(leaf):
        month = int(next((each for each in so_far.groups() if each), 0)) or None
        return Found("invested_to_date" if "开工" in parents else "invested_year", year, month, is_guess=True)
    return _by_parent(leaf, parents, kind, year) if parents else _of_bare_month(leaf, kind, year)


_PLANNED_FOR = r"度?(?:投资)?(?:计划|任务|目标)?(?:完成)?(?:投资)?(?:额|数|计划|任务|目标)?"
_PERIOD = re.compile(
    rf"(?:第?(?P<quarter>[一二三四1-4])季|Q(?P<q>[1-4])|(?P<half>[上下])半年)(?:末)?{_PLANNED_FOR}"
    rf"|(?P<from>1|4|7|10)月?[-—–~至到](?P<to>3|6|9|12)月份?{_PLANNED_FOR}"
)


def _period(leaf: str, parents: str) -> str:
    """`一季度计划`, `Q1`, `4-6月`, `上半年`: of a plan, if nothing says that it is what was done."""
    match = _PERIOD.fullmatch(leaf)
    if not match or (re.search(r"完成", leaf + parents) and not re.search(r"计划|任务|目标", leaf + parents)):
        return ""
    if match["half"]:
        return "half_1" if match["half"] == "上" else "half_2"
    if match["from"]:
        months = int(match["from"]), int(match["to"])
        halves = {(1, 6): "half_1", (7, 12): "half_2"}
        return f"quarter_{months[1] // 3}" if months[1] - months[0] == 2 else halves.get(months, "")
    quarter = match["quarter"] or match["q"]
    return f"quarter_{'一二三四'.find(quarter) + 1 or quarter}"


def _of_bare_month(leaf: str, kind: str, year: int | None) -> Found:
    """`5月` alone: most likely what was done in it, in a month's table; what is planned for it, in a year's."""
    match = re.fullmatch(r"(\d{1,2})月份?", leaf)
    if match and 1 <= int(match[1]) <= 12:
        return Found("invested_month" if kind == "dispatch" else "month_plan", year, int(match[1]), is_guess=True)
    return Found()


def _of_three_years(path: tuple[str, ...]) -> Found:
    """A three-year sheet has columns of its own, and of the plan's those that say which project it is."""
    found = three_years.recognise(path, _TRIM.sub("", path[-1]))
    if found is None:
        found = recognise(path, "plan")
        found = found if found.field in three_years.SHARED else Found()
    return found


def _context(needs: str, name: str, parents: str, raw: str, kind: str, had_year: bool) -> bool:
    """Whether what a leaf needs around it is there: short heads mean something only under their parent."""
    if not needs:
        return True
    if needs == "pool":  # a month's table says nothing of the pools: such a column is reported there, not swallowed
        return kind == "plan"
    if needs == "month":  # of a table with a row for each month
        return kind == "dispatch"
    if needs == "prior":
        return bool(re.search(r"上年|去年|以前|年底|年末", raw))
    if needs == "plan":
        return "计划" in raw or "年" in raw
    if needs == "planned":
        return (
            had_year
            or bool(re.search(r"年度|本年|今年|当年|全年", raw))
            or bool(re.search(r"年.*计划|年度计划", parents))
        )
    if needs == "goal":
        return bool(re.search(r"年.*计划|年度", parents + raw))
    if needs == "plan_time":
        return "计划" in parents or (kind == "plan" and "实际" not in parents)
    if needs == "actual_time":
        return "实际" in parents
    return bool(re.search(r"资金|来源|筹措|构成", parents + raw))


def _settled(name: str, year: int | None, month: int | None, parents: str, kind: str) -> Found:
    if name == "year_goal" and kind == "plan":
        name = "goal"
    elif name == "goal" and kind == "dispatch":
        name = "year_goal"
    if name == "scale" and (year or re.search(r"年度计划", parents)):  # `2021年主要建设内容`
        name = "goal" if kind == "plan" else "year_goal"
    return Found(name, year, month)


def _by_parent(leaf: str, parents: str, kind: str, year: int | None) -> Found:
    month = re.fullmatch(r"(?:(?P<so_far>1月?[-—–~至到]))?(?P<number>\d{1,2})月份?", leaf)
    if month and re.search(r"完成", parents) and "计划" not in parents and 1 <= int(month["number"]) <= 12:
        return Found("invested_year" if month["so_far"] else "invested_month", year, int(month["number"]))
    if month and not month["so_far"] and re.search(r"计划|分月", parents) and 1 <= int(month["number"]) <= 12:
        return Found("month_plan", year, int(month["number"]))
    if leaf in ("本月", "当月") and re.search(r"完成", parents) and "计划" not in parents:
        return Found("invested_month", year)
    if re.search(r"20\d\d年.*计划|年度计划", parents):
        if leaf in ("投资", "投资额", "计划投资", "资金"):
            return Found("planned", year)
        if leaf in ("目标", "内容", "主要内容", "形象进度"):
            return Found("goal" if kind == "plan" else "year_goal", year)
    if "开竣工" in parents or "开工" in parents:
        if leaf == "计划":
            return Found("planned_finish" if parents.endswith("竣工") else "planned_start", year)
        if leaf == "实际":
            return Found("actual_finish" if parents.endswith("竣工") else "actual_start", year)
    return Found()
