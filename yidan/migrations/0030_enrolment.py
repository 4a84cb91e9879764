"""What the list says of a firm is a fact: which firms, whose and when to resume can be asked of any day."""

import django.db.models.deletion
from django.db import migrations, models


def fill(apps, schema_editor):
    """What stands now, held since the firm was first set: what it was in between was not kept."""
    entries = apps.get_model("yidan", "Entry").objects.filter(subject_type="enterprise").order_by("recorded_at")
    first = {}
    for subject, recorded_at in entries.values_list("subject_id", "recorded_at"):
        first.setdefault(subject, recorded_at)
    enrolment = apps.get_model("yidan", "Enrolment")
    for firm in apps.get_model("yidan", "Enterprise").objects.filter(pk__in=first):
        enrolment.objects.create(
            recorded_at=first[firm.pk], enterprise=firm, unit_id=firm.unit_id, to_resume_on=firm.to_resume_on,
            is_ended=firm.is_ended,
        )


class Migration(migrations.Migration):

    dependencies = [
        ('yidan', '0029_rolling_plans'),
    ]

    operations = [
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(blank=True, null=True)),
                ('to_resume_on', models.DateField(blank=True, null=True)),
                ('is_ended', models.BooleanField(default=False)),
                ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='enrolments', to='yidan.enterprise')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='yidan.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('superseded_at__isnull', True)), fields=('enterprise',), name='enrolment_one_live'), models.CheckConstraint(condition=models.Q(('superseded_at__isnull', True), ('superseded_at__gte', models.F('recorded_at')), _connector='OR'), name='enrolment_superseded_later')],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
