"""A filed paper says its kind, number and day, and which milestone it proves."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('yidan', '0031_reading_rules_version'),
    ]

    operations = [
        migrations.AddField(
            model_name='attachment',
            name='dated_on',
            field=models.DateField(blank=True, null=True, verbose_name='成文日期'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='kind',
            field=models.CharField(blank=True, choices=[('approval', '立项文件'), ('feasibility', '可研批复'), ('land', '用地规划文件'), ('design', '初设批复'), ('permit', '施工许可'), ('contract', '招标、合同'), ('acceptance', '验收文件'), ('minutes', '会议纪要、批示'), ('other', '其他文件')], max_length=12, verbose_name='类别'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='milestone',
            field=models.CharField(blank=True, max_length=100, verbose_name='节点'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='number',
            field=models.CharField(blank=True, max_length=100, verbose_name='文号'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', ''), _negated=True), models.Q(('dated_on__isnull', True), ('number', '')), _connector='OR'), name='attachment_number_is_of_a_paper'),
        ),
    ]
