"""The checklist, the day's list, the visit with what was seen, and what it gave rise to.

Nobody's way is kept: no route, no order of stops, no place but that of the project; nothing here is counted by person.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yidan.evidence.models import File
from yidan.kernel.facts import Fact, one_live
from yidan.kernel.policy import Reach
from yidan.ledger.models import Exhibit, Project
from yidan.ledger.states import Domain
from yidan.matters.models import Matter
from yidan.matters.states import ProblemType
from yidan.patrol.states import State
from yidan.people.models import Person


class Checklist(Fact):
    """巡查清单: the questions for a kind of project, as data; a new version supersedes the old one whole.

    `form` is what `rules.forms` reads and the phone as well: items with name, kind, label, choices, and the parsed
    conditions. An empty `domain` serves every kind that has no list of its own.
    """

    domain = models.CharField(_("领域"), max_length=16, choices=Domain, blank=True)
    version = models.PositiveIntegerField()
    title = models.CharField(_("名称"), max_length=100)
    form = models.JSONField()
    file = models.ForeignKey(File, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("依据"), max_length=200)

    class Meta:
        constraints = [
            *one_live("checklist", "domain"),
            models.UniqueConstraint(fields=["domain", "version"], name="checklist_version_once"),
            models.CheckConstraint(name="checklist_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"


class PatrolDay(models.Model):
    """A day's list as it was made: by which seed and limits, out of how many projects. One a day."""

    day = models.DateField(unique=True)
    made_at = models.DateTimeField()
    seed = models.CharField(max_length=40)
    limits = models.JSONField(default=dict, help_text="the parameters it was made with")
    population = models.PositiveIntegerField(help_text="live projects on that day")
    left_count = models.PositiveIntegerField(default=0, help_text="had a reason, but nobody was left to go")

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return str(self.day)


class Assignment(models.Model):
    """Somebody is asked to look at a project on a day, and why, in words. A request, never an order of stops."""

    patrol_day = models.ForeignKey(PatrolDay, models.CASCADE, related_name="assignments")
    project = models.ForeignKey(Project, models.PROTECT, related_name="assignments")
    visitor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reasons = models.JSONField(default=list, help_text="kinds (states.Reason), the weightiest first")
    words = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patrol_day", "project"], name="assignment_once_a_day"),
            models.CheckConstraint(name="assignment_says_why", condition=~Q(words="")),
        ]
        indexes = [models.Index(fields=["visitor", "patrol_day"], name="assignment_by_visitor")]

    def __str__(self) -> str:
        return f"{self.patrol_day} {self.project}"


class Visit(models.Model):
    """Somebody was on the site. What was seen is said by the live `Sighting`; a correction supersedes that alone."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="visits")
    visitor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    assignment = models.OneToOneField(
        Assignment, models.PROTECT, null=True, blank=True, related_name="visit", help_text="asked for, or of one's own"
    )
    visited_at = models.DateTimeField(help_text="as claimed")
    recorded_at = models.DateTimeField()
    exhibits = models.ManyToManyField(Exhibit, related_name="visits", blank=True)

    class Meta:
        ordering = ["-visited_at", "-id"]
        indexes = [models.Index(fields=["project", "-visited_at"], name="visit_by_project")]

    def __str__(self) -> str:
        return f"{self.project} {self.visited_at:%Y-%m-%d}"

    @property
    def journal_project_id(self) -> int:
        """Visits stand in the project's timeline."""
        return self.project_id

    def reach(self) -> dict[Reach, set[int]]:
        """Who reaches the project."""
        return self.project.reach()


class Sighting(Fact):
    """The three fields of a visit, and the answers to a checklist where there was one."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="sightings")
    physical_progress = models.CharField(_("形象进度"), max_length=500)
    at_work = models.CharField(_("作业面、人员、机械"), max_length=500, blank=True)
    problems = models.CharField(_("发现问题"), max_length=1000, blank=True)
    checklist = models.ForeignKey(Checklist, models.PROTECT, null=True, blank=True, related_name="+")
    answers = models.JSONField(default=dict, blank=True)
    reason = models.CharField(_("更正原因"), max_length=300, blank=True)

    class Meta:
        constraints = [
            *one_live("sighting", "visit"),
            models.CheckConstraint(name="sighting_says_something", condition=~Q(physical_progress="")),
        ]

    def __str__(self) -> str:
        return self.physical_progress[:40]

    @property
    def journal_project_id(self) -> int:
        return self.visit.project_id

    def reach(self) -> dict[Reach, set[int]]:
        """Who reaches the project."""
        return self.visit.reach()


class Finding(models.Model):
    """发现问题: one line of a visit's problems, solved on the spot or raised as a matter of the one list."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="findings")
    text = models.CharField(_("问题"), max_length=300)
    problem_type = models.CharField(_("问题类型"), max_length=16, choices=ProblemType, default=ProblemType.OTHER)
    found_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    how = models.CharField(_("怎么解决的"), max_length=300, blank=True)
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="findings")

    class Meta:
        ordering = ["-found_at", "-id"]
        indexes = [models.Index(fields=["state", "-found_at"], name="finding_by_state")]
        constraints = [
            models.CheckConstraint(name="finding_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="finding_settled_is_signed",
                condition=Q(state=State.OPEN, settled_at__isnull=True, settled_by__isnull=True)
                | ~Q(state=State.OPEN) & Q(settled_at__isnull=False, settled_by__isnull=False),
            ),
            models.CheckConstraint(
                name="finding_raised_names_its_matter",
                condition=Q(state=State.RAISED, matter__isnull=False) | ~Q(state=State.RAISED) & Q(matter__isnull=True),
            ),
            models.CheckConstraint(name="finding_solved_says_how", condition=~Q(state=State.SOLVED) | ~Q(how="")),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def journal_project_id(self) -> int:
        """Findings stand in the project's timeline."""
        return self.visit.project_id

    def reach(self) -> dict[Reach, set[int]]:
        """Who reaches the project."""
        return self.visit.reach()
