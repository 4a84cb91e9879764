"""What a project is: identity, profile (概况), codes, former names, shares, sources of money.

`Project` is the identity and never changes its meaning; everything that is said of it is a dated fact.
"""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yidan.kernel.facts import Fact, one_live
from yidan.kernel.policy import Reach
from yidan.kernel.values import MonthField, WanField
from yidan.ledger.states import Domain, FundingNature, ManagementForm, Nature, Pool, Source, Stage
from yidan.people.models import Person, Unit


class Project(models.Model):
    """A project's identity: a number of our own for life, a place in the list, and what it was merged into."""

    internal_id = models.CharField(_("内部编号"), max_length=20, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    merged_at = models.DateTimeField(null=True, blank=True, help_text="before it, as-of figures still count both")
    order = models.PositiveIntegerField(_("序号"), default=0, help_text="the row order is political: keep it")
    registered_at = models.DateTimeField()
    # Derived from the facts by the commands, for lists: the live profile, the stage reached, the text that search
    # reads, and the name without what many names share, by which likely duplicates are found.
    profile = models.OneToOneField("Profile", models.PROTECT, null=True, blank=True, related_name="current_of")
    stage = models.CharField(max_length=16, choices=Stage, default=Stage.IDENTIFICATION)
    search = models.TextField(default="", blank=True)
    name_key = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        ordering = ["order", "id"]
        indexes = [
            models.Index(fields=["order", "id"], name="project_in_order"),
            models.Index(fields=["stage"], name="project_by_stage"),
            models.Index(fields=["name_key"], name="project_by_name_key"),
        ]
        constraints = [
            models.CheckConstraint(
                name="project_is_not_its_own_parent", condition=Q(parent__isnull=True) | ~Q(parent=F("id"))
            ),
            models.CheckConstraint(
                name="project_is_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
            ),
            models.CheckConstraint(
                name="project_merger_is_dated",
                condition=Q(merged_into__isnull=True, merged_at__isnull=True)
                | Q(merged_into__isnull=False, merged_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.profile.name if self.profile else self.internal_id

    @property
    def name(self) -> str:
        """The name as it is now."""
        return self.profile.name if self.profile else self.internal_id

    @property
    def journal_project_id(self) -> int:
        """What is done to a project stands in its own timeline."""
        return self.pk

    def reach(self) -> dict[Reach, set[int]]:
        """The units a project names, by part."""
        return self.profile.reach() if self.profile else {}


def _named(*units: int | None) -> set[int]:
    return {unit for unit in units if unit is not None}


class Profile(Fact):
    """概况: everything that is said of a project's nature. A change supersedes the whole row, with its reason."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="profiles")
    name = models.CharField(_("项目名称"), max_length=200)
    owner_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("项目业主")
    )
    responsible_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("责任单位")
    )
    competent_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("主管部门")
    )
    assessed_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("考核单元")
    )
    contact_leader = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("联系市领导")
    )
    duty_person = models.CharField(_("责任人"), max_length=120, blank=True)
    duty_phone = models.CharField(_("联系电话"), max_length=60, blank=True)
    domain = models.CharField(_("领域"), max_length=16, choices=Domain, blank=True)
    industry_code = models.CharField(_("行业代码(GB/T 4754)"), max_length=5, blank=True)
    nature = models.CharField(_("建设性质"), max_length=12, choices=Nature, blank=True)
    management_form = models.CharField(_("管理方式"), max_length=14, choices=ManagementForm, blank=True)
    funding_nature = models.CharField(_("投资性质"), max_length=12, choices=FundingNature, blank=True)
    region_code = models.CharField(_("建设地点代码(GB/T 2260)"), max_length=6, blank=True)
    place = models.CharField(_("建设地点"), max_length=200, blank=True)
    longitude = models.DecimalField(_("经度(WGS-84)"), max_digits=9, decimal_places=6, null=True, blank=True)
    latitude = models.DecimalField(_("纬度(WGS-84)"), max_digits=9, decimal_places=6, null=True, blank=True)
    outline = models.TextField(_("红线范围"), blank=True, help_text="WGS-84, as evidence/rules/outlines.py writes it")
    scale = models.TextField(_("建设规模及主要内容"), blank=True)
    years = models.CharField(
        _("建设起止年限"), max_length=40, blank=True, help_text="as the office writes it: 2020-2022"
    )
    begins_in = MonthField(_("开始年月"), null=True, blank=True)
    finishes_in = MonthField(_("结束年月"), null=True, blank=True)
    total_investment_wan = WanField(_("总投资(万元)"), null=True, blank=True)
    is_national_key = models.BooleanField(_("国家重点"), default=False)
    is_provincial_key = models.BooleanField(_("省重点"), default=False)
    is_municipal_key = models.BooleanField(_("市重点"), default=False)
    is_county_key = models.BooleanField(_("县重点"), default=False)
    pool = models.CharField(_("项目库"), max_length=12, choices=Pool, blank=True)
    remark = models.TextField(_("备注"), blank=True)
    reason = models.CharField(_("变更原因"), max_length=300, blank=True)
    document = models.CharField(_("依据文件"), max_length=200, blank=True)
    origin = models.CharField(_("来源"), max_length=300, blank=True, help_text="file, sheet and row, when imported")

    class Meta:
        indexes = [
            models.Index(
                fields=["assessed_unit", "project"], condition=Q(superseded_at__isnull=True), name="profile_by_assessed"
            ),
            models.Index(
                fields=["owner_unit", "project"], condition=Q(superseded_at__isnull=True), name="profile_by_owner"
            ),
            models.Index(fields=["name"], condition=Q(superseded_at__isnull=True), name="profile_by_name"),
            models.Index(
                fields=["total_investment_wan"], condition=Q(superseded_at__isnull=True), name="profile_by_total"
            ),
        ]
        constraints = [
            *one_live("profile", "project"),
            models.CheckConstraint(
                name="profile_total_is_not_negative",
                condition=Q(total_investment_wan__isnull=True) | Q(total_investment_wan__gte=Decimal(0)),
            ),
            models.CheckConstraint(
                name="profile_region_code_is_six_digits",
                condition=Q(region_code="") | Q(region_code__regex=r"^[0-9]{6}$"),
            ),
            models.CheckConstraint(
                name="profile_place_is_paired",
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                # a comparison with NULL is not false, so both must be said to be there
                | Q(longitude__isnull=False, latitude__isnull=False)
                & Q(longitude__gte=-180, longitude__lte=180, latitude__gte=-90, latitude__lte=90),
            ),
            models.CheckConstraint(
                name="profile_finishes_after_it_begins",
                condition=Q(begins_in__isnull=True) | Q(finishes_in__isnull=True) | Q(finishes_in__gte=F("begins_in")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def reach(self) -> dict[Reach, set[int]]:
        """The units named, by part; a department reviews what it is competent or responsible for."""
        return {
            Reach.ASSESSED_UNIT: _named(self.assessed_unit_id),
            Reach.COMPETENT_UNIT: _named(self.competent_unit_id, self.responsible_unit_id),
            Reach.OWNER_UNIT: _named(self.owner_unit_id),
        }

    @property
    def journal_project_id(self) -> int:
        return self.project_id


class OfProject(Fact):
    """Abstract: a fact about one project."""

    class Meta:
        abstract = True

    @property
    def journal_project_id(self) -> int:
        """Acts on it stand in the project's timeline."""
        return self.project_id  # type: ignore[attr-defined]

    def reach(self) -> dict[Reach, set[int]]:
        """Who reaches the project reaches what is said of it."""
        return self.project.reach()  # type: ignore[attr-defined]


class ProjectCode(OfProject):
    """A national project code; several over time, one current; none while in reserve (domain.md §5.1)."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="codes")
    code = models.CharField(_("项目代码"), max_length=24)
    form = models.CharField(max_length=3, choices=[("new", _("新码")), ("old", _("旧码"))])
    is_current = models.BooleanField(default=True)
    document = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            *one_live("project_code", "code"),
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(superseded_at__isnull=True, is_current=True),
                name="project_code_one_current",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class FormerName(OfProject):
    """曾用名 that no change in this system recorded (an import or the office knows it)."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="former_names")
    name = models.CharField(max_length=200)

    class Meta:
        constraints = one_live("former_name", "project", "name")

    def __str__(self) -> str:
        return self.name


class Share(OfProject):
    """县区分摊: a cross-county project's part for one 考核单元; the parts sum to 100 %."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="shares")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    percent = models.DecimalField(max_digits=7, decimal_places=4)

    class Meta:
        constraints = [
            *one_live("share", "project", "unit"),
            models.CheckConstraint(name="share_is_a_part", condition=Q(percent__gt=0, percent__lte=100)),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.percent}%"


class InvestmentSource(OfProject):
    """How much of the total investment comes from where."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="sources")
    source = models.CharField(max_length=14, choices=Source)
    amount_wan = WanField()

    class Meta:
        constraints = [
            *one_live("investment_source", "project", "source"),
            models.CheckConstraint(name="investment_source_is_not_negative", condition=Q(amount_wan__gte=Decimal(0))),
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()} {self.amount_wan}"
