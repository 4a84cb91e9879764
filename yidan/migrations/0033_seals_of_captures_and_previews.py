"""What an act says of its captures can be checked, and what was drawn of a file; the salt goes with the place."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('yidan', '0032_papers_of_projects'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='capture',
            name='capture_removed_place_is_gone',
        ),
        migrations.AddField(
            model_name='capture',
            name='place_salt',
            field=models.CharField(blank=True, help_text='goes with the place: without it nobody can guess a place from its seal', max_length=32),
        ),
        migrations.AddField(
            model_name='reading',
            name='thumb_sha256',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='reading',
            name='view_sha256',
            field=models.CharField(blank=True, help_text='of the preview as it was drawn', max_length=64),
        ),
        migrations.AddConstraint(
            model_name='capture',
            constraint=models.CheckConstraint(condition=models.Q(('place_removed_at__isnull', True), models.Q(('accuracy_m__isnull', True), ('longitude__isnull', True), ('place_salt', '')), _connector='OR'), name='capture_removed_place_is_gone'),
        ),
    ]
