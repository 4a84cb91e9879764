"""The index of all tables: Django finds them here; the rooms own them."""

from yidan.evidence.models import File
from yidan.kernel.journal import Entry
from yidan.kernel.parameters import ParameterValue
from yidan.kernel.seals import Seal
from yidan.kernel.workdays import WorkDay
from yidan.ledger.models import (
    AnnualPlan,
    Attachment,
    ColumnMapping,
    FormerName,
    InvestmentSource,
    Milestone,
    PlannedMonth,
    Profile,
    Project,
    ProjectCode,
    SavedView,
    Share,
    StageMark,
    Tag,
    Tagging,
)
from yidan.people.models import Person, RoleHolding, Unit
from yidan.progress.models import MonthCalendar, MonthlyReport, Progress

__all__ = [
    "AnnualPlan", "Attachment", "ColumnMapping", "Entry", "File", "FormerName", "InvestmentSource", "Milestone",
    "MonthCalendar", "MonthlyReport", "ParameterValue", "Person", "PlannedMonth", "Profile", "Progress", "Project",
    "ProjectCode", "RoleHolding", "SavedView", "Seal", "Share", "StageMark", "Tag", "Tagging", "Unit",
    "WorkDay",
]  # fmt: skip
