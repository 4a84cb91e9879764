"""The register, which is data; its items; what is said of an item; the projects that carry it; its dated values; proof.

One shape serves honours, pilots, events, clauses of a policy, annual tasks and the tree of a plan: an item with a
sentence, a day, a unit and what its register asks for besides. A register that a city invents next year is a row.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yidan.evidence.models import File
from yidan.kernel.facts import Fact, one_live
from yidan.kernel.policy import Reach
from yidan.kernel.values import MonthField
from yidan.ledger.models import Project
from yidan.people.models import Person, Unit
from yidan.targets import rules
from yidan.targets.states import Agency, Family, Level, SeriesKind, State

UNITS = (Reach.ASSESSED_UNIT, Reach.COMPETENT_UNIT, Reach.OWNER_UNIT)


class Register(Fact):
    """登记簿: what is kept in it, as data; a new version supersedes the old one whole, items stay."""

    key = models.SlugField(_("代号"), max_length=40)
    version = models.PositiveIntegerField()
    name = models.CharField(_("名称"), max_length=60)
    family = models.CharField(_("类别"), max_length=12, choices=Family)
    definition = models.JSONField(help_text="what rules.define reads")
    is_open = models.BooleanField(_("全市可见"), default=True, help_text="else: those whose unit or project it names")
    basis = models.CharField(_("依据"), max_length=200)

    class Meta:
        constraints = [
            *one_live("register", "key"),
            models.UniqueConstraint(fields=["key", "version"], name="register_version_once"),
            models.CheckConstraint(name="register_has_a_basis", condition=~Q(basis="")),
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def asks(self) -> rules.Definition:
        """The definition, read."""
        return rules.define(self.definition)


class Item(models.Model):
    """条目: one line of a register for ever; what it says is told by its live `Content`."""

    register_key = models.SlugField(max_length=40)
    serial = models.PositiveIntegerField(help_text="gap-free within the register")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    order = models.PositiveIntegerField(default=0, help_text="among its siblings, as the paper has it")
    state = models.CharField(max_length=12, choices=State, default=State.NOTED)
    carried_from = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="carried_to")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="dropped or withdrawn")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["register_key", "order", "serial"]
        indexes = [models.Index(fields=["register_key", "state"], name="item_by_register")]
        constraints = [
            models.UniqueConstraint(fields=["register_key", "serial"], name="item_numbered_once"),
            models.CheckConstraint(name="item_is_not_its_own_parent", condition=~Q(parent=F("pk"))),
            models.CheckConstraint(
                name="item_ended_has_a_moment",
                condition=Q(state__in=(State.DROPPED, State.WITHDRAWN), ended_at__isnull=False)
                | (~Q(state__in=(State.DROPPED, State.WITHDRAWN)) & Q(ended_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def live(self) -> Content | None:
        """What is said of it now; what a query has brought along (`said`) is taken first."""
        brought = getattr(self, "said", None)
        if brought is not None:
            return brought[0] if brought else None
        return self.contents.live().select_related("unit").first()

    @property
    def title(self) -> str:
        """Its sentence."""
        content = self.live
        return content.title if content else ""

    def reach(self) -> dict[Reach, set[int]]:
        """Whoever belongs to the unit that answers for it."""
        content = self.live
        units = {content.unit_id} if content and content.unit_id else set()
        return dict.fromkeys(UNITS, units)


class Content(Fact):
    """What an item says. A correction supersedes it whole, with the reason."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="contents")
    title = models.CharField(_("名称"), max_length=200)
    year = models.PositiveSmallIntegerField(_("年度"), null=True, blank=True, help_text="the list it belongs to")
    starts_on = models.DateField(_("日期"), null=True, blank=True)
    until_on = models.DateField(_("至"), null=True, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("责任单位"))
    level = models.CharField(_("级别"), max_length=12, choices=Level, blank=True)
    document = models.CharField(_("文号或出处"), max_length=120, blank=True)
    text = models.TextField(_("说明"), blank=True)
    values = models.JSONField(default=dict, blank=True, help_text="what the register asks for besides")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    origin = models.CharField(max_length=200, blank=True, help_text="file, sheet and row where it was imported")
    reason = models.CharField(_("更正原因"), max_length=200, blank=True)

    class Meta:
        constraints = [
            *one_live("content", "item"),
            models.CheckConstraint(name="content_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="content_ends_after_it_begins",
                condition=Q(until_on__isnull=True) | (Q(starts_on__isnull=False) & Q(until_on__gte=F("starts_on"))),
            ),
        ]
        indexes = [models.Index(fields=["year"], name="content_by_year")]

    def __str__(self) -> str:
        return self.title

    def value(self, name: str) -> Any:
        """What stands in a field of the register."""
        return self.values.get(name)


