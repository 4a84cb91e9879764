import django.db.models.deletion
import yidan.kernel.values
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveBigIntegerField(unique=True)),
                ("entry_id", models.PositiveBigIntegerField(unique=True)),
                ("hash", models.CharField(max_length=64)),
                ("sealed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="标签")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("campaign", "活动"),
                            ("chain", "产业链"),
                            ("strategy", "战略"),
                            ("batch", "批次"),
                            ("other", "其他"),
                        ],
                        default="other",
                        max_length=10,
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="名称")),
                ("short_name", models.CharField(blank=True, max_length=40, verbose_name="简称")),
                (
                    "former_names",
                    models.CharField(blank=True, help_text="separated by 、", max_length=300, verbose_name="曾用名"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("office", "项目办"),
                            ("county", "县市区"),
                            ("park", "园区"),
                            ("department", "市直部门"),
                            ("owner", "项目业主"),
                            ("platform", "平台公司"),
                            ("other", "其他"),
                        ],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("region_code", models.CharField(blank=True, max_length=6, verbose_name="行政区划代码")),
                (
                    "ranking_group",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("county", "县市区"),
                            ("park", "园区"),
                            ("department", "市直部门"),
                            ("platform", "平台公司"),
                        ],
                        max_length=12,
                        verbose_name="排名分组",
                    ),
                ),
                ("protocol_order", models.PositiveIntegerField(default=9999, verbose_name="排序号")),
                ("is_assessed", models.BooleanField(default=False, verbose_name="考核单元")),
                ("is_active", models.BooleanField(default=True, verbose_name="在用")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="yidan.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["protocol_order", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("region_code", ""), ("region_code__regex", "^[0-9]{6}$"), _connector="OR"),
                        name="unit_region_code_is_six_digits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_assessed", False), models.Q(("ranking_group", ""), _negated=True), _connector="OR"
                        ),
                        name="unit_assessed_is_grouped",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ColumnMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("head", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=12)),
                ("field", models.CharField(blank=True, help_text='"" means: leave this column out', max_length=40)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("head", "kind"), name="column_mapping_once")],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verb", models.CharField(max_length=40)),
                ("subject_type", models.CharField(max_length=40)),
                ("subject_id", models.PositiveBigIntegerField()),
                ("project_id", models.PositiveBigIntegerField(null=True)),
                ("actor_id", models.PositiveBigIntegerField()),
                ("actor_name", models.CharField(max_length=60)),
                ("actor_unit", models.CharField(default="", max_length=120)),
                ("at", models.DateTimeField(help_text="when the person acted, perhaps offline")),
                ("recorded_at", models.DateTimeField(help_text="when the server learned of it")),
                ("facts", models.JSONField(default=dict)),
                ("key", models.UUIDField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["project_id", "-at", "-id"], name="journal_by_project"),
                    models.Index(fields=["subject_type", "subject_id"], name="journal_by_subject"),
                    models.Index(fields=["actor_id", "-at"], name="journal_by_actor"),
                ],
                "constraints": [models.UniqueConstraint(fields=("actor_id", "key"), name="journal_one_act_per_key")],
            },
        ),
        migrations.CreateModel(
            name="File",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("size_bytes", models.PositiveBigIntegerField()),
                ("media_type", models.CharField(max_length=100)),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("kept_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="file_sha256_is_hex"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MonthCalendar",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                ("month", yidan.kernel.values.MonthField()),
                ("opens_on", models.DateField()),
                ("report_by", models.DateTimeField()),
                ("check_by", models.DateTimeField()),
                ("accept_by", models.DateTimeField()),
                ("rank_on", models.DateField(blank=True, null=True)),
                ("publish_on", models.DateField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("month",),
                        name="month_calendar_one_live",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_at__isnull", True),
                            ("superseded_at__gte", models.F("recorded_at")),
                            _connector="OR",
                        ),
                        name="month_calendar_superseded_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("check_by__gte", models.F("report_by")), ("accept_by__gte", models.F("check_by"))
                        ),
                        name="month_calendar_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Project",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("internal_id", models.CharField(max_length=20, unique=True, verbose_name="内部编号")),
                (
                    "merged_at",
                    models.DateTimeField(blank=True, help_text="before it, as-of figures still count both", null=True),
                ),
                (
                    "order",
                    models.PositiveIntegerField(
                        default=0, help_text="the row order is political: keep it", verbose_name="序号"
                    ),
                ),
                ("registered_at", models.DateTimeField()),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("identification", "谋划"),
                            ("preparation", "前期"),
                            ("construction", "在建"),
                            ("completion", "竣工"),
                            ("operation", "投用"),
                            ("suspended", "停工"),
                            ("terminated", "终止"),
                        ],
                        default="identification",
                        max_length=16,
                    ),
                ),
                ("search", models.TextField(blank=True, default="")),
                ("name_key", models.CharField(blank=True, default="", max_length=200)),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="yidan.project",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="yidan.project",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "id"],
                "indexes": [
                    models.Index(fields=["order", "id"], name="project_in_order"),
                    models.Index(fields=["stage"], name="project_by_stage"),
                    models.Index(fields=["name_key"], name="project_by_name_key"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent__isnull", True),
                            models.Q(("parent", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="project_is_not_its_own_parent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into__isnull", True),
                            models.Q(("merged_into", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="project_is_not_merged_into_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("merged_at__isnull", True), ("merged_into__isnull", True)),
                            models.Q(("merged_at__isnull", False), ("merged_into__isnull", False)),
                            _connector="OR",
                        ),
                        name="project_merger_is_dated",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ParameterValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                ("name", models.CharField(max_length=60)),
                ("value", models.CharField(max_length=200)),
                ("reason", models.CharField(max_length=200)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("name",),
                        name="parameter_value_one_live",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_at__isnull", True),
                            ("superseded_at__gte", models.F("recorded_at")),
                            _connector="OR",
                        ),
                        name="parameter_value_superseded_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                ("day", models.DateField()),
                ("is_workday", models.BooleanField()),
                ("label", models.CharField(max_length=60)),
                ("basis", models.CharField(max_length=120)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)), fields=("day",), name="work_day_one_live"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_at__isnull", True),
                            ("superseded_at__gte", models.F("recorded_at")),
                            _connector="OR",
                        ),
                        name="work_day_superseded_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "username",
                    models.CharField(blank=True, max_length=40, null=True, unique=True, verbose_name="登录名"),
                ),
                ("name", models.CharField(max_length=60, verbose_name="姓名")),
                ("post", models.CharField(blank=True, max_length=120, verbose_name="职务")),
                ("phone", models.CharField(blank=True, max_length=60, verbose_name="电话")),
                (
                    "protocol_order",
                    models.PositiveIntegerField(default=9999, help_text="固定排序，不按拼音", verbose_name="排序号"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="在用")),
                ("must_change_password", models.BooleanField(default=False)),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="yidan.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["protocol_order", "id"],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                ("name", models.CharField(max_length=100, verbose_name="节点")),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("planned_on", models.DateField(blank=True, null=True, verbose_name="计划")),
                ("forecast_on", models.DateField(blank=True, null=True, verbose_name="预计")),
                ("actual_on", models.DateField(blank=True, null=True, verbose_name="实际")),
                ("slip_reason", models.CharField(blank=True, max_length=300, verbose_name="推迟原因")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="milestones", to="yidan.project"
                    ),
                ),
            ],
            options={
                "ordering": ["order", "planned_on", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("project", "name"),
                        name="milestone_one_live",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_at__isnull", True),
                            ("superseded_at__gte", models.F("recorded_at")),
                            _connector="OR",
                        ),
                        name="milestone_superseded_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("forecast_on__isnull", True),
                            ("planned_on__isnull", True),
                            ("forecast_on__lte", models.F("planned_on")),
                            models.Q(("slip_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="milestone_slip_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InvestmentSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("central", "中央"),
                            ("provincial", "省"),
                            ("city_county", "市县"),
                            ("special_bond", "专项债"),
                            ("bank_loan", "银行贷款"),
                            ("own", "企业自筹"),
                            ("social", "社会资本"),
                        ],
                        max_length=14,
                    ),
                ),
                ("amount_wan", yidan.kernel.values.WanField()),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sources", to="yidan.project"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("project", "source"),
                        name="investment_source_one_live",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_at__isnull", True),
                            ("superseded_at__gte", models.F("recorded_at")),
                            _connector="OR",
                        ),
                        name="investment_source_superseded_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_wan__gte", Decimal("0"))), name="investment_source_is_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FormerName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                ("name", models.CharField(max_length=200)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="former_names", to="yidan.project"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("project", "name"),
                        name="former_name_one_live",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_at__isnull", True),
                            ("superseded_at__gte", models.F("recorded_at")),
                            _connector="OR",
                        ),
                        name="former_name_superseded_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                ("title", models.CharField(max_length=200)),
                (
                    "file",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="yidan.file"),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attachments", to="yidan.project"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("project", "file"),
                        name="attachment_one_live",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_at__isnull", True),
                            ("superseded_at__gte", models.F("recorded_at")),
                            _connector="OR",
                        ),
                        name="attachment_superseded_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AnnualPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "listing",
                    models.CharField(
                        choices=[
                            ("starting", "新开工"),
                            ("continuing", "续建"),
                            ("completing", "竣工"),
                            ("preparing", "预备"),
                        ],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("order", models.PositiveIntegerField(default=0, verbose_name="序号")),
                ("planned_wan", yidan.kernel.values.WanField(verbose_name="年度计划投资(万元)")),
                ("original_planned_wan", yidan.kernel.values.WanField(verbose_name="原计划(万元)")),
                ("content", models.TextField(blank=True, verbose_name="主要建设内容/形象进度目标")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="计划开工")),
                ("finishes_on", models.DateField(blank=True, null=True, verbose_name="计划竣工")),
                ("is_adjusted", models.BooleanField(default=False)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("document", models.CharField(blank=True, max_length=200, verbose_name="依据文件")),
                ("origin", models.CharField(blank=True, max_length=300)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="yidan.project"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=["year", "listing", "project"],
                        name="annual_plan_by_year",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("project", "year"),
                        name="annual_plan_one_live",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_at__isnull", True),
                            ("superseded_at__gte", models.F("recorded_at")),
                            _connector="OR",
                        ),
                        name="annual_plan_superseded_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("planned_wan__gte", Decimal("0"))), name="annual_plan_is_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_adjusted", False), models.Q(("document", ""), _negated=True), _connector="OR"
                        ),
                        name="annual_plan_adjusted_by_a_document",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                ("code", models.CharField(max_length=24, verbose_name="项目代码")),
                ("form", models.CharField(choices=[("new", "新码"), ("old", "旧码")], max_length=3)),
                ("is_current", models.BooleanField(default=True)),
                ("document", models.CharField(blank=True, max_length=200)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="codes", to="yidan.project"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("code",),
                        name="project_code_one_live",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_at__isnull", True),
                            ("superseded_at__gte", models.F("recorded_at")),
                            _connector="OR",
                        ),
                        name="project_code_superseded_later",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True), ("superseded_at__isnull", True)),
                        fields=("project",),
                        name="project_code_one_current",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StageMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "mark",
                    models.CharField(
                        choices=[
                            ("planned", "谋划"),
                            ("preparing", "开展前期"),
                            ("entered_site", "进场"),
                            ("started", "开工"),
                            ("structure_completed", "主体完工"),
                            ("completed", "竣工"),
                            ("operating", "投产"),
                            ("full_capacity", "达产"),
                            ("suspended", "停工"),
                            ("resumed", "复工"),
                            ("deferred", "缓建"),
                            ("withdrawn", "调出"),
                            ("terminated", "终止"),
                        ],
                        max_length=20,
                    ),
                ),
                ("occurrence", models.PositiveSmallIntegerField(default=1, help_text="停工 and 复工 may come again")),
                ("happened_on", models.DateField()),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="原因")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stage_marks", to="yidan.project"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=["mark", "happened_on"],
                        name="stage_mark_by_day",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("project", "mark", "occurrence"),
                        name="stage_mark_one_live",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_at__isnull", True),
                            ("superseded_at__gte", models.F("recorded_at")),
                            _connector="OR",
                        ),
                        name="stage_mark_superseded_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tagging",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="taggings", to="yidan.project"
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="taggings", to="yidan.tag"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("project", "tag"),
                        name="tagging_one_live",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_at__isnull", True),
                            ("superseded_at__gte", models.F("recorded_at")),
                            _connector="OR",
                        ),
                        name="tagging_superseded_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Share",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                ("percent", models.DecimalField(decimal_places=4, max_digits=7)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="shares", to="yidan.project"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="yidan.unit"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("project", "unit"),
                        name="share_one_live",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_at__isnull", True),
                            ("superseded_at__gte", models.F("recorded_at")),
                            _connector="OR",
                        ),
                        name="share_superseded_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("percent__gt", 0), ("percent__lte", 100)), name="share_is_a_part"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MonthlyReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", yidan.kernel.values.MonthField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("submitted", "已报送"),
                            ("checked", "已初审"),
                            ("accepted", "已审定"),
                            ("sent_back", "已退回"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "invested_wan",
                    yidan.kernel.values.WanField(blank=True, null=True, verbose_name="本月完成投资(万元)"),
                ),
                ("physical_progress", models.TextField(blank=True, verbose_name="形象进度")),
                ("problems", models.TextField(blank=True, verbose_name="存在问题")),
                ("needs", models.TextField(blank=True, verbose_name="需协调事项")),
                ("next_step", models.TextField(blank=True, verbose_name="下一步计划")),
                (
                    "milestone_days",
                    models.JSONField(
                        blank=True, default=dict, help_text='{"milestone name": {"forecast_on","actual_on","reason"}}'
                    ),
                ),
                ("is_unchanged", models.BooleanField(default=False, verbose_name="本月无变化")),
                (
                    "typed",
                    models.JSONField(
                        blank=True, default=dict, help_text="what was typed and could not be read, by field"
                    ),
                ),
                ("explanation", models.TextField(blank=True, verbose_name="情况说明")),
                (
                    "doubts",
                    models.JSONField(
                        blank=True, default=list, help_text="questions asked at submission, with the answers"
                    ),
                ),
                ("doubt_count", models.PositiveSmallIntegerField(default=0)),
                ("saved_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("check_opinion", models.CharField(blank=True, max_length=500, verbose_name="初审意见")),
                ("sent_back_reason", models.CharField(blank=True, max_length=500, verbose_name="退回原因")),
                ("origin", models.CharField(blank=True, max_length=300)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reporter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="yidan.project"
                    ),
                ),
                (
                    "needs_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="yidan.unit",
                        verbose_name="请谁协调",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["month", "state", "project"], name="monthly_report_by_state")],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "month"), name="monthly_report_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("submitted_at__isnull", True), ("submitted_by__isnull", True)),
                            models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="monthly_report_submission_is_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("checked_at__isnull", True), ("checked_by__isnull", True)),
                            models.Q(("checked_at__isnull", False), ("checked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="monthly_report_check_is_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("accepted_at__isnull", False), ("accepted_by__isnull", False), ("state", "accepted")
                            ),
                            models.Q(
                                models.Q(("state", "accepted"), _negated=True),
                                ("accepted_at__isnull", True),
                                ("accepted_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="monthly_report_acceptance_is_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "accepted"), _negated=True),
                            ("invested_wan__isnull", False),
                            _connector="OR",
                        ),
                        name="monthly_report_accepted_has_an_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent_back"), _negated=True),
                            models.Q(("sent_back_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="monthly_report_sent_back_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Profile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                ("name", models.CharField(max_length=200, verbose_name="项目名称")),
                ("duty_person", models.CharField(blank=True, max_length=120, verbose_name="责任人")),
                ("duty_phone", models.CharField(blank=True, max_length=60, verbose_name="联系电话")),
                (
                    "domain",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("industry", "产业发展"),
                            ("infrastructure", "基础设施"),
                            ("livelihood", "社会民生"),
                            ("ecology", "生态环保"),
                        ],
                        max_length=16,
                        verbose_name="领域",
                    ),
                ),
                ("industry_code", models.CharField(blank=True, max_length=5, verbose_name="行业代码(GB/T 4754)")),
                (
                    "nature",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("new", "新建"),
                            ("expansion", "扩建"),
                            ("renovation", "改建和技术改造"),
                            ("living", "单纯建造生活设施"),
                            ("relocation", "迁建"),
                            ("restoration", "恢复"),
                            ("purchase", "单纯购置"),
                        ],
                        max_length=12,
                        verbose_name="建设性质",
                    ),
                ),
                (
                    "management_form",
                    models.CharField(
                        blank=True,
                        choices=[("approval", "审批"), ("verification", "核准"), ("filing", "备案")],
                        max_length=14,
                        verbose_name="管理方式",
                    ),
                ),
                (
                    "funding_nature",
                    models.CharField(
                        blank=True,
                        choices=[("government", "政府投资"), ("enterprise", "企业投资"), ("mixed", "混合")],
                        max_length=12,
                        verbose_name="投资性质",
                    ),
                ),
                ("region_code", models.CharField(blank=True, max_length=6, verbose_name="建设地点代码(GB/T 2260)")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="建设地点")),
                (
                    "longitude",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=9, null=True, verbose_name="经度(WGS-84)"
                    ),
                ),
                (
                    "latitude",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=9, null=True, verbose_name="纬度(WGS-84)"
                    ),
                ),
                ("scale", models.TextField(blank=True, verbose_name="建设规模及主要内容")),
                (
                    "years",
                    models.CharField(
                        blank=True,
                        help_text="as the office writes it: 2020-2022",
                        max_length=40,
                        verbose_name="建设起止年限",
                    ),
                ),
                ("begins_in", yidan.kernel.values.MonthField(blank=True, null=True, verbose_name="开始年月")),
                ("finishes_in", yidan.kernel.values.MonthField(blank=True, null=True, verbose_name="结束年月")),
                (
                    "total_investment_wan",
                    yidan.kernel.values.WanField(blank=True, null=True, verbose_name="总投资(万元)"),
                ),
                ("is_national_key", models.BooleanField(default=False, verbose_name="国家重点")),
                ("is_provincial_key", models.BooleanField(default=False, verbose_name="省重点")),
                ("is_municipal_key", models.BooleanField(default=False, verbose_name="市重点")),
                ("is_county_key", models.BooleanField(default=False, verbose_name="县重点")),
                (
                    "pool",
                    models.CharField(
                        blank=True,
                        choices=[("reserve", "前期储备库"), ("rolling", "计划滚动库"), ("construction", "建设实施库")],
                        max_length=12,
                        verbose_name="项目库",
                    ),
                ),
                ("remark", models.TextField(blank=True, verbose_name="备注")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="变更原因")),
                ("document", models.CharField(blank=True, max_length=200, verbose_name="依据文件")),
                (
                    "origin",
                    models.CharField(
                        blank=True, help_text="file, sheet and row, when imported", max_length=300, verbose_name="来源"
                    ),
                ),
                (
                    "contact_leader",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="联系市领导",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="profiles", to="yidan.project"
                    ),
                ),
                (
                    "assessed_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="yidan.unit",
                        verbose_name="考核单元",
                    ),
                ),
                (
                    "competent_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="yidan.unit",
                        verbose_name="主管部门",
                    ),
                ),
                (
                    "owner_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="yidan.unit",
                        verbose_name="项目业主",
                    ),
                ),
                (
                    "responsible_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="yidan.unit",
                        verbose_name="责任单位",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=["assessed_unit", "project"],
                        name="profile_by_assessed",
                    ),
                    models.Index(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=["owner_unit", "project"],
                        name="profile_by_owner",
                    ),
                    models.Index(
                        condition=models.Q(("superseded_at__isnull", True)), fields=["name"], name="profile_by_name"
                    ),
                    models.Index(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=["total_investment_wan"],
                        name="profile_by_total",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("project",),
                        name="profile_one_live",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_at__isnull", True),
                            ("superseded_at__gte", models.F("recorded_at")),
                            _connector="OR",
                        ),
                        name="profile_superseded_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("total_investment_wan__isnull", True),
                            ("total_investment_wan__gte", Decimal("0")),
                            _connector="OR",
                        ),
                        name="profile_total_is_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("region_code", ""), ("region_code__regex", "^[0-9]{6}$"), _connector="OR"),
                        name="profile_region_code_is_six_digits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                            models.Q(
                                ("latitude__isnull", False),
                                ("longitude__isnull", False),
                                ("latitude__gte", -90),
                                ("latitude__lte", 90),
                                ("longitude__gte", -180),
                                ("longitude__lte", 180),
                            ),
                            _connector="OR",
                        ),
                        name="profile_place_is_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("begins_in__isnull", True),
                            ("finishes_in__isnull", True),
                            ("finishes_in__gte", models.F("begins_in")),
                            _connector="OR",
                        ),
                        name="profile_finishes_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("page", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=60)),
                ("query", models.CharField(max_length=1000)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "page", "name"), name="saved_view_once")],
            },
        ),
        migrations.CreateModel(
            name="RoleHolding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("leader", "市领导"),
                            ("supervisor", "市项目办"),
                            ("county_reviewer", "县市区审核员"),
                            ("department_reviewer", "市直部门审核员"),
                            ("reporter", "业主填报员"),
                            ("inspector", "项目服务专员"),
                            ("statistics_reader", "统计财政(只读)"),
                            ("auditor", "审计员"),
                            ("system_admin", "系统管理员"),
                            ("security_admin", "安全管理员"),
                        ],
                        max_length=20,
                    ),
                ),
                ("since_on", models.DateField()),
                ("until_on", models.DateField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="role_holdings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="role_holdings", to="yidan.unit"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("person", "role", "unit", "since_on"),
                        name="role_holding_one_live",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_at__isnull", True),
                            ("superseded_at__gte", models.F("recorded_at")),
                            _connector="OR",
                        ),
                        name="role_holding_superseded_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True), ("until_on__gte", models.F("since_on")), _connector="OR"
                        ),
                        name="role_holding_ends_after_it_began",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True), ("until_on__isnull", True)),
                        fields=("person", "role", "unit"),
                        name="role_holding_once_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlannedMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", yidan.kernel.values.MonthField()),
                ("planned_wan", yidan.kernel.values.WanField()),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="months", to="yidan.annualplan"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["month", "plan"], name="planned_month_by_month")],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "month"), name="planned_month_once"),
                    models.CheckConstraint(
                        condition=models.Q(("planned_wan__gte", Decimal("0"))), name="planned_month_is_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                ("month", yidan.kernel.values.MonthField()),
                (
                    "span",
                    models.CharField(
                        choices=[("month", "当月"), ("year_opening", "年内期初"), ("prior_opening", "上年底累计")],
                        default="month",
                        max_length=14,
                    ),
                ),
                ("invested_wan", yidan.kernel.values.WanField()),
                ("physical_progress", models.TextField(blank=True)),
                ("problems", models.TextField(blank=True)),
                ("needs", models.TextField(blank=True)),
                ("next_step", models.TextField(blank=True)),
                ("is_unchanged", models.BooleanField(default=False)),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="更正原因")),
                ("is_self_declared", models.BooleanField(default=False, verbose_name="自行更正")),
                ("origin", models.CharField(blank=True, max_length=300)),
                (
                    "approved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="facts",
                        to="yidan.monthlyreport",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="progress", to="yidan.project"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=["month", "project", "span", "invested_wan", "superseded_at"],
                        name="progress_by_month",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("project", "month", "span"),
                        name="progress_one_live",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_at__isnull", True),
                            ("superseded_at__gte", models.F("recorded_at")),
                            _connector="OR",
                        ),
                        name="progress_superseded_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("span", "month"), ("invested_wan__gte", Decimal("0")), _connector="OR"),
                        name="progress_opening_is_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("span", "prior_opening"), _negated=True),
                            (
                                "month__in",
                                [
                                    199012,
                                    199112,
                                    199212,
                                    199312,
                                    199412,
                                    199512,
                                    199612,
                                    199712,
                                    199812,
                                    199912,
                                    200012,
                                    200112,
                                    200212,
                                    200312,
                                    200412,
                                    200512,
                                    200612,
                                    200712,
                                    200812,
                                    200912,
                                    201012,
                                    201112,
                                    201212,
                                    201312,
                                    201412,
                                    201512,
                                    201612,
                                    201712,
                                    201812,
                                    201912,
                                    202012,
                                    202112,
                                    202212,
                                    202312,
                                    202412,
                                    202512,
                                    202612,
                                    202712,
                                    202812,
                                    202912,
                                    203012,
                                    203112,
                                    203212,
                                    203312,
                                    203412,
                                    203512,
                                    203612,
                                    203712,
                                    203812,
                                    203912,
                                    204012,
                                    204112,
                                    204212,
                                    204312,
                                    204412,
                                    204512,
                                    204612,
                                    204712,
                                    204812,
                                    204912,
                                    205012,
                                    205112,
                                    205212,
                                    205312,
                                    205412,
                                    205512,
                                    205612,
                                    205712,
                                    205812,
                                    205912,
                                    206012,
                                    206112,
                                    206212,
                                    206312,
                                    206412,
                                    206512,
                                    206612,
                                    206712,
                                    206812,
                                    206912,
                                    207012,
                                    207112,
                                    207212,
                                    207312,
                                    207412,
                                    207512,
                                    207612,
                                    207712,
                                    207812,
                                    207912,
                                    208012,
                                    208112,
                                    208212,
                                    208312,
                                    208412,
                                    208512,
                                    208612,
                                    208712,
                                    208812,
                                    208912,
                                    209012,
                                    209112,
                                    209212,
                                    209312,
                                    209412,
                                    209512,
                                    209612,
                                    209712,
                                    209812,
                                    209912,
                                ],
                            ),
                            _connector="OR",
                        ),
                        name="progress_prior_opening_ends_a_year",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="Project",
            name="profile",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="current_of",
                to="yidan.profile",
            ),
        ),
    ]
