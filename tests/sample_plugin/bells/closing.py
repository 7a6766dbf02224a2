"""A class is not over while a bell has not rung."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from bells.models import Bell
from schoolhouse.closing import Gap


def missing(page: Any) -> list[Gap]:
    """Count the bells of the class that have not rung."""
    silent = Bell.objects.filter(training_class=page).exclude(text__endswith="!").count()
    return [Gap(_("bells that have not rung"), silent, reverse("plugins:bells:index"))] if silent else []
