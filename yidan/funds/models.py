"""Batches (papers that give money), a project's money from one source, and its movements.

`Fund` carries what its movements add up to, written by the commands under a lock, so that the database itself refuses
what is negative or overdrawn; the facts are the movements.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yidan.evidence.models import File
from yidan.funds.rules.matching import Line
from yidan.funds.states import SOURCE_WORDS, STATE_SOURCES, Step
from yidan.kernel.facts import one_live
from yidan.kernel.policy import Reach
from yidan.kernel.values import WanField
from yidan.ledger.models import OfProject, Project
from yidan.ledger.states import Source

ZERO = Decimal(0)


class Batch(models.Model):
    """批次: one paper with one sum of money for many projects; of a bond, what it is called and costs."""

    source = models.CharField(_("资金来源"), max_length=14, choices=Source)
    year = models.PositiveSmallIntegerField(_("年度"))
    name = models.CharField(_("批次"), max_length=60, help_text="2020年第二批")
    document = models.CharField(_("下达文号"), max_length=200)
    granted_on = models.DateField(_("下达日期"))
    quota_wan = WanField(_("额度(万元)"))
    is_bundled = models.BooleanField(_("打捆下达"), default=False)
    forwarded_on = models.DateField(_("转发日期"), null=True, blank=True)
    decomposed_on = models.DateField(_("分解日期"), null=True, blank=True)
    bond_name = models.CharField(_("债券名称"), max_length=120, blank=True)
    bond_code = models.CharField(_("债券代码"), max_length=20, blank=True)
    bond_issued_on = models.DateField(_("发行日期"), null=True, blank=True)
    term_years = models.PositiveSmallIntegerField(_("期限(年)"), null=True, blank=True)
    rate_percent = models.DecimalField(_("票面利率(%)"), max_digits=6, decimal_places=4, null=True, blank=True)

    class Meta:
        ordering = ["-granted_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "year", "name"], name="batch_once"),
            models.CheckConstraint(name="batch_is_state_money", condition=Q(source__in=STATE_SOURCES)),
            models.CheckConstraint(name="batch_has_a_quota", condition=Q(quota_wan__gt=ZERO)),
            models.CheckConstraint(name="batch_names_its_paper", condition=~Q(document="")),
        ]

    def __str__(self) -> str:
        return f"{SOURCE_WORDS[Source(self.source)]} {self.name}"

    def reach(self) -> dict[Reach, set[int]]:
        """A city's paper: whoever acts on it needs the whole city."""
        return {}


class Fund(models.Model):
    """A project's money from one source; what the state gives is of a plan year and, mostly, of a batch."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="funds")
    source = models.CharField(_("资金来源"), max_length=14, choices=Source)
    year = models.PositiveSmallIntegerField(_("年度"), null=True, blank=True)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, blank=True, related_name="funds")
    applied_wan = WanField(default=ZERO)
    granted_wan = WanField(default=ZERO)
    allocated_wan = WanField(default=ZERO)
    in_place_wan = WanField(default=ZERO)
    paid_wan = WanField(default=ZERO)

    class Meta:
        ordering = ["year", "id"]
        indexes = [models.Index(fields=["batch"], name="fund_by_batch")]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "source", "year", "batch"], condition=Q(batch__isnull=False), name="fund_of_batch"
            ),
            models.UniqueConstraint(
                fields=["project", "source", "year"],
                condition=Q(batch__isnull=True, year__isnull=False),
                name="fund_without_batch",
            ),
            models.UniqueConstraint(
                fields=["project", "source"], condition=Q(year__isnull=True), name="fund_without_year"
            ),
            models.CheckConstraint(
                name="fund_of_state_has_a_year",
                condition=Q(source__in=STATE_SOURCES, year__isnull=False)
                | ~Q(source__in=STATE_SOURCES) & Q(year__isnull=True, batch__isnull=True),
            ),
            models.CheckConstraint(
                name="fund_is_not_negative",
                condition=Q(
                    applied_wan__gte=ZERO, granted_wan__gte=ZERO, allocated_wan__gte=ZERO, in_place_wan__gte=ZERO,
                    paid_wan__gte=ZERO,
                ),
            ),
            models.CheckConstraint(name="fund_pays_what_is_there", condition=Q(paid_wan__lte=F("in_place_wan"))),
            models.CheckConstraint(
                name="fund_of_state_is_allocated",
                condition=~Q(source__in=STATE_SOURCES)
                | Q(in_place_wan__lte=F("allocated_wan"), allocated_wan__lte=F("granted_wan")),
            ),
            models.CheckConstraint(
                name="fund_of_bank_is_granted",
                condition=~Q(source=Source.BANK_LOAN) | Q(in_place_wan__lte=F("granted_wan")),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        source = SOURCE_WORDS[Source(self.source)]
        return str(self.batch or (f"{self.year} {source}" if self.year else source))


class Movement(OfProject):
    """资金变动: an amount that took a step on a day, with its paper; what is taken back is negative, with a reason."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="movements")
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="movements")
    step = models.CharField(_("环节"), max_length=10, choices=Step)
    serial = models.PositiveIntegerField(help_text="within the fund: a correction keeps it")
    happened_on = models.DateField(_("日期"))
    amount_wan = WanField(_("金额(万元)"))
    document = models.CharField(_("文号或凭证"), max_length=200, blank=True)
    reason = models.CharField(_("原因"), max_length=300, blank=True)
    origin = models.CharField(max_length=300, blank=True, help_text="file and row, when taken from one")

    class Meta:
        ordering = ["happened_on", "serial"]
        indexes = [
            models.Index(
                fields=["project", "step", "happened_on"],
                condition=Q(superseded_at__isnull=True),
                name="movement_by_project",
            ),
            models.Index(fields=["fund", "step"], name="movement_by_fund"),
        ]
        constraints = [
            *one_live("movement", "fund", "serial"),
            models.CheckConstraint(name="movement_moves_something", condition=~Q(amount_wan=ZERO)),
            models.CheckConstraint(name="movement_back_has_a_reason", condition=Q(amount_wan__gt=ZERO) | ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} {self.amount_wan.normalize():f}"

    @property
    def told(self) -> str:
        """What it says as a record behind a number: the day, the step, which money, by which paper."""
        paper = f" {self.document}" if self.document else ""
        return f"{self.happened_on} {self.get_step_display()} · {self.fund}{paper}"


class Reconciliation(models.Model):
    """对账: an export of the finance bureau as it was read, kept with its file; it changes no money by itself.

    `lines`: what each row says (`rules.matching.Line`); what matches is asked again whenever it is looked at.
    """

    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    name = models.CharField(_("文件"), max_length=200)
    step = models.CharField(_("环节"), max_length=10, choices=Step, default=Step.PAID)
    since_on = models.DateField(_("起"))
    until_on = models.DateField(_("止"))
    lines = models.JSONField(default=list)
    unread = models.JSONField(default=list, help_text="rows that could not be read: number, words, why")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-recorded_at", "-id"]
        constraints = [models.CheckConstraint(name="reconciliation_in_order", condition=Q(until_on__gte=F("since_on")))]

    def __str__(self) -> str:
        return self.name

    def reach(self) -> dict[Reach, set[int]]:
        """The whole city's."""
        return {}

    @property
    def theirs(self) -> list[Line]:
        """The lines as the rules see them."""
        return [
            Line(each["key"], each["code"], date.fromisoformat(each["on"]), Decimal(each["amount_wan"]),
                 each["name"], each["document"])
            for each in self.lines
        ]  # fmt: skip
