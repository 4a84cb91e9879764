from datetime import date

import django.db.models.deletion
from django.db import migrations, models

MOVING = ("matter.issue", "matter.extend", "matter.pause", "matter.resume")


def as_it_stood(apps, schema_editor):
    """Each paper gets the deadline of its day and the unit it went to, from the entries; where they are silent, today's."""
    Entry, Unit, Urge = (apps.get_model("yidan", name) for name in ("Entry", "Unit", "Urge"))
    for urge in Urge.objects.select_related("matter").iterator():
        about = Entry.objects.filter(subject_type="matter", subject_id=urge.matter_id)
        before = about.filter(verb__in=MOVING, recorded_at__lte=urge.urged_at).order_by("-id").first()
        said = before.facts.get("due_on") if before else None
        urge.due_on = date.fromisoformat(said) if said else urge.matter.due_on
        passed = about.filter(verb="matter.pass_on", recorded_at__gt=urge.urged_at).order_by("id").first()
        names = Unit.objects.filter(name=passed.facts.get("before")) if passed else Unit.objects.none()
        urge.unit_id = names.values_list("pk", flat=True).first() or urge.matter.lead_unit_id
        urge.save(update_fields=["due_on", "unit_id"])


class Migration(migrations.Migration):
    dependencies = [("yidan", "0037_rolling_cases")]

    operations = [
        migrations.AddField("urge", "due_on", models.DateField(null=True)),
        migrations.AddField(
            "urge",
            "unit",
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="yidan.unit"),
        ),
        migrations.RunPython(as_it_stood, migrations.RunPython.noop),
        migrations.AlterField("urge", "due_on", models.DateField(help_text="the deadline at that time")),
        migrations.AlterField(
            "urge",
            "unit",
            models.ForeignKey(
                help_text="the lead unit at that time", on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to="yidan.unit",
            ),
        ),
    ]  # fmt: skip
