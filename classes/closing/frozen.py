"""A class that is closed refuses changes."""

from django.utils.translation import gettext as _

from classes.models import TrainingClassPage
from classes.permissions import is_closed
from schoolhouse.refusals import Refusal


def refuse_closed(training_class: TrainingClassPage) -> None:
    """Raise ``Refusal`` where the class is closed: its roster, timetable, rolls and leave stay as they are.

    Actions call it under their lock of the class, so that nothing slips in while it is being closed. One query.
    """
    if is_closed(training_class):
        raise Refusal(_("This class is closed. An administrator can open it again."), code="class_closed")
