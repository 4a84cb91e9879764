"""What tests of approvals build: a project's list, and permits brought along their way."""

from __future__ import annotations

from datetime import datetime

from tests.make import moment
from yidan.approvals.commands import listing, permit
from yidan.approvals.models import ApprovalTemplate, Permit

LISTED = moment(2020, 4, 1)


def template(code: str = "filing_auction") -> ApprovalTemplate:
    return ApprovalTemplate.objects.live().get(code=code)


def laid_out(cast, project, code: str = "filing_auction", at: datetime = LISTED) -> dict[str, Permit]:
    """The permits of a project by their item's code."""
    listing.lay_out(project, by=cast.wang, at=at, template=template(code))
    found = Permit.objects.filter(project=project).select_related("item", "department", "project__profile")
    return {each.code: each for each in found}


def decided(cast, made: Permit, submitted: datetime, ended: datetime, **words) -> Permit:
    """Handed in, accepted at once, decided."""
    permit.submit(made, by=cast.wang, at=submitted, **words)
    permit.accept(made, by=cast.wang, at=submitted)
    return permit.decide(made, by=cast.wang, at=ended, document="株许〔2020〕1号")
