"""`yidan figures`: any number of the house, exact, with its groups.

One key gives one object, several keys give a list of them, in the order asked.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from yidan.web.cli import home, output
from yidan.web.cli.language import _

if TYPE_CHECKING:
    from yidan.figures.define import Value
    from yidan.figures.question import Question
    from yidan.figures.sources import Source

BY = ("unit", "domain", "level", "listing", "leader", "owner")
PLACES = 12


@click.command(help=_("取数：KEY 是指标(不写则列出全部)；以 2020-06 为期间是1—6月，2020 或加 --year 为全年。"))
@click.argument("keys", metavar="KEY...", nargs=-1)
@click.option("--period", metavar="2020-06", help=_("期间：月份或年份。"))
@click.option("--year", "whole_year", is_flag=True, help=_("取期间所在的全年。"))
@click.option("--scope", metavar="UNIT", help=_("只看这个单位(全称或简称)：考核单元、主管部门或业主。"))
@click.option("--by", type=click.Choice(BY), help=_("按什么分组。"))
@click.option("--as-of", metavar="ISO", help=_("按哪一时点所知计算，如 2020-07-05T17:00。"))
@click.option("--sources", "with_sources", is_flag=True, help=_("连同背后的每一条记录；比率分分子、分母。"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON。"))
def command(
    keys: tuple[str, ...],
    period: str | None,
    whole_year: bool,
    scope: str | None,
    by: str | None,
    as_of: str | None,
    with_sources: bool,
    as_json: bool,
) -> None:
    """Print figures."""
    home.prepare()
    if not keys:
        _print_list(as_json)
        return
    if period is None:
        raise click.UsageError(_("请用 --period 写明期间，如 --period 2020-06"))
    from yidan.figures import queries

    for key in keys:
        queries.get(key)
    question = _question(period, whole_year, scope, as_of)
    answers = [_answer(key, question, by, table) for key, table in _tables(keys, question, by).items()]
    if with_sources:
        for answer in answers:
            answer |= _sources(answer["figure"], question)
    if as_json:
        output.print_json(answers[0] if len(answers) == 1 else answers)
    else:
        _print_lines(answers)


def _question(period: str, whole_year: bool, scope: str | None, as_of: str | None) -> Question:
    from yidan.figures.question import Period, Question, moment

    read = Period.parse(period)
    question = Question(Period(read.year) if whole_year else read, as_of=moment(as_of) if as_of else None)
    return _of_unit(question, scope) if scope else question


def _of_unit(question: Question, name: str) -> Question:
    """An assessed unit with its shared parts; of any other, what it is competent for, responsible for or owns."""
    from yidan.figures.question import Scope
    from yidan.people.models import Unit

    found = Unit.objects.filter(name=name).first() or Unit.objects.filter(short_name=name).first()
    if found is None:
        raise click.ClickException(_("没有名为“%(name)s”的单位；请写全称或简称。") % {"name": name})
    if found.is_assessed:
        return question.narrowed(unit=found.pk)
    itself = frozenset({found.pk})
    return question.narrowed(scope=Scope(is_city=False, assessed=frozenset(), competent=itself, owned=itself))


def _tables(keys: tuple[str, ...], question: Question, by: str | None) -> dict[str, dict[Any, Value]]:
    from yidan.figures import queries

    wanted = dict.fromkeys(keys)
    return queries.grouped(wanted, question, by) if by else {key: {} for key in wanted}


def _answer(key: str, question: Question, by: str | None, table: dict[Any, Value]) -> dict[str, Any]:
    from yidan.figures import queries

    figure, total = queries.get(key), queries.value(key, question)
    groups = [{"group": group.name, **_written(table[group.key])} for group in queries.groups(by, table)] if by else []
    return {
        "figure": key,
        "label": str(figure.label),
        "unit": str(figure.counted_in or figure.unit.label),
        "calibre": str(figure.calibre.label),
        "definition": figure.definition,
        "period": str(question.period),
        "as_of": question.as_of,
        **_written(total),
        "groups": groups,
        "sources_count": queries.ask(key, question).sources_count(),
    }


def _sources(key: str, question: Question) -> dict[str, Any]:
    """Every record behind a figure; of a rate, those of both its parts."""
    from yidan.figures import queries

    parts = queries.ask(key, question).parts
    names = ("sources", "denominator_sources")
    return {name: [_record(each) for each in part.sources()] for name, part in zip(names, parts, strict=False)}


def _record(source: Source) -> dict[str, Any]:
    return {
        "number": source.internal_id,
        "name": source.name,
        "unit": source.unit,
        "month": str(source.month) if source.month else None,
        "year": source.year,
        "part": exact(source.part),
        "amount": exact(source.amount),
        "percent": exact(source.percent),
        "origin": source.origin,
        "recorded_at": source.recorded_at,
    }


def _written(value: Value) -> dict[str, Any]:
    return {
        "value": exact(value.value),
        "numerator": exact(value.numerator),
        "denominator": exact(value.denominator),
    }


def exact(value: Decimal | Fraction | int | None) -> str | int | None:
    """A count as it is; an amount with all its digits; a rate exactly, or to twelve places where it has no end."""
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, Fraction):
        scaled = value * 10**PLACES
        whole = Decimal(scaled.numerator) / Decimal(scaled.denominator)
        value = whole.quantize(Decimal(1), rounding=ROUND_HALF_UP).scaleb(-PLACES)
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _print_lines(answers: list[dict[str, Any]]) -> None:
    for answer in answers:
        click.echo(f"{answer['figure']}\t{answer['label']}\t{_shown(answer['value'])}\t{answer['unit']}")
        for group in answer["groups"]:
            click.echo(f"\t{group['group']}\t{_shown(group['value'])}\t{answer['unit']}")
        for name, word in (("sources", ""), ("denominator_sources", _("分母"))):
            for each in answer.get(name, ()):
                said = (each["number"], each["name"], each["unit"], each["month"] or each["year"], each["part"])
                click.echo("\t".join(["", *([word] if word else []), *map(_shown, said)]))


def _shown(value: Any) -> str:
    return "—" if value is None else str(value)


def _print_list(as_json: bool) -> None:
    from yidan.figures.queries import known

    rows = [
        {
            "figure": figure.key,
            "label": str(figure.label),
            "unit": str(figure.counted_in or figure.unit.label),
            "calibre": str(figure.calibre.label),
            "definition": figure.definition,
        }
        for figure in known().values()
    ]
    if as_json:
        output.print_json(rows)
        return
    for row in rows:
        click.echo(f"{row['figure']}\t{row['label']}\t{row['unit']}\t{row['definition']}")
