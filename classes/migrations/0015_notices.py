import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('classes', '0014_offices_and_duties'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ClassNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('client_key', models.UUIDField(help_text='Made by the client: what is sent twice is written once.')),
                ('title', models.CharField(max_length=100, verbose_name='title')),
                ('body', models.TextField(blank=True, verbose_name='notice')),
                ('published_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('training_class', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='classes.trainingclasspage')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'notice to a class',
                'verbose_name_plural': 'notices to classes',
                'ordering': ['-published_at', '-pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('training_class', 'client_key'), name='classes_notice_sent_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='classes_notice_withdrawn_by'),
                ],
            },
        ),
        migrations.CreateModel(
            name='NoticeRead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reads', to='classes.classnotice')),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'notice read',
                'verbose_name_plural': 'notices read',
                'constraints': [
                    models.UniqueConstraint(fields=('notice', 'reader'), name='classes_notice_read_once'),
                ],
            },
        ),
    ]
