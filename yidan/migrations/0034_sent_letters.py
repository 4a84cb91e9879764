"""What goes out of 提示单, 联系单 and 报告单: number, reader, and the paper as it was signed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('yidan', '0033_seals_of_captures_and_previews'),
    ]

    operations = [
        migrations.CreateModel(
            name='SentLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('prompt', '提示单'), ('liaison', '联系单'), ('report', '报告单')], max_length=12)),
                ('order', models.PositiveSmallIntegerField()),
                ('number', models.CharField(max_length=60, unique=True, verbose_name='文号')),
                ('occasion', models.CharField(max_length=40)),
                ('recipients', models.CharField(max_length=300, verbose_name='主送')),
                ('body', models.JSONField(help_text='blocks, without head and recipient')),
                ('words', models.CharField(blank=True, max_length=300)),
                ('sent_at', models.DateTimeField()),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='yidan.matter')),
                ('sender', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['sent_at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('matter', 'kind', 'order'), name='letter_in_order'), models.UniqueConstraint(fields=('matter', 'kind', 'occasion'), name='letter_once_for_one_reason'), models.CheckConstraint(condition=models.Q(('recipients', ''), _negated=True), name='letter_has_a_reader')],
            },
        ),
    ]
