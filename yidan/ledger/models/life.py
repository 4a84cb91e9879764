"""Where a project stands and what is planned of it: stages, annual plans, milestones."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yidan.kernel.facts import one_live
from yidan.kernel.values import MonthField, WanField
from yidan.ledger.models.project import OfProject, Project
from yidan.ledger.states import Listing, Mark


class StageMark(OfProject):
    """A step taken on a day, with what proves it."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="stage_marks")
    mark = models.CharField(max_length=20, choices=Mark)
    occurrence = models.PositiveSmallIntegerField(default=1, help_text="停工 and 复工 may come again")
    happened_on = models.DateField()
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    reason = models.CharField(_("原因"), max_length=300, blank=True)

    class Meta:
        constraints = one_live("stage_mark", "project", "mark", "occurrence")
        indexes = [
            models.Index(
                fields=["mark", "happened_on"], condition=Q(superseded_at__isnull=True), name="stage_mark_by_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_mark_display()} {self.happened_on}"


class AnnualPlan(OfProject):
    """A project's entry in a year's plan. An adjustment supersedes it and keeps the original amount beside it.

    `restores`: the earlier version that holds again, because the one after it was withdrawn.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="plans")
    year = models.PositiveSmallIntegerField(_("年度"))
    listing = models.CharField(_("类别"), max_length=12, choices=Listing)
    order = models.PositiveIntegerField(_("序号"), default=0)
    planned_wan = WanField(_("年度计划投资(万元)"))
    original_planned_wan = WanField(_("原计划(万元)"))
    content = models.TextField(_("主要建设内容/形象进度目标"), blank=True)
    starts_on = models.DateField(_("计划开工"), null=True, blank=True)
    finishes_on = models.DateField(_("计划竣工"), null=True, blank=True)
    is_adjusted = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)
    document = models.CharField(_("依据文件"), max_length=200, blank=True)
    origin = models.CharField(max_length=300, blank=True)
    restores = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="restored_by")

    class Meta:
        constraints = [
            *one_live("annual_plan", "project", "year"),
            models.CheckConstraint(name="annual_plan_is_not_negative", condition=Q(planned_wan__gte=Decimal(0))),
            models.CheckConstraint(
                name="annual_plan_adjusted_by_a_document", condition=Q(is_adjusted=False) | ~Q(document="")
            ),
        ]
        indexes = [
            models.Index(
                fields=["year", "listing", "project"],
                condition=Q(superseded_at__isnull=True),
                name="annual_plan_by_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.get_listing_display()}"


class PlannedMonth(models.Model):
    """分月计划: a plan's part for one month. Rows belong to one version of the plan and live as long as it."""

    plan = models.ForeignKey(AnnualPlan, models.CASCADE, related_name="months")
    month = MonthField()
    planned_wan = WanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "month"], name="planned_month_once"),
            models.CheckConstraint(name="planned_month_is_not_negative", condition=Q(planned_wan__gte=Decimal(0))),
        ]
        indexes = [models.Index(fields=["month", "plan"], name="planned_month_by_month")]

    def __str__(self) -> str:
        return f"{self.month} {self.planned_wan}"


class Milestone(OfProject):
    """节点: planned, forecast and actual day; a slip names its reason."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="milestones")
    name = models.CharField(_("节点"), max_length=100)
    order = models.PositiveSmallIntegerField(default=0)
    planned_on = models.DateField(_("计划"), null=True, blank=True)
    forecast_on = models.DateField(_("预计"), null=True, blank=True)
    actual_on = models.DateField(_("实际"), null=True, blank=True)
    slip_reason = models.CharField(_("推迟原因"), max_length=300, blank=True)

    class Meta:
        ordering = ["order", "planned_on", "id"]
        constraints = [
            *one_live("milestone", "project", "name"),
            models.CheckConstraint(
                name="milestone_slip_has_a_reason",
                condition=Q(forecast_on__isnull=True)
                | Q(planned_on__isnull=True)
                | Q(forecast_on__lte=F("planned_on"))
                | ~Q(slip_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name
