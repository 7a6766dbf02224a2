"""Places in the pages of the forums room that plugins and higher rooms fill."""

from schoolhouse.extension_points import Slot

thread_aside = Slot(
    "forums.thread.aside",
    doc="Beside a thread, below the study list, for those who read it. Arguments: thread.",
)
