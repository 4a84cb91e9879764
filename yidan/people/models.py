"""Units, persons, and who holds which role where, for how long."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yidan.kernel import once
from yidan.kernel.facts import Fact, one_live
from yidan.kernel.policy import Reach, Role
from yidan.kernel.statements import Prepared
from yidan.people.states import FeedbackKind, FeedbackState


class UnitKind(models.TextChoices):
    """What sort of body a unit is."""

    OFFICE = "office", _("项目办")
    COUNTY = "county", _("县市区")
    PARK = "park", _("园区")
    DEPARTMENT = "department", _("市直部门")
    OWNER = "owner", _("项目业主")
    PLATFORM = "platform", _("平台公司")
    OTHER = "other", _("其他")


class RankingGroup(models.TextChoices):
    """Units are ranked only within their group (domain.md §2.3)."""

    COUNTY = "county", _("县市区")
    PARK = "park", _("园区")
    DEPARTMENT = "department", _("市直部门")
    PLATFORM = "platform", _("平台公司")


class Unit(models.Model):
    """A body that owns, answers for, or reviews projects.

    `is_assessed` marks the 考核单元, which are never derived from region codes (domain.md §5.3):
    经开区 has none, and its streets carry those of 石峰区.
    """

    name = models.CharField(_("名称"), max_length=120, unique=True)
    short_name = models.CharField(_("简称"), max_length=40, blank=True)
    former_names = models.CharField(_("曾用名"), max_length=300, blank=True, help_text="separated by 、")
    kind = models.CharField(_("类别"), max_length=12, choices=UnitKind)
    region_code = models.CharField(_("行政区划代码"), max_length=6, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    ranking_group = models.CharField(_("排名分组"), max_length=12, choices=RankingGroup, blank=True)
    protocol_order = models.PositiveIntegerField(_("排序号"), default=9999)
    is_assessed = models.BooleanField(_("考核单元"), default=False)
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        ordering = ["protocol_order", "id"]
        constraints = [
            models.CheckConstraint(
                name="unit_region_code_is_six_digits", condition=Q(region_code="") | Q(region_code__regex=r"^[0-9]{6}$")
            ),
            models.CheckConstraint(
                name="unit_assessed_is_grouped", condition=Q(is_assessed=False) | ~Q(ranking_group="")
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    def reach(self) -> dict[Reach, set[int]]:
        """As a subject, a unit is within reach of those who hold a role in it."""
        return {part: {self.pk} for part in (Reach.ASSESSED_UNIT, Reach.COMPETENT_UNIT, Reach.OWNER_UNIT)}


class PersonManager(BaseUserManager["Person"]):
    """Log-in looks persons up by username."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(username=username)


class Person(AbstractBaseUser):
    """Somebody who acts, or whom the office names (a leader, a person in charge)."""

    username = models.CharField(_("登录名"), max_length=40, unique=True, null=True, blank=True)
    name = models.CharField(_("姓名"), max_length=60)
    post = models.CharField(_("职务"), max_length=120, blank=True)
    phone = models.CharField(_("电话"), max_length=60, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="people")
    protocol_order = models.PositiveIntegerField(_("排序号"), default=9999, help_text="固定排序，不按拼音")
    is_active = models.BooleanField(_("在用"), default=True)
    must_change_password = models.BooleanField(default=False)
    last_login = None  # nobody counts log-ins here (国办函〔2026〕12号, domain.md §13.4)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")

    objects = PersonManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["protocol_order", "id"]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """Name, as Django's login asks for it."""
        return self.name

    def holds(self) -> Iterable[tuple[str, int]]:
        """The roles held now, each with the unit; read once per loaded person."""
        if not self.is_active:
            return ()
        if not hasattr(self, "_holds"):
            self.take_roles(HELD.of(self.pk))
        return self._holds

    def take_roles(self, held: Iterable[tuple[str, int]]) -> None:
        """These are the roles that `HELD` says."""
        self._holds = tuple(held)

    def forget_roles(self) -> None:
        """After a grant: read the roles again, and who acts for a unit."""
        self.__dict__.pop("_holds", None)
        once.forget()

    def is_role(self, *roles: Role) -> bool:
        """Whether the person holds one of these roles anywhere."""
        return any(role in roles for role, _unit in self.holds())

    def reach(self) -> dict[Reach, set[int]]:
        """As a subject, a person is reached through the unit."""
        return self.unit.reach() if self.unit else {}

    def has_perm(self, *_args: Any) -> bool:
        """Django's permissions are not used; yidan.kernel.policy decides."""
        return False


