"""Of which goods is watched."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from yidan.kernel.command import command
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Note, note
from yidan.kernel.rows import require_new, written
from yidan.kernel.verbs import Verb
from yidan.people.models import Person
from yidan.watch.models import Goods, Watch


@command(Verb.GOODS_SET)
def set(
    subject: Goods | Watch, *, by: Person, at: datetime, name: str, measure: str, spec: str = "", group: str = "",
    order: int = 100, is_ended: bool = False,
) -> Note:  # fmt: skip
    """设监测品种. Its size and measure stand once something was seen of it: other goods are another item."""
    item = subject if isinstance(subject, Goods) else None
    watch = subject.watch if isinstance(subject, Goods) else subject
    require_new(watch.items.filter(name=name.strip(), spec=spec.strip()), item, _("已有同名同规格的品种。"))
    moved = item is not None and (item.measure, item.spec) != (measure.strip(), spec.strip())
    if moved and item is not None and item.observations.exists():
        raise Invalid(_("已经采过价的品种不能改规格和计量单位；请停用它，另设一个。"), field="measure")
    kept = written(Goods, item, {
        "watch": watch, "name": name, "measure": measure, "spec": spec, "group": group, "order": order,
        "is_ended": is_ended,
    })  # fmt: skip
    return note(kept, watch=watch.name, name=kept.name, spec=kept.spec, measure=kept.measure, is_ended=is_ended)
