"""A project that comes twice in one workbook: what its rows say differently, and what the second adds to the first."""

from __future__ import annotations

from django.utils.translation import gettext as _

from yidan.web.papers.importing import describing
from yidan.web.papers.workbook.fields import PERCENT_FIELDS, label_of
from yidan.web.papers.workbook.rows import Row

_OF_THE_PLACE = frozenset(("serial", "listing", "domain", "industry", "years_text"))  # as it stands in its table


def first_difference(one: Row, other: Row) -> tuple[str, str, str] | None:
    """The first field of which two rows say different things: (field, as the one says it, as the other)."""
    for name, value in other.values.items():
        before = one.values.get(name)
        if name in _OF_THE_PLACE or before is None or value is None or describing.is_same(before, value):
            continue
        return name, describing.said(before)[:30], describing.said(value)[:30]
    return None


def join(whole: Row, row: Row, where: str) -> str:
    """Give a project's first row what its second says besides; what has become of the second, in words."""
    more = {name: value for name, value in row.values.items() if value is not None and whole.values.get(name) is None}
    whole.values.update(more)
    named = [label_of(name) for name in more if name not in _OF_THE_PLACE and name not in PERCENT_FIELDS]
    if not named:
        return _("与%(where)s是同一项目，内容相同，只导入一次") % {"where": where}
    return _("与%(where)s是同一项目，本行的%(fields)s并入该行") % {"where": where, "fields": _("、").join(named)}
