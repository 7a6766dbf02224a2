"""Room for versions of feedback forms, for answers of every kind, and for drafts of forms."""

import django.db.models.deletion
import evaluations.models.feedback.file
import people.models.files
import schoolhouse.content.field
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0003_survey_follows_timetable'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FeedbackFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('file', people.models.files.CheckedFileField(max_length=200, upload_to=evaluations.models.feedback.file.file_key)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('size', models.PositiveIntegerField(help_text='In bytes.')),
                ('is_image', models.BooleanField(default=True)),
            ],
            options={
                'verbose_name': 'file of an answer',
                'verbose_name_plural': 'files of answers',
            },
        ),
        migrations.CreateModel(
            name='FeedbackFormVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.PositiveIntegerField()),
                ('content', models.JSONField()),
                ('published_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'version of a feedback form',
                'verbose_name_plural': 'versions of feedback forms',
            },
        ),
        migrations.RemoveConstraint(
            model_name='feedbackanswer',
            name='evaluations_answer_once',
        ),
        migrations.AddField(
            model_name='feedbackanswer',
            name='amount',
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=16, null=True),
        ),
        migrations.AddField(
            model_name='feedbackanswer',
            name='data',
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='feedbackanswer',
            name='instructor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='feedbackanswer',
            name='part',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name='feedbackform',
            name='content',
            field=schoolhouse.content.field.ContentField(blank=True, verbose_name='questions'),
        ),
        migrations.AddField(
            model_name='feedbackform',
            name='expire_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time'),
        ),
        migrations.AddField(
            model_name='feedbackform',
            name='expired',
            field=models.BooleanField(default=False, editable=False, verbose_name='expired'),
        ),
        migrations.AddField(
            model_name='feedbackform',
            name='first_published_at',
            field=models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at'),
        ),
        migrations.AddField(
            model_name='feedbackform',
            name='go_live_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='go live date/time'),
        ),
        migrations.AddField(
            model_name='feedbackform',
            name='has_unpublished_changes',
            field=models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes'),
        ),
        migrations.AddField(
            model_name='feedbackform',
            name='intro_zh',
            field=models.TextField(blank=True, verbose_name='introduction in Chinese'),
        ),
        migrations.AddField(
            model_name='feedbackform',
            name='is_template',
            field=models.BooleanField(default=False, help_text='Editors of this organization and of those below it may begin their own forms with it.', verbose_name='template'),
        ),
        migrations.AddField(
            model_name='feedbackform',
            name='last_published_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='last published at'),
        ),
        migrations.AddField(
            model_name='feedbackform',
            name='latest_revision',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision'),
        ),
        migrations.AddField(
            model_name='feedbackform',
            name='live',
            field=models.BooleanField(default=True, editable=False, verbose_name='live'),
        ),
        migrations.AddField(
            model_name='feedbackform',
            name='live_revision',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision'),
        ),
        migrations.AddField(
            model_name='feedbackform',
            name='title_zh',
            field=models.CharField(blank=True, help_text='Empty: the title stands in both languages.', max_length=150, verbose_name='title in Chinese'),
        ),
        migrations.AddField(
            model_name='feedbackquestion',
            name='key',
            field=models.CharField(default='', max_length=40),
        ),
        migrations.AddField(
            model_name='feedbackquestion',
            name='levels',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='feedbackquestion',
            name='position',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='feedbackanswer',
            name='number',
            field=models.SmallIntegerField(blank=True, help_text='A level or the place of a choice, from 1.', null=True),
        ),
        migrations.AlterField(
            model_name='feedbackquestion',
            name='kind',
            field=models.CharField(max_length=60),
        ),
        migrations.AddField(
            model_name='feedbackfile',
            name='survey',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='evaluations.feedbacksurvey'),
        ),
        migrations.AddField(
            model_name='feedbackanswer',
            name='file',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='evaluations.feedbackfile'),
        ),
        migrations.AddConstraint(
            model_name='feedbackanswer',
            constraint=models.UniqueConstraint(condition=models.Q(('instructor', None)), fields=('response', 'question', 'part'), name='evaluations_answer_part_once'),
        ),
        migrations.AddConstraint(
            model_name='feedbackanswer',
            constraint=models.UniqueConstraint(condition=models.Q(('instructor__isnull', False)), fields=('response', 'question', 'instructor', 'part'), name='evaluations_answer_about_once'),
        ),
        migrations.AddField(
            model_name='feedbackformversion',
            name='form',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='evaluations.feedbackform'),
        ),
        migrations.AddField(
            model_name='feedbackquestion',
            name='version',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='evaluations.feedbackformversion'),
        ),
        migrations.AddField(
            model_name='feedbacksurvey',
            name='version',
            field=models.ForeignKey(editable=False, help_text='Of the form, as it was when it was attached: answers are to what was asked.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='surveys', to='evaluations.feedbackformversion', verbose_name='version'),
        ),
        migrations.AddConstraint(
            model_name='feedbackformversion',
            constraint=models.UniqueConstraint(fields=('form', 'number'), name='evaluations_version_number_once'),
        ),
    ]
