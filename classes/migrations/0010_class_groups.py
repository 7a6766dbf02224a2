import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('classes', '0007_room_keys'),
    ]

    operations = [
        migrations.CreateModel(
            name='ClassGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=50, verbose_name='name')),
                ('number', models.PositiveIntegerField(default=1)),
                ('training_class', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='classes.trainingclasspage')),
            ],
            options={
                'verbose_name': 'group of a class',
                'verbose_name_plural': 'groups of classes',
                'ordering': ['number', 'pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('training_class', 'name'), name='classes_group_name_once'),
                    models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='classes_group_has_name'),
                ],
            },
        ),
        migrations.AddField(
            model_name='enrollment',
            name='group',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='members', to='classes.classgroup', verbose_name='group'),
        ),
        migrations.AddField(
            model_name='enrollment',
            name='leads_group',
            field=models.BooleanField(default=False, verbose_name='leads the group'),
        ),
        migrations.AddConstraint(
            model_name='enrollment',
            constraint=models.UniqueConstraint(condition=models.Q(('leads_group', True)), fields=('group',), name='classes_group_one_leader'),
        ),
        migrations.AddConstraint(
            model_name='enrollment',
            constraint=models.CheckConstraint(condition=models.Q(('leads_group', False), ('group__isnull', False), _connector='OR'), name='classes_group_leader_is_in_it'),
        ),
    ]
