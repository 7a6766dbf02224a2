"""Give forums below a class the audience *class*, as they are saved from now on."""

from django.db import migrations
from wagtail.models import Page


def ask_the_class(apps, schema_editor):
    forums = apps.get_model("forums", "ForumPage").objects
    classes = set(apps.get_model("classes", "TrainingClassPage").objects.values_list("path", flat=True))
    below = [pk for pk, path in forums.values_list("pk", "path") if path[: -Page.steplen] in classes]
    for start in range(0, len(below), 500):
        forums.filter(pk__in=below[start : start + 500]).update(audience="class", audience_organization=None)


class Migration(migrations.Migration):
    dependencies = [("forums", "0001_initial"), ("classes", "0003_enrollment_offers_and_materials")]

    operations = [migrations.RunPython(ask_the_class, migrations.RunPython.noop)]
