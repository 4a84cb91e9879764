"""A matter: what is to be put right, by whom, until when, and by which standard it is struck off."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from yidan.evidence.models import File
from yidan.kernel.policy import Reach
from yidan.kernel.statements import Prepared
from yidan.ledger.models import Project
from yidan.matters.states import ENDED, Cycle, Kind, ProblemType, Rung, Severity, State, Tier
from yidan.people.models import Person, Unit

_ENDED = [state.value for state in ENDED]
_BEFORE_ISSUE = [State.DRAFT.value, State.LISTED.value]
_NOT_YET_ENLISTED = [State.DRAFT.value, *_ENDED]


class Matter(models.Model):
    """事项(一单): one entry of the list (domain.md §1.1).

    `turn_unit`, `step` and `step_due_on` say whose next step it is, which, and until when; commands keep them, and
    the database refuses an open matter without them. `original_due_on` never changes once it was issued.
    """

    # identity
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    serial = models.PositiveIntegerField(null=True, blank=True)
    kind = models.CharField(_("类别"), max_length=14, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    # origin
    source = models.CharField(_("来源"), max_length=120, help_text="会议名称、批示人、巡查、企业走访……")
    source_document = models.CharField(_("来源文号"), max_length=120, blank=True)
    source_clause = models.CharField(_("页码、条款"), max_length=60, blank=True)
    source_quote = models.TextField(_("来源原文"), blank=True)
    source_on = models.DateField(_("来源日期"), null=True, blank=True)
    source_file = models.ForeignKey(File, models.PROTECT, null=True, blank=True, related_name="+")
    # object
    projects = models.ManyToManyField(Project, related_name="matters", blank=True)
    assessed_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("县市区")
    )
    chain = models.CharField(_("产业链"), max_length=60, blank=True)
    link = models.CharField(_("涉及环节"), max_length=60, blank=True)
    enterprise = models.CharField(_("企业"), max_length=120, blank=True)
    # content
    title = models.CharField(_("事项"), max_length=100)
    description = models.TextField(_("问题描述"), blank=True)
    problem_type = models.CharField(_("问题类型"), max_length=16, choices=ProblemType, default=ProblemType.OTHER)
    tier = models.CharField(_("问题层级"), max_length=12, choices=Tier, default=Tier.COUNTY)
    severity = models.CharField(_("严重程度"), max_length=12, choices=Severity, default=Severity.ORDINARY)
    # requirement
    requirement = models.TextField(_("办理要求"), blank=True)
    close_out_standard = models.TextField(_("销号标准"), blank=True)
    evidence_asked = models.CharField(_("应提交佐证"), max_length=300, blank=True)
    evidence_reason = models.CharField(_("为什么需要佐证"), max_length=300, blank=True)
    # responsibility
    lead_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("牵头单位")
    )
    supporting_units = models.ManyToManyField(Unit, related_name="+", blank=True, verbose_name=_("协办单位"))
    verifying_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("验收单位")
    )
    duty_person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("责任人")
    )
    supervisor = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("督办人")
    )
    contact_leader = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("联系市领导")
    )
    # time
    raised_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    original_due_on = models.DateField(_("原定时限"), null=True, blank=True)
    due_on = models.DateField(_("整改时限"), null=True, blank=True)
    cycle = models.CharField(_("反馈周期"), max_length=14, choices=Cycle, default=Cycle.ONCE)
    # course
    rung = models.PositiveSmallIntegerField(choices=Rung, default=Rung.OWNER)
    is_declined = models.BooleanField(default=False, help_text="the one return is used up")
    turn_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    step = models.CharField(max_length=40, blank=True, help_text="the verb of the next step")
    step_due_on = models.DateField(null=True, blank=True)
    # end: struck off, dropped or merged
    ended_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    close_out_document = models.CharField(_("销号文号"), max_length=60, blank=True)
    satisfaction = models.PositiveSmallIntegerField(
        _("满意度"), null=True, blank=True, choices=[(3, _("满意")), (2, _("基本满意")), (1, _("不满意"))]
    )
    rebound_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="rebounds")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")

    class Meta:
        ordering = ["-year", "-serial", "-id"]
        indexes = [
            models.Index(fields=["turn_unit", "step_due_on"], name="matter_by_turn"),
            models.Index(fields=["state", "step_due_on"], name="matter_by_state"),
            models.Index(fields=["lead_unit", "state", "due_on"], name="matter_by_lead"),
            models.Index(fields=["supervisor", "state"], name="matter_by_supervisor"),
            models.Index(fields=["year", "kind", "state"], name="matter_by_kind"),
            models.Index(fields=["issued_at", "lead_unit"], name="matter_by_issue"),
            models.Index(fields=["raised_by", "-raised_at"], name="matter_by_raiser"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="matter_number_once"),
            models.CheckConstraint(
                name="matter_number_is_whole",
                condition=Q(year__isnull=True, serial__isnull=True) | Q(year__isnull=False, serial__isnull=False),
            ),
            models.CheckConstraint(
                name="matter_on_the_list_is_numbered",
                condition=Q(state__in=_NOT_YET_ENLISTED) | Q(serial__isnull=False),
            ),
            models.CheckConstraint(
                name="matter_is_verified_by_another_unit",
                condition=Q(verifying_unit__isnull=True)
                | Q(lead_unit__isnull=True)
                | ~Q(verifying_unit=F("lead_unit")),
            ),
            models.CheckConstraint(
                name="matter_issued_is_complete",
                condition=Q(state__in=[*_BEFORE_ISSUE, State.DROPPED, State.MERGED])
                | Q(
                    lead_unit__isnull=False,
                    verifying_unit__isnull=False,
                    due_on__isnull=False,
                    original_due_on__isnull=False,
                    issued_at__isnull=False,
                )
                & ~Q(close_out_standard=""),
            ),
            models.CheckConstraint(
                name="matter_open_has_a_next_step",
                condition=Q(state__in=_ENDED, turn_unit__isnull=True, step="", step_due_on__isnull=True)
                | (~Q(state__in=_ENDED) & Q(turn_unit__isnull=False, step_due_on__isnull=False) & ~Q(step="")),
            ),
            models.CheckConstraint(
                name="matter_ended_is_dated",
                condition=Q(state__in=_ENDED, ended_at__isnull=False)
                | (~Q(state__in=_ENDED) & Q(ended_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="matter_closed_is_signed",
                condition=Q(state=State.CLOSED, closed_at__isnull=False, closed_by__isnull=False)
                | (~Q(state=State.CLOSED) & Q(closed_at__isnull=True, closed_by__isnull=True)),
            ),
            models.CheckConstraint(
                name="matter_evidence_is_asked_with_a_reason",
                condition=Q(evidence_asked="") | ~Q(evidence_reason=""),
            ),
            models.CheckConstraint(
                name="matter_merged_names_the_other",
                condition=Q(state=State.MERGED, merged_into__isnull=False)
                | (~Q(state=State.MERGED) & Q(merged_into__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def number(self) -> str:
        """2020-ZD-0012, for life; "" while it is a draft (domain.md §1.1)."""
        return f"{self.year}-ZD-{self.serial:04d}" if self.serial else ""

    def concern(self, projects: Iterable[Project]) -> None:
        """These are its projects from now on."""
        self.projects.set(projects)
        self.__dict__.pop("journal_project_id", None)

    @cached_property
    def journal_project_id(self) -> int | None:
        """With exactly one project, its acts stand in that project's timeline too."""
        if not self.pk:
            return None
        found = _FIRST_TWO.of(self.pk)
        return found[0][0] if len(found) == 1 else None

    def reach(self) -> dict[Reach, Collection[int]]:
        """The units it names; which of them may do what is the command's to say."""
        units = _Named(self)
        return dict.fromkeys((Reach.ASSESSED_UNIT, Reach.COMPETENT_UNIT, Reach.OWNER_UNIT), units)


_FIRST_TWO = Prepared(lambda pk: Matter.projects.through.objects.filter(matter=pk).values_list("project_id")[:2])


class _Named(Collection[int]):
    """The units that a matter names; those that help are asked for only where the others do not answer."""

    def __init__(self, matter: Matter) -> None:
        named = (matter.lead_unit_id, matter.verifying_unit_id, matter.turn_unit_id, matter.raised_by.unit_id)
        self._matter, self._near = matter, {unit for unit in named if unit is not None}

    @cached_property
    def _all(self) -> set[int]:
        return self._near | {unit.pk for unit in self._matter.supporting_units.all()} if self._matter.pk else self._near

    def __contains__(self, unit: object) -> bool:
        return unit in self._near or unit in self._all

    def __iter__(self) -> Iterator[int]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)


class OfMatter(models.Model):
    """Abstract: something that happened to a matter; written once, never changed in what it says."""

    class Meta:
        abstract = True

    @property
    def journal_project_id(self) -> int | None:
        """Where the matter's acts stand."""
        return self.matter.journal_project_id  # type: ignore[attr-defined]

    def reach(self) -> dict[Reach, set[int]]:
        """Who reaches the matter."""
        return self.matter.reach()  # type: ignore[attr-defined]
