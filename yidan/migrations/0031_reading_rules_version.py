"""A reading says by which rules it was made, so that an office is told when pictures should be compared anew."""

from django.db import migrations, models


def fill(apps, schema_editor):
    """The windows from number 41 on are the second rules'; whoever has none of them was read by the first."""
    reading = apps.get_model("yidan", "Reading")
    has_all = apps.get_model("yidan", "Print").objects.filter(file=models.OuterRef("file"), crop__gte=41)
    read = reading.objects.filter(state="read", sketch__isnull=False)
    read.update(rules_version=1)
    read.filter(models.Exists(has_all)).update(rules_version=2)


class Migration(migrations.Migration):

    dependencies = [
        ('yidan', '0030_enrolment'),
    ]

    operations = [
        migrations.AddField(
            model_name='reading',
            name='rules_version',
            field=models.PositiveSmallIntegerField(default=0, help_text='rules.likeness.VERSION; 0: not read yet'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='reading',
            index=models.Index(condition=models.Q(('sketch__isnull', False), ('state', 'read')), fields=['rules_version'], name='reading_by_rules'),
        ),
    ]
