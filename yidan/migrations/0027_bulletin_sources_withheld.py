"""Papers published before the records behind a number could be opened by everybody keep them to themselves."""

from django.db import migrations


def withhold(apps, schema_editor):
    for bulletin in apps.get_model("yidan", "Bulletin").objects.filter(is_public=True):
        if "sources" not in bulletin.withheld:
            bulletin.withheld = sorted([*bulletin.withheld, "sources"])
            bulletin.save(update_fields=["withheld"])


class Migration(migrations.Migration):
    dependencies = [
        ("yidan", "0002_search_index"),
    ]

    operations = [
        migrations.RunPython(withhold, migrations.RunPython.noop),
    ]
