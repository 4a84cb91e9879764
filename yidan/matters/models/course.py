"""What happens to a matter on its way: replies, requests, urgings, pauses, escalations, verifications."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yidan.evidence.models import Capture
from yidan.matters.models.matter import Matter, OfMatter
from yidan.matters.states import Ask, Letter, Rung, Way
from yidan.people.models import Person, Unit


class Reply(OfMatter):
    """反馈 (or, with `is_plan`, the rectification plan): append-only."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="replies")
    is_plan = models.BooleanField(default=False)
    text = models.TextField(_("进展情况"))
    percent = models.PositiveSmallIntegerField(_("完成率(%)"), null=True, blank=True)
    difficulties = models.TextField(_("存在困难"), blank=True)
    next_step = models.TextField(_("下一步措施"), blank=True)
    replied_at = models.DateTimeField()
    replier = models.ForeignKey(Person, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-replied_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="reply_percent_is_a_part", condition=Q(percent__isnull=True) | Q(percent__lte=100)
            ),
            models.CheckConstraint(name="reply_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class MatterEvidence(OfMatter):
    """A capture that speaks for a matter: with a reply, an application, a verification."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="evidence")
    capture = models.ForeignKey(Capture, models.PROTECT, related_name="+")
    reply = models.ForeignKey(Reply, models.CASCADE, null=True, blank=True, related_name="evidence")
    caption = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "capture"], name="matter_evidence_once")]

    def __str__(self) -> str:
        return self.caption or str(self.capture)


class Extension(OfMatter):
    """延期申请: asked before the deadline, decided by the office; the original deadline stays as it was."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="extensions")
    until_on = models.DateField(_("申请延至"))
    from_on = models.DateField(help_text="the deadline at that time")
    reason = models.CharField(_("理由"), max_length=300)
    ask = models.CharField(max_length=8, choices=Ask, default=Ask.WAITING)
    asked_at = models.DateTimeField()
    asker = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decider = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    approving_leader = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    opinion = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["matter"], condition=Q(ask="waiting"), name="extension_one_waiting"),
            models.CheckConstraint(name="extension_is_later", condition=Q(until_on__gt=F("from_on"))),
            models.CheckConstraint(
                name="extension_decided_is_signed",
                condition=Q(ask="waiting", decided_at__isnull=True, decider__isnull=True)
                | (~Q(ask="waiting") & Q(decided_at__isnull=False, decider__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.until_on}"


class Urge(OfMatter):
    """催办; after the set number of them a 督办函. Its paper says for ever whom it urged, and what deadline stood."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="urges")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", help_text="the lead unit at that time")
    due_on = models.DateField(help_text="the deadline at that time")
    order = models.PositiveSmallIntegerField()
    is_supervision_letter = models.BooleanField(_("督办函"), default=False)
    words = models.CharField(max_length=300, blank=True)
    urged_at = models.DateTimeField()
    urger = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["matter", "order"], name="urge_once")]

    def __str__(self) -> str:
        return str(_("督办函") if self.is_supervision_letter else _("催办"))


class SentLetter(OfMatter):
    """提示单, 联系单 or 报告单 that went out: its number, to whom, and the paper as it was signed.

    `occasion` is why: the deadline that is near, or the climb that asked for help; nobody writes twice for one.
    """

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=12, choices=[each for each in Letter.choices if each[0] != Letter.SUPERVISION])
    order = models.PositiveSmallIntegerField()
    number = models.CharField(_("文号"), max_length=60, unique=True)
    occasion = models.CharField(max_length=40)
    recipients = models.CharField(_("主送"), max_length=300)
    body = models.JSONField(help_text="blocks, without head and recipient")
    words = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField()
    sender = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["sent_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "kind", "order"], name="letter_in_order"),
            models.UniqueConstraint(fields=["matter", "kind", "occasion"], name="letter_once_for_one_reason"),
            models.CheckConstraint(name="letter_has_a_reader", condition=~Q(recipients="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"


class Pause(OfMatter):
    """暂停计时: force majeure or an order to stop work (汛期、扬尘预警), with reason and expiry."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="pauses")
    reason = models.CharField(_("原因"), max_length=200)
    document = models.CharField(_("依据"), max_length=200, blank=True)
    from_on = models.DateField()
    expires_on = models.DateField(_("暂停至"))
    ended_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(help_text="the deadline after it, if it lasts as long as it says")

    class Meta:
        ordering = ["from_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["matter"], condition=Q(ended_on__isnull=True), name="pause_one_open"),
            models.CheckConstraint(name="pause_expires_later", condition=Q(expires_on__gt=F("from_on"))),
            models.CheckConstraint(name="pause_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return self.reason


class Escalation(OfMatter):
    """A move on the ladder: up (上提), down (交下级办理), or the decision to hold it, with a note."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="escalations")
    from_rung = models.PositiveSmallIntegerField(choices=Rung)
    to_rung = models.PositiveSmallIntegerField(choices=Rung)
    holds_until_on = models.DateField(null=True, blank=True, help_text="held: not before this day")
    note = models.CharField(_("说明"), max_length=300)
    made_at = models.DateTimeField()
    maker = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="escalation_moves_or_holds",
                condition=~Q(from_rung=F("to_rung")) | Q(holds_until_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_from_rung_display()} → {self.get_to_rung_display()}"


class Verification(OfMatter):
    """核查: by another unit, at least two people, none of the unit at work; passed or sent back with the reason."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="verifications")
    way = models.CharField(_("核查方式"), max_length=10, choices=Way)
    verifiers = models.CharField(_("核查人"), max_length=120, help_text="names, separated by 、")
    verifier_count = models.PositiveSmallIntegerField()
    is_passed = models.BooleanField()
    opinion = models.TextField(_("核查意见"))
    verified_at = models.DateTimeField()
    verifier = models.ForeignKey(Person, models.PROTECT, related_name="+", help_text="who entered it")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-verified_at", "-id"]
        constraints = [
            models.CheckConstraint(name="verification_by_two", condition=Q(verifier_count__gte=2) | Q(is_passed=False)),
            models.CheckConstraint(name="verification_has_an_opinion", condition=~Q(opinion="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_way_display()} {self.opinion[:40]}"
