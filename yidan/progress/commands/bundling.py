"""A project that reported for itself is no bundle: its amounts would stand beside its children's."""

from __future__ import annotations

from django.utils.translation import gettext as _

from yidan.ledger.commands.bundling import objection
from yidan.ledger.models import Project
from yidan.progress.models import MonthlyReport, Progress


@objection
def _has_reports(project: Project) -> str:
    reports = MonthlyReport.objects.filter(project=project)
    if not reports.exists() and not Progress.objects.live().filter(project=project).exists():
        return ""
    return _("“%(name)s”已有自己的月报或期初数，不能再作打包项目；请另登记一个打包项目，把子项登记在它下面。") % {
        "name": project
    }
