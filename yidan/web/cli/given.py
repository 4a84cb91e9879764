"""What is given on a command line besides words and files: days and months."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import click

from yidan.kernel.values import Month
from yidan.web.cli.language import _


class DayType(click.ParamType):
    """A day, `2020-09-24`."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a sentence."""
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()
        except ValueError:
            self.fail(_("日期应写作 2020-09-24"), param, ctx)


class MonthType(click.ParamType):
    """A month, `2020-05`."""

    name = "YYYY-MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Month:
        """The month, or a sentence."""
        if isinstance(value, Month):
            return value
        try:
            return Month.parse(value)
        except ValueError:
            self.fail(_("月份应写作 2020-05"), param, ctx)


DAY, MONTH = DayType(), MonthType()
