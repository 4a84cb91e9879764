"""What is asked: whose projects, which stretch of time, as known when. A value, so that an answer can be kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from yidan.kernel.errors import Invalid
from yidan.kernel.values import BEIJING, Month
from yidan.people.models import Person
from yidan.people.queries import Scope, scope_of

CITY = Scope(is_city=True, assessed=frozenset(), competent=frozenset(), owned=frozenset())


@dataclass(frozen=True, slots=True)
class Period:
    """A month of a year (figures run from January up to it), or the whole year."""

    year: int
    month: int | None = None

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read `2020-06`, `202006` or `2020`; refused with a sentence otherwise."""
        if re.fullmatch(r"\s*\d{4}\s*", text):
            return cls(int(text))
        try:
            return cls.of(Month.parse(text))
        except ValueError:
            raise Invalid(
                _("期间“%(text)s”不对：月份写作 2020-06，全年写作 2020。") % {"text": text}, field="period"
            ) from None

    @classmethod
    def of(cls, month: Month) -> Period:
        """January up to this month."""
        return cls(month.year, month.month)

    @property
    def is_year(self) -> bool:
        """Whether the whole year is asked for."""
        return self.month is None

    @property
    def first(self) -> Month:
        """January."""
        return Month(self.year, 1)

    @property
    def last(self) -> Month:
        """The last month that counts; 本月."""
        return Month(self.year, self.month or 12)

    @property
    def until(self) -> date:
        """The last day that counts."""
        return self.last.last

    @property
    def months(self) -> int:
        """N of 1—N月."""
        return self.last.month

    @property
    def before(self) -> Period | None:
        """上月, within the same year: a plan year begins anew in January."""
        return Period.of(self.last - 1) if self.months > 1 else None

    def __str__(self) -> str:
        return str(self.year) if self.month is None else str(self.last)


@dataclass(frozen=True, slots=True)
class Question:
    """Whose projects (`scope`: what a person may see), narrowed by choice, in which period, as known when.

    `unit` is a 考核单元 (县区分摊 counts with its part); `project` is one project with its children.
    `as_of` None means now.
    """

    period: Period
    scope: Scope = field(default=CITY)
    as_of: datetime | None = None
    unit: int | None = None
    domain: str | None = None
    level: str | None = None
    listing: str | None = None
    leader: int | None = None
    owner: int | None = None
    project: int | None = None
    _hash: int = field(default=0, init=False, repr=False, compare=False)

    def __hash__(self) -> int:
        if not self._hash:  # said once: what is kept is looked up by the question a thousand times a page
            said = (self.period, self.scope, self.as_of, self.unit, self.domain, self.level, self.listing, self.leader)
            object.__setattr__(self, "_hash", hash((*said, self.owner, self.project)))
        return self._hash

    @classmethod
    def of(cls, person: Person, period: Period, **narrowed: object) -> Question:
        """What this person may ask."""
        return cls(period=period, scope=scope_of(person), **narrowed)  # type: ignore[arg-type]

    def over(self, period: Period) -> Question:
        """The same question of another period."""
        return replace(self, period=period)

    def narrowed(self, **choices: object) -> Question:
        """The same question of fewer projects."""
        return replace(self, **choices)  # type: ignore[arg-type]

    @property
    def key(self) -> str:
        """The question in writing, the same for equal questions in every process."""
        reach = "city" if self.scope.is_city else "/".join(
            ",".join(map(str, sorted(part))) for part in (self.scope.assessed, self.scope.competent, self.scope.owned)
        )  # fmt: skip
        moment = "" if self.as_of is None else self.as_of.astimezone(BEIJING).isoformat()
        choices = (self.unit, self.domain, self.level, self.listing, self.leader, self.owner, self.project)
        return "|".join([str(self.period), reach, moment, *("" if each is None else str(each) for each in choices)])


def moment(text: str) -> datetime:
    """An as-of moment: `2020-07-05` (the end of that day), `2020-07-05T17:00` (Beijing's unless it says otherwise)."""
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        raise Invalid(
            _("时点“%(text)s”不对：写作 2020-07-05 或 2020-07-05T17:00。") % {"text": text}, field="as_of"
        ) from None
    if re.fullmatch(r"\s*\d{4}-?\d{2}-?\d{2}\s*", text):
        read = read.replace(hour=23, minute=59, second=59, microsecond=999999)
    return read if read.tzinfo else read.replace(tzinfo=BEIJING)