class Link(Fact):
    """A project that carries an item: started at the ceremony, seen on the tour, serving the goal."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="links")
    project = models.ForeignKey(Project, models.PROTECT, related_name="target_links")
    note = models.CharField(_("说明"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = one_live("target_link", "item", "project")

    def __str__(self) -> str:
        return f"{self.item_id} {self.project_id}"

    @property
    def journal_project_id(self) -> int:
        """That a project carries an item stands in the project's timeline."""
        return self.project_id

    def reach(self) -> dict[Reach, set[int]]:
        """Whoever reaches the item."""
        return self.item.reach()


class Measurement(Fact):
    """A dated value of an item: the year's actual of an indicator, a month's sum paid out under a clause."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="readings")
    name = models.CharField(max_length=40, help_text="one of the register's readings")
    until_on = models.DateField(_("截至"))
    value = models.DecimalField(_("数值"), max_digits=20, decimal_places=6)
    source = models.CharField(_("来源"), max_length=200)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.CharField(_("更正原因"), max_length=200, blank=True)

    class Meta:
        constraints = [
            *one_live("reading", "item", "name", "until_on"),
            models.CheckConstraint(name="reading_names_its_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.until_on} {self.value}"


class Proof(models.Model):
    """报完成: the unit says that it is done, with words and papers; another unit says whether it is."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="proofs")
    claimed_at = models.DateTimeField()
    claimed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    claiming_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    done_on = models.DateField(_("完成日期"))
    words = models.CharField(_("完成情况"), max_length=1000)
    files = models.ManyToManyField(File, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    deciding_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    is_confirmed = models.BooleanField(null=True, blank=True)
    opinion = models.CharField(_("意见"), max_length=500, blank=True)

    class Meta:
        ordering = ["-claimed_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=Q(decided_at__isnull=True), name="proof_one_waits"),
            models.UniqueConstraint(fields=["item"], condition=Q(is_confirmed=True), name="proof_one_confirmed"),
            models.CheckConstraint(
                name="proof_decided_is_whole",
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, is_confirmed__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False, is_confirmed__isnull=False),
            ),
            models.CheckConstraint(
                name="proof_judged_by_another_unit",
                condition=Q(deciding_unit__isnull=True) | ~Q(deciding_unit=F("claiming_unit")),
            ),
            models.CheckConstraint(name="proof_has_words", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has decided yet."""
        return self.decided_at is None


class Series(models.Model):
    """公布的数列: one published indicator, 「固定资产投资增速」. Never computed from anything here."""

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=60, unique=True)
    measured = models.CharField(_("数的种类"), max_length=10, choices=SeriesKind)
    unit_word = models.CharField(_("计量单位"), max_length=12, blank=True)
    agency = models.CharField(_("口径"), max_length=12, choices=Agency, default=Agency.STATISTICS)
    publisher = models.CharField(_("公布单位"), max_length=60)
    is_cumulative = models.BooleanField(_("累计数(1—N月)"), default=True)
    definition = models.CharField(_("口径说明"), max_length=300, blank=True)
    beside = models.CharField(_("并列的调度指标"), max_length=40, blank=True, help_text="a figure's key")
    order = models.PositiveIntegerField(default=100)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name


class Release(Fact):
    """公布数: one month's figure of one place as released, with rank and what it was compared with.

    `said` is what the paper prints; `value` the same as a number where it is one. A revision supersedes: both vintages
    stay, each with the paper that printed it. Without `unit` it is the whole city's.
    """

    series = models.ForeignKey(Series, models.PROTECT, related_name="releases")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("地区"))
    month = MonthField()
    said = models.CharField(_("公布数"), max_length=20)
    value = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    rank = models.PositiveSmallIntegerField(_("位次"), null=True, blank=True)
    rank_of = models.PositiveSmallIntegerField(_("参加排名的个数"), null=True, blank=True)
    provincial = models.DecimalField(_("全省"), max_digits=16, decimal_places=4, null=True, blank=True)
    national = models.DecimalField(_("全国"), max_digits=16, decimal_places=4, null=True, blank=True)
    document = models.CharField(_("来源文件"), max_length=120)
    released_on = models.DateField(_("公布日期"))
    reason = models.CharField(_("修订原因"), max_length=200, blank=True)
    recorder = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["month", "id"]
        constraints = [
            *one_live("release", "series", "unit", "month"),
            models.UniqueConstraint(
                fields=["series", "month"], condition=Q(superseded_at__isnull=True, unit__isnull=True),
                name="release_of_the_city_one_live",
            ),
            models.CheckConstraint(name="release_says_something", condition=~Q(said="") & ~Q(document="")),
            models.CheckConstraint(
                name="release_rank_is_within",
                condition=Q(rank__isnull=True)
                | Q(rank__gte=1) & (Q(rank_of__isnull=True) | Q(rank__lte=models.F("rank_of"))),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.said
