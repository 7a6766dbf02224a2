"""Bind forums to evenings of the timetable, let them refuse late posts, and name hosts."""

import django.db.models.deletion
import modelcluster.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('classes', '0020_closing'),
        ('forums', '0032_listed_words'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='forumpage',
            name='late_posts',
            field=models.CharField(choices=[('marked', 'Taken, and marked as late'), ('refused', 'Refused')], default='marked', max_length=10, verbose_name='posts after closing'),
        ),
        migrations.AddField(
            model_name='forumpage',
            name='timetable_item',
            field=models.ForeignKey(blank=True, help_text='The forum opens and closes with it, also when it is moved. Empty: at the times given below.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='forums', to='classes.timetableitem', verbose_name='evening on the timetable'),
        ),
        migrations.AlterField(
            model_name='forumpage',
            name='closes_at',
            field=models.DateTimeField(blank=True, help_text='Afterwards it can be read.', null=True, verbose_name='closes'),
        ),
        migrations.CreateModel(
            name='ForumHost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('forum', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='hosts', to='forums.forumpage')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hosted_forums', to=settings.AUTH_USER_MODEL, verbose_name='host')),
            ],
            options={
                'verbose_name': 'host of a forum',
                'verbose_name_plural': 'hosts of forums',
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('forum', 'person'), name='forums_host_once')],
            },
        ),
    ]
