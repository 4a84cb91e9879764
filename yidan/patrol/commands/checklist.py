"""巡查清单 as versioned data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yidan.evidence.models import File
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Note, note
from yidan.kernel.verbs import Verb
from yidan.ledger.states import Domain
from yidan.patrol.models import Checklist
from yidan.people.models import Person, Unit


@command(Verb.CHECKLIST_SET)
def set(
    unit: Unit | None,
    *,
    by: Person,
    at: datetime,
    recorded_at: datetime,
    domain: str,
    form: Mapping[str, Any] | None,
    reason: str,
    title: str = "",
    file: File | None = None,
) -> Note:
    """设巡查清单 for a kind of project (an empty `domain`: for all without one of their own); no form takes it away.

    Earlier versions stay, and visits keep the version they were answered by.
    """
    if domain and domain not in Domain.values:
        raise Invalid(_("请选择领域。"), field="domain")
    reason = reason.strip()
    if not reason:
        raise Invalid(_("请写明依据：每张要人填的表都要有依据(国办函〔2026〕12号)。"), field="reason")
    if len(reason) > 200:
        raise Invalid(_("依据最多200字。"), field="reason")
    before = Checklist.objects.live().filter(domain=domain).first()
    if form is None:
        if before is None:
            raise Invalid(_("这类项目还没有巡查清单。"), field="domain")
        before.retire(recorded_at=recorded_at)
        return note(before, domain=before.get_domain_display(), version=before.version, ended=True, reason=reason)
    name = (title.strip() or str(form.get("title") or "") or _("巡查清单"))[:100]
    newest = Checklist.objects.filter(domain=domain).order_by("-version").values_list("version", flat=True).first()
    said = {"version": (newest or 0) + 1, "title": name, "form": dict(form), "file": file, "reason": reason}
    if before:
        new = before.superseded_by(recorded_at=recorded_at, **said)
    else:
        new = Checklist.record(recorded_at=recorded_at, domain=domain, **said)
    return note(new, domain=new.get_domain_display(), version=new.version, title=name, reason=reason,
                questions=len(form["items"]), sha256=file.sha256 if file else "")  # fmt: skip
