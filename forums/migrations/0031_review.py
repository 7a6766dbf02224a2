"""Reports of posts and their cases, posts that wait for a moderator, and what a forum says of them."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forums', '0030_moderation'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='forumpage',
            name='hide_after_reports',
            field=models.PositiveSmallIntegerField(default=0, help_text='A post that so many readers report is hidden until a moderator has looked. 0: never.', verbose_name='hide after so many reports'),
        ),
        migrations.AddField(
            model_name='forumpage',
            name='hold_first_posts',
            field=models.PositiveSmallIntegerField(default=0, help_text='So many posts of somebody new wait until a moderator has published them. 0: none.', verbose_name='first posts that a moderator reads before'),
        ),
        migrations.AlterField(
            model_name='moderationentry',
            name='act',
            field=models.CharField(choices=[('post.hide', 'Post hidden'), ('post.show', 'Post shown again'), ('post.edit', 'Post edited by a moderator'), ('thread.lock', 'Thread locked'), ('thread.unlock', 'Thread unlocked'), ('thread.pin', 'Thread pinned'), ('thread.unpin', 'Thread no longer pinned'), ('thread.rename', 'Thread renamed'), ('thread.move', 'Thread moved to another forum'), ('thread.merge', 'Thread merged into another one'), ('thread.split', 'Posts moved to a thread of their own'), ('post.warn', 'Author of a post admonished'), ('post.return', 'Post returned to its author for revision'), ('held.publish', 'Held post published'), ('held.return', 'Held post returned for revision'), ('held.refuse', 'Held post not published'), ('report.kept', 'Reported post stays'), ('report.hidden', 'Reported post hidden'), ('report.returned', 'Reported post returned to its author'), ('report.warned', 'Author of a reported post admonished')], max_length=20),
        ),
        migrations.CreateModel(
            name='ReportCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('open', 'Open'), ('kept', 'The post stays'), ('hidden', 'The post is hidden'), ('returned', 'The post went back to its author'), ('warned', 'The author was admonished'), ('withdrawn', 'The reports were taken back')], default='open', max_length=10)),
                ('hidden_by_software', models.BooleanField(default=False)),
                ('opened_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='forums.post')),
            ],
            options={
                'verbose_name': 'case of a reported post',
                'verbose_name_plural': 'cases of reported posts',
            },
        ),
        migrations.CreateModel(
            name='PostReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('rude', 'It insults or threatens somebody'), ('private', 'It says something private of somebody'), ('harmful', 'Who follows it may come to harm'), ('advertising', 'It advertises'), ('off_topic', 'It does not belong here'), ('other', 'Something else')], max_length=12, verbose_name='what is wrong')),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='in your own words')),
                ('created_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='forums.post')),
                ('reporter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='forums.reportcase')),
            ],
            options={
                'verbose_name': 'report of a post',
                'verbose_name_plural': 'reports of posts',
            },
        ),
        migrations.CreateModel(
            name='HeldPost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='title')),
                ('body', models.TextField(verbose_name='text of the post')),
                ('client_key', models.UUIDField(default=uuid.uuid4)),
                ('why', models.CharField(blank=True, max_length=200)),
                ('comment', models.CharField(blank=True, max_length=250)),
                ('state', models.CharField(choices=[('held', 'Waits for a moderator'), ('returned', 'Came back to its author'), ('published', 'Published'), ('refused', 'Not published'), ('withdrawn', 'Taken back by its author')], default='held', max_length=10)),
                ('created_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='held_posts', to=settings.AUTH_USER_MODEL)),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='held_posts', to='forums.forumpage')),
                ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='held_posts', to='forums.post')),
                ('reply_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='forums.post')),
                ('thread', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='held_posts', to='forums.thread')),
            ],
            options={
                'verbose_name': 'post held for review',
                'verbose_name_plural': 'posts held for review',
                'indexes': [models.Index(fields=['state', 'id'], name='forums_held_by_state')],
                'constraints': [models.UniqueConstraint(fields=('author', 'client_key'), name='forums_held_sent_once'), models.UniqueConstraint(condition=models.Q(('state__in', ['held', 'returned'])), fields=('post',), name='forums_held_once_a_post'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('post__isnull', False), _connector='OR'), name='forums_held_published_has_post')],
            },
        ),
        migrations.AddIndex(
            model_name='reportcase',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['id'], name='forums_cases_open'),
        ),
        migrations.AddConstraint(
            model_name='reportcase',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('post',), name='forums_case_open_once'),
        ),
        migrations.AddConstraint(
            model_name='reportcase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='forums_case_decided_at'),
        ),
        migrations.AddConstraint(
            model_name='postreport',
            constraint=models.UniqueConstraint(fields=('post', 'reporter'), name='forums_report_once'),
        ),
    ]
