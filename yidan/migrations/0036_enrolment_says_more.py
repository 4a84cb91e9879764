"""What the list says of a firm keeps its name, trade and lists as of any day; all begin as the firm is now."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def as_now(apps, schema_editor):
    """Every enrolment takes what its firm says now."""
    firm = apps.get_model("yidan", "Enterprise").objects.filter(pk=OuterRef("enterprise"))
    apps.get_model("yidan", "Enrolment").objects.update(
        **{name: Subquery(firm.values(name)[:1]) for name in ("name", "industry", "lists")}
    )


class Migration(migrations.Migration):

    dependencies = [
        ('yidan', '0035_pool_terms'),
    ]

    operations = [
        migrations.AddField('enrolment', 'name', models.CharField(default='', max_length=120), preserve_default=False),
        migrations.AddField('enrolment', 'industry', models.CharField(blank=True, default='', max_length=40), preserve_default=False),
        migrations.AddField('enrolment', 'lists', models.CharField(blank=True, default='', max_length=120), preserve_default=False),
        migrations.RunPython(as_now, migrations.RunPython.noop, elidable=True),
    ]
