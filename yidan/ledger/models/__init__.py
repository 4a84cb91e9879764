"""The register: what a project is (a fact), how it is named and coded, where it stands, what is planned."""

from yidan.ledger.models.exhibit import Exhibit, Slot
from yidan.ledger.models.life import AnnualPlan, Milestone, PlannedMonth, StageMark
from yidan.ledger.models.pool import PoolCase, PoolOpinion, PoolTerm
from yidan.ledger.models.project import (
    FormerName,
    InvestmentSource,
    OfProject,
    Profile,
    Project,
    ProjectCode,
    Share,
)
from yidan.ledger.models.rolling import RollingCase, RollingPlan
from yidan.ledger.models.tagging import Attachment, ColumnMapping, SavedView, Tag, Tagging
from yidan.ledger.states import (
    Asking,
    Domain,
    FundingNature,
    Level,
    Listing,
    ManagementForm,
    Mark,
    Nature,
    Pool,
    PoolKind,
    PoolState,
    RollingState,
    Source,
    Stage,
    TagKind,
)

__all__ = [
    "AnnualPlan", "Asking", "Attachment", "ColumnMapping", "Domain", "Exhibit", "FormerName", "FundingNature",
    "InvestmentSource", "Level", "Listing", "ManagementForm", "Mark", "Milestone", "Nature", "OfProject",
    "PlannedMonth", "Pool", "PoolCase", "PoolKind", "PoolOpinion", "PoolState", "PoolTerm", "Profile", "Project",
    "ProjectCode",
    "RollingCase", "RollingPlan", "RollingState", "SavedView", "Share", "Slot", "Source", "Stage", "StageMark", "Tag",
    "TagKind", "Tagging",
]  # fmt: skip
