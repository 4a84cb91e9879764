"""The register: what a project is (its profile, a fact), how it is named and coded, where it stands, what is planned.

`Project` is the identity and never changes its meaning; everything that is said of it is a dated fact.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yidan.evidence.models import File
from yidan.kernel.facts import Fact, one_live
from yidan.kernel.policy import Reach
from yidan.kernel.values import MonthField, WanField
from yidan.people.models import Person, Unit


class Domain(models.TextChoices):
    """The four domains of Hunan (domain.md §3.2 b)."""

    INDUSTRY = "industry", _("产业发展")
    INFRASTRUCTURE = "infrastructure", _("基础设施")
    LIVELIHOOD = "livelihood", _("社会民生")
    ECOLOGY = "ecology", _("生态环保")


class Nature(models.TextChoices):
    """建设性质 (domain.md §5.2)."""

    NEW = "new", _("新建")
    EXPANSION = "expansion", _("扩建")
    RENOVATION = "renovation", _("改建和技术改造")
    LIVING = "living", _("单纯建造生活设施")
    RELOCATION = "relocation", _("迁建")
    RESTORATION = "restoration", _("恢复")
    PURCHASE = "purchase", _("单纯购置")


class ManagementForm(models.TextChoices):
    """How the state admits the project (domain.md §5.2)."""

    APPROVAL = "approval", _("审批")
    VERIFICATION = "verification", _("核准")
    FILING = "filing", _("备案")


class FundingNature(models.TextChoices):
    """Whose money it mainly is."""

    GOVERNMENT = "government", _("政府投资")
    ENTERPRISE = "enterprise", _("企业投资")
    MIXED = "mixed", _("混合")


class Pool(models.TextChoices):
    """「135」 (domain.md §8)."""

    RESERVE = "reserve", _("前期储备库")
    ROLLING = "rolling", _("计划滚动库")
    CONSTRUCTION = "construction", _("建设实施库")


class Stage(models.TextChoices):
    """Where a project is (OC4IDS projectStatus)."""

    IDENTIFICATION = "identification", _("谋划")
    PREPARATION = "preparation", _("前期")
    CONSTRUCTION = "construction", _("在建")
    COMPLETION = "completion", _("竣工")
    OPERATION = "operation", _("投用")
    SUSPENDED = "suspended", _("停工")
    TERMINATED = "terminated", _("终止")


class Mark(models.TextChoices):
    """A dated step in a project's life. 开工 ≠ 进场, 主体完工 ≠ 竣工, 竣工 ≠ 投产 ≠ 达产 (domain.md §14.41)."""

    PLANNED = "planned", _("谋划")
    PREPARING = "preparing", _("开展前期")
    ENTERED_SITE = "entered_site", _("进场")
    STARTED = "started", _("开工")
    STRUCTURE_COMPLETED = "structure_completed", _("主体完工")
    COMPLETED = "completed", _("竣工")
    OPERATING = "operating", _("投产")
    FULL_CAPACITY = "full_capacity", _("达产")
    SUSPENDED = "suspended", _("停工")
    RESUMED = "resumed", _("复工")
    DEFERRED = "deferred", _("缓建")
    WITHDRAWN = "withdrawn", _("调出")
    TERMINATED = "terminated", _("终止")


class Listing(models.TextChoices):
    """The kind of entry in a year's plan; it belongs to the year, not to the project (domain.md §5.4)."""

    STARTING = "starting", _("新开工")
    CONTINUING = "continuing", _("续建")
    COMPLETING = "completing", _("竣工")
    PREPARING = "preparing", _("预备")


class Source(models.TextChoices):
    """资金来源 as the annual plan's table heads have it (domain.md §5.5 a)."""

    CENTRAL = "central", _("中央")
    PROVINCIAL = "provincial", _("省")
    CITY_COUNTY = "city_county", _("市县")
    SPECIAL_BOND = "special_bond", _("专项债")
    BANK_LOAN = "bank_loan", _("银行贷款")
    OWN = "own", _("企业自筹")
    SOCIAL = "social", _("社会资本")


