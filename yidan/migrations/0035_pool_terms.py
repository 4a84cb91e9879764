"""Since when a project stands in a pool is a fact with a day; what the profiles said so far is carried over."""

from datetime import timedelta, timezone

import django.db.models.deletion
from django.db import migrations, models


BEIJING = timezone(timedelta(hours=8))


def carry_over(apps, schema_editor):
    """Each change of pool that a profile recorded, from the day on which it was recorded; of two on a day the later."""
    Term = apps.get_model("yidan", "PoolTerm")
    said = apps.get_model("yidan", "Profile").objects.order_by("project", "recorded_at", "pk")
    made, project, pool = [], None, ""
    for each, now, at in said.values_list("project", "pool", "recorded_at").iterator():
        if each != project:
            project, pool = each, ""
        if now == pool:
            continue
        pool, day = now, at.astimezone(BEIJING).date()
        if made and (made[-1].project_id, made[-1].since_on) == (each, day):
            made[-1].superseded_at = at
        made.append(Term(recorded_at=at, project_id=each, pool=now, since_on=day))
    Term.objects.bulk_create(made, batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ('yidan', '0034_sent_letters'),
    ]

    operations = [
        migrations.CreateModel(
            name='PoolTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(blank=True, null=True)),
                ('pool', models.CharField(blank=True, choices=[('reserve', '前期储备库'), ('rolling', '计划滚动库'), ('construction', '建设实施库')], max_length=12, verbose_name='项目库')),
                ('since_on', models.DateField(verbose_name='起始日期')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='更正原因')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pool_terms', to='yidan.project')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('superseded_at__isnull', True)), fields=('project', 'since_on'), name='pool_term_one_live'), models.CheckConstraint(condition=models.Q(('superseded_at__isnull', True), ('superseded_at__gte', models.F('recorded_at')), _connector='OR'), name='pool_term_superseded_later')],
            },
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop, elidable=True),
    ]
