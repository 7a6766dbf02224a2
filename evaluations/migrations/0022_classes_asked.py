"""Say of each survey whose learners are asked: those of the class at or above its page."""

from django.db import migrations

STEP = 4
"""Characters of a level in the paths of pages."""


def fill_in(apps, schema_editor):
    """Name the class of every survey that has none."""
    surveys = apps.get_model("evaluations", "FeedbackSurvey").objects.filter(training_class=None)
    classes = apps.get_model("classes", "TrainingClassPage").objects
    for survey, path in list(surveys.values_list("pk", "page__path")):
        above = [path[:end] for end in range(STEP, len(path) + 1, STEP)]
        found = classes.filter(path__in=above).order_by("-depth").values_list("pk", flat=True).first()
        if found is not None:
            surveys.filter(pk=survey).update(training_class_id=found)


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0021_attachments")]

    operations = [migrations.RunPython(fill_in, migrations.RunPython.noop)]
