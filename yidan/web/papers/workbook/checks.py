"""What does not add up: subtotals, stated counts, cumulative values, percentages, units, twins (domain.md §5.6)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidan.web.papers.workbook import cells
from yidan.web.papers.workbook.fields import AMOUNT_FIELDS, SOURCES
from yidan.web.papers.workbook.findings import Finding, Severity
from yidan.web.papers.workbook.heads import Column, Head
from yidan.web.papers.workbook.rows import Row

TOO_SMALL_WAN = Decimal(500)
TOO_LARGE_WAN = Decimal(10_000_000)
PERCENT_TOLERANCE = Decimal("0.1")
_FEW = 3
_OF_A_BUNDLE = frozenset(
    ("total_investment", *SOURCES)
)  # a bundle has these of its own, plan and months are its parts'


def plain(number: Decimal) -> str:
    """A number as an office writes it, without exponent and idle zeros."""
    return f"{number.normalize():f}" if number else "0"


def check_sums(sheet: str, head: Head, rows: list[Row]) -> Iterator[Finding]:
    """合计、小计 and group rows against the sum of their rows, and stated counts against counted rows."""
    for position, row in enumerate(rows):
        if row.kind == "group":
            end = next(
                (i for i in range(position + 1, len(rows)) if rows[i].kind == "group" and rows[i].level <= row.level),
                len(rows),
            )
            scopes = [[r for r in rows[position + 1 : end] if r.kind == "project"]]
        elif row.kind == "subtotal" and not row.is_partial:
            scopes = list(_scopes(rows, position))
        else:
            continue
        scopes = [scope for scope in scopes if scope]
        if scopes:
            best = min(scopes, key=lambda scope: len(_misfits(head, row, scope)))
            for column, reason, severity in _misfits(head, row, best):
                yield Finding(sheet, row.number, column, severity, reason)


def _scopes(rows: list[Row], position: int) -> Iterator[list[Row]]:
    """What a subtotal may sum: since the last subtotal or group, an open group, all above, the whole table."""
    above = [row for row in rows[:position] if row.kind == "project"]
    if not above:
        yield [row for row in rows[position + 1 :] if row.kind == "project"]
        return
    part: list[Row] = []
    lowest = 99
    ended = False
    for row in reversed(rows[:position]):
        if row.kind == "project":
            part = [row, *part]
        elif row.kind == "subtotal" and not row.is_partial and not ended:
            ended = True
            yield part
        elif row.kind == "group" and row.level < lowest:
            lowest = row.level
            yield part
    yield above
    yield [row for row in rows if row.kind == "project"]


def _misfits(head: Head, row: Row, scope: list[Row]) -> list[tuple[int | None, str, Severity]]:
    out: list[tuple[int | None, str, Severity]] = []
    tops, leaves = (sum(not each.bundle for each in scope), sum(not each.parts for each in scope))
    if row.stated_count is not None and row.stated_count not in (tops, leaves):  # 按项, 按子项
        out.append(
            (
                head.index_of("name"),
                _("写明%(stated)s个项目，实有%(counted)s行") % {"stated": row.stated_count, "counted": tops},
                "warning",
            )
        )
    for column in head.columns:
        field = column.field
        given = row.values.get(field) if field in AMOUNT_FIELDS else None
        if field is None or given is None:
            continue
        summed = _sum(scope, field)
        scale = cells.IN_WAN[column.unit or "万元"]
        difference = abs(given - summed) / scale
        if difference == 0 or difference <= _half_place(given / scale):
            continue
        places = [_half_place(r.values[field] / scale) for r in scope if r.values.get(field)]
        rounded = min(places, default=Decimal(0))
        label = re.sub(r"\(\d.*$", "", row.label)[:20]
        title = column.head.replace("/", "·")
        shown = _("%(label)s的%(title)s为%(given)s，各行相加为%(summed)s") % {
            "label": label,
            "title": title,
            "given": plain(given / scale),
            "summed": plain(summed / scale),
        }
        if rounded < 0.5 and difference <= rounded * len(scope):
            out.append((column.index, _("%(shown)s，可能是四舍五入") % {"shown": shown}, "question"))
        else:
            out.append(
                (
                    column.index,
                    _("%(shown)s，相差%(difference)s") % {"shown": shown, "difference": plain(difference)},
                    "warning",
                )
            )
    return out


def _sum(scope: list[Row], field: str) -> Decimal:
    """What the rows amount to; a part counts only where its bundle's own row says no amount."""
    said = {row.number for row in scope if row.parts and row.values.get(field) is not None}
    return sum((r.values[field] for r in scope if r.values.get(field) is not None and r.bundle not in said), Decimal(0))


