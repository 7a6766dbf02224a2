"""What the room itself puts into the area in which a class is run: its tabs, and the duties of every class.

Plugins add theirs at the same extension points.
"""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from classes.permissions import may_act_in, may_run_class
from schoolhouse.extension_points import ClassDuty, ClassTool, class_duties, class_tools

ARRIVAL, ROLL, NOTICES = "arrival", "roll", "notices"
"""Duties that every class has. Nothing of this room stands behind the roll: it opens what a plugin lets it open."""


def _address(name: str) -> Callable[[Any], str]:
    return lambda training_class: reverse(f"classes:{name}", args=[training_class.public_id])


def _for_staff(name: str) -> Callable[[Any, Any], str | None]:
    def url(training_class: Any, user: Any) -> str | None:
        return _address(name)(training_class) if may_run_class(user, training_class) else None

    return url


def _for_duty(name: str, duty: str) -> Callable[[Any, Any], str | None]:
    def url(training_class: Any, user: Any) -> str | None:
        return _address(name)(training_class) if may_act_in(user, training_class, duty) else None

    return url


def register() -> None:
    """Called once, when the room is ready."""
    tools = {
        "roster": ClassTool(_("Roster"), "users", _for_staff("roster")),
        "arrival": ClassTool(_("Arrival"), "door", _for_duty("arrivals", ARRIVAL)),
        "groups": ClassTool(_("Groups"), "list", _for_staff("groups")),
        "duties": ClassTool(_("Duties"), "flag", _for_staff("duties")),
        "notices": ClassTool(_("Notices"), "bell", _for_duty("notices", NOTICES)),
        "timetable": ClassTool(_("Timetable"), "calendar", _for_staff("timetable_desk")),
        "wall": ClassTool(_("Wall"), "image", _for_staff("wall")),
        "reflections": ClassTool(_("Reflections"), "edit", _for_staff("reflection_desk")),
        "closing": ClassTool(_("Closing"), "lock", _for_staff("closing")),
        "paper": ClassTool(_("Paper"), "print", _for_staff("paper")),
    }
    for number, (name, tool) in enumerate(tools.items(), start=1):
        class_tools.register("classes", name, tool, order=number * 10)
    duties = {
        ARRIVAL: ClassDuty(_("Arrival desk"), _("Records who has arrived."), _address("arrivals")),
        ROLL: ClassDuty(_("Roll call"), _("Helps the class teacher with the roll at the door.")),
        NOTICES: ClassDuty(_("Notices"), _("Writes notices to the class."), _address("notices")),
    }
    for number, (name, duty) in enumerate(duties.items(), start=1):
        class_duties.register("classes", name, duty, order=number * 10)
