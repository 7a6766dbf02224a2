from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('classes', '0011_groups_from_their_names'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='enrollment',
            name='group_name',
        ),
    ]
