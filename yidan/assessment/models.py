"""Schemes in use, a month's round with its frozen results, what units say against them, and cards.

Exact numbers (totals, figures) are kept as fractions in writing, so that what was frozen can be compared to the last
digit. Results are of units; no table here knows a person's doings.
"""

from __future__ import annotations

from fractions import Fraction

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yidan.assessment.states import AppealState, CardState, Colour, RoundState
from yidan.evidence.models import File
from yidan.kernel.facts import Fact, one_live
from yidan.kernel.policy import Reach
from yidan.kernel.values import MonthField
from yidan.people.models import Person, Unit


class AdoptedPack(Fact):
    """计分办法: a version of a pack, its data, from which month it holds, and the paper that says so."""

    pack = models.CharField(_("办法"), max_length=40)
    since = MonthField(_("自何月起"))
    data = models.JSONField()
    document = models.CharField(_("依据文号"), max_length=120)
    adopted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = one_live("adopted_pack", "pack", "since")

    def __str__(self) -> str:
        return f"{self.data.get('label', self.pack)} {self.since}"


class Merit(Fact):
    """加减分事项: something established that a pack adds or takes points for, with the paper that proves it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="merits")
    event = models.CharField(_("事项"), max_length=40)
    month = MonthField(_("月份"))
    reason = models.CharField(_("事由"), max_length=300)
    document = models.CharField(_("依据文号"), max_length=120)

    class Meta:
        ordering = ["-month", "-id"]
        constraints = one_live("merit", "unit", "event", "month", "document")

    def __str__(self) -> str:
        return self.reason

    def reach(self) -> dict[Reach, set[int]]:
        """It concerns its unit."""
        return self.unit.reach()


class Round(models.Model):
    """一轮考核: one pack, one month, as of one moment; frozen with the newest seal when it is laid before the units."""

    pack = models.CharField(max_length=40)
    month = MonthField(_("月份"))
    state = models.CharField(max_length=10, choices=RoundState, default=RoundState.COMPUTED)
    data = models.JSONField(help_text="the pack as it stood")
    cut_off_at = models.DateTimeField(_("数据截止"))
    computed_at = models.DateTimeField()
    computer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField(null=True, blank=True)
    freezer = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    appeals_until_on = models.DateField(_("申诉截止"), null=True, blank=True)
    seal_position = models.PositiveBigIntegerField(null=True, blank=True)
    seal = models.CharField(max_length=64, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmer = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    document = models.CharField(_("文号"), max_length=120, blank=True)
    reason = models.CharField(_("撤回原因"), max_length=300, blank=True)

    class Meta:
        ordering = ["-month", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "month"], condition=~Q(state=RoundState.WITHDRAWN), name="round_once_a_month"
            ),
            models.CheckConstraint(
                name="round_frozen_is_sealed",
                condition=Q(frozen_at__isnull=True)
                | Q(freezer__isnull=False, appeals_until_on__isnull=False, seal_position__isnull=False),
            ),
            models.CheckConstraint(
                name="round_confirmed_by_somebody",
                condition=Q(confirmed_at__isnull=True, confirmer__isnull=True)
                | Q(confirmed_at__isnull=False, confirmer__isnull=False),
            ),
            models.CheckConstraint(
                name="round_withdrawn_has_a_reason", condition=~Q(state=RoundState.WITHDRAWN) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.data.get('label', self.pack)} {self.month}"


class Result(models.Model):
    """A unit's result as it was computed: figures, explanation, total, place. Adjustments stand beside it."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="results")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="results")
    table = models.CharField(max_length=12)
    order = models.PositiveIntegerField()
    total = models.CharField(max_length=80, blank=True, help_text="an exact fraction; empty: nothing to judge")
    is_ranked = models.BooleanField()
    low = models.CharField(max_length=80, blank=True)
    high = models.CharField(max_length=80, blank=True)
    figures = models.JSONField()
    events = models.JSONField(default=dict)
    explanation = models.JSONField()

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="result_once_a_unit")]

    def __str__(self) -> str:
        return f"{self.round} {self.unit}"

    def reach(self) -> dict[Reach, set[int]]:
        """It concerns its unit."""
        return self.unit.reach()

    @property
    def computed(self) -> Fraction | None:
        """The total as computed."""
        return Fraction(self.total) if self.total else None

    @property
    def final(self) -> Fraction | None:
        """The total with what was adjusted in the open."""
        if self.computed is None:
            return None
        return self.computed + sum((Fraction(each.points) for each in self.adjustments.all()), Fraction(0))


