"""The index of all tables: Django finds them here; the rooms own them."""

from yidan.evidence.models import Capture, File, Judgement, Likeness, Print, Reading, Receipt
from yidan.kernel.journal import Entry
from yidan.kernel.parameters import ParameterValue
from yidan.kernel.seals import Seal
from yidan.kernel.workdays import WorkDay
from yidan.ledger.models import (
    AnnualPlan,
    Attachment,
    ColumnMapping,
    Exhibit,
    FormerName,
    InvestmentSource,
    Milestone,
    PlannedMonth,
    Profile,
    Project,
    ProjectCode,
    SavedView,
    Share,
    Slot,
    StageMark,
    Tag,
    Tagging,
)
from yidan.people.models import Person, RoleHolding, Unit
from yidan.progress.models import MonthCalendar, MonthlyReport, Progress

__all__ = [
    "AnnualPlan", "Attachment", "Capture", "ColumnMapping", "Entry", "Exhibit", "File", "FormerName",
    "InvestmentSource", "Judgement", "Likeness", "Milestone", "MonthCalendar", "MonthlyReport", "ParameterValue",
    "Person", "PlannedMonth", "Print", "Profile", "Progress", "Project", "ProjectCode", "Reading", "Receipt",
    "RoleHolding", "SavedView", "Seal", "Share", "Slot", "StageMark", "Tag", "Tagging", "Unit", "WorkDay",
]  # fmt: skip
