from django.db import migrations


def make_groups(apps, schema_editor):
    """Make a group of each name that stands on a class's roster, and put its learners into it."""
    Enrollment = apps.get_model('classes', 'Enrollment')
    ClassGroup = apps.get_model('classes', 'ClassGroup')
    named = Enrollment.objects.exclude(group_name='').order_by('training_class_id', 'group_name')
    numbers = {}
    for training_class, name in named.values_list('training_class_id', 'group_name').distinct():
        numbers[training_class] = numbers.get(training_class, 0) + 1
        group = ClassGroup.objects.create(training_class_id=training_class, name=name, number=numbers[training_class])
        Enrollment.objects.filter(training_class_id=training_class, group_name=name).update(group=group)


def write_names(apps, schema_editor):
    """Write the names of the groups back onto the roster."""
    Enrollment = apps.get_model('classes', 'Enrollment')
    ClassGroup = apps.get_model('classes', 'ClassGroup')
    for group in ClassGroup.objects.iterator():
        Enrollment.objects.filter(group=group).update(group_name=group.name)


class Migration(migrations.Migration):

    dependencies = [
        ('classes', '0010_class_groups'),
    ]

    operations = [
        migrations.RunPython(make_groups, write_names),
    ]
