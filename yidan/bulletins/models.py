"""A bulletin: a numbered paper, frozen when it was published, with the moment as of which its numbers hold."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yidan.bulletins.states import Kind, State
from yidan.kernel.policy import Reach
from yidan.people.models import Person, Unit


class Bulletin(models.Model):
    """通报: its blocks as JSON (`blocks.to_json`), its cut-off, its number, and the newest seal when it went out."""

    kind = models.CharField(_("种类"), max_length=12, choices=Kind)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    year = models.PositiveSmallIntegerField()
    issue = models.PositiveSmallIntegerField(_("期"), null=True, blank=True, help_text="gap-free per kind and year")
    document = models.CharField(_("文号"), max_length=60, blank=True)
    title = models.CharField(_("标题"), max_length=120)
    from_on = models.DateField()
    to_on = models.DateField()
    cut_off_at = models.DateTimeField(_("数据截止"))
    rounding = models.CharField(max_length=10, choices=[("half_up", _("四舍五入")), ("truncate", _("只舍不入"))])
    blocks = models.JSONField()
    drafted_at = models.DateTimeField()
    drafter = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", help_text="nobody yet: the clock drafted it"
    )
    named_units = models.ManyToManyField(Unit, related_name="+", blank=True, verbose_name=_("点名单位"))
    consulted_until_on = models.DateField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    seal_position = models.PositiveBigIntegerField(null=True, blank=True)
    seal = models.CharField(max_length=64, blank=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")
    reason = models.CharField(_("撤回、更正原因"), max_length=300, blank=True)
    is_public = models.BooleanField(_("可公开"), default=False)
    withheld = models.JSONField(_("公开版略去"), default=list, blank=True)

    class Meta:
        ordering = ["-cut_off_at", "-id"]
        indexes = [models.Index(fields=["kind", "-cut_off_at"], name="bulletin_by_kind")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "year", "issue"], condition=Q(issue__isnull=False), name="bulletin_issue_once"
            ),
            models.CheckConstraint(
                name="bulletin_published_is_whole",
                condition=~Q(state=State.PUBLISHED)
                | Q(
                    issue__isnull=False,
                    published_at__isnull=False,
                    published_by__isnull=False,
                    seal_position__isnull=False,
                    signed_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="bulletin_signed_is_signed",
                condition=Q(signed_at__isnull=True, signed_by__isnull=True)
                | Q(signed_at__isnull=False, signed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="bulletin_withdrawn_has_a_reason", condition=~Q(state=State.WITHDRAWN) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        """第12期; "" before it has one."""
        return f"第{self.issue}期" if self.issue else ""

    def reach(self) -> dict[Reach, set[int]]:
        """The units it names may comment on it."""
        units = {unit.pk for unit in self.named_units.all()} if self.pk else set()
        return dict.fromkeys((Reach.ASSESSED_UNIT, Reach.COMPETENT_UNIT, Reach.OWNER_UNIT), units)


class Comment(models.Model):
    """意见: what a unit that is named says to it before it goes out."""

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="comments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    commenter = models.ForeignKey(Person, models.PROTECT, related_name="+")
    agrees = models.BooleanField(_("无意见"))
    text = models.CharField(_("意见"), max_length=500, blank=True)
    commented_at = models.DateTimeField()

    class Meta:
        ordering = ["commented_at", "id"]
        constraints = [models.CheckConstraint(name="comment_against_says_why", condition=Q(agrees=True) | ~Q(text=""))]

    def __str__(self) -> str:
        return self.text or str(_("无意见"))
