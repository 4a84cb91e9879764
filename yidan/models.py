"""The index of all tables: Django finds them here; the rooms own them."""

from yidan.approvals import models as approvals
from yidan.assessment import models as assessment
from yidan.bulletins import models as bulletins
from yidan.enterprises import models as enterprises
from yidan.evidence import models as evidence
from yidan.funds import models as funds
from yidan.kernel import journal, parameters, seals, workdays
from yidan.ledger import models as ledger
from yidan.matters import models as matters
from yidan.patrol import models as patrol
from yidan.people import models as people
from yidan.progress import models as progress
from yidan.targets import models as targets
from yidan.watch import models as watch

__all__ = [
    "approvals", "assessment", "bulletins", "enterprises", "evidence", "funds", "journal", "ledger", "matters",
    "parameters", "patrol", "people", "progress", "seals", "targets", "watch", "workdays",
]  # fmt: skip
