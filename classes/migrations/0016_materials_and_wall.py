import classes.models.life.wall
import django.db.models.deletion
import modelcluster.fields
import people.models.files
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('classes', '0015_notices'),
        ('people', '0009_document_pages'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ClassMaterial',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('title', models.CharField(blank=True, help_text="Empty: the document's own title.", max_length=200, verbose_name='title')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.schooldocument', verbose_name='document')),
                ('training_class', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='materials', to='classes.trainingclasspage')),
            ],
            options={
                'verbose_name': 'material of a class',
                'verbose_name_plural': 'materials of classes',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='WallPost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('client_key', models.UUIDField(help_text='Made by the client: what is sent twice is written once.')),
                ('date', models.DateField()),
                ('body', models.CharField(blank=True, max_length=500, verbose_name='words')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('hidden_at', models.DateTimeField(blank=True, null=True)),
                ('hidden_because', models.CharField(blank=True, max_length=250, verbose_name='reason')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('hidden_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('training_class', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wall_posts', to='classes.trainingclasspage')),
            ],
            options={
                'verbose_name': 'post on a class wall',
                'verbose_name_plural': 'posts on class walls',
                'ordering': ['-date', '-pk'],
                'indexes': [models.Index(fields=['training_class', '-date'], name='classes_wall_by_day')],
                'constraints': [
                    models.UniqueConstraint(fields=('training_class', 'client_key'), name='classes_wall_post_sent_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('hidden_at__isnull', True), ('hidden_because', ''), ('hidden_by__isnull', True)), models.Q(('hidden_at__isnull', False), ('hidden_by__isnull', False), models.Q(('hidden_because', ''), _negated=True)), _connector='OR'), name='classes_wall_post_hidden_with_reason'),
                ],
            },
        ),
        migrations.CreateModel(
            name='WallPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.PositiveSmallIntegerField()),
                ('file', people.models.files.CheckedFileField(max_length=200, upload_to=classes.models.life.wall.photo_key)),
                ('small', people.models.files.CheckedFileField(max_length=200, upload_to=classes.models.life.wall.photo_key)),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='classes.wallpost')),
            ],
            options={
                'verbose_name': 'photo on a class wall',
                'verbose_name_plural': 'photos on class walls',
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('post', 'number'), name='classes_wall_photo_in_order')],
            },
        ),
    ]
