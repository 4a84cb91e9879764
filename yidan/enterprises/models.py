"""A firm, who looks after it in which part and since when, who called on it, and what it asked for.

What 双定双包 means no public source says (domain.md §10): a scheme and its parts are data, named by the office.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yidan.kernel.facts import Fact, one_live
from yidan.kernel.policy import Reach
from yidan.matters.models import Matter
from yidan.people.models import Person, Unit


class Enterprise(models.Model):
    """企业: a firm of a county; a contact's telephone is shown as anybody's is, masked to others."""

    name = models.CharField(_("企业名称"), max_length=120, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("县市区"))
    industry = models.CharField(_("行业"), max_length=40, blank=True)
    lists = models.CharField(_("所在名单"), max_length=120, blank=True, help_text="如“全国疫情防控重点保障企业”")
    contact = models.CharField(_("联系人"), max_length=20, blank=True)
    phone = models.CharField(_("电话"), max_length=30, blank=True)
    to_resume_on = models.DateField(_("计划复工日"), null=True, blank=True)
    is_ended = models.BooleanField(_("不再包保"), default=False)

    class Meta:
        ordering = ["unit__protocol_order", "id"]

    def __str__(self) -> str:
        return self.name

    def reach(self) -> dict[Reach, set[int]]:
        """The county's own."""
        return {Reach.ASSESSED_UNIT: {self.unit_id}}


class Enrolment(Fact):
    """在册: what a firm was called, its trade and lists, whose it was, when it was to resume, whether looked after."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="enrolments")
    name = models.CharField(max_length=120)
    industry = models.CharField(max_length=40, blank=True)
    lists = models.CharField(max_length=120, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    to_resume_on = models.DateField(null=True, blank=True)
    is_ended = models.BooleanField(default=False)

    class Meta:
        constraints = one_live("enrolment", "enterprise")

    def __str__(self) -> str:
        return self.name


class Scheme(models.Model):
    """包保制度: 双定双包, 「四个一」 or what a city calls it, with the paper behind it."""

    name = models.CharField(_("制度名称"), max_length=40, unique=True)
    basis = models.CharField(_("依据"), max_length=200)
    is_ended = models.BooleanField(_("停用"), default=False)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(name="scheme_has_a_basis", condition=~Q(basis=""))]

    def __str__(self) -> str:
        return self.name


class Part(models.Model):
    """A part in a scheme: 包保领导, 包保干部 (a person) or 责任单位 (a unit)."""

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="parts")
    name = models.CharField(_("角色"), max_length=20)
    is_of_unit = models.BooleanField(_("由单位担任"), default=False)
    order = models.PositiveSmallIntegerField(default=1)
    is_ended = models.BooleanField(default=False)

    class Meta:
        ordering = ["scheme", "order", "id"]
        constraints = [models.UniqueConstraint(fields=["scheme", "name"], name="part_name_once")]

    def __str__(self) -> str:
        return self.name


class Care(Fact):
    """包保: one person, or one unit, plays that part for the firm from a day until a day (None: still).

    Whoever comes after is another fact; the days of the one before stay as they were.
    """

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="cares")
    part = models.ForeignKey(Part, models.PROTECT, related_name="cares", verbose_name=_("角色"))
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="cares")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="cares")
    since_on = models.DateField(_("自"))
    until_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["part__order", "since_on", "id"]
        constraints = [
            *one_live("care", "enterprise", "part", "since_on"),
            models.UniqueConstraint(
                fields=["enterprise", "part"], condition=Q(superseded_at__isnull=True, until_on__isnull=True),
                name="care_one_at_a_time",
            ),
            models.CheckConstraint(
                name="care_is_of_a_person_or_a_unit",
                condition=Q(person__isnull=False, unit__isnull=True) | Q(person__isnull=True, unit__isnull=False),
            ),
            models.CheckConstraint(
                name="care_ends_after_it_began",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=models.F("since_on")),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.person or self.unit)


class Call(models.Model):
    """走访: what was heard and seen at the firm; whether it works again, and how many came back."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="calls")
    called_on = models.DateField(_("走访日期"))
    text = models.TextField(_("情况"))
    resumed_on = models.DateField(_("实际复工日"), null=True, blank=True)
    back_count = models.PositiveIntegerField(_("返岗人数"), null=True, blank=True)
    due_count = models.PositiveIntegerField(_("应到人数"), null=True, blank=True)
    caller = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-called_on", "-id"]
        constraints = [
            models.CheckConstraint(name="call_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="call_back_are_of_those_due",
                condition=Q(back_count__isnull=True)
                | Q(due_count__isnull=True)
                | Q(back_count__lte=models.F("due_count")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.called_on}"

    def reach(self) -> dict[Reach, set[int]]:
        """As its firm."""
        return self.enterprise.reach()


class Need(models.Model):
    """诉求: what the firm asked for, as it said it, and the matter of the one list that it became."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="needs")
    call = models.ForeignKey(Call, models.PROTECT, null=True, blank=True, related_name="needs")
    matter = models.OneToOneField(Matter, models.PROTECT, related_name="need")
    text = models.CharField(_("诉求"), max_length=300)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.text
