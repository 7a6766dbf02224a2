"""Who hears which bells."""

from typing import Any

from django.db.models import QuerySet

from bells.models import Bell
from classes.models import TrainingClassPage
from schoolhouse.activation import is_active


def bells_of(person: Any) -> QuerySet[Bell]:
    """Return the bells of the classes in which somebody is a learner; a class may have switched the plugin off."""
    classes = TrainingClassPage.objects.filter(enrollments__learner=person).distinct()
    return Bell.objects.filter(training_class__in=[page for page in classes if is_active("bells", page)])
