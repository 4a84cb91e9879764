"""Which parts there are in looking after firms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from yidan.enterprises.models import Part, Scheme
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Note, note
from yidan.kernel.rows import require_new, written
from yidan.kernel.verbs import Verb
from yidan.people.models import Person


@command(Verb.SCHEME_SET)
def set(
    scheme: Scheme | None, *, by: Person, at: datetime, name: str, basis: str, persons: Sequence[str],
    units: Sequence[str] = (), is_ended: bool = False,
) -> Note:  # fmt: skip
    """设包保制度: its parts by name, played by persons and by units; one left out is no longer used, not deleted."""
    wanted = [(part.strip(), False) for part in persons] + [(part.strip(), True) for part in units]
    wanted = [(part, is_of_unit) for part, is_of_unit in wanted if part]
    if not wanted:
        raise Invalid(_("至少要有一个包保角色，如“包保领导”。"), field="persons")
    names = [part for part, _of_unit in wanted]
    if twice := next((part for part in names if names.count(part) > 1), ""):
        raise Invalid(_("“%(name)s”写了两次。") % {"name": twice}, field="persons")
    require_new(Scheme.objects.filter(name=name.strip()), scheme, _("已有同名的包保制度。"))
    kept = written(Scheme, scheme, {"name": name, "basis": basis, "is_ended": is_ended})
    known = {part.name: part for part in kept.parts.all()}
    for order, (part, is_of_unit) in enumerate(wanted, 1):
        old = known.get(part)
        if old and old.is_of_unit != is_of_unit and old.cares.exists():
            raise Invalid(_("“%(name)s”已经落实到人或单位，不能改由另一类担任；请另起一个名称。") % {"name": part},
                          field="persons")  # fmt: skip
        written(Part, old, {
            "scheme": kept, "name": part, "is_of_unit": is_of_unit, "order": order, "is_ended": False,
        })  # fmt: skip
    for part, row in known.items():
        if part not in names:
            written(Part, row, {"is_ended": True})
    return note(kept, name=kept.name, roles=names, is_ended=is_ended)
