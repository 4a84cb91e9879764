"""A paper that the clock drafted has no drafter until somebody takes it up."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("yidan", "0024_project_outline")]

    operations = [
        migrations.AlterField(
            model_name="bulletin",
            name="drafter",
            field=models.ForeignKey(
                blank=True, help_text="nobody yet: the clock drafted it", null=True,
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL,
            ),  # fmt: skip
        ),
    ]
