"""The catalogue of items and lists, the permits of a project with what happened to each, and the finished course.

What happened is a fact; the days that follow from it stand on the permit for lists, written anew by every act and
whenever the calendar of working days changes.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yidan.approvals.states import Land, Mode, PaperKind, Phase, State, Unit
from yidan.evidence.models import File
from yidan.kernel.facts import Fact, one_live
from yidan.kernel.policy import Reach
from yidan.ledger.models import Project
from yidan.ledger.states import ManagementForm
from yidan.people.models import Person
from yidan.people.models import Unit as Body


class ApprovalItem(Fact):
    """审批事项: an entry of the catalogue; a new version supersedes the old one, and running clocks keep theirs."""

    code = models.CharField(_("代号"), max_length=30)
    name = models.CharField(_("事项"), max_length=60)
    phase = models.CharField(_("阶段"), max_length=1, choices=Phase)
    order = models.PositiveSmallIntegerField(_("排序号"), default=0)
    department = models.CharField(_("经办部门"), max_length=60, blank=True)
    statutory_limit = models.PositiveSmallIntegerField(_("法定时限"), null=True, blank=True)
    limit = models.PositiveSmallIntegerField(_("承诺时限"), null=True, blank=True)
    unit = models.CharField(_("计时单位"), max_length=8, choices=Unit, default=Unit.WORKDAY)
    extension_most = models.PositiveSmallIntegerField(_("最多可延长"), default=0)
    pauses = models.JSONField(_("不计入时限的环节"), default=list)
    needs = models.JSONField(_("前置事项"), default=list)
    is_excluded = models.BooleanField(_("整项不计入时间预算"), default=False)
    output = models.CharField(_("办理结果"), max_length=60, blank=True)
    source = models.CharField(_("依据"), max_length=200)

    class Meta:
        constraints = [
            *one_live("approval_item", "code"),
            models.CheckConstraint(name="approval_item_has_a_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return self.name


class ApprovalTemplate(Fact):
    """审批清单: the items that a kind of project needs; `items` name the code and, where it differs, the limit."""

    code = models.CharField(_("代号"), max_length=30)
    name = models.CharField(_("名称"), max_length=60)
    management_form = models.CharField(_("管理方式"), max_length=12, choices=ManagementForm)
    land = models.CharField(_("供地方式"), max_length=12, choices=Land)
    items = models.JSONField(_("事项"), default=list)
    source = models.CharField(_("依据"), max_length=200)

    class Meta:
        constraints = [
            *one_live("approval_template", "code"),
            models.CheckConstraint(name="approval_template_has_a_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return self.name


class Permit(models.Model):
    """审批件: one item of one project, on its way. Terms are those of the day on which it was put on the list."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="permits")
    item = models.ForeignKey(ApprovalItem, models.PROTECT, related_name="+")
    code = models.CharField(max_length=30, help_text="the item's")
    order = models.PositiveSmallIntegerField(default=0)
    department = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="permits", verbose_name=_("经办部门")
    )
    mode = models.CharField(_("办理方式"), max_length=10, choices=Mode, default=Mode.FORMAL)
    began_as = models.CharField(max_length=10, choices=Mode, default=Mode.FORMAL)
    limit = models.PositiveSmallIntegerField(null=True, blank=True)
    needs = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    opened_at = models.DateTimeField()
    missing = models.CharField(_("容缺的材料"), max_length=300, blank=True)
    promised_on = models.DateField(_("承诺补齐(核查)日期"), null=True, blank=True)
    converted_on = models.DateField(null=True, blank=True)
    waiver = models.CharField(_("免办理由"), max_length=300, blank=True)
    number = models.CharField(_("文号"), max_length=120, blank=True)
    is_refused = models.BooleanField(default=False)
    # Derived from the events: what lists and counts ask for.
    received_on = models.DateField(null=True, blank=True)
    answer_by_on = models.DateField(null=True, blank=True, help_text="until then lacking papers may be named")
    accepted_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    used = models.PositiveIntegerField(null=True, blank=True, help_text="units used, once ended")

    class Meta:
        ordering = ["project", "order", "id"]
        indexes = [
            models.Index(fields=["state", "due_on"], name="permit_by_state"),
            models.Index(fields=["code", "ended_on"], name="permit_by_code"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "code"], condition=~Q(state=State.WITHDRAWN), name="permit_once_an_item"
            ),
            models.CheckConstraint(
                name="permit_waived_says_why",
                condition=Q(state=State.WAIVED) & ~Q(waiver="") | ~Q(state=State.WAIVED) & Q(waiver=""),
            ),
            models.CheckConstraint(
                name="permit_ends_after_it_was_accepted",
                condition=Q(ended_on__isnull=True) | Q(accepted_on__isnull=True) | Q(ended_on__gte=F("accepted_on")),
            ),
            models.CheckConstraint(
                name="permit_deficient_says_what_is_missing",
                condition=~Q(began_as=Mode.DEFICIENT) | ~Q(missing="") & Q(promised_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.item.name}"

    @property
    def journal_project_id(self) -> int:
        """Permits stand in the project's timeline."""
        return self.project_id

    def reach(self) -> dict[Reach, set[int]]:
        """Who reaches the project; and of departments only the one at work: it alone decides."""
        named = dict(self.project.reach())
        named[Reach.COMPETENT_UNIT] = {self.department_id} if self.department_id else set()
        return named


class PermitEvent(Fact):
    """What happened to a permit. A wrong day is superseded by `permit.correct`, with the reason."""

    permit = models.ForeignKey(Permit, models.CASCADE, related_name="events")
    serial = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, help_text="the last word of the verb")
    happened_at = models.DateTimeField(_("发生时间"))
    basis = models.CharField(_("依据"), max_length=300, blank=True)
    document = models.CharField(_("文书"), max_length=120, blank=True)
    days = models.PositiveSmallIntegerField(_("延长天数"), default=0)
    reason = models.CharField(_("更正原因"), max_length=300, blank=True)

    class Meta:
        constraints = [
            *one_live("permit_event", "permit", "serial"),
            models.CheckConstraint(
                name="permit_event_pause_has_a_basis", condition=~Q(kind="pause") | ~Q(basis="") & ~Q(document="")
            ),
            models.CheckConstraint(name="permit_event_extends", condition=Q(kind="extend", days__gt=0) | Q(days=0)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_at:%Y-%m-%d}"


class PermitPaper(models.Model):
    """文书: a file that belongs to a permit; as many as there are."""

    permit = models.ForeignKey(Permit, models.PROTECT, related_name="papers")
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    kind = models.CharField(_("文书类别"), max_length=12, choices=PaperKind, default=PaperKind.OTHER)
    number = models.CharField(_("文号"), max_length=120, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["permit", "file"], name="permit_paper_once")]

    def __str__(self) -> str:
        return self.number or self.file.name

    @property
    def journal_project_id(self) -> int:
        return self.permit.project_id

    def reach(self) -> dict[Reach, set[int]]:
        """Who reaches the permit."""
        return self.permit.reach()


class ApprovalCourse(Fact):
    """走完的审批: from the first acceptance to the decision on 施工许可, in both numbers.

    Written when that decision is made, and again when a correction or a calendar changes what it rests on.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="approval_courses")
    started_on = models.DateField()
    ended_on = models.DateField()
    workdays = models.PositiveIntegerField()
    calendar_days = models.PositiveIntegerField()
    is_provisional = models.BooleanField(default=False)

    class Meta:
        constraints = [
            *one_live("approval_course", "project"),
            models.CheckConstraint(
                name="approval_course_ends_after_it_began", condition=Q(ended_on__gte=F("started_on"))
            ),
        ]
        indexes = [models.Index(fields=["ended_on"], name="approval_course_by_end")]

    def __str__(self) -> str:
        return f"{self.project} {self.workdays}"