class Project(models.Model):
    """A project's identity: a number of our own for life, a place in the list, and what it was merged into."""

    internal_id = models.CharField(_("内部编号"), max_length=20, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    order = models.PositiveIntegerField(_("序号"), default=0, help_text="the row order is political: keep it")
    registered_at = models.DateTimeField()
    # Derived from the facts by the commands, for lists: the live profile, the stage reached, the text that search reads.
    profile = models.OneToOneField("Profile", models.PROTECT, null=True, blank=True, related_name="current_of")
    stage = models.CharField(max_length=16, choices=Stage, default=Stage.IDENTIFICATION)
    search = models.TextField(default="", blank=True)

    class Meta:
        ordering = ["order", "id"]
        indexes = [
            models.Index(fields=["order", "id"], name="project_in_order"),
            models.Index(fields=["stage"], name="project_by_stage"),
        ]
        constraints = [
            models.CheckConstraint(
                name="project_is_not_its_own_parent", condition=Q(parent__isnull=True) | ~Q(parent=F("id"))
            ),
            models.CheckConstraint(
                name="project_is_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
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
                | Q(longitude__gte=-180, longitude__lte=180, latitude__gte=-90, latitude__lte=90),
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
            Reach.ASSESSED_UNIT: {self.assessed_unit_id} - {None},
            Reach.COMPETENT_UNIT: {self.competent_unit_id, self.responsible_unit_id} - {None},
            Reach.OWNER_UNIT: {self.owner_unit_id} - {None},
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


class StageMark(OfProject):
    """A step taken on a day, with what proves it."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="stage_marks")
    mark = models.CharField(max_length=20, choices=Mark)
    occurrence = models.PositiveSmallIntegerField(default=1, help_text="停工 and 复工 may come again")
    happened_on = models.DateField()
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    reason = models.CharField(_("原因"), max_length=300, blank=True)

    class Meta:
        constraints = one_live("stage_mark", "project", "mark", "occurrence")
        indexes = [
            models.Index(
                fields=["mark", "happened_on"], condition=Q(superseded_at__isnull=True), name="stage_mark_by_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_mark_display()} {self.happened_on}"


class AnnualPlan(OfProject):
    """A project's entry in a year's plan. An adjustment supersedes it and keeps the original amount beside it."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="plans")
    year = models.PositiveSmallIntegerField(_("年度"))
    listing = models.CharField(_("类别"), max_length=12, choices=Listing)
    order = models.PositiveIntegerField(_("序号"), default=0)
    planned_wan = WanField(_("年度计划投资(万元)"))
    original_planned_wan = WanField(_("原计划(万元)"))
    content = models.TextField(_("主要建设内容/形象进度目标"), blank=True)
    starts_on = models.DateField(_("计划开工"), null=True, blank=True)
    finishes_on = models.DateField(_("计划竣工"), null=True, blank=True)
    is_adjusted = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)
    document = models.CharField(_("依据文件"), max_length=200, blank=True)
    origin = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            *one_live("annual_plan", "project", "year"),
            models.CheckConstraint(name="annual_plan_is_not_negative", condition=Q(planned_wan__gte=Decimal(0))),
            models.CheckConstraint(
                name="annual_plan_adjusted_by_a_document", condition=Q(is_adjusted=False) | ~Q(document="")
            ),
        ]
        indexes = [
            models.Index(
                fields=["year", "listing", "project"],
                condition=Q(superseded_at__isnull=True),
                name="annual_plan_by_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.get_listing_display()}"


class PlannedMonth(models.Model):
    """分月计划: a plan's part for one month. Rows belong to one version of the plan and live as long as it."""

    plan = models.ForeignKey(AnnualPlan, models.CASCADE, related_name="months")
    month = MonthField()
    planned_wan = WanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "month"], name="planned_month_once"),
            models.CheckConstraint(name="planned_month_is_not_negative", condition=Q(planned_wan__gte=Decimal(0))),
        ]
        indexes = [models.Index(fields=["month", "plan"], name="planned_month_by_month")]

    def __str__(self) -> str:
        return f"{self.month} {self.planned_wan}"


class Milestone(OfProject):
    """节点: planned, forecast and actual day; a slip names its reason."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="milestones")
    name = models.CharField(_("节点"), max_length=100)
    order = models.PositiveSmallIntegerField(default=0)
    planned_on = models.DateField(_("计划"), null=True, blank=True)
    forecast_on = models.DateField(_("预计"), null=True, blank=True)
    actual_on = models.DateField(_("实际"), null=True, blank=True)
    slip_reason = models.CharField(_("推迟原因"), max_length=300, blank=True)

    class Meta:
        ordering = ["order", "planned_on", "id"]
        constraints = [
            *one_live("milestone", "project", "name"),
            models.CheckConstraint(
                name="milestone_slip_has_a_reason",
                condition=Q(forecast_on__isnull=True)
                | Q(planned_on__isnull=True)
                | Q(forecast_on__lte=F("planned_on"))
                | ~Q(slip_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TagKind(models.TextChoices):
    """What a tag stands for; campaigns change their names every year, so they are data (domain.md §0.12)."""

    CAMPAIGN = "campaign", _("活动")
    CHAIN = "chain", _("产业链")
    STRATEGY = "strategy", _("战略")
    BATCH = "batch", _("批次")
    OTHER = "other", _("其他")


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
    """A file that belongs to a project."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="attachments")
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)

    class Meta:
        constraints = one_live("attachment", "project", "file")

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


class ColumnMapping(models.Model):
    """What a column's head meant when somebody said so by hand; remembered for that head."""

    head = models.CharField(max_length=200)
    kind = models.CharField(max_length=12)
    field = models.CharField(max_length=40, blank=True, help_text='"" means: leave this column out')

    class Meta:
        constraints = [models.UniqueConstraint(fields=["head", "kind"], name="column_mapping_once")]

    def __str__(self) -> str:
        return f"{self.head} → {self.field}"


def names_unit(unit: Any) -> Q:
    """Profiles that name this unit in any part."""
    return Q(owner_unit=unit) | Q(responsible_unit=unit) | Q(competent_unit=unit) | Q(assessed_unit=unit)
