"""Places in the pages of the classes room that plugins and higher rooms fill."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from schoolhouse.extension_points import Slot, TimetableKind, timetable_item_kinds

class_aside = Slot(
    "classes.training_class.aside",
    doc="Beside the timetable of a class, for those inside. Arguments: page, the class.",
)
live_class_after_content = Slot(
    "classes.live_class.after_content",
    doc="Below what a live class is about, for those inside. Arguments: page, the live class; training_class.",
)


def register_places() -> None:
    """Lead from a person's own page to the calendar of their phone."""

    def calendar_link(request: HttpRequest | None, **arguments: Any) -> str:
        return render_to_string("classes/timetable/_settings_link.html")

    found = Slot.named("people.profile.links")
    assert found is not None
    found.register("classes", "classes.calendar", calendar_link)


def register_kinds() -> None:
    """Register the house's own kinds of timetable items, by the way that plugins go."""
    from classes.models import TimetableItemKind as Kind

    icons = {
        Kind.LESSON: "book",
        Kind.LIVE_CLASS: "users",
        Kind.FORUM_EVENING: "lamp",
        Kind.FIELD_VISIT: "place",
        Kind.GROUP_DISCUSSION: "chat",
        Kind.SELF_STUDY: "edit",
        Kind.CEREMONY: "flag",
    }
    for order, (kind, icon) in enumerate(icons.items(), start=-len(icons)):
        value = TimetableKind(kind.label, icon, is_evening=kind == Kind.FORUM_EVENING)
        timetable_item_kinds.register("classes", kind.value, value, order=order)