class RoleHolding(Fact):
    """A person holds a role in a unit from a day until a day (None: still)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="role_holdings")
    role = models.CharField(max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="role_holdings")
    since_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            *one_live("role_holding", "person", "role", "unit", "since_on"),
            models.CheckConstraint(
                name="role_holding_ends_after_it_began",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=models.F("since_on")),
            ),
            models.UniqueConstraint(
                fields=["person", "role", "unit"],
                condition=Q(superseded_at__isnull=True, until_on__isnull=True),
                name="role_holding_once_at_a_time",
            ),
        ]

    def covers(self, day: date) -> bool:
        """Whether the role was held on that day."""
        return self.since_on <= day and (self.until_on is None or day <= self.until_on)

    def __str__(self) -> str:
        return f"{self.person} {self.get_role_display()} {self.unit}"


# A person's roles now, each with the unit.
HELD = Prepared(
    lambda person: (
        RoleHolding.objects.live().filter(person=person, until_on__isnull=True).values_list("role", "unit_id")
    )
)


class Notice(models.Model):
    """知会: a sentence for one person about something that waits or happened; kept, with when it was read.

    It names its subject by type and number, as the journal does: this room knows none of the rooms below.
    `occasion` is what it must not be said twice of (a deadline near, a proposal); empty where each act is one.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="notices")
    verb = models.CharField(max_length=40, help_text="the act it tells of or asks for")
    subject_type = models.CharField(max_length=40)
    subject_id = models.PositiveBigIntegerField()
    sentence = models.CharField(max_length=300)
    occasion = models.CharField(max_length=80, blank=True)
    is_urgent = models.BooleanField(default=False, help_text="a true emergency: sent at once, also at night")
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True, help_text="what it asked for was done: nobody is reminded")

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [
            models.Index(fields=["person", "-made_at"], name="notice_by_person"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="notice_unread"),
            models.Index(fields=["subject_type", "subject_id"], name="notice_by_subject"),
        ]
        constraints = [
            models.CheckConstraint(name="notice_says_something", condition=~Q(sentence="")),
            models.UniqueConstraint(
                fields=["person", "occasion"], condition=~Q(occasion=""), name="notice_once_an_occasion"
            ),
        ]

    def __str__(self) -> str:
        return self.sentence


class Delivery(models.Model):
    """送达: a notice on its way by a channel; `sent_at` when the other side took it, `fault` why it did not yet."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=30)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once_a_channel")]
        indexes = [models.Index(fields=["next_try_at"], condition=Q(sent_at__isnull=True), name="delivery_to_try")]

    def __str__(self) -> str:
        return f"{self.channel} {self.sent_at or self.fault}"


class CalendarFeed(models.Model):
    """日历订阅: a secret address under which a person's own deadlines can be read; only its hash is kept."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="calendar_feeds")
    token_sha256 = models.CharField(max_length=64, unique=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(closed_at__isnull=True), name="calendar_feed_one_open"
            ),
            models.CheckConstraint(name="calendar_feed_is_hex", condition=Q(token_sha256__regex=r"^[0-9a-f]{64}$")),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.opened_at:%Y-%m-%d}"


class Feedback(models.Model):
    """投诉建议: what somebody wrote to the office about this system, and the answer (domain.md §13.4)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="feedback")
    kind = models.CharField(_("反映什么"), max_length=12, choices=FeedbackKind)
    text = models.TextField(_("内容"))
    state = models.CharField(max_length=10, choices=FeedbackState, default=FeedbackState.SENT)
    sent_at = models.DateTimeField()
    answer = models.TextField(_("答复"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-sent_at", "-id"]
        indexes = [models.Index(fields=["person", "-sent_at"], name="feedback_by_person")]
        constraints = [
            models.CheckConstraint(name="feedback_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="feedback_answer_is_signed",
                condition=Q(state="sent", answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (Q(state="answered", answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.person}"
