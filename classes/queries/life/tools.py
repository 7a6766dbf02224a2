"""The tabs of the area in which a class is run."""

from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from classes.models import TrainingClassPage
from design.icons import ICONS
from people.models import User
from schoolhouse.extension_points import class_tools
from schoolhouse.faults import shielded

ROOM = "classes"


@dataclass(frozen=True)
class Tool:
    """A tab that is open to somebody: its name at the extension point, what stands on it, where it leads."""

    name: str
    label: Any
    icon: str
    url: str


def tools_of(training_class: TrainingClassPage, user: User) -> list[Tool]:
    """Return the tabs that ``user`` may open in a class, in their order."""
    found = []
    for extension in class_tools.active(training_class):
        tool = extension.value
        # The room's own need no guard, which inside a transaction is a savepoint for each.
        with nullcontext() if extension.plugin == ROOM else shielded(extension.plugin, "class_tools"):
            url = tool.url(training_class, user)
            if url and tool.icon not in ICONS:
                raise LookupError(f"There is no icon “{tool.icon}”.")
            if url:
                found.append(Tool(extension.name, tool.label, tool.icon, str(url)))
    return found
