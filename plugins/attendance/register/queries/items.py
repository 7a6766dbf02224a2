"""What of a class's timetable people may have been counted at."""

from django.utils import timezone

from classes.models import TimetableItem, TimetableItemState, TrainingClassPage
from classes.queries.timetable import pages_of

MOST_OFFERED = 200


def begun_items(training_class: TrainingClassPage) -> list[tuple[TimetableItem, str]]:
    """Return what has begun, the latest first, each with its title. Two queries."""
    planned = training_class.timetable_items.filter(state=TimetableItemState.PLANNED, starts_at__lte=timezone.now())
    items = list(planned.order_by("-starts_at", "-pk")[:MOST_OFFERED])
    pages = pages_of(items)
    found = []
    for item in items:
        page = pages.get(item.page_id or 0)
        found.append((item, item.title or (page.title if page else str(item.kind_label))))
    return found
