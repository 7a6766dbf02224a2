"""Places in the pages of the classes room that plugins and higher rooms fill."""

from schoolhouse.extension_points import Slot

class_aside = Slot(
    "classes.training_class.aside",
    doc="Beside the timetable of a class, for those inside. Arguments: page, the class.",
)
live_class_after_content = Slot(
    "classes.live_class.after_content",
    doc="Below what a live class is about, for those inside. Arguments: page, the live class; training_class.",
)
