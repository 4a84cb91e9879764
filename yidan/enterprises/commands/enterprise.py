"""Which firms are looked after."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from yidan.enterprises.models import Enrolment, Enterprise
from yidan.enterprises.queries import KEPT
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Note, note
from yidan.kernel.rows import require_new, written
from yidan.kernel.verbs import Verb
from yidan.people.models import Person, Unit


@command(Verb.ENTERPRISE_SET)
def set(
    subject: Enterprise | Unit, *, by: Person, at: datetime, recorded_at: datetime, name: str, unit: Unit | None = None,
    industry: str = "", lists: str = "", contact: str = "", phone: str = "", to_resume_on: date | None = None,
    is_ended: bool = False,
) -> Note:  # fmt: skip
    """登记企业: a new firm of a county, or one as it is now."""
    enterprise = subject if isinstance(subject, Enterprise) else None
    home = unit or (subject.unit if isinstance(subject, Enterprise) else subject)
    if not home.is_assessed:
        raise Invalid(_("企业归在县市区或园区名下，%(unit)s不是。") % {"unit": home}, field="unit")
    require_new(Enterprise.objects.filter(name=name.strip()), enterprise, _("这家企业已经登记。"))
    before = "" if enterprise is None else enterprise.name
    kept = written(Enterprise, enterprise, {
        "name": name, "unit": home, "industry": industry, "lists": lists, "contact": contact, "phone": phone,
        "to_resume_on": to_resume_on, "is_ended": is_ended,
    })  # fmt: skip
    _enrol(kept, recorded_at)
    return note(kept, name=kept.name, before=before, unit=home.name, lists=kept.lists, is_ended=is_ended)


def _enrol(firm: Enterprise, recorded_at: datetime) -> None:
    """What the list says of the firm, where that is new: rates of an earlier day ask for what it said then."""
    said = {name: getattr(firm, name) for name in (*KEPT, "unit_id", "is_ended")}
    before = Enrolment.objects.live().filter(enterprise=firm).first()
    if before is None:
        Enrolment.record(recorded_at=recorded_at, enterprise=firm, **said)
    elif any(getattr(before, name) != value for name, value in said.items()):
        before.superseded_by(recorded_at=recorded_at, **said)
