"""回头看: a batch of closed matters drawn by a seed that everybody can repeat, and what the second look found."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yidan.kernel.policy import Reach
from yidan.matters.models.matter import Matter, OfMatter
from yidan.matters.states import Result
from yidan.people.models import Person


class RecheckBatch(models.Model):
    """一批回头看: which closed matters could be drawn, how many were, and by which seed."""

    name = models.CharField(_("批次"), max_length=80, unique=True)
    closed_from_on = models.DateField()
    closed_to_on = models.DateField()
    population = models.PositiveIntegerField(help_text="closed matters in the period")
    seed = models.CharField(max_length=40)
    drawn_at = models.DateTimeField()
    drawer = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-drawn_at", "-id"]

    def __str__(self) -> str:
        return self.name

    def reach(self) -> dict[Reach, set[int]]:
        """Only those who reach the whole city."""
        return {}


class Recheck(OfMatter):
    """One second look."""

    batch = models.ForeignKey(RecheckBatch, models.CASCADE, related_name="rechecks")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="rechecks")
    order = models.PositiveIntegerField()
    result = models.CharField(max_length=8, choices=Result, default=Result.WAITING)
    found = models.CharField(_("复查情况"), max_length=300, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    looker = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["batch", "order"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "matter"], name="recheck_once"),
            models.CheckConstraint(
                name="recheck_done_is_signed",
                condition=Q(result="waiting", looked_at__isnull=True, looker__isnull=True)
                | (~Q(result="waiting") & Q(looked_at__isnull=False, looker__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.get_result_display()}"
