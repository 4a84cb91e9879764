import django.db.models.deletion
import django.db.models.expressions
import yidan.kernel.values
import yidan.migrations._together
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("yidan", "0001_initial"),
        ("yidan", "0003_evidence"),
        ("yidan", "0004_capture_poster"),
        ("yidan", "0005_prints"),
        ("yidan", "0006_receipt"),
        ("yidan", "0007_matters"),
        ("yidan", "0008_plan_restores"),
        ("yidan", "0009_patrol"),
        ("yidan", "0010_bulletins"),
        ("yidan", "0011_notices"),
        ("yidan", "0012_notice_settled"),
        ("yidan", "0013_matter_ended"),
        ("yidan", "0014_feedback"),
        ("yidan", "0015_bulletin_withheld"),
        ("yidan", "0016_wholes"),
        ("yidan", "0017_assessment"),
        ("yidan", "0018_approvals"),
        ("yidan", "0019_targets"),
        ("yidan", "0020_watch_and_enterprises"),
        ("yidan", "0021_published_series"),
        ("yidan", "0022_funds"),
        ("yidan", "0023_annual"),
        ("yidan", "0024_project_outline"),
        ("yidan", "0025_bulletin_drafted_by_clock"),
        ("yidan", "0026_pause_due_on"),
        ("yidan", "0027_bulletin_sources_withheld"),
        ("yidan", "0028_pool_cases"),
        ("yidan", "0029_rolling_plans"),
        ("yidan", "0030_enrolment"),
        ("yidan", "0031_reading_rules_version"),
        ("yidan", "0032_papers_of_projects"),
        ("yidan", "0033_seals_of_captures_and_previews"),
        ("yidan", "0034_sent_letters"),
        ("yidan", "0035_pool_terms"),
        ("yidan", "0036_enrolment_says_more"),
        ("yidan", "0037_rolling_cases"),
        ("yidan", "0038_urges_keep_what_they_said"),
    ]

    initial = True

    dependencies = []

    operations = [
        yidan.migrations._together.CreateTogether(
            operations=[
                migrations.CreateModel(
                    name="Seal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveBigIntegerField(unique=True)),
                        ("entry_id", models.PositiveBigIntegerField(unique=True)),
                        ("hash", models.CharField(max_length=64)),
                        ("sealed_at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Tag",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, unique=True, verbose_name="名称")),
                        ("short_name", models.CharField(blank=True, max_length=40, verbose_name="简称")),
                        (
                            "former_names",
                            models.CharField(
                                blank=True, help_text="separated by 、", max_length=300, verbose_name="曾用名"
                            ),
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
                                condition=models.Q(
                                    ("region_code", ""), ("region_code__regex", "^[0-9]{6}$"), _connector="OR"
                                ),
                                name="unit_region_code_is_six_digits",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_assessed", False),
                                    models.Q(("ranking_group", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="unit_assessed_is_grouped",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ColumnMapping",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("head", models.CharField(max_length=200)),
                        ("kind", models.CharField(max_length=12)),
                        (
                            "field",
                            models.CharField(blank=True, help_text='"" means: leave this column out', max_length=40),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("head", "kind"), name="column_mapping_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        "constraints": [
                            models.UniqueConstraint(fields=("actor_id", "key"), name="journal_one_act_per_key")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="File",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sha256", models.CharField(max_length=64, unique=True)),
                        ("size_bytes", models.PositiveBigIntegerField()),
                        ("media_type", models.CharField(max_length=100)),
                        ("name", models.CharField(max_length=200, verbose_name="文件名")),
                        ("kept_at", models.DateTimeField()),
                        (
                            "sm3",
                            models.CharField(
                                blank=True, help_text="GB/T 32905; empty until it was read once more", max_length=64
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="file_sha256_is_hex"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("sm3", ""), ("sm3__regex", "^[0-9a-f]{64}$"), _connector="OR"),
                                name="file_sm3_is_hex",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MonthCalendar",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("internal_id", models.CharField(max_length=20, unique=True, verbose_name="内部编号")),
                        (
                            "merged_at",
                            models.DateTimeField(
                                blank=True, help_text="before it, as-of figures still count both", null=True
                            ),
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
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("day",),
                                name="work_day_one_live",
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
                    name="PatrolDay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField(unique=True)),
                        ("made_at", models.DateTimeField()),
                        ("seed", models.CharField(max_length=40)),
                        ("limits", models.JSONField(default=dict, help_text="the parameters it was made with")),
                        ("population", models.PositiveIntegerField(help_text="live projects on that day")),
                        (
                            "left_count",
                            models.PositiveIntegerField(default=0, help_text="had a reason, but nobody was left to go"),
                        ),
                    ],
                    options={
                        "ordering": ["-day"],
                    },
                ),
                migrations.CreateModel(
                    name="ApprovalItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        ("code", models.CharField(max_length=30, verbose_name="代号")),
                        ("name", models.CharField(max_length=60, verbose_name="事项")),
                        (
                            "phase",
                            models.CharField(
                                choices=[
                                    ("1", "立项用地规划许可"),
                                    ("2", "工程建设许可"),
                                    ("3", "施工许可"),
                                    ("4", "竣工验收"),
                                ],
                                max_length=1,
                                verbose_name="阶段",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=0, verbose_name="排序号")),
                        ("department", models.CharField(blank=True, max_length=60, verbose_name="经办部门")),
                        (
                            "statutory_limit",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="法定时限"),
                        ),
                        ("limit", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="承诺时限")),
                        (
                            "unit",
                            models.CharField(
                                choices=[("workday", "工作日"), ("day", "自然日")],
                                default="workday",
                                max_length=8,
                                verbose_name="计时单位",
                            ),
                        ),
                        ("extension_most", models.PositiveSmallIntegerField(default=0, verbose_name="最多可延长")),
                        ("pauses", models.JSONField(default=list, verbose_name="不计入时限的环节")),
                        ("needs", models.JSONField(default=list, verbose_name="前置事项")),
                        ("is_excluded", models.BooleanField(default=False, verbose_name="整项不计入时间预算")),
                        ("output", models.CharField(blank=True, max_length=60, verbose_name="办理结果")),
                        ("source", models.CharField(max_length=200, verbose_name="依据")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("code",),
                                name="approval_item_one_live",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    _connector="OR",
                                ),
                                name="approval_item_superseded_later",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("source", ""), _negated=True), name="approval_item_has_a_source"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ApprovalTemplate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        ("code", models.CharField(max_length=30, verbose_name="代号")),
                        ("name", models.CharField(max_length=60, verbose_name="名称")),
                        (
                            "management_form",
                            models.CharField(
                                choices=[("approval", "审批"), ("verification", "核准"), ("filing", "备案")],
                                max_length=12,
                                verbose_name="管理方式",
                            ),
                        ),
                        (
                            "land",
                            models.CharField(
                                choices=[("auction", "招拍挂"), ("allocation", "划拨")],
                                max_length=12,
                                verbose_name="供地方式",
                            ),
                        ),
                        ("items", models.JSONField(default=list, verbose_name="事项")),
                        ("source", models.CharField(max_length=200, verbose_name="依据")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("code",),
                                name="approval_template_one_live",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    _connector="OR",
                                ),
                                name="approval_template_superseded_later",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("source", ""), _negated=True), name="approval_template_has_a_source"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Item",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("register_key", models.SlugField(max_length=40)),
                        ("serial", models.PositiveIntegerField(help_text="gap-free within the register")),
                        (
                            "order",
                            models.PositiveIntegerField(default=0, help_text="among its siblings, as the paper has it"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("noted", "已登记"),
                                    ("running", "推进中"),
                                    ("claimed", "待认定"),
                                    ("done", "已完成"),
                                    ("dropped", "不再推进"),
                                    ("withdrawn", "已撤销"),
                                ],
                                default="noted",
                                max_length=12,
                            ),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, help_text="dropped or withdrawn", null=True)),
                        ("noted_at", models.DateTimeField()),
                        (
                            "carried_from",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="carried_to",
                                to="yidan.item",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="yidan.item",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["register_key", "order", "serial"],
                        "indexes": [models.Index(fields=["register_key", "state"], name="item_by_register")],
                        "constraints": [
                            models.UniqueConstraint(fields=("register_key", "serial"), name="item_numbered_once"),
                            models.CheckConstraint(
                                condition=models.Q(("parent", models.F("pk")), _negated=True),
                                name="item_is_not_its_own_parent",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", False), ("state__in", ("dropped", "withdrawn"))),
                                    models.Q(
                                        models.Q(("state__in", ("dropped", "withdrawn")), _negated=True),
                                        ("ended_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="item_ended_has_a_moment",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Register",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        ("key", models.SlugField(max_length=40, verbose_name="代号")),
                        ("version", models.PositiveIntegerField()),
                        ("name", models.CharField(max_length=60, verbose_name="名称")),
                        (
                            "family",
                            models.CharField(
                                choices=[
                                    ("plan", "规划"),
                                    ("task", "任务清单"),
                                    ("event", "活动与专项行动"),
                                    ("honour", "荣誉与试点"),
                                    ("policy", "政策与服务"),
                                    ("chain", "产业链"),
                                    ("people", "民生"),
                                    ("other", "其他"),
                                ],
                                max_length=12,
                                verbose_name="类别",
                            ),
                        ),
                        ("definition", models.JSONField(help_text="what rules.define reads")),
                        (
                            "is_open",
                            models.BooleanField(
                                default=True,
                                help_text="else: those whose unit or project it names",
                                verbose_name="全市可见",
                            ),
                        ),
                        ("basis", models.CharField(max_length=200, verbose_name="依据")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("key",),
                                name="register_one_live",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    _connector="OR",
                                ),
                                name="register_superseded_later",
                            ),
                            models.UniqueConstraint(fields=("key", "version"), name="register_version_once"),
                            models.CheckConstraint(
                                condition=models.Q(("basis", ""), _negated=True), name="register_has_a_basis"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Scheme",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=40, unique=True, verbose_name="制度名称")),
                        ("basis", models.CharField(max_length=200, verbose_name="依据")),
                        ("is_ended", models.BooleanField(default=False, verbose_name="停用")),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("basis", ""), _negated=True), name="scheme_has_a_basis"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Series",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, unique=True, verbose_name="代码")),
                        ("name", models.CharField(max_length=60, unique=True, verbose_name="名称")),
                        (
                            "measured",
                            models.CharField(
                                choices=[
                                    ("growth", "增速(%)"),
                                    ("share", "占比(%)"),
                                    ("amount", "总量"),
                                    ("count", "个数"),
                                    ("grade", "等级"),
                                ],
                                max_length=10,
                                verbose_name="数的种类",
                            ),
                        ),
                        ("unit_word", models.CharField(blank=True, max_length=12, verbose_name="计量单位")),
                        (
                            "agency",
                            models.CharField(
                                choices=[("statistics", "统计"), ("finance", "财政"), ("other", "部门公布")],
                                default="statistics",
                                max_length=12,
                                verbose_name="口径",
                            ),
                        ),
                        ("publisher", models.CharField(max_length=60, verbose_name="公布单位")),
                        ("is_cumulative", models.BooleanField(default=True, verbose_name="累计数(1—N月)")),
                        ("definition", models.CharField(blank=True, max_length=300, verbose_name="口径说明")),
                        (
                            "beside",
                            models.CharField(
                                blank=True, help_text="a figure's key", max_length=40, verbose_name="并列的调度指标"
                            ),
                        ),
                        ("order", models.PositiveIntegerField(default=100)),
                    ],
                    options={
                        "ordering": ["order", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="Batch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                verbose_name="资金来源",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        ("name", models.CharField(help_text="2020年第二批", max_length=60, verbose_name="批次")),
                        ("document", models.CharField(max_length=200, verbose_name="下达文号")),
                        ("granted_on", models.DateField(verbose_name="下达日期")),
                        ("quota_wan", yidan.kernel.values.WanField(verbose_name="额度(万元)")),
                        ("is_bundled", models.BooleanField(default=False, verbose_name="打捆下达")),
                        ("forwarded_on", models.DateField(blank=True, null=True, verbose_name="转发日期")),
                        ("decomposed_on", models.DateField(blank=True, null=True, verbose_name="分解日期")),
                        ("bond_name", models.CharField(blank=True, max_length=120, verbose_name="债券名称")),
                        ("bond_code", models.CharField(blank=True, max_length=20, verbose_name="债券代码")),
                        ("bond_issued_on", models.DateField(blank=True, null=True, verbose_name="发行日期")),
                        (
                            "term_years",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="期限(年)"),
                        ),
                        (
                            "rate_percent",
                            models.DecimalField(
                                blank=True, decimal_places=4, max_digits=6, null=True, verbose_name="票面利率(%)"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-granted_on", "-id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("source", "year", "name"), name="batch_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("source__in", ("central", "provincial", "special_bond", "city_county"))
                                ),
                                name="batch_is_state_money",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("quota_wan__gt", Decimal("0"))), name="batch_has_a_quota"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("document", ""), _negated=True), name="batch_names_its_paper"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Person",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                            models.PositiveIntegerField(
                                default=9999, help_text="固定排序，不按拼音", verbose_name="排序号"
                            ),
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
                    name="Merit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        ("event", models.CharField(max_length=40, verbose_name="事项")),
                        ("month", yidan.kernel.values.MonthField(verbose_name="月份")),
                        ("reason", models.CharField(max_length=300, verbose_name="事由")),
                        ("document", models.CharField(max_length=120, verbose_name="依据文号")),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="merits", to="yidan.unit"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-month", "-id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("unit", "event", "month", "document"),
                                name="merit_one_live",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    _connector="OR",
                                ),
                                name="merit_superseded_later",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Enterprise",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, unique=True, verbose_name="企业名称")),
                        ("industry", models.CharField(blank=True, max_length=40, verbose_name="行业")),
                        (
                            "lists",
                            models.CharField(
                                blank=True,
                                help_text="如“全国疫情防控重点保障企业”",
                                max_length=120,
                                verbose_name="所在名单",
                            ),
                        ),
                        ("contact", models.CharField(blank=True, max_length=20, verbose_name="联系人")),
                        ("phone", models.CharField(blank=True, max_length=30, verbose_name="电话")),
                        ("to_resume_on", models.DateField(blank=True, null=True, verbose_name="计划复工日")),
                        ("is_ended", models.BooleanField(default=False, verbose_name="不再包保")),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="yidan.unit",
                                verbose_name="县市区",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["unit__protocol_order", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="Watch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=40, unique=True, verbose_name="名称")),
                        ("value_word", models.CharField(default="价格", max_length=20, verbose_name="记什么")),
                        ("basis", models.CharField(max_length=200, verbose_name="依据")),
                        ("is_ended", models.BooleanField(default=False, verbose_name="停用")),
                        (
                            "unit",
                            models.ForeignKey(
                                help_text="who follows a lead",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="yidan.unit",
                                verbose_name="线索归口",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("basis", ""), _negated=True), name="watch_has_a_basis"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("waiting", "待读取"), ("read", "已读取"), ("unreadable", "无法读取")],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("lease_ends_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "fault",
                            models.CharField(
                                blank=True, help_text="why it was not read: a key of wording.FAULTS", max_length=300
                            ),
                        ),
                        ("width", models.PositiveIntegerField(blank=True, null=True)),
                        ("height", models.PositiveIntegerField(blank=True, null=True)),
                        ("seconds", models.DecimalField(blank=True, decimal_places=3, max_digits=9, null=True)),
                        (
                            "taken_at",
                            models.DateTimeField(
                                blank=True, help_text="EXIF or container time; Beijing's if it names none", null=True
                            ),
                        ),
                        (
                            "longitude",
                            models.DecimalField(
                                blank=True, decimal_places=6, help_text="EXIF, WGS-84", max_digits=9, null=True
                            ),
                        ),
                        ("latitude", models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                        (
                            "camera",
                            models.CharField(
                                blank=True, help_text="make and model, or the program that wrote it", max_length=120
                            ),
                        ),
                        ("has_preview", models.BooleanField(default=False)),
                        (
                            "file",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="reading", to="yidan.file"
                            ),
                        ),
                        (
                            "sketch",
                            models.BinaryField(
                                blank=True, help_text="32 × 32 greys; none: too even to be compared", null=True
                            ),
                        ),
                        (
                            "software",
                            models.CharField(blank=True, help_text="the program that wrote the file", max_length=60),
                        ),
                        (
                            "rules_version",
                            models.PositiveSmallIntegerField(
                                default=0, help_text="rules.likeness.VERSION; 0: not read yet"
                            ),
                        ),
                        ("thumb_sha256", models.CharField(blank=True, max_length=64)),
                        (
                            "view_sha256",
                            models.CharField(blank=True, help_text="of the preview as it was drawn", max_length=64),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["lease_ends_at"],
                                name="reading_waiting",
                            ),
                            models.Index(
                                condition=models.Q(("sketch__isnull", False), ("state", "read")),
                                fields=["rules_version"],
                                name="reading_by_rules",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                                    models.Q(("latitude__isnull", False), ("longitude__isnull", False)),
                                    _connector="OR",
                                ),
                                name="reading_place_is_paired",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "unreadable"), _negated=True),
                                    models.Q(("fault", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="reading_fault_is_said",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Likeness",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                help_text="whole, crop, mirrored, turned_90, turned_180, turned_270", max_length=10
                            ),
                        ),
                        (
                            "alike_percent",
                            models.DecimalField(
                                decimal_places=2, help_text="correlation where they fit best", max_digits=5
                            ),
                        ),
                        (
                            "straight_percent",
                            models.DecimalField(decimal_places=2, help_text="correlation as they lie", max_digits=5),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="likenesses", to="yidan.file"
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="later_likenesses",
                                to="yidan.file",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("file", "other"), name="likeness_once"),
                            models.CheckConstraint(
                                condition=models.Q(("file__gt", models.F("other"))), name="likeness_later_file_first"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Print",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("crop", models.PositiveSmallIntegerField()),
                        ("bits", models.BigIntegerField(help_text="64 bits, signed")),
                        ("band_0", models.IntegerField(help_text="the lowest 16 bits")),
                        ("band_1", models.IntegerField()),
                        ("band_2", models.IntegerField()),
                        ("band_3", models.IntegerField()),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="prints", to="yidan.file"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["band_0", "crop", "bits"], name="print_by_band_0"),
                            models.Index(fields=["band_1", "crop", "bits"], name="print_by_band_1"),
                            models.Index(fields=["band_2", "crop", "bits"], name="print_by_band_2"),
                            models.Index(fields=["band_3", "crop", "bits"], name="print_by_band_3"),
                            models.Index(
                                condition=models.Q(("crop", 0)), fields=["band_0", "bits"], name="print_whole_band_0"
                            ),
                            models.Index(
                                condition=models.Q(("crop", 0)), fields=["band_1", "bits"], name="print_whole_band_1"
                            ),
                            models.Index(
                                condition=models.Q(("crop", 0)), fields=["band_2", "bits"], name="print_whole_band_2"
                            ),
                            models.Index(
                                condition=models.Q(("crop", 0)), fields=["band_3", "bits"], name="print_whole_band_3"
                            ),
                        ],
                        "constraints": [models.UniqueConstraint(fields=("file", "crop"), name="print_once_a_crop")],
                    },
                ),
                migrations.CreateModel(
                    name="Checklist",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
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
                        ("version", models.PositiveIntegerField()),
                        ("title", models.CharField(max_length=100, verbose_name="名称")),
                        ("form", models.JSONField()),
                        ("reason", models.CharField(max_length=200, verbose_name="依据")),
                        (
                            "file",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="yidan.file",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("domain",),
                                name="checklist_one_live",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    _connector="OR",
                                ),
                                name="checklist_superseded_later",
                            ),
                            models.UniqueConstraint(fields=("domain", "version"), name="checklist_version_once"),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="checklist_has_a_reason"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reconciliation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="文件")),
                        (
                            "step",
                            models.CharField(
                                choices=[
                                    ("applied", "申请"),
                                    ("granted", "下达"),
                                    ("allocated", "拨付"),
                                    ("in_place", "到位"),
                                    ("paid", "支付"),
                                ],
                                default="paid",
                                max_length=10,
                                verbose_name="环节",
                            ),
                        ),
                        ("since_on", models.DateField(verbose_name="起")),
                        ("until_on", models.DateField(verbose_name="止")),
                        ("lines", models.JSONField(default=list)),
                        (
                            "unread",
                            models.JSONField(default=list, help_text="rows that could not be read: number, words, why"),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="yidan.file"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-recorded_at", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("until_on__gte", models.F("since_on"))),
                                name="reconciliation_in_order",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Milestone",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="milestones",
                                to="yidan.project",
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
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                condition=models.Q(("amount_wan__gte", Decimal("0"))),
                                name="investment_source_is_not_negative",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FormerName",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        ("name", models.CharField(max_length=200)),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="former_names",
                                to="yidan.project",
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
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        ("title", models.CharField(max_length=200)),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="yidan.file"
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="yidan.project",
                            ),
                        ),
                        ("dated_on", models.DateField(blank=True, null=True, verbose_name="成文日期")),
                        (
                            "kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("approval", "立项文件"),
                                    ("feasibility", "可研批复"),
                                    ("land", "用地规划文件"),
                                    ("design", "初设批复"),
                                    ("permit", "施工许可"),
                                    ("contract", "招标、合同"),
                                    ("acceptance", "验收文件"),
                                    ("minutes", "会议纪要、批示"),
                                    ("other", "其他文件"),
                                ],
                                max_length=12,
                                verbose_name="类别",
                            ),
                        ),
                        ("milestone", models.CharField(blank=True, max_length=100, verbose_name="节点")),
                        ("number", models.CharField(blank=True, max_length=100, verbose_name="文号")),
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
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", ""), _negated=True),
                                    models.Q(("dated_on__isnull", True), ("number", "")),
                                    _connector="OR",
                                ),
                                name="attachment_number_is_of_a_paper",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AnnualPlan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        (
                            "restores",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="restored_by",
                                to="yidan.annualplan",
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
                                condition=models.Q(("planned_wan__gte", Decimal("0"))),
                                name="annual_plan_is_not_negative",
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
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        (
                            "occurrence",
                            models.PositiveSmallIntegerField(default=1, help_text="停工 and 复工 may come again"),
                        ),
                        ("happened_on", models.DateField()),
                        ("basis", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="原因")),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stage_marks",
                                to="yidan.project",
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
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="yidan.unit"
                            ),
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
                    name="Slot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        ("name", models.CharField(help_text="基坑全景", max_length=60, verbose_name="佐证位")),
                        (
                            "viewpoint",
                            models.CharField(
                                blank=True, help_text="南侧塔吊平台，固定机位", max_length=200, verbose_name="机位"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("photo", "照片"), ("video", "视频"), ("document", "文件")],
                                default="photo",
                                max_length=8,
                                verbose_name="形式",
                            ),
                        ),
                        (
                            "asking",
                            models.CharField(
                                choices=[
                                    ("never", "不要求(可自愿)"),
                                    ("on_milestone", "节点完成时"),
                                    ("on_sampling", "按比例抽查时"),
                                    ("for_close_out", "销号核查时"),
                                ],
                                default="never",
                                max_length=14,
                                verbose_name="何时需要",
                            ),
                        ),
                        (
                            "milestone",
                            models.CharField(
                                blank=True,
                                help_text="a milestone's name, as in Milestone",
                                max_length=100,
                                verbose_name="节点",
                            ),
                        ),
                        (
                            "rate_percent",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="抽查比例(%)"
                            ),
                        ),
                        ("is_camera_only", models.BooleanField(default=False, verbose_name="只收现场拍摄")),
                        ("reason", models.CharField(max_length=300, verbose_name="为什么需要")),
                        ("document", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="slots", to="yidan.project"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["order", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("project", "name"),
                                name="slot_one_live",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    _connector="OR",
                                ),
                                name="slot_superseded_later",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="slot_has_a_reason"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("asking", "on_milestone"), _negated=True),
                                    models.Q(("milestone", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="slot_on_milestone_names_it",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("asking", "on_sampling"), ("rate_percent__isnull", True), _negated=True),
                                    models.Q(
                                        ("rate_percent__isnull", True),
                                        models.Q(
                                            ("rate_percent__gt", Decimal("0")), ("rate_percent__lte", Decimal("100"))
                                        ),
                                        _connector="OR",
                                    ),
                                ),
                                name="slot_on_sampling_has_a_rate",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ApprovalCourse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        ("started_on", models.DateField()),
                        ("ended_on", models.DateField()),
                        ("workdays", models.PositiveIntegerField()),
                        ("calendar_days", models.PositiveIntegerField()),
                        ("is_provisional", models.BooleanField(default=False)),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="approval_courses",
                                to="yidan.project",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["ended_on"], name="approval_course_by_end")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("project",),
                                name="approval_course_one_live",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    _connector="OR",
                                ),
                                name="approval_course_superseded_later",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ended_on__gte", models.F("started_on"))),
                                name="approval_course_ends_after_it_began",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RollingPlan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "first_year",
                            models.PositiveSmallIntegerField(
                                help_text="of the three: 2021 for 2021 to 2023", verbose_name="首年"
                            ),
                        ),
                        (
                            "starts_in",
                            models.PositiveSmallIntegerField(
                                help_text="earlier than the three where work goes on", verbose_name="拟开工年"
                            ),
                        ),
                        (
                            "first_wan",
                            yidan.kernel.values.WanField(default=Decimal("0"), verbose_name="第一年投资需求(万元)"),
                        ),
                        (
                            "second_wan",
                            yidan.kernel.values.WanField(default=Decimal("0"), verbose_name="第二年投资需求(万元)"),
                        ),
                        (
                            "third_wan",
                            yidan.kernel.values.WanField(default=Decimal("0"), verbose_name="第三年投资需求(万元)"),
                        ),
                        (
                            "central_wan",
                            yidan.kernel.values.WanField(default=Decimal("0"), verbose_name="中央资金需求(万元)"),
                        ),
                        (
                            "provincial_wan",
                            yidan.kernel.values.WanField(default=Decimal("0"), verbose_name="省资金需求(万元)"),
                        ),
                        (
                            "secured_wan",
                            yidan.kernel.values.WanField(default=Decimal("0"), verbose_name="已落实资金(万元)"),
                        ),
                        ("preparation", models.TextField(blank=True, verbose_name="前期工作计划")),
                        ("reason", models.CharField(blank=True, max_length=300)),
                        ("document", models.CharField(blank=True, max_length=200, verbose_name="依据文件")),
                        ("origin", models.CharField(blank=True, max_length=300)),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rolling_plans",
                                to="yidan.project",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=["first_year", "project"],
                                name="rolling_plan_by_year",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("project", "first_year"),
                                name="rolling_plan_one_live",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    _connector="OR",
                                ),
                                name="rolling_plan_superseded_later",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("central_wan__gte", 0),
                                    ("first_wan__gte", 0),
                                    ("provincial_wan__gte", 0),
                                    ("second_wan__gte", 0),
                                    ("secured_wan__gte", 0),
                                    ("third_wan__gte", 0),
                                ),
                                name="rolling_plan_is_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "starts_in__lte",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("first_year"), "+", models.Value(2)
                                        ),
                                    )
                                ),
                                name="rolling_plan_starts_within_three_years",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PoolTerm",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "pool",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("reserve", "前期储备库"),
                                    ("rolling", "计划滚动库"),
                                    ("construction", "建设实施库"),
                                ],
                                max_length=12,
                                verbose_name="项目库",
                            ),
                        ),
                        ("since_on", models.DateField(verbose_name="起始日期")),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="更正原因")),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pool_terms",
                                to="yidan.project",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("project", "since_on"),
                                name="pool_term_one_live",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    _connector="OR",
                                ),
                                name="pool_term_superseded_later",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Permit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(help_text="the item's", max_length=30)),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("formal", "正式"),
                                    ("simulated", "模拟审批"),
                                    ("deficient", "容缺受理"),
                                    ("promised", "告知承诺"),
                                ],
                                default="formal",
                                max_length=10,
                                verbose_name="办理方式",
                            ),
                        ),
                        (
                            "began_as",
                            models.CharField(
                                choices=[
                                    ("formal", "正式"),
                                    ("simulated", "模拟审批"),
                                    ("deficient", "容缺受理"),
                                    ("promised", "告知承诺"),
                                ],
                                default="formal",
                                max_length=10,
                            ),
                        ),
                        ("limit", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("needs", models.JSONField(default=list)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "待申报"),
                                    ("received", "已收件"),
                                    ("lacking", "待补正"),
                                    ("accepted", "办理中"),
                                    ("paused", "暂停计时"),
                                    ("decided", "已办结"),
                                    ("issued", "已发证"),
                                    ("waived", "免办"),
                                    ("withdrawn", "已撤回"),
                                ],
                                default="planned",
                                max_length=10,
                            ),
                        ),
                        ("opened_at", models.DateTimeField()),
                        ("missing", models.CharField(blank=True, max_length=300, verbose_name="容缺的材料")),
                        ("promised_on", models.DateField(blank=True, null=True, verbose_name="承诺补齐(核查)日期")),
                        ("converted_on", models.DateField(blank=True, null=True)),
                        ("waiver", models.CharField(blank=True, max_length=300, verbose_name="免办理由")),
                        ("number", models.CharField(blank=True, max_length=120, verbose_name="文号")),
                        ("is_refused", models.BooleanField(default=False)),
                        ("received_on", models.DateField(blank=True, null=True)),
                        (
                            "answer_by_on",
                            models.DateField(blank=True, help_text="until then lacking papers may be named", null=True),
                        ),
                        ("accepted_on", models.DateField(blank=True, null=True)),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        ("issued_on", models.DateField(blank=True, null=True)),
                        (
                            "used",
                            models.PositiveIntegerField(blank=True, help_text="units used, once ended", null=True),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="permits",
                                to="yidan.unit",
                                verbose_name="经办部门",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="yidan.approvalitem"
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="permits", to="yidan.project"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["project", "order", "id"],
                        "indexes": [
                            models.Index(fields=["state", "due_on"], name="permit_by_state"),
                            models.Index(fields=["code", "ended_on"], name="permit_by_code"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "withdrawn"), _negated=True),
                                fields=("project", "code"),
                                name="permit_once_an_item",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "waived"), models.Q(("waiver", ""), _negated=True)),
                                    models.Q(models.Q(("state", "waived"), _negated=True), ("waiver", "")),
                                    _connector="OR",
                                ),
                                name="permit_waived_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on__isnull", True),
                                    ("accepted_on__isnull", True),
                                    ("ended_on__gte", models.F("accepted_on")),
                                    _connector="OR",
                                ),
                                name="permit_ends_after_it_was_accepted",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("began_as", "deficient"), _negated=True),
                                    models.Q(models.Q(("missing", ""), _negated=True), ("promised_on__isnull", False)),
                                    _connector="OR",
                                ),
                                name="permit_deficient_says_what_is_missing",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Part",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=20, verbose_name="角色")),
                        ("is_of_unit", models.BooleanField(default=False, verbose_name="由单位担任")),
                        ("order", models.PositiveSmallIntegerField(default=1)),
                        ("is_ended", models.BooleanField(default=False)),
                        (
                            "scheme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="yidan.scheme"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["scheme", "order", "id"],
                        "constraints": [models.UniqueConstraint(fields=("scheme", "name"), name="part_name_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Fund",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                verbose_name="资金来源",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="年度")),
                        ("applied_wan", yidan.kernel.values.WanField(default=Decimal("0"))),
                        ("granted_wan", yidan.kernel.values.WanField(default=Decimal("0"))),
                        ("allocated_wan", yidan.kernel.values.WanField(default=Decimal("0"))),
                        ("in_place_wan", yidan.kernel.values.WanField(default=Decimal("0"))),
                        ("paid_wan", yidan.kernel.values.WanField(default=Decimal("0"))),
                        (
                            "batch",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="funds",
                                to="yidan.batch",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="funds", to="yidan.project"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["year", "id"],
                        "indexes": [models.Index(fields=["batch"], name="fund_by_batch")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("batch__isnull", False)),
                                fields=("project", "source", "year", "batch"),
                                name="fund_of_batch",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("batch__isnull", True), ("year__isnull", False)),
                                fields=("project", "source", "year"),
                                name="fund_without_batch",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("year__isnull", True)),
                                fields=("project", "source"),
                                name="fund_without_year",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("source__in", ("central", "provincial", "special_bond", "city_county")),
                                        ("year__isnull", False),
                                    ),
                                    models.Q(
                                        models.Q(
                                            ("source__in", ("central", "provincial", "special_bond", "city_county")),
                                            _negated=True,
                                        ),
                                        ("batch__isnull", True),
                                        ("year__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="fund_of_state_has_a_year",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("allocated_wan__gte", Decimal("0")),
                                    ("applied_wan__gte", Decimal("0")),
                                    ("granted_wan__gte", Decimal("0")),
                                    ("in_place_wan__gte", Decimal("0")),
                                    ("paid_wan__gte", Decimal("0")),
                                ),
                                name="fund_is_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("paid_wan__lte", models.F("in_place_wan"))),
                                name="fund_pays_what_is_there",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("source__in", ("central", "provincial", "special_bond", "city_county")),
                                        _negated=True,
                                    ),
                                    models.Q(
                                        ("allocated_wan__lte", models.F("granted_wan")),
                                        ("in_place_wan__lte", models.F("allocated_wan")),
                                    ),
                                    _connector="OR",
                                ),
                                name="fund_of_state_is_allocated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("source", "bank_loan"), _negated=True),
                                    ("in_place_wan__lte", models.F("granted_wan")),
                                    _connector="OR",
                                ),
                                name="fund_of_bank_is_granted",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MonthlyReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                blank=True,
                                default=dict,
                                help_text='{"milestone name": {"forecast_on","actual_on","reason"}}',
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
                                        ("accepted_at__isnull", False),
                                        ("accepted_by__isnull", False),
                                        ("state", "accepted"),
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
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        (
                            "industry_code",
                            models.CharField(blank=True, max_length=5, verbose_name="行业代码(GB/T 4754)"),
                        ),
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
                        (
                            "region_code",
                            models.CharField(blank=True, max_length=6, verbose_name="建设地点代码(GB/T 2260)"),
                        ),
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
                                choices=[
                                    ("reserve", "前期储备库"),
                                    ("rolling", "计划滚动库"),
                                    ("construction", "建设实施库"),
                                ],
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
                                blank=True,
                                help_text="file, sheet and row, when imported",
                                max_length=300,
                                verbose_name="来源",
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
                        (
                            "outline",
                            models.TextField(
                                blank=True,
                                help_text="WGS-84, as evidence/rules/outlines.py writes it",
                                verbose_name="红线范围",
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
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=["name"],
                                name="profile_by_name",
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
                                condition=models.Q(
                                    ("region_code", ""), ("region_code__regex", "^[0-9]{6}$"), _connector="OR"
                                ),
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
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        "constraints": [
                            models.UniqueConstraint(fields=("person", "page", "name"), name="saved_view_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RoleHolding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="role_holdings",
                                to="yidan.unit",
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
                    name="Capture",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "origin",
                            models.CharField(
                                choices=[("camera", "现场拍摄"), ("gallery", "相册选取"), ("desktop", "电脑上传")],
                                max_length=8,
                            ),
                        ),
                        ("taken_at", models.DateTimeField(blank=True, help_text="the phone's claim", null=True)),
                        (
                            "longitude",
                            models.DecimalField(
                                blank=True, decimal_places=6, help_text="WGS-84", max_digits=9, null=True
                            ),
                        ),
                        ("latitude", models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                        ("accuracy_m", models.PositiveIntegerField(blank=True, null=True)),
                        ("place_removed_at", models.DateTimeField(blank=True, null=True)),
                        ("nonce", models.CharField(blank=True, max_length=120)),
                        ("nonce_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "nonce_fault",
                            models.CharField(
                                blank=True, help_text="why the nonce that came proves nothing", max_length=100
                            ),
                        ),
                        (
                            "device",
                            models.CharField(
                                blank=True, help_text="a number the installation gave itself", max_length=60
                            ),
                        ),
                        ("received_at", models.DateTimeField()),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="captures", to="yidan.file"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="yidan.unit",
                            ),
                        ),
                        (
                            "poster",
                            models.ForeignKey(
                                blank=True,
                                help_text="a video's picture, made by the phone",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="yidan.file",
                            ),
                        ),
                        (
                            "place_salt",
                            models.CharField(
                                blank=True,
                                help_text="goes with the place: without it nobody can guess a place from its seal",
                                max_length=32,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["person", "received_at"], name="capture_by_person"),
                            models.Index(fields=["person", "taken_at"], name="capture_by_person_taken"),
                            models.Index(fields=["person", "longitude", "latitude"], name="capture_by_person_place"),
                        ],
                        "constraints": [
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
                                name="capture_place_is_paired",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("nonce_at__isnull", True),
                                    ("nonce_at__lte", models.F("received_at")),
                                    _connector="OR",
                                ),
                                name="capture_nonce_before_receipt",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("place_removed_at__isnull", True),
                                    models.Q(
                                        ("accuracy_m__isnull", True), ("longitude__isnull", True), ("place_salt", "")
                                    ),
                                    _connector="OR",
                                ),
                                name="capture_removed_place_is_gone",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Receipt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kept_at",
                            models.DateTimeField(help_text="when the last byte was there and its hash compared"),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="receipts", to="yidan.file"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["person", "kept_at"], name="receipt_by_person")],
                        "constraints": [
                            models.UniqueConstraint(fields=("person", "file"), name="receipt_once_a_person")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Matter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("serial", models.PositiveIntegerField(blank=True, null=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("problem", "问题"),
                                    ("task", "任务"),
                                    ("instruction", "批示"),
                                    ("resolution", "会议议定事项"),
                                    ("finding", "巡查发现"),
                                    ("rectification", "回头看整改"),
                                    ("request", "企业诉求"),
                                ],
                                max_length=14,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "草拟"),
                                    ("listed", "待交办"),
                                    ("issued", "待签收"),
                                    ("declined", "退单待定"),
                                    ("running", "办理中"),
                                    ("paused", "暂停"),
                                    ("applied", "待核查"),
                                    ("verified", "待审定"),
                                    ("closed", "已销号"),
                                    ("dropped", "已中止"),
                                    ("merged", "已并案"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                help_text="会议名称、批示人、巡查、企业走访……", max_length=120, verbose_name="来源"
                            ),
                        ),
                        ("source_document", models.CharField(blank=True, max_length=120, verbose_name="来源文号")),
                        ("source_clause", models.CharField(blank=True, max_length=60, verbose_name="页码、条款")),
                        ("source_quote", models.TextField(blank=True, verbose_name="来源原文")),
                        ("source_on", models.DateField(blank=True, null=True, verbose_name="来源日期")),
                        ("chain", models.CharField(blank=True, max_length=60, verbose_name="产业链")),
                        ("link", models.CharField(blank=True, max_length=60, verbose_name="涉及环节")),
                        ("enterprise", models.CharField(blank=True, max_length=120, verbose_name="企业")),
                        ("title", models.CharField(max_length=100, verbose_name="事项")),
                        ("description", models.TextField(blank=True, verbose_name="问题描述")),
                        (
                            "problem_type",
                            models.CharField(
                                choices=[
                                    ("land_clearance", "征地拆迁"),
                                    ("land_quota", "用地指标、报批、林地"),
                                    ("planning", "规划调整"),
                                    ("preliminaries", "环评、能评、水保等前期手续"),
                                    ("funding", "资金"),
                                    ("pipelines", "管线、杆线迁改"),
                                    ("utilities", "水电气路等配套"),
                                    ("site_peace", "施工环境"),
                                    ("tendering", "招投标"),
                                    ("design", "设计变更"),
                                    ("labour", "用工、材料"),
                                    ("owner", "业主自身"),
                                    ("policy", "政策"),
                                    ("other", "其他"),
                                ],
                                default="other",
                                max_length=16,
                                verbose_name="问题类型",
                            ),
                        ),
                        (
                            "tier",
                            models.CharField(
                                choices=[
                                    ("county", "县级可解决"),
                                    ("department", "需市直部门"),
                                    ("leader", "需市领导"),
                                    ("province", "需省级"),
                                ],
                                default="county",
                                max_length=12,
                                verbose_name="问题层级",
                            ),
                        ),
                        (
                            "severity",
                            models.CharField(
                                choices=[("ordinary", "一般"), ("serious", "较重"), ("important", "重大")],
                                default="ordinary",
                                max_length=12,
                                verbose_name="严重程度",
                            ),
                        ),
                        ("requirement", models.TextField(blank=True, verbose_name="办理要求")),
                        ("close_out_standard", models.TextField(blank=True, verbose_name="销号标准")),
                        ("evidence_asked", models.CharField(blank=True, max_length=300, verbose_name="应提交佐证")),
                        (
                            "evidence_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="为什么需要佐证"),
                        ),
                        ("raised_at", models.DateTimeField()),
                        ("issued_at", models.DateTimeField(blank=True, null=True)),
                        ("signed_at", models.DateTimeField(blank=True, null=True)),
                        ("original_due_on", models.DateField(blank=True, null=True, verbose_name="原定时限")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="整改时限")),
                        (
                            "cycle",
                            models.CharField(
                                choices=[
                                    ("once", "一次性"),
                                    ("daily", "每日"),
                                    ("weekly", "每周"),
                                    ("half_monthly", "每半月"),
                                    ("monthly", "每月"),
                                ],
                                default="once",
                                max_length=14,
                                verbose_name="反馈周期",
                            ),
                        ),
                        (
                            "rung",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "业主"),
                                    (1, "服务专员"),
                                    (2, "县区指挥部"),
                                    (3, "市直牵头部门"),
                                    (4, "市项目办联席"),
                                    (5, "联系市领导"),
                                    (6, "书记、市长"),
                                ],
                                default=0,
                            ),
                        ),
                        ("is_declined", models.BooleanField(default=False, help_text="the one return is used up")),
                        ("step", models.CharField(blank=True, help_text="the verb of the next step", max_length=40)),
                        ("step_due_on", models.DateField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("close_out_document", models.CharField(blank=True, max_length=60, verbose_name="销号文号")),
                        (
                            "satisfaction",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[(3, "满意"), (2, "基本满意"), (1, "不满意")],
                                null=True,
                                verbose_name="满意度",
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
                                verbose_name="县市区",
                            ),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            "duty_person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="责任人",
                            ),
                        ),
                        (
                            "lead_unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="yidan.unit",
                                verbose_name="牵头单位",
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged",
                                to="yidan.matter",
                            ),
                        ),
                        ("projects", models.ManyToManyField(blank=True, related_name="matters", to="yidan.project")),
                        (
                            "raised_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "rebound_of",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rebounds",
                                to="yidan.matter",
                            ),
                        ),
                        (
                            "source_file",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="yidan.file",
                            ),
                        ),
                        (
                            "supervisor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="督办人",
                            ),
                        ),
                        (
                            "supporting_units",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="yidan.unit", verbose_name="协办单位"
                            ),
                        ),
                        (
                            "turn_unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="yidan.unit",
                            ),
                        ),
                        (
                            "verifying_unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="yidan.unit",
                                verbose_name="验收单位",
                            ),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-year", "-serial", "-id"],
                        "indexes": [
                            models.Index(fields=["turn_unit", "step_due_on"], name="matter_by_turn"),
                            models.Index(fields=["state", "step_due_on"], name="matter_by_state"),
                            models.Index(fields=["lead_unit", "state", "due_on"], name="matter_by_lead"),
                            models.Index(fields=["supervisor", "state"], name="matter_by_supervisor"),
                            models.Index(fields=["year", "kind", "state"], name="matter_by_kind"),
                            models.Index(fields=["raised_by", "-raised_at"], name="matter_by_raiser"),
                            models.Index(fields=["issued_at", "lead_unit"], name="matter_by_issue"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("year", "serial"), name="matter_number_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("serial__isnull", True), ("year__isnull", True)),
                                    models.Q(("serial__isnull", False), ("year__isnull", False)),
                                    _connector="OR",
                                ),
                                name="matter_number_is_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "closed", "dropped", "merged"]),
                                    ("serial__isnull", False),
                                    _connector="OR",
                                ),
                                name="matter_on_the_list_is_numbered",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("verifying_unit__isnull", True),
                                    ("lead_unit__isnull", True),
                                    models.Q(("verifying_unit", models.F("lead_unit")), _negated=True),
                                    _connector="OR",
                                ),
                                name="matter_is_verified_by_another_unit",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "listed", "dropped", "merged"]),
                                    models.Q(
                                        ("due_on__isnull", False),
                                        ("issued_at__isnull", False),
                                        ("lead_unit__isnull", False),
                                        ("original_due_on__isnull", False),
                                        ("verifying_unit__isnull", False),
                                        models.Q(("close_out_standard", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matter_issued_is_complete",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state__in", ["closed", "dropped", "merged"]),
                                        ("step", ""),
                                        ("step_due_on__isnull", True),
                                        ("turn_unit__isnull", True),
                                    ),
                                    models.Q(
                                        models.Q(("state__in", ["closed", "dropped", "merged"]), _negated=True),
                                        ("step_due_on__isnull", False),
                                        ("turn_unit__isnull", False),
                                        models.Q(("step", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matter_open_has_a_next_step",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("closed_at__isnull", False), ("closed_by__isnull", False), ("state", "closed")
                                    ),
                                    models.Q(
                                        models.Q(("state", "closed"), _negated=True),
                                        ("closed_at__isnull", True),
                                        ("closed_by__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matter_closed_is_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("evidence_asked", ""),
                                    models.Q(("evidence_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="matter_evidence_is_asked_with_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("merged_into__isnull", False), ("state", "merged")),
                                    models.Q(
                                        models.Q(("state", "merged"), _negated=True), ("merged_into__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="matter_merged_names_the_other",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", False), ("state__in", ["closed", "dropped", "merged"])
                                    ),
                                    models.Q(
                                        models.Q(("state__in", ["closed", "dropped", "merged"]), _negated=True),
                                        ("ended_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matter_ended_is_dated",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RecheckBatch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, unique=True, verbose_name="批次")),
                        ("closed_from_on", models.DateField()),
                        ("closed_to_on", models.DateField()),
                        ("population", models.PositiveIntegerField(help_text="closed matters in the period")),
                        ("seed", models.CharField(max_length=40)),
                        ("drawn_at", models.DateTimeField()),
                        (
                            "drawer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-drawn_at", "-id"],
                    },
                ),
                migrations.CreateModel(
                    name="Assignment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "reasons",
                            models.JSONField(default=list, help_text="kinds (states.Reason), the weightiest first"),
                        ),
                        ("words", models.CharField(max_length=300)),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assignments",
                                to="yidan.project",
                            ),
                        ),
                        (
                            "visitor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "patrol_day",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="assignments",
                                to="yidan.patrolday",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["visitor", "patrol_day"], name="assignment_by_visitor")],
                        "constraints": [
                            models.UniqueConstraint(fields=("patrol_day", "project"), name="assignment_once_a_day"),
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True), name="assignment_says_why"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Bulletin",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("weekly", "重点项目建设周通报"),
                                    ("monthly", "重点项目建设月通报"),
                                    ("review", "月讲评材料"),
                                    ("assessment", "考核结果通报"),
                                    ("matters", "问题台账通报"),
                                    ("special", "专报"),
                                    ("annual", "年度报告"),
                                ],
                                max_length=12,
                                verbose_name="种类",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "起草"),
                                    ("consulting", "征求意见"),
                                    ("signed", "已签发"),
                                    ("published", "已印发"),
                                    ("withdrawn", "已撤回"),
                                ],
                                default="draft",
                                max_length=12,
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField()),
                        (
                            "issue",
                            models.PositiveSmallIntegerField(
                                blank=True, help_text="gap-free per kind and year", null=True, verbose_name="期"
                            ),
                        ),
                        ("document", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                        ("title", models.CharField(max_length=120, verbose_name="标题")),
                        ("from_on", models.DateField()),
                        ("to_on", models.DateField()),
                        ("cut_off_at", models.DateTimeField(verbose_name="数据截止")),
                        (
                            "rounding",
                            models.CharField(
                                choices=[("half_up", "四舍五入"), ("truncate", "只舍不入")], max_length=10
                            ),
                        ),
                        ("blocks", models.JSONField()),
                        ("drafted_at", models.DateTimeField()),
                        ("consulted_until_on", models.DateField(blank=True, null=True)),
                        ("signed_at", models.DateTimeField(blank=True, null=True)),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                        ("seal_position", models.PositiveBigIntegerField(blank=True, null=True)),
                        ("seal", models.CharField(blank=True, max_length=64)),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="撤回、更正原因")),
                        ("is_public", models.BooleanField(default=False, verbose_name="可公开")),
                        (
                            "corrects",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="yidan.bulletin",
                            ),
                        ),
                        (
                            "drafter",
                            models.ForeignKey(
                                blank=True,
                                help_text="nobody yet: the clock drafted it",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "named_units",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="yidan.unit", verbose_name="点名单位"
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "signed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("withheld", models.JSONField(blank=True, default=list, verbose_name="公开版略去")),
                    ],
                    options={
                        "ordering": ["-cut_off_at", "-id"],
                        "indexes": [models.Index(fields=["kind", "-cut_off_at"], name="bulletin_by_kind")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("issue__isnull", False)),
                                fields=("kind", "year", "issue"),
                                name="bulletin_issue_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "published"), _negated=True),
                                    models.Q(
                                        ("issue__isnull", False),
                                        ("published_at__isnull", False),
                                        ("published_by__isnull", False),
                                        ("seal_position__isnull", False),
                                        ("signed_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="bulletin_published_is_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("signed_at__isnull", True), ("signed_by__isnull", True)),
                                    models.Q(("signed_at__isnull", False), ("signed_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="bulletin_signed_is_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "withdrawn"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="bulletin_withdrawn_has_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Notice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("verb", models.CharField(help_text="the act it tells of or asks for", max_length=40)),
                        ("subject_type", models.CharField(max_length=40)),
                        ("subject_id", models.PositiveBigIntegerField()),
                        ("sentence", models.CharField(max_length=300)),
                        ("occasion", models.CharField(blank=True, max_length=80)),
                        (
                            "is_urgent",
                            models.BooleanField(
                                default=False, help_text="a true emergency: sent at once, also at night"
                            ),
                        ),
                        ("made_at", models.DateTimeField()),
                        ("read_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "settled_at",
                            models.DateTimeField(
                                blank=True, help_text="what it asked for was done: nobody is reminded", null=True
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-made_at", "-id"],
                        "indexes": [
                            models.Index(fields=["person", "-made_at"], name="notice_by_person"),
                            models.Index(
                                condition=models.Q(("read_at__isnull", True)), fields=["person"], name="notice_unread"
                            ),
                            models.Index(fields=["subject_type", "subject_id"], name="notice_by_subject"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("sentence", ""), _negated=True), name="notice_says_something"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("occasion", ""), _negated=True),
                                fields=("person", "occasion"),
                                name="notice_once_an_occasion",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarFeed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("token_sha256", models.CharField(max_length=64, unique=True)),
                        ("opened_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="calendar_feeds",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("closed_at__isnull", True)),
                                fields=("person",),
                                name="calendar_feed_one_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("token_sha256__regex", "^[0-9a-f]{64}$")),
                                name="calendar_feed_is_hex",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Feedback",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("burden", "报数负担"),
                                    ("fault", "使用故障"),
                                    ("data", "数据有误"),
                                    ("suggestion", "改进建议"),
                                    ("complaint", "投诉"),
                                ],
                                max_length=12,
                                verbose_name="反映什么",
                            ),
                        ),
                        ("text", models.TextField(verbose_name="内容")),
                        (
                            "state",
                            models.CharField(
                                choices=[("sent", "待答复"), ("answered", "已答复")], default="sent", max_length=10
                            ),
                        ),
                        ("sent_at", models.DateTimeField()),
                        ("answer", models.TextField(blank=True, verbose_name="答复")),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="feedback",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-sent_at", "-id"],
                        "indexes": [models.Index(fields=["person", "-sent_at"], name="feedback_by_person")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="feedback_says_something"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answer", ""),
                                        ("answered_at__isnull", True),
                                        ("answered_by__isnull", True),
                                        ("state", "sent"),
                                    ),
                                    models.Q(
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                        ("state", "answered"),
                                        models.Q(("answer", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="feedback_answer_is_signed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Card",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("month", yidan.kernel.values.MonthField(verbose_name="月份")),
                        (
                            "colour",
                            models.CharField(
                                choices=[("yellow", "黄牌"), ("red", "红牌")], max_length=6, verbose_name="牌色"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("issued", "亮牌"), ("applied", "申请摘牌"), ("lifted", "已摘牌")],
                                default="issued",
                                max_length=10,
                            ),
                        ),
                        (
                            "causes",
                            models.JSONField(
                                default=list, help_text="what the rule said, in words; empty: decided by the office"
                            ),
                        ),
                        ("reason", models.CharField(max_length=300, verbose_name="事由")),
                        ("document", models.CharField(max_length=120, verbose_name="依据文号")),
                        ("issued_at", models.DateTimeField()),
                        ("applied_at", models.DateTimeField(blank=True, null=True)),
                        ("application", models.CharField(blank=True, max_length=500, verbose_name="整改情况")),
                        ("lifted_at", models.DateTimeField(blank=True, null=True)),
                        ("lifted_reason", models.CharField(blank=True, max_length=300, verbose_name="摘牌依据")),
                        (
                            "issuer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "lifter",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="cards", to="yidan.unit"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-issued_at", "-id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "lifted"), _negated=True),
                                fields=("unit", "month"),
                                name="card_one_a_month",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "lifted"), _negated=True),
                                    models.Q(("lifted_at__isnull", False), ("lifter__isnull", False)),
                                    _connector="OR",
                                ),
                                name="card_lifted_is_explained",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Round",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("pack", models.CharField(max_length=40)),
                        ("month", yidan.kernel.values.MonthField(verbose_name="月份")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("computed", "已核算"),
                                    ("frozen", "对数申诉"),
                                    ("confirmed", "已确认"),
                                    ("published", "已公布"),
                                    ("withdrawn", "已撤回"),
                                ],
                                default="computed",
                                max_length=10,
                            ),
                        ),
                        ("data", models.JSONField(help_text="the pack as it stood")),
                        ("cut_off_at", models.DateTimeField(verbose_name="数据截止")),
                        ("computed_at", models.DateTimeField()),
                        ("frozen_at", models.DateTimeField(blank=True, null=True)),
                        ("appeals_until_on", models.DateField(blank=True, null=True, verbose_name="申诉截止")),
                        ("seal_position", models.PositiveBigIntegerField(blank=True, null=True)),
                        ("seal", models.CharField(blank=True, max_length=64)),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                        ("document", models.CharField(blank=True, max_length=120, verbose_name="文号")),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="撤回原因")),
                        (
                            "computer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "confirmer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "freezer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-month", "-id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "withdrawn"), _negated=True),
                                fields=("pack", "month"),
                                name="round_once_a_month",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("frozen_at__isnull", True),
                                    models.Q(
                                        ("appeals_until_on__isnull", False),
                                        ("freezer__isnull", False),
                                        ("seal_position__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="round_frozen_is_sealed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("confirmed_at__isnull", True), ("confirmer__isnull", True)),
                                    models.Q(("confirmed_at__isnull", False), ("confirmer__isnull", False)),
                                    _connector="OR",
                                ),
                                name="round_confirmed_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "withdrawn"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="round_withdrawn_has_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AdoptedPack",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        ("pack", models.CharField(max_length=40, verbose_name="办法")),
                        ("since", yidan.kernel.values.MonthField(verbose_name="自何月起")),
                        ("data", models.JSONField()),
                        ("document", models.CharField(max_length=120, verbose_name="依据文号")),
                        (
                            "adopted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("pack", "since"),
                                name="adopted_pack_one_live",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    _connector="OR",
                                ),
                                name="adopted_pack_superseded_later",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Content",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        ("title", models.CharField(max_length=200, verbose_name="名称")),
                        (
                            "year",
                            models.PositiveSmallIntegerField(
                                blank=True, help_text="the list it belongs to", null=True, verbose_name="年度"
                            ),
                        ),
                        ("starts_on", models.DateField(blank=True, null=True, verbose_name="日期")),
                        ("until_on", models.DateField(blank=True, null=True, verbose_name="至")),
                        (
                            "level",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("national", "国家级"),
                                    ("provincial", "省级"),
                                    ("municipal", "市级"),
                                    ("county", "县级"),
                                ],
                                max_length=12,
                                verbose_name="级别",
                            ),
                        ),
                        ("document", models.CharField(blank=True, max_length=120, verbose_name="文号或出处")),
                        ("text", models.TextField(blank=True, verbose_name="说明")),
                        (
                            "values",
                            models.JSONField(blank=True, default=dict, help_text="what the register asks for besides"),
                        ),
                        (
                            "origin",
                            models.CharField(
                                blank=True, help_text="file, sheet and row where it was imported", max_length=200
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="更正原因")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="yidan.unit",
                                verbose_name="责任单位",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="contents", to="yidan.item"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["year"], name="content_by_year")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("item",),
                                name="content_one_live",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    _connector="OR",
                                ),
                                name="content_superseded_later",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("title", ""), _negated=True), name="content_has_a_title"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until_on__isnull", True),
                                    models.Q(("starts_on__isnull", False), ("until_on__gte", models.F("starts_on"))),
                                    _connector="OR",
                                ),
                                name="content_ends_after_it_begins",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Link",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="links", to="yidan.item"
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="target_links",
                                to="yidan.project",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("item", "project"),
                                name="target_link_one_live",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    _connector="OR",
                                ),
                                name="target_link_superseded_later",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Measurement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        ("name", models.CharField(help_text="one of the register's readings", max_length=40)),
                        ("until_on", models.DateField(verbose_name="截至")),
                        ("value", models.DecimalField(decimal_places=6, max_digits=20, verbose_name="数值")),
                        ("source", models.CharField(max_length=200, verbose_name="来源")),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="更正原因")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="readings", to="yidan.item"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("item", "name", "until_on"),
                                name="reading_one_live",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    _connector="OR",
                                ),
                                name="reading_superseded_later",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("source", ""), _negated=True), name="reading_names_its_source"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Proof",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("claimed_at", models.DateTimeField()),
                        ("done_on", models.DateField(verbose_name="完成日期")),
                        ("words", models.CharField(max_length=1000, verbose_name="完成情况")),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("is_confirmed", models.BooleanField(blank=True, null=True)),
                        ("opinion", models.CharField(blank=True, max_length=500, verbose_name="意见")),
                        (
                            "claimed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "claiming_unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="yidan.unit"
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "deciding_unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="yidan.unit",
                            ),
                        ),
                        ("files", models.ManyToManyField(related_name="+", to="yidan.file")),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="proofs", to="yidan.item"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-claimed_at", "-id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("decided_at__isnull", True)),
                                fields=("item",),
                                name="proof_one_waits",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("is_confirmed", True)), fields=("item",), name="proof_one_confirmed"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True),
                                        ("decided_by__isnull", True),
                                        ("is_confirmed__isnull", True),
                                    ),
                                    models.Q(
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                        ("is_confirmed__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="proof_decided_is_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("deciding_unit__isnull", True),
                                    models.Q(("deciding_unit", models.F("claiming_unit")), _negated=True),
                                    _connector="OR",
                                ),
                                name="proof_judged_by_another_unit",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True), name="proof_has_words"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Release",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        ("month", yidan.kernel.values.MonthField()),
                        ("said", models.CharField(max_length=20, verbose_name="公布数")),
                        ("value", models.DecimalField(blank=True, decimal_places=4, max_digits=16, null=True)),
                        ("rank", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="位次")),
                        (
                            "rank_of",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="参加排名的个数"),
                        ),
                        (
                            "provincial",
                            models.DecimalField(
                                blank=True, decimal_places=4, max_digits=16, null=True, verbose_name="全省"
                            ),
                        ),
                        (
                            "national",
                            models.DecimalField(
                                blank=True, decimal_places=4, max_digits=16, null=True, verbose_name="全国"
                            ),
                        ),
                        ("document", models.CharField(max_length=120, verbose_name="来源文件")),
                        ("released_on", models.DateField(verbose_name="公布日期")),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="修订原因")),
                        (
                            "recorder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="yidan.unit",
                                verbose_name="地区",
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="releases", to="yidan.series"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["month", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("series", "unit", "month"),
                                name="release_one_live",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    _connector="OR",
                                ),
                                name="release_superseded_later",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True), ("unit__isnull", True)),
                                fields=("series", "month"),
                                name="release_of_the_city_one_live",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("said", ""), _negated=True), models.Q(("document", ""), _negated=True)
                                ),
                                name="release_says_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("rank__isnull", True),
                                    models.Q(
                                        ("rank__gte", 1),
                                        models.Q(
                                            ("rank_of__isnull", True),
                                            ("rank__lte", models.F("rank_of")),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="release_rank_is_within",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PoolCase",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("entry", "入库"), ("exit", "出库"), ("stay", "留库")], max_length=6
                            ),
                        ),
                        (
                            "out_of",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("reserve", "前期储备库"),
                                    ("rolling", "计划滚动库"),
                                    ("construction", "建设实施库"),
                                ],
                                max_length=12,
                                verbose_name="原在",
                            ),
                        ),
                        (
                            "into",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("reserve", "前期储备库"),
                                    ("rolling", "计划滚动库"),
                                    ("construction", "建设实施库"),
                                ],
                                max_length=12,
                                verbose_name="项目库",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("proposed", "待评审"), ("granted", "已同意"), ("declined", "不同意")],
                                default="proposed",
                                max_length=10,
                            ),
                        ),
                        ("grounds", models.CharField(max_length=500, verbose_name="理由")),
                        ("document", models.CharField(blank=True, max_length=200, verbose_name="依据文件")),
                        ("proposed_at", models.DateTimeField()),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("opinion", models.CharField(blank=True, max_length=500, verbose_name="评审意见")),
                        (
                            "level",
                            models.PositiveSmallIntegerField(
                                blank=True, help_text="0 to 5, when it was decided", null=True
                            ),
                        ),
                        (
                            "score",
                            models.PositiveSmallIntegerField(
                                blank=True, help_text="of a hundred, when it was decided", null=True
                            ),
                        ),
                        ("until_on", models.DateField(blank=True, null=True, verbose_name="留到")),
                        (
                            "decided_by",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pool_cases",
                                to="yidan.project",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["project", "kind", "-decided_at"], name="pool_case_by_project")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "proposed")),
                                fields=("project",),
                                name="pool_case_one_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("grounds", ""), _negated=True), name="pool_case_has_grounds"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True),
                                        ("decided_by__isnull", True),
                                        ("state", "proposed"),
                                    ),
                                    models.Q(
                                        models.Q(("state", "proposed"), _negated=True),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="pool_case_decision_is_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "entry"), _negated=True),
                                    ("decided_by__isnull", True),
                                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="pool_case_entry_has_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "entry"), models.Q(("into", ""), _negated=True)),
                                    models.Q(("into", ""), ("kind", "exit"), models.Q(("out_of", ""), _negated=True)),
                                    models.Q(
                                        ("into", models.F("out_of")),
                                        ("kind", "stay"),
                                        models.Q(("out_of", ""), _negated=True),
                                        ("until_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="pool_case_pool_fits_its_kind",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Call",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("called_on", models.DateField(verbose_name="走访日期")),
                        ("text", models.TextField(verbose_name="情况")),
                        ("resumed_on", models.DateField(blank=True, null=True, verbose_name="实际复工日")),
                        ("back_count", models.PositiveIntegerField(blank=True, null=True, verbose_name="返岗人数")),
                        ("due_count", models.PositiveIntegerField(blank=True, null=True, verbose_name="应到人数")),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "caller",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="calls", to="yidan.enterprise"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-called_on", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="call_says_something"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("back_count__isnull", True),
                                    ("due_count__isnull", True),
                                    ("back_count__lte", models.F("due_count")),
                                    _connector="OR",
                                ),
                                name="call_back_are_of_those_due",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Enrolment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        ("to_resume_on", models.DateField(blank=True, null=True)),
                        ("is_ended", models.BooleanField(default=False)),
                        (
                            "enterprise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="enrolments",
                                to="yidan.enterprise",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="yidan.unit"
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("industry", models.CharField(blank=True, max_length=40)),
                        ("lists", models.CharField(blank=True, max_length=120)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("enterprise",),
                                name="enrolment_one_live",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    _connector="OR",
                                ),
                                name="enrolment_superseded_later",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Goods",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "group",
                            models.CharField(
                                blank=True, help_text="粮油、肉蛋、防疫用品……", max_length=20, verbose_name="类别"
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="品种")),
                        ("spec", models.CharField(blank=True, max_length=60, verbose_name="规格")),
                        ("measure", models.CharField(max_length=20, verbose_name="计量单位")),
                        ("order", models.PositiveSmallIntegerField(default=100, verbose_name="排序")),
                        ("is_ended", models.BooleanField(default=False, verbose_name="停用")),
                        (
                            "watch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="items", to="yidan.watch"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["order", "id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("watch", "name", "spec"), name="goods_name_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Point",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="监测点")),
                        (
                            "kind",
                            models.CharField(
                                blank=True, help_text="超市、农贸市场、药店……", max_length=20, verbose_name="类型"
                            ),
                        ),
                        (
                            "groups",
                            models.CharField(
                                blank=True,
                                help_text="separated by 、; empty: all",
                                max_length=120,
                                verbose_name="采哪些类别",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=100, verbose_name="排序")),
                        ("is_ended", models.BooleanField(default=False, verbose_name="停用")),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="yidan.unit",
                                verbose_name="县市区",
                            ),
                        ),
                        (
                            "watch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="points", to="yidan.watch"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["order", "id"],
                        "constraints": [models.UniqueConstraint(fields=("watch", "name"), name="point_name_once")],
                    },
                ),
                migrations.CreateModel(
                    name="AlertRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "day_percent",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=6, null=True, verbose_name="比昨日涨跌(%)"
                            ),
                        ),
                        (
                            "week_percent",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=6, null=True, verbose_name="比上周上涨(%)"
                            ),
                        ),
                        ("on_outage", models.BooleanField(default=True, verbose_name="缺货即预警")),
                        ("source", models.CharField(max_length=200, verbose_name="依据")),
                        (
                            "watch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="rules", to="yidan.watch"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("watch",),
                                name="alert_rule_one_live",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    _connector="OR",
                                ),
                                name="alert_rule_superseded_later",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("source", ""), _negated=True), name="alert_rule_has_a_source"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("day_percent__isnull", True), ("day_percent__gt", 0), _connector="OR"),
                                    models.Q(("week_percent__isnull", True), ("week_percent__gt", 0), _connector="OR"),
                                ),
                                name="alert_rule_is_positive",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlannedMonth",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("month", yidan.kernel.values.MonthField()),
                        ("planned_wan", yidan.kernel.values.WanField()),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="months",
                                to="yidan.annualplan",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["month", "plan"], name="planned_month_by_month")],
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "month"), name="planned_month_once"),
                            models.CheckConstraint(
                                condition=models.Q(("planned_wan__gte", Decimal("0"))),
                                name="planned_month_is_not_negative",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RollingCase",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "first_year",
                            models.PositiveSmallIntegerField(
                                help_text="of the three: 2021 for 2021 to 2023", verbose_name="首年"
                            ),
                        ),
                        (
                            "starts_in",
                            models.PositiveSmallIntegerField(
                                help_text="earlier than the three where work goes on", verbose_name="拟开工年"
                            ),
                        ),
                        (
                            "first_wan",
                            yidan.kernel.values.WanField(default=Decimal("0"), verbose_name="第一年投资需求(万元)"),
                        ),
                        (
                            "second_wan",
                            yidan.kernel.values.WanField(default=Decimal("0"), verbose_name="第二年投资需求(万元)"),
                        ),
                        (
                            "third_wan",
                            yidan.kernel.values.WanField(default=Decimal("0"), verbose_name="第三年投资需求(万元)"),
                        ),
                        (
                            "central_wan",
                            yidan.kernel.values.WanField(default=Decimal("0"), verbose_name="中央资金需求(万元)"),
                        ),
                        (
                            "provincial_wan",
                            yidan.kernel.values.WanField(default=Decimal("0"), verbose_name="省资金需求(万元)"),
                        ),
                        (
                            "secured_wan",
                            yidan.kernel.values.WanField(default=Decimal("0"), verbose_name="已落实资金(万元)"),
                        ),
                        ("preparation", models.TextField(blank=True, verbose_name="前期工作计划")),
                        (
                            "state",
                            models.CharField(
                                choices=[("proposed", "待审核"), ("accepted", "已采纳"), ("sent_back", "已退回")],
                                default="proposed",
                                max_length=10,
                            ),
                        ),
                        ("grounds", models.CharField(max_length=300, verbose_name="调整理由")),
                        ("document", models.CharField(blank=True, max_length=200, verbose_name="依据文件")),
                        ("proposed_at", models.DateTimeField()),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("opinion", models.CharField(blank=True, max_length=300, verbose_name="审核意见")),
                        (
                            "base",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="yidan.rollingplan",
                            ),
                        ),
                        (
                            "decided_by",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rolling_cases",
                                to="yidan.project",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["state", "first_year"], name="rolling_case_by_state")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "proposed")),
                                fields=("project", "first_year"),
                                name="rolling_case_one_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("grounds", ""), _negated=True), name="rolling_case_has_grounds"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True),
                                        ("decided_by__isnull", True),
                                        ("state", "proposed"),
                                    ),
                                    models.Q(
                                        models.Q(("state", "proposed"), _negated=True),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="rolling_case_decision_is_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "sent_back"), _negated=True),
                                    models.Q(("opinion", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="rolling_case_sent_back_with_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="rolling_case_has_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("central_wan__gte", 0),
                                    ("first_wan__gte", 0),
                                    ("provincial_wan__gte", 0),
                                    ("second_wan__gte", 0),
                                    ("secured_wan__gte", 0),
                                    ("third_wan__gte", 0),
                                ),
                                name="rolling_case_is_not_negative",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PermitEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        ("serial", models.PositiveSmallIntegerField()),
                        ("kind", models.CharField(help_text="the last word of the verb", max_length=10)),
                        ("happened_at", models.DateTimeField(verbose_name="发生时间")),
                        ("basis", models.CharField(blank=True, max_length=300, verbose_name="依据")),
                        ("document", models.CharField(blank=True, max_length=120, verbose_name="文书")),
                        ("days", models.PositiveSmallIntegerField(default=0, verbose_name="延长天数")),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="更正原因")),
                        (
                            "permit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="events", to="yidan.permit"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("permit", "serial"),
                                name="permit_event_one_live",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    _connector="OR",
                                ),
                                name="permit_event_superseded_later",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "pause"), _negated=True),
                                    models.Q(
                                        models.Q(("basis", ""), _negated=True),
                                        models.Q(("document", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="permit_event_pause_has_a_basis",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("days__gt", 0), ("kind", "extend")), ("days", 0), _connector="OR"
                                ),
                                name="permit_event_extends",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PermitPaper",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("application", "申请材料"),
                                    ("receipt", "受理通知书"),
                                    ("correction", "补正告知书"),
                                    ("procedure", "特别程序告知书"),
                                    ("promise", "承诺书"),
                                    ("decision", "批复或决定"),
                                    ("certificate", "证照"),
                                    ("other", "其他"),
                                ],
                                default="other",
                                max_length=12,
                                verbose_name="文书类别",
                            ),
                        ),
                        ("number", models.CharField(blank=True, max_length=120, verbose_name="文号")),
                        ("added_at", models.DateTimeField()),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="yidan.file"
                            ),
                        ),
                        (
                            "permit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="yidan.permit"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [models.UniqueConstraint(fields=("permit", "file"), name="permit_paper_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Care",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        ("since_on", models.DateField(verbose_name="自")),
                        ("until_on", models.DateField(blank=True, null=True)),
                        ("reason", models.CharField(blank=True, max_length=200)),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cares",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cares",
                                to="yidan.unit",
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="cares", to="yidan.enterprise"
                            ),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cares",
                                to="yidan.part",
                                verbose_name="角色",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["part__order", "since_on", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("enterprise", "part", "since_on"),
                                name="care_one_live",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    _connector="OR",
                                ),
                                name="care_superseded_later",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True), ("until_on__isnull", True)),
                                fields=("enterprise", "part"),
                                name="care_one_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("person__isnull", False), ("unit__isnull", True)),
                                    models.Q(("person__isnull", True), ("unit__isnull", False)),
                                    _connector="OR",
                                ),
                                name="care_is_of_a_person_or_a_unit",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until_on__isnull", True), ("until_on__gte", models.F("since_on")), _connector="OR"
                                ),
                                name="care_ends_after_it_began",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Movement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "step",
                            models.CharField(
                                choices=[
                                    ("applied", "申请"),
                                    ("granted", "下达"),
                                    ("allocated", "拨付"),
                                    ("in_place", "到位"),
                                    ("paid", "支付"),
                                ],
                                max_length=10,
                                verbose_name="环节",
                            ),
                        ),
                        ("serial", models.PositiveIntegerField(help_text="within the fund: a correction keeps it")),
                        ("happened_on", models.DateField(verbose_name="日期")),
                        ("amount_wan", yidan.kernel.values.WanField(verbose_name="金额(万元)")),
                        ("document", models.CharField(blank=True, max_length=200, verbose_name="文号或凭证")),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="原因")),
                        (
                            "origin",
                            models.CharField(blank=True, help_text="file and row, when taken from one", max_length=300),
                        ),
                        (
                            "fund",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="movements", to="yidan.fund"
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="movements",
                                to="yidan.project",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["happened_on", "serial"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=["project", "step", "happened_on"],
                                name="movement_by_project",
                            ),
                            models.Index(fields=["fund", "step"], name="movement_by_fund"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("fund", "serial"),
                                name="movement_one_live",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    _connector="OR",
                                ),
                                name="movement_superseded_later",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount_wan", Decimal("0")), _negated=True),
                                name="movement_moves_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("amount_wan__gt", Decimal("0")),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="movement_back_has_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Progress",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        ("month", yidan.kernel.values.MonthField()),
                        (
                            "span",
                            models.CharField(
                                choices=[
                                    ("month", "当月"),
                                    ("year_opening", "年内期初"),
                                    ("prior_opening", "上年底累计"),
                                ],
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                                condition=models.Q(
                                    ("span", "month"), ("invested_wan__gte", Decimal("0")), _connector="OR"
                                ),
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
                migrations.CreateModel(
                    name="Exhibit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        ("month", yidan.kernel.values.MonthField(verbose_name="月份")),
                        ("slot_name", models.CharField(blank=True, max_length=60, verbose_name="佐证位")),
                        ("milestone", models.CharField(blank=True, max_length=100, verbose_name="节点")),
                        ("caption", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="撤回原因")),
                        (
                            "capture",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="exhibits", to="yidan.capture"
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="exhibits", to="yidan.project"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=["project", "month", "slot_name"],
                                name="exhibit_by_month",
                            ),
                            models.Index(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=["-recorded_at"],
                                name="exhibit_newest",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("project", "capture"),
                                name="exhibit_one_live",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    _connector="OR",
                                ),
                                name="exhibit_superseded_later",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Judgement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "verdict",
                            models.CharField(
                                choices=[("credible", "认可"), ("doubtful", "存疑"), ("rejected", "不予采信")],
                                max_length=10,
                            ),
                        ),
                        ("opinion", models.CharField(blank=True, max_length=300, verbose_name="理由")),
                        ("grade", models.CharField(help_text="the grade the person saw: A to D", max_length=1)),
                        (
                            "capture",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="judgements",
                                to="yidan.capture",
                            ),
                        ),
                        (
                            "judged_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("capture",),
                                name="judgement_one_live",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    _connector="OR",
                                ),
                                name="judgement_superseded_later",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("verdict", "credible"), models.Q(("opinion", ""), _negated=True), _connector="OR"
                                ),
                                name="judgement_against_has_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Extension",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("until_on", models.DateField(verbose_name="申请延至")),
                        ("from_on", models.DateField(help_text="the deadline at that time")),
                        ("reason", models.CharField(max_length=300, verbose_name="理由")),
                        (
                            "ask",
                            models.CharField(
                                choices=[("waiting", "待批"), ("granted", "准予"), ("refused", "不准")],
                                default="waiting",
                                max_length=8,
                            ),
                        ),
                        ("asked_at", models.DateTimeField()),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("opinion", models.CharField(blank=True, max_length=300)),
                        (
                            "approving_leader",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "asker",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decider",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="extensions",
                                to="yidan.matter",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-asked_at", "-id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ask", "waiting")), fields=("matter",), name="extension_one_waiting"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("until_on__gt", models.F("from_on"))), name="extension_is_later"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ask", "waiting"), ("decided_at__isnull", True), ("decider__isnull", True)
                                    ),
                                    models.Q(
                                        models.Q(("ask", "waiting"), _negated=True),
                                        ("decided_at__isnull", False),
                                        ("decider__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="extension_decided_is_signed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Escalation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "from_rung",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "业主"),
                                    (1, "服务专员"),
                                    (2, "县区指挥部"),
                                    (3, "市直牵头部门"),
                                    (4, "市项目办联席"),
                                    (5, "联系市领导"),
                                    (6, "书记、市长"),
                                ]
                            ),
                        ),
                        (
                            "to_rung",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "业主"),
                                    (1, "服务专员"),
                                    (2, "县区指挥部"),
                                    (3, "市直牵头部门"),
                                    (4, "市项目办联席"),
                                    (5, "联系市领导"),
                                    (6, "书记、市长"),
                                ]
                            ),
                        ),
                        (
                            "holds_until_on",
                            models.DateField(blank=True, help_text="held: not before this day", null=True),
                        ),
                        ("note", models.CharField(max_length=300, verbose_name="说明")),
                        ("made_at", models.DateTimeField()),
                        (
                            "maker",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="escalations",
                                to="yidan.matter",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["made_at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("from_rung", models.F("to_rung")), _negated=True),
                                    ("holds_until_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="escalation_moves_or_holds",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Pause",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.CharField(max_length=200, verbose_name="原因")),
                        ("document", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                        ("from_on", models.DateField()),
                        ("expires_on", models.DateField(verbose_name="暂停至")),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="pauses", to="yidan.matter"
                            ),
                        ),
                        ("due_on", models.DateField(help_text="the deadline after it, if it lasts as long as it says")),
                    ],
                    options={
                        "ordering": ["from_on", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on__isnull", True)),
                                fields=("matter",),
                                name="pause_one_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("expires_on__gt", models.F("from_on"))), name="pause_expires_later"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="pause_has_a_reason"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reply",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("is_plan", models.BooleanField(default=False)),
                        ("text", models.TextField(verbose_name="进展情况")),
                        ("percent", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="完成率(%)")),
                        ("difficulties", models.TextField(blank=True, verbose_name="存在困难")),
                        ("next_step", models.TextField(blank=True, verbose_name="下一步措施")),
                        ("replied_at", models.DateTimeField()),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="replies", to="yidan.matter"
                            ),
                        ),
                        (
                            "replier",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="yidan.unit"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-replied_at", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("percent__isnull", True), ("percent__lte", 100), _connector="OR"),
                                name="reply_percent_is_a_part",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="reply_says_something"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Urge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField()),
                        ("is_supervision_letter", models.BooleanField(default=False, verbose_name="督办函")),
                        ("words", models.CharField(blank=True, max_length=300)),
                        ("urged_at", models.DateTimeField()),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="urges", to="yidan.matter"
                            ),
                        ),
                        (
                            "urger",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("due_on", models.DateField(help_text="the deadline at that time")),
                        (
                            "unit",
                            models.ForeignKey(
                                help_text="the lead unit at that time",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="yidan.unit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["order"],
                        "constraints": [models.UniqueConstraint(fields=("matter", "order"), name="urge_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Verification",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("paper", "资料审核"),
                                    ("on_site", "现场核查"),
                                    ("sample", "抽查底稿"),
                                    ("call_back", "回访"),
                                ],
                                max_length=10,
                                verbose_name="核查方式",
                            ),
                        ),
                        (
                            "verifiers",
                            models.CharField(help_text="names, separated by 、", max_length=120, verbose_name="核查人"),
                        ),
                        ("verifier_count", models.PositiveSmallIntegerField()),
                        ("is_passed", models.BooleanField()),
                        ("opinion", models.TextField(verbose_name="核查意见")),
                        ("verified_at", models.DateTimeField()),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="verifications",
                                to="yidan.matter",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="yidan.unit"
                            ),
                        ),
                        (
                            "verifier",
                            models.ForeignKey(
                                help_text="who entered it",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-verified_at", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("verifier_count__gte", 2), ("is_passed", False), _connector="OR"),
                                name="verification_by_two",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("opinion", ""), _negated=True), name="verification_has_an_opinion"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SentLetter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("prompt", "提示单"), ("liaison", "联系单"), ("report", "报告单")],
                                max_length=12,
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField()),
                        ("number", models.CharField(max_length=60, unique=True, verbose_name="文号")),
                        ("occasion", models.CharField(max_length=40)),
                        ("recipients", models.CharField(max_length=300, verbose_name="主送")),
                        ("body", models.JSONField(help_text="blocks, without head and recipient")),
                        ("words", models.CharField(blank=True, max_length=300)),
                        ("sent_at", models.DateTimeField()),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="letters", to="yidan.matter"
                            ),
                        ),
                        (
                            "sender",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["sent_at", "id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("matter", "kind", "order"), name="letter_in_order"),
                            models.UniqueConstraint(
                                fields=("matter", "kind", "occasion"), name="letter_once_for_one_reason"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("recipients", ""), _negated=True), name="letter_has_a_reader"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Recheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveIntegerField()),
                        (
                            "result",
                            models.CharField(
                                choices=[("waiting", "待查"), ("holds", "未反弹"), ("rebound", "反弹")],
                                default="waiting",
                                max_length=8,
                            ),
                        ),
                        ("found", models.CharField(blank=True, max_length=300, verbose_name="复查情况")),
                        ("looked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "looker",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="rechecks", to="yidan.matter"
                            ),
                        ),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rechecks",
                                to="yidan.recheckbatch",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["batch", "order"],
                        "constraints": [
                            models.UniqueConstraint(fields=("batch", "matter"), name="recheck_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("looked_at__isnull", True), ("looker__isnull", True), ("result", "waiting")
                                    ),
                                    models.Q(
                                        models.Q(("result", "waiting"), _negated=True),
                                        ("looked_at__isnull", False),
                                        ("looker__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="recheck_done_is_signed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Comment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("agrees", models.BooleanField(verbose_name="无意见")),
                        ("text", models.CharField(blank=True, max_length=500, verbose_name="意见")),
                        ("commented_at", models.DateTimeField()),
                        (
                            "bulletin",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="comments",
                                to="yidan.bulletin",
                            ),
                        ),
                        (
                            "commenter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="yidan.unit"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["commented_at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("agrees", True), models.Q(("text", ""), _negated=True), _connector="OR"
                                ),
                                name="comment_against_says_why",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("channel", models.CharField(max_length=30)),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        ("next_try_at", models.DateTimeField(blank=True, null=True)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("fault", models.CharField(blank=True, max_length=200)),
                        (
                            "notice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deliveries",
                                to="yidan.notice",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("sent_at__isnull", True)),
                                fields=["next_try_at"],
                                name="delivery_to_try",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("notice", "channel"), name="delivery_once_a_channel")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Measure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("rung", models.PositiveSmallIntegerField()),
                        ("name", models.CharField(max_length=40, verbose_name="措施")),
                        ("taken_on", models.DateField(verbose_name="日期")),
                        ("document", models.CharField(blank=True, max_length=120, verbose_name="文号")),
                        ("measured_at", models.DateTimeField()),
                        (
                            "card",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="measures", to="yidan.card"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["rung", "id"],
                        "constraints": [models.UniqueConstraint(fields=("card", "rung"), name="measure_once_a_rung")],
                    },
                ),
                migrations.CreateModel(
                    name="Result",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("table", models.CharField(max_length=12)),
                        ("order", models.PositiveIntegerField()),
                        (
                            "total",
                            models.CharField(
                                blank=True, help_text="an exact fraction; empty: nothing to judge", max_length=80
                            ),
                        ),
                        ("is_ranked", models.BooleanField()),
                        ("low", models.CharField(blank=True, max_length=80)),
                        ("high", models.CharField(blank=True, max_length=80)),
                        ("figures", models.JSONField()),
                        ("events", models.JSONField(default=dict)),
                        ("explanation", models.JSONField()),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="results", to="yidan.unit"
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="results", to="yidan.round"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["order", "id"],
                        "constraints": [models.UniqueConstraint(fields=("round", "unit"), name="result_once_a_unit")],
                    },
                ),
                migrations.CreateModel(
                    name="PoolOpinion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("given_at", models.DateTimeField()),
                        ("is_in_favour", models.BooleanField(verbose_name="是否同意")),
                        ("text", models.CharField(max_length=500, verbose_name="意见")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="opinions",
                                to="yidan.poolcase",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="yidan.unit"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["given_at", "id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("case", "unit"), name="pool_opinion_one_a_unit"),
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="pool_opinion_says_something"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Need",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.CharField(max_length=300, verbose_name="诉求")),
                        (
                            "call",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="needs",
                                to="yidan.call",
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="needs", to="yidan.enterprise"
                            ),
                        ),
                        (
                            "matter",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="need", to="yidan.matter"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                    },
                ),
                migrations.CreateModel(
                    name="Observation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        ("day", models.DateField(verbose_name="日期")),
                        (
                            "value",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=10, null=True, verbose_name="价格"
                            ),
                        ),
                        ("is_out", models.BooleanField(default=False, verbose_name="缺货")),
                        ("remark", models.CharField(blank=True, max_length=100, verbose_name="备注")),
                        (
                            "reason",
                            models.CharField(blank=True, help_text="why it supersedes the one before", max_length=200),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="observations",
                                to="yidan.goods",
                            ),
                        ),
                        (
                            "observer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "point",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="observations",
                                to="yidan.point",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["item", "day"], name="observation_by_item")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("point", "item", "day"),
                                name="observation_one_live",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    _connector="OR",
                                ),
                                name="observation_superseded_later",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("is_out", True), ("value__isnull", True)),
                                    models.Q(("is_out", False), ("value__gt", 0), ("value__isnull", False)),
                                    _connector="OR",
                                ),
                                name="observation_is_a_value_or_an_outage",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Visit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("visited_at", models.DateTimeField(help_text="as claimed")),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "assignment",
                            models.OneToOneField(
                                blank=True,
                                help_text="asked for, or of one's own",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visit",
                                to="yidan.assignment",
                            ),
                        ),
                        ("exhibits", models.ManyToManyField(blank=True, related_name="visits", to="yidan.exhibit")),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="yidan.project"
                            ),
                        ),
                        (
                            "visitor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-visited_at", "-id"],
                        "indexes": [models.Index(fields=["project", "-visited_at"], name="visit_by_project")],
                    },
                ),
                migrations.CreateModel(
                    name="MatterEvidence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("caption", models.CharField(blank=True, max_length=200)),
                        ("added_at", models.DateTimeField()),
                        (
                            "capture",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="yidan.capture"
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="evidence", to="yidan.matter"
                            ),
                        ),
                        (
                            "reply",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="evidence",
                                to="yidan.reply",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("matter", "capture"), name="matter_evidence_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Appeal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("criterion", models.CharField(blank=True, max_length=40, verbose_name="针对的指标")),
                        ("reason", models.CharField(max_length=500, verbose_name="申诉理由")),
                        ("evidence", models.CharField(max_length=300, verbose_name="依据")),
                        ("filed_at", models.DateTimeField()),
                        (
                            "state",
                            models.CharField(
                                choices=[("filed", "待答复"), ("upheld", "已采纳"), ("dismissed", "未采纳")],
                                default="filed",
                                max_length=10,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("answer", models.CharField(blank=True, max_length=500, verbose_name="答复")),
                        (
                            "decider",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="yidan.file",
                                verbose_name="佐证文件",
                            ),
                        ),
                        (
                            "filer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "result",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="appeals", to="yidan.result"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["filed_at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_at__isnull", True), ("state", "filed")),
                                    models.Q(
                                        models.Q(("state", "filed"), _negated=True),
                                        ("decided_at__isnull", False),
                                        ("decider__isnull", False),
                                        models.Q(("answer", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="appeal_decided_is_answered",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Lead",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="yidan.matter"
                            ),
                        ),
                        (
                            "observation",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="lead", to="yidan.observation"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Sighting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        ("physical_progress", models.CharField(max_length=500, verbose_name="形象进度")),
                        ("at_work", models.CharField(blank=True, max_length=500, verbose_name="作业面、人员、机械")),
                        ("problems", models.CharField(blank=True, max_length=1000, verbose_name="发现问题")),
                        ("answers", models.JSONField(blank=True, default=dict)),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="更正原因")),
                        (
                            "checklist",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="yidan.checklist",
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="sightings", to="yidan.visit"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("visit",),
                                name="sighting_one_live",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    _connector="OR",
                                ),
                                name="sighting_superseded_later",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("physical_progress", ""), _negated=True),
                                name="sighting_says_something",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Finding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.CharField(max_length=300, verbose_name="问题")),
                        (
                            "problem_type",
                            models.CharField(
                                choices=[
                                    ("land_clearance", "征地拆迁"),
                                    ("land_quota", "用地指标、报批、林地"),
                                    ("planning", "规划调整"),
                                    ("preliminaries", "环评、能评、水保等前期手续"),
                                    ("funding", "资金"),
                                    ("pipelines", "管线、杆线迁改"),
                                    ("utilities", "水电气路等配套"),
                                    ("site_peace", "施工环境"),
                                    ("tendering", "招投标"),
                                    ("design", "设计变更"),
                                    ("labour", "用工、材料"),
                                    ("owner", "业主自身"),
                                    ("policy", "政策"),
                                    ("other", "其他"),
                                ],
                                default="other",
                                max_length=16,
                                verbose_name="问题类型",
                            ),
                        ),
                        ("found_at", models.DateTimeField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "待处理"),
                                    ("solved", "当场解决"),
                                    ("raised", "已转一单"),
                                    ("void", "更正撤销"),
                                ],
                                default="open",
                                max_length=8,
                            ),
                        ),
                        ("settled_at", models.DateTimeField(blank=True, null=True)),
                        ("how", models.CharField(blank=True, max_length=300, verbose_name="怎么解决的")),
                        (
                            "matter",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="findings",
                                to="yidan.matter",
                            ),
                        ),
                        (
                            "settled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="findings", to="yidan.visit"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-found_at", "-id"],
                        "indexes": [models.Index(fields=["state", "-found_at"], name="finding_by_state")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="finding_says_something"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("settled_at__isnull", True), ("settled_by__isnull", True), ("state", "open")
                                    ),
                                    models.Q(
                                        models.Q(("state", "open"), _negated=True),
                                        ("settled_at__isnull", False),
                                        ("settled_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="finding_settled_is_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("matter__isnull", False), ("state", "raised")),
                                    models.Q(models.Q(("state", "raised"), _negated=True), ("matter__isnull", True)),
                                    _connector="OR",
                                ),
                                name="finding_raised_names_its_matter",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "solved"), _negated=True),
                                    models.Q(("how", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="finding_solved_says_how",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Adjustment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("points", models.DecimalField(decimal_places=4, max_digits=8, verbose_name="调整分值")),
                        ("document", models.CharField(max_length=120, verbose_name="依据文号")),
                        ("reason", models.CharField(max_length=300, verbose_name="调整原因")),
                        ("adjusted_at", models.DateTimeField()),
                        (
                            "adjuster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "appeal",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="adjustment",
                                to="yidan.appeal",
                            ),
                        ),
                        (
                            "result",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="adjustments",
                                to="yidan.result",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["adjusted_at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("points", 0), _negated=True), name="adjustment_changes_something"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("document", ""), _negated=True), models.Q(("reason", ""), _negated=True)
                                ),
                                name="adjustment_has_a_paper",
                            ),
                        ],
                    },
                ),
            ],
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
