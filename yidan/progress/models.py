"""The monthly report (a paper in a flow) and what became fact when the office accepted it."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yidan.kernel.facts import Fact, one_live
from yidan.kernel.policy import Reach
from yidan.kernel.values import MonthField, WanField
from yidan.ledger.models import OfProject, Project
from yidan.people.models import Person, Unit
from yidan.progress.states import State


class MonthCalendar(Fact):
    """调度日历: until when a month is reported, checked, accepted, published (domain.md §2; days are parameters)."""

    month = MonthField()
    opens_on = models.DateField()
    report_by = models.DateTimeField()
    check_by = models.DateTimeField()
    accept_by = models.DateTimeField()
    rank_on = models.DateField(null=True, blank=True)
    publish_on = models.DateField()

    class Meta:
        constraints = [
            *one_live("month_calendar", "month"),
            models.CheckConstraint(
                name="month_calendar_in_order",
                condition=Q(check_by__gte=models.F("report_by")) & Q(accept_by__gte=models.F("check_by")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.month)


class MonthlyReport(models.Model):
    """月报: one paper per project and month. The money is this month's only; cumulative values are computed."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="reports")
    month = MonthField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    invested_wan = WanField(_("本月完成投资(万元)"), null=True, blank=True)
    physical_progress = models.TextField(_("形象进度"), blank=True)
    problems = models.TextField(_("存在问题"), blank=True)
    needs = models.TextField(_("需协调事项"), blank=True)
    needs_from = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("请谁协调")
    )
    next_step = models.TextField(_("下一步计划"), blank=True)
    milestone_days = models.JSONField(
        default=dict, blank=True, help_text='{"milestone name": {"forecast_on","actual_on","reason"}}'
    )
    is_unchanged = models.BooleanField(_("本月无变化"), default=False)
    typed = models.JSONField(default=dict, blank=True, help_text="what was typed and could not be read, by field")
    explanation = models.TextField(_("情况说明"), blank=True)
    doubts = models.JSONField(default=list, blank=True, help_text="questions asked at submission, with the answers")
    doubt_count = models.PositiveSmallIntegerField(default=0)
    reporter = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    check_opinion = models.CharField(_("初审意见"), max_length=500, blank=True)
    sent_back_reason = models.CharField(_("退回原因"), max_length=500, blank=True)
    origin = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["month", "state", "project"], name="monthly_report_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["project", "month"], name="monthly_report_once"),
            models.CheckConstraint(
                name="monthly_report_submission_is_signed",
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="monthly_report_check_is_signed",
                condition=Q(checked_at__isnull=True, checked_by__isnull=True)
                | Q(checked_at__isnull=False, checked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="monthly_report_acceptance_is_signed",
                condition=Q(state="accepted", accepted_at__isnull=False, accepted_by__isnull=False)
                | (~Q(state="accepted") & Q(accepted_at__isnull=True, accepted_by__isnull=True)),
            ),
            models.CheckConstraint(
                name="monthly_report_accepted_has_an_amount",
                condition=~Q(state="accepted") | Q(invested_wan__isnull=False),
            ),
            models.CheckConstraint(
                name="monthly_report_sent_back_has_a_reason", condition=~Q(state="sent_back") | ~Q(sent_back_reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.month}"

    @property
    def journal_project_id(self) -> int:
        """Acts on a report stand in the project's timeline."""
        return self.project_id

    def reach(self) -> dict[Reach, set[int]]:
        """Who reaches the project reaches its reports."""
        return self.project.reach()


class Span(models.TextChoices):
    """What stretch of time an amount covers."""

    MONTH = "month", _("当月")
    YEAR_OPENING = "year_opening", _("年内期初")
    PRIOR_OPENING = "prior_opening", _("上年底累计")


class Progress(OfProject):
    """An accepted amount: what was invested in a month, or up to one (opening).

    `MONTH`: in that month. `YEAR_OPENING`: from January up to and including that month, as far as the ledger
    had no months of its own. `PRIOR_OPENING`: everything up to December of a year (截至去年底累计).
    To date = Σ of all with month ≤ M; of the year = Σ of those with month in the year and span ≠ PRIOR_OPENING.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="progress")
    month = MonthField()
    span = models.CharField(max_length=14, choices=Span, default=Span.MONTH)
    invested_wan = WanField()
    physical_progress = models.TextField(blank=True)
    problems = models.TextField(blank=True)
    needs = models.TextField(blank=True)
    next_step = models.TextField(blank=True)
    is_unchanged = models.BooleanField(default=False)
    report = models.ForeignKey(MonthlyReport, models.PROTECT, null=True, blank=True, related_name="facts")
    approved_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.CharField(_("更正原因"), max_length=500, blank=True)
    is_self_declared = models.BooleanField(_("自行更正"), default=False)
    origin = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            *one_live("progress", "project", "month", "span"),
            models.CheckConstraint(
                name="progress_opening_is_not_negative", condition=Q(span="month") | Q(invested_wan__gte=Decimal(0))
            ),
            models.CheckConstraint(
                name="progress_prior_opening_ends_a_year",
                condition=~Q(span="prior_opening") | Q(month__in=[y * 100 + 12 for y in range(1990, 2100)]),
            ),
        ]
        indexes = [
            # Covering, so that a year's sums by project read no row (measured: a quarter of the time); SQLite
            # covers a partial index only with the column of its condition in it.
            models.Index(
                fields=["month", "project", "span", "invested_wan", "superseded_at"],
                condition=Q(superseded_at__isnull=True),
                name="progress_by_month",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.month} {self.invested_wan}"
