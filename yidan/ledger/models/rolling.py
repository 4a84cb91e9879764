"""三年滚动计划: what a project asks for in each of three years, and the changes that are proposed of it."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yidan.kernel.facts import one_live
from yidan.kernel.policy import Reach
from yidan.kernel.values import WanField
from yidan.ledger.models.project import OfProject, Project
from yidan.ledger.states import RollingState
from yidan.people.models import Person


class RollingRow(models.Model):
    """What a row of the sheet says, whether it stands or is only proposed."""

    first_year = models.PositiveSmallIntegerField(_("首年"), help_text="of the three: 2021 for 2021 to 2023")
    starts_in = models.PositiveSmallIntegerField(_("拟开工年"), help_text="earlier than the three where work goes on")
    first_wan = WanField(_("第一年投资需求(万元)"), default=Decimal(0))
    second_wan = WanField(_("第二年投资需求(万元)"), default=Decimal(0))
    third_wan = WanField(_("第三年投资需求(万元)"), default=Decimal(0))
    central_wan = WanField(_("中央资金需求(万元)"), default=Decimal(0))
    provincial_wan = WanField(_("省资金需求(万元)"), default=Decimal(0))
    secured_wan = WanField(_("已落实资金(万元)"), default=Decimal(0))
    preparation = models.TextField(_("前期工作计划"), blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.first_year}—{self.first_year + 2}"


class RollingPlan(RollingRow, OfProject):
    """三年滚动计划: what a project asks for in each of three years, what is to be prepared, how much is secured.

    A new three-year sheet (another `first_year`) stands beside the one before; a change supersedes the row.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="rolling_plans")
    reason = models.CharField(max_length=300, blank=True)
    document = models.CharField(_("依据文件"), max_length=200, blank=True)
    origin = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            *one_live("rolling_plan", "project", "first_year"),
            models.CheckConstraint(
                name="rolling_plan_is_not_negative",
                condition=Q(
                    first_wan__gte=0, second_wan__gte=0, third_wan__gte=0, central_wan__gte=0, provincial_wan__gte=0,
                    secured_wan__gte=0,
                ),
            ),
            models.CheckConstraint(
                name="rolling_plan_starts_within_three_years", condition=Q(starts_in__lte=F("first_year") + 2)
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["first_year", "project"], condition=Q(superseded_at__isnull=True), name="rolling_plan_by_year"
            ),
        ]

    def of_year(self, year: int) -> Decimal | None:
        """What is asked for in a year of the three."""
        place = year - self.first_year
        return (self.first_wan, self.second_wan, self.third_wan)[place] if 0 <= place <= 2 else None


class RollingCase(RollingRow):
    """提请调整滚动计划: how a county or a department would have a row; the office takes it over or sends it back.

    `base` is the row that stood when it was proposed: what was proposed of one row is never written over another.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="rolling_cases")
    base = models.ForeignKey(RollingPlan, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=RollingState, default=RollingState.PROPOSED)
    grounds = models.CharField(_("调整理由"), max_length=300)
    document = models.CharField(_("依据文件"), max_length=200, blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    opinion = models.CharField(_("审核意见"), max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "first_year"], name="rolling_case_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "first_year"], condition=Q(state="proposed"), name="rolling_case_one_open"
            ),
            models.CheckConstraint(name="rolling_case_has_grounds", condition=~Q(grounds="")),
            models.CheckConstraint(
                name="rolling_case_decision_is_whole",
                condition=Q(state="proposed", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state="proposed") & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="rolling_case_sent_back_with_reason", condition=~Q(state="sent_back") | ~Q(opinion="")
            ),
            models.CheckConstraint(
                name="rolling_case_has_two_people",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="rolling_case_is_not_negative",
                condition=Q(
                    first_wan__gte=0, second_wan__gte=0, third_wan__gte=0, central_wan__gte=0, provincial_wan__gte=0,
                    secured_wan__gte=0,
                ),
            ),
        ]  # fmt: skip

    @property
    def journal_project_id(self) -> int:
        """Acts on it stand in the project's timeline."""
        return self.project_id

    def reach(self) -> dict[Reach, set[int]]:
        """Who reaches the project reaches what is proposed of it."""
        return self.project.reach()
