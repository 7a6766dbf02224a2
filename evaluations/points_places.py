"""Where points stand in a class: a tab where it is run, what speaks against closing it, and what closing freezes."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from classes.closing import additions
from classes.permissions import may_run_class
from evaluations.actions.points.closing import APPEALS, POINTS
from schoolhouse.extension_points import ClassTool, class_tools, closing_checks

TAB = "evaluations.points"


def _address(training_class: Any, user: Any) -> str | None:
    if not may_run_class(user, training_class):
        return None
    return reverse("evaluations:standings", args=[training_class.public_id])


def register_points() -> None:
    """Called once, when the room is ready."""
    class_tools.register("evaluations", TAB, ClassTool(_("Points"), "star", _address), order=75)
    closing_checks.register("evaluations", "evaluations.appeals", APPEALS)
    additions.register("points", POINTS)
