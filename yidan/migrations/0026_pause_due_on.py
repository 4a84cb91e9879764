"""A pause says which deadline it leads to, and the matter's deadline goes with it from its first day."""

from django.db import migrations, models


def fill(apps, schema_editor):
    """A running pause moves its matter's deadline now; one that ended had moved it by the day it ended."""
    for pause in apps.get_model("yidan", "Pause").objects.select_related("matter").order_by("from_on", "id"):
        matter = pause.matter
        if pause.ended_on is None and matter.state == "paused":
            matter.due_on += pause.expires_on - pause.from_on
            matter.save(update_fields=["due_on"])
        pause.due_on = matter.due_on
        pause.save(update_fields=["due_on"])


class Migration(migrations.Migration):

    dependencies = [
        ('yidan', '0025_bulletin_drafted_by_clock'),
    ]

    operations = [
        migrations.AddField(
            model_name='pause',
            name='due_on',
            field=models.DateField(null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='pause',
            name='due_on',
            field=models.DateField(help_text='the deadline after it, if it lasts as long as it says'),
        ),
    ]