def check_bundles(sheet: str, head: Head, projects: list[Row]) -> Iterator[Finding]:
    """A 打包项目 whose parts do not add up to its own row, or have nothing of what only its own row says."""
    for row in projects:
        if not row.parts:
            continue
        inside = [each for each in projects if each.bundle == row.number]
        for column in head.columns:
            given = row.values.get(column.field or "") if column.is_amount else None
            if given is None or column.field is None:
                continue
            amounts = [each.values[column.field] for each in inside if each.values.get(column.field) is not None]
            words = _("%(count)s个子项相加为%(summed)s，本行写的是%(given)s(万元)，请核对")
            said = {"count": len(inside), "summed": plain(sum(amounts, Decimal(0))), "given": plain(given)}
            if not amounts and column.field not in _OF_A_BUNDLE and given:
                words = _("%(count)s个子项都没有写，只有打包项目的合计%(given)s(万元)；投资记在子项上，这一格未导入")
            elif len(amounts) < len(inside) or _add_up(amounts, given):
                continue
            yield Finding(sheet, row.number, column.index, "warning", words % said)


def _add_up(amounts: list[Decimal], given: Decimal) -> bool:
    return abs(sum(amounts, Decimal(0)) - given) <= max(_half_place(given), abs(given) / 1000)


def _half_place(number: Decimal) -> Decimal:
    """Half of the last written place; whole numbers count to one half at least of a unit."""
    exponent = min(0, int(number.normalize().as_tuple().exponent))
    return Decimal("0.5").scaleb(exponent)


_ORDERED = (
    ("invested_to_date", "total_investment", gettext_lazy("自开工累计完成投资 %(a)s > 总投资 %(b)s(万元)")),
    ("prior_cumulative", "total_investment", gettext_lazy("截至上年底累计完成投资 %(a)s > 总投资 %(b)s(万元)")),
    ("invested_year", "total_investment", gettext_lazy("本年累计完成投资 %(a)s > 总投资 %(b)s(万元)")),
    ("planned", "total_investment", gettext_lazy("年度计划投资 %(a)s > 总投资 %(b)s(万元)")),
    ("invested_month", "invested_year", gettext_lazy("本月完成投资 %(a)s > 本年累计 %(b)s(万元)")),
    ("invested_year", "invested_to_date", gettext_lazy("本年累计完成投资 %(a)s > 自开工累计 %(b)s(万元)")),
)


def check_project(sheet: str, columns: dict[str, Column], row: Row) -> Iterator[Finding]:
    """What does not hold within one project's row; amounts are in 万元."""
    values = row.values

    def found(field: str, severity: Severity, reason: str) -> Finding:
        return Finding(sheet, row.number, columns[field].index, severity, reason)

    for small, large, words in _ORDERED:
        a, b = values.get(small), values.get(large)
        if a is not None and b is not None and a > b:
            if small == "invested_year" and large == "total_investment" and "invested_to_date" in values:
                continue
            yield found(small, "warning", str(words) % {"a": plain(a), "b": plain(b)})
    for field in columns:
        if field in AMOUNT_FIELDS and (values.get(field) or 0) < 0:
            yield found(field, "warning", _("金额为负数：%(amount)s") % {"amount": plain(values[field])})
    total = values.get("total_investment")
    sources = [values[name] for name in SOURCES if values.get(name) is not None]
    if total and len(sources) >= 2 and abs(sum(sources) - total) > max(total / 1000, Decimal(1)):
        yield found(
            "total_investment",
            "question",
            _("资金来源合计%(sources)s ≠ 总投资%(total)s(万元)")
            % {"sources": plain(sum(sources)), "total": plain(total)},
        )
    prior, year, to_date = (values.get(f) for f in ("prior_cumulative", "invested_year", "invested_to_date"))
    if prior is not None and year is not None and to_date is not None and abs(prior + year - to_date) > 1:
        yield found(
            "invested_to_date",
            "question",
            _("上年底累计%(prior)s+本年累计%(year)s ≠ 自开工累计%(to_date)s")
            % {"prior": plain(prior), "year": plain(year), "to_date": plain(to_date)},
        )
    for start, finish in (("planned_start", "planned_finish"), ("actual_start", "actual_finish")):
        a, b = values.get(start), values.get(finish)
        if a and b and b.last < a.first:
            yield found(finish, "warning", _("竣工时间早于开工时间"))