class Appeal(models.Model):
    """申诉: what a unit says against its result, with reason and proof, and how it was decided."""

    result = models.ForeignKey(Result, models.PROTECT, related_name="appeals")
    criterion = models.CharField(_("针对的指标"), max_length=40, blank=True)
    reason = models.CharField(_("申诉理由"), max_length=500)
    evidence = models.CharField(_("依据"), max_length=300)
    file = models.ForeignKey(File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("佐证文件"))
    filed_at = models.DateTimeField()
    filer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=AppealState, default=AppealState.FILED)
    decided_at = models.DateTimeField(null=True, blank=True)
    decider = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField(_("答复"), max_length=500, blank=True)

    class Meta:
        ordering = ["filed_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="appeal_decided_is_answered",
                condition=Q(state=AppealState.FILED, decided_at__isnull=True)
                | (~Q(state=AppealState.FILED) & Q(decided_at__isnull=False, decider__isnull=False) & ~Q(answer="")),
            ),
        ]

    def __str__(self) -> str:
        return self.reason

    def reach(self) -> dict[Reach, set[int]]:
        """It concerns the unit that filed it."""
        return self.result.reach()


class Adjustment(models.Model):
    """调整: points given or taken in the open, with the paper; the computed result stays as it was."""

    result = models.ForeignKey(Result, models.PROTECT, related_name="adjustments")
    points = models.DecimalField(_("调整分值"), max_digits=8, decimal_places=4)
    document = models.CharField(_("依据文号"), max_length=120)
    reason = models.CharField(_("调整原因"), max_length=300)
    appeal = models.OneToOneField(Appeal, models.PROTECT, null=True, blank=True, related_name="adjustment")
    adjusted_at = models.DateTimeField()
    adjuster = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["adjusted_at", "id"]
        constraints = [
            models.CheckConstraint(name="adjustment_changes_something", condition=~Q(points=0)),
            models.CheckConstraint(name="adjustment_has_a_paper", condition=~Q(document="") & ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.points} {self.document}"


class Card(models.Model):
    """亮牌: a yellow or red card of a unit, until it has caught up, applied, and the office lifted it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="cards")
    month = MonthField(_("月份"))
    colour = models.CharField(_("牌色"), max_length=6, choices=Colour)
    state = models.CharField(max_length=10, choices=CardState, default=CardState.ISSUED)
    causes = models.JSONField(default=list, help_text="what the rule said, in words; empty: decided by the office")
    reason = models.CharField(_("事由"), max_length=300)
    document = models.CharField(_("依据文号"), max_length=120)
    issued_at = models.DateTimeField()
    issuer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)
    application = models.CharField(_("整改情况"), max_length=500, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifter = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_reason = models.CharField(_("摘牌依据"), max_length=300, blank=True)

    class Meta:
        ordering = ["-issued_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "month"], condition=~Q(state=CardState.LIFTED), name="card_one_a_month"
            ),
            models.CheckConstraint(
                name="card_lifted_is_explained",
                condition=~Q(state=CardState.LIFTED) | Q(lifted_at__isnull=False, lifter__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_colour_display()}"

    def reach(self) -> dict[Reach, set[int]]:
        """It concerns its unit."""
        return self.unit.reach()


class Measure(models.Model):
    """措施: what was done about a card, a rung of the office's ladder."""

    card = models.ForeignKey(Card, models.CASCADE, related_name="measures")
    rung = models.PositiveSmallIntegerField()
    name = models.CharField(_("措施"), max_length=40)
    taken_on = models.DateField(_("日期"))
    document = models.CharField(_("文号"), max_length=120, blank=True)
    measured_at = models.DateTimeField()

    class Meta:
        ordering = ["rung", "id"]
        constraints = [models.UniqueConstraint(fields=["card", "rung"], name="measure_once_a_rung")]

    def __str__(self) -> str:
        return self.name
