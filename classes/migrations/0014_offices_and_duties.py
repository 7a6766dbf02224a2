import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('classes', '0013_arrivals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ClassOffice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('title', models.CharField(max_length=50, verbose_name='office')),
                ('number', models.PositiveIntegerField(default=1)),
                ('holder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='offices', to='classes.enrollment')),
                ('training_class', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offices', to='classes.trainingclasspage')),
            ],
            options={
                'verbose_name': 'office in a class',
                'verbose_name_plural': 'offices in classes',
                'ordering': ['number', 'pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('training_class', 'title'), name='classes_office_once'),
                    models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='classes_office_has_title'),
                ],
            },
        ),
        migrations.CreateModel(
            name='DutyShift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('date', models.DateField()),
                ('duty', models.CharField(max_length=100)),
                ('given_at', models.DateTimeField(auto_now_add=True)),
                ('enrollment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='duty_shifts', to='classes.enrollment')),
                ('given_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'duty',
                'verbose_name_plural': 'duties',
                'ordering': ['date', 'duty', 'pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('enrollment', 'date', 'duty'), name='classes_duty_shift_once'),
                ],
            },
        ),
    ]
