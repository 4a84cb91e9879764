"""The values everything is made with: the month, money in 万元, and their columns.

Money is `Decimal` in 万元 in Python and an integer number of 分 in the database, so that
a sum is exact on SQLite and PostgreSQL alike (docs/decisions/0003).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import total_ordering
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _

BEIJING = ZoneInfo("Asia/Shanghai")
FEN_PER_WAN = 1_000_000
_SHIFT = 6


def beijing_day(moment: datetime) -> date:
    """The Beijing date of an aware moment: before 08:00 UTC+0 yesterday is already today."""
    return moment.astimezone(BEIJING).date()


@total_ordering
@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month, `2020-05`; never a day 1."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1 <= self.month <= 12 and 1900 <= self.year <= 9999):
            raise ValueError(f"not a month: {self.year}-{self.month}")

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read `2020-05`, `2020-5`, `202005`."""
        match = re.fullmatch(r"\s*(\d{4})-?(\d{1,2})\s*", text)
        if not match:
            raise ValueError(f"not a month: {text!r}")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Month:
        """The month a day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def from_number(cls, number: int) -> Month:
        """From `202005`."""
        return cls(number // 100, number % 100)

    @property
    def number(self) -> int:
        """`202005`, as the database keeps it."""
        return self.year * 100 + self.month

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return (self + 1).first - timedelta(days=1)

    def __add__(self, months: int) -> Month:
        index = self.year * 12 + self.month - 1 + months
        return Month(index // 12, index % 12 + 1)

    def __sub__(self, other: Month | int) -> Any:
        """`Month - 1` is the month before; `Month - Month` is the number of months between."""
        if isinstance(other, Month):
            return (self.year - other.year) * 12 + self.month - other.month
        return self + (-other)

    def __lt__(self, other: Month) -> bool:
        return self.number < other.number

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


def wan(value: Any) -> Decimal:
    """An amount in 万元, exact to 分 (six decimals); raises ValueError for anything finer or not a number."""
    try:
        amount = value if isinstance(value, Decimal) else Decimal(str(value))
        scaled = amount.scaleb(_SHIFT)
        if not scaled.is_finite() or scaled != scaled.to_integral_value():
            raise ValueError
    except (InvalidOperation, ValueError):
        raise ValueError(f"不是精确到分的金额：{value}") from None
    return amount


def from_fen(fen: int | Decimal | None) -> Decimal | None:
    """万元 from an integer number of 分, as the database sums them."""
    return None if fen is None else Decimal(int(fen)).scaleb(-_SHIFT).normalize() + Decimal(0)


class WanField(models.BigIntegerField):
    """Money: Decimal 万元 in Python, integer 分 in the database."""

    # what a model's attribute takes and gives, for the type checker
    _pyi_private_set_type: Decimal | int | Combinable  # type: ignore[assignment]
    _pyi_private_get_type: Decimal  # type: ignore[assignment]
    _pyi_lookup_exact_type: Decimal | int | Combinable  # type: ignore[assignment]

    description = "money in 万元"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Decimal | None:
        return from_fen(value)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or value == "":
            return None
        try:
            return wan(value)
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def get_prep_value(self, value: Any) -> int | None:
        if value is None or hasattr(value, "resolve_expression"):
            return value
        return int(wan(value).scaleb(_SHIFT))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return value if prepared else self.get_prep_value(value)

    def value_to_string(self, obj: Any) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else str(value)

    def formfield(self, **kwargs: Any) -> Any:
        from django import forms

        return forms.DecimalField(max_digits=18, decimal_places=_SHIFT, required=not self.blank, **kwargs)

    @property
    def validators(self) -> list:
        """The integer limits of the column do not apply to the Decimal in hand."""
        return []


def spoken(value: date | Month) -> str:
    """As people say it: 6月5日, 2020年5月."""
    if isinstance(value, Month):
        return _("%(year)d年%(month)d月") % {"year": value.year, "month": value.month}
    return _("%(month)d月%(day)d日") % {"month": value.month, "day": value.day}


class MonthField(models.IntegerField):
    """A `Month`, kept as the integer 202005: ordered, readable in SQL, one range for a year."""

    _pyi_private_set_type: Month | int | str | Combinable  # type: ignore[assignment]
    _pyi_private_get_type: Month  # type: ignore[assignment]
    _pyi_lookup_exact_type: Month | int | str | Combinable  # type: ignore[assignment]

    description = "month"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Month | None:
        return None if value is None else Month.from_number(value)

    def to_python(self, value: Any) -> Month | None:
        if value is None or isinstance(value, Month):
            return value
        try:
            return Month.from_number(value) if isinstance(value, int) else Month.parse(str(value))
        except ValueError:
            raise ValidationError("月份应写作 2020-05") from None

    def get_prep_value(self, value: Any) -> Any:
        if value is None or hasattr(value, "resolve_expression"):
            return value
        if isinstance(value, Month):
            return value.number
        return value if isinstance(value, int) else Month.parse(str(value)).number

    def value_to_string(self, obj: Any) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else str(value)

    @property
    def validators(self) -> list:
        """The integer limits of the column do not apply to the Month in hand."""
        return []
