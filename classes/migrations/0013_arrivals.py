import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('classes', '0012_enrollment_group_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Arrival',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.PositiveIntegerField()),
                ('way', models.CharField(choices=[('list', 'On the list'), ('slip', 'By the printed slip')], default='list', max_length=10)),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, max_length=250, verbose_name='reason')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enrollment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='arrivals', to='classes.enrollment')),
                ('undoes', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undone_by', to='classes.arrival')),
            ],
            options={
                'verbose_name': 'arrival',
                'verbose_name_plural': 'arrivals',
                'ordering': ['number'],
                'constraints': [
                    models.UniqueConstraint(fields=('enrollment', 'number'), name='classes_arrival_in_order'),
                    models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), ('undoes__isnull', True)), models.Q(('undoes__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='classes_arrival_undone_with_reason'),
                ],
            },
        ),
    ]
