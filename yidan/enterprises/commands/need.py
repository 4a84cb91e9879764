"""What a firm asks for becomes a matter of the one list."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from yidan.enterprises import parameters as office
from yidan.enterprises.models import Call, Enterprise, Need
from yidan.kernel import parameters, workdays
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Note, note
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.matters.commands.listing import drafted
from yidan.matters.rules import first_clause, likely_type
from yidan.matters.states import Kind
from yidan.people.models import Person, Unit


@command(Verb.NEED_RAISE)
def raise_(
    subject: Call | Enterprise, *, by: Person, at: datetime, text: str, lead_unit: Unit | None = None,
    problem_type: str = "", need: str = "",
) -> Note:  # fmt: skip
    """诉求转一单: the firm's own words, which department should answer, by when; the office hands it out."""
    enterprise = subject if isinstance(subject, Enterprise) else subject.enterprise
    call = subject if isinstance(subject, Call) else None
    text = text.strip()
    if not text:
        raise Invalid(_("请照企业的原话写下诉求。"), field="text")
    if len(text) > 300:
        raise Invalid(_("最多%(most)d字，现有%(count)d字。") % {"most": 300, "count": len(text)}, field="text")
    today = beijing_day(at)
    due_on = workdays.calendar().add(today, parameters.values()[office.NEED.name]).value
    matter = drafted(
        by, at, projects=[], kind=Kind.REQUEST, title=first_clause(text),
        source=_("企业走访") if call else _("企业来电"), source_on=call.called_on if call else today,
        source_quote=text, description=text, enterprise=enterprise.name, link=need.strip()[:60],
        problem_type=problem_type or likely_type(text), assessed_unit=enterprise.unit, lead_unit=lead_unit,
        due_on=due_on,
    )  # fmt: skip
    Need.objects.create(enterprise=enterprise, call=call, matter=matter, text=text)
    return note(matter, name=enterprise.name, text=text, lead_unit=lead_unit.name if lead_unit else "", due_on=due_on)