def settle_percents(sheet: str, head: Head, projects: list[Row]) -> Iterator[Finding]:
    """Turn each percentage into 0–100, whichever way it was written, and compare it with its own numbers."""
    for field, part, whole in (
        ("percent_of_plan", "invested_year", "planned"),
        ("percent_of_total", "invested_to_date", "total_investment"),
    ):
        column = head.column_of(field)
        if column is None:
            continue
        given = [row.values[field] for row in projects if row.values.get(field) is not None]
        as_fraction = bool(given) and all(p.is_certain or abs(p.value) <= Decimal("1.5") for p in given)
        for row in projects:
            percent = row.values.get(field)
            if percent is None:
                continue
            a, b = row.values.get(part), row.values.get(whole)
            expected = a / b * 100 if a is not None and b else None
            value = percent.value
            if not percent.is_certain:
                fraction = abs(value * 100 - expected) < abs(value - expected) if expected is not None else as_fraction
                value = value * 100 if fraction else value
            row.values[field] = value
            if expected is not None and abs(value - expected) > PERCENT_TOLERANCE + _half_place(value):
                words = _("%(head)s写为%(value)s%%，按本行数字应为%(expected)s%%") % {
                    "head": column.head.rpartition("/")[2],
                    "value": plain(value),
                    "expected": plain(round(expected, 2)),
                }
                yield Finding(sheet, row.number, column.index, "warning", words)


def check_units(sheet: str, head: Head, projects: list[Row]) -> Iterator[Finding]:
    """A total under 500 万元 (亿元 typed into a 万元 column?) or over 1000 亿元; said once when most rows are so."""
    column = head.column_of("total_investment")
    if column is None:
        return
    unit = column.unit or "万元"
    given = [row for row in projects if row.values.get("total_investment") and not row.bundle]
    small = [row for row in given if 0 < row.values["total_investment"] < TOO_SMALL_WAN]
    large = [row for row in given if row.values["total_investment"] > TOO_LARGE_WAN]
    for rows, words in ((small, _("不足500万元")), (large, _("超过1000亿元"))):
        if len(rows) > _FEW and len(rows) * 2 > len(given):
            reason = _("%(of)s个项目中有%(count)s个总投资%(words)s，请核对这一列的单位是否为%(unit)s") % {
                "of": len(given),
                "count": len(rows),
                "words": words,
                "unit": unit,
            }
            yield Finding(sheet, 0, column.index, "warning", reason)
            continue
        for row in rows:
            value = row.values["total_investment"]
            shown = (
                _("总投资只有%(amount)s万元，可能是亿元误填在万元栏，请核对单位") % {"amount": plain(value)}
                if rows is small
                else _("总投资达%(amount)s亿元，请核对单位") % {"amount": plain(value / 10_000)}
            )
            yield Finding(sheet, row.number, column.index, "warning", shown)


def check_twins(projects: list[tuple[str, Row, int]]) -> Iterator[Finding]:
    """The same name twice in one file, over all its sheets; `projects` are (sheet, row, column of the name)."""
    seen: dict[str, tuple[str, Row]] = {}
    for sheet, row, column in projects:
        first = seen.setdefault(row.name_key, (sheet, row))
        if first[1] is row:
            continue
        owner, other = (cells.flat(str(r.values.get("owner_unit") or "")) for r in (first[1], row))
        where = (
            _("%(sheet)s 第%(row)s行") % {"sheet": first[0], "row": first[1].number}
            if first[0] != sheet
            else _("第%(row)s行") % {"row": first[1].number}
        )
        if owner and other and owner != other:
            yield Finding(
                sheet,
                row.number,
                column,
                "question",
                _("与%(where)s项目名称相同，业主不同，请确认是两个项目") % {"where": where},
            )
        else:
            yield Finding(
                sheet, row.number, column, "warning", _("与%(where)s项目名称相同，可能重复") % {"where": where}
            )
