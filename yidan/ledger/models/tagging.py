"""What the office sticks to projects and keeps for itself: tags, attachments, saved views, column heads."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yidan.evidence.models import File
from yidan.kernel.facts import one_live
from yidan.kernel.policy import Reach
from yidan.ledger.models.project import OfProject, Project
from yidan.ledger.states import PaperKind, TagKind
from yidan.people.models import Person


class Tag(models.Model):
    """A label the office gives to many projects."""

    name = models.CharField(_("标签"), max_length=60, unique=True)
    kind = models.CharField(max_length=10, choices=TagKind, default=TagKind.OTHER)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    def reach(self) -> dict[Reach, set[int]]:
        return {}


class Tagging(OfProject):
    """A project carries a tag."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="taggings")
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="taggings")

    class Meta:
        constraints = one_live("tagging", "project", "tag")

    def __str__(self) -> str:
        return str(self.tag)


class Attachment(OfProject):
    """A file that belongs to a project; a filed paper (归档文件) says its kind and what is printed on it.

    `milestone` is a name, since milestones are facts that a change supersedes: the paper proves that it was reached.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="attachments")
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    kind = models.CharField(_("类别"), max_length=12, choices=PaperKind, blank=True)
    number = models.CharField(_("文号"), max_length=100, blank=True)
    dated_on = models.DateField(_("成文日期"), null=True, blank=True)
    milestone = models.CharField(_("节点"), max_length=100, blank=True)

    class Meta:
        constraints = [
            *one_live("attachment", "project", "file"),
            models.CheckConstraint(
                name="attachment_number_is_of_a_paper",
                condition=~Q(kind="") | Q(number="", dated_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SavedView(models.Model):
    """A person's filters, columns and order of a list, under a name."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "page", "name"], name="saved_view_once")]

    def __str__(self) -> str:
        return self.name

    def reach(self) -> dict[Reach, set[int]]:
        return self.person.reach()


class ColumnMapping(models.Model):
    """What a column's head meant when somebody said so by hand; remembered for that head."""

    head = models.CharField(max_length=200)
    kind = models.CharField(max_length=12)
    field = models.CharField(max_length=40, blank=True, help_text='"" means: leave this column out')

    class Meta:
        constraints = [models.UniqueConstraint(fields=["head", "kind"], name="column_mapping_once")]

    def __str__(self) -> str:
        return f"{self.head} → {self.field}"
