"""What every page of the area in which a class is run shows around its own."""

from typing import Any

from django.http import HttpRequest

from classes.models import TrainingClassPage


def around(request: HttpRequest, training_class: TrainingClassPage, tool: str) -> dict[str, Any]:
    """Return the class, its address and time zone, and which tab is open: a name at ``class_tools``."""
    return {
        "training_class": training_class,
        "class_url": training_class.get_url(request),
        "zone": training_class.zone,
        "tool": tool,
    }
