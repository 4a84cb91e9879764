"""项目库「135」: what was proposed, said and decided of a project and the pool that it stands in (domain.md §8)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yidan.kernel.facts import one_live
from yidan.kernel.policy import Reach
from yidan.ledger.models.project import OfProject, Project
from yidan.ledger.states import Pool, PoolKind, PoolState
from yidan.people.models import Person, Unit


class PoolCase(models.Model):
    """入库、出库、留库: proposed by one, decided by another, with reasons; how ripe the project was is kept beside.

    Nothing is deleted: a project that left comes back by a new proposal, and both stand in its story.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="pool_cases")
    kind = models.CharField(max_length=6, choices=PoolKind)
    out_of = models.CharField(_("原在"), max_length=12, choices=Pool, blank=True)
    into = models.CharField(_("项目库"), max_length=12, choices=Pool, blank=True)
    state = models.CharField(max_length=10, choices=PoolState, default=PoolState.PROPOSED)
    grounds = models.CharField(_("理由"), max_length=500)
    document = models.CharField(_("依据文件"), max_length=200, blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    opinion = models.CharField(_("评审意见"), max_length=500, blank=True)
    level = models.PositiveSmallIntegerField(null=True, blank=True, help_text="0 to 5, when it was decided")
    score = models.PositiveSmallIntegerField(null=True, blank=True, help_text="of a hundred, when it was decided")
    until_on = models.DateField(_("留到"), null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["project", "kind", "-decided_at"], name="pool_case_by_project")]
        constraints = [
            models.UniqueConstraint(fields=["project"], condition=Q(state="proposed"), name="pool_case_one_open"),
            models.CheckConstraint(name="pool_case_has_grounds", condition=~Q(grounds="")),
            models.CheckConstraint(
                name="pool_case_decision_is_whole",
                condition=Q(state="proposed", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state="proposed") & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="pool_case_entry_has_two_people",
                condition=~Q(kind="entry") | Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="pool_case_pool_fits_its_kind",
                condition=(Q(kind="entry") & ~Q(into="")) | (Q(kind="exit", into="") & ~Q(out_of=""))
                | (Q(kind="stay", into=F("out_of")) & ~Q(out_of="") & Q(until_on__isnull=False)),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.get_into_display() or self.get_out_of_display()}"

    @property
    def journal_project_id(self) -> int:
        """Acts on it stand in the project's timeline."""
        return self.project_id

    def reach(self) -> dict[Reach, set[int]]:
        """Who reaches the project reaches what is said of it."""
        return self.project.reach()


class PoolOpinion(models.Model):
    """评审意见: what a county or a department thinks of a proposal; one a unit, before the office decides."""

    case = models.ForeignKey(PoolCase, models.CASCADE, related_name="opinions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    is_in_favour = models.BooleanField(_("是否同意"))
    text = models.CharField(_("意见"), max_length=500)

    class Meta:
        ordering = ["given_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "unit"], name="pool_opinion_one_a_unit"),
            models.CheckConstraint(name="pool_opinion_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text


class PoolTerm(OfProject):
    """在库: from this day on a project stands in this pool, or (none) in no pool any more, until the next such day.

    `Profile.pool` says where it stands now; where it stood on a day is asked of these.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="pool_terms")
    pool = models.CharField(_("项目库"), max_length=12, choices=Pool, blank=True)
    since_on = models.DateField(_("起始日期"))
    reason = models.CharField(_("更正原因"), max_length=300, blank=True)

    class Meta:
        constraints = one_live("pool_term", "project", "since_on")

    def __str__(self) -> str:
        return f"{self.get_pool_display()} {self.since_on}"
