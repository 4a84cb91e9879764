"""佐证: where a project asks for pictures, with the reason, and the pictures that were brought."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yidan.evidence.models import Capture
from yidan.evidence.states import Kind
from yidan.kernel.facts import one_live
from yidan.kernel.values import MonthField
from yidan.ledger.models.project import OfProject, Project
from yidan.ledger.states import Asking


class Slot(OfProject):
    """佐证位: one viewpoint of which a picture may be asked, when, and why. No reason, no slot (domain.md §13.4)."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="slots")
    name = models.CharField(_("佐证位"), max_length=60, help_text="基坑全景")
    viewpoint = models.CharField(_("机位"), max_length=200, blank=True, help_text="南侧塔吊平台，固定机位")
    kind = models.CharField(_("形式"), max_length=8, choices=Kind, default=Kind.PHOTO)
    asking = models.CharField(_("何时需要"), max_length=14, choices=Asking, default=Asking.NEVER)
    milestone = models.CharField(_("节点"), max_length=100, blank=True, help_text="a milestone's name, as in Milestone")
    rate_percent = models.DecimalField(_("抽查比例(%)"), max_digits=5, decimal_places=2, null=True, blank=True)
    is_camera_only = models.BooleanField(_("只收现场拍摄"), default=False)
    reason = models.CharField(_("为什么需要"), max_length=300)
    document = models.CharField(_("依据"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            *one_live("slot", "project", "name"),
            models.CheckConstraint(name="slot_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="slot_on_milestone_names_it", condition=~Q(asking="on_milestone") | ~Q(milestone="")
            ),
            models.CheckConstraint(
                name="slot_on_sampling_has_a_rate",
                condition=~Q(asking="on_sampling", rate_percent__isnull=True)
                & (Q(rate_percent__isnull=True) | Q(rate_percent__gt=Decimal(0), rate_percent__lte=Decimal(100))),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Exhibit(OfProject):
    """佐证件: a capture that speaks for a project: in a slot or not, for a month's report or a milestone.

    `slot_name` and `milestone` are names, since slots and milestones are facts that a change supersedes.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="exhibits")
    capture = models.ForeignKey(Capture, models.PROTECT, related_name="exhibits")
    month = MonthField(_("月份"))
    slot_name = models.CharField(_("佐证位"), max_length=60, blank=True)
    milestone = models.CharField(_("节点"), max_length=100, blank=True)
    caption = models.CharField(_("说明"), max_length=200, blank=True)
    reason = models.CharField(_("撤回原因"), max_length=300, blank=True)

    class Meta:
        constraints = one_live("exhibit", "project", "capture")
        indexes = [
            models.Index(
                fields=["project", "month", "slot_name"],
                condition=Q(superseded_at__isnull=True),
                name="exhibit_by_month",
            ),
            models.Index(fields=["-recorded_at"], condition=Q(superseded_at__isnull=True), name="exhibit_newest"),
        ]

    def __str__(self) -> str:
        return self.slot_name or self.caption or str(self.capture)
