"""When what a form is about ends, and who teaches it."""

import datetime

from wagtail.models import Page

from classes.models import TimetableItem, TimetableItemState, TrainingClassPage
from classes.queries.membership import instructor_ids


def end_of(page: Page, training_class: TrainingClassPage) -> datetime.datetime | None:
    """Return when ``page`` ends for the class, or ``None`` where nothing says so.

    A live class and a forum evening have their own end, a lesson that of its last place on the timetable; the class
    ends with its last item, or with its last day.
    """
    specific = page.specific
    for name in ("ends_at", "closes_at"):
        if isinstance(found := getattr(specific, name, None), datetime.datetime):
            return found
    items = TimetableItem.objects.filter(training_class=training_class, state=TimetableItemState.PLANNED)
    is_whole = page.pk == training_class.pk
    last = (items if is_whole else items.filter(page_id=page.pk)).order_by("-ends_at").first()
    if last is not None:
        return last.ends_at
    if not is_whole:
        return None
    day = training_class.ends_on + datetime.timedelta(days=1)
    return datetime.datetime.combine(day, datetime.time(), tzinfo=training_class.zone)


def teachers_of(page: Page, training_class: TrainingClassPage) -> set[int]:
    """Return the keys of those who teach ``page``: its own instructors, else all of the class and its teacher."""
    own = getattr(page.specific, "instructors", None)
    if own is not None:
        return set(own.values_list("instructor_id", flat=True))
    led = {training_class.class_teacher_id} if training_class.class_teacher_id else set()
    return instructor_ids(training_class) | led
